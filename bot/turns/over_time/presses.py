"""The verbs of the cards about reflections over time: what each is read as, and what holds for it."""

from __future__ import annotations

from bot.cards.buttons import SHOW_OVER_TIME
from bot.cards.over_time import PICK_OVER_TIME, TELL_OVER_TIME
from bot.errors import BadPress
from bot.turns.press import Pressed, Verb
from dialogs.over_time.choosing import MOST
from dialogs.over_time.commands import PickOverTime, ShowOverTime, TellOverTime
from dialogs.texts import over_time as words

LONGEST_ID = 64
"""Characters of the id of a fagområde or a reflection."""


def _where(press: Pressed) -> str:
    """The fagområde; not looked up, since the edition may have lost it and the reflections have not."""
    named = press.data.get("f")
    if not _is_id(named):
        raise BadPress("no fagområde")
    return str(named)


def _tell(press: Pressed) -> TellOverTime:
    """Those that the button is of; of a card to tick them off on, those that are ticked."""
    among, ticked = press.data.get("among"), press.listed("reflections")
    chosen = press.data.get("ids", []) if among is None else among
    if not isinstance(chosen, list) or len(chosen) > MOST or not all(map(_is_id, chosen)):
        raise BadPress("no such reflections")
    if among is not None:
        chosen = [each for number, each in enumerate(chosen, start=1) if str(number) in ticked]
    return TellOverTime(_where(press), tuple(chosen))


def _is_id(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST_ID and value.isascii() and value.isprintable()


VERBS = (
    # What it asks is asked of all, in a message of its own: the card that was pressed stays as it is.
    Verb(SHOW_OVER_TIME, lambda p: ShowOverTime(_where(p)), changes=True, label=words.SHOW),
    Verb(PICK_OVER_TIME, lambda p: PickOverTime(_where(p))),
    Verb(TELL_OVER_TIME, _tell, changes=True, label=words.SHOW),
)
