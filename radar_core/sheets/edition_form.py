"""How a sheet is laid out: where its headings stand, which radars it has, and where its first group begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from radar_core.sheets.cells import Cell, SheetReader
from radar_core.sheets.edition_groups import group_of
from radar_core.sheets.edition_words import COLUMNS, FACTS_SHEET, Column, Fact, Heading, SheetNames, heading_of, ring_of
from radar_core.spelling import letters

HEADING_ROWS = 40
"""Headings stand in one of the first rows; above them there may be a title and facts of the edition."""


@dataclass(frozen=True)
class Form:
    """How a sheet is laid out."""

    heading_row: int
    """From 1; 0 where the sheet has none."""
    headings: Mapping[Heading, int]
    """The column of each heading, from 0."""
    first_group: int
    """The first row that holds nothing but a ring; 0 where there is none."""
    rings_beside: int = 0
    """The row whose rings stand side by side as headings, which is not read; 0 where there is none."""

    @property
    def is_radar(self) -> bool:
        """Whether the sheet holds placements at all."""
        return self.first_group > 0 or self.heading_row > 0 or self.rings_beside > 0

    @property
    def rows_above(self) -> int:
        """How many rows stand above the radar."""
        return min(row for row in (self.heading_row, self.first_group, self.rings_beside) if row) - 1

    @property
    def first_row(self) -> int:
        """The first row that may hold a technology; above it stand titles and facts."""
        return self.heading_row + 1 if self.heading_row else self.first_group

    @property
    def radars(self) -> Mapping[str | None, int]:
        """The column of each radar's rings, by fagområde; None is the one radar of the sheet."""
        return {h.fagomraade: at for h, at in self.headings.items() if h.column is Column.RING}

    @property
    def is_one_radar(self) -> bool:
        """Whether the sheet itself has to say which fagområde it is about."""
        return self.is_radar and (not self.radars or None in self.radars)


def form_of(reader: SheetReader, known: SheetNames) -> Form:
    """How the sheet is laid out, without complaining of anything."""
    best, best_row = 0, 0
    for row in range(1, min(len(reader.rows), HEADING_ROWS) + 1):
        found = {heading for cell in reader.row(row) if (heading := heading_of(cell.text, known))}
        score = len(found) + 100 * (Heading(Column.TECHNOLOGY) in found)
        has_radars = sum(heading.column is Column.RING for heading in found) > 1
        if score > best and (score > 100 or has_radars):
            best, best_row = score, row
    headings: dict[Heading, int] = {}
    for cell in reader.row(best_row) if best_row else []:
        if heading := heading_of(cell.text, known):
            headings.setdefault(heading, cell.column)
    groups = (row for row in range(best_row + 1, len(reader.rows) + 1) if group_of(reader.row(row), headings))
    first_group = next(groups, 0)
    beside = 0 if _has_radars(headings) else _rings_beside(reader, best_row or first_group or 1, known)
    return Form(best_row, headings, first_group, beside)


def _has_radars(headings: Mapping[Heading, int]) -> bool:
    return any(heading.column is Column.RING for heading in headings)


def _rings_beside(reader: SheetReader, first_row: int, known: SheetNames) -> int:
    """The first row with several rings and nothing else but headings, if technologies stand below: else it explains."""
    for row in range(first_row, len(reader.rows) + 1):
        said = [cell.text for cell in reader.row(row) if cell.text]
        if not said or not (ring_of(said[0]) or letters(said[0]) in COLUMNS):
            continue
        rings = {ring_of(text) for text in said if letters(text) not in COLUMNS}
        if len(rings) > 1 and None not in rings:
            below = (reader.row(other) for other in range(row + 1, len(reader.rows) + 1))
            return row if any(letters(cell.text) in known.technologies for cells in below for cell in cells) else 0
    return 0


def missing_fagomraade(reader: SheetReader, form: Form) -> tuple[Cell, str]:
    """Where to point, and what to ask, where a sheet holds one radar and does not say which."""
    return reader.cell(form.heading_row or 1, 0), (
        "Jeg kan ikke se, hvilket fagområde arket gælder. Skriv fagområderne som overskrifter, giv arket fagområdets "
        "navn, eller skriv det i "
        f"»{FACTS_SHEET}« ved »{Fact.FAGOMRAADE.value}«."
    )
