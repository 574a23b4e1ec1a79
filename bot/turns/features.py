"""Every conversation that the bot has."""

from __future__ import annotations

from bot.turns.erasing.turns import Erasing
from bot.turns.following.turns import Following
from bot.turns.ground import Feature
from bot.turns.own_use.turns import KeepingOwnUse
from bot.turns.reflection.turns import Reflecting


def features(erasing: Erasing | None = None) -> tuple[Feature, ...]:
    """All of them; ``erasing`` is who erases what is kept of a person, and how."""
    return Reflecting(), KeepingOwnUse(), Following(), erasing or Erasing()
