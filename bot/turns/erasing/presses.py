"""A press on a card about what is kept of oneself to a command. What it carries came from outside."""

from __future__ import annotations

from bot.errors import BadPress
from bot.wire import Press
from dialogs.erasing import EraseMine, ErasingCommand, KeepMine, ShowMine

VERBS = frozenset("mine erase keepmine".split())
"""Verbs of the cards about what is kept of oneself."""

CHANGING = frozenset({"erase"})
"""Those that change something."""


def erasing_command_of(press: Press) -> ErasingCommand:
    """The command a press stands for. Raises ``BadPress``."""
    match press.verb:
        case "mine":
            return ShowMine()
        case "erase":
            seen = press.data.get("d")
            return EraseMine(seen if isinstance(seen, str) else "")
        case "keepmine":
            return KeepMine()
        case _:
            raise BadPress(f"unknown verb of {len(press.verb)} characters")
