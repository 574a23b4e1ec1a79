"""Bodies nobody thought of, and requests that are hardly HTTP: 2xx or 4xx, and the next good message works."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import itertools
import json
import zlib
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cards.elements import MAX_CARD_BYTES, weight
from tests.fakes.chance import cases
from tests.fakes.local_bot import GOOD, Client, Recorder, all_is_sent

JSON = {"Content-Type": "application/json"}
PRESS: dict[str, Any] = {
    "type": "invoke",
    "name": "adaptiveCard/action",
    "value": {"action": {"type": "Action.Execute", "verb": "answer", "data": {"q": 1, "text": "ja", "n": "x"}}},
}
VERBS = (
    "start setup answer skip back open next goto ready radar summary pause resume finish cancel status help "
    "goon savedraft dropdraft"
).split()
TEXTS = ("start refleksion", "Vejle, skole", "svar: ja", "spring over", "tilbage", "gå til 9", "afslut", "radar skole")
CLOSING = {"cancel", "finish", "setup", "start"}
"""Verbs that would close what the others are pressed on, or open it early."""
ODD: tuple[Any, ...] = (
    None, True, 0, -1, 7, 10**40, 1.5, "", " ", "x", "\x00", "\ud800", "æøå 🙂", "x" * 500, [], {}, [[]], ["x"],
    {"id": None}, {"id": {}}, {"id": "x", "name": []}, {"action": "x"}, {"action": {"verb": 7}}, {"verb": []},
)  # fmt: skip

_fresh = itertools.count()


async def post(bot: Client, body: bytes, headers: dict[str, str] | None = None) -> int:
    async with bot.post("/api/messages", data=body, headers=headers or JSON) as answer:
        await answer.read()
        return answer.status


async def still_works(bot: Client, sent: Recorder) -> None:
    await all_is_sent(bot)
    before = len(sent.sent)
    good = {**GOOD, "id": f"good-{next(_fresh)}", "conversation": {"id": f"good-{next(_fresh)}"}}
    assert await post(bot, json.dumps(good).encode()) == 202
    await all_is_sent(bot)
    assert len(sent.sent) == before + 1


def is_well_answered(status: int) -> bool:
    return 200 <= status < 300 or 400 <= status < 500


texts = st.one_of(st.text(max_size=20), st.sampled_from(TEXTS), st.sampled_from(("\ud800", "\x00", "x" * 3_000)))
leaves = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), texts)
anything = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4), max_leaves=12
)
numbers = st.one_of(st.integers(-2, 12), st.sampled_from(("1", "²", "-1", "", "99999", 10**40, True)), anything)
pressed = st.fixed_dictionaries(
    {"verb": st.one_of(st.sampled_from(VERBS), texts)},
    optional={
        **{name: numbers for name in ("q", "question", "page", "rating", "all")},
        **{name: anything for name in ("ticks", "text", "kommune", "fagomraade", "f", "r", "n", "then")},
    },
)
accounts = st.one_of(st.fixed_dictionaries({"id": st.one_of(texts, anything)}, optional={"name": anything}), anything)
activities = st.fixed_dictionaries(
    {
        "type": st.one_of(st.sampled_from(("message", "invoke", "conversationUpdate", "installationUpdate")), anything),
        "serviceUrl": st.one_of(st.just(GOOD["serviceUrl"]), anything),
        "from": st.one_of(st.just(GOOD["from"]), accounts),
        "conversation": st.one_of(
            st.just({"id": "g", "conversationType": "groupChat"}),
            st.just({"id": "p", "conversationType": "personal"}),
            accounts,
        ),
    },
    optional={
        "id": st.one_of(texts, anything),
        "name": st.one_of(st.just("adaptiveCard/action"), anything),
        "text": st.one_of(texts, anything),
        "value": st.one_of(
            pressed, st.builds(lambda data: {"action": {"verb": data["verb"], "data": data}}, pressed), anything
        ),
        "channelId": anything,
        "recipient": accounts,
        "replyToId": anything,
        "membersAdded": st.one_of(st.lists(accounts, max_size=3), anything),
        "action": st.one_of(st.just("add"), anything),
        "channelData": st.one_of(st.builds(lambda inner: {"tenant": inner}, accounts), anything),
        "entities": anything,
    },
)


@settings(
    max_examples=cases(400), deadline=None, suppress_health_check=list(HealthCheck)
)  # one bot takes them all, as the real one would
@given(body=st.one_of(activities, activities, anything))
async def test_any_json_at_all_is_answered_2xx_or_4xx(bot: Client, body: Any) -> None:
    assert is_well_answered(await post(bot, json.dumps(body).encode()))


@settings(max_examples=cases(100), suppress_health_check=list(HealthCheck))
@given(body=st.binary(max_size=200))
async def test_any_bytes_at_all_are_answered_2xx_or_4xx(bot: Client, body: bytes) -> None:
    assert is_well_answered(await post(bot, body))


async def test_each_part_of_an_activity_in_every_wrong_shape_is_answered_2xx_or_4xx(
    bot: Client, sent: Recorder
) -> None:
    whole = {**GOOD, **PRESS, "replyToId": "7", "channelData": {"tenant": {"id": "t"}}, "membersAdded": [GOOD["from"]]}
    for name, odd in itertools.product(whole, ODD):
        body = json.dumps({**whole, "id": str(next(_fresh)), name: odd}).encode()
        assert is_well_answered(await post(bot, body)), (name, odd)
    for name, odd in itertools.product(("id", "conversationType", "tenantId", "isGroup", "name"), ODD[::2]):
        for outer in ("from", "recipient", "conversation"):
            body = json.dumps({**GOOD, "id": str(next(_fresh)), outer: {**GOOD[outer], name: odd}}).encode()
            assert is_well_answered(await post(bot, body)), (outer, name, odd)
    await still_works(bot, sent)


async def test_every_press_with_odd_values_is_answered_2xx_or_4xx_whatever_is_open(bot: Client, sent: Recorder) -> None:
    for opening in ("hej", "start refleksion", "Vejle, skole"):
        assert await post(bot, json.dumps({**GOOD, "id": str(next(_fresh)), "text": opening}).encode()) == 202
        for verb, odd in itertools.product(sorted({*VERBS} - CLOSING), (10**40, "\ud800", {})):
            for name in ("q", "text", "ticks", "rating"):
                data = {"q": 2, "verb": verb, name: odd}
                value = {"action": {"verb": verb, "data": data}}
                body = {**GOOD, **PRESS, "id": str(next(_fresh)), "value": value}
                assert is_well_answered(await post(bot, json.dumps(body).encode())), (verb, name, odd)
    await still_works(bot, sent)


async def test_no_text_however_long_makes_a_card_that_teams_refuses(bot: Client, sent: Recorder) -> None:
    for words in ("start refleksion", "Vejle, skole"):
        await post(bot, json.dumps({**GOOD, "id": words, "text": words}).encode())
    for length, letter in itertools.product((4_000, 4_001, 20_000), "æ🙂\\"):
        for lead in ("", "svar: ", "radar ", "svar 3: "):
            body = {**GOOD, "id": f"{length}{letter}{lead}", "text": lead + letter * length}
            assert await post(bot, json.dumps(body).encode()) == 202
        data = {"q": 1, "text": letter * length}
        body = {**GOOD, **PRESS, "id": f"press {length}{letter}", "value": {"action": {"verb": "answer", "data": data}}}
        async with bot.post("/api/messages", json=body) as answer:
            card = (await answer.json())["value"]
        assert card["type"] == "AdaptiveCard"
        assert weight(card) <= MAX_CARD_BYTES, (length, letter)
    await all_is_sent(bot)
    assert max(weight(message.card) for _, message in sent.sent if message.card) <= MAX_CARD_BYTES


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "x", "gzip, gzip"])
async def test_a_body_that_is_not_packed_as_it_says_is_refused(bot: Client, sent: Recorder, encoding: str) -> None:
    status = await post(bot, b"no such packing \x00\xff", {**JSON, "Content-Encoding": encoding})
    assert 400 <= status < 500
    await still_works(bot, sent)


async def test_a_small_body_that_unpacks_to_a_huge_one_is_refused(bot: Client, sent: Recorder) -> None:
    huge = b'{"text":"' + b"x" * 20_000_000
    for packed, encoding in ((gzip.compress(huge), "gzip"), (zlib.compress(huge), "deflate")):
        assert len(packed) < 100_000
        assert 400 <= await post(bot, packed, {**JSON, "Content-Encoding": encoding}) < 500
    await still_works(bot, sent)


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/xml", "application/json;charset=\x7f", "", "multipart/form-data", "é"]
)
async def test_what_does_not_say_that_it_is_json_is_refused(bot: Client, sent: Recorder, content_type: str) -> None:
    if content_type.startswith("application/json"):
        assert is_well_answered(await post(bot, b"{}", {"Content-Type": "application/json; charset=nonsense"}))
    else:
        assert await post(bot, json.dumps(GOOD).encode(), {"Content-Type": content_type}) == 415
    await still_works(bot, sent)


HEAD = b"POST /api/messages HTTP/1.1\r\nHost: 127.0.0.1\r\n"


@pytest.mark.parametrize(
    "raw",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"POST\r\n\r\n",
        b"POST /api/messages HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n",
        HEAD + b"Content-Length: -1\r\n\r\n",
        HEAD + b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        HEAD + b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n{}\r\n0\r\n\r\n",
        HEAD + b"X: " + b"x" * 100_000 + b"\r\n\r\n",
        b"POST /" + b"x" * 100_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        HEAD + b"Host: evil.example\r\nContent-Length: 2\r\n\r\n{}",
        HEAD + b"Expect: the-unexpected\r\nContent-Length: 2\r\n\r\n{}",
        HEAD + b"Content-Type: application/json\r\nContent-Length: 9\r\n\r\n{}",
    ],
    ids=range(11),
)
async def test_what_is_hardly_http_is_refused_or_dropped(bot: Client, sent: Recorder, raw: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", bot.port)
    said = b""
    with contextlib.suppress(ConnectionError):  # dropped while it was still being sent
        writer.write(raw)
        writer.write_eof()
        said = await reader.read()
    with contextlib.suppress(ConnectionError):
        writer.close()
        await writer.wait_closed()
    if said:
        assert 400 <= int(said.split()[1]) < 500
    await still_works(bot, sent)
