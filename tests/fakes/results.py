"""The result of a made-up reflection as a card."""

from __future__ import annotations

import datetime as dt

from bot.cards.elements import Card, Notice
from bot.cards.pictured import Drawn, PictureAddress
from bot.turns.reflection.radar_answers import result_made
from dialogs.reflection.state import Reflection
from radar_core.model import Bundle


def result_answer(
    reflection: Reflection,
    bundle: Bundle,
    address: PictureAddress,
    *,
    today: dt.date,
    drawn: Drawn = Drawn.AT_HAND,
    said: Notice | None = None,
) -> Card:
    """The card, as it is with its pictures at hand or not."""
    return result_made(reflection, bundle, address, today, said=said)[1](drawn=drawn)
