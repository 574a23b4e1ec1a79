"""Who in a group has answered a question and who is missing, and the one reminder that names those."""

from __future__ import annotations

from dataclasses import replace

from dialogs.people import Person
from dialogs.reflection import commands as c
from dialogs.reflection import events as e
from dialogs.reflection.commands import Said
from dialogs.reflection.events import Refusal, Refused
from dialogs.reflection.moving import moves_it_from_here
from dialogs.reflection.rule import OPEN, Rule, Rules
from dialogs.reflection.setting import Setting, Step
from dialogs.reflection.state import Phase, Reflection


def taking_part(reflection: Reflection) -> tuple[Person, ...]:
    """Everyone who is known to be in it: whoever has answered something, and the facilitator. Nobody without names."""
    if reflection.anonymous:
        return ()
    people = {person.id: person for person in reflection.participants}
    if reflection.facilitator is not None:
        people.setdefault(reflection.facilitator.id, reflection.facilitator)
    return tuple(people.values())


def missing(reflection: Reflection, question: int) -> tuple[Person, ...]:
    """Those of them who have not answered a question and still can."""
    given = {answer.by.id for answer in reflection.answers_to(question)} | reflection.gone
    return tuple(person for person in taking_part(reflection) if person.id not in given)


def can_nudge(reflection: Reflection) -> bool:
    """Whether those who are missing can still be reminded of the group's question: once, and only by name."""
    here = reflection.current
    is_counted = reflection.group and reflection.phase is Phase.QUESTIONS and here in reflection.answered
    return is_counted and here not in reflection.nudged and bool(missing(reflection, here))


def nudge(reflection: Reflection, said: Said[c.Nudge], _setting: Setting) -> Step:
    """Those who are missing are named, once a question; nobody from a card of another question."""
    here = reflection.current
    if reflection.phase is not Phase.QUESTIONS or said.command.question not in (None, here):
        return reflection, (e.StatusAsked(),)
    if not reflection.group:
        return reflection, (Refused(Refusal.ONLY_IN_A_GROUP),)
    if reflection.anonymous:
        return reflection, (Refused(Refusal.NUDGE_WITHOUT_NAMES),)
    if here in reflection.nudged:
        return reflection, (Refused(Refusal.NUDGED_BEFORE),)
    late = missing(reflection, here)
    if not late:
        return reflection, (Refused(Refusal.NOBODY_MISSING),)
    return replace(reflection, nudged=reflection.nudged | {here}), (e.Nudged(here, late),)


RULES: Rules = {c.Nudge: Rule(nudge, OPEN, who=moves_it_from_here)}
