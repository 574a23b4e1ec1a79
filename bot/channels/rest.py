"""Teams, by its REST protocol: our messages as JSON, sent and updated by aiohttp alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import aiohttp
from yarl import URL

from bot.cards.elements import card, image
from bot.channels.calls import (
    CARD,
    IMAGE_NAME,
    LOCALE,
    TAKEN,
    attachment,
    data_url,
    mention_of,
    object_of,
    retry_after,
    session,
    spoken,
    utf8,
)
from bot.channels.own_token import AccessToken, OwnToken
from bot.errors import DeliveryError
from bot.wire import Address, Kind, Outgoing


class RestChannel:
    """Delivers to any Bot Connector whose address ``may_send_to`` accepts; what arrives is what botbuilder sends too.

    A picture goes as an image attachment, a message of its own; or in a card, for clients that draw it only there.
    """

    def __init__(
        self, token: AccessToken | None, may_send_to: Callable[[str], bool], *, images_in_cards: bool = False
    ) -> None:
        self._token = OwnToken(token) if token else None
        self._may_send_to, self._images_in_cards = may_send_to, images_in_cards
        self._session: aiohttp.ClientSession | None = None

    async def deliver(self, address: Address, message: Outgoing) -> str | None:
        """Sends or updates one message; returns its id. Raises ``DeliveryError``, 403 for an address not allowed."""
        if not self._may_send_to(address.service_url):
            raise DeliveryError(403)
        method, url = _call(address, message)
        headers = {"Accept": "application/json", "Content-Type": "application/json; charset=utf-8"}
        if self._token is not None:
            headers["Authorization"] = await self._token.bearer()
        if self._session is None:
            self._session = session()
        body = utf8(activity(address, message, images_in_cards=self._images_in_cards))
        try:
            async with self._session.request(method, url, headers=headers, data=body, allow_redirects=False) as answer:
                if answer.status not in TAKEN:
                    raise DeliveryError(answer.status, retry_after(answer.headers))
                given = (await object_of(answer)).get("id")
        except (aiohttp.ClientError, TimeoutError):
            raise DeliveryError(0) from None
        return given if isinstance(given, str) and given else None

    async def close(self) -> None:
        """Closes every connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None


def _call(address: Address, message: Outgoing) -> tuple[str, URL]:
    """Method and address. Every id is one step of the path, whatever signs it holds. Raises ``DeliveryError``."""
    url = f"{address.service_url.rstrip('/')}/v3/conversations/{quote(address.conversation, safe='')}/activities"
    if message.kind is Kind.SEND:
        return "POST", URL(url, encoded=True)
    if message.target is None:
        raise DeliveryError(404)
    return "PUT", URL(f"{url}/{quote(message.target, safe='')}", encoded=True)


def activity(address: Address, message: Outgoing, *, images_in_cards: bool) -> dict[str, Any]:
    """A message as the protocol has it."""
    return {
        "type": "message",
        "serviceUrl": address.service_url,
        "channelId": address.channel,
        "from": {"id": address.bot_id, "name": address.bot_name},
        "conversation": {"id": address.conversation},
        "locale": LOCALE,
        **_content(message, images_in_cards),
    }


def _content(message: Outgoing, images_in_cards: bool) -> dict[str, Any]:
    shown = message.card
    if message.attached is not None:
        sort, what = attachment(message.attached)
        return _attached(sort, **what)
    if message.image is not None:
        address = data_url(message.image)
        if not images_in_cards:
            return _attached("image/png", contentUrl=address, name=IMAGE_NAME)
        shown = card([image(address, message.text or "")])
    if shown is not None:
        return _attached(CARD, content=shown)
    named = [
        {"type": "mention", "text": mention_of(who.name), "mentioned": {"id": who.id, "name": who.name}}
        for who in message.mentions
    ]
    said = {"text": spoken(message), "inputHint": "acceptingInput"}
    return said | {"entities": named} if named else said


def _attached(sort: str, **what: Any) -> dict[str, Any]:
    return {"attachmentLayout": "list", "attachments": [{"contentType": sort, **what}]}
