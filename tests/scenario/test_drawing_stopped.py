"""Nothing is drawn, not now and not ever: everything is asked, saved, closed and shown all the same, in words."""

from __future__ import annotations

import asyncio

import pytest

import bot.app
import bot.turns.own_use.pictures
from bot.app import OUTBOX, PICTURES, TURNS
from bot.cards.elements import Card as Content
from bot.pictures.requests import Request
from dialogs.reflection.state import QUESTIONS, Phase
from dialogs.texts import common as texts
from dialogs.texts import following
from dialogs.texts import own_use as own
from dialogs.texts import suggestions as suggestion_texts
from radar_core.lookup import radar_for
from radar_core.model import Bundle
from radar_core.own_use.model import Stage
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_account import reflection_of
from tests.fakes.teams_cards import Card, Filled, nodes
from tests.fakes.teams_people import Person
from tests.fakes.teams_steps import SKOLE, answers, answers_the_rest, begins, moves_to_the_summary

RADAR, RESULT = "her kan I begynde", "Jeres resultat"


@pytest.fixture(autouse=True)
def _given_up_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who can wait waits a moment; a turn that waited for a drawing would wait for ever."""
    for module in (bot.app, bot.turns.own_use.pictures):
        monkeypatch.setattr(module, "DRAWN_WITHIN", 0.01)


def stops_drawing(teams: FakeTeams, drawn: asyncio.Event | None = None) -> None:
    """The bot as it is in production, but for the drawing, which ends with ``drawn`` or never."""
    app = teams.bot.app

    async def draw(_: Request) -> bytes:
        await (drawn or asyncio.Event()).wait()
        return b"a picture"

    async def close() -> None:
        for shelf in (app[PICTURES]._public, app[PICTURES]._own):
            for task in shelf._under_way.values():
                task.cancel()

    app[PICTURES]._draw = draw
    app[PICTURES].close = close  # type: ignore[method-assign] # as the workers end what is being drawn
    app[TURNS].drawn = app[PICTURES].at_hand
    app[OUTBOX]._draw = teams.bot.draws_for_real


def pictures(card: Card) -> list[str]:
    return [node["url"] for node in nodes(card.content) if node.get("type") == "Image"]


def leads_to_inputs(content: Content) -> bool:
    """Whether a card has inputs, or a button that is answered by one that has."""
    verbs = {node.get("verb") for node in nodes(content)}
    inputs = any(str(node["type"]).startswith("Input.") for node in nodes(content) if "type" in node)
    return inputs or bool(verbs & {"start", "dismissal", "undodismissal", "radar"})


async def test_all_nine_questions_to_the_end_and_the_radar_says_in_words_that_it_could_not_be_drawn(
    teams: FakeTeams, bundle: Bundle
) -> None:
    stops_drawing(teams)
    me = teams.person()
    await begins(me)
    await answers_the_rest(me)
    await me.presses(texts.FINISH)
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and stands.phase is Phase.FINISHED and len(stands.answers) == QUESTIONS
    card = me.card(RESULT)
    assert texts.PICTURE_FAILED in card.says and not pictures(card)
    for entry in radar_for(bundle, "sundhed-og-aeldre").entries:
        assert f"**{entry.number}**\u00a0{entry.name}" in card.says
    assert suggestion_texts.DISMISS in card.buttons, "once nothing comes any more it has all its buttons"
    assert not any(texts.NO_PICTURE in said for said in me.sees)


async def test_in_a_group_too_and_what_is_dismissed_is_said_in_words(teams: FakeTeams) -> None:
    stops_drawing(teams)
    chat = teams.chat("groupChat")
    first, second = teams.person("Deltager Første", chat), teams.person("Deltager Anden", chat)
    await begins(first, SKOLE)
    await answers(first, "Førstes svar")
    await moves_to_the_summary(first)
    await first.presses(texts.FINISH)
    await first.presses(suggestion_texts.DISMISS)
    offered = first.card(suggestion_texts.SAVE).choices["t"]
    await first.presses(suggestion_texts.SAVE, t=offered[0], text="Vi har den allerede")
    for_all = second.card(RESULT).says
    assert "Vi har den allerede" in first.card(RESULT).says and "Vi har den allerede" in for_all
    assert texts.PICTURE_FAILED in for_all


async def test_a_radar_is_said_in_words_however_it_is_asked_for(teams: FakeTeams) -> None:
    stops_drawing(teams)
    me = teams.person()
    await me.says("radar sundhed")
    assert RADAR in me.sees[-1] and texts.PICTURE_FAILED in me.sees[-1]
    await me.says("hjælp")
    await me.presses(texts.SHOW_RADAR)
    await me.presses(texts.SHOW_RADAR, fagomraade=SKOLE)
    assert f"{SKOLE}: {RADAR}" in me.sees[-1]
    stands = Card("", me.chat.messages[-1].card or {})
    assert f"{SKOLE}: {RADAR}" in stands.says and texts.PICTURE_FAILED in stands.says


async def test_in_a_group_an_answer_that_others_do_not_see_has_a_button_for_the_picture_and_changes_nobodys_card(
    teams: FakeTeams,
) -> None:
    drawn = asyncio.Event()
    stops_drawing(teams, drawn)
    chat = teams.chat("groupChat")
    first, second = teams.person("Deltager Første", chat), teams.person("Deltager Anden", chat)
    await first.says("radar")
    before = second.card(texts.SHOW_RADAR)
    await first.presses(texts.SHOW_RADAR, fagomraade=SKOLE)
    assert second.card(texts.SHOW_RADAR) == before
    assert texts.NO_PICTURE_YET in first.card(RADAR).says and not pictures(first.card(RADAR))
    drawn.set()
    await asyncio.gather(*teams.bot.app[PICTURES]._public._under_way.values())
    await first.presses(texts.SHOW_PICTURE)
    assert pictures(first.card(RADAR)) and texts.SHOW_PICTURE not in first.card(RADAR).buttons
    assert second.card(texts.SHOW_RADAR) == before


async def test_what_is_followed_and_the_own_radar_are_said_in_words(teams: FakeTeams, bundle: Bundle) -> None:
    stops_drawing(teams)
    me = teams.person()
    await me.says("følg sundhed")
    assert following.NOW_FOLLOWED.format(name="Sundhed og ældre") in me.sees[-1]
    await me.says("egen radar sundhed")
    await me.presses(own.CHOOSE, kommune="Vejle")
    await me.presses(own.FILL)
    technology = radar_for(bundle, "sundhed-og-aeldre").entries[0].technology
    levels: dict[str, Filled] = {f"u.{technology.id}": Stage.AFPROEVER.value}
    await me.presses(own.SAVE_NEXT, on=None, **levels)
    await me.says("sammenlign egen radar sundhed")
    assert technology.name in me.sees[-1] and own.PICTURE_COMES in me.sees[-2]


async def comes_later(teams: FakeTeams, person: Person, drawn: asyncio.Event) -> tuple[Card, Card]:
    """The radar card before its picture is drawn, and after."""
    before = person.card(RADAR)
    drawn.set()
    await teams.settled()
    return before, person.card(RADAR)


async def test_the_card_comes_at_once_and_one_update_brings_the_picture_to_a_card_that_led_to_no_inputs(
    teams: FakeTeams, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.app, "DRAWN_WITHIN", 60.0)
    drawn = asyncio.Event()
    stops_drawing(teams, drawn)
    me = teams.person()
    teams.waits = False
    await me.says("radar sundhed")
    await teams.arrives(me, texts.NO_PICTURE, 60)
    before, after = await comes_later(teams, me, drawn)
    teams.waits = True
    assert not pictures(before) and not leads_to_inputs(before.content)
    assert pictures(after) and texts.START in after.buttons and texts.NO_PICTURE not in after.says
    assert after.message == before.message and me.chat.updates == 1


async def test_alone_an_answer_in_place_gets_its_picture_where_it_stands(
    teams: FakeTeams, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.app, "DRAWN_WITHIN", 60.0)
    drawn = asyncio.Event()
    stops_drawing(teams, drawn)
    me = teams.person()
    await me.says("radar")
    teams.waits = False
    await me.presses(texts.SHOW_RADAR, fagomraade=SKOLE)
    before, after = await comes_later(teams, me, drawn)
    teams.waits = True
    assert texts.NO_PICTURE in before.says and not leads_to_inputs(before.content)
    assert pictures(after) and after.message == before.message
    assert len(me.chat.messages) == 1
