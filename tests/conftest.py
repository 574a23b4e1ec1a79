"""Fixtures shared by all suites."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Generator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web_app

import bot.app
import bot.cli.chat
import bot.cli.editions.sources
from bot.pictures import workers
from radar_core.editions import bundle, catalog
from tests.fakes import chance
from tests.fakes.forked import Forked
from tests.fakes.openid import OpenId
from tests.fakes.postgres import BACKENDS, fresh_url, ready_url
from tests.fakes.shipped import read_once

chance.settle()  # before a test is read: what it asks of hypothesis is settled there


def pytest_report_header() -> str:
    """From which number the random tests of this run begin."""
    return chance.told()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """On a developer's machine something may be missing; in CI a test that is left out is a failure."""
    report = yield
    if report.skipped and os.environ.get("CI"):
        report.outcome = "failed"
        report.longrepr = f"Nothing is left out in CI: {report.longrepr}"
    return report


@pytest.fixture(autouse=True)
def _lets_applications_go() -> Iterator[None]:
    """aiohttp remembers the last 1,024 applications with their handlers, and so their databases: some 1 MB for each."""
    yield
    web_app._cached_build_middleware.cache_clear()


@pytest.fixture(scope="session", autouse=True)
def _the_shipped_are_read_once() -> Iterator[None]:
    """Reading the shipped files is a third of a bot's start and half of a command; they stay as they are."""
    with pytest.MonkeyPatch.context() as patch:
        for reader in (bot.app, bot.cli.chat, bot.cli.editions.sources, catalog, bundle):
            patch.setattr(reader, "load_catalog", read_once)
        yield


@pytest.fixture
def workers_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever draws and writes files in processes of its own has them without the wait for each to import."""
    monkeypatch.setattr(workers, "_process", Forked)


@pytest_asyncio.fixture
async def openid() -> AsyncIterator[OpenId]:
    """A key server on this machine that signs as the Bot Framework does."""
    server = OpenId()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture(params=BACKENDS)
def any_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database in which nothing has happened yet, once of each sort."""
    return ready_url(request.param, tmp_path)


@pytest.fixture(params=BACKENDS)
def new_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without a table, once of each sort."""
    return fresh_url(request.param, tmp_path)
