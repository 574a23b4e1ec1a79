"""The verbs of the cards about following: what each is read as, and what holds for it.

Which fagområder there are is not looked at: it is the live edition that counts, and one may stop following what it has
lost.
"""

from __future__ import annotations

from typing import Any

from bot.cards.buttons import UNFOLLOW
from bot.cards.following.follow import ALL, FOLLOW
from bot.cards.following.moved import SHOW_FOLLOWED, SHOW_FOLLOWED_RADAR
from bot.turns.press import Pressed, Verb
from dialogs.asides import following as f

LONGEST_ID = 64
"""Characters of the id of a fagområde."""


def _unfollow(press: Pressed) -> f.FollowCommand:
    named = press.data.get("f") or press.data.get("stop")
    if named == ALL:
        return f.Unfollow()
    chosen = _id(named)
    return f.Unfollow(chosen) if chosen else f.ShowFollowed()


def _shown(press: Pressed) -> f.FollowCommand:
    shown = _id(press.data.get("f"))
    return f.ShowFollowedRadar(shown) if shown else f.ShowFollowed()


def _id(value: Any) -> str | None:
    is_id = isinstance(value, str) and 0 < len(value) <= LONGEST_ID and value.isascii() and value.isprintable()
    return value if is_id else None


VERBS = (
    # Their cards stay in the chat, and may be meant again another day.
    Verb(FOLLOW, lambda p: f.Follow(_id(p.data.get("f") or p.data.get("fagomraade"))), changes=True),
    Verb(UNFOLLOW, _unfollow, changes=True),
    Verb(SHOW_FOLLOWED, lambda _: f.ShowFollowed()),
    Verb(SHOW_FOLLOWED_RADAR, _shown),
)
