"""Strangers who send half of something, over real sockets: they stop nobody's push, and are shown out."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from bot.app import build_production
from bot.channels.signing_keys import SigningKeys
from bot.channels.tokens import TokenCheck
from bot.editions.live import Accepted
from bot.settings import Settings
from bot.web import messages
from bot.web.door import Door
from bot.web.editions import AT_ONCE, EditionsApi
from bot.web.readers import Readers, ReadingLimits
from bot.web.server import HEAD_WITHIN, Site, on_response, timed
from radar_core.editions.bundle import bundle_hash
from radar_core.push.signing import sign
from tests.fakes.local_bot import Recorder
from tests.fakes.openid import APP_ID, TENANT, OpenId
from tests.fakes.postgres import ready_file
from tests.fakes.signed import KEY, PUBLIC, bundle

CONTENT = bundle("2020")
ENVELOPE = sign(CONTENT, KEY)
HOST = "127.0.0.1"
LONG = 600.0
"""Seconds that never pass in a test."""

LITTLE = (0.05, 0.5, 5.0)
"""Seconds within which a stranger is shown out: the next where this machine was too busy to ask anything within one."""


@contextlib.asynccontextmanager
async def listening(app: web.Application, head_within: float = LONG) -> AsyncIterator[int]:
    """The port on which an application listens as the bot does."""
    runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=1)
    await runner.setup()
    try:
        site = Site(runner, await Door.hung(HOST, 0), head_within=head_within)
        await site.start()
        yield site.port
    finally:
        await runner.cleanup()


@pytest.fixture
def production(tmp_path: Path, openid: OpenId, sent: Recorder) -> web.Application:
    """The bot as in production, with all its limits."""
    settings = Settings.model_validate(
        {
            "database_url": ready_file(tmp_path / "bot.db"),
            "app_id": APP_ID,
            "app_password": "not-used-here",
            "tenant_id": TENANT,
            "public_url": "https://radar.example.org",
            "kl_public_keys": PUBLIC,
        }
    )
    openid.publish("kid-1", endorsements=["msteams"])
    return build_production(settings, TokenCheck(APP_ID, settings.tenants, keys=SigningKeys(openid.url)), sent)


READERS = web.AppKey("readers", Readers)


def reading(limits: ReadingLimits) -> web.Application:
    """An application that takes a body of at most 1,000 bytes, whatever it is."""
    readers = Readers(limits, Settings().trusted_proxies)
    api = EditionsApi(editions=None, readers=readers)  # type: ignore[arg-type]

    async def echo(request: web.Request) -> web.Response:
        async def work(body: bytes) -> Accepted:
            return Accepted("udgave", str(len(body)), "")

        return await api._take(request, 1_000, work)

    app = web.Application(middlewares=[timed])
    app[READERS] = readers
    app.on_response_prepare.append(on_response)
    app.add_routes([web.put("/{any:.*}", echo), web.get("/", ok)])
    return app


async def ok(_: web.Request) -> web.Response:
    return web.Response(text="ok")


def head(caller: str, length: int, path: str = "/x") -> bytes:
    """The head of a push, as the proxy passes it on."""
    lines = (f"PUT {path} HTTP/1.1", "Host: x", f"X-Forwarded-For: {caller}", f"Content-Length: {length}", "", "")
    return "\r\n".join(lines).encode()


class Stranger:
    """A socket that sends what it likes."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def says(self, data: bytes) -> Stranger:
        self.writer.write(data)
        await self.writer.drain()
        return self

    async def status(self) -> int:
        """Of the next answer; its body is left."""
        answer = await self.reader.readuntil(b"\r\n\r\n")
        assert b"nosniff" in answer
        return int(answer.split()[1])

    async def is_shown_out(self) -> bool:
        """Once the other side has closed; how long it takes is up to the one who asks."""
        with contextlib.suppress(ConnectionError):
            while await self.reader.read(65_536):
                pass
        return True

    async def leaves(self) -> None:
        self.writer.close()
        with contextlib.suppress(ConnectionError):
            await self.writer.wait_closed()


@contextlib.asynccontextmanager
async def strangers(port: int, count: int = 1) -> AsyncIterator[list[Stranger]]:
    come = [Stranger(*await asyncio.open_connection(HOST, port)) for _ in range(count)]
    try:
        yield come
    finally:
        for each in come:
            await each.leaves()


async def being_read(app: web.Application, bodies: int, total: int = 0) -> None:
    """Returns when so many bodies are being read, and so many bytes of them are here."""
    while app[READERS]._reading.total() != bodies or app[READERS]._held < total:  # noqa: ASYNC110 - nobody tells
        await asyncio.sleep(0)


async def push(port: int, caller: str, path: str = "/x", body: bytes = b"alt") -> int:
    async with strangers(port) as (kl,):
        await kl.says(head(caller, len(body), path) + body)
        return await kl.status()


async def test_four_strangers_with_one_byte_each_do_not_stop_kl(production: web.Application) -> None:
    path = f"/api/editions/{bundle_hash(CONTENT)}"
    async with listening(production, HEAD_WITHIN) as port, strangers(port, 5) as come:
        for stranger in come[:4]:
            await stranger.says(head("203.0.113.7", len(ENVELOPE), path) + b"x")
        statuses = [await push(port, "198.51.100.1", path, ENVELOPE) for _ in range(2)]
        assert statuses == [200, 200]


async def test_the_fifth_from_one_address_is_to_come_again_and_the_first_from_another_is_not() -> None:
    limits = ReadingLimits(readers=3, per_caller=2, within=LONG)
    app = reading(limits)
    async with listening(app) as port, strangers(port, 2) as come:
        for stranger in come:
            await stranger.says(head("203.0.113.7", 10) + b"x")
        await being_read(app, 2)
        assert await push(port, "203.0.113.7") == 503
        assert await push(port, "203.0.113.8") == 200
        async with strangers(port, 1) as (third,):
            await third.says(head("2001:db8::1", 10) + b"x")
            await being_read(app, 3)
            for other in ("2001:db8::2", "2001:db8:1::1", "203.0.113.8"):
                assert await push(port, other) == 503
        await being_read(app, 2)
        assert await push(port, "2001:db8::2") == 200
        for stranger in come:
            await stranger.says(b"x" * 9)
            assert await stranger.status() == 200
        assert await push(port, "203.0.113.7") == 200


async def test_one_net_of_one_customer_is_one_address_in_ipv6() -> None:
    app = reading(ReadingLimits(per_caller=1, within=LONG))
    async with listening(app) as port, strangers(port) as (stranger,):
        await stranger.says(head("2001:db8::1", 10) + b"x")
        await being_read(app, 1)
        assert await push(port, "2001:db8::ffff:2") == 503
        assert await push(port, "2001:db8:0:1::1") == 200


async def test_where_no_proxy_is_trusted_what_is_forwarded_counts_for_nothing() -> None:
    app = reading(ReadingLimits(per_caller=1, within=LONG))
    app[READERS].trusted = ()
    async with listening(app) as port, strangers(port) as (stranger,):
        await stranger.says(head("203.0.113.50", 10) + b"x")
        await being_read(app, 1)
        assert await push(port, "203.0.113.51") == 503


async def test_who_leaves_in_the_middle_leaves_a_free_place_and_no_line_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    app = reading(ReadingLimits(readers=1, per_caller=1, within=LONG))
    async with listening(app) as port:
        async with strangers(port) as (stranger,):
            await stranger.says(head("203.0.113.7", 10) + b"x")
            await being_read(app, 1)
        await being_read(app, 0)
        assert await push(port, "203.0.113.7") == 200
    assert caplog.text == ""


@pytest.mark.parametrize(
    "forged", ["203.0.113.7, {}", "127.0.0.1, {}", "{}", "x, {}", ", {}", "203.0.113.9, {}, 127.0.0.1"]
)
async def test_nobody_gets_more_places_by_writing_addresses_in_front_of_their_own(forged: str) -> None:
    app = reading(ReadingLimits(per_caller=1, within=LONG))
    async with listening(app) as port, strangers(port) as (stranger,):
        await stranger.says(head("203.0.113.50", 10) + b"x")
        await being_read(app, 1)
        assert await push(port, forged.format("203.0.113.50")) == 503
        assert await push(port, forged.format("203.0.113.51")) == 200


async def test_no_more_is_held_at_once_than_may_be() -> None:
    app = reading(ReadingLimits(total=1_000, within=LONG))
    async with listening(app) as port, strangers(port, 2) as (first, second):
        await first.says(head("203.0.113.1", 1_000) + b"x" * 900)
        await being_read(app, 1, 900)
        assert await push(port, "203.0.113.3", body=b"x" * 200) == 503
        await second.says(head("203.0.113.2", 1_000) + b"x" * 50)
        await second.says(b"x" * 900)
        assert await second.status() == 503
        await first.says(b"x" * 100)
        assert await first.status() == 200
        assert await push(port, "203.0.113.3", body=b"x" * 900) == 200


async def test_a_body_that_is_not_there_in_time_is_refused_and_its_place_is_free_again() -> None:
    said: list[int] = []
    for little in LITTLE:
        app = reading(ReadingLimits(readers=1, per_caller=1, within=little))
        async with listening(app, little) as port, strangers(port) as (slow,):
            with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
                await slow.says(head("203.0.113.7", 10) + b"x")
                said = [await slow.status()]
                assert await slow.is_shown_out()
                said.append(await push(port, "203.0.113.7"))
        if said == [408, 200]:
            break
    assert said == [408, 200]


@pytest.mark.parametrize("half", [b"", b"P", b"PUT / HTTP/1.1\r\n", b"PUT / HTTP/1.1\r\nHost: x\r\nX-A: "])
async def test_who_sends_half_a_head_is_shown_out(half: bytes) -> None:
    async with listening(reading(ReadingLimits()), LITTLE[0]) as port, strangers(port) as (stranger,):
        await stranger.says(half)
        assert await stranger.is_shown_out()


async def test_who_sends_half_a_second_request_behind_the_first_is_shown_out() -> None:
    said: list[int] = []
    for little in LITTLE:
        async with listening(reading(ReadingLimits()), little) as port, strangers(port) as (stranger,):
            with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
                await stranger.says(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                said.append(await stranger.status())
                await stranger.says(b"GET / HT")
            assert await stranger.is_shown_out()
        if said:
            break
    assert said == [200]


async def test_a_connection_between_two_requests_is_left_alone() -> None:
    ask = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
    said: list[int] = []
    for little in LITTLE:
        said.clear()
        async with listening(reading(ReadingLimits()), little) as port, strangers(port) as (proxy,):
            with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
                await proxy.says(ask)
                said.append(await proxy.status())
                await proxy.reader.readexactly(2)
                async with strangers(port) as (later,):
                    assert await later.is_shown_out()
                await proxy.says(ask)
                said.append(await proxy.status())
        if len(said) == 2:
            break
    assert said == [200, 200]


async def test_production_shows_out_whoever_does_not_finish_in_time_and_nobody_before(
    production: web.Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop = asyncio.get_running_loop()
    passed, steady = [0.0], loop.time
    monkeypatch.setattr(loop, "time", lambda: steady() + passed[0])

    async def shown_out(stranger: Stranger) -> float:
        assert await stranger.is_shown_out()
        return loop.time()

    began = loop.time()
    path = f"/api/editions/{bundle_hash(CONTENT)}"
    halves = (b"", b"PUT / HT", head("203.0.113.1", 100, path), head("203.0.113.2", len(ENVELOPE), path) + b"x")
    async with listening(production, HEAD_WITHIN) as port, strangers(port, len(halves)) as come:
        for stranger, half in zip(come, halves, strict=True):
            await stranger.says(half)
        leaving = asyncio.gather(*map(shown_out, come))
        while not leaving.done():  # the bot's clock goes as fast as it can
            await asyncio.sleep(0)
            passed[0] += LITTLE[0]
        assert min(await leaving) - began > HEAD_WITHIN - LITTLE[0]


def test_productions_limits_are_the_promised_ones() -> None:
    assert ReadingLimits() == ReadingLimits(readers=32, per_caller=4, total=16 * 1024 * 1024, within=5.0)
    assert (HEAD_WITHIN, messages.BODY_WITHIN, AT_ONCE) == (5.0, 5.0, 4)
