"""From nothing to a bot that takes connections, and to one that answers: ours as operators start it, beside stock."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from asyncio.subprocess import DEVNULL, Process
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.bench import database
from tests.bench.children import ROOT, START_WITHIN, STOP_WITHIN
from tests.bench.people import TENANTS
from tests.bench.processes import memory_of
from tests.fakes.openid import APP_ID
from tests.fakes.ports import free_port

HOST = "127.0.0.1"
ASKED = b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"

LOOKS_EVERY = 0.002
"""Seconds between two tries to connect."""


@dataclass(frozen=True)
class Started:
    """Seconds until a bot takes connections and until it has answered the first request; its memory then in bytes."""

    listens: float
    answers: float
    memory: int


async def stock() -> Started:
    """The stock echo; that there is no such page is an answer too."""
    port = free_port(HOST)
    return await _started((sys.executable, "-m", "tests.bench.stock", str(port)), {}, port)


async def ours(at: database.Place) -> Started:
    """``teknologiradar serve`` for Teams, on a database that is there."""
    port = free_port(HOST)
    given = {
        "TR_DATABASE_URL": database.url(at),
        "TR_APP_TYPE": "MultiTenant",
        "TR_APP_ID": APP_ID,
        "TR_APP_PASSWORD": "loopback",
        "TR_ALLOWED_TENANTS": ",".join(TENANTS),
        "TR_PUBLIC_URL": "https://radar.example",
    }
    return await _started((sys.executable, "-m", "bot", "serve", "--port", str(port)), given, port)


async def _started(command: Sequence[str], given: Mapping[str, str], port: int) -> Started:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("TR_")}
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, range(os.cpu_count() or 1))  # what it starts runs wherever there is room
    try:
        began = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            *command, env={**clean, **given}, cwd=ROOT, stdout=DEVNULL, stderr=DEVNULL
        )
    finally:
        os.sched_setaffinity(0, cores)
    try:
        async with asyncio.timeout(START_WITHIN):
            reader, writer = await _connected(process, port)
            listens = time.perf_counter() - began
            writer.write(ASKED)
            await reader.readuntil(b"\r\n")
            answers = time.perf_counter() - began
            memory = memory_of(process.pid)
            writer.close()
        return Started(listens, answers, memory)
    finally:
        process.terminate()
        await asyncio.wait_for(process.wait(), STOP_WITHIN)


async def _connected(process: Process, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    while process.returncode is None:
        try:
            return await asyncio.open_connection(HOST, port)
        except ConnectionRefusedError:
            await asyncio.sleep(LOOKS_EVERY)
    raise RuntimeError(f"it ended with {process.returncode}")
