"""Which radars a conversation follows, and the ways to follow one more or to stop."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.buttons import UNFOLLOW
from bot.cards.elements import Card, Notice, card, choice_set, execute, notice, plain, quiet, text, title
from dialogs.texts import common as texts
from dialogs.texts import following
from radar_core.model import SAMLET, Bundle
from radar_core.spelling import together

FOLLOW = "follow"

ALL = "*"
"""What the choice of where to stop carries for all of them."""


def following_card(
    followed: Sequence[str], bundle: Bundle, said: Notice | None = None, suggested: str | None = None
) -> Card:
    """What is followed (ids) and what else can be; ``suggested`` (id) is chosen beforehand where it can."""
    others = [(SAMLET, texts.SAMLET_NAME), *((f.id, f.name) for f in bundle.fagomraader)]
    others = [(each, name) for each, name in others if each not in followed]
    stops = [(each, _titled(each, bundle)) for each in followed]
    names = together([name_of(each, bundle) for each in followed])
    return card(
        [
            notice(said),
            title(following.TITLE),
            text(following.FOLLOWING.format(names=names) if followed else following.NOTHING),
            quiet(following.LEAD),
            choice_set(
                "fagomraade",
                following.CHOOSE,
                others,
                value=suggested if suggested in dict(others) else None,
                placeholder=texts.FAGOMRAADE_HINT,
            )
            if others
            else None,
            choice_set(
                "stop",
                following.STOP_LABEL,
                [(ALL, following.STOP_ALL), *stops] if len(stops) > 1 else stops,
                value=followed[0] if len(followed) == 1 else None,
                placeholder=texts.FAGOMRAADE_HINT,
            )
            if followed
            else None,
        ],
        [
            execute(following.FOLLOW, FOLLOW, {}, primary=True) if others else None,
            execute(following.STOP, UNFOLLOW, {}) if followed else None,
        ],
    )


def name_of(fagomraade: str, bundle: Bundle) -> str:
    """The fagområde inside a sentence; its id where the edition has lost it."""
    return following.SAMLET if fagomraade == SAMLET else plain(_titled(fagomraade, bundle))


def _titled(fagomraade: str, bundle: Bundle) -> str:
    if fagomraade == SAMLET:
        return texts.SAMLET_NAME
    known = bundle.fagomraade_by_id.get(fagomraade)
    return known.name if known else fagomraade
