"""A line with the words put right that are none: two written as one, one as two, or further off than a typo.

It is for a line that is understood as nothing, and only what asks or moves is ever done for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from dialogs.danish.folding import clean, fold
from dialogs.danish.names import is_name_word, may_name
from dialogs.understanding.content import NOTHING_AT_STAKE, row_words
from dialogs.understanding.sentences import Place, sentences
from dialogs.understanding.slots import words_of
from radar_core.model import Bundle

LONGEST = 120
"""Characters; a longer line is left as it is."""
_MOST_UNKNOWN = 3
_SHORTEST_PART = 2
_SHORTEST_JOINED = 5
_PREFIXES = frozenset(
    map(fold, "af an be efter for fra frem gen hen ind med mod ned om op over på sam til ud under ved".split())
)
"""What another word begins with: »afslutter« is not »af slutter«."""


def repaired(text: str, bundle: Bundle, place: Place) -> str | None:
    """The line with its words put right, folded; None where none was, or where an answer has words nobody knows."""
    said = clean(text)
    words = [word.folded for word in words_of(said)] if len(said) <= LONGEST else []
    joined = list(_joined(words, bundle))
    if sum(not _is_known(word, bundle) for word in joined) > _MOST_UNKNOWN:
        return None
    may_be_answer = place not in NOTHING_AT_STAKE
    right = [each for word in joined for each in _put_right(word, bundle, least=6 if may_be_answer else 5)]
    if right == words or (may_be_answer and not all(_is_known(word, bundle) for word in right)):
        return None
    return " ".join(right) + ("?" if said.endswith("?") else "")


def _joined(words: Sequence[str], bundle: Bundle) -> Iterator[str]:
    """»rad aren« as one word, where one of the two is none by itself."""
    at = 0
    while at < len(words):
        two = "".join(words[at : at + 2])
        is_one = at + 1 < len(words) and len(two) >= _SHORTEST_JOINED and _is_known(two, bundle)
        if is_one and not all(_is_known(word, bundle) for word in words[at : at + 2]):
            yield two
            at += 2
        else:
            yield words[at]
            at += 1


def _put_right(word: str, bundle: Bundle, least: int) -> Sequence[str]:
    if _is_known(word, bundle) or not word.isalpha():
        return (word,)
    if len(word) >= _SHORTEST_JOINED and (parts := _parts(word, bundle)):
        return parts
    return (word,) if may_name(word, bundle) or len(word) < least else (_nearest(word),)


def _parts(word: str, bundle: Bundle) -> tuple[str, str] | None:
    """»visradaren« as two words, the first as long as can be: »hvad er«, and not »hva der«."""
    for cut in range(len(word) - _SHORTEST_PART, _SHORTEST_PART - 1, -1):
        if word[:cut] not in _PREFIXES and _is_known(word[:cut], bundle) and _is_known(word[cut:], bundle):
            return word[:cut], word[cut:]
    return None


@lru_cache(maxsize=4096)
def _nearest(word: str) -> str:
    """The word of the sentences or the rows that it is one letter from; itself where there is none."""
    nearest = next(
        (each for each in _vocabulary().get(word[0], ()) if OSA.distance(word, each, score_cutoff=1) <= 1), word
    )
    return word if _is_form_of(word, nearest) or _is_form_of(nearest, word) else nearest


def _is_form_of(word: str, other: str) -> bool:
    """»vælge« is *vælg* and no typo of it, »modnee« is one of *modne*."""
    ending = word.removeprefix(other)
    return word.startswith(other) and ending in _ENDINGS and not word.endswith(2 * ending)


_ENDINGS = ("e", "r", "n", "t", "s", "er", "en", "et")


def _is_known(word: str, bundle: Bundle) -> bool:
    return word.isdigit() or sentences().mender.knows(word) or word in row_words() or is_name_word(word, bundle)


@lru_cache(maxsize=1)
def _vocabulary() -> dict[str, tuple[str, ...]]:
    by_letter: dict[str, list[str]] = {}
    for word in sorted(row_words() | sentences().mender.vocabulary):
        if len(word) > _SHORTEST_PART + 1:
            by_letter.setdefault(word[0], []).append(word)
    return {letter: tuple(words) for letter, words in by_letter.items()}
