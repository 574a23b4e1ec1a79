"""The bot under attack, in local mode, and what it has sent."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.web import messages
from tests.fakes.local_bot import Client, Recorder, local_bot
from tests.fakes.teams_bot import PATIENCE


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch: pytest.MonkeyPatch, workers_at_once: None) -> None:
    """No attack here is about a slow machine: what a turn has to say is not cut off by one."""
    monkeypatch.setattr(messages, "TIME_LIMIT", PATIENCE)


@pytest.fixture
def sent() -> Recorder:
    """What the bot has sent."""
    return Recorder()


@pytest_asyncio.fixture
async def bot(tmp_path: Path, sent: Recorder) -> AsyncIterator[Client]:
    """The bot in local mode."""
    async with local_bot(tmp_path, sent) as client:
        yield client
