"""SQLite's two threads: one that reads and one that writes, each asked once for all that a turn needs of it.

A statement at a time, as aiosqlite does it, costs more in going there and back than SQLite takes. What waits to be
written is written together, so that many turns share one wait for the disk.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import sqlite3
from collections.abc import Callable, MutableMapping, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa

T = TypeVar("T")
Work = Callable[[sa.Connection], Any]
Check = Callable[[MutableMapping[Any, Any]], None]

TOGETHER = 64
"""Most works in one transaction."""


class Reader:
    """Reads on a thread of its own."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._thread = concurrent.futures.ThreadPoolExecutor(1, "database-reader")
        self._is_closed = False

    async def do(self, work: Callable[[sa.Connection], T]) -> T:
        """The outcome of ``work``; raises what it raises."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._do, work)

    async def close(self) -> None:
        """Ends the thread and its connection."""
        if self._is_closed:
            return
        self._is_closed = True
        await asyncio.get_running_loop().run_in_executor(self._thread, self._engine.dispose)
        self._thread.shutdown()

    def _do(self, work: Callable[[sa.Connection], T]) -> T:
        with self._engine.connect() as connection:
            return work(connection)


class Writer:
    """Writes on a thread of its own, all that waits in one transaction; ``check`` is asked about each commit."""

    def __init__(self, engine: sa.Engine, check: Check) -> None:
        self._engine, self._check = engine, check
        self.info: MutableMapping[Any, Any] | None = None
        """That of the connection, once there is one."""
        self._thread = concurrent.futures.ThreadPoolExecutor(1, "database-writer")
        self._is_closed = False
        self._waiting: list[tuple[Work, asyncio.Future[Any]]] = []
        self._task: asyncio.Task[None] | None = None

    async def do(self, work: Callable[[sa.Connection], T]) -> T:
        """The outcome of ``work`` once it is committed; raises what it raises, or what the transaction raises."""
        loop = asyncio.get_running_loop()
        outcome: asyncio.Future[T] = loop.create_future()
        self._waiting.append((work, outcome))
        if self._task is None:
            self._task = loop.create_task(self._run(), name="database-writer")
        return await outcome

    async def alone(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """The outcome of ``work`` in no transaction, between those of others; raises what it raises."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._alone, work)

    async def close(self) -> None:
        """Ends the thread and its connection, after what waits."""
        if self._is_closed:
            return
        self._is_closed = True
        if self._task is not None:
            await self._task
        await asyncio.get_running_loop().run_in_executor(self._thread, self._engine.dispose)
        self._thread.shutdown()

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:TOGETHER], self._waiting[TOGETHER:]
                results = await loop.run_in_executor(self._thread, self._all, batch)
                for (_, outcome), (result, failed) in zip(batch, results, strict=True):
                    if outcome.done():
                        continue
                    if failed is None:
                        outcome.set_result(result)
                    else:
                        outcome.set_exception(failed)
        finally:
            self._task = None

    def _all(self, batch: Sequence[tuple[Work, asyncio.Future[Any]]]) -> list[tuple[Any, BaseException | None]]:
        try:
            return self._together(batch)
        except Exception as failed:
            if len(batch) == 1:
                return [(None, failed)]
            return [self._all([one])[0] for one in batch]

    def _together(self, batch: Sequence[tuple[Work, asyncio.Future[Any]]]) -> list[tuple[Any, BaseException | None]]:
        with self._engine.begin() as connection:
            self.info = connection.info
            # Who has been cut off while waiting has been told that nothing is saved.
            results: list[tuple[Any, BaseException | None]] = [
                (None if outcome.done() else work(connection), None) for work, outcome in batch
            ]
        self._check(self.info)
        return results

    def _alone(self, work: Callable[[sqlite3.Connection], T]) -> T:
        borrowed = self._engine.raw_connection()
        try:
            connection: Any = borrowed.driver_connection
            return work(connection)
        finally:
            borrowed.close()
