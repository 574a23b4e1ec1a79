"""Where nothing was to be saved, nothing is said of saving."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from bot.editions.snapshot import fixed
from bot.storage.store import Store
from bot.turns.features import features
from bot.turns.turn import Turns
from bot.turns.verbs import CHANGING, VERBS, command_of
from bot.wire import Address, ChatKind, Incoming, Press
from dialogs.people import Person
from dialogs.understanding.asking import text_only_asks
from dialogs.understanding.commands import AnyCommand
from dialogs.understanding.harmless import _ASKING
from tests.fakes.shipped import shipped

CATALOG = shipped()
BUNDLE = CATALOG.bundle("eksempel")
HERE = Address("tenant", "chat", ChatKind.PERSONAL, "https://teams.example/", "28:bot", "Teknologiradar")
SHOWING = [
    *"say open ready radar summary menu cases technology areas answers conclusion history".split(),
    *"steps step choice evaluation dismissal firststeps".split(),
    *"own ownfill owncompare ownpaste ownmap follows followed wishfile fetchfile pickovertime".split(),
]


@pytest.fixture
def turns(tmp_path: Path) -> Turns:
    """Turns of a bot whose database nobody has opened."""
    return Turns(Store(f"sqlite+aiosqlite:///{tmp_path}/never.db"), fixed(CATALOG, BUNDLE), features(), lambda *_: "")


def pressed(verb: str) -> Incoming:
    return Incoming(
        "1", HERE, Person("29:1", "Deltager"), press=Press(verb, {"f": "sundhed-og-aeldre", "say": "radar", "t": "pdf"})
    )


def typed(text: str, **changes: bool) -> Incoming:
    return Incoming("1", HERE, Person("29:1", "Deltager"), text, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("verb", SHOWING)
def test_a_press_that_shows_something_was_to_save_nothing(turns: Turns, verb: str) -> None:
    assert turns.only_asks(pressed(verb))


@pytest.mark.parametrize("verb", sorted(CHANGING - {"status", "readbelow", "overtime"}))
def test_a_press_that_changes_something_was_to_save_it(turns: Turns, verb: str) -> None:
    assert not turns.only_asks(pressed(verb))


def test_every_verb_that_changes_nothing_is_among_those_that_ask() -> None:
    beside = {"goon", "mine", "keepmine"}  # they close what asked, or are of oneself alone
    assert VERBS.keys() - CHANGING - beside == set(SHOWING)


@pytest.mark.parametrize(
    "text", ["radar sundhed", "status", "opsummering", "hjælp", "erfaringer chatbot", "egen radar sundhed"]
)
def test_a_text_that_asks_was_to_save_nothing(turns: Turns, text: str) -> None:
    assert turns.only_asks(typed(text))


@pytest.mark.parametrize(
    "text",
    ["svar: radar sundhed", "start refleksion", "afslut", "vi bruger det i tre skoler", "økonomi", "følg sundhed"],
)
def test_a_text_that_is_or_may_be_an_answer_was_to_be_saved(turns: Turns, text: str) -> None:
    assert not text_only_asks(text, BUNDLE) and not turns.only_asks(typed(text))


def test_a_message_that_was_edited_may_have_been_an_answer_and_a_welcome_is_none(turns: Turns) -> None:
    assert not turns.only_asks(typed("radar sundhed", edited=True))
    assert turns.only_asks(typed("", joined=True))


def test_each_command_is_of_one_sort_alone() -> None:
    commands = {kind for each in get_args(AnyCommand) for kind in (get_args(each) or (each,))}
    assert set(_ASKING) <= commands
    changing = {type(command_of(Press(verb, {}), None, BUNDLE)) for verb in ("answer", "finish", "cancel", "pause")}
    assert not changing & set(_ASKING)
