"""A proxy in front of several bots, that does with them what a proxy may.

It keeps connections, asks the bots in turn, and where it cannot get in, or a connection is closed under what it sent,
goes on to the next, for five seconds at most: as ``deploy/Caddyfile`` has it for what Teams sends.
"""

from __future__ import annotations

import asyncio
import itertools

import aiohttp
from aiohttp import web

from tests.fakes.teams_bot import HOST

TRIES_FOR = 5.0
"""Seconds, as ``lb_try_duration``."""

PAUSE = 0.1
"""Seconds between two rounds, as ``lb_try_interval``."""


class Proxy:
    """Listens at ``url`` and passes on to ``bots`` (URLs), which may change at any time."""

    def __init__(self) -> None:
        self.bots: list[str] = []
        self.url = ""
        self._turn = itertools.count()
        self._runner: web.AppRunner | None = None
        self._session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        """Begins to listen."""
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._pass)
        self._session = aiohttp.ClientSession()
        self._runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, 0).start()
        self.url = f"http://{HOST}:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Ends every connection."""
        if self._runner is not None:
            await self._runner.cleanup()
        if self._session is not None:
            await self._session.close()

    async def _pass(self, request: web.Request) -> web.Response:
        assert self._session is not None, "the proxy is not started"
        body = await request.read()
        headers = {"Content-Type": request.headers.get("Content-Type", "")}
        loop = asyncio.get_running_loop()
        until = loop.time() + TRIES_FOR
        while loop.time() < until:
            first = next(self._turn)
            for number in range(len(self.bots)):
                bot = self.bots[(first + number) % len(self.bots)]
                try:
                    async with self._session.request(
                        request.method, bot + request.path_qs, data=body, headers=headers
                    ) as answer:
                        kind = {"Content-Type": answer.headers.get("Content-Type", "text/plain")}
                        return web.Response(status=answer.status, body=await answer.read(), headers=kind)
                except aiohttp.ClientConnectionError:
                    continue
            await asyncio.sleep(PAUSE)
        return web.Response(status=502)
