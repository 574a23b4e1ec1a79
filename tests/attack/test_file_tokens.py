"""Addresses of files: guessed, tampered with, late, and read by what looks through links before people do."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web
from yarl import URL

from bot.app import STORE, TURNS, build_local
from bot.settings import Settings
from bot.storage.database import StorageError
from bot.storage.files import FileOrder, new_token
from bot.storage.person_erasure import EraseChange
from bot.storage.retention import FILES_KEPT
from bot.storage.store import Store
from bot.web.door import Door
from bot.web.server import Site
from bot.wire import Address, ChatKind, Reply
from dialogs.asides.erasing import Mine
from tests.fakes.postgres import ready_file

WHERE = Address("t", "c", ChatKind.PERSONAL, "http://127.0.0.1:1/", "28:1", "Teknologiradar")
NAME = 'Ældre »radar«\r\nSet-Cookie: x=1; 🫐/../".pdf'
PDF = b"%PDF-1.7 " + bytes(range(256))


@dataclass(frozen=True)
class Served:
    """The bot as it is served, and somebody on the network."""

    app: web.Application
    session: aiohttp.ClientSession
    base: str

    async def asks(self, token: str, method: str = "GET") -> tuple[int, bytes]:
        """Status and body."""
        async with self.session.request(method, URL(f"{self.base}/files/{token}", encoded=True)) as answer:
            return answer.status, await answer.read()


@pytest_asyncio.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Served]:
    """The bot as it is served."""
    app = build_local(Settings(database_url=ready_file(tmp_path / "bot.db")), "127.0.0.1", 3978)
    runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=1)
    await runner.setup()
    await Site(runner, await Door.hung("127.0.0.1", 0)).start()
    async with aiohttp.ClientSession() as session:
        yield Served(app, session, f"http://127.0.0.1:{runner.addresses[0][1]}")
    await runner.cleanup()


async def file_of(bot: Served, number: str = "f1") -> str:
    """The token of a file that is made."""
    store: Store = bot.app[STORE]
    now = bot.app[TURNS].now()
    stands = await store.load(WHERE, number)
    order = FileOrder(number, "29:1", NAME, "application/pdf", now)
    await store.commit(stands, number, now, None, Reply(), changes=(order,))
    assert await store.files.made("t", number, NAME, "application/pdf", PDF, now)
    return await store.files.hand_out("t", number, now)


async def test_a_file_is_saved_never_shown_cached_or_told_of(bot: Served) -> None:
    token = await file_of(bot)
    for _ in range(3):
        async with bot.session.get(f"{bot.base}/files/{token}") as answer:
            assert (answer.status, await answer.read()) == (200, PDF)
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.headers["Content-Disposition"] == (
            "attachment; filename=\"Aeldre radar__Set-Cookie_ x_1_ _..__.pdf\"; filename*=UTF-8''"
            + quote(NAME, safe="")
        )
        assert "Set-Cookie" not in answer.headers


async def test_a_link_scanner_that_asks_for_the_head_first_takes_nothing_away(bot: Served) -> None:
    token = await file_of(bot)
    for _ in range(3):
        async with bot.session.head(f"{bot.base}/files/{token}") as answer:
            assert (answer.status, answer.headers["Content-Length"]) == (200, str(len(PDF)))
            assert await answer.read() == b""
    assert await bot.asks(token) == (200, PDF)


async def test_whatever_else_is_asked_for_is_refused_without_a_body(bot: Served) -> None:
    token = await file_of(bot)
    flipped = ("A" if token[0] != "A" else "B") + token[1:]
    tampered = [
        flipped,
        token[:-1],
        token + "A",
        token + "%00",
        token.swapcase(),
        "%2e%2e%2f",
        "%C3%A6" * 43,
        "f1",
        "A" * 4000,
    ]
    for each in tampered:
        for method in ("GET", "HEAD"):
            assert await bot.asks(each, method) == (403, b""), each[:60]
    guessed = new_token()
    for method in ("GET", "HEAD"):
        assert await bot.asks(guessed, method) == (404, b""), "one that is whole, and nobody's"
    for method in ("POST", "PUT", "DELETE"):
        assert (await bot.asks(token, method))[0] == 405


async def test_one_whose_time_is_up_is_gone_and_one_that_was_swept_is_not_known(bot: Served) -> None:
    token = await file_of(bot)
    now = bot.app[TURNS].now()
    bot.app[TURNS].now = lambda: now + FILES_KEPT
    assert await bot.asks(token) == (410, b"")
    assert await bot.asks(token, "HEAD") == (410, b"")
    assert await bot.app[STORE].files.content("t", "f1") == PDF, "before any sweep"
    await bot.app[STORE].tidy(now + FILES_KEPT + dt.timedelta(seconds=1), dt.timedelta(days=730))
    assert await bot.asks(token) == (404, b"")


async def test_one_that_is_erased_opens_nothing_more(bot: Served) -> None:
    token = await file_of(bot)
    change = EraseChange("t", "29:1", Mine(files=1), lambda *_: ({}, {}))
    assert await bot.app[STORE].people.erase(change, bot.app[TURNS].now())
    for method in ("GET", "HEAD"):
        assert await bot.asks(token, method) == (404, b"")


async def test_no_log_says_a_token_not_even_where_the_database_fails(
    bot: Served, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    token = await file_of(bot)
    assert await bot.asks(token) == (200, PDF)
    assert (await bot.asks(token[:-1]))[0] == 403
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.storage.database.Database.read", _fails)
        assert await bot.asks(token) == (503, b"")
    assert caplog.records
    for record in caplog.records:
        said = record.getMessage() + repr(record.args) + (record.exc_text or "")
        assert token[:-1] not in said


async def _fails(*_: object) -> None:
    raise StorageError("made up for this test")
