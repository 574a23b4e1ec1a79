"""Teams, by botbuilder: our messages as activities, sent and updated through the Bot Connector."""

from __future__ import annotations

from collections.abc import Callable

import aiohttp
from botbuilder.core import CardFactory, MessageFactory
from botbuilder.schema import Activity, ChannelAccount, ConversationAccount
from botframework.connector.models import ErrorResponseException
from msrest.exceptions import ClientException

from bot.channels.connector import AccessToken, Connections
from bot.wire import Address, DeliveryError, Kind, Outgoing


class BotFrameworkChannel:
    """Delivers to any Bot Framework service whose address ``may_send_to`` accepts."""

    def __init__(self, token: AccessToken | None, may_send_to: Callable[[str], bool]) -> None:
        self._connections = Connections(token)
        self._may_send_to = may_send_to

    async def deliver(self, address: Address, message: Outgoing) -> str | None:
        """Sends or updates one message; returns its id. Raises ``DeliveryError``, 403 for an address not allowed."""
        if not self._may_send_to(address.service_url):
            raise DeliveryError(403)
        operations = self._connections.client(address.service_url).conversations
        activity = _activity(address, message)
        try:
            if message.kind is Kind.UPDATE:
                if message.target is None:
                    raise DeliveryError(404)
                answer = await operations.update_activity(address.conversation, message.target, activity)
            else:
                answer = await operations.send_to_conversation(address.conversation, activity)
        except ErrorResponseException as refused:
            raise DeliveryError(refused.response.status, _retry_after(refused.response.headers)) from None
        except (aiohttp.ClientError, ClientException, TimeoutError):
            raise DeliveryError(0) from None
        return answer.id if answer else None

    async def close(self) -> None:
        """Closes every connection."""
        await self._connections.close()


def _activity(address: Address, message: Outgoing) -> Activity:
    if message.card is not None:
        activity = MessageFactory.attachment(CardFactory.adaptive_card(message.card))
    else:
        activity = MessageFactory.text(message.text or "")
    activity.from_property = ChannelAccount(id=address.bot_id, name=address.bot_name)
    activity.conversation = ConversationAccount(id=address.conversation)
    activity.channel_id = address.channel
    activity.service_url = address.service_url
    activity.locale = "da-DK"
    return activity


def _retry_after(headers: dict[str, str]) -> float | None:
    value = headers.get("Retry-After", "")
    return float(value) if value.isascii() and value.isdigit() and len(value) < 6 else None
