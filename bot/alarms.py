"""Rings when the time of a reflection has come, on every process; the store sees to it that each time rings once."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
from collections.abc import Callable

from bot.outbox import Outbox
from bot.storage.sql import Store
from bot.turn import Turns

log = logging.getLogger(__name__)

POLL = 20.0
"""Seconds between looks."""

AT_ONCE = 100
"""Reflections rung in one look."""

TIDIED = dt.timedelta(hours=1)
"""How often what need not be kept any longer is looked for."""

KEPT = dt.timedelta(days=730)
"""How long a reflection is kept after somebody last changed it; ``texts.KEPT`` says so to people."""


class Alarms:
    """Looks until ``stop``."""

    def __init__(
        self, store: Store, turns: Turns, outbox: Outbox, now: Callable[[], dt.datetime] | None = None
    ) -> None:
        self._store, self._turns, self._outbox = store, turns, outbox
        self._now = now or (lambda: turns.now())
        self._tidied: dt.datetime | None = None
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begins to look in the background."""
        self._task = asyncio.create_task(self._run(), name="alarms")

    async def stop(self) -> None:
        """Ends; what is not rung yet rings at the next start."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    async def look(self) -> int:
        """Rings what is due now, and tidies up once in a while; how many rang."""
        now = self._now()
        due = await self._store.due(now, AT_ONCE)
        for each in due:
            try:
                await self._turns.ring(each)
            except Exception:
                log.exception("a time that has come could not be told; it is tried again")
        if due:
            self._outbox.wake()
        if self._tidied is None or now - self._tidied >= TIDIED:
            self._tidied = now
            await self._store.tidy(now, KEPT)
        return len(due)

    async def _run(self) -> None:
        while True:
            try:
                await self.look()
            except Exception:
                log.exception("it could not be seen what is due")
            await asyncio.sleep(POLL)
