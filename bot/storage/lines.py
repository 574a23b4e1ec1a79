"""Which messages of a chat are the line of a question that an earlier card left behind, so that it says what holds.

A card becomes its question's line when the update is given out to be sent: only then it is known which message that is.
It is kept beside what a team writes together, as a row of a kind of its own that no reflection is read from.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa

from bot.cards.reflection.lines import line_of
from bot.storage.notes import LINE
from bot.storage.prepared import Prepared
from bot.storage.rows import WAITING, Row
from bot.storage.tables import notes, outbox
from bot.wire import Address, Kind, Outgoing


def remember(connection: sa.Connection, row: Row, at: dt.datetime) -> None:
    """Notes that the live card becomes the line of its question, where a waiting message (``outbox_…``) makes it so."""
    is_new = row["outbox_kind"] == Kind.UPDATE.value and not row["outbox_target"] and not row["outbox_screen"]
    if not is_new or not row["live_card"] or not row["outbox_reflection"]:
        return
    number = line_of(row["outbox_card"])
    if number is None:
        return
    its = {"its_tenant": row["outbox_tenant"], "its_reflection": row["outbox_reflection"], "its_key": str(number)}
    known = _LINES.rows(connection, its)
    if row["live_card"] in (each["body"]["message"] for each in known):
        return  # it was tried before
    new = {"tenant": its["its_tenant"], "reflection": its["its_reflection"], "kind": LINE, "key": its["its_key"]}
    body = {"message": row["live_card"]}
    revision = max((each["revision"] for each in known), default=0) + 1
    _INSERT.change(connection, {**new, "revision": revision, "person": "", "name": "", "at": at, "body": body})


def follow(connection: sa.Connection, where: Address, about: str, message: Outgoing) -> Sequence[str]:
    """The messages that are to be updated; those that are only about to become such a line say it themselves."""
    its = {"its_tenant": where.tenant, "its_conversation": where.conversation, "its_reflection": about}
    for row in _WAITING.rows(connection, its):
        if line_of(row["card"]) == message.line:
            this = {"its_tenant": where.tenant, "its_id": row["id"], "new_card": message.card}
            _SAY.change(connection, this)
    found = _LINES.rows(connection, {"its_tenant": where.tenant, "its_reflection": about, "its_key": str(message.line)})
    return [each["body"]["message"] for each in found if each["body"]["message"] != message.target]


_LINES = Prepared(
    sa.select(notes.c.revision, notes.c.body)
    .where(
        notes.c.tenant == sa.bindparam("its_tenant"),
        notes.c.reflection == sa.bindparam("its_reflection"),
        notes.c.kind == LINE,
        notes.c.key == sa.bindparam("its_key"),
    )
    .order_by(notes.c.revision)
)
_INSERT = Prepared(notes.insert())
_WAITING = Prepared(
    sa.select(outbox.c.id, outbox.c.card).where(
        outbox.c.tenant == sa.bindparam("its_tenant"),
        outbox.c.conversation == sa.bindparam("its_conversation"),
        outbox.c.reflection == sa.bindparam("its_reflection"),
        outbox.c.state == WAITING,
        outbox.c.claimed_until.is_(None),
        outbox.c.kind == Kind.UPDATE.value,
        outbox.c.target.is_(None),
        ~outbox.c.screen,
    )
)
_SAY = Prepared(
    outbox.update()
    .where(outbox.c.tenant == sa.bindparam("its_tenant"), outbox.c.id == sa.bindparam("its_id"))
    .values(card=sa.bindparam("new_card"))
)
