"""KL's push: ``PUT /api/editions/{hash}``, ``POST /api/activations`` and ``GET /api/editions``.

A signature is what lets one in, so nothing else is asked for. What is refused is answered with every reason.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import functools
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.editions.live import GONE, Accepted, Editions
from bot.storage.database import StorageError
from bot.web.readers import Readers, TooLarge, TooLate, TooMany
from radar_core.editions.bundle import MAX_BUNDLE_BYTES
from radar_core.editions.refusal import EditionRefused, Step, refuse
from radar_core.push.activation import MAX_ACTIVATION_BYTES
from radar_core.push.signing import OVERHEAD

log = logging.getLogger(__name__)

LATER = {"Retry-After": "5"}

AT_ONCE = 4
"""Pushes worked on at once, each once the whole of it is here."""

WITHIN = 5.0
"""Seconds that one waits for those before it; then it is asked to come again."""

_STATUS = {Step.SIZE: 413, Step.SIGNATURE: 403, Step.SERIAL: 409}


Handler = Callable[["EditionsApi", web.Request], Awaitable[web.Response]]


def _or_later(handler: Handler) -> Handler:
    """Where the database is in trouble, nothing has been taken: it can be sent again."""

    @functools.wraps(handler)
    async def answered(api: EditionsApi, request: web.Request) -> web.Response:
        try:
            return await handler(api, request)
        except StorageError:
            log.warning("the database is in trouble; %s can be sent again", request.method, exc_info=True)
            raise web.HTTPServiceUnavailable(headers=LATER) from None

    return answered


@dataclass
class EditionsApi:
    """The handlers, with all they need."""

    editions: Editions
    readers: Readers = field(default_factory=Readers)
    _working: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    @_or_later
    async def push(self, request: web.Request) -> web.Response:
        """Takes a signed bundle file; the address says the SHA-256 of the file inside the envelope."""
        sha256 = request.match_info["hash"]
        return await self._take(request, MAX_BUNDLE_BYTES, lambda body: self.editions.push(body, "udgave", sha256))

    @_or_later
    async def get(self, request: web.Request) -> web.Response:
        """A bundle file that is or was live, as it was pushed, without its envelope."""
        content = await self.editions.kept.content(request.match_info["hash"])
        if content is None:
            raise web.HTTPNotFound
        return web.Response(body=content, content_type="application/yaml")

    @_or_later
    async def activate(self, request: web.Request) -> web.Response:
        """Takes a signed activation."""
        return await self._take(request, MAX_ACTIVATION_BYTES, lambda body: self.editions.activate(body, "aktivering"))

    @_or_later
    async def list(self, request: web.Request) -> web.Response:
        """What is live, whose signature is taken, in which processes, what there is to activate, and what happened."""
        editions = self.editions
        snapshot = editions.snapshot
        now = editions.now()
        running = await editions.kept.processes(now - GONE)
        return web.json_response(
            {
                "live": {
                    "edition": snapshot.live.edition.id,
                    "hash": snapshot.live.sha256,
                    "serial": snapshot.serial,
                },
                "keys": sorted(editions.keys),
                "processes": [{"process": p.process, "serial": p.serial, "at": _iso(p.at)} for p in running],
                "bundles": [
                    {"hash": b.sha256, "name": b.name, "key": b.key_id, "at": _iso(b.at), "been_live": b.been_live}
                    for b in await editions.kept.listed()
                ],
                "history": [
                    {
                        "at": _iso(line.at),
                        "what": line.what,
                        "about": line.about,
                        "serial": line.serial,
                        "key": line.key_id,
                        "result": "ACK" if line.accepted else "NACK",
                        "reasons": line.reasons,
                        "note": line.note,
                    }
                    for line in await editions.kept.history()
                ],
            },
            headers={"Cache-Control": "no-store"},
        )

    async def _take(
        self, request: web.Request, most: int, work: Callable[[bytes], Awaitable[Accepted]]
    ) -> web.Response:
        """Reads the envelope, never more of it than may be, and then works on it in its turn."""
        try:
            async with self.readers.body(request, most + OVERHEAD) as body:
                async with asyncio.timeout(WITHIN):
                    await self._working.acquire()
                try:
                    return _ack(await work(body))
                finally:
                    self._working.release()
        except TooLarge:
            return _nack(refuse(Step.SIZE, f"Filen er for stor: den må højst fylde {most // 1000} kB.", "udgave"))
        except EditionRefused as refused:
            return _nack(refused)
        except TooLate:
            raise web.HTTPRequestTimeout from None
        except (TooMany, TimeoutError):
            raise web.HTTPServiceUnavailable(headers=LATER) from None


def _ack(accepted: Accepted) -> web.Response:
    told: dict[str, Any] = {
        "result": "ACK",
        "what": accepted.what,
        "name": accepted.name,
        "hash": accepted.sha256,
        "serial": accepted.serial,
        "repeat": accepted.is_repeat,
    }
    return web.json_response(told)


def _nack(refused: EditionRefused) -> web.Response:
    told = {"result": "NACK", "step": refused.step.value, "reasons": refused.reasons}
    return web.json_response(told, status=_STATUS.get(refused.step, 422))


def _iso(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
