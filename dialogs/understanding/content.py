"""What a line is about that is none of the sentences: the names and words in it, in whatever order they stand.

The rows are data (``da/indhold.yaml``). The first that fits says the line shortly, as a sentence that is understood.
Where a question is open a row only counts if it says so, and only for a line that reads as a question or a wish.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from dialogs.danish.folding import clean, fold
from dialogs.danish.stems import stem
from dialogs.understanding.mending import nearly
from dialogs.understanding.names_in import LONGEST, Named, areas_in, asks, names_in
from dialogs.understanding.sentences import Place, fields, places, read_file, sentences
from dialogs.understanding.slots import YEAR, words_of
from dialogs.understanding.understand import between
from radar_core.files.strict_yaml import Node
from radar_core.model import Bundle, Fagomraade

FILE = "indhold.yaml"

NOTHING_AT_STAKE = frozenset({Place.NONE, Place.CLOSED, Place.PAUSED})
"""Where no question is open that a line could be the answer to."""

LONGEST_WISH = 240
"""Characters of the longest line that is looked through where it can be no answer: the polite ones are long."""

_CLAUSE = re.compile(r"[,.;!:–]\s+|\s(?:og|men|så)\s")
_INFINITIVE = "at"
"""What an answer begins with that tells what for, and nothing that is said to the bot."""
_NUMBER = "tal"
"""Stands among the other words of a row for any number."""
_SHORTEST = 3
"""Letters of the shortest word that may be a slip for a small one."""
_SLOT = re.compile(r"\{(\w+)\}")
_ASKING_WORDS = frozenset(
    map(fold, "hvad hvem hvor hvorfor hvordan hvilke hvilken eksempler erfaringer erfaring".split())
)
"""Words that make a question of a line wherever they stand in it, where nothing is open."""


@dataclass(frozen=True)
class Subject:
    """One row: what it says, and which lines it is about."""

    says: str
    slots: frozenset[str]
    groups: tuple[frozenset[str], ...]
    """Of each a word must be there."""
    without: frozenset[str]
    most: int
    """Words a line may have."""
    places: frozenset[Place]
    asks: bool
    """Only for a line that reads as a question or a wish."""
    rest: frozenset[str]
    """What the other words of a line may be, where it may not say anything else; empty where they may be any."""


def about(text: str, bundle: Bundle, place: Place) -> str | None:
    """The sentence that says shortly what a line is about; None where its names and words do not tell."""
    said = clean(text)
    if len(said) > (LONGEST_WISH if place in NOTHING_AT_STAKE else LONGEST):
        return None
    words = words_of(said)
    first, last = between(words)
    if last - first < len(words) and (found := _about(said[words[first].start : words[last - 1].end], bundle, place)):
        return found
    return _about(said, bundle, place)


def _about(said: str, bundle: Bundle, place: Place) -> str | None:
    mender = sentences().mender
    typed = ((word.folded, said[word.start : word.end].lower()) for word in words_of(said))
    words = _joined([YEAR if written == YEAR else mender.spoken(folded) for folded, written in typed])
    is_asked = asks(said)
    must_be_all = place not in NOTHING_AT_STAKE and not is_asked
    if must_be_all and words[:1] == [_INFINITIVE]:
        return None
    is_asked = is_asked or bool(_ASKING_WORDS.intersection(words)) or any(map(asks, _CLAUSE.split(said)))
    named, meant = _Named(words, bundle), frozenset[str]().union(*map(_meant, words))
    for row in _rows_at(place, is_asked, must_be_all):
        if len(words) <= row.most and _fits(row, words, meant, named):
            return row.says.format(**{slot: named.shown(slot) for slot in row.slots})
    return None


@lru_cache(maxsize=64)
def _rows_at(place: Place, is_asked: bool, must_be_all: bool) -> Sequence[Subject]:
    """The rows that count there, for a line that asks or does not."""
    here = (row for row in rows() if place in row.places and (row.rest or not must_be_all))
    return tuple(row for row in here if is_asked or not row.asks)


def _joined(words: Sequence[str]) -> list[str]:
    """With two as one where the rows know them so: »gang« of »i gang« is something else by itself, as is »power«."""
    known = _vocabulary().words
    pairs = zip(("", *words), words, strict=False)
    return [before + word if before and before + word in known else word for before, word in pairs]


class _Named:
    """The names in a line, each kind looked up when a row first asks for it."""

    def __init__(self, words: Sequence[str], bundle: Bundle) -> None:
        self._words, self._bundle = words, bundle

    def shown(self, slot: str) -> str | None:
        """The name as a sentence has it in that slot; None where the line has none."""
        if slot == "fagomraader":
            areas = self._areas[0]
            return " og ".join(each.id for each in areas) if len(areas) > 1 else None
        return self._single[slot]

    @cached_property
    def _single(self) -> Mapping[str, str | None]:
        technology, fagomraade, ring, _ = self._found
        return {
            "teknologi": technology.id if technology else None,
            "fagomraade": fagomraade.id if fagomraade else None,
            "ring": ring.value if ring else None,
        }

    def others(self, slots: Collection[str]) -> Iterator[str]:
        """The words that are no part of a name, where the slots are of names."""
        at = self._areas[1] if "fagomraader" in slots else self._found.at if slots else frozenset()
        return (word for number, word in enumerate(self._words) if number not in at)

    @cached_property
    def _found(self) -> Named:
        return names_in(self._words, self._bundle)

    @cached_property
    def _areas(self) -> tuple[Sequence[Fagomraade], frozenset[int]]:
        return areas_in(self._words, self._bundle) if self._single["fagomraade"] else ((), frozenset())


def _fits(row: Subject, words: Sequence[str], meant: Collection[str], named: _Named) -> bool:
    if not row.without.isdisjoint(words) or any(group.isdisjoint(meant) for group in row.groups):
        return False
    if not all(named.shown(slot) for slot in row.slots):
        return False
    return not row.rest or all(_is_of(word, row.rest) for word in named.others(row.slots))


@lru_cache(maxsize=16_384)
def _is_of(word: str, rest: frozenset[str]) -> bool:
    if word in rest or (word.isdigit() and _NUMBER in rest) or not rest.isdisjoint(_meant(word)):
        return True
    return not sentences().mender.knows(word) and any(_is_slip(word, each) for each in rest if each[0] == word[0])


def _is_slip(word: str, small: str) -> bool:
    """A letter left out, put in or two of them swapped: nothing is lost by forgiving more in a small word."""
    is_one = len(word) != len(small) or sorted(word) == sorted(small)
    return (
        is_one and len(word) >= _SHORTEST and len(small) > _SHORTEST and OSA.distance(word, small, score_cutoff=1) <= 1
    )


@lru_cache(maxsize=16_384)
def _meant(word: str) -> frozenset[str]:
    """The words of the rows that a word is: itself, one in another form, or one it is a typo of if it is no other."""
    vocabulary = _vocabulary()
    forms = vocabulary.by_stem.get(stem(word), frozenset()) | {word}
    if len(forms) > 1 or sentences().mender.knows(word):
        return forms
    alike = vocabulary.by_letter.get(word[:1], frozenset())
    return forms | {each for each in alike if nearly(word, each) and OSA.distance(word, each) == 1}


def row_words() -> frozenset[str]:
    """Every word of the rows."""
    return _vocabulary().words


class _Vocabulary(NamedTuple):
    """Every word of the rows, and which of them have a stem and a first letter in common."""

    words: frozenset[str]
    by_stem: Mapping[str, frozenset[str]]
    by_letter: Mapping[str, frozenset[str]]


@lru_cache(maxsize=1)
def _vocabulary() -> _Vocabulary:
    words = frozenset(word for row in rows() for group in (*row.groups, row.rest) for word in group)
    return _Vocabulary(words, _by(stem, words), _by(lambda word: word[:1], words))


def _by(key: Callable[[str], str], words: Collection[str]) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for word in words:
        found.setdefault(key(word), set()).add(word)
    return {each: frozenset(of_it) for each, of_it in found.items()}


@lru_cache(maxsize=1)
def rows() -> tuple[Subject, ...]:
    """Every row, in its order. Raises ``ValueError`` where one cannot be read."""
    root = read_file(FILE)
    sets = {f"<{name}>": words.text or "" for name, words in fields(root.field("ordsæt"))}
    return tuple(_row(node, sets) for node in root.field("rækker").items)


def _row(node: Node, sets: Mapping[str, str]) -> Subject:
    says, where = str(node.field("sig").value), f"{FILE}:{node.line}"
    is_open = node.field("åbent").value == "ja"
    written = (" ".join(sets.get(word, word) for word in str(each.value).split()) for each in node.field("ord").items)
    groups = tuple(frozenset(fold(words).split()) for words in written)
    chosen = places(node, "ved", where) or (frozenset(Place) if is_open else NOTHING_AT_STAKE)
    most = node.field("højst").value
    return Subject(
        says,
        frozenset(_SLOT.findall(says)),
        groups,
        frozenset(fold(node.field("ikke").text or "").split()),
        most if isinstance(most, int) else LONGEST,
        chosen,
        node.field("spørger").value == "ja",
        _rest(node, sets, groups),
    )


def _rest(node: Node, sets: Mapping[str, str], groups: Sequence[frozenset[str]]) -> frozenset[str]:
    said = node.field("kun").text
    if not said:
        return frozenset()
    words = " ".join(sets.get(word, word) for word in said.split())
    return frozenset(fold(words).split()).union(*groups)
