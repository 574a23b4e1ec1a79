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
    people, facilitator = reflection.participants, reflection.facilitator
    if facilitator is None or any(person.id == facilitator.id for person in people):
        return people
    return (*people, facilitator)


def missing(reflection: Reflection, question: int) -> tuple[Person, ...]:
    """Those of them who have not answered a question and still can."""
    given = {answer.by.id for answer in reflection.answers_to(question)} | reflection.gone
    return tuple(person for person in taking_part(reflection) if person.id not in given)


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
