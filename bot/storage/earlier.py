"""The reflections that a team may have had before: of the same conversation, or of another thread in its channel.

Tenant and conversation are in every query, so that the id of somebody else's reflection finds nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from bot.storage import queries, rows
from bot.storage.prepared import Prepared
from bot.storage.tables import conversations, reflections
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
_WHOLE = Prepared(_THEIRS.where(reflections.c.id == sa.bindparam("its_reflection")))
