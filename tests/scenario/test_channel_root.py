"""A channel's threads have a reflection each; who writes beside the open one is told where it is."""

from __future__ import annotations

import pytest

from dialogs.reflection.state import Phase
from dialogs.texts import common as texts
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_account import reflection_of
from tests.fakes.teams_cards import nodes
from tests.fakes.teams_chats import TENANT
from tests.fakes.teams_people import Person
from tests.fakes.teams_steps import SKOLE, SUNDHED, answers, begins

CHANNEL = "19:kanal@thread.tacv2"
THREAD = "1795551245001"
OTHER_TENANT = "99999999-9999-9999-9999-999999999999"


def inside(teams: FakeTeams, conversation: str, tenant: str = TENANT, name: str = "Deltager Første") -> Person:
    """Somebody in a thread of a channel, or at its root."""
    return teams.person(name, teams.chat("channel", conversation, tenant))


def links(person: Person) -> list[str]:
    """The addresses that the buttons of the person's newest card open."""
    return [node["url"] for node in nodes(person.card().content) if node.get("type") == "Action.OpenUrl"]


@pytest.mark.parametrize("words", ["status", "svar: Mit svar", "afslut", "fortsæt", "hvor er vores refleksion henne?"])
@pytest.mark.parametrize("place", [CHANNEL, f"{CHANNEL};messageid=1795551245002"], ids=["root", "thread"])
async def test_a_command_beside_the_open_thread_is_told_where_it_is_with_a_link(
    teams: FakeTeams, words: str, place: str
) -> None:
    thread = inside(teams, f"{CHANNEL};messageid={THREAD}")
    await begins(thread, SUNDHED)
    before = await reflection_of(teams, thread.chat)
    beside = inside(teams, place, name="Deltager Anden")
    await beside.says(words)
    (said,) = beside.sees
    assert texts.ELSEWHERE_TITLE in said
    assert f"{SUNDHED} · Vejle" in said and texts.QUESTION.format(n=1) in said
    (link,) = links(beside)
    assert THREAD in link and "19%3Akanal%40thread.tacv2" in link
    assert await reflection_of(teams, thread.chat) == before, "what is said beside it does nothing to it"
    assert len(thread.chat.messages) == 2, "the question, and who has answered"


async def test_every_open_thread_is_named_and_the_closed_ones_are_not(teams: FakeTeams) -> None:
    one, other, closed = (inside(teams, f"{CHANNEL};messageid={number}") for number in (1, 2, 3))
    await begins(one, SUNDHED)
    await begins(other, SKOLE)
    await begins(closed, SUNDHED)
    await closed.says("annullér")
    await other.says("pause")
    root = inside(teams, CHANNEL)
    await root.says("status")
    said = root.sees[-1]
    assert texts.ELSEWHERE.format(count=2) in said
    assert f"{SUNDHED} · Vejle" in said and f"{SKOLE} · Vejle" in said and texts.PAUSED_TITLE in said
    assert len(links(root)) == 2


async def test_the_thread_itself_shows_its_own_card_and_not_the_others(teams: FakeTeams) -> None:
    one, other = (inside(teams, f"{CHANNEL};messageid={number}") for number in (1, 2))
    await begins(one, SUNDHED)
    await begins(other, SKOLE)
    await one.says("status")
    assert texts.ELSEWHERE_TITLE not in one.sees[-1] and SKOLE not in one.sees[-1]
    assert texts.QUESTION.format(n=1) in one.card(texts.ANSWER).says


async def test_a_new_reflection_may_be_started_at_the_root_all_the_same(teams: FakeTeams) -> None:
    thread = inside(teams, f"{CHANNEL};messageid={THREAD}")
    await begins(thread, SUNDHED)
    root = inside(teams, CHANNEL)
    await root.says("status")
    await root.presses(texts.START)
    await root.presses(texts.GO, kommune="Vejle", fagomraade=SKOLE)
    await answers(root, "Svar ved roden")
    stands = await reflection_of(teams, thread.chat)
    assert stands is not None and stands.phase is Phase.QUESTIONS and stands.answers == ()


@pytest.mark.parametrize(
    ("place", "tenant"),
    [
        ("19:anden-kanal@thread.tacv2", TENANT),
        (f"19:anden-kanal@thread.tacv2;messageid={THREAD}", TENANT),
        (CHANNEL, OTHER_TENANT),
        (f"{CHANNEL};messageid=1795551245002", OTHER_TENANT),
    ],
)
async def test_another_channel_and_another_tenant_are_told_nothing_of_it(
    teams: FakeTeams, place: str, tenant: str
) -> None:
    await begins(inside(teams, f"{CHANNEL};messageid={THREAD}"), SUNDHED)
    stranger = inside(teams, place, tenant, "Deltager Fremmed")
    for words in ("status", "hvor er vores refleksion henne?", "hjælp"):
        await stranger.says(words)
    said = "".join(stranger.sees)
    assert len(stranger.sees) == 3
    assert texts.ELSEWHERE_TITLE not in said and "Vejle" not in said and not links(stranger)
