"""A press on a card about following to a command. What it carries came from outside, so anything odd is left out."""

from __future__ import annotations

from typing import Any

from bot.cards.following.follow import ALL
from bot.errors import BadPress
from bot.wire import Press
from dialogs.following import Follow, FollowCommand, ShowFollowed, ShowFollowedRadar, Unfollow

VERBS = frozenset("follow unfollow follows followed".split())
"""Verbs of the cards about following."""

CHANGING = frozenset("follow unfollow".split())
"""Those that change something; their cards stay in the chat and may be meant again another day."""

LONGEST_ID = 64
"""Characters of the id of a fagområde."""


def follow_command_of(press: Press) -> FollowCommand:
    """The command a press stands for. Raises ``BadPress``.

    Which fagområder there are is not looked at: it is the live edition that counts, and one may stop following what it
    has lost.
    """
    data = press.data
    match press.verb:
        case "follow":
            return Follow(_id(data.get("f") or data.get("fagomraade")))
        case "unfollow":
            named = data.get("f") or data.get("stop")
            if named == ALL:
                return Unfollow()
            chosen = _id(named)
            return Unfollow(chosen) if chosen else ShowFollowed()
        case "follows":
            return ShowFollowed()
        case "followed":
            shown = _id(data.get("f"))
            return ShowFollowedRadar(shown) if shown else ShowFollowed()
        case _:
            raise BadPress(f"unknown verb of {len(press.verb)} characters")


def _id(value: Any) -> str | None:
    is_id = isinstance(value, str) and 0 < len(value) <= LONGEST_ID and value.isascii() and value.isprintable()
    return value if is_id else None
