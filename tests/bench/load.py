"""The load: requests on kept connections, so and so many at once, each timed; and the connector that takes replies."""

from __future__ import annotations

import asyncio
import json
import os
import re
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web

_LENGTH = re.compile(rb"(?i)\r\ncontent-length: *(\d+)\r\n")

Accept = Callable[[int, bytes], bool]
"""Whether an answer, by its status and body, is what a good bot says."""

TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Measured:
    """What one run of requests took; all times in seconds."""

    latencies: Sequence[float]
    seconds: float
    bot_cpu: float
    load_cpu: float
    others: float
    """What other processes used of the bot's core."""

    @property
    def rate(self) -> float:
        """Turns per second."""
        return len(self.latencies) / self.seconds


class Connector:
    """Takes every message and gives it an id, as the Bot Connector does."""

    def __init__(self) -> None:
        self.url = ""
        self.taken = self.updated = 0
        self._expected = 0
        self._there = asyncio.Event()
        self._runner = web.ServerRunner(web.Server(self._take))

    async def start(self) -> None:
        """Listens on a free port of 127.0.0.1."""
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/"

    async def stop(self) -> None:
        """Ends every connection."""
        await self._runner.cleanup()

    async def until(self, taken: int) -> None:
        """Returns when so many messages have come in all. Raises ``TimeoutError`` after 30 seconds."""
        self._expected = taken
        self._there.clear()
        if self.taken < taken:
            async with asyncio.timeout(30):
                await self._there.wait()

    def heard(self, message: str, activity: bytes) -> None:
        """What one message, by its id, says from now on; here nobody listens."""

    async def _take(self, request: web.BaseRequest) -> web.Response:
        activity = await request.read()
        # What is updated keeps its id, and is no message more: how many updates a status takes is the clock's to say.
        if is_update := request.method == "PUT":
            self.updated += 1
        else:
            self.taken += 1
        message = request.path.rpartition("/")[2] if is_update else str(self.taken)
        self.heard(message, activity)
        if self.taken >= self._expected:
            self._there.set()
        return web.json_response({"id": message})


async def send_all(
    port: int,
    pid: int,
    requests: Sequence[bytes],
    at_once: int,
    accept: Accept,
    settled: Callable[[], Awaitable[None]],
) -> Measured:
    """Sends every request to the bot ``pid`` at ``port``; done when they are answered and ``settled`` returns.

    Raises ``RuntimeError`` at the first answer not accepted.
    """
    left = iter(requests)
    latencies: list[float] = []

    async def one_after_another() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            for request in left:
                began = time.perf_counter()
                writer.write(request)
                status, body = await answer_on(reader)
                latencies.append(time.perf_counter() - began)
                if not accept(status, body):
                    raise RuntimeError(f"the bot answered {status} {body[:500]!r}")
        finally:
            writer.close()

    core = os.sched_getaffinity(pid).pop()
    busy, cpu, own, began = busy_of(core), cpu_of(pid), time.process_time(), time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(at_once):
            group.create_task(one_after_another())
    await settled()
    seconds = time.perf_counter() - began
    bot, load = cpu_of(pid) - cpu, time.process_time() - own
    return Measured(latencies, seconds, bot, load, max(0.0, busy_of(core) - busy - bot))


def cpu_of(pid: int) -> float:
    """Processor time a process has used, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def busy_of(core: int) -> float:
    """Time a core has been at work for anybody, in seconds."""
    line = next(line for line in Path("/proc/stat").read_text().splitlines() if line.startswith(f"cpu{core} "))
    user, nice, system, _, _, irq, softirq, steal, *_ = map(int, line.split()[1:])
    return (user + nice + system + irq + softirq + steal) / TICK


def answered(status: int, body: bytes) -> bool:
    """A message was taken."""
    return 200 <= status < 300


def card_came(status: int, body: bytes) -> bool:
    """A press was answered with its next card, which says that the answer is saved."""
    if status != 200:
        return False
    answer: dict[str, Any] = json.loads(body)
    return answer["type"] == "application/vnd.microsoft.card.adaptive" and "Dit svar på spørgsmål" in body.decode()


async def answer_on(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """Status and body of the next answer on a kept connection."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = _LENGTH.search(head)
    body = await reader.readexactly(int(length[1])) if length else b""
    return int(head[9:12]), body
