"""What is remembered of a message, so that deleting it and bringing it back is understood: never its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.storage.loaded import Taken
from bot.wire import Incoming
from dialogs.reflection import events as e
from dialogs.reflection.events import Event
from dialogs.reflection.state import QUESTIONS, Reflection

_SHARED = (e.Concluded, e.StepSaved, e.Dismissed)
"""What a message writes that is everybody's, and stays when it is deleted."""

_WROTE, _DELETED = "wrote", "deleted"


@dataclass(frozen=True)
class Remembered:
    """Of one message: the question whose answer went with it, and whether something that is everybody's was in it."""

    question: int | None = None
    shared: bool = False


def noted(incoming: Incoming, reflection: Reflection | None, events: Sequence[Event]) -> Taken | None:
    """What is to be noted of a message; None of most."""
    if reflection is None or incoming.message is None:
        return None
    if any(isinstance(event, _SHARED) for event in events):
        return Taken(incoming.message, f"{_WROTE} {reflection.id}")
    gone = [event.question for event in events if isinstance(event, e.AnswerWithdrawn)]
    return Taken(incoming.message, f"{_DELETED} {reflection.id} {gone[0]}") if incoming.deleted and gone else None


def remembered(notes: Sequence[str], reflection: Reflection | None) -> Remembered:
    """What was noted, of this reflection; newest first."""
    if reflection is None:
        return Remembered()
    shared = f"{_WROTE} {reflection.id}" in notes
    gone = next(
        (q for note in notes for q in range(1, QUESTIONS + 1) if note == f"{_DELETED} {reflection.id} {q}"), None
    )
    return Remembered(gone, shared)
