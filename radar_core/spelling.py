"""Danish at large: one folding for æøå, case and hyphens, "mente du …?" on top of it, and counts and lists in words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from urllib.parse import urlsplit

from rapidfuzz.distance import OSA, Prefix

_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "&": "og"})
_BESIDES = re.compile(r"[^\w\s:.\u2010-\u2015-]")
_LONGEST_COMPARED = 80
_SHORTEST_GUESSED = 4
"""Letters of the shorter of two words; below it nothing is guessed."""
_LONG = 8
"""From so many letters on two may be wrong, and the first too."""
_SHORTEST_STEM = 6
_STEM = 0.6
"""How much of the longer word its beginning must be to count as the same word."""
_LONGEST_ENDING = 3
"""Letters of an ending that stands in place of another: »chatbotter« for »chatbots«."""
_LONGEST_QUOTE = 60


def letters(text: str) -> str:
    """The text as small ASCII-like letters and digits only: »Børn & unge« and »boern-og-unge« become the same."""
    spelled = unicodedata.normalize("NFC", text).casefold().translate(_LETTERS)
    return "".join(c for c in unicodedata.normalize("NFKD", spelled) if c.isalnum())


def is_outright(text: str) -> bool:
    """Whether the text holds words alone. Any other sign may be a doubt that folding takes away: »KLAR?«."""
    return _BESIDES.search(text) is None


@lru_cache(maxsize=256)
def labels(names: tuple[str, ...]) -> Mapping[str, str]:
    """The names by their folded form, as ``nearest`` wants them; the first of two alike is kept."""
    return {letters(name): name for name in reversed(names)}


def nearest(text: str, known: Mapping[str, str]) -> str | None:
    """The value in ``known`` (by folded label) that ``text`` is likely to mean, or None where none is near.

    Near is a slip of the keys, of few letters for the length of the word, or the same word with another ending. A short
    word is near by its first letter too, since one letter changed makes another word of it.
    """
    folded = letters(text[:_LONGEST_COMPARED])
    if folded in known:
        return known[folded]
    near = [(slips, label) for label in known if (slips := _slips(folded, label)) is not None]
    return known[min(near)[1]] if near else None


def _slips(text: str, label: str) -> int | None:
    """How many letters are wrong, missing, too many or changed about; None where that is too many for a slip."""
    shorter, longer = sorted((text, label), key=len)
    if len(shorter) < _SHORTEST_GUESSED:
        return None
    allowed = 1 if len(shorter) < _LONG else 2
    slips = int(OSA.distance(text, label, score_cutoff=allowed))
    if slips <= allowed and (len(shorter) >= _LONG or text[0] == label[0]):
        return slips
    stem = int(Prefix.similarity(text, label))
    is_same_word = stem == len(shorter) or len(longer) - stem <= _LONGEST_ENDING
    return len(longer) - stem if stem >= _SHORTEST_STEM and stem / len(longer) >= _STEM and is_same_word else None


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


def together(words: Sequence[str]) -> str:
    """»a, b og c«."""
    return _listed(words, "og")


def either(words: Sequence[str]) -> str:
    """»a, b eller c«."""
    return _listed(words, "eller")


def _listed(words: Sequence[str], last: str) -> str:
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else "".join(words)


def counted(count: int, one: str, more: str) -> str:
    """A count with its noun: »1 svar«, »2 konklusioner«, »0 teknologier«."""
    return f"{count} {one if count == 1 else more}"


def technologies(count: int) -> str:
    """»1 teknologi«, »2 teknologier«."""
    return counted(count, "teknologi", "teknologier")


def site(source: str) -> str | None:
    """The site of a source that is a page, without www and as people write it; None where it is none."""
    host = urlsplit(source).hostname
    if not host:
        return None
    try:
        host = host.encode("ascii").decode("idna")
    except UnicodeError:
        pass  # no name that was put into ASCII: it stays as it stands
    return host.removeprefix("www.")
