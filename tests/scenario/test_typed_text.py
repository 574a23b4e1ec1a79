"""What somebody typed is never lost, and never taken for an answer they did not give."""

from __future__ import annotations

import pytest

from dialogs.reflection.events import Refusal
from dialogs.reflection.state import MAX_ANSWER
from dialogs.texts import common as texts
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_account import reflection_of
from tests.fakes.teams_steps import begins


@pytest.mark.parametrize(("button", "then"), [(texts.BACK, 1), (texts.SKIP, 3)], ids=["tilbage", "spring-over"])
async def test_text_typed_beside_the_button_is_kept_and_the_person_goes_where_they_pressed(
    teams: FakeTeams, button: str, then: int
) -> None:
    me = teams.person()
    await begins(me)
    await me.presses(texts.SKIP)
    moved = await me.presses(button, text="Halvt svar")
    assert texts.SAVED.format(n=2) in moved.says and texts.QUESTION.format(n=then) in moved.says
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and stands.current == then
    assert [(a.question, a.text, a.revision) for a in stands.answers] == [(2, "Halvt svar", 1)]


async def test_free_text_in_a_group_is_no_answer_and_the_way_to_answer_is_said(teams: FakeTeams) -> None:
    chat = teams.chat("groupChat")
    first, second = teams.person("Deltager Første", chat), teams.person("Deltager Anden", chat)
    await begins(first)
    await second.says("vi vil have renere vandløb")
    assert second.sees[-1] == texts.DRAFT_GROUP.format(n=1)
    stands = await reflection_of(teams, chat)
    assert stands is not None and stands.answers == ()


async def test_an_empty_answer_is_said_and_saves_nothing(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    refused = await me.presses(texts.SAVE_AND_GO)
    assert texts.REFUSALS[Refusal.EMPTY_ANSWER] in refused.says and texts.QUESTION.format(n=1) in refused.says


@pytest.mark.parametrize("kind", ["personal", "groupChat"])
async def test_an_answer_that_is_too_long_stays_in_the_card_so_that_it_can_be_shortened(
    teams: FakeTeams, kind: str
) -> None:
    me = teams.person(chat=teams.chat("groupChat") if kind == "groupChat" else None)
    await begins(me)
    if kind == "groupChat":
        await me.presses(texts.ANSWER)
    long = "ord " * (MAX_ANSWER // 4) + "slut"
    button = texts.SAVE if kind == "groupChat" else texts.SAVE_AND_GO
    refused = await me.presses(button, text=long)
    assert texts.REFUSALS[Refusal.ANSWER_TOO_LONG] in refused.says
    assert me.card(button).inputs["text"]["value"] == long


async def test_emoji_line_breaks_and_markup_come_back_as_they_were_typed(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    words = "Æblegrød på Ærø 🌱\n- ikke *fed* <b>skrift</b>\n[ingen lænke](https://example.org)"
    await me.presses(texts.SAVE_AND_GO, text=words)
    await me.presses(texts.BACK)
    assert me.card(texts.SAVE_AND_GO).inputs["text"]["value"] == words
