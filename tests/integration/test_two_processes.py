"""Two bot processes on one database: everybody's answer is there, and each message goes out once and in its order.

This file is also what those processes run: ``python test_two_processes.py URL NAME``, then one job as JSON on stdin.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import datetime as dt
import itertools
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from bot.editions.snapshot import fixed
from bot.sending.outbox import Outbox
from bot.storage.database import StorageError
from bot.storage.loaded import Committed
from bot.storage.store import LEASE, Store
from bot.turns.features import features
from bot.turns.reflection.counted import status_now
from bot.turns.turn import TurnLost, Turns
from bot.wire import Address, ChatKind, Incoming, Kind, Outgoing, Press, Reply
from dialogs.people import Person
from tests.fakes.shipped import shipped

ROOT = Path(__file__).parents[2]
NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
HERE = Address("tenant", "chat", ChatKind.GROUP, "https://teams.example/", "28:bot", "Teknologiradar")
PEOPLE = 50
MOVERS = 12
NAMES = ("one", "two")
STARTER = Person("29:start", "Deltager 0")
"""Who moves the group."""


def turns_of(store: Store) -> Turns:
    catalog = shipped()
    return Turns(
        store,
        fixed(catalog, catalog.bundle("eksempel")),
        features(),
        lambda radar, fmt, *_: "https://bot.example/radar",
    )


class Recorder:
    """A channel that notes what it delivered, and when, on a clock both processes share."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.sent: list[dict[str, Any]] = []

    async def deliver(self, address: Address, message: Outgoing) -> str | None:
        if message.text == "for ever":
            say("delivering")
            await asyncio.Event().wait()
        began = time.monotonic_ns()
        await asyncio.sleep(0.001)
        self.sent.append(
            {
                "chat": address.conversation,
                "kind": message.kind.value,
                "target": message.target,
                "status": message.status,
                "says": message.text or json.dumps(message.card, ensure_ascii=False),
                "began": began,
                "ended": time.monotonic_ns(),
            }
        )
        return message.target or f"{self.name}-{len(self.sent)}"

    async def close(self) -> None:
        """Nothing is held."""


def say(value: object) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


async def insists(turns: Turns, act: Incoming) -> Reply:
    """The reply; on a busy machine an act may be refused with nothing of it saved, and is then done again."""
    for _ in range(50):
        try:
            return await turns.take(act)
        except (StorageError, TurnLost):
            await asyncio.sleep(0.01)
    raise AssertionError("refused every time")


async def work(url: str, name: str) -> None:
    """What one process does: ready, a job, the answers to its turns, and all messages out."""
    store, channel = Store(url), Recorder(name)
    await store.open()
    turns = turns_of(store)
    outbox = Outbox(store, channel, count=lambda where, which: status_now(store, where, which, "nonce"))
    say("ready")
    job = json.loads(await asyncio.to_thread(sys.stdin.readline))
    outbox.start()

    async def acts(number: int) -> int:
        """Some press and are answered in private, some write and the chat is told, some move everybody's card."""
        who = Person(f"29:{number}", f"Deltager {number}")
        card = {"r": job["reflection"]}
        written = Incoming(f"a{number}", HERE, who, f"svar 1: svar {number}")
        pressed = Incoming(f"a{number}", HERE, who, press=Press("answer", card | {"q": 1, "text": f"svar {number}"}))
        moved = Incoming(f"m{number}", HERE, STARTER, press=Press("goto", card | {"question": number % 9 + 1}))
        promised = 0
        for act in (pressed if number % 4 < 2 else written, moved)[: 1 + (number < MOVERS)]:
            reply = await insists(turns, dataclasses.replace(act, wants_reply=act.press is not None))
            outbox.wake()
            promised += sum(not message.status for message in reply.outgoing)
        return promised

    promised = await asyncio.gather(*map(acts, job["people"]))
    while await store.undelivered():
        await outbox.drain()
    await outbox.stop()
    await store.close()
    say({"promised": sum(promised), "sent": channel.sent})


@dataclasses.dataclass
class Worker:
    """A process at work."""

    process: asyncio.subprocess.Process

    @classmethod
    async def start(cls, url: str, name: str, ends: contextlib.AsyncExitStack) -> Worker:
        process = await asyncio.create_subprocess_exec(
            sys.executable, __file__, url, name,
            cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=2**26,
        )  # fmt: skip
        worker = cls(process)
        ends.push_async_callback(worker.ended)
        assert await worker.hears() == "ready"
        return worker

    async def hears(self) -> Any:
        assert self.process.stdout is not None
        async with asyncio.timeout(60):
            return json.loads(await self.process.stdout.readline())

    async def ended(self) -> None:
        """Nothing of it is left, whatever the test came to."""
        if self.process.returncode is None:
            self.process.kill()
        await self.process.wait()

    def told(self, **job: Any) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(job).encode() + b"\n")


async def both(url: str, jobs: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], int]:
    """All that two processes have sent, in the order it began, and how much their turns had promised."""
    async with contextlib.AsyncExitStack() as ends:
        workers = [await Worker.start(url, name, ends) for name in NAMES]
        for worker, job in zip(workers, jobs, strict=True):
            worker.told(**job)
        done = [await worker.hears() for worker in workers]
        assert [await worker.process.wait() for worker in workers] == [0, 0]
    sent = sorted((each for said in done for each in said["sent"]), key=lambda each: each["began"])
    return sent, sum(said["promised"] for said in done)


async def test_fifty_people_answering_at_once_in_two_processes_are_all_heard_and_told_once(
    any_database_url: str,
) -> None:
    store = Store(any_database_url)
    await store.open()
    turns, starter = turns_of(store), STARTER
    for number, text in enumerate(("start refleksion", "vejle, skole")):
        await turns.take(Incoming(f"start-{number}", HERE, starter, text))
    await Outbox(store, Recorder("setup")).drain()
    before = await store.load(HERE, "look")
    assert before.reflection is not None and before.card is not None
    people = list(range(PEOPLE))
    jobs = [{"people": half, "reflection": before.reflection.id} for half in (people[::2], people[1::2])]
    sent, promised = await both(any_database_url, jobs)

    after = (await store.load(HERE, "look")).reflection
    assert after is not None
    assert {(a.by.id, a.text, a.revision) for a in after.answers} == {(f"29:{n}", f"svar {n}", 1) for n in people}
    assert await store.undelivered() == 0
    await store.close()
    counted = [each for each in sent if each["status"]]
    assert counted and {each["target"] for each in counted} == {before.status}, "one message, and never a second"
    assert f"Spørgsmål {after.current}: " in counted[-1]["says"], "it is right in the end"
    sent = [each for each in sent if not each["status"]]
    assert len(sent) == promised >= MOVERS
    assert all(one["ended"] <= two["began"] for one, two in itertools.pairwise(sent)), "one after another"
    updates = [each for each in sent if each["kind"] == "update"]
    assert len(updates) >= MOVERS // 2 and {each["target"] for each in updates} == {before.card}
    assert f"{after.current} af 9" in updates[-1]["says"], "the card shows where the reflection stands"


class OthersFirst(Store):
    """A store where others are first so many times on end."""

    times = 50

    async def commit(self, *args: Any, **more: Any) -> Committed:
        self.times -= 1
        return Committed.CONFLICT if self.times >= 0 else await super().commit(*args, **more)


async def test_a_turn_that_others_beat_fifty_times_on_end_is_taken_all_the_same(any_database_url: str) -> None:
    store = OthersFirst(any_database_url)
    await store.open()
    await turns_of(store).take(Incoming("a", HERE, STARTER, "hjælp"))
    assert (await store.load(HERE, "a")).answered is not None
    await store.close()


async def test_two_processes_deliver_each_message_once_and_in_its_order(any_database_url: str) -> None:
    chats, messages = [f"chat {n}" for n in range(20)], [str(n) for n in range(5)]
    store = Store(any_database_url)
    await store.open()

    for chat in chats:
        stands = await store.load(dataclasses.replace(HERE, conversation=chat), "a")
        reply = Reply(outgoing=tuple(Outgoing(Kind.SEND, text=text) for text in messages))
        await store.commit(stands, "a", NOW, None, reply)
    await store.close()
    sent, _ = await both(any_database_url, [{"people": [], "reflection": ""}] * 2)
    assert {chat: [each["says"] for each in sent if each["chat"] == chat] for chat in chats} == dict.fromkeys(
        chats, messages
    )


async def test_what_a_killed_process_was_delivering_is_delivered_by_the_next(any_database_url: str) -> None:

    store = Store(any_database_url)
    await store.open()
    stands = await store.load(HERE, "a")
    await store.commit(stands, "a", NOW, None, Reply(outgoing=(Outgoing(Kind.SEND, text="for ever"),)))
    await store.close()
    async with contextlib.AsyncExitStack() as ends:
        worker = await Worker.start(any_database_url, "killed", ends)
        worker.told(people=[], reflection="")
        assert await worker.hears() == "delivering"

    after = Store(any_database_url)
    await after.open()
    now = dt.datetime.now(dt.UTC)
    at_once = await after.claim(now, 9)
    # On a file of this machine the next process knows that it is alone; on a server it waits the lease out.
    found = at_once if any_database_url.startswith("sqlite") else await after.claim(now + LEASE, 9)
    assert [each.message.text for each in found] == ["for ever"]
    assert found == at_once or at_once == []
    await after.close()


if __name__ == "__main__":
    asyncio.run(work(*sys.argv[1:]))
