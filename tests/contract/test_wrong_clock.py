"""A clock that is wrong for a while destroys nothing and blocks nothing, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt

from bot.clock.belief import SharedClock
from bot.editions.snapshot import fixed
from bot.sending.outbox import Outbox
from bot.storage.database import Database
from bot.storage.outbox import BEYOND
from bot.storage.retention import REFLECTIONS_KEPT
from bot.storage.store import Store
from bot.storage.tables import conversations, outbox, reflections
from bot.turns.alarms import Alarms
from bot.turns.features import features
from bot.turns.turn import Turns
from bot.wire import Address, Outgoing
from dialogs.reflection.timing import next_due
from tests.fakes.shipped import shipped
from tests.fakes.store_turns import DAY, HERE, NOW, SECOND, begun, says, standing, table, texts, turn

YEARS = 3 * 365 * DAY


class Recorder:
    """A channel that takes everything, once it is let."""

    def __init__(self) -> None:
        self.sent: list[str | None] = []
        self.lets, self.came = asyncio.Event(), asyncio.Event()
        self.lets.set()

    async def deliver(self, address: Address, message: Outgoing) -> str | None:
        self.sent.append(message.text)
        self.came.set()
        await self.lets.wait()
        return str(len(self.sent))

    async def close(self) -> None:
        """Nothing is held."""


class Process:
    """One bot process: its clock, which may be wrong by so much, and the seconds it counts."""

    def __init__(self, store: Store, passed: dt.timedelta = dt.timedelta()) -> None:
        self.passed, self.wrong_by, self.channel = passed, dt.timedelta(), Recorder()
        catalog = shipped()
        turns = Turns(
            store, fixed(catalog, catalog.bundle("eksempel")), features(), lambda *_: "https://bot.example/radar"
        )
        turns.now = self.now
        self.outbox = Outbox(store, self.channel, now=self.now, steady=self.steady)
        self.alarms = Alarms(store, turns, self.outbox, steady=self.steady)

    def now(self) -> dt.datetime:
        return NOW + self.passed + self.wrong_by

    def steady(self) -> float:
        return self.passed.total_seconds()

    async def looks(self, after: dt.timedelta) -> int:
        self.passed += after
        return await self.alarms.look()


async def begins(store: Store) -> None:
    """A reflection that is to be reminded of and to expire one day."""
    reflection = begun(reminders=True, touched_at=NOW)
    assert next_due(reflection) is not None
    await turn(store, reflection)


class TestAheadForAMoment:
    """A clock three years ahead for 25 seconds."""

    async def test_deletes_no_reflection_and_says_nothing(self, store: Store, database: Database) -> None:
        await begins(store)
        before = await standing(store)
        process = Process(store)
        await process.looks(20 * SECOND)
        process.wrong_by = YEARS
        assert await process.looks(3600 * SECOND) == 0, "an hour later it would be time to tidy up"
        process.wrong_by = dt.timedelta()
        assert await process.looks(25 * SECOND) == 0
        assert await standing(store) == before
        assert await store.undelivered() == 0
        assert len(await table(database, conversations)) == 1

    async def test_while_a_process_starts_neither(self, store: Store) -> None:
        await begins(store)
        await Process(store).looks(SECOND)
        for seconds in (10, 20):
            wrong = Process(store, seconds * SECOND)
            wrong.wrong_by = YEARS
            assert await wrong.looks(SECOND) == 0
        assert (await standing(store)).id == "r1"

    async def test_on_an_earlier_releases_database_neither(self, store: Store) -> None:
        await begins(store)
        wrong = Process(store)
        wrong.wrong_by = YEARS
        assert await wrong.looks(SECOND) == 0
        assert (await standing(store)).id == "r1"

    async def test_is_known_to_the_other_processes(self, store: Store, other: Store) -> None:
        await begins(store)
        here, there = Process(store), Process(other)
        await here.looks(SECOND)
        await there.looks(SECOND)
        here.wrong_by = YEARS
        await here.looks(SECOND)
        known = await other.heartbeats.known()
        assert known is not None and not known.is_believed
        assert await there.looks(YEARS) == 0, "it waits too, until the time is agreed on"

    async def test_blocks_no_message_that_was_put_off_then(self, store: Store) -> None:
        await turn(store, begun(), says("1", "2"))
        (first,) = await store.claim(NOW + YEARS, 9)
        await store.put_off(first, NOW + YEARS + 5 * SECOND)
        assert texts(await store.claim(NOW, 9)) == ["1"]

    async def test_blocks_no_message_that_was_claimed_or_written_then(self, store: Store) -> None:
        await turn(store, begun(), says("1"), at=NOW + YEARS)
        assert texts(await store.claim(NOW + YEARS, 9)) == ["1"]
        assert await store.undelivered(NOW) == 1
        assert texts(await store.claim(NOW, 9)) == ["1"]

    async def test_sends_no_message_twice_that_is_under_way(self, store: Store, database: Database) -> None:
        await turn(store, begun(), says("1"))
        process = Process(store)
        process.channel.lets.clear()
        draining = asyncio.create_task(process.outbox.drain())
        await process.channel.came.wait()
        process.wrong_by = YEARS
        await process.outbox._claim()
        process.wrong_by = dt.timedelta()
        process.channel.lets.set()
        await draining
        assert process.channel.sent == ["1"]
        assert await table(database, outbox) == []


async def test_a_message_that_is_put_off_as_long_as_teams_may_ask_waits_for_its_time(store: Store) -> None:
    await turn(store, begun(), says("1"))
    (first,) = await store.claim(NOW, 9)
    await store.put_off(first, NOW + BEYOND)
    assert await store.claim(NOW, 9) == []
    assert texts(await store.claim(NOW + BEYOND, 9)) == ["1"]


async def test_time_that_has_really_passed_tidies_and_rings(store: Store, database: Database) -> None:
    await begins(store)
    elsewhere = dataclasses.replace(HERE, conversation="elsewhere")
    await turn(store, None, where=elsewhere)
    process = Process(store)
    await process.looks(SECOND)
    assert await process.looks(60 * DAY) == 1
    await process.looks(REFLECTIONS_KEPT + 2 * DAY)
    await process.looks(REFLECTIONS_KEPT + 2 * DAY)
    await process.looks(REFLECTIONS_KEPT + 2 * DAY)
    assert await table(database, reflections) == []
    assert elsewhere.conversation not in {row["id"] for row in await table(database, conversations)}


async def test_after_a_long_stop_it_is_done_a_day_later(store: Store) -> None:
    await begins(store)
    await Process(store).looks(SECOND)
    again = Process(store, 60 * DAY)
    assert await again.looks(SECOND) == 0
    assert await again.looks(DAY - SECOND) == 0
    assert await again.looks(SECOND) == 1


async def test_the_heartbeat_is_kept_over_a_start(store: Store, other: Store) -> None:
    assert await store.heartbeats.known() is None
    await store.heartbeats.settle(lambda _: SharedClock(NOW, NOW - DAY))
    assert await other.heartbeats.known() == SharedClock(NOW, NOW - DAY)
