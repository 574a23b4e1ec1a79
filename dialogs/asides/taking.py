"""What people say of files they take along: make one, and where it is. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class MakeFile:
    """Make a file for whoever asks, of what they can see now."""

    fmt: str
    """What its name ends in: »pdf«."""
    fagomraade: str | None = None
    """Id of the fagområde whose radar it is (or ``SAMLET``); None for the protocol of the reflection."""


@dataclass(frozen=True)
class FetchFile:
    """Where the file is that was asked for."""

    file: str
    """Its id."""


@dataclass(frozen=True)
class PlaceFile:
    """Put the file in the person's OneDrive, as they have said yes to."""

    file: str


@dataclass(frozen=True)
class KeepFileOut:
    """Do not, as they have said no."""

    file: str


TakingCommand = MakeFile | FetchFile | PlaceFile | KeepFileOut
