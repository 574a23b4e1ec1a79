"""What a new edition changes on one radar, in three lines at most: which rings, never belæg, sources or texts."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.elements import plain
from dialogs.texts import changed as words
from radar_core.editions.diff import RadarDiff
from radar_core.lookup import ready
from radar_core.model import SAMLET, Radar
from radar_core.spelling import technologies, together

LINES = 3
"""As many changes are told one by one; where there are more, they are counted."""
NAMED = 3
"""Technologies in KLAR that are named; the rest are counted, unless it is one."""


def changed_lines(
    change: RadarDiff | None, name: str, radar: Radar | None, *, is_comparable: bool = True
) -> tuple[str, ...]:
    """At most ``LINES`` lines on what changes on the radar called ``name``, with what now stands in KLAR on ``radar``
    where the changes are too many to name; empty where no ring does. No movement between what ``is_comparable`` not."""
    incomparable = () if is_comparable else (words.NOT_COMPARABLE,)
    if change is None:
        return incomparable
    if change.is_gone:
        gone = words.GONE_SAMLET if change.fagomraade == SAMLET else words.GONE_RADAR.format(where=plain(name))
        return (gone, *incomparable)
    if change.is_new:
        came = words.NEW_SAMLET if change.fagomraade == SAMLET else words.NEW_RADAR
        return (came.format(where=plain(name), count=technologies(len(change.new))), *_ready(radar), *incomparable)
    one_by_one = _one_by_one(change)
    if not one_by_one and not change.unlike:
        return incomparable
    if len(one_by_one) <= LINES and is_comparable:
        return one_by_one
    return (*_counts(change), *_ready(radar), *incomparable)


def listed(lines: Sequence[str]) -> str:
    """The lines one under the other, as a card shows them."""
    return "\n".join(f"- {line}" for line in lines)


def _one_by_one(change: RadarDiff) -> tuple[str, ...]:
    new = words.KNOWN_ONE if change.hid else words.NEW_ONE
    gone = words.UNKNOWN_ONE if change.hides else words.GONE_ONE
    return (
        *(words.MOVE.format(name=plain(m.name), before=m.before.value, after=m.after.value) for m in change.moved),
        *(new.format(name=plain(stand.name), ring=stand.ring.value) for stand in change.new),
        *(gone.format(name=plain(stand.name), ring=stand.ring.value) for stand in change.gone),
    )


def _counts(change: RadarDiff) -> tuple[str, ...]:
    new = words.KNOWN if change.hid else words.NEW if len(change.new) == 1 else words.NEW_SEVERAL
    gone = words.UNKNOWN if change.hides else words.GONE
    kinds = ((words.MOVED, change.moved), (new, change.new), (gone, change.gone))
    told = [said.format(count=len(which)) for said, which in kinds if which]
    return (words.COUNTS.format(counts=together(told)),) if told else ()


def _ready(radar: Radar | None) -> tuple[str, ...]:
    """Nothing where nothing is known to stand there: that an empty ring is empty is not known from this alone."""
    return (words.READY.format(names=_names([entry.name for entry in ready(radar)])),) if radar and ready(radar) else ()


def _names(names: Sequence[str]) -> str:
    if len(names) <= NAMED + 1:
        return together([plain(name) for name in names])
    return together([*(plain(name) for name in names[:NAMED]), words.OTHERS.format(count=len(names) - NAMED)])
