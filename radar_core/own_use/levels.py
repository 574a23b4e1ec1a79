"""Several own radars of one kommune as one: the highest level per technology, never a mean.

A kommune is organised in its own forvaltninger, not in KL's fagområder; ``Forvaltninger`` says which belong to which.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from radar_core.errors import RadarError
from radar_core.model import SAMLET, Bundle
from radar_core.own_use.model import OwnRadar, OwnUse, Usage, Value
from radar_core.spelling import did_you_mean, letters, nearest, quote


@dataclass(frozen=True)
class Level:
    """The highest a kommune stands with a technology (id), and where it stands so."""

    technology: str
    usage: Usage
    fagomraader: tuple[str, ...]
    """Ids of the fagområder that reach it, in the order they were given."""


def levels(radars: Sequence[OwnRadar]) -> tuple[Level, ...]:
    """The highest level per technology over a kommune's own radars, in the order technologies first occur.

    Raises ``ValueError`` where the radars are not all of one kommune.
    """
    if len({radar.kommune for radar in radars}) > 1:
        raise ValueError("levels are of one kommune")
    return tuple(
        Level(
            technology,
            _highest(use for _, use in found),
            tuple(dict.fromkeys(where for where, use in found if use.usage is _highest(u for _, u in found))),
        )
        for technology, found in _by_technology((r.fagomraade, use) for r in radars for use in r.uses).items()
    )


def across(radars: Sequence[OwnRadar]) -> OwnRadar:
    """A kommune's own radars as its samlet one, at the highest level per technology.

    Evidence is that of every fagområde that reaches the level; the value is kept where they agree on it. Author and
    time are the latest's. Raises ``ValueError`` where there is none or they are not all of one kommune.
    """
    if not radars:
        raise ValueError("no own radars")
    levels(radars)  # refuses several kommuner
    found = _by_technology((r.fagomraade, use) for r in radars for use in r.uses)
    return OwnRadar(radars[0].kommune, SAMLET, tuple(_joined([use for _, use in uses]) for uses in found.values()))


@dataclass(frozen=True)
class Forvaltning:
    """A kommune's own forvaltning, by its own name, and the fagområder (ids) it does the work of."""

    name: str
    fagomraader: tuple[str, ...]


class UnclearForvaltninger(RadarError):
    """The forvaltninger cannot be mapped; ``faults`` are Danish sentences, one per fault."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(faults))


@dataclass(frozen=True)
class Forvaltninger:
    """A kommune's (code) forvaltninger as they map to fagområder. Made by ``map_forvaltninger``, which checks them."""

    kommune: str
    forvaltninger: tuple[Forvaltning, ...]

    def own_radars(self, uses: Mapping[str, Iterable[OwnUse]]) -> tuple[OwnRadar, ...]:
        """What each forvaltning (by its name) says, as one own radar per fagområde at the highest level.

        Raises ``KeyError`` for a forvaltning that is not mapped.
        """
        mapped = {f.name: f.fagomraader for f in self.forvaltninger}
        found: dict[str, list[OwnUse]] = {}
        for name, said in uses.items():
            told = tuple(said)
            for fagomraade in mapped[name]:
                found.setdefault(fagomraade, []).extend(told)
        return tuple(
            OwnRadar(
                self.kommune,
                fagomraade,
                tuple(_joined([use for _, use in same]) for same in _by_technology(("", u) for u in told).values()),
            )
            for fagomraade, told in found.items()
        )


def map_forvaltninger(bundle: Bundle, kommune: str, forvaltninger: Sequence[Forvaltning]) -> Forvaltninger:
    """The forvaltninger of a kommune (code), checked. Raises ``UnclearForvaltninger`` with every fault."""
    faults = [] if kommune in bundle.kommune_by_code else [f"Jeg kender ikke kommunen med koden {quote(kommune)}."]
    seen: dict[str, str] = {}
    for forvaltning in forvaltninger:
        name = quote(forvaltning.name)
        folded = letters(forvaltning.name)
        if not folded:
            faults.append("En forvaltning mangler et navn.")
        elif folded in seen:
            faults.append(f"Forvaltningen {name} står to gange.")
        seen[folded] = forvaltning.name
        if not forvaltning.fagomraader:
            faults.append(f"Forvaltningen {name} hører ikke til noget fagområde. Vælg mindst et.")
        if len(set(forvaltning.fagomraader)) < len(forvaltning.fagomraader):
            faults.append(f"Forvaltningen {name} har det samme fagområde to gange.")
        for fagomraade in forvaltning.fagomraader:
            if fagomraade not in bundle.fagomraade_by_id:
                hint = did_you_mean(nearest(fagomraade, {letters(f.id): f.id for f in bundle.fagomraader}))
                faults.append(f"Forvaltningen {name}: jeg kender ikke fagområdet {quote(fagomraade)}.{hint}")
    if faults:
        raise UnclearForvaltninger(faults)
    return Forvaltninger(kommune, tuple(forvaltninger))


def _by_technology(uses: Iterable[tuple[str, OwnUse]]) -> dict[str, list[tuple[str, OwnUse]]]:
    found: dict[str, list[tuple[str, OwnUse]]] = {}
    for where, use in uses:
        found.setdefault(use.technology, []).append((where, use))
    return found


def _highest(uses: Iterable[OwnUse]) -> Usage:
    return max((use.usage for use in uses), key=lambda usage: usage.level)


def _joined(uses: Sequence[OwnUse]) -> OwnUse:
    usage = _highest(uses)
    reached = [use for use in uses if use.usage is usage]
    values: set[Value | None] = {use.value for use in reached}
    latest = max(reached, key=lambda use: (use.at is not None, use.at.timestamp() if use.at else 0.0))
    return OwnUse(
        technology=latest.technology,
        usage=usage,
        evidence="; ".join(dict.fromkeys(use.evidence for use in reached if use.evidence)),
        value=values.pop() if len(values) == 1 else None,
        by=latest.by,
        at=latest.at,
    )
