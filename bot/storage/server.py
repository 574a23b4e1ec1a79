"""Works on PostgreSQL, each on a connection that is kept from work to work.

SQLAlchemy makes the connections, with their codecs and limits. To take one from its pool and give it back costs as much
as two statements, and its way to begin and to commit as much as two more: so both are done here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.util.concurrency import greenlet_spawn

from bot.storage.threads import to_the_end

T = TypeVar("T")


class Server:
    """At most so many connections of an engine that begins no transaction; who comes when all are taken waits."""

    def __init__(self, engine: sa.Engine, most: int) -> None:
        self._engine = engine
        self._room = asyncio.Semaphore(most)
        self._free: list[sa.Connection] = []
        self._is_closed = False

    async def read(self, work: Callable[[sa.Connection], T]) -> T:
        """The outcome of ``work``; raises what it raises."""
        return await self._on_one(lambda connection, _: greenlet_spawn(work, connection))

    async def write(self, work: Callable[[sa.Connection], T]) -> T:
        """The outcome of ``work`` once it is committed; raises what it raises, or what the transaction raises."""
        is_ending = False

        async def whole(connection: sa.Connection, driver: Any) -> T:
            nonlocal is_ending
            is_ending = False
            await driver.execute("BEGIN")
            found = await greenlet_spawn(work, connection)
            is_ending = True
            await driver.execute("COMMIT")
            return found

        doing = asyncio.ensure_future(self._on_one(whole))
        try:
            return await asyncio.shield(doing)
        except asyncio.CancelledError:
            # Cut off in mid-statement, the connection is thrown away; while it commits, only the end tells what stands.
            if not is_ending:
                doing.cancel()
            return await to_the_end(doing)

    async def close(self) -> None:
        """Lets go of all connections; one that somebody has goes when they are done."""
        self._is_closed = True
        while self._free:
            await greenlet_spawn(self._free.pop().close)

    async def _on_one(self, way: Callable[[sa.Connection, Any], Awaitable[T]]) -> T:
        """Again where a connection that was kept is dead; then all that are as old are let go of."""
        async with self._room:
            while True:
                is_kept = bool(self._free)
                connection = self._free.pop() if is_kept else await greenlet_spawn(self._engine.connect)
                driver: Any = connection.connection.driver_connection
                try:
                    try:
                        found = await way(connection, driver)
                    except Exception:
                        if driver.is_in_transaction() and not driver.is_closed():
                            await driver.execute("ROLLBACK")
                        raise
                except BaseException as failed:
                    is_dead = isinstance(failed, Exception) and driver.is_closed()
                    self._give_back(connection, is_whole=isinstance(failed, Exception) and not is_dead)
                    if not (is_kept and is_dead):
                        raise
                    while self._free:
                        self._give_back(self._free.pop(), is_whole=False)
                else:
                    self._give_back(connection, is_whole=True)
                    return found

    def _give_back(self, connection: sa.Connection, *, is_whole: bool) -> None:
        if is_whole and connection.in_transaction():
            connection.rollback()  # which only says to SQLAlchemy that the work is done
        if is_whole and not self._is_closed:
            self._free.append(connection)
            return
        if not connection.invalidated:
            connection.invalidate()
        connection.close()
