"""Erased means gone: after an erasure the words still stand in SQLite's ``-wal``, until it has been emptied.

That is done beside the turns, never in one, and again and again for as long as somebody reads.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.errors import StorageError, Wrong

log = logging.getLogger(__name__)

FIRST, LONGEST = 0.05, 5.0
"""Seconds between the first two attempts, and the most between two."""


class Scrubber:
    """Calls ``scrub`` until it says True, each time something has been erased."""

    def __init__(self, scrub: Callable[[], Awaitable[bool]], rebuild: Callable[[], Awaitable[None]]) -> None:
        self._scrub, self._rebuild = scrub, rebuild
        self._erased = self._scrubbed = 0
        self._task: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Something has been erased and committed; returns at once."""
        self._erased += 1
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name="scrubbing")

    async def done(self, within: float) -> bool:
        """Waits at most so many seconds; whether all that was erased before is scrubbed."""
        aim = self._erased
        if self._task is not None:
            await asyncio.wait([self._task], timeout=within)
        return self._scrubbed >= aim

    async def rebuilt(self, within: float) -> bool:
        """Writes the whole file anew and scrubs, trying for so many seconds; raises ``StorageError`` but for busy."""
        try:
            async with asyncio.timeout(within):
                while True:
                    try:
                        await self._rebuild()
                        break
                    except StorageError as trouble:
                        if trouble.wrong is not Wrong.BUSY:
                            raise
                    await asyncio.sleep(FIRST)
        except TimeoutError:
            return False
        self.begin()
        return await self.done(within)

    async def close(self) -> None:
        """One last attempt, where it is not done."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
            self._task = None
            await self._once()

    async def _run(self) -> None:
        pause = FIRST
        try:
            while self._scrubbed < self._erased:
                if await self._once():
                    pause = FIRST
                    continue
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST)
        finally:
            self._task = None

    async def _once(self) -> bool:
        aim = self._erased
        try:
            if not await self._scrub():
                return False
        except StorageError as trouble:
            log.warning("what was erased could not be scrubbed yet: %s", trouble)
            return False
        self._scrubbed = aim
        return True
