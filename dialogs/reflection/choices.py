"""What a question offers to choose from, and what was ticked."""

from __future__ import annotations

from collections.abc import Container, Sequence

from dialogs.reflection.state import QUESTIONS, GivenAnswer, Reflection
from radar_core.lookup import radar_for, ready
from radar_core.model import Bundle, Option, Question, Ticks


def choices(question: Question, reflection: Reflection, bundle: Bundle) -> Sequence[tuple[str, str]]:
    """What can be ticked on a question, as (id, name) in the order shown; empty where nothing can."""
    if question.ticks is Ticks.BEHOV:
        return [(need.id, need.name) for need in bundle.needs]
    return startable(reflection, bundle) if question.ticks is Ticks.I_DRIFT else []


def tick_names(question: Question, reflection: Reflection, bundle: Bundle) -> dict[str, str]:
    """Names by id of what can be ticked on a question, and of what could be on another edition and is known still."""
    options = {option.id: option.name for option in question.options}
    if question.ticks is not Ticks.I_DRIFT:
        return options | dict(choices(question, reflection, bundle))
    return options | {t.id: t.name for t in bundle.technologies} | dict(choices(question, reflection, bundle))


def option_of(question: Question, given: GivenAnswer | None) -> Option | None:
    """What an answer chose among a question's options, which is kept among its ticks; None where it chose none."""
    chosen = given.ticks if given else ()
    return next((option for option in question.options if option.id in chosen), None)


def startable(reflection: Reflection | None, bundle: Bundle) -> Sequence[tuple[str, str]]:
    """The technologies one can choose to start with, as (id, name): those klar on the reflection's radar."""
    if reflection is None or reflection.fagomraade not in bundle.fagomraade_by_id:
        return []
    return [(entry.technology.id, entry.name) for entry in ready(radar_for(bundle, reflection.fagomraade))]


def ticked(
    reflection: Reflection, bundle: Bundle, ticks: Ticks, seen: Container[int] = range(1, QUESTIONS + 1)
) -> tuple[str, ...]:
    """Ids of all that anyone ticked of one sort, each once; only on the questions (numbers) that are ``seen``."""
    asking = [q for q in bundle.questions if q.ticks is ticks and q.number in seen]
    return tuple(dict.fromkeys(t for q in asking for t in reflection.ticks(q.number) if q.option(t) is None))
