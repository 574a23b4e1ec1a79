"""Reflections walked through the reducer alone, for tests of what it decides."""

from __future__ import annotations

import datetime as dt

from dialogs.people import Person
from dialogs.reflection import commands as c
from dialogs.reflection import events as e
from dialogs.reflection.commands import Said
from dialogs.reflection.reducer import apply
from dialogs.reflection.setting import Setting
from dialogs.reflection.state import Reflection

FIRST, SECOND, THIRD, FOURTH = (Person(f"29:person-{n}", f"Deltager {n}") for n in (1, 2, 3, 4))
PEOPLE = (FIRST, SECOND, THIRD, FOURTH)
MONDAY = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
"""A Monday at one o'clock, Danish time."""

TOLD = c.Loss(999, 999, 999, 999, 999, 999)
"""More than any reflection can lose: whoever was told of it knows what ending costs."""
FINISH, CANCEL = c.Finish(TOLD), c.Cancel(TOLD)

Act = c.Command | tuple[Person, c.Command] | Said
Walked = tuple[Reflection, tuple[e.Event, ...]]


def setting(**changes: object) -> Setting:
    """A group in Vejle."""
    return Setting(**{"new_id": "r1", "bundle": "sha", "group": True, "kommune": "630", "salt": "salt", **changes})  # type: ignore[arg-type]


def begun(anonymous: bool = False, group: bool = True) -> Reflection:
    """A reflection on sundhed in Vejle at its first question; FIRST began it."""
    start = c.Start(fagomraade="sundhed-og-aeldre", anonymous=anonymous)
    reflection, _ = apply(None, Said(start, FIRST, MONDAY), setting(group=group))
    assert reflection is not None
    return reflection


def walk(reflection: Reflection, *acts: Act, at: dt.datetime = MONDAY, **changes: object) -> Walked:
    """The reflection after ``acts``, by FIRST where nobody is named, with the events of the last."""
    events: tuple[e.Event, ...] = ()
    for act in acts:
        said = act if isinstance(act, Said) else Said(act[1], act[0], at) if isinstance(act, tuple) else None
        after, events = apply(reflection, said or Said(act, FIRST, at), setting(**changes))  # type: ignore[arg-type]
        assert after is not None
        reflection = after
    return reflection, events
