"""Erases once more what stands on the list of erasures, in a database that was put back from a copy from before it.

Everything that is kept has its ids hashed as the list has them, and what is found there goes. What the copy itself says
was erased is not done again. Where the database has lived on after an erasure, only what is from no later than that
goes: somebody may have written anew. Nothing is sent: the cards in Teams show what stood after the erasure. No bot may
be running.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from bot.storage import erasure, erasure_list, person_forgetting, queries, rows, writes
from bot.storage import person as people
from bot.storage.erasure_list import ErasureList
from bot.storage.loaded import Stands
from bot.storage.notes import STEP
from bot.storage.person_forgetting import EVER
from bot.storage.tables import (
    answers,
    conversations,
    file_tokens,
    files,
    inbox,
    notes,
    own_use,
    participants,
    reflections,
)
from dialogs.reflection.closing import closed
from dialogs.reflection.drafts import without
from dialogs.reflection.state import Phase, Reflection

SKEW = dt.timedelta(minutes=5)
"""By how much the clocks of two processes may differ: what is from so shortly after an erasure was before it."""


@dataclass(frozen=True)
class Gone:
    """An erasure that the database does not know of: when it was made, and until when what it is of is from before."""

    at: dt.datetime
    until: dt.datetime


Undo = Callable[[Reflection, Gone], Reflection]
"""What an erasure makes of a reflection."""


@dataclass(frozen=True)
class Trace:
    """Something in a reflection that may have been erased: what it is on the list, and how it goes."""

    subject: str
    tenant: str
    reflection: str
    undo: Undo
    answer: tuple[str, int | None] | None = None
    """Of answers: by whom, and to which question where it is one."""


def replay(connection: sa.Connection, whole: ErasureList) -> int:
    """Erases what is on the list and not in the database's own, and puts the list there; how many were new to it."""
    own = {each.subject: each.at for each in erasure_list.kept(connection, whole.written).erasures}
    lived = erasure_list.last_lived(connection)
    missing = {
        each.subject: Gone(each.at, EVER if lived is None or lived <= each.at + SKEW else each.at)
        for each in whole.erasures
        if each.subject not in own or own[each.subject] < each.at
    }
    if missing:
        _reflections(connection, missing)
        _people(connection, missing)
        _chats(connection, missing)
        _own_use(connection, missing)
        # Of use for minutes or a day, and made of words: they are made anew.
        for statement in _FORGET_COPIES:
            connection.execute(statement)
    erasure_list.put_back(connection, whole)
    return len(missing)


def _reflections(connection: sa.Connection, missing: Mapping[str, Gone]) -> None:
    found: defaultdict[tuple[str, str], list[tuple[Gone, Trace]]] = defaultdict(list)
    for trace in _traces(connection):
        if trace.subject in missing:
            found[trace.tenant, trace.reflection].append((missing[trace.subject], trace))
    for (tenant, reflection), traces in found.items():
        _undo(connection, tenant, reflection, sorted(traces, key=lambda each: each[0].at))


def _traces(connection: sa.Connection) -> Iterator[Trace]:
    """Everything in reflections that can have been erased."""
    for tenant, reflection, question, by in connection.execute(_ANSWERS).all():
        one = erasure_list.answer(tenant, reflection, question, by)
        yield Trace(one, tenant, reflection, _answer(by, question), (by, question))
        every = erasure_list.anonymous(tenant, reflection, by)
        yield Trace(every, tenant, reflection, _answer(by), (by, None))
    for tenant, reflection, number in connection.execute(_STEPS).all():
        yield Trace(erasure_list.step(tenant, reflection, int(number)), tenant, reflection, _step(int(number)))
    for tenant, reflection, salt, drafts in connection.execute(_KEYED_OR_DRAFTED).all():
        for question, _ in drafts:
            yield Trace(erasure_list.draft(tenant, reflection, question), tenant, reflection, _draft(question))
        for phase in (phase for phase in Phase if salt is not None and phase.is_closed):
            yield Trace(erasure_list.unlinked(tenant, reflection, phase), tenant, reflection, _closed(phase))


def _answer(by: str, question: int | None = None) -> Undo:
    def undo(stands: Reflection, gone: Gone) -> Reflection:
        left = tuple(
            each
            for each in stands.answers
            if each.by.id != by or question not in (None, each.question) or each.at > gone.until
        )
        return replace(stands, answers=left)

    return undo


def _step(number: int) -> Undo:
    def undo(stands: Reflection, gone: Gone) -> Reflection:
        steps = tuple(
            replace(each, what="", who="", when=None, removed=True, at=gone.at, revision=each.revision + 1)
            if each.number == number and not each.removed and each.at <= gone.until
            else each
            for each in stands.steps
        )
        return replace(stands, steps=steps)

    return undo


def _draft(question: int) -> Undo:
    def undo(stands: Reflection, gone: Gone) -> Reflection:
        is_older = (stands.touched_at or stands.started_at) <= gone.until
        return replace(stands, drafts=without(stands, question)) if is_older else stands

    return undo


def _closed(phase: Phase) -> Undo:
    def undo(stands: Reflection, gone: Gone) -> Reflection:
        return stands if stands.phase.is_closed else closed(stands, phase, gone.at)

    return undo


def _undo(connection: sa.Connection, tenant: str, reflection: str, traces: Sequence[tuple[Gone, Trace]]) -> None:
    """Each in the order it was done, and as a turn writes it."""
    row = queries.reflection_row(connection, tenant, reflection)
    before = queries.reflection(connection, row) if row is not None else None
    if row is None or before is None:
        return
    its = {"its_tenant": tenant, "its_conversation": row["r_conversation"]}
    address = rows.address(connection.execute(_PLACE, its).mappings().one())
    after = before
    for gone, trace in traces:
        after = trace.undo(after, gone)
    stands = Stands(address, True, None, None, before, row["r_version"], None, None, None, due=row["r_due"])
    writes.write_reflection(connection, stands, after)
    for until, (by, question) in ((gone.until, trace.answer) for gone, trace in traces if trace.answer):
        # Whoever wrote again before the list was there has newer revisions than what went.
        which = {"its_tenant": tenant, "its_reflection": reflection, "its_person": by, "until": until}
        connection.execute(_OLDER, {**which, "its_question": question})
    person_forgetting.drop_unsent(connection, tenant, address.conversation)
    if erasure.closes_anonymously(before, after):
        erasure.forget_people(connection, address, after, "", traces[-1][0].at)


def _people(connection: sa.Connection, missing: Mapping[str, Gone]) -> None:
    for tenant, who in connection.execute(_PEOPLE).all():
        gone = missing.get(erasure_list.person(tenant, who)) if who else None
        if gone is not None:
            mine = people.mine(connection, tenant, who)
            person_forgetting.forget(connection, tenant, who, mine, until=gone.until)


def _chats(connection: sa.Connection, missing: Mapping[str, Gone]) -> None:
    for tenant, conversation in connection.execute(sa.select(conversations.c.tenant, conversations.c.id)).all():
        gone = missing.get(erasure_list.chat(tenant, conversation))
        if gone is not None:
            person_forgetting.forget_chat(connection, tenant, conversation, gone.until)


def _own_use(connection: sa.Connection, missing: Mapping[str, Gone]) -> None:
    for tenant, kommune, fagomraade, technology in connection.execute(sa.select(*_OWN_KEY)).all():
        gone = missing.get(erasure_list.own(tenant, kommune, fagomraade, technology))
        if gone is not None:
            key = zip(_OWN_KEY, (tenant, kommune, fagomraade, technology), strict=True)
            its = [column == value for column, value in key]
            connection.execute(own_use.delete().where(*its, own_use.c.at <= gone.until))


# Built once, and the same for all.
_ANSWERS = sa.select(answers.c.tenant, answers.c.reflection, answers.c.question, answers.c.person).distinct()
_OLDER = answers.delete().where(
    answers.c.tenant == sa.bindparam("its_tenant"),
    answers.c.reflection == sa.bindparam("its_reflection"),
    answers.c.person == sa.bindparam("its_person"),
    answers.c.question == sa.func.coalesce(sa.bindparam("its_question", type_=sa.Integer), answers.c.question),
    answers.c.at <= sa.bindparam("until", type_=answers.c.at.type),
)
_STEPS = sa.select(notes.c.tenant, notes.c.reflection, notes.c.key).where(notes.c.kind == STEP).distinct()
_KEYED_OR_DRAFTED = sa.select(reflections.c.tenant, reflections.c.id, reflections.c.salt, reflections.c.drafts)
_PLACE = (
    sa.select(conversations)
    .set_label_style(sa.LABEL_STYLE_TABLENAME_PLUS_COL)
    .where(conversations.c.tenant == sa.bindparam("its_tenant"), conversations.c.id == sa.bindparam("its_conversation"))
)
_PEOPLE = sa.union(
    *(
        sa.select(column.table.c.tenant, column)
        for column in (
            participants.c.person,
            answers.c.person,
            notes.c.person,
            own_use.c.person,
            files.c.person,
            reflections.c.started_by,
            reflections.c.facilitator,
        )
    )
)
_OWN_KEY = (own_use.c.tenant, own_use.c.kommune, own_use.c.fagomraade, own_use.c.technology)
_FORGET_COPIES = (
    files.delete(),
    file_tokens.delete(),
    inbox.update().where(inbox.c.reply.is_not(None)).values(reply=sa.null()),
)
