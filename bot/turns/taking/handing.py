"""The address of a file is made as it is given: it stands on a card that is sent, and on none that is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.cards.elements import Card
from bot.cards.taking import PLACE
from bot.storage.files import Files
from bot.turns.taking.making import Making
from bot.turns.taking.turns import card_of
from bot.wire import Address, Kind, Outgoing, Reply


@dataclass(frozen=True)
class Handing:
    """Gives addresses below ``base``. Every method raises ``StorageError`` where the database fails."""

    files: Files
    making: Making
    base: str
    now: Callable[[], dt.datetime]

    async def messages(self, address: Address, file: str) -> Sequence[Outgoing] | None:
        """What the message about a file becomes; None while it is still being made, here or elsewhere."""
        await self.making.settled(address.tenant, file)
        found = await self.files.find(address.tenant, file)
        made = card_of(found, self.now(), f"{PLACE}{file}")
        return None if made is None else (Outgoing(Kind.UPDATE, await self._addressed(made, address.tenant)),)

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
