"""»Mente du …?«: the sentences nearest to a line that is not understood."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from dialogs.danish.folding import clean, fold
from dialogs.reflection.state import Reflection
from dialogs.understanding.hear import place_of
from dialogs.understanding.mending import nearly
from dialogs.understanding.names_in import LONGEST, names_in
from dialogs.understanding.sentences import Place, places, read_file
from dialogs.understanding.slots import words_of
from radar_core.lookup import radar_for
from radar_core.model import SAMLET, Bundle

MOST = 3
"""Guesses on one card."""


@dataclass(frozen=True)
class _Guess:
    says: str
    hints: frozenset[str]
    places: frozenset[Place]


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
    """The names in a line as they are shown, and the ring its technology is in."""
    technology, fagomraade, *_ = names_in(words, bundle)
    found = {"fagomraade": fagomraade.name} if fagomraade else {}
    if technology is None:
        return found
    found["teknologi"] = technology.name.partition("(")[2].rstrip(")") or technology.name
    at_hand = reflection.fagomraade if reflection else None
    radar = radar_for(bundle, at_hand if at_hand in bundle.fagomraade_by_id else SAMLET)
    ring = next((entry.ring.value for entry in radar.entries if entry.technology.id == technology.id), None)
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
