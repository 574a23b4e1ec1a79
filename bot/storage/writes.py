"""What one turn writes, in the caller's transaction: the inbox row, the conversation, the reflection and its answers.

Each raises ``LostRace`` where somebody else was first; then nothing of the transaction may be committed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage import rows
from bot.storage.tables import answers, conversations, inbox, participants, reflections
from bot.wire import Address, Reply
from dialogs.commands import Person
from dialogs.reflection import GivenAnswer, Reflection

if TYPE_CHECKING:
    from bot.storage.sql import Stands


class LostRace(Exception):
    """This activity has been taken already, or the conversation is not as it was loaded."""


async def note(connection: AsyncConnection, address: Address, activity: str, at: dt.datetime, reply: Reply) -> None:
    """Notes that an activity has been taken, and what it was answered."""
    await _insert_new(
        connection,
        inbox,
        tenant=address.tenant,
        conversation=address.conversation,
        activity=activity,
        at=at,
        reply=rows.reply_json(reply),
    )


async def write_conversation(
    connection: AsyncConnection, stands: Stands, reflection: Reflection | None, welcomed_at: dt.datetime | None
) -> None:
    """The conversation with its newest address and reflection; it is alive, since somebody has spoken in it."""
    address, table = stands.address, conversations.c
    values: dict[str, Any] = {
        "kind": address.kind.value,
        "channel": address.channel,
        "service_url": address.service_url,
        "bot_id": address.bot_id,
        "bot_name": address.bot_name,
        "kommune": (reflection.kommune if reflection else None) or stands.kommune,
        "reflection": reflection.id if reflection else None,
        "dead": False,
    }
    if welcomed_at:
        values["welcomed_at"] = welcomed_at
    if not stands.known:
        await _insert_new(connection, conversations, tenant=address.tenant, id=address.conversation, **values)
        return
    seen = [
        table.tenant == address.tenant,
        table.id == address.conversation,
        _is(table.reflection, stands.reflection.id if stands.reflection else None),
    ]
    if welcomed_at:
        seen.append(_is(table.welcomed_at, stands.welcomed_at))
    await _only_one(connection, conversations.update().where(*seen).values(**values))


async def write_reflection(connection: AsyncConnection, stands: Stands, new: Reflection | None) -> None:
    """The reflection as it stands now, if it still stood as loaded, with the answers that are new in it."""
    old, tenant = stands.reflection, stands.address.tenant
    if new is None or new == old:
        await _unchanged(connection, stands)
        return
    if old is None or old.id != new.id:
        old = None
        values = {"conversation": stands.address.conversation, "version": 1, **rows.reflection_row(new)}
        await _insert_new(connection, reflections, tenant=tenant, **values)
    else:
        as_loaded = (
            reflections.c.tenant == tenant,
            reflections.c.id == new.id,
            reflections.c.version == stands.version,
        )
        values = {"version": stands.version + 1, **rows.reflection_row(new)}
        await _only_one(connection, reflections.update().where(*as_loaded).values(**values))
    given: set[GivenAnswer] = set(old.answers) if old else set()
    if fresh := [rows.answer_row(tenant, new.id, answer) for answer in new.answers if answer not in given]:
        await connection.execute(answers.insert(), fresh)
    await _write_participants(connection, tenant, old, new)


async def _unchanged(connection: AsyncConnection, stands: Stands) -> None:
    """Nothing changes, yet what is answered must be said of what stands."""
    if stands.reflection is None:
        return
    version = sa.select(reflections.c.version).where(
        reflections.c.tenant == stands.address.tenant, reflections.c.id == stands.reflection.id
    )
    if await connection.scalar(version) != stands.version:
        raise LostRace


async def _write_participants(
    connection: AsyncConnection, tenant: str, old: Reflection | None, new: Reflection
) -> None:
    before = _participants(old) if old else {}
    after = _participants(new)
    if joined := [rows.participant_row(tenant, new, who) for key, who in after.items() if key not in before]:
        await connection.execute(participants.insert(), joined)
    for key, who in after.items():
        if key in before and before[key] != who:
            renamed = participants.update().where(
                participants.c.tenant == tenant, participants.c.reflection == new.id, participants.c.person == key
            )
            await connection.execute(renamed.values(name=who.name))


def _participants(reflection: Reflection) -> Mapping[str, Person]:
    """Who started a reflection and who has answered, under their newest names."""
    starter = reflection.started_by
    return {starter.id: starter, **{person.id: person for person in reflection.participants}}


async def _insert_new(connection: AsyncConnection, table: sa.Table, **values: Any) -> None:
    """One row with a key that must be new; any other fault of it is an error, not a race."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    await _only_one(connection, insert(table).values(**values).on_conflict_do_nothing())


async def _only_one(connection: AsyncConnection, statement: sa.Executable) -> None:
    if (await connection.execute(statement)).rowcount != 1:
        raise LostRace


def _is(column: sa.ColumnElement[Any], value: object) -> sa.ColumnElement[bool]:
    return column.is_(None) if value is None else column == value
