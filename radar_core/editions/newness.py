"""What a new edition may not have, though one that is live may: a date far ahead, a shipped id, signs not drawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from radar_core.errors import Fault
from radar_core.files.faults import FileFaults
from radar_core.files.strict_yaml import Node, parse
from radar_core.spelling import quote, together

_DRAWN_OF_EDITION = ("titel", "kilde")
_DRAWN_OF_PLACEMENT = ("navn", "kilde")
_NAMED = {"teknologier": "teknologier", "fagomraader": "fagomraader"}
"""The reference files whose names are drawn, and the list they stand in."""


@dataclass(frozen=True)
class Newness:
    """What a new edition is held against."""

    today: dt.date
    shipped: Collection[str] = ()
    """The ids of the editions that came with the bot."""

    def date_fault(self, date: str) -> str | None:
        """Why an edition cannot have the date, in Danish: it is more than a year from tomorrow."""
        latest = (self.today + dt.timedelta(days=366)).isoformat()
        if date <= latest[: len(date)]:
            return None
        return f"Datoen er {quote(date)}, men en udgave kan højst være dateret et år frem. Ret datoen."

    def id_fault(self, edition_id: str) -> str | None:
        """Why an edition cannot have the id, in Danish: it is another's."""
        if edition_id not in self.shipped:
            return None
        return f"Udgaven {quote(edition_id)} fulgte med botten. Giv din udgave et andet id."


def sign_fault(text: str) -> str | None:
    """Which signs of a text cannot be drawn, in Danish; None where all can."""
    if text.isascii():
        return None
    from radar_core.typeface import lacking  # half a second to import; only odd signs need it

    found = [f"{quote(sign)} (U+{ord(sign):04X})" for sign in lacking(text)]
    if not found:
        return None
    return f"{together(found)} kan ikke tegnes på radaren. Skriv {quote(text)} på en anden måde."


def edition_faults(data: bytes, file: str, newness: Newness | None = None) -> tuple[Fault, ...]:
    """The faults of an edition file that can be read, by line; its signs alone where ``newness`` is None."""
    faults = FileFaults(file)
    root = parse(data, faults)
    date, edition_id = root.field("dato"), root.field("id")
    if newness and date.text and (words := newness.date_fault(date.text)):
        faults.add(date.line, words)
    if newness and edition_id.text and (words := newness.id_fault(edition_id.text)):
        faults.add(edition_id.line, words)
    _check_signs(_drawn(root), faults)
    return faults.all()


def reference_faults(name: str, data: bytes) -> tuple[Fault, ...]:
    """The names in a reference file (``teknologier``, …) that cannot be drawn, by line."""
    if name not in _NAMED:
        return ()
    faults = FileFaults(f"{name}.yaml")
    _check_signs((item.field("navn") for item in parse(data, faults).field(_NAMED[name]).items), faults)
    return faults.all()


def _drawn(root: Node) -> Iterator[Node]:
    yield from map(root.field, _DRAWN_OF_EDITION)
    for placement in root.field("placeringer").items:
        yield from map(placement.field, _DRAWN_OF_PLACEMENT)


def _check_signs(nodes: Iterator[Node], faults: FileFaults) -> None:
    for node in nodes:
        if node.text and (words := sign_fault(node.text)):
            faults.add(node.line, words)
