"""What looks like a personal number is stopped before it is saved, wherever it is written. The numbers are made up."""

from __future__ import annotations

import pytest

from dialogs.reflection.events import Refusal
from dialogs.texts import common as texts
from dialogs.texts import team
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_account import reflection_of
from tests.fakes.teams_steps import answers, begins
from tests.fakes.teams_team_steps import closes, database_of, day_in, people, stored, time_passes

NUMBER = "010190-1234"
STOPPED = texts.REFUSALS[Refusal.PERSONAL_NUMBER]


def is_kept(teams: FakeTeams, *digits: str) -> bool:
    """True where a number stands in any table, or anywhere in the database's files."""
    file = database_of(teams)
    raw = b"".join(path.read_bytes() for path in sorted(file.parent.glob(f"{file.name}*")))
    return any(
        number in str(stored(teams)) or number.encode() in raw for number in digits or (NUMBER, NUMBER.replace("-", ""))
    )


async def test_in_a_card_the_answer_is_stopped_and_the_rest_of_it_stays_to_be_mended(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    stopped = await me.presses(texts.SAVE_AND_GO, text=f"Borgeren {NUMBER} fik en tablet")
    assert texts.NUMBER_TAKEN_OUT in stopped.says
    draft = me.card(texts.SAVE_AND_GO).inputs["text"]["value"]
    assert draft == f"Borgeren {texts.TAKEN_OUT} fik en tablet"
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and stands.answers == () and stands.current == 1
    assert not is_kept(teams)
    await me.presses(texts.SAVE_AND_GO, text="Borgeren fik en tablet")
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and [a.text for a in stands.answers] == ["Borgeren fik en tablet"]


async def test_in_a_group_only_the_writer_sees_it_and_the_draft_without_the_number(teams: FakeTeams) -> None:
    first, second, third = people(teams)
    await begins(first)
    await second.presses(texts.ANSWER)
    before = first.chat.updates, len(first.chat.messages)
    stopped = await second.presses(texts.SAVE, text=f"Ring til {NUMBER} i morgen")
    assert texts.NUMBER_TAKEN_OUT in stopped.says
    assert second.card(texts.SAVE).inputs["text"]["value"] == f"Ring til {texts.TAKEN_OUT} i morgen"
    assert (first.chat.updates, len(first.chat.messages)) == before
    assert NUMBER not in "".join([*first.sees, *second.sees, *third.sees])
    assert not is_kept(teams)


@pytest.mark.parametrize("words", [f"svar: Borgeren {NUMBER}", f"Borgeren {NUMBER} fik en tablet", f"radar {NUMBER}"])
@pytest.mark.parametrize("kind", ["personal", "groupChat"])
async def test_in_the_chat_it_is_stopped_and_not_said_again(teams: FakeTeams, words: str, kind: str) -> None:
    me = teams.person(chat=teams.chat("personal" if kind == "personal" else "groupChat"))
    await begins(me)
    await me.says(words)
    assert STOPPED in me.sees[-1]
    assert NUMBER not in "".join(me.sees)
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and stands.answers == ()
    assert not is_kept(teams)


async def test_before_any_reflection_it_is_not_said_again_either(teams: FakeTeams) -> None:
    me = teams.person()
    await me.says(f"Hvad gør vi med {NUMBER}?")
    assert STOPPED in me.sees[-1] and NUMBER not in "".join(me.sees)
    assert not is_kept(teams)


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("0101901234", "0101901234"),
        ("010190 1234", "010190 1234"),
        ("01.01.90-1234", "01.01.90-1234"),
        ("01-01-1990-1234", "01-01-1990-1234"),
        ("010190–1234", "010190–1234"),
    ],
)
async def test_it_is_known_however_it_is_written(teams: FakeTeams, written: str, digits: str) -> None:
    me = teams.person()
    await begins(me)
    stopped = await me.presses(texts.SAVE_AND_GO, text=f"Det er {written}, og mere")
    assert texts.NUMBER_TAKEN_OUT in stopped.says
    assert me.card(texts.SAVE_AND_GO).inputs["text"]["value"] == f"Det er {texts.TAKEN_OUT}, og mere"
    assert not is_kept(teams, digits)


async def test_numbers_that_are_no_personal_numbers_are_left_alone(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    words = "Vi har 1.200 borgere, og telefonen er 45 67 89 10, mødet er 01.12.2026 kl. 10.30"
    await me.presses(texts.SAVE_AND_GO, text=words)
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and [a.text for a in stands.answers] == [words]


async def test_in_a_conclusion_it_is_stopped_with_the_rest_kept_in_the_card(teams: FakeTeams) -> None:
    first, second, third = people(teams)
    await begins(first)
    await answers(second, "Et svar")
    await second.presses(texts.REVEAL)
    await third.presses(team.CONCLUDE)
    stopped = await third.presses(team.SAVE_CONCLUSION, text=f"Vi hjælper {NUMBER} først")
    assert texts.NUMBER_TAKEN_OUT in stopped.says
    assert third.card(team.SAVE_CONCLUSION).inputs["text"]["value"] == f"Vi hjælper {texts.TAKEN_OUT} først"
    await second.says(f"konklusion: Vi hjælper {NUMBER} først")
    assert STOPPED in second.sees[-1]
    assert not is_kept(teams)


async def test_in_a_next_step_it_is_stopped_with_the_rest_kept_in_the_card(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await closes(first)
    await second.presses(team.ADD_STEP)
    stopped = await second.presses(team.SAVE_STEP, what=f"Besøg {NUMBER}", who=f"Den, der kender {NUMBER}")
    assert texts.NUMBER_TAKEN_OUT in stopped.says
    kept = second.card(team.SAVE_STEP).inputs
    assert kept["what"]["value"] == f"Besøg {texts.TAKEN_OUT}"
    assert kept["who"]["value"] == f"Den, der kender {texts.TAKEN_OUT}"
    await second.says(f"næste skridt: Besøg {NUMBER}")
    assert STOPPED in second.sees[-1]
    assert not is_kept(teams)


async def test_in_an_evaluation_it_is_stopped_with_the_rest_kept_in_the_card(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await closes(first)
    await second.presses(team.CHOOSE)
    (name,) = second.card(team.SAVE_CHOICE).choices["technologies"][:1]
    await second.presses(team.SAVE_CHOICE, technologies=[name], when=day_in(teams, 20).isoformat())
    await time_passes(teams, 21)
    await first.presses(team.EVALUATE.format(name=name))
    stopped = await first.presses(team.SAVE_EVALUATION, decision="Udbred", text=f"Godt for {NUMBER}")
    assert texts.NUMBER_TAKEN_OUT in stopped.says
    assert first.card(team.SAVE_EVALUATION).inputs["text"]["value"] == f"Godt for {texts.TAKEN_OUT}"
    assert not is_kept(teams)


async def test_a_message_edited_to_hold_one_leaves_the_answer_as_it_was(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await second.says("svar: Borgeren fik en tablet")
    await second.edits(f"svar: Borgeren {NUMBER} fik en tablet")
    assert STOPPED in second.sees[-1]
    stands = await reflection_of(teams, first.chat)
    assert stands is not None and [a.text for a in stands.answers] == ["Borgeren fik en tablet"]
    assert not is_kept(teams)


async def test_a_number_over_two_boxes_of_a_next_step_is_stopped_and_taken_out_of_both(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await closes(first)
    await second.presses(team.ADD_STEP)
    stopped = await second.presses(team.SAVE_STEP, what="Besøg 010190", who="1234")
    assert texts.NUMBER_TAKEN_OUT in stopped.says
    kept = second.card(team.SAVE_STEP).inputs
    assert (kept["what"]["value"], kept["who"]["value"]) == (f"Besøg {texts.TAKEN_OUT}", texts.TAKEN_OUT)
    assert not is_kept(teams, "010190")


async def test_over_two_lines_of_an_answer_it_is_stopped(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    stopped = await me.presses(texts.SAVE_AND_GO, text="Borgeren 010190\n1234 fik en tablet")
    assert texts.NUMBER_TAKEN_OUT in stopped.says
    assert me.card(texts.SAVE_AND_GO).inputs["text"]["value"] == f"Borgeren {texts.TAKEN_OUT} fik en tablet"
    assert not is_kept(teams, "010190")


@pytest.mark.parametrize("words", ["følg", "følg ikke længere", "egen radar"])
async def test_as_the_name_of_a_fagomraade_it_is_not_said_again(teams: FakeTeams, words: str) -> None:
    me = teams.person()
    await me.says(f"{words} {NUMBER}")
    assert NUMBER not in "".join(me.sees)
    assert not is_kept(teams)
