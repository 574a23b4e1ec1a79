"""Rings when the time of a reflection has come, on every process; the store sees to it that each time rings once.

What is past its time is tidied away here too. Neither is done while the clock is in doubt: see ``bot/clock/belief.py``.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from typing import ClassVar

from bot.clock.belief import Look, SharedClock, is_news, judge, steady
from bot.sending.outbox import Outbox
from bot.storage.loaded import Due
from bot.storage.retention import BACKUPS_KEPT, REFLECTIONS_KEPT
from bot.storage.store import Store
from bot.telemetry.about import WorkedOn, mark, new_reference, working_on
from bot.telemetry.meters import Act, Meters, Outcome
from bot.turns.turn import Turns, outcome_of

log = logging.getLogger(__name__)

AT_ONCE = 100
"""Reflections rung in one look."""

TIDIED = 3600.0
"""Seconds between two looks for what need not be kept any longer."""


class Alarms:
    """Rings by ``look``. ``now`` is the time in UTC, ``steady`` counts seconds that nobody sets.

    ``backups`` is how long copies of the database are kept.
    """

    EVERY: ClassVar[float] = 20.0
    """Seconds between looks."""

    def __init__(
        self,
        store: Store,
        turns: Turns,
        outbox: Outbox,
        now: Callable[[], dt.datetime] | None = None,
        steady: Callable[[], float] = steady,
        backups: dt.timedelta = BACKUPS_KEPT,
        meters: Meters | None = None,
    ) -> None:
        self._store, self._turns, self._outbox = store, turns, outbox
        self._now = now or (lambda: turns.now())
        self._steady, self._backups, self._meters = steady, backups, meters or Meters()
        self._before: Look | None = None
        self._tidied: float | None = None

    async def look(self) -> int:
        """Rings what is due now, and tidies up once in a while; how many rang. Nothing where the clock is doubted."""
        look = Look(self._now(), self._steady())
        is_believed = await self._believes(look)
        rung = await self._ring(look.wall) if is_believed else 0
        if self._tidied is None or look.steady - self._tidied >= TIDIED:
            self._tidied = look.steady
            if is_believed:
                await self._store.tidy(look.wall, REFLECTIONS_KEPT, self._backups)
            else:
                self._store.erased()  # of what people have erased themselves
        return rung

    async def _ring(self, now: dt.datetime) -> int:
        due = await self._store.due(now, AT_ONCE)
        for each in due:
            with working_on(WorkedOn(mark(each.address.tenant, each.address.conversation), new_reference())):
                await self._ring_one(each)
        if due:
            self._outbox.wake()
        return len(due)

    async def _ring_one(self, due: Due) -> None:
        began = self._steady()
        try:
            await self._turns.ring(due)
            self._meters.turn(Act.ALARM, Outcome.DONE, self._steady() - began)
        except Exception as failed:
            self._meters.turn(Act.ALARM, outcome_of(failed), self._steady() - began)
            log.exception("a time that has come could not be told; it is tried again")

    async def _believes(self, look: Look) -> bool:
        before, known = self._before, await self._store.heartbeats.known()
        judged = judge(look, before, known)
        if is_news(known, judged):
            judged = await self._store.heartbeats.settle(lambda stored: judge(look, before, stored))
        self._before = look
        if known is not None and known.doubted_at != judged.doubted_at:
            _tell(known, judged)
        return judged.is_believed


def _tell(known: SharedClock, judged: SharedClock) -> None:
    if judged.is_believed:
        log.warning("the clock has gone evenly for a day and is believed again")
    else:
        log.warning(
            "the clock says %s, which does not follow from %s: nothing is deleted and no time rings for a day",
            judged.at.isoformat(timespec="minutes"),
            known.at.isoformat(timespec="minutes"),
        )
