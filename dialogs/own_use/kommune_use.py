"""What a kommune has said about its own use of technology over all fagområder (egen radar), as frozen data.

It is shared by the kommune's teams and outlives every reflection.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

from dialogs.people import Person
from radar_core.model import SAMLET
from radar_core.own_use.levels import Forvaltning, across
from radar_core.own_use.model import OwnRadar, OwnUse


@dataclass(frozen=True)
class KeptUse:
    """One technology's own use as it is kept: which fagområde, who wrote it, and which revision it is (from 1)."""

    fagomraade: str
    """Id of the fagområde, or ``SAMLET`` where it was said of the whole kommune."""
    use: OwnUse
    by: Person
    revision: int


@dataclass(frozen=True)
class KommuneUse:
    """Everything one kommune has said about its own use, over all fagområder, and how its forvaltninger map to them."""

    kommune: str
    """The kommune's three-digit code."""
    kept: tuple[KeptUse, ...] = ()
    """At most one per fagområde and technology."""
    forvaltninger: tuple[Forvaltning, ...] = ()

    def __post_init__(self) -> None:
        if len(self._by_key) < len(self.kept):
            raise ValueError("a technology stands once per fagområde on a kommune's own use")

    def radar(self, fagomraade: str) -> OwnRadar:
        """The own radar of a fagområde (id), empty where nothing is said of it.

        That of ``SAMLET`` is the highest level per technology over all fagområder and what was said of samlet itself.
        """
        if fagomraade != SAMLET:
            return self._said_of(fagomraade)
        said = [self._said_of(each) for each in dict.fromkeys(kept.fagomraade for kept in self.kept)]
        return across(said) if said else OwnRadar(self.kommune, SAMLET)

    def kept_use(self, fagomraade: str, technology: str) -> KeptUse | None:
        """What was said of a technology (id) on exactly this fagområde (id, or ``SAMLET``); None where nothing was."""
        return self._by_key.get((fagomraade, technology))

    def with_kept(self, new: Sequence[KeptUse]) -> KommuneUse:
        """The same where each of these stands in place of the one its technology had there, else last."""
        merged = dict(self._by_key) | {(kept.fagomraade, kept.use.technology): kept for kept in new}
        return replace(self, kept=tuple(merged.values()))

    @cached_property
    def _by_key(self) -> Mapping[tuple[str, str], KeptUse]:
        return MappingProxyType({(kept.fagomraade, kept.use.technology): kept for kept in self.kept})

    def _said_of(self, fagomraade: str) -> OwnRadar:
        return OwnRadar(self.kommune, fagomraade, tuple(k.use for k in self.kept if k.fagomraade == fagomraade))
