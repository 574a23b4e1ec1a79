"""Fixtures shared by all suites."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.openid import OpenId
from tests.postgres import BACKENDS, fresh_url


@pytest_asyncio.fixture
async def openid() -> AsyncIterator[OpenId]:
    """A key server on this machine that signs as the Bot Framework does."""
    server = OpenId()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture(params=BACKENDS)
def any_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database, once of each sort."""
    return fresh_url(request.param, tmp_path)
