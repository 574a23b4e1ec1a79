"""``GET /radar/{edition}/{fagomraade}.png|svg``: the public radars. No own data has an address here."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import cast

from aiohttp import web

from bot.pictures import Format, Pictures, version_of
from radar_core.catalog import Catalog
from radar_core.errors import UnknownEdition, UnknownFagomraade
from radar_core.model import Bundle, Status

TYPES = {"png": "image/png", "svg": "image/svg+xml"}


@dataclass(frozen=True)
class Images:
    """The handler, with all it needs. ``live`` may be shown whatever its status; others only when published."""

    catalog: Catalog
    pictures: Pictures
    live: Bundle

    async def get(self, request: web.Request) -> web.Response:
        """The picture; with the right ``?v=`` it never changes, without it asks again next time."""
        fmt = request.match_info["fmt"]
        bundle = self._bundle(request.match_info["edition"])
        if bundle is None or fmt not in TYPES:
            raise web.HTTPNotFound
        try:
            picture = await self.pictures.get(bundle, request.match_info["fagomraade"], cast(Format, fmt))
        except UnknownFagomraade:
            raise web.HTTPNotFound from None
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
