"""The messages that wait to be delivered, and the claims that keep two processes from delivering the same one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from bot.storage import lines, rows
from bot.storage.database import Database
from bot.storage.expected import Expected
from bot.storage.prepared import Prepared
from bot.storage.rows import COUNTING, DEAD, DRAWING, WAITING, Row
from bot.storage.tables import conversations, follows, outbox, reflections
from bot.wire import Address, Kind, Outgoing
from dialogs.reflection.state import Phase

LEASE = dt.timedelta(seconds=90)
"""How long a claimed message is left to the process that claimed it; longer than a picture and a delivery may take."""

BEYOND = dt.timedelta(days=2)
"""No message is put off or claimed for so long: what says so was written by a clock that was wrong, and counts as now.

The longest that Teams can ask for is 28 hours.
"""


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
    is_drawn: bool = False
    """True where it is sent once its picture is drawn, and the conversation goes on meanwhile."""


class Waiting:
    """What the outbox needs of the store. Every method raises ``StorageError`` where the database fails."""

    def __init__(self, database: Database, expected: Expected, lease: dt.timedelta = LEASE) -> None:
        self._database, self._expected, self._lease = database, expected, lease

    async def claim(self, now: dt.datetime, limit: int, *, drawn: bool = False) -> Sequence[Queued]:
        """Messages that are due, oldest first, which no other process gets until the lease is over.

        In each conversation only the first that waits, so order is kept. ``delivered``, ``put_off``, ``give_up`` and
        ``forget_card`` end a claim. What nobody asked for and nobody wants any more goes without being delivered.

        ``drawn`` takes those that wait for a picture instead; each comes after all that was said before it.
        """
        until = now + self._lease
        due = _DUE_DRAWN if drawn else _DUE
        asked = {"now": now, "beyond": now + BEYOND, "most": limit}

        def work(connection: sa.Connection) -> Sequence[Row]:
            found = due.rows(connection, asked)
            while unwanted := [_key(row) for row in found if row["unwanted"]]:
                _DELETE.change(connection, *unwanted)
                found = due.rows(connection, asked)
            _CLAIM.change(connection, *({**_key(row), "new_claimed_until": until} for row in found))
            for row in found:
                lines.remember(connection, row, now)
            return found

        found = await self._database.write(work)
        return [_queued(row, until) for row in found]

    async def delivered(self, queued: Queued, message_id: str | None) -> None:
        """The message is with the channel; a new screen becomes the reflection's live card.

        One that is to have its picture later waits for that now.
        """
        message = queued.message
        target = message_id if message.kind is Kind.SEND else message.target
        its = {"its_tenant": queued.address.tenant, "its_id": queued.id}

        def work(connection: sa.Connection) -> None:
            if message.later and not queued.is_drawn and target:
                # Where another process has delivered it too there are two; the first that is noted gets its picture.
                _DRAW.change(connection, {**its, "new_target": target})
            else:
                _DELETE.change(connection, its)
            if message.kind is Kind.SEND and queued.reflection and message_id:
                new = {**its, "its_id": queued.reflection, "new_card": message_id}
                if message.screen:
                    _NEW_CARD.change(connection, new)
                if message.status:
                    _NEW_STATUS.change(connection, new)

        await self._database.write(work)
        if message.kind is Kind.SEND and (message.screen or message.status):
            self._expected.moved(queued.address)

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
        self._expected.moved(queued.address)

    async def forget_status(self, queued: Queued) -> None:
        """The status message to update is gone from the chat: it is sent anew, unless a newer one stands there."""

        def work(connection: sa.Connection) -> None:
            forgotten = connection.execute(
                reflections.update()
                .where(
                    reflections.c.tenant == queued.address.tenant,
                    reflections.c.id == queued.reflection,
                    reflections.c.status == queued.message.target,
                )
                .values(status=None)
            )
            if forgotten.rowcount:
                self._set(connection, queued, claimed_until=None)
            else:
                connection.execute(outbox.delete().where(_this(queued)))

        await self._database.write(work)
        self._expected.moved(queued.address)

    async def give_up(self, queued: Queued, *, gone: bool = False) -> None:
        """Delivery can never succeed; the message no longer waits. It is kept, unless it tells of anonymous people.

        Where the conversation itself is ``gone`` it is marked dead, until somebody speaks in it again, and follows
        nothing any more.
        """

        def work(connection: sa.Connection) -> None:
            self._set(connection, queued, state=DEAD, claimed_until=None)
            connection.execute(outbox.delete().where(_this(queued), _ANONYMOUS_AND_DEAD))
            if gone:
                connection.execute(
                    conversations.update()
                    .where(
                        conversations.c.tenant == queued.address.tenant,
                        conversations.c.id == queued.address.conversation,
                    )
                    .values(dead=True)
                )
                connection.execute(
                    follows.delete().where(
                        follows.c.tenant == queued.address.tenant,
                        follows.c.conversation == queued.address.conversation,
                    )
                )

        await self._database.write(work)

    async def undelivered(self, due: dt.datetime | None = None) -> int:
        """How many messages wait, claimed or not; with ``due`` only those whose turn it is by then."""
        which = (
            _NOT_DELIVERED
            if due is None
            else (FIRST_IN_LINE | _FIRST_DRAWN | _FIRST_COUNTING) & _has_come(outbox.c.due, due, due + BEYOND)
        )

        def work(connection: sa.Connection) -> int:
            return int(connection.scalar(sa.select(sa.func.count()).select_from(outbox).where(which)) or 0)

        return await self._database.read(work)

    def _set(self, connection: sa.Connection, queued: Queued, **values: Any) -> None:
        # Where the claim has run out, the message is somebody else's to decide on.
        claim = outbox.c.claimed_until
        still_ours = claim.is_(None) if queued.claimed_until is None else claim == queued.claimed_until
        connection.execute(outbox.update().where(_this(queued), still_ours).values(**values))

    async def _free_all(self) -> None:
        """Ends every claim: nobody is there who could have made one."""
        claimed = outbox.update().where(_NOT_DELIVERED, outbox.c.claimed_until.is_not(None))

        def work(connection: sa.Connection) -> None:
            connection.execute(claimed.values(claimed_until=None))

        await self._database.write(work)


# Built once: building a statement costs more than running it.
INSERT = Prepared(outbox.insert())
"""One message, waiting (``rows.outgoing_row``)."""

_EARLIER = outbox.alias("earlier")

_Time = dt.datetime | sa.BindParameter[dt.datetime]


def _has_come(time: sa.Column[dt.datetime], now: _Time, beyond: _Time) -> sa.ColumnElement[bool]:
    return (time <= now) | (time > beyond)


def _first(state: str, *after: str) -> sa.ColumnElement[bool]:
    """The message is in that state, and none before it in its conversation is in one of those it comes ``after``."""
    return (outbox.c.state == state) & ~sa.exists().where(
        _EARLIER.c.tenant == outbox.c.tenant,
        _EARLIER.c.conversation == outbox.c.conversation,
        sa.or_(*(_EARLIER.c.state == each for each in after)),
        _EARLIER.c.id < outbox.c.id,
    )


_NOT_DELIVERED = outbox.c.state.in_((WAITING, DRAWING, COUNTING))
FIRST_IN_LINE = _first(WAITING, WAITING)
"""A message that waits for none before it in its conversation."""
_FIRST_DRAWN = _first(DRAWING, WAITING, DRAWING)
"""A slow picture holds up the next picture in its conversation, and no message."""
_FIRST_COUNTING = _first(COUNTING, WAITING, COUNTING)
"""What waits for more to be counted comes after all that was said before it, and holds up nothing."""

_UNWANTED = outbox.c.unprompted & sa.func.coalesce(
    (reflections.c.phase == Phase.PAUSED.value) | (reflections.c.ended_at > outbox.c.at), sa.false()
)
"""Nobody asked for it, and the reflection has been put away or closed since."""

_ANY = (
    sa.select(
        outbox,
        conversations,
        reflections.c.card.label("live_card"),
        reflections.c.status.label("live_status"),
        _UNWANTED.label("unwanted"),
    )
    .set_label_style(sa.LABEL_STYLE_TABLENAME_PLUS_COL)
    .join(conversations, (conversations.c.tenant == outbox.c.tenant) & (conversations.c.id == outbox.c.conversation))
    .outerjoin(reflections, (reflections.c.tenant == outbox.c.tenant) & (reflections.c.id == outbox.c.reflection))
    .order_by(outbox.c.id)
)
_NOW: sa.BindParameter[dt.datetime] = sa.bindparam("now")
_BEYOND: sa.BindParameter[dt.datetime] = sa.bindparam("beyond")
_FREE = _ANY.where(
    _has_come(outbox.c.due, _NOW, _BEYOND),
    outbox.c.claimed_until.is_(None) | _has_come(outbox.c.claimed_until, _NOW, _BEYOND),
)
_FREE_FIRST = _FREE.limit(sa.bindparam("most")).with_for_update(of=outbox, skip_locked=True)
_DUE, _DUE_DRAWN = (
    Prepared(_FREE_FIRST.where(FIRST_IN_LINE | _FIRST_COUNTING)),
    Prepared(_FREE_FIRST.where(_FIRST_DRAWN)),
)
_THIS = (outbox.c.tenant == sa.bindparam("its_tenant"), outbox.c.id == sa.bindparam("its_id"))
_CLAIM = Prepared(outbox.update().where(*_THIS).values(claimed_until=sa.bindparam("new_claimed_until")))
_DELETE = Prepared(outbox.delete().where(*_THIS))
_DRAW = Prepared(
    outbox.update()
    .where(*_THIS, outbox.c.state == WAITING)
    .values(
        kind=Kind.UPDATE.value,
        target=sa.bindparam("new_target"),
        card=None,
        text=None,
        screen=False,
        state=DRAWING,
        attempts=0,
        claimed_until=None,
    )
)
_ITS_REFLECTION = (reflections.c.tenant == sa.bindparam("its_tenant"), reflections.c.id == sa.bindparam("its_id"))
_NEW_CARD = Prepared(reflections.update().where(*_ITS_REFLECTION).values(card=sa.bindparam("new_card")))
_NEW_STATUS = Prepared(reflections.update().where(*_ITS_REFLECTION).values(status=sa.bindparam("new_card")))
_ITS_STATUS = (
    outbox.c.tenant == sa.bindparam("its_tenant"),
    outbox.c.conversation == sa.bindparam("its_conversation"),
    outbox.c.reflection == sa.bindparam("its_reflection"),
    outbox.c.status,
    (outbox.c.state == WAITING) | (outbox.c.state == COUNTING),
    outbox.c.claimed_until.is_(None),
)
_STATUS_WAITS = Prepared(sa.select(outbox.c.id).where(*_ITS_STATUS))
_NEWEST_STATUS = Prepared(outbox.update().where(*_ITS_STATUS).values(card=sa.bindparam("new_card")))
_NO_STATUS = Prepared(outbox.delete().where(*_ITS_STATUS))
_LET_GO = Prepared(
    outbox.delete().where(
        outbox.c.tenant == sa.bindparam("its_tenant"),
        outbox.c.conversation == sa.bindparam("its_conversation"),
        outbox.c.state == DRAWING,
        outbox.c.target == sa.bindparam("its_target"),
    )
)

_ANONYMOUS_AND_DEAD = (outbox.c.state == DEAD) & sa.exists().where(
    reflections.c.tenant == outbox.c.tenant,
    reflections.c.id == outbox.c.reflection,
    reflections.c.anonymous,
    reflections.c.ended_at.is_not(None),
)


def put_in(
    connection: sa.Connection, where: Address, about: str | None, messages: Sequence[Outgoing], at: dt.datetime
) -> None:
    """Messages that are to be delivered, about a reflection (id) or none.

    Of what waits to be said of who has answered only the newest is kept: an update takes the place of the one before
    it and its time, and a new message that of both. On SQLite one that is to be ``made`` leaves what waits as it is: it
    is made again when it is sent.
    """
    for message in messages:
        if message.line is not None:
            for target in lines.follow(connection, where, about, message) if about else ():
                INSERT.change(connection, rows.outgoing_row(where, about, replace(message, target=target), at))
            continue
        # On a server a process of an older release may send it, as it was put in.
        whole = _made(message) if connection.dialect.name == "postgresql" else message
        if whole.status and not _is_kept(connection, where, about, whole):
            continue
        INSERT.change(connection, rows.outgoing_row(where, about, _made(whole), at))


def _made(message: Outgoing) -> Outgoing:
    return replace(message, card=message.made(), made=None) if message.made is not None else message


def _is_kept(connection: sa.Connection, where: Address, about: str | None, message: Outgoing) -> bool:
    """Whether a status message is still to be put in, once those before it have made room."""
    its = {"its_tenant": where.tenant, "its_conversation": where.conversation, "its_reflection": about}
    if message.made is not None:
        return not _STATUS_WAITS.rows(connection, its)
    if message.kind is Kind.UPDATE:
        return not _NEWEST_STATUS.change(connection, {**its, "new_card": message.card})
    _NO_STATUS.change(connection, its)
    return True


def let_go_of_pictures(connection: sa.Connection, where: Address, messages: Sequence[Outgoing]) -> None:
    """A card that is updated anew no longer waits for the picture of what it said before."""
    its = {"its_tenant": where.tenant, "its_conversation": where.conversation}
    anew = [each for each in messages if each.kind is Kind.UPDATE and not each.status]
    _LET_GO.change(connection, *({**its, "its_target": each.target} for each in anew if each.target))


def _key(row: Row) -> dict[str, Any]:
    return {"its_tenant": row["outbox_tenant"], "its_id": row["outbox_id"]}


def _queued(row: Row, claimed_until: dt.datetime | None) -> Queued:
    return Queued(
        row["outbox_id"],
        rows.address(row),
        row["outbox_reflection"],
        rows.outgoing(row, row["live_card"], row["live_status"]),
        row["outbox_attempts"],
        claimed_until,
        row["outbox_state"] == DRAWING,
    )


def _this(queued: Queued) -> sa.ColumnElement[bool]:
    return (outbox.c.tenant == queued.address.tenant) & (outbox.c.id == queued.id)
