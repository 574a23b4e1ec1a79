"""The bot is brought into a conversation."""

from __future__ import annotations

from typing import get_args

from dialogs.texts import common as texts
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_chats import Kind


async def test_there_is_one_welcome_though_installation_and_membership_come_at_the_same_time(
    teams: FakeTeams,
) -> None:
    for kind in get_args(Kind):
        me = teams.person(chat=teams.chat(kind))
        await teams.installs(me)
        assert len(me.sees) == 1
        assert texts.WELCOME_TITLE in me.card().says
        assert me.card().buttons == [texts.START, texts.SHOW_RADAR]


async def test_a_later_installation_is_welcomed_again(teams: FakeTeams) -> None:
    me = teams.person()
    await teams.installs(me)
    teams.bot.clock.passes(3600)
    await teams.installs(me)
    assert len(me.sees) == 2


async def test_a_reflection_starts_from_the_welcome_by_one_press(teams: FakeTeams) -> None:
    me = teams.person()
    await teams.installs(me)
    await me.presses(texts.START)
    asked = await me.presses(texts.GO, kommune="Vejle", fagomraade="Sundhed og ældre")
    assert texts.QUESTION.format(n=1) in asked.says


async def test_in_a_group_the_start_card_of_a_press_on_the_welcome_is_seen_by_all(teams: FakeTeams) -> None:
    chat = teams.chat("groupChat")
    first, second = teams.person("Deltager Første", chat), teams.person("Deltager Anden", chat)
    await teams.installs(first)
    await first.presses(texts.START)
    await second.presses(texts.GO, kommune="Vejle", fagomraade="Sundhed og ældre")
    assert texts.QUESTION.format(n=1) in first.card(texts.ANSWER).says


async def test_whatever_is_said_first_gets_an_answer_with_at_most_three_ways_on_and_never_the_manual(
    teams: FakeTeams,
) -> None:
    for said in ("hej", "hvad kan du?", "blomkål er sundt"):
        me = teams.person()
        await me.says(said)
        assert 2 <= len(me.cards[-1].buttons) <= 3
        assert texts.COMMANDS[0][1] not in me.cards[-1].says
    me = teams.person()
    await me.says("hjælp")
    assert all(command in me.card(texts.START).says for command, _ in texts.COMMANDS)
