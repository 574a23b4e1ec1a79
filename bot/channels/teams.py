"""The way to Teams that the settings ask for. Nothing of the SDK is imported where it is not asked for."""

from __future__ import annotations

from collections.abc import Callable

from bot.channels.own_token import AccessToken
from bot.settings import TeamsBy
from bot.wire import Channel


def channel_to_teams(
    by: TeamsBy, token: AccessToken | None, may_send_to: Callable[[str], bool], *, images_in_cards: bool = False
) -> Channel:
    """A channel that delivers to service addresses ``may_send_to`` accepts, with the bot's own token where it has one.

    Pictures of own use go in cards where ``images_in_cards``, else as messages of their own.
    """
    if by is TeamsBy.REST:
        from bot.channels.rest import RestChannel

        return RestChannel(token, may_send_to, images_in_cards=images_in_cards)
    from bot.channels.botframework import BotFrameworkChannel

    return BotFrameworkChannel(token, may_send_to, images_in_cards=images_in_cards)
