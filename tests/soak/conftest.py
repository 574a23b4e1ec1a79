"""What the long runs share."""

from __future__ import annotations

import pytest

from bot.storage import sqlite_file


@pytest.fixture
def few_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite keeps 2 MB of pages a connection, not up to 64: else what is measured is how the database grows."""
    monkeypatch.setattr(sqlite_file, "CACHE", 2048)
