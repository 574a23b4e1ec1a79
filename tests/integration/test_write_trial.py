"""``/readyz`` tries a write, seldom and once for all who ask, and says in one word what is wrong."""

from __future__ import annotations

import asyncio
import datetime as dt
import resource
import sqlite3
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
import sqlalchemy as sa

from bot.errors import Wrong
from bot.storage.database import Database
from bot.storage.store import Store
from bot.web.write_trial import EVERY, WriteTrial
from tests.fakes.database_files import moved, put_back
from tests.fakes.postgres import fresh_url
from tests.fakes.store_turns import begun, turn


class Time:
    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "bot.db"


@pytest_asyncio.fixture
async def store(file: Path) -> AsyncIterator[Store]:
    opened = Store(f"sqlite+aiosqlite:///{file}")
    await opened.open()
    yield opened
    await opened.close()


async def test_a_write_is_tried_every_ten_seconds_however_many_ask(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[dt.datetime] = []
    really = store.heartbeats.try_to_write

    async def counted(at: dt.datetime) -> None:
        tried.append(at)
        await really(at)

    monkeypatch.setattr(store.heartbeats, "try_to_write", counted)
    time = Time()
    trial = WriteTrial(store, time)
    assert await asyncio.gather(*(trial.trouble() for _ in range(50))) == [None] * 50
    assert len(tried) == 1
    time.seconds += EVERY - 0.1
    await trial.trouble()
    assert len(tried) == 1
    time.seconds += 0.1
    await trial.trouble()
    assert len(tried) == 2


@pytest.fixture
def _full(file: Path) -> Iterator[None]:
    """No file may grow beyond what the log of the database has; as on a full disk a write then fails."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.usefixtures("_full")
async def test_a_disk_that_takes_no_more_is_told_and_so_is_its_end(store: Store, file: Path) -> None:
    time = Time()
    trial = WriteTrial(store, time)
    # What an opened store scrubs empties the log, and what is written then needs no more room on the disk.
    assert await store.scrubbed(10)
    await turn(store, begun())
    assert await trial.trouble() is None
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    size = file.with_name("bot.db-wal").stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    time.seconds += EVERY
    assert await trial.trouble() is Wrong.DISK
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert await trial.trouble() is Wrong.DISK, "until it is tried again"
    time.seconds += EVERY
    assert await trial.trouble() is None


async def test_a_database_that_may_only_be_read_is_told(store: Store) -> None:
    await turn(store, begun())
    writer = store._database._writer_thread
    assert writer is not None
    await writer.alone(lambda connection: connection.execute("PRAGMA query_only=ON"))
    assert await WriteTrial(store).trouble() is Wrong.READONLY


async def test_a_server_that_may_only_be_read_is_told(tmp_path: Path) -> None:
    url = await asyncio.to_thread(fresh_url, "postgresql", tmp_path)
    administrator = Database(url)
    store = Store(url)
    await store.open()
    assert await WriteTrial(store).trouble() is None
    async with administrator.writing() as connection:
        name = await connection.scalar(sa.text("SELECT current_database()"))
        await connection.execute(sa.text(f"ALTER DATABASE {name} SET default_transaction_read_only = on"))
    await store.close()
    again = Store(url)
    await again.open()
    assert await WriteTrial(again).trouble() is Wrong.READONLY
    await again.close()
    await administrator.close()


async def test_a_database_that_somebody_keeps_locked_is_told(store: Store, file: Path) -> None:
    lock = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    await asyncio.to_thread(lock.execute, "BEGIN IMMEDIATE")
    assert await WriteTrial(store).trouble() is Wrong.BUSY
    lock.execute("ROLLBACK")
    lock.close()


async def test_a_file_that_is_gone_is_told_at_once(store: Store, file: Path) -> None:
    trial = WriteTrial(store)
    await turn(store, begun())
    assert await trial.trouble() is None
    moved(file)
    assert await trial.trouble() is Wrong.MOVED
    put_back(file)
    assert await trial.trouble() is None
