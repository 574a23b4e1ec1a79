"""Two real processes on one PostgreSQL: pushed to one, live on the other; killed in the middle, old or new."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from radar_core.editions.bundle import bundle_hash
from radar_core.push.signing import sign
from tests.fakes.chance import ALL, dice
from tests.fakes.ports import free_port
from tests.fakes.postgres import fresh_url
from tests.fakes.signed import KEY, PUBLIC, activation, bundle, moved

HOST = "127.0.0.1"
PATIENCE = 60.0
"""Seconds until a test gives up on a process."""
MIDDLE = (0.4, 0.8, 0.95)
KILLED_AT = (0.0, *(MIDDLE if ALL else [dice("killed in the middle").choice(MIDDLE)]), 1.0)
"""When its process dies, of the time an activation takes; the last once it has been answered."""
FIRST, SECOND = bundle(), bundle(revision=2, change=moved("rpa", "samlet", "AFPRØV"))


@dataclass
class Process:
    """``teknologiradar serve --local`` on a port of its own."""

    process: asyncio.subprocess.Process
    url: str

    @classmethod
    async def start(cls, database: str) -> Process:
        """Returns when it listens."""
        port = free_port()
        env = {name: value for name, value in os.environ.items() if not name.startswith("TR_")}
        env |= {"TR_DATABASE_URL": database, "TR_KL_PUBLIC_KEYS": ",".join(PUBLIC)}
        command = [sys.executable, "-m", "bot", "serve", "--local", "--port", str(port)]
        process = await asyncio.create_subprocess_exec(
            *command, env=env, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
        )
        assert process.stdout is not None
        async with asyncio.timeout(PATIENCE):
            assert b"lytter" in await process.stdout.readline()
        return cls(process, f"http://{HOST}:{port}")

    async def kill(self) -> None:
        """Ends it in the middle of whatever it does."""
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGKILL)
        await self.process.wait()

    async def told(self, session: aiohttp.ClientSession) -> dict[str, Any]:
        """What it says of the editions."""
        async with session.get(f"{self.url}/api/editions") as answer:
            return dict(await answer.json())

    async def push(self, session: aiohttp.ClientSession, content: bytes) -> None:
        async with session.put(f"{self.url}/api/editions/{bundle_hash(content)}", data=sign(content, KEY)) as answer:
            assert answer.status == 200, await answer.text()

    async def activate(self, session: aiohttp.ClientSession, envelope: bytes) -> int:
        async with session.post(f"{self.url}/api/activations", data=envelope) as answer:
            return answer.status


@contextlib.asynccontextmanager
async def running(database: str) -> AsyncIterator[Process]:
    process = await Process.start(database)
    try:
        yield process
    finally:
        await process.kill()


@pytest.fixture
def database(tmp_path: Path) -> str:
    return fresh_url("postgresql", tmp_path)


async def until_live(process: Process, session: aiohttp.ClientSession, content: bytes) -> None:
    """Returns once the process serves it; it tells nobody when."""
    began = time.monotonic()
    while (await process.told(session))["live"]["hash"] != bundle_hash(content):
        assert time.monotonic() - began < PATIENCE
        await asyncio.sleep(0.05)


async def test_what_is_pushed_to_one_process_is_soon_live_on_the_other(database: str) -> None:
    """By itself; how soon on a machine that is not busy follows from how often it looks: ``test_edition_swaps``."""
    async with running(database) as one, running(database) as other, aiohttp.ClientSession() as session:
        for serial, content in enumerate((FIRST, SECOND), start=1):
            await one.push(session, content)
            assert await one.activate(session, activation(serial, content)) == 200
            assert (await one.told(session))["live"]["serial"] == serial
            await until_live(other, session, content)
        async with asyncio.timeout(PATIENCE):
            while {each["serial"] for each in (await other.told(session))["processes"]} != {2}:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        assert len((await other.told(session))["processes"]) == 2


async def test_killed_in_the_middle_of_an_activation_the_edition_is_the_old_or_the_new(database: str) -> None:
    outcomes = set()
    async with (
        contextlib.AsyncExitStack() as started,
        running(database) as watching,
        aiohttp.ClientSession() as session,
    ):
        for content in (FIRST, SECOND):
            await watching.push(session, content)
        victim = await started.enter_async_context(running(database))
        began = time.monotonic()
        assert await victim.activate(session, activation(1, FIRST)) == 200
        whole = time.monotonic() - began
        await until_live(watching, session, FIRST)
        for serial, killed_at in enumerate(KILLED_AT, start=2):
            before = (await watching.told(session))["live"]
            old, new = (FIRST, SECOND) if before["hash"] == bundle_hash(FIRST) else (SECOND, FIRST)
            if not killed_at:  # it stands still: on a busy machine it might else be done before the signal is sent
                victim.process.send_signal(signal.SIGSTOP)
            sending = asyncio.create_task(victim.activate(session, activation(serial, new)))
            if killed_at < 1:
                await asyncio.sleep(whole * killed_at)
            else:
                assert await sending == 200
            await victim.kill()
            with contextlib.suppress(aiohttp.ClientError):
                await sending
            # Started again it is the next to be killed.
            victim = await started.enter_async_context(running(database))
            live = (await victim.told(session))["live"]
            assert (live["hash"], live["serial"]) in (
                (bundle_hash(old), before["serial"]),
                (bundle_hash(new), serial),
            )
            outcomes.add(live["serial"] == serial)
            await until_live(watching, session, new if live["serial"] == serial else old)
    assert outcomes == {True, False}
