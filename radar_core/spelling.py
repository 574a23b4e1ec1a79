"""Danish spelling at large: one folding for æøå, case and hyphens, and "mente du …?" on top of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process

_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "&": "og"})
_LONGEST_COMPARED = 80
_LIKE_ENOUGH = 66
_LONGEST_QUOTE = 60


def fold(text: str) -> str:
    """The text as small ASCII-like letters and digits only: »Børn & unge« and »boern-og-unge« become the same."""
    spelled = unicodedata.normalize("NFC", text).casefold().translate(_LETTERS)
    return "".join(c for c in unicodedata.normalize("NFKD", spelled) if c.isalnum())


@lru_cache(maxsize=256)
def labels(names: tuple[str, ...]) -> Mapping[str, str]:
    """The names by their folded form, as ``nearest`` wants them; the first of two alike is kept."""
    return {fold(name): name for name in reversed(names)}


def nearest(text: str, known: Mapping[str, str]) -> str | None:
    """The value in ``known`` (by folded label) whose label is most like ``text``, or None where none is like enough."""
    found = process.extractOne(
        fold(text[:_LONGEST_COMPARED]), known.keys(), scorer=fuzz.ratio, score_cutoff=_LIKE_ENOUGH
    )
    return known[found[0]] if found else None


def did_you_mean(name: str | None) -> str:
    """» Mente du »…«?« to put after a sentence, or nothing."""
    return f" Mente du {quote(name)}?" if name else ""


_NUMERALS = ("ingen", "et", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti")


def numeral(count: int) -> str:
    """A count as it stands in a sentence: in letters up to ten, "et" for one."""
    return _NUMERALS[count] if count < len(_NUMERALS) else str(count)


def quote(value: object) -> str:
    """The value in »…«, on one line and never longer than a reader wants."""
    text = " ".join(str(value).split())
    return f"»{text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + '…'}«"


def either(words: Sequence[str], last: str = "eller") -> str:
    """»a, b eller c«."""
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else "".join(words)
