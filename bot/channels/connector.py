"""The SDK's connector clients: one for each service, kept and bounded, on one HTTP session of ours.

A new ``ConnectorClient`` costs 4 ms and a new connection, so they are kept; their number is bounded, because the
service address comes from outside. The SDK's own transport runs ``requests`` in threads; this one runs aiohttp.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from typing import Any

import aiohttp
from botframework.connector.aio import ConnectorClient
from botframework.connector.aiohttp_bf_pipeline import AsyncBfPipeline
from msrest.pipeline import AsyncHTTPPolicy, Request
from msrest.pipeline.aiohttp import AioHTTPSender
from msrest.universal_http import ClientRequest
from msrest.universal_http.aiohttp import AioHttpClientResponse
from msrest.universal_http.async_abc import AsyncHTTPSender

from bot.channels.calls import object_of, session, utf8
from bot.channels.own_token import AccessToken, OwnToken

MAX_CLIENTS = 32
"""Connector clients kept; Teams has a handful of regional services."""


class _Bearer(AsyncHTTPPolicy):
    """Puts the bot's own token, where it has one, on every call."""

    def __init__(self, token: OwnToken | None) -> None:
        self._token = token

    async def send(self, request: Request, **kwargs: Any) -> Any:
        if self._token is not None:
            request.http_request.headers["Authorization"] = await self._token.bearer()
        return await self.next.send(request, **kwargs)


class _Transport(AsyncHTTPSender):
    """Sends the SDK's requests on a session that outlives its clients."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def send(self, request: ClientRequest, **config: Any) -> AioHttpClientResponse:
        body = request.data
        if isinstance(body, str):  # the SDK writes ASCII alone
            body = utf8(json.loads(body))
        headers = {**request.headers, **({"Content-Length": str(len(body))} if body else {})}
        async with self._session.request(
            request.method, request.url, headers=headers, data=body, allow_redirects=False
        ) as answer:
            response = AioHttpClientResponse(request, answer)
            # The SDK would fail on anything but an object.
            response._body = json.dumps(await object_of(answer)).encode()
            return response

    async def __aexit__(self, *details: object) -> None:
        return None


def _takes_what_is_written(client: ConnectorClient) -> None:
    """The SDK checks and copies a message field by field, which takes twice as long as all the rest of sending it."""
    serialize = client.conversations._serialize
    written = serialize.body
    serialize.body = lambda made, kind, **named: made if type(made) is bytes else written(made, kind, **named)


class Connections:
    """Connector clients by service address, the least recently used let go first."""

    def __init__(self, token: AccessToken | None) -> None:
        self._token = OwnToken(token) if token else None
        self._clients: OrderedDict[str, ConnectorClient] = OrderedDict()
        self._session: aiohttp.ClientSession | None = None

    def client(self, service_url: str) -> ConnectorClient:
        """The client for one service."""
        if service_url in self._clients:
            self._clients.move_to_end(service_url)
            return self._clients[service_url]
        if self._session is None:
            self._session = session()
        client = ConnectorClient(
            _Bearer(self._token),
            service_url,
            pipeline_type=AsyncBfPipeline,
            sender=AioHTTPSender(_Transport(self._session)),
        )
        # The client's own constructor has by now put its default transport behind our credentials: put ours back.
        client.config.pipeline = AsyncBfPipeline(client.config)
        _takes_what_is_written(client)
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
