"""Fixtures shared by all suites."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.openid import OpenId


@pytest_asyncio.fixture
async def openid() -> AsyncIterator[OpenId]:
    """A key server on this machine that signs as the Bot Framework does."""
    server = OpenId()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def any_database_url(tmp_path: Path) -> str:
    """An empty database."""
    return f"sqlite+aiosqlite:///{tmp_path}/bot.db"
