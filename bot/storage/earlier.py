"""The reflections that a team may have had before: of the same conversation, or of another thread in its channel.

Tenant and conversation are in every query, so that the id of somebody else's reflection finds nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from bot.storage import queries, rows
from bot.storage.loaded import Beside, Turn
from bot.storage.notes import CONFIRMED
from bot.storage.prepared import Prepared
from bot.storage.tables import conversations, notes, reflections
from bot.storage.upserts import Insert, Upsert
from bot.wire import Address
from dialogs.reflection.state import Phase, Reflection

MOST = 200
"""Reflections of one channel that are looked at, the newest."""


def heads(connection: sa.Connection, where: Address) -> tuple[Reflection, ...]:
    """Those that are finished, and the one that is open in the conversation itself, without answers and notes.

    The newest first. One without a fagområde is none of any team.
    """
    found = _HEADS.rows(connection, {**_its(where), "most": MOST})
    return tuple(rows.reflection(row, ()) for row in found)


def whole(connection: sa.Connection, where: Address, which: Sequence[str]) -> tuple[Reflection, ...]:
    """Those of them with these ids, with all that is in them; the oldest first."""
    found = [_WHOLE.first(connection, {**_its(where), "its_reflection": each}) for each in dict.fromkeys(which)]
    kept = [queries.reflection(connection, row) for row in found if row is not None]
    return tuple(sorted((each for each in kept if each is not None), key=lambda each: each.started_at))


@dataclass(frozen=True)
class ConfirmedTogether(Beside):
    """A team's word that these reflections (ids) are all its own.

    It is noted of the one at hand, where that is among them, by nobody and without a time: the last word holds.
    """

    reflections: tuple[str, ...]

    def write(self, connection: sa.Connection, turn: Turn) -> None:
        """The word."""
        last = turn.reflection
        if last is None or last.id not in self.reflections:
            return
        its = {"tenant": turn.address.tenant, "reflection": last.id, "kind": CONFIRMED, "key": "", "revision": 1}
        said = {"person": "", "name": "", "at": last.started_at, "body": {"reflections": list(self.reflections)}}
        connection.execute(_CONFIRM.on(connection), its | said)


def confirmed(connection: sa.Connection, tenant: str, which: str) -> tuple[str, ...]:
    """The ids that the team has said are its own together with a reflection (id); none where it has not."""
    body = connection.scalar(_CONFIRMED, {"its_tenant": tenant, "its_reflection": which})
    return tuple(body["reflections"]) if body else ()


def where(connection: sa.Connection, tenant: str, which: str) -> Address | None:
    """The conversation of a reflection (id)."""
    found = connection.execute(_WHERE, {"its_tenant": tenant, "its_reflection": which}).mappings().first()
    return rows.address(found) if found else None


def _its(where: Address) -> dict[str, str]:
    return {
        "its_tenant": where.tenant,
        "its_id": where.conversation,
        "its_channel": rows.channel_of(where) or where.conversation,
    }


_IS_OPEN = sa.or_(*(reflections.c.phase == each.value for each in (Phase.QUESTIONS, Phase.REVIEW, Phase.PAUSED)))
_HERE = conversations.c.id == sa.bindparam("its_id")
_THEIRS = (
    sa.select(*(column.label(f"r_{column.name}") for column in reflections.c))
    .join(
        conversations,
        (conversations.c.tenant == reflections.c.tenant) & (conversations.c.id == reflections.c.conversation),
    )
    .where(
        reflections.c.tenant == sa.bindparam("its_tenant"),
        _HERE
        | (conversations.c.id == sa.bindparam("its_channel"))
        | (conversations.c.root == sa.bindparam("its_channel")),
        reflections.c.fagomraade.is_not(None),
        (reflections.c.phase == Phase.FINISHED.value)
        | (_HERE & (reflections.c.id == conversations.c.reflection) & _IS_OPEN),
    )
    .order_by(reflections.c.started_at.desc(), reflections.c.id)
)
_HEADS = Prepared(_THEIRS.limit(sa.bindparam("most")))
_WHERE = (
    sa.select(*(column.label(f"conversations_{column.name}") for column in conversations.c))
    .join(
        reflections,
        (conversations.c.tenant == reflections.c.tenant) & (conversations.c.id == reflections.c.conversation),
    )
    .where(reflections.c.tenant == sa.bindparam("its_tenant"), reflections.c.id == sa.bindparam("its_reflection"))
)
_CONFIRMED = sa.select(notes.c.body).where(
    notes.c.tenant == sa.bindparam("its_tenant"),
    notes.c.reflection == sa.bindparam("its_reflection"),
    notes.c.kind == CONFIRMED,
)


def _confirm(insert: Insert) -> sa.Insert:
    new = insert(notes)
    return new.on_conflict_do_update(index_elements=notes.primary_key, set_={"body": new.excluded.body})


_CONFIRM = Upsert(_confirm)
_WHOLE = Prepared(_THEIRS.where(reflections.c.id == sa.bindparam("its_reflection")))
