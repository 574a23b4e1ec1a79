"""A key server on this machine with real RSA keys, and the mint of the tokens they sign: the Bot Framework in small."""

from __future__ import annotations

import asyncio
import functools
import json
import time
from collections.abc import Mapping
from typing import Any

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

APP_ID = "11111111-2222-3333-4444-555555555555"
TENANT = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
SERVICE_URL = "https://smba.trafficmanager.net/emea/"
ISSUER = "https://api.botframework.com"


@functools.cache
def private_key(name: str, bits: int = 2048) -> rsa.RSAPrivateKey:
    """A real key for every name, made once a run."""
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def jwk(kid: str, key: rsa.RSAPrivateKey, endorsements: list[str] | None = None) -> dict[str, Any]:
    """The public half as a key server lists it, with the Bot Framework's own addition where given."""
    entry: dict[str, Any] = {**RSAAlgorithm.to_jwk(key.public_key(), as_dict=True), "kid": kid, "use": "sig"}
    entry.pop("key_ops", None)
    return entry if endorsements is None else {**entry, "endorsements": endorsements}


class OpenId:
    """Serves metadata and keys until ``stop``; what it answers can be changed at any time, and fetches are counted."""

    def __init__(self) -> None:
        self.url = ""
        """Address of the metadata, once started."""
        self.fetches = 0
        """Times the keys were asked for, also in vain."""
        self.asked = asyncio.Event()
        """Set by every request for keys."""
        self.peers: set[Any] = set()
        """The far ends of all connections there have been."""
        self.keys: list[Any] = []
        self.jwks_uri: str | None = None
        """What the metadata says instead of the true address."""
        self.status = 200
        self.location: str | None = None
        """Where a request for keys is redirected; ``/elsewhere`` has the same keys."""
        self.padding = 0
        """Characters by which the key document is longer than it need be."""
        self.body: bytes | None = None
        """What is answered instead of the key document."""
        self.encoding: str | None = None
        """The ``Content-Encoding`` it claims to have."""
        self.open = asyncio.Event()
        """Cleared, the answer to a request for keys is held back."""
        self.open.set()
        self.publish("kid-1")
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Listens on a free port of 127.0.0.1."""
        app = web.Application()
        app.add_routes(
            [web.get("/metadata", self._metadata), web.get("/keys", self._answer), web.get("/elsewhere", self._listed)]
        )
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/metadata"

    async def stop(self) -> None:
        """Goes away: whoever asks from now on is refused the connection."""
        self.open.set()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def publish(self, *kids: str, endorsements: list[str] | None = None) -> None:
        """Lists the keys of these names and no others, by default for Teams and Skype."""
        self.keys = [jwk(kid, private_key(kid), endorsements or ["msteams", "skype"]) for kid in kids]

    def token(
        self,
        *,
        key: Any = None,
        alg: str = "RS256",
        headers: Mapping[str, Any] | None = None,
        without: tuple[str, ...] = (),
        kid: str | None = "kid-1",
        **claims: Any,
    ) -> str:
        """A token that holds in every way, but for what is said otherwise; ``without`` names claims it lacks."""
        now = int(time.time())
        payload = {
            "iss": ISSUER,
            "aud": APP_ID,
            "nbf": now - 60,
            "exp": now + 3600,
            "serviceurl": SERVICE_URL,
            **claims,
        }
        for name in without:
            del payload[name]
        header = {**({} if kid is None else {"kid": kid}), **(headers or {})}
        signer = private_key(kid or "kid-1") if key is None and alg != "none" else key
        return jwt.encode(payload, signer, algorithm=alg, headers=header)

    def bearer(self, **changes: Any) -> str:
        """The same as an ``Authorization`` header."""
        return f"Bearer {self.token(**changes)}"

    async def _metadata(self, request: web.Request) -> web.Response:
        if request.transport is not None:
            self.peers.add(request.transport.get_extra_info("peername"))
        return web.json_response({"issuer": ISSUER, "jwks_uri": self.jwks_uri or str(request.url.with_path("/keys"))})

    async def _answer(self, request: web.Request) -> web.Response:
        self.fetches += 1
        self.asked.set()
        await self.open.wait()
        if self.location is not None:
            return web.Response(status=302, headers={"Location": self.location})
        return await self._listed(request)

    async def _listed(self, _: web.Request) -> web.Response:
        body = json.dumps({"keys": self.keys, "padding": "x" * self.padding}).encode()
        headers = {"Content-Encoding": self.encoding} if self.encoding else {}
        return web.Response(body=body if self.body is None else self.body, status=self.status, headers=headers)
