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
Begin = Callable[[sqlite3.Connection], None]
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


class _Asked:
    """One work that is to be written, and what became of it."""

    def __init__(self, work: Work, told: asyncio.Future[None]) -> None:
        self.work = work
        self.told = told
        """Done once there is an outcome; cancelled with whoever waits for it."""
        self.outcome: tuple[Any, BaseException | None] | None = None
        self.is_begun = self.is_cut_off = False

    def result(self) -> Any:
        """What the work came to; raises what it raised."""
        result, failed = self.outcome or (None, None)
        if failed is not None:
            raise failed
        return result


class Writer:
    """Writes on a thread of its own, all that waits in one transaction, which it begins itself: SQLAlchemy's way to
    begin and to commit costs as much as a statement. ``begin`` takes the lock, ``check`` is asked about each commit."""

    def __init__(self, engine: sa.Engine, begin: Begin, check: Check) -> None:
        self._engine, self._connection = engine, _KeptConnection(engine)
        self._begin, self._check = begin, check
        self.info: MutableMapping[Any, Any] | None = None
        """That of the connection, once there is one."""
        self._thread = concurrent.futures.ThreadPoolExecutor(1, "database-writer")
        self._is_closed = False
        self._waiting: list[_Asked] = []
        self._idle: asyncio.Future[None] | None = None
        """Done once the thread has nothing to write; None where it has not."""
        self._deciding = threading.Lock()

    async def do(self, work: Callable[[sa.Connection], T]) -> T:
        """The outcome of ``work`` once it is committed; raises what it raises, or what the transaction raises.

        Who is cut off while the work is being done waits for its end: only then is it known whether it was.
        """
        loop = asyncio.get_running_loop()
        asked = _Asked(work, loop.create_future())
        self._waiting.append(asked)
        if self._idle is None:
            self._idle = loop.create_future()
            loop.call_soon(self._next, loop)  # with all that comes to it before that
        try:
            await asked.told
        except asyncio.CancelledError:
            with self._deciding:
                asked.is_cut_off = not asked.is_begun
            if asked.is_cut_off:
                raise
            if asked.outcome is None:
                asked.told = loop.create_future()
                await to_the_end(asked.told)
        found: T = asked.result()
        return found

    async def alone(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """The outcome of ``work`` in no transaction, between those of others; raises what it raises."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._alone, work)

    async def close(self) -> None:
        """Ends the thread and its connection, after what waits."""
        if self._is_closed:
            return
        self._is_closed = True
        if self._idle is not None:
            await asyncio.shield(self._idle)
        await asyncio.get_running_loop().run_in_executor(self._thread, self._end)
        self._thread.shutdown()

    def _end(self) -> None:
        self._connection.close()
        self._engine.dispose()

    def _next(self, loop: asyncio.AbstractEventLoop) -> None:
        """Hands the thread what waits, but for who was cut off and has been told so; or says that nothing does."""
        waiting = [asked for asked in self._waiting if not asked.is_cut_off]
        batch, self._waiting = waiting[:TOGETHER], waiting[TOGETHER:]
        if batch:
            try:
                self._thread.submit(self._hand_over, loop, batch)
            except RuntimeError as closed:  # by whom nothing more is written
                for asked in batch:
                    asked.outcome = None, closed
                self._told(loop, batch)
        elif self._idle is not None:
            self._idle.set_result(None)
            self._idle = None

    def _hand_over(self, loop: asyncio.AbstractEventLoop, batch: Sequence[_Asked]) -> None:
        try:
            self._all(batch)
        except BaseException as failed:
            for asked in batch:
                asked.outcome = asked.outcome or (None, failed)
        loop.call_soon_threadsafe(self._told, loop, batch)

    def _told(self, loop: asyncio.AbstractEventLoop, batch: Sequence[_Asked]) -> None:
        for asked in batch:
            if not asked.told.done():
                asked.told.set_result(None)
        self._next(loop)

    def _all(self, batch: Sequence[_Asked]) -> None:
        try:
            self._together(batch)
        except Exception as failed:
            if len(batch) == 1:
                batch[0].outcome = None, failed
                return
            for asked in batch:
                self._all([asked])

    def _together(self, batch: Sequence[_Asked]) -> None:
        with self._connection.taken() as connection:
            driver: Any = connection.connection.dbapi_connection
            self.info = connection.info
            self._begin(driver)
            try:
                results = [asked.work(connection) if self._begins(asked) else None for asked in batch]
                self._check(self.info)
                driver.commit()
            except BaseException:
                driver.rollback()
                raise
        self._check(self.info)
        for asked, result in zip(batch, results, strict=True):
            asked.outcome = result, None

    def _begins(self, asked: _Asked) -> bool:
        """False for who has been cut off while waiting, and been told that nothing is saved."""
        with self._deciding:
            asked.is_begun = not asked.is_cut_off
        return asked.is_begun

    def _alone(self, work: Callable[[sqlite3.Connection], T]) -> T:
        borrowed = self._engine.raw_connection()
        try:
            connection: Any = borrowed.driver_connection
            return work(connection)
        finally:
            borrowed.close()
