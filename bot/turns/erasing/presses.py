"""The verbs of the cards about what is kept of oneself: what each is read as, and what holds for it."""

from __future__ import annotations

from bot.cards.erasing import ERASE_MINE, KEEP_MINE, SHOW_MINE
from bot.turns.press import Pressed, Verb
from dialogs.asides.erasing import EraseMine, KeepMine, ShowMine


def _erase(press: Pressed) -> EraseMine:
    seen = press.data.get("d")
    return EraseMine(seen if isinstance(seen, str) else "")


VERBS = (
    Verb(SHOW_MINE, lambda _: ShowMine()),
    Verb(ERASE_MINE, _erase, changes=True),
    Verb(KEEP_MINE, lambda _: KeepMine()),
)
