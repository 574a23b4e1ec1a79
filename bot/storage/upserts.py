"""Rows that are put in where there are none with their key: each database has words of its own for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

import sqlalchemy as sa

if TYPE_CHECKING:
    from sqlalchemy.dialects import sqlite

Insert: TypeAlias = "Callable[[sa.Table], sqlite.Insert]"
"""Begins the statement; those of both databases can do the same."""


class Upsert:
    """One statement, built once for the database there is: what SQLAlchemy knows of the other is never loaded."""

    def __init__(self, build: Callable[[Insert], sa.Insert]) -> None:
        self._build = build
        self._built: dict[str, sa.Insert] = {}

    def on(self, connection: sa.Connection) -> sa.Insert:
        """The statement as the database of a connection has it."""
        return self.of(connection.dialect.name)

    def of(self, dialect: str) -> sa.Insert:
        """The statement by the name of the database, as SQLAlchemy calls it."""
        if dialect not in self._built:
            self._built[dialect] = self._build(_insert(dialect))
        return self._built[dialect]


def _insert(dialect: str) -> Any:
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql  # by who has it alone

        return postgresql.insert
    from sqlalchemy.dialects import sqlite

    return sqlite.insert
