"""Whether other bot processes are at work on the same SQLite file: a lock that the system frees when they die.

It is on ``FILE.lock`` beside the database, since SQLite has locks of its own on the file itself.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: nobody is known to be alone there, and what the dead have claimed waits its time out
    fcntl = None  # type: ignore[assignment]


class Presence:
    """This process at work on one database file."""

    def __init__(self, database: Path) -> None:
        self._path = _lock_of(database)
        self._held: int | None = None

    async def begin(self, when_alone: Callable[[], Awaitable[None]]) -> None:
        """Counts this process in. Where it is the only one, ``when_alone`` runs first, and nobody else begins."""
        if fcntl is None or self._held is not None:
            return
        self._held = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pass
        else:
            await when_alone()
        await asyncio.to_thread(fcntl.flock, self._held, fcntl.LOCK_SH)

    def end(self) -> None:
        """Counts it out."""
        if self._held is not None:
            os.close(self._held)
            self._held = None


@contextlib.contextmanager
def alone(database: Path) -> Iterator[bool]:
    """Whether no bot is at work on a database file; none begins until the end of it. Never known on Windows."""
    if fcntl is None:
        yield True
        return
    held = os.open(_lock_of(database), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(held)


def _lock_of(database: Path) -> Path:
    return database.with_name(f"{database.name}.lock")
