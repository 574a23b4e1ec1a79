"""``GET /radar/{edition}/{fagomraade}.png|svg``: the public radars. No own data has an address here.

``?side=2`` is the second picture of a radar with many technologies; ``?visning=navne`` has the names beside the dots,
``?visning=chat`` is the circle alone, and ``?ramme=1-4-6`` has those numbers in a frame. ``teknologi/{id}`` in place of
the fagområde is where a technology stands, and ``fagomraader/{id}_{id}`` (or ``alle``) several beside each other.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import cast

from aiohttp import web

from bot.editions.snapshot import Snapshot
from bot.errors import DrawingError
from bot.pictures.pictures import (
    ASKED,
    SIDE,
    SINCE,
    VIEW,
    VIEW_WORDS,
    Format,
    NoSuchPage,
    Pictures,
    is_of,
    version_of,
)
from bot.pictures.shown import FRAMED, UNKNOWN, framed_slug
from bot.pictures.workers import DRAWN_WITHIN
from bot.sending.pacing import Pace
from bot.storage.database import StorageError
from radar_core.editions.diff import marks
from radar_core.lookup import radar_for
from radar_core.model import SAMLET, Bundle
from radar_core.render import View

TYPES = {"png": "image/png", "svg": "image/svg+xml"}
VIEWS: dict[str | None, View] = {None: "radar", **{word: view for view, word in VIEW_WORDS.items()}}

WITHIN = DRAWN_WITHIN
"""Seconds until somebody who asks for a picture is told to come again; who has less patience gives up by themselves."""

AGAIN = 2
"""Seconds after which to come again."""


@dataclass(frozen=True)
class Images:
    """The handler, with all it needs."""

    snapshot: Callable[[], Snapshot]
    pictures: Pictures
    look: Callable[[], Awaitable[None]]
    """Takes up what other processes have made live. Raises ``StorageError``."""
    looks: Pace = field(default_factory=lambda: Pace(((1, 1.0),)))
    """Anybody can ask for what there is not."""

    async def get(self, request: web.Request) -> web.Response:
        """The picture; with the right ``?v=`` it never changes, without it asks again next time.

        503 where it is not there in time.
        """
        edition, version = request.match_info["edition"], request.query.get("v")
        bundle = self._bundle(edition, version)
        if version and (bundle is None or not is_of(version, bundle)) and await self._has_looked():
            bundle = self._bundle(edition, version)
        fmt, page, view = request.match_info["fmt"], _page(request), request.query.get(VIEW)
        if bundle is None or fmt not in TYPES or page is None or view not in VIEWS:
            raise web.HTTPNotFound
        try:
            async with asyncio.timeout(WITHIN):
                fagomraade = wanted(bundle, _slug(request), request.query.get(ASKED))
                moved = () if "/" in fagomraade else self._moved(bundle, fagomraade, request.query.get(SINCE))
                if (numbers := request.query.get(FRAMED)) is not None and "/" not in fagomraade:
                    fagomraade = framed_slug(fagomraade, numbers)
                picture = await self.pictures.get(
                    bundle, fagomraade, cast(Format, fmt), page=page, view=VIEWS[view], moved=moved
                )
        except (*UNKNOWN, NoSuchPage):
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

    def _bundle(self, edition: str, version: str | None) -> Bundle | None:
        """The bundle of an edition: the revision that the version is of, whichever release of the bot drew it, else the
        one that is live, else the newest."""
        snapshot = self.snapshot()
        found = [each for each in snapshot.catalog.bundles if each.edition.id == edition and snapshot.is_public(each)]
        found.sort(key=lambda each: (version is not None and is_of(version, each), each.sha256 == snapshot.live.sha256))
        return found[-1] if found else None

    async def _has_looked(self) -> bool:
        """Looks for what this process does not know yet, once a second at most."""
        if self.looks.wait("", time.monotonic()) > 0:
            return False
        with contextlib.suppress(TimeoutError, StorageError):
            async with asyncio.timeout(WITHIN):
                await self.look()
        return True

    def _moved(self, bundle: Bundle, fagomraade: str, since: str | None) -> tuple[tuple[str, str], ...]:
        """What has moved on a radar since the bundle with a version; nothing where it is not at hand."""
        if since is None:
            return ()
        snapshot = self.snapshot()
        seen = (each for each in snapshot.catalog.bundles if snapshot.is_public(each))
        before = next((each for each in seen if is_of(since, each)), None)
        return tuple(sorted(marks(before, bundle, fagomraade).items())) if before else ()


def wanted(bundle: Bundle, shown: str, asked: str | None) -> str:
    """The fagområde whose picture is wanted: the one the samlet radar stands in for, where that is said and is so."""
    return asked if shown == SAMLET and asked and radar_for(bundle, asked).is_fallback else shown


def _slug(request: web.Request) -> str:
    """What the picture is of."""
    return "/".join(filter(None, [request.match_info.get("kind"), request.match_info["fagomraade"]]))


def _page(request: web.Request) -> int | None:
    """The page asked for, None where that is no number a page can have."""
    asked = request.query.get(SIDE, "1")
    return int(asked) if re.fullmatch(r"[1-9][0-9]?", asked, re.ASCII) else None
