"""What waits to be sent, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest

from bot.errors import DeliveryError, StorageError
from bot.sending.outbox import LAST_ATTEMPT, TOGETHER, Outbox
from bot.storage.database import Database
from bot.storage.outbox import LEASE, Queued
from bot.storage.rows import COUNTED
from bot.storage.store import Store
from bot.storage.tables import conversations, outbox
from bot.wire import Address, Kind, Outgoing, Reply
from dialogs.reflection.state import Phase
from tests.fakes.store_turns import (
    CARD,
    HERE,
    NOW,
    OTHER_TENANT,
    SECOND,
    begun,
    says,
    table,
    texts,
    turn,
)


class TestOutbox:
    """Messages wait in line, each conversation for itself."""

    async def test_only_the_first_in_each_conversation_is_given_out_oldest_first(self, store: Store) -> None:
        elsewhere = dataclasses.replace(HERE, conversation="elsewhere")
        await turn(store, None, says("1", "2"))
        await turn(store, None, says("3", "4"), where=elsewhere)
        await turn(store, None, says("5"))
        told: list[list[str | None]] = []
        while queued := await store.claim(NOW, 9):
            told.append(texts(queued))
            for each in queued:
                await store.delivered(each, None)
        assert told == [["1", "3"], ["2", "4"], ["5"]]
        assert await store.undelivered() == 0

    async def test_no_more_than_the_limit_and_nothing_before_its_time(self, store: Store) -> None:
        for number in range(5):
            await turn(store, None, says(str(number)), where=dataclasses.replace(HERE, conversation=str(number)))
        assert await store.claim(NOW - SECOND, 9) == []
        assert texts(await store.claim(NOW, 3)) == ["0", "1", "2"]
        assert texts(await store.claim(NOW, 9)) == ["3", "4"]

    async def test_a_message_comes_back_with_all_it_says(self, store: Store) -> None:
        message = Outgoing(Kind.UPDATE, CARD, "tekst", True, "1600000000001", True)
        await turn(store, begun(), Reply(outgoing=(message,)))
        (queued,) = await store.claim(NOW, 9)
        assert (queued.message, queued.reflection, queued.address, queued.attempts) == (message, "r1", HERE, 0)

    async def test_a_claimed_message_is_nobody_elses_and_holds_back_those_behind_it(
        self, store: Store, other: Store
    ) -> None:
        await turn(store, None, says("1", "2"))
        assert texts(await store.claim(NOW, 9)) == ["1"]
        for each in (store, other):
            assert await each.claim(NOW + LEASE - SECOND, 9) == []
        assert await store.undelivered() == 2

    async def test_a_claim_whose_lease_is_over_goes_to_whoever_asks(self, store: Store, other: Store) -> None:
        await turn(store, None, says("1", "2"))
        await store.claim(NOW, 9)
        assert texts(await other.claim(NOW + LEASE, 9)) == ["1"]

    async def test_whoever_still_holds_a_message_that_is_delivered_decides_nothing_on_the_next(
        self, store: Store, other: Store
    ) -> None:
        await turn(store, None, says("1"))
        (held,) = await store.claim(NOW, 9)
        (again,) = await other.claim(NOW + LEASE, 9)
        await other.delivered(again, None)
        await turn(store, None, says("2"))
        await store.delivered(held, None)
        assert texts(await other.claim(NOW + LEASE, 9)) == ["2"]

    async def test_whoever_lost_their_claim_decides_nothing_any_more(self, store: Store, other: Store) -> None:
        await turn(store, None, says("1"))
        (slow,) = await store.claim(NOW, 9)
        (quick,) = await other.claim(NOW + LEASE, 9)
        await store.put_off(slow, NOW)
        await store.give_up(slow)
        assert await store.claim(NOW + LEASE, 9) == []
        assert await store.undelivered() == 1
        await other.put_off(quick, NOW + LEASE)
        (again,) = await other.claim(NOW + LEASE, 9)
        assert again.attempts == 1

    async def test_a_late_delivery_is_still_a_delivery(self, store: Store, other: Store) -> None:
        await turn(store, None, says("1"))
        (slow,) = await store.claim(NOW, 9)
        await other.claim(NOW + LEASE, 9)
        await store.delivered(slow, None)
        assert await store.undelivered() == 0

    async def test_starting_another_process_frees_no_claim_of_one_that_lives(
        self, store: Store, any_database_url: str
    ) -> None:
        await turn(store, None, says("1"))
        await store.claim(NOW, 9)
        third = Store(any_database_url)
        await third.open()
        assert await third.claim(NOW, 9) == []
        await third.close()

    async def test_many_claimers_get_each_message_once(self, store: Store, other: Store) -> None:
        for number in range(30):
            await turn(store, None, says(str(number)), where=dataclasses.replace(HERE, conversation=str(number)))
        claimed = await asyncio.gather(*((store, other)[n % 2].claim(NOW, 4) for n in range(16)))
        given = [each.id for batch in claimed for each in batch]
        assert len(given) == len(set(given))
        assert len(given) + len(await store.claim(NOW, 99)) == 30

    async def test_what_is_put_off_waits_for_its_time_and_counts_its_attempts(self, store: Store) -> None:
        await turn(store, None, says("1", "2"))
        (queued,) = await store.claim(NOW, 9)
        await store.put_off(queued, NOW + 5 * SECOND)
        assert await store.claim(NOW + 4 * SECOND, 9) == []
        (queued,) = await store.claim(NOW + 5 * SECOND, 9)
        assert (queued.message.text, queued.attempts) == ("1", 1)
        await store.put_off(queued, NOW, attempted=False)
        (queued,) = await store.claim(NOW + 5 * SECOND, 9)
        assert (queued.message.text, queued.attempts) == ("1", 1)

    async def test_what_is_given_up_is_kept_and_lets_the_next_one_go(self, store: Store, database: Database) -> None:
        await turn(store, None, says("1", "2"))
        await store.give_up((await store.claim(NOW, 9))[0])
        assert texts(await store.claim(NOW + LEASE, 9)) == ["2"]
        assert [(row["text"], row["state"]) for row in await table(database, outbox)] == [
            ("1", "dead"),
            ("2", "waiting"),
        ]
        assert [row["dead"] for row in await table(database, conversations)] == [False]

    async def test_a_conversation_that_is_gone_is_dead_until_somebody_speaks_in_it(
        self, store: Store, database: Database
    ) -> None:
        await turn(store, None, says("1"))
        await store.give_up((await store.claim(NOW, 9))[0], gone=True)
        assert [row["dead"] for row in await table(database, conversations)] == [True]
        await turn(store, None, says("2"))
        assert [row["dead"] for row in await table(database, conversations)] == [False]
        assert texts(await store.claim(NOW, 9)) == ["2"]

    async def test_a_delivered_screen_is_the_live_card_and_an_update_finds_it(self, store: Store) -> None:
        update = Outgoing(Kind.UPDATE, CARD, screen=True)
        await turn(
            store, begun(), Reply(outgoing=(*says("skærm", screen=True).outgoing, *says("note").outgoing, update))
        )
        for message_id in ("m1", "m2"):
            (queued,) = await store.claim(NOW, 9)
            await store.delivered(queued, message_id)
        assert (await store.load(HERE, "look")).card == "m1"
        (queued,) = await store.claim(NOW, 9)
        assert queued.message.target == "m1"
        await store.delivered(queued, "an update is no new message")
        assert (await store.load(HERE, "look")).card == "m1"

    async def test_an_update_of_a_card_that_never_came_has_no_target(self, store: Store) -> None:
        await turn(store, begun(), Reply(outgoing=(Outgoing(Kind.UPDATE, CARD, screen=True),)))
        assert [each.message.target for each in await store.claim(NOW, 9)] == [None]

    async def test_a_change_of_the_reflection_leaves_its_live_card(self, store: Store) -> None:
        await turn(store, begun(), says("skærm", screen=True))
        await store.delivered((await store.claim(NOW, 9))[0], "m1")
        await turn(store, begun(current=2))
        assert (await store.load(HERE, "look")).card == "m1"

    async def test_a_card_that_is_gone_is_forgotten_unless_there_is_a_newer_one(self, store: Store) -> None:
        update = Outgoing(Kind.UPDATE, CARD, screen=True)
        await turn(store, begun(), Reply(outgoing=(*says("skærm", screen=True).outgoing, update, update)))
        await store.delivered((await store.claim(NOW, 9))[0], "m2")
        (queued,) = await store.claim(NOW, 9)
        old = dataclasses.replace(queued.message, target="m1")
        await store.forget_card(dataclasses.replace(queued, message=old))
        assert (await store.load(HERE, "look")).card == "m2"
        await store.forget_card((await store.claim(NOW, 9))[0])
        assert (await store.load(HERE, "look")).card is None
        assert await store.undelivered() == 0

    async def test_what_waits_is_counted_and_so_is_whose_turn_it_is(self, store: Store) -> None:
        await turn(store, None, says("1", "2"))
        await turn(store, None, says("3"), where=dataclasses.replace(HERE, conversation="elsewhere"))
        first, _ = await store.claim(NOW, 9)
        await store.put_off(first, NOW + 5 * SECOND)
        assert (await store.undelivered(), await store.undelivered(NOW)) == (3, 1)
        assert await store.undelivered(NOW + 5 * SECOND) == 2


PAUSED = {"phase": Phase.PAUSED, "resume_to": Phase.QUESTIONS}
CLOSED = {"phase": Phase.FINISHED, "ended_at": NOW + SECOND}


class TestUnprompted:
    """What nobody asked for just now: rather not at all than twice, or where nobody wants it any more."""

    @pytest.mark.parametrize("after", [PAUSED, CLOSED])
    async def test_what_waits_when_it_is_put_away_or_closed_is_never_delivered(
        self, store: Store, database: Database, after: dict[str, Any]
    ) -> None:
        await turn(store, begun(), says("påmindelse", "igen", unprompted=True))
        await turn(store, begun(**after), says("svar"))
        assert texts(await store.claim(NOW, 9)) == ["svar"]
        assert [row["text"] for row in await table(database, outbox)] == ["svar"]

    async def test_what_somebody_asked_for_is_delivered_all_the_same(self, store: Store) -> None:
        await turn(store, begun(), says("kort"))
        await turn(store, begun(**CLOSED))
        assert texts(await store.claim(NOW, 9)) == ["kort"]

    async def test_what_was_held_back_is_not_delivered_after_the_pause_begins(self, store: Store) -> None:
        await turn(store, begun(), says("påmindelse", unprompted=True))
        (queued,) = await store.claim(NOW, 9)
        await store.put_off(queued, NOW + 5 * SECOND)
        await turn(store, begun(**PAUSED))
        assert await store.claim(NOW + 5 * SECOND, 9) == []
        assert await store.undelivered() == 0

    async def test_what_is_said_as_it_closes_or_later_is_delivered(self, store: Store) -> None:
        closed = begun(phase=Phase.EXPIRED, ended_at=NOW)
        await turn(store, closed, says("udløbet", unprompted=True))
        assert texts(await store.claim(NOW, 9)) == ["udløbet"]

    async def test_each_reflection_decides_over_its_own(self, store: Store) -> None:
        elsewhere = dataclasses.replace(HERE, conversation="elsewhere")
        await turn(store, begun(), says("1", unprompted=True))
        await turn(store, begun("r2"), says("2", unprompted=True), where=elsewhere)
        await turn(store, begun(), says("3", unprompted=True), where=OTHER_TENANT)
        await turn(store, None, says("4", unprompted=True), where=dataclasses.replace(HERE, conversation="empty"))
        await turn(store, begun(**PAUSED))
        assert texts(await store.claim(NOW, 9)) == ["2", "3", "4"]

    @pytest.mark.parametrize(
        ("status", "kept"),
        [(429, "waiting"), (412, "waiting"), (0, "dead"), (500, "dead"), (502, "dead"), (504, "dead")],
    )
    async def test_only_what_was_surely_not_sent_is_tried_again(
        self, store: Store, database: Database, status: int, kept: str
    ) -> None:
        await turn(store, begun(), says("påmindelse", unprompted=True))
        await Outbox(store, Refusing(status), now=lambda: NOW).drain()
        assert [(row["state"], row["attempts"]) for row in await table(database, outbox)] == [(kept, kept == "waiting")]

    @pytest.mark.parametrize(
        "message",
        [
            Outgoing(Kind.SEND, text="kort"),
            Outgoing(Kind.UPDATE, CARD, target="m1", unprompted=True),
        ],
    )
    async def test_everything_else_is_tried_again_as_ever(
        self, store: Store, database: Database, message: Outgoing
    ) -> None:
        await turn(store, begun(), Reply(outgoing=(message,)))
        await Outbox(store, Refusing(502), now=lambda: NOW).drain()
        assert [row["state"] for row in await table(database, outbox)] == ["waiting"]

    async def test_even_that_is_given_up_in_the_end(self, store: Store, database: Database) -> None:
        await turn(store, begun(), says("påmindelse", unprompted=True))
        async with database.writing() as connection:
            await connection.execute(outbox.update().values(attempts=LAST_ATTEMPT - 1))
        await Outbox(store, Refusing(429), now=lambda: NOW).drain()
        assert [row["state"] for row in await table(database, outbox)] == ["dead"]


class Refusing:
    """A channel that takes nothing."""

    def __init__(self, status: int) -> None:
        self._status = status

    async def deliver(self, address: Address, message: Outgoing) -> str | None:
        raise DeliveryError(self._status)

    async def close(self) -> None:
        pass


class LooksLong(Store):
    """A store whose look for messages with a picture takes until all that it has given out is delivered."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self._out = 0
        self._none_out = asyncio.Event()

    async def claim(self, now: dt.datetime, limit: int, *, drawn: bool = False) -> Sequence[Queued]:
        if drawn and self._out:
            await self._none_out.wait()
        found = await super().claim(now, limit, drawn=drawn)
        self._out += len(found)
        self._none_out.clear()
        return found

    async def delivered(self, queued: Queued, message_id: str | None) -> None:
        await super().delivered(queued, message_id)
        self._out -= 1
        self._none_out.set()


class Taking:
    """A channel that takes all."""

    async def deliver(self, address: Address, message: Outgoing) -> str | None:
        return "1600000000001"

    async def close(self) -> None:
        """Nothing is held."""


async def test_draining_leaves_nothing_where_a_delivery_ends_while_it_looks_for_more(any_database_url: str) -> None:
    store = LooksLong(any_database_url)
    await store.open()
    await turn(store, None, says("1", "2", "3"))
    await Outbox(store, Taking(), now=lambda: NOW).drain()
    assert await store.undelivered() == 0
    await store.close()


async def test_what_is_held_back_is_looked_for_once_it_may_be_sent_and_many_at_once(any_database_url: str) -> None:
    store = Store(any_database_url)
    outbox = Outbox(store, Taking())
    for _ in range(50):
        outbox.expect((Outgoing(Kind.UPDATE, CARD, status=True),))
    now = asyncio.get_running_loop().time()
    assert not outbox._woken.is_set()
    assert len(outbox._looks) <= 2
    assert all(COUNTED.total_seconds() - 1 < at - now <= COUNTED.total_seconds() + 2 * TOGETHER for at in outbox._looks)
    outbox.expect(says("now").outgoing)
    assert outbox._woken.is_set()
    await store.close()


class Gone(Store):
    """A store whose database has been taken away."""

    async def claim(self, now: dt.datetime, limit: int, *, drawn: bool = False) -> Sequence[Queued]:
        raise StorageError("væk")


async def test_a_stop_while_the_database_is_away_leaves_no_fault_behind(
    any_database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    outbox = Outbox(Gone(any_database_url), Taking())
    outbox.start()
    await outbox.stop()
    assert outbox._task is not None and outbox._task.done() and outbox._task.exception() is None
    assert "left to the next start" in caplog.text
    await outbox._store.close()
