"""What no HTTP parser can read, over real sockets: it is answered, and none of it comes into the log or the answer."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest
from aiohttp import web

from bot.app import build_local
from bot.settings import Settings
from tests.attack.test_slow_strangers import listening, strangers
from tests.fakes.local_bot import Recorder
from tests.fakes.postgres import ready_file

TOKEN = "eyJhbGciOiJSUzI1NiJ9.aGVtbWVsaWd0.c2lnbmF0dXI"
HEADS = {
    "a nul in the token": f"POST /api/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {TOKEN}\0\r\n\r\n",
    "a header without a colon": f"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization Bearer {TOKEN}\r\n\r\n",
    "a space before the colon": f"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization : Bearer {TOKEN}\r\n\r\n",
    "an odd method": f"{TOKEN} / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    "a token where the address stands": f"GET {TOKEN}\x01 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    "two lengths": f"POST /{TOKEN} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    "a length that is a token": f"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {TOKEN}\r\n\r\n",
    "a very long header": f"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {TOKEN * 999}\r\n\r\n",
    "another version": f"POST /{TOKEN} HTTP/9.{TOKEN}\r\n\r\n",
    "TLS": f"\x16\x03\x01{TOKEN}\r\n\r\n",
}
CHUNKED = (
    "POST /api/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    f"Authorization: Bearer {TOKEN}\r\n"
)
BODIES = {
    "a chunk whose length is a token": f"{CHUNKED}Transfer-Encoding: chunked\r\n\r\n{TOKEN}\r\n",
    "a chunk that does not end": f"{CHUNKED}Transfer-Encoding: chunked\r\n\r\n1\r\nx{TOKEN}\r\n",
    "not packed as it says": f"{CHUNKED}Content-Encoding: gzip\r\nContent-Length: {len(TOKEN)}\r\n\r\n{TOKEN}",
}


@pytest.fixture
def app(tmp_path: Path, sent: Recorder) -> web.Application:
    """The bot on this machine."""
    return build_local(Settings(database_url=ready_file(tmp_path / "bot.db")), "127.0.0.1", 3978, sent)


@pytest.mark.parametrize("attack", [*HEADS, *BODIES])
async def test_what_cannot_be_read_is_answered_4xx_and_none_of_it_is_in_the_log(
    app: web.Application, caplog: pytest.LogCaptureFixture, attack: str
) -> None:
    caplog.set_level(logging.DEBUG)
    asyncio.get_running_loop().set_debug(False)
    async with listening(app) as port, strangers(port) as (stranger,):
        await stranger.says((HEADS | BODIES)[attack].encode("latin-1"))
        answer = await stranger.reader.readuntil(b"\r\n\r\n")
        told = answer + await stranger.reader.read(65_536)
        await stranger.leaves()
    assert 400 <= int(answer.split()[1]) < 500, answer
    assert b"nosniff" in answer
    assert TOKEN.encode() not in told and TOKEN not in caplog.text
    assert b"Python" not in answer and b"aiohttp" not in answer
    assert len([line for line in caplog.records if line.name.startswith(("aiohttp", "bot"))]) <= 4
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize(
    "asked",
    ["GET /healthz", "GET /", "GET /om", "PUT /om", "GET /radar/eksempel/samlet.gif", "POST /api/activations",
     "POST /api/messages", "GET /metrics", "GET /api/editions", "OPTIONS *"],
)  # fmt: skip
async def test_no_answer_says_what_serves_it_and_no_browser_may_guess_what_it_is(
    app: web.Application, asked: str
) -> None:
    async with listening(app) as port, strangers(port) as (stranger,):
        await stranger.says(f"{asked} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n\r\n".encode())
        answer = await stranger.reader.readuntil(b"\r\n\r\n")
    headers = dict(line.split(": ", 1) for line in answer.decode().split("\r\n")[1:] if line)
    assert (headers["Server"], headers["X-Content-Type-Options"]) == ("Teknologiradar", "nosniff")
