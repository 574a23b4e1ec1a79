"""Everything that can go wrong in the radar.

RadarError
├── DataError            a data file has faults; all of them are in ``faults``
├── UnknownFagomraade    a name that no fagområde answers to
├── UnknownTechnology    a name that no technology answers to
├── UnknownEdition       no edition with that id is at hand
├── NothingToCompare     fewer than two radars to show beside each other
└── DoesNotFit           a picture has no room for what it must show
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class RadarError(Exception):
    """Base of every error of this package. ``str()`` is a Danish sentence that says what to do."""


@dataclass(frozen=True, order=True)
class Fault:
    """One fault in one data file: where (1-based line, 0 for the file as a whole) and what, in Danish."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class DataError(RadarError):
    """A data file is refused. Carries every fault found, in file and line order."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(map(str, self.faults)))


class UnknownFagomraade(RadarError):
    """Asked for a fagområde that does not exist; ``known`` names those that do."""

    def __init__(self, text: str, known: Sequence[str]) -> None:
        self.text, self.known = text, tuple(known)
        super().__init__(f"Jeg kender ikke fagområdet »{text}«. Vælg et af: {', '.join(known)}.")


class UnknownTechnology(RadarError):
    """Asked for a technology that does not exist; ``near`` names the closest ones."""

    def __init__(self, text: str, near: Sequence[str] = ()) -> None:
        self.text, self.near = text, tuple(near)
        hint = f" Mente du {' eller '.join(near)}?" if near else ""
        super().__init__(f"Jeg kender ikke teknologien »{text}«.{hint}")


class UnknownEdition(RadarError):
    """Asked for an edition that is not at hand; ``known`` names those that are."""

    def __init__(self, edition: str, known: Sequence[str]) -> None:
        self.edition, self.known = edition, tuple(known)
        super().__init__(f"Udgaven »{edition}« findes ikke. Vælg en af: {', '.join(known)}.")


class DoesNotFit(RadarError):
    """A picture cannot show everything it must; nothing is ever dropped to make it fit."""


class NothingToCompare(RadarError):
    """An edition has fewer than two of the radars that were to stand beside each other."""

    def __init__(self) -> None:
        super().__init__("Udgaven har ikke to radarer, der kan stå ved siden af hinanden.")
