"""What a question offers to choose from, and what was ticked."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.reflection.state import Reflection
from radar_core.lookup import radar_for, ready
from radar_core.model import Bundle, Question, Ticks


def choices(question: Question, reflection: Reflection, bundle: Bundle) -> Sequence[tuple[str, str]]:
    """What can be ticked on a question, as (id, name) in the order shown; empty where nothing can."""
    if question.ticks is Ticks.BEHOV:
        return [(need.id, need.name) for need in bundle.needs]
    return startable(reflection, bundle) if question.ticks is Ticks.I_DRIFT else []


def tick_names(question: Question, reflection: Reflection, bundle: Bundle) -> dict[str, str]:
    """Names by id of what can be ticked on a question, and of what could be on another edition and is known still."""
    if question.ticks is not Ticks.I_DRIFT:
        return dict(choices(question, reflection, bundle))
    return {t.id: t.name for t in bundle.technologies} | dict(choices(question, reflection, bundle))


def startable(reflection: Reflection | None, bundle: Bundle) -> Sequence[tuple[str, str]]:
    """The technologies one can choose to start with, as (id, name): those klar on the reflection's radar."""
    if reflection is None or reflection.fagomraade not in bundle.fagomraade_by_id:
        return []
    return [(entry.technology.id, entry.name) for entry in ready(radar_for(bundle, reflection.fagomraade))]


def ticked(reflection: Reflection, bundle: Bundle, ticks: Ticks) -> tuple[str, ...]:
    """Ids of all that anyone ticked of one sort, each once."""
    return tuple(t for q in bundle.questions if q.ticks is ticks for t in reflection.ticks(q.number))
