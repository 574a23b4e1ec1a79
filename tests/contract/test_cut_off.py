"""A turn that is cut off while it is being saved: what is told of it is what stands, on both databases."""

from __future__ import annotations

import asyncio
import threading

import sqlalchemy as sa

from bot.storage.database import Database
from bot.storage.store import Store
from bot.storage.tables import edition_processes
from tests.fakes.store_turns import NOW


async def kept(database: Database) -> list[str]:
    async with database.reading() as connection:
        return list(await connection.scalars(sa.select(edition_processes.c.process)))


def row(name: str) -> sa.Executable:
    return edition_processes.insert().values(process=name, serial=1, at=NOW)


async def test_who_is_cut_off_while_it_is_saved_learns_that_it_was(store: Store, database: Database) -> None:
    begun = asyncio.Event()
    loop = asyncio.get_running_loop()
    writing = store._database
    go_on = threading.Event()

    def work(connection: sa.Connection) -> str:
        connection.execute(row("saved"))
        loop.call_soon_threadsafe(begun.set)
        if writing.file is not None:
            go_on.wait()  # on SQLite it is another thread that works
        return "done"

    saving = asyncio.create_task(writing.write(work))
    await begun.wait()
    if writing.file is not None:
        saving.cancel()
        go_on.set()
        assert await saving == "done"
        assert await kept(database) == ["saved"]
    else:
        saving.cancel()
        told = await asyncio.gather(saving, return_exceptions=True)
        assert await kept(database) == (["saved"] if told == ["done"] else [])


async def test_who_is_cut_off_at_any_moment_is_told_what_stands(store: Store, database: Database) -> None:
    told = set()
    for moment in range(60):
        name = f"p{moment}"
        saving = asyncio.create_task(store._database.write(lambda c, name=name: c.execute(row(name)).rowcount))
        for _ in range(moment // 3):
            await asyncio.sleep(0)
        saving.cancel()
        [outcome] = await asyncio.gather(saving, return_exceptions=True)
        if outcome == 1:
            told.add(name)
        else:
            assert isinstance(outcome, asyncio.CancelledError)
    assert set(await kept(database)) == told


async def test_who_is_cut_off_before_its_turn_has_come_leaves_nothing(store: Store, database: Database) -> None:
    async def one(name: str) -> int:
        return await store._database.write(lambda c: c.execute(row(name)).rowcount)

    waiting = [asyncio.create_task(one(f"p{number}")) for number in range(5)]
    for each in waiting:
        each.cancel()
    assert all(
        isinstance(each, asyncio.CancelledError) for each in await asyncio.gather(*waiting, return_exceptions=True)
    )
    assert await kept(database) == []
