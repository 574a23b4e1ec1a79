"""The message that says who has answered, as it waits to be sent, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from bot.sending.outbox import Outbox
from bot.storage.database import Database
from bot.storage.outbox import LEASE, Queued
from bot.storage.rows import COUNTED
from bot.storage.store import Store
from bot.storage.tables import outbox, reflections
from bot.wire import Address, Kind, Outgoing, Reply
from tests.contract.test_outbox import Refusing
from tests.fakes.store_turns import ANNA, BENT, HERE, NOW, OTHER_TENANT, SECOND, begun, says, table, turn


def status_of_number(number: int) -> dict[str, Any]:
    """A card that says a number."""
    return {"type": "AdaptiveCard", "body": [{"type": "TextBlock", "text": str(number)}]}


def count(number: int, kind: Kind = Kind.UPDATE) -> Reply:
    """A status message that says a number."""
    return Reply(outgoing=(Outgoing(kind, status_of_number(number), status=True),))


def later(number: int, made: list[int]) -> Reply:
    """An update of it that is made where it is put in; then ``made`` has it."""

    def make() -> dict[str, Any]:
        made.append(number)
        return status_of_number(number)

    return Reply(outgoing=(Outgoing(Kind.UPDATE, status=True, made=make),))


class Sent:
    """A channel that takes everything, and notes which numbers came."""

    def __init__(self) -> None:
        self.says: list[str] = []

    async def deliver(self, address: Address, message: Outgoing) -> str | None:
        assert message.card is not None
        self.says.append(message.card["body"][0]["text"])
        return "s1"

    async def close(self) -> None:
        pass


def counted(queued: Sequence[Queued]) -> list[tuple[Kind, str, str | None]]:
    """What is given out, and to which message."""
    return [
        (q.message.kind, q.message.card["body"][0]["text"] if q.message.card else "", q.message.target) for q in queued
    ]


class TestStatus:
    """The message that says who has answered: one, and only the newest of what it says waits."""

    async def posted(self, store: Store) -> None:
        await turn(store, begun(), count(0, Kind.SEND))
        (queued,) = await store.claim(NOW, 9)
        await store.delivered(queued, "s1")

    async def test_the_newest_of_what_waits_takes_the_place_and_the_time_of_the_others(self, store: Store) -> None:
        await self.posted(store)
        for number in range(1, 6):
            await turn(store, begun(), count(number), at=NOW + number * SECOND / 5)
        assert await store.claim(NOW + SECOND, 9) == [], "more may be counted"
        due = NOW + SECOND / 5 + COUNTED
        assert counted(await store.claim(due, 9)) == [(Kind.UPDATE, "5", "s1")]
        assert await store.claim(due + LEASE - SECOND, 9) == []

    async def test_it_holds_up_nothing_and_comes_after_what_was_said_before_it(self, store: Store) -> None:
        await turn(store, begun(), count(0, Kind.SEND))
        await turn(store, begun(), says("før"))
        await turn(store, begun(), count(1))
        await turn(store, begun(), says("efter"))
        told = []
        for _ in range(4):
            for queued in await store.claim(NOW, 9):
                told.append(queued.message.text or "1")
                await store.delivered(queued, "s1")
        assert told == ["1", "før", "efter"], "what waits is counted in the message that was not sent yet"
        assert await store.undelivered() == 0

    async def test_what_comes_while_one_is_under_way_waits_for_its_own_time(self, store: Store) -> None:
        await self.posted(store)
        await turn(store, begun(), count(1))
        (first,) = await store.claim(NOW + COUNTED, 9)
        await turn(store, begun(), count(2), at=NOW + COUNTED)
        assert await store.claim(NOW + 2 * COUNTED, 9) == [], "one after the other"
        await store.delivered(first, "s1")
        assert await store.claim(NOW + 2 * COUNTED - SECOND, 9) == []
        assert counted(await store.claim(NOW + 2 * COUNTED, 9)) == [(Kind.UPDATE, "2", "s1")]

    async def test_one_that_was_refused_gives_way_to_the_newest(self, store: Store) -> None:
        await self.posted(store)
        await turn(store, begun(), count(1))
        (queued,) = await store.claim(NOW + COUNTED, 9)
        await store.put_off(queued, NOW + 4 * COUNTED)
        await turn(store, begun(), count(2), at=NOW + COUNTED)
        assert counted(await store.claim(NOW + 4 * COUNTED, 9)) == [(Kind.UPDATE, "2", "s1")]

    async def test_one_that_is_gone_from_the_chat_is_sent_anew(self, store: Store, database: Database) -> None:
        await self.posted(store)
        await turn(store, begun(), count(1))
        await Outbox(store, Refusing(404), now=lambda: NOW + COUNTED)._deliver((await self.due(store))[0])
        (again,) = await self.due(store)
        assert counted([again]) == [(Kind.SEND, "1", None)]
        await store.delivered(again, "s2")
        assert [row["status"] for row in await table(database, reflections)] == ["s2"]

    async def test_an_older_one_that_is_gone_is_let_go_where_a_newer_stands(
        self, store: Store, database: Database
    ) -> None:
        await self.posted(store)
        await turn(store, begun(), count(1))
        (old,) = await self.due(store)
        await turn(store, begun(), count(1, Kind.SEND))
        (new,) = await store.claim(NOW, 9)
        await store.delivered(new, "s2")
        await store.forget_status(old)
        assert await table(database, outbox) == []
        assert [row["status"] for row in await table(database, reflections)] == ["s2"]

    async def test_a_new_message_takes_the_place_of_what_waited_for_the_old_one(self, store: Store) -> None:
        await self.posted(store)
        await turn(store, begun(), count(1))
        await turn(store, begun(), count(2, Kind.SEND))
        assert counted(await store.claim(NOW + COUNTED, 9)) == [(Kind.SEND, "2", None)]
        assert await store.undelivered() == 1

    async def test_each_chat_counts_for_itself(self, store: Store) -> None:
        elsewhere = dataclasses.replace(HERE, conversation="elsewhere")
        for where, number in ((HERE, "r1"), (elsewhere, "r2"), (OTHER_TENANT, "r1")):
            await turn(store, begun(number), count(1), where=where)
        assert counted(await self.due(store)) == [(Kind.SEND, "1", None)] * 3

    async def test_whoever_is_named_in_a_message_is_kept_with_it(self, store: Store) -> None:
        await turn(store, begun(), says("I mangler.", mentions=(ANNA, BENT)))
        (queued,) = await store.claim(NOW, 9)
        assert queued.message.mentions == (ANNA, BENT)

    async def test_what_is_to_be_made_is_made_where_none_waits_and_leaves_one_that_does_as_it_is(
        self, store: Store, database: Database
    ) -> None:
        await self.posted(store)
        made: list[int] = []
        for number in range(1, 4):
            await turn(store, begun(), later(number, made), at=NOW + number * SECOND / 5)
        on_file = store.file is not None  # a server may have an older release beside, which sends what stands there
        assert made == ([1] if on_file else [1, 2, 3])
        (first,) = await store.claim(NOW + SECOND / 5 + COUNTED, 9)
        assert counted([first]) == [(Kind.UPDATE, "1" if on_file else "3", "s1")]
        await turn(store, begun(), later(4, made), at=NOW + COUNTED)
        assert made[-1] == 4, "who is sending the first has looked already"
        assert len(await table(database, outbox)) == 2

    async def test_what_is_sent_is_what_stands_then_and_nothing_where_nothing_does(
        self, store: Store, database: Database
    ) -> None:
        stands: list[int] = []

        async def now_stands(where: Address, reflection: str) -> dict[str, Any] | None:
            assert (where, reflection) == (HERE, "r1")
            return status_of_number(stands[-1]) if stands else None

        await self.posted(store)
        sent = Sent()
        for number, now in ((1, ()), (2, (7,)), (3, (8, 9))):
            await turn(store, begun(), later(number, []))
            stands += now
            await Outbox(store, sent, now=lambda: NOW + COUNTED, count=now_stands).drain()
        assert sent.says == ["7", "9"]
        assert await table(database, outbox) == []

    async def test_one_that_is_not_in_the_chat_yet_is_sent_as_it_then_stands(self, store: Store) -> None:
        async def now_stands(where: Address, reflection: str) -> dict[str, Any] | None:
            return status_of_number(5)

        sent = Sent()
        await turn(store, begun(), count(0, Kind.SEND))
        await turn(store, begun(), later(1, []))
        await Outbox(store, sent, now=lambda: NOW, count=now_stands).drain()
        assert sent.says == ["5"]
        assert await store.undelivered() == 0

    async def due(self, store: Store) -> Sequence[Queued]:
        return await store.claim(NOW + COUNTED, 9)
