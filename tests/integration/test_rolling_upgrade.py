"""Two releases on one database: the one before works on the next one's schema, and a step back keeps what is stored.

The release before is stood in for by what it knows, its tables and columns as its own revision made them: in a clone
there is no package of it to start. So it is tested that its statements work, not that it does.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import AsyncIterator, Callable
from typing import Any, TypeVar

import pytest_asyncio
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from bot.storage import schema
from bot.storage.database import Database

NOW = dt.datetime(2026, 11, 24, 12, 30, tzinfo=dt.UTC)
Found = TypeVar("Found")


@pytest_asyncio.fixture
async def database(new_database_url: str) -> AsyncIterator[Database]:
    opened = Database(new_database_url)
    yield opened
    await opened.close()


async def run(database: Database, work: Callable[[sa.Connection], Found]) -> Found:
    async with database.writing() as connection:
        return await connection.run_sync(work)


def to(what: Callable[[Config, str], None], revision: str) -> Callable[[sa.Connection], None]:
    def work(connection: sa.Connection) -> None:
        config = Config(schema.ALEMBIC_INI)
        config.attributes["connection"] = connection
        what(config, revision)

    return work


def known(connection: sa.Connection) -> sa.MetaData:
    """The tables as they are now, as a release of this revision knows them."""
    found = sa.MetaData()
    found.reflect(connection)
    found.remove(found.tables["alembic_version"])
    return found


def row_of(table: sa.Table, number: int) -> dict[str, Any]:
    """A row with something in every column."""
    return {column.name: _value(column.type, number) for column in table.c}


def _value(kind: sa.types.TypeEngine[Any], number: int) -> Any:
    match kind:
        case sa.JSON():
            return [number]
        case sa.Boolean():
            return False
        case sa.Integer():
            return number
        case sa.DateTime():
            return NOW + dt.timedelta(days=number)
        case sa.Date():
            return NOW.date()
        case sa.LargeBinary():
            return bytes([number])
        case sa.String():
            return f"r{number}"
        case _:
            raise TypeError(kind)


def steps() -> list[tuple[str, str]]:
    walked = ScriptDirectory.from_config(Config(schema.ALEMBIC_INI)).walk_revisions()
    revisions = [script.revision for script in walked][::-1]
    return list(itertools.pairwise(revisions))


def fill(tables: sa.MetaData, number: int) -> Callable[[sa.Connection], None]:
    def work(connection: sa.Connection) -> None:
        for table in tables.sorted_tables:
            connection.execute(table.insert(), row_of(table, number))

    return work


def empty(tables: sa.MetaData) -> Callable[[sa.Connection], None]:
    def work(connection: sa.Connection) -> None:
        for table in tables.sorted_tables:
            connection.execute(table.delete())

    return work


def kept(tables: sa.MetaData) -> Callable[[sa.Connection], dict[str, int]]:
    """How many rows a release finds, all of whose columns it asks for."""

    def work(connection: sa.Connection) -> dict[str, int]:
        return {table.name: len(connection.execute(sa.select(table)).all()) for table in tables.sorted_tables}

    return work


async def test_what_the_release_before_reads_and_writes_works_after_each_step_and_a_step_back_keeps_it(
    database: Database,
) -> None:
    assert steps()[-1][1] == schema.HEAD
    for before, after in steps():
        await run(database, to(command.upgrade, before))
        old = await run(database, known)
        await run(database, fill(old, 1))
        await run(database, to(command.upgrade, after))
        new = await run(database, known)
        for table in old.sorted_tables:
            assert table.name in new.tables, f"{after} takes {table.name} from the release before"
            lost = set(table.c.keys()) - set(new.tables[table.name].c.keys())
            assert not lost, f"{after} takes {lost} of {table.name} from the release before"
        await run(database, fill(old, 2))
        twice = {table.name: 2 for table in old.sorted_tables}
        assert await run(database, kept(old)) == twice, f"the release before on {after}"
        found = await run(database, kept(new))
        assert {name: found[name] for name in old.tables} == twice, f"the release of {after}"
        await run(database, to(command.downgrade, before))
        assert await run(database, kept(old)) == twice, f"a step back from {after}"
        await run(database, empty(old))
