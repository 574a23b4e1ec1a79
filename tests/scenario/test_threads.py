"""Threads of a channel, and tenants: each conversation has a reflection of its own."""

from __future__ import annotations

from dialogs.texts import common as texts
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_account import kommune_of, reflection_of
from tests.fakes.teams_chats import TENANT
from tests.fakes.teams_steps import SKOLE, SUNDHED, answers, begins, finishes

OTHER_TENANT = "99999999-9999-9999-9999-999999999999"


async def test_two_threads_of_a_channel_have_a_reflection_each(teams: FakeTeams) -> None:
    first_thread = teams.chat("channel", "19:kanal@thread.tacv2;messageid=1")
    second_thread = teams.chat("channel", "19:kanal@thread.tacv2;messageid=2")
    here, there = teams.person("Deltager Første", first_thread), teams.person("Deltager Første", second_thread)
    await begins(here, SUNDHED)
    assert not second_thread.messages
    await begins(there, SKOLE)
    await answers(here, "I den første tråd")
    await there.presses(texts.NEXT)
    assert SUNDHED in here.card(texts.ANSWER).says and texts.QUESTION.format(n=1) in here.card(texts.ANSWER).says
    assert SKOLE in there.card(texts.ANSWER).says and texts.QUESTION.format(n=2) in there.card(texts.ANSWER).says
    await there.says("annullér")
    stands = await reflection_of(teams, first_thread)
    assert stands is not None and not stands.phase.is_closed and len(stands.answers) == 1


async def test_two_tenants_with_the_same_conversation_person_and_activity_ids_never_see_each_other(
    teams: FakeTeams,
) -> None:
    chats = [teams.chat("groupChat", "19:samme-id", tenant) for tenant in (TENANT, OTHER_TENANT)]
    ours, theirs = (teams.person("Deltager Første", chat) for chat in chats)
    await begins(ours, SUNDHED)
    assert not theirs.sees
    repeated = {**theirs.activity({}), **{key: teams.posted[0][key] for key in ("type", "text", "id")}}
    await teams.act(repeated)
    assert texts.START_TITLE in theirs.sees[-1], "another tenant's activity of the same id is no repeat"
    assert await kommune_of(teams, chats[1]) is None
    await theirs.presses(texts.GO, kommune="Ærø", fagomraade=SKOLE)
    await answers(ours, "Vores svar")
    await answers(theirs, "Deres svar")
    for person, other in ((ours, "Deres svar"), (theirs, "Vores svar")):
        await finishes(person)
        assert other not in "".join(person.sees)
    assert [call.conversation for call in teams.calls].count("19:samme-id") == len(teams.calls)
    for chat, words in zip(chats, ("Vores svar", "Deres svar"), strict=True):
        stands = await reflection_of(teams, chat)
        assert stands is not None and [answer.text for answer in stands.answers] == [words]
