"""The public keys that sign the Bot Framework's tokens: fetched from its OpenID metadata, and kept for a day.

- Only over https; plain http is for a key server on this machine, reached through metadata on this machine.
- A fetch has a time limit and a size limit, follows no redirects, and only one runs at a time.
- A key id nobody knows causes a new fetch, at most once a minute: rotated keys are found, junk ids cost nothing.
- Where a fetch fails, the last good set stays.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt.algorithms import RSAAlgorithm

from bot.settings import is_loopback_url

log = logging.getLogger(__name__)

METADATA_URL = "https://login.botframework.com/v1/.well-known/openidconfiguration"

TIME_LIMIT = 5.0
"""Seconds for metadata and keys together."""

MAX_BYTES = 512 * 1024
"""Of one answer, unpacked."""

MAX_AGE = 24 * 3600.0
"""Seconds a set is used before it is fetched anew."""

PAUSE = 60.0
"""Seconds between two fetches."""

PAUSE_WITHOUT_KEYS = 5.0
"""The same while there are no keys at all and nobody can be let in: a start during an outage heals in seconds."""

MIN_BITS = 2048


@dataclass(frozen=True)
class SigningKey:
    """One public key, and the ids of the channels it vouches for."""

    public: RSAPublicKey
    endorsements: frozenset[str]


class SigningKeys:
    """Keys by their id. Safe to ask from any number of requests at once; ``close`` it at the end."""

    def __init__(
        self,
        metadata_url: str = METADATA_URL,
        *,
        time_limit: float = TIME_LIMIT,
        max_bytes: int = MAX_BYTES,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """``clock`` counts seconds from any start. Raises ``ValueError`` for metadata on plain http elsewhere."""
        self._local = is_loopback_url(metadata_url)
        if not may_fetch(metadata_url, local=self._local):
            raise ValueError("the OpenID metadata must be fetched over https")
        self._metadata_url = metadata_url
        self._time_limit, self._max_bytes, self._clock = time_limit, max_bytes, clock
        self._keys: Mapping[str, SigningKey] = {}
        self._fetched = self._tried = float("-inf")
        self._one_at_a_time = asyncio.Lock()
        self._session: aiohttp.ClientSession | None = None

    async def find(self, kid: str) -> SigningKey | None:
        """The key with this id, or None where there is none to be had. Never raises for what the key server does."""
        if self._due(kid):
            async with self._one_at_a_time:
                if self._due(kid):
                    await self._refresh()
        return self._keys.get(kid)

    @property
    def at_hand(self) -> int:
        """How many there are."""
        return len(self._keys)

    @property
    def age(self) -> float | None:
        """Seconds since they were fetched; None where they never were."""
        return self._clock() - self._fetched if self._keys else None

    async def close(self) -> None:
        """Closes every connection; the keys at hand stay, and none are fetched any more."""
        if self._session is not None:
            await self._session.close()

    def _due(self, kid: str) -> bool:
        now = self._clock()
        wanted = kid not in self._keys or now - self._fetched >= MAX_AGE
        return wanted and now - self._tried >= (PAUSE if self._keys else PAUSE_WITHOUT_KEYS)

    async def _refresh(self) -> None:
        try:
            async with asyncio.timeout(self._time_limit):
                self._keys = await self._fetch()
            self._fetched = self._clock()
        except (aiohttp.ClientError, OSError, ValueError, RuntimeError) as failed:
            kept = f"the last {len(self._keys)} stay" if self._keys else "nobody can be let in"
            log.warning("signing keys could not be fetched (%s: %s); %s", type(failed).__name__, failed, kept)
        # Not where the request was cancelled: the next one waiting tries instead.
        self._tried = self._clock()

    async def _fetch(self) -> Mapping[str, SigningKey]:
        jwks_uri = (await self._get(self._metadata_url)).get("jwks_uri")
        if not isinstance(jwks_uri, str) or not may_fetch(jwks_uri, local=self._local):
            raise ValueError("the metadata names no key address on https")
        keys = usable_keys(await self._get(jwks_uri))
        if not keys:
            raise ValueError("the key server lists no usable key")
        return keys

    async def _get(self, url: str) -> dict[str, Any]:
        if self._session is None:
            self._session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        body = bytearray()
        async with self._session.get(url, allow_redirects=False) as answer:
            if answer.status != 200:
                raise ValueError(f"status {answer.status}")
            async for chunk in answer.content.iter_chunked(16 * 1024):
                body += chunk
                if len(body) > self._max_bytes:
                    raise ValueError("the answer is too long")
        document = json.loads(body)
        if not isinstance(document, dict):
            raise ValueError("the answer is not a JSON object")
        return document


def may_fetch(url: str, *, local: bool) -> bool:
    """Whether keys may come from this address: https, or this machine itself where ``local``."""
    return url.startswith("https://") or (local and is_loopback_url(url))


def usable_keys(jwks: Mapping[str, Any]) -> dict[str, SigningKey]:
    """The RSA signing keys of a JWKS document by their ids; entries of any other sort are left out."""
    entries = jwks.get("keys")
    keys = {}
    for entry in entries if isinstance(entries, list) else []:
        key = _usable_key(entry)
        if key is not None:
            keys[entry["kid"]] = key
    return keys


def _usable_key(entry: Any) -> SigningKey | None:
    if not isinstance(entry, dict) or not isinstance(entry.get("kid"), str):
        return None
    if entry.get("kty") != "RSA" or entry.get("use", "sig") != "sig" or entry.get("alg", "RS256") != "RS256":
        return None
    try:
        # Only the public half, whatever else the entry holds.
        public = RSAAlgorithm.from_jwk({name: entry[name] for name in ("kty", "n", "e")})
    except (jwt.PyJWTError, KeyError, TypeError, ValueError, AttributeError):
        return None
    if not isinstance(public, RSAPublicKey) or public.key_size < MIN_BITS:
        return None
    endorsements = entry.get("endorsements")
    named = endorsements if isinstance(endorsements, list) else []
    return SigningKey(public, frozenset(name for name in named if isinstance(name, str) and name))
