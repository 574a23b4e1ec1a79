"""A file is put in somebody's own OneDrive, where Teams has made room for it once they said yes: one bounded PUT.

The address comes from outside, and whoever has it can write there: it is in no log, and nothing is sent but to
SharePoint itself. Never run against SharePoint.
"""

from __future__ import annotations

import re

import aiohttp
from yarl import URL

from bot.errors import BotError
from bot.wire import Upload

TIME_LIMIT = aiohttp.ClientTimeout(total=30, connect=5)
"""Seconds that it may take."""

WRITTEN = frozenset({200, 201})
"""The statuses of a file that is there."""

# OneDrive for Business is SharePoint: »<tenant>-my.sharepoint.com«, one name below it. »*.sharepoint.com« is the row of
# SharePoint Online and OneDrive for Business for the worldwide cloud, the EU's tenants among it, in Microsoft's own
# list (learn.microsoft.com, »Microsoft 365 URLs and IP address ranges«). Stricter than any URL parser, so that no two
# of them can disagree on the host: no user, no other port, no backslash, nothing but ASCII.
_SHAREPOINT = re.compile(
    r"https://[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.sharepoint\.com(?::443)?/[!-\[\]-~]*", re.IGNORECASE | re.ASCII
)


class NotPlaced(BotError):
    """A file is not where somebody said yes to; ``str()`` says why, and holds nothing of the address."""


def is_sharepoint(url: str) -> bool:
    """Whether this is an https address on SharePoint itself."""
    return bool(_SHAREPOINT.fullmatch(url))


class OneDrive:
    """Puts files where ``may_put_to`` accepts the address."""

    def __init__(self) -> None:
        self.may_put_to = is_sharepoint

    async def put(self, upload: Upload, content: bytes) -> None:
        """Returns once the file is there. Raises ``NotPlaced``."""
        if not (content and self.may_put_to(upload.url) and self.may_put_to(upload.content_url)):
            raise NotPlaced("not an address that files are put to")
        last = len(content) - 1
        headers = {"Content-Type": "application/octet-stream", "Content-Range": f"bytes 0-{last}/{len(content)}"}
        try:
            async with (
                aiohttp.ClientSession(timeout=TIME_LIMIT, cookie_jar=aiohttp.DummyCookieJar()) as session,
                session.put(
                    URL(upload.url, encoded=True), data=content, headers=headers, allow_redirects=False
                ) as answer,
            ):
                status = answer.status
        except (aiohttp.ClientError, TimeoutError, ValueError) as failed:
            raise NotPlaced(type(failed).__name__) from None
        if status not in WRITTEN:
            raise NotPlaced(f"status {status}")
