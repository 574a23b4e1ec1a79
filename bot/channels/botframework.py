"""Teams, by botbuilder: our messages as activities, sent and updated through the Bot Connector."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import aiohttp
from botbuilder.schema import Activity, Attachment, ChannelAccount, ConversationAccount, Mention
from botframework.connector.models import ErrorResponseException
from msrest.exceptions import ClientException
from msrest.serialization import Model

from bot.cards.elements import card, image
from bot.channels.calls import CARD, IMAGE_NAME, LOCALE, attachment, data_url, mention_of, retry_after, spoken, utf8
from bot.channels.connector import Connections
from bot.channels.own_token import AccessToken
from bot.errors import DeliveryError
from bot.wire import Address, Kind, Outgoing
from dialogs.people import Person


class BotFrameworkChannel:
    """Delivers to any Bot Framework service whose address ``may_send_to`` accepts.

    A picture goes as an image attachment, a message of its own; or in a card, for clients that draw it only there.
    """

    def __init__(
        self, token: AccessToken | None, may_send_to: Callable[[str], bool], *, images_in_cards: bool = False
    ) -> None:
        self._connections = Connections(token)
        self._may_send_to, self._images_in_cards = may_send_to, images_in_cards

    async def deliver(self, address: Address, message: Outgoing) -> str | None:
        """Sends or updates one message; returns its id. Raises ``DeliveryError``, 403 for an address not allowed."""
        if not self._may_send_to(address.service_url):
            raise DeliveryError(403)
        operations = self._connections.client(address.service_url).conversations
        activity = written(_activity(address, message, self._images_in_cards))
        try:
            if message.kind is Kind.UPDATE:
                if message.target is None:
                    raise DeliveryError(404)
                answer = await operations.update_activity(address.conversation, message.target, activity)
            else:
                answer = await operations.send_to_conversation(address.conversation, activity)
        except ErrorResponseException as refused:
            raise DeliveryError(refused.response.status, retry_after(refused.response.headers)) from None
        except (aiohttp.ClientError, ClientException, TimeoutError):
            raise DeliveryError(0) from None
        return (answer.id or None) if answer else None

    async def close(self) -> None:
        """Closes every connection."""
        await self._connections.close()


def written(model: Model) -> bytes:
    """One of the SDK's models as the SDK writes it. Raises ``TypeError`` where only the SDK knows how."""
    return utf8(_plain(model))


def _plain(value: Any) -> Any:
    if type(value) in (str, dict):  # the content of a card is JSON already
        return value
    if type(value) is list:
        return [_plain(each) for each in value]
    if not isinstance(value, Model):
        raise TypeError(f"how a {type(value).__name__} is written")
    given = vars(value)
    return {key: _plain(given[name]) for name, key in _names(value.__class__) if given.get(name) is not None}


@functools.cache
def _names(model: type[Model]) -> tuple[tuple[str, str], ...]:
    """What a model calls its fields, and what they are called when they are sent."""
    return tuple((name, field["key"]) for name, field in model._attribute_map.items() if field["key"])


def _activity(address: Address, message: Outgoing, images_in_cards: bool) -> Activity:
    if message.attached is not None:
        sort, what = attachment(message.attached)
        url = what.pop("contentUrl", None)
        activity = _attached(Attachment(content_type=sort, content_url=url, **what))
    elif message.image is not None:
        activity = _attached(_image(message.image, message.text or "", images_in_cards))
    elif message.card is not None:
        activity = _attached(_card(message.card))
    else:
        activity = Activity(type="message", text=spoken(message), input_hint="acceptingInput")
        activity.entities = [_mention(who) for who in message.mentions] or None
    activity.from_property = ChannelAccount(id=address.bot_id, name=address.bot_name)
    activity.conversation = ConversationAccount(id=address.conversation)
    activity.channel_id = address.channel
    activity.service_url = address.service_url
    activity.locale = LOCALE
    return activity


def _attached(attachment: Attachment) -> Activity:
    # As the SDK's MessageFactory makes it. All of botbuilder.core would come with that, and nothing else of it is used.
    return Activity(type="message", attachment_layout="list", attachments=[attachment])


def _card(content: dict[str, Any]) -> Attachment:
    return Attachment(content_type=CARD, content=content)


def _mention(who: Person) -> Mention:
    return Mention(mentioned=ChannelAccount(id=who.id, name=who.name), text=mention_of(who.name), type="mention")


def _image(png: bytes, alt: str, in_card: bool) -> Attachment:
    if in_card:
        return _card(card([image(data_url(png), alt)]))
    return Attachment(content_type="image/png", content_url=data_url(png), name=IMAGE_NAME)
