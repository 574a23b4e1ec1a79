"""People at their clients: what each has on the screen, and what they write and press."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from tests.fakes.teams_cards import Card, Filled, Json
from tests.fakes.teams_chats import BOT, Chat
from tests.fakes.teams_delivery import Answer

if TYPE_CHECKING:
    from tests.fakes.teams import FakeTeams


class Person:
    """Somebody in one chat. ``submits`` is a client that knows no Action.Execute."""

    def __init__(self, teams: FakeTeams, chat: Chat, number: int, name: str, *, submits: bool) -> None:
        self.chat, self.name = chat, name
        self.answers: list[Answer] = []
        """All that presses were answered, seen by this person alone."""
        self.wrote: Json = {}
        """The activity of what this person wrote last."""
        self._teams, self._submits = teams, submits
        self._account = {"id": f"29:person-{number}", "name": name, "aadObjectId": f"33333333-{number:012}"}
        self._own: dict[str, tuple[int, Json]] = {}
        self._read: dict[str, Card] = {}
        """The cards as they were last looked at, by message: most have not changed, and need not be read again."""

    @property
    def cards(self) -> list[Card]:
        """The cards on the screen, oldest message first; an answer to a press until the message is next updated."""
        seen = []
        for message in self.chat.messages:
            version, own = self._own.get(message.id, (0, None))
            content = own if version == len(message.versions) else message.card
            if content is not None:
                card = self._read.get(message.id)
                if card is None or card.content is not content:
                    card = self._read[message.id] = Card(message.id, content)
                seen.append(card)
        return seen

    @property
    def sees(self) -> list[str]:
        """What each message says, oldest first."""
        cards = {card.message: card.says for card in self.cards}
        return [cards.get(message.id, message.text or "") for message in self.chat.messages]

    def card(self, having: str = "") -> Card:
        """The newest card on the screen with ``having`` on a button, or else in a text. Raises LookupError."""
        newest = self.cards[::-1]
        having_it = chain((c for c in newest if having in c.buttons), (c for c in newest if having in c.says))
        if (found := next(having_it, None)) is not None:
            return found
        seen = [said[:80] for said in self.sees]
        raise LookupError(f"{self.name} has no card with {having!r} in front of them, only {seen}")

    async def says(self, text: str) -> None:
        """Writes to the bot, with a mention where the chat asks for one, and waits until the bot has said its part."""
        self.wrote = self.activity({"type": "message", **self._written(text)})
        await self._teams.act(self.wrote)

    async def edits(self, text: str, *, message: Json | None = None) -> None:
        """Changes the message this person wrote last, or ``message``, so that it says ``text``."""
        old = message or self.wrote
        edited = {"eventType": "editMessage", "tenant": {"id": self.chat.tenant}}
        fields = {"type": "messageUpdate", "id": old["id"], "channelData": edited, **self._written(text)}
        await self._teams.act(self.activity(fields))

    async def deletes(self, message: Json | None = None) -> None:
        """Deletes the message this person wrote last, or ``message``, as Teams tells of it."""
        deleted = {"eventType": "softDeleteMessage", "tenant": {"id": self.chat.tenant}}
        await self._teams.act(self.activity({"type": "messageDelete", "id": self._id(message), "channelData": deleted}))

    async def undeletes(self, text: str, message: Json | None = None) -> None:
        """Brings it back; ``text`` is what Teams then says that it says."""
        restored = {"eventType": "undeleteMessage", "tenant": {"id": self.chat.tenant}}
        fields = {"type": "messageUpdate", "id": self._id(message), "channelData": restored, **self._written(text)}
        await self._teams.act(self.activity(fields))

    def _id(self, message: Json | None) -> str:
        return str((message or self.wrote)["id"])

    async def presses(self, button: str, *, on: Card | None = None, **filled: Filled) -> Answer:
        """Presses ``button`` on the newest card that has it, or on ``on``, with the inputs named filled in."""
        card = on or self.card(button)
        activity = self.activity(card.pressed(button, filled, submit=self._submits))
        answer = await self._teams.act({**activity, "replyToId": card.message})
        self.shown(card, answer)
        return answer

    def shown(self, card: Card, answer: Answer) -> None:
        """Puts the answer to a press on ``card`` on this person's screen."""
        if answer.kind is not None:
            self.answers.append(answer)
        stands = [message for message in self.chat.messages if message.id == card.message]
        if answer.card is not None and stands:
            self._own[card.message] = (len(stands[0].versions), answer.card)

    def activity(self, fields: Json) -> Json:
        """An activity of this person with ``fields``."""
        return self.chat.activity(self._account, fields)

    def _written(self, text: str) -> Json:
        if not self.chat.is_group:
            return {"text": text, "textFormat": "plain"}
        mention = f"<at>{BOT['name']}</at>"
        entities = [{"type": "mention", "mentioned": BOT, "text": mention}]
        return {"text": mention + text, "textFormat": "plain", "entities": entities}
