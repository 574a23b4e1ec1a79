"""Made-up teams and what their clients send: answers pressed on a card, and answers written in the chat."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dialogs.people import Person

TENANTS = tuple(str(uuid.UUID(int=number << 64)) for number in range(1, 99))
"""One for each kommune: so many that the limits per tenant, which stay on, hold nobody up."""

MEMBERS = 6
"""People in a team."""

ANSWER = (
    "Vi vil bruge teknologien der, hvor borgere og medarbejdere mærker det først, og vi begynder med ét område, "
    "så vi kan nå at lære af det, før vi gør det større. Økonomien følger med, hvis målingerne er gode nok."
)
"""What everybody answers; made up."""

MESSAGE = "1795551245450"
"""Id of the message that the card of every stored reflection stands in."""

STATUS = "1795551245999"
"""Id of the message below it, which says who has answered."""

BOT = {"id": "28:bot", "name": "Teknologiradar"}


@dataclass(frozen=True)
class Team:
    """One group chat with one reflection; ids are spread as Teams' and our own are."""

    number: int

    @property
    def tenant(self) -> str:
        """Its kommune's tenant."""
        return TENANTS[self.number % len(TENANTS)]

    @property
    def key(self) -> str:
        """What every id of the team's holds; spread over all values, as Teams' ids and our own are."""
        return hashlib.blake2b(str(self.number).encode(), digest_size=12).hexdigest()

    @property
    def conversation(self) -> str:
        """Teams' id of the chat."""
        return f"19:{self.key}@thread.v2"

    @property
    def reflection(self) -> str:
        """Our id of the reflection."""
        return self.key

    def member(self, member: int) -> Person:
        """One of the team, from 0."""
        return Person(f"29:{self.key}-{member}", f"Deltager {member + 1}")

    def press(self, member: int, question: int, service_url: str) -> dict[str, Any]:
        """*Gem* pressed under an answer in the card."""
        data = {"verb": "answer", "r": self.reflection, "q": question, "text": ANSWER}
        return self.pressed(member, f"press-{question}", MESSAGE, data, service_url)

    def pressed(self, member: int, act: str, message: str, data: Mapping[str, Any], service_url: str) -> dict[str, Any]:
        """A button that carries ``data`` pressed on a card; ``act`` tells it from the member's other acts."""
        action = {"type": "Action.Execute", "verb": data["verb"], "data": data}
        return {
            **self._activity(member, act, service_url),
            "type": "invoke",
            "name": "adaptiveCard/action",
            "replyToId": message,
            "value": {"action": action, "trigger": "manual"},
        }

    def written(self, member: int, question: int, service_url: str) -> dict[str, Any]:
        """The same answer written in the chat."""
        return self.says(member, f"written-{question}", f"svar {question}: {ANSWER}", service_url)

    def says(self, member: int, act: str, text: str, service_url: str) -> dict[str, Any]:
        """Something written to the bot in the chat."""
        return {
            **self._activity(member, act, service_url),
            "type": "message",
            "textFormat": "plain",
            "text": f"<at>{BOT['name']}</at> {text}",
        }

    def typed(self, line: int, service_url: str) -> dict[str, Any]:
        """A line that somebody alone types to the bot: the answer to the question they are at."""
        activity = self._activity(0, f"typed-{line}", service_url)
        activity["conversation"] |= {"isGroup": False, "conversationType": "personal"}
        return {**activity, "type": "message", "textFormat": "plain", "text": ANSWER}

    def _activity(self, member: int, act: str, service_url: str) -> dict[str, Any]:
        person = self.member(member)
        return {
            "id": f"f:{self.key}-{act}-{member}",
            "timestamp": "2026-11-24T09:00:00.000Z",
            "localTimestamp": "2026-11-24T10:00:00.000+01:00",
            "localTimezone": "Europe/Copenhagen",
            "channelId": "msteams",
            "serviceUrl": service_url,
            "from": {"id": person.id, "name": person.name, "aadObjectId": str(uuid.UUID(int=abs(self.number)))},
            "recipient": BOT,
            "conversation": {
                "isGroup": True,
                "conversationType": "groupChat",
                "tenantId": self.tenant,
                "id": self.conversation,
            },
            "channelData": {"tenant": {"id": self.tenant}, "source": {"name": "message"}},
            "locale": "da-DK",
        }


def request(activity: Mapping[str, Any], bearer: str = "") -> bytes:
    """An activity as the bytes of one HTTP request."""
    body = json.dumps(activity).encode()
    authorization = f"Authorization: {bearer}\r\n" if bearer else ""
    head = (
        "POST /api/messages HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"{authorization}Content-Type: application/json; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
