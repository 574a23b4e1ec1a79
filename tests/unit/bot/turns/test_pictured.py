"""A card whose pictures are drawn: which card is shown until they are, and what the update brings."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.cards.elements import Card
from bot.cards.pictured import Drawn
from bot.turns.pictured import Pictured


def made(drawn: Drawn) -> Card:
    return {"with": drawn.value}


def meanwhile() -> Card:
    return {"with": "other pictures"}


def test_other_pictures_that_are_at_hand_stand_there_until_these_are_drawn() -> None:
    card = Pictured("b", "ramme/skole_1", False, made, meanwhile)
    assert card.now == card.alone == meanwhile(), "nobody has to ask for a picture, and every button is there"
    message = card.outgoing()
    assert message.card == meanwhile() and message.later is not None
    assert (message.later.fagomraade, message.later.card) == ("ramme/skole_1", made(Drawn.AT_HAND))
    assert message.later.without == meanwhile(), "what cannot be drawn takes nothing away"


@pytest.mark.parametrize("other", [None, meanwhile])
def test_what_is_at_hand_is_shown_and_nothing_follows(other: Callable[[], Card] | None) -> None:
    card = Pictured("b", "skole", True, made, other)
    assert card.now == card.alone == made(Drawn.AT_HAND)
    assert card.outgoing().later is None


def test_without_others_the_words_stand_there() -> None:
    card = Pictured("b", "skole", False, made)
    assert (card.now, card.alone) == (made(Drawn.COMES), made(Drawn.ON_REQUEST))
    later = card.outgoing().later
    assert later is not None and later.without == made(Drawn.NEVER)
