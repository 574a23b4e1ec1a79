"""The store: loads a conversation as it stands, and commits a whole turn or nothing.

One turn is one transaction: the inbox row (so a repeat is known), the reflection (compare-and-set on its version) and
the outgoing messages. Whoever loses the race loads again and applies the same command to what then stands.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.storage import rows
from bot.storage.tables import answers, conversations, inbox, metadata, outbox, reflections
from bot.wire import Address, Outgoing, Reply
from dialogs.reflection import Reflection


@dataclass(frozen=True)
class Stands:
    """A conversation as it was loaded; what a commit compares with."""

    address: Address
    known: bool
    """False at the very first turn of a conversation."""
    welcomed_at: dt.datetime | None
    kommune: str | None
    reflection: Reflection | None
    version: int
    """Version of the reflection, 0 where there is none."""
    card: str | None
    """Message id of the reflection's live card, where one has been delivered."""
    answered: Reply | None
    """What this same activity was answered before, where it is a repeat."""


class Committed(Enum):
    """How a commit went."""

    DONE = auto()
    CONFLICT = auto()
    """Somebody else was first: load and apply again."""


@dataclass(frozen=True)
class Queued:
    """One outgoing message that waits to be delivered. A None ``target`` of an update means the live card."""

    id: int
    address: Address
    reflection: str | None
    message: Outgoing
    attempts: int


class Store:
    """The one database, SQLite or PostgreSQL by its URL."""

    def __init__(self, url: str) -> None:
        parsed = sa.engine.make_url(url)
        self._sqlite = parsed.get_backend_name() == "sqlite"
        if self._sqlite and parsed.database and parsed.database != ":memory:":
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        self._engine: AsyncEngine = create_async_engine(url, pool_pre_ping=not self._sqlite)
        if self._sqlite:
            sa.event.listen(self._engine.sync_engine, "connect", _sqlite_connect)
            sa.event.listen(self._engine.sync_engine, "begin", _sqlite_begin)

    async def open(self) -> None:
        """Makes the tables that are missing."""
        async with self._engine.begin() as connection:
            await connection.run_sync(metadata.create_all)

    async def close(self) -> None:
        """Lets go of all connections."""
        await self._engine.dispose()

    async def load(self, address: Address, activity: str) -> Stands:
        """The conversation as it stands, and whether this activity was answered before."""
        key = (conversations.c.tenant == address.tenant) & (conversations.c.id == address.conversation)
        joined = conversations.outerjoin(
            reflections,
            (reflections.c.tenant == conversations.c.tenant) & (reflections.c.id == conversations.c.reflection),
        )
        async with self._engine.connect() as connection:
            row = (await connection.execute(_SELECT_STANDS.select_from(joined).where(key))).mappings().first()
            if row is None:
                return Stands(address, False, None, None, None, 0, None, None)
            reply = await connection.scalar(
                sa.select(inbox.c.reply).where(
                    inbox.c.tenant == address.tenant,
                    inbox.c.conversation == address.conversation,
                    inbox.c.activity == activity,
                )
            )
            given = await self._answers(connection, address.tenant, row["r_id"]) if row["r_id"] else []
        reflection = rows.reflection(row, given) if row["r_id"] else None
        return Stands(
            address=address,
            known=True,
            welcomed_at=row["c_welcomed_at"],
            kommune=row["c_kommune"],
            reflection=reflection,
            version=row["r_version"] or 0,
            card=row["r_card"],
            answered=rows.reply(reply) if reply is not None else None,
        )

    async def commit(
        self,
        stands: Stands,
        activity: str,
        at: dt.datetime,
        reflection: Reflection | None,
        reply: Reply,
        *,
        welcomed: bool = False,
    ) -> Committed:
        """The whole turn or nothing; CONFLICT where the conversation no longer stands as it was loaded."""
        address = stands.address
        try:
            async with self._engine.begin() as connection:
                await connection.execute(
                    inbox.insert().values(
                        tenant=address.tenant,
                        conversation=address.conversation,
                        activity=activity,
                        at=at,
                        reply=rows.reply_json(reply),
                    )
                )
                if not await _write_reflection(connection, stands, reflection):
                    raise _LostRace
                if not await _write_conversation(connection, stands, reflection, at if welcomed else None):
                    raise _LostRace
                if reply.outgoing:
                    about = reflection.id if reflection else None
                    await connection.execute(
                        outbox.insert(), [rows.outgoing_row(address, about, message, at) for message in reply.outgoing]
                    )
        except (_LostRace, IntegrityError):
            return Committed.CONFLICT
        return Committed.DONE

    async def waiting(self, now: dt.datetime, limit: int) -> Sequence[Queued]:
        """Messages that are due, oldest first; in each conversation only the first that waits, so order is kept."""
        first = (
            sa.select(sa.func.min(outbox.c.id).label("id"))
            .where(outbox.c.state == "waiting")
            .group_by(outbox.c.tenant, outbox.c.conversation)
            .subquery()
        )
        query = (
            sa.select(outbox, conversations, reflections.c.card.label("live_card"))
            .set_label_style(sa.LABEL_STYLE_TABLENAME_PLUS_COL)
            .join(first, first.c.id == outbox.c.id)
            .join(
                conversations,
                (conversations.c.tenant == outbox.c.tenant) & (conversations.c.id == outbox.c.conversation),
            )
            .outerjoin(
                reflections,
                (reflections.c.tenant == outbox.c.tenant) & (reflections.c.id == outbox.c.reflection),
            )
            .where(outbox.c.due <= now)
            .order_by(outbox.c.id)
            .limit(limit)
        )
        async with self._engine.connect() as connection:
            found = (await connection.execute(query)).mappings().all()
        return [
            Queued(
                row["outbox_id"],
                rows.address(row),
                row["outbox_reflection"],
                rows.outgoing(row, row["live_card"]),
                row["outbox_attempts"],
            )
            for row in found
        ]

    async def delivered(self, queued: Queued, message_id: str | None) -> None:
        """The message is with the channel; a new screen becomes the reflection's live card."""
        async with self._engine.begin() as connection:
            await connection.execute(outbox.delete().where(outbox.c.id == queued.id))
            if queued.message.screen and queued.reflection and message_id:
                await connection.execute(
                    reflections.update()
                    .where(reflections.c.tenant == queued.address.tenant, reflections.c.id == queued.reflection)
                    .values(card=message_id)
                )

    async def put_off(self, queued: Queued, due: dt.datetime, *, attempted: bool = True) -> None:
        """Try again at ``due``; not ``attempted`` where it was never tried, only held back."""
        await self._set(queued, attempts=queued.attempts + attempted, due=due)

    async def forget_card(self, queued: Queued) -> None:
        """The card to update is gone from the chat; the next turn posts a new one."""
        async with self._engine.begin() as connection:
            await connection.execute(outbox.delete().where(outbox.c.id == queued.id))
            await connection.execute(
                reflections.update()
                .where(
                    reflections.c.tenant == queued.address.tenant,
                    reflections.c.id == queued.reflection,
                    reflections.c.card == queued.message.target,
                )
                .values(card=None)
            )

    async def give_up(self, queued: Queued) -> None:
        """Delivery can never succeed; the message is kept, but no longer waits."""
        await self._set(queued, state="dead")

    async def undelivered(self) -> int:
        """How many messages wait, due or put off."""
        query = sa.select(sa.func.count()).select_from(outbox).where(outbox.c.state == "waiting")
        async with self._engine.connect() as connection:
            return int(await connection.scalar(query) or 0)

    async def alive(self) -> None:
        """Asks the database for nothing; raises where it does not answer."""
        async with self._engine.connect() as connection:
            await connection.execute(sa.select(1))

    async def count_answers(self, tenant: str, reflection: str) -> int:
        """How many people's answers a reflection has over all questions, revisions not counted."""
        query = sa.select(sa.func.count()).select_from(
            sa.select(answers.c.question, answers.c.person)
            .where(answers.c.tenant == tenant, answers.c.reflection == reflection)
            .distinct()
            .subquery()
        )
        async with self._engine.connect() as connection:
            return int(await connection.scalar(query) or 0)

    async def _set(self, queued: Queued, **values: Any) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(outbox.update().where(outbox.c.id == queued.id).values(**values))

    async def _answers(self, connection: AsyncConnection, tenant: str, reflection: str) -> Sequence[sa.RowMapping]:
        query = (
            sa.select(answers)
            .where(answers.c.tenant == tenant, answers.c.reflection == reflection)
            .order_by(answers.c.revision, answers.c.at)
        )
        return (await connection.execute(query)).mappings().all()


class _LostRace(Exception):
    """The reflection or the conversation is not as it was loaded."""


_SELECT_STANDS = sa.select(
    *(column.label(f"c_{column.name}") for column in conversations.c),
    *(column.label(f"r_{column.name}") for column in reflections.c),
)


async def _write_reflection(connection: AsyncConnection, stands: Stands, new: Reflection | None) -> bool:
    old = stands.reflection
    if new is None or new == old:
        if old is None:
            return True
        # Nothing changes, yet what is answered must be said of what stands.
        seen = await connection.scalar(
            sa.select(reflections.c.version).where(
                reflections.c.tenant == stands.address.tenant, reflections.c.id == old.id
            )
        )
        return bool(seen == stands.version)
    tenant = stands.address.tenant
    if old is None or old.id != new.id:
        await connection.execute(
            reflections.insert().values(
                tenant=tenant, conversation=stands.address.conversation, version=1, **rows.reflection_row(new)
            )
        )
        fresh = new.answers
    else:
        changed = await connection.execute(
            reflections.update()
            .where(reflections.c.tenant == tenant, reflections.c.id == new.id, reflections.c.version == stands.version)
            .values(version=stands.version + 1, **rows.reflection_row(new))
        )
        if changed.rowcount != 1:
            return False
        before = set(old.answers)
        fresh = tuple(a for a in new.answers if a not in before)
    if fresh:
        await connection.execute(answers.insert(), [rows.answer_row(tenant, new.id, answer) for answer in fresh])
    return True


async def _write_conversation(
    connection: AsyncConnection, stands: Stands, reflection: Reflection | None, welcomed_at: dt.datetime | None
) -> bool:
    address = stands.address
    values: dict[str, Any] = {
        "kind": address.kind.value,
        "channel": address.channel,
        "service_url": address.service_url,
        "bot_id": address.bot_id,
        "bot_name": address.bot_name,
        "kommune": (reflection.kommune if reflection else None) or stands.kommune,
        "reflection": reflection.id if reflection else None,
    }
    if welcomed_at:
        values["welcomed_at"] = welcomed_at
    if not stands.known:
        await connection.execute(
            conversations.insert().values(tenant=address.tenant, id=address.conversation, **values)
        )
        return True
    seen = stands.reflection.id if stands.reflection else None
    changed = await connection.execute(
        conversations.update()
        .where(
            conversations.c.tenant == address.tenant,
            conversations.c.id == address.conversation,
            conversations.c.reflection == seen if seen else conversations.c.reflection.is_(None),
        )
        .values(**values)
    )
    return bool(changed.rowcount == 1)


def _sqlite_connect(connection: Any, record: Any) -> None:
    # Transactions are begun by us (below): the driver's own begin would take the write lock too late.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    # A press is answered within two seconds: who waits longer for the lock is told that nothing was saved.
    cursor.execute("PRAGMA busy_timeout=1000")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _sqlite_begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN")
