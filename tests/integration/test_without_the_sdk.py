"""Over REST the running bot loads nothing of the SDK it was asked for on: a fresh interpreter, built for production."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from unittest import mock

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bot.app import OUTBOX, build_production
from bot.channels import entra
from bot.channels.own_token import Token
from bot.channels.signing_keys import SigningKeys
from bot.channels.tokens import TokenCheck
from bot.settings import Settings, is_loopback_url
from tests.fakes.local_bot import GOOD
from tests.fakes.openid import APP_ID, TENANT, OpenId

ROOT = Path(__file__).parents[2]
SDK = {"botbuilder", "botframework", "msrest", "azure"}


@pytest.mark.parametrize(("by", "loaded"), [("rest", []), ("botbuilder", sorted(SDK))])
def test_a_bot_that_answers_a_signed_message_has_loaded_the_sdk_only_where_it_is_asked_for(
    by: str, loaded: list[str], tmp_path: Path
) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("TR_")}
    ran = subprocess.run(
        [sys.executable, "-c", f"from {__name__.rpartition('.')[2]} import answers; answers()"],
        env={
            **clean,
            "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), str(ROOT)]),
            "TR_CHANNEL": by,
            "TR_DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}/bot.db",
            "TR_APP_ID": APP_ID,
            "TR_APP_PASSWORD": "made-up",
            "TR_TENANT_ID": TENANT,
            "TR_PUBLIC_URL": "https://radar.example",
        },
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    said = json.loads(ran.stdout)
    assert said == {"loaded": loaded, "authorization": "Bearer own", "sent": ["message"]}


class AnyService(TokenCheck):
    """The real check of tokens; what is answered may be answered on this machine."""

    def permits(self, *_: object, **__: object) -> None:
        """Whatever service it is."""


def answers() -> None:
    """Runs the bot of the settings on this machine, has it answer one message, and prints what it did."""
    print(json.dumps(asyncio.run(_answers())))  # noqa: T201


async def _answers() -> dict[str, object]:
    taken: list[tuple[str, str]] = []

    async def take(request: web.Request) -> web.Response:
        taken.append((request.headers["Authorization"], (await request.json())["type"]))
        return web.json_response({"id": "1"}, status=201)

    connector = web.Application()
    connector.add_routes([web.post("/v3/conversations/{conversation}/activities", take)])
    keys = OpenId()
    await keys.start()
    check = AnyService(APP_ID, frozenset({TENANT}), keys=SigningKeys(keys.url))
    with (
        mock.patch.object(entra, "access_token", lambda _: lambda: Token("own", 3600)),
        mock.patch.object(entra, "allowed_service", is_loopback_url),
    ):
        app = build_production(Settings(), check)
    async with TestServer(app) as bot, TestServer(connector, host="127.0.0.1") as service, ClientSession() as client:
        said = {**GOOD, "serviceUrl": str(service.make_url("/"))}
        headers = {"Authorization": keys.bearer()}
        async with client.post(bot.make_url("/api/messages"), json=said, headers=headers) as answer:
            assert answer.status == 202
        await app[OUTBOX].drain()
    await keys.stop()
    [(authorization, sort)] = taken
    return {
        "loaded": sorted({name.partition(".")[0] for name in sys.modules} & SDK),
        "authorization": authorization,
        "sent": [sort],
    }
