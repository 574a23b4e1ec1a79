"""The words of own use in a spreadsheet: its columns, and every way their headings are written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

from radar_core.spelling import letters

HEADING_ROWS = 20
"""Headings stand in one of the first rows; above them there may be a title."""


class OwnColumn(Enum):
    """What a column holds. The value is the heading we write ourselves."""

    TECHNOLOGY = "Teknologi"
    STAGE = "Status"
    PLACEMENT = "Placering"
    EVIDENCE = "Begrundelse"
    VALUE = "Værdi"


HEADINGS = {
    letters(word): column
    for column, words in {
        OwnColumn.TECHNOLOGY: "teknologi|teknologier|teknologiens navn|teknologinavn",
        OwnColumn.STAGE: "status|anvendelse|egen anvendelse|vores anvendelse|jeres anvendelse|hvor langt er vi",
        OwnColumn.PLACEMENT: "placering|indplacering|egen placering|vores placering|jeres placering|placering 1-4",
        OwnColumn.EVIDENCE: "begrundelse|case|cases|belæg|evidens|eksempel|eksempler|bemærkning|bemærkninger",
        OwnColumn.VALUE: "værdi|giver det værdi|forventet værdi|den forventede værdi|giver det den forventede værdi",
    }.items()
    for word in words.split("|")
}
"""Every heading that is known, folded, and its column."""


def known_headings(row: Sequence[str]) -> int:
    """How many cells of a row are headings we know."""
    return sum(map(is_heading, row))


def is_heading(cell: str) -> bool:
    """Whether a cell is a heading we know."""
    return heading_of(cell) is not None


def heading_of(cell: str) -> OwnColumn | None:
    """The column a heading names, or None."""
    whole = HEADINGS.get(letters(cell))
    parts = {HEADINGS.get(letters(part)) for part in re.split(r"/| eller |,", " ".join(cell.split()))}
    return whole or (parts.pop() if len(parts) == 1 else None)
