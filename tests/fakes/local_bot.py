"""The bot in local mode on a free port of this machine, and a channel that keeps what it is sent."""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from aiohttp.test_utils import TestClient, TestServer

from bot.app import OUTBOX, build_local
from bot.settings import Settings, TeamsBy
from bot.wire import Address, Channel, Outgoing
from dialogs.understanding.sentences import sentences
from tests.fakes.postgres import ready_file
from tests.fakes.ways import WAY

Client = TestClient[Any, Any]
GOOD: dict[str, Any] = {
    "type": "message",
    "id": "1",
    "channelId": "msteams",
    "serviceUrl": "http://127.0.0.1:1/",
    "from": {"id": "29:1", "name": "Deltager"},
    "recipient": {"id": "28:1", "name": "Teknologiradar"},
    "conversation": {"id": "c", "conversationType": "personal", "tenantId": "t"},
    "text": "hjælp",
}
"""A message that is answered with the help card."""


class Recorder:
    """A channel that keeps what it is given."""

    def __init__(self) -> None:
        self.sent: list[tuple[Address, Outgoing]] = []

    async def deliver(self, address: Address, message: Outgoing) -> str | None:
        """Keeps it."""
        self.sent.append((address, message))
        return str(len(self.sent))

    async def close(self) -> None:
        """Nothing is held."""

    @property
    def cards(self) -> str:
        """Everything on the cards it was given, as JSON."""
        return json.dumps([message.card for _, message in self.sent if message.card], ensure_ascii=False)


@contextlib.asynccontextmanager
async def local_bot(
    folder: Path, channel: Channel | None = None, by: TeamsBy = WAY, **changes: Any
) -> AsyncIterator[Client]:
    """The real application, its database in ``folder``; where no ``channel`` is given it sends for real, that way.

    ``changes`` are settings.
    """
    sentences()  # once in a process: on a busy machine the first turn alone would not have the time for it
    settings = Settings(database_url=ready_file(folder / "bot.db"), channel=by, **changes)
    async with TestClient(TestServer(build_local(settings, "127.0.0.1", 3978, channel), host="127.0.0.1")) as client:
        yield client


async def all_is_sent(client: Client) -> None:
    """Returns once everything the bot owes has been delivered."""
    assert client.app is not None
    await client.app[OUTBOX].drain()
