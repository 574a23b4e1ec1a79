"""One person's part of everything goes, in the caller's transaction; what is others' stays and goes on without it.

Each reflection that is touched gets another version, so that a turn under way in it loses its race and is taken anew.
What waits to be sent where they have been, and every answer a repeat would get, goes too, since it may quote them; in
its place the cards that stand for all are sent once more as they now are.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import sqlalchemy as sa

from bot.cards.elements import Card
from bot.storage import notes as kinds
from bot.storage import own_use as own
from bot.storage import person as people
from bot.storage import queries, rows
from bot.storage.compare_and_set import LostRace
from bot.storage.loaded import Turn
from bot.storage.rows import Row
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
from bot.wire import Kind, Outgoing
from dialogs.erasing import FORMER, REASON_ERASED, Fate, Mine, MyChat, MyPart
from dialogs.reflection.state import Phase, Reflection
from radar_core.own_use.model import OwnRadar

SHORTEST_WORDS = 3
"""Characters from which words of theirs are looked for in what waits elsewhere to be sent."""

Screen = Callable[[Reflection | None, Reflection | None, OwnRadar | None], tuple[Card, Card]]
"""(reflection, the one before it, own radar) to the card that stands for it and the one that says who has answered; of
None the cards that it is gone."""


@dataclass(frozen=True)
class EraseChange:
    """Everything that a turn or an operator erases of one person."""

    tenant: str
    person: str
    """Their id."""
    mine: Mine
    """What they, or the operator, were shown: what is erased is exactly that."""
    screen: Screen
    here: str | None = None
    """Id of the personal chat they ask in."""
    scrubs: ClassVar[bool] = True
    apart: ClassVar[bool] = True

    def begin(self, connection: sa.Connection) -> None:
        """Two who erase at once touch several conversations each, and would wait for each other."""
        take_turns(connection, self.tenant)

    def write(self, connection: sa.Connection, turn: Turn) -> None:
        """All of it goes. Raises ``LostRace`` where there is by now something else than was shown."""
        erase(connection, self, turn.at, turn.activity)


def take_turns(connection: sa.Connection, tenant: str) -> None:
    """Two who erase at once touch several conversations each, and would wait for each other."""
    if connection.dialect.name == "postgresql":
        digest = hashlib.sha256(f"erase {tenant.casefold()}".encode()).digest()
        connection.execute(_TAKE_TURNS, {"lock": int.from_bytes(digest[:8], "big", signed=True)})


def erase(connection: sa.Connection, change: EraseChange, at: dt.datetime, activity: str | None = None) -> None:
    """All of it goes; ``activity`` is the act that asked, whose answer stays known.

    Raises ``LostRace`` where there is by now something else than was shown.
    """
    for tenant, conversation in sorted({(part.tenant, part.conversation) for part in change.mine.parts}):
        connection.execute(_LOCK, {"its_tenant": tenant, "its_conversation": conversation})
    if people.mine(connection, change.tenant, change.person, change.here) != change.mine:
        raise LostRace
    parts = [part for part in change.mine.parts if part.can_go]
    again: dict[tuple[str, str], Kind] = {}
    words: set[str] = set()
    for tenant, conversation in {(part.tenant, part.conversation) for part in parts}:
        again |= _unsent(connection, tenant, conversation)
    for chat in change.mine.chats:
        _forget_chat(connection, chat)
    for part in parts:
        if part.fate is Fate.WHOLE:
            _drop(connection, part, change.screen, at)
        else:
            words |= _leave(connection, part, change.person)
            again.setdefault((part.tenant, part.reflection), Kind.UPDATE)
            again |= {key: Kind.UPDATE for key in _that_show(connection, part) if key not in again}
    for tenant in people.spellings(connection, change.tenant):
        words |= _own(connection, tenant, change.person)
        connection.execute(_FORGET_REPLIES, {"its_tenant": tenant, "this_activity": activity or ""})
        # Whoever made one: it may have their name or words in it, and is made anew in a moment.
        connection.execute(_DELETE_FILES, {"its_tenant": tenant})
        _drop_quoting(connection, tenant, words)
    for (tenant, reflection), kind in sorted(again.items()):
        _show_again(connection, tenant, reflection, kind, change.screen, at)


def _leave(connection: sa.Connection, part: MyPart, person: str) -> set[str]:
    """Their part of a reflection that goes on; the names and words that went."""
    its = {"its_tenant": part.tenant, "its_reflection": part.reflection}
    row = connection.execute(_REFLECTION, its).mappings().one()
    words = set(connection.scalars(_THEIR_NAMES, {**its, "its_person": person}))
    key = people.key_in(row, person)
    if part.fate is Fate.PART and key is not None:
        connection.execute(_DELETE_ANSWERS, {**its, "its_person": key})
    _leave_notes(connection, its, person)
    connection.execute(_DELETE_PARTICIPANT, {**its, "its_person": person})
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


def _leave_notes(connection: sa.Connection, its: Mapping[str, str], person: str) -> None:
    """Their earlier revisions go; what stands is the group's, without their name and without what is theirs alone."""
    stored = connection.execute(_NOTES, its).mappings().all()
    newest = {(row["kind"], row["key"]): row["revision"] for row in stored}
    for row in stored:
        if row["person"] != person:
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


def _drop(connection: sa.Connection, part: MyPart, screen: Screen, at: dt.datetime) -> None:
    """A reflection that nobody else has anything in, and what its card shows."""
    its = {"its_tenant": part.tenant, "its_conversation": part.conversation, "its_reflection": part.reflection}
    row = connection.execute(_REFLECTION, its).mappings().one()
    for statement in _DROP:
        connection.execute(statement, its)
    for target, card in zip((row["card"], row["status"]), screen(None, None, None), strict=True):
        if target is not None:
            gone = Outgoing(Kind.UPDATE, card, target=target)
            _send(connection, part.tenant, part.conversation, None, gone, at)


def _own(connection: sa.Connection, tenant: str, person: str) -> set[str]:
    """The level is the kommune's and stays; who wrote it and their words go. Returns those."""
    its = {"its_tenant": tenant, "its_person": person}
    words = {word for row in connection.execute(_THEIR_USE, its) for word in row}
    connection.execute(_BLANK_USE, its)
    return words


def _forget_chat(connection: sa.Connection, chat: MyChat) -> None:
    its = {"its_tenant": chat.tenant, "its_conversation": chat.conversation}
    for statement in _FORGET_CHAT:
        connection.execute(statement, its)


def _unsent(connection: sa.Connection, tenant: str, conversation: str) -> dict[tuple[str, str], Kind]:
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
    its = {"its_tenant": part.tenant, "its_reflection": part.reflection}
    return [(part.tenant, each) for each in connection.scalars(_AFTER, its)]


def _show_again(
    connection: sa.Connection, tenant: str, reflection: str, kind: Kind, screen: Screen, at: dt.datetime
) -> None:
    """The card that stands for a reflection, as it now is: on the one that is live, or as the one that did not go."""
    row = queries.reflection_row(connection, tenant, reflection)
    stands = queries.reflection(connection, row) if row else None
    if row is None or stands is None:
        return
    kommune_use = own.kommune_use(connection, tenant, stands.kommune) if stands.kommune and stands.fagomraade else None
    used = kommune_use.radar(stands.fagomraade) if kommune_use and kommune_use.kept and stands.fagomraade else None
    card, status = screen(stands, queries.previous(connection, row), used)
    if row["r_card"] is not None or kind is Kind.SEND:
        message = Outgoing(kind if row["r_card"] is None else Kind.UPDATE, card, screen=True)
        _send(connection, tenant, row["r_conversation"], reflection, message, at)
    if row["r_status"] is not None or (kind is Kind.SEND and stands.group and stands.phase is Phase.QUESTIONS):
        _send(connection, tenant, row["r_conversation"], reflection, Outgoing(Kind.UPDATE, status, status=True), at)


def _send(
    connection: sa.Connection, tenant: str, conversation: str, about: str | None, message: Outgoing, at: dt.datetime
) -> None:
    its = {"its_tenant": tenant, "its_conversation": conversation}
    where: Row | None = connection.execute(_CONVERSATION, its).mappings().first()
    if where is not None:
        connection.execute(outbox.insert(), rows.outgoing_row(rows.address(where), about, message, at))


def _its(table: sa.Table, **columns: str) -> list[sa.ColumnElement[bool]]:
    return [table.c[name] == sa.bindparam(f"its_{value}") for name, value in {"tenant": "tenant", **columns}.items()]


# Built once, and the same for all.
_IN_IT = {"reflection": "reflection"}
_TAKE_TURNS = sa.select(sa.func.pg_advisory_xact_lock(sa.bindparam("lock", type_=sa.BigInteger)))
_LOCK = sa.select(conversations.c.id).where(*_its(conversations, id="conversation")).with_for_update()
_CONVERSATION = (
    sa.select(conversations)
    .set_label_style(sa.LABEL_STYLE_TABLENAME_PLUS_COL)
    .where(*_its(conversations, id="conversation"), ~conversations.c.dead)
)
_REFLECTION = sa.select(reflections).where(*_its(reflections, id="reflection"))
_AFTER = sa.select(reflections.c.id).where(
    *_its(reflections, previous="reflection"), reflections.c.card.is_not(None), reflections.c.ended_at.is_(None)
)
_THEIR_NAMES = sa.union(
    *(sa.select(table.c.name).where(*_its(table, **_IN_IT, person="person")) for table in (participants, answers))
)
_DELETE_ANSWERS = answers.delete().where(*_its(answers, **_IN_IT, person="person"))
_DELETE_PARTICIPANT = participants.delete().where(*_its(participants, **_IN_IT, person="person"))
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
_THEIR_USE = sa.select(own_use.c.name, own_use.c.evidence).where(*_its(own_use, person="person"))
_BLANK_USE = (
    own_use.update()
    .where(*_its(own_use, person="person"))
    .values(person="", name="", evidence="", revision=own_use.c.revision + 1)
)
_FORGET_CHAT = (
    follows.delete().where(*_its(follows, conversation="conversation")),
    conversations.update().where(*_its(conversations, id="conversation")).values(kommune=sa.null()),
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
