"""A kommune's own use of technology (egen anvendelse), as frozen data, and where it stands beside KL's placements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property
from types import MappingProxyType

from radar_core.model import Ring, Technology

MAX_EVIDENCE = 500
"""Characters in a few words of evidence."""

NO_TECHNOLOGIES: Mapping[str, Technology] = MappingProxyType({})
"""What names are looked up in where none are at hand."""


class Stage(Enum):
    """Where a kommune stands with a technology, from least to most."""

    BRUGER_IKKE = "bruger-ikke"
    OVERVEJER = "overvejer"
    AFPROEVER = "afproever"
    I_DRIFT = "i-drift"

    @property
    def label(self) -> str:
        """In words: »bruger ikke«, »overvejer«, »afprøver«, »i drift«."""
        return _LABELS[self]

    @property
    def level(self) -> int:
        """0 for bruger ikke to 3 for i drift."""
        return list(Stage).index(self)

    @property
    def ring(self) -> Ring:
        """The ring it is drawn in. That the two scales meet is our reading, not KL's: see ``STAGE_CAPTION``."""
        return list(Ring)[-1 - self.level]


_LABELS = {
    Stage.BRUGER_IKKE: "bruger ikke",
    Stage.OVERVEJER: "overvejer",
    Stage.AFPROEVER: "afprøver",
    Stage.I_DRIFT: "i drift",
}

STAGE_CAPTION = (
    "Sådan er jeres svar tegnet: "
    + ", ".join(f"{stage.label} = {stage.ring.value}" for stage in Stage)
    + ". Det er vores tolkning, ikke KL's."
)
"""Stands on everything that draws own use as rings."""


class Value(Enum):
    """Whether a technology in drift gives the value that was expected: »Giver det den forventede værdi?«"""

    JA = "ja"
    DELVIST = "delvist"
    NEJ = "nej"
    VED_IKKE = "ved-ikke"

    @property
    def label(self) -> str:
        """In words: »ja«, »delvist«, »nej«, »ved ikke«."""
        return self.value.replace("-", " ")


@dataclass(frozen=True)
class OwnUse:
    """Where a kommune stands with one technology (id), and how it knows."""

    technology: str
    stage: Stage
    evidence: str = ""
    """The case behind it in a few words (belæg); blank where there is none."""
    value: Value | None = None
    """Only asked of what is in drift; None where it is not answered."""
    by: str = ""
    """Name of who wrote it; blank where it is not known."""
    at: dt.datetime | None = None
    """When it was written; None where it is not known."""

    def __post_init__(self) -> None:
        if self.value is not None and self.stage is not Stage.I_DRIFT:
            raise ValueError("only a technology in drift has a value")


@dataclass(frozen=True)
class OwnRadar:
    """A kommune's own use on one fagområde (id, or ``SAMLET``): at most one ``OwnUse`` per technology."""

    kommune: str
    """The kommune's three-digit code."""
    fagomraade: str
    uses: tuple[OwnUse, ...] = ()

    def __post_init__(self) -> None:
        if len(self.by_technology) < len(self.uses):
            raise ValueError("a technology stands once on an own radar")

    @cached_property
    def by_technology(self) -> Mapping[str, OwnUse]:
        """Every use by the id of its technology."""
        return MappingProxyType({use.technology: use for use in self.uses})

    def stage(self, technology: str) -> Stage | None:
        """Where the kommune stands with a technology (id), or None where it has not said."""
        use = self.by_technology.get(technology)
        return use.stage if use else None

    def with_use(self, use: OwnUse) -> OwnRadar:
        """The same radar where this use stands in place of the one its technology had, else last."""
        if use.technology not in self.by_technology:
            return replace(self, uses=(*self.uses, use))
        return replace(self, uses=tuple(use if u.technology == use.technology else u for u in self.uses))
