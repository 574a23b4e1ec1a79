"""What a turn says of what happened, in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.cards.elements import Notice, good, plain
from dialogs.reflection import events as e
from dialogs.reflection.events import Event
from dialogs.texts import common as texts
from dialogs.texts import drafts as draft_texts
from dialogs.texts import lines as line_texts
from dialogs.texts import result as result_texts
from dialogs.texts import suggestions as suggestion_texts
from radar_core.spelling import together


def _saved(saved: e.AnswerSaved) -> str:
    if saved.unrated:
        return line_texts.RATING_WANTED
    return texts.SAVED_EDIT if saved.edited and not saved.completed else texts.SAVED


SAID: Mapping[type[Event], Callable[[Any], str]] = {
    e.AnswerSaved: lambda saved: _saved(saved).format(n=saved.question),
    e.DraftDropped: lambda dropped: draft_texts.DROPPED.format(n=dropped.question),
    e.AnswerWithdrawn: lambda gone: (line_texts.TAKEN_BACK if gone.undone else texts.WITHDRAWN).format(n=gone.question),
    e.QuestionSkipped: lambda skipped: texts.QUESTION_SKIPPED.format(n=skipped.question),
    e.Resumed: lambda _: texts.RESUMED,
    e.Revealed: lambda opened: texts.REVEALED.format(questions=together([str(q) for q in opened.questions])),
    e.Concluded: lambda concluded: texts.CONCLUDED.format(n=concluded.question),
    e.TakenOver: lambda taken: texts.TAKEN_OVER.format(name=plain(taken.by.name)),
    e.Reopened: lambda _: texts.REOPENED,
    e.RemindersSet: lambda reminders: texts.REMINDERS_ON if reminders.on else texts.REMINDERS_OFF,
    e.NamingSet: lambda naming: texts.NAMING_ANONYMOUS if naming.anonymous else texts.NAMING_NAMED,
    e.StepSaved: lambda _: texts.STEP_SAVED,
    e.FirstStepsTaken: lambda _: result_texts.STEPS_TAKEN,
    e.StepRemoved: lambda _: texts.STEP_REMOVED,
    e.Chosen: lambda _: texts.CHOSEN,
    e.Evaluated: lambda _: texts.EVALUATED,
    e.Dismissed: lambda _: suggestion_texts.DISMISSED,
    e.DismissalUndone: lambda _: suggestion_texts.UNDONE,
}
"""The sentence of each event that has one."""


def said_of(events: tuple[Event, ...]) -> str | None:
    """The sentence of the first that has one."""
    return next((SAID[type(event)](event) for event in events if type(event) in SAID), None)


def notice_of(events: tuple[Event, ...]) -> Notice | None:
    """The same for the top of a card: something is done."""
    words = said_of(events)
    return good(words) if words else None
