"""How every connection to SQLite is set, whichever way it is opened."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
import sqlalchemy as sa

from bot.storage.database import Database

SETTINGS = {"cache_size": -65536, "wal_autocheckpoint": 4000, "synchronous": 2, "secure_delete": 1}


def found(connection: sa.Connection) -> dict[str, int]:
    return {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in SETTINGS}


@pytest_asyncio.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database(f"sqlite+aiosqlite:///{tmp_path}/bot.db")
    yield opened
    await opened.close()


@pytest.mark.parametrize("way", ["read", "write"])
async def test_the_threads_connections_are_set(database: Database, way: str) -> None:
    assert await getattr(database, way)(found) == SETTINGS


@pytest.mark.parametrize("way", ["reading", "writing"])
async def test_so_are_those_of_asyncio(database: Database, way: str) -> None:
    async with getattr(database, way)() as connection:
        assert await connection.run_sync(found) == SETTINGS
