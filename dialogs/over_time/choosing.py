"""Which reflections stand beside each other: (those there are, command) -> what comes of it. Pure.

Nobody but the team knows whether the others in a chat were the same team: a group is asked. Alone it is oneself.
"""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.danish.personal_numbers import without_personal_numbers
from dialogs.over_time.commands import (
    Confirming,
    OverTimeCommand,
    OverTimeEvent,
    OverTimeTold,
    OverTimeWanted,
    Picking,
    PickOverTime,
    Reflections,
    ShowOverTime,
    TellOverTime,
    TooFew,
)
from dialogs.reflection.state import Reflection

MOST = 7
"""Reflections beside each other at most, the newest; so many fit on a picture."""


def apply_over_time(
    kept: Sequence[Reflection], command: OverTimeCommand, at_hand: str | None, *, group: bool
) -> OverTimeEvent:
    """What happened, where these have been kept of the conversation, and a fagområde (id) is ``at_hand``."""
    among = _several(kept)
    if isinstance(command, ShowOverTime):
        if command.unknown is not None:
            return OverTimeWanted(among, without_personal_numbers(command.unknown, "…"))
        fagomraade = command.fagomraade or at_hand
        if command.fagomraade is None and fagomraade not in among and among:
            return OverTimeWanted(among) if len(among) > 1 else _shown(kept, among[0], group=group)
        return _shown(kept, fagomraade, group=group)
    found = of_team(kept, command.fagomraade)
    if len(found) < 2:
        return TooFew(command.fagomraade, found, among)
    if isinstance(command, PickOverTime):
        return Picking(command.fagomraade, found)
    return _told(command, found)


def of_team(kept: Sequence[Reflection], fagomraade: str | None) -> Reflections:
    """The newest of a fagområde (id), and those of the same kommune before it; the oldest first."""
    of_it = sorted((each for each in kept if each.fagomraade == fagomraade), key=lambda each: each.started_at)
    return tuple(each for each in of_it if each.kommune == of_it[-1].kommune)[-MOST:]


def up_to(kept: Sequence[Reflection], last: Reflection) -> Reflections:
    """A reflection, and before it those of its team; the oldest first. None where it is the only one, or not kept."""
    found = of_team([each for each in kept if each.started_at <= last.started_at], last.fagomraade)
    return found if len(found) > 1 and found[-1].id == last.id else ()


def _several(kept: Sequence[Reflection]) -> tuple[str, ...]:
    """The fagområder (ids) that have been reflected on more than once, the newest first."""
    newest = sorted(kept, key=lambda each: each.started_at, reverse=True)
    named = dict.fromkeys(each.fagomraade for each in newest if each.fagomraade)
    return tuple(fagomraade for fagomraade in named if len(of_team(kept, fagomraade)) > 1)


def _shown(kept: Sequence[Reflection], fagomraade: str | None, *, group: bool) -> OverTimeEvent:
    found = of_team(kept, fagomraade)
    if fagomraade is None or len(found) < 2:
        return TooFew(fagomraade, found, tuple(each for each in _several(kept) if each != fagomraade))
    return Confirming(fagomraade, found) if group else OverTimeTold(fagomraade, found)


def _told(command: TellOverTime, found: Reflections) -> OverTimeEvent:
    chosen = tuple(each for each in found if each.id in command.reflections)
    if len(chosen) < 2:
        return Picking(command.fagomraade, found, too_few=True)
    return OverTimeTold(command.fagomraade, chosen, more=len(found) > 2)
