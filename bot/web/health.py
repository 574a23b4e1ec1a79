"""``GET /healthz``: the process answers. ``GET /readyz``: so does its database, and what is written there is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from bot import __version__
from bot.errors import Wrong
from bot.web.write_trial import WriteTrial

PICTURES = "pictures"
"""What is missing while cards would come without their pictures."""

REASONS = (*(each.value for each in Wrong), PICTURES)
"""Every word that ``/readyz`` can say in place of ``ready``."""


@dataclass(frozen=True)
class Health:
    """The handlers, with all they need."""

    writing: WriteTrial
    is_prepared: Callable[[], bool] = lambda: True
    """Whether what is drawn at a start is drawn, or has been waited for long enough."""

    async def healthz(self, request: web.Request) -> web.Response:
        """200 as long as the process answers at all, and which version it is."""
        return web.Response(text=f"ok {__version__}\n")

    async def readyz(self, request: web.Request) -> web.Response:
        """200 when the bot can do its work, else 503 and one word that says what is missing."""
        missing = await self.missing()
        return web.Response(text="ready\n") if missing is None else web.Response(status=503, text=f"{missing}\n")

    async def missing(self) -> str | None:
        """One of ``REASONS``; None when the bot can do its work."""
        if (trouble := await self.writing.trouble()) is not None:
            return trouble.value
        return None if self.is_prepared() else PICTURES
