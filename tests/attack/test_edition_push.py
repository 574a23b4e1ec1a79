"""KL's push under attack, over HTTP: each is refused with its reason, and the edition that was live is still served."""

from __future__ import annotations

import contextlib
import io
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.pictures.pictures import version_of
from radar_core.editions.bundle import MAX_BUNDLE_BYTES, bundle_hash, read_bundle
from radar_core.push.activation import MAX_SERIAL
from radar_core.push.signing import sign
from tests.fakes.chance import cases, dice
from tests.fakes.local_bot import GOOD, Client, Recorder, all_is_sent, local_bot
from tests.fakes.signed import KEY, KEYS, PUBLIC, SPARE, STRANGER, activation, bundle, moved

FIRST = bundle()
SECOND = bundle(revision=2, change=moved("rpa", "samlet", "AFPRØV"))
PICTURE = "/radar/eksempel/sundhed-og-aeldre.png"


@pytest_asyncio.fixture
async def bot(tmp_path: Path, sent: Recorder) -> AsyncIterator[Client]:
    """A bot on which the first bundle is live with serial 5, and the second lies ready."""
    async with local_bot(tmp_path, sent, kl_public_keys=PUBLIC) as client:
        await lay_ready(client)
        yield client


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def one_bot(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Client]:
    """The same, for all attacks after one another: none of them may leave a trace."""
    async with local_bot(tmp_path_factory.mktemp("bot"), Recorder(), kl_public_keys=PUBLIC) as client:
        await lay_ready(client)
        yield client


async def lay_ready(client: Client) -> None:
    assert (await push(client, sign(FIRST, KEY)))[0] == 200
    assert (await activate(client, activation(5, FIRST)))[0] == 200
    assert (await push(client, sign(SECOND, SPARE)))[0] == 200


async def push(client: Client, envelope: bytes, sha256: str | None = None) -> tuple[int, dict[str, Any]]:
    """Status and answer of a push to the address of what is in the envelope."""
    name = sha256 or bundle_hash(envelope.partition(b"\n\n")[2])
    async with client.put(f"/api/editions/{name}", data=io.BytesIO(envelope)) as answer:
        return answer.status, await answer.json()


async def activate(client: Client, envelope: bytes) -> tuple[int, dict[str, Any]]:
    """Status and answer of an activation."""
    async with client.post("/api/activations", data=io.BytesIO(envelope)) as answer:
        return answer.status, await answer.json()


async def live(client: Client) -> tuple[str, int]:
    """Hash and serial of what is live."""
    async with client.get("/api/editions") as answer:
        told = (await answer.json())["live"]
    return told["hash"], told["serial"]


async def refused(client: Client, status: int, answer: dict[str, Any], expected: int, step: str, reason: str) -> None:
    """It was a NACK with that reason, and the first bundle is live in the list, in the chat and as a picture."""
    assert (status, answer["result"], answer["step"]) == (expected, "NACK", step)
    assert any(reason in told for told in answer["reasons"]), answer["reasons"]
    assert await live(client) == (bundle_hash(FIRST), 5)
    assert client.app is not None
    async with client.get(PICTURE) as picture:
        assert picture.status == 200


def with_fields(change: dict[str, Any]) -> bytes:
    return sign(bundle(revision=3, change=lambda fields: fields.update(change)), KEY)


def without_technology(fields: dict[str, Any]) -> None:
    kept = [placement for placement in fields["udgave"]["placeringer"] if placement["teknologi"] != "rpa"]
    fields["udgave"]["placeringer"] = kept


def renamed(fields: dict[str, Any]) -> None:
    for technology in fields["teknologier"]:
        if technology["id"] == "rpa":
            technology["id"] = "softwarerobotter"
    for placement in fields["udgave"]["placeringer"]:
        if placement["teknologi"] == "rpa":
            placement["teknologi"] = "softwarerobotter"
    for case in fields["erfaringer"]["erfaringer"] if isinstance(fields["erfaringer"], dict) else fields["erfaringer"]:
        case["teknologier"] = ["softwarerobotter" if t == "rpa" else t for t in case["teknologier"]]


def without_question(fields: dict[str, Any]) -> None:
    section = fields["spoergsmaal"]
    (section["spoergsmaal"] if isinstance(section, dict) else section).pop()


def elsewhere(fields: dict[str, Any]) -> None:
    fields["udgave"]["placeringer"][0]["fagomraade"] = "maanen"


THIRD = bundle(revision=3, change=moved("ai", "samlet", "KLAR"))
SIGNED = sign(THIRD, KEY)

BAD_BUNDLES: dict[str, tuple[bytes, int, str, str]] = {
    "unsigned": (THIRD, 403, "underskrift", "ikke underskrevet"),
    "wrong key": (sign(THIRD, STRANGER), 403, "underskrift", "ikke er blandt de godkendte nøgler"),
    "one byte changed": (SIGNED[:-20] + b"#" + SIGNED[-19:], 403, "underskrift", "ændret eller afkortet"),
    "truncated": (SIGNED[: len(SIGNED) // 2], 403, "underskrift", "ændret eller afkortet"),
    "truncated inside the signature": (SIGNED[:60], 403, "underskrift", "Underskriften foran filen er beskadiget"),
    "empty": (b"", 403, "underskrift", "ikke underskrevet"),
    "50 MB": (b"x" * 50_000_000, 413, "størrelse", "for stor"),
    "a signed file that is too large": (sign(b"#" * (MAX_BUNDLE_BYTES + 1), KEY), 413, "størrelse", "for stor"),
    "YAML bomb": (sign(b"bundle: 1\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", KEY), 422, "læsning", "Linje 2"),
    "deep nesting": (sign(b"bundle: " + b"[" * 5_000 + b"]" * 5_000, KEY), 422, "læsning", ""),
    "duplicate key": (sign(THIRD + b"bundle: 1\n", KEY), 422, "læsning", "to gange"),
    "octal-looking code": (sign(THIRD.replace(b'kode: "101"', b"kode: 0101", 1), KEY), 422, "læsning", "0101"),
    "unknown fagområde": (sign(bundle(revision=3, change=elsewhere), KEY), 422, "sammenhæng", "maanen"),
    "missing question": (
        sign(bundle(revision=3, change=without_question), KEY),
        422,
        "sammenhæng",
        "skal have 9, men har 8",
    ),
    "technology removed without saying so": (
        sign(bundle(revision=3, change=without_technology), KEY),
        *(422, "fjernet", "Softwarerobotter"),
    ),
    "renamed id": (sign(bundle(revision=3, change=renamed), KEY), 422, "fjernet", "har skiftet id"),
    "the same revision with other bytes": (
        sign(bundle(revision=2, change=moved("rpa", "samlet", "AFVENT")), KEY),
        *(422, "sammenhæng", "findes allerede med et andet indhold"),
    ),
    "an unknown field": (with_fields({"hemmelighed": 1}), 422, "felter", "hemmelighed"),
}


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("attack", BAD_BUNDLES)
async def test_a_bad_bundle_is_refused_and_the_old_edition_still_served(one_bot: Client, attack: str) -> None:
    envelope, status, step, reason = BAD_BUNDLES[attack]
    await refused(one_bot, *await push(one_bot, envelope), status, step, reason)


BAD_ACTIVATIONS: dict[str, tuple[bytes, int, str, str]] = {
    "unsigned": (activation(6, SECOND).partition(b"\n\n")[2], 403, "underskrift", "ikke underskrevet"),
    "wrong key": (activation(6, SECOND, key=STRANGER), 403, "underskrift", "godkendte nøgler"),
    "one byte changed": (activation(6, SECOND).replace(b'"serial":6', b'"serial":7'), 403, "underskrift", "ændret"),
    "lower serial": (activation(4, SECOND), 409, "serienummer", "må kun stige"),
    "same serial other bytes": (activation(5, SECOND), 409, "serienummer", "allerede brugt"),
    "the highest serial there is": (activation(MAX_SERIAL, SECOND), 409, "serienummer", "Brug 6."),
    "an unknown bundle": (activation(6, THIRD), 422, "sammenhæng", "Send udgaven, før den gøres gældende"),
    "50 MB": (b"x" * 50_000_000, 413, "størrelse", "for stor"),
}


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("attack", BAD_ACTIVATIONS)
async def test_a_bad_activation_is_refused_and_the_old_edition_still_served(one_bot: Client, attack: str) -> None:
    envelope, status, step, reason = BAD_ACTIVATIONS[attack]
    await refused(one_bot, *await activate(one_bot, envelope), status, step, reason)


async def test_a_replayed_activation_does_not_bring_the_old_edition_back(bot: Client) -> None:
    old = activation(5, FIRST)
    assert (await activate(bot, activation(6, SECOND)))[0] == 200
    status, answer = await activate(bot, old)
    assert (status, answer["step"]) == (409, "serienummer")
    assert await live(bot) == (bundle_hash(SECOND), 6)


async def test_the_activation_that_counts_may_be_sent_again_and_changes_nothing(bot: Client) -> None:
    status, answer = await activate(bot, activation(5, FIRST))
    assert (status, answer["result"], answer["repeat"]) == (200, "ACK", True)
    assert await live(bot) == (bundle_hash(FIRST), 5)


async def test_a_bundle_sent_to_the_address_of_another_is_refused(bot: Client) -> None:
    status, answer = await push(bot, SIGNED, bundle_hash(FIRST))
    await refused(bot, status, answer, 422, "sammenhæng", "Adressen siger")


async def test_an_edition_is_taken_back_by_a_new_activation_of_the_older_one(bot: Client, sent: Recorder) -> None:
    assert (await activate(bot, activation(6, SECOND)))[0] == 200
    assert (await activate(bot, activation(7, FIRST, "Sat tilbage")))[0] == 200
    assert await live(bot) == (bundle_hash(FIRST), 7)


async def test_a_revoked_key_opens_nothing_though_it_has_before(tmp_path: Path, sent: Recorder) -> None:
    async with local_bot(tmp_path, sent, kl_public_keys=PUBLIC) as client:
        assert (await push(client, sign(FIRST, KEY)))[0] == 200
        assert (await activate(client, activation(1, FIRST)))[0] == 200
    async with local_bot(tmp_path, sent, kl_public_keys=PUBLIC[1:]) as client:
        assert await live(client) == (bundle_hash(FIRST), 1)  # what was taken in stays
        for answer in (await push(client, SIGNED), await activate(client, activation(2, FIRST))):
            assert (answer[0], answer[1]["step"]) == (403, "underskrift")
        assert (await push(client, sign(SECOND, SPARE)))[0] == 200
        assert (await activate(client, activation(2, SECOND, key=SPARE)))[0] == 200


async def test_without_keys_nobody_gets_anything_in(tmp_path: Path, sent: Recorder) -> None:
    async with local_bot(tmp_path, sent) as client:
        assert (await push(client, sign(FIRST, KEY)))[0] == 403
        assert (await activate(client, activation(1, FIRST)))[0] == 403


async def test_an_edition_that_has_not_been_live_is_shown_to_nobody(bot: Client) -> None:
    assert (await bot.get(f"/api/editions/{bundle_hash(SECOND)}")).status == 404
    assert (await activate(bot, activation(6, SECOND)))[0] == 200
    async with bot.get(f"/api/editions/{bundle_hash(SECOND)}") as answer:
        assert await answer.read() == SECOND


async def test_pictures_of_an_edition_are_there_from_when_it_goes_live_and_stay(bot: Client) -> None:
    coming = bundle(change=lambda fields: fields["udgave"].update(id="kommende"))
    assert (await push(bot, sign(coming, KEY)))[0] == 200
    assert (await bot.get("/radar/kommende/samlet.png")).status == 404
    for serial, content in ((6, coming), (7, SECOND)):
        assert (await activate(bot, activation(serial, content)))[0] == 200
        assert (await bot.get("/radar/kommende/samlet.png")).status == 200
    for content in (FIRST, SECOND):
        version = version_of(read_bundle(content).bundle)
        async with bot.get(PICTURE, params={"v": version}) as picture:
            assert picture.status == 200
            assert "immutable" in picture.headers["Cache-Control"]


async def test_what_has_moved_since_an_edition_is_marked_on_the_picture_where_that_edition_was_out(bot: Client) -> None:
    assert (await activate(bot, activation(6, SECOND)))[0] == 200
    plain = await (await bot.get("/radar/eksempel/samlet.svg")).text()
    since = {"siden": version_of(read_bundle(FIRST).bundle)}
    marked = await (await bot.get("/radar/eksempel/samlet.svg", params=since)).text()
    assert marked != plain
    unknown = {"siden": version_of(read_bundle(THIRD).bundle)}
    assert await (await bot.get("/radar/eksempel/samlet.svg", params=unknown)).text() == plain


async def test_the_chat_answers_from_the_edition_that_is_live(bot: Client, sent: Recorder) -> None:
    await bot.post("/api/messages", json={**GOOD, "text": "radar samlet"})
    await all_is_sent(bot)
    before = len(sent.sent)
    assert "Softwarerobotter" in ready(sent.cards)
    assert (await activate(bot, activation(6, SECOND)))[0] == 200
    await bot.post("/api/messages", json={**GOOD, "id": "2", "text": "radar samlet"})
    await all_is_sent(bot)
    [(_, answer)] = sent.sent[before:]
    assert "Softwarerobotter" not in ready(str(answer.card))


def ready(cards: str) -> str:
    """From the word KLAR to the next ring in what a radar's card says."""
    return cards.partition("KLAR")[2].partition("AFPRØV")[0]


async def test_the_history_says_who_what_when_and_why_refused(bot: Client) -> None:
    await activate(bot, activation(4, SECOND))
    await push(bot, THIRD)  # not signed by anybody: that is no part of the history
    async with bot.get("/api/editions") as answer:
        told = await answer.json()
    assert [(line["what"], line["result"], line["serial"]) for line in told["history"]] == [
        ("aktivering", "NACK", None),
        ("udgave", "ACK", None),
        ("aktivering", "ACK", 5),
        ("udgave", "ACK", None),
    ]
    assert "må kun stige" in told["history"][0]["reasons"][0]
    assert all(len(line["key"]) == 16 and line["at"].endswith("Z") for line in told["history"])
    assert [found["name"] for found in told["bundles"]] == ["eksempel-r1", "eksempel-r2"]
    assert [found["serial"] for found in told["processes"]] == [5]
    assert told["keys"] == sorted(KEYS), "whose signature is taken, so that nobody signs in vain"


async def test_metrics_say_what_was_taken_and_refused_and_what_each_process_serves(bot: Client) -> None:
    await push(bot, THIRD)
    async with bot.get("/metrics") as answer:
        told = await answer.text()
    lines = dict(line.rsplit(" ", 1) for line in told.splitlines() if not line.startswith("#"))
    assert float(lines['teknologiradar_edition_pushes_total{result="ack"}']) == 3
    assert float(lines['teknologiradar_edition_pushes_total{result="nack"}']) == 1
    [serving] = [line for line in lines if line.startswith("teknologiradar_edition_serial{")]
    assert float(lines[serving]) == 5
    success, refusal = (
        float(lines[f"teknologiradar_edition_last_{what}_timestamp_seconds"]) for what in ("success", "refusal")
    )
    assert 0 < success <= refusal


async def test_metrics_behind_a_token_are_shown_to_nobody_without_it(tmp_path: Path, sent: Recorder) -> None:
    async with local_bot(tmp_path, sent, metrics_token="made-up-for-this-test") as client:
        for header in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Bearer "}):
            assert (await client.get("/metrics", headers=header)).status == 404
        right = {"Authorization": "Bearer made-up-for-this-test"}
        assert (await client.get("/metrics", headers=right)).status == 200


@pytest.mark.asyncio(loop_scope="module")
async def test_junk_of_any_kind_is_answered_4xx_and_leaves_no_line_in_the_history(one_bot: Client) -> None:
    before = await (await one_bot.get("/api/editions")).json()
    chance = dice("junk pushed")
    start = SIGNED[: SIGNED.index(b"\n\n") + 2]
    for number in range(cases(200)):
        junk = chance.randbytes(chance.choice((0, 1, 30, 500, 5_000)))
        body = chance.choice((junk, start + junk, SIGNED[: chance.randrange(len(SIGNED))] + junk, b"{" + junk))
        address = chance.choice(("a" * 64, "..%2f..", "%00", "æ", str(number), bundle_hash(FIRST)))
        put = one_bot.put(f"/api/editions/{address}", data=io.BytesIO(body))
        post = one_bot.post("/api/activations", data=io.BytesIO(body))
        for sent in (put, post):
            async with sent as answer:
                assert 400 <= answer.status < 500, (answer.status, body[:100])
    assert (await (await one_bot.get("/api/editions")).json())["history"] == before["history"]


async def test_where_the_database_is_in_trouble_whoever_pushes_is_asked_to_come_again(
    tmp_path: Path, bot: Client
) -> None:
    with contextlib.closing(sqlite3.connect(tmp_path / "bot.db")) as connection:
        for table in ("bundles", "activations", "edition_log", "edition_processes"):
            connection.execute(f"DROP TABLE {table}")
    for answer in (
        await bot.put(f"/api/editions/{bundle_hash(THIRD)}", data=io.BytesIO(SIGNED)),
        await bot.post("/api/activations", data=io.BytesIO(activation(6, SECOND))),
        await bot.get("/api/editions"),
        await bot.get(f"/api/editions/{bundle_hash(FIRST)}"),
    ):
        assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
    assert (await bot.get(PICTURE)).status == 200
