"""A year with both changes of the clock, on two bot processes: never a message too many, and none while paused.

The long run (``TEST_CASES=all``) has both databases, looks at five hours of every day, and somebody writes every second
day. The others have one of the databases, look so on the days around both changes of the clock and on one in twenty of
the rest, and on all days when something is due by the database: that nothing rings before it is due is held, on both,
by tests/contract/test_follow_up_store.py, and what two processes do at once by test_two_processes.py.

This file is also what those processes run: ``python test_year.py URL``, then one moment a line as JSON on stdin.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.editions.snapshot import fixed
from bot.sending.outbox import Outbox
from bot.storage.store import Store
from bot.turns.alarms import Alarms
from bot.turns.features import features
from bot.turns.turn import Turns
from bot.wire import Address, ChatKind, Incoming, Outgoing, Press
from dialogs.people import Person
from dialogs.texts import common as texts
from tests.fakes.chance import ALL, dice
from tests.fakes.postgres import BACKENDS
from tests.fakes.shipped import shipped

ROOT = Path(__file__).parents[2]
COPENHAGEN = ZoneInfo("Europe/Copenhagen")
BEGAN = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
HOURS = (1, 7, 8, 13, 19)
"""Hours (UTC) of each day at which both processes look: nine o'clock in Denmark is seven or eight."""
DAYS = 365
CHANGES = (dt.date(2027, 3, 28), dt.date(2027, 10, 31))
"""Days on which the clock is changed."""
LAST = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)
PATIENCE = 300.0
"""Seconds until a process is given up: it has what a busy machine leaves it."""


class Recorder:
    """A channel that notes what it delivered, and when by the clock of the test."""

    def __init__(self) -> None:
        self.at = BEGAN
        self.sent: list[dict[str, Any]] = []

    async def deliver(self, address: Address, message: Outgoing) -> str | None:
        says = message.text or json.dumps(message.card, ensure_ascii=False)
        unasked = message.unprompted
        self.sent.append({"chat": address.conversation, "at": self.at.isoformat(), "says": says, "unasked": unasked})
        return str(len(self.sent))

    async def close(self) -> None:
        """Nothing is held."""


YES = "ja"
"""A press on the button that finishes a reflection, once it has been said what that costs."""


async def work(url: str) -> None:
    """What one process does: at each moment it is given, it hears what people say, looks, and sends."""
    store, channel = Store(url), Recorder()
    await store.open()
    catalog = shipped()
    turns = Turns(
        store,
        fixed(catalog, catalog.bundle("eksempel")),
        features(),
        lambda radar, fmt, *_: "https://bot.example/radar",
    )
    turns.now = lambda: channel.at
    outbox = Outbox(store, channel, now=lambda: channel.at)
    alarms = Alarms(store, turns, outbox, steady=lambda: channel.at.timestamp())
    while line := await asyncio.to_thread(sys.stdin.readline):
        moment = json.loads(line)
        channel.at = dt.datetime.fromisoformat(moment["at"])
        for number, (chat, person, text) in enumerate(moment["said"]):
            where = Address("tenant", chat, ChatKind.GROUP, "https://teams.example/", "28:bot", "Teknologiradar")
            act = f"{moment['at']} {number}"
            by = Person(person, f"Deltager {person}")
            if text == YES:
                press = Press("finish", {"lost": [9] * 6})
                await turns.take(Incoming(act, where, by, press=press, wants_reply=True))
            else:
                await turns.take(Incoming(act, where, by, text, message=act))
        await alarms.look()
        await outbox.drain()
        sys.stdout.write(json.dumps(channel.sent) + "\n")
        sys.stdout.flush()
        channel.sent.clear()
    await store.close()


@dataclass
class Sent:
    """One message as it came out."""

    chat: str
    at: dt.datetime
    says: str
    unasked: bool


class Processes:
    """Two of them, on one database."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._running: list[asyncio.subprocess.Process] = []

    async def __aenter__(self) -> Processes:
        for _ in range(2):
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, __file__, self._url),
                cwd=ROOT,
                env={"PYTHONPATH": str(ROOT), "PATH": ""},
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                limit=2**24,
            )
            self._running.append(process)
            await self._tell(process, BEGAN - dt.timedelta(days=1), [])
        return self

    async def __aexit__(self, *_: object) -> None:
        for process in self._running:
            if process.stdin is not None:
                process.stdin.close()
            await process.wait()

    async def at(self, when: dt.datetime, said: list[tuple[str, str, str]]) -> list[Sent]:
        """Both look at the same moment; what people say then, they say to the one or the other."""
        halves = [[act for n, act in enumerate(said) if n % 2 == k] for k in (0, 1)]
        sent = await asyncio.gather(*map(self._tell, self._running, (when, when), halves))
        return [message for messages in sent for message in messages]

    async def _tell(
        self, process: asyncio.subprocess.Process, when: dt.datetime, said: list[tuple[str, str, str]]
    ) -> list[Sent]:
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(json.dumps({"at": when.isoformat(), "said": said}).encode() + b"\n")
        line = await asyncio.wait_for(process.stdout.readline(), PATIENCE)
        return [
            Sent(one["chat"], dt.datetime.fromisoformat(one["at"]).astimezone(COPENHAGEN), one["says"], one["unasked"])
            for one in json.loads(line)
        ]


def plan() -> dict[dt.datetime, list[tuple[str, str, str]]]:
    """What is said in each chat, and when."""
    start = "start refleksion for sundhed i Vejle"
    first = [
        *(("minder", "1", start), ("minder", "2", "påmind os")),
        *(("paa pause", "1", start), ("paa pause", "1", "påmind os")),
        *(("til foraar", "1", start), ("til foraar", "1", "påmind os")),
        *(("glemt", "1", start),),
        *(("i gang", "1", start), ("i gang", "1", "påmind os")),
        *(("faerdig", "1", start), ("faerdig", "1", "svar 5: [1] den er i drift"), ("faerdig", "1", YES)),
    ]
    said = {BEGAN + dt.timedelta(seconds=n): [act] for n, act in enumerate(first)}
    said[BEGAN + dt.timedelta(minutes=5)] = [("paa pause", "1", "pause"), ("til foraar", "2", "pause til 30. marts")]
    for day in range(1, DAYS, 2):  # somebody writes every second day, at any hour
        if not (ALL or day < 30 or day % 23 == 0 or is_near_change((BEGAN + dt.timedelta(days=day)).date(), 5)):
            continue
        act = ("i gang", "2", f"svar {day % 9 + 1}: {day}")
        said[BEGAN + dt.timedelta(days=day, hours=day % 11, minutes=7)] = [act]
    return said


def is_near_change(day: dt.date, days: int) -> bool:
    """Whether the clock is changed no more than so many days before or after."""
    return min(abs(day - change) for change in CHANGES) <= dt.timedelta(days)


@pytest.mark.parametrize("any_database_url", BACKENDS if ALL else [dice("year").choice(BACKENDS)], indirect=True)
async def test_a_year_on_two_processes_says_everything_once_and_nothing_while_paused(any_database_url: str) -> None:
    acts = plan()
    looks = [BEGAN.replace(hour=0) + dt.timedelta(days=day, hours=hour) for day in range(DAYS + 1) for hour in HOURS]
    sent: list[Sent] = []
    chance = dice("year")
    days = sorted({look.date() for look in looks})
    anyway = {day for day in days if ALL or chance.random() < 0.05 or is_near_change(day, 1)}
    store, due = Store(any_database_url), LAST
    async with Processes(any_database_url) as processes:
        for when in sorted({*acts, *(look for look in looks if look > BEGAN)}):
            if when in acts or when.date() in anyway or due <= when:
                sent += await processes.at(when, acts.get(when, []))
                due = min((each.at for each in await store.due(LAST, 1)), default=LAST)
    await store.close()
    unasked = [message for message in sent if message.unasked]
    chats = {act[0] for some in acts.values() for act in some}
    said = {chat: [m for m in unasked if m.chat == chat] for chat in chats}

    assert all((m.at.hour, m.at.minute) == (9, 0) for m in unasked), "winter and summer alike"
    assert not [n for n in Counter((m.chat, m.at.date(), m.says) for m in unasked).values() if n > 1]
    reminders = [m for m in unasked if texts.REMINDER_TITLE in m.says]
    assert not [n for n in Counter((m.chat, m.at.date()) for m in reminders).values() if n > 1], "at most one a day"
    assert {m.at.weekday() for m in reminders} <= set(range(5))

    assert said["paa pause"] == [], "a pause without an end has none"
    (back, *after) = said["til foraar"]
    assert texts.PAUSE_ENDED in back.says and (back.at.month, back.at.day) == (3, 30)
    assert back.at.utcoffset() == dt.timedelta(hours=2), "summer time began two days before"
    assert after and all(m.at > back.at for m in after)

    assert [is_a(m) for m in said["minder"]] == [*["reminder"] * 10, "warning", "reminder", "expired"]
    assert [is_a(m) for m in said["glemt"]] == ["warning", "expired"]
    assert [is_a(m) for m in said["til foraar"]] == ["other", *[is_a(m) for m in said["minder"]]]
    (evaluation,) = said["faerdig"]
    assert (evaluation.at.year, evaluation.at.month, evaluation.at.day) == (2027, 5, 24)

    assert {is_a(m) for m in said["i gang"]} == {"reminder"}, "what is in use does not expire"
    spoken = sorted(at.astimezone(COPENHAGEN) for at, some in acts.items() if any(a[0] == "i gang" for a in some))
    for reminder in said["i gang"]:
        last = max(at for at in spoken if at < reminder.at)
        assert last.date() < reminder.at.date(), "not on a day on which somebody has already written"


def is_a(message: Sent) -> str:
    for name, title in (
        ("reminder", texts.REMINDER_TITLE),
        ("warning", texts.WARNED_TITLE),
        ("expired", texts.EXPIRED_TITLE),
    ):
        if title in message.says:
            return name
    return "other"


if __name__ == "__main__":
    asyncio.run(work(sys.argv[1]))
