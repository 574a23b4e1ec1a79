"""Pictures are drawn in processes of their own: the event loop goes on, and a drawing that goes wrong ends alone.

A worker is this same Python, started with ``python -c``, and spoken to over a socket. It ends when the socket does, and
so with us, however we end. What it is asked is pickled, by us and for us alone.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import pickle
import queue
import resource
import socket
import struct
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import Busy, DrawingError, DrawingFailed, TooSlow
from bot.pictures.requests import Request

if TYPE_CHECKING:
    pass

log = logging.getLogger(__name__)

LIMIT = 10.0
"""Seconds a drawing may take."""

START_LIMIT = 30.0
"""Seconds a worker may take to start; it takes one."""

DRAWN_WITHIN = START_LIMIT + LIMIT
"""Seconds that whoever can wait waits for a picture, its turn among the others counted; a turn never waits for one."""

WAITING = 64
"""Drawings that may wait their turn: some seconds of work."""

_COMMAND = "from bot.pictures.workers import work; work({memory})"
_LENGTH = struct.Struct("!I")
_LOOK = 0.02
"""Seconds between a worker's looks at the memory it holds."""
_DRAWN, _FAILED = b"d", b"f"


class Workers:
    """Draws, from the first drawing (or ``warm``) until ``close``.

    A drawing may take ``limit`` seconds, its wait not counted; ``most`` are drawn side by side, ``waiting`` more may
    wait. A worker that is ended or dies is replaced; one that holds more than ``memory`` bytes ends itself.
    """

    def __init__(self, limit: float = LIMIT, most: int = 2, waiting: int = WAITING, memory: int | None = None) -> None:
        self._limit = limit
        self._workers = tuple(_Worker(memory) for _ in range(min(most, os.cpu_count() or 1)))
        self._waiting: asyncio.Queue[_Job] = asyncio.Queue(waiting)
        self._tasks: list[asyncio.Task[None]] = []
        self._closed = False

    @property
    def pids(self) -> tuple[int, ...]:
        """The processes there are."""
        return tuple(worker.pid for worker in self._workers if worker.pid is not None)

    def warm(self) -> None:
        """Starts the workers in the background, so that the first drawing need not wait for them."""
        if not self._tasks and not self._closed:
            self._tasks = [asyncio.create_task(self._run(worker), name="drawing") for worker in self._workers]

    async def draw(self, request: Request) -> bytes:
        """The picture's bytes. Raises ``Busy``, ``TooSlow``, ``DrawingFailed``."""
        if self._closed:
            raise DrawingFailed("no drawing begins: the bot is closing")
        job = _Job(pickle.dumps(request), asyncio.get_running_loop().create_future())
        try:
            self._waiting.put_nowait(job)
        except asyncio.QueueFull:
            raise Busy(f"{self._waiting.maxsize} drawings wait already") from None
        self.warm()
        return await job.outcome

    async def close(self) -> None:
        """Ends every worker at once; drawings in hand and waiting fail."""
        self._closed = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        while not self._waiting.empty():
            self._waiting.get_nowait().fail(_closing())

    async def _run(self, worker: _Worker) -> None:
        try:
            while True:
                with contextlib.suppress(DrawingFailed):  # told to the next who asks for a drawing
                    await worker.start()
                job = await self._waiting.get()
                if not job.outcome.done():
                    await self._do(job, worker)
        finally:
            await worker.end()

    async def _do(self, job: _Job, worker: _Worker) -> None:
        try:
            drawn = await self._drawn(job.request, worker)
        except asyncio.CancelledError:
            job.fail(_closing())
            raise
        except DrawingError as failed:
            job.fail(failed)
        except Exception as failed:
            log.exception("a worker could not be used; a new one is started")
            await worker.end()
            job.fail(DrawingFailed(str(failed)))
        else:
            if not job.outcome.done():
                job.outcome.set_result(drawn)

    async def _drawn(self, request: bytes, worker: _Worker) -> bytes:
        for _ in range(2):
            await worker.start()
            try:
                async with asyncio.timeout(self._limit):
                    return await worker.draw(request)
            except TimeoutError:
                await worker.end()
                raise TooSlow(f"ended after {self._limit:g} seconds") from None
            except (OSError, EOFError) as died:
                log.warning("a worker died while it drew: %r", died)
                await worker.end()
        raise DrawingFailed("two workers died of this drawing")


@dataclass(frozen=True)
class _Job:
    request: bytes
    outcome: asyncio.Future[bytes]

    def fail(self, error: DrawingError) -> None:
        """Tells whoever still waits."""
        if not self.outcome.done():
            self.outcome.set_exception(error)


def _closing() -> DrawingFailed:
    return DrawingFailed("the drawing was given up: the bot is closing")


class _Worker:
    """One process at a time."""

    def __init__(self, memory: int | None = None) -> None:
        self._memory = memory
        self._process: subprocess.Popen[bytes] | None = None
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    @property
    def pid(self) -> int | None:
        """Its process, None where there is none."""
        return self._process.pid if self._process else None

    async def start(self) -> None:
        """Returns when it can draw; at once where it can already. Raises ``DrawingFailed``."""
        if self._process and self._streams and self._process.poll() is None:
            return
        await self.end()
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                self._process = _process(theirs, self._memory)
            self._streams = await asyncio.open_connection(sock=ours)
            async with asyncio.timeout(START_LIMIT):
                await self._streams[0].readexactly(len(_DRAWN))
        except (OSError, EOFError) as failed:
            if self._streams is None:
                ours.close()
            await self.end()
            log.exception("a worker did not start")
            raise DrawingFailed("a worker did not start") from failed

    async def draw(self, request: bytes) -> bytes:
        """The picture. Raises ``DrawingFailed`` for what the drawing raised; ``OSError`` or ``EOFError`` as it dies."""
        assert self._streams is not None  # noqa: S101 - started above
        reader, writer = self._streams
        writer.write(_LENGTH.pack(len(request)) + request)
        await writer.drain()
        how = await reader.readexactly(len(_DRAWN))
        (length,) = _LENGTH.unpack(await reader.readexactly(_LENGTH.size))
        body = await reader.readexactly(length)
        if how == _FAILED:
            raise DrawingFailed(body.decode())
        return body

    async def end(self) -> None:
        """Ends it in the middle of anything."""
        streams, self._streams = self._streams, None
        process, self._process = self._process, None
        if streams:
            streams[1].transport.abort()
        if process:
            process.kill()
            await asyncio.to_thread(process.wait)


def _process(theirs: socket.socket, memory: int | None) -> subprocess.Popen[bytes]:
    # The code that we are, wherever it was found, and none of our secrets. A group of its own: Ctrl-C is for us.
    known = {name: value for name, value in os.environ.items() if not name.startswith("TR_")}
    return subprocess.Popen(  # noqa: S603 - nothing in it comes from outside
        [sys.executable, "-P", "-c", _COMMAND.format(memory=memory)],
        env={**known, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        stdin=theirs.fileno(),
        stdout=subprocess.DEVNULL,
        process_group=0,
    )


def work(memory: int | None = None) -> None:
    """What a worker does: draws one request after another, until the socket on its standard input ends.

    It ends by itself where it comes to hold more than ``memory`` bytes.
    """
    os.nice(5)  # whoever waits for an answer comes before whoever waits for a picture
    ours = socket.socket(fileno=os.dup(0))
    asked: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(ours, asked), daemon=True).start()
    if memory is not None:
        threading.Thread(target=_watch, args=(memory,), daemon=True).start()
    import radar_core.render.draw  # noqa: F401 - half a second, before anybody waits

    _say(ours, _DRAWN)
    while True:
        how, body = _outcome(asked.get())
        _say(ours, how + _LENGTH.pack(len(body)) + body)


def _say(ours: socket.socket, said: bytes) -> None:
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # the bot is gone: ``_listen`` ends this process
        ours.sendall(said)


def _outcome(request: bytes) -> tuple[bytes, bytes]:
    try:
        wanted: Request = pickle.loads(request)  # noqa: S301 - we pickled it
        return _DRAWN, wanted.drawn()
    except Exception as failed:
        return _FAILED, f"{type(failed).__name__}: {failed}".encode()


def _watch(most: int) -> None:
    """Ends this process once it has held too much: what it was asked for takes no more than that of the machine."""
    while _held() <= most:
        time.sleep(_LOOK)
    os._exit(1)


def _held() -> int:
    """Bytes that this process holds now; the most it ever held where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # bytes on the one system without the file above


def _listen(ours: socket.socket, asked: queue.SimpleQueue[bytes]) -> None:
    try:
        with ours.makefile("rb") as incoming:
            while len(head := incoming.read(_LENGTH.size)) == _LENGTH.size:
                asked.put(incoming.read(*_LENGTH.unpack(head)))
    finally:
        # The bot is gone, and with it whoever the drawing in hand is for. Where it left something of ours unread, the
        # socket does not end but fails.
        os._exit(0)
