"""Started again: what the team said last time stands beside the same question, and nobody else's does."""

from __future__ import annotations

from dialogs.texts import common as texts
from dialogs.texts import team
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_chats import Chat
from tests.fakes.teams_people import Person
from tests.fakes.teams_steps import SKOLE, SUNDHED, answers, begins, cancels
from tests.fakes.teams_team_steps import closes, concludes, people, time_passes

CONCLUDED = "Sidst var vi enige"
OPENED = "Sidst mente jeg noget"
UNSEEN = "Sidst viste ingen det"


async def last_time(teams: FakeTeams, chat: Chat | None = None) -> list[Person]:
    """Three people who concluded on the first question, opened the second, and answered the third unseen; closed."""
    group = people(teams, 3, chat)
    first, second, _ = group
    await begins(first, SUNDHED)
    await answers(second, "Et svar, vi konkluderede på")
    await second.presses(texts.REVEAL)
    await concludes(second, CONCLUDED)
    await first.presses(texts.NEXT)
    await answers(second, OPENED)
    await second.presses(texts.REVEAL)
    await first.presses(texts.NEXT)
    await answers(second, UNSEEN)
    await closes(first)
    return group


async def test_the_conclusion_of_last_time_stands_beside_the_new_question_for_all(teams: FakeTeams) -> None:
    first, second, third = await last_time(teams)
    await time_passes(teams, 20)
    await begins(first, SUNDHED)
    for person in (first, second, third):
        assert team.LAST_CONCLUDED.format(text=CONCLUDED) in person.card(texts.ANSWER).says
    asked = await third.presses(texts.ANSWER)
    assert team.LAST_CONCLUDED.format(text=CONCLUDED) in asked.says
    assert not any("value" in shown for shown in third.card(texts.SAVE).inputs.values()), "it is beside, not filled in"


async def test_where_nothing_was_concluded_the_answers_that_everybody_saw_stand_there(teams: FakeTeams) -> None:
    first, second, third = await last_time(teams)
    await begins(first, SUNDHED)
    await first.presses(texts.NEXT)
    for person in (second, third):
        shown = person.card(texts.ANSWER).says
        assert team.LAST_ANSWERED in shown and f"**Deltager Anden:** {OPENED}" in shown


async def test_an_answer_that_was_never_opened_is_shown_again_to_its_author_alone(teams: FakeTeams) -> None:
    first, second, third = await last_time(teams)
    await begins(first, SUNDHED)
    await first.says("gå til 3")
    assert UNSEEN not in "".join([*first.sees, *third.sees, *second.sees])
    assert UNSEEN not in (await third.presses(texts.ANSWER)).says
    own = (await second.presses(texts.ANSWER)).says
    assert team.LAST_ANSWERED_ALONE in own and UNSEEN in own


async def test_the_new_conclusion_is_written_beside_the_old_one(teams: FakeTeams) -> None:
    first, second, third = await last_time(teams)
    await begins(first, SUNDHED)
    await answers(first, "Nu mener jeg noget andet")
    await first.presses(texts.REVEAL)
    writing = await third.presses(team.CONCLUDE)
    assert team.LAST_CONCLUDED.format(text=CONCLUDED) in writing.says
    await third.presses(team.SAVE_CONCLUSION, text="Nu er vi uenige")
    shown = second.card(team.CONCLUDE).says
    assert team.CONCLUSION.format(text="Nu er vi uenige") in shown
    assert team.LAST_CONCLUDED.format(text=CONCLUDED) in shown


async def test_the_new_summary_has_what_was_concluded_last_time_too(teams: FakeTeams) -> None:
    first, second, _ = await last_time(teams)
    await begins(first, SUNDHED)
    await answers(first, "Nu mener jeg noget andet")
    await closes(first)
    assert team.LAST_CONCLUDED.format(text=CONCLUDED) in second.card(texts.SUMMARY_CLOSED).says


async def test_a_reflection_on_another_fagomraade_says_nothing_of_it(teams: FakeTeams) -> None:
    first, second, third = await last_time(teams)
    before = len(first.chat.messages)
    await begins(first, SKOLE)
    new = [third.sees[-1], (await third.presses(texts.ANSWER)).says]
    await first.presses(texts.NEXT)
    new += [said for person in (first, second) for said in person.sees[before:]]
    assert not any(words in said for said in new for words in (CONCLUDED, OPENED, "Sidst"))


async def test_a_reflection_that_was_given_up_is_not_last_time(teams: FakeTeams) -> None:
    first, second, _ = people(teams)
    await begins(first, SUNDHED)
    await answers(second, OPENED)
    await second.presses(texts.REVEAL)
    await cancels(first)
    await begins(first, SUNDHED)
    assert OPENED not in first.sees[-1] and "Sidst" not in first.sees[-1]


async def test_another_chat_with_the_same_people_says_nothing_of_it(teams: FakeTeams) -> None:
    await last_time(teams)
    other = people(teams, 3, teams.chat("groupChat"))
    await begins(other[0], SUNDHED)
    own = await other[1].presses(texts.ANSWER)
    assert not any(words in said for said in [own.says, *other[2].sees] for words in (CONCLUDED, OPENED, "Sidst"))


async def test_alone_ones_own_answer_of_last_time_stands_beside_the_question(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me, SUNDHED)
    await me.presses(texts.SAVE_AND_GO, text=OPENED)
    await me.says("ja, afslut")
    await begins(me, SUNDHED)
    shown = me.card(texts.SAVE_AND_GO)
    assert team.LAST_ANSWERED_ALONE in shown.says and OPENED in shown.says
    assert "value" not in shown.inputs["text"]
