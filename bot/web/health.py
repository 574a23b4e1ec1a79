"""``GET /healthz``: the process answers. ``GET /readyz``: so does its database."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass

from aiohttp import web

from bot.storage.sql import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Health:
    """The handlers, with all they need."""

    store: Store

    async def healthz(self, request: web.Request) -> web.Response:
        """200 as long as the process answers at all."""
        return web.Response(text="ok\n")

    async def readyz(self, request: web.Request) -> web.Response:
        """200 when the database answers within two seconds, else 503."""
        try:
            async with asyncio.timeout(2):
                await self.store.alive()
        except Exception:
            log.exception("the database does not answer")
            return web.Response(status=503, text="database\n")
        return web.Response(text="ready\n")
