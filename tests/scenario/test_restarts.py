"""The bot's process ends and another one starts on the same database."""

from __future__ import annotations

from dialogs.reflection.state import Phase
from dialogs.texts import common as texts
from dialogs.texts import team as team_texts
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_account import reflection_of
from tests.fakes.teams_steps import SKOLE, answers, begins


async def test_alone_a_restart_between_any_two_steps_keeps_everything(teams: FakeTeams) -> None:
    me = teams.person()
    teams.restarts = True
    await begins(me)
    await me.presses(texts.SAVE_AND_GO, text="Svar 1")
    await me.presses(texts.BACK)
    await me.presses(texts.SAVE_AND_GO, text="Svar 1, rettet")
    await me.presses(texts.SKIP)
    await me.says("pause")
    await me.presses(texts.RESUME)
    await me.says("gå til 9")
    await me.presses(texts.SAVE_AND_GO, text="Svar 9")
    await me.presses(texts.FINISH)
    summary = me.card(texts.SUMMARY_TITLE).says
    assert "Svar 1, rettet" in summary and texts.SKIPPED in summary
    assert [said for said in me.sees if "Jeres resultat" in said] == [me.sees[-2]]
    stands = await reflection_of(teams, me.chat)
    assert stands is not None and stands.phase is Phase.FINISHED and len(stands.answers) == 2


async def test_in_a_group_a_restart_between_any_two_steps_keeps_everything(teams: FakeTeams) -> None:
    chat = teams.chat("groupChat")
    first, second = teams.person("Deltager Første", chat), teams.person("Deltager Anden", chat)
    teams.restarts = True
    await begins(first, SKOLE)
    await answers(first, "Førstes svar")
    await answers(second, "Andens svar")
    await first.presses(texts.NEXT)
    await first.says("pause")
    await second.presses(texts.RESUME)
    await first.says("gå til 9")
    await first.presses(texts.TO_SUMMARY)
    await second.presses(team_texts.REVEAL_ALL)
    await first.presses(texts.FINISH)
    summary = first.card(texts.SUMMARY_TITLE).says
    assert "**Deltager Første:** Førstes svar" in summary and "**Deltager Anden:** Andens svar" in summary
    assert [said for said in first.sees if "Jeres resultat" in said] == [first.sees[-2]]


async def test_what_waited_when_the_bot_stopped_arrives_after_the_next_start_once_and_in_order(
    teams: FakeTeams,
) -> None:
    me = teams.person()
    await begins(me)
    teams.refuses(502, times=1_000)
    teams.waits = False
    await me.says("ja, afslut")
    before = len(me.chat.messages)
    await teams.bot.stop()
    assert len(me.chat.messages) == before
    teams.works_again()
    await teams.bot.start()
    await teams.settled()
    assert len(me.sees) == before + 3
    assert texts.SUMMARY_CLOSED in me.sees[before]
    assert "Jeres resultat" in me.sees[-2]


async def test_a_reflection_stays_on_the_edition_it_began_on(teams: FakeTeams) -> None:
    me = teams.person()
    await begins(me)
    await teams.bot.restart(edition="2020")
    await me.says("ja, afslut")
    assert "Jeres resultat" in me.sees[-2] and "EKSEMPELDATA" in me.sees[-2]
    await me.says("radar sundhed")
    assert "SAMLET: her kan I begynde" in me.sees[-1], "once it is closed the new edition holds"


async def test_a_groups_card_updated_after_a_restart_is_the_one_that_was_there_before(teams: FakeTeams) -> None:
    chat = teams.chat("groupChat")
    first = teams.person("Deltager Første", chat)
    await begins(first)
    await answers(first, "Svar")
    messages = len(chat.messages)
    await teams.bot.restart()
    await first.presses(texts.NEXT)
    assert len(chat.messages) == messages
    stands = await reflection_of(teams, chat)
    assert stands is not None and stands.current == 2
