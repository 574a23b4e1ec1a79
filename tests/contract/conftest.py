"""Stores on an empty database of each sort."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from bot.storage.database import Database
from bot.storage.loaded import Committed
from bot.storage.store import Store
from tests.fakes.kept import assert_kept_is_what_is_loaded


@pytest.fixture(autouse=True)
def kept_is_what_is_loaded(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """After every commit of every test, what is kept in memory is what stands in the tables."""
    if "statements" in request.fixturenames:
        return  # it counts them, and comparing asks too
    commit = Store.commit

    async def compared(store: Store, *turn: Any, **more: Any) -> Committed:
        done = await commit(store, *turn, **more)
        if done is Committed.DONE:
            await assert_kept_is_what_is_loaded(store)
        return done

    monkeypatch.setattr(Store, "commit", compared)


@pytest_asyncio.fixture
async def store(any_database_url: str) -> AsyncIterator[Store]:
    """An empty database, open."""
    opened = Store(any_database_url)
    await opened.open()
    yield opened
    await opened.close()


@pytest_asyncio.fixture
async def other(any_database_url: str, store: Store) -> AsyncIterator[Store]:
    """Another bot process on the same database."""
    opened = Store(any_database_url)
    await opened.open()
    yield opened
    await opened.close()


@pytest_asyncio.fixture
async def database(any_database_url: str, store: Store) -> AsyncIterator[Database]:
    """The same database, as its administrator sees it."""
    opened = Database(any_database_url)
    yield opened
    await opened.close()
