"""Typos in what is typed, mended against the words of the sentences: each word by itself, and never into a name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from functools import lru_cache

from rapidfuzz.distance import OSA

SHORTEST = 4
"""Letters from which a word can be a typo of another."""


def nearly(said: str, meant: str) -> bool:
    """True where ``said`` is ``meant`` or a typo of it; both folded.

    Words of four letters may have two swapped; those of five also a letter too many or too few, but none replaced and
    no ending: »smart« is not »start«, and »næsten« not »næste«.
    """
    if said == meant:
        return True
    if len(meant) < SHORTEST or said[:1] != meant[:1]:
        return False
    if len(meant) == 4:
        return len(said) == 4 and sorted(said) == sorted(meant) and OSA.distance(said, meant) == 1
    if len(meant) == 5 and (said.startswith(meant) or (len(said) == 5 and sorted(said) != sorted(meant))):
        return False
    allowed = 1 if len(meant) < 9 else 2
    return OSA.distance(said, meant, score_cutoff=allowed) <= allowed


class Mender:
    """Mends words against a vocabulary. What is a right word, another one, stays as it is."""

    def __init__(self, vocabulary: Iterable[str], right: Set[str], spoken: Mapping[str, str] | None = None) -> None:
        """``spoken`` are short words as they are spoken, each with the word it is."""
        self._spoken = spoken or {}
        self.vocabulary = frozenset(vocabulary)
        self._right = self.vocabulary | right
        self._by_letter = defaultdict(list)
        for word in sorted(self.vocabulary):
            if len(word) >= SHORTEST:
                self._by_letter[word[0]].append(word)
        self._mended = lru_cache(maxsize=20_000)(self._nearest)

    def spoken(self, word: str) -> str:
        """The word it is where it is a short one as it is spoken; else itself."""
        return self._spoken.get(word, word)

    def knows(self, word: str) -> bool:
        """True for a word of the vocabulary, and for another right one: it is no typo."""
        return word in self._right

    def mended(self, word: str, known: Set[str] = frozenset()) -> str:
        """The word of the vocabulary it is a typo of; itself where it is none, two are as near, or it is ``known``."""
        if word in self._spoken and word not in known:
            return self._spoken[word]
        if word in self._right or word in known or not word.isalpha():
            return word
        return self._mended(word)

    def _nearest(self, word: str) -> str:
        if len(word) < SHORTEST:
            return word
        near = [(OSA.distance(word, meant), meant) for meant in self._by_letter[word[0]] if nearly(word, meant)]
        least = min(near, default=(0, word))
        return least[1] if [distance for distance, _ in near].count(least[0]) <= 1 else _kin(near, least[0], word)


def _kin(near: list[tuple[int, str]], least: int, word: str) -> str:
    """Where two are as near, the one that the other is only longer than: »radare« is »radar« with something more."""
    nearest = sorted((meant for distance, meant in near if distance == least), key=len)
    return nearest[0] if all(each.startswith(nearest[0]) for each in nearest) else word
