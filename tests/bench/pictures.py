"""How fast pictures are: from memory over HTTP, drawn warm and cold beside others, and how late the event loop is then.

Each is measured in a process of its own that prints its figures as JSON; this module is two of them.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import statistics
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from tests.bench.children import ROOT
from tests.bench.drawings import OURS, PLAIN, RESVG, radar
from tests.bench.load import Measured, send_all
from tests.bench.rounds import BOT_CORE, CORES

PATH = "/radar/eksempel/sundhed-og-aeldre.png"
COLD_ROUNDS = 3
AT_ONCE = 20
"""Requests for it under way at a time."""

FETCHED = 2_000
RATE, SECONDS = 200, 5.0
"""Requests a second, for so long, whether or not the last is answered."""

DRAWN = 20
PROBE = 0.002
"""Seconds between looks at how late the event loop is."""


@dataclass(frozen=True)
class Figures:
    """What came out; seconds."""

    fetched: Measured
    steady: list[float]
    warm: dict[str, float]
    cold: dict[str, float]
    idle_lag: list[float]
    lag: list[float]


async def measure(folder: Path) -> Figures:
    """Measures everything; some 25 seconds."""
    fetched, steady = await _cached(folder)
    warm = json.loads(await _alone("drawings", "warm"))  # keeps what the others draw cold
    cold: dict[str, list[float]] = {name: [] for name in (OURS, PLAIN, RESVG)}
    for _ in range(COLD_ROUNDS):
        for name, seconds in cold.items():
            began = time.perf_counter()
            await _alone("drawings", "cold", name)
            seconds.append(time.perf_counter() - began)
    lag = json.loads(await _alone("pictures", "lag"))
    medians = {name: statistics.median(seconds) for name, seconds in cold.items()}
    return Figures(fetched, steady, warm, medians, lag["idle"], lag["drawing"])


async def _alone(module: str, *words: str) -> bytes:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", f"tests.bench.{module}", *words), stdout=asyncio.subprocess.PIPE, cwd=ROOT
    )
    said, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"»{' '.join(words)}« ended with {process.returncode}")
    return said


@contextlib.asynccontextmanager
async def served(database: Path) -> AsyncIterator[tuple[int, int]]:
    """The bot on this machine, in a process of its own on the bot's core: its port and process id."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench.pictures", "serve", str(database)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
    )
    assert process.stdin is not None and process.stdout is not None
    try:
        yield int(await asyncio.wait_for(process.stdout.readline(), 30)), process.pid
        process.stdin.close()
        await asyncio.wait_for(process.wait(), 30)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _cached(folder: Path) -> tuple[Measured, list[float]]:
    request = f"GET {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()

    def came(status: int, body: bytes) -> bool:
        return status == 200 and body.startswith(b"\x89PNG")

    async def done() -> None:
        pass

    async with served(folder / "pictures.db") as (port, pid):
        await send_all(port, pid, [request] * 200, 1, came, done)
        fetched = await send_all(port, pid, [request] * FETCHED, AT_ONCE, came, done)
        async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
            return fetched, await _steady(lambda: _fetch(session))


async def _fetch(session: aiohttp.ClientSession) -> None:
    async with session.get(PATH) as answer:
        assert (await answer.read()).startswith(b"\x89PNG")


async def _steady(fetch: Callable[[], Awaitable[None]]) -> list[float]:
    """Latencies from the moment each was due."""
    began = time.perf_counter() + 0.1

    async def one(number: int) -> float:
        due = began + number / RATE
        await asyncio.sleep(due - time.perf_counter())
        await fetch()
        return time.perf_counter() - due

    return await asyncio.gather(*(one(number) for number in range(int(RATE * SECONDS))))


# In processes of their own


async def _lag() -> dict[str, list[float]]:
    """How late the event loop is, at rest and while the workers draw."""
    from bot.pictures.requests import RadarPicture
    from bot.pictures.workers import Workers

    shown, workers = radar(), Workers()
    await asyncio.gather(*(workers.draw(RadarPicture(shown, "png")) for _ in range(4)))
    idle = await _late(asyncio.sleep(1.0))
    drawing = await _late(asyncio.gather(*(workers.draw(RadarPicture(shown, "png")) for _ in range(DRAWN))))
    await workers.close()
    return {"idle": idle, "drawing": drawing}


async def _late(work: Awaitable[object]) -> list[float]:
    done, late = asyncio.ensure_future(work), []
    while not done.done():
        began = time.perf_counter()
        await asyncio.sleep(PROBE)
        late.append(time.perf_counter() - began - PROBE)
    await done
    return late


async def _serve(database: str) -> None:
    from aiohttp import web

    from bot.app import build_local
    from bot.settings import Settings
    from tests.fakes.signed import PUBLIC

    settings = Settings(database_url=f"sqlite+aiosqlite:///{database}", kl_public_keys=PUBLIC)
    runner = web.AppRunner(build_local(settings, "127.0.0.1", 3978), access_log=None, handle_signals=False)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(runner.addresses[0][1], flush=True)
    ended = asyncio.Event()
    asyncio.get_running_loop().add_reader(sys.stdin.fileno(), ended.set)
    await ended.wait()
    await runner.cleanup()


def main() -> None:
    """Serves, or measures the event loop's lag."""
    name, *rest = sys.argv[1:]
    os.sched_setaffinity(0, CORES if name == "lag" else {BOT_CORE})
    if name == "serve":
        asyncio.run(_serve(*rest))
    else:
        print(json.dumps(asyncio.run(_lag())))


if __name__ == "__main__":
    main()
