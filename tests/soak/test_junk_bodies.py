"""Whatever comes in, the bot answers 2xx or 4xx, quickly, and is none the bigger for it."""

from __future__ import annotations

import asyncio
import os
import time
from collections import Counter
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from bot.app import build_local
from bot.settings import Settings
from tests.fakes.chance import cases, dice
from tests.fakes.postgres import ready_file
from tests.soak.bodies import bodies
from tests.soak.channel import NobodyThere
from tests.soak.measures import memory, open_files

COUNT = int(os.environ.get("SOAK_BODIES", cases(4000)))
SLOWEST = 2.0
"""Seconds that count as hanging."""


POOL = 20
"""Files the database's pool may still open: five connections with their journals. A leak is hundreds."""
UNDER_WAY = 20
"""Tasks that may be under way when one looks: pictures being drawn, messages being sent. A leak is hundreds."""


@pytest.mark.usefixtures("only_the_bot")
async def test_generated_bodies_never_get_a_server_error_never_hang_and_leave_nothing_behind(tmp_path: Path) -> None:
    before = asyncio.all_tasks()
    settings = Settings(database_url=ready_file(tmp_path / "bot.db"))
    app = build_local(settings, "127.0.0.1", 0, NobodyThere())
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/messages"
    seen: Counter[int] = Counter()
    slowest = 0.0
    sizes: list[tuple[int, int, int]] = []
    async with aiohttp.ClientSession() as session:
        for number, body in enumerate(bodies(dice("bodies"), COUNT, "http://127.0.0.1:1/")):
            began = time.monotonic()
            headers = {"Content-Type": "application/json"}
            async with session.post(url, data=body, headers=headers) as answer:
                seen[answer.status] += 1
                assert answer.status < 500, (answer.status, body[:300])
            slowest = max(slowest, time.monotonic() - began)
            if number % (COUNT // 10) == COUNT // 10 - 1:
                sizes.append((memory(), open_files(), len(asyncio.all_tasks())))
    await runner.cleanup()
    assert asyncio.all_tasks() == before
    assert slowest < SLOWEST, slowest
    assert seen[200] + seen[202] > COUNT / 4, seen
    assert seen[400] > COUNT / 20, seen
    (held, files, tasks), (held_after, files_after, tasks_after) = sizes[2], sizes[-1]
    assert held_after - held <= 24, sizes
    assert files_after <= files + POOL, sizes
    assert tasks_after <= tasks + UNDER_WAY, sizes
    print(f"{COUNT} bodies: {dict(seen)}, slowest {slowest * 1000:.0f} ms, memory/files/tasks {sizes}")
