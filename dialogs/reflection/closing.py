"""What closing does to a reflection, and what is lost by it.

An anonymous one then keeps what was said, and nothing of who said it or when. Given up it keeps no answer at all: it
cannot be opened again, so that nobody could ever see one.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from dialogs.people import Person
from dialogs.reflection.commands import Cancel, Finish, Loss
from dialogs.reflection.state import ANONYMOUS_FROM, QUESTIONS, GivenAnswer, Phase, Reflection

ABANDONED_AFTER = dt.timedelta(days=7)
"""Time without a change from which anyone in it may close a reflection, facilitator or not."""


def closed(reflection: Reflection, phase: Phase, at: dt.datetime) -> Reflection:
    """The reflection in one of the closed phases."""
    ended = replace(reflection, phase=phase, resume_to=None, paused_until=None, ended_at=at, drafts=())
    if not reflection.anonymous or reflection.salt is None:
        return ended
    if phase is Phase.CANCELLED:
        return replace(ended, answers=(), salt=None, touched_at=at)
    answers = tuple(a for number in range(1, QUESTIONS + 1) for a in _unlinked(reflection, number, at))
    return replace(ended, answers=answers, salt=None, touched_at=at)


def lost_by(reflection: Reflection, command: Finish | Cancel) -> Loss:
    """What ending it now, in that way, takes from those in it; what *genåbn* brings back of one with names too."""
    unanswered = QUESTIONS - len(reflection.answered)
    if isinstance(command, Cancel):
        return Loss(
            answers=len(reflection.answers),
            conclusions=sum(bool(reflection.conclusion_text(number)) for number in range(1, QUESTIONS + 1)),
            steps=len(reflection.next_steps),
            choices=len(reflection.chosen) + len(reflection.dismissed),
            unanswered=unanswered,
            drafts=len(reflection.drafts),
        )
    given = [len(reflection.answers_to(number)) for number in range(1, QUESTIONS + 1)] if reflection.anonymous else []
    return Loss(
        answers=sum(few for few in given if few < ANONYMOUS_FROM), unanswered=unanswered, drafts=len(reflection.drafts)
    )


def is_agreed(reflection: Reflection, command: Finish | Cancel, loss: Loss) -> bool:
    """True where whoever ends it knows what that costs.

    A yes in words is enough alone, where *genåbn* brings everything back; where others have a part in it, a card says
    what goes, and its button is the yes. So it does where something is written that is not saved:
    nothing brings that back.
    """
    if command.told is not None:
        return command.told.covers(loss)
    return command.sure and not reflection.group and not loss.drafts


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
