"""Something that is done again and again in the background, whatever goes wrong in between."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.errors import StorageError

log = logging.getLogger(__name__)


@dataclass
class Repeating:
    """Does ``work``, waits ``every`` so many seconds and does it again, from ``start`` until ``stop``."""

    name: str
    every: float
    work: Callable[[], Awaitable[object]]
    _task: asyncio.Task[None] | None = field(default=None, init=False)

    def start(self) -> None:
        """Begins at once, in the background."""
        self._task = asyncio.create_task(self._run(), name=self.name)

    async def stop(self) -> None:
        """Returns when it has ended, also in the middle of its work."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
            self._task = None

    async def _run(self) -> None:
        told = ""
        while True:
            try:
                await self.work()
                told = ""
            except StorageError as trouble:
                if told != str(trouble):  # some are done every other second
                    log.error("%s cannot be done: %s", self.name, trouble)
                told = str(trouble)
            except Exception:
                log.exception("%s went wrong; it is tried again", self.name)
            if (task := asyncio.current_task()) is not None and task.cancelling():
                return  # stopped while something was being saved, which is always done to its end
            await asyncio.sleep(self.every)
