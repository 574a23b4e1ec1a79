"""``GET /files/{token}``: one file for whoever holds its address, for a quarter of an hour.

Not single-use: those that look through links for people fetch them first. The token is in no log and in no answer, and
what is refused has no body.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from aiohttp import web

from bot.storage.database import StorageError
from bot.storage.files import Files, is_whole

log = logging.getLogger(__name__)

HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


@dataclass(frozen=True)
class FileAddresses:
    """The handler, with all it needs."""

    files: Files
    now: Callable[[], dt.datetime]

    async def get(self, request: web.Request) -> web.Response:
        """The file; 403 for a token that did not come whole, 404 for one that opens none (any more), 410 once its time
        is up, 503 where that cannot be seen.
        """
        token = request.match_info["token"]
        if not is_whole(token):
            return _without_body(403)
        try:
            found = await self.files.fetch(token, self.now())
        except StorageError as failed:
            log.warning("a file could not be fetched: %s", type(failed.__cause__).__name__)
            return _without_body(503)
        if found is None:
            return _without_body(404)
        if found.content is None:
            return _without_body(410)
        headers = {**HEADERS, "Content-Disposition": disposition(found.name)}
        return web.Response(body=found.content, content_type=found.media_type, headers=headers)


def disposition(name: str) -> str:
    """That a file is to be saved, and as what (RFC 6266): in ASCII for the oldest, and with every letter."""
    spelt = name.translate(_DANISH)
    plain = unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9 ._-]", "_", plain).strip() or "fil"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='', errors='replace')}"


def _without_body(status: int) -> web.Response:
    return web.Response(status=status, headers=HEADERS)


_DANISH = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa"})
