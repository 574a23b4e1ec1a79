"""When a reflection is next to be heard from, and what is then to be said. Pure: the time is handed in.

- A pause with a time ends by itself. While paused nothing else happens.
- Reminders are asked for, come at nine on workdays, at most one a day, and after three without a change one a week.
- What nobody has changed for 53 days says at nine that it expires in seven days, and then does.
- A technology is to be evaluated at nine on its day, once, after the reflection is finished.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from dialogs.danish.dates import is_workday, local, nine
from dialogs.reflection import events as e
from dialogs.reflection.closing import closed
from dialogs.reflection.events import Event
from dialogs.reflection.state import Phase, Reflection

WARNED_AFTER = dt.timedelta(days=53)
EXPIRES_AFTER_WARNING = dt.timedelta(days=7)
EVALUATED_AFTER = dt.timedelta(days=182)
"""Half a year: the day to evaluate a technology where the team names none."""

DAILY_REMINDERS = 3
"""Reminders on days after one another; then one a week, until somebody changes something."""

OPEN = (Phase.SETUP, Phase.QUESTIONS, Phase.REVIEW)


def next_due(reflection: Reflection) -> dt.datetime | None:
    """When ``due`` has something to say next, in UTC; None where it never has unless somebody changes something."""
    if reflection.phase is Phase.PAUSED:
        return reflection.paused_until
    if reflection.phase is Phase.FINISHED:
        days = [x.on for x in reflection.chosen if not x.asked and not x.is_answered]
        return nine(min(days)) if days else None
    if reflection.phase not in OPEN:
        return None
    end = _expiry(reflection) or _warning(reflection)
    return min(filter(None, (_reminder(reflection), end)))


def ring(reflection: Reflection, at: dt.datetime) -> tuple[Reflection, tuple[Event, ...]]:
    """What the time ``at`` brings: the reflection after it, and what is to be said."""
    due = next_due(reflection)
    if due is None or at < due:
        return reflection, (e.NothingDue(),)
    if reflection.phase is Phase.PAUSED:
        return resumed(reflection, at), (e.PauseEnded(),)
    if reflection.phase is Phase.FINISHED:
        return _evaluations_due(reflection, at)
    expiry = _expiry(reflection)
    if expiry is not None and expiry <= at:
        return closed(reflection, Phase.EXPIRED, at), (e.Expired(),)
    if expiry is None and _warning(reflection) <= at:
        return replace(reflection, warned_at=at), (e.ExpiryWarned(local(at + EXPIRES_AFTER_WARNING).date()),)
    return replace(reflection, reminded_at=at, reminded=reflection.reminded + 1), (e.Reminded(),)


def resumed(reflection: Reflection, at: dt.datetime) -> Reflection:
    """Taken up again where it was put away."""
    phase = reflection.resume_to or Phase.SETUP
    return touched(replace(reflection, phase=phase, resume_to=None, paused_until=None), at)


def touched(reflection: Reflection, at: dt.datetime) -> Reflection:
    """Somebody has changed it: what reminds and expires counts from now."""
    return replace(reflection, touched_at=at, reminded=0, warned_at=None)


def _touched_at(reflection: Reflection) -> dt.datetime:
    return reflection.touched_at or reflection.started_at


def _warning(reflection: Reflection) -> dt.datetime:
    return nine(local(_touched_at(reflection) + WARNED_AFTER).date())


def _expiry(reflection: Reflection) -> dt.datetime | None:
    """None until it has been said that it expires: a warning that came late puts the end off."""
    return nine(local(reflection.warned_at + EXPIRES_AFTER_WARNING).date()) if reflection.warned_at else None


def _reminder(reflection: Reflection) -> dt.datetime | None:
    if not reflection.reminders or not reflection.group or reflection.phase is Phase.SETUP:
        return None
    last = max(_touched_at(reflection), reflection.reminded_at or reflection.started_at)
    pause = dt.timedelta(days=1 if reflection.reminded < DAILY_REMINDERS else 7)
    day = local(last).date() + pause
    while not is_workday(day):
        day += dt.timedelta(days=1)
    return nine(day)


def _evaluations_due(reflection: Reflection, at: dt.datetime) -> tuple[Reflection, tuple[Event, ...]]:
    due = [x for x in reflection.chosen if not x.asked and not x.is_answered and nine(x.on) <= at]
    asked = tuple(replace(x, asked=True, revision=x.revision + 1) if x in due else x for x in reflection.evaluations)
    return replace(reflection, evaluations=asked), (e.EvaluationsDue(tuple(x.technology for x in due)),)
