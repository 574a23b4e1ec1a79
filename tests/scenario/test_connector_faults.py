"""The Bot Connector refuses, stalls or loses its answer: what was saved arrives in the end, once and in order."""

from __future__ import annotations

import itertools

import pytest

from dialogs.texts import common as texts
from dialogs.texts import status
from dialogs.texts import team as team_texts
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_account import reflection_of
from tests.fakes.teams_chats import Chat
from tests.fakes.teams_steps import begins


def first_lines(chat: Chat, teams: FakeTeams) -> list[str]:
    """What each message of a chat is, by a line that only it has."""
    radar = "Jeres resultat"
    known = (texts.RETIRED, texts.SUMMARY_TITLE, radar, team_texts.STEPS_NONE, texts.HELP_TITLE)
    seen = next(person for person in teams.people if person.chat is chat).sees
    return [next((line for line in known if line in said), said) for said in seen]


async def test_after_a_passing_refusal_everything_arrives_once_and_in_order(teams: FakeTeams) -> None:
    for answer in (412, 429, 502, 504):
        me = teams.person()
        await begins(me)
        teams.refuses(answer, times=3)
        await me.says("ja, afslut")
        await me.says("hjælp")
        calls = [call for call in teams.calls if call.conversation == me.chat.id]
        assert [call.status for call in calls].count(answer) == 3
        pauses = [(b.at - a.at).total_seconds() for a, b in itertools.pairwise(calls) if a.status == answer]
        assert min(pauses) > 0.5, "nothing below the outbox tries again on its own"
        assert first_lines(me.chat, teams) == [
            texts.RETIRED,
            texts.SUMMARY_TITLE,
            "Jeres resultat",
            team_texts.STEPS_NONE,
            texts.HELP_TITLE,
        ]


async def test_retry_after_is_waited_for_and_other_conversations_are_not_held_up(teams: FakeTeams) -> None:
    me, other = teams.person(), teams.person("Deltager Anden")
    teams.refuses(429, chat=me.chat, retry_after=60)
    teams.waits = False
    await me.says("hjælp")
    await other.says("hjælp")
    teams.waits = True
    await teams.settled()
    refused, *after = [call for call in teams.calls if call.conversation == me.chat.id]
    theirs = [call for call in teams.calls if call.conversation == other.chat.id]
    assert [call.status for call in after] == [201] and [call.status for call in theirs] == [201]
    assert (after[0].at - refused.at).total_seconds() >= 60
    assert (theirs[0].at - refused.at).total_seconds() < 60


@pytest.mark.parametrize("by_button", [True, False], ids=["button", "text"])
async def test_a_group_card_that_is_gone_is_let_go_and_the_next_turn_posts_a_new_one(
    teams: FakeTeams, by_button: bool
) -> None:
    chat = teams.chat("groupChat")
    first, second = teams.person("Deltager Første", chat), teams.person("Deltager Anden", chat)
    await begins(first)
    card = first.card(texts.ANSWER)
    chat.forgets(card.message)
    moved = await first.presses(texts.NEXT)
    assert status.NOBODY.format(n=2) in moved.says
    assert len(chat.messages) == 1, "the update of the question found nothing"
    if by_button:
        await first.presses(texts.ANSWER, on=card)
        await first.presses(texts.NEXT)
    else:
        await first.says("status")
        await first.presses(texts.NEXT)
    assert texts.QUESTION.format(n=3) in second.card(texts.ANSWER).says
    assert [status.MOVED_DOWN in said for said in second.sees] == [True, False, False], "the old one, and the two anew"


async def test_a_conversation_that_refuses_the_bot_is_given_up_and_holds_up_no_other(teams: FakeTeams) -> None:
    me, other = teams.person(), teams.person("Deltager Anden")
    teams.refuses(403, times=1_000, chat=me.chat)
    await me.says("hjælp")
    await other.says("hjælp")
    assert not me.sees and len(other.sees) == 1
    assert [call.status for call in teams.calls if call.conversation == me.chat.id] == [403], "and not tried again"


async def test_a_redirect_is_not_followed(teams: FakeTeams) -> None:
    me, other = teams.person(), teams.person("Deltager Anden")
    chat = other.chat
    teams.refuses(307, chat=me.chat, location=f"{chat.service_url}v3/conversations/{chat.id}/activities")
    await me.says("hjælp")
    assert not other.sees, "what is said goes only where it was checked that it may go"
    assert len(me.sees) == 1


async def test_a_card_posted_twice_because_the_answer_was_lost_has_one_effect(teams: FakeTeams) -> None:
    chat = teams.chat("groupChat")
    first, second = teams.person("Deltager Første", chat), teams.person("Deltager Anden", chat)
    teams.loses_answers(1)
    await first.says("start refleksion sundhed")
    cards = [card for card in first.cards if texts.GO in card.buttons]
    assert len(cards) == 2
    await first.presses(texts.GO, on=cards[0], kommune="Vejle")
    await second.presses(texts.GO, on=cards[1], kommune="Ærø")
    stands = await reflection_of(teams, chat)
    assert stands is not None and (stands.kommune, stands.current) == ("630", 1)
    await first.presses(texts.NEXT)
    assert texts.QUESTION.format(n=2) in second.card(texts.ANSWER).says


async def test_a_press_is_answered_while_the_connector_stalls_and_the_rest_comes_afterwards(teams: FakeTeams) -> None:
    chat = teams.chat("groupChat")
    first, second = teams.person("Deltager Første", chat), teams.person("Deltager Anden", chat)
    await begins(first)
    async with teams.slow(chat):
        await second.presses(texts.ANSWER)
        saved = await second.presses(texts.SAVE, text="Mens den hænger")
        assert texts.SAVED.format(n=1) in saved.says
        moved = await first.presses(texts.NEXT)
        assert status.NOBODY.format(n=2) in moved.says
    await teams.settled()
    assert texts.QUESTION.format(n=2) in second.card(texts.ANSWER).says
    stands = await reflection_of(teams, chat)
    assert stands is not None and [a.text for a in stands.answers] == ["Mens den hænger"]


async def test_a_conversation_whose_calls_stall_does_not_hold_up_another(teams: FakeTeams) -> None:
    stalled, other = teams.person(), teams.person("Deltager Anden")
    async with teams.slow(stalled.chat):
        await stalled.says("hjælp")
        await teams.arrives(stalled, texts.HELP_TITLE)
        await other.says("hjælp")
        await teams.arrives(other, texts.HELP_TITLE)
