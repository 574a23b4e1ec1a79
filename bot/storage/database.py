"""The way to the database: transactions that read, transactions that write, and one name for all its trouble.

SQLite has one writer at a time. Writers of this process queue here, where a wait is fair and can be cut off. For those
of other processes SQLite itself waits, but only ``STEP`` at a time, since nobody can cut that off.
"""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.settings import UnsafeStart
from bot.storage.threads import Reader, Writer

T = TypeVar("T")

PATIENCE = 1.5
"""Seconds that one statement may take, and that SQLite waits for another process: a press is answered within two."""

STEP = 0.1
"""Seconds SQLite waits in one go."""


class StorageError(Exception):
    """The database is locked, gone or refuses; nothing of the transaction was saved. The cause says more."""


class Database:
    """One database, SQLite or PostgreSQL by its URL. ``patience`` is in seconds, as ``PATIENCE``.

    Raises ``UnsafeStart`` for any other.
    """

    def __init__(self, url: str, patience: float = PATIENCE) -> None:
        self.url = url
        self.file = _file(url)
        """SQLite's file; None with PostgreSQL."""
        self._writer: contextlib.AbstractAsyncContextManager[Any] = contextlib.nullcontext()
        # What people have written must not end in a log beside the statement that failed.
        if self.file is None:
            limits = {"timeout": patience, "command_timeout": patience}
            engine = create_async_engine(url, hide_parameters=True, pool_pre_ping=True, connect_args=limits)
            self._reading = engine.execution_options(isolation_level="AUTOCOMMIT")
        else:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            engine = create_async_engine(url, hide_parameters=True, connect_args={"timeout": STEP})
            sa.event.listen(engine.sync_engine, "connect", _sqlite_connect)
            sa.event.listen(engine.sync_engine, "begin", _sqlite_begin)
            self._reading = engine
            self._writer = asyncio.Lock()
        self._engine: AsyncEngine = engine
        tries = max(1, round(patience / STEP))
        self._writing = engine.execution_options(tries=tries)
        self._reader: Reader | None = None
        self._writer_thread: Writer | None = None
        if self.file is not None:
            self._reader = Reader(_sqlite_engine(self.file))
            self._writer_thread = Writer(_sqlite_engine(self.file).execution_options(tries=tries))

    @contextlib.asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A connection to read by; each statement sees what is committed then. Raises ``StorageError``."""
        with _trouble():
            async with self._reading.connect() as connection:
                yield connection

    @contextlib.asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that commits at the end, or not at all where anything is raised. Raises ``StorageError``."""
        async with self._writer:
            with _trouble():
                async with self._writing.begin() as connection:
                    yield connection

    async def read(self, work: Callable[[sa.Connection], T]) -> T:
        """What ``work`` finds; each of its statements sees what is committed then. Raises ``StorageError``."""
        with _trouble():
            if self._reader is not None:
                return await self._reader.do(work)
            async with self._reading.connect() as connection:
                return await connection.run_sync(work)

    async def write(self, work: Callable[[sa.Connection], T]) -> T:
        """Does ``work`` in a transaction, or not at all where it raises. Raises ``StorageError``.

        On SQLite it may share a transaction with others', and run again in one of its own where one of those raises.
        """
        with _trouble():
            if self._writer_thread is not None:
                return await self._writer_thread.do(work)
            async with self._writing.begin() as connection:
                return await connection.run_sync(work)

    async def close(self) -> None:
        """Lets go of all connections."""
        if self._reader is not None and self._writer_thread is not None:
            await self._reader.close()
            await self._writer_thread.close()
        await self._engine.dispose()


def _file(url: str) -> Path | None:
    try:
        parsed = sa.engine.make_url(url)
    except ArgumentError:
        parsed = sa.engine.URL.create("none")
    if parsed.drivername == "postgresql+asyncpg":
        return None
    if parsed.drivername == "sqlite+aiosqlite" and parsed.database and parsed.database != ":memory:":
        return Path(parsed.database)
    raise UnsafeStart("TR_DATABASE_URL skal være sqlite+aiosqlite:///FIL eller postgresql+asyncpg://VÆRT/NAVN.")


def _sqlite_engine(file: Path) -> sa.Engine:
    """One connection, for one thread that is not the one which made it."""
    limits = {"timeout": STEP, "check_same_thread": False}
    engine = sa.create_engine(f"sqlite:///{file}", hide_parameters=True, poolclass=sa.StaticPool, connect_args=limits)
    sa.event.listen(engine, "connect", _sqlite_connect)
    sa.event.listen(engine, "begin", _sqlite_begin)
    return engine


@contextlib.contextmanager
def _trouble() -> Iterator[None]:
    try:
        yield
    except (DBAPIError, PoolTimeout, OSError, UnicodeEncodeError) as trouble:
        raise StorageError(str(trouble.orig if isinstance(trouble, DBAPIError) else trouble)) from trouble


def _sqlite_connect(connection: Any, record: Any) -> None:
    # Transactions are begun by us (below): the driver's own begin would take the write lock too late.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _sqlite_begin(connection: sa.Connection) -> None:
    # Reading needs no transaction. Writing takes its lock at once: one that is asked for later may never be given.
    for left in reversed(range(connection.get_execution_options().get("tries", 0))):
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            return
        except OperationalError as busy:
            if not left or getattr(busy.orig, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_BUSY:
                raise
