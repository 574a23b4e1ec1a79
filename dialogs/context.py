"""What text means where the conversation stands: a name is a kommune before the questions, and an answer in them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dialogs import understand as u
from dialogs.commands import Answer, Command, Setup, ShowRadar, Unknown
from dialogs.reflection import QUESTIONS, Phase, Reflection
from radar_core.lookup import radar_for, ready
from radar_core.model import Bundle, Question, QuestionKind, Ticks


def hear(text: str, reflection: Reflection | None, bundle: Bundle) -> Command:
    """Danish text to a command, given the conversation's newest reflection (None before the first)."""
    command = u.understand(text, bundle)
    if reflection is None or reflection.phase.is_closed:
        return command
    if reflection.phase is Phase.SETUP and isinstance(command, Unknown | ShowRadar):
        return _setup(u.clean(text), bundle) or command
    if isinstance(command, Answer) and reflection.phase in (Phase.QUESTIONS, Phase.REVIEW):
        number = command.question or reflection.current
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


def _setup(text: str, bundle: Bundle) -> Setup | None:
    """»Vejle, sundhed« before the questions: every part must name a kommune or a fagområde, or it is no such thing."""
    kommune = fagomraade = None
    whole = u.find_fagomraade(text, bundle)
    parts = [text] if whole else [p for p in re.split(r"[,;\n]", text) if p.strip()]
    for part in parts:
        if (named := u.find_fagomraade(part, bundle)) is not None:
            fagomraade = named.id
        elif (place := u.find_kommune(part, bundle)) is not None:
            kommune = place.code
        else:
            return None
    return Setup(kommune, fagomraade) if kommune or fagomraade else None
