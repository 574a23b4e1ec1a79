"""Who edits the message they answered in edits the answer, and nothing else happens."""

from __future__ import annotations

from dialogs.reflection.events import Refusal
from dialogs.texts import common as texts
from dialogs.texts import lines, team
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_account import reflection_of
from tests.fakes.teams_people import Person
from tests.fakes.teams_steps import answers, begins
from tests.fakes.teams_team_steps import closes, people


async def texts_of(teams: FakeTeams, person: Person) -> list[tuple[int, str, int]]:
    """Question, words and revision of every answer in the person's chat."""
    stands = await reflection_of(teams, person.chat)
    assert stands is not None
    return [(answer.question, answer.text, answer.revision) for answer in stands.answers]


async def test_an_edited_message_edits_the_answer_and_nobody_is_told(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await second.says("svar: Den første udgave")
    before = first.chat.updates, len(first.chat.messages)
    await second.edits("svar: Den anden udgave")
    await second.edits("Den tredje udgave")
    assert (first.chat.updates, len(first.chat.messages)) == before
    assert await texts_of(teams, first) == [(1, "Den tredje udgave", 3)]


async def test_an_edit_is_seen_where_the_answers_are_open(teams: FakeTeams) -> None:
    first, second, third = people(teams)
    await begins(first)
    await second.says("svar: Den første udgave")
    await second.presses(texts.REVEAL)
    await second.edits("svar: Den anden udgave")
    await third.presses(texts.REFRESH)
    shown = third.card(team.CONCLUDE).says
    assert "Den anden udgave" in shown and "Den første udgave" not in shown


async def test_the_message_belongs_to_its_own_question_wherever_the_group_is_since(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await second.says("svar: Til det første")
    to_the_first = second.wrote
    await first.presses(texts.NEXT)
    await second.says("svar: Til det andet")
    await second.edits("svar: Til det første, rettet", message=to_the_first)
    assert await texts_of(teams, first) == [(1, "Til det første, rettet", 2), (2, "Til det andet", 1)]
    stands = await reflection_of(teams, first.chat)
    assert stands is not None and stands.current == 2


async def test_alone_an_edit_changes_the_answer_and_the_question_one_is_at_stays(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    await me.says("svar: Den første udgave")
    assert texts.QUESTION.format(n=2) in me.card(texts.SAVE_AND_GO).says
    before = me.chat.updates, len(me.chat.messages)
    await me.edits("svar: Den anden udgave")
    assert (me.chat.updates, len(me.chat.messages)) == (before[0] + 1, before[1]), "its line, and nothing else"
    assert "Den anden udgave" in me.card(lines.SHORT[1]).says
    assert await texts_of(teams, me) == [(1, "Den anden udgave", 2)]
    assert texts.QUESTION.format(n=2) in me.card(texts.SAVE_AND_GO).says


async def test_the_line_of_an_answer_says_what_it_is_after_every_edit_and_after_a_deletion(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    await me.says("Det første svar")
    first = me.wrote
    await me.says("Det andet svar")
    for words in ("Det første svar, rettet", "Det første svar, rettet igen"):
        await me.edits(words, message=first)
        assert f"{lines.SHORT[1]}:** {words}" in me.card(lines.SHORT[1]).says
    assert f"{lines.SHORT[2]}:** Det andet svar" in me.card(lines.SHORT[2]).says, "that of another question stays"
    await me.deletes(message=first)
    assert lines.LEFT_UNANSWERED in me.card(lines.SHORT[1]).says
    await me.says("svar 1: Et nyt svar")
    assert "Et nyt svar" in me.card(lines.SHORT[1]).says


async def test_an_edit_while_the_messages_of_its_own_turn_still_wait_reaches_the_line_too(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    async with teams.slow(me.chat):
        await me.says("Det første svar")
        await me.edits("Det første svar, rettet")
    await teams.settled()
    assert "Det første svar, rettet" in me.card(lines.SHORT[1]).says


async def test_every_line_a_question_has_left_says_the_same(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    await me.says("Det første svar")
    first = me.wrote
    await me.says("gå til 1")
    await me.says("gå til 2")
    await me.edits("Det første svar, rettet", message=first)
    said = [card.says for card in me.cards if lines.SHORT[1] in card.says and lines.EDIT in card.buttons]
    assert len(said) == 2 and all("Det første svar, rettet" in each for each in said)


async def test_an_edit_shows_in_the_summary_one_is_at(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    await me.says("gå til 9")
    await me.says("4 – vi følger med")
    assert texts.SUMMARY_TITLE in me.sees[-1]
    before = len(me.chat.messages)
    await me.edits("2 – vi følger ikke med")
    assert "vi følger ikke med" in me.card(texts.SUMMARY_TITLE).says
    assert "2 af 5 – vi følger ikke med" in me.card(lines.SHORT[9]).says
    assert len(me.chat.messages) == before


async def test_nobody_edits_somebody_elses_answer(teams: FakeTeams) -> None:
    first, second, third = people(teams)
    await begins(first)
    await second.says("svar: Den andens svar")
    await third.edits("Den tredjes ord", message=second.wrote)
    assert await texts_of(teams, first) == [(1, "Den andens svar", 1)]
    await third.edits("svar: Den tredjes ord", message=second.wrote)
    assert (1, "Den andens svar", 1) in await texts_of(teams, first)


async def test_no_command_is_given_by_editing_a_message_into_one(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await answers(second, "Et svar")
    before = await reflection_of(teams, first.chat)
    for command in ("afslut", "annullér", "næste", "gå til 4", "pause", "vis svar", "overtag", "start refleksion"):
        await first.says("status")
        await first.edits(command)
        assert texts.REFUSALS[Refusal.EDIT_NOT_READ] in first.sees[-1]
    assert await reflection_of(teams, first.chat) == before


async def test_an_answer_edited_into_a_command_is_neither_the_command_nor_a_new_answer(teams: FakeTeams) -> None:
    first, *_ = people(teams)
    await begins(first)
    await first.says("svar: Mit svar")
    await first.edits("afslut")
    assert texts.REFUSALS[Refusal.EDIT_NOT_READ] in first.sees[-1]
    assert await texts_of(teams, first) == [(1, "Mit svar", 1)]


async def test_an_edit_after_closing_changes_nothing_and_is_not_met_with_silence(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await second.says("svar: Før afslutningen")
    await closes(first)
    before = len(first.chat.messages)
    await second.edits("svar: Efter afslutningen")
    assert await texts_of(teams, first) == [(1, "Før afslutningen", 1)]
    assert len(first.chat.messages) == before + 1


async def test_the_same_edit_told_twice_is_one_and_a_later_one_back_counts_too(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await second.says("svar: Frem")
    for words in ("svar: Tilbage", "svar: Frem", "svar: Tilbage"):
        await second.edits(words)
    assert await texts_of(teams, first) == [(1, "Tilbage", 4)]
