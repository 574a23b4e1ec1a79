"""Signing keys: what is fetched when, what is kept, and that the key server cannot hurt."""

from __future__ import annotations

import asyncio
import gzip
import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

from bot.channels.signing_keys import MAX_AGE, PAUSE, PAUSE_WITHOUT_KEYS, SigningKeys, may_fetch, usable_keys
from tests.fakes.openid import OpenId, jwk, private_key


class Clock:
    """Stands still until told."""

    def __init__(self) -> None:
        self.seconds = 1_000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest_asyncio.fixture
async def keys(openid: OpenId, clock: Clock) -> AsyncIterator[SigningKeys]:
    signing_keys = SigningKeys(openid.url, time_limit=30, max_bytes=20_000, clock=clock)
    yield signing_keys
    await signing_keys.close()


async def test_a_key_is_found_by_its_id_with_the_channels_it_vouches_for(openid: OpenId, keys: SigningKeys) -> None:
    openid.publish("kid-1", endorsements=["msteams"])
    key = await keys.find("kid-1")
    assert key is not None
    assert key.public.public_numbers() == private_key("kid-1").public_key().public_numbers()
    assert key.endorsements == {"msteams"}


async def test_keys_are_fetched_once_and_kept_for_a_day(openid: OpenId, keys: SigningKeys, clock: Clock) -> None:
    await keys.find("kid-1")
    clock.seconds += MAX_AGE - 1
    await keys.find("kid-1")
    assert openid.fetches == 1
    clock.seconds += 1
    await keys.find("kid-1")
    assert openid.fetches == 2


async def test_a_key_no_longer_listed_is_gone_after_a_day(openid: OpenId, keys: SigningKeys, clock: Clock) -> None:
    await keys.find("kid-1")
    openid.publish("kid-2")
    assert await keys.find("kid-1") is not None
    clock.seconds += MAX_AGE
    assert await keys.find("kid-1") is None


async def test_unknown_ids_cause_one_fetch_a_minute(openid: OpenId, keys: SigningKeys, clock: Clock) -> None:
    await keys.find("kid-1")
    for second in range(1, 180):
        clock.seconds = 1_000 + second
        assert await keys.find(f"unknown-{second}") is None
    assert openid.fetches == 1 + 2


async def test_fifty_requests_with_an_unknown_id_share_one_fetch(
    openid: OpenId, keys: SigningKeys, clock: Clock
) -> None:
    await keys.find("kid-1")
    clock.seconds += PAUSE
    openid.publish("kid-1", "kid-2")
    found = await asyncio.gather(*(keys.find("kid-2") for _ in range(50)))
    assert None not in found
    assert openid.fetches == 2


async def test_a_known_id_is_found_while_a_fetch_for_an_unknown_one_hangs(
    openid: OpenId, keys: SigningKeys, clock: Clock
) -> None:
    await keys.find("kid-1")
    clock.seconds += PAUSE
    openid.open.clear()
    openid.asked.clear()
    unknown = asyncio.create_task(keys.find("kid-2"))
    await openid.asked.wait()
    assert await keys.find("kid-1") is not None
    assert not unknown.done()
    openid.open.set()
    assert await unknown is None


async def test_a_cancelled_request_leaves_the_fetch_to_the_next_one(openid: OpenId, keys: SigningKeys) -> None:
    openid.open.clear()
    first = asyncio.create_task(keys.find("kid-1"))
    await openid.asked.wait()
    second = asyncio.create_task(keys.find("kid-1"))
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    openid.open.set()
    assert await second is not None


async def test_a_start_during_an_outage_heals_within_seconds(
    openid: OpenId, keys: SigningKeys, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    openid.status = 503
    assert await keys.find("kid-1") is None
    assert await keys.find("kid-1") is None
    assert openid.fetches == 1
    assert "nobody can be let in" in caplog.text
    openid.status = 200
    clock.seconds += PAUSE_WITHOUT_KEYS
    assert await keys.find("kid-1") is not None


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 500},
        {"status": 404},
        {"padding": 20_000},
        {"keys": []},
        {"keys": "none"},
        {"keys": [None, 7, {"kid": "kid-1"}]},
        {"location": "/elsewhere"},
        {"body": b""},
        {"body": b"[]"},
        {"body": b"<html>"},
        {"body": b"\xff\xfe"},
        {"body": b"[" * 10_000},
        {"encoding": "gzip"},
        {"encoding": "gzip", "body": gzip.compress(b" " * 1_000_000)},
        {"jwks_uri": "http://keys.example/keys"},
        {"jwks_uri": "file:///etc/passwd"},
        {"jwks_uri": "//127.0.0.1/keys"},
        {"jwks_uri": "http://127.0.0.1@keys.example/"},
        {"jwks_uri": "https://"},
    ],
    ids=lambda fault: str(fault)[:40],
)
async def test_the_last_good_set_stays_when_a_fetch_fails(
    openid: OpenId, keys: SigningKeys, clock: Clock, caplog: pytest.LogCaptureFixture, fault: dict[str, Any]
) -> None:
    await keys.find("kid-1")
    for name, value in fault.items():
        setattr(openid, name, value)
    clock.seconds += MAX_AGE
    with caplog.at_level(logging.WARNING):
        assert await keys.find("kid-1") is not None
    assert "the last 1 stay" in caplog.text


async def test_the_last_good_set_stays_when_nobody_answers(openid: OpenId, keys: SigningKeys, clock: Clock) -> None:
    await keys.find("kid-1")
    await openid.stop()
    clock.seconds += MAX_AGE
    assert await keys.find("kid-1") is not None


async def test_a_slow_key_server_is_given_up_at_the_time_limit(openid: OpenId) -> None:
    openid.open.clear()
    keys = SigningKeys(openid.url, time_limit=0.05)
    try:
        async with asyncio.timeout(30):
            assert await keys.find("kid-1") is None
        assert openid.fetches <= 1, "none where its address had not come in time"
    finally:
        await keys.close()


async def test_after_closing_the_keys_at_hand_stay_and_none_are_fetched(
    openid: OpenId, keys: SigningKeys, clock: Clock
) -> None:
    await keys.find("kid-1")
    await keys.close()
    await keys.close()
    clock.seconds += MAX_AGE
    assert await keys.find("kid-1") is not None
    assert openid.fetches == 1


async def test_one_connection_serves_every_fetch(openid: OpenId, keys: SigningKeys, clock: Clock) -> None:
    for _ in range(3):
        await keys.find("kid-1")
        clock.seconds += MAX_AGE
    assert openid.fetches == 3
    assert len(openid.peers) == 1


@pytest.mark.parametrize("url", ["http://login.example/metadata", "ftp://127.0.0.1/metadata", "metadata", ""])
def test_metadata_on_plain_http_elsewhere_is_refused_at_once(url: str) -> None:
    with pytest.raises(ValueError, match="https"):
        SigningKeys(url)


@pytest.mark.parametrize(
    ("url", "local", "allowed"),
    [
        ("https://login.example/keys", False, True),
        ("http://127.0.0.1:9/keys", True, True),
        ("http://127.0.0.1:9/keys", False, False),
        ("http://login.example/keys", True, False),
        ("http://login.example/keys", False, False),
    ],
)
def test_plain_http_is_for_this_machine_alone(url: str, local: bool, allowed: bool) -> None:
    assert may_fetch(url, local=local) is allowed


def test_keys_of_any_other_sort_are_left_out() -> None:
    good = jwk("good", private_key("kid-1"), ["msteams"])
    elliptic = ECAlgorithm.to_jwk(ec.generate_private_key(ec.SECP256R1()).public_key(), as_dict=True)
    entries = [
        {**elliptic, "kid": "elliptic"},
        jwk("short", private_key("short", 1024)),
        {**good, "kid": "for-encryption", "use": "enc"},
        {**good, "kid": "other-algorithm", "alg": "RS512"},
        {**good, "kid": "no-modulus", "n": None},
        {**good, "kid": "broken-modulus", "n": "æ"},
        {**good, "kid": "even-exponent", "e": "Ag"},
        {"kid": "secret", "kty": "oct", "k": "c2VjcmV0"},
        {**good, "kid": 7},
        {name: value for name, value in good.items() if name != "kid"},
        good,
    ]
    assert set(usable_keys({"keys": entries})) == {"good"}


@pytest.mark.parametrize("endorsements", [None, "msteams", {"msteams": True}, [], [""], [None, 7]])
def test_endorsements_that_are_no_list_of_names_vouch_for_nothing(endorsements: Any) -> None:
    entry = {**jwk("kid-1", private_key("kid-1")), "endorsements": endorsements}
    assert usable_keys({"keys": [entry]})["kid-1"].endorsements == frozenset()
