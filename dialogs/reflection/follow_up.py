"""What comes after the answers: next steps, technologies to start with or not relevant, and how they turned out.

All of it may be changed as long as the reflection is kept, closed or not, by anyone in it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from enum import Enum
from typing import TypeVar

from dialogs.danish.dates import day, local
from dialogs.reflection import commands as c
from dialogs.reflection import events as e
from dialogs.reflection.answering import NOBODY
from dialogs.reflection.commands import Said
from dialogs.reflection.events import Refusal, Refused
from dialogs.reflection.rule import DONE, OPEN, PAUSED, Rule, Rules
from dialogs.reflection.setting import Setting, Step
from dialogs.reflection.state import (
    MAX_ANSWER,
    MAX_REASON,
    MAX_STEP,
    MAX_STEPS,
    MAX_WHO,
    Decision,
    Dismissal,
    Evaluation,
    Judgement,
    NextStep,
    Reflection,
)
from dialogs.reflection.timing import EVALUATED_AFTER

E = TypeVar("E", bound=Enum)


def show_steps(reflection: Reflection, _said: Said[c.ShowSteps], _setting: Setting) -> Step:
    """The next steps and what has been chosen."""
    return reflection, (e.StepsAsked(),)


def save_step(reflection: Reflection, said: Said[c.SaveStep], _setting: Setting) -> Step:
    """A next step, new or changed. Raises nothing: what cannot be read is refused."""
    command = said.command
    what, who, when = command.what.strip(), command.who.strip(), command.when.strip()
    if not what:
        return reflection, (Refused(Refusal.EMPTY_STEP),)
    if len(what) > MAX_STEP:
        return reflection, (Refused(Refusal.ANSWER_TOO_LONG),)
    if len(who) > MAX_WHO:
        return reflection, (Refused(Refusal.WHO_TOO_LONG),)
    stood = _step(reflection, command.number)
    if command.number is not None and stood is None:
        return reflection, (Refused(Refusal.NO_SUCH_STEP),)
    if stood is None and len(reflection.next_steps) >= MAX_STEPS:
        return reflection, (Refused(Refusal.TOO_MANY_STEPS),)
    on = stood.when if stood and stood.when and when == stood.when.isoformat() else day(when, said.at)
    if when and on is None:
        return reflection, (Refused(Refusal.UNKNOWN_TIME),)
    if stood is not None and (stood.what, stood.who, stood.when) == (what, who, on):
        return reflection, (e.StepSaved(stood.number),)
    number = stood.number if stood else max((s.number for s in reflection.steps), default=0) + 1
    by = NOBODY if reflection.anonymous else said.by
    new = NextStep(number, what, who, on, by, said.at, stood.revision + 1 if stood else 1)
    return replace(reflection, steps=_steps_with(reflection, new)), (e.StepSaved(number),)


def open_step(reflection: Reflection, said: Said[c.OpenStep], _setting: Setting) -> Step:
    """The card to write a next step."""
    number = said.command.number
    if number is not None and _step(reflection, number) is None:
        return reflection, (Refused(Refusal.NO_SUCH_STEP),)
    return reflection, (e.StepOpened(number),)


def open_first_steps(reflection: Reflection, _said: Said[c.OpenFirstSteps], _setting: Setting) -> Step:
    """The card to choose which first steps become next steps."""
    return reflection, (e.FirstStepsOpened(),)


def take_first_steps(reflection: Reflection, said: Said[c.TakeFirstSteps], setting: Setting) -> Step:
    """First steps that are next steps from now on, each with a day to evaluate its technology. All of them, or none."""
    command = said.command
    if not command.steps:
        return reflection, (e.FirstStepsOpened(lacks=True),)
    stands = reflection
    on = local(said.at + EVALUATED_AFTER).date()
    for technology, what in command.steps:
        if all(step.what != what for step in stands.next_steps):
            one = Said(c.SaveStep(what, command.who, command.when), said.by, said.at)
            after, events = save_step(stands, one, setting)
            if after is None or not isinstance(events[0], e.StepSaved):
                return reflection, events
            stands = after
        stands = _with_evaluation(stands, said, technology, on, technology in setting.in_operation)
    return stands, (e.FirstStepsTaken(tuple(technology for technology, _ in command.steps)),)


def remove_step(reflection: Reflection, said: Said[c.RemoveStep], _setting: Setting) -> Step:
    """A next step that is no longer one; what it said is not kept."""
    number = said.command.number
    stood = _step(reflection, number)
    if stood is None:
        return reflection, (Refused(Refusal.NO_SUCH_STEP),)
    gone = replace(stood, what="", who="", when=None, removed=True, at=said.at, revision=stood.revision + 1)
    return replace(reflection, steps=_steps_with(reflection, gone)), (e.StepRemoved(number),)


def open_choice(reflection: Reflection, _said: Said[c.OpenChoice], _setting: Setting) -> Step:
    """The card to choose what to start with."""
    return reflection, (e.ChoiceOpened(),)


def choose(reflection: Reflection, said: Said[c.Choose], setting: Setting) -> Step:
    """The technologies the team starts with or has in drift, each with a day to evaluate it. Others are no longer."""
    command = said.command
    on = day(command.when, said.at) if command.when.strip() else local(said.at + EVALUATED_AFTER).date()
    if on is None:
        return reflection, (Refused(Refusal.UNKNOWN_TIME),)
    chosen = tuple(dict.fromkeys(command.technologies))
    kept = tuple(
        x if x.technology in chosen or x.is_answered or x.removed else replace(x, removed=True, revision=x.revision + 1)
        for x in reflection.evaluations
    )
    stands = replace(reflection, evaluations=kept)
    for technology in chosen:
        stands = _with_evaluation(stands, said, technology, on, technology in setting.in_operation)
    return stands, (e.Chosen(chosen),)


def remembered(reflection: Reflection, said: Said[c.Command], in_operation: Sequence[str]) -> Reflection:
    """With a day to evaluate each technology that is in drift already."""
    on = local(said.at + EVALUATED_AFTER).date()
    for technology in in_operation:
        if all(x.technology != technology for x in reflection.evaluations):
            reflection = _with_evaluation(reflection, said, technology, on, in_operation=True)
    return reflection


def open_evaluation(reflection: Reflection, said: Said[c.OpenEvaluation], _setting: Setting) -> Step:
    """The card to evaluate a technology."""
    technology = said.command.technology
    if reflection.evaluation_of(technology) is None:
        return reflection, (Refused(Refusal.NO_SUCH_TECHNOLOGY),)
    return reflection, (e.EvaluationOpened(technology),)


def evaluate(reflection: Reflection, said: Said[c.Evaluate], _setting: Setting) -> Step:
    """What the team says of a technology it has used."""
    command = said.command
    stood = reflection.evaluation_of(command.technology)
    if stood is None:
        return reflection, (Refused(Refusal.NO_SUCH_TECHNOLOGY),)
    decision = _member(Decision, command.decision)
    if decision is None:
        return reflection, (Refused(Refusal.EMPTY_EVALUATION),)
    if len(command.comment.strip()) > MAX_ANSWER:
        return reflection, (Refused(Refusal.ANSWER_TOO_LONG),)
    says = replace(
        stood,
        asked=True,
        works=_member(Judgement, command.works),
        makes_sense=_member(Judgement, command.makes_sense),
        gives_value=_member(Judgement, command.gives_value),
        decision=decision,
        comment=command.comment.strip(),
    )
    if says != stood:
        by = NOBODY if reflection.anonymous else said.by
        says = replace(says, by=by, at=said.at, revision=stood.revision + 1)
    others = tuple(says if x.technology == command.technology else x for x in reflection.evaluations)
    return replace(reflection, evaluations=others), (e.Evaluated(command.technology),)


def open_dismissal(reflection: Reflection, _said: Said[c.OpenDismissal], _setting: Setting) -> Step:
    """The card to say that a technology is not relevant."""
    return reflection, (e.DismissalOpened(),)


def dismiss(reflection: Reflection, said: Said[c.Dismiss], _setting: Setting) -> Step:
    """A technology that is not relevant for the team; where something is missing, the card to say it on."""
    technology, reason = said.command.technology, said.command.reason.strip()
    lacks = None if reason else Refusal.NO_REASON
    if len(reason) > MAX_REASON:
        lacks = Refusal.REASON_TOO_LONG
    if not technology:
        lacks = Refusal.WHICH_TECHNOLOGY
    if lacks is not None:
        return reflection, (e.DismissalOpened(technology, reason, lacks),)
    stands = reflection.dismissal_of(technology)
    if stands is None or stands.reason != reason:
        by = NOBODY if reflection.anonymous else said.by
        new = Dismissal(technology, reason, by, said.at, _dismissals(reflection, technology) + 1)
        reflection = _with_dismissal(reflection, new)
    return reflection, (e.Dismissed(technology),)


def undo_dismissal(reflection: Reflection, said: Said[c.UndoDismissal], _setting: Setting) -> Step:
    """A technology that is among the suggestions again."""
    technology = said.command.technology
    stands = reflection.dismissal_of(technology)
    if stands is not None:
        by = NOBODY if reflection.anonymous else said.by
        gone = Dismissal(technology, "", by, said.at, stands.revision + 1, undone=True)
        reflection = _with_dismissal(reflection, gone)
    return reflection, (e.DismissalUndone(technology),)


def _dismissals(reflection: Reflection, technology: str) -> int:
    """Revisions there have been of what was said of a technology."""
    return next((x.revision for x in reflection.dismissals if x.technology == technology), 0)


def _with_dismissal(reflection: Reflection, new: Dismissal) -> Reflection:
    others = [x for x in reflection.dismissals if x.technology != new.technology]
    return replace(reflection, dismissals=tuple(sorted((*others, new), key=lambda x: x.technology)))


def _step(reflection: Reflection, number: int | None) -> NextStep | None:
    return next((s for s in reflection.next_steps if s.number == number), None)


def _steps_with(reflection: Reflection, step: NextStep) -> tuple[NextStep, ...]:
    others = [s for s in reflection.steps if s.number != step.number]
    return tuple(sorted((*others, step), key=lambda s: s.number))


def _with_evaluation(
    reflection: Reflection, said: Said[c.Command], technology: str, on: dt.date, in_operation: bool
) -> Reflection:
    stood = next((x for x in reflection.evaluations if x.technology == technology), None)
    if stood is not None and (stood.is_answered or (stood.on == on and not stood.removed)):
        return reflection
    by = NOBODY if reflection.anonymous else said.by
    revision = stood.revision + 1 if stood else 1
    new = Evaluation(technology, on, in_operation, by, said.at, revision)
    others = tuple(x for x in reflection.evaluations if x.technology != technology)
    return replace(reflection, evaluations=(*others, new))


def _member(kind: type[E], value: str | None) -> E | None:
    return next((member for member in kind if member.value == value), None)


RULES: Rules = {
    c.ShowSteps: Rule(show_steps, OPEN | PAUSED | DONE),
    c.OpenStep: Rule(open_step, OPEN | DONE),
    c.SaveStep: Rule(save_step, OPEN | DONE, writes=lambda s: (s.what, s.who, s.when), keeps=True),
    c.OpenFirstSteps: Rule(open_first_steps, OPEN | DONE),
    c.TakeFirstSteps: Rule(take_first_steps, OPEN | DONE, writes=lambda s: (s.who, s.when)),
    c.RemoveStep: Rule(remove_step, OPEN | DONE),
    c.OpenChoice: Rule(open_choice, OPEN | DONE),
    c.Choose: Rule(choose, OPEN | DONE, writes=lambda chosen: (chosen.when,)),
    c.OpenEvaluation: Rule(open_evaluation, OPEN | DONE),
    c.Evaluate: Rule(evaluate, OPEN | DONE, writes=lambda says: (says.comment,), keeps=True),
    c.OpenDismissal: Rule(open_dismissal, OPEN | DONE),
    c.Dismiss: Rule(dismiss, OPEN | DONE, writes=lambda says: (says.reason,), keeps=True),
    c.UndoDismissal: Rule(undo_dismissal, OPEN | DONE),
}
