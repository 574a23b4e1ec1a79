"""Conversations whose connector hangs delay themselves and nobody else, on both databases, with production's limits."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
import logging
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.errors import DeliveryError
from bot.sending.outbox import BATCH, QUICK, SLOW, Outbox
from bot.storage.store import Store
from bot.telemetry.about import mark
from bot.telemetry.log import TextLines
from bot.wire import Address, Outgoing
from tests.fakes.store_turns import HERE, NOW, says, turn

MANY = BATCH + 6


class Hanging:
    """A channel that answers those conversations that begin with »slow« only when it is let go."""

    def __init__(self) -> None:
        self.let_go = asyncio.Event()
        self.heard: list[str] = []
        self.waiting = 0
        self.something = asyncio.Event()

    async def deliver(self, address: Address, message: Outgoing) -> str | None:
        if address.conversation.startswith("slow"):
            self.waiting += 1
            self.something.set()
            await self.let_go.wait()
        self.heard.append(f"{address.conversation}: {message.text}")
        self.something.set()
        return "m"

    async def close(self) -> None:
        self.let_go.set()

    async def until(self, said: str) -> None:
        """Returns once that has been delivered."""
        while said not in self.heard:
            self.something.clear()
            await self.something.wait()

    async def until_waiting(self, count: int) -> None:
        while self.waiting < count:
            self.something.clear()
            await self.something.wait()


def chat(name: str) -> Address:
    return dataclasses.replace(HERE, conversation=name)


@pytest_asyncio.fixture
async def store(any_database_url: str) -> AsyncIterator[Store]:
    opened = Store(any_database_url)
    await opened.open()
    yield opened
    await opened.close()


async def test_more_hanging_conversations_than_places_delay_nobody_elses_message(store: Store) -> None:
    channel = Hanging()
    outbox = Outbox(store, channel, now=lambda: NOW)
    for number in range(MANY):
        await turn(store, None, says("1", "2"), where=chat(f"slow {number}"))
    await turn(store, None, says("1", "2"), where=chat("quick"))
    outbox.start()
    await channel.until("quick: 2")
    await channel.until_waiting(MANY)
    assert not any(said.startswith("slow") for said in channel.heard)
    channel.let_go.set()
    await channel.until(f"slow {MANY - 1}: 2")
    await outbox.stop()
    # Each conversation's own messages are in their order, each once.
    assert sorted(channel.heard) == sorted(
        f"{name}: {n}" for name in ("quick", *(f"slow {s}" for s in range(MANY))) for n in (1, 2)
    )
    assert all(channel.heard.index(f"slow {s}: 1") < channel.heard.index(f"slow {s}: 2") for s in range(MANY))


async def test_a_conversation_that_was_slow_takes_no_place_from_the_others_the_next_time(store: Store) -> None:
    channel = Hanging()
    outbox = Outbox(store, channel, now=lambda: NOW, quick=600.0)
    for number in range(MANY):
        outbox._slow[HERE.tenant, f"slow {number}"] = None
        await turn(store, None, says("1"), where=chat(f"slow {number}"))
    await turn(store, None, says("1"), where=chat("quick"))
    draining = asyncio.create_task(outbox.drain())
    await channel.until_waiting(BATCH)
    await outbox._claim()  # as the loop does when it is woken: none of the places is taken
    await channel.until("quick: 1")
    channel.let_go.set()
    await draining


async def test_where_too_many_are_slow_the_next_slow_one_is_put_off_and_no_attempt_is_counted(store: Store) -> None:
    channel = Hanging()
    clock = [NOW]
    outbox = Outbox(store, channel, now=lambda: clock[0], most_slow=0)
    outbox._slow[HERE.tenant, "slow"] = None
    await turn(store, None, says("1"), where=chat("slow"))
    await turn(store, None, says("1"), where=chat("quick"))
    await outbox.drain()
    assert channel.heard == ["quick: 1"] and channel.waiting == 0
    assert await store.undelivered() == 1
    assert await store.claim(NOW + dt.timedelta(seconds=4), 9) == []
    [queued] = await store.claim(NOW + dt.timedelta(seconds=5), 9)
    assert queued.attempts == 0


async def test_a_conversation_that_is_quick_again_is_slow_no_more(store: Store) -> None:
    channel = Hanging()
    outbox = Outbox(store, channel, now=lambda: NOW, quick=600.0)
    outbox._slow[HERE.tenant, "quick"] = None
    await turn(store, None, says("1"), where=chat("quick"))
    await outbox.drain()
    assert channel.heard == ["quick: 1"] and not outbox._slow


class Refusing:
    def __init__(self, status: int) -> None:
        self.status = status

    async def deliver(self, address: Address, message: Outgoing) -> str | None:
        raise DeliveryError(self.status)

    async def close(self) -> None:
        pass


async def test_a_message_given_up_says_in_the_log_which_conversation_and_why_and_no_word_of_it(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    caplog.handler.setFormatter(TextLines())
    where = chat("19:navn@thread.v2")
    await turn(store, None, says("hemmeligt"), where=where)
    await Outbox(store, Refusing(404), now=lambda: NOW).drain()
    [line] = caplog.text.splitlines()
    assert line.endswith(f"[{mark(where.tenant, where.conversation)}]") and "status 404" in line
    assert "hemmeligt" not in line and "19:navn" not in line


def test_productions_limits_are_the_promised_ones() -> None:
    assert (BATCH, QUICK, SLOW) == (64, 1.0, 256)
