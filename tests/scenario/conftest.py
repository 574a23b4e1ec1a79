"""Every scenario is told as Teams delivers it once, and in another way Teams may deliver it, and always leaves the same
state and the same messages.

Which other way is left to chance, a new one in each run; the first of every story, and all of them where all cases are
run, go every way. The first of every story goes over REST as well, and leaves what it leaves by botbuilder.
"""

from __future__ import annotations

import contextlib
import inspect
import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

import bot.web.messages
from bot.settings import TeamsBy
from radar_core.model import Bundle
from tests.fakes import chance
from tests.fakes.shipped import shipped
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_account import account
from tests.fakes.teams_bot import PATIENCE, Bot, Clock
from tests.fakes.teams_delivery import Delivery
from tests.fakes.ways import WAY, WAYS


@contextlib.asynccontextmanager
async def _stage(database: Path, delivery: Delivery, by: TeamsBy = WAY) -> AsyncIterator[FakeTeams]:
    process = Bot(database, Clock(), by)
    teams = FakeTeams(process, delivery)
    await teams.start()
    try:
        await process.start()
        yield teams
    finally:
        await process.stop()
        await teams.stop()


@pytest.fixture(scope="module", autouse=True)
def _unhurried() -> Iterator[None]:
    """No scenario is about a slow machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bot.web.messages, "TIME_LIMIT", PATIENCE)
        yield


@pytest.fixture(scope="session")
def told_once() -> dict[str, Any]:
    """The account of every scenario as it goes when each activity comes once."""
    return {}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """How Teams delivers in a run, and how the bot answers it. The first scenario of a file goes every way."""
    if "delivery" not in metafunc.fixturenames:
        return
    is_first = metafunc.function is next(
        each for name, each in vars(metafunc.module).items() if name.startswith("test_")
    )
    others = [delivery for delivery in Delivery if delivery is not Delivery.ONCE]
    if not (is_first or chance.ALL):
        others = [chance.dice(metafunc.definition.nodeid).choice(others)]
    runs = [(delivery, WAY, delivery.value) for delivery in (Delivery.ONCE, *others)]
    if is_first:
        runs += [(Delivery.ONCE, by, f"{Delivery.ONCE.value}-by-{by.value}") for by in WAYS[1:]]
    metafunc.parametrize(("delivery", "by"), [run[:2] for run in runs], ids=[run[2] for run in runs])


@pytest_asyncio.fixture
async def teams(
    request: pytest.FixtureRequest,
    delivery: Delivery,
    by: TeamsBy,
    tmp_path: Path,
    told_once: dict[str, Any],
    caplog: pytest.LogCaptureFixture,
) -> AsyncIterator[FakeTeams]:
    """Teams and the real bot. What the scenario leaves is afterwards compared with the same scenario delivered once."""
    failed_before = request.session.testsfailed
    # What is asked for before: at the end of the test it can no longer be.
    values = _given(request)
    async with _stage(tmp_path / "bot.db", delivery, by) as teams:
        yield teams
        await teams.ends()
        told = await account(teams)
    assert not [r for r in caplog.get_records("call") if r.levelno >= logging.ERROR], "the bot logged an error"
    if request.session.testsfailed > failed_before:
        return
    scenario = request.node.nodeid.replace(f"-by-{by.value}", "").replace(delivery.value, Delivery.ONCE.value)
    if delivery is Delivery.ONCE and by is WAY:
        told_once[scenario] = told
    elif scenario not in told_once:
        told_once[scenario] = await _told_once(request, values, tmp_path)
    assert told == told_once[scenario]


def _given(request: pytest.FixtureRequest) -> dict[str, Any]:
    """The values of a test's parameters, but for Teams itself."""
    function = getattr(request.module, request.function.__name__)
    named = set(inspect.signature(function).parameters) - {"teams"}
    given = {name: value for name, value in request.node.callspec.params.items() if name in named}
    return given | {name: request.getfixturevalue(name) for name in named - given.keys()}


async def _told_once(request: pytest.FixtureRequest, values: dict[str, Any], folder: Path) -> Any:
    function = getattr(request.module, request.function.__name__)
    async with _stage(folder / "reference.db", Delivery.ONCE) as reference:
        await function(reference, **values)
        await reference.ends()
        return await account(reference)


@pytest.fixture(scope="session")
def bundle() -> Bundle:
    """The example edition's bundle, on which the bot under test starts reflections."""
    return shipped().bundle("eksempel")
