"""Bundles that were pushed, which of them is live, and who did what when. Nothing here is of any tenant.

What has been pushed is never changed; an activation is a row that is added, so the highest serial is what counts, and
a process that was killed in the middle of one has either written it or not. Only an operator takes activations away,
and only those of a key that is revoked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.storage.database import Database
from bot.storage.tables import activations, bundles, edition_log, edition_processes, follows, reflections
from bot.storage.upserts import Insert, Upsert

LOGGED = 500
"""Lines of the history that are kept."""

_NOT_YET = dt.timedelta(days=1)
"""A process that was there later than this was so by a clock that was wrong."""
TAKEN_BACK = "taget tilbage"
"""What the history calls an activation that an operator has taken away."""

_ADVISORY_LOCK = 7_265_002


@dataclass(frozen=True)
class KeptBundle:
    """A bundle file that was admitted: its hash, bytes without the envelope, and whose signature it carried."""

    sha256: str
    name: str
    content: bytes
    key_id: str
    at: dt.datetime


@dataclass(frozen=True)
class Listed:
    """A bundle without its bytes, and whether it is or was live."""

    sha256: str
    name: str
    key_id: str
    at: dt.datetime
    been_live: bool


@dataclass(frozen=True)
class KeptActivation:
    """An activation that took effect: its bytes without the envelope, and whose signature it carried."""

    serial: int
    bundle: str
    content: bytes
    key_id: str
    at: dt.datetime


@dataclass(frozen=True)
class HistoryLine:
    """One line of the history: what was tried, with what result and, where it was refused, why."""

    at: dt.datetime
    what: str
    """»udgave«, »aktivering« or »taget tilbage«."""
    about: str
    """A name or hash, as far as it is known."""
    serial: int | None
    key_id: str
    accepted: bool
    reasons: tuple[str, ...] = ()
    note: str = ""
    """What an activation says of why."""


@dataclass(frozen=True)
class ProcessAt:
    """A process of the bot, the serial it serves, and when it last said so."""

    process: str
    serial: int
    at: dt.datetime


@dataclass(frozen=True)
class TakenBack:
    """What has been taken away, or what stands in the way of that; and the serial that counts now."""

    gone: tuple[KeptActivation, ...]
    trusted: tuple[KeptActivation, ...]
    """Those of a key that still counts; then nothing has been taken away."""
    newest: int


class KeptEditions:
    """Every method raises ``StorageError`` where the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def bundles(self, known: Sequence[str] = ()) -> Sequence[KeptBundle]:
        """Every bundle in the order they came, but those whose hashes are ``known`` already."""

        def work(connection: sa.Connection) -> list[KeptBundle]:
            query = sa.select(bundles).where(bundles.c.sha256.not_in(known)).order_by(bundles.c.at, bundles.c.sha256)
            return [KeptBundle(**row) for row in connection.execute(query).mappings()]

        return await self._database.read(work)

    async def listed(self) -> Sequence[Listed]:
        """Every bundle in the order they came, without their bytes."""

        def work(connection: sa.Connection) -> list[Listed]:
            return [Listed(**row) for row in connection.execute(_LISTED).mappings()]

        return await self._database.read(work)

    async def content(self, sha256: str) -> bytes | None:
        """The bytes of a bundle that is or was live; None for any other: what has not been out is nobody's yet."""
        query = sa.select(bundles.c.content).where(bundles.c.sha256 == sha256, _BEEN_LIVE)
        return await self._database.read(lambda connection: connection.scalar(query))

    async def pinned(self) -> frozenset[str]:
        """The hashes of the bundles that reflections are on."""
        query = sa.select(reflections.c.bundle).distinct()
        return await self._database.read(lambda connection: frozenset(connection.scalars(query)))

    async def keep(self, bundle: KeptBundle) -> bool:
        """Keeps a bundle; the same again changes nothing. False where another has its name."""
        values = {
            "sha256": bundle.sha256,
            "name": bundle.name,
            "content": bundle.content,
            "key_id": bundle.key_id,
            "at": bundle.at,
        }

        def work(connection: sa.Connection) -> bool:
            connection.execute(_KEEP.on(connection), values)
            return connection.scalar(_IS_KEPT, {"its_sha256": bundle.sha256}) is not None

        return await self._database.write(work)

    async def activations(self, after: int = 0) -> Sequence[KeptActivation]:
        """Every activation with a serial above ``after``, the lowest first."""

        def work(connection: sa.Connection) -> list[KeptActivation]:
            query = sa.select(activations).where(activations.c.serial > after).order_by(activations.c.serial)
            return [KeptActivation(**row) for row in connection.execute(query).mappings()]

        return await self._database.read(work)

    async def newest_serial(self) -> int:
        """The serial that counts; 0 before the first activation."""
        return await self._database.read(lambda connection: connection.scalar(_NEWEST) or 0)

    async def activate(self, activation: KeptActivation) -> bool:
        """Makes an activation count; False where another with as high a serial was first."""

        def work(connection: sa.Connection) -> bool:
            _take_turns(connection)
            its = sa.select(activations.c.content).where(activations.c.serial == activation.serial)
            if connection.scalar(its) == activation.content:
                return True  # done before the connection was lost
            if (connection.scalar(_NEWEST) or 0) >= activation.serial:
                return False
            connection.execute(
                activations.insert(),
                {
                    "serial": activation.serial,
                    "bundle": activation.bundle,
                    "content": activation.content,
                    "key_id": activation.key_id,
                    "at": activation.at,
                },
            )
            return True

        return await self._database.write(work)

    async def take_back(self, first: int, trusted: Collection[str], at: dt.datetime, note: str) -> TakenBack:
        """Takes away every activation from serial ``first`` on, if none is signed with a ``trusted`` key (id).

        Each is noted in the history. Whoever has been told of one of them is told of what comes after all the same.
        """

        def work(connection: sa.Connection) -> TakenBack:
            _take_turns(connection)
            found = sa.select(activations).where(activations.c.serial >= first).order_by(activations.c.serial)
            rows = [KeptActivation(**row) for row in connection.execute(found).mappings()]
            if still := tuple(row for row in rows if row.key_id in trusted):
                return TakenBack((), still, connection.scalar(_NEWEST) or 0)
            connection.execute(activations.delete().where(activations.c.serial >= first))
            newest = connection.scalar(_NEWEST) or 0
            connection.execute(follows.update().where(follows.c.told > newest).values(told=newest))
            for row in rows:
                _note(connection, HistoryLine(at, TAKEN_BACK, row.bundle, row.serial, row.key_id, True, note=note))
            return TakenBack(tuple(rows), (), newest)

        return await self._database.write(work)

    async def note(self, line: HistoryLine) -> None:
        """Adds a line to the history, and lets go of the oldest."""
        await self._database.write(lambda connection: _note(connection, line))

    async def history(self, limit: int = 50) -> Sequence[HistoryLine]:
        """The newest lines, newest first."""

        def work(connection: sa.Connection) -> list[HistoryLine]:
            query = sa.select(edition_log).order_by(edition_log.c.id.desc()).limit(limit)
            return [_line(row) for row in connection.execute(query).mappings()]

        return await self._database.read(work)

    async def says(self, process: str, serial: int, at: dt.datetime, gone: dt.datetime) -> None:
        """A process serves a serial; those not heard of since ``gone`` are forgotten."""
        values = {"process": process, "serial": serial, "at": at}

        def work(connection: sa.Connection) -> None:
            connection.execute(_SAYS.on(connection), values)
            known = edition_processes.c.at
            connection.execute(edition_processes.delete().where((known < gone) | (known > at + _NOT_YET)))

        await self._database.write(work)

    async def leaves(self, process: str) -> None:
        """A process ends."""
        away = edition_processes.delete().where(edition_processes.c.process == process)
        await self._database.write(lambda connection: connection.execute(away))

    async def processes(self, since: dt.datetime) -> Sequence[ProcessAt]:
        """Every process heard of since then, by name."""

        def work(connection: sa.Connection) -> list[ProcessAt]:
            query = sa.select(edition_processes).where(edition_processes.c.at >= since)
            found = connection.execute(query.order_by(edition_processes.c.process)).mappings()
            return [ProcessAt(**row) for row in found]

        return await self._database.read(work)


def _take_turns(connection: sa.Connection) -> None:
    """One activation after the other; SQLite has seen to it by letting this transaction write at all."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ADVISORY_LOCK)))


def _note(connection: sa.Connection, line: HistoryLine) -> None:
    values = {
        "at": line.at,
        "what": line.what,
        "about": line.about,
        "serial": line.serial,
        "key_id": line.key_id,
        "accepted": line.accepted,
        "reasons": list(line.reasons),
        "note": line.note,
    }
    connection.execute(edition_log.insert(), values)
    newest = connection.scalar(sa.select(sa.func.max(edition_log.c.id))) or 0
    connection.execute(edition_log.delete().where(edition_log.c.id <= newest - LOGGED))


def _line(row: Any) -> HistoryLine:
    known = {name: value for name, value in row.items() if name != "id"}
    return HistoryLine(**{**known, "reasons": tuple(row["reasons"])})


_BEEN_LIVE = sa.exists().where(activations.c.bundle == bundles.c.sha256)
_LISTED = sa.select(
    bundles.c.sha256, bundles.c.name, bundles.c.key_id, bundles.c.at, _BEEN_LIVE.label("been_live")
).order_by(bundles.c.at, bundles.c.sha256)
_IS_KEPT = sa.select(bundles.c.sha256).where(bundles.c.sha256 == sa.bindparam("its_sha256"))
_NEWEST = sa.select(sa.func.max(activations.c.serial))
_KEEP = Upsert(lambda insert: insert(bundles).on_conflict_do_nothing())


def _says(insert: Insert) -> sa.Insert:
    new = insert(edition_processes)
    values = {"serial": new.excluded.serial, "at": new.excluded.at}
    return new.on_conflict_do_update(index_elements=["process"], set_=values)


_SAYS = Upsert(_says)
