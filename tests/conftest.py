"""Fixtures shared by all suites."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.openid import OpenId


@pytest_asyncio.fixture
async def openid() -> AsyncIterator[OpenId]:
    """A key server on this machine that signs as the Bot Framework does."""
    server = OpenId()
    await server.start()
    yield server
    await server.stop()
