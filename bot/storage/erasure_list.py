"""The list of erasures: what was erased since the oldest copy of the database, so that no copy brings it back.

An erasure is known by a hash of the ids of what went, and by when. The ids are long and random (a person's of the
channel's, a reflection's, a chat's): whoever knows one can ask whether it stands on the list, and nobody can read one
off it. What sort of thing went stands only in the hash. A list that is older than the copies are kept says nothing any
more, and is shortened; ``begins`` is the time from which it is whole.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.storage.tables import answers, erasures, heartbeats, inbox, notes, own_use, reflections
from bot.storage.upserts import Insert, Upsert
from dialogs.reflection.state import Phase

BEGINS = "begins"
"""The subject of the one row that is no erasure: from when on the list is whole. Where it is missing, from ever."""


NEVER = dt.datetime.min.replace(tzinfo=dt.UTC)
"""When a list was written of which that is not known: before all others."""


@dataclass(frozen=True)
class Erasure:
    """Something that went for good: the hash of what it was, and when."""

    subject: str
    at: dt.datetime


@dataclass(frozen=True)
class ErasureList:
    """All erasures from ``begins`` (None: from the first day) until ``written``, both in UTC, in any order."""

    begins: dt.datetime | None
    written: dt.datetime
    erasures: tuple[Erasure, ...]
    damaged: bool = False
    """True where it was read from a database that is broken: perhaps some of it is missing."""
    final: bool = False
    """True where it was read from the database itself that is replaced: nothing was erased after it."""

    def reaches(self, copied: dt.datetime | None) -> bool:
        """Whether all that was erased since a copy was made is on it; a copy without a time has nothing in it."""
        return not self.damaged and (self.begins is None or copied is None or self.begins <= copied)


def person(tenant: str, who: str) -> str:
    """All that is somebody's (id of the channel's)."""
    return _subject("person", tenant, who)


def anonymous(tenant: str, reflection: str, key: str) -> str:
    """All answers under somebody's key in an anonymous reflection."""
    return _subject("anonymous", tenant, reflection, key)


def chat(tenant: str, conversation: str) -> str:
    """What is remembered for a personal chat."""
    return _subject("chat", tenant, conversation)


def answer(tenant: str, reflection: str, question: int, by: str) -> str:
    """One answer, with all its revisions; ``by`` is an id or a key."""
    return _subject("answer", tenant, reflection, question, by)


def step(tenant: str, reflection: str, number: int) -> str:
    """One next step, with all its revisions."""
    return _subject("step", tenant, reflection, number)


def draft(tenant: str, reflection: str, question: int) -> str:
    """What somebody alone had written and not saved."""
    return _subject("draft", tenant, reflection, question)


def unlinked(tenant: str, reflection: str, phase: Phase) -> str:
    """Who wrote what in an anonymous reflection, which went when it was closed in this way."""
    return _subject("unlinked", tenant, reflection, phase.value)


def own(tenant: str, kommune: str, fagomraade: str, technology: str) -> str:
    """What a kommune had said of its own use of one technology."""
    return _subject("own use", tenant, kommune, fagomraade, technology)


def record(connection: sa.Connection, subjects: Iterable[str], at: dt.datetime) -> None:
    """Notes what the caller's transaction erases; of what has been erased before, that it was so again."""
    rows = [{"subject": each, "at": at} for each in sorted(set(subjects))]
    if rows:
        connection.execute(_KEEP.on(connection), rows)


def begin_at(connection: sa.Connection, at: dt.datetime) -> None:
    """The list is whole only from then on; never from earlier than it was."""
    record(connection, [BEGINS], at)


def kept(connection: sa.Connection, written: dt.datetime) -> ErasureList:
    """The list of a database, as it stood at ``written``."""
    rows: Mapping[str, Any] = {row.subject: row.at for row in connection.execute(sa.select(erasures))}
    found = tuple(Erasure(subject, at) for subject, at in rows.items() if subject != BEGINS)
    return ErasureList(rows.get(BEGINS), written, found)


def put_back(connection: sa.Connection, whole: ErasureList) -> None:
    """The list goes on in the database that was put back: what it had itself, what ``whole`` has, and from when."""
    connection.execute(_DROP_BEGINS)
    if whole.begins is not None:
        begin_at(connection, whole.begins)
    for each in whole.erasures:
        record(connection, [each.subject], each.at)


def joined(lists: Iterable[ErasureList]) -> ErasureList:
    """Several lists of the same bot as one, whole as far back as they follow on each other without a gap.

    Raises ``ValueError`` for none.
    """
    all_of_them = sorted(lists, key=lambda each: each.written, reverse=True)
    newest, *others = all_of_them
    begins = newest.begins
    erased: dict[str, dt.datetime] = {each.subject: each.at for each in newest.erasures}
    for other in others:
        if begins is not None and other.written >= begins and not other.damaged:
            begins = min(begins, other.begins) if other.begins is not None else None
        for each in other.erasures:
            erased[each.subject] = max(each.at, erased.get(each.subject, each.at))
    found = tuple(Erasure(subject, at) for subject, at in erased.items())
    return ErasureList(begins, newest.written, found, newest.damaged, any(each.final for each in all_of_them))


def last_lived(connection: sa.Connection) -> dt.datetime | None:
    """The latest time anything was written in a database: when a copy of it was made, or a little before.

    What was done by a clock that was wrong is no measure, so the time all processes agreed on counts, where there is
    one.
    """
    there = set(sa.inspect(connection).get_table_names())
    agreed: dt.datetime | None = connection.scalar(_AGREED) if heartbeats.name in there else None
    if agreed is not None:
        return agreed
    times = (connection.scalar(sa.select(sa.func.max(column))) for column in _TIMES if column.table.name in there)
    return max((time for time in times if time is not None), default=None)


def _subject(sort: str, tenant: str, *which: str | int) -> str:
    """A tenant's id counts in any case."""
    written = json.dumps(["teknologiradar", sort, tenant.casefold(), *which])
    return hashlib.sha256(written.encode("ascii")).hexdigest()


def _keep(insert: Insert) -> sa.Insert:
    new = insert(erasures)
    latest = sa.case((new.excluded.at > erasures.c.at, new.excluded.at), else_=erasures.c.at)
    return new.on_conflict_do_update(index_elements=["subject"], set_={"at": latest})


_KEEP = Upsert(_keep)
_DROP_BEGINS = erasures.delete().where(erasures.c.subject == BEGINS)
_AGREED = sa.select(heartbeats.c.at).where(heartbeats.c.what == "clock")
_TIMES = (inbox.c.at, answers.c.at, notes.c.at, own_use.c.at, reflections.c.started_at)
