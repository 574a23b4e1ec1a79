"""``make bench COUNTRY=1``: the whole country's teams at once, on SQLite with one bot process and PostgreSQL with two.

Bots and crowd are processes of their own, which end with this one. Only this machine is spoken to.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import dataclasses
import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from bot.storage.rows import DEAD, DRAWING, WAITING
from bot.storage.tables import answers, outbox, reflections
from dialogs.reflection.state import Phase
from tests.bench import country_report, processes
from tests.bench.children import ROOT, child
from tests.bench.people import Team
from tests.bench.shape import Given, Seen, Shape, words
from tests.fakes.openid import OpenId
from tests.fakes.postgres import fresh_url

BOTS = {"sqlite": 1, "postgresql": 2}
"""Bot processes on each database."""

ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

SETTLED_WITHIN = 30.0
"""Seconds that the last messages may take to go out."""

EVERY = 0.2
"""Seconds between two looks at whether they have."""


@dataclass(frozen=True)
class Stored:
    """What a database holds afterwards."""

    lost: int
    """Answers whose people were told they are saved, and that are not there as they were given."""
    untold: int
    """Answers that are there and whose people were never told."""
    finished: int
    """Reflections that have been carried to their end."""
    waiting: int
    """Messages that have not gone out, given up or not."""


@dataclass(frozen=True)
class Outcome:
    """One run."""

    backend: str
    shape: Shape
    seen: Seen
    stored: Stored
    used: processes.Used


async def run(backend: str, url: str, shape: Shape) -> Outcome:
    """Has a crowd of ``shape`` answer everything on an empty database, and counts.

    Raises ``RuntimeError`` where somebody got no further, ``TimeoutError`` where it takes too long.
    """
    keys = OpenId()
    await keys.start()
    try:
        async with contextlib.AsyncExitStack() as started:
            crowd, connector = await started.enter_async_context(child("tests.bench.crowd"))
            assert crowd.stdin is not None and crowd.stdout is not None
            far_ends = ("--database-url", url, "--key-server", keys.url, "--connector", connector)
            # One after the other: the first makes the tables.
            bots = [
                await started.enter_async_context(child("tests.bench.bots", "ours", *far_ends))
                for _ in range(BOTS[backend])
            ]
            watch = processes.Watch([bot.pid for bot, _ in bots], crowd.pid, await _server_of(url))
            job = {"shape": dataclasses.asdict(shape), "ports": [int(port) for _, port in bots]}
            print(f"  bot processes: {len(bots)}; they and the crowd are at it", flush=True)
            watch.begin()
            crowd.stdin.write(json.dumps({**job, "bearer": keys.bearer()}).encode() + b"\n")
            line = await asyncio.wait_for(crowd.stdout.readline(), shape.limit + 30)
            if not line:
                raise RuntimeError("the crowd gave up; why, it says above")
            used = watch.end()
            seen = Seen(**json.loads(line))
            await _settle(url)
        return Outcome(backend, shape, seen, await stored(url, seen.given, shape), used)
    finally:
        await keys.stop()


async def _settle(url: str) -> None:
    """Returns when no message waits any more, or it has taken too long: then they are counted."""
    for _ in range(int(SETTLED_WITHIN / EVERY)):
        if not (await _rows(url, _MESSAGES))[0][0]:
            break
        await asyncio.sleep(EVERY)


async def stored(url: str, told: Sequence[Sequence[int]], shape: Shape) -> Stored:
    """Counts what is in the database against ``told``, the answers whose people were told they are saved."""
    by_key = {
        Team(number).member(member).id: (number, member)
        for number in range(shape.teams)
        for member in range(shape.people)
    }
    said: dict[Given, str] = {}
    revised = sa.select(answers.c.person, answers.c.question, answers.c.text).order_by(answers.c.revision)
    for person, question, text in await _rows(url, revised):
        said[(*by_key[person], question)] = text
    given = {(team, member, question) for team, member, question in told}
    ended = sa.select(sa.func.count()).where(reflections.c.phase == Phase.FINISHED.value)
    return Stored(
        lost=sum(said.get(one) != words(one) for one in given),
        untold=len(said.keys() - given),
        finished=(await _rows(url, ended))[0][0],
        waiting=(await _rows(url, _MESSAGES))[0][0],
    )


_MESSAGES = sa.select(sa.func.count()).where(outbox.c.state.in_((WAITING, DRAWING, DEAD)))


async def _rows(url: str, query: sa.Select[*tuple[object, ...]]) -> Sequence[sa.Row[*tuple[object, ...]]]:
    engine = create_async_engine(url)
    try:
        async with engine.connect() as connection:
            return (await connection.execute(query)).all()
    finally:
        await engine.dispose()


async def _server_of(url: str) -> int | None:
    """Process id of the database server; none for SQLite, which is in the bot's process."""
    if not url.startswith("postgresql"):
        return None
    engine = create_async_engine(url)
    try:
        async with engine.connect() as connection:
            return processes.parent_of(int(await connection.scalar(sa.select(sa.func.pg_backend_pid()))))
    finally:
        await engine.dispose()


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Whoever ends us inside is heard at the end: a database server half started would be nobody's to stop."""
    came: list[int] = []
    before = {ending: signal.signal(ending, lambda number, _: came.append(number)) for ending in ENDINGS}
    try:
        yield
    finally:
        for ending, handler in before.items():
            signal.signal(ending, handler)
    if came:
        sys.exit(128 + came[0])


def main() -> None:
    """Runs the country and prints it. Exit 1 where something was lost."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.country")
    usual = Shape()
    parser.add_argument("--teams", type=int, default=usual.teams)
    parser.add_argument("--people", type=int, default=usual.people, help="in each team")
    parser.add_argument("--pace", type=float, default=usual.pace, help="times as fast as people, who take 20-120 s")
    parser.add_argument("--active", type=int, default=usual.active, help="people at it at the same time")
    parser.add_argument("--seed", type=int, default=usual.seed)
    parser.add_argument("--only", choices=BOTS, help="only this database")
    parsed = vars(parser.parse_args())
    backends = [only] if (only := parsed.pop("only")) else list(BOTS)
    for ending in ENDINGS:
        signal.signal(ending, lambda number, _: sys.exit(128 + number))  # so that all that was started ends
    shape = Shape(**parsed)
    (ROOT / "var").mkdir(exist_ok=True)
    for line in country_report.heading(shape):
        print(line, flush=True)
    good = True
    with tempfile.TemporaryDirectory(prefix="country-", dir=ROOT / "var") as folder:
        for backend in backends:
            began = time.monotonic()
            with _uninterrupted():
                url = fresh_url(backend, Path(folder))
            print(f"\n{country_report.NAMES[backend]}", flush=True)
            outcome = asyncio.run(run(backend, url, shape))
            for line in country_report.lines(outcome):
                print(f"  {line}", flush=True)
            print(f"  {time.monotonic() - began:.0f} s in all")
            good = good and not outcome.stored.lost
    print(f"\nload average {os.getloadavg()[0]:.1f}")
    sys.exit(not good)


if __name__ == "__main__":
    main()
