"""»Mente du …?«: the sentences nearest to a line that is not understood, and whether a line asks for something."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from dialogs.danish.folding import clean, fold
from dialogs.danish.names import find_fagomraade, find_technology
from dialogs.reflection.state import Reflection
from dialogs.understanding.hear import place_of
from dialogs.understanding.mending import nearly
from dialogs.understanding.sentences import Place, places, read_file
from dialogs.understanding.slots import words_of
from radar_core.lookup import radar_for
from radar_core.model import SAMLET, Bundle

MOST = 3
"""Guesses on one card."""
LONGEST = 120
"""Characters; in a longer text nothing is looked for."""

_NAME_WORDS = 4
"""Words a name can be of, inside a sentence."""
_ASKS = re.compile(
    r"(?:hej |ok |og |men |øh )*(?:hva|hvad|hvem|hvor|hvorfor|hvordan|hvilke|hvilken|hvilket|hvornar|kan|ma|skal|er|har"
    r"|vil|vis|send|forklar|fortæl|giv|lav|jeg vil (?:gerne )?(?:se|vide|have)|vi vil (?:gerne )?(?:se|vide))\b.*"
)


@dataclass(frozen=True)
class _Guess:
    says: str
    hints: frozenset[str]
    places: frozenset[Place]


def asks(text: str) -> bool:
    """True for a line that reads as a question, or as a wish to whoever it is said to."""
    said = clean(text)
    return len(said) <= LONGEST and (said.endswith("?") or bool(_ASKS.fullmatch(fold(said))))


def guesses(text: str, reflection: Reflection | None, bundle: Bundle) -> tuple[str, ...]:
    """The nearest sentences that are understood, at most three; none where nothing is near."""
    said = clean(text)
    if len(said) > LONGEST:
        return ()
    place = place_of(reflection, bundle)
    words = [word.folded for word in words_of(said)]
    names = _named(words, bundle, reflection)
    scored = []
    for number, guess in enumerate(_all()[0]):
        slots = set(re.findall(r"\{(\w+)\}", guess.says))
        if place not in guess.places or not slots <= names.keys():
            continue
        hits = sum(1 for word in dict.fromkeys(words) if any(nearly(word, hint) for hint in guess.hints))
        if hits or slots == {"teknologi"} or slots == {"fagomraade"}:
            scored.append((hits + 2 * len(slots - {"ring"}), -number, guess.says.format(**names)))
    return tuple(says for _, _, says in sorted(scored, reverse=True)[:MOST])


def otherwise(reflection: Reflection | None, bundle: Bundle) -> tuple[str, ...]:
    """What fits where the conversation stands, where nothing is near."""
    return _all()[1][place_of(reflection, bundle)]


def _named(words: list[str], bundle: Bundle, reflection: Reflection | None) -> dict[str, str]:
    """Names in a line, as they are shown: the longest technology and the longest fagområde, and the ring it is in."""
    found: dict[str, str] = {}
    technology = None
    for length in range(min(_NAME_WORDS, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            span = " ".join(words[start : start + length])
            if technology is None and (technology := find_technology(span, bundle)):
                found["teknologi"] = technology.name.partition("(")[2].rstrip(")") or technology.name
            if "fagomraade" not in found and len(span) > 3 and (fagomraade := find_fagomraade(span, bundle)):
                found["fagomraade"] = fagomraade.name
    at_hand = reflection.fagomraade if reflection else None
    radar = radar_for(bundle, at_hand if at_hand in bundle.fagomraade_by_id else SAMLET)
    ring = next((e.ring.value for e in radar.entries if technology and e.technology.id == technology.id), None)
    return {**found, "ring": ring} if ring else found


@lru_cache(maxsize=1)
def _all() -> tuple[tuple[_Guess, ...], Mapping[Place, tuple[str, ...]]]:
    root = read_file("gaet.yaml")
    made = tuple(
        _Guess(
            str(node.field("sig").value),
            frozenset(fold(str(node.field("antydes_af").value)).split()),
            places(node, "kun_ved", f"gaet.yaml:{node.line}") or frozenset(Place),
        )
        for node in root.field("gæt").items
    )
    rest = root.field("ellers")
    return made, {
        place: tuple(said.strip() for said in str(rest.field(place.value).value).split("|")) for place in Place
    }
