"""What text means where the conversation stands: a name is a kommune before the questions, and an answer in them."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs import understand as u
from dialogs.commands import Answer, Command, Setup, ShowRadar, Unknown
from dialogs.names import Place
from dialogs.reflection import QUESTIONS, Phase, Reflection
from radar_core.lookup import radar_for, ready
from radar_core.model import Bundle, Question, QuestionKind, Ticks


def hear(text: str, reflection: Reflection | None, bundle: Bundle) -> Command:
    """Danish text to a command, given the conversation's newest reflection (None before the first)."""
    command = u.understand(text, bundle)
    if reflection is None or reflection.phase.is_closed:
        return command
    if reflection.phase is Phase.SETUP and isinstance(command, Unknown | ShowRadar):
        place = u.find_place(u.clean(text), bundle)
        return _setup(place) or command
    if reflection.phase is Phase.QUESTIONS and isinstance(command, ShowRadar) and u.find_fagomraade(text, bundle):
        return Unknown(u.clean(text))  # »økonomi« alone, while a question is open, is more likely an answer
    if isinstance(command, Answer) and reflection.phase in (Phase.QUESTIONS, Phase.REVIEW):
        number = reflection.current if command.question is None else command.question
        if 1 <= number <= QUESTIONS:
            question = bundle.questions[number - 1]
            return u.interpret(command, question, [choice for choice, _ in choices(question, reflection, bundle)])
    return command


def choices(question: Question, reflection: Reflection, bundle: Bundle) -> Sequence[tuple[str, str]]:
    """What can be ticked on a question, as (id, name) in the order shown; empty where nothing can."""
    if question.ticks is Ticks.BEHOV:
        return [(need.id, need.name) for need in bundle.needs]
    if question.ticks is Ticks.I_DRIFT and reflection.fagomraade is not None:
        return [(entry.technology.id, entry.name) for entry in ready(radar_for(bundle, reflection.fagomraade))]
    return []


def ticked(reflection: Reflection, bundle: Bundle, ticks: Ticks) -> tuple[str, ...]:
    """Ids of all that anyone ticked of one sort, each once."""
    return tuple(t for q in bundle.questions if q.ticks is ticks for t in reflection.ticks(q.number))


def wants_rating(question: Question) -> bool:
    """True for a 1–5 self-assessment."""
    return question.kind is QuestionKind.SELVVURDERING


def _setup(place: Place | None) -> Setup | None:
    if place is None:
        return None
    return Setup(place.kommune.code if place.kommune else None, place.fagomraade.id if place.fagomraade else None)
