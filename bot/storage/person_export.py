"""What is kept about one person, as a file can hold it: their own words, and nobody else's."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from bot.storage import person as people
from bot.storage.rows import Row
from bot.storage.tables import answers, files, notes, own_use, participants


def export(connection: sa.Connection, tenant: str, person: str) -> dict[str, Any]:
    """All of it, with Danish names where a person reads them; times as ISO 8601 in UTC."""
    mine = people.mine(connection, tenant, person)
    reflections: list[dict[str, Any]] = []
    own: list[dict[str, Any]] = []
    asked: list[dict[str, Any]] = []
    for spelt in people.spellings(connection, tenant):
        rows = {row["id"]: row for row in people.reflections_of(connection, spelt, person)}
        theirs = [part.reflection for part in mine.parts if part.tenant == spelt]
        reflections += [_reflection(connection, rows[each], person) for each in theirs]
        its = (own_use.c.tenant == spelt, own_use.c.person == person)
        own += [_row(row, "tenant") for row in connection.execute(sa.select(own_use).where(*its)).mappings()]
        order = (files.c.tenant == spelt, files.c.person == person)
        named = sa.select(files.c.name, files.c.conversation.label("chat"), files.c.at).where(*order)
        asked += [_row(row) for row in connection.execute(named.order_by(files.c.at)).mappings()]
    return {
        "tenant": tenant,
        "person": person,
        "navn": people.by_id(connection, tenant, person).name,
        "refleksioner": reflections,
        "egen_radar": own,
        "filer": asked,
        "personlige_chats": [
            {"chat": chat.conversation, "kommune": chat.kommune, "foelger": list(chat.follows)} for chat in mine.chats
        ],
    }


def _reflection(connection: sa.Connection, row: Row, person: str) -> dict[str, Any]:
    its = {"tenant": row["tenant"], "reflection": row["id"]}
    key = people.key_in(row, person)
    return {
        "id": row["id"],
        "chat": row["conversation"],
        "kommune": row["kommune"],
        "fagomraade": row["fagomraade"],
        "startet": row["started_at"].isoformat(),
        "anonym": row["anonymous"],
        "startet_af_personen": row["started_by"] == person,
        "facilitator": row["facilitator"] == person,
        "deltager": _rows(connection, participants, its, person),
        "kladder": row["drafts"] if not row["is_group"] else [],
        "svar": _rows(connection, answers, its, key) if key else [],
        "skrevet_sammen": _rows(connection, notes, its, person),
    }


def _rows(connection: sa.Connection, table: sa.Table, its: dict[str, str], person: str) -> list[dict[str, Any]]:
    """Every revision that is theirs."""
    where = [table.c[name] == value for name, value in {**its, "person": person}.items()]
    found = connection.execute(sa.select(table).where(*where).order_by(*table.primary_key)).mappings()
    return [_row(row, *its) for row in found]


def _row(row: Row, *left_out: str) -> dict[str, Any]:
    kept = {name: value for name, value in row.items() if name not in left_out}
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in kept.items()}
