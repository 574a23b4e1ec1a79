"""The radar of a spreadsheet, row by row: which ring each technology has on each radar, and where that stands.

Two forms are read: one row per technology with a column per fagområde, and technologies in groups, each under a row
that names its ring.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from radar_core.model import Ring
from radar_core.sheets.cells import Cell, CellFaults, SheetReader
from radar_core.sheets.edition_form import Form
from radar_core.sheets.edition_groups import NO_RING_ABOVE, Groups, group_of, not_a_group
from radar_core.sheets.edition_words import (
    CHOOSE_RING,
    COLUMNS,
    LAYOUTS,
    RING_NAMES,
    RINGS,
    Column,
    Heading,
    SheetNames,
    ask_for_numbers,
    heading_of,
    ring_of,
    whole_number,
)
from radar_core.spelling import did_you_mean, letters, nearest, quote

_COUNTERS = frozenset(map(letters, ("nr", "nummer", "no", "id", "lbnr", "løbenr", "løbenummer", "række")))
"""Headings over what numbers the rows, folded."""
_DOUBT = re.compile(r"[?¿~≈]")
"""Signs that put a name in doubt; folding would take them away."""
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


@dataclass
class RadarReader:
    """Reads one radar sheet. What is found goes to ``faults`` and ``notes``."""

    reader: SheetReader
    form: Form
    known: SheetNames
    numbers: Mapping[int, Ring] | None
    can_ask_numbers: bool
    """False where the meaning of the numbers is there and could not be read, which is already told."""
    faults: CellFaults
    notes: list[str]

    def read(self, one_radar: str | None) -> list[Placed]:
        """Every placement, radar by radar in the order of their columns.

        ``one_radar`` is the fagområde of a sheet that holds a single radar.
        """
        if beside := self.form.rings_beside:
            cell = next(cell for cell in self.reader.row(beside) if ring_of(cell.text))
            self.faults.add(cell, f"Ringene står ved siden af hinanden, og det kan jeg ikke læse. {LAYOUTS}")
            return []
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
            technology_at = self._column_of_technologies()
            self._check_above(technology_at)
        placed: list[Placed] = []
        first: dict[str, Cell] = {}
        unplaced: list[str] = []
        groups = self._groups(technology_at)
        for row in range(self.form.first_row, len(self.reader.rows) + 1):
            cells = self.reader.row(row)
            if not any(cell.text for cell in cells):
                groups.pass_empty()
                continue
            if ring := group_of(cells, self.form.headings):
                groups.begin(ring, cells)
                continue
            technology_cell = cells[technology_at]
            if not groups.understands(cells, technology_cell) and not technology_cell.text:
                continue
            technology = self._technology(technology_cell, cells, first, groups)
            found = self._row(row, technology, technology_at, groups, one_radar)
            if technology and not found and not self.faults:
                unplaced.append(quote(technology_cell.text))
            groups.pass_technology()
            placed += found
        if unplaced:
            self.notes.append(f"Disse teknologier har ingen ring og kommer ikke med i udgaven: {', '.join(unplaced)}.")
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

    def _groups(self, technology_at: int) -> Groups:
        heading = self.reader.row(self.form.heading_row) if self.form.heading_row else []
        return Groups(
            self.faults,
            placing={technology_at, *self.form.radars.values()},
            details={at for heading, at in self.form.headings.items() if heading.column is not Column.RING},
            headed={cell.column for cell in heading if cell.text},
            told=self._ring_columns - set(self.form.headings.values()) if heading else frozenset(),
            can_be_numbers=self.numbers is not None,
        )

    def _column_of_technologies(self) -> int:
        """Where a sheet without headings has its technologies: under the ring, or in a column beside it."""
        rows = [self.reader.row(row) for row in range(self.form.first_group, len(self.reader.rows) + 1)]
        known = Counter(
            cell.column for cells in rows for cell in cells if letters(cell.text) in self.known.technologies
        )
        under = next((cell.column for cell in rows[0] if cell.text), 0)
        return max(known, key=lambda column: (known[column], column == under, -column), default=under)

    def _check_above(self, technology_at: int) -> None:
        """Report technologies above the first ring of a sheet without headings; all else there is a title or a fact."""
        for row in range(1, self.form.first_group):
            said = [cell for cell in self.reader.row(row) if cell.text]
            if len(said) == 1 and said[0].column == technology_at and letters(said[0].text) in self.known.technologies:
                self.faults.add(said[0], NO_RING_ABOVE)

    def _row(
        self, row: int, technology: str | None, technology_at: int, groups: Groups, one_radar: str | None
    ) -> list[Placed]:
        technology_cell = self.reader.cell(row, technology_at)
        if technology is None:
            for at in self.form.radars.values():
                self._ring(self.reader.cell(row, at), groups)
            return []
        rings: list[tuple[str, Ring, Cell]] = []
        for named, at in self.form.radars.items():
            cell = self.reader.cell(row, at)
            ring = self._ring(cell, groups)
            fagomraade = named or one_radar
            if ring and fagomraade:
                rings.append((fagomraade, ring, cell))
        if not self.form.radars and (group := groups.ring_for(technology_cell)) and one_radar:
            rings.append((one_radar, group, technology_cell))
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

    def _technology(self, cell: Cell, cells: list[Cell], first: dict[str, Cell], groups: Groups) -> str | None:
        if not cell.text:
            at = {self.form.headings[h] for h in self.form.headings}
            if any(other.text and other.column in at for other in cells):
                self.faults.add(cell, "Navnet på teknologien mangler.")
            return None
        if not self.reader.is_readable(cell):
            return None
        technology = None if _DOUBT.search(cell.text) else self.known.technologies.get(letters(cell.text))
        if technology is None:
            meant = nearest(cell.text, self.known.technologies)
            if meant is None and groups.has_begun and nearest(cell.text, RING_NAMES):
                self.faults.add(cell, not_a_group(cell.text))
                return None
            hint = did_you_mean(meant and self.known.technology_names[meant])
            new = " Er den ny, skal den først oprettes i teknologier.yaml."
            self.faults.add(cell, f"Jeg kender ikke teknologien {quote(cell.text)}.{hint}{new}")
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

    def _ring(self, cell: Cell, groups: Groups) -> Ring | None:
        if not cell.text or not self.reader.is_readable(cell):
            return None
        if groups.has_begun and cell.text.casefold() in _MARKS:
            return groups.ring_for(cell)
        ring = ring_of(cell.text)
        if ring is None:
            number = whole_number(cell.text)
            if number is not None and 1 <= number <= len(Ring):
                if self.numbers is None:
                    self._ask_numbers(cell)
                    return None
                ring = self.numbers[number]
            else:
                hint = did_you_mean(nearest(cell.text, RING_NAMES))
                self.faults.add(cell, f"{quote(cell.text)} er ikke en ring. {CHOOSE_RING}{hint}")
                return None
        if groups.ring and ring is not groups.ring:
            under = groups.ring.value
            self.faults.add(cell, f"Rækken står under {under}, men i cellen står {ring.value}. Ret det ene.")
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
        expected = {letters(column.value): column.value for column in Column if Heading(column) not in present}
        expected |= {
            letters(name): name
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
        if colon and letters(before) in COLUMNS:
            self.faults.add(cell, f"Jeg kender ikke fagområdet i overskriften {quote(cell.text)}.")
        elif cell.column in self._ring_columns:
            self.faults.add(
                cell, f"Kolonnen {quote(cell.text)} har ringe, men jeg kender ikke fagområdet.{meant}{_NEW_FAGOMRAADE}"
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
        """Every column in which rings stand below the headings: in words or, where the sheet has them, in numbers."""
        rows = [self.reader.row(row) for row in range(self.form.heading_row + 1, len(self.reader.rows) + 1)]
        if self.form.first_group:
            technology_at = self.form.headings.get(Heading(Column.TECHNOLOGY), 0)
            rows = [cells for cells in rows if cells[technology_at].text]
        apart = [cells for cells in rows if not group_of(cells, self.form.headings)]
        found = {cell.column for cells in apart for cell in cells if letters(cell.text) in RINGS}
        numbers: dict[int, set[int]] = {}
        for cell in chain.from_iterable(apart):
            if (number := whole_number(cell.text)) is not None:
                numbers.setdefault(cell.column, set()).add(number)
        of_radars = {at for at in self.form.radars.values() if _are_rings(numbers.get(at, ()))}
        if self.numbers is not None or of_radars:
            heading = self.reader.row(self.form.heading_row)
            found |= {at for at in numbers if _are_rings(numbers[at]) and letters(heading[at].text) not in _COUNTERS}
        return frozenset(found)


def _are_rings(numbers: Collection[int]) -> bool:
    return bool(numbers) and all(1 <= number <= len(Ring) for number in numbers)


_NEW_FAGOMRAADE = " Er det nyt, skal det først oprettes i fagomraader.yaml."
