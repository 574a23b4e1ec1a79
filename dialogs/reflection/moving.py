"""Where a reflection stands among the questions. In a group the facilitator moves it; alone whoever is there."""

from __future__ import annotations

from dataclasses import replace

from dialogs.people import Person
from dialogs.reflection import commands as c
from dialogs.reflection import events as e
from dialogs.reflection.closing import is_abandoned
from dialogs.reflection.commands import Said
from dialogs.reflection.events import Event, Refusal, Refused
from dialogs.reflection.rule import ALL, OPEN, Rule, Rules
from dialogs.reflection.setting import Setting, Step
from dialogs.reflection.state import QUESTIONS, Phase, Reflection


def facilitates(reflection: Reflection, person: Person) -> bool:
    """True for whoever may move, close and reopen it."""
    return not reflection.group or reflection.facilitator is None or reflection.facilitator.id == person.id


def moves_it(reflection: Reflection, said: Said[c.Command]) -> bool:
    """In a group only the facilitator may."""
    return facilitates(reflection, said.by)


def moves_it_from_here(reflection: Reflection, said: Said[c.Next | c.Back]) -> bool:
    """So is it with what moves; on an old card it moves nobody, and shows anyone where the group is."""
    return facilitates(reflection, said.by) or said.command.question not in (None, reflection.current)


def ends_it(reflection: Reflection, said: Said[c.Finish | c.Cancel]) -> bool:
    """So is it with ending it, unless it is left to itself; pressed twice, it has ended."""
    is_over = reflection.phase.is_closed or is_abandoned(reflection, said.at)
    return is_over or facilitates(reflection, said.by)


def skip(reflection: Reflection, said: Said[c.Skip], _setting: Setting) -> Step:
    """A question left unanswered. What has been answered stays answered: skipping it then only moves on."""
    asked = said.command.question
    question = reflection.current if asked is None else asked
    if not 1 <= question <= QUESTIONS:
        return reflection, (Refused(Refusal.NO_SUCH_QUESTION),)
    skipped = reflection.skipped if question in reflection.answered else reflection.skipped | {question}
    kept = replace(reflection, skipped=skipped)
    happened: tuple[Event, ...] = () if question in reflection.answered else (e.QuestionSkipped(question),)
    if reflection.phase is Phase.REVIEW or question != reflection.current:
        return kept, happened or (e.StatusAsked(),)
    return moved(kept, question + 1, happened)


def on(reflection: Reflection, said: Said[c.Next], _setting: Setting) -> Step:
    """To the next question that is not skipped; nowhere from a card of another question."""
    if reflection.phase is Phase.REVIEW or said.command.question not in (None, reflection.current):
        return reflection, (e.StatusAsked(),)
    return further(reflection)


def further(reflection: Reflection, happened: tuple[Event, ...] = ()) -> Step:
    """At the next question that is not skipped."""
    target = reflection.current + 1
    while target in reflection.skipped:
        target += 1
    return moved(reflection, target, happened)


def back(reflection: Reflection, said: Said[c.Back], _setting: Setting) -> Step:
    """One question back; nowhere from a card of another question."""
    seen = said.command.question
    if reflection.phase is Phase.REVIEW:
        return moved(reflection, QUESTIONS) if seen is None else (reflection, (e.StatusAsked(),))
    if seen not in (None, reflection.current):
        return reflection, (e.StatusAsked(),)
    if reflection.current == 1:
        return reflection, (Refused(Refusal.FIRST_QUESTION),)
    return moved(reflection, reflection.current - 1)


def go_to(reflection: Reflection, said: Said[c.GoTo], _setting: Setting) -> Step:
    """To any question; who does not move the group goes there alone."""
    question = said.command.question
    if not 1 <= question <= QUESTIONS:
        return reflection, (Refused(Refusal.NO_SUCH_QUESTION),)
    if not facilitates(reflection, said.by):
        return reflection, (e.InputOpened(question),)
    return moved(reflection, question)


def moved(reflection: Reflection, target: int, happened: tuple[Event, ...] = ()) -> Step:
    """At question ``target``, or at the summary past the last."""
    if target > QUESTIONS:
        stands = replace(reflection, phase=Phase.REVIEW, current=QUESTIONS)
    else:
        stands = replace(reflection, phase=Phase.QUESTIONS, current=target)
    return stands, (*happened, e.Moved())


def take_over(reflection: Reflection, said: Said[c.TakeOver], _setting: Setting) -> Step:
    """Somebody becomes the facilitator, for all to see; also so that it can be opened again where that one is away."""
    if reflection.phase is Phase.CANCELLED and reflection.anonymous:
        return reflection, (Refused(over(reflection, said)),)
    if not reflection.group:
        return reflection, (Refused(Refusal.ONLY_IN_A_GROUP),)
    if reflection.facilitator is not None and reflection.facilitator.id == said.by.id:
        return reflection, (e.StatusAsked(),)
    return replace(reflection, facilitator=said.by), (e.TakenOver(said.by),)


def over(reflection: Reflection | None, said: Said[c.Command]) -> Refusal:
    """What is said where a reflection is closed, or there is none."""
    is_its_card = reflection is not None and said.reflection == reflection.id
    return Refusal.STALE_CARD if is_its_card else Refusal.NO_REFLECTION


def next_open(reflection: Reflection, person: Person, question: int) -> int:
    """The first question after ``question`` that a person has neither answered nor skipped; past the last if none."""
    later = range(question + 1, QUESTIONS + 1)
    open_ones = (q for q in later if q not in reflection.skipped and reflection.answer_of(person, q) is None)
    return next(open_ones, QUESTIONS + 1)


RULES: Rules = {
    c.TakeOver: Rule(take_over, ALL),
    c.Skip: Rule(skip, OPEN, who=moves_it),
    c.Next: Rule(on, OPEN, who=moves_it_from_here),
    c.Back: Rule(back, OPEN, who=moves_it_from_here),
    c.GoTo: Rule(go_to, OPEN),
}
