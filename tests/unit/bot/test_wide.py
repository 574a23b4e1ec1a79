"""What only Teams knows of goes to Teams, and to nobody else."""

from __future__ import annotations

import pytest

from bot.cards.elements import MAX_CARD_BYTES, card, container, image, stamped, text, weight
from bot.cards.wide import for_teams
from tests.fakes.screens import ALL

PICTURE = image("https://x.example/1.png", "En cirkel")


def test_a_card_is_as_wide_as_the_chat_and_its_pictures_open_large() -> None:
    made = card([text("Radaren"), PICTURE, container([PICTURE])])
    shown = for_teams(made)
    assert shown["msteams"] == {"width": "Full"}
    assert shown["body"][1] == {**PICTURE, "size": "Auto", "msteams": {"allowExpand": True}}
    assert shown["body"][2] == container([PICTURE]), "only a picture at the top of the card can be opened"


def test_the_card_itself_is_left_as_it_was() -> None:
    made = card([PICTURE])
    for_teams(made)
    assert made == card([PICTURE])


@pytest.mark.parametrize("name", [name for name in ALL if name.startswith(("radar-", "teknologi-", "fagomraader-"))])
def test_it_stays_within_what_teams_takes(name: str) -> None:
    assert weight(for_teams(stamped(ALL[name], "x" * 32))) <= MAX_CARD_BYTES
