"""The address of a file is made as it is given: it stands on a card that is sent, and on none that is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.cards.elements import Card
from bot.cards.taking import PLACE, asked_card
from bot.storage.files import Files, FileState, beside_of
from bot.turns.taking.making import Making
from bot.turns.taking.placing import Placing
from bot.turns.taking.turns import card_of
from bot.wire import Address, ChatKind, FileConsent, Kind, Outgoing, PlacedFile, Reply


@dataclass
class Handing:
    """Gives addresses below ``base``. Every method raises ``StorageError`` where the database fails."""

    files: Files
    making: Making
    placing: Placing
    base: str
    now: Callable[[], dt.datetime]
    asks: bool = False
    """Whether personal chats are Teams' own, where people can be asked to have a file in their OneDrive."""

    async def messages(self, address: Address, file: str, *, asks: bool) -> Sequence[Outgoing] | None:
        """What the message about a file becomes, and what is sent beside it; None while it is still being made or put
        where it goes, here or elsewhere. Where the person may be asked (``asks``) they are, else it has an address.
        """
        await self.making.settled(address.tenant, file)
        await self.placing.settled(address.tenant, file)
        found, now = await self.files.find(address.tenant, file), self.now()
        beside = await self._beside(address.tenant, file)
        made = card_of(found, now, f"{PLACE}{file}", beside)
        if made is None:
            return None
        if found is not None and found.expires_at > now:
            if found.state is FileState.PLACED and found.placed:
                made = await self._addressed(made, address.tenant)
                return Outgoing(Kind.UPDATE, made), Outgoing(Kind.SEND, attached=PlacedFile(**found.placed))
            if found.state is FileState.MADE and asks and self.asks and address.kind is ChatKind.PERSONAL:
                asked = asked_card(found.name, found.size, found.expires_at, beside)
                message = Outgoing(Kind.UPDATE, await self._addressed(asked, address.tenant))
                return message, Outgoing(Kind.SEND, attached=FileConsent(found.id, found.name, found.size))
        return (Outgoing(Kind.UPDATE, await self._addressed(made, address.tenant)),)

    async def _beside(self, tenant: str, file: str) -> str | None:
        """What stands in place of the address of the file that goes with one; None where none does."""
        beside = beside_of(file)
        return f"{PLACE}{beside}" if await self.files.find(tenant, beside) else None

    async def addressed(self, reply: Reply, tenant: str) -> Reply:
        """A reply with the addresses that its card has places for."""
        if reply.card is None or not any(_has_place(each) for each in reply.card.get("actions", ())):
            return reply
        return Reply(await self._addressed(reply.card, tenant), reply.outgoing)

    async def _addressed(self, card: Card, tenant: str) -> Card:
        actions = [await self._filled(action, tenant) for action in card.get("actions", ())]
        return {**card, "actions": actions} if actions else card

    async def _filled(self, action: dict[str, Any], tenant: str) -> dict[str, Any]:
        if not _has_place(action):
            return action
        token = await self.files.hand_out(tenant, action["url"].removeprefix(PLACE), self.now())
        return {**action, "url": f"{self.base.rstrip('/')}/files/{token}"}


def _has_place(action: Mapping[str, Any]) -> bool:
    return str(action.get("url")).startswith(PLACE)
