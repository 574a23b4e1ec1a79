"""Real workers in trouble: killed, hung, asked for too much. The bot goes on, and so does the drawing."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from bot import app
from bot.app import PICTURES
from bot.errors import Busy, DrawingFailed, TooSlow
from bot.files.snapshot import snapshot_of
from bot.files.writing import FORMATS_OF
from bot.pictures.pictures import Pictures
from bot.pictures.requests import FileRequest, RadarPicture, Request
from bot.pictures.workers import WAITING, Workers
from bot.pictures.workers import _process as drawing_process
from bot.storage.store import Store
from bot.web import images
from radar_core.lookup import radar_for
from radar_core.render import render
from tests.fakes.chance import ALL
from tests.fakes.drawings import Deadly, Endless, Greedy, Held, Whose, Wrong
from tests.fakes.local_bot import Client, local_bot
from tests.fakes.shipped import shipped

CATALOG = shipped()
BUNDLE = CATALOG.bundle("eksempel")
HEALTH = "sundhed-og-aeldre"
RADAR = radar_for(BUNDLE, HEALTH)
MANY = 500
AT_ONCE = pytest.mark.usefixtures("workers_at_once")
"""Where how a worker starts is not what it is about."""


@pytest_asyncio.fixture
async def workers() -> AsyncIterator[Workers]:
    """As the bot has them, but one: each costs a start, and none of them knows of another."""
    workers = Workers(limit=30, most=1)
    yield workers
    await workers.close()


@pytest.fixture
def held(tmp_path: Path) -> Held:
    """A drawing to hold."""
    return holdable(tmp_path)


def holdable(folder: Path) -> Held:
    for name in ("begun", "let go"):
        os.mkfifo(folder / name)
    return Held(str(folder))


async def begun(held: Held) -> int:
    """The process that draws it, as soon as one does."""
    return int(await asyncio.to_thread((Path(held.folder) / "begun").read_bytes))


async def let_go(held: Held) -> None:
    """The drawing ends."""
    await asyncio.to_thread((Path(held.folder) / "let go").write_bytes, b"")


def is_there(pid: int) -> bool:
    """Whether there is such a process, ended but not collected ones among them."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def whose(workers: Workers) -> int:
    """The process that draws next."""
    return int((await workers.draw(Whose())).split()[0])


async def test_a_worker_draws_the_same_bytes_as_one_gets_at_home() -> None:
    workers = Workers(limit=30)
    requests: list[Request] = [RadarPicture(RADAR, "png"), RadarPicture(RADAR, "svg"), RadarPicture(RADAR, "pdf")]
    drawn = await asyncio.gather(*map(workers.draw, requests))
    assert drawn == [render(RADAR, "png"), render(RADAR, "svg"), render(RADAR, "pdf")]
    assert await whose(workers) in workers.pids
    assert len(workers.pids) <= 2 and os.getpid() not in workers.pids
    await workers.close()


async def test_a_worker_knows_no_settings_of_ours(workers: Workers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TR_APP_PASSWORD", "secret")
    assert (await workers.draw(Whose())).split()[1:] == []


async def test_a_worker_killed_in_the_middle_is_replaced_and_its_drawing_done(workers: Workers, held: Held) -> None:
    asked = asyncio.create_task(workers.draw(held))
    killed = await begun(held)
    os.kill(killed, signal.SIGKILL)
    second = await begun(held)
    assert second != killed
    assert not is_there(killed)
    await let_go(held)
    assert int(await asked) == second
    assert await workers.draw(RadarPicture(RADAR, "png")) == render(RADAR, "png")


async def test_workers_killed_between_drawings_are_replaced(workers: Workers) -> None:
    await whose(workers)
    before = workers.pids
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    drawn = {await whose(workers) for _ in range(2)}
    assert drawn and not drawn & set(before)


@AT_ONCE
async def test_a_drawing_that_kills_every_worker_is_given_up_and_the_next_is_drawn(workers: Workers) -> None:
    times = 3 if ALL else 1  # each takes two workers with it
    outcomes = await asyncio.gather(*(workers.draw(Deadly()) for _ in range(times)), return_exceptions=True)
    assert [type(each) for each in outcomes] == [DrawingFailed] * times
    assert await workers.draw(RadarPicture(RADAR, "png")) == render(RADAR, "png")


@AT_ONCE
async def test_a_drawing_that_raises_says_why_and_its_worker_goes_on(workers: Workers) -> None:
    await whose(workers)
    before = set(workers.pids)
    for request, reason in ((Wrong(), "ValueError: too many æbler"), (RadarPicture(RADAR, "png", 9), "page 9 of 1")):
        with pytest.raises(DrawingFailed, match=reason):
            await workers.draw(request)
    assert await whose(workers) in before | set(workers.pids)
    assert before <= set(workers.pids)


@AT_ONCE
async def test_a_drawing_that_never_ends_is_ended_and_the_event_loop_turns_meanwhile(workers: Workers) -> None:
    first = await whose(workers)
    workers._limit = 0.5  # of those that never end alone: on a busy machine any other may take longer
    asked = [asyncio.create_task(workers.draw(Endless())) for _ in range(2)]
    turns = 0
    while not all(each.done() for each in asked):
        await asyncio.sleep(0.001)
        turns += 1
    assert [type(each.exception()) for each in asked] == [TooSlow] * 2
    assert turns > 20
    assert not is_there(first) or first in workers.pids
    workers._limit = 30
    assert await whose(workers) in workers.pids


@AT_ONCE
async def test_of_five_hundred_at_once_some_wait_and_the_others_are_told_at_once(tmp_path: Path) -> None:
    workers = Workers()
    holding = []
    for number in range(len(workers._workers)):
        (folder := tmp_path / str(number)).mkdir()
        holding.append(holdable(folder))
    in_hand = [asyncio.create_task(workers.draw(each)) for each in holding]
    await asyncio.gather(*map(begun, holding))
    asked = [asyncio.create_task(workers.draw(Whose(str(number)))) for number in range(MANY)]
    await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED)
    refused = [each for each in asked if each.done()]
    assert len(refused) == MANY - WAITING
    assert {type(each.exception()) for each in refused} == {Busy}
    await asyncio.gather(*map(let_go, holding))
    outcomes = await asyncio.gather(*asked, *in_hand, return_exceptions=True)
    assert sum(isinstance(each, bytes) for each in outcomes) == WAITING + len(in_hand)
    await workers.close()


async def test_closing_waits_for_no_drawing_and_leaves_no_process(held: Held) -> None:
    workers = Workers()
    in_hand = asyncio.create_task(workers.draw(held))
    await begun(held)
    waiting = [asyncio.create_task(workers.draw(Endless())) for _ in range(5)]
    await asyncio.sleep(0)
    pids = workers.pids
    await workers.close()
    outcomes = await asyncio.gather(in_hand, *waiting, return_exceptions=True)
    assert [type(each) for each in outcomes] == [DrawingFailed] * 6
    assert pids and not any(map(is_there, pids))
    assert workers.pids == ()
    with pytest.raises(DrawingFailed):
        await workers.draw(Whose())


@AT_ONCE
async def test_one_who_gives_up_while_waiting_costs_no_drawing(workers: Workers, held: Held) -> None:
    in_hand = asyncio.create_task(workers.draw(held))
    await begun(held)
    impatient = asyncio.create_task(workers.draw(Deadly()))
    await asyncio.sleep(0)
    pids = workers.pids
    impatient.cancel()
    await asyncio.gather(let_go(held), in_hand)
    await whose(workers)
    assert workers.pids == pids, "the deadly drawing was never begun"


PARENT = """
import asyncio, sys
from bot.pictures.workers import Workers
from tests.fakes.drawings import Held
asyncio.run(Workers().draw(Held(sys.argv[1])))
"""


async def test_when_the_bot_is_killed_its_workers_end_in_the_middle_of_a_drawing(held: Held) -> None:
    command = [sys.executable, "-c", PARENT, held.folder]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with await asyncio.to_thread(subprocess.Popen, command, stderr=subprocess.PIPE, env=environment) as parent:
        worker = await begun(held)
        assert is_there(worker)
        parent.kill()
        # The pipe is the worker's too: it ends when both have ended.
        _, said = await asyncio.to_thread(parent.communicate, None, 60)
    assert said == b""


def test_a_worker_ends_where_the_bot_was_killed_before_it_had_read_what_the_worker_said() -> None:
    ours, theirs = socket.socketpair()
    with theirs:
        process = drawing_process(theirs, None)
    try:
        readable, _, _ = select.select([ours], [], [], 60)
        assert readable  # it has said that it can draw; nobody has read that
        ours.close()
        assert process.wait(60) == 0
    finally:
        process.kill()
        process.wait()


@AT_ONCE
async def test_two_processes_share_what_is_drawn(any_database_url: str, workers: Workers) -> None:
    async def refuses(request: Request) -> bytes:
        raise AssertionError("drawn again")

    first, second = Store(any_database_url), Store(any_database_url)
    await first.open()
    await second.open()
    try:
        drawn = await Pictures(workers.draw, first.pictures).get(BUNDLE, HEALTH, "png")
        assert drawn == render(RADAR, "png")
        assert await Pictures(refuses, second.pictures).get(BUNDLE, HEALTH, "png") == drawn
    finally:
        await first.close()
        await second.close()


# Over HTTP


@AT_ONCE
async def test_a_picture_that_is_not_there_in_time_is_asked_for_again_and_the_bot_goes_on(
    tmp_path: Path, held: Held, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(images, "WITHIN", 0.05)
    async with local_bot(tmp_path) as client:
        assert client.app is not None
        pictures = client.app[PICTURES]
        monkeypatch.setattr(pictures, "_draw", lambda _: workers.draw(held))
        async with client.get("/radar/eksempel/samlet.png") as answer:
            assert (answer.status, answer.headers["Retry-After"]) == (503, "2")
            assert answer.headers["Cache-Control"] == "no-store"
        drawing = await begun(held)
        assert not await pictures.ready(BUNDLE, "samlet", 0.01)
        async with client.get("/healthz") as answer:
            assert answer.status == 200
        monkeypatch.setattr(images, "WITHIN", 30)
        again = asyncio.create_task(body(client, "/radar/eksempel/samlet.png"))
        await let_go(held)
        assert await again == str(drawing).encode(), "the first drawing went on"
        await workers.close()  # before the bot, which waits for what is under way: the card's picture, never let go


@AT_ONCE
async def test_of_five_hundred_pictures_asked_for_at_once_each_comes_or_is_refused_while_the_bot_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = WAITING if ALL else 6  # every one that waits is drawn in the end
    addresses = [
        f"/radar/{bundle.edition.id}/{fagomraade}.{fmt}{view}"
        for bundle in CATALOG.bundles
        for fagomraade in ("samlet", *(each.id for each in bundle.fagomraader))
        for fmt in ("png", "svg")
        for view in ("", "?visning=navne")
    ]
    assert len(addresses) > WAITING + 2
    monkeypatch.setattr(app, "Workers", lambda *said, **more: Workers(*said, **{"waiting": waiting, **more}))
    async with local_bot(tmp_path) as client, aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as many:

        async def fetched(address: str) -> tuple[str, int, bytes]:
            async with many.get(client.make_url(address)) as answer:
                assert answer.status == 200 or answer.headers["Retry-After"] == "2"
                return address, answer.status, await answer.read()

        asked = asyncio.gather(*(fetched(addresses[number % len(addresses)]) for number in range(MANY)))
        healthy = 0
        while not asked.done():
            async with client.get("/healthz") as answer:
                assert answer.status == 200
                healthy += 1
        outcomes = await asked
    assert healthy > 5
    assert {status for _, status, _ in outcomes} == {200, 503}
    drawn = {(address, picture) for address, status, picture in outcomes if status == 200}
    assert len(drawn) == len({address for address, _ in drawn}) >= 2


@AT_ONCE
async def test_pages_and_direct_names_have_addresses_and_what_is_not_there_has_none(tmp_path: Path) -> None:
    async with local_bot(tmp_path) as client:
        base = f"/radar/eksempel/{HEALTH}.png"
        assert await body(client, base) == await body(client, f"{base}?side=1") == render(RADAR, "png")
        assert await body(client, f"{base}?visning=navne") == render(RADAR, "png", view="names")
        for wrong in ("side=2", "side=0", "side=-1", "side=x", "side=٢", "side=", "side=1000", "visning=x", "visning="):
            async with client.get(f"{base}?{wrong}") as answer:
                assert answer.status == 404, wrong


@AT_ONCE
async def test_a_bot_that_stops_waits_for_no_drawing(
    tmp_path: Path, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with local_bot(tmp_path) as client:
        assert client.app is not None
        pictures = client.app[PICTURES]
        its_own = pictures._draw
        monkeypatch.setattr(pictures, "_draw", lambda _: its_own(held))
        asked = asyncio.create_task(pictures.ready(BUNDLE, "samlet", 60))
        drawing = await begun(held)
        assert is_there(drawing)
    assert not await asked
    assert not is_there(drawing)


async def body(client: Client, address: str) -> bytes:
    """The picture of an address; asked for again where it was not there in time, as on a busy machine."""
    while True:
        async with client.get(address) as answer:
            if answer.status != 503:
                assert answer.status == 200
                return await answer.read()
        await asyncio.sleep(0.05)


async def test_one_that_takes_more_memory_than_it_may_ends_alone_and_the_next_is_drawn() -> None:
    workers = Workers(limit=60, most=1, memory=300_000_000)
    try:
        with pytest.raises(DrawingFailed, match="two workers died"):
            await workers.draw(Greedy())
        assert (await workers.draw(Whose())).split()[0].isdigit()
    finally:
        await workers.close()


async def test_a_file_is_written_by_a_worker_in_less_memory_than_it_may_take() -> None:
    workers = Workers(limit=60, most=1, memory=300_000_000)
    snapshot = snapshot_of(BUNDLE, [], dt.datetime(2026, 11, 24, tzinfo=dt.UTC))
    try:
        for fmt in FORMATS_OF[type(snapshot)]:
            assert await workers.draw(FileRequest(snapshot, fmt.value))
    finally:
        await workers.close()
