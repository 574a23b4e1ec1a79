"""Who comes while a bot is starting waits at its door, and is answered by the bot once it is ready."""

from __future__ import annotations

import asyncio
import contextlib
import socket

import pytest
from aiohttp import web

from bot.cli import serve
from bot.errors import UnsafeStart
from bot.settings import Settings
from bot.web.door import BACKLOG, Door
from bot.web.server import Site
from tests.fakes.ports import free_port

HOST = "127.0.0.1"
ASKED = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


def comes_to(door: Door) -> socket.socket:
    """Somebody who has knocked and said what they want."""
    comes = socket.create_connection((HOST, door.port), timeout=10)
    comes.sendall(ASKED)
    return comes


async def heard_by(comes: socket.socket) -> bytes:
    comes.setblocking(False)
    reader, writer = await asyncio.open_connection(sock=comes)
    answer = await reader.read()
    writer.close()
    return answer


async def answers(_: web.Request) -> web.Response:
    return web.Response(text="svar")


async def test_who_comes_before_anybody_is_home_is_answered_as_soon_as_somebody_is() -> None:
    door = await Door.hung(HOST, 0)
    early = [comes_to(door) for _ in range(3)]
    app = web.Application()
    app.add_routes([web.get("/", answers)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await Site(runner, door).start()
        heard = [await heard_by(each) for each in [*early, comes_to(door)]]
        assert all(each.startswith(b"HTTP/1.1 200") and each.endswith(b"svar") for each in heard)
    finally:
        await runner.cleanup()


async def test_nobody_is_let_in_until_somebody_is_home(monkeypatch: pytest.MonkeyPatch) -> None:
    let_in = asyncio.Event()

    class Home(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            let_in.set()
            transport.close()

    door, open_beside = await Door.hung(HOST, 0), await Door.hung(HOST, 0)
    monkeypatch.setattr(door, "_home", Home)
    await open_beside.open(asyncio.Protocol)
    with comes_to(door):
        # Whoever comes later to a door that is open has been let in by now, so this one would have been too.
        for _ in range(3):
            _, writer = await asyncio.open_connection(HOST, open_beside.port)
            writer.close()
            await writer.wait_closed()
        assert not let_in.is_set()
        await door.open(Home)
        await let_in.wait()
    for each in (door, open_beside):
        each.close()


async def test_who_waits_where_the_start_is_given_up_is_turned_away() -> None:
    door = await Door.hung(HOST, 0)
    early, port = comes_to(door), door.port
    door.close()
    with early, contextlib.suppress(ConnectionError):
        assert early.recv(1) == b""
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((HOST, port))


async def test_a_port_where_another_hangs_is_told_of_at_once() -> None:
    door = await Door.hung(HOST, 0)
    with pytest.raises(OSError, match="in use"):
        await Door.hung(HOST, door.port)
    door.close()


async def test_as_many_as_the_backlog_says_have_room_to_wait() -> None:
    door = await Door.hung(HOST, 0)
    early = [comes_to(door) for _ in range(BACKLOG)]
    for each in early:
        each.close()
    door.close()


def test_a_local_bot_that_others_could_reach_hangs_no_door(monkeypatch: pytest.MonkeyPatch) -> None:
    hung: list[str] = []

    async def noted(host: str, port: int) -> Door:
        hung.append(host)
        raise OSError("not here")

    monkeypatch.setattr(serve.Door, "hung", noted)
    port = free_port(HOST)
    with pytest.raises(UnsafeStart, match="--host"):
        serve.serve(Settings(), "0.0.0.0", port, local=True, say=print)
    assert hung == []
    with pytest.raises(OSError, match="not here"):
        serve.serve(Settings(), HOST, port, local=True, say=print)
    assert hung == [HOST]
