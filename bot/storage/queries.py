"""What is read: a conversation as it stands, what is open elsewhere in its channel, and what is due.

Every statement is built once: building one costs more than running it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from bot.storage import rows
from bot.storage.kept import NEVER
from bot.storage.loaded import Known
from bot.storage.notes import CONCLUSION
from bot.storage.prepared import Prepared
from bot.storage.rows import Row
from bot.storage.tables import answers, conversations, inbox, notes, own_use, reflections
from bot.wire import Address
from dialogs.reflection.state import Phase, Reflection


def conversation(
    connection: sa.Connection, address: Address, activity: str, about: str | None, *, whole: bool
) -> Row | None:
    """A conversation (``c_…``) with a reflection (``r_…``), and what the activity was answered before (``i_…``).

    The reflection is the newest, or the one it is ``about`` where the conversation has that. ``whole`` it has all of
    its columns; else only its key, and what is never kept.
    """
    key = {"its_tenant": address.tenant, "its_id": address.conversation, "its_activity": activity}
    if about is None:
        return (_WHOLE_NEWEST if whole else _NEWEST).first(connection, key)
    return (_WHOLE_ABOUT if whole else _ABOUT).first(connection, {**key, "its_about": about})


def noted(connection: sa.Connection, address: Address, came_as: str) -> Sequence[str]:
    """What was noted of what came in a conversation under an id, newest first."""
    its = {"its_tenant": address.tenant, "its_id": address.conversation, "its_came_as": came_as}
    return connection.scalars(_NOTED, its).all()


def reflection(connection: sa.Connection, row: Row) -> Reflection | None:
    """The reflection of a whole ``r_…`` row with its answers and notes; None where the row has none."""
    found = known(connection, row)
    return found.reflection if found else None


def known(connection: sa.Connection, row: Row) -> Known | None:
    """The same, with its version."""
    if row["r_id"] is None:
        return None
    its = {"its_tenant": row["r_tenant"], "its_reflection": row["r_id"]}
    given = _ANSWERS.rows(connection, its)
    noted = _NOTES.rows(connection, its) if row["r_notes"] else ()
    is_plain = sum(each["revision"] == 1 for each in given) == len(
        {(each["question"], each["person"]) for each in given}
    )
    latest = max((each["at"] for each in given), default=NEVER) if is_plain else None
    return Known(rows.reflection(row, given, noted), row["r_version"], latest)


def previous(connection: sa.Connection, row: Row) -> Reflection | None:
    """The one before the reflection of an ``r_…`` row, where there is one and it is still kept."""
    if row["r_previous"] is None:
        return None
    found = reflection_row(connection, row["r_tenant"], row["r_previous"])
    return reflection(connection, found) if found else None


def reflection_row(connection: sa.Connection, tenant: str, which: str) -> Row | None:
    """The ``r_…`` row of the reflection with this id; None where it is not kept."""
    return _REFLECTION.first(connection, {"its_tenant": tenant, "its_reflection": which})


def open_elsewhere(connection: sa.Connection, address: Address) -> Sequence[Row]:
    """The newest reflections of the other threads in the channel that are open, newest first."""
    channel = rows.channel_of(address) or address.conversation
    its = {"its_tenant": address.tenant, "its_id": address.conversation, "its_channel": channel}
    return connection.execute(_ELSEWHERE, its).mappings().all()


def due(connection: sa.Connection, now: dt.datetime, limit: int) -> Sequence[Row]:
    """Reflections whose time has come (``due``, ``reflection``) with their ``conversations_…``, oldest first."""
    return connection.execute(_DUE, {"now": now, "most": limit}).mappings().all()


_REFLECTION_COLUMNS = [column.label(f"r_{column.name}") for column in reflections.c]
_NEVER_KEPT = [
    column.label(f"r_{column.name}")
    for column in (reflections.c[name] for name in ("tenant", "id", "version", "card", "status", "due", "previous"))
]

HAS_OWN = sa.exists().where(own_use.c.tenant == reflections.c.tenant, own_use.c.kommune == reflections.c.kommune)
"""Whether a reflection's kommune has said anything of its own use."""


def _standing(which: sa.ColumnElement[str | None], its: Sequence[sa.Label[Any]]) -> sa.Select[*tuple[object, ...]]:
    its_reflection = (reflections.c.tenant == conversations.c.tenant) & (reflections.c.id == which)
    its_inbox = (
        (inbox.c.tenant == conversations.c.tenant)
        & (inbox.c.conversation == conversations.c.id)
        & (inbox.c.activity == sa.bindparam("its_activity"))
    )
    return (
        sa.select(
            *(column.label(f"c_{column.name}") for column in conversations.c),
            *its,
            inbox.c.reply.label("i_reply"),
            inbox.c.at.label("i_at"),
            inbox.c.came_as.label("i_came_as"),
            inbox.c.stood.label("i_stood"),
            HAS_OWN.label("r_has_own"),
        )
        .select_from(conversations.outerjoin(reflections, its_reflection).outerjoin(inbox, its_inbox))
        .where(conversations.c.tenant == sa.bindparam("its_tenant"), conversations.c.id == sa.bindparam("its_id"))
    )


_NEWEST = Prepared(_standing(conversations.c.reflection, _NEVER_KEPT))
_WHOLE_NEWEST = Prepared(_standing(conversations.c.reflection, _REFLECTION_COLUMNS))
_NOTED = (
    sa.select(inbox.c.stood)
    .where(
        inbox.c.tenant == sa.bindparam("its_tenant"),
        inbox.c.conversation == sa.bindparam("its_id"),
        inbox.c.came_as == sa.bindparam("its_came_as"),
        inbox.c.stood.is_not(None),
    )
    .order_by(inbox.c.at.desc())
)
_ASKED_ABOUT = reflections.alias("asked_about")
_ABOUT_OR_NEWEST = sa.func.coalesce(
    sa.select(_ASKED_ABOUT.c.id)
    .where(
        _ASKED_ABOUT.c.tenant == sa.bindparam("its_tenant"),
        _ASKED_ABOUT.c.id == sa.bindparam("its_about"),
        _ASKED_ABOUT.c.conversation == sa.bindparam("its_id"),
    )
    .scalar_subquery(),
    conversations.c.reflection,
)
_ABOUT = Prepared(_standing(_ABOUT_OR_NEWEST, _NEVER_KEPT))
_WHOLE_ABOUT = Prepared(_standing(_ABOUT_OR_NEWEST, _REFLECTION_COLUMNS))
_REFLECTION = Prepared(
    sa.select(*_REFLECTION_COLUMNS).where(
        reflections.c.tenant == sa.bindparam("its_tenant"), reflections.c.id == sa.bindparam("its_reflection")
    )
)
# Numbers are kept as text: the shorter is the lower.
_ANSWERS = Prepared(
    sa.select(answers)
    .where(answers.c.tenant == sa.bindparam("its_tenant"), answers.c.reflection == sa.bindparam("its_reflection"))
    .order_by(answers.c.revision, answers.c.at, answers.c.question, sa.func.length(answers.c.person), answers.c.person)
)
_LATER = notes.alias("later")
_NOTES = Prepared(
    sa.select(notes).where(
        notes.c.tenant == sa.bindparam("its_tenant"),
        notes.c.reflection == sa.bindparam("its_reflection"),
        (notes.c.kind == CONCLUSION)
        | ~sa.exists().where(
            _LATER.c.tenant == notes.c.tenant,
            _LATER.c.reflection == notes.c.reflection,
            _LATER.c.kind == notes.c.kind,
            _LATER.c.key == notes.c.key,
            _LATER.c.revision > notes.c.revision,
        ),
    )
)
_ELSEWHERE = (
    sa.select(
        conversations.c.id.label("conversation"),
        reflections.c.id.label("reflection_id"),
        reflections.c.kommune,
        reflections.c.fagomraade,
        reflections.c.phase,
        reflections.c.current,
        reflections.c.started_at,
    )
    .join(
        reflections,
        (reflections.c.tenant == conversations.c.tenant) & (reflections.c.id == conversations.c.reflection),
    )
    .where(
        conversations.c.tenant == sa.bindparam("its_tenant"),
        conversations.c.root == sa.bindparam("its_channel"),
        conversations.c.id != sa.bindparam("its_id"),
        reflections.c.phase.not_in([phase.value for phase in Phase if phase.is_closed]),
    )
    .order_by(reflections.c.started_at.desc(), conversations.c.id)
)
_LAST = reflections.alias("last")
# While the conversation's newest is paused, nothing is said about an older one either.
_DUE = (
    sa.select(reflections.c.due.label("due"), reflections.c.id.label("reflection"), conversations)
    .set_label_style(sa.LABEL_STYLE_TABLENAME_PLUS_COL)
    .join(
        conversations,
        (conversations.c.tenant == reflections.c.tenant) & (conversations.c.id == reflections.c.conversation),
    )
    .outerjoin(_LAST, (_LAST.c.tenant == conversations.c.tenant) & (_LAST.c.id == conversations.c.reflection))
    .where(
        reflections.c.due <= sa.bindparam("now"),
        ~conversations.c.dead,
        _LAST.c.id.is_(None) | (_LAST.c.id == reflections.c.id) | (_LAST.c.phase != Phase.PAUSED.value),
    )
    .order_by(reflections.c.due, reflections.c.tenant, reflections.c.id)
    .limit(sa.bindparam("most"))
)
