"""What closing does to a reflection. An anonymous one then keeps what was said, and nothing of who said it or when."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from dialogs.commands import Person
from dialogs.reflection import ANONYMOUS_FROM, QUESTIONS, GivenAnswer, Phase, Reflection

ABANDONED_AFTER = dt.timedelta(days=7)
"""Time without a change from which anyone in it may close a reflection, facilitator or not."""


def closed(reflection: Reflection, phase: Phase, at: dt.datetime) -> Reflection:
    """The reflection in one of the closed phases."""
    ended = replace(reflection, phase=phase, resume_to=None, paused_until=None, ended_at=at)
    if not reflection.anonymous or reflection.salt is None:
        return ended
    answers = tuple(a for number in range(1, QUESTIONS + 1) for a in _unlinked(reflection, number, at))
    return replace(ended, answers=answers, salt=None, touched_at=at)


def is_abandoned(reflection: Reflection, at: dt.datetime) -> bool:
    """True where nobody has changed it for long."""
    return at - (reflection.touched_at or reflection.started_at) >= ABANDONED_AFTER


def _unlinked(reflection: Reflection, number: int, at: dt.datetime) -> tuple[GivenAnswer, ...]:
    """Answers under numbers in shuffled order, of one time; none where they are too few ever to be opened."""
    given = reflection.answers_to(number)
    if len(given) < ANONYMOUS_FROM:
        return ()
    return tuple(
        replace(a, by=Person(str(place), ""), at=at, revision=1, message=None) for place, a in enumerate(given, 1)
    )
