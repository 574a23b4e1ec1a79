"""The way to the database: transactions that read, transactions that write, and one name for all its trouble.

SQLite has one writer at a time. Writers of this process queue here, where a wait is fair and can be cut off. For those
of other processes SQLite itself waits, but only ``STEP`` at a time, since nobody can cut that off.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.encoding import encoded_text
from bot.errors import StorageError, UnsafeStart, Wrong
from bot.storage import server_address
from bot.storage.server import Server
from bot.storage.sqlite_file import STEP, SqliteFile, begin_writing, rebuild, truncate_wal
from bot.storage.threads import Reader, Writer
from bot.storage.trouble import what_is_wrong

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

__all__ = ["PATIENCE", "Database", "StorageError"]

T = TypeVar("T")

PATIENCE = 1.5
"""Seconds that one statement may take, and that SQLite waits for another process: a press is answered within two."""

CONNECTIONS = 16
"""Connections to PostgreSQL. No more are made when all are taken: a new one costs more than waiting for one."""


class Database:
    """One database, SQLite or PostgreSQL by its URL. ``patience`` is in seconds, as ``PATIENCE``.

    Raises ``UnsafeStart`` for any other, ``StorageError`` where there can be no such file; or is none, for who works on
    what is ``there`` already.
    """

    def __init__(self, url: str, patience: float = PATIENCE, *, there: bool = False) -> None:
        self.url = url
        self.file = sqlite_path(url)
        """SQLite's file; None with PostgreSQL."""
        self._patience, self._tries = patience, max(1, round(patience / STEP))
        self._sqlite: SqliteFile | None = None
        self._writer: contextlib.AbstractAsyncContextManager[Any] = contextlib.nullcontext()
        self._reader: Reader | None = None
        self._writer_thread: Writer | None = None
        self._engines: list[AsyncEngine] = []
        """What there is to let go of."""
        if self.file is not None:
            if there and not self.file.exists():
                raise StorageError(wrong=Wrong.MISSING)
            with trouble_told():
                self._sqlite = SqliteFile(self.file)
            self._writer = asyncio.Lock()
            self._reader = Reader(self._sqlite.engine())
            begin = functools.partial(begin_writing, tries=self._tries)
            self._writer_thread = Writer(self._sqlite.engine(), begin, self._sqlite.check)

    @functools.cached_property
    def _engine(self) -> AsyncEngine:
        # All of the ORM comes with it, and a running bot on SQLite, which has its threads, asks for none of it.
        from sqlalchemy.ext.asyncio import create_async_engine

        pool: dict[str, Any] = {"connect_args": {"timeout": STEP}}
        if self._sqlite is None:
            limits = {"timeout": self._patience, "command_timeout": self._patience}
            pool = {"connect_args": limits, "poolclass": sa.NullPool}
        # What people have written must not end in a log beside the statement that failed.
        engine = create_async_engine(self.url, hide_parameters=True, json_serializer=encoded_text, **pool)
        if self._sqlite is not None:
            self._sqlite.prepare(engine.sync_engine)
        self._engines.append(engine)
        return engine

    @functools.cached_property
    def _reading(self) -> AsyncEngine:
        return self._engine.execution_options(isolation_level="AUTOCOMMIT") if self.file is None else self._engine

    @functools.cached_property
    def _server(self) -> Server:
        return Server(self._reading.sync_engine, CONNECTIONS)

    @functools.cached_property
    def _writing(self) -> AsyncEngine:
        return self._engine.execution_options(tries=self._tries)

    @contextlib.asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A connection to read by; each statement sees what is committed then. Raises ``StorageError``."""
        with trouble_told(is_server=self.file is None):
            async with self._reading.connect() as connection:
                yield connection

    @contextlib.asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that commits at the end, or not at all where anything is raised. Raises ``StorageError``."""
        async with self._writer:
            with trouble_told(is_server=self.file is None):
                async with self._writing.begin() as connection:
                    yield connection
                if self._sqlite is not None:
                    self._sqlite.check()

    async def read(self, work: Callable[[sa.Connection], T]) -> T:
        """What ``work`` finds; each of its statements sees what is committed then. Raises ``StorageError``."""
        with trouble_told(is_server=self.file is None):
            return await (self._reader.do(work) if self._reader else self._server.read(work))

    async def write(self, work: Callable[[sa.Connection], T]) -> T:
        """Does ``work`` in a transaction, or not at all where it raises. Raises ``StorageError``.

        On SQLite it may share a transaction with others', and run again in one of its own where one of those raises; on
        PostgreSQL it runs again where the connection is found to be dead. Whether it was committed before that is not
        known, so it must find that out by what it writes.
        """
        with trouble_told(is_server=self.file is None):
            return await (self._writer_thread.do(work) if self._writer_thread else self._server.write(work))

    def check_file(self) -> None:
        """Raises ``StorageError`` where SQLite's file is no longer the one that is open; asks nothing of a server."""
        if self._sqlite is not None:
            self._sqlite.check(self._writer_thread.info if self._writer_thread else None)

    async def scrub(self) -> bool:
        """Lets nothing that was deleted stand in SQLite's ``-wal``; False where somebody is at it just now.

        PostgreSQL keeps dead rows until the room is used again, and nothing is done about it. Raises ``StorageError``.
        """
        if self._writer_thread is None:
            return True
        with trouble_told():
            return await self._writer_thread.alone(truncate_wal)

    async def rebuild(self) -> None:
        """Writes SQLite's file anew: as long as the database is large, and all others wait. Raises ``StorageError``."""
        if self._writer_thread is not None:
            with trouble_told():
                await self._writer_thread.alone(rebuild)

    async def close(self) -> None:
        """Lets go of all connections."""
        if self._reader is not None and self._writer_thread is not None:
            await self._reader.close()
            await self._writer_thread.close()
        else:
            await self._server.close()
        for engine in self._engines:
            await engine.dispose()


def sqlite_path(url: str) -> Path | None:
    """SQLite's file; None for PostgreSQL. Raises ``UnsafeStart`` for any other address, and one not to be trusted."""
    try:
        parsed = sa.engine.make_url(url)
    except ArgumentError:
        parsed = sa.engine.URL.create("none")
    if parsed.drivername == "postgresql+asyncpg":
        server_address.check(parsed)
        return None
    if parsed.drivername == "sqlite+aiosqlite" and parsed.database and parsed.database != ":memory:":
        return Path(parsed.database)
    raise UnsafeStart("TR_DATABASE_URL skal være sqlite+aiosqlite:///FIL eller postgresql+asyncpg://VÆRT/NAVN.")


def _said(trouble: BaseException) -> str:
    """Its first line; PostgreSQL's next ones tell the row that it refused, and so what somebody wrote."""
    return str(trouble).partition("\n")[0]


@contextlib.contextmanager
def trouble_told(*, is_server: bool = False) -> Iterator[None]:
    """All that a database or the way to it can raise becomes a ``StorageError`` that knows what is wrong."""
    try:
        yield
    except (DBAPIError, PoolTimeout, OSError, UnicodeEncodeError, sqlite3.Error) as trouble:
        cause = trouble.orig if isinstance(trouble, DBAPIError) and trouble.orig else trouble
        raise StorageError(_said(cause), what_is_wrong(cause, is_server=is_server)) from trouble
    except Exception as trouble:
        # What is raised while connecting to PostgreSQL comes as asyncpg makes it, which SQLite never loads.
        if not type(trouble).__module__.startswith("asyncpg."):
            raise
        raise StorageError(_said(trouble), what_is_wrong(trouble, is_server=is_server)) from trouble
