"""What is kept about one person in a tenant: who they are by name or Entra id, and their part of everything.

Anonymous answers are found by their key, as long as there is one. Nothing here writes.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.storage import notes as kinds
from bot.storage.rows import Row
from bot.storage.tables import answers, conversations, files, follows, notes, own_use, participants, reflections
from bot.wire import ChatKind
from dialogs.asides.erasing import Fate, Mine, MyChat, MyPart
from dialogs.danish.folding import fold
from dialogs.people import Person
from dialogs.reflection.state import anonymous_key


@dataclass(frozen=True)
class Found:
    """Somebody with what is kept about them."""

    person: Person
    """Under their newest name."""
    mine: Mine


def fingerprint(tenant: str, entra: str) -> str:
    """What is kept of an Entra id: enough to find somebody by it, and not the id itself."""
    return hashlib.sha256(f"{tenant.casefold()}/{entra.casefold()}".encode(errors="replace")).hexdigest()


def spellings(connection: sa.Connection, tenant: str) -> tuple[str, ...]:
    """A tenant's id in every case it is kept under, sorted."""
    known = connection.scalars(sa.select(conversations.c.tenant).distinct())
    return tuple(sorted(each for each in known if each.casefold() == tenant.casefold()))


def by_name(connection: sa.Connection, tenant: str, name: str) -> tuple[Person, ...]:
    """Everybody whose newest name has all the words of ``name``, under that, sorted."""
    wanted = set(fold(name).split())
    newest = _names(connection, tenant)
    found = [Person(id, known) for id, (_, known) in newest.items() if wanted and wanted <= set(fold(known).split())]
    return tuple(sorted(found, key=lambda each: (each.name, each.id)))


def by_entra(connection: sa.Connection, tenant: str, entra: str) -> tuple[Person, ...]:
    """Whoever has taken part by name under this Entra id, under their newest name; one or none."""
    mark = fingerprint(tenant, entra)
    ids: set[str] = set()
    for spelt in spellings(connection, tenant):
        its = (participants.c.tenant == spelt, participants.c.entra == mark)
        ids.update(connection.scalars(sa.select(participants.c.person).where(*its).distinct()))
    newest = _names(connection, tenant)
    return tuple(Person(each, newest[each][1]) for each in sorted(ids) if each in newest)


def by_id(connection: sa.Connection, tenant: str, person: str) -> Person:
    """The person with this id, under their newest name; blank where none is kept."""
    return Person(person, _names(connection, tenant).get(person, (None, ""))[1])


def mine(connection: sa.Connection, tenant: str, person: str, here: str | None = None) -> Mine:
    """All that is kept about a person (id). ``here`` is the personal chat (id) that they ask in."""
    parts: list[MyPart] = []
    chats: list[MyChat] = []
    own = asked = 0
    if not person:
        return Mine()  # that is nobody: who is anonymous, and who has been erased
    for spelt in spellings(connection, tenant):
        for row in reflections_of(connection, spelt, person):
            if (part := _part(connection, row, person)) is not None:
                parts.append(part)
        its = (own_use.c.tenant == spelt, own_use.c.person == person)
        own += connection.scalar(sa.select(sa.func.count()).select_from(own_use).where(*its)) or 0
        order = (files.c.tenant == spelt, files.c.person == person)
        asked += connection.scalar(sa.select(sa.func.count()).select_from(files).where(*order)) or 0
        chats += _chats(connection, spelt, person, here)
    parts.sort(key=lambda part: (part.started_at, part.reflection), reverse=True)
    return Mine(tuple(parts), own, tuple(chats), asked)


def reflections_of(connection: sa.Connection, tenant: str, person: str) -> Sequence[Row]:
    """The rows of the reflections that a person may have something in, and of all that have keys for people."""
    named = sa.union(
        *(
            sa.select(table.c.reflection).where(table.c.tenant == tenant, table.c.person == person)
            for table in (participants, answers, notes)
        )
    )
    c = reflections.c
    theirs = c.id.in_(named) | (c.started_by == person) | (c.facilitator == person) | c.salt.is_not(None)
    return connection.execute(sa.select(reflections).where(c.tenant == tenant, theirs)).mappings().all()


def key_in(row: Row, person: str) -> str | None:
    """Under what a reflection (row) keeps a person's answers; None once nobody can know."""
    if not row["anonymous"]:
        return person
    return anonymous_key(row["salt"], person) if row["salt"] else None


def _part(connection: sa.Connection, row: Row, person: str) -> MyPart | None:
    its = {"its_tenant": row["tenant"], "its_reflection": row["id"]}
    key = key_in(row, person)
    given = connection.execute(_WHO_ANSWERED, its).all()
    noted = connection.execute(_WHO_NOTED, its).all()
    joined = connection.scalars(_WHO_JOINED, its).all()
    questions = {question for question, by in given if by == key}
    written = {(kind, about) for kind, about, by in noted if by == person}
    leads = person in (row["started_by"], row["facilitator"])
    if not (questions or written or leads or person in joined):
        return None
    others = (
        any(by != key for _, by in given)
        or any(by != person for _, _, by in noted)
        or any(by not in (person, "", None) for by in (row["started_by"], row["facilitator"], *joined))
    )
    count = defaultdict(int, _counted(kind for kind, _ in written))
    return MyPart(
        tenant=row["tenant"],
        conversation=row["conversation"],
        reflection=row["id"],
        fagomraade=row["fagomraade"],
        kommune=row["kommune"],
        started_at=row["started_at"],
        fate=_fate(row, questions, others=others),
        answers=len(questions),
        conclusions=count[kinds.CONCLUSION],
        steps=count[kinds.STEP],
        evaluations=count[kinds.EVALUATION],
        dismissals=count[kinds.DISMISSAL],
        leads=leads,
        joined=person in joined,
    )


def _fate(row: Row, questions: set[int], *, others: bool) -> Fate:
    if not row["is_group"] or not others:
        return Fate.WHOLE
    return Fate.ANSWERS_STAY if row["anonymous"] and questions & set(row["revealed"]) else Fate.PART


def _counted(found: Any) -> Mapping[str, int]:
    count: dict[str, int] = {}
    for each in found:
        count[each] = count.get(each, 0) + 1
    return count


def _chats(connection: sa.Connection, tenant: str, person: str, here: str | None) -> list[MyChat]:
    """The personal chats that they have started a reflection in, or are in, where something is remembered of them."""
    c = conversations.c
    theirs = sa.select(reflections.c.conversation).where(
        reflections.c.tenant == tenant, reflections.c.started_by == person
    )
    personal = (c.tenant == tenant, c.kind == ChatKind.PERSONAL.value, c.id.in_(theirs) | (c.id == (here or "")))
    found = []
    for row in connection.execute(sa.select(c.id, c.kommune).where(*personal)).mappings():
        its = (follows.c.tenant == tenant, follows.c.conversation == row["id"])
        followed = tuple(sorted(connection.scalars(sa.select(follows.c.fagomraade).where(*its))))
        if row["kommune"] or followed:
            found.append(MyChat(tenant, row["id"], row["kommune"], followed))
    return sorted(found, key=lambda chat: chat.conversation)


def _names(connection: sa.Connection, tenant: str) -> dict[str, tuple[dt.datetime, str]]:
    """The newest name of everybody a tenant has a name of, by their id, and when it was that."""
    newest: dict[str, tuple[dt.datetime, str]] = {}
    for spelt in spellings(connection, tenant):
        for table, at in ((participants, "joined_at"), (answers, "at"), (notes, "at"), (own_use, "at")):
            its = (table.c.tenant == spelt, table.c.person != "", table.c.name != "")
            named = sa.select(table.c.person, table.c.name, sa.func.max(table.c[at]).label("at")).where(*its)
            for row in connection.execute(named.group_by(table.c.person, table.c.name)).mappings():
                if row["person"] not in newest or newest[row["person"]][0] < row["at"]:
                    newest[row["person"]] = (row["at"], row["name"])
    return newest


def _its(table: sa.Table) -> tuple[sa.ColumnElement[bool], ...]:
    return table.c.tenant == sa.bindparam("its_tenant"), table.c.reflection == sa.bindparam("its_reflection")


_WHO_ANSWERED = sa.select(answers.c.question, answers.c.person).where(*_its(answers)).distinct()
_WHO_NOTED = (
    sa.select(notes.c.kind, notes.c.key, notes.c.person).where(*_its(notes), notes.c.kind.in_(kinds.WRITTEN)).distinct()
)
_WHO_JOINED = sa.select(participants.c.person).where(*_its(participants))
