"""The SDK's connector clients: one for each service, kept and bounded, on one HTTP session of ours.

A new ``ConnectorClient`` costs 4 ms and a new connection, so they are kept; their number is bounded, because the
service address comes from outside. The SDK's own transport runs ``requests`` in threads; this one runs aiohttp.
"""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import aiohttp
from botframework.connector.aio import ConnectorClient
from botframework.connector.aiohttp_bf_pipeline import AsyncBfPipeline
from msrest.pipeline import AsyncHTTPPolicy, Request
from msrest.pipeline.aiohttp import AioHTTPSender
from msrest.universal_http import ClientRequest
from msrest.universal_http.aiohttp import AioHttpClientResponse
from msrest.universal_http.async_abc import AsyncHTTPSender

MAX_CLIENTS = 32
"""Connector clients kept; Teams has a handful of regional services."""

TIME_LIMIT = aiohttp.ClientTimeout(total=15, connect=5)
"""Seconds one call may take."""

TOKEN_WITHIN = 5.0
"""Seconds the bot's own token may take where it has run out; the SDK itself would wait for ever."""

AccessToken = Callable[[], str]
"""Fetches a token (blocking, cached by msal); called in a thread."""


class _Bearer(AsyncHTTPPolicy):
    """Puts the bot's own token, where it has one, on every call; fetching it never blocks the event loop."""

    def __init__(self, token: AccessToken | None) -> None:
        self._token = token

    async def send(self, request: Request, **kwargs: Any) -> Any:
        if self._token is not None:
            async with asyncio.timeout(TOKEN_WITHIN):
                token = await asyncio.to_thread(self._token)
            request.http_request.headers["Authorization"] = f"Bearer {token}"
        return await self.next.send(request, **kwargs)


class _Transport(AsyncHTTPSender):
    """Sends the SDK's requests on a session that outlives its clients."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def send(self, request: ClientRequest, **config: Any) -> AioHttpClientResponse:
        body = _utf8(request.data)
        headers = {**request.headers, **({"Content-Length": str(len(body))} if body else {})}
        async with self._session.request(
            request.method, request.url, headers=headers, data=body, allow_redirects=False
        ) as answer:
            response = AioHttpClientResponse(request, answer)
            await response.load_body()
            response._body = _object_or_none(response._body or b"")
            return response

    async def __aexit__(self, *details: object) -> None:
        return None


def _utf8(data: str | bytes | None) -> bytes | None:
    """The SDK writes æ as six bytes of ASCII; what Teams takes is counted in bytes."""
    if not data:
        return None
    return json.dumps(json.loads(data), ensure_ascii=False, separators=(",", ":")).encode(errors="replace")


def _object_or_none(body: bytes) -> bytes:
    """The body where it is a JSON object, else an empty one: the status says what became of a message, whatever it is
    wrapped in, and the SDK would fail on anything else."""
    try:
        return body if isinstance(json.loads(body), dict) else b"{}"
    except (ValueError, RecursionError):
        return b"{}"


class Connections:
    """Connector clients by service address, the least recently used let go first."""

    def __init__(self, token: AccessToken | None) -> None:
        self._token = token
        self._clients: OrderedDict[str, ConnectorClient] = OrderedDict()
        self._session: aiohttp.ClientSession | None = None

    def client(self, service_url: str) -> ConnectorClient:
        """The client for one service."""
        if service_url in self._clients:
            self._clients.move_to_end(service_url)
            return self._clients[service_url]
        if self._session is None:
            # How many calls are under way is the outbox' to decide: here the slow ones would make the others wait.
            self._session = aiohttp.ClientSession(timeout=TIME_LIMIT, connector=aiohttp.TCPConnector(limit=0))
        client = ConnectorClient(
            _Bearer(self._token),
            service_url,
            pipeline_type=AsyncBfPipeline,
            sender=AioHTTPSender(_Transport(self._session)),
        )
        # The client's own constructor has by now put its default transport behind our credentials: put ours back.
        client.config.pipeline = AsyncBfPipeline(client.config)
        self._clients[service_url] = client
        if len(self._clients) > MAX_CLIENTS:
            self._clients.popitem(last=False)
        return client

    async def close(self) -> None:
        """Closes the session and with it every connection."""
        self._clients.clear()
        if self._session is not None:
            await self._session.close()
            self._session = None
