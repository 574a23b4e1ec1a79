"""``/metrics`` counts what is done and what is not, says how it stands, and opens to nobody by accident."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
import sqlite3
import subprocess
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestClient, TestServer

import bot.web.messages
from bot.app import EDITIONS, OUTBOX, PICTURES, TURNS, build_production
from bot.channels.signing_keys import SigningKeys
from bot.channels.tokens import TokenCheck
from bot.errors import Busy, DeliveryError, DrawingFailed, TooSlow
from bot.settings import Settings
from bot.storage.backlog import Waits
from bot.storage.store import Store
from bot.telemetry.meters import Made, Meters
from bot.turns.turn import TurnLost
from bot.web.health import REASONS
from bot.wire import Address, ChatKind, Incoming, Kind, Outgoing, Reply
from tests.fakes.database_files import moved, put_back
from tests.fakes.local_bot import GOOD, Client, Recorder, local_bot
from tests.fakes.metrics import names, needs_promtool, read, rises, told, value
from tests.fakes.openid import APP_ID, TENANT, OpenId
from tests.fakes.postgres import ready_file
from tests.fakes.teams_bot import PATIENCE

ROOT = Path(__file__).parents[2]
TOKEN = "made-up-for-this-test"
NOW = dt.datetime(2026, 11, 29, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here is about a slow machine."""
    monkeypatch.setattr(bot.web.messages, "TIME_LIMIT", PATIENCE)


def settings(folder: Path, **changes: Any) -> Settings:
    return Settings.model_validate(
        {
            "database_url": ready_file(folder / "bot.db"),
            "app_id": APP_ID,
            "app_password": "not-used-here",
            "tenant_id": TENANT,
            "public_url": "https://radar.example.org",
            **changes,
        }
    )


def production(folder: Path, openid: OpenId, **changes: Any) -> Client:
    """The bot as in production, with a key server on this machine in the Bot Framework's place."""
    openid.publish("kid-1", endorsements=["msteams"])
    check = TokenCheck(APP_ID, frozenset({TENANT}), keys=SigningKeys(openid.url))
    return TestClient(TestServer(build_production(settings(folder, **changes), check, Recorder())))


@pytest_asyncio.fixture
async def running(tmp_path: Path) -> AsyncIterator[Client]:
    """The bot in local mode."""
    async with local_bot(tmp_path, Recorder()) as client:
        yield client


async def says(running: Client, number: int, **changes: Any) -> None:
    async with running.post("/api/messages", json={**GOOD, "id": f"m{number}", **changes}) as answer:
        assert answer.status < 500


# Who sees them


async def test_in_production_nobody_sees_them_without_a_token_not_even_from_this_machine(
    tmp_path: Path, openid: OpenId
) -> None:
    # A proxy on this machine that writes no header of its own is just such a caller.
    async with production(tmp_path, openid) as client:
        for headers in ({}, {"Authorization": "Bearer "}, {"X-Forwarded-For": "203.0.113.7"}):
            async with client.get("/metrics", headers=headers) as answer:
                assert (answer.status, "teknologiradar" in await answer.text()) == (404, False)
        assert (await client.get("/readyz")).status == 200


async def test_in_production_the_token_opens_them_and_nothing_else_does(tmp_path: Path, openid: OpenId) -> None:
    async with production(tmp_path, openid, metrics_token=TOKEN) as client:
        for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": f"bearer {TOKEN}"}):
            assert (await client.get("/metrics", headers=headers)).status == 404
        samples = await told(client, TOKEN)
    assert value(samples, "ready") == 1


# What stands in the documents


async def test_every_metric_has_its_line_in_the_documents_and_every_line_is_a_metric(
    tmp_path: Path, openid: OpenId
) -> None:
    async with production(tmp_path, openid, metrics_token=TOKEN, app_password_expires="2027-11-30") as client:
        async with client.post("/api/messages", json=GOOD, headers={"Authorization": openid.bearer()}) as _:
            pass  # the keys are fetched for the first who comes
        found = names(await told(client, TOKEN))
    page = (ROOT / "docs" / "drift.md").read_text("utf-8")
    section = page.split("\n## Målinger\n")[1].split("\n## ")[0]
    assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
    assert set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) == found


def test_every_word_that_readyz_can_say_has_its_line_in_the_documents() -> None:
    page = (ROOT / "docs" / "drift.md").read_text("utf-8")
    section = page.split("\n## Er den klar?\n")[1].split("\n## ")[0]
    assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == list(REASONS)


@needs_promtool
async def test_prometheus_own_tool_finds_nothing_to_say_about_them(running: Client) -> None:
    await says(running, 1)
    async with running.get("/metrics") as answer:
        text = await answer.read()
    checked = await asyncio.to_thread(
        subprocess.run, ["promtool", "check", "metrics"], input=text, capture_output=True, check=False
    )
    assert (checked.returncode, checked.stdout + checked.stderr) == (0, b"")


# What is counted


async def test_every_turn_is_counted_once_by_how_it_came_and_timed(running: Client) -> None:
    before = await told(running)
    await says(running, 1)
    await says(running, 1)  # delivered twice: two turns, one effect
    await says(running, 2, type="messageUpdate", channelData={"eventType": "editMessage"})
    after = await told(running)
    assert rises(before, after, "turns_total") == {("message", "done"): 2, ("edit", "done"): 1}
    assert rises(before, after, "turn_seconds_count") == {("message",): 2, ("edit",): 1}


@pytest.mark.parametrize(
    ("raised", "outcome"),
    [(TurnLost(), "overtaken"), (ValueError("made up"), "fault"), (TimeoutError(), "cut_off")],
)
async def test_a_turn_that_fails_is_counted_by_what_became_of_it(
    running: Client, monkeypatch: pytest.MonkeyPatch, raised: Exception, outcome: str
) -> None:
    async def take(_: Incoming) -> Reply:
        raise raised

    assert running.app is not None
    before = await told(running)
    monkeypatch.setattr(running.app[TURNS], "take", take)
    await says(running, 1)
    assert rises(before, await told(running), "turns_total") == {("message", outcome): 1}


async def test_where_the_database_is_in_trouble_the_metrics_answer_and_say_what_it_is(
    tmp_path: Path, running: Client
) -> None:
    before = await told(running)
    assert value(before, "ready") == 1 and ("teknologiradar_outbox_late_seconds", frozenset()) in before
    moved(tmp_path / "bot.db")
    await says(running, 1)
    after = await told(running)
    put_back(tmp_path / "bot.db")
    assert rises(before, after, "turns_total") == {("message", "database"): 1}
    assert (value(after, "ready"), value(after, "not_ready", why="moved")) == (0, 1)
    assert "teknologiradar_outbox_late_seconds" not in names(after), "what is not known is not shown as none"


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ({"data": b"{", "headers": {"Content-Type": "application/json"}}, "unreadable"),
        ({"data": b"x", "headers": {"Content-Type": "text/plain"}}, "type"),
        ({"json": {**GOOD, "serviceUrl": "https://elsewhere.example/"}}, "scope"),
        ({"json": {**GOOD, "conversation": {"conversationType": "personal", "tenantId": "t"}}}, "unreadable"),
        ({"json": {**GOOD, "from": None}}, "not_ours"),
    ],
)
async def test_a_call_that_is_no_turn_is_counted_by_why(running: Client, sent: dict[str, Any], why: str) -> None:
    before = await told(running)
    async with running.post("/api/messages", **sent) as answer:
        assert 400 <= answer.status < 500
    after = await told(running)
    assert rises(before, after, "refusals_total") == {(why,): 1}
    assert rises(before, after, "turns_total") == {}


async def test_a_caller_without_a_good_token_is_counted(tmp_path: Path, openid: OpenId) -> None:
    async with production(tmp_path, openid, metrics_token=TOKEN) as client:
        before = await told(client, TOKEN)
        async with client.post("/api/messages", json=GOOD) as answer:
            assert answer.status == 401
        assert rises(before, await told(client, TOKEN), "refusals_total") == {("token",): 1}


class Refusing(Recorder):
    """A Teams that answers with a status."""

    status = 503

    async def deliver(self, address: Address, message: Outgoing) -> str | None:
        """Refuses."""
        raise DeliveryError(self.status)


async def test_what_could_not_be_delivered_is_counted_and_waits_and_what_never_can_be_is_given_up(
    tmp_path: Path,
) -> None:
    teams = Refusing()
    async with local_bot(tmp_path, teams) as client:
        assert client.app is not None
        before = await told(client)
        await says(client, 1)
        await client.app[OUTBOX].drain()
        after = await told(client)
        assert rises(before, after, "deliveries_total") == {("retried",): 1}
        assert value(after, "outbox_messages", state="waiting") == 1
        teams.status = 403
        await says(client, 2, conversation={**GOOD["conversation"], "id": "another"})
        await client.app[OUTBOX].drain()
        last = await told(client)
    assert rises(after, last, "deliveries_total") == {("given_up",): 1}
    assert value(last, "outbox_messages", state="dead") == 1


async def test_what_teams_takes_is_counted_and_timed(running: Client) -> None:
    assert running.app is not None
    before = await told(running)
    await says(running, 1)
    await running.app[OUTBOX].drain()
    after = await told(running)
    assert rises(before, after, "deliveries_total") == {("delivered",): 1}
    assert rises(before, after, "delivery_seconds_count") == {(): 1}
    assert value(after, "outbox_messages", state="waiting") == 0


async def test_a_picture_is_counted_when_it_is_drawn_and_not_when_it_is_at_hand(running: Client) -> None:
    assert running.app is not None
    before = await told(running)
    for _ in range(2):
        await running.app[PICTURES].get(running.app[EDITIONS].snapshot.live, "samlet", "png")
    after = await told(running)
    assert rises(before, after, "pictures_total") == {("made",): 1}
    assert rises(before, after, "picture_seconds_count") == {(): 1}


@pytest.mark.parametrize(
    ("raised", "outcome"), [(Busy("x"), Made.BUSY), (TooSlow("x"), Made.SLOW), (DrawingFailed("x"), Made.FAILED)]
)
async def test_a_picture_or_file_that_does_not_come_about_is_counted_by_why(raised: Exception, outcome: Made) -> None:
    async def draw(_: str) -> bytes:
        raise raised

    meters = Meters()
    for measured in (meters.drawing(draw), meters.writing(draw)):
        with pytest.raises(type(raised)):
            await measured("a picture")
    for name in ("pictures_total", "files_total"):
        found = meters.registry.get_sample_value(f"teknologiradar_{name}", {"outcome": outcome.value})
        assert found == 1, name


def test_a_token_that_could_not_be_fetched_is_counted_and_the_reason_goes_on() -> None:
    answers = iter([PermissionError("invalid_client"), None])

    def fetch() -> str:
        if failed := next(answers):
            raise failed
        return "a token"

    meters = Meters()
    fetching = meters.fetching(fetch)
    with pytest.raises(PermissionError, match="invalid_client"):
        fetching()
    assert fetching() == "a token"
    counted = {
        outcome: meters.registry.get_sample_value("teknologiradar_own_token_fetches_total", {"outcome": outcome})
        for outcome in ("fetched", "failed")
    }
    assert counted == {"fetched": 1, "failed": 1}


async def test_a_clock_that_is_doubted_is_told(tmp_path: Path, running: Client) -> None:
    assert value(await told(running), "clock_doubted") == 0
    with closing(sqlite3.connect(tmp_path / "bot.db")) as connection, connection:
        connection.execute(
            "INSERT OR REPLACE INTO heartbeats (what, at, doubted_at) VALUES ('clock', ?, ?)",
            ("2026-01-01 00:00:00",) * 2,
        )
    assert value(await told(running), "clock_doubted") == 1


async def test_nothing_that_can_be_said_in_a_label_is_more_than_a_word_of_ours(running: Client) -> None:
    await says(running, 1)
    samples = await told(running)
    free = {"process", "version", "edition", "le"}
    words = {text for _, labels in samples for name, text in labels if name not in free}
    assert words and all(re.fullmatch(r"[a-z_]+", word) for word in words)


# The outbox of all processes


@pytest_asyncio.fixture
async def store(any_database_url: str) -> AsyncIterator[Store]:
    opened = Store(any_database_url)
    await opened.open()
    yield opened
    await opened.close()


async def says_later(store: Store, conversation: str, at: dt.datetime, *texts: str) -> None:
    """A turn whose messages wait."""
    address = Address("t", conversation, ChatKind.PERSONAL, "https://smba.trafficmanager.net/emea/", "28:b", "Bot")
    stands = await store.load(address, f"a-{at}")
    reply = Reply(outgoing=tuple(Outgoing(Kind.SEND, text=text) for text in texts))
    await store.commit(stands, f"a-{at}", at, None, reply)


async def test_an_empty_outbox_is_neither_old_nor_late(store: Store) -> None:
    none = {"waiting": 0, "drawing": 0, "status": 0, "dead": 0}
    assert await store.backlog.waits(NOW) == Waits(none, 0.0, 0.0)


async def test_what_nobody_takes_is_late_and_what_waits_for_its_time_is_only_old(store: Store) -> None:
    minute = dt.timedelta(minutes=1)
    await says_later(store, "first", NOW, "one", "two")
    late = await store.backlog.waits(NOW + minute)
    assert (late.messages["waiting"], late.oldest, late.late) == (2, 60.0, 60.0)
    (queued,) = await store.claim(NOW + minute, 10)
    in_hand = await store.backlog.waits(NOW + minute)
    assert (in_hand.oldest, in_hand.late) == (60.0, 0.0), "one is being delivered, and the next waits for it"
    await store.put_off(queued, NOW + 10 * minute)
    put_off = await store.backlog.waits(NOW + 5 * minute)
    assert (put_off.oldest, put_off.late) == (300.0, 0.0)
    assert (await store.backlog.waits(NOW + 11 * minute)).late == 60.0


async def test_two_scrapes_at_once_say_the_same(running: Client) -> None:
    first, second = await asyncio.gather(told(running), told(running))
    assert names(first) == names(second)


async def test_a_reader_that_asks_for_openmetrics_gets_it(running: Client) -> None:
    async with running.get("/metrics", headers={"Accept": "application/openmetrics-text; version=1.0.0"}) as answer:
        assert answer.headers["Content-Type"].startswith("application/openmetrics-text")
        assert (await answer.text()).endswith("# EOF\n")
    async with running.get("/metrics") as answer:
        assert answer.headers["Content-Type"].startswith("text/plain")
        assert read(await answer.text())
