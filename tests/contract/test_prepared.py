"""A statement that is compiled once and run by the driver does what SQLAlchemy does with it, on both databases."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import StatementError

from bot.storage.database import Database, StorageError
from bot.storage.prepared import Prepared
from bot.storage.store import Store
from bot.storage.tables import metadata, notes, outbox
from tests.fakes.store_turns import CARD, NOW, SECOND

CET = dt.timezone(dt.timedelta(hours=1))
NOTE = {
    **{"tenant": "t", "reflection": "r", "kind": "step", "key": "æ", "revision": 1, "person": "p", "name": "»'\"?$1"},
    "at": NOW.astimezone(CET),
    "body": CARD,
}
INSERT = Prepared(notes.insert())
MINE = notes.c.tenant == sa.bindparam("its_tenant")


async def insert(store: Store, *given: dict[str, Any]) -> int:
    return await store._database.write(lambda connection: INSERT.change(connection, *given))


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
async def test_every_table_is_read_alike(store: Store, table: sa.Table) -> None:
    statement = sa.select(table).set_label_style(sa.LABEL_STYLE_TABLENAME_PLUS_COL)
    prepared = Prepared(statement)
    await store._database.write(lambda connection: connection.execute(table.insert(), _filled(table)))

    def both(connection: sa.Connection) -> tuple[Any, Any]:
        theirs = [dict(row) for row in connection.execute(statement).mappings()]
        return prepared.rows(connection, {}), theirs

    ours, theirs = await store._database.read(both)
    assert len(theirs) >= 2
    assert ours == theirs
    assert [[type(value) for value in row.values()] for row in ours] == [
        [type(value) for value in row.values()] for row in theirs
    ]


async def test_what_is_written_is_what_sqlalchemy_would_write(store: Store) -> None:
    await insert(store, NOTE)
    theirs = {**NOTE, "key": "theirs"}
    await store._database.write(lambda connection: connection.execute(notes.insert(), theirs))
    raw = sa.text("SELECT kind, revision, person, name, CAST(at AS TEXT), CAST(body AS TEXT) FROM notes")
    first, second = await store._database.read(lambda connection: connection.execute(raw).all())
    assert first == second


async def test_many_are_written_as_one_is_and_none_at_all_is_nothing(store: Store) -> None:
    assert await insert(store) == 0
    assert await insert(store, NOTE) == 1
    await insert(store, *({**NOTE, "revision": number} for number in (2, 3)))
    count = Prepared(sa.select(sa.func.count().label("all")).select_from(notes).where(MINE))
    assert await store._database.read(lambda c: count.first(c, {"its_tenant": "t"})) == {"all": 3}
    assert await store._database.read(lambda c: count.first(c, {"its_tenant": "other"})) == {"all": 0}


async def test_in_a_transaction_both_see_what_the_other_has_written_and_nothing_is_left_where_it_fails(
    store: Store,
) -> None:
    find = Prepared(sa.select(notes.c.key).where(MINE).order_by(notes.c.key))

    def work(connection: sa.Connection) -> None:
        connection.execute(notes.insert(), {**NOTE, "key": "1"})
        INSERT.change(connection, {**NOTE, "key": "2"})
        assert [row["key"] for row in find.rows(connection, {"its_tenant": "t"})] == ["1", "2"]
        assert connection.scalars(sa.select(notes.c.key)).all() == ["1", "2"]
        raise LookupError("made up for this test")

    with pytest.raises(LookupError):
        await store._database.write(work)
    assert await store._database.read(lambda connection: find.rows(connection, {"its_tenant": "t"})) == []


async def test_a_value_too_many_or_too_few_is_refused_and_not_left_out(store: Store) -> None:
    await insert(store, NOTE)
    for given in ({**NOTE, "other": 1}, {name: value for name, value in NOTE.items() if name != "name"}):
        with pytest.raises(StatementError, match="not the values"):
            await insert(store, given)


async def test_a_time_without_a_zone_is_refused_as_sqlalchemy_refuses_it(store: Store) -> None:
    with pytest.raises(StatementError, match="without a zone"):
        await insert(store, {**NOTE, "at": NOW.replace(tzinfo=None)})


async def test_what_the_database_refuses_is_trouble_that_says_nothing_of_what_was_written(store: Store) -> None:
    await insert(store, NOTE)
    with pytest.raises(StorageError) as failed:
        await insert(store, NOTE)
    assert NOTE["name"] not in str(failed.value.__cause__)


async def test_whoever_listens_for_statements_hears_these_too(store: Store) -> None:
    heard: list[str] = []

    def listen(connection: object, cursor: object, statement: str, *rest: object) -> None:
        heard.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", listen)
    await insert(store, NOTE)
    sa.event.remove(sa.Engine, "before_cursor_execute", listen)
    assert any(statement.startswith("INSERT INTO notes") for statement in heard)


# SQLite's work is never cut off in its middle.
@pytest.mark.parametrize("any_database_url", ["postgresql"], indirect=True)
async def test_one_that_is_cut_off_throws_its_connection_away(store: Store, database: Database) -> None:
    sleep, who = Prepared(sa.select(sa.func.pg_sleep(60))), Prepared(sa.select(sa.func.pg_backend_pid().label("pid")))
    began: asyncio.Queue[int] = asyncio.Queue()

    def work(connection: sa.Connection) -> None:
        began.put_nowait(who.rows(connection, {})[0]["pid"])
        sleep.rows(connection, {})

    for way in (store._database.read, store._database.write):
        cut_off = asyncio.create_task(way(work))
        pid = await began.get()
        cut_off.cancel()
        with pytest.raises(asyncio.CancelledError):
            await cut_off
        found = await asyncio.gather(*(store._database.read(lambda c: who.rows(c, {})) for _ in range(20)))
        assert pid not in {row["pid"] for (row,) in found}


def _filled(table: sa.Table) -> list[dict[str, Any]]:
    """Two rows of anything: one with all there can be, one with as little."""
    return [_row(table, number, whole=number == 1) for number in (1, 2)]


def _row(table: sa.Table, number: int, *, whole: bool) -> dict[str, Any]:
    made: dict[type, Any] = {
        bool: whole,
        int: number,
        str: f"{number}æ",
        bytes: b"\x00\xff",
        sa.JSON: CARD if whole else [],
        dt.date: NOW.date(),
        object: NOW + number * SECOND if whole else NOW.replace(microsecond=0),
    }
    return {
        column.name: None
        if column.nullable and not whole
        else made[sa.JSON if isinstance(column.type, sa.JSON) else column.type.python_type]
        for column in table.c
        if not (table is outbox and column.name == "id")
    }
