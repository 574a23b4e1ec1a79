"""A real process that has just started is asked for a radar: it comes, and so does its picture."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import aiohttp
import pytest

from bot.pictures import prepared
from bot.pictures.prepared import ReadyPictures
from dialogs.texts import common as texts
from radar_core.model import Bundle
from tests.fakes.bot_process import REFUSALS, BotProcess
from tests.fakes.chance import ALL
from tests.fakes.local_bot import local_bot
from tests.fakes.shipped import shipped
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_cards import nodes
from tests.fakes.teams_delivery import Delivery

STARTS = int(os.environ.get("TR_FRESH_STARTS", "3" if ALL else "1"))
IS_QUIET = "TR_FRESH_STARTS" in os.environ
"""Where somebody has chosen the number, each first message must be answered; else a busy machine may refuse it."""

PATIENCE = 120.0
BUNDLE = shipped().bundle("eksempel")


@pytest.mark.parametrize("start", range(STARTS))
async def test_after_a_fresh_start_the_first_message_is_answered_by_a_radar_with_its_picture(
    tmp_path: Path, start: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.fakes.bot_process.PATIENCE", PATIENCE)
    bot = BotProcess(f"sqlite+aiosqlite:///{tmp_path}/bot.db")
    teams = FakeTeams(bot, Delivery.ONCE)
    await teams.start()
    await bot.start()
    try:
        me = teams.person()
        teams.waits = False
        await me.says("radar sundhed")
        await teams.arrives(me, "", PATIENCE)
        while me.sees[-1].startswith(REFUSALS) and not IS_QUIET:  # a machine so busy that the turn's own time was up
            seen = len(me.sees)
            await me.says("radar sundhed")
            while len(me.sees) == seen:
                teams._taken.clear()
                await asyncio.wait_for(teams._taken.wait(), PATIENCE)
        assert "Sundhed og ældre: her kan I begynde" in me.sees[-1]
        answered = me.cards[-1].message
        async with asyncio.timeout(PATIENCE):
            while not (shown := [each for each in nodes(me.cards[-1].content) if each["type"] == "Image"]):
                teams._taken.clear()
                await teams._taken.wait()
        assert me.cards[-1].message == answered and texts.NO_PICTURE not in me.sees[-1]
        async with aiohttp.ClientSession() as session, session.get(shown[0]["url"]) as picture:
            assert picture.status == 200 and (await picture.read()).startswith(b"\x89PNG")
    finally:
        await bot.stop()
        await teams.stop()


async def test_a_bot_is_ready_once_its_pictures_are_drawn_and_not_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    may = asyncio.Event()

    async def draw(live: Bundle) -> None:
        await may.wait()
        drawn.append(live.edition.id)

    async with local_bot(tmp_path) as client:
        health = next(
            route.handler.__self__
            for route in client.app.router.routes()
            if route.resource is not None and route.resource.canonical == "/readyz"
        )
        preparing = ReadyPictures(draw, 60.0)
        object.__setattr__(health, "is_prepared", preparing)
        assert (await client.get("/readyz")).status == 200
        preparing.begin(BUNDLE)
        async with client.get("/readyz") as answer:
            assert (answer.status, await answer.text()) == (503, "pictures\n")
        may.set()
        assert preparing._task is not None
        await preparing._task
        assert (await client.get("/readyz")).status == 200
    assert drawn == ["eksempel"]


async def test_a_bot_that_cannot_draw_is_ready_all_the_same_after_a_while(caplog: pytest.LogCaptureFixture) -> None:
    async def never(_: Bundle) -> None:
        await asyncio.Event().wait()

    async def broken(_: Bundle) -> None:
        raise OSError

    for draw in (never, broken):
        preparing = prepared.ReadyPictures(draw, 0.01)
        preparing.begin(BUNDLE)
        assert not preparing()
        assert preparing._task is not None
        await preparing._task
        assert preparing()
        await preparing.stop()
