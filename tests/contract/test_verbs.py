"""The table of verbs and the screens: every button is in it, and every row of it is on some screen."""

from __future__ import annotations

import pytest

from bot.turns import repeats
from bot.turns.press import Verb, joined
from bot.turns.verbs import CHANGING, VERBS
from bot.wire import Address, ChatKind, Incoming, Press
from dialogs.people import Person
from tests.fakes.card_parts import inside
from tests.fakes.screens import ALL


def test_every_button_on_every_screen_is_in_the_table_and_every_row_is_on_some_screen() -> None:
    buttons = (element for card in ALL.values() for element in inside(card) if element.get("type") == "Action.Execute")
    assert VERBS.keys() == {button["verb"] for button in buttons}


def test_a_verb_cannot_stand_in_two_rows() -> None:
    row = next(iter(VERBS.values()))
    with pytest.raises(ValueError, match="one row"):
        joined([row], [Verb(row.name, row.read)])


def test_what_saves_a_form_changes_something_and_what_changes_says_so_in_a_label() -> None:
    for verb in VERBS.values():
        assert not verb.draft or verb.changes
        assert verb.changes or not verb.stands
        assert verb.label_of({})


@pytest.mark.parametrize("verb", ["savestep", "keepedition", "status", "erase"])
def test_a_press_that_is_delivered_twice_is_one_act_though_its_second_delivery_has_another_id(verb: str) -> None:
    where = Address("tenant", "chat", ChatKind.GROUP, "https://teams.example/", "bot", "bot")
    press = Press(verb, {"n": "19abc.x"})
    first, second = (Incoming(name, where, Person("29:a", "A"), press=press) for name in ("one", "two"))
    same = [repeats.identity(each, changes=press.verb in CHANGING) for each in (first, second)]
    assert same[0] == same[1]
