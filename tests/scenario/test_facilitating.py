"""Who moves the group on: taken over for all to see, and never a reflection that nobody can close."""

from __future__ import annotations

from dialogs.reflection.state import Phase
from dialogs.texts import common as texts
from dialogs.texts import status, team
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_account import reflection_of
from tests.fakes.teams_steps import answers, begins
from tests.fakes.teams_team_steps import closes, leaves, people, time_passes


async def test_whoever_started_is_named_as_facilitator_on_everybodys_card(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    assert texts.FACILITATOR.format(name="Deltager Første") in second.card(texts.ANSWER).says


async def test_another_who_presses_next_is_told_who_facilitates_and_offered_to_take_over(teams: FakeTeams) -> None:
    first, second, third = people(teams)
    await begins(first)
    refused = await second.presses(texts.NEXT)
    assert team.FACILITATED_BY.format(name="Deltager Første") in refused.says
    assert team.TAKE_OVER in second.card().buttons
    stands = await reflection_of(teams, first.chat)
    assert stands is not None and stands.current == 1
    assert team.TAKE_OVER not in third.card().buttons, "only the one who pressed is asked"
    await second.presses(team.CLOSE)
    assert status.NOBODY.format(n=1) in second.card(texts.NEXT).says


async def test_taking_over_is_seen_by_all_and_moves_the_group_from_then_on(teams: FakeTeams) -> None:
    first, second, third = people(teams)
    await begins(first)
    await second.presses(texts.NEXT)
    await second.presses(team.TAKE_OVER)
    for person in (first, third):
        assert any(texts.TAKEN_OVER.format(name="Deltager Anden") in said for said in person.sees)
        assert texts.FACILITATOR.format(name="Deltager Anden") in person.card(texts.ANSWER).says
    await second.presses(texts.NEXT)
    assert texts.QUESTION.format(n=2) in third.card(texts.ANSWER).says
    refused = await first.presses(texts.NEXT)
    assert team.FACILITATED_BY.format(name="Deltager Anden") in refused.says


async def test_nobody_becomes_facilitator_by_answering_concluding_or_opening(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await answers(second, "Mit svar")
    await second.presses(texts.REVEAL)
    await second.presses(team.CONCLUDE)
    await second.presses(team.SAVE_CONCLUSION, text="Vores konklusion")
    stands = await reflection_of(teams, first.chat)
    assert stands is not None and stands.facilitator is not None
    assert stands.facilitator.name == "Deltager Første"


async def test_taking_over_in_the_chat_is_answered_once_for_all(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await second.says("overtag")
    assert texts.TAKEN_OVER.format(name="Deltager Anden") in first.card(texts.ANSWER).says
    stands = await reflection_of(teams, first.chat)
    assert stands is not None and stands.facilitator is not None and stands.facilitator.name == "Deltager Anden"


async def test_only_the_facilitator_closes_a_reflection_that_people_are_at(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    for words in ("afslut", "annullér"):
        await second.says(words)
        assert team.FACILITATED_BY.format(name="Deltager Første") in second.sees[-1]
    stands = await reflection_of(teams, first.chat)
    assert stands is not None and not stands.phase.is_closed


async def test_a_closed_reflection_is_opened_again_by_its_facilitator_with_everything_in_it(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await answers(second, "Før afslutningen")
    await closes(first)
    await first.presses(team.REOPEN)
    stands = await reflection_of(teams, first.chat)
    assert stands is not None and stands.phase is Phase.REVIEW and stands.ended_at is None
    await second.presses(texts.EDIT_QUESTION, question="1")
    await second.presses(texts.SAVE, text="Efter genåbningen")
    stands = await reflection_of(teams, first.chat)
    assert stands is not None and [(a.text, a.revision) for a in stands.answers] == [("Efter genåbningen", 2)]


async def test_another_who_wants_it_opened_again_takes_over_first(teams: FakeTeams) -> None:
    first, second, third = people(teams)
    await begins(first)
    await answers(first, "Et svar")
    await closes(first)
    await second.presses(team.REOPEN)
    await second.presses(team.TAKE_OVER)
    assert any(texts.TAKEN_OVER.format(name="Deltager Anden") in said for said in third.sees)
    await second.presses(team.REOPEN)
    stands = await reflection_of(teams, first.chat)
    assert stands is not None and stands.phase is Phase.REVIEW


async def test_an_abandoned_reflection_is_closed_by_anyone_after_a_week_and_not_before(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await answers(first, "Et svar")
    await time_passes(teams, 6.9)
    await second.presses(texts.MENU)
    await second.presses(team.CLOSE_REFLECTION)
    assert any(team.TAKE_OVER in card.buttons for card in second.cards)
    stands = await reflection_of(teams, first.chat)
    assert stands is not None and stands.phase is Phase.QUESTIONS
    await second.presses(team.CLOSE)
    await time_passes(teams, 0.2)
    await closes(second)
    stands = await reflection_of(teams, first.chat)
    assert stands is not None and stands.phase is Phase.FINISHED
    assert [a.text for a in stands.answers] == ["Et svar"]


async def test_somebody_who_has_left_keeps_their_answers_in_what_the_group_ends_with(teams: FakeTeams) -> None:
    first, second, third = people(teams)
    await begins(first)
    await answers(second, "Sagt, inden jeg gik")
    await answers(third, "Sagt af en, der blev")
    await leaves(teams, second)
    await first.presses(texts.REVEAL)
    assert "**Deltager Anden:** Sagt, inden jeg gik" in third.card(team.CONCLUDE).says
    await closes(first)
    assert "**Deltager Anden:** Sagt, inden jeg gik" in third.card(texts.SUMMARY_TITLE).says


async def test_a_facilitator_who_has_left_is_replaced_by_whoever_takes_over(teams: FakeTeams) -> None:
    first, second, third = people(teams)
    await begins(first)
    await leaves(teams, first)
    await second.presses(texts.MENU)
    await second.presses(team.TAKE_OVER)
    await second.presses(texts.NEXT)
    assert texts.QUESTION.format(n=2) in third.card(texts.ANSWER).says
