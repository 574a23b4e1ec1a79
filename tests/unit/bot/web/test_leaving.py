"""A bot that is stopped lets nobody in, and lets who is in end: no request is cut off that a proxy has just sent."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiohttp import web

from bot.web import door as doors
from bot.web import server
from bot.web.server import Site, on_response, timed

HOST = "127.0.0.1"
ASKED = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi"


class Door:
    """A site whose one page is held back as long as it is told."""

    def __init__(self) -> None:
        self.asked, self.opened = asyncio.Event(), asyncio.Event()
        self.opened.set()
        app = web.Application(middlewares=[timed])
        app.on_response_prepare.append(on_response)
        app.add_routes([web.post("/", self._answers)])
        self.runner = web.AppRunner(app, access_log=None)

    async def _answers(self, request: web.Request) -> web.Response:
        await request.read()
        self.asked.set()
        await self.opened.wait()
        return web.Response(text="svar")

    async def start(self) -> None:
        await self.runner.setup()
        self.site = Site(self.runner, await doors.Door.hung(HOST, 0))
        await self.site.start()
        self.port = int(self.runner.addresses[0][1])


@pytest_asyncio.fixture
async def door() -> AsyncIterator[Door]:
    made = Door()
    await made.start()
    yield made
    await made.runner.cleanup()


class Kept:
    """A connection that a proxy keeps."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    def asks(self) -> None:
        self.writer.write(ASKED)

    async def answer(self) -> str:
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode()
        assert await self.reader.readexactly(4) == b"svar"
        return head


async def connected(door: Door) -> Kept:
    kept = Kept(*await asyncio.open_connection(HOST, door.port))
    kept.asks()
    assert "Connection: close" not in await kept.answer()
    return kept


async def test_a_request_on_a_kept_connection_is_answered_after_the_stop_and_is_its_last(door: Door) -> None:
    kept = await connected(door)
    leaving = asyncio.create_task(door.site.leave())
    await asyncio.sleep(0)
    assert not door.runner.sites, "it no longer listens"
    kept.asks()
    head = await kept.answer()
    assert head.startswith("HTTP/1.1 200") and "Connection: close" in head
    assert await kept.reader.read() == b""
    kept.writer.close()
    await leaving


async def test_what_is_in_hand_when_it_is_stopped_is_answered(door: Door) -> None:
    kept = await connected(door)
    door.asked.clear()
    door.opened.clear()
    kept.asks()
    await door.asked.wait()
    leaving = asyncio.create_task(door.site.leave())
    await asyncio.sleep(0)
    door.opened.set()
    assert "Connection: close" in await kept.answer()
    kept.writer.close()
    await leaving


async def test_who_has_connected_and_is_not_let_in_yet_is_answered_before_the_door_closes(door: Door) -> None:
    # Between these lines the loop does not run: all that comes waits in the kernel, as under load.
    waiting = [socket.create_connection((HOST, door.port)) for _ in range(3)]
    for each in waiting:
        each.sendall(ASKED)
    leaving = asyncio.create_task(door.site.leave())
    for each in waiting:
        kept = Kept(*await asyncio.open_connection(sock=each))
        head = await kept.answer()
        assert head.startswith("HTTP/1.1 200") and "Connection: close" in head
        kept.writer.close()
    await leaving
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection(HOST, door.port)


async def test_nobody_new_gets_in_so_that_a_proxy_goes_on_to_the_next(door: Door) -> None:
    await door.site.leave()
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection(HOST, door.port)


async def test_who_is_in_and_asks_for_nothing_is_not_waited_for_longer_than_that(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "LEAVES_WITHIN", 2 * server.LOOKS_EVERY)
    kept = await connected(door)
    await door.site.leave()
    assert not kept.reader.at_eof()
    await door.runner.cleanup()
    assert await kept.reader.read() == b""
    kept.writer.close()
