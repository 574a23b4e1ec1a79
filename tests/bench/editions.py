"""How long a large edition takes from a spreadsheet's content to being live, and how slow requests are during swaps."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import Awaitable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from bot.pictures.pictures import IN_CARDS, VIEW, VIEW_WORDS
from radar_core.editions.bundle import bundle_hash
from radar_core.push.activation import Activation, write_activation
from radar_core.push.admission import admit_bundle
from radar_core.push.signing import sign
from tests.bench.people import Team
from tests.bench.pictures import served
from tests.fakes.signed import KEY, KEYS, large

SWAPS = 100
BETWEEN = 0.1
"""Seconds between two swaps."""

RATE = 100
"""Requests a second meanwhile: presses that are answered with a radar's card, and pictures, in turn."""

PICTURE = f"/radar/eksempel/sundhed-og-aeldre.png?{VIEW}={VIEW_WORDS[IN_CARDS]}"
"""As cards show it, which is drawn before a swap; another is drawn when it is first asked for."""


@dataclass
class Figures:
    """What came out; seconds."""

    size: int
    """Bytes of the large bundle."""
    steps: dict[str, float] = field(default_factory=dict)
    swaps: list[float] = field(default_factory=list)
    """How long each activation took to be answered."""
    during: list[float] = field(default_factory=list)
    """Latencies of requests that were under way at a swap."""
    beside: list[float] = field(default_factory=list)
    """Of those between swaps."""


async def measure(folder: Path) -> Figures:
    """Publishes two revisions of the large edition, then goes back and forth between them; some ten seconds."""
    first, second = large(1), large(2)
    figures = Figures(len(first))
    began = time.perf_counter()
    admit_bundle(sign(first, KEY), KEYS, None, {})
    figures.steps["checked: signature, fields, ids"] = time.perf_counter() - began
    async with served(folder / "editions.db") as (port, _), aiohttp.ClientSession(f"http://127.0.0.1:{port}") as bot:
        figures.steps["pushed"] = await _timed(_push(bot, first))
        figures.steps["activated: 13 radars laid out, their pictures drawn, live"] = await _timed(
            _activate(bot, 1, first)
        )
        await _push(bot, second)
        await _activate(bot, 2, second)
        await _swap(bot, figures, (first, second))
    return figures


async def _timed(work: Awaitable[None]) -> float:
    began = time.perf_counter()
    await work
    return time.perf_counter() - began


async def _push(bot: aiohttp.ClientSession, content: bytes) -> None:
    async with bot.put(f"/api/editions/{bundle_hash(content)}", data=sign(content, KEY)) as answer:
        if answer.status != 200:
            raise RuntimeError(await answer.text())


async def _activate(bot: aiohttp.ClientSession, serial: int, content: bytes) -> None:
    at = dt.datetime.now(dt.UTC)
    envelope = sign(write_activation(Activation(serial, bundle_hash(content), at, "")), KEY)
    async with bot.post("/api/activations", data=envelope) as answer:
        if answer.status != 200:
            raise RuntimeError(await answer.text())


async def _swap(bot: aiohttp.ClientSession, figures: Figures, contents: tuple[bytes, bytes]) -> None:
    spans: list[tuple[float, float]] = []
    requests: list[tuple[float, float]] = []
    done = asyncio.Event()

    async def one(number: int) -> None:
        began = time.perf_counter()
        await (_card(bot, number) if number % 2 else _picture(bot))
        requests.append((began, time.perf_counter()))

    async def readers() -> None:
        async with asyncio.TaskGroup() as group:
            number = 0
            while not done.is_set():
                number += 1
                group.create_task(one(number))
                await asyncio.sleep(1 / RATE)

    reading = asyncio.create_task(readers())
    await asyncio.sleep(0.5)
    for serial in range(3, SWAPS + 3):
        began = time.perf_counter()
        await _activate(bot, serial, contents[serial % 2])
        spans.append((began, time.perf_counter()))
        await asyncio.sleep(BETWEEN)
    done.set()
    await reading
    figures.swaps = [ended - began for began, ended in spans]
    for began, ended in requests:
        at_a_swap = any(began < swapped and ended > from_ for from_, swapped in spans)
        (figures.during if at_a_swap else figures.beside).append(ended - began)


async def _picture(bot: aiohttp.ClientSession) -> None:
    async with bot.get(PICTURE) as answer:
        if not (await answer.read()).startswith(b"\x89PNG"):
            raise RuntimeError(f"the picture was answered {answer.status}")


async def _card(bot: aiohttp.ClientSession, number: int) -> None:
    """*Se radaren* pressed; each press is one of its own."""
    activity: dict[str, Any] = Team(number % 20).press(0, 1, "http://127.0.0.1:9/")
    action = {"type": "Action.Execute", "verb": "radar", "data": {"verb": "radar", "where": "samlet"}}
    activity |= {"id": f"f:swap-{number}", "value": {"action": action, "trigger": "manual"}}
    async with bot.post("/api/messages", json=activity) as answer:
        if "AdaptiveCard" not in (await answer.text()):
            raise RuntimeError(f"the press was answered {answer.status}")
