"""Who may send a long body, how much at once and for how long: anybody can, so nobody may hold the others up."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
from collections import Counter
from collections.abc import AsyncIterator, Collection, Iterator
from dataclasses import dataclass, field

from aiohttp import web

from bot.errors import BotError
from bot.settings import Network

PIECE = 65_536
FORWARDED_FOR = "X-Forwarded-For"


class TooLarge(BotError):
    """The body is longer than it may be."""


class TooMany(BotError):
    """So much is being read already that this is to come again."""


class TooLate(BotError):
    """The body was not there in time, or broke off."""


@dataclass(frozen=True)
class ReadingLimits:
    """How much is taken at once of what strangers send."""

    readers: int = 32
    per_caller: int = 4
    total: int = 16 * 1024 * 1024
    """Bytes of all bodies that are being read, or worked on."""
    within: float = 5.0
    """Seconds for one whole body."""


@dataclass
class Readers:
    """Reads bodies. Whoever is slow takes a place of their own address' alone, and only for a while."""

    limits: ReadingLimits = ReadingLimits()
    trusted: Collection[Network] = ()
    """The proxies that are believed when they say whom they pass on."""
    _reading: Counter[str] = field(default_factory=Counter)
    _held: int = 0

    @contextlib.asynccontextmanager
    async def body(self, request: web.Request, most: int) -> AsyncIterator[bytes]:
        """The body, of at most ``most`` bytes. Raises ``TooMany``, ``TooLarge``, ``TooLate``."""
        held = bytearray()
        try:
            with self._place(caller_of(request, self.trusted)):
                try:
                    async with asyncio.timeout(self.limits.within):
                        async for piece in request.content.iter_chunked(PIECE):
                            if self._held + len(piece) > self.limits.total:
                                raise TooMany
                            self._held += len(piece)
                            held += piece
                            if len(held) > most:
                                raise TooLarge
                except (TimeoutError, ConnectionError, web.RequestPayloadError):
                    raise TooLate from None
            yield bytes(held)
        finally:
            self._held -= len(held)

    @contextlib.contextmanager
    def _place(self, caller: str) -> Iterator[None]:
        limits = self.limits
        if self._reading.total() >= limits.readers or self._reading[caller] >= limits.per_caller:
            raise TooMany
        self._reading[caller] += 1
        try:
            yield
        finally:
            self._reading[caller] -= 1
            self._reading += Counter()  # lets go of those who have none


def caller_of(request: web.Request, trusted: Collection[Network]) -> str:
    """Whom a request comes from: the nearest address that is no trusted proxy's; a whole net of one customer in IPv6.

    What is forwarded is believed only as far as trusted proxies have written it, from the last to the first.
    """
    chain = [part.strip() for line in request.headers.getall(FORWARDED_FOR, []) for part in line.split(",")]
    caller = request.remote or ""
    while chain and _is_trusted(caller, trusted):
        caller = chain.pop()
    address = _address(caller)
    if address is None:
        return "?"  # all who say what is no address share one's places
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def _is_trusted(caller: str, trusted: Collection[Network]) -> bool:
    address = _address(caller)
    return address is not None and any(address in network for network in trusted)


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(text.strip("[]"))
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
