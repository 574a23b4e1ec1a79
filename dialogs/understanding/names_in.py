"""Names inside a sentence, and whether it reads as a question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dialogs.danish.folding import clean, fold
from dialogs.danish.names import find_fagomraade, find_technology, is_filler, may_name
from dialogs.understanding.sentences import sentences
from radar_core.model import Bundle, Fagomraade, Ring, Technology

LONGEST = 120
"""Characters; in a longer text nothing is looked for."""

_NAME_WORDS = 4
"""Words a name can be of, inside a sentence."""
_SHORTEST = 3
"""Letters of the shortest fagområde that is looked for inside a sentence: »it« is a word too."""
_ASKS = re.compile(
    r"(?:hej |ok |og |men |oh )*(?:hva|hvad|hvem|hvor|hvorfor|hvordan|hvilke|hvilken|hvilket|hvornar|kan|ma|skal|er|har"
    r"|vil|vis|send|forklar|fortæl|giv|lav|(?:jeg|vi) vil (?:gerne )?(?:se|vide|have)|mon|gad vide"
    r"|(?:gemmer|deler|ser|læser|bliver|bruger|sender|kender|findes|virker|ligger|kommer|gar|far|ryger) (?:du|i|de|det"
    r"|den|der|min|mit|mine|vores|andre|nogen|kl|chefen|lederen|ledelsen|svarene|svaret|jeg|vi|alle))\b.*"
)
_ASKS_THE_BOT = re.compile(
    r"(?:hej |ok |og |men |oh )*(?:(?:kan|ma|skal|vil|har|er) (?:du|jeg|man)|hva|hvad (?:er|betyder|viser|kan|har)"
    r"|vis(?: mig| os)|send(?: mig| os)|forklar|jeg vil (?:gerne )?(?:se|vide|have))\b"
)


def asks(text: str) -> bool:
    """True for a line that reads as a question, or as a wish to whoever it is said to."""
    said = clean(text)
    return len(said) <= LONGEST and (said.endswith("?") or bool(_ASKS.fullmatch(fold(said))))


def asks_the_bot(text: str) -> bool:
    """True for a line at a question that is to the bot rather than its answer: with a question mark, or so begun."""
    said = clean(text)
    return len(said) <= LONGEST and (said.endswith("?") or bool(_ASKS_THE_BOT.match(fold(said))))


class Named(NamedTuple):
    """The longest technology and fagområde that words name, and the ring; each None where there is none."""

    technology: Technology | None
    fagomraade: Fagomraade | None
    ring: Ring | None
    at: frozenset[int]
    """Which of the words do so."""


def names_in(words: Sequence[str], bundle: Bundle) -> Named:
    """What folded words name."""
    technology, fagomraade, ring, at = None, None, None, set[int]()
    named = sentences().said
    for start, end in _spans(words, bundle):
        span = " ".join(words[start:end])
        typos = may_be_mistyped(span)
        if technology is None and (technology := find_technology(span, bundle, typos=typos)):
            at.update(range(start, end))
        if fagomraade is None and len(span) >= _SHORTEST and (fagomraade := find_fagomraade(span, bundle, typos=typos)):
            at.update(range(start, end))
    for length in range(min(_NAME_WORDS, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            span = " ".join(words[start : start + length])
            said = named.get(span) or (named.get(sentences().mender.mended(span)) if length == 1 else None)
            if ring is None and said in Ring._value2member_map_:
                ring = Ring(said)
                at.update(range(start, start + length))
    return Named(technology, fagomraade, ring, frozenset(at))


def _spans(words: Sequence[str], bundle: Bundle) -> Iterator[tuple[int, int]]:
    """Where words stand that may be a name, the longest first; »tale til tekst« has a small word in it."""
    may = [may_name(word, bundle) for word in words]
    inside = [is_name or is_filler(word) for word, is_name in zip(words, may, strict=True)]
    for length in range(min(_NAME_WORDS, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            end = start + length
            if may[start] and may[end - 1] and all(inside[start:end]):
                yield start, end


def may_be_mistyped(span: str) -> bool:
    """False for a word that is right as it is, »står« is no *stab*, and for names with a small word between them."""
    words = span.split()
    return not any(map(is_filler, words)) if len(words) > 1 else not sentences().mender.knows(span)


def areas_in(words: Sequence[str], bundle: Bundle) -> tuple[tuple[Fagomraade, ...], frozenset[int]]:
    """Every fagområde that folded words name, in their order, each by the longest name it can have, and where."""
    found: dict[int, tuple[int, Fagomraade]] = {}
    taken = set[int]()
    for start, end in _spans(words, bundle):
        span = " ".join(words[start:end])
        if len(span) < _SHORTEST or not taken.isdisjoint(range(start, end)):
            continue
        if fagomraade := find_fagomraade(span, bundle, typos=may_be_mistyped(span)):
            found[start] = end, fagomraade
            taken.update(range(start, end))
    areas = {found[start][1].id: found[start][1] for start in sorted(found)}
    return tuple(areas.values()), frozenset(taken)
