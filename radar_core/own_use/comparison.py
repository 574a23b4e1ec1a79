"""Own use beside the radar, a row a technology."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from radar_core.model import Belaeg, Placement, Radar, Ring, Technology
from radar_core.own_use.model import NO_TECHNOLOGIES, OwnRadar, Stage


@dataclass(frozen=True)
class ComparisonRow:
    """One technology beside itself: KL's ring and the kommune's own, and the difference in words."""

    number: int
    name: str
    national: Ring | None
    """None where the radar does not place it."""
    own: Ring | None
    """None where the kommune has not said."""
    words: str
    differs: bool
    """True where both are known and are not the same."""


def compare(
    radar: Radar, own: OwnRadar, technologies: Mapping[str, Technology] = NO_TECHNOLOGIES
) -> tuple[ComparisonRow, ...]:
    """Every technology of the radar in number order, then those only the kommune has, numbered on from there.

    ``technologies`` (by id) gives those last ones their names; without it they go by their ids.
    """
    placed = {entry.technology.id for entry in radar.entries}
    rows = [_row(e.number, e.name, e.placement, own.stage(e.technology.id)) for e in radar.entries]
    others = [use for use in own.uses if use.technology not in placed]
    last = max((entry.number for entry in radar.entries), default=0)
    elsewhere = "ikke på radaren" if radar.is_complete else "ringen på radaren er ikke kendt"
    for number, use in enumerate(others, start=last + 1):
        name = technology_name(use.technology, radar, technologies)
        rows.append(_row(number, name, None, use.stage, elsewhere))
    return tuple(rows)


def technology_name(technology: str, radar: Radar, technologies: Mapping[str, Technology]) -> str:
    """What people read for a technology (id): the radar's own name for it, else ours, else the id."""
    for entry in radar.entries:
        if entry.technology.id == technology:
            return entry.name
    return technologies[technology].name if technology in technologies else technology


def nationally(placement: Placement) -> str:
    """Where a placement stands, in words that claim no more than its belæg: »i AFPRØV hos KL«."""
    return f"i {placement.ring.value} {_WHOSE[placement.belaeg]}"


_WHOSE = {
    Belaeg.KL: "hos KL",
    Belaeg.OMTALE: "hos KL (vores tolkning)",
    Belaeg.ANDENHAAND: "(gengivet af andre)",
    Belaeg.EKSEMPEL: "i eksemplet",
}


def _row(
    number: int, name: str, placement: Placement | None, stage: Stage | None, elsewhere: str = ""
) -> ComparisonRow:
    national = placement.ring if placement else None
    own = stage.ring if stage else None
    differs = national is not None and own is not None and national is not own
    return ComparisonRow(number, name, national, own, _words(placement, stage, elsewhere), differs)


def _words(placement: Placement | None, stage: Stage | None, elsewhere: str) -> str:
    if stage is None:
        return f"I har ikke svaret: {_shortly(placement)}" if placement else "I har ikke svaret"
    if placement is None:
        return f"Kun hos jer: {stage.label}, {elsewhere}"
    ahead = placement.ring.order - stage.ring.order
    stand = "I bruger den mere" if ahead > 0 else "I bruger den mindre" if ahead < 0 else "Det samme"
    return f"{stand}: {stage.label}, {_shortly(placement)}"


def _shortly(placement: Placement) -> str:
    """As ``nationally``, without the word that a row of the picture has no room for."""
    return f"{placement.ring.value} {_WHOSE[placement.belaeg]}"
