"""Where an answer's time goes, seen from inside the bot: the stages of a turn by the clock, and code by cProfile."""

from __future__ import annotations

import contextlib
import cProfile
import functools
import inspect
import itertools
import json
import pstats
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from pathlib import Path
from typing import Any
from unittest import mock

WARM = 84
"""Turns before any is counted."""

Turn = defaultdict[str, float]
"""Seconds of one turn by stage, and how many times the database's thread was asked."""

_turn: ContextVar[Turn | None] = ContextVar("turn", default=None)
_stage: ContextVar[str] = ContextVar("stage", default="")

WHOLE = "whole"
"""The stage that is all the others, from the request's head to its answer."""

IN_DATABASE = "database"
"""Prefix of the seconds that SQLite itself took inside a stage; the rest of the stage is the way to it and back."""

CALLS = "calls"
"""Prefix of the number of times a stage asked the database's thread."""


def parts() -> tuple[tuple[object, str, str], ...]:
    """What is timed, and the stage it belongs to: where it is, its name, and the stage."""
    from bot.channels.tokens import TokenCheck
    from bot.storage.store import Store
    from bot.turns import turn
    from bot.turns.reflection.turns import Reflecting
    from bot.web import messages

    return (
        (TokenCheck, "authenticate", "token"),
        (TokenCheck, "permits", "token"),
        (messages, "_activity", "body"),
        (messages, "incoming_of", "body"),
        (Store, "load", "load"),
        (turn, "_command", "decide"),
        (Reflecting, "act", "decide"),
        (Store, "commit", "commit"),
        (messages, "_answer", "answer"),
    )


@contextlib.contextmanager
def stages(to: Path) -> Iterator[None]:
    """Inside, every turn's stages are timed; at the end their means are written as JSON. For one turn at a time."""
    from aiosqlite.core import Connection

    from bot.web import messages

    turns: list[Turn] = []
    with contextlib.ExitStack() as patches:
        for where, name, stage in parts():
            patches.enter_context(mock.patch.object(where, name, _timed(getattr(where, name), stage)))
        patches.enter_context(mock.patch.object(Connection, "_execute", _in_thread(Connection._execute)))
        post = messages.Messages.post
        patches.enter_context(mock.patch.object(messages.Messages, "post", _counted(post, turns)))
        yield
    counted = turns[WARM:]
    names = dict.fromkeys(name for turn in counted for name in turn)
    to.write_text(json.dumps({name: sum(turn[name] for turn in counted) / len(counted) for name in names}))


@contextlib.contextmanager
def profile(to: Path) -> Iterator[None]:
    """Inside, the event loop's thread is profiled once it is warm; at the end the figures are written."""
    from bot.web import messages

    profiler, seen = cProfile.Profile(), itertools.count(1)
    post = messages.Messages.post

    @functools.wraps(post)
    async def started(*arguments: Any) -> Any:
        if next(seen) == WARM:
            profiler.enable()
        return await post(*arguments)

    with mock.patch.object(messages.Messages, "post", started):
        yield
    profiler.disable()
    profiler.dump_stats(to)


def by_package(profiled: Path) -> dict[str, float]:
    """Share of the processor's time by package, from cProfile's figures; what is built in counts as its caller's."""
    shares: defaultdict[str, float] = defaultdict(float)
    stats = pstats.Stats(str(profiled)).stats  # type: ignore[attr-defined]
    for (file, _, name), (_, _, own, _, callers) in stats.items():
        if "select.epoll" in name:
            continue  # waiting
        if file != "~":
            shares[_package(file)] += own
            continue
        for (caller, _, _), figures in callers.items():
            shares[_package(caller)] += figures[2]
    whole = sum(shares.values())
    return {package: own / whole for package, own in sorted(shares.items(), key=lambda item: -item[1])}


_PACKAGES = {
    "sqlalchemy": "sqlalchemy",
    "aiosqlite": "aiosqlite",
    "aiohttp": "aiohttp",
    "multidict": "aiohttp",
    "yarl": "aiohttp",
    "pydantic": "pydantic",
    "jwt": "jwt, cryptography",
    "cryptography": "jwt, cryptography",
    "asyncio": "asyncio",
    "selectors.py": "asyncio",
    "json": "json",
    "bot": "our own code",
    "dialogs": "our own code",
    "radar_core": "our own code",
}


def _package(file: str) -> str:
    parts = set(Path(file).parts)
    return next((name for part, name in _PACKAGES.items() if part in parts), "the rest")


def _timed(function: Callable[..., Any], stage: str) -> Callable[..., Any]:
    @functools.wraps(function)
    async def awaited(*arguments: Any, **named: Any) -> Any:
        with _spent(stage):
            return await function(*arguments, **named)

    @functools.wraps(function)
    def called(*arguments: Any, **named: Any) -> Any:
        with _spent(stage):
            return function(*arguments, **named)

    return awaited if inspect.iscoroutinefunction(function) else called


@contextlib.contextmanager
def _spent(stage: str) -> Iterator[None]:
    turn, before = _turn.get(), _stage.set(stage)
    began = time.perf_counter()
    try:
        yield
    finally:
        if turn is not None:
            turn[stage] += time.perf_counter() - began
        _stage.reset(before)


def _in_thread(execute: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(execute)
    async def measured(connection: Any, function: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        turn, stage = _turn.get(), _stage.get()

        def timed(*given: Any, **others: Any) -> Any:
            began = time.perf_counter()
            try:
                return function(*given, **others)
            finally:
                if turn is not None:
                    turn[f"{IN_DATABASE} {stage}"] += time.perf_counter() - began
                    turn[f"{CALLS} {stage}"] += 1

        return await execute(connection, timed, *arguments, **named)

    return measured


def _counted(post: Callable[..., Any], turns: list[Turn]) -> Callable[..., Any]:
    @functools.wraps(post)
    async def counted(*arguments: Any) -> Any:
        turn: Turn = defaultdict(float)
        _turn.set(turn)
        with _spent(WHOLE):
            answer = await post(*arguments)
        turns.append(turn)
        return answer

    return counted
