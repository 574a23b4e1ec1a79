"""When a process last looked at the clock, shared by all of them, and a write that shows that writing works."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import sqlalchemy as sa

from bot.clock.belief import SharedClock
from bot.storage.database import Database
from bot.storage.tables import heartbeats, inbox
from bot.storage.upserts import Insert, Upsert


class Heartbeats:
    """Every method raises ``StorageError`` where the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def known(self) -> SharedClock | None:
        """What is known of the clock; before the first heartbeat, when anything last came in; None where nothing has.

        An earlier release has left no heartbeat.
        """
        return await self._database.read(_known)

    async def settle(self, judge: Callable[[SharedClock | None], SharedClock]) -> SharedClock:
        """Stores what ``judge`` makes of what is known then: of two processes the second judges what the first left."""

        def work(connection: sa.Connection) -> SharedClock:
            if connection.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ADVISORY_LOCK)))
            judged = judge(_known(connection))
            values = {"what": _CLOCK, "at": judged.at, "doubted_at": judged.doubted_at}
            connection.execute(_SET.on(connection), values)
            return judged

        return await self._database.write(work)

    async def try_to_write(self, at: dt.datetime) -> None:
        """Writes and commits something that nobody reads."""
        values = {"what": _READY, "at": at, "doubted_at": None}
        await self._database.write(lambda connection: connection.execute(_SET.on(connection), values))


def _known(connection: sa.Connection) -> SharedClock | None:
    row = connection.execute(_GET).first()
    if row is not None:
        return SharedClock(row.at, row.doubted_at)
    came = connection.scalar(_LAST_CAME)
    return SharedClock(came) if came is not None else None


_ADVISORY_LOCK = 7_265_003
_CLOCK, _READY = "clock", "ready"
_GET = sa.select(heartbeats.c.at, heartbeats.c.doubted_at).where(heartbeats.c.what == _CLOCK)
_LAST_CAME = sa.select(sa.func.max(inbox.c.at))


def _set(insert: Insert) -> sa.Insert:
    new = insert(heartbeats)
    values = {"at": new.excluded.at, "doubted_at": new.excluded.doubted_at}
    return new.on_conflict_do_update(index_elements=["what"], set_=values)


_SET = Upsert(_set)
