"""The Danish sentences of the data files beside this, read once: what can be said, where, and what it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from dialogs.danish.folding import fold
from dialogs.understanding.mending import Mender
from dialogs.understanding.templates import Parts, Template, compiled
from radar_core.files.faults import FileFaults
from radar_core.files.packaged import packaged
from radar_core.files.strict_yaml import Node, parse


class Place(Enum):
    """Where a conversation stands when something is said; the values are those of the data."""

    NONE = "ingen"
    SETUP = "opsætning"
    ALONE = "alene"
    """One person, at a question."""
    RATING = "vurdering"
    """So too, at a question that is answered by a number from 1 to 5: all that is said alone is said there."""
    GROUP = "gruppe"
    """A group, at a question."""
    REVIEW = "opsummering"
    PAUSED = "pause"
    CLOSED = "lukket"


@dataclass(frozen=True)
class Entry:
    """Sentences that mean one thing, and where they do."""

    meaning: str
    templates: tuple[Template, ...]
    heads: tuple[Template, ...]
    """What stands in front of a text that is kept."""
    only_colon: bool
    places: frozenset[Place]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]
    is_loose: bool
    where: str
    """File and line."""


class Phrase(NamedTuple):
    """Some words that stand together, and how many more may follow them to the end."""

    words: tuple[str, ...]
    more: int = 0


@dataclass(frozen=True)
class Sentences:
    """All that can be said."""

    entries: tuple[Entry, ...]
    mender: Mender
    before: Mapping[str, tuple[Phrase, ...]]
    """Words in front that change nothing, folded: the first of them -> them all, the longest first."""
    after: Mapping[str, tuple[Phrase, ...]]
    """Words at the end that change nothing, so too; of one that is signed a name may follow."""
    small: frozenset[str]
    """Words that change nothing wherever they stand, except in what must be exact."""
    said: Mapping[str, str]
    """How rings and ratings are said, folded -> which they are."""


LOOSE = "loest.yaml"
"""Sentences of a word to ask by, a name or a key word, and small words: held against a line after all the others."""
FILES = ("refleksion.yaml", "svar.yaml", "udvikling.yaml", "radar.yaml", "samtale.yaml", LOOSE)
"""In this order: where two sentences could be meant, the first is."""

CLOSED_SLOTS: Mapping[str, tuple[str, ...]] = {
    "navne": ("anonymt", "anonym", "anonyme", "anonymous", "uden navn", "uden navne", "med navn", "med navne"),
    "fil": (
        *("powerpoint", "power point", "pptx", "ppt", "slides", "pdf", "word", "docx", "word dokument", "excel"),
        *("regneark", "xlsx", "csv", "png", "billede", "billedfil", "svg", "fil", "powerpointen", "præsentation"),
        *("excelark", "excelarket", "regnearket", "wordfil", "word fil", "pdf fil", "billedet", "filen", "slide"),
    ),
}
"""What can stand in a slot that only takes some words; the rings are in the data."""


@lru_cache(maxsize=1)
def sentences() -> Sentences:
    """Every sentence, compiled. Raises ``ValueError`` with file and line where one cannot be read."""
    words = read_file("ord.yaml")
    rings, ratings = _said(words.field("ringe")), _said(words.field("karakterer"))
    closed = {kind: tuple(map(fold, said)) for kind, said in CLOSED_SLOTS.items()}
    closed |= {"ring": tuple(rings), "karakter": tuple(ratings)}
    parts = Parts(_texts(words.field("udtryk")), _texts(words.field("fyldord")), closed)
    entries = tuple(
        _entry(node, parts, f"{name}:{node.line}")
        for name in FILES
        for node in read_file(name).field("sætninger").items
    )
    vocabulary = {word for entry in entries for each in (*entry.templates, *entry.heads) for word in each.words}
    right = frozenset(fold(str(words.field("rigtige_ord").value)).split())
    small = frozenset(fold(words.field("små").text or "").split())
    mender = Mender(vocabulary, right, _said(words.field("talt")))
    return Sentences(entries, mender, _phrases(words, "foran"), _phrases(words, "bagefter"), small, rings | ratings)


_SIGNED = "…"
_NAME = 3
"""Words a name can be of, under a line."""


def _phrases(words: Node, name: str) -> Mapping[str, tuple[Phrase, ...]]:
    """Single words, and what stands together after them, with a bar between."""
    single = (words.field(name).text or "").split()
    found: dict[str, list[Phrase]] = {}
    for said in (*single, *(words.field(f"{name} i flere ord").text or "").split("|")):
        phrase = Phrase(tuple(fold(said).split()), _NAME if said.strip().endswith(_SIGNED) else 0)
        found.setdefault(phrase.words[0], []).append(phrase)
    return {first: tuple(sorted(each, reverse=True, key=lambda p: len(p.words))) for first, each in found.items()}


def read_file(name: str) -> Node:
    """One of the data files. Raises ``ValueError`` where it cannot be read."""
    faults = FileFaults(name)
    root = parse(packaged("dialogs.understanding", f"da/{name}"), faults)
    if faults:
        raise ValueError(f"{name} kan ikke læses: {faults.all()[0]}")
    return root


def _entry(node: Node, parts: Parts, where: str) -> Entry:
    unknown = {name for name, _ in fields(node)} - _KNOWN
    if unknown:
        raise ValueError(f"{where}: feltet {sorted(unknown)[0]} kendes ikke")
    only, never = places(node, "kun_ved", where), places(node, "ikke_ved", where)
    try:
        templates, heads = (tuple(compiled(each, parts) for each in _lines(node, name)) for name in ("siges", "foran"))
    except ValueError as fault:
        raise ValueError(f"{where}: {fault}") from None
    return Entry(
        str(node.field("mening").value),
        templates,
        heads,
        node.field("kun_kolon").value is True,
        (only or frozenset(Place)) - never,
        _lines(node, "eksempler"),
        _lines(node, "ikke"),
        where.startswith(LOOSE),
        where,
    )


_KNOWN = frozenset({"mening", "siges", "foran", "eksempler", "ikke", "kun_ved", "ikke_ved", "kun_kolon"})


def places(node: Node, name: str, where: str) -> frozenset[Place]:
    """The places a row names. Raises ``ValueError`` where one is none."""
    named = [str(each.value) for each in node.field(name).items]
    try:
        found = set(map(Place, named))
    except ValueError:
        raise ValueError(f"{where}: {name} kan kun være {', '.join(place.value for place in Place)}") from None
    return frozenset(found | {Place.RATING} if Place.ALONE in found else found)


def _lines(node: Node, name: str) -> tuple[str, ...]:
    text = node.field(name).text
    return tuple(filter(None, map(str.strip, text.splitlines()))) if text else ()


def fields(node: Node) -> list[tuple[str, Node]]:
    """What stands in a table of the data, by name; nothing where it is none."""
    return list(node.value.items()) if isinstance(node.value, Mapping) else []


def _said(node: Node) -> dict[str, str]:
    """Folded words -> what they are the words for."""
    return {fold(said): name for name, each in fields(node) for said in str(each.value).split("|")}


def _texts(node: Node) -> dict[str, str]:
    return {name: str(each.value) for name, each in fields(node)}
