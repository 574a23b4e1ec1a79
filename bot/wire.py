"""What crosses the edge, free of any SDK: one incoming act, the outgoing messages, and the port every channel fits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Any, Protocol

from bot.cards.elements import Card
from bot.encoding import Encoded, encoded
from dialogs.people import Person


class ChatKind(Enum):
    """What sort of conversation it is; the value is the Bot Framework's own word."""

    PERSONAL = "personal"
    GROUP = "groupChat"
    CHANNEL = "channel"

    @property
    def is_group(self) -> bool:
        """True where several people share the conversation."""
        return self is not ChatKind.PERSONAL


@dataclass(frozen=True)
class Address:
    """Where a conversation is and how to reach it. ``tenant`` and ``conversation`` are its key in the database."""

    tenant: str
    conversation: str
    kind: ChatKind
    service_url: str
    bot_id: str
    bot_name: str
    channel: str = "msteams"
    team: str | None = None
    """Id of the team that a channel is in, where it is known."""


@dataclass(frozen=True)
class Press:
    """A press on a card: the verb, what the card carried, and what was typed or chosen in it."""

    verb: str
    data: Mapping[str, Any]
    card_id: str | None = None
    """The channel's id of the message the card stands in."""


@dataclass(frozen=True)
class Upload:
    """Where Teams has made room for a file in somebody's own OneDrive. Whoever has ``url`` can write there."""

    url: str = field(repr=False)
    content_url: str = field(repr=False)
    """Where the file is once it is written."""
    name: str
    unique_id: str
    file_type: str


@dataclass(frozen=True)
class Consent:
    """What somebody said to having a file (id) put in their OneDrive: ``upload`` is where, None where they said no."""

    file: str
    upload: Upload | None
    card_id: str | None = None
    """The channel's id of the message that asked."""


@dataclass(frozen=True)
class Members:
    """Who has left a conversation that several share, and who has come into it, by their ids. The bot is neither."""

    left: frozenset[str] = frozenset()
    came: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Incoming:
    """One act of one person: a text, a press, bringing the bot into the conversation, or somebody in or out of it."""

    id: str
    address: Address
    by: Person
    text: str = ""
    press: Press | None = None
    joined: bool = False
    """True where the bot has just come into the conversation."""
    wants_reply: bool = False
    """True where the channel wants the next card as the answer itself (an invoke)."""
    message: str | None = None
    """The channel's id of the message a text stood in."""
    edited: bool = False
    """True where that message was said before, and now says this."""
    restored: bool = False
    """True where it was deleted in between; then it is edited too."""
    deleted: bool = False
    """True where that message has been deleted; nothing is said then."""
    alarm: str | None = None
    """Id of the reflection whose time has come; nobody acts then."""
    consent: Consent | None = None
    """An answer to whether a file is to be put in the person's OneDrive."""
    entra: str | None = None
    """The Entra id of whoever acts, where the channel gives it."""
    members: Members | None = None
    """Who is no longer in the conversation, or is now; then nobody says anything."""


class Kind(Enum):
    """What an outgoing message does."""

    SEND = "send"
    UPDATE = "update"


@dataclass(frozen=True)
class OwnPicture:
    """A page of a kommune's own use beside the radar of a bundle (hash). It has no address: it is drawn when sent."""

    kommune: str
    fagomraade: str
    bundle: str
    page: int = 1


@dataclass(frozen=True)
class TeamPicture:
    """A page of how a team has rated itself in some of the conversation's reflections (ids). It has no address: it is
    drawn when sent, from what is kept then."""

    reflections: tuple[str, ...]
    page: int = 1


@dataclass(frozen=True)
class LaterPicture:
    """What a card becomes once its pictures in a bundle (hash) are drawn: one update."""

    bundle: str
    fagomraade: str
    """What they are of: a fagområde's id, or another slug of ``bot.pictures.shown``."""
    card: Card
    """The card with the pictures."""
    without: Card
    """The card where they cannot be drawn; nothing comes after it."""


@dataclass(frozen=True)
class LaterFile:
    """A file (id) that the message becomes the way to once it is made, or says that it was not."""

    file: str


@dataclass(frozen=True)
class FileConsent:
    """The question whether a file (id) of so many bytes is to be put in the person's OneDrive."""

    file: str
    name: str
    size: int


@dataclass(frozen=True)
class PlacedFile:
    """A file that is in the person's OneDrive."""

    name: str
    content_url: str
    unique_id: str
    file_type: str


@dataclass(frozen=True)
class Outgoing:
    """One message to send, or one card to update. ``screen`` marks the reflection's own card, of which one is live."""

    kind: Kind
    card: Card | None = None
    text: str | None = None
    screen: bool = False
    target: str | None = None
    """Message id to update; None with UPDATE means the live card, whichever it is when sent."""
    unprompted: bool = False
    """True where nobody asked for it just now: a reminder, a warning that a reflection expires."""
    picture: OwnPicture | TeamPicture | None = None
    """A picture to draw when it is sent; ``text`` says the same, and goes where it cannot be drawn in time."""
    image: bytes | None = None
    """That picture as a PNG, once it is drawn; it is never stored."""
    attached: FileConsent | PlacedFile | None = None
    """What Teams alone shows, in place of card and text; it is never stored."""
    later: LaterPicture | LaterFile | None = None
    """What the message is updated to once it has been delivered and drawn or made; where it has nothing to send before
    that, ``target`` is a card that stands in the chat already."""
    status: bool = False
    """True where it is the reflection's status message, of which one is live. An update of it replaces one that has
    not been sent, waits a while for the next, and is a new message where that is gone."""
    made: Callable[[], Card] | None = field(default=None, compare=False, repr=False)
    """Makes the card of an update of the status message, where none waits to be sent: what is sent is what stands
    then, so that one which waits need not be written anew."""
    mentions: tuple[Person, ...] = ()
    """Who is named before ``text``, each so that the channel tells them of it."""
    line: int | None = None
    """The question whose lines in the chat say this from now on, all but ``target``: known once it is committed which
    messages they are. Never stored; each of them is an update of its own."""


@dataclass(frozen=True)
class Reply:
    """What a turn answers: a card for the one who pressed (only they see it), and messages for everybody."""

    card: Card | None = None
    outgoing: tuple[Outgoing, ...] = field(default=())

    @cached_property
    def encoded_card(self) -> Encoded | None:
        """The card as JSON, made once for all who send or keep it; None where there is none."""
        return None if self.card is None else Encoded(encoded(self.card))


class Channel(Protocol):
    """The port to a chat service."""

    async def deliver(self, address: Address, message: Outgoing) -> str | None:
        """Send or update one message; returns its id where the service gives one. Raises ``DeliveryError``."""
        ...

    async def close(self) -> None:
        """Let go of all connections."""
        ...
