"""What a team writes together, as rows of ``notes`` and back: conclusions, next steps, evaluations and dismissals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dialogs.people import Person
from dialogs.reflection.state import Conclusion, Decision, Dismissal, Evaluation, Judgement, NextStep, Reflection

Row = Mapping[Any, Any]
Note = Conclusion | NextStep | Evaluation | Dismissal

CONCLUSION, STEP, EVALUATION, DISMISSAL = "conclusion", "step", "evaluation", "dismissal"
"""The kinds."""

WRITTEN = (CONCLUSION, STEP, EVALUATION, DISMISSAL)
"""Those that somebody writes."""

CONFIRMED = "confirmed"
"""A kind that nobody writes and that is never loaded with the reflection: see ``bot.storage.earlier``."""
LINE = "line"
"""One more kind of row, which is no note and no part of a reflection: see ``bot.storage.lines``."""


def conclusions(rows: Sequence[Row]) -> tuple[Conclusion, ...]:
    """All revisions: by question, oldest first."""
    found = [
        Conclusion(
            question=int(row["key"]),
            text=row["body"]["text"],
            by=_person(row),
            at=row["at"],
            revision=row["revision"],
            choice=row["body"].get("choice", ""),  # rows from before there was anything to choose have none
        )
        for row in rows
        if row["kind"] == CONCLUSION
    ]
    return tuple(sorted(found, key=lambda each: (each.question, each.revision)))


def steps(rows: Sequence[Row]) -> tuple[NextStep, ...]:
    """The revision there is of each, by number."""
    found = [
        NextStep(
            number=int(row["key"]),
            what=row["body"]["what"],
            who=row["body"]["who"],
            when=_date(row["body"]["when"]),
            by=_person(row),
            at=row["at"],
            revision=row["revision"],
            removed=row["body"]["removed"],
        )
        for row in rows
        if row["kind"] == STEP
    ]
    return tuple(sorted(found, key=lambda each: each.number))


def evaluations(rows: Sequence[Row]) -> tuple[Evaluation, ...]:
    """The revision there is of each, by technology."""
    found = [_evaluation(row, row["body"]) for row in rows if row["kind"] == EVALUATION]
    return tuple(sorted(found, key=lambda each: each.technology))


def dismissals(rows: Sequence[Row]) -> tuple[Dismissal, ...]:
    """The revision there is of each, by technology."""
    found = [
        Dismissal(
            technology=row["key"],
            reason=row["body"]["reason"],
            by=_person(row),
            at=row["at"],
            revision=row["revision"],
            undone=row["body"]["undone"],
        )
        for row in rows
        if row["kind"] == DISMISSAL
    ]
    return tuple(sorted(found, key=lambda each: each.technology))


def all_of(stands: Reflection) -> Iterator[Note]:
    """Everything the team has written, as it stands."""
    yield from stands.conclusions
    yield from stands.steps
    yield from stands.evaluations
    yield from stands.dismissals


def key_of(note: Note) -> tuple[str, str]:
    """Kind and key, which its revisions share."""
    kind, key, _ = _kept(note)
    return kind, key


def note_row(tenant: str, reflection_id: str, note: Note) -> dict[str, Any]:
    """One revision, as it is kept."""
    kind, key, body = _kept(note)
    return {
        "tenant": tenant,
        "reflection": reflection_id,
        "kind": kind,
        "key": key,
        "revision": note.revision,
        "person": note.by.id,
        "name": note.by.name,
        "at": note.at,
        "body": body,
    }


def _kept(note: Note) -> tuple[str, str, dict[str, Any]]:
    match note:
        case Conclusion():
            return (
                CONCLUSION,
                str(note.question),
                {"text": note.text, **({"choice": note.choice} if note.choice else {})},
            )
        case NextStep():
            when = note.when.isoformat() if note.when else None
            return STEP, str(note.number), {"what": note.what, "who": note.who, "when": when, "removed": note.removed}
        case Evaluation():
            return EVALUATION, note.technology, _evaluation_body(note)
        case Dismissal():
            return DISMISSAL, note.technology, {"reason": note.reason, "undone": note.undone}


def _evaluation_body(note: Evaluation) -> dict[str, Any]:
    return {
        "on": note.on.isoformat(),
        "in_operation": note.in_operation,
        "asked": note.asked,
        "works": note.works.value if note.works else None,
        "makes_sense": note.makes_sense.value if note.makes_sense else None,
        "gives_value": note.gives_value.value if note.gives_value else None,
        "decision": note.decision.value if note.decision else None,
        "comment": note.comment,
        "removed": note.removed,
    }


def _evaluation(row: Row, body: Mapping[str, Any]) -> Evaluation:
    return Evaluation(
        technology=row["key"],
        on=dt.date.fromisoformat(body["on"]),
        in_operation=body["in_operation"],
        by=_person(row),
        at=row["at"],
        revision=row["revision"],
        asked=body["asked"],
        works=_judgement(body["works"]),
        makes_sense=_judgement(body["makes_sense"]),
        gives_value=_judgement(body["gives_value"]),
        decision=Decision(body["decision"]) if body["decision"] else None,
        comment=body["comment"],
        removed=body["removed"],
    )


def _person(row: Row) -> Person:
    return Person(row["person"], row["name"])


def _date(stored: str | None) -> dt.date | None:
    return dt.date.fromisoformat(stored) if stored else None


def _judgement(stored: str | None) -> Judgement | None:
    return Judgement(stored) if stored else None
