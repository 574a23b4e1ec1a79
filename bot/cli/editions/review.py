"""What an editor reads before saying yes: the rings that moved, what is new and what is gone; the rest is counted."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from radar_core.editions.details import DetailSubject
from radar_core.editions.diff import NOT_COMPARABLE, EditionDiff, Move, RadarDiff, Stand, diff
from radar_core.model import SAMLET, Bundle
from radar_core.spelling import technologies, together

WIDTH = 76
"""Columns of a line: a terminal has 80, and what is shown there is moved in by four."""
LISTED = 20
"""Lines of a list; what the rest would tell is counted."""
RADARS = 3
"""Radars that are named behind a technology; the rest are counted, unless it is one."""
DETAILS = 3
"""Other changes that are told one by one; where there are more, they are counted."""
SEE_ALL = "Se alle ændringer med --alt."

_WORDS: Mapping[DetailSubject, tuple[str, str]] = {
    DetailSubject.EDITION: ("oplysning om udgaven", "oplysninger om udgaven"),
    DetailSubject.RADAR: ("oplysning om en radar", "oplysninger om radarer"),
    DetailSubject.BELAEG: ("belæg", "belæg"),
    DetailSubject.POSITION: ("plads i ringen", "pladser i ringen"),
    DetailSubject.NAME: ("navn på radaren", "navne på radaren"),
    DetailSubject.SOURCE: ("kilde", "kilder"),
    DetailSubject.NOTE: ("note", "noter"),
    DetailSubject.ORDER: ("rækkefølge", "rækkefølger"),
    DetailSubject.TECHNOLOGY: ("teknologi", "teknologier"),
    DetailSubject.FAGOMRAADE: ("fagområde", "fagområder"),
    DetailSubject.NEED: ("behov", "behov"),
    DetailSubject.QUESTION: ("spørgsmål", "spørgsmål"),
    DetailSubject.CASE: ("erfaring", "erfaringer"),
    DetailSubject.KOMMUNE: ("kommune", "kommuner"),
    DetailSubject.ADVICE: ("råd", "råd"),
}


@dataclass(frozen=True)
class _Told:
    """One placement: of what, on which radar, and what is said of its ring."""

    technology: str
    name: str
    ring: str
    radar: str


@dataclass(frozen=True)
class _Entry:
    """A line of a list."""

    words: str
    count: int
    """Placements it tells of."""
    is_folded: bool = False
    """Some of the radars are only counted."""


def review(before: Bundle, after: Bundle, *, everything: bool = False) -> list[str]:
    """What changes, in lines of ``WIDTH`` at most; ``everything`` is one sentence a line for each change instead."""
    found = diff(before, after)
    if everything or found.nothing:
        return list(found.sentences)
    names = {SAMLET: "Samlet"} | {f.id: f.name for bundle in (before, after) for f in bundle.fagomraader}
    lists = [(heading, entries) for heading, entries in _lists(found, names) if entries]
    lines = [line for heading, entries in lists for line in _list(heading, entries)]
    details = found.details
    if len(details) > DETAILS:
        lines += _wrapped(f"Desuden er ændret: {_counts(about for detail in details for about in detail.about)}.")
    elif details:
        lines += ["Desuden:", *(line for detail in details for line in _wrapped(f"  {detail.sentence}"))]
    is_folded = any(len(entries) > LISTED or any(e.is_folded for e in entries) for _, entries in lists)
    return [*lines, SEE_ALL] if is_folded or len(details) > DETAILS else lines


def _lists(found: EditionDiff, names: Mapping[str, str]) -> Iterable[tuple[str, Sequence[_Entry]]]:
    """Each list with its heading, empty ones too."""
    radars = found.radars
    yield "Flyttet", _moves(((r, r.moved) for r in radars), names, "{0} → {1}")
    yield (
        "Anden ring end før, men udgaverne har ikke samme metode og serie",
        _moves(((r, r.unlike) for r in radars), names, "{0} før, {1} nu", f", {NOT_COMPARABLE}"),
    )
    new, gone = "{0}", "stod i {0}"
    yield (
        "Nye",
        [
            *_whole(((r, r.new) for r in radars if r.is_new), names),
            *_stands(((r, r.new) for r in radars if not r.is_new and not r.hid), names, new),
        ],
    )
    yield "Nu kendt", _stands(((r, r.new) for r in radars if not r.is_new and r.hid), names, new)
    yield (
        "Væk",
        [
            *_whole(((r, r.gone) for r in radars if r.is_gone), names),
            *_stands(((r, r.gone) for r in radars if not r.is_gone and not r.hides), names, gone),
        ],
    )
    yield "Ikke længere kendt", _stands(((r, r.gone) for r in radars if not r.is_gone and r.hides), names, gone)


def _moves(
    radars: Iterable[tuple[RadarDiff, Sequence[Move]]], names: Mapping[str, str], ring: str, mark: str = ""
) -> list[_Entry]:
    told = [
        _Told(m.technology, m.name, ring.format(m.before.value, m.after.value), names[radar.fagomraade])
        for radar, moves in radars
        for m in moves
    ]
    return _entries(told, mark)


def _stands(radars: Iterable[tuple[RadarDiff, Sequence[Stand]]], names: Mapping[str, str], ring: str) -> list[_Entry]:
    return _entries(
        [
            _Told(s.technology, s.name, ring.format(s.ring.value), names[radar.fagomraade])
            for radar, stands in radars
            for s in stands
        ]
    )


def _whole(radars: Iterable[tuple[RadarDiff, Sequence[Stand]]], names: Mapping[str, str]) -> list[_Entry]:
    """Radars that came or went as a whole."""
    return [
        _Entry(f"Hele radaren {names[radar.fagomraade]} ({technologies(len(stands))})", len(stands))
        for radar, stands in radars
    ]


def _entries(told: Sequence[_Told], mark: str = "") -> list[_Entry]:
    """Technology by technology, those with the same ring on several radars in one line."""
    rings: dict[str, dict[str, list[_Told]]] = {}
    for each in told:
        rings.setdefault(each.technology, {}).setdefault(each.ring, []).append(each)
    return [_entry(alike, mark) for by_ring in rings.values() for alike in by_ring.values()]


def _entry(alike: Sequence[_Told], mark: str) -> _Entry:
    radars = [each.radar for each in alike]
    is_folded = len(radars) > RADARS + 1
    where = f"{', '.join(radars[:RADARS])} og {len(radars) - RADARS} mere" if is_folded else ", ".join(radars)
    return _Entry(f"{alike[0].name}: {alike[0].ring} ({where}){mark}", len(alike), is_folded)


def _list(heading: str, entries: Sequence[_Entry]) -> Iterable[str]:
    yield from _wrapped(f"{heading} ({sum(entry.count for entry in entries)}):")
    for entry in entries[:LISTED]:
        yield from _wrapped(f"  {entry.words}")
    if rest := sum(entry.count for entry in entries[LISTED:]):
        yield f"  … og {rest} mere"


def _counts(about: Iterable[DetailSubject]) -> str:
    counts = Counter(about)
    told = [f"{counts[each]} {_WORDS[each][counts[each] != 1]}" for each in DetailSubject if counts[each]]
    return together(told)


def _wrapped(line: str) -> list[str]:
    """The line in as many as it takes, the later ones moved in."""
    moved_in = " " * (len(line) - len(line.lstrip()))
    return textwrap.wrap(line, WIDTH, subsequent_indent=f"{moved_in}    ", break_on_hyphens=False)
