"""What the store hands out and takes back: a conversation as it stands, how a commit went, and what else is open."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from enum import Enum, auto
from typing import ClassVar, Protocol

import sqlalchemy as sa

from bot.wire import Address, Reply
from dialogs.reflection.state import Phase, Reflection


@dataclass(frozen=True)
class Known:
    """A reflection exactly as it is loaded in one version."""

    reflection: Reflection
    version: int
    latest: dt.datetime | None
    """When the latest revision of any answer in it was given, the latest there ever was: what is given after that is
    loaded last. None where that does not tell the order."""
    entra: frozenset[str] = frozenset()
    """People (ids) in it whose Entra id is known to be noted (``bot.storage.people.KnownAs``); not all of them."""


@dataclass(frozen=True)
class Departed:
    """Who has left a conversation: marks, by which somebody (id) can be told from others and not be found."""

    marks: tuple[tuple[str, str, frozenset[str]], ...] = ()
    """(tenant, conversation or channel or team, marks there)."""

    def has(self, person: str) -> bool:
        """Whether a person is one of them."""
        return any(mark(tenant, where, person) in marks for tenant, where, marks in self.marks)


def mark(tenant: str, where: str, person: str) -> str:
    """What is kept of somebody (id) who has left a conversation, or a team."""
    return hashlib.sha256(f"left {tenant}/{where}/{person}".encode(errors="replace")).hexdigest()[:16]


@dataclass(frozen=True)
class Stands:
    """A conversation as it was loaded; what a commit compares with."""

    address: Address
    known: bool
    """False at the very first turn of a conversation."""
    welcomed_at: dt.datetime | None
    kommune: str | None
    reflection: Reflection | None
    version: int
    """Version of the reflection, 0 where there is none."""
    card: str | None
    """Message id of the reflection's live card, where one has been delivered."""
    status: str | None
    """Message id of its live status message, likewise."""
    answered: Reply | None
    """What this same activity was answered before, where it is a repeat."""
    came_as: str | None = None
    """The activity id that a press first came under, where it is a repeat."""
    stood: str | None = None
    """A mark of what stood once it had been taken (``bot.turns.repeats``); None where that is not known."""
    forgot_at: dt.datetime | None = None
    """When the presses of an anonymous reflection in this conversation were forgotten last."""
    newest: str | None = None
    """Id of the conversation's newest reflection; ``reflection`` is another where an older one is turned to."""
    previous: Reflection | None = None
    """The one that the reflection names as the one before it."""
    due: dt.datetime | None = None
    """When the reflection is to be heard from next, as noted."""
    has_own: bool = False
    """Whether the reflection's kommune has said anything of its own use."""
    latest: dt.datetime | None = None
    """As ``Known.latest``."""
    entra: frozenset[str] = frozenset()
    """As ``Known.entra``."""
    departed: Departed = Departed()
    """Who has left it."""
    is_expected: bool = False
    """True where it was not read: only a commit tells whether it stands so (``bot.storage.expected``)."""


@dataclass(frozen=True)
class Taken:
    """What is noted of an act beside its answer: its activity id, and a mark of what stands once it is taken.

    Of a message, what was written in it or went with it (``bot.turns.messages``).
    """

    came_as: str
    stood: str


@dataclass(frozen=True)
class Turn:
    """One turn as it is written: whose conversation, what stood and then stands, when, and by which act."""

    address: Address
    before: Reflection | None
    reflection: Reflection | None
    at: dt.datetime
    activity: str


class Change(Protocol):
    """What a turn changes beside the reflection, in the turn's own transaction.

    Both methods raise ``LostRace`` where it no longer stands as it was loaded.
    """

    scrubs: ClassVar[bool]
    """True where words of people's go: they are scrubbed out of the files too."""
    apart: ClassVar[bool]
    """True where what is said of it is of no reflection."""
    moves: ClassVar[bool]
    """True where the conversation may be loaded as another than before, its reflection aside."""

    def begin(self, connection: sa.Connection) -> None:
        """Takes what must be taken before anything else is written."""
        ...

    def write(self, connection: sa.Connection, turn: Turn) -> None:
        """Writes it, once the reflection is written."""
        ...


class Beside:
    """A change that takes nothing beforehand, and of which nothing is scrubbed."""

    scrubs: ClassVar[bool] = False
    apart: ClassVar[bool] = False
    moves: ClassVar[bool] = True

    def begin(self, connection: sa.Connection) -> None:
        """Nothing."""


class Committed(Enum):
    """How a commit went."""

    DONE = auto()
    CONFLICT = auto()
    """Somebody else was first: load and apply again."""


@dataclass(frozen=True)
class Elsewhere:
    """An open reflection of another thread in the same channel."""

    conversation: str
    reflection_id: str
    kommune: str | None
    fagomraade: str | None
    phase: Phase
    current: int
    started_at: dt.datetime


@dataclass(frozen=True)
class Due:
    """A reflection that is to be heard from without anybody saying anything, and since when."""

    address: Address
    reflection: str
    at: dt.datetime
