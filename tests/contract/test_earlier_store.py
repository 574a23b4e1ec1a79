"""The reflections that may stand beside each other, on SQLite and on PostgreSQL alike: the conversation's, or those of
its channel, and nobody else's whatever they are asked for by."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from bot.storage.database import Database
from bot.storage.earlier import ConfirmedTogether
from bot.storage.loaded import Committed
from bot.storage.store import Store
from bot.storage.tables import notes
from bot.wire import Address, Reply
from dialogs.asides.erasing import Fate
from dialogs.reflection.state import Conclusion, Decision, Evaluation, Phase, Reflection
from tests.fakes.store_turns import ANNA, BENT, DAY, HERE, NOW, OTHER_TENANT, answer, begun, table, thread, turn
from tests.fakes.store_turns import ids as numbered

CHANNEL = "19:kanal@thread.tacv2"


def finished(number: str, days: int = 0, **changes: object) -> Reflection:
    """One that was ended some days from now."""
    at = NOW + days * DAY
    return begun(number, phase=Phase.FINISHED, started_at=at, touched_at=at, ended_at=at, **changes)


async def ids(store: Store, where: Address = HERE) -> list[str]:
    return [each.id for each in await store.earlier(where)]


async def test_the_finished_ones_of_a_chat_come_newest_first_with_the_one_that_is_open(store: Store) -> None:
    assert await ids(store) == []
    await turn(store, finished("r1"))
    await turn(store, finished("r2", 1))
    await turn(store, begun("r3", started_at=NOW + 2 * DAY, phase=Phase.REVIEW))
    assert await ids(store) == ["r3", "r2", "r1"]


@pytest.mark.parametrize(
    "other",
    [
        begun("r2", phase=Phase.CANCELLED, ended_at=NOW),
        begun("r2", phase=Phase.EXPIRED, ended_at=NOW),
        begun("r2", phase=Phase.SETUP),
        begun("r2", phase=Phase.FINISHED, ended_at=NOW, fagomraade=None),
    ],
)
async def test_what_was_given_up_ran_out_or_never_began_is_none_of_them(store: Store, other: Reflection) -> None:
    await turn(store, finished("r1"))
    await turn(store, dataclasses.replace(other, started_at=NOW + DAY))
    assert await ids(store) == ["r1"]
    assert await store.earlier_whole(HERE, ["r2"]) == ()


async def test_an_open_one_that_is_not_the_newest_any_more_is_none_of_them(store: Store) -> None:
    await turn(store, begun("r1"))
    await turn(store, finished("r2", 1))
    assert await ids(store) == ["r2"]


async def test_the_threads_of_a_channel_have_their_finished_ones_together(store: Store) -> None:
    root = dataclasses.replace(thread(1), conversation=CHANNEL)
    await turn(store, finished("r1"), where=thread(1))
    await turn(store, finished("r2", 1), where=thread(2))
    await turn(store, finished("r3", 2), where=root)
    await turn(store, begun("r4", started_at=NOW + 3 * DAY), where=thread(3))
    for where in (thread(1), thread(2), root, thread(99)):
        assert await ids(store, where) == ["r3", "r2", "r1"]
    assert await ids(store, thread(3)) == ["r4", "r3", "r2", "r1"], "an open one is its own thread's alone"


async def test_nobody_elses_are_found_by_whatever_id_they_are_asked_for(store: Store) -> None:
    await turn(store, finished("r1", answers=(answer(),)))
    await turn(store, finished("r5"), where=thread(1))
    stranger = dataclasses.replace(HERE, conversation="another chat")
    other_channel = thread(1, "19:anden@thread.tacv2")
    alike = dataclasses.replace(HERE, conversation=CHANNEL[:-1])
    for where in (stranger, OTHER_TENANT, other_channel, alike, dataclasses.replace(thread(1), tenant="other tenant")):
        assert await ids(store, where) == []
        assert await store.earlier_whole(where, ["r1", "r5"]) == ()
    assert await store.earlier_whole(HERE, ["r5"]) == ()
    assert await store.earlier_whole(thread(2), ["r1"]) == ()


async def test_two_tenants_with_a_chat_and_a_reflection_of_the_same_ids_have_each_their_own(store: Store) -> None:
    await turn(store, finished("r1", fagomraade="skole"))
    await turn(store, finished("r1", fagomraade="sundhed"), where=OTHER_TENANT)
    (ours,), (theirs,) = await store.earlier(HERE), await store.earlier(OTHER_TENANT)
    assert (ours.fagomraade, theirs.fagomraade) == ("skole", "sundhed")


async def test_they_come_whole_when_they_are_asked_for_and_bare_when_they_are_only_listed(store: Store) -> None:
    given = (answer(ANNA, 6, rating=2), answer(BENT, 6, rating=5))
    kept = Evaluation("rpa", (NOW + 180 * DAY).date(), False, ANNA, NOW, 1, decision=Decision.SKALER)
    concluded = Conclusion(6, "Vi er klar", BENT, NOW, 1)
    full = finished("r1", answers=given, evaluations=(kept,), conclusions=(concluded,), revealed=frozenset({6}))
    await turn(store, full)
    await turn(store, finished("r2", -1))
    (listed, _), whole = await store.earlier(HERE), await store.earlier_whole(HERE, ["r1", "r9", "r2", "r1"])
    assert (listed.id, listed.answers, listed.evaluations) == ("r1", (), ())
    assert [each.id for each in whole] == ["r2", "r1"], "the oldest first, each once"
    assert whole[1] == full


async def test_what_is_forgotten_is_no_longer_among_them(store: Store) -> None:
    await turn(store, finished("r1"))
    await turn(store, finished("r2", 800))
    await store.tidy(NOW + 800 * DAY, dt.timedelta(days=730))
    assert await ids(store) == ["r2"]


async def test_what_a_team_says_are_its_own_is_noted_of_the_one_at_hand_by_nobody_and_the_last_word_holds(
    store: Store, other: Store, database: Database
) -> None:
    await turn(store, finished("r1"))
    await turn(store, finished("r2", 1))

    async def says(*own: str) -> tuple[str, ...]:
        stands = await store.load(HERE, "look")
        done = await store.commit(
            stands, next(numbered), NOW + 5 * DAY, stands.reflection, Reply(), changes=(ConfirmedTogether(own),)
        )
        assert done is Committed.DONE
        return await other.confirmed(HERE.tenant, "r2")

    assert await other.confirmed(HERE.tenant, "r2") == ()
    assert await says("r1", "r2") == ("r1", "r2")
    assert await says("r1") == ("r1", "r2"), "the one at hand is not among them"
    assert await says("r0", "r2") == ("r0", "r2")
    assert await other.confirmed(HERE.tenant, "r1") == ()
    assert await other.confirmed(OTHER_TENANT.tenant, "r2") == ()
    [row] = await table(database, notes)
    assert (row["person"], row["name"]) == ("", "") and row["at"] == NOW + DAY, "nor when"
    stands = await store.load(HERE, "look")
    assert stands.reflection is not None and (stands.reflection.conclusions, stands.reflection.steps) == ((), ())
    mine = await store.people.mine(HERE.tenant, ANNA.id)
    assert mine.parts and {part.fate for part in mine.parts} == {Fate.WHOLE}, "it is of nobody else"


async def test_where_a_reflection_was_made_is_known_in_its_own_tenant(store: Store) -> None:
    await turn(store, finished("r1"))
    assert await store.conversation_of(HERE.tenant, "r1") == HERE
    assert await store.conversation_of(OTHER_TENANT.tenant, "r1") is None
    assert await store.conversation_of(HERE.tenant, "r2") is None
