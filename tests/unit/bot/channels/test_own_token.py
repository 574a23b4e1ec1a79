"""The bot's own token: kept until it is old, fetched once for all who wait, and never waited for for ever."""

from __future__ import annotations

import asyncio
import threading

import pytest

from bot.channels import own_token
from bot.channels.own_token import EARLY, OwnToken, Token
from bot.errors import DeliveryError


class Entra:
    """Gives tokens that hold an hour, numbered, at a time that a test sets."""

    def __init__(self, seconds: float = 3600.0) -> None:
        self.now, self.asked, self.seconds = 0.0, 0, seconds
        self.own = OwnToken(self.fetch, clock=lambda: self.now)

    def fetch(self) -> Token:
        self.asked += 1
        return Token(f"number-{self.asked}", self.seconds)


async def test_a_token_is_kept_until_five_minutes_before_its_end_and_then_fetched_anew() -> None:
    entra = Entra()
    assert await entra.own.bearer() == "Bearer number-1"
    entra.now = 3600 - EARLY - 1
    assert await entra.own.bearer() == "Bearer number-1"
    entra.now += 1
    assert await entra.own.bearer() == "Bearer number-2"
    assert entra.asked == 2


async def test_a_token_that_is_old_when_it_comes_serves_once() -> None:
    entra = Entra(seconds=EARLY)
    assert [await entra.own.bearer() for _ in range(3)] == ["Bearer number-1", "Bearer number-2", "Bearer number-3"]


async def test_all_who_wait_get_the_token_of_one_fetch() -> None:
    entra = Entra()
    assert {*await asyncio.gather(*(entra.own.bearer() for _ in range(20)))} == {"Bearer number-1"}
    assert entra.asked == 1


async def test_after_a_fetch_that_failed_the_next_one_is_tried(caplog: pytest.LogCaptureFixture) -> None:
    answers = [PermissionError("invalid_client: AADSTS7000215"), Token("second", 3600)]

    def fetch() -> Token:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    own = OwnToken(fetch)
    with pytest.raises(DeliveryError) as failed:
        await own.bearer()
    assert failed.value.status == 0
    assert "AADSTS7000215" in caplog.text
    assert await own.bearer() == "Bearer second"


async def test_a_fetch_that_hangs_is_waited_for_a_while_and_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_token, "TOKEN_WITHIN", 0.05)
    let_go = threading.Event()

    def hangs() -> Token:
        let_go.wait()
        return Token("late", 3600)

    own = OwnToken(hangs)
    try:
        with pytest.raises(DeliveryError):
            await asyncio.wait_for(own.bearer(), 30)
    finally:
        let_go.set()


def test_a_token_is_not_shown_where_it_is_printed() -> None:
    assert "secret" not in repr(Token("secret", 3600))
