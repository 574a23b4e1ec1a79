"""What a person can say or press about a kommune's own use (egen radar).

Each may name the kommune (code) and the fagområde (id, or ``SAMLET``); None where it did not.
"""

from __future__ import annotations

from dataclasses import dataclass

from radar_core.own_use.model import Stage, Value


@dataclass(frozen=True)
class ShowOwn:
    """How far the kommune has come with its own radar. ``unknown`` is text that named no fagområde we know."""

    kommune: str | None = None
    fagomraade: str | None = None
    unknown: str | None = None


@dataclass(frozen=True)
class FillOwn:
    """Bring a page (from 1) to fill in; None for the first with something unanswered."""

    kommune: str | None = None
    fagomraade: str | None = None
    page: int | None = None


@dataclass(frozen=True)
class OwnSaid:
    """One technology (id) as it stood on the card when it was pressed, and what had been there before."""

    technology: str
    stage: Stage | None
    value: Value | None = None
    evidence: str = ""
    seen: str = ""
    """``seen_as`` of what the card showed; blank where nothing was said of it yet."""


@dataclass(frozen=True)
class SaveOwn:
    """A page as filled in, and the page to go on to; None to compare."""

    kommune: str | None
    fagomraade: str | None
    page: int
    said: tuple[OwnSaid, ...]
    then: int | None


@dataclass(frozen=True)
class CompareOwn:
    """The comparison with the national radar, for everybody."""

    kommune: str | None = None
    fagomraade: str | None = None


@dataclass(frozen=True)
class OpenOwnImport:
    """Bring the card to paste a spreadsheet in."""

    kommune: str | None = None
    fagomraade: str | None = None


@dataclass(frozen=True)
class ImportOwn:
    """Cells as pasted from a spreadsheet; of one forvaltning where it is named, else of the fagområde."""

    kommune: str | None
    fagomraade: str | None
    text: str
    forvaltning: str | None = None


@dataclass(frozen=True)
class OpenForvaltninger:
    """Bring the card to say which forvaltninger do the work of which fagområder."""

    kommune: str | None = None
    fagomraade: str | None = None


@dataclass(frozen=True)
class SaveForvaltninger:
    """A line for each: ``Forvaltning: fagområde, fagområde``. No lines take them all away."""

    kommune: str | None
    fagomraade: str | None
    text: str


OwnCommand = (
    ShowOwn | FillOwn | SaveOwn | CompareOwn | OpenOwnImport | ImportOwn | OpenForvaltninger | SaveForvaltninger
)
