"""``make bench``: measures and prints; about six minutes, a gigabyte in ``var/`` meanwhile, and only this machine."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.bench import database, editions, files, pictures, report, sending, split, starting
from tests.bench.children import ROOT
from tests.bench.load import Connector, Measured
from tests.bench.people import Team
from tests.bench.rounds import LOAD_CORE, TEAMS, Bench, Round, crowds_of, echoes, lines, presses, writings
from tests.fakes.openid import OpenId

ROUNDS = 3
"""Every bot is measured so many times, in turn with the others."""

BUDGET = 240.0
"""Seconds after which no new round begins."""

LAST_RESORT = 600.0
"""Seconds after which it is given up."""

STARTS = 5
"""Starts of each bot, in turn."""

THOUSAND, MILLION = 1_000, 1_000_000


def main() -> None:
    """Runs everything and prints it."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # so that what it made is cleared away
    os.sched_setaffinity(0, {LOAD_CORE})
    (ROOT / "var").mkdir(exist_ok=True)
    print(report.machine(), flush=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=ROOT / "var") as folder:
        asyncio.run(_all(Path(folder)))


async def _all(folder: Path) -> None:
    connector, keys = Connector(), OpenId()
    await connector.start()
    await keys.start()
    try:
        async with asyncio.timeout(LAST_RESORT):
            await _measure(Bench(connector, keys), folder)
    finally:
        await connector.stop()
        await keys.stop()


async def _measure(bench: Bench, folder: Path) -> None:
    began = time.monotonic()
    bearer = bench.keys.bearer()
    # The teams of one round are the same in all databases; only what is stored around them differs.
    of_round = [[Team(number * TEAMS + team) for team in range(TEAMS)] for number in range(ROUNDS)]
    big = folder / "million.db"
    everybody = [team for teams in of_round for team in teams]
    stored = await asyncio.to_thread(database.fill, big, everybody, MILLION)
    print(f"{stored:,} answers stored in {time.monotonic() - began:.0f} s", flush=True)
    names = (report.STOCK, report.CACHED, report.PRESSED, report.MILLION, report.ON_SERVER)
    names += (report.WRITTEN, report.OVER_REST, report.TYPED)
    rounds: dict[str, list[Round]] = {name: [] for name in names}
    crowds: dict[str, list[Measured]] = {report.PRESSED: [], report.ON_SERVER: []}
    for number, teams in enumerate(of_round):
        if number and time.monotonic() - began > BUDGET:
            break
        pressed, written = presses(teams, bearer), writings(teams, bearer)

        async def small(name: str, teams: list[Team] = teams) -> Path:
            return await _small(folder, name, teams)

        rounds[report.STOCK].append(await bench.echo("stock", echoes(bench.connector, 20, 150, 300, 300)))
        rounds[report.CACHED].append(await bench.echo("cached", echoes(bench.connector, TEAMS, 600, 1_200, 1_200)))
        rounds[report.PRESSED].append(await bench.ours(await small("pressed"), pressed))
        rounds[report.MILLION].append(await bench.ours(big, pressed))
        rounds[report.ON_SERVER].append(await bench.ours(await database.on_server(await small("moved")), pressed))
        rounds[report.WRITTEN].append(await bench.ours(await small("written"), written))
        rounds[report.OVER_REST].append(await bench.ours(await small("rest"), written, by="rest"))
        chats = [Team(-1_000 - number * TEAMS - chat) for chat in range(TEAMS)]
        alone = await _small(folder, "typed", teams, chats)
        rounds[report.TYPED].append(await bench.ours(alone, lines(chats, bearer)))
        chat = crowds_of(teams, bearer)
        crowds[report.PRESSED] += await bench.crowded(await small("crowd"), chat)
        on_server = await database.on_server(await small("moved-crowd"))
        crowds[report.ON_SERVER] += await bench.crowded(on_server, chat)
    starts: dict[str, list[starting.Started]] = {report.STOCK: [], report.OURS: []}
    for _ in range(STARTS):
        starts[report.STOCK].append(await starting.stock())
        starts[report.OURS].append(await starting.ours(big))
    print(f"{len(rounds[report.STOCK])} rounds after {time.monotonic() - began:.0f} s", flush=True)
    staged, seen = await _watched(bench, folder, of_round[0], "--stages")
    profiled, _ = await _watched(bench, folder, of_round[0], "--profile")
    _print("Turns", report.table(rounds))
    _print("Aims: median of the rounds' ratios (lowest–highest), so many at a time", report.aims(rounds))
    _print("Fifty people press in one chat", report.crowds(crowds))
    _print("From nothing to taking connections and to the first answer, and memory then", report.starts(starts))
    _print("One message sent, processor time", report.sent(await sending.measure(bench.connector)))
    _print("Noise: turns a second, lowest–highest round", report.noise(rounds))
    _print("One answer pressed, one at a time", report.stages(json.loads(staged.read_text()), seen))
    _print("Processor time of the event loop's thread, by cProfile", report.packages(split.by_package(profiled)))
    _print("Pictures", report.pictures(await pictures.measure(folder)))
    _print("The longest protocol: 60 people, 4,000 characters, 9 questions", report.files(await files.measure()))
    _print("A large edition: 60 technologies, 12 fagområder", report.editions(await editions.measure(folder)))
    print(f"\n{time.monotonic() - began:.0f} s in all; load average {os.getloadavg()[0]:.1f}")


async def _small(folder: Path, name: str, teams: list[Team], alone: Sequence[Team] = ()) -> Path:
    path = folder / f"{name}-{teams[0].number}.db"
    await asyncio.to_thread(database.fill, path, teams, THOUSAND, alone)
    return path


async def _watched(bench: Bench, folder: Path, teams: list[Team], option: str) -> tuple[Path, Measured]:
    to = folder / option.strip("-")
    path = await _small(folder, f"watched{option}", teams)
    return to, await bench.watched(path, presses(teams, bench.keys.bearer()), option, to)


def _print(heading: str, lines: Iterable[str]) -> None:
    print(f"\n{heading}")
    for line in lines:
        print(f"  {line}")


if __name__ == "__main__":
    main()
