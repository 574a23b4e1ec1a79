"""Rows to frozen data and back."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.storage import notes
from bot.storage.loaded import Taken
from bot.wire import Address, ChatKind, Kind, LaterFile, LaterPicture, Outgoing, OwnPicture, Reply, TeamPicture
from dialogs.people import Person
from dialogs.reflection.state import Draft, GivenAnswer, Phase, Reflection

Row = Mapping[Any, Any]

WAITING, DRAWING, COUNTING, DEAD = "waiting", "drawing", "status", "dead"
"""States of a message: it waits for its turn in the conversation; for its picture and for nobody; for more to be said
at once of who has answered; or is given up."""

COUNTED = dt.timedelta(seconds=2)
"""From the first answer that a status message does not show to its update: there is no more than one in that time."""

ANSWERED = dt.timedelta(seconds=2)
"""After a commit, when the answer to a press is on the screen; an update of the same message comes after it."""

THREAD = ";messageid="
"""What comes between a channel's id and its thread's."""


def reflection(row: Row, given: Iterable[Row], noted: Sequence[Row] = ()) -> Reflection:
    """A reflection from its ``r_…`` columns, all revisions of its answers, lowest revision first, and its notes."""
    newest: dict[tuple[int, str], GivenAnswer] = {}
    for each in given:
        newest[each["question"], each["person"]] = answer(each)  # a later revision keeps the first one's place
    return Reflection(
        id=row["r_id"],
        bundle=row["r_bundle"],
        group=row["r_is_group"],
        started_by=Person(row["r_started_by"], row["r_started_by_name"]),
        started_at=row["r_started_at"],
        kommune=row["r_kommune"],
        fagomraade=row["r_fagomraade"],
        phase=Phase(row["r_phase"]),
        resume_to=Phase(row["r_resume_to"]) if row["r_resume_to"] else None,
        current=row["r_current"],
        skipped=frozenset(row["r_skipped"]),
        answers=tuple(newest.values()),
        ended_at=row["r_ended_at"],
        anonymous=row["r_anonymous"],
        salt=row["r_salt"],
        facilitator=Person(row["r_facilitator"], row["r_facilitator_name"]) if row["r_facilitator"] else None,
        revealed=frozenset(row["r_revealed"]),
        conclusions=notes.conclusions(noted),
        steps=notes.steps(noted),
        evaluations=notes.evaluations(noted),
        dismissals=notes.dismissals(noted),
        paused_until=row["r_paused_until"],
        touched_at=row["r_touched_at"],
        reminders=row["r_reminders"],
        reminded_at=row["r_reminded_at"],
        reminded=row["r_reminded"],
        warned_at=row["r_warned_at"],
        previous=row["r_previous"],
        offered=row["r_offered"],
        drafts=tuple(Draft(question, text) for question, text in row["r_drafts"]),
        nudged=frozenset(row["r_nudged"]),
    )


def reflection_row(stands: Reflection, due: dt.datetime | None) -> dict[str, Any]:
    """The columns a reflection decides, ``due`` as it is noted; key, version, card and status are the store's."""
    return {
        "id": stands.id,
        "bundle": stands.bundle,
        "is_group": stands.group,
        "started_by": stands.started_by.id,
        "started_by_name": stands.started_by.name,
        "started_at": stands.started_at,
        "kommune": stands.kommune,
        "fagomraade": stands.fagomraade,
        "phase": stands.phase.value,
        "resume_to": stands.resume_to.value if stands.resume_to else None,
        "current": stands.current,
        "skipped": sorted(stands.skipped),
        "ended_at": stands.ended_at,
        "anonymous": stands.anonymous,
        "salt": stands.salt,
        "facilitator": stands.facilitator.id if stands.facilitator else None,
        "facilitator_name": stands.facilitator.name if stands.facilitator else None,
        "revealed": sorted(stands.revealed),
        "paused_until": stands.paused_until,
        "touched_at": stands.touched_at,
        "reminders": stands.reminders,
        "reminded_at": stands.reminded_at,
        "reminded": stands.reminded,
        "warned_at": stands.warned_at,
        "previous": stands.previous,
        "offered": stands.offered,
        "drafts": [[draft.question, draft.text] for draft in stands.drafts],
        "nudged": sorted(stands.nudged),
        "due": due,
        "notes": next(notes.all_of(stands), None) is not None,
    }


def answer(row: Row) -> GivenAnswer:
    """One revision of one person's answer."""
    return GivenAnswer(
        question=row["question"],
        by=Person(row["person"], row["name"]),
        at=row["at"],
        text=row["text"],
        rating=row["rating"],
        ticks=tuple(row["ticks"]),
        revision=row["revision"],
        message=row["message"],
    )


def answer_row(tenant: str, reflection_id: str, given: GivenAnswer) -> dict[str, Any]:
    """One revision of one person's answer, as it is kept."""
    return {
        "tenant": tenant,
        "reflection": reflection_id,
        "question": given.question,
        "person": given.by.id,
        "revision": given.revision,
        "name": given.by.name,
        "at": given.at,
        "text": given.text,
        "rating": given.rating,
        "ticks": list(given.ticks),
        "message": given.message,
    }


def participant_row(tenant: str, stands: Reflection, who: Person) -> dict[str, Any]:
    """Somebody who has just joined a reflection, by starting it, by a first answer or by taking it over."""
    answered = [a.at for a in stands.answers if a.by.id == who.id]
    joined_at = min(answered, default=stands.touched_at or stands.started_at)
    return {
        "tenant": tenant,
        "reflection": stands.id,
        "person": who.id,
        "name": who.name,
        "joined_at": stands.started_at if who.id == stands.started_by.id else joined_at,
    }


def address(row: Row) -> Address:
    """Where a conversation is, from its ``conversations_…`` columns."""
    return Address(
        tenant=row["conversations_tenant"],
        conversation=row["conversations_id"],
        kind=ChatKind(row["conversations_kind"]),
        service_url=row["conversations_service_url"],
        bot_id=row["conversations_bot_id"],
        bot_name=row["conversations_bot_name"],
        channel=row["conversations_channel"],
        team=row["conversations_team"],
    )


def channel_of(where: Address) -> str | None:
    """The id of the channel a thread is in; None where it is no thread."""
    root, thread, _ = where.conversation.partition(THREAD)
    return root if thread and where.kind is ChatKind.CHANNEL else None


def outgoing(row: Row, live_card: str | None, live_status: str | None = None) -> Outgoing:
    """One waiting message from its ``outbox_…`` columns; an update without a target is one of the live card.

    So is one of the status message, which is sent anew where none is live.
    """
    kind, is_status = Kind(row["outbox_kind"]), bool(row["outbox_status"])
    if is_status and live_status is None:
        kind = Kind.SEND
    live = live_status if is_status else live_card
    target = row["outbox_target"] or (live if kind is Kind.UPDATE else None)
    wanted = row["outbox_picture"]
    later = _later(wanted) if wanted else None
    return Outgoing(
        kind,
        row["outbox_card"],
        row["outbox_text"],
        row["outbox_screen"],
        target,
        row["outbox_unprompted"],
        _picture(wanted) if wanted and later is None else None,
        later=later,
        status=is_status,
        mentions=tuple(Person(who, name) for who, name in row["outbox_mentions"] or ()),
    )


def _later(wanted: Mapping[str, Any]) -> LaterPicture | LaterFile | None:
    """What a message waits for; None where it is a picture of its own."""
    if "file" in wanted:
        return LaterFile(**wanted)
    return LaterPicture(**wanted) if "without" in wanted else None


def held_back(message: Outgoing) -> dt.timedelta:
    """How long after its commit a message is sent at the earliest."""
    if message.later is not None and message.card is None:
        return ANSWERED
    return COUNTED if message.status and message.kind is Kind.UPDATE else dt.timedelta(0)


def _picture(wanted: Mapping[str, Any]) -> OwnPicture | TeamPicture:
    if "reflections" in wanted:
        return TeamPicture(tuple(wanted["reflections"]), wanted["page"])
    return OwnPicture(**wanted)


def outgoing_row(where: Address, about: str | None, message: Outgoing, at: dt.datetime) -> dict[str, Any]:
    """One message, waiting; what has nothing to send before it is drawn holds up nobody meanwhile."""
    wanted = message.picture or message.later
    counts = message.status and message.kind is Kind.UPDATE
    return {
        "tenant": where.tenant,
        "conversation": where.conversation,
        "reflection": about,
        "kind": message.kind.value,
        "screen": message.screen,
        "target": message.target,
        "card": message.card,
        "text": message.text,
        "at": at,
        "attempts": 0,
        "due": at + held_back(message),
        "state": DRAWING if wanted and message.card is None else COUNTING if counts else WAITING,
        "unprompted": message.unprompted,
        "picture": dataclasses.asdict(wanted) if wanted else None,
        "status": message.status,
        "mentions": [[who.id, who.name] for who in message.mentions] or None,
    }


def inbox_row(where: Address, activity: str, at: dt.datetime, answered: Reply, taken: Taken | None) -> dict[str, Any]:
    """An activity that has been taken, and what a repeat is answered: the card; its messages are in the outbox."""
    return {
        "tenant": where.tenant,
        "conversation": where.conversation,
        "activity": activity,
        "at": at,
        "reply": {"card": answered.encoded_card},
        "came_as": taken.came_as if taken else None,
        "stood": taken.stood if taken else None,
    }


def reply(stored: Mapping[str, Any] | None) -> Reply:
    """A reply as a repeat of the same activity gets it; an empty one where it is not kept any longer."""
    return Reply(card=stored["card"]) if stored else Reply()
