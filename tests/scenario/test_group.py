"""Several people in one group chat: one shared card, everybody's own input card."""

from __future__ import annotations

import asyncio

from dialogs.reflection.state import Phase
from dialogs.texts import common as texts
from dialogs.texts import team as team_texts
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_account import reflection_of
from tests.fakes.teams_people import Person
from tests.fakes.teams_steps import SKOLE, answers, begins, finishes, moves_to_the_summary
from tests.fakes.teams_team_steps import touched


def group(teams: FakeTeams) -> tuple[Person, Person, Person]:
    chat = teams.chat("groupChat")
    first, second, third = (teams.person(f"Deltager {name}", chat) for name in ("Første", "Anden", "Tredje"))
    return first, second, third


async def test_two_people_walk_the_nine_questions_together_and_get_one_radar(teams: FakeTeams) -> None:
    first, second, _ = group(teams)
    await begins(first, SKOLE)
    for number in range(1, 10):
        assert texts.QUESTION.format(n=number) in second.card(texts.ANSWER).says
        if number in (1, 2, 4, 9):
            await answers(first if number % 2 else second, f"Svar {number}", rating=4 if number > 5 else None)
        if number == 9:
            await answers(second, "Uenig", rating=1)
        await first.presses(texts.TO_SUMMARY if number == 9 else texts.NEXT)
    await second.presses(team_texts.REVEAL_ALL)
    summary = first.card(texts.SUMMARY_TITLE).says
    assert "**Deltager Anden:** Svar 4" in summary
    assert f"**Deltager Første:** {texts.RATINGS[4]} · Svar 9" in summary
    assert f"**Deltager Anden:** {texts.RATINGS[1]} · Uenig" in summary
    await first.presses(texts.FINISH)
    for person in (first, second):
        assert len([said for said in person.sees if "Jeres resultat" in said]) == 1
    stands = await reflection_of(teams, first.chat)
    assert stands is not None and stands.phase is Phase.FINISHED
    assert [len(stands.answers_to(number)) for number in range(1, 10)] == [1, 1, 0, 1, 0, 0, 0, 0, 2]
    assert all(answer.revision == 1 for answer in stands.answers)


async def test_the_shared_card_has_no_inputs_and_svar_brings_them_to_the_presser_alone(teams: FakeTeams) -> None:
    first, second, _ = group(teams)
    await begins(first)
    assert not second.card(texts.ANSWER).inputs
    await first.presses(texts.ANSWER)
    assert list(first.card(texts.SAVE).inputs) == ["text"]
    assert texts.SAVE not in second.card().buttons and not second.card().inputs


async def test_answers_stay_unseen_in_the_summary_too_until_somebody_opens_them(teams: FakeTeams) -> None:
    first, second, third = group(teams)
    await begins(first)
    await answers(first, "Hemmeligt svar")
    await third.says("svar: Skrevet svar")
    assert "Deltager Første og Deltager Tredje" in second.card(texts.NEXT).says
    await first.presses(texts.NEXT)
    await moves_to_the_summary(first, 2)
    for person in (first, second, third):
        assert "Hemmeligt svar" not in "".join(person.sees) and "Skrevet svar" not in "".join(person.sees)
    await first.presses(team_texts.REVEAL_ALL)
    for person in (first, second, third):
        assert "Hemmeligt svar" in person.card(texts.SUMMARY_TITLE).says
        assert "Skrevet svar" in person.card(texts.SUMMARY_TITLE).says


async def test_svar_in_a_client_without_execute_shows_nobodys_answer_to_the_others(teams: FakeTeams) -> None:
    chat = teams.chat("groupChat")
    first, second = teams.person("Deltager Første", chat, submits=True), teams.person("Deltager Anden", chat)
    await begins(first)
    await first.says("svar: Hemmeligt svar")
    await first.presses(texts.ANSWER)
    assert "Hemmeligt svar" not in str([card.content for card in second.cards])


async def test_the_shared_card_is_updated_only_when_the_group_moves(teams: FakeTeams) -> None:
    first, second, _ = group(teams)
    await begins(first)
    moved, _ = touched(first)
    await answers(first, "Mit svar")
    await answers(second, "Et andet svar")
    await answers(second, "Et andet svar, rettet")
    assert touched(first)[0] == moved, "an update erases what somebody is typing"
    await first.presses(texts.NEXT)
    assert touched(first)[0] == moved + 1
    assert texts.QUESTION.format(n=2) in second.card(texts.ANSWER).says


async def test_three_people_answering_at_the_same_moment_are_all_kept(teams: FakeTeams) -> None:
    people = group(teams)
    await begins(people[0])
    for person in people:
        await person.presses(texts.ANSWER)
    teams.unordered = True
    await asyncio.gather(*(person.presses(texts.SAVE, text=f"Svar fra {person.name}") for person in people))
    for person in people:
        assert texts.SAVED.format(n=1) in person.answers[-1].says
    stands = await reflection_of(teams, people[0].chat)
    assert stands is not None
    assert {answer.text for answer in stands.answers_to(1)} == {f"Svar fra {person.name}" for person in people}


async def test_two_people_pressing_next_at_the_same_moment_move_one_question(teams: FakeTeams) -> None:
    first, second, _ = group(teams)
    await begins(first)
    teams.unordered = True
    await asyncio.gather(first.presses(texts.NEXT), second.presses(texts.NEXT))
    stands = await reflection_of(teams, first.chat)
    assert stands is not None and stands.current == 2
    assert texts.QUESTION.format(n=2) in first.card(texts.ANSWER).says


async def test_an_answer_typed_while_the_group_moves_on_is_kept_for_its_own_question(teams: FakeTeams) -> None:
    first, second, _ = group(teams)
    await begins(first)
    await second.presses(texts.ANSWER)
    typing = second.card(texts.SAVE)
    await first.presses(texts.NEXT)
    saved = await second.presses(texts.SAVE, on=typing, text="Skrevet færdigt bagefter")
    assert texts.SAVED.format(n=1) in saved.says
    assert texts.QUESTION.format(n=2) in saved.says, "and then the card shows where the group is"
    stands = await reflection_of(teams, first.chat)
    assert stands is not None and [a.text for a in stands.answers_to(1)] == ["Skrevet færdigt bagefter"]


async def test_everyone_edits_their_own_answer_and_nobody_elses(teams: FakeTeams) -> None:
    first, second, _ = group(teams)
    await begins(first)
    await answers(first, "Førstes svar")
    await second.presses(texts.ANSWER)
    assert "value" not in second.card(texts.SAVE).inputs["text"], "somebody else's answer is not shown"
    await second.presses(texts.SAVE, text="Andens svar")
    await first.presses(texts.ANSWER)
    assert first.card(texts.SAVE).inputs["text"]["value"] == "Førstes svar"
    edited = await first.presses(texts.SAVE, text="Førstes svar, rettet")
    assert texts.SAVED_EDIT.format(n=1) in edited.says
    stands = await reflection_of(teams, first.chat)
    assert stands is not None
    assert [(a.text, a.revision) for a in stands.answers_to(1)] == [("Førstes svar, rettet", 2), ("Andens svar", 1)]


async def test_in_the_summary_a_group_still_edits_any_answer(teams: FakeTeams) -> None:
    first, second, _ = group(teams)
    await begins(first)
    await answers(first, "Før opsummeringen")
    await moves_to_the_summary(first)
    await first.presses(texts.EDIT_QUESTION, question="1")
    edited = await first.presses(texts.SAVE, text="I opsummeringen")
    assert texts.SAVED_EDIT.format(n=1) in edited.says and texts.SUMMARY_TITLE in edited.says
    await first.presses(team_texts.REVEAL_ALL)
    await first.presses(texts.FINISH)
    assert "I opsummeringen" in second.card(texts.SUMMARY_TITLE).says


async def test_a_reflection_started_from_a_radar_card_is_seen_by_the_whole_group(teams: FakeTeams) -> None:
    first, second, _ = group(teams)
    await begins(first)
    await finishes(first)
    await first.says("radar skole")
    await first.presses(texts.START)
    assert f"{SKOLE} · Vejle" in second.card(texts.ANSWER).says
