"""Who deletes the message they answered in takes the answer back; who brings it back has answered again."""

from __future__ import annotations

from dialogs.reflection.events import Refusal
from dialogs.texts import common as texts
from dialogs.texts import following, team
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_account import reflection_of
from tests.fakes.teams_people import Person
from tests.fakes.teams_steps import answers, begins
from tests.fakes.teams_team_steps import closes, people

AGAINST = "svar: en navngiven kollega er imod"


async def texts_of(teams: FakeTeams, person: Person) -> list[tuple[int, str]]:
    """Question and words of every answer in the person's chat."""
    stands = await reflection_of(teams, person.chat)
    assert stands is not None
    return [(answer.question, answer.text) for answer in stands.answers]


async def test_a_deleted_messages_answer_is_shown_to_nobody_and_its_author_is_told(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await second.says(AGAINST)
    await second.deletes()
    assert texts.WITHDRAWN.format(n=1) in second.sees[-1]
    await first.says("vis svar")
    assert not [said for said in first.sees if "navngiven kollega" in said]
    assert await texts_of(teams, first) == []


async def test_what_was_opened_to_everybody_vanishes_from_the_shared_card(teams: FakeTeams) -> None:
    first, second, third = people(teams)
    await begins(first)
    await second.says(AGAINST)
    await answers(first, "Er for")
    await first.presses(texts.REVEAL)
    assert "navngiven kollega" in third.card(team.CONCLUDE).says
    await second.deletes()
    assert "navngiven kollega" not in third.card(team.CONCLUDE).says and "Er for" in third.card(team.CONCLUDE).says


async def test_undeleting_puts_back_what_it_says_on_its_own_question_wherever_the_group_is(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await second.says("svar: Til det første")
    message = second.wrote
    await second.edits("Til det første, rettet")
    await second.deletes(message)
    await first.presses(texts.NEXT)
    await second.undeletes("Til det første, rettet", message)
    assert texts.SAVED.format(n=1) in second.sees[-1]
    assert await texts_of(teams, first) == [(1, "Til det første, rettet")]
    await second.deletes(message)
    assert await texts_of(teams, first) == []
    await second.undeletes("svar: Igen", message)
    assert await texts_of(teams, first) == [(1, "Igen")]


async def test_alone_and_while_paused_it_is_taken_back_and_put_back_too(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    await me.says("svar: Mit svar")
    message = me.wrote
    await me.says("pause")
    await me.deletes(message)
    assert await texts_of(teams, me) == []
    await me.undeletes("svar: Mit svar", message)
    assert await texts_of(teams, me) == [(1, "Mit svar")]
    await me.says("fortsæt")
    assert texts.QUESTION.format(n=2) in me.card(texts.SAVE_AND_GO).says, "where one was before"


async def test_a_message_that_is_not_what_stands_takes_nothing_away_and_says_nothing(teams: FakeTeams) -> None:
    first, second, third = people(teams)
    await begins(first)
    await second.says("status")
    await second.deletes()
    await second.says("svar: Først skrevet")
    message = second.wrote
    before = len(first.chat.messages)
    await third.deletes(message)
    assert await texts_of(teams, first) == [(1, "Først skrevet")], "somebody else's message is theirs"
    await second.says("svar: Skrevet i en ny besked")
    said = len(first.chat.messages)
    await second.deletes(message)
    assert await texts_of(teams, first) == [(1, "Skrevet i en ny besked")]
    assert said == len(first.chat.messages) == before + 1


async def test_a_newer_answer_is_not_written_over_by_an_older_message_that_is_there_again(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await second.says("svar: Det gamle")
    message = second.wrote
    await second.deletes()
    await answers(second, "Det nye")
    await second.undeletes("svar: Det gamle", message)
    assert texts.REFUSALS[Refusal.NEWER_STANDS] in second.sees[-1]
    assert await texts_of(teams, first) == [(1, "Det nye")]


async def test_after_closing_the_author_is_told_that_the_answer_stands_and_how_to_take_it_back(
    teams: FakeTeams,
) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await second.says(AGAINST)
    message = second.wrote
    await closes(first)
    await second.deletes(message)
    assert texts.REFUSALS[Refusal.ANSWER_STANDS] in second.sees[-1]
    assert await texts_of(teams, first) == [(1, "en navngiven kollega er imod")]


async def test_what_is_the_groups_stands_and_whoever_deletes_the_message_is_told_so(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    for words in (
        "konklusion: Vi begynder småt",
        "næste skridt: Vi ringer",
        "ikke relevant: chatbots, fordi vi har en",
    ):
        await second.says(words)
        before = await reflection_of(teams, first.chat)
        await second.deletes()
        assert texts.REFUSALS[Refusal.SHARED_STANDS] in second.sees[-1], words
        assert await reflection_of(teams, first.chat) == before


async def test_commands_are_neither_undone_by_deleting_nor_given_again_by_undeleting(teams: FakeTeams) -> None:
    first, *_ = people(teams)
    await begins(first)
    for command in ("næste", "følg sundhed", "stop med at følge sundhed", "egen radar", "radar sundhed"):
        await first.says(command)
        stood, said = await reflection_of(teams, first.chat), len(first.chat.messages)
        await first.deletes()
        await first.undeletes(command)
        assert await reflection_of(teams, first.chat) == stood
        assert len(first.chat.messages) == said, command


async def test_no_radar_is_followed_by_editing_a_message_into_it(teams: FakeTeams) -> None:
    me = teams.person()
    await me.says("hjælp")
    await me.edits("følg sundhed")
    await me.says("hvad følger jeg")
    assert following.NOTHING in me.sees[-1]


async def test_a_reply_to_a_message_is_read_without_what_it_quotes(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first)
    await second.says('<quoted messageId="1700000000001"/> svar: Mit svar')
    assert await texts_of(teams, first) == [(1, "Mit svar")]
