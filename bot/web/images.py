"""``GET /radar/{edition}/{fagomraade}.png|svg``: the public radars. No own data has an address here.

``?side=2`` is the second picture of a radar with many technologies; ``?visning=navne`` has the names beside the dots.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
from dataclasses import dataclass
from typing import cast

from aiohttp import web

from bot.drawing import DrawingError
from bot.pictures import NAMES, SIDE, VIEW, Format, NoSuchPage, Pictures, View, version_of
from radar_core.catalog import Catalog
from radar_core.errors import UnknownEdition, UnknownFagomraade
from radar_core.model import Bundle, Status

TYPES = {"png": "image/png", "svg": "image/svg+xml"}
VIEWS: dict[str | None, View] = {None: "radar", NAMES: "names"}

WITHIN = 5.0
"""Seconds until somebody who asks for a picture is told to come again; it is drawn meanwhile."""

AGAIN = 2
"""Seconds after which to come again."""


@dataclass(frozen=True)
class Images:
    """The handler, with all it needs. ``live`` may be shown whatever its status; others only when published."""

    catalog: Catalog
    pictures: Pictures
    live: Bundle

    async def get(self, request: web.Request) -> web.Response:
        """The picture; with the right ``?v=`` it never changes, without it asks again next time.

        503 where it is not there in time.
        """
        bundle = self._bundle(request.match_info["edition"])
        fmt, page, view = request.match_info["fmt"], _page(request), request.query.get(VIEW)
        if bundle is None or fmt not in TYPES or page is None or view not in VIEWS:
            raise web.HTTPNotFound
        try:
            async with asyncio.timeout(WITHIN):
                picture = await self.pictures.get(
                    bundle, request.match_info["fagomraade"], cast(Format, fmt), page=page, view=VIEWS[view]
                )
        except (UnknownFagomraade, NoSuchPage):
            raise web.HTTPNotFound from None
        except (TimeoutError, DrawingError):
            headers = {"Retry-After": str(AGAIN), "Cache-Control": "no-store"}
            raise web.HTTPServiceUnavailable(headers=headers) from None
        tag = hashlib.sha256(picture).hexdigest()[:32]
        fixed = request.query.get("v") == version_of(bundle)
        headers = {
            "ETag": f'"{tag}"',
            "Cache-Control": "public, max-age=31536000, immutable" if fixed else "no-cache",
            "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
            "X-Content-Type-Options": "nosniff",
        }
        if any(known.value in (tag, "*") for known in request.if_none_match or ()):
            return web.Response(status=304, headers=headers)
        return web.Response(body=picture, content_type=TYPES[fmt], headers=headers)

    def _bundle(self, edition: str) -> Bundle | None:
        try:
            bundle = self.catalog.bundle(edition)
        except UnknownEdition:
            return None
        shown = bundle.edition.status in (Status.OFFENTLIGGJORT, Status.ANDENHAAND)
        return bundle if shown or bundle.sha256 == self.live.sha256 else None


def _page(request: web.Request) -> int | None:
    """The page asked for, None where that is no number a page can have."""
    asked = request.query.get(SIDE, "1")
    return int(asked) if re.fullmatch(r"[1-9][0-9]?", asked, re.ASCII) else None
