"""What a turn stands on, and the one shape of whatever takes it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.cards.pictured import PictureAddress
from bot.editions.snapshot import Snapshot
from bot.storage.loaded import Change, Stands, Taken
from bot.storage.store import Store
from bot.turns import repeats
from bot.turns.messages import Remembered
from bot.wire import Incoming, Press, Reply
from dialogs.reflection.state import Reflection
from radar_core.model import Bundle


@dataclass(frozen=True)
class Ground:
    """One attempt at a turn: the act, what stands, what is live, and what it is carried out with."""

    incoming: Incoming
    stands: Stands
    snapshot: Snapshot
    now: dt.datetime
    store: Store
    address_of: PictureAddress
    drawn: Callable[[Bundle, str], Awaitable[bool]]
    """Whether the pictures of a fagområde (id) are at hand. It waits for no drawing: that would be the turn's time."""
    new_id: Callable[[], str]
    was: Remembered
    """What is known of a message that is deleted, or there again."""
    only: str | None = None
    """The one kommune (code) that the bot is for; None where several use it."""

    @property
    def live(self) -> Bundle:
        """The bundle that is live."""
        return self.snapshot.live

    @property
    def reflection(self) -> Reflection | None:
        """The reflection as it was loaded."""
        return self.stands.reflection

    @property
    def in_place(self) -> bool:
        """True where the next card is the answer to a press itself."""
        return self.incoming.press is not None and self.incoming.wants_reply

    @property
    def nonce(self) -> str:
        """A mark for one card."""
        return repeats.nonce(self.now, self.new_id())

    def bundle_of(self, reflection: Reflection | None) -> Bundle:
        """The bundle a reflection is pinned to; the live one before its questions, or where the old one is gone."""
        return self.snapshot.pinned(reflection) if reflection else self.live

    @property
    def kommune(self) -> str | None:
        """The kommune (code) of the conversation: the bot's own, else the one that was chosen here before."""
        return self.only or self.stands.kommune

    @property
    def spoken_of(self) -> Bundle:
        """What the names in the act are of; a text after the reflection is closed is of what is live."""
        is_closed = self.reflection is not None and self.reflection.phase.is_closed
        return self.live if is_closed and self.incoming.press is None else self.bundle_of(self.reflection)

    def taken(self, stood: str) -> Taken | None:
        """What is noted of a press beside its answer: a mark of what then stands."""
        return Taken(self.incoming.id, stood) if self.incoming.press is not None else None


def _nothing() -> None:
    pass


@dataclass(frozen=True)
class Acted:
    """What one turn comes to, before it is committed."""

    reflection: Reflection | None
    """What stands after it."""
    reply: Reply
    changes: Sequence[Change] = ()
    """What else it changes."""
    taken: Taken | None = None
    kommune: str | None = None
    """The conversation's (code), where it did not know it."""
    done: Callable[[], None] = _nothing
    """Called once it is committed."""


@dataclass(frozen=True)
class Told:
    """What a press that has been taken before is told; nothing changes."""

    stood: str
    """A mark of what stands."""
    reply: Reply
    holds: bool = False
    """Whether what the press did is so now."""


class Feature(Protocol):
    """One conversation: its commands, and how each is taken."""

    @property
    def commands(self) -> Sequence[type]:
        """Every command that is its own."""
        ...

    async def act(self, ground: Ground, command: Any) -> Acted:
        """One turn."""
        ...

    async def again(self, ground: Ground, command: Any, press: Press) -> Told:
        """The same press once more."""
        ...
