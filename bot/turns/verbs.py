"""The one table of verbs, joined of every feature's own; a name stands in it once."""

from __future__ import annotations

from bot.errors import BadPress
from bot.turns.erasing import presses as erasing
from bot.turns.following import presses as following
from bot.turns.over_time import presses as over_time
from bot.turns.own_use import presses as own_use
from bot.turns.press import Pressed, joined, reflection_of
from bot.turns.reflection import presses as reflecting
from bot.turns.taking import presses as taking
from bot.wire import Press
from dialogs.reflection.state import Reflection
from dialogs.understanding.commands import AnyCommand
from radar_core.model import Bundle

VERBS = joined(reflecting.VERBS, own_use.VERBS, over_time.VERBS, following.VERBS, erasing.VERBS, taking.VERBS)

CHANGING = frozenset(name for name, verb in VERBS.items() if verb.changes)
"""Verbs of presses that change something, or post something for everybody."""


def command_of(press: Press, reflection: Reflection | None, bundle: Bundle) -> AnyCommand:
    """The command a press stands for. Raises ``BadPress``."""
    try:
        verb = VERBS[press.verb]
    except KeyError:
        raise BadPress(f"unknown verb of {len(press.verb)} characters") from None
    return verb.read(Pressed(press.data, reflection, bundle))


def about(press: Press | None) -> str | None:
    """Id of the reflection a press is about, where it may be an older one than that which is open now."""
    verb = VERBS.get(press.verb) if press else None
    return reflection_of(press) if press and verb and verb.older else None
