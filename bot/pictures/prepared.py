"""The pictures of what is live, drawn as the bot starts: until then it says that it is not ready."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from radar_core.model import Bundle

log = logging.getLogger(__name__)


@dataclass
class ReadyPictures:
    """Has ``prepare`` draw them, in the background, for ``within`` seconds at most: a bot without pictures is one too.

    Called, it tells whether that is over; it is where nothing was begun.
    """

    prepare: Callable[[Bundle], Awaitable[None]]
    within: float
    _task: asyncio.Task[None] | None = field(default=None, init=False)

    def begin(self, live: Bundle) -> None:
        """Begins to draw."""
        self._task = asyncio.create_task(self._prepare(live), name="pictures")

    def __call__(self) -> bool:
        """Whether one waits for nothing any more."""
        return self._task is None or self._task.done()

    async def stop(self) -> None:
        """Returns when it has ended."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def _prepare(self, live: Bundle) -> None:
        try:
            async with asyncio.timeout(self.within):
                await self.prepare(live)
        except TimeoutError:
            log.warning("not all pictures were drawn at the start; the others are drawn when they are asked for")
        except Exception:
            log.exception("the pictures could not be drawn at the start")
