"""Names as people type them -> the fagområde, kommune or technology they mean, or None rather than a guess.

- Letters are folded first, so that »aero« is Ærø and never Aarhus.
- A name, id or alias spelt right wins over every typo; short words allow no typo, long ones up to three.
- What fits two things equally well fits none, and a kommune spelt right is no misspelt fagområde (Vejen, »veje«).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache, wraps
from itertools import dropwhile
from typing import Generic, NamedTuple, ParamSpec, TypeVar

from rapidfuzz import process
from rapidfuzz.distance import OSA

from dialogs.danish.folding import fold
from radar_core.model import Bundle, Fagomraade, Kommune, Placement, Technology

T = TypeVar("T")
P = ParamSpec("P")
R = TypeVar("R")

_MOST_BUNDLES = 16

LONGEST_NAME = 100
"""Characters; longer text is no name."""

_ALIKE = 0.6
"""Similarity (0–1) from which a fagområde is worth suggesting."""

_PREPOSITIONS = frozenset(fold("for på i om inden over til").split())
_FILLERS = _PREPOSITIONS | frozenset(
    fold("og samt den det vores området område områder fagområdet fagområde forvaltningen afdelingen").split()
)
_ENDINGS = re.compile(r"(?<=\w{3})s?(?:omrade|omradet|forvaltning|forvaltningen|afdelingen|radar|radaren)s?$")
_INFLECTIONS = ("s", "e", "r", "n", "et", "en", "er", "ne", "ene", "rne", "erne")
_DOUBLED_BEFORE = ("et", "en", "er", "ene", "erne")
"""What a last consonant is doubled before: *hjem*, *hjemmet*."""
_VOWELS = "aeiouy"
_KOMMUNE = frozenset(fold("kommune kommunen kommunes regionskommune").split())


_LONGEST_KOMMUNE = 4
"""Words, with a preposition and the word *kommune*."""
_LONGEST_PLACE = 12
"""Words naming a kommune and a fagområde together."""


def kept_by_identity(make: Callable[P, R]) -> Callable[P, R]:
    """What is made of a bundle's parts, made once for each: hashing them all takes longer than what is made of them."""
    kept: dict[tuple[int, ...], tuple[object, R]] = {}

    @wraps(make)
    def found(*parts: P.args, **named: P.kwargs) -> R:
        key = tuple(map(id, parts))
        if key not in kept:
            if len(kept) >= _MOST_BUNDLES:
                kept.clear()
            kept[key] = (parts, make(*parts, **named))  # the parts stay, or another could come to have their id
        return kept[key][1]

    return found


class NamedPlace(NamedTuple):
    """Where a reflection takes place, as far as it was named."""

    kommune: Kommune | None
    fagomraade: Fagomraade | None


@dataclass(frozen=True)
class _Entry(Generic[T]):
    item: T
    labels: frozenset[str]
    words: frozenset[str] = frozenset()
    """Words that name the item on their own."""


class _Index(Generic[T]):
    """Names of one sort, so that a text which names none of them is seen to at once."""

    def __init__(self, entries: Sequence[_Entry[T]]) -> None:
        self.entries = entries
        self._by_label: dict[str, list[T]] = {}
        self._by_joined: dict[str, list[T]] = {}
        self._by_word: dict[str, list[_Entry[T]]] = {}
        for entry in entries:
            for label in entry.labels:
                self._by_label.setdefault(label, []).append(entry.item)
            for word in entry.words:
                self._by_word.setdefault(word, []).append(entry)
            for joined in {"".join(label.split()) for label in entry.labels}:
                self._by_joined.setdefault(joined, []).append(entry.item)
        words = {word for entry in entries for each in (*entry.labels, *entry.words) for word in each.split()}
        self._words = sorted(words)
        self.inflected = words | {form for word in words if len(word) >= 4 for form in _inflected(word)}
        self._joined: dict[int, list[str]] = {}
        for joined in sorted(self._by_joined):
            for length in (len(joined) - 1, len(joined), len(joined) + 1):
                self._joined.setdefault(length, []).append(joined)
        self._can_be_word = lru_cache(maxsize=20_000)(self._is_near_a_word)
        self._nearest = lru_cache(maxsize=4096)(self._with_least_typos)

    def find(self, asked: str, typos: bool) -> T | None:
        """The item that a text names; None where it names none, or more than one equally well."""
        if not asked:
            return None
        if exact := self.exact(asked):
            return exact[0] if len(exact) == 1 else None
        return self._nearest(asked) if typos and self.can_be_meant(asked) else None

    def _with_least_typos(self, asked: str) -> T | None:
        costs = [(cost, entry.item) for entry in self.entries if (cost := _cost(asked, entry)) is not None]
        least = min((cost for cost, _ in costs), default=0)
        best = [item for cost, item in costs if cost == least]
        return best[0] if len(best) == 1 else None

    def exact(self, asked: str) -> list[T]:
        """All that are named so, letter by letter: by a label, by words of their own, or by a label in other words."""
        if named := self._by_label.get(asked):
            return named
        words = asked.split()
        named_so = self._by_word.get(words[0], ())
        by_words = [entry.item for entry in named_so if all(word in entry.words for word in words)]
        joined = self._by_joined.get("".join(words), ())
        return by_words + [item for item in joined if item not in by_words]

    def has_near(self, word: str) -> bool:
        """True where the word is near one of a name."""
        return self._can_be_word(word)

    def can_be_meant(self, asked: str) -> bool:
        """False where no name is so near that ``_cost`` could find it."""
        words = asked.split()
        if all(map(self._can_be_word, words)):
            return True
        joined = "".join(words)
        as_long = self._joined.get(len(joined), ())
        return process.extractOne(joined, as_long, scorer=OSA.distance, score_cutoff=1) is not None

    def _is_near_a_word(self, word: str) -> bool:
        if word in self.inflected:
            return True
        near = process.extract(word, self._words, scorer=OSA.distance, score_cutoff=_MOST_TYPOS, limit=None)
        return any(distance <= slack(len(name)) for name, distance, _ in near)


_MOST_TYPOS = 3


def slack(length: int) -> int:
    """How many typos a name of that many letters allows."""
    if length < 4:
        return 0
    return 1 if length < 8 else 2 if length < 13 else 3


def find_fagomraade(text: str, bundle: Bundle, *, typos: bool = True) -> Fagomraade | None:
    """The fagområde that is named: by name, id, alias or its own words in any order, mistyped only where ``typos``."""
    exact = _fagomraader(bundle.fagomraader).find(_fagomraade_key(text), False)
    if exact or not typos or _kommuner(bundle.kommuner).find(_kommune_key(text), False):
        return exact
    return _fagomraader(bundle.fagomraader).find(_fagomraade_key(text), True)


def is_filler(word: str) -> bool:
    """True for a folded word that names nothing, and yet may stand inside a name: »tale til tekst«."""
    return word in _FILLERS


def is_name_word(word: str, bundle: Bundle) -> bool:
    """True for a folded word of a technology's or a fagområde's name, in whatever form, or beside one."""
    technologies = _technologies(bundle.technologies, bundle.edition.placements)
    return word in _FILLERS or word in technologies.inflected or word in _fagomraader(bundle.fagomraader).inflected


def may_name(word: str, bundle: Bundle) -> bool:
    """False for a folded word that is not even near one of a technology's or a fagområde's name."""
    if word in _FILLERS:
        return False
    technologies = _technologies(bundle.technologies, bundle.edition.placements)
    return technologies.has_near(word) or _fagomraader(bundle.fagomraader).has_near(_without_ending(word))


def find_kommune(text: str, bundle: Bundle) -> Kommune | None:
    """The kommune that is named: by name, with or without the word *kommune*, or by its three-digit code."""
    return _kommuner(bundle.kommuner).find(_kommune_key(text), True)


def find_technology(text: str, bundle: Bundle, *, typos: bool = True) -> Technology | None:
    """The technology that is named: by name, id, alias or the edition's own name, mistyped only where ``typos``."""
    return _technologies(bundle.technologies, bundle.edition.placements).find(_key(text), typos)


def find_place(text: str, bundle: Bundle) -> NamedPlace | None:
    """A fagområde, a kommune or both, in either order (»sundhed i Vejle«); None where any word is left over."""
    words = without_leading(_key(text).split(), _PREPOSITIONS)
    if not words or len(words) > _LONGEST_PLACE:
        return None
    if fagomraade := find_fagomraade(" ".join(words), bundle):
        return NamedPlace(None, fagomraade)
    for length in range(1, min(len(words), _LONGEST_KOMMUNE) + 1):
        for kommune_words, others in ((words[-length:], words[:-length]), (words[:length], words[length:])):
            kommune = find_kommune(" ".join(without_leading(kommune_words, _PREPOSITIONS)), bundle)
            fagomraade = find_fagomraade(" ".join(others), bundle) if kommune and others else None
            if kommune and (fagomraade or not others):
                return NamedPlace(kommune, fagomraade)
    return None


def without_leading(words: Sequence[str], what: Set[str]) -> Sequence[str]:
    """The words from the first one that is not in ``what``."""
    return list(dropwhile(what.__contains__, words))


def nearest_fagomraader(text: str, bundle: Bundle, limit: int = 3) -> tuple[Fagomraade, ...]:
    """Up to ``limit`` fagområder that text resembles, the closest first; none where nothing is alike."""
    asked = _fagomraade_key(text)
    parts = {asked, *(word for word in asked.split() if len(word) >= 4)}
    scored = [
        (max((_alike(part, label) for part in parts for label in entry.labels | entry.words), default=0.0), entry)
        for entry in _fagomraader(bundle.fagomraader).entries
    ]
    scored.sort(key=lambda pair: -pair[0])
    return tuple(entry.item for score, entry in scored[:limit] if score >= _ALIKE)


def _alike(said: str, name: str) -> float:
    return float(OSA.normalized_similarity(said, name))


def _cost(asked: str, entry: _Entry[T]) -> int | None:
    """Typos between text and an item at their fewest; None where it is too many."""
    of_words = [_least(_typos(word, name) for name in entry.words) for word in asked.split()]
    return _least((_total(of_words), *(_typos(asked, label) for label in entry.labels)))


def _typos(said: str, name: str) -> int | None:
    # Word by word, or three typos spread over a long name would make one of its words another word.
    words, named = said.split(), name.split()
    if len(words) == len(named):
        return _total([_word_typos(*pair, slack(len(pair[1]))) for pair in zip(words, named, strict=True)])
    return _word_typos("".join(words), "".join(named), min(1, slack(len(name))))


def _word_typos(said: str, name: str, most: int) -> int | None:
    distance = OSA.distance(said, name, score_cutoff=most)
    if distance > most and len(name) >= 4 and said in _inflected(name):
        return 1  # »skolerne« is no typo of »skole«, and yet the same word
    return distance if distance <= most else None


@lru_cache(maxsize=4096)
def _inflected(name: str) -> frozenset[str]:
    doubled = (name + name[-1] + ending for ending in _DOUBLED_BEFORE if name[-1] not in _VOWELS)
    return frozenset(map(fold, (*(name + ending for ending in _INFLECTIONS), *doubled)))


def _total(costs: Sequence[int | None]) -> int | None:
    known = [cost for cost in costs if cost is not None]
    return sum(known) if len(known) == len(costs) else None


def _least(costs: Iterable[int | None]) -> int | None:
    return min((cost for cost in costs if cost is not None), default=None)


def _key(text: str) -> str:
    return fold(text) if len(text) <= LONGEST_NAME else ""


def _fagomraade_key(text: str) -> str:
    return " ".join(_without_ending(word) for word in _key(text).split() if word not in _FILLERS)


_AREA = "omradet"
_SHORTEST_WITH_AREA = 9


@lru_cache(maxsize=20_000)
def _without_ending(word: str) -> str:
    """»skole« of *skoleområdet*, and of a typo in what stands behind it."""
    short = _ENDINGS.sub("", word)
    if short == word and len(word) >= _SHORTEST_WITH_AREA:
        for length in (len(_AREA), len(_AREA) + 1, len(_AREA) - 1):
            if word[-length] == _AREA[0] and OSA.distance(word[-length:], _AREA, score_cutoff=1) <= 1:
                return word[:-length].removesuffix("s") if len(word) - length > 5 else word[:-length]
    return short


def _kommune_key(text: str) -> str:
    return " ".join(word for word in _key(text).split() if word not in _KOMMUNE)


def _labels(names: Iterable[str], key: Callable[[str], str]) -> frozenset[str]:
    return frozenset(filter(None, map(key, names)))


@kept_by_identity
def _fagomraader(fagomraader: tuple[Fagomraade, ...]) -> _Index[Fagomraade]:
    entries = []
    for fagomraade in fagomraader:
        labels = _labels((fagomraade.id, fagomraade.name, *fagomraade.aliases), _fagomraade_key)
        words = {label for label in labels if " " not in label} | set(_fagomraade_key(fagomraade.name).split())
        entries.append(_Entry(fagomraade, labels, frozenset(words)))
    return _Index(entries)


@kept_by_identity
def _kommuner(kommuner: tuple[Kommune, ...]) -> _Index[Kommune]:
    return _Index([_Entry(kommune, _labels((kommune.code, kommune.name), _kommune_key)) for kommune in kommuner])


@kept_by_identity
def _technologies(technologies: tuple[Technology, ...], placements: tuple[Placement, ...]) -> _Index[Technology]:
    entries = []
    for technology in technologies:
        in_edition = (p.name for p in placements if p.technology == technology.id and p.name)
        without_abbreviation = technology.name.partition("(")[0]
        names = (technology.id, technology.name, without_abbreviation, *technology.aliases, *in_edition)
        entries.append(_Entry(technology, _labels(names, _key)))
    return _Index(entries)
