"""Bot Framework activities as they come in, checked and bounded, and turned into our own acts."""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from bot.errors import BotError
from bot.wire import Address, ChatKind, Consent, Incoming, Members, Press, Upload
from dialogs.danish.folding import readable
from dialogs.danish.personal_numbers import without_personal_numbers
from dialogs.people import Person

MAX_TEXT = 20_000
"""Characters of one message that are read; Teams itself sends at most about 28 kB."""


_UNSTORABLE = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\ud800-\\udfff]")


_ENTRA = re.compile(r"[0-9A-Za-z-]{1,64}")


def _storable(text: str) -> str:
    """Refuses what no database and no client can hold: control characters and lone surrogates."""
    if _UNSTORABLE.search(text):
        raise ValueError("control characters")
    return text


Word = Annotated[str, StringConstraints(max_length=200), AfterValidator(_storable)]
Id = Annotated[str, StringConstraints(min_length=1, max_length=400), AfterValidator(_storable)]
Tenant = Annotated[str, StringConstraints(max_length=64), AfterValidator(_storable)]
Name = Annotated[str, StringConstraints(max_length=1_000)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Account(_Part):
    id: Id
    name: Name | None = None
    aadObjectId: Any = None


class _Conversation(_Part):
    id: Id
    conversationType: Word | None = None
    tenantId: Tenant | None = None
    isGroup: bool | None = None


class _Tenant(_Part):
    id: Tenant | None = None


class _Team(_Part):
    id: Annotated[Id | None, BeforeValidator(lambda sent: sent or None)] = None


class _ChannelData(_Part):
    tenant: _Tenant | None = None
    team: _Team | None = None
    eventType: Word | None = None


class Activity(_Part):
    """The parts of an activity that are read; everything else is ignored. Validation raises ``ValidationError``."""

    type: Word
    id: Word | None = None
    name: Word | None = None
    channelId: Annotated[Word, StringConstraints(max_length=32)] | None = None
    serviceUrl: Id | None = None
    sender: _Account | None = Field(default=None, alias="from")
    recipient: _Account | None = None
    conversation: _Conversation | None = None
    timestamp: Any = None
    text: str | None = None
    value: Any = None
    replyToId: Annotated[Id | None, BeforeValidator(lambda sent: sent or None)] = None
    """The message whose card was pressed; an empty one is none."""
    action: Word | None = None
    membersAdded: Annotated[list[_Account], Field(max_length=500)] | None = None
    membersRemoved: Annotated[list[_Account], Field(max_length=500)] | None = None
    channelData: _ChannelData | None = None

    @property
    def tenant(self) -> str | None:
        """The tenant it comes from, wherever the channel put it; an id in other capitals is the same tenant."""
        named = self.conversation.tenantId if self.conversation else None
        if not named and self.channelData and self.channelData.tenant:
            named = self.channelData.tenant.id
        return named.lower() if named else None

    @property
    def is_card_press(self) -> bool:
        """True for a press that wants its next card as the answer."""
        return self.type == "invoke" and self.name == "adaptiveCard/action"

    @property
    def is_consent(self) -> bool:
        """True for an answer to whether a file is to be put in the person's OneDrive."""
        return self.type == "invoke" and self.name == "fileConsent/invoke"

    @property
    def is_edit(self) -> bool:
        """True where a message that was said before now says something else."""
        event = self.channelData.eventType if self.channelData else None
        return self.type == "messageUpdate" and event in (None, "editMessage", "undeleteMessage")

    @property
    def is_undeletion(self) -> bool:
        """True where what it says was deleted, and is no longer."""
        return self.is_edit and self.channelData is not None and self.channelData.eventType == "undeleteMessage"

    @property
    def is_deletion(self) -> bool:
        """True where a message that was said before has been deleted by whoever it is from."""
        event = self.channelData.eventType if self.channelData else None
        return self.type == "messageDelete" and event in (None, "softDeleteMessage") and self.id is not None

    @property
    def adds_bot(self) -> bool:
        """True where the bot itself has just come into the conversation."""
        if self.type == "installationUpdate":
            return self.action in ("add", "add-upgrade")
        added = self.membersAdded or []
        return (
            self.type == "conversationUpdate"
            and self.recipient is not None
            and any(member.id == self.recipient.id for member in added)
        )

    @property
    def members(self) -> Members | None:
        """Who has left or come where several share the conversation; None where nobody has but the bot itself."""
        if self.type != "conversationUpdate" or self.conversation is None or not _kind(self.conversation).is_group:
            return None
        bot = self.recipient.id if self.recipient else None
        left, came = (
            frozenset(member.id[:200] for member in some or () if member.id != bot)
            for some in (self.membersRemoved, self.membersAdded)
        )
        return Members(left - came, came) if left or came else None


Place = Annotated[str, StringConstraints(min_length=1, max_length=4_000), AfterValidator(_storable)]


class _Context(_Part):
    file: Annotated[Word, StringConstraints(min_length=1, max_length=32)]


class _UploadInfo(_Part):
    contentUrl: Place
    uploadUrl: Place
    name: Word
    uniqueId: Word
    fileType: Word


class _FileConsent(_Part):
    """``value`` of ``fileConsent/invoke``, as learn.microsoft.com documents it (»Send and receive files«)."""

    action: Literal["accept", "decline"]
    context: _Context
    uploadInfo: _UploadInfo | None = None


class NotOurs(BotError, ValueError):
    """An activity that lacks what every turn needs, or a press no card of ours makes."""


def incoming_of(activity: Activity) -> Incoming | None:
    """Our own act, or None for the many sorts of activity that ask nothing of us. Raises ``NotOurs``."""
    said = activity.type == "message" or activity.is_edit or activity.is_deletion
    asks = said or activity.is_card_press or activity.is_consent or activity.adds_bot
    members = activity.members
    if not asks and members is None:
        return None
    if activity.sender is None or activity.conversation is None or not activity.serviceUrl:
        raise NotOurs("from, conversation or serviceUrl is missing")
    press = _press(activity)
    written = press is None and said
    return Incoming(
        id=_id(activity),
        address=_address(activity, activity.conversation),
        by=Person(activity.sender.id[:200], _name(activity.sender) or "Deltager"),
        text=_text(activity) if written else "",
        press=press,
        wants_reply=activity.is_card_press,
        joined=activity.adds_bot,
        message=activity.id if written else None,
        edited=activity.is_edit,
        restored=activity.is_undeletion,
        deleted=activity.is_deletion,
        consent=_consent(activity) if activity.is_consent else None,
        entra=_entra(activity.sender),
        members=members,
    )


def _id(activity: Activity) -> str:
    """What tells one act from another. An edit comes under its message's id, once for each time it is edited.

    So does a deletion, and an undeletion.
    """
    if activity.id is None or not (activity.is_edit or activity.is_deletion):
        return activity.id or str(uuid.uuid4())
    said = json.dumps([activity.type, activity.id, str(activity.timestamp), activity.text])
    return f"edit {hashlib.sha256(said.encode()).hexdigest()}"


def _text(activity: Activity) -> str:
    """What was written, without the mention of the bot itself: that is the address, not the letter."""
    said = (activity.text or "")[:MAX_TEXT]
    return said.replace(f"<at>{activity.recipient.name}</at>", " ") if activity.recipient else said


def _address(activity: Activity, conversation: _Conversation) -> Address:
    kind = _kind(conversation)
    team = activity.channelData.team if activity.channelData and kind is ChatKind.CHANNEL else None
    return Address(
        tenant=activity.tenant or "",
        conversation=conversation.id,
        kind=kind,
        service_url=activity.serviceUrl or "",
        bot_id=activity.recipient.id[:200] if activity.recipient else "",
        bot_name=_name(activity.recipient) if activity.recipient else "",
        channel=activity.channelId or "msteams",
        team=team.id if team else None,
    )


def _name(account: _Account) -> str:
    """What somebody is called; a personal number is nobody's name."""
    return without_personal_numbers(readable(account.name or ""), "…")[:200].strip()


def _entra(account: _Account) -> str | None:
    """Their Entra id; None where it is no id, since nothing but finding them again depends on it."""
    given = account.aadObjectId
    return given if isinstance(given, str) and _ENTRA.fullmatch(given) else None


def _kind(conversation: _Conversation) -> ChatKind:
    try:
        return ChatKind(conversation.conversationType)
    except ValueError:
        return ChatKind.GROUP if conversation.isGroup else ChatKind.PERSONAL


def _consent(activity: Activity) -> Consent:
    try:
        said = _FileConsent.model_validate(activity.value)
    except ValidationError:
        raise NotOurs("no answer about a file of ours") from None
    upload, info = None, said.uploadInfo
    if said.action == "accept":
        if info is None:
            raise NotOurs("a yes without a place")
        upload = Upload(info.uploadUrl, info.contentUrl, info.name, info.uniqueId, info.fileType)
    return Consent(said.context.file, upload, activity.replyToId)


def _press(activity: Activity) -> Press | None:
    if activity.is_card_press:
        action = activity.value.get("action") if isinstance(activity.value, dict) else None
        if not isinstance(action, dict):
            raise NotOurs("a card press without an action")
        data = action.get("data")
        verb = action.get("verb")
    elif activity.type == "message" and isinstance(activity.value, dict) and activity.value and not activity.text:
        data, verb = activity.value, activity.value.get("verb")
    else:
        return None
    if not isinstance(verb, str) or not isinstance(data, dict | None):
        raise NotOurs("a press without a verb")
    return Press(verb[:40], data or {}, activity.replyToId)
