"""PostgreSQL goes away and comes back under the bot, or a turn is cut off: nothing is lost or told wrongly."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
import sqlalchemy as sa
from sqlalchemy.util.concurrency import await_

from bot.storage.database import CONNECTIONS, Database, StorageError
from bot.storage.loaded import Committed
from bot.storage.schema import migrate
from bot.storage.store import Store
from bot.wire import Reply
from tests.fakes.postgres import fresh_url
from tests.fakes.store_turns import HERE, NOW, begun, turn

OTHERS = sa.text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
ITSELF = sa.text("SELECT pg_backend_pid()")


@pytest_asyncio.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database(await asyncio.to_thread(fresh_url, "postgresql", tmp_path))
    await migrate(opened)
    yield opened
    await opened.close()


async def all_connections_die(database: Database) -> None:
    """As when the server is started anew."""
    administrator = Database(database.url)
    async with administrator.reading() as connection:
        await connection.execute(OTHERS)
    await administrator.close()


def who_works(connection: sa.Connection) -> int:
    """The server's process behind a connection."""
    return int(connection.scalar(ITSELF) or 0)


@pytest.mark.parametrize("way", ["read", "write"])
async def test_a_connection_that_is_found_dead_is_replaced_and_the_work_done(database: Database, way: str) -> None:
    do = getattr(database, way)
    before = {await do(who_works) for _ in range(3)}
    await all_connections_die(database)
    assert await do(who_works) not in before


async def test_many_that_find_their_connections_dead_at_once_are_all_served(database: Database) -> None:
    await asyncio.gather(*(database.read(who_works) for _ in range(CONNECTIONS)))
    await all_connections_die(database)
    assert len(await asyncio.gather(*(database.write(who_works) for _ in range(CONNECTIONS)))) == CONNECTIONS


async def test_a_turn_on_a_dead_connection_is_saved_once(database: Database) -> None:
    store = Store(database.url)
    await turn(store, begun(), activity="before")
    stands = await store.load(HERE, "a2")
    await all_connections_die(database)
    assert await store.commit(stands, "a2", NOW, begun(current=2), Reply()) is Committed.DONE
    assert await store.commit(stands, "a2", NOW, begun(current=2), Reply()) is Committed.CONFLICT
    after = await store.load(HERE, "look")
    assert after.reflection is not None and after.reflection.current == 2
    await store.close()


async def test_where_the_work_itself_fails_it_is_not_done_again(database: Database) -> None:
    tried = []

    def work(connection: sa.Connection) -> None:
        tried.append(1)
        connection.execute(sa.text("SELECT 1/0"))

    with pytest.raises(StorageError):
        await database.write(work)
    assert tried == [1]


async def test_after_a_work_that_fails_its_connection_is_kept_and_in_no_transaction(database: Database) -> None:
    def fails(connection: sa.Connection) -> None:
        known.add(who_works(connection))
        connection.execute(sa.text("CREATE TABLE of_the_failed (x INTEGER)"))
        raise LookupError("made up for this test")

    known: set[int] = set()
    for _ in range(3):
        with pytest.raises(LookupError):
            await database.write(fails)
    state = sa.text("SELECT pg_backend_pid(), pg_current_xact_id_if_assigned(), to_regclass('of_the_failed')")
    assert await database.read(lambda connection: tuple(connection.execute(state).one())) == (*known, None, None)


async def test_who_closes_leaves_no_connection_and_neither_does_who_was_at_work(database: Database) -> None:
    at_work, go_on = asyncio.Event(), asyncio.Event()

    def work(connection: sa.Connection) -> None:
        at_work.set()
        await_(go_on.wait())

    await asyncio.gather(*(database.read(who_works) for _ in range(3)))
    working = asyncio.create_task(database.read(work))
    await at_work.wait()
    await database.close()
    go_on.set()
    await working
    looking = Database(database.url)
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    while await looking.read(lambda connection: connection.scalar(sa.text(others))):
        pass  # the server has not seen yet that they went
    await looking.close()


async def test_a_turn_cut_off_in_mid_statement_throws_its_connection_away(database: Database) -> None:
    known = {await database.read(who_works)}
    asleep = asyncio.Event()
    loop = asyncio.get_running_loop()

    def work(connection: sa.Connection) -> None:
        known.add(who_works(connection))
        loop.call_soon(asleep.set)
        connection.execute(sa.text("SELECT pg_sleep(60)"))

    cut_off = asyncio.create_task(database.write(work))
    await asleep.wait()
    cut_off.cancel()
    with pytest.raises(asyncio.CancelledError):
        await cut_off
    found = await asyncio.gather(*(database.read(who_works) for _ in range(CONNECTIONS)))
    assert not known & set(found)


async def test_no_more_connections_are_made_than_the_pool_holds(database: Database) -> None:
    found = await asyncio.gather(*(database.read(who_works) for _ in range(5 * CONNECTIONS)))
    assert len(set(found)) <= CONNECTIONS
    again = await asyncio.gather(*(database.read(who_works) for _ in range(5 * CONNECTIONS)))
    assert set(again) <= set(found)
