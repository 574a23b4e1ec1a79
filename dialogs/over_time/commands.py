"""What people say of their reflections over time, and what comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dialogs.reflection.state import Reflection

Reflections = tuple[Reflection, ...]
"""Some of a conversation's, the oldest first."""


@dataclass(frozen=True)
class ShowOverTime:
    """How it has gone on a fagområde (id); None is the one at hand. ``unknown`` is text that named none we know."""

    fagomraade: str | None = None
    unknown: str | None = None


@dataclass(frozen=True)
class PickOverTime:
    """Choose which reflections of a fagområde are the team's own."""

    fagomraade: str


@dataclass(frozen=True)
class TellOverTime:
    """These reflections (ids) of a fagområde are the team's own: show everybody how it has gone."""

    fagomraade: str
    reflections: Sequence[str]


OverTimeCommand = ShowOverTime | PickOverTime | TellOverTime


@dataclass(frozen=True)
class OverTimeWanted:
    """Which fagområde must be chosen among those (ids) that have been reflected on more than once."""

    among: tuple[str, ...]
    unknown: str | None = None


@dataclass(frozen=True)
class TooFew:
    """There is one reflection of a fagområde (id or None) or none; of those in ``among`` there are more."""

    fagomraade: str | None
    found: Reflections
    among: tuple[str, ...]


@dataclass(frozen=True)
class Confirming:
    """Whether these reflections are all the team's own, so that they can be shown beside each other."""

    fagomraade: str
    found: Reflections


@dataclass(frozen=True)
class Picking:
    """Which of these are; ``too_few`` where fewer than two were ticked."""

    fagomraade: str
    found: Reflections
    too_few: bool = False


@dataclass(frozen=True)
class OverTimeTold:
    """These are: how it has gone is shown. ``more`` where the conversation has others of the fagområde."""

    fagomraade: str
    chosen: Reflections
    more: bool = False


OverTimeEvent = OverTimeWanted | TooFew | Confirming | Picking | OverTimeTold
