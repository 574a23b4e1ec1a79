"""What is kept about one person, and what they can say of it: (what is kept, command) -> what happens. Pure.

Nothing is erased by words: they bring the list, and only a press on that list, as it still stands, erases.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, replace
from enum import Enum

FORMER = "tidligere deltager"
"""Who wrote what must stand, once its author is erased."""

REASON_ERASED = "Begrundelsen er slettet."
"""What stands for the words of somebody who is erased, where the group's decision stands."""


@dataclass(frozen=True)
class ShowMine:
    """Bring the list of all that is kept about whoever asks."""


@dataclass(frozen=True)
class NearlyMine:
    """Words that are near the ones that bring the list: they are asked about, and are nothing else."""


@dataclass(frozen=True)
class EraseMine:
    """Erase what the list showed. ``seen`` is the mark of that list."""

    seen: str


@dataclass(frozen=True)
class KeepMine:
    """Close the list; everything stays."""


ErasingCommand = ShowMine | NearlyMine | EraseMine | KeepMine


class EraseBy(Enum):
    """Who erases when somebody wishes it; the value is that of ``TR_ERASE_BY``."""

    SELF = "self"
    DPO = "dpo"


class Fate(Enum):
    """What erasing does to a person's part of a reflection."""

    WHOLE = "whole"
    """Nobody else has anything in it: it goes with all that is in it."""
    PART = "part"
    """Theirs goes, and it goes on without them."""
    ANSWERS_STAY = "answers stay"
    """Anonymous and opened: leaving would show who left."""


@dataclass(frozen=True)
class MyPart:
    """One person's part of one reflection, in counts."""

    tenant: str
    conversation: str
    reflection: str
    fagomraade: str | None
    kommune: str | None
    started_at: dt.datetime
    fate: Fate
    answers: int = 0
    """Questions answered, revisions not counted."""
    conclusions: int = 0
    """Questions whose conclusion they wrote a revision of."""
    steps: int = 0
    evaluations: int = 0
    dismissals: int = 0
    leads: bool = False
    """True where they started it or facilitate it."""
    joined: bool = False
    """True where their name stands among those who are in it."""

    @property
    def counts(self) -> tuple[int, ...]:
        """How much of each sort: answers, conclusions, next steps, evaluations and dismissals."""
        return self.answers, self.conclusions, self.steps, self.evaluations, self.dismissals

    @property
    def can_go(self) -> bool:
        """True where erasing changes something."""
        return self.fate is not Fate.ANSWERS_STAY or self.leads or self.joined


@dataclass(frozen=True)
class MyChat:
    """A personal chat and what is remembered for it: the kommune (code) and the fagområder (ids) it follows."""

    tenant: str
    conversation: str
    kommune: str | None
    follows: tuple[str, ...]


@dataclass(frozen=True)
class Mine:
    """All that is kept about one person in a tenant."""

    parts: tuple[MyPart, ...] = ()
    """Newest first."""
    own: int = 0
    """Technologies of the kommune's own radar that they wrote of last."""
    chats: tuple[MyChat, ...] = ()
    files: int = 0
    """Files that they have asked for and that are still there."""

    @property
    def is_nothing(self) -> bool:
        """True where nothing is kept."""
        return not (self.parts or self.own or self.chats or self.files)

    @property
    def can_go(self) -> bool:
        """True where erasing changes something."""
        return bool(self.own or self.chats or self.files or any(part.can_go for part in self.parts))

    @property
    def stays(self) -> tuple[MyPart, ...]:
        """The parts whose answers stay."""
        return tuple(part for part in self.parts if part.fate is Fate.ANSWERS_STAY)

    @property
    def left(self) -> Mine:
        """What is still kept once it is erased."""
        return Mine(tuple(replace(part, leads=False, joined=False) for part in self.stays))

    @property
    def mark(self) -> str:
        """What tells one list, as a person reads it, from another; but for files, which come and go by themselves."""
        parts = [(part.fagomraade, part.started_at.date(), part.fate, part.leads, *part.counts) for part in self.parts]
        chats = [(chat.kommune, chat.follows) for chat in self.chats]
        return hashlib.sha256(repr((parts, self.own, chats)).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class MineShown:
    """The list is wanted; ``changed`` where it is another than the one that was pressed."""

    changed: bool = False


@dataclass(frozen=True)
class Erased:
    """Everything on the list that can go is gone once the turn has committed."""


@dataclass(frozen=True)
class NothingErased:
    """Nothing was erased."""


@dataclass(frozen=True)
class NearlyAsked:
    """Perhaps the list was meant."""


ErasingEvent = MineShown | Erased | NothingErased | NearlyAsked


def apply_erasing(mine: Mine, command: ErasingCommand, by: EraseBy) -> ErasingEvent:
    """What happens; only ``Erased`` changes anything. Raises nothing."""
    match command:
        case EraseMine(seen) if by is EraseBy.SELF and mine.can_go:
            return Erased() if seen == mine.mark else MineShown(changed=True)
        case KeepMine():
            return NothingErased()
        case NearlyMine():
            return NearlyAsked()
        case _:
            return MineShown()
