"""What a call to Teams keeps to, whoever writes it: its limits, its bytes, and how its answer is read."""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Mapping
from typing import Any

import aiohttp

from bot.encoding import encoded
from bot.wire import FileConsent, Outgoing, PlacedFile
from dialogs.texts import taking as words
from radar_core.spelling import together

TIME_LIMIT = aiohttp.ClientTimeout(total=15, connect=5)
"""Seconds one call may take."""

TAKEN = frozenset({200, 201, 202})
"""The statuses of a message that was taken; with any other it was refused."""

LOCALE = "da-DK"

_FILES = "application/vnd.microsoft.teams.card.file"

CARD = "application/vnd.microsoft.card.adaptive"
"""What sort of attachment a card is."""

IMAGE_NAME = "egen-radar.png"
"""What a picture is called where somebody saves it."""


def session() -> aiohttp.ClientSession:
    """The connections of one channel, which closes them. How many calls are under way is the outbox' to decide: here
    the slow ones would make the others wait."""
    return aiohttp.ClientSession(
        timeout=TIME_LIMIT, connector=aiohttp.TCPConnector(limit=0), cookie_jar=aiohttp.DummyCookieJar()
    )


def utf8(body: Mapping[str, Any]) -> bytes:
    """JSON with æ as two bytes rather than six of ASCII: what Teams takes is counted in bytes."""
    return encoded(body, halves="replace")


def data_url(png: bytes) -> str:
    """The address of a picture that carries its own bytes: own use has no public one."""
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"


def spoken(message: Outgoing) -> str:
    """The text of a message, with those it names before it."""
    named = together([mention_of(who.name) for who in message.mentions])
    return ": ".join(filter(None, [named, message.text or ""]))


def mention_of(name: str) -> str:
    """Somebody's name as Teams finds it in a text; the entity that says who it is has the same."""
    return f"<at>{html.escape(name, quote=False)}</at>"


async def object_of(answer: aiohttp.ClientResponse) -> dict[str, Any]:
    """The JSON object an answer holds, or an empty one for anything else, and where it breaks off: the status has said
    what became of the message, whatever it is wrapped in."""
    try:
        body = json.loads(await answer.read())
    except (aiohttp.ClientError, TimeoutError, ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def attachment(what: FileConsent | PlacedFile) -> tuple[str, dict[str, Any]]:
    """The type and the rest of an attachment about a file, as learn.microsoft.com documents them (»Send and receive
    files«). Never run in Teams itself."""
    if isinstance(what, FileConsent):
        context = {"file": what.file}
        asked = {"description": words.CONSENT, "sizeInBytes": what.size}
        answers = {"acceptContext": context, "declineContext": context}
        return f"{_FILES}.consent", {"name": what.name, "content": asked | answers}
    content = {"uniqueId": what.unique_id, "fileType": what.file_type}
    return f"{_FILES}.info", {"name": what.name, "contentUrl": what.content_url, "content": content}


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait, where the service says it in seconds."""
    value = headers.get("Retry-After", "")
    return float(value) if value.isascii() and value.isdigit() and len(value) < 6 else None
