"""Several own radars of one kommune as one: the highest level per technology, never a mean.

A kommune is organised in its own forvaltninger, not in KL's fagområder; a ``Forvaltning`` says which it works in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from radar_core.errors import RadarError
from radar_core.model import SAMLET, Bundle
from radar_core.own_use.model import OwnRadar, OwnUse, Value
from radar_core.spelling import did_you_mean, letters, nearest, quote


def across(radars: Sequence[OwnRadar]) -> OwnRadar:
    """A kommune's own radars as its samlet one, at the highest level per technology.

    Evidence is that of every fagområde that reaches the level; the value is kept where they agree on it. Author and
    time are the latest's. Raises ``ValueError`` where there is none or they are not all of one kommune.
    """
    if not radars:
        raise ValueError("no own radars")
    if len({radar.kommune for radar in radars}) > 1:
        raise ValueError("levels are of one kommune")
    found: dict[str, list[OwnUse]] = {}
    for use in (use for radar in radars for use in radar.uses):
        found.setdefault(use.technology, []).append(use)
    return OwnRadar(radars[0].kommune, SAMLET, tuple(map(_joined, found.values())))


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


def map_forvaltninger(bundle: Bundle, kommune: str, forvaltninger: Sequence[Forvaltning]) -> tuple[Forvaltning, ...]:
    """A kommune's (code) forvaltninger, checked. Raises ``UnclearForvaltninger`` with every fault."""
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
    return tuple(forvaltninger)


def _joined(uses: Sequence[OwnUse]) -> OwnUse:
    stage = max((use.stage for use in uses), key=lambda stage: stage.level)
    reached = [use for use in uses if use.stage is stage]
    values: set[Value | None] = {use.value for use in reached}
    latest = max(reached, key=lambda use: (use.at is not None, use.at.timestamp() if use.at else 0.0))
    return OwnUse(
        technology=latest.technology,
        stage=stage,
        evidence="; ".join(dict.fromkeys(use.evidence for use in reached if use.evidence)),
        value=values.pop() if len(values) == 1 else None,
        by=latest.by,
        at=latest.at,
    )
