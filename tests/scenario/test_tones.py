"""The ground a sentence stands on says what it is: green where something is done, and only there."""

from __future__ import annotations

from typing import Any

import pytest

from bot.cards.elements import Tone, notice, warning
from dialogs.texts import common as texts
from dialogs.texts import erasing, following, own_use
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_people import Person
from tests.fakes.teams_steps import begins


def ground(person: Person, words: str) -> str:
    """The ground those words stand on, on the newest card that says them."""
    beginning = words.partition("{")[0]
    boxes = [box for box in person.card(beginning).content["body"] if box["type"] == "Container" and box.get("bleed")]
    return next(str(box["style"]) for box in boxes if beginning in _first(box))


def _first(box: dict[str, Any]) -> str:
    return str(box["items"][0].get("text", ""))


@pytest.mark.parametrize(
    ("said", "words", "tone"),
    [
        ("radar kvantefysik", texts.PICK_RADAR_UNKNOWN, Tone.INFO),
        ("erfaringer kvantefysik", texts.CASES_UNKNOWN, Tone.INFO),
        ("følg kvantefysik", texts.PICK_RADAR_UNKNOWN, Tone.INFO),
        ("stop med at følge sundhed", following.NOT_FOLLOWED, Tone.INFO),
        ("følg sundhed", following.NOW_FOLLOWED, Tone.GOOD),
    ],
)
async def test_what_is_not_known_is_never_green_and_what_is_done_is(
    teams: FakeTeams, said: str, words: str, tone: Tone
) -> None:
    me = teams.person()
    await me.says(said)
    assert ground(me, words) == tone.value


async def test_what_is_followed_already_is_no_news(teams: FakeTeams) -> None:
    me = teams.person()
    await me.says("følg sundhed")
    await me.says("følg sundhed")
    assert ground(me, following.ALREADY) == Tone.INFO.value


async def test_alone_saved_is_green_and_a_refusal_warns(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    await me.says("Vi har for meget papir")
    assert ground(me, texts.SAVED) == Tone.GOOD.value
    await me.presses(texts.SAVE_AND_GO, text="010190-1234")
    assert ground(me, texts.NUMBER_TAKEN_OUT) == Tone.WARNING.value
    await me.says("gå til 77")
    assert ground(me, "Der er ni spørgsmål") == Tone.WARNING.value


async def test_a_press_that_came_before_warns_and_a_list_that_has_changed_too(teams: FakeTeams) -> None:
    me = teams.person()
    await me.says("følg sundhed")
    old = me.card(following.STOP)
    await me.presses(following.STOP, on=old)
    await me.says("følg sundhed")
    teams.bot.clock.passes(3600)
    await me.presses(following.STOP, on=old)
    assert ground(me, texts.PRESSED_BEFORE) == Tone.WARNING.value
    await begins(me)
    await me.says("slet mine svar")
    await me.says("svar 1: Noget nyt")
    await me.presses(erasing.ERASE)
    assert ground(me, erasing.CHANGED) == Tone.WARNING.value


async def test_of_ones_own_radar_saved_is_green_nothing_new_is_not_and_what_lacks_a_level_warns(
    teams: FakeTeams,
) -> None:
    me = teams.person()
    await me.says("egen radar sundhed")
    await me.presses(own_use.CHOOSE, kommune="Vejle")
    await me.presses(own_use.FILL)
    first, other, *_ = (name for name in me.card(own_use.SAVE_NEXT).inputs if name.startswith("u."))
    await me.presses(own_use.SAVE_NEXT)
    assert ground(me, own_use.SAVED_NONE) == Tone.INFO.value
    await me.presses(own_use.SAVE_BACK)
    await me.presses(own_use.SAVE_NEXT, **{first: "overvejer"})
    assert ground(me, own_use.SAVED.format(count="1 teknologi")) == Tone.GOOD.value
    await me.presses(own_use.SAVE_BACK)
    await me.presses(own_use.SAVE_NEXT, **{other.replace("u.", "e."): "Vi ser på det"})
    assert ground(me, "Vælg også, hvor langt I er med") == Tone.WARNING.value


async def test_the_same_words_stand_on_the_ground_that_whoever_made_them_chose(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    # Words of a refusal, as an answer's: what is said of it is green all the same.
    await me.presses(texts.SAVE_AND_GO, text=texts.NOT_KEPT)
    assert ground(me, texts.SAVED) == Tone.GOOD.value
    made = notice(warning("Gemt."))
    assert made is not None and made["style"] == Tone.WARNING.value
