"""Stores on an empty database of each sort."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from bot.storage.database import Database
from bot.storage.store import Store


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
