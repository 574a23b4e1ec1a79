"""Where people say they are from, in a sentence: »vi er Vejle Kommune og arbejder på sundhedsområdet«."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dialogs.danish.folding import fold
from dialogs.danish.names import NamedPlace, find_fagomraade, find_kommune, may_name
from radar_core.model import Bundle

_MOST_WORDS = 20
_NAME_WORDS = 4
_SHORTEST = 3
"""Letters of the shortest name that is looked for inside a sentence."""


def place_in(said: str, bundle: Bundle) -> NamedPlace | None:
    """The kommune and the fagområde that are named to the letter; None where neither is, or more than one of them."""
    words = fold(said).split()
    if len(words) > _MOST_WORDS:
        return None
    kommuner = {}
    areas = {}
    for span in _spans(words):
        name = " ".join(span)
        kommune = find_kommune(name, bundle) if "kommune" not in span else None
        if kommune and fold(kommune.name) == name:
            kommuner[kommune.code] = kommune
        if all(may_name(word, bundle) for word in span) and (area := find_fagomraade(name, bundle, typos=False)):
            areas[area.id] = area
    if len(kommuner) > 1 or len(areas) > 1 or not (kommuner or areas):
        return None
    return NamedPlace(next(iter(kommuner.values()), None), next(iter(areas.values()), None))


def _spans(words: Sequence[str]) -> Iterator[Sequence[str]]:
    for length in range(1, _NAME_WORDS + 1):
        for start in range(len(words) - length + 1):
            if len(" ".join(words[start : start + length])) >= _SHORTEST:
                yield words[start : start + length]
