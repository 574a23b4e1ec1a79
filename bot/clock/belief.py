"""Whether the clock is to be believed, before anything is deleted or said because time has passed.

A clock that is wrong for half a minute must destroy nothing. What it says is held against two things: the time this
process has counted since its last look, and the last heartbeat that any process has stored. Where it does not follow
from them it is doubted, and believed again once it has gone evenly for a day: at two looks, 24 hours apart.
"""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass

HEARTBEAT = dt.timedelta(hours=1)
"""How often the time is stored."""

SLIP = dt.timedelta(minutes=5)
"""How far a clock that is set right may move between two looks."""

BEHIND = dt.timedelta(hours=2)
"""How far the stored time may be ahead: a heartbeat's hour, and another machine's clock."""

DOWN = dt.timedelta(days=4)
"""How long a bot may have been stopped, such as over a long weekend, without its clock being doubted."""

DOWN_IN_DOUBT = dt.timedelta(days=8)
"""How long it may be stopped between the two looks: who starts it once a week is believed at every second start."""

APART = dt.timedelta(hours=24)
"""From the first look of a clock that is doubted until it is believed."""


@dataclass(frozen=True)
class Look:
    """One look of one process: what the clock says, and seconds on a counter that nobody sets."""

    wall: dt.datetime
    steady: float


@dataclass(frozen=True)
class SharedClock:
    """What all processes know: when one last looked, and since when the clock is doubted."""

    at: dt.datetime
    doubted_at: dt.datetime | None = None

    @property
    def is_believed(self) -> bool:
        """Whether things may be done because time has passed."""
        return self.doubted_at is None


def judge(look: Look, before: Look | None, known: SharedClock | None) -> SharedClock:
    """What is known after a look. ``before`` is this process's last one; None at its first.

    Where nothing is ``known`` there is nothing that could be lost, and the clock is believed.
    """
    if known is None:
        return SharedClock(look.wall)
    doubted = SharedClock(look.wall, look.wall)
    if before is not None:
        leap = (look.wall - before.wall) - dt.timedelta(seconds=look.steady - before.steady)
        if abs(leap) > SLIP:
            return doubted
    # What this process has counted itself is no gap, however long it is since anything was stored.
    gap = (before or look).wall - known.at
    if known.at - look.wall > BEHIND or gap > (DOWN if known.is_believed else DOWN_IN_DOUBT):
        return doubted
    if known.doubted_at is None or look.wall - known.doubted_at >= APART:
        return SharedClock(look.wall)
    return SharedClock(look.wall, known.doubted_at)


def is_news(known: SharedClock | None, judged: SharedClock) -> bool:
    """Whether what a look has found is to be stored."""
    if known is None or known.doubted_at != judged.doubted_at:
        return True
    return abs(judged.at - known.at) >= HEARTBEAT


def steady() -> float:
    """Seconds on a counter that nobody sets, and that goes on while the machine sleeps."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()
