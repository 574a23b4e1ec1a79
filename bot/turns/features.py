"""Every conversation that the bot has."""

from __future__ import annotations

from bot.turns.erasing.turns import Erasing
from bot.turns.following.turns import Following
from bot.turns.ground import Feature
from bot.turns.over_time.turns import ShowingOverTime
from bot.turns.own_use.turns import KeepingOwnUse
from bot.turns.reflection.turns import Reflecting
from bot.turns.taking.turns import Taking


def features(erasing: Erasing | None = None, taking: Taking | None = None) -> tuple[Feature, ...]:
    """All of them; ``erasing`` is who erases what is kept of a person, and how, ``taking`` who has files made."""
    return Reflecting(), KeepingOwnUse(), ShowingOverTime(), Following(), erasing or Erasing(), taking or Taking()
