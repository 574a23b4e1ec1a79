"""The signs our typeface has. What it lacks would be drawn as a box, and is drawn as something else."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from importlib.resources import files

from matplotlib.ft2font import FT2Font

WEIGHTS = ("regular", "semibold", "bold")
STAND_IN = "?"
"""What is drawn for a sign that neither the typeface nor another way to write it has."""

_FONTS = files("font_source_sans_pro") / "files"
_WRITTEN_AS = {0x2010: "-", 0x2011: "-", 0x2009: " ", 0x2002: " ", 0x2003: " ", 0x2212: "–"}
"""Signs that another looks like: hyphens, narrow and wide spaces, minus."""
_SELECTORS = range(0xFE00, 0xFE10)
"""They say how the sign before is to look, which the typeface knows nothing of."""
_UNSEEN = frozenset({"Cf", "Cc", "Mn"})
"""Categories of signs that only change the ones beside them, such as the one that colours an emoji."""


def font_file(weight: str) -> str:
    """The path of the typeface's file in one weight."""
    return str(_FONTS / f"SourceSansPro-{weight.capitalize()}.ttf")


def drawn(text: str) -> str:
    """The text as it is drawn: the same, but for signs that the typeface does not have."""
    has = _signs()
    return text if all(ord(sign) in has for sign in text) else "".join(_drawn(sign) for sign in text)


def lacking(text: str) -> tuple[str, ...]:
    """The signs of a text that cannot be drawn as what they are, each once, in their order."""
    has = _signs()
    odd = (sign for sign in text if ord(sign) not in has and ord(sign) not in _WRITTEN_AS)
    return tuple(dict.fromkeys(sign for sign in odd if ord(sign) not in _SELECTORS))


def _drawn(sign: str) -> str:
    has = _signs()
    if ord(sign) in has:
        return sign
    if ord(sign) in _WRITTEN_AS:
        return _WRITTEN_AS[ord(sign)]
    if unicodedata.category(sign) in _UNSEEN:
        return ""
    plain = unicodedata.normalize("NFKC", sign)
    return plain if all(ord(each) in has for each in plain) else STAND_IN


@lru_cache(maxsize=1)
def _signs() -> frozenset[int]:
    """The code points that every weight has."""
    found = [frozenset(FT2Font(font_file(weight)).get_charmap()) for weight in WEIGHTS]
    return frozenset.intersection(*found) | {ord("\n")}
