"""What the longest protocol there can be costs the bot beside the time of a picture: 60 people, 4,000 characters, nine
questions.

Measured in a process of its own that prints its figures as JSON; this module is that process. It is the bot as it runs,
with its database and its workers; what it sends goes nowhere.
"""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import json
import os
import re
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from aiohttp import web

from bot.app import MAKING, PICTURES, STORE, TURNS, build_local
from bot.cards.taking import MAKE_FILE
from bot.files.formats import FileFormat
from bot.files.protocol import ReflectionProtocol
from bot.files.writing import FORMATS_OF
from bot.pictures.workers import Workers
from bot.settings import Settings
from bot.turns.repeats import nonce
from bot.turns.taking.turns import file_of
from bot.wire import Address, ChatKind, Incoming, Outgoing, Press, Reply
from dialogs.people import Person
from dialogs.reflection.state import MAX_ANSWER, QUESTIONS, GivenAnswer, Phase, Reflection
from tests.bench.pictures import PROBE, _alone

PEOPLE = 60
PICTURES_DRAWN = 20
LIMIT = 300.0
"""Seconds a file may take here: on a shared machine the bot's own limit could be reached."""
WHERE = Address("t", "c", ChatKind.GROUP, "http://127.0.0.1:1/", "28:1", "Teknologiradar")
LEADER = Person("29:0", "Deltager 0")


Lateness: TypeAlias = tuple[list[float], list[float]]
"""Seconds that the event loop was late at each look, and that its thread was at work until then. The one counts what
else the machine does, the other does not."""


@dataclass(frozen=True)
class FileFigures:
    """What came out: seconds, and bytes."""

    idle: Lateness
    """How late the event loop is at rest."""
    picture: float
    """Of one picture, drawn by a worker."""
    drawing: Lateness
    """How late it is while pictures are drawn."""
    files: Mapping[str, Mapping[str, Any]]
    """By format: ``seconds``, ``size``, ``worker`` (the most its process held) and ``late``."""
    grown: int
    """What the bot's process holds more after all of it than before."""
    most: int
    """What it held more at most meanwhile."""


async def measure() -> FileFigures:
    """Measures; some half a minute."""
    return FileFigures(**json.loads(await _alone("files")))


class _Nowhere:
    """Takes every message."""

    async def deliver(self, address: Address, message: Outgoing) -> str | None:
        return "1"

    async def close(self) -> None:
        pass


async def _measured(folder: Path) -> dict[str, Any]:
    async with _bot(folder) as app:
        await _fill(app)
        workers: Workers = inspect.unwrap(app[MAKING].draw).__self__  # type: ignore[attr-defined]
        workers._limit = LIMIT
        bundle, drawn = app[TURNS].snapshot().live, app[PICTURES]
        slugs = [area.id for area in bundle.fagomraader]
        await drawn.get(bundle, "samlet", "png")
        await _made(app, FileFormat.JSON)  # everything is loaded that stays
        idle = await _late(asyncio.sleep(1.0))
        began = time.perf_counter()
        await drawn.get(bundle, slugs[0], "png")
        picture = time.perf_counter() - began
        shown = [(slug, view) for slug in slugs[1:] for view in ("radar", "names", "chat")][:PICTURES_DRAWN]
        drawing = await _late(asyncio.gather(*(drawn.get(bundle, slug, "png", view=view) for slug, view in shown)))
        before = _memory(os.getpid(), "VmRSS")
        _forget_most(os.getpid())
        files = {}
        for fmt in FORMATS_OF[ReflectionProtocol]:
            [worker] = workers.pids
            _forget_most(worker)
            began = time.perf_counter()
            late = await _late(_made(app, fmt))
            size = await app[STORE].files.find("t", _last[0])
            held = _memory(worker, "VmHWM")
            files[fmt.value] = {
                "seconds": time.perf_counter() - began,
                "size": size.size if size else 0,
                "worker": held,
                "late": late,
            }
        now, most = (_memory(os.getpid(), name) for name in ("VmRSS", "VmHWM"))
    told = {"idle": idle, "picture": picture, "drawing": drawing, "files": files}
    return told | {"grown": now - before, "most": most - before}


async def _late(work: Awaitable[object]) -> Lateness:
    done = asyncio.ensure_future(work)
    late: Lateness = ([], [])
    while not done.done():
        began, worked = time.perf_counter(), time.thread_time()
        await asyncio.sleep(PROBE)
        late[0].append(time.perf_counter() - began - PROBE)
        late[1].append(time.thread_time() - worked)
    await done
    return late


_last: list[str] = [""]
"""Id of the file that was ordered last."""


async def _made(app: web.Application, fmt: FileFormat) -> None:
    """The button is pressed, and the file is there."""
    turns = app[TURNS]
    data = {"t": fmt.value, "r": "r1", "n": nonce(turns.now(), turns.new_id())}
    incoming = Incoming(turns.new_id(), WHERE, LEADER, press=Press(MAKE_FILE, data), wants_reply=True)
    _last[0] = file_of(incoming)
    await turns.take(incoming)
    await app[MAKING].settled(WHERE.tenant, _last[0])


@contextlib.asynccontextmanager
async def _bot(folder: Path) -> AsyncIterator[web.Application]:
    settings = Settings(database_url=f"sqlite+aiosqlite:///{folder}/bot.db")
    app = build_local(settings, "127.0.0.1", 3978, _Nowhere())
    runner = web.AppRunner(app, access_log=None, handle_signals=False)
    await runner.setup()
    try:
        yield app
    finally:
        await runner.cleanup()


async def _fill(app: web.Application) -> None:
    """The reflection, finished and open to all."""
    store, at, bundle = app[STORE], app[TURNS].now(), app[TURNS].snapshot().live
    words = "Vi skriver det samme tre steder og kører langt for æøå = "
    rated = {question.number for question in bundle.questions if question.is_rated}
    answers = tuple(
        GivenAnswer(
            *(q, Person(f"29:{n}", f"Deltager {n}"), at, f"{q}-{n} {words * 80}"[:MAX_ANSWER]),
            *(3 if q in rated else None, (), 1),
        )
        for q in range(1, QUESTIONS + 1)
        for n in range(PEOPLE)
    )
    whole = Reflection(
        *("r1", bundle.sha256, True, LEADER, at, "630", "sundhed-og-aeldre", Phase.FINISHED),
        facilitator=LEADER,
        answers=answers,
        revealed=frozenset(range(1, QUESTIONS + 1)),
        ended_at=at,
    )
    await store.commit(await store.load(WHERE, "fill"), "fill", at, whole, Reply())


def _memory(process: int, what: str) -> int:
    """Bytes of one of a process' memory figures."""
    found = re.search(rf"{what}:\s+(\d+)", Path(f"/proc/{process}/status").read_text())
    assert found is not None
    return int(found[1]) * 1024


def _forget_most(process: int) -> None:
    """What a process has held at most is counted from now on."""
    Path(f"/proc/{process}/clear_refs").write_text("5")


def main() -> None:
    """Measures and prints."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        sys.stdout.write(json.dumps(asyncio.run(_measured(Path(folder)))))


if __name__ == "__main__":
    main()
