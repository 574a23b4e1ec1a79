"""The store: loads a conversation as it stands, and commits a whole turn or nothing.

One turn is one transaction: the inbox row (so a repeat is known), the conversation, the reflection (compare-and-set on
its version) and the outgoing messages. Whoever loses the race loads again and applies the same command to what then
stands. The conversation's row is written before the reflection is looked at, so on PostgreSQL too the turns of one
conversation happen one after the other, and so do their messages.

Every method raises ``StorageError`` where the database fails; nothing was saved then.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

import sqlalchemy as sa

from bot.storage import rows, writes
from bot.storage.database import Database
from bot.storage.presence import Presence
from bot.storage.rows import Row
from bot.storage.schema import migrate
from bot.storage.tables import answers, conversations, inbox, outbox, reflections
from bot.wire import Address, Kind, Outgoing, Reply
from dialogs.reflection import Reflection

LEASE = dt.timedelta(seconds=60)
"""How long a claimed message is left to the process that claimed it; much longer than a delivery may take."""


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
    answered_at: dt.datetime | None = None
    """When that was."""


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
    claimed_until: dt.datetime | None
    """When others may take it; None where nobody has claimed it."""


class Store:
    """The one database, SQLite or PostgreSQL by its URL."""

    def __init__(self, url: str, lease: dt.timedelta = LEASE) -> None:
        self._database, self._lease = Database(url), lease
        self._presence = Presence(self._database.file) if self._database.file else None

    async def open(self) -> None:
        """Brings the database to this release's schema. Raises ``UnsafeStart`` for one of a newer release."""
        await migrate(self._database)
        if self._presence:
            await self._presence.begin(self._free_all)

    async def close(self) -> None:
        """Lets go of all connections."""
        await self._database.close()
        if self._presence:
            self._presence.end()

    async def load(self, address: Address, activity: str) -> Stands:
        """The conversation as it stands, and whether this activity was answered before."""

        def work(connection: sa.Connection) -> Stands:
            key = {"its_tenant": address.tenant, "its_id": address.conversation, "its_activity": activity}
            row = connection.execute(_STANDS, key).mappings().first()
            if row is None:
                return Stands(address, False, None, None, None, 0, None, None)
            given: Sequence[Row] = ()
            if row["r_id"]:
                its = {"its_tenant": address.tenant, "its_reflection": row["r_id"]}
                given = connection.execute(_ANSWERS, its).mappings().all()
            repeat = row["i_at"] is not None
            reflection = rows.reflection(row, given) if row["r_id"] else None
            return Stands(
                address=address,
                known=True,
                welcomed_at=row["c_welcomed_at"],
                kommune=row["c_kommune"],
                reflection=reflection,
                version=row["r_version"] or 0,
                card=row["r_card"],
                answered=rows.reply(row["i_reply"]) if repeat else None,
                answered_at=row["i_at"],
            )

        return await self._database.read(work)

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
        try:

            def work(connection: sa.Connection) -> None:
                writes.note(connection, stands.address, activity, at, reply)
                writes.write_conversation(connection, stands, reflection, at if welcomed else None)
                writes.write_reflection(connection, stands, reflection)
                if reply.outgoing:
                    about = reflection.id if reflection else None
                    waiting = [rows.outgoing_row(stands.address, about, message, at) for message in reply.outgoing]
                    connection.execute(_INSERT_OUTBOX, waiting)

            await self._database.write(work)
        except writes.LostRace:
            return Committed.CONFLICT
        return Committed.DONE

    async def claim(self, now: dt.datetime, limit: int) -> Sequence[Queued]:
        """Messages that are due, oldest first, which no other process gets until the lease is over.

        In each conversation only the first that waits, so order is kept. ``delivered``, ``put_off``, ``give_up`` and
        ``forget_card`` end a claim.
        """
        until = now + self._lease
        free = outbox.c.claimed_until.is_(None) | (outbox.c.claimed_until <= now)
        query = _DUE.where(outbox.c.due <= now, free).limit(limit).with_for_update(of=outbox, skip_locked=True)

        def work(connection: sa.Connection) -> Sequence[sa.RowMapping]:
            found = (connection.execute(query)).mappings().all()
            if found:
                ids = [row["outbox_id"] for row in found]
                connection.execute(outbox.update().where(outbox.c.id.in_(ids)).values(claimed_until=until))
            return found

        found = await self._database.write(work)
        return [_queued(row, until) for row in found]

    async def delivered(self, queued: Queued, message_id: str | None) -> None:
        """The message is with the channel; a new screen becomes the reflection's live card."""

        def work(connection: sa.Connection) -> None:
            connection.execute(outbox.delete().where(_this(queued)))
            message = queued.message
            if message.screen and message.kind is Kind.SEND and queued.reflection and message_id:
                connection.execute(
                    reflections.update()
                    .where(reflections.c.tenant == queued.address.tenant, reflections.c.id == queued.reflection)
                    .values(card=message_id)
                )

        await self._database.write(work)

    async def put_off(self, queued: Queued, due: dt.datetime, *, attempted: bool = True) -> None:
        """Try again at ``due``; not ``attempted`` where it was never tried, only held back."""

        def work(connection: sa.Connection) -> None:
            self._set(connection, queued, attempts=queued.attempts + attempted, due=due, claimed_until=None)

        await self._database.write(work)

    async def forget_card(self, queued: Queued) -> None:
        """The card to update is gone from the chat; the next turn posts a new one."""

        def work(connection: sa.Connection) -> None:
            connection.execute(outbox.delete().where(_this(queued)))
            connection.execute(
                reflections.update()
                .where(
                    reflections.c.tenant == queued.address.tenant,
                    reflections.c.id == queued.reflection,
                    reflections.c.card == queued.message.target,
                )
                .values(card=None)
            )

        await self._database.write(work)

    async def give_up(self, queued: Queued, *, gone: bool = False) -> None:
        """Delivery can never succeed; the message is kept, but no longer waits.

        Where the conversation itself is ``gone`` it is marked dead, until somebody speaks in it again.
        """

        def work(connection: sa.Connection) -> None:
            self._set(connection, queued, state="dead", claimed_until=None)
            if gone:
                connection.execute(
                    conversations.update()
                    .where(
                        conversations.c.tenant == queued.address.tenant,
                        conversations.c.id == queued.address.conversation,
                    )
                    .values(dead=True)
                )

        await self._database.write(work)

    async def undelivered(self, due: dt.datetime | None = None) -> int:
        """How many messages wait, claimed or not; with ``due`` only those whose turn it is by then."""
        which = outbox.c.state == "waiting" if due is None else _FIRST_IN_LINE & (outbox.c.due <= due)

        def work(connection: sa.Connection) -> int:
            return int(connection.scalar(sa.select(sa.func.count()).select_from(outbox).where(which)) or 0)

        return await self._database.read(work)

    async def alive(self) -> None:
        """Asks the database for nothing; raises where it does not answer."""

        def work(connection: sa.Connection) -> None:
            connection.execute(sa.select(1))

        await self._database.read(work)

    async def count_answers(self, tenant: str, reflection: str) -> int:
        """How many people's answers a reflection has over all questions, revisions not counted."""
        query = sa.select(sa.func.count()).select_from(
            sa.select(answers.c.question, answers.c.person)
            .where(answers.c.tenant == tenant, answers.c.reflection == reflection)
            .distinct()
            .subquery()
        )

        def work(connection: sa.Connection) -> int:
            return int(connection.scalar(query) or 0)

        return await self._database.read(work)

    def _set(self, connection: sa.Connection, queued: Queued, **values: Any) -> None:
        # Where the claim has run out, the message is somebody else's to decide on.
        claim = outbox.c.claimed_until
        still_ours = claim.is_(None) if queued.claimed_until is None else claim == queued.claimed_until
        connection.execute(outbox.update().where(_this(queued), still_ours).values(**values))

    async def _free_all(self) -> None:
        """Ends every claim: nobody is there who could have made one."""
        claimed = outbox.update().where(outbox.c.state == "waiting", outbox.c.claimed_until.is_not(None))

        def work(connection: sa.Connection) -> None:
            connection.execute(claimed.values(claimed_until=None))

        await self._database.write(work)


# Built once: building a statement costs more than running it.
_STANDS = (
    sa.select(
        *(column.label(f"c_{column.name}") for column in conversations.c),
        *(column.label(f"r_{column.name}") for column in reflections.c),
        inbox.c.reply.label("i_reply"),
        inbox.c.at.label("i_at"),
    )
    .select_from(
        conversations.outerjoin(
            reflections,
            (reflections.c.tenant == conversations.c.tenant) & (reflections.c.id == conversations.c.reflection),
        ).outerjoin(
            inbox,
            (inbox.c.tenant == conversations.c.tenant)
            & (inbox.c.conversation == conversations.c.id)
            & (inbox.c.activity == sa.bindparam("its_activity")),
        )
    )
    .where(conversations.c.tenant == sa.bindparam("its_tenant"), conversations.c.id == sa.bindparam("its_id"))
)
_ANSWERS = (
    sa.select(answers)
    .where(answers.c.tenant == sa.bindparam("its_tenant"), answers.c.reflection == sa.bindparam("its_reflection"))
    .order_by(answers.c.revision, answers.c.at, answers.c.question, answers.c.person)
)
_INSERT_OUTBOX = outbox.insert()

_EARLIER = outbox.alias("earlier")
_FIRST_IN_LINE = (outbox.c.state == "waiting") & ~sa.exists().where(
    _EARLIER.c.tenant == outbox.c.tenant,
    _EARLIER.c.conversation == outbox.c.conversation,
    _EARLIER.c.state == "waiting",
    _EARLIER.c.id < outbox.c.id,
)
"""The message is the first of those that wait in its conversation."""


_DUE = (
    sa.select(outbox, conversations, reflections.c.card.label("live_card"))
    .set_label_style(sa.LABEL_STYLE_TABLENAME_PLUS_COL)
    .join(conversations, (conversations.c.tenant == outbox.c.tenant) & (conversations.c.id == outbox.c.conversation))
    .outerjoin(reflections, (reflections.c.tenant == outbox.c.tenant) & (reflections.c.id == outbox.c.reflection))
    .where(_FIRST_IN_LINE)
    .order_by(outbox.c.id)
)


def _queued(row: Row, claimed_until: dt.datetime | None) -> Queued:
    return Queued(
        row["outbox_id"],
        rows.address(row),
        row["outbox_reflection"],
        rows.outgoing(row, row["live_card"]),
        row["outbox_attempts"],
        claimed_until,
    )


def _this(queued: Queued) -> sa.ColumnElement[bool]:
    return (outbox.c.tenant == queued.address.tenant) & (outbox.c.id == queued.id)
