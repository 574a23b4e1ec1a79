"""Conversations as everybody in them sees them, and the activities that come out of them."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Literal

from tests.fakes.teams_cards import Json, card_of

TENANT = "11111111-1111-1111-1111-111111111111"
BOT = {"id": "28:22222222-2222-2222-2222-222222222222", "name": "Teknologiradar"}

Kind = Literal["personal", "groupChat", "channel"]


@dataclass
class Message:
    """A message of the bot's; ``versions`` are the activities it has been, the newest last."""

    id: str
    versions: list[Json]

    @property
    def text(self) -> str | None:
        """Its text now."""
        return self.versions[-1].get("text")

    @property
    def card(self) -> Json | None:
        """Its card now."""
        return card_of(self.versions[-1])


@dataclass
class Chat:
    """A conversation: its messages from the bot, oldest first, as everyone in it sees them."""

    kind: Kind
    id: str
    tenant: str
    service_url: str
    messages: list[Message] = field(default_factory=list)
    team: str | None = None
    """Id of the team that a channel is in."""

    @property
    def is_group(self) -> bool:
        """True where several people share it."""
        return self.kind != "personal"

    @property
    def updates(self) -> int:
        """How often a message in it has been changed."""
        return sum(len(message.versions) - 1 for message in self.messages)

    def message(self, message_id: str) -> Message:
        """The message with this id. Raises LookupError."""
        found = [message for message in self.messages if message.id == message_id]
        if not found:
            raise LookupError(f"There is no message {message_id} in {self.id}")
        return found[0]

    def forgets(self, message_id: str) -> None:
        """The message is gone, as after a client has reloaded or somebody has deleted it."""
        self.messages.remove(self.message(message_id))

    def activity(self, account: Json, fields: Json) -> Json:
        """An activity in this chat by ``account``, shaped as Teams does, with ``fields``."""
        conversation: Json = {"conversationType": self.kind, "tenantId": self.tenant, "id": self.id}
        of_team = {"team": {"id": self.team}, "channel": {"id": self.id.partition(";")[0]}} if self.team else {}
        return {
            "id": str(uuid.uuid4()),
            "timestamp": dt.datetime.now(dt.UTC).isoformat().replace("+00:00", "Z"),
            "channelId": "msteams",
            "serviceUrl": self.service_url,
            "from": account,
            "recipient": BOT,
            "conversation": conversation | ({"isGroup": True} if self.is_group else {}),
            "channelData": {**of_team, "tenant": {"id": self.tenant}},
            "locale": "da-DK",
            **fields,
        }
