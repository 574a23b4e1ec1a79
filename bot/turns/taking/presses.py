"""The verbs of the cards about files: what each is read as, and what holds for it."""

from __future__ import annotations

from typing import Any

from bot.cards.taking import FETCH_FILE, MAKE_FILE
from bot.errors import BadPress
from bot.files.formats import FileFormat
from bot.turns.press import Pressed, Verb
from dialogs.asides.taking import FetchFile, MakeFile
from dialogs.texts import taking as words

LONGEST_ID = 32
"""Characters of the id of a file."""


def _make(press: Pressed) -> MakeFile:
    try:
        fmt = FileFormat(press.data.get("t"))
    except ValueError:
        raise BadPress("no such format") from None
    fagomraade = press.fagomraade(samlet=True)
    if fagomraade is None and "f" in press.data:
        raise BadPress("no such fagområde")
    return MakeFile(fmt.value, fagomraade)


def _fetch(press: Pressed) -> FetchFile:
    named: Any = press.data.get("file")
    if not isinstance(named, str) or not 0 < len(named) <= LONGEST_ID or not named.isascii():
        raise BadPress("no such file")
    return FetchFile(named)


VERBS = (
    # The menu stays in the chat, and may be meant again another day.
    Verb(MAKE_FILE, _make, changes=True, older=True, label=words.MAKE_FILE),
    Verb(FETCH_FILE, _fetch),
)
