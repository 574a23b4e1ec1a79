"""What goes of one person, in the caller's transaction: theirs out of everything, and what may quote them.

What is others' stays, and each reflection that is touched gets another version.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from bot.storage import notes as kinds
from bot.storage import person as people
from bot.storage.tables import (
    answers,
    conversations,
    files,
    follows,
    inbox,
    notes,
    outbox,
    own_use,
    participants,
    reflections,
)
from bot.wire import Kind
from dialogs.asides.erasing import FORMER, REASON_ERASED, Fate, Mine, MyPart

EVER = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)
"""After everything: what is erased now is erased whenever it is from, by a clock that was wrong too."""

SHORTEST_WORDS = 3
"""Characters from which words of theirs are looked for in what waits elsewhere to be sent."""


def forget(
    connection: sa.Connection,
    tenant: str,
    person: str,
    mine: Mine,
    *,
    until: dt.datetime = EVER,
    activity: str | None = None,
) -> dict[tuple[str, str], Kind]:
    """What is on the list and from no later than ``until`` goes; the answer to ``activity`` stays known.

    Returns the reflections, by tenant and id, whose card is now another, and how it is to be shown. What waits to be
    sent where they have been is gone, so it must have been put there by nobody's turn meanwhile.
    """
    parts = [part for part in mine.parts if part.can_go and part.started_at <= until]
    again: dict[tuple[str, str], Kind] = {}
    words: set[str] = set()
    for its_tenant, conversation in {(part.tenant, part.conversation) for part in parts}:
        again |= drop_unsent(connection, its_tenant, conversation)
    for chat in mine.chats:
        forget_chat(connection, chat.tenant, chat.conversation, until)
    for part in parts:
        if part.fate is Fate.WHOLE and not _has_later(connection, part, person, until):
            for statement in _DROP:
                connection.execute(statement, {**_keys(part), "its_conversation": part.conversation})
        else:
            words |= _leave(connection, part, person, until)
            again.setdefault((part.tenant, part.reflection), Kind.UPDATE)
            again |= {key: Kind.UPDATE for key in _that_show(connection, part) if key not in again}
    for spelt in people.spellings(connection, tenant):
        words |= _own(connection, spelt, person, until)
        connection.execute(_FORGET_REPLIES, {"its_tenant": spelt, "this_activity": activity or ""})
        # Whoever made one: it may have their name or words in it, and is made anew in a moment.
        connection.execute(_DELETE_FILES, {"its_tenant": spelt})
        _drop_quoting(connection, spelt, words)
    return again


def _has_later(connection: sa.Connection, part: MyPart, person: str, until: dt.datetime) -> bool:
    """Whether anything of theirs in a reflection is from after then; of an erasure that is made now nothing is."""
    if until == EVER:
        return False
    row = connection.execute(_REFLECTION, _keys(part)).mappings().one()
    which = {**_keys(part), "its_person": person, "its_key": people.key_in(row, person) or person, "until": until}
    return bool(connection.scalar(_LATER, which))


def _leave(connection: sa.Connection, part: MyPart, person: str, until: dt.datetime) -> set[str]:
    """Their part of a reflection that goes on; the names and words that went."""
    its = _keys(part)
    row = connection.execute(_REFLECTION, its).mappings().one()
    words = set(connection.scalars(_THEIR_NAMES, {**its, "its_person": person}))
    key = people.key_in(row, person)
    if part.fate is not Fate.ANSWERS_STAY and key is not None:
        connection.execute(_DELETE_ANSWERS, {**its, "its_person": key, "until": until})
    if part.fate is Fate.WHOLE:
        connection.execute(_DROP_DRAFTS, its)  # nobody knows from when they are
    _leave_notes(connection, its, person, until)
    connection.execute(_DELETE_PARTICIPANT, {**its, "its_person": person, "until": until})
    started, leads = row["started_by"] == person, row["facilitator"] == person
    connection.execute(
        _TOUCH,
        {
            **its,
            "new_started_by": "" if started else row["started_by"],
            "new_started_by_name": FORMER if started else row["started_by_name"],
            # Nobody is put in their place: without a facilitator anyone may move the group, until somebody takes over.
            "new_facilitator": None if leads else row["facilitator"],
            "new_facilitator_name": None if leads else row["facilitator_name"],
        },
    )
    return words


def _leave_notes(connection: sa.Connection, its: Mapping[str, str], person: str, until: dt.datetime) -> None:
    """Their earlier revisions go; what stands is the group's, without their name and without what is theirs alone."""
    stored = connection.execute(_NOTES, its).mappings().all()
    newest = {(row["kind"], row["key"]): row["revision"] for row in stored}
    for row in stored:
        if row["person"] != person or row["at"] > until:
            continue
        this = {**its, "its_kind": row["kind"], "its_key": row["key"], "its_revision": row["revision"]}
        if row["revision"] < newest[row["kind"], row["key"]]:
            connection.execute(_DELETE_NOTE, this)
        else:
            body = _without_words(row["kind"], row["body"])
            connection.execute(_BLANK_NOTE, {**this, "new_name": FORMER, "new_body": body})


def _without_words(kind: str, body: Mapping[str, Any]) -> dict[str, Any]:
    match kind:
        case kinds.STEP:
            return {**body, "what": "", "who": "", "when": None, "removed": True}
        case kinds.EVALUATION:
            return {**body, "comment": ""}
        case kinds.DISMISSAL:
            return {**body, "reason": REASON_ERASED}
        case _:
            return dict(body)  # a conclusion that stands is the group's


def _own(connection: sa.Connection, tenant: str, person: str, until: dt.datetime) -> set[str]:
    """The level is the kommune's and stays; who wrote it and their words go. Returns those."""
    its = {"its_tenant": tenant, "its_person": person, "until": until}
    words = {word for row in connection.execute(_THEIR_USE, its) for word in row}
    connection.execute(_BLANK_USE, its)
    return words


def forget_chat(connection: sa.Connection, tenant: str, conversation: str, until: dt.datetime = EVER) -> None:
    """What is remembered for a personal chat goes, where it is from no later than ``until``, and what waits there."""
    its = {"its_tenant": tenant, "its_conversation": conversation, "until": until, "day": until.date()}
    for statement in _FORGET_CHAT:
        connection.execute(statement, its)


def drop_unsent(connection: sa.Connection, tenant: str, conversation: str) -> dict[tuple[str, str], Kind]:
    """What waits in a conversation goes, but for what tells of a radar; the reflections whose new card was in it."""
    its = {"its_tenant": tenant, "its_conversation": conversation}
    lost = connection.scalars(_NEW_SCREENS, its).all()
    connection.execute(_DELETE_UNSENT, its)
    return {(tenant, reflection): Kind.SEND for reflection in lost}


def _drop_quoting(connection: sa.Connection, tenant: str, words: set[str]) -> None:
    """What waits elsewhere and has their name or their words of own use in it goes."""
    wanted = [plainest(each) for each in words if len(plainest(each)) >= SHORTEST_WORDS]
    if not wanted:
        return
    for row in connection.execute(_WAITING, {"its_tenant": tenant}).mappings().all():
        said = plainest(json.dumps([row["card"], row["text"]], ensure_ascii=False))
        if any(each in said for each in wanted):
            connection.execute(_DELETE_WAITING, {"its_tenant": tenant, "its_id": row["id"]})


def plainest(words: str) -> str:
    """Words without what escapes them on a card or in JSON."""
    return json.dumps(words, ensure_ascii=False)[1:-1].replace("\\", "")


def _that_show(connection: sa.Connection, part: MyPart) -> Sequence[tuple[str, str]]:
    """The reflections whose cards show what was said in this one last time."""
    return [(part.tenant, each) for each in connection.scalars(_AFTER, _keys(part))]


def _keys(part: MyPart) -> dict[str, str]:
    return {"its_tenant": part.tenant, "its_reflection": part.reflection}


def _until(column: sa.Column[dt.datetime]) -> sa.ColumnElement[bool]:
    return column <= sa.bindparam("until", type_=column.type)


def _its(table: sa.Table, **columns: str) -> list[sa.ColumnElement[bool]]:
    return [table.c[name] == sa.bindparam(f"its_{value}") for name, value in {"tenant": "tenant", **columns}.items()]


# Built once, and the same for all.
_IN_IT = {"reflection": "reflection"}
_AFTER = sa.select(reflections.c.id).where(
    *_its(reflections, previous="reflection"), reflections.c.card.is_not(None), reflections.c.ended_at.is_(None)
)
_THEIR_NAMES = sa.union(
    *(sa.select(table.c.name).where(*_its(table, **_IN_IT, person="person")) for table in (participants, answers))
)
_DELETE_ANSWERS = answers.delete().where(*_its(answers, **_IN_IT, person="person"), _until(answers.c.at))
_DELETE_PARTICIPANT = participants.delete().where(
    *_its(participants, **_IN_IT, person="person"), _until(participants.c.joined_at)
)
_LATER = sa.select(
    sa.exists().where(*_its(answers, **_IN_IT, person="key"), ~_until(answers.c.at))
    | sa.exists().where(*_its(notes, **_IN_IT, person="person"), ~_until(notes.c.at))
    | sa.exists().where(*_its(participants, **_IN_IT, person="person"), ~_until(participants.c.joined_at))
)
_TOUCH = (
    reflections.update()
    .where(*_its(reflections, id="reflection"))
    .values(
        version=reflections.c.version + 1,
        **{
            name: sa.bindparam(f"new_{name}")
            for name in ("started_by", "started_by_name", "facilitator", "facilitator_name")
        },
    )
)
_DROP_DRAFTS = reflections.update().where(*_its(reflections, id="reflection")).values(drafts=[])
_NOTES = sa.select(notes).where(*_its(notes, **_IN_IT)).order_by(notes.c.revision)
_THIS_NOTE = _its(notes, **_IN_IT, kind="kind", key="key", revision="revision")
_DELETE_NOTE = notes.delete().where(*_THIS_NOTE)
_BLANK_NOTE = (
    notes.update()
    .where(*_THIS_NOTE)
    .values(person="", name=sa.bindparam("new_name"), body=sa.bindparam("new_body", type_=notes.c.body.type))
)
_DROP = (
    reflections.delete().where(*_its(reflections, id="reflection")),
    conversations.update()
    .where(*_its(conversations, id="conversation", reflection="reflection"))
    .values(reflection=sa.null()),
    answers.delete().where(*_its(answers, **_IN_IT)),
    notes.delete().where(*_its(notes, **_IN_IT)),
    participants.delete().where(*_its(participants, **_IN_IT)),
)
_THIS_USE = (*_its(own_use, person="person"), _until(own_use.c.at))
_THEIR_USE = sa.select(own_use.c.name, own_use.c.evidence).where(*_THIS_USE)
_BLANK_USE = own_use.update().where(*_THIS_USE).values(person="", name="", evidence="", revision=own_use.c.revision + 1)
_FORGET_CHAT = (
    follows.delete().where(*_its(follows, conversation="conversation"), _until(follows.c.at)),
    conversations.update()
    .where(
        *_its(conversations, id="conversation"),
        conversations.c.spoken_on.is_(None) | (conversations.c.spoken_on <= sa.bindparam("day", type_=sa.Date)),
    )
    .values(kommune=sa.null()),
    outbox.delete().where(*_its(outbox, conversation="conversation")),
)
_FORGET_REPLIES = (
    inbox.update()
    .where(*_its(inbox), inbox.c.activity != sa.bindparam("this_activity"), inbox.c.reply.is_not(None))
    .values(reply=sa.null())
)
_DELETE_FILES = files.delete().where(*_its(files))
_UNSENT = (*_its(outbox, conversation="conversation"), ~outbox.c.unprompted | outbox.c.reflection.is_not(None))
_NEW_SCREENS = sa.select(outbox.c.reflection).where(
    *_UNSENT, outbox.c.screen, outbox.c.kind == Kind.SEND.value, outbox.c.state == "waiting"
)
_DELETE_UNSENT = outbox.delete().where(*_UNSENT)
_WAITING = sa.select(outbox.c.id, outbox.c.card, outbox.c.text).where(*_its(outbox))
_DELETE_WAITING = outbox.delete().where(*_its(outbox, id="id"))
_REFLECTION = sa.select(reflections).where(*_its(reflections, id="reflection"))
