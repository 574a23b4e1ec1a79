"""Rings when the time of a reflection has come, on every process; the store sees to it that each time rings once."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from typing import ClassVar

from bot.outbox import Outbox
from bot.storage.sql import Store
from bot.turn import Turns

log = logging.getLogger(__name__)

AT_ONCE = 100
"""Reflections rung in one look."""

TIDIED = dt.timedelta(hours=1)
"""How often what need not be kept any longer is looked for."""

KEPT = dt.timedelta(days=730)
"""How long a reflection is kept after somebody last changed it; ``texts.KEPT`` says so to people."""


class Alarms:
    """Rings by ``look``."""

    EVERY: ClassVar[float] = 20.0
    """Seconds between looks."""

    def __init__(
        self, store: Store, turns: Turns, outbox: Outbox, now: Callable[[], dt.datetime] | None = None
    ) -> None:
        self._store, self._turns, self._outbox = store, turns, outbox
        self._now = now or (lambda: turns.now())
        self._tidied: dt.datetime | None = None

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
