"""Whether the database can be written to: tried for real, but seldom, and once for all who ask."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.errors import StorageError, Wrong
from bot.storage.store import Store

log = logging.getLogger(__name__)

EVERY = 10.0
"""Seconds between two trials; whoever asks in between is told what the last one found."""

WITHIN = 2.0
"""Seconds one trial may take; longer than the database itself waits."""


@dataclass
class WriteTrial:
    """Tries by ``trouble``. ``clock`` counts seconds from any start."""

    store: Store
    clock: Callable[[], float] = time.monotonic
    _tried: float | None = None
    _found: Wrong | None = None
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def trouble(self) -> Wrong | None:
        """What is wrong; None where what is written now is kept."""
        async with self._one_at_a_time:
            if self._tried is None or self.clock() - self._tried >= EVERY:
                found = await self._try()
                if found is not self._found:
                    log.warning("the database can be written" if found is None else f"no writing: {found.value}")
                self._tried, self._found = self.clock(), found
        return self._found or self._misplaced()

    async def _try(self) -> Wrong | None:
        try:
            async with asyncio.timeout(WITHIN):
                await self.store.heartbeats.try_to_write(dt.datetime.now(dt.UTC))
        except StorageError as trouble:
            return trouble.wrong
        except TimeoutError:
            return Wrong.BUSY
        return None

    def _misplaced(self) -> Wrong | None:
        """Asked every time: it costs next to nothing."""
        try:
            self.store.check_file()
        except StorageError as trouble:
            return trouble.wrong
        return None
