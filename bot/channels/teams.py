"""The way to Teams that the settings ask for. Nothing of the SDK is imported where it is not asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.cards.wide import for_teams
from bot.channels.own_token import AccessToken
from bot.settings import TeamsBy
from bot.wire import Address, Channel, Outgoing


def channel_to_teams(
    by: TeamsBy, token: AccessToken | None, may_send_to: Callable[[str], bool], *, images_in_cards: bool = False
) -> Channel:
    """A channel that delivers to service addresses ``may_send_to`` accepts, with the bot's own token where it has one.

    Pictures of own use go in cards where ``images_in_cards``, for the local client; else as messages of their own, and
    cards have what Teams alone knows of.
    """
    channel = _channel(by, token, may_send_to, images_in_cards=images_in_cards)
    return channel if images_in_cards else Wide(channel)


@dataclass(frozen=True)
class Wide:
    """A channel that cards go to as Teams can show them."""

    channel: Channel

    async def deliver(self, address: Address, message: Outgoing) -> str | None:
        """As the channel does."""
        shown = replace(message, card=for_teams(message.card)) if message.card is not None else message
        return await self.channel.deliver(address, shown)

    async def close(self) -> None:
        """Closes the channel."""
        await self.channel.close()


def _channel(
    by: TeamsBy, token: AccessToken | None, may_send_to: Callable[[str], bool], *, images_in_cards: bool
) -> Channel:
    if by is TeamsBy.REST:
        from bot.channels.rest import RestChannel

        return RestChannel(token, may_send_to, images_in_cards=images_in_cards)
    from bot.channels.botframework import BotFrameworkChannel

    return BotFrameworkChannel(token, may_send_to, images_in_cards=images_in_cards)
