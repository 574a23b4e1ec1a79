"""SQLite's two threads: one that reads and one that writes, each asked once for all that a turn needs of it.

A statement at a time, as aiosqlite does it, costs more in going there and back than SQLite takes. What waits to be
written is written together, so that many turns share one wait for the disk.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import sqlite3
import threading
from collections.abc import Awaitable, Callable, Iterator, MutableMapping, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa

T = TypeVar("T")
Work = Callable[[sa.Connection], Any]
Check = Callable[[MutableMapping[Any, Any]], None]

TOGETHER = 64
"""Most works in one transaction."""


async def to_the_end(work: Awaitable[T]) -> T:
    """The outcome of what must not be left in the middle; being cut off meanwhile is forgotten, for it is done."""
    task = asyncio.ensure_future(work)
    while True:
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            if task.cancelled():
                raise


class _KeptConnection:
    """The one connection of a thread, kept from work to work: to take it each time costs as much as a statement."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._kept: sa.Connection | None = None

    @contextlib.contextmanager
    def taken(self) -> Iterator[sa.Connection]:
        """It, in no transaction; what is left open is rolled back, and after a failure it is taken anew."""
        kept = self._kept = self._kept or self._engine.connect()
        try:
            yield kept
        except BaseException:
            self.close()
            raise
        if kept.in_transaction():
            kept.rollback()

    def close(self) -> None:
        """Closes it, where there is one."""
        kept, self._kept = self._kept, None
        if kept is not None:
            kept.close()


class Reader:
    """Reads on a thread of its own."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine, self._connection = engine, _KeptConnection(engine)
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
        await asyncio.get_running_loop().run_in_executor(self._thread, self._end)
        self._thread.shutdown()

    def _end(self) -> None:
        self._connection.close()
        self._engine.dispose()

    def _do(self, work: Callable[[sa.Connection], T]) -> T:
        with self._connection.taken() as connection:
            return work(connection)


class Writer:
    """Writes on a thread of its own, all that waits in one transaction; ``check`` is asked about each commit."""

    def __init__(self, engine: sa.Engine, check: Check) -> None:
        self._engine, self._connection, self._check = engine, _KeptConnection(engine), check
        self.info: MutableMapping[Any, Any] | None = None
        """That of the connection, once there is one."""
        self._thread = concurrent.futures.ThreadPoolExecutor(1, "database-writer")
        self._is_closed = False
        self._waiting: list[tuple[Work, asyncio.Future[Any]]] = []
        self._task: asyncio.Task[None] | None = None
        self._begun: set[asyncio.Future[Any]] = set()
        self._deciding = threading.Lock()

    async def do(self, work: Callable[[sa.Connection], T]) -> T:
        """The outcome of ``work`` once it is committed; raises what it raises, or what the transaction raises.

        Who is cut off while the work is being done waits for its end: only then is it known whether it was.
        """
        loop = asyncio.get_running_loop()
        outcome: asyncio.Future[T] = loop.create_future()
        self._waiting.append((work, outcome))
        if self._task is None:
            self._task = loop.create_task(self._run(), name="database-writer")
        try:
            return await asyncio.shield(outcome)
        except asyncio.CancelledError:
            with self._deciding:
                is_begun = outcome.done() or outcome in self._begun
                if not is_begun:
                    outcome.cancel()
            if is_begun:
                return await to_the_end(outcome)
            raise

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
        await asyncio.get_running_loop().run_in_executor(self._thread, self._end)
        self._thread.shutdown()

    def _end(self) -> None:
        self._connection.close()
        self._engine.dispose()

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:TOGETHER], self._waiting[TOGETHER:]
                batch = [(work, outcome) for work, outcome in batch if not outcome.done()]
                self._begun = set()
                if not batch:
                    continue  # all of them were cut off, and have been told that nothing is saved
                results = await loop.run_in_executor(self._thread, self._all, batch)
                for (_, outcome), (result, failed) in zip(batch, results, strict=True):
                    if outcome.done():
                        continue
                    if failed is None:
                        outcome.set_result(result)
                    else:
                        outcome.set_exception(failed)
        finally:
            self._begun = set()
            self._task = None

    def _all(self, batch: Sequence[tuple[Work, asyncio.Future[Any]]]) -> list[tuple[Any, BaseException | None]]:
        try:
            return self._together(batch)
        except Exception as failed:
            if len(batch) == 1:
                return [(None, failed)]
            return [self._all([one])[0] for one in batch]

    def _together(self, batch: Sequence[tuple[Work, asyncio.Future[Any]]]) -> list[tuple[Any, BaseException | None]]:
        with self._connection.taken() as connection, connection.begin():
            self.info = connection.info
            results: list[tuple[Any, BaseException | None]] = [
                (work(connection) if self._begins(outcome) else None, None) for work, outcome in batch
            ]
        self._check(self.info)
        return results

    def _begins(self, outcome: asyncio.Future[Any]) -> bool:
        """False for who has been cut off while waiting, and been told that nothing is saved."""
        with self._deciding:
            if not outcome.done():
                self._begun.add(outcome)
            return outcome in self._begun

    def _alone(self, work: Callable[[sqlite3.Connection], T]) -> T:
        borrowed = self._engine.raw_connection()
        try:
            connection: Any = borrowed.driver_connection
            return work(connection)
        finally:
            borrowed.close()
