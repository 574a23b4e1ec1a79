"""The bot as a process of its own, as ``teknologiradar serve`` starts it, on a database of the tests."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

from bot.storage.store import Store
from dialogs.texts import common as texts
from tests.fakes.ports import free_port
from tests.fakes.teams_bot import HOST, Bot, Clock
from tests.fakes.ways import WAY

PATIENCE = 60.0
"""Seconds until a test gives up on a process."""

REFUSALS = tuple(each.split("{")[0] for each in (texts.NOT_SAVED, texts.NOT_SHOWN, texts.BUSY, texts.BUSY_ASKED))
"""How what is said begins where a turn's own time was up, as a new process's first may be on a busy machine: nothing
was done, and whoever reads it does it again."""


class BotProcess(Bot):
    """The bot as a process of its own, that can be killed; ``database`` is a URL."""

    def __init__(self, database: str) -> None:
        super().__init__(Path("not-used"), Clock())
        self._url = database
        self._process: asyncio.subprocess.Process | None = None
        self._looking: Store | None = None

    @property
    def store(self) -> Store:
        """The same database, looked at from here."""
        if self._looking is None:
            self._looking = Store(self._url)
        return self._looking

    async def start(self, edition: str | None = None) -> None:
        """Starts it and waits until it listens."""
        port = free_port(HOST)
        env = {k: v for k, v in os.environ.items() if not k.startswith("TR_")}
        env |= {"TR_DATABASE_URL": self._url, "TR_CHANNEL": WAY.value}
        command = [sys.executable, "-m", "bot", "serve", "--local", "--port", str(port)]
        self._process = await asyncio.create_subprocess_exec(
            *command, env=env, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
        )
        assert self._process.stdout is not None
        async with asyncio.timeout(PATIENCE):
            assert b"lytter" in await self._process.stdout.readline()
        self.url = f"http://{HOST}:{port}"
        self.starts += 1

    async def kill(self) -> None:
        """Kills it: no handler runs, nothing is flushed."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        """Stops it as an operator would."""
        await self._end(signal.SIGTERM)
        if self._looking is not None:
            await self._looking.close()
            self._looking = None

    @property
    def ended_with(self) -> int | None:
        """Its exit code; None while it runs, or where it has never been started."""
        return self._process.returncode if self._process is not None else None

    async def _end(self, how: signal.Signals) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(how)
            await self._process.wait()

    async def settled(self) -> None:
        """Returns when nothing waits to be delivered."""
        async with asyncio.timeout(PATIENCE):
            while await self.store.undelivered():  # noqa: ASYNC110 - another process delivers; nothing to wait on
                await asyncio.sleep(0.02)
