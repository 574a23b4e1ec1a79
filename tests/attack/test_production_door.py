"""Production wiring end to end: who carries no good token gets no turn, and leaves no trace."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestClient, TestServer

from bot.app import OUTBOX, build_production
from bot.channels.signing_keys import SigningKeys
from bot.channels.tokens import TokenCheck
from bot.settings import Settings
from tests.fakes.local_bot import Client, Recorder
from tests.fakes.openid import APP_ID, SERVICE_URL, TENANT, OpenId
from tests.fakes.postgres import ready_file


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """The bot's database file."""
    return tmp_path / "bot.db"


@pytest_asyncio.fixture
async def bot(openid: OpenId, sent: Recorder, database: Path) -> AsyncIterator[Client]:
    """The bot as in production, with a key server on this machine in the Bot Framework's place."""
    settings = Settings.model_validate(
        {
            "database_url": ready_file(database),
            "app_id": APP_ID,
            "app_password": "not-used-here",
            "tenant_id": TENANT,
            "public_url": "https://radar.example.org",
        }
    )
    openid.publish("kid-1", endorsements=["msteams"])
    check = TokenCheck(APP_ID, settings.tenants, keys=SigningKeys(openid.url))
    async with TestClient(TestServer(build_production(settings, check, sent))) as client:
        yield client


def message(**changes: Any) -> dict[str, Any]:
    """A good activity, with changes."""
    activity: dict[str, Any] = {
        "type": "message",
        "id": "a1",
        "channelId": "msteams",
        "serviceUrl": SERVICE_URL,
        "from": {"id": "29:1", "name": "Deltager"},
        "recipient": {"id": f"28:{APP_ID}", "name": "Teknologiradar"},
        "conversation": {"id": "a:1", "conversationType": "personal", "tenantId": TENANT},
        "text": "hej",
    }
    return {**activity, **changes}


def rows(database: Path) -> int:
    """Rows in all tables together, but those about the schema, the processes that are there and the clock."""
    with contextlib.closing(sqlite3.connect(database)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")]
        aside = {"alembic_version", "edition_processes", "heartbeats"}
        kept = [name for name in tables if name not in aside and not name.startswith("sqlite_")]
        return sum(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in kept)  # noqa: S608


async def test_a_good_token_gets_its_turn_on_the_newest_published_edition(
    bot: Client, openid: OpenId, sent: Recorder
) -> None:
    answer = await bot.post("/api/messages", json=message(), headers={"Authorization": openid.bearer()})
    assert answer.status == 202
    await bot.app[OUTBOX].drain()
    [(address, said)] = sent.sent
    assert address.tenant == TENANT
    assert "EKSEMPELDATA" not in str(said.card)


@pytest.mark.parametrize(
    ("authorization", "changes", "status"),
    [
        (None, {}, 401),
        ("Bearer junk", {}, 401),
        ("expired", {}, 401),
        ("wrong audience", {}, 401),
        ("good", {"serviceUrl": "https://evil.example/"}, 403),
        ("good", {"conversation": {"id": "a:1", "tenantId": "bbbbbbbb-0000-0000-0000-000000000000"}}, 403),
        ("good", {"conversation": {"id": "a:1"}}, 403),
        ("good", {"channelId": "webchat"}, 403),
    ],
)
async def test_a_refused_caller_leaves_no_row_and_is_sent_nothing(
    bot: Client,
    openid: OpenId,
    sent: Recorder,
    database: Path,
    authorization: str | None,
    changes: dict[str, Any],
    status: int,
) -> None:
    made = {
        "good": openid.bearer(),
        "expired": openid.bearer(exp=1, nbf=0),
        "wrong audience": openid.bearer(aud="somebody-else"),
    }
    headers = {"Authorization": made.get(authorization, authorization)} if authorization else {}
    answer = await bot.post("/api/messages", json=message(**changes), headers=headers)
    assert answer.status == status
    await bot.app[OUTBOX].drain()
    assert rows(database) == 0
    assert sent.sent == []


async def test_the_token_is_checked_before_the_body_is_read(bot: Client) -> None:
    answer = await bot.post("/api/messages", data=b"{not json", headers={"Content-Type": "application/json"})
    assert answer.status == 401


async def test_somebody_who_presses_faster_than_fingers_is_told_so_in_danish(bot: Client, openid: OpenId) -> None:
    said = set()
    for number in range(120):  # twenty are too many in five seconds, and a hundred in a minute on a busy machine
        press = {"action": {"type": "Action.Execute", "verb": "help", "data": {"verb": "help"}}}
        invoke = message(type="invoke", name="adaptiveCard/action", value=press, id=f"p{number}")
        answer = await bot.post("/api/messages", json=invoke, headers={"Authorization": openid.bearer()})
        assert answer.status == 200
        body = await answer.json()
        said.add(body["value"]["message"] if "message" in body["value"] else "card")
        if len(said) > 1:
            break
    assert said == {"card", "Det går lidt hurtigt for mig. Vent et øjeblik, og spørg igen."}
