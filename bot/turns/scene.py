"""What a reply is made from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from bot.cards.elements import Card
from bot.cards.pictured import PictureAddress
from bot.cards.reflection.status import GroupStatus, status_card, status_of
from bot.storage.loaded import Elsewhere
from bot.wire import Incoming
from dialogs.reflection.events import Event
from dialogs.reflection.state import Reflection
from radar_core.model import Bundle
from radar_core.own_use.model import OwnRadar


@dataclass(frozen=True)
class Scene:
    """The act, what stands after it, and what happened."""

    incoming: Incoming
    before: Reflection | None
    reflection: Reflection | None
    events: tuple[Event, ...]
    bundle: Bundle
    """The bundle of the reflection, or the live one where there is none."""
    live: Bundle
    """The bundle that holds for whatever is asked from now on."""
    newest_card: str | None
    """Message id of the live card of the reflection as it was before, where one has been delivered."""
    address_of: PictureAddress
    today: dt.date
    previous: Reflection | None = None
    """The finished reflection of the same fagområde before this one."""
    elsewhere: tuple[Elsewhere, ...] = ()
    """Open reflections in other threads of the channel, where there is none in this."""
    own: OwnRadar | None = None
    """The kommune's own radar of the same fagområde, where a question that it helps with or the result is shown."""
    keeps: bool = False
    """True where the person wrote something that was to be kept: an answer, a conclusion, a next step."""
    others: tuple[Bundle, ...] = ()
    """The bundles that anybody may see; what has moved is told by them."""
    newest_status: str | None = None
    """Message id of the status message of the reflection as it was before, where one has been delivered."""
    drawn: bool = True
    """False where the pictures of the radar are not at hand: then its words are shown until they are."""
    framed: bool = True
    """The same of the picture that has what a result suggests in a frame."""

    @property
    def asked(self) -> Bundle:
        """What is asked is answered from: an open reflection's edition; once it is closed, the live one."""
        is_open = self.reflection is not None and not self.reflection.phase.is_closed
        return self.bundle if is_open else self.live

    @property
    def in_place(self) -> bool:
        """True where the next card is the answer to a press itself."""
        return self.incoming.press is not None and self.incoming.wants_reply

    @property
    def started(self) -> bool:
        """True where the reflection began in this turn."""
        return self.reflection is not None and (self.before is None or self.before.id != self.reflection.id)

    @property
    def live_card(self) -> str | None:
        """Message id of the reflection's live card; that of the one before it stays in the chat as it is."""
        return None if self.started else self.newest_card

    @property
    def status_message(self) -> str | None:
        """Message id of the message that says who has answered, where the reflection has one."""
        return None if self.started else self.newest_status

    @cached_property
    def statuses(self) -> tuple[GroupStatus | None, GroupStatus | None]:
        """What the status message says before the turn and after it; None where there is no reflection of a group."""
        before, after = (status_of(each) if each and each.group else None for each in (self.before, self.reflection))
        return before, after

    @cached_property
    def status_now(self) -> Card | None:
        """The status message as it is after the turn; likewise."""
        return status_card(self.statuses[1]) if self.statuses[1] else None

    @property
    def on_status(self) -> bool:
        """True where that is what was pressed."""
        press = self.incoming.press
        return press is not None and press.card_id is not None and press.card_id == self.status_message

    @property
    def pressed_card(self) -> str | None:
        """Message id of a card that was pressed and is not the live one."""
        press = self.incoming.press
        return press.card_id if press is not None and press.card_id != self.live_card else None
