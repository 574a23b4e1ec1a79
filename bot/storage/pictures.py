"""Public pictures that are drawn once for all processes and restarts, each by the hash of what it shows.

No picture of a kommune's own use is ever among them: there is no tenant here.
"""

from __future__ import annotations

import datetime as dt
from functools import partial

import sqlalchemy as sa

from bot.storage import erasure
from bot.storage.database import Database
from bot.storage.tables import pictures
from bot.storage.upserts import Upsert


class KeptPictures:
    """Every method raises ``StorageError`` where the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, key: str) -> bytes | None:
        """The picture of this key, None where it is not kept."""

        def work(connection: sa.Connection) -> bytes | None:
            return connection.scalar(_GET, {"its_key": key})

        return await self._database.read(work)

    async def put(self, key: str, body: bytes, at: dt.datetime) -> None:
        """Keeps a picture from ``at`` on. One that is kept already stays as it is: the same key is the same picture."""

        def work(connection: sa.Connection) -> None:
            connection.execute(_PUT.on(connection), {"key": key, "body": body, "at": at})

        await self._database.write(work)

    async def tidy(self, before: dt.datetime) -> None:
        """Some of what was kept before then goes, the oldest first; ``Store.tidy`` does so too."""
        await self._database.write(partial(erasure.drop_pictures, before=before))


_GET = sa.select(pictures.c.body).where(pictures.c.key == sa.bindparam("its_key"))
_PUT = Upsert(lambda insert: insert(pictures).on_conflict_do_nothing())
