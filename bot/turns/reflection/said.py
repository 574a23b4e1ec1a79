"""What a turn says of what happened, in a sentence."""

from __future__ import annotations

from bot.cards.elements import plain
from dialogs.reflection import events as e
from dialogs.reflection.events import Event
from dialogs.texts import common as texts
from dialogs.texts import drafts as draft_texts
from dialogs.texts import suggestions as suggestion_texts


def _said(events: tuple[Event, ...]) -> str | None:
    for event in events:
        match event:
            case e.AnswerSaved(question, _, edited):
                return (texts.SAVED_EDIT if edited else texts.SAVED).format(n=question)
            case e.DraftDropped(question):
                return draft_texts.DROPPED.format(n=question)
            case e.AnswerWithdrawn(question):
                return texts.WITHDRAWN.format(n=question)
            case e.QuestionSkipped(question):
                return texts.QUESTION_SKIPPED.format(n=question)
            case e.Resumed():
                return texts.RESUMED
            case e.Revealed(questions):
                return texts.REVEALED.format(questions=texts.join([str(q) for q in questions]))
            case e.Concluded(question):
                return texts.CONCLUDED.format(n=question)
            case e.TakenOver(by):
                return texts.TAKEN_OVER.format(name=plain(by.name))
            case e.Reopened():
                return texts.REOPENED
            case e.RemindersSet(on):
                return texts.REMINDERS_ON if on else texts.REMINDERS_OFF
            case e.NamingSet(anonymous):
                return texts.NAMING_ANONYMOUS if anonymous else texts.NAMING_NAMED
            case e.StepSaved():
                return texts.STEP_SAVED
            case e.StepRemoved():
                return texts.STEP_REMOVED
            case e.Chosen():
                return texts.CHOSEN
            case e.Evaluated():
                return texts.EVALUATED
            case e.Dismissed():
                return suggestion_texts.DISMISSED
            case e.DismissalUndone():
                return suggestion_texts.UNDONE
    return None
