"""What stands in the slots of a sentence -> the names, numbers and times it means, or nothing where it means none."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from dialogs.danish.dates import is_time
from dialogs.danish.folding import QUOTATION_MARKS, fold
from dialogs.danish.names import find_fagomraade, find_kommune, find_place, find_technology
from dialogs.understanding.sentences import sentences
from dialogs.understanding.templates import NUMBERS
from radar_core.model import SAMLET, Bundle

_TOKEN = re.compile(r"(?<!\S)-(?=\d)|[^\W_]+|[&+]")
_SAMLET_NAMES = frozenset(
    map(fold, ("samlet", "samlede", "alle", "alt", "hele", "hele kommunen", "alle fagområder", "alle områder", "tværs"))
)
_SAMLET_FILLERS = frozenset(fold("for på i om inden over til den det vores af").split())
_BETWEEN = frozenset(fold("og med mod versus vs kontra samt i forhold til den sig fra ved siden af").split())
_NO_NAME = frozenset(
    fold("er var viser kan skal vil bliver har virker hjælper som der og men at op ikke hvad hvem").split()
)
"""Words that a text which names something does not begin with: it is a sentence."""
_SHORTEST_TYPO = 6
"""Letters from which a misspelt name standing alone is still taken for one."""
YEAR = "år"
"""Folded it is AR, which nobody means by it."""
_MOST_AREAS = 7
_SOME_TIME = re.compile(
    r".*(?:ferie|jul|nytar|paske|pinse|sommer|efterar|forar|vinter|mode|maned|uge|weekend|dag\b|\d ?/ ?\d"
    r"|\d{1,2} (?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)).*"
)


class Word(NamedTuple):
    """One folded word, and where in the text it stands."""

    folded: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """The words of a cleaned text."""
    return [Word(word, m.start(), m.end()) for m in _TOKEN.finditer(text) for word in _folded(m[0])]


def _folded(part: str) -> list[str]:
    return ["minus"] if part == "-" else fold(part).split()


@dataclass
class Reading:
    """The words of one text, and what stands in them, each looked up once."""

    text: str
    words: Sequence[Word]
    bundle: Bundle
    said: Mapping[str, str]
    """How rings and ratings are said, folded -> which they are."""
    _found: dict[tuple[str, int, int], Any] = field(default_factory=dict)

    def value(self, kind: str, first: int, last: int) -> Any:
        """What the words from ``first`` up to ``last`` mean in a slot of that kind; None where that is nothing."""
        key = (kind, first, last)
        if key not in self._found:
            self._found[key] = _KINDS[kind](self, first, last)
        return self._found[key]

    def folded(self, first: int, last: int) -> str:
        """Some of the words, folded."""
        return " ".join(word.folded for word in self.words[first:last])

    def written(self, first: int, last: int) -> str:
        """The same as they were typed."""
        return self.text[self.words[first].start : self.words[last - 1].end]


def _radar(reading: Reading, first: int, last: int) -> str | None:
    named = reading.folded(first, last)
    if " ".join(word for word in named.split() if word not in _SAMLET_FILLERS) in _SAMLET_NAMES:
        return SAMLET
    fagomraade = find_fagomraade(named, reading.bundle)
    return fagomraade.id if fagomraade else None


def _alone(reading: Reading, first: int, last: int) -> str | None:
    named = reading.folded(first, last)
    if named == SAMLET:
        return SAMLET
    fagomraade = find_fagomraade(named, reading.bundle, typos=len(named) >= _SHORTEST_TYPO)
    return fagomraade.id if fagomraade else None


def _areas(reading: Reading, first: int, last: int) -> tuple[str, ...] | None:
    """Two or more of them, each by the longest name it can have: »børn og unge« is one."""
    found: list[str] = []
    at = first
    while at < last:
        end = next((end for end in range(last, at, -1) if reading.value("fagomraade", at, end)), None)
        if end is not None and reading.words[at].folded not in _BETWEEN:
            found.append(reading.value("fagomraade", at, end))
            at = end
        elif reading.words[at].folded in _BETWEEN:
            at += 1
        else:
            return None
    areas = tuple(dict.fromkeys(found))
    return areas if 2 <= len(areas) <= _MOST_AREAS else None


def _technology(reading: Reading, first: int, last: int) -> str | None:
    if reading.written(first, last).lower() == YEAR:
        return None
    named = reading.folded(first, last)
    typos = last - first > 1 or not sentences().mender.knows(named)
    technology = find_technology(named, reading.bundle, typos=typos)
    return technology.id if technology else None


def _place(reading: Reading, first: int, last: int) -> Any:
    return find_place(reading.folded(first, last), reading.bundle)


def _kommune(reading: Reading, first: int, last: int) -> str | None:
    kommune = find_kommune(reading.folded(first, last), reading.bundle)
    return kommune.code if kommune else None


def _unknown(reading: Reading, first: int, last: int) -> str | None:
    if reading.words[first].folded in _NO_NAME:
        return None
    end = reading.words[last].start if last < len(reading.words) else len(reading.text)
    return reading.text[reading.words[first].start : end].strip(f" \n\t.,:;!?{QUOTATION_MARKS}")


def _time(reading: Reading, first: int, last: int) -> str | None:
    written = reading.written(first, last)
    return written if is_time(written) else None


def _day(reading: Reading, first: int, last: int) -> str | None:
    some_time = last - first <= 3 and _SOME_TIME.fullmatch(reading.folded(first, last))
    return reading.written(first, last) if some_time else _time(reading, first, last)


def _number(reading: Reading, first: int, last: int) -> int:
    return number(reading.folded(first, last))


def number(folded: str) -> int:
    """The number in digits or one of the Danish words for it. Raises ValueError on others."""
    sign, word = (-1, folded.removeprefix("minus ")) if folded.startswith("minus ") else (1, folded)
    return sign * (NUMBERS[word] if word in NUMBERS else int(word))


_KINDS: Mapping[str, Callable[[Reading, int, int], Any]] = {
    "fagomraade": _radar,
    "alene": _alone,
    "fagomraader": _areas,
    "teknologi": _technology,
    "sted": _place,
    "kommune": _kommune,
    "ukendt": _unknown,
    "tidspunkt": _time,
    "dag": _day,
    "tekst": lambda reading, first, last: reading.written(first, last),
    "nr": _number,
    "ring": lambda reading, first, last: reading.said.get(reading.folded(first, last)),
    "karakter": lambda reading, first, last: reading.said.get(reading.folded(first, last)),
    "navne": lambda reading, first, last: reading.folded(first, last),
    "fil": lambda reading, first, last: reading.folded(first, last),
}
KINDS = frozenset(_KINDS)
"""The slots a sentence can have."""
