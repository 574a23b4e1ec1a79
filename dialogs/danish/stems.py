"""The stem of a Danish noun: what is left of it in every form, near enough to compare two by."""

from __future__ import annotations

import re

_ENDING = re.compile(r"(?<=\w{4})(?:ernes|erne|enes|ene|ens|ets|er|et|en|ne|s)$")
_DOUBLED = re.compile(r"(?<=\w\w\w)([bdfgklmnprst])\1$")


def stem(word: str) -> str:
    """Of a folded word: *svar* of *svarene*. A short word is its own, since most of those are no nouns."""
    return _DOUBLED.sub(r"\1", _ENDING.sub("", word))
