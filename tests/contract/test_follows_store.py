"""Who follows which radar, and that each is told once, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import asyncio
import dataclasses
import itertools

import pytest

from bot.storage.database import Database, StorageError
from bot.storage.follows import FollowChange, LastTold, Untold
from bot.storage.loaded import Committed
from bot.storage.store import Store
from bot.storage.tables import follows, inbox, outbox
from bot.wire import Address, Kind, Outgoing, Reply
from dialogs.reflection.state import Phase
from tests.fakes.store_turns import HERE, NOW, OTHER_TENANT, SECOND, begun, says, table, texts, turn

OLD, NEW, NEWER = "a" * 64, "b" * 64, "c" * 64
ELSEWHERE = dataclasses.replace(HERE, conversation="elsewhere")
NEWS = Outgoing(Kind.SEND, text="nyt", unprompted=True)
PROCESSES = 20

acts = (f"follow {number}" for number in itertools.count())


async def changes(
    store: Store, before: tuple[str, ...], after: tuple[str, ...], where: Address = HERE, serial: int = 1
) -> Committed:
    """One turn that changes what is followed and nothing else."""
    stands = await store.load(where, "look")
    follow = FollowChange(before, after, OLD, serial)
    return await store.commit(stands, next(acts), NOW, stands.reflection, Reply(), changes=(follow,))


async def follow(store: Store, *fagomraader: str, where: Address = HERE, serial: int = 1) -> None:
    """These are followed from now on, and nothing else."""
    assert await changes(store, await store.follows.of(where), fagomraader, where, serial) is Committed.DONE


async def behind(store: Store, serial: int = 2) -> list[tuple[str, str]]:
    """(conversation, fagområde) of all that have not been told of a serial."""
    found = await store.follows.untold(serial, 100)
    return [(each.address.conversation, told.fagomraade) for each in found for told in each.follows]


async def only(store: Store, serial: int = 2) -> Untold:
    (found,) = await store.follows.untold(serial, 100)
    return found


class TestFollowing:
    """What is followed is kept with the turn that says so, or not at all."""

    async def test_what_is_followed_comes_back_sorted_and_is_the_conversations_alone(self, store: Store) -> None:
        await follow(store, "skole", "samlet")
        assert await store.follows.of(HERE) == ("samlet", "skole")
        assert await store.follows.of(ELSEWHERE) == ()
        assert await store.follows.of(OTHER_TENANT) == ()

    async def test_what_is_let_go_of_is_gone_and_may_be_followed_again(self, store: Store) -> None:
        await follow(store, "samlet", "skole")
        await follow(store, "skole")
        assert await store.follows.of(HERE) == ("skole",)
        await follow(store, "samlet", "skole", serial=7)
        assert (await only(store, 7)).follows == (LastTold("skole", OLD, 1),), (
            "what is followed anew is told nothing old"
        )

    async def test_two_turns_that_change_the_same_are_a_conflict_and_the_second_changes_nothing(
        self, store: Store, database: Database
    ) -> None:
        await follow(store, "skole")
        before = len(await table(database, inbox))
        assert await changes(store, (), ("skole",)) is Committed.CONFLICT
        assert await changes(store, ("samlet", "skole"), ("skole",)) is Committed.CONFLICT
        assert await store.follows.of(HERE) == ("skole",)
        assert len(await table(database, inbox)) == before

    async def test_a_turn_that_is_lost_follows_nothing(self, store: Store) -> None:
        await turn(store, begun())
        stands = await store.load(HERE, "look")
        await turn(store, begun(current=2))
        change = FollowChange((), ("skole",), OLD, 1)
        lost = await store.commit(stands, next(acts), NOW, begun(current=3), says("fulgt"), changes=(change,))
        assert lost is Committed.CONFLICT
        assert await store.follows.of(HERE) == ()


class TestUntold:
    """Who is still to be told."""

    async def test_those_that_were_told_of_less_than_the_serial_with_what_they_were_told_of(self, store: Store) -> None:
        await follow(store, "samlet", "skole")
        await follow(store, "skole", where=ELSEWHERE, serial=2)
        await follow(store, "skole", where=OTHER_TENANT)
        found = await store.follows.untold(2, 100)
        assert {each.address for each in found} == {HERE, OTHER_TENANT}
        mine = next(each for each in found if each.address == HERE)
        assert mine.follows == (LastTold("samlet", OLD, 1), LastTold("skole", OLD, 1))
        assert await store.follows.untold(1, 100) == []

    async def test_they_come_some_at_a_time_each_conversation_whole_and_none_twice(self, store: Store) -> None:
        where = [dataclasses.replace(HERE, conversation=f"chat {number}") for number in range(5)]
        for each in where:
            await follow(store, "samlet", "skole", where=each)
        seen: list[Untold] = []
        while some := await store.follows.untold(2, 2, seen[-1] if seen else None):
            assert len(some) <= 2
            seen += some
        assert sorted(each.address.conversation for each in seen) == [each.conversation for each in where]
        assert all(len(each.follows) == 2 for each in seen)

    async def test_not_while_the_reflection_is_paused_but_once_it_goes_on_or_is_closed(self, store: Store) -> None:
        await follow(store, "skole")
        for phase in (Phase.QUESTIONS, Phase.FINISHED):
            await turn(store, begun(phase=Phase.PAUSED, resume_to=Phase.QUESTIONS))
            assert await behind(store) == []
            await turn(store, begun(phase=phase, ended_at=NOW if phase is Phase.FINISHED else None))
            assert await behind(store) == [(HERE.conversation, "skole")]

    async def test_a_conversation_that_has_removed_the_bot_follows_nothing_any_more(self, store: Store) -> None:
        await follow(store, "skole")
        await follow(store, "skole", where=ELSEWHERE)
        await turn(store, reply=says("hej"))
        (queued,) = await store.claim(NOW, 9)
        await store.give_up(queued, gone=True)
        assert await behind(store) == [(ELSEWHERE.conversation, "skole")]
        await turn(store)
        assert await store.follows.of(HERE) == ()


class TestTelling:
    """Once each, and whole."""

    async def test_telling_lets_the_card_go_out_and_is_not_repeated(self, store: Store) -> None:
        await follow(store, "samlet", "skole")
        assert await store.follows.tell(await only(store), 2, NEW, NEWS, NOW)
        assert await behind(store) == []
        (queued,) = await store.claim(NOW, 9)
        assert texts([queued]) == ["nyt"] and queued.message.unprompted and queued.address == HERE
        assert (await only(store, 3)).follows == (LastTold("samlet", NEW, 2), LastTold("skole", NEW, 2))

    async def test_nothing_to_tell_moves_the_pointer_alone(self, store: Store, database: Database) -> None:
        await follow(store, "skole")
        assert await store.follows.tell(await only(store), 2, NEW, None, NOW)
        assert await behind(store) == [] and await table(database, outbox) == []

    async def test_however_many_processes_tell_at_once_one_does(
        self, store: Store, other: Store, database: Database
    ) -> None:
        await follow(store, "samlet", "skole")
        found = await only(store)
        telling = [each.follows.tell(found, 2, NEW, NEWS, NOW) for each in (store, other) for _ in range(PROCESSES)]
        assert sorted(await asyncio.gather(*telling)) == [*[False] * (2 * PROCESSES - 1), True]
        assert len(await table(database, outbox)) == 1

    async def test_a_process_that_is_behind_never_tells_of_an_older_edition(self, store: Store) -> None:
        await follow(store, "skole")
        found = await only(store)
        assert await store.follows.tell(found, 3, NEWER, NEWS, NOW)
        assert not await store.follows.tell(found, 2, NEW, NEWS, NOW)
        assert await behind(store, 3) == []

    async def test_what_was_let_go_of_meanwhile_is_not_told(self, store: Store, database: Database) -> None:
        await follow(store, "samlet", "skole")
        found = await only(store)
        await follow(store, "skole")
        assert not await store.follows.tell(found, 2, NEW, NEWS, NOW)
        assert await table(database, outbox) == []
        assert (await only(store)).follows == (LastTold("skole", OLD, 1),), "the other is still to be told"

    async def test_a_reflection_that_was_paused_meanwhile_is_not_told(self, store: Store, database: Database) -> None:
        await follow(store, "skole")
        await turn(store, begun())
        found = await only(store)
        await turn(store, begun(phase=Phase.PAUSED, resume_to=Phase.QUESTIONS), at=NOW + SECOND)
        assert not await store.follows.tell(found, 2, NEW, NEWS, NOW)
        assert await table(database, outbox) == []

    async def test_where_the_card_cannot_be_kept_the_pointer_stays(self, store: Store, database: Database) -> None:
        await follow(store, "skole")
        impossible = dataclasses.replace(NEWS, text="\ud800")
        with pytest.raises(StorageError):
            await store.follows.tell(await only(store), 2, NEW, impossible, NOW)
        assert [row["told"] for row in await table(database, follows)] == [1]
        assert await table(database, outbox) == []
