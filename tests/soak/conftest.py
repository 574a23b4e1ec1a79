"""What the long runs share."""

from __future__ import annotations

import logging

import pytest

from bot.storage import sqlite_file


@pytest.fixture
def only_the_bot(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """What is measured is the bot: not how far its database has grown, nor what pytest keeps of its log."""
    monkeypatch.setattr(sqlite_file, "CACHE", 2048)  # kibibytes of pages a connection; up to 64 MB in production
    caplog.set_level(logging.ERROR, "bot")
