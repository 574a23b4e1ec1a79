"""What goes out of the database for good: the traces of anonymous people, and what need not be kept any longer.

Each piece of tidying takes a bounded number of rows, so that no turn waits long for it; the next time takes the next.
"""

from __future__ import annotations

import datetime as dt
from typing import Protocol

import sqlalchemy as sa

from bot.storage import erasure_list as erased
from bot.storage.retention import BACKUPS_KEPT, DEAD_KEPT, FILES_KEPT, INBOX_KEPT, PICTURES_KEPT, REPLIES_KEPT
from bot.storage.rows import Row
from bot.storage.tables import (
    answers,
    conversations,
    erasures,
    file_tokens,
    files,
    follows,
    inbox,
    notes,
    outbox,
    own_use,
    participants,
    pictures,
    reflections,
)
from bot.wire import Address
from dialogs.reflection.state import Reflection

ROWS = 500
"""Most rows of one sort in one go."""

REFLECTIONS = 25
"""Most reflections in one go; each may have a thousand rows."""


class Piece(Protocol):
    """One sort of what is tidied."""

    def __call__(self, connection: sa.Connection, before: dt.datetime) -> None:
        """Some of what is from before then goes."""
        ...


def closes_anonymously(before: Reflection | None, after: Reflection | None) -> bool:
    """True where nobody may be traced any more from now on."""
    if before is None or after is None or before.id != after.id:
        return False
    return after.anonymous and after.phase.is_closed and not before.phase.is_closed


def erases(before: Reflection | None, after: Reflection | None) -> bool:
    """True where words go for good: an answer withdrawn, a next step taken away, or anonymous people forgotten.

    A message that was delivered goes too, with every turn: of those the hourly tidying scrubs what is left.
    """
    if before is None or after is None or before is after or before.id != after.id:
        return False
    left = {(answer.question, answer.by.id) for answer in after.answers}
    return (
        closes_anonymously(before, after)
        or any((answer.question, answer.by.id) not in left for answer in before.answers)
        or any(step.removed and step not in before.steps for step in after.steps)
    )


def erased_by(tenant: str, before: Reflection | None, after: Reflection | None, *, erases: bool) -> tuple[str, ...]:
    """What of a reflection a turn erases, as it stands on the list of erasures; ``erases`` as that function says.

    It is more than that says: a draft that is dropped was in no file. One that was saved stands in the answer.
    """
    if before is None or after is None or before.id != after.id:
        return ()
    if not erases and before.drafts == after.drafts:
        return ()
    if closes_anonymously(before, after):
        return (erased.unlinked(tenant, after.id, after.phase),)
    answered = {(each.question, each.by.id): each.text for each in after.answers}
    drafts = {each.question for each in after.drafts}
    own = {question: text for (question, by), text in answered.items() if by == before.key_of(before.started_by).id}
    return (
        *(
            erased.answer(tenant, after.id, each.question, each.by.id)
            for each in before.answers
            if (each.question, each.by.id) not in answered
        ),
        *(
            erased.step(tenant, after.id, each.number)
            for each in after.steps
            if each.removed and each not in before.steps
        ),
        *(
            erased.draft(tenant, after.id, each.question)
            for each in before.drafts
            if each.question not in drafts and each.text not in own.get(each.question, "")
        ),
    )


def forget_people(
    connection: sa.Connection, address: Address, closed: Reflection, activity: str, at: dt.datetime
) -> None:
    """What came in and what waits to go out while an anonymous reflection was open is gone, but for this activity.

    Of a message it is kept that it came, for Teams may repeat it: not when, and not what it was answered. Of a press
    nothing is: what it is known by is made from who pressed and what they wrote. That they were forgotten, and when, is
    noted: a press on a card from before may be one of them again.

    The conversation's row must be this transaction's already, so that no turn comes in between.
    """
    its = {"its_tenant": address.tenant, "its_conversation": address.conversation}
    theirs = {**its, "since": closed.started_at, "this_activity": activity}
    connection.execute(_FORGET_PRESSES, theirs)
    connection.execute(_FORGET_TIMES, {**theirs, "now": at})
    connection.execute(_NOTE_FORGOTTEN, {**its, "now": at})
    connection.execute(_FORGET_OUTBOX, {**its, "its_reflection": closed.id, "now": at})


def forget_files(connection: sa.Connection, address: Address) -> None:
    """No file that was made in a conversation can be fetched any more: words in it may be those that go."""
    connection.execute(_FORGET_FILES, {"its_tenant": address.tenant, "its_conversation": address.conversation})


def pieces(
    now: dt.datetime, keep: dt.timedelta, backups: dt.timedelta = BACKUPS_KEPT
) -> tuple[tuple[Piece, dt.datetime], ...]:
    """What there is to tidy, each with the time before which it goes. Reflections are kept for ``keep``.

    Copies of the database are kept elsewhere for ``backups``; so long must it be known what was erased.

    So is who wrote of a kommune's own use; what they wrote is the kommune's, and stays. So are conversations, after
    their reflections: a conversation that holds nothing and in which nobody has spoken for as long is forgotten.
    """
    return (
        (_shorten_inbox, now - REPLIES_KEPT),
        (_empty_inbox, now - INBOX_KEPT),
        (_empty_outbox, now - DEAD_KEPT),
        (_drop_files, now - FILES_KEPT),
        (_drop_reflections, now - keep),
        (_forget_authors, now - keep),
        (_drop_conversations, now - keep),
        (drop_pictures, now - PICTURES_KEPT),
        (_shorten_erasures, now - backups),
    )


def _shorten_inbox(connection: sa.Connection, before: dt.datetime) -> None:
    """What was answered goes; that it was answered is kept."""
    connection.execute(_FORGET_REPLIES, {"before": before})


def _empty_inbox(connection: sa.Connection, before: dt.datetime) -> None:
    connection.execute(_EMPTY_INBOX, {"before": before})


def _empty_outbox(connection: sa.Connection, before: dt.datetime) -> None:
    """What was given up goes."""
    connection.execute(_EMPTY_OUTBOX, {"before": before})


def _drop_files(connection: sa.Connection, before: dt.datetime) -> None:
    """Files whose time is up go, and what their addresses are known by; so do orders that never became one."""
    connection.execute(_DROP_FILES, {"before": before})
    connection.execute(_DROP_FILE_TOKENS, {"before": before})


def _drop_reflections(connection: sa.Connection, before: dt.datetime) -> None:
    """Whole reflections that nobody has touched since then go, with all that was said in them."""
    for row in connection.execute(_OLD, {"before": before}).mappings().all():
        _drop(connection, row, before)


def _forget_authors(connection: sa.Connection, before: dt.datetime) -> None:
    """Who wrote of own use is blank; the level, its evidence and its time are kept."""
    connection.execute(_FORGET_AUTHORS, {"before": before})


def _drop_conversations(connection: sa.Connection, before: dt.datetime) -> None:
    """Conversations in which nobody has spoken since then go, where nothing is left that needs their address.

    Whoever speaks in one again begins as in a new one.
    """
    connection.execute(_DROP_CONVERSATIONS, {"before": before.date()})


def _shorten_erasures(connection: sa.Connection, before: dt.datetime) -> None:
    """What was erased before the oldest copy was made; from then on the list is whole."""
    connection.execute(_DROP_ERASURES, {"before": before})
    erased.begin_at(connection, before)


def drop_pictures(connection: sa.Connection, before: dt.datetime) -> None:
    """Public pictures go; whoever asks for one has it drawn again."""
    connection.execute(_DROP_PICTURES, {"before": before})


def _drop(connection: sa.Connection, row: Row, before: dt.datetime) -> None:
    its = {
        "its_tenant": row["tenant"],
        "its_conversation": row["conversation"],
        "its_reflection": row["id"],
    }
    # The conversation first, as a turn does it: whoever comes second waits, and finds what the first has left.
    connection.execute(_LOCK_CONVERSATION, its)
    if not connection.execute(_DROP_REFLECTION, {**its, "before": before}).rowcount:
        return  # somebody has just touched it
    connection.execute(_DROP_NEWEST, its)
    for statement in _DROP_REST:
        connection.execute(statement, its)


def _its(table: sa.Table, **columns: str) -> list[sa.ColumnElement[bool]]:
    return [table.c[name] == sa.bindparam(f"its_{value}") for name, value in {"tenant": "tenant", **columns}.items()]


def _some(
    table: sa.Table, *which: sa.ColumnElement[bool], by: sa.Column[dt.datetime] | sa.Column[dt.date]
) -> sa.ColumnElement[bool]:
    """The oldest ``ROWS`` of them, but for those that somebody else is at."""
    key = list(table.primary_key)
    found = sa.select(*key).where(*which).order_by(by).limit(ROWS).with_for_update(skip_locked=True)
    return sa.tuple_(*key).in_(found) if len(key) > 1 else key[0].in_(found)


_TOUCHED = sa.func.coalesce(reflections.c.touched_at, reflections.c.started_at)
_BEFORE = sa.bindparam("before", type_=reflections.c.started_at.type)

_MEANWHILE = (
    *_its(inbox, conversation="conversation"),
    inbox.c.at >= sa.bindparam("since"),
    inbox.c.activity != sa.bindparam("this_activity"),
)
_MADE_OF_WORDS = inbox.c.activity.like("press %") | inbox.c.activity.like("edit %")
_FORGET_PRESSES = inbox.delete().where(*_MEANWHILE, _MADE_OF_WORDS)
_FORGET_TIMES = (
    inbox.update()
    .where(*_MEANWHILE)
    .values(reply=sa.null(), came_as=sa.null(), stood=sa.null(), at=sa.bindparam("now"))
)
_NOTE_FORGOTTEN = (
    conversations.update()
    .where(*_its(conversations, id="conversation"))
    .values(forgot_at=sa.bindparam("now", type_=conversations.c.forgot_at.type))
)
_FORGET_OUTBOX = outbox.delete().where(
    *_its(outbox, conversation="conversation", reflection="reflection"),
    (outbox.c.state == "dead") | outbox.c.claimed_until.is_(None) | (outbox.c.claimed_until <= sa.bindparam("now")),
)
_FORGET_REPLIES = (
    inbox.update()
    .where(_some(inbox, inbox.c.at < _BEFORE, inbox.c.reply.is_not(None), by=inbox.c.at))
    .values(reply=sa.null())
)
_EMPTY_INBOX = inbox.delete().where(_some(inbox, inbox.c.at < _BEFORE, by=inbox.c.at))
_EMPTY_OUTBOX = outbox.delete().where(_some(outbox, outbox.c.state == "dead", outbox.c.due < _BEFORE, by=outbox.c.due))
_FORGET_AUTHORS = (
    own_use.update()
    .where(_some(own_use, own_use.c.at < _BEFORE, (own_use.c.person != "") | (own_use.c.name != ""), by=own_use.c.at))
    .values(person="", name="")
)
_IN_IT = conversations.alias("in_it")
_DROP_CONVERSATIONS = conversations.delete().where(
    _some(
        conversations,
        conversations.c.spoken_on < sa.bindparam("before", type_=sa.Date),
        *(
            ~sa.exists().where(needs.c.tenant == conversations.c.tenant, needs.c.conversation == conversations.c.id)
            for needs in (reflections, follows, outbox)
        ),
        # Who has left a team counts as long as anything of it is kept.
        ~sa.exists().where(
            _IN_IT.c.tenant == conversations.c.tenant,
            _IN_IT.c.team == conversations.c.id,
            _IN_IT.c.id != conversations.c.id,
        ),
        by=conversations.c.spoken_on,
    )
)
_FORGET_FILES = files.delete().where(*_its(files, conversation="conversation"))
_DROP_FILES = files.delete().where(_some(files, files.c.at < _BEFORE, by=files.c.at))
_DROP_FILE_TOKENS = file_tokens.delete().where(_some(file_tokens, file_tokens.c.at < _BEFORE, by=file_tokens.c.at))
_DROP_ERASURES = erasures.delete().where(
    _some(erasures, erasures.c.at < _BEFORE, erasures.c.subject != erased.BEGINS, by=erasures.c.at)
)
_DROP_PICTURES = pictures.delete().where(_some(pictures, pictures.c.at < _BEFORE, by=pictures.c.at))
# Whatever was touched last before then was started before then: that is what there is an index of.
_OLD = (
    sa.select(reflections.c.tenant, reflections.c.id, reflections.c.conversation)
    .where(reflections.c.started_at < _BEFORE, _TOUCHED < _BEFORE)
    .order_by(reflections.c.started_at, reflections.c.tenant, reflections.c.id)
    .limit(REFLECTIONS)
)
_LOCK_CONVERSATION = sa.select(conversations.c.id).where(*_its(conversations, id="conversation")).with_for_update()
_DROP_REFLECTION = reflections.delete().where(*_its(reflections, id="reflection"), _TOUCHED < _BEFORE)
_DROP_NEWEST = (
    conversations.update()
    .where(*_its(conversations, id="conversation", reflection="reflection"))
    .values(reflection=sa.null())
)
_DROP_REST = (
    files.delete().where(*_its(files, reflection="reflection")),
    answers.delete().where(*_its(answers, reflection="reflection")),
    notes.delete().where(*_its(notes, reflection="reflection")),
    participants.delete().where(*_its(participants, reflection="reflection")),
    outbox.delete().where(*_its(outbox, conversation="conversation", reflection="reflection")),
)
