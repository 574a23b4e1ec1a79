"""A reflection that stands on one edition while KL has made another live: it is offered the new one, once.

Nothing but which edition it uses ever changes here: answers, ticks, choices and dismissals stay as they are, also those
of something the new edition no longer has.
"""

from __future__ import annotations

from dataclasses import replace

from dialogs.reflection import commands as c
from dialogs.reflection import events as e
from dialogs.reflection import moving
from dialogs.reflection.commands import Said
from dialogs.reflection.events import Event, Refusal, Refused
from dialogs.reflection.rule import OPEN, Rule, Rules
from dialogs.reflection.setting import LiveEdition, Setting, Step
from dialogs.reflection.state import Phase, Reflection

OFFERED_IN = (Phase.QUESTIONS, Phase.REVIEW)
"""Phases in which there is something to keep or to switch; before the questions the new edition is simply taken."""


def while_setting_up(reflection: Reflection | None, live: LiveEdition) -> Reflection | None:
    """On the live edition as long as there are no questions yet; what that does not have must be chosen anew."""
    if reflection is None or reflection.phase is not Phase.SETUP or reflection.bundle == live.bundle:
        return reflection
    return replace(
        reflection,
        bundle=live.bundle,
        kommune=reflection.kommune if reflection.kommune in live.kommuner else None,
        fagomraade=reflection.fagomraade if reflection.fagomraade in live.fagomraader else None,
    )


def offered(reflection: Reflection, happened: tuple[Event, ...], live: LiveEdition) -> Step:
    """What a turn left, with the live edition offered beside it where that is another and has not been offered.

    The offer stands first among the events, so that the last is still what the turn was about.
    """
    is_told = reflection.bundle == live.bundle or reflection.offered == live.bundle
    if is_told or reflection.phase not in OFFERED_IN or any(isinstance(event, Refused) for event in happened):
        return reflection, happened
    return _offer(reflection, live, happened)


def switch(reflection: Reflection, said: Said[c.SwitchEdition], setting: Setting) -> Step:
    """From now on the reflection is on the live edition."""
    seen, live = said.command.bundle, setting.live
    if reflection.bundle == live.bundle:
        return reflection, (Refused(Refusal.NO_NEWER_EDITION),)
    if seen not in (None, live.bundle):
        return _offer(reflection, live)
    if lacks := lacking(reflection, live):
        return replace(reflection, offered=live.bundle), (lacks,)
    return replace(reflection, bundle=live.bundle, offered=live.bundle), (e.EditionSwitched(said.by),)


def keep(reflection: Reflection, said: Said[c.KeepEdition], setting: Setting) -> Step:
    """The reflection stays where it is, and is not asked again until there is yet another."""
    seen, live = said.command.bundle, setting.live
    if reflection.bundle == live.bundle:
        return reflection, (Refused(Refusal.NO_NEWER_EDITION),)
    if seen not in (None, live.bundle):
        return _offer(reflection, live)
    return replace(reflection, offered=live.bundle), (e.EditionKept(),)


def lacking(reflection: Reflection, live: LiveEdition) -> e.EditionLacks | None:
    """What the reflection cannot do without and the live edition does not have; None where it has all of it."""
    without_fagomraade = reflection.fagomraade not in live.fagomraader
    without_kommune = reflection.kommune not in live.kommuner
    return e.EditionLacks(without_fagomraade, without_kommune) if without_fagomraade or without_kommune else None


def _offer(reflection: Reflection, live: LiveEdition, happened: tuple[Event, ...] = ()) -> Step:
    return replace(reflection, offered=live.bundle), (e.EditionOffered(lacking(reflection, live)), *happened)


RULES: Rules = {
    c.SwitchEdition: Rule(switch, OPEN, who=moving.moves_it),
    c.KeepEdition: Rule(keep, OPEN, who=moving.moves_it),
}
