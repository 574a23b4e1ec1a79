"""A reflection is put away and taken up again, given up, or finished before it is done."""

from __future__ import annotations

from dialogs.reflection.events import Refusal
from dialogs.reflection.state import Phase
from dialogs.texts import common as texts
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_account import kommune_of, reflection_of
from tests.fakes.teams_steps import SUNDHED, answers, begins


async def test_a_paused_reflection_goes_on_where_it_was_with_every_answer(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    await me.presses(texts.SAVE_AND_GO, text="Før pausen")
    for by_button in (True, False):
        await me.says("pause")
        assert texts.PAUSED_TITLE in me.sees[-1]
        if by_button:
            await me.presses(texts.RESUME)
        else:
            await me.says("fortsæt")
        card = me.card(texts.SAVE_AND_GO)
        assert texts.RESUMED in card.says and texts.QUESTION.format(n=2) in card.says
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and [a.text for a in stands.answers] == ["Før pausen"]


async def test_while_it_is_paused_nothing_is_answered_and_the_way_on_is_said(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    open_card = me.card(texts.SAVE_AND_GO)
    await me.says("pause")
    refused = await me.presses(texts.SAVE_AND_GO, on=open_card, text="I pausen")
    assert texts.REFUSALS[Refusal.PAUSED] in refused.says and texts.RESUME in me.card().buttons
    await me.says("svar: også i pausen")
    assert texts.REFUSALS[Refusal.PAUSED] in me.sees[-1]
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and stands.answers == ()


async def test_a_group_is_paused_for_everyone_and_anyone_takes_it_up(teams: FakeTeams) -> None:
    chat = teams.chat("groupChat")
    first, second = teams.person("Deltager Første", chat), teams.person("Deltager Anden", chat)
    await begins(first)
    await answers(first, "Før pausen")
    await first.says("pause")
    assert texts.PAUSED_TITLE in second.card(texts.RESUME).says
    await second.presses(texts.RESUME)
    assert texts.QUESTION.format(n=1) in first.card(texts.ANSWER).says
    assert "Deltager Første" in first.card(texts.REVEAL).says


async def test_a_cancelled_reflection_gives_no_radar_and_the_next_one_does_not_ask_for_the_kommune(
    teams: FakeTeams,
) -> None:
    me = teams.person()
    await begins(me)
    await me.presses(texts.SAVE_AND_GO, text="Bliver opgivet")
    await me.says("ja, annullér")
    assert texts.CANCELLED_TITLE in me.sees[-1]
    assert not any("Jeres resultat" in said for said in me.sees)
    assert await kommune_of(teams, me.chat) == "630"

    await me.presses(texts.START)
    card = me.card(texts.GO)
    assert texts.KOMMUNE_KNOWN.format(name="Vejle") in card.says
    asked = await me.presses(texts.GO, fagomraade=SUNDHED)
    assert texts.QUESTION.format(n=1) in asked.says and f"{SUNDHED} · Vejle" in asked.says
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and stands.answers == (), "the new one begins afresh"


async def test_the_known_kommune_can_be_changed(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    await me.says("ja, annullér")
    await me.presses(texts.START)
    asked = await me.presses(texts.GO, kommune="Ærø", fagomraade=SUNDHED)
    assert f"{SUNDHED} · Ærø" in asked.says
    assert await kommune_of(teams, me.chat) == "492"


async def test_a_reflection_finished_half_done_gives_the_radar_and_keeps_what_was_answered(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    await me.presses(texts.SAVE_AND_GO, text="Det eneste svar")
    await me.says("ja, afslut")
    assert "Jeres resultat" in me.sees[-2]
    summary = me.card(texts.SUMMARY_TITLE).says
    assert "Det eneste svar" in summary and summary.count(texts.UNANSWERED) == 8
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and stands.phase is Phase.FINISHED


async def test_what_is_missing_on_the_start_card_is_asked_for_and_what_was_chosen_is_kept(teams: FakeTeams) -> None:
    me = teams.person()
    await me.says("start refleksion")
    asked = await me.presses(texts.GO, fagomraade=SUNDHED)
    assert texts.REFUSALS[Refusal.KOMMUNE_MISSING] in asked.says
    assert me.card(texts.GO).inputs["fagomraade"]["value"] == "sundhed-og-aeldre"
    asked = await me.presses(texts.GO, kommune="Vejle")
    assert texts.QUESTION.format(n=1) in asked.says


async def test_the_summary_of_a_finished_reflection_stays_in_the_chat_when_the_next_one_starts(
    teams: FakeTeams,
) -> None:
    me = teams.person()
    await begins(me)
    await me.presses(texts.SAVE_AND_GO, text="Et svar, vi vil se igen")
    await me.says("ja, afslut")
    await me.says("start refleksion")
    assert any("Et svar, vi vil se igen" in said for said in me.sees)
