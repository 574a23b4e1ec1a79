"""The radar of a spreadsheet, row by row: which ring each technology has on each radar, and where that stands.

Two forms are read: one row per technology with a column per fagområde, and technologies in groups, each under a row
that names its ring.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from radar_core.edition_sheet_cells import Cell, CellFaults, SheetReader
from radar_core.edition_sheet_words import (
    CHOOSE_RING,
    COLUMNS,
    FACTS_SHEET,
    RINGS,
    Column,
    Fact,
    Heading,
    Known,
    ask_for_numbers,
    heading_of,
    whole_number,
)
from radar_core.model import Ring
from radar_core.spelling import did_you_mean, fold, nearest, quote

HEADING_ROWS = 40
"""Headings stand in one of the first rows; above them there may be a title and facts of the edition."""
_MARKS = frozenset({"x", "✓", "✔"})


@dataclass(frozen=True)
class Placed:
    """One technology on one radar, as it stands in the sheet."""

    technology: str
    technology_cell: Cell
    fagomraade: str
    ring: Ring
    ring_cell: Cell
    details: Mapping[Column, Cell]
    """Belæg, kilde, note, position and name, where the sheet says them: for this radar, else for the row."""


@dataclass(frozen=True)
class Form:
    """How a sheet is laid out."""

    heading_row: int
    """From 1; 0 where the sheet has none."""
    headings: Mapping[Heading, int]
    """The column of each heading, from 0."""
    first_group: int
    """The first row that holds nothing but a ring; 0 where there is none."""

    @property
    def is_radar(self) -> bool:
        """Whether the sheet holds placements at all."""
        return self.first_group > 0 or self.heading_row > 0

    @property
    def rows_above(self) -> int:
        """How many rows stand above the radar."""
        return (self.heading_row or self.first_group) - 1

    @property
    def radars(self) -> Mapping[str | None, int]:
        """The column of each radar's rings, by fagområde; None is the one radar of the sheet."""
        return {h.fagomraade: at for h, at in self.headings.items() if h.column is Column.RING}

    @property
    def is_one_radar(self) -> bool:
        """Whether the sheet itself has to say which fagområde it is about."""
        return self.is_radar and (not self.radars or None in self.radars)


def form_of(reader: SheetReader, known: Known) -> Form:
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
    groups = (row for row in range(best_row + 1, len(reader.rows) + 1) if _group(reader.row(row), headings))
    return Form(best_row, headings, next(groups, 0))


@dataclass
class RadarReader:
    """Reads one radar sheet. What is found goes to ``faults`` and ``notes``."""

    reader: SheetReader
    form: Form
    known: Known
    numbers: Mapping[int, Ring] | None
    can_ask_numbers: bool
    """False where the meaning of the numbers is there and could not be read, which is already told."""
    faults: CellFaults
    notes: list[str]

    def read(self, one_radar: str | None) -> list[Placed]:
        """Every placement, radar by radar in the order of their columns.

        ``one_radar`` is the fagområde of a sheet that holds a single radar.
        """
        self._check_headings()
        if one_radar and {None, one_radar} <= set(self.form.radars):
            cell = self.reader.cell(self.form.heading_row, self.form.radars[None])
            other = self.reader.cell(self.form.heading_row, self.form.radars[one_radar])
            self.faults.add(cell, f"{quote(cell.text)} og {quote(other.text)} er den samme radar. Behold én kolonne.")
            return []
        technology_at = self.form.headings.get(Heading(Column.TECHNOLOGY))
        if technology_at is None:
            if self.form.heading_row:
                cell = self.reader.cell(self.form.heading_row, 0)
                self.faults.add(
                    cell, f"Rækken mangler overskriften »{Column.TECHNOLOGY.value}« over teknologiernes navne."
                )
                return []
            technology_at = self._first_column()
        placed: list[Placed] = []
        first: dict[str, Cell] = {}
        unplaced: list[str] = []
        group: Ring | None = None
        for row in range(self.form.heading_row + 1, len(self.reader.rows) + 1):
            cells = self.reader.row(row)
            if not any(cell.text for cell in cells):
                continue
            if ring := _group(cells, self.form.headings):
                group = ring
                continue
            technology = self._technology(cells[technology_at], cells, first)
            found = self._row(row, technology, technology_at, group, one_radar)
            if technology and not found and not self.faults:
                unplaced.append(quote(cells[technology_at].text))
            placed += found
        if unplaced:
            self.notes.append(f"Uden ring, så de kommer ikke med i udgaven: {', '.join(unplaced)}.")
        if not self.faults:
            self._tell_empty(placed)
        order = [named or one_radar for named in self.form.radars] or [one_radar]
        return sorted(placed, key=lambda each: order.index(each.fagomraade))

    def _tell_empty(self, placed: list[Placed]) -> None:
        used = {each.fagomraade for each in placed}
        for fagomraade, at in self.form.radars.items():
            if fagomraade and fagomraade not in used:
                cell = self.reader.cell(self.form.heading_row, at)
                self.notes.append(f"Kolonnen {quote(cell.text)} ({cell.name}) er tom, så udgaven får ikke den radar.")

    def _first_column(self) -> int:
        return next((cell.column for cell in self.reader.row(self.form.first_group) if cell.text), 0)

    def _row(
        self, row: int, technology: str | None, technology_at: int, group: Ring | None, one_radar: str | None
    ) -> list[Placed]:
        technology_cell = self.reader.cell(row, technology_at)
        rings: list[tuple[str, Ring, Cell]] = []
        for named, at in self.form.radars.items():
            cell = self.reader.cell(row, at)
            ring = self._ring(cell, group)
            fagomraade = named or one_radar
            if ring and fagomraade:
                rings.append((fagomraade, ring, cell))
        if not self.form.radars and technology_cell.text:
            if group is None:
                self.faults.add(technology_cell, "Der står ingen ring i en række over teknologien.")
            elif one_radar:
                rings.append((one_radar, group, technology_cell))
        if technology is None:
            return []
        return [
            Placed(technology, technology_cell, fagomraade, ring, cell, self._details(row, fagomraade))
            for fagomraade, ring, cell in rings
        ]

    def _details(self, row: int, fagomraade: str) -> dict[Column, Cell]:
        found: dict[Column, Cell] = {}
        for column in (Column.BELAEG, Column.KILDE, Column.NOTE, Column.POSITION, Column.NAVN):
            for heading in (Heading(column, fagomraade), Heading(column)):
                at = self.form.headings.get(heading)
                if at is None:
                    continue
                cell = self.reader.cell(row, at)
                # An empty cell is kept too: it is where to point when something is missing.
                if column not in found or (cell.text and not found[column].text):
                    found[column] = cell
        for cell in found.values():
            self.reader.is_readable(cell)
        return found

    def _technology(self, cell: Cell, cells: list[Cell], first: dict[str, Cell]) -> str | None:
        if not cell.text:
            at = {self.form.headings[h] for h in self.form.headings}
            if any(other.text and other.column in at for other in cells):
                self.faults.add(cell, "Navnet på teknologien mangler.")
            return None
        if not self.reader.is_readable(cell):
            return None
        technology = self.known.technologies.get(fold(cell.text))
        if technology is None:
            meant = nearest(cell.text, self.known.technologies)
            hint = did_you_mean(meant and self.known.technology_names[meant])
            hint = hint or " Er den ny, skal den først oprettes i teknologier.yaml."
            self.faults.add(cell, f"Jeg kender ikke teknologien {quote(cell.text)}.{hint}")
            return None
        if technology in first:
            other = first[technology]
            self.faults.add(
                cell,
                f"{quote(cell.text)} er den samme teknologi som {quote(other.text)} i {other.name}. Behold én række.",
            )
            return None
        first[technology] = cell
        return technology

    def _ring(self, cell: Cell, group: Ring | None) -> Ring | None:
        if not cell.text or not self.reader.is_readable(cell):
            return None
        if group and cell.text.casefold() in _MARKS:
            return group
        ring = RINGS.get(fold(cell.text))
        if ring is None:
            number = whole_number(cell.text)
            if number is not None and 1 <= number <= len(Ring):
                if self.numbers is None:
                    self._ask_numbers(cell)
                    return None
                ring = self.numbers[number]
            else:
                hint = did_you_mean(nearest(cell.text, {fold(r.value): r.value for r in Ring}))
                self.faults.add(cell, f"{quote(cell.text)} er ikke en ring. {CHOOSE_RING}{hint}")
                return None
        if group and ring is not group:
            self.faults.add(cell, f"Rækken står under {group.value}, men i cellen står {ring.value}. Ret det ene.")
            return None
        return ring

    def _ask_numbers(self, cell: Cell) -> None:
        if self.can_ask_numbers:
            self.faults.add(cell, ask_for_numbers(cell.text))
        self.can_ask_numbers = False

    def _check_headings(self) -> None:
        """Report headings that are not understood or mean the same, and tell of columns that are not read."""
        row = self.form.heading_row
        if not row:
            return
        cells = self.reader.row(row)
        present = set(self.form.headings)
        expected = {fold(column.value): column.value for column in Column if Heading(column) not in present}
        expected |= {
            fold(name): name
            for fagomraade, name in self.known.fagomraade_names.items()
            if Heading(Column.RING, fagomraade) not in present
        }
        for cell in cells:
            heading = heading_of(cell.text, self.known)
            if not cell.text:
                self._check_headless(cell)
            elif heading is None:
                self._unknown_heading(cell, expected)
            elif self.form.headings[heading] != cell.column:
                other = self.reader.cell(row, self.form.headings[heading])
                self.faults.add(
                    cell, f"{quote(cell.text)} og {quote(other.text)} ({other.name}) er den samme kolonne. Behold én."
                )
            elif heading.column is Column.RING and heading.fagomraade:
                if self.known.is_alias(cell.text, heading.fagomraade):
                    name = self.known.fagomraade_names[heading.fagomraade]
                    self.notes.append(f"Kolonnen {quote(cell.text)} ({cell.name}) er læst som {quote(name)}.")

    def _unknown_heading(self, cell: Cell, expected: Mapping[str, str]) -> None:
        meant = did_you_mean(nearest(cell.text, expected))
        before, colon, _ = cell.text.partition(":")
        if colon and fold(before) in COLUMNS:
            self.faults.add(cell, f"Jeg kender ikke fagområdet i overskriften {quote(cell.text)}.")
        elif cell.column in self._ring_columns:
            self.faults.add(
                cell,
                f"Kolonnen {quote(cell.text)} har ringe, men jeg kender ikke fagområdet.{meant or _NEW_FAGOMRAADE}",
            )
        elif meant:
            self.faults.add(cell, f"Jeg kender ikke overskriften {quote(cell.text)}.{meant}")
        else:
            self.notes.append(f"Kolonnen {quote(cell.text)} ({cell.name}) er ikke læst.")

    def _check_headless(self, cell: Cell) -> None:
        if cell.column in self._ring_columns:
            self.faults.add(cell, "Kolonnen har ringe, men ingen overskrift. Skriv fagområdets navn over den.")

    @cached_property
    def _ring_columns(self) -> frozenset[int]:
        """Every column in which a ring stands below the headings."""
        rows = map(self.reader.row, range(self.form.heading_row + 1, len(self.reader.rows) + 1))
        apart = (cells for cells in rows if not _group(cells, self.form.headings))
        return frozenset(cell.column for cells in apart for cell in cells if fold(cell.text) in RINGS)


_NEW_FAGOMRAADE = " Er det nyt, skal det først oprettes i fagomraader.yaml."


def missing_fagomraade(reader: SheetReader, form: Form) -> tuple[Cell, str]:
    """Where to point, and what to ask, where a sheet holds one radar and does not say which."""
    return reader.cell(form.heading_row or 1, 0), (
        "Jeg finder ingen kolonner med fagområder, så jeg ved ikke, hvilket fagområde arket gælder. Skriv "
        "fagområdernes navne som overskrifter, kald arket det, eller skriv det i "
        f"»{FACTS_SHEET}« ved »{Fact.FAGOMRAADE.value}«."
    )


def _group(cells: list[Cell], headings: Mapping[Heading, int]) -> Ring | None:
    """The ring of a row that says nothing else, and says it in the technologies' column or left of it."""
    said = [cell for cell in cells if cell.text]
    technology_at = headings.get(Heading(Column.TECHNOLOGY), 0 if headings else len(cells))
    if not said or said[0].column > technology_at or len({fold(cell.text) for cell in said}) != 1:
        return None
    ring_at = headings.get(Heading(Column.RING))
    if ring_at is not None and ring_at == said[-1].column and len(said) == 1:
        return None  # a ring without a technology in a column of rings
    return RINGS.get(fold(said[0].text))
