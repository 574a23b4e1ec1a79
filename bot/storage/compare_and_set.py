"""Writing what others may write at the same time: exactly one row, or the race is lost and the turn is taken anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from bot.errors import BotError
from bot.storage.prepared import Prepared
from bot.storage.tables import conversations, follows, inbox, own_use, reflections
from bot.storage.upserts import Upsert


class LostRace(BotError):
    """This activity has been taken already, or the conversation is not as it was loaded."""


def insert_new(connection: sa.Connection, table: sa.Table, values: Mapping[str, Any]) -> None:
    """One row with a key that must be new, else ``LostRace``; any other fault of it is an error, not a race."""
    only_one(connection, _INSERT_NEW[table], values)


def only_one(connection: sa.Connection, statement: Prepared, values: Mapping[str, Any]) -> None:
    """Does what must concern exactly one row. Raises ``LostRace`` where it does not."""
    if statement.change(connection, values) != 1:
        raise LostRace


def _insert_new(table: sa.Table) -> Prepared:
    return Prepared(Upsert(lambda insert: insert(table).on_conflict_do_nothing()))


# Every statement is built once: building one costs more than running it.
_INSERT_NEW = {table: _insert_new(table) for table in (inbox, conversations, reflections, own_use, follows)}
