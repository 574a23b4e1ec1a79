"""Local mode has no token check, so nobody but this machine may reach it, and it reaches nobody else."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import yarl
from aiohttp import web
from aiohttp.test_utils import TestServer
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.app import OUTBOX
from bot.channels.teams import channel_to_teams
from bot.errors import DeliveryError
from bot.settings import TeamsBy, is_loopback, is_loopback_url
from bot.wire import Address, ChatKind, Kind, Outgoing
from tests.fakes.chance import cases
from tests.fakes.local_bot import GOOD, Client, Recorder, all_is_sent, local_bot

ELSEWHERE = [
    "https://smba.trafficmanager.net/emea/",
    "http://smba.trafficmanager.net/emea/",
    "https://127.0.0.1/",
    "http://127.0.0.1@evil.example/",
    "http://127.0.0.1:80@evil.example/",
    "http://127.0.0.1\\@evil.example/",
    "http://evil.example\\@127.0.0.1/",
    "http://127.0.0.1.evil.example/",
    "http://localhost.evil.example/",
    "http://evil.example/127.0.0.1",
    "http://evil.example#127.0.0.1",
    "http://evil.example?@127.0.0.1",
    "http://0.0.0.0/",
    "http://[::]/",
    "http://[::ffff:10.0.0.1]/",
    "http://10.0.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0177.0.0.1/",
    "http://127.1/",
    "ftp://127.0.0.1/",
    "file:///etc/passwd",
    "//evil.example",
    "//127.0.0.1",
    "127.0.0.1",
    "terminal:",
    " ",
]
FOREIGN_HEADERS = [
    {"Host": "evil.example"},
    {"Host": "evil.example:3978"},
    {"Host": "127.0.0.1.evil.example:3978"},
    {"Host": "localhost.evil.example"},
    {"Host": "10.0.0.1:3978"},
    {"Host": "0.0.0.0:3978"},
    {"Host": "[fe80::1]:3978"},
    {"Host": "2130706433"},
    {"Origin": "https://evil.example"},
    {"Origin": "http://127.0.0.1.evil.example"},
    {"Origin": "null"},
    {"X-Forwarded-For": "127.0.0.1"},
    {"X-Forwarded-Host": "localhost"},
    {"X-Forwarded-Proto": "http"},
    {"Forwarded": "for=127.0.0.1"},
    {"X-Real-IP": "127.0.0.1"},
    {"Via": "1.1 proxy"},
]
HERE = ["127.0.0.1", "127.0.0.1:3978", "localhost:3978", "LOCALHOST", "[::1]", "[::1]:3978"]


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every address aiohttp connects or asks the name of; only this machine's are let through."""
    asked: list[Any] = []
    connect = aiohttp.TCPConnector._create_connection

    async def noted(self: Any, request: Any, *rest: Any, **more: Any) -> Any:
        asked.append(request.url.host)
        assert is_loopback(request.url.host), request.url
        return await connect(self, request, *rest, **more)

    monkeypatch.setattr(aiohttp.TCPConnector, "_create_connection", noted)
    return asked


async def test_what_a_proxy_passed_on_or_another_site_asks_for_is_refused(bot: Client, sent: Recorder) -> None:
    for headers in FOREIGN_HEADERS:
        assert (await bot.post("/api/messages", json=GOOD, headers=headers)).status == 403, headers
        for path in ("/radar/eksempel/samlet.svg", "/healthz", "/privatliv", "/"):
            assert (await bot.get(path, headers=headers)).status == 403, (path, headers)
    await all_is_sent(bot)
    assert sent.sent == []


async def test_this_machine_is_let_in_by_each_of_its_names(bot: Client, sent: Recorder) -> None:
    for number, host in enumerate(HERE, start=1):
        headers = {"Host": host, "Origin": f"http://{host}"}
        answer = await bot.post("/api/messages", json={**GOOD, "id": host}, headers=headers)
        assert answer.status == 202, host
        await all_is_sent(bot)
        assert len(sent.sent) == number


async def test_a_request_without_a_host_is_refused_or_answered_but_never_a_server_error(bot: Client) -> None:
    with socket.create_connection(("127.0.0.1", bot.port)) as raw:
        raw.setblocking(False)
        loop = asyncio.get_running_loop()
        await loop.sock_sendall(raw, b"GET /healthz HTTP/1.0\r\n\r\n")
        status = int((await loop.sock_recv(raw, 1024)).split()[1])
    assert 200 <= status < 500


async def test_an_act_that_would_be_answered_on_another_machine_is_refused(bot: Client, sent: Recorder) -> None:
    for url in ELSEWHERE:
        answer = await bot.post("/api/messages", json={**GOOD, "id": url, "serviceUrl": url})
        assert answer.status in (400, 403), url
    await all_is_sent(bot)
    assert sent.sent == []


@pytest.mark.parametrize("by", TeamsBy)
@pytest.mark.parametrize("url", ELSEWHERE)
async def test_the_channel_itself_sends_nothing_to_another_machine(
    url: str, by: TeamsBy, connections: list[Any]
) -> None:
    channel = channel_to_teams(by, None, is_loopback_url)
    where = Address("t", "c", ChatKind.PERSONAL, url, "28:1", "Teknologiradar")
    with pytest.raises(DeliveryError) as refused:
        await channel.deliver(where, Outgoing(Kind.SEND, text="hej"))
    await channel.close()
    assert refused.value.status == 403
    assert connections == []


@pytest.mark.parametrize("by", TeamsBy)
async def test_a_service_on_this_machine_cannot_send_the_bot_on_to_another(
    by: TeamsBy, tmp_path: Path, connections: list[Any]
) -> None:
    asked: list[str] = []

    async def elsewhere(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response(status=307, headers={"Location": "http://evil.example/v3/"})

    service = web.Application()
    service.router.add_route("*", "/{path:.*}", elsewhere)
    async with TestServer(service, host="127.0.0.1") as connector, local_bot(tmp_path, by=by) as bot:
        answer = await bot.post("/api/messages", json={**GOOD, "serviceUrl": str(connector.make_url("/"))})
        assert answer.status == 202
        assert bot.app is not None
        await bot.app[OUTBOX].drain()
    assert asked == ["/v3/conversations/c/activities"]
    assert set(connections) == {"127.0.0.1"}


pieces = st.sampled_from(
    ["http://", "127.0.0.1", "localhost", "[::1]", "evil.example", ":80", ":", "@", "/", "\\", "?", "#", ".", "%2e",
     "%40", "user", "[", "]", " ", "\t", "。", "１２７", "0", "x", "//"]
)  # fmt: skip


@settings(max_examples=cases(400))
@given(st.lists(pieces, max_size=8).map("".join))
@example("http://127.0.0.1\\@evil.example/")
@example("http://127.0.0.1:80@evil.example/")
def test_an_address_taken_for_this_machine_is_this_machine_to_the_http_client_too(rest: str) -> None:
    url = rest if rest.startswith("http://") else "http://" + rest
    if not is_loopback_url(url):
        return
    try:
        seen = yarl.URL(url).host
    except ValueError:
        return
    assert seen is not None and is_loopback(seen)
