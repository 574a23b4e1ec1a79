"""From SQLite to PostgreSQL: every table, counted and compared, in one transaction or not at all."""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.storage.backup import NotCopied, checked
from bot.storage.database import Database
from bot.storage.presence import alone
from bot.storage.schema import HEAD, PATIENCE, migrate, take_turns
from bot.storage.sqlite_file import SqliteFile
from bot.storage.tables import metadata

ROWS = 500
"""Rows that are held in memory and inserted at a time."""

SUMS = 1 << 256


async def move(source: Path, url: str) -> Mapping[str, int]:
    """Copies all that a stopped bot has in SQLite into an empty PostgreSQL; the rows of each table.

    The file stays as it is. Raises ``NotCopied`` where a bot runs on it, its schema is not this release's, there is
    anything in the goal, or what came there is not what was here; ``UnsafeStart`` and ``StorageError`` as a start does.
    """
    goal = Database(url, PATIENCE)
    try:
        if not await asyncio.to_thread(source.exists):
            raise NotCopied(f"Der er ingen database i {source}.")
        if goal.file is not None:
            raise NotCopied("Målet skal være PostgreSQL: postgresql+asyncpg://BRUGER@VÆRT/NAVN.")
        with alone(source) as is_alone:
            if not is_alone:
                raise NotCopied("Botten kører på den database. Stop alle dens processer først.")
            await migrate(goal)
            engine = SqliteFile(source).engine()
            try:
                async with goal.writing() as connection:
                    await take_turns(connection)
                    with engine.connect() as old:
                        return await connection.run_sync(lambda new: _moved(old, new))
            finally:
                engine.dispose()
    finally:
        await goal.close()


def _moved(old: sa.Connection, new: sa.Connection) -> Mapping[str, int]:
    here = checked(old)
    if here.faults:
        raise NotCopied(f"SQLite-filen er ødelagt: {here.faults[0][:200]}.")
    if here.revision != HEAD:
        raise NotCopied(
            "SQLite-filen er fra en anden udgave af botten. Start denne udgave på den én gang, og stop den."
        )
    if full := [name for name, count in checked(new).rows.items() if count]:
        raise NotCopied(f"Der er allerede noget i målet ({', '.join(full)}). Brug en tom database.")
    for table in metadata.sorted_tables:
        _copy(table, old, new)
        _go_on_counting(table, old, new)
    there = checked(new)
    if there.rows != here.rows:
        raise NotCopied("Der er ikke lige mange rækker begge steder, så intet er flyttet.")
    for table in metadata.sorted_tables:
        if fingerprint(table, old) != fingerprint(table, new):
            raise NotCopied(f"Indholdet af {table.name} blev ikke det samme, så intet er flyttet.")
    return there.rows


def fingerprint(table: sa.Table, connection: sa.Connection) -> str:
    """A hash of all that is in a table, the same on both databases and in any order of the rows."""
    total = 0
    for row in _rows(table, connection):
        written = json.dumps(row, default=_written, sort_keys=True, ensure_ascii=False)
        digest = hashlib.sha256(written.encode(errors="surrogatepass")).digest()
        total = (total + int.from_bytes(digest)) % SUMS
    return f"{total:064x}"


def _rows(table: sa.Table, connection: sa.Connection) -> Iterator[dict[str, Any]]:
    for row in connection.execute(sa.select(table)).mappings():
        yield {str(name): value for name, value in row.items()}


def _copy(table: sa.Table, old: sa.Connection, new: sa.Connection) -> None:
    rows = _rows(table, old)
    while batch := list(islice(rows, ROWS)):
        new.execute(table.insert(), batch)


def _go_on_counting(table: sa.Table, old: sa.Connection, new: sa.Connection) -> None:
    """The next number is one that was never given here: SQLite's own count may be past the highest that is left."""
    column = table.autoincrement_column
    if column is None or not isinstance(column.type, sa.BigInteger):
        return
    last = old.scalar(sa.select(sa.func.max(column))) or 0
    if sa.inspect(old).has_table("sqlite_sequence"):
        counted = sa.text("SELECT seq FROM sqlite_sequence WHERE name = :name")
        last = max(last, old.scalar(counted, {"name": table.name}) or 0)
    if last:
        new.scalar(sa.select(sa.func.setval(sa.func.pg_get_serial_sequence(table.name, column.name), last)))


def _written(value: object) -> str:
    match value:
        case bytes() | memoryview():
            return bytes(value).hex()
        case dt.datetime():
            return value.astimezone(dt.UTC).isoformat()
        case dt.date():
            return value.isoformat()
        case _:
            raise TypeError(type(value).__name__)
