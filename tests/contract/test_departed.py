"""Who has left a conversation or a team, as both databases keep it: by marks and as long as it matters."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable

import sqlalchemy as sa

from bot.storage.database import Database
from bot.storage.departed import MOST, MembersChange
from bot.storage.loaded import Committed, mark
from bot.storage.store import Store
from bot.storage.tables import conversations
from bot.wire import Address, ChatKind, Members, Reply
from tests.contract.test_tidying import KEEP
from tests.fakes.store_turns import ANNA, BENT, DAY, HERE, NOW, answer, begun, standing, table, thread, turn

TEAM = dataclasses.replace(
    HERE, conversation="19:team@thread.tacv2", kind=ChatKind.CHANNEL, team="19:team@thread.tacv2"
)
IN_IT = thread(1, team=TEAM.conversation)


numbers = itertools.count()


async def moved(store: Store, where: Address, *, left: Iterable[str] = (), came: Iterable[str] = ()) -> None:
    """Some leave, and some come."""
    stands = await store.load(where, "look")
    members = Members(frozenset(left), frozenset(came))
    activity = f"moved {next(numbers)}"
    done = await store.commit(stands, activity, NOW, stands.reflection, Reply(), (MembersChange(members),))
    assert done is Committed.DONE


async def test_who_has_left_is_known_to_every_process_and_in_what_stands(store: Store, other: Store) -> None:
    await turn(store, begun(answers=(answer(ANNA), answer(BENT)), facilitator=ANNA))
    await moved(store, HERE, left={BENT.id, "29:never seen"})
    for each in (store, other):
        stands = await each.load(HERE, "look")
        assert stands.departed.has(BENT.id) and stands.departed.has("29:never seen")
        assert not stands.departed.has(ANNA.id)
        assert stands.reflection is not None and stands.reflection.gone == {BENT.id}
    await moved(other, HERE, came={BENT.id})
    for each in (store, other):
        assert not (await each.load(HERE, "look")).departed.has(BENT.id)
        assert (await standing(each)).gone == frozenset()


async def test_the_same_person_elsewhere_and_another_tenants_has_not_left(store: Store) -> None:
    await moved(store, HERE, left={ANNA.id})
    for where in ({"conversation": "another"}, {"tenant": "another"}):
        there = dataclasses.replace(HERE, **where)
        await turn(store, None, where=there)
        assert not (await store.load(there, "look")).departed.has(ANNA.id)


async def test_a_team_is_left_with_all_its_threads_also_those_that_are_new_or_say_no_team(store: Store) -> None:
    await turn(store, None, where=IN_IT)
    await moved(store, TEAM, left={ANNA.id})
    silent = dataclasses.replace(IN_IT, team=None)
    for where in (IN_IT, silent, thread(2, team=TEAM.conversation), thread(3, TEAM.conversation)):
        assert (await store.load(where, "look")).departed.has(ANNA.id), where
    assert not (await store.load(thread(2, "19:deres@thread.tacv2", team="19:deres"), "look")).departed.has(ANNA.id)
    assert (await store.load(silent, "look")).address == IN_IT, "which team it is in is remembered"


async def test_whoever_is_let_into_a_channel_is_a_member_of_it_again(store: Store) -> None:
    channel = dataclasses.replace(IN_IT, conversation="19:kanal@thread.tacv2")
    for where in (TEAM, channel):
        await moved(store, where, left={ANNA.id, BENT.id})
    await moved(store, channel, came={ANNA.id})
    stands = await store.load(IN_IT, "look")
    assert stands.departed.has(BENT.id) and not stands.departed.has(ANNA.id)


async def test_so_many_are_kept_and_none_twice(store: Store, database: Database) -> None:
    for some in ({"29:first"}, {f"29:{n}" for n in range(MOST - 1)}, {"29:0"}, {"29:last"}):
        await moved(store, HERE, left=some)
    [row] = await table(database, conversations)
    assert len(row["departed"]) == MOST == len(set(row["departed"]))
    stands = await store.load(HERE, "look")
    assert stands.departed.has("29:last") and stands.departed.has("29:0") and not stands.departed.has("29:first")


async def test_a_mark_says_nobodys_id(store: Store, database: Database) -> None:
    await moved(store, HERE, left={ANNA.id})
    [row] = await table(database, conversations)
    assert row["departed"] == [mark(HERE.tenant, HERE.conversation, ANNA.id)] and ANNA.id not in str(row)


async def test_who_has_left_a_team_is_known_as_long_as_anything_of_it_is_kept(store: Store, database: Database) -> None:
    await moved(store, TEAM, left={ANNA.id})
    await turn(store, begun(), where=IN_IT, at=NOW + 2 * DAY)
    await store.tidy(NOW + KEEP + DAY, KEEP)
    async with database.reading() as connection:
        kept = set(await connection.scalars(sa.select(conversations.c.id)))
    assert kept == {TEAM.conversation, IN_IT.conversation}
    for _ in range(2):
        await store.tidy(NOW + KEEP + 9 * DAY, KEEP)
    assert await table(database, conversations) == []
