"""Which databases the bot takes."""

from __future__ import annotations

import pytest

from bot.errors import UnsafeStart
from bot.storage.database import Database


@pytest.mark.parametrize(
    "url",
    ["sqlite+aiosqlite://", "sqlite+aiosqlite:///:memory:", "sqlite:///x.db", "postgresql://h/x", "mysql://h/x", "?"],
)
def test_a_database_that_cannot_keep_anything_or_is_not_known_is_refused(url: str) -> None:
    with pytest.raises(UnsafeStart, match="TR_DATABASE_URL"):
        Database(url)
