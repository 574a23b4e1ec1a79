"""Names inside a sentence, and what a question that names one is about where nothing is open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from dialogs.danish.folding import clean, fold
from dialogs.danish.names import find_fagomraade, find_technology, may_name
from dialogs.understanding.mending import nearly
from dialogs.understanding.sentences import read_file, sentences
from dialogs.understanding.slots import words_of
from radar_core.model import Bundle, Fagomraade, Ring, Technology

LONGEST = 120
"""Characters; in a longer text nothing is looked for."""

_NAME_WORDS = 4
"""Words a name can be of, inside a sentence."""
_SHORTEST = 3
"""Letters of the shortest fagområde that is looked for inside a sentence: »it« is a word too."""
_SLOT = re.compile(r"\{(\w+)\}")
_ASKS = re.compile(
    r"(?:hej |ok |og |men |øh )*(?:hva|hvad|hvem|hvor|hvorfor|hvordan|hvilke|hvilken|hvilket|hvornar|kan|ma|skal|er|har"
    r"|vil|vis|send|forklar|fortæl|giv|lav|jeg vil (?:gerne )?(?:se|vide|have)|vi vil (?:gerne )?(?:se|vide))\b.*"
)


_ASKING_WORDS = frozenset(
    map(fold, "hvad hvem hvor hvorfor hvordan hvilke hvilken eksempler erfaringer erfaring".split())
)
"""Words that make a question of a line wherever they stand in it."""


def asks(text: str) -> bool:
    """True for a line that reads as a question, or as a wish to whoever it is said to."""
    said = clean(text)
    return len(said) <= LONGEST and (said.endswith("?") or bool(_ASKS.fullmatch(fold(said))))


def names_in(words: Sequence[str], bundle: Bundle) -> tuple[Technology | None, Fagomraade | None, Ring | None]:
    """The longest technology and fagområde that folded words name, and the ring; each None where there is none."""
    technology, fagomraade, ring = None, None, None
    said, may = sentences().said, [may_name(word, bundle) for word in words]
    for length in range(min(_NAME_WORDS, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            span = " ".join(words[start : start + length])
            if all(may[start : start + length]):
                technology = technology or find_technology(span, bundle)
                if fagomraade is None and len(span) >= _SHORTEST:
                    fagomraade = find_fagomraade(span, bundle)
            if ring is None and said.get(span) in Ring._value2member_map_:
                ring = Ring(said[span])
    return technology, fagomraade, ring


def about(text: str, bundle: Bundle) -> str | None:
    """The sentence that says shortly what a question is about, by its names and words; None where they do not tell."""
    words = [word.folded for word in words_of(clean(text))]
    if not asks(text) and not _ASKING_WORDS.intersection(words):
        return None
    technology, fagomraade, ring = names_in(words, bundle)
    named = {"teknologi": technology, "fagomraade": fagomraade, "ring": ring}
    for says, hints in _decided():
        slots = _SLOT.findall(says)
        if all(named[slot] for slot in slots) and (not hints or any(nearly(w, h) for w in words for h in hints)):
            return says.format(
                teknologi=technology and technology.id,
                fagomraade=fagomraade and fagomraade.id,
                ring=ring and ring.value,
            )
    return None


@lru_cache(maxsize=1)
def _decided() -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple(
        (str(node.field("sig").value), frozenset(fold(node.field("når").text or "").split()))
        for node in read_file("gaet.yaml").field("afgør").items
    )
