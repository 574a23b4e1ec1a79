"""The HTTP server: a request must be there in time, and what cannot be read is answered and logged without its bytes.

aiohttp waits for the rest of a request for an hour, puts the bytes it could not read (a bearer token, perhaps) in the
log and in its answer, and says in each answer which version it is.
"""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from bot.web.door import Door
from bot.web.guard import Handler

HEAD_WITHIN = 5.0
"""Seconds from the first byte of a request (or from when somebody connects) to the end of its head."""

IDLE = 150.0
"""Seconds that a connection between two requests is kept: longer than the proxies in front keep theirs."""

NAMELESS = "Teknologiradar"
"""What we say we are; no version."""

LEAVES_WITHIN = 1.0
"""Seconds that a connection is still served after a stop was asked for, until its next answer."""

LOOKS_EVERY = 0.02
"""Seconds between two looks whether all have left."""


class Connection(web.RequestHandler):
    """One connection. Those that send half a request are closed; those between two requests are left alone."""

    __slots__ = ("_head_within", "_in_hand", "_late", "_more", "is_leaving")

    def __init__(self, server: web.Server, head_within: float, **options: Any) -> None:
        super().__init__(server, **options)
        self._head_within = head_within
        self._late: asyncio.TimerHandle | None = None
        self._in_hand: web.BaseRequest | None = None
        self._more = False
        """Whether bytes of the next request have come while one was in hand."""
        self.is_leaving = False
        """Whether its next answer is to be its last."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Somebody has connected, and is to ask for something."""
        super().connection_made(transport)
        self._expect_head()

    def data_received(self, data: bytes) -> None:
        """Bytes of a head, or of the body of the request in hand."""
        if self._in_hand is None:
            self._expect_head()
        elif self._in_hand.content.is_eof():
            self._more = True
        super().data_received(data)

    def connection_lost(self, exc: BaseException | None) -> None:
        """It is over."""
        self._no_longer_late()
        super().connection_lost(exc)

    def begun(self, request: web.BaseRequest) -> None:
        """The head of a request is whole."""
        self._no_longer_late()
        self._in_hand, self._more = request, False

    def ended(self) -> None:
        """The request is answered."""
        self._in_hand = None
        if self._more:
            self._expect_head()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """The answer to what could not be read, or was our own fault; never with what was sent."""
        if isinstance(exc, HttpProcessingError) or status != 500:
            # Whatever the parser complains of, it quotes.
            self.logger.warning("a request could not be read: %s", type(exc).__name__)
            answer: web.StreamResponse = web.Response(status=status)
        else:
            answer = super().handle_error(request, status, exc, message)
        answer.force_close()
        guarded(answer)
        return answer

    def log_exception(self, *args: Any, **kw: Any) -> None:
        """A fault outside a handler: of a body that broke off or could not be read, only what sort it was."""
        failed = kw.get("exc_info")
        if isinstance(failed, web.PayloadAccessError | web.RequestPayloadError | HttpProcessingError):
            self.logger.warning("the rest of a request could not be read: %s", type(failed).__name__)
        else:
            super().log_exception(*args, **kw)

    def _expect_head(self) -> None:
        if self._late is None:
            self._late = asyncio.get_running_loop().call_later(self._head_within, self._too_late)

    def _no_longer_late(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _too_late(self) -> None:
        self._late = None
        self.force_close()


class Site(web.BaseSite):
    """Who is home behind the ``door``."""

    __slots__ = ("_connection", "_door", "_head_within", "_is_leaving")

    def __init__(self, runner: web.AppRunner, door: Door, *, head_within: float = HEAD_WITHIN) -> None:
        super().__init__(runner)
        self._door, self._head_within = door, head_within
        self._is_leaving = False

    @property
    def name(self) -> str:
        """Where it is."""
        return f"port {self.port}"

    @property
    def port(self) -> int:
        """The port, as long as it listens."""
        return self._door.port

    async def start(self) -> None:
        """Lets in who waits at the door, and all who come."""
        await super().start()
        server = self._runner.server
        assert isinstance(server, web.Server)  # noqa: S101 - an AppRunner's always is
        loop = asyncio.get_running_loop()

        def connection() -> Connection:
            made = Connection(
                server,
                self._head_within,
                loop=loop,
                keepalive_timeout=IDLE,
                lingering_time=self._head_within,
                access_log=None,
            )
            made.is_leaving = self._is_leaving
            return made

        self._connection = connection
        self._server = self._door.server
        await self._door.open(connection)

    async def leave(self) -> None:
        """Lets nobody in any more. Who is in gets one more answer, which says it is the last, within ``LEAVES_WITHIN``.

        Closed at once, a connection that a proxy keeps may just have been given a request, and the proxy could not know
        whether it was heard. ``AppRunner.cleanup`` closes those that are left.
        """
        await self._stop_listening()
        server = self._runner.server
        assert isinstance(server, web.Server)  # noqa: S101 - as above
        for _ in range(round(LEAVES_WITHIN / LOOKS_EVERY)):
            for connection in server.connections:
                if isinstance(connection, Connection):
                    connection.is_leaving = True
            if not server.connections:
                return
            await asyncio.sleep(LOOKS_EVERY)

    async def _stop_listening(self) -> None:
        """Closes the door. Who stands in it, connected and not let in yet, comes in first: else they are cut off."""
        assert isinstance(self._server, asyncio.Server)  # noqa: S101 - it listens
        self._is_leaving = True
        doors = [each.dup() for each in self._server.sockets]
        await self.stop()
        loop = asyncio.get_running_loop()
        for door in doors:
            with door:
                while True:
                    try:
                        stands, _ = door.accept()
                    except OSError:  # nobody more
                        break
                    stands.setblocking(False)
                    await loop.connect_accepted_socket(self._connection, stands)


@web.middleware
async def timed(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Tells the connection that its request has come, and that it is answered."""
    connection = request.protocol
    if not isinstance(connection, Connection):
        return await handler(request)
    connection.begun(request)
    try:
        return await handler(request)
    finally:
        connection.ended()


async def on_response(request: web.Request, response: web.StreamResponse) -> None:
    """What every answer says, errors too."""
    guarded(response)
    if isinstance(request.protocol, Connection) and request.protocol.is_leaving:
        response.force_close()
        response.headers["Connection"] = "close"


def guarded(response: web.StreamResponse) -> None:
    """No browser guesses what it is, and nobody is told what serves it."""
    response.headers["Server"] = NAMELESS
    response.headers["X-Content-Type-Options"] = "nosniff"
