"""The bot's door: anybody can knock from the first moment of a start, and is let in once somebody is home.

A start takes most of a second, and longer where the database is brought to a new schema. Who comes meanwhile is held by
the system, connected and not let in, and answered as soon as there is somebody to answer, where they would be turned
away. Nothing of aiohttp is imported here: it is a good part of what is waited for.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

BACKLOG = 128
"""Connections that the system holds; who comes after them is turned away."""


class Door:
    """Made by ``hung``. ``open`` it when all is ready, and ``close`` it at the end."""

    def __init__(self) -> None:
        self._home: Callable[[], asyncio.BaseProtocol] = asyncio.Protocol
        self._server: asyncio.Server | None = None

    @classmethod
    async def hung(cls, host: str, port: int) -> Door:
        """One that can be knocked on. Raises ``OSError`` for a taken port."""
        door = cls()
        made = await asyncio.get_running_loop().create_server(
            lambda: door._home(), host, port, backlog=BACKLOG, start_serving=False
        )
        door._server = made
        for each in made.sockets:
            with each.dup() as knocked_on:
                knocked_on.listen(BACKLOG)
        return door

    @property
    def server(self) -> asyncio.Server:
        """What lets people in."""
        assert self._server is not None  # noqa: S101 - it is hung
        return self._server

    @property
    def port(self) -> int:
        """Where it is; the system's choice, where it was asked to choose."""
        return int(self.server.sockets[0].getsockname()[1])

    async def open(self, home: Callable[[], asyncio.BaseProtocol]) -> None:
        """Lets in who has knocked, and all who come: ``home`` makes what each of them meets."""
        self._home = home
        await self.server.start_serving()

    def close(self) -> None:
        """Turns away who waits, and takes the door away."""
        self.server.close()
