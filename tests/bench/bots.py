"""The bots that are measured, each a process of its own: ``python -m tests.bench.bots NAME …``.

It prints its port when it listens, and ends when its standard input does.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import dataclasses
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.cli.lasting import lasting
from tests.bench import split
from tests.bench.stock import NoCredentials, echo_bot, stock_echo
from tests.fakes.openid import APP_ID

NAMES = ("stock", "cached", "ours")


def cached_echo() -> web.Application:
    """The same echo on ``CloudAdapterBase``, with the clients kept that stock makes anew for every turn."""
    from botbuilder.core import CloudAdapterBase
    from botbuilder.integration.aiohttp import ConfigurationBotFrameworkAuthentication
    from botbuilder.schema import Activity
    from botframework.connector.aio import ConnectorClient
    from botframework.connector.auth import ConnectorFactory

    from bot.channels.connector import Connections

    class Kept(ConnectorFactory):
        def __init__(self) -> None:
            self.connections = Connections(None)

        async def create(self, service_url: str, audience: str) -> ConnectorClient:
            return self.connections.client(service_url)

    class KeptClients(ConfigurationBotFrameworkAuthentication):
        factory, user_tokens = Kept(), None

        async def authenticate_request(self, activity: Activity, auth_header: str) -> Any:
            result = await super().authenticate_request(activity, auth_header)
            result.connector_factory = self.factory
            return result

        async def create_user_token_client(self, claims_identity: Any) -> Any:
            self.user_tokens = self.user_tokens or await super().create_user_token_client(claims_identity)
            return self.user_tokens

    adapter, echo = CloudAdapterBase(KeptClients(NoCredentials())), echo_bot()

    async def messages(request: web.Request) -> web.Response:
        activity = Activity().deserialize(await request.json())
        authorization = request.headers.get("Authorization", "")
        await adapter.process_activity(authorization, activity, echo.on_turn)
        return web.Response(status=201)

    app = web.Application()
    app.add_routes([web.post("/api/messages", messages)])
    app.on_cleanup.append(lambda _: KeptClients.factory.connections.close())
    return app


def ours(database_url: str, key_server: str, connector: str, by: str) -> web.Application:
    """The bot as production builds it. Only the far ends differ: its keys, its own token, and where Teams is."""
    from bot import app
    from bot.channels.own_token import Token
    from bot.channels.signing_keys import SigningKeys
    from bot.channels.teams import channel_to_teams
    from bot.channels.tokens import TokenCheck
    from bot.settings import AppType, Settings, TeamsBy
    from bot.wire import Address, Outgoing
    from tests.bench.people import TENANTS

    channel = channel_to_teams(TeamsBy(by), lambda: Token("loopback", 86_400), lambda url: url == connector)

    class ToConnector:
        async def deliver(self, address: Address, message: Outgoing) -> str | None:
            return await channel.deliver(dataclasses.replace(address, service_url=connector), message)

        async def close(self) -> None:
            await channel.close()

    settings = Settings(
        database_url=database_url,
        app_type=AppType.MULTI_TENANT,
        app_id=APP_ID,
        app_password="loopback",
        allowed_tenants=frozenset(TENANTS),
        public_url="https://radar.example",
    )
    check = TokenCheck(APP_ID, settings.tenants, keys=SigningKeys(key_server))
    return app.build_production(settings, check, ToConnector())


async def _serve(app: web.Application) -> None:
    runner = web.AppRunner(app, access_log=None, handle_signals=False)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(runner.addresses[0][1], flush=True)
    ended = asyncio.Event()
    asyncio.get_running_loop().add_reader(sys.stdin.fileno(), ended.set)
    await ended.wait()
    await runner.cleanup()


async def _main(parsed: argparse.Namespace) -> None:
    if parsed.name == "ours":
        with lasting():  # as in bot/cli/serve.py
            app = ours(parsed.database_url, parsed.key_server, parsed.connector, parsed.by)
    else:
        app = stock_echo() if parsed.name == "stock" else cached_echo()
    await _serve(app)


@contextlib.contextmanager
def _watched(parsed: argparse.Namespace) -> Iterator[None]:
    if parsed.stages:
        with split.stages(parsed.stages):
            yield
    elif parsed.profile:
        with split.profile(parsed.profile):
            yield
    else:
        yield


def main() -> None:
    """Serves one bot."""
    parser = argparse.ArgumentParser()
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("--core", type=int, help="the only core it runs on; without, wherever there is room")
    parser.add_argument("--database-url")
    parser.add_argument("--key-server")
    parser.add_argument("--connector")
    parser.add_argument("--by", default="botbuilder", help="its way to the connector, as TR_CHANNEL has it")
    parser.add_argument("--stages", type=Path, help="time spent in each stage of a turn, as JSON, at the end")
    parser.add_argument("--profile", type=Path, help="cProfile's figures of the event loop's thread, at the end")
    parsed = parser.parse_args()
    if parsed.core is not None:
        os.sched_setaffinity(0, {parsed.core})
    with _watched(parsed):
        asyncio.run(_main(parsed))


if __name__ == "__main__":
    main()
