"""The bot under test: the real application on a real port of this machine, that can be stopped and started again."""

from __future__ import annotations

import asyncio
import datetime as dt
import socket
import time
from pathlib import Path

from aiohttp import web

from bot.app import ALARMS, HANDING, MAKING, OUTBOX, PLACING, STORE, TURNS, build_local
from bot.pictures.pictures import Draw as Making
from bot.pictures.pictures import drawn_here
from bot.sending.outbox import Draw
from bot.settings import Settings, TeamsBy
from bot.storage.store import Store
from dialogs.danish.dates import ZONE, local
from dialogs.understanding.sentences import sentences
from tests.fakes.postgres import ready_file
from tests.fakes.ways import WAY

HOST = "127.0.0.1"
NEVER = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)
PATIENCE = 30.0
"""Seconds until a test gives up on the bot."""


BEGINS = dt.datetime.combine(local(dt.datetime.now(dt.UTC)).date() + dt.timedelta(days=1), dt.time(12), ZONE)
"""When each clock begins: at noon in Denmark, of one day for all tests of a process. What is told twice and compared
has the same days in it also where midnight passes meanwhile, and nothing that is due at nine is due in between."""


class Clock:
    """The time it is for the bot and the connector; a test can let any amount of it pass."""

    def __init__(self) -> None:
        self._made, self._skipped = time.monotonic(), dt.timedelta()

    def now(self) -> dt.datetime:
        """The time, in UTC."""
        return BEGINS.astimezone(dt.UTC) + dt.timedelta(seconds=time.monotonic() - self._made) + self._skipped

    def steady(self) -> float:
        """Seconds that have passed, counted."""
        return time.monotonic() + self._skipped.total_seconds()

    def passes(self, seconds: float) -> None:
        """Lets time pass."""
        self._skipped += dt.timedelta(seconds=seconds)


async def _draws_nothing(*_: object) -> bytes | None:
    """Drawing is tried elsewhere: here its words go instead of the picture, as where it takes too long."""
    return None


async def _is_drawn(*_: object) -> bool:
    return True


class Bot:
    """One bot process at a time, on one database file."""

    def __init__(self, database: Path, clock: Clock, by: TeamsBy = WAY) -> None:
        self.clock = clock
        self.url = ""
        """Where it listens, once started: another port every time."""
        self.starts = 0
        self.draws_for_real: Draw = _draws_nothing
        """What it draws pictures of own use by where a test has not put words in their place."""
        self.asks_for_consent = False
        """Whether people are asked to have files in their OneDrive, as Teams' own are, from the next start."""
        self.drive: str | None = None
        """What the addresses of a OneDrive on this machine begin with; SharePoint's own by default."""
        self.makes: Making | None = None
        """What makes files in place of a thread of this process, from the next start."""
        self._file = database
        self._settings = Settings(database_url=f"sqlite+aiosqlite:///{database}", channel=by)
        self._runner: web.AppRunner | None = None

    @property
    def app(self) -> web.Application:
        """The application that runs. Raises RuntimeError where none does."""
        if self._runner is None:
            raise RuntimeError("the bot is not running")
        return self._runner.app

    @property
    def store(self) -> Store:
        """Its database."""
        return self.app[STORE]

    async def start(self, edition: str | None = None, kommune: str | None = None) -> None:
        """Starts it, on ``edition`` and for ``kommune`` (code) from now on where one is given."""
        if edition is not None:
            self._settings = self._settings.model_copy(update={"edition": edition})
        if kommune is not None:
            self._settings = self._settings.model_copy(update={"kommune": kommune})
        sentences()  # once in a process: on a busy machine the first turn alone would not have the time for it
        listening = socket.create_server((HOST, 0))
        port = listening.getsockname()[1]
        ready_file(self._file)
        app = build_local(self._settings, HOST, port)
        app[TURNS].now = self.clock.now
        app[OUTBOX]._now, app[OUTBOX]._steady = self.clock.now, self.clock.steady
        app[ALARMS]._steady = self.clock.steady
        self.draws_for_real, app[OUTBOX]._draw = app[OUTBOX]._draw, _draws_nothing
        app[TURNS].drawn = _is_drawn
        app[MAKING].draw = self.makes or drawn_here
        app[HANDING].asks = self.asks_for_consent
        if self.drive is not None:
            app[PLACING].drive.may_put_to = lambda url: url.startswith(str(self.drive))
        self._runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=PATIENCE)
        await self._runner.setup()
        await web.SockSite(self._runner, listening).start()
        self.url = f"http://{HOST}:{port}"
        self.starts += 1

    async def stop(self) -> None:
        """Stops it as SIGTERM does: turns in hand end, and what cannot be delivered stays in the database."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def restart(self, edition: str | None = None, kommune: str | None = None) -> None:
        """A new process on the same database."""
        await self.stop()
        await self.start(edition, kommune)

    async def settled(self) -> None:
        """Returns when nothing waits to be delivered; what was put off is tried at once, as if its time had come."""
        step = 1.0
        async with asyncio.timeout(PATIENCE):
            while await self.store.undelivered():
                await self.app[OUTBOX].drain()
                if await self.store.undelivered():
                    self.clock.passes(step)
                    step *= 2
