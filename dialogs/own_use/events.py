"""What can happen to a kommune's own use."""

from __future__ import annotations

from dataclasses import dataclass

from dialogs.own_use import commands as c
from dialogs.own_use.kommune_use import KeptUse


@dataclass(frozen=True)
class KommuneWanted:
    """Which kommune it is must be chosen first, perhaps among those of the tenant (codes)."""

    among: tuple[str, ...]


@dataclass(frozen=True)
class FagomraadeWanted:
    """Which fagområde must be chosen first; ``unknown`` named none, ``among`` (ids) are those of a forvaltning."""

    unknown: str | None = None
    among: tuple[str, ...] = ()


@dataclass(frozen=True)
class OwnShown:
    """How far the kommune has come is wanted."""


@dataclass(frozen=True)
class Overtaken:
    """Somebody else said something else of a technology first; what the person said is not saved."""

    kept: KeptUse


@dataclass(frozen=True)
class PageShown:
    """A page to fill in, after ``saved`` technologies were; ``drafts`` are what is to stand in it as typed."""

    page: int
    saved: int | None = None
    drafts: tuple[c.OwnSaid, ...] = ()
    overtaken: tuple[Overtaken, ...] = ()
    without_stage: tuple[str, ...] = ()
    """Technologies (ids) that have words and no level."""
    personal_number: bool = False


@dataclass(frozen=True)
class Compared:
    """The comparison is wanted, after ``saved`` technologies were saved (None where nothing was pressed to save)."""

    saved: int | None = None


@dataclass(frozen=True)
class ImportShown:
    """The card to paste in is wanted, or comes again with what was pasted and every fault."""

    faults: tuple[str, ...] = ()
    draft: str = ""


@dataclass(frozen=True)
class Imported:
    """So many technologies were changed, on these fagområder (ids), and what was left alone, in Danish."""

    changed: int
    fagomraader: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class ForvaltningerShown:
    """The card of forvaltninger is wanted, or comes again with what was written and every fault; or was saved."""

    saved: bool = False
    faults: tuple[str, ...] = ()
    draft: str | None = None


OwnEvent = (
    KommuneWanted | FagomraadeWanted | OwnShown | PageShown | Compared | ImportShown | Imported | ForvaltningerShown
)
