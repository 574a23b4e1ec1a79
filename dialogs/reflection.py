"""One team's walk through the nine questions, as a pure reducer.

- At most one reflection is open in a conversation; a new one needs the old one finished or cancelled.
- Alone, an answer moves on to the next question still open. In a group it never does: the group moves by *næste*.
- Anyone in the conversation may answer, skip, move, pause and close. Every answer keeps its author and time, and an
  edit is a new revision of it.
- Any order: one can go to any question, back and forth, and answer again until the reflection is closed.
- A command that repeats what already holds changes nothing and says the same.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from enum import Enum

from dialogs import commands as c
from dialogs import events as e
from dialogs.commands import Person, Said
from dialogs.events import Event, Refusal, Refused

QUESTIONS = 9
"""KL's nine questions."""

MAX_ANSWER = 4000
"""Characters in one answer; a card must stay under 24 kB."""


class Phase(Enum):
    """Where a reflection is in its life."""

    SETUP = "setup"
    QUESTIONS = "questions"
    REVIEW = "review"
    PAUSED = "paused"
    FINISHED = "finished"
    CANCELLED = "cancelled"

    @property
    def is_closed(self) -> bool:
        """True once nothing can change any more."""
        return self in (Phase.FINISHED, Phase.CANCELLED)


@dataclass(frozen=True)
class GivenAnswer:
    """One person's answer to one question, as it stands. ``revision`` counts from 1."""

    question: int
    by: Person
    at: dt.datetime
    text: str
    rating: int | None
    ticks: tuple[str, ...]
    revision: int


@dataclass(frozen=True)
class Reflection:
    """A reflection as it stands: one per conversation at a time, of one fagområde, on one edition's bundle."""

    id: str
    bundle: str
    """SHA-256 of the bundle it started on."""
    group: bool
    """True where several people share the conversation."""
    started_by: Person
    started_at: dt.datetime
    kommune: str | None = None
    fagomraade: str | None = None
    phase: Phase = Phase.SETUP
    resume_to: Phase | None = None
    """Where a paused reflection goes on."""
    current: int = 1
    skipped: frozenset[int] = frozenset()
    answers: tuple[GivenAnswer, ...] = ()
    """The newest revision of each person's answer to each question, in the order first given."""
    ended_at: dt.datetime | None = None

    def answers_to(self, question: int) -> tuple[GivenAnswer, ...]:
        """Everybody's answer to a question, in the order first given."""
        return tuple(a for a in self.answers if a.question == question)

    def answer_of(self, person: Person, question: int) -> GivenAnswer | None:
        """One person's answer to a question, or None."""
        return next((a for a in self.answers if a.question == question and a.by.id == person.id), None)

    def ticks(self, question: int) -> tuple[str, ...]:
        """All that anyone ticked on a question, each once, in the order first ticked."""
        return tuple(dict.fromkeys(t for a in self.answers_to(question) for t in a.ticks))

    @property
    def answered(self) -> frozenset[int]:
        """Numbers of the questions that have at least one answer."""
        return frozenset(a.question for a in self.answers)

    @property
    def participants(self) -> tuple[Person, ...]:
        """Everyone who has answered, in the order of their first answer, under their newest name."""
        newest = {a.by.id: a.by for a in sorted(self.answers, key=lambda a: a.at)}
        return tuple(newest[i] for i in dict.fromkeys(a.by.id for a in self.answers))


@dataclass(frozen=True)
class Setting:
    """What a turn brings along for a reflection that may be started in it."""

    new_id: str
    bundle: str
    group: bool
    kommune: str | None = None
    """The conversation's kommune (code), where it is known already."""


_WHILE_PAUSED = (c.Resume, c.Cancel, c.Finish, c.ShowStatus, c.ShowSummary)
_DURING_SETUP = (c.Setup, c.Cancel, c.Pause, c.Resume, c.ShowStatus)

Step = tuple[Reflection | None, tuple[Event, ...]]


def apply(reflection: Reflection | None, said: Said, setting: Setting) -> Step:
    """One command on the conversation's newest reflection (None before the first).

    Returns what stands after it, and what happened.
    """
    command = said.command
    if isinstance(command, c.ShowRadar):
        return reflection, (e.RadarAsked(command.fagomraade, command.unknown, command.all_ready),)
    if isinstance(command, c.Help):
        return reflection, (e.HelpAsked(),)
    if said.reflection is not None and (reflection is None or said.reflection != reflection.id):
        return reflection, (Refused(Refusal.STALE_CARD),)
    if isinstance(command, c.Start):
        return _start(reflection, said, command, setting)
    if reflection is None or reflection.phase.is_closed:
        return reflection, _without_open_reflection(reflection, said)
    if reflection.phase is Phase.PAUSED and not isinstance(command, _WHILE_PAUSED):
        return reflection, (Refused(Refusal.PAUSED),)
    if reflection.phase is Phase.SETUP and not isinstance(command, _DURING_SETUP):
        return reflection, (Refused(Refusal.SETUP_FIRST),)
    return _applied(reflection, said, command)


def _applied(reflection: Reflection, said: Said, command: c.Command) -> Step:
    match command:
        case c.Setup():
            return _setup(reflection, command)
        case c.Answer():
            return _answer(reflection, said, command)
        case c.OpenAnswer(question):
            return _open_answer(reflection, question)
        case c.Skip(question):
            return _skip(reflection, question)
        case c.Next(question):
            return _next(reflection, question)
        case c.Back(question):
            return _back(reflection, question)
        case c.GoTo(question):
            return _go_to(reflection, question)
        case c.ShowSummary(page):
            return reflection, (e.SummaryAsked(page),)
        case c.Pause():
            return replace(reflection, phase=Phase.PAUSED, resume_to=reflection.phase), (e.Paused(),)
        case c.Resume():
            return _resume(reflection)
        case c.Finish():
            return _finish(reflection, said)
        case c.Cancel():
            return replace(reflection, phase=Phase.CANCELLED, resume_to=None, ended_at=said.at), (e.Cancelled(),)
        case c.Unknown(text) if reflection.phase is Phase.QUESTIONS and len(text) > MAX_ANSWER:
            return reflection, (Refused(Refusal.ANSWER_TOO_LONG),)
        case c.Unknown(text) if reflection.phase is Phase.QUESTIONS and text:
            return reflection, (e.DraftOffered(text),)
        case c.Unknown(text):
            return reflection, (e.NotUnderstood(text),)
        case _:
            return reflection, (e.StatusAsked(),)


def _without_open_reflection(reflection: Reflection | None, said: Said) -> tuple[Event, ...]:
    if isinstance(said.command, c.Unknown):
        return (e.NotUnderstood(said.command.text),)
    if reflection is not None and isinstance(said.command, c.Finish) and reflection.phase is Phase.FINISHED:
        return (e.StatusAsked(),)  # pressed twice: the same card again, and no second radar
    if reflection is not None and said.reflection == reflection.id:
        return (Refused(Refusal.STALE_CARD),)
    return (Refused(Refusal.NO_REFLECTION),)


def _start(reflection: Reflection | None, said: Said, command: c.Start, setting: Setting) -> Step:
    if reflection is not None and not reflection.phase.is_closed:
        return reflection, (Refused(Refusal.ALREADY_OPEN),)
    fresh = Reflection(
        id=setting.new_id,
        bundle=setting.bundle,
        group=setting.group,
        started_by=said.by,
        started_at=said.at,
        kommune=command.kommune or setting.kommune,
        fagomraade=command.fagomraade,
    )
    if fresh.kommune and fresh.fagomraade:
        return replace(fresh, phase=Phase.QUESTIONS), (e.Moved(),)
    return fresh, (e.SetupAsked(),)


def _setup(reflection: Reflection, command: c.Setup) -> Step:
    if reflection.phase is not Phase.SETUP:
        return reflection, (Refused(Refusal.STALE_CARD),)
    chosen = replace(
        reflection,
        kommune=command.kommune or reflection.kommune,
        fagomraade=command.fagomraade or reflection.fagomraade,
    )
    if chosen.kommune is None:
        return chosen, (Refused(Refusal.KOMMUNE_MISSING),)
    if chosen.fagomraade is None:
        return chosen, (Refused(Refusal.FAGOMRAADE_MISSING),)
    return replace(chosen, phase=Phase.QUESTIONS), (e.Moved(),)


def _answer(reflection: Reflection, said: Said, command: c.Answer) -> Step:
    question = command.question
    if question is None:
        if reflection.phase is Phase.REVIEW:
            return reflection, (Refused(Refusal.WHICH_QUESTION),)
        question = reflection.current
    if not 1 <= question <= QUESTIONS:
        return reflection, (Refused(Refusal.NO_SUCH_QUESTION),)
    earlier = reflection.answer_of(said.by, question)
    text = command.text.strip()
    # A channel that did not ask for ticks or a rating must not wipe those given before.
    kept_ticks = earlier.ticks if earlier else ()
    ticks = kept_ticks if command.ticks is None else tuple(dict.fromkeys(command.ticks))
    rating = command.rating if command.rating is not None else (earlier.rating if earlier else None)
    if not text and command.rating is None and not command.ticks:
        return reflection, (Refused(Refusal.EMPTY_ANSWER),)
    if len(text) > MAX_ANSWER:
        return reflection, (Refused(Refusal.ANSWER_TOO_LONG),)
    given = GivenAnswer(question, said.by, said.at, text, rating, ticks, earlier.revision + 1 if earlier else 1)
    if earlier is None:
        answers = (*reflection.answers, given)
    elif (earlier.text, earlier.rating, set(earlier.ticks)) == (text, rating, set(ticks)):
        answers = reflection.answers
    else:
        answers = tuple(given if a is earlier else a for a in reflection.answers)
    kept = replace(reflection, answers=answers, skipped=reflection.skipped - {question})
    saved = e.AnswerSaved(question, said.by, edited=earlier is not None and answers is not reflection.answers)
    if isinstance(command.then, c.Back):
        return _moved(kept, max(question - 1, 1), (saved,)) if question == reflection.current else (kept, (saved,))
    if reflection.group or reflection.phase is Phase.REVIEW:
        return kept, (saved,)
    return _moved(kept, _next_open(kept, said.by, question), (saved,))


def _open_answer(reflection: Reflection, asked: int | None) -> Step:
    if asked is None and reflection.phase is Phase.REVIEW:
        return reflection, (Refused(Refusal.WHICH_QUESTION),)
    question = reflection.current if asked is None else asked
    if not 1 <= question <= QUESTIONS:
        return reflection, (Refused(Refusal.NO_SUCH_QUESTION),)
    return reflection, (e.InputOpened(question),)


def _skip(reflection: Reflection, asked: int | None) -> Step:
    question = reflection.current if asked is None else asked
    if not 1 <= question <= QUESTIONS:
        return reflection, (Refused(Refusal.NO_SUCH_QUESTION),)
    # What has been answered stays answered: skipping then only moves on.
    skipped = reflection.skipped if question in reflection.answered else reflection.skipped | {question}
    kept = replace(reflection, skipped=skipped)
    happened: tuple[Event, ...] = () if question in reflection.answered else (e.QuestionSkipped(question),)
    if reflection.phase is Phase.REVIEW or question != reflection.current:
        return kept, happened or (e.StatusAsked(),)
    return _moved(kept, question + 1, happened)


def _next(reflection: Reflection, seen: int | None) -> Step:
    if reflection.phase is Phase.REVIEW or seen not in (None, reflection.current):
        return reflection, (e.StatusAsked(),)
    target = reflection.current + 1
    while target in reflection.skipped:
        target += 1
    return _moved(reflection, target)


def _back(reflection: Reflection, seen: int | None) -> Step:
    if reflection.phase is Phase.REVIEW:
        return _moved(reflection, QUESTIONS) if seen is None else (reflection, (e.StatusAsked(),))
    if seen not in (None, reflection.current):
        return reflection, (e.StatusAsked(),)
    if reflection.current == 1:
        return reflection, (Refused(Refusal.FIRST_QUESTION),)
    return _moved(reflection, reflection.current - 1)


def _go_to(reflection: Reflection, question: int) -> Step:
    if not 1 <= question <= QUESTIONS:
        return reflection, (Refused(Refusal.NO_SUCH_QUESTION),)
    return _moved(reflection, question)


def _resume(reflection: Reflection) -> Step:
    if reflection.phase is not Phase.PAUSED:
        return reflection, (Refused(Refusal.NOT_PAUSED),)
    return replace(reflection, phase=reflection.resume_to or Phase.SETUP, resume_to=None), (e.Resumed(),)


def _finish(reflection: Reflection, said: Said) -> Step:
    if reflection.kommune is None or reflection.fagomraade is None:
        return reflection, (Refused(Refusal.SETUP_FIRST),)
    return replace(reflection, phase=Phase.FINISHED, resume_to=None, ended_at=said.at), (e.Finished(),)


def _moved(reflection: Reflection, target: int, happened: tuple[Event, ...] = ()) -> Step:
    if target > QUESTIONS:
        stands = replace(reflection, phase=Phase.REVIEW, current=QUESTIONS)
    else:
        stands = replace(reflection, phase=Phase.QUESTIONS, current=target)
    return stands, (*happened, e.Moved())


def _next_open(reflection: Reflection, person: Person, question: int) -> int:
    later = range(question + 1, QUESTIONS + 1)
    open_ones = (q for q in later if q not in reflection.skipped and reflection.answer_of(person, q) is None)
    return next(open_ones, QUESTIONS + 1)
