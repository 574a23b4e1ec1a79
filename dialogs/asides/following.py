"""A conversation follows the radars of some fagområder: (followed, command) -> (followed, what happened). Pure.

A fagområde is an id, or ``SAMLET``. Whoever is in the conversation follows together; nobody's name is kept.
"""

from __future__ import annotations

from dataclasses import dataclass

from dialogs.danish.personal_numbers import without_personal_numbers
from radar_core.model import SAMLET, Bundle


@dataclass(frozen=True)
class Follow:
    """Be told what changes on a radar; None asks which. ``unknown`` is text that named no fagområde we know."""

    fagomraade: str | None = None
    unknown: str | None = None
    technology: str | None = None
    """The technology (id) that was to be followed: that is a radar only."""


@dataclass(frozen=True)
class Unfollow:
    """Be told no more of a radar; None is all of them. ``unknown`` is text that named no fagområde we know."""

    fagomraade: str | None = None
    unknown: str | None = None


@dataclass(frozen=True)
class ShowFollowed:
    """Which radars the conversation follows."""


@dataclass(frozen=True)
class ShowFollowedRadar:
    """The radar that was told of, as it is now: whatever edition an open reflection keeps to."""

    fagomraade: str


FollowCommand = Follow | Unfollow | ShowFollowed | ShowFollowedRadar


@dataclass(frozen=True)
class FollowWanted:
    """Which fagområde to follow must be chosen first; ``unknown`` named none, and ``technology`` (id) is none."""

    unknown: str | None = None
    technology: str | None = None


@dataclass(frozen=True)
class FollowsShown:
    """What is followed is wanted; ``unknown`` named nothing of it."""

    unknown: str | None = None


@dataclass(frozen=True)
class Followed:
    """A fagområde is followed; ``already`` where it was before."""

    fagomraade: str
    already: bool


@dataclass(frozen=True)
class Unfollowed:
    """These are followed no more; empty where nothing was."""

    fagomraader: tuple[str, ...]


@dataclass(frozen=True)
class NotFollowed:
    """A fagområde that was not followed cannot be let go of."""

    fagomraade: str


@dataclass(frozen=True)
class FollowedRadarShown:
    """The radar of a fagområde is wanted."""

    fagomraade: str


FollowEvent = FollowWanted | FollowsShown | Followed | Unfollowed | NotFollowed | FollowedRadarShown


@dataclass(frozen=True)
class FollowStep:
    """What is followed after a command, in the order of their ids, and what happened."""

    followed: tuple[str, ...]
    event: FollowEvent


def apply_following(bundle: Bundle, followed: tuple[str, ...], command: FollowCommand) -> FollowStep:
    """The next state and what happened; ``bundle`` is the live one. Raises nothing."""
    match command:
        case Follow(unknown=str(unknown)):
            return FollowStep(followed, FollowWanted(without_personal_numbers(unknown, "…")))
        case Follow(technology=str(technology)):
            return FollowStep(followed, FollowWanted(technology=technology))
        case Follow(None):
            return FollowStep(followed, FollowWanted())
        case Follow(str(fagomraade)):
            if not _is_known(bundle, fagomraade):
                return FollowStep(followed, FollowWanted(fagomraade))
            after = tuple(sorted({*followed, fagomraade}))
            return FollowStep(after, Followed(fagomraade, already=fagomraade in followed))
        case Unfollow(unknown=str(unknown)):
            return FollowStep(followed, FollowsShown(without_personal_numbers(unknown, "…")))
        case Unfollow(None):
            return FollowStep((), Unfollowed(followed))
        case Unfollow(str(fagomraade)):
            if fagomraade not in followed:
                return FollowStep(followed, NotFollowed(fagomraade))
            return FollowStep(tuple(each for each in followed if each != fagomraade), Unfollowed((fagomraade,)))
        case ShowFollowedRadar(fagomraade):
            # The edition may have lost it since the card was sent.
            shown = FollowedRadarShown(fagomraade) if _is_known(bundle, fagomraade) else FollowsShown(fagomraade)
            return FollowStep(followed, shown)
        case _:
            return FollowStep(followed, FollowsShown())


def _is_known(bundle: Bundle, fagomraade: str) -> bool:
    return fagomraade == SAMLET or fagomraade in bundle.fagomraade_by_id
