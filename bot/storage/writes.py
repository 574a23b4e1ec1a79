"""What one turn writes, in the caller's transaction: the inbox row, the conversation, the reflection and its rows.

Each raises ``LostRace`` where somebody else was first; then nothing of the transaction may be committed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from bot.storage import notes, rows
from bot.storage.compare_and_set import LostRace, insert_new, only_one
from bot.storage.loaded import Stands
from bot.storage.prepared import Prepared
from bot.storage.queries import HAS_OWN
from bot.storage.tables import answers, conversations, inbox, participants, reflections
from bot.storage.tables import notes as kept_notes
from bot.storage.upserts import Upsert
from dialogs.people import Person
from dialogs.reflection.state import GivenAnswer, Reflection
from dialogs.reflection.timing import next_due


def write_conversation(
    connection: sa.Connection,
    stands: Stands,
    reflection: Reflection | None,
    taken: Mapping[str, Any],
    *,
    welcomed: bool,
) -> None:
    """The activity that has been ``taken`` (``rows.inbox_row``), and the conversation with its newest address and
    reflection; it is alive, since somebody has spoken in it.

    A turn to an older reflection leaves it which one is the newest, and the kommune. Where nothing of it is new, it is
    looked at and not written; its row is locked all the same, so that turns of one conversation come one at a time.
    """
    address = stands.address
    values: dict[str, Any] = {
        "kind": address.kind.value,
        "channel": address.channel,
        "service_url": address.service_url,
        "bot_id": address.bot_id,
        "bot_name": address.bot_name,
        "team": address.team,
        "kommune": (reflection.kommune if reflection else None) or stands.kommune,
        "reflection": reflection.id if reflection else None,
        "dead": False,
        "welcomed_at": taken["at"] if welcomed else stands.welcomed_at,
        "spoken_on": taken["at"].date(),
    }
    if not stands.known:
        new = {"tenant": address.tenant, "id": address.conversation, "root": rows.channel_of(address)}
        insert_new(connection, conversations, {**new, **values})
        insert_new(connection, inbox, taken)
        return
    seen = {
        "its_tenant": address.tenant,
        "its_id": address.conversation,
        "seen_reflection": stands.newest,
        "seen_welcomed_at": stands.welcomed_at,
    }
    if _is_older(stands, reflection):
        del values["reflection"], values["kommune"]
    given = {**seen, **_new(values)}
    if stands.is_expected:
        only_one(connection, _NOTE_AS_EXPECTED, {**given, **taken})
        return
    same, update = (_NOTE_IN_SAME_ADDRESS, _UPDATE_ADDRESS) if "reflection" not in values else (_NOTE_IN_SAME, _UPDATE)
    if not same.change(connection, {**given, **taken}):
        only_one(connection, update, given)
        insert_new(connection, inbox, taken)


def write_reflection(connection: sa.Connection, stands: Stands, new: Reflection | None) -> None:
    """The reflection as it stands now, if it still stood as loaded, with what has come and gone in it."""
    old, tenant = stands.reflection, stands.address.tenant
    if new is None or new == old:
        _unchanged(connection, stands)
        return
    if old is None or old.id != new.id:
        if stands.is_expected:
            raise LostRace  # nothing here looks at the one before it
        old = None
        values = {"conversation": stands.address.conversation, "version": 1, **rows.reflection_row(new, next_due(new))}
        insert_new(connection, reflections, {"tenant": tenant, **values})
    else:
        before = rows.reflection_row(old, stands.due)
        after = rows.reflection_row(new, next_due(new))
        changed = {name: value for name, value in after.items() if value != before[name]}
        values = {"version": stands.version + 1, **changed}
        seen = {"its_tenant": tenant, "its_id": new.id, "seen_version": stands.version}
        has_own = None
        if stands.is_expected:
            has_own = stands.has_own
            seen |= {"seen_card": stands.card, "seen_status": stands.status, "seen_due": stands.due}
        only_one(connection, _update_reflection(tuple(values), has_own), {**seen, **_new(values)})
    _write_answers(connection, tenant, old, new)
    _write_notes(connection, tenant, old, new)
    _write_participants(connection, tenant, old, new)


def _is_older(stands: Stands, reflection: Reflection | None) -> bool:
    """True where the turn was to a reflection that is not the newest, and still is."""
    turned_to = stands.reflection.id if stands.reflection else None
    return reflection is not None and reflection.id == turned_to and turned_to != stands.newest


def _unchanged(connection: sa.Connection, stands: Stands) -> None:
    """Nothing changes, yet what is answered must be said of what stands, and be due when it is."""
    if stands.reflection is None:
        return
    key = {"its_tenant": stands.address.tenant, "its_id": stands.reflection.id}
    seen: dict[str, Any] = {"version": stands.version}
    if stands.is_expected:
        seen |= {"card": stands.card, "status": stands.status, "due": stands.due, "has_own": stands.has_own}
    if (_AS_EXPECTED if stands.is_expected else _VERSION).first(connection, key) != seen:
        raise LostRace
    due = next_due(stands.reflection)
    if due != stands.due:
        only_one(connection, _UPDATE_DUE, {**key, "seen_version": stands.version, "new_due": due})


def _write_answers(connection: sa.Connection, tenant: str, old: Reflection | None, new: Reflection) -> None:
    """Answers that are no longer there go with all their revisions; the others are only added to."""
    before: Sequence[GivenAnswer] = old.answers if old else ()
    # Most are the very ones that stood: no need to look at what is in them.
    given, stand = set(map(id, before)), set(map(id, new.answers))
    others = [each for each in new.answers if id(each) not in given]
    stood = {(each.question, each.by.id): each for each in before} if others else {}
    fresh = [each for each in others if each != stood.get((each.question, each.by.id))]
    went = [(each.question, each.by.id) for each in before if id(each) not in stand]
    left = {(each.question, each.by.id) for each in new.answers} if went else ()
    its = {"its_tenant": tenant, "its_reflection": new.id}
    gone = [
        {**its, "its_question": question, "its_person": who} for question, who in went if (question, who) not in left
    ]
    _DELETE_ANSWER.change(connection, *gone)
    _INSERT_ANSWERS.change(connection, *(rows.answer_row(tenant, new.id, answer) for answer in fresh))


def _write_notes(connection: sa.Connection, tenant: str, old: Reflection | None, new: Reflection) -> None:
    """Each revision is added. What a next step said goes once it is no longer one."""
    before = set(notes.all_of(old)) if old else set()
    removed = [str(step.number) for step in new.steps if step.removed and step not in before]
    its = {"its_tenant": tenant, "its_reflection": new.id}
    _DELETE_STEP.change(connection, *({**its, "its_key": key} for key in removed))
    fresh = [notes.note_row(tenant, new.id, note) for note in notes.all_of(new) if note not in before]
    _INSERT_NOTES.change(connection, *fresh)


def _write_participants(connection: sa.Connection, tenant: str, old: Reflection | None, new: Reflection) -> None:
    before = participants_of(old) if old else {}
    after = participants_of(new)
    its = {"its_tenant": tenant, "its_reflection": new.id}
    _DELETE_PARTICIPANT.change(connection, *({**its, "its_person": key} for key in before.keys() - after))
    joined = [rows.participant_row(tenant, new, who) for key, who in after.items() if key not in before]
    _INSERT_PARTICIPANTS.change(connection, *joined)
    for key, who in after.items():
        if key in before and before[key] != who:
            _RENAME.change(connection, {**its, "its_person": key, "new_name": who.name})


def participants_of(reflection: Reflection) -> Mapping[str, Person]:
    """Who started or facilitates a reflection, and who has answered under their name, by their newest names."""
    answered = () if reflection.anonymous else reflection.participants
    seen = (reflection.started_by, reflection.facilitator, *answered)
    return {person.id: person for person in seen if person is not None}


def _new(values: Mapping[str, Any]) -> dict[str, Any]:
    return {f"new_{name}": value for name, value in values.items()}


def _set(names: Iterable[str]) -> dict[str, sa.BindParameter[Any]]:
    """These columns, each to be set to the value that ``_new`` gives it."""
    return {name: sa.bindparam(f"new_{name}") for name in names}


def _note_in_same(names: Iterable[str], *seen: sa.ColumnElement[bool]) -> Prepared:
    """Notes what has been taken where the conversation is as seen, and each column is what it would be set to; its row
    is locked then."""
    same = (conversations.c[name].is_not_distinct_from(sa.bindparam(f"new_{name}")) for name in names)
    row = sa.select(*(sa.bindparam(column.name, type_=column.type) for column in inbox.c))
    found = row.select_from(conversations).where(*_AS_SEEN, *same, *seen).with_for_update()
    return Prepared(Upsert(lambda insert: insert(inbox).from_select(inbox.c.keys(), found).on_conflict_do_nothing()))


@lru_cache(maxsize=256)
def _update_reflection(changed: tuple[str, ...], has_own: bool | None) -> Prepared:
    """A reflection changes in some thirty ways; each has its statement, which names what it changes.

    Where it was expected, and not read, ``has_own`` is whether the kommune was to have said anything of its own use.
    """
    if has_own is None:
        return Prepared(_STILL_THAT_VERSION.values(_set(changed)))
    return Prepared(_STILL_THAT_VERSION.where(*_STILL_EXPECTED, HAS_OWN if has_own else ~HAS_OWN).values(_set(changed)))


# Every statement is built once: building one costs more than running it.
_INSERT_ANSWERS = Prepared(answers.insert())
_INSERT_PARTICIPANTS = Prepared(participants.insert())
_INSERT_NOTES = Prepared(kept_notes.insert())
_AS_SEEN = (
    conversations.c.tenant == sa.bindparam("its_tenant"),
    conversations.c.id == sa.bindparam("its_id"),
    conversations.c.reflection.is_not_distinct_from(sa.bindparam("seen_reflection")),
    conversations.c.welcomed_at.is_not_distinct_from(sa.bindparam("seen_welcomed_at")),
)
_ALL = [name for name in conversations.c.keys() if name not in ("tenant", "id", "root", "forgot_at", "departed")]
_OF_ADDRESS = [name for name in _ALL if name not in ("reflection", "kommune")]
_UPDATE = Prepared(conversations.update().where(*_AS_SEEN).values(_set(_ALL)))
_UPDATE_ADDRESS = Prepared(conversations.update().where(*_AS_SEEN).values(_set(_OF_ADDRESS)))
_NOTE_IN_SAME, _NOTE_IN_SAME_ADDRESS = _note_in_same(_ALL), _note_in_same(_OF_ADDRESS)
_NOBODY_LEFT = sa.cast(conversations.c.departed, sa.Text) == sa.literal("[]", sa.Text)
_NOTE_AS_EXPECTED = _note_in_same(_ALL, conversations.c.forgot_at.is_(None), _NOBODY_LEFT)
_THIS_ONE = (reflections.c.tenant == sa.bindparam("its_tenant"), reflections.c.id == sa.bindparam("its_id"))
_VERSION = Prepared(sa.select(reflections.c.version).where(*_THIS_ONE))
_NEVER_KEPT = (reflections.c.version, reflections.c.card, reflections.c.status, reflections.c.due)
_AS_EXPECTED = Prepared(sa.select(*_NEVER_KEPT, HAS_OWN.label("has_own")).where(*_THIS_ONE))
_STILL_THAT_VERSION = reflections.update().where(*_THIS_ONE, reflections.c.version == sa.bindparam("seen_version"))
_STILL_EXPECTED = [
    reflections.c[name].is_not_distinct_from(sa.bindparam(f"seen_{name}")) for name in ("card", "status", "due")
]
_UPDATE_DUE = Prepared(_STILL_THAT_VERSION.values(due=sa.bindparam("new_due")))
_DELETE_ANSWER = Prepared(
    answers.delete().where(
        answers.c.tenant == sa.bindparam("its_tenant"),
        answers.c.reflection == sa.bindparam("its_reflection"),
        answers.c.question == sa.bindparam("its_question"),
        answers.c.person == sa.bindparam("its_person"),
    )
)
_DELETE_STEP = Prepared(
    kept_notes.delete().where(
        kept_notes.c.tenant == sa.bindparam("its_tenant"),
        kept_notes.c.reflection == sa.bindparam("its_reflection"),
        kept_notes.c.kind == notes.STEP,
        kept_notes.c.key == sa.bindparam("its_key"),
    )
)
_THIS_PARTICIPANT = (
    participants.c.tenant == sa.bindparam("its_tenant"),
    participants.c.reflection == sa.bindparam("its_reflection"),
    participants.c.person == sa.bindparam("its_person"),
)
_DELETE_PARTICIPANT = Prepared(participants.delete().where(*_THIS_PARTICIPANT))
_RENAME = Prepared(participants.update().where(*_THIS_PARTICIPANT).values(name=sa.bindparam("new_name")))
