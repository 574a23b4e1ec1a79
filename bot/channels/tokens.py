"""Who may speak to the bot: the token of the Bot Framework, checked in two steps.

- ``authenticate`` asks, before the body is read, whether the token is the Bot Framework's and meant for this bot.
- ``permits`` asks whether that token covers what the body says: its channel, its service address, its tenant.

The tokens are alike for single tenant, multi tenant and managed identity; only the tenants let in differ.
"""

from __future__ import annotations

import re
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import jwt

from bot.channels.signing_keys import SigningKey, SigningKeys
from bot.errors import BotError


class TokenError(BotError):
    """The caller may not speak. ``str()`` says which check failed and holds nothing of the token."""

    status: ClassVar[int]


class Unauthorized(TokenError):
    """The token is missing, is not the Bot Framework's, or is not for this bot now."""

    status = 401


class Forbidden(TokenError):
    """The token is good, but does not cover this activity."""

    status = 403


ISSUER = "https://api.botframework.com"

# Teams' hosts in the public cloud, exactly as Microsoft's own Teams SDK pins them (its CloudEnvironment.Public); issue
# 342 of microsoft/BotFramework-Services and Learn's page on proactive messages agree. Never a suffix: anyone can
# register a name under trafficmanager.net. The clouds of US government and China have other hosts, but also another
# issuer and other keys, so their tokens never get this far; Web Chat and Direct Line (botframework.com) name no tenant.
SERVICE_HOSTS = frozenset(
    {
        "smba.trafficmanager.net",
        "smba.onyx.prod.teams.trafficmanager.net",
        "smba.infra.gcc.teams.microsoft.com",
    }
)

LEEWAY = 300.0
"""Seconds clocks may differ, as the protocol has it."""

MAX_TOKEN = 8_000
"""Characters; the real ones are about a thousand."""

MAX_KNOWN = 256
"""Tokens whose signature is not checked again; a service uses one for an hour."""

_BEARER = re.compile(r"bearer ([\w-]+\.[\w-]+\.[\w-]+)", re.IGNORECASE | re.ASCII)

# Stricter than any URL parser, so that no two of them can disagree on the host: no user, query, escape or backslash.
_SERVICE_URL = re.compile(r"https://([a-z0-9.-]+)(?::443)?((?:/[\w.~-]*)*)", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True)
class Claims:
    """What a good token says: the service address it speaks for, and the channels its key vouches for."""

    service_url: str | None
    endorsements: frozenset[str]


@dataclass(frozen=True)
class _Known:
    """A token whose signature has held: it goes on holding as long as the very same key is at hand."""

    kid: str
    key: SigningKey
    claims: Mapping[str, Any]


class TokenCheck:
    """The check for one bot. Owns its ``keys``; ``close`` it at the end."""

    def __init__(
        self,
        app_id: str,
        allowed_tenants: frozenset[str],
        allowed_service_hosts: frozenset[str] = SERVICE_HOSTS,
        keys: SigningKeys | None = None,
        *,
        issuer: str = ISSUER,
        leeway: float = LEEWAY,
        now: Callable[[], float] = time.time,
    ) -> None:
        """No ``allowed_tenants`` means any; ``now`` is in Unix seconds. Raises ``ValueError`` without an app id."""
        if not app_id:
            raise ValueError("without an app id there is nothing a token could be meant for")
        self._app_id, self._issuer = app_id, issuer
        self._tenants = frozenset(tenant.lower() for tenant in allowed_tenants)
        self._hosts = allowed_service_hosts
        self.keys = keys or SigningKeys()
        """What the tokens are signed with."""
        self._leeway, self._now = leeway, now
        self._known: OrderedDict[str, _Known] = OrderedDict()

    async def authenticate(self, authorization: str | None) -> Claims:
        """The claims of an ``Authorization`` header. Raises ``Unauthorized``, whatever the header holds."""
        bearer = _BEARER.fullmatch(authorization) if authorization and len(authorization) <= MAX_TOKEN else None
        if bearer is None:
            raise Unauthorized("no bearer token, or not the shape of one")
        token = bearer[1]
        known = self._known.get(token)
        if known is not None and await self.keys.find(known.kid) is known.key:
            self._known.move_to_end(token)
            self._check_times(known.claims)
            return _claims(known.claims, known.key)
        kid = _key_id(token)
        key = await self.keys.find(kid)
        if key is None:
            raise Unauthorized("no such signing key at hand")
        try:
            claims = jwt.decode(
                token,
                key.public,
                algorithms=["RS256"],
                audience=self._app_id,
                issuer=self._issuer,
                # The times are checked below, by our own clock.
                options={
                    "require": ["exp", "nbf", "iss", "aud"],
                    "strict_aud": True,
                    "verify_exp": False,
                    "verify_nbf": False,
                    "verify_iat": False,
                },
            )
        except Exception as failed:  # whatever a parser raises at hostile bytes, it is a refusal
            raise Unauthorized(f"the token does not hold: {type(failed).__name__}") from None
        self._check_times(claims)
        self._known[token] = _Known(kid, key, claims)
        if len(self._known) > MAX_KNOWN:
            self._known.popitem(last=False)
        return _claims(claims, key)

    def permits(self, claims: Claims, *, channel_id: str, service_url: str, tenant: str | None) -> None:
        """Whether these claims cover an activity; one that names no tenant is nobody's. Raises ``Forbidden``."""
        if channel_id not in claims.endorsements:
            raise Forbidden("the signing key does not vouch for the channel")
        service = _service(service_url)
        if service is None or service != _service(claims.service_url or ""):
            raise Forbidden("the service address is not the token's")
        if service[0] not in self._hosts:
            raise Forbidden("the service address is not on the list")
        if not tenant or (self._tenants and tenant.lower() not in self._tenants):
            raise Forbidden("the tenant is not on the list")

    async def close(self) -> None:
        """Closes every connection."""
        await self.keys.close()

    def _check_times(self, claims: Mapping[str, Any]) -> None:
        starts, ends = claims["nbf"], claims["exp"]
        if not isinstance(starts, int | float) or not isinstance(ends, int | float):
            raise Unauthorized("the token's times are not numbers")
        now = self._now()
        if not (starts <= now + self._leeway and now - self._leeway < ends):
            raise Unauthorized("the token is not valid yet, or no longer")


def _claims(claims: Mapping[str, Any], key: SigningKey) -> Claims:
    service_url = claims.get("serviceurl")
    return Claims(service_url if isinstance(service_url, str) else None, key.endorsements)


def allowed_service(url: str, hosts: frozenset[str] = SERVICE_HOSTS) -> bool:
    """Whether messages may be sent to this service address: https, and a host on the list."""
    service = _service(url)
    return service is not None and service[0] in hosts


def _service(url: str) -> tuple[str, str] | None:
    """Host in small letters, and path without its last slash; None for anything but a plain https address."""
    match = _SERVICE_URL.fullmatch(url)
    return (match[1].lower(), match[2].rstrip("/")) if match else None


def _key_id(token: str) -> str:
    try:
        header = jwt.get_unverified_header(token)
    except Exception as failed:  # as above
        raise Unauthorized(f"the token's header does not hold: {type(failed).__name__}") from None
    kid = header.get("kid")
    if header.get("alg") != "RS256" or not isinstance(kid, str):
        raise Unauthorized("the token is not RS256 with a key id")
    return kid
