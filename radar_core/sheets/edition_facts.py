"""What a spreadsheet says of the edition as a whole: a sheet »Om udgaven«, the rows above the radar, or the command."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from radar_core.model import Belaeg, Ring
from radar_core.sheets.cells import Cell, CellFaults, SheetReader
from radar_core.sheets.edition_words import (
    BELAEG,
    BELAEG_WORDS,
    CHOOSE_BELAEG,
    CHOOSE_STATUS,
    FACTS,
    FACTS_SHEET,
    NUMBERS_FORM,
    REQUIRED,
    STATUS_WORDS,
    STATUSES,
    TOTALS_FORM,
    UNKNOWN_DATE,
    Fact,
    SheetNames,
    numbers_of,
    totals_of,
)
from radar_core.spelling import did_you_mean, is_outright, letters, nearest, quote, together

_GUESSED = (*REQUIRED, Fact.BELAEG, Fact.FAGOMRAADE)
"""Labels long enough to be known when they are misspelt."""
_HINT = f"i et ark »{FACTS_SHEET}« med navnet i kolonne A og det, du vil skrive, i kolonne B"


@dataclass
class Facts:
    """The facts found so far, each with its cell."""

    faults: CellFaults
    notes: list[str]
    cells: dict[Fact, Cell] = field(default_factory=dict)
    """What is said; a cell may be empty."""
    _unread: set[Fact] = field(default_factory=set, init=False)

    def add_given(self, given: Mapping[Fact, str]) -> None:
        """Take what was said beside the file. Added last, it replaces what the file says, and tells so."""
        for fact, text in given.items():
            old = self.cells.get(fact)
            if old and old.text and old.text != text:
                self.notes.append(f"{fact.value} i {old.name} er {quote(old.text)}, men du har valgt {quote(text)}.")
            self.cells[fact] = Cell("", 0, 0, text)

    def add_rows(self, reader: SheetReader, last_row: int, *, is_own_sheet: bool) -> None:
        """Take the rows down to ``last_row``: a label in the first cell that says something, its value to the right.

        On a sheet of its own every label must be known, or is told as not read.
        """
        unknown: list[Cell] = []
        for row in range(1, last_row + 1):
            cells = reader.row(row)
            label = next((cell for cell in cells if cell.text), None)
            if label is None:
                continue
            fact = FACTS.get(letters(label.text))
            value = next((cell for cell in cells[label.column + 1 :] if cell.text != label.text), None)
            if fact is None:
                # Above the radar a line that stands alone is a title.
                unknown += [label] if is_own_sheet or (value and value.text) else []
                continue
            self._add(fact, value or reader.cell(row, label.column + 1), reader)
        absent = {letters(fact.value): fact.value for fact in _GUESSED if fact not in self.cells}
        for label in unknown:
            if meant := nearest(label.text, absent):
                self.faults.add(label, f"Jeg kender ikke {quote(label.text)}.{did_you_mean(meant)}")
            elif is_own_sheet and label.row > 1:
                self.notes.append(f"Rækken {quote(label.text)} ({label.name}) er ikke læst.")

    def _add(self, fact: Fact, value: Cell, reader: SheetReader) -> None:
        old = self.cells.get(fact)
        if old and old.text and value.text:
            self.faults.add(value, f"{fact.value} står to gange; det første sted er {old.name}. Behold ét.")
        elif value.text and not reader.is_readable(value):
            self.cells.setdefault(fact, Cell(value.sheet, value.row, value.column, ""))
            self._unread.add(fact)
        elif not old or value.text:
            self.cells[fact] = value

    def has_unread(self, fact: Fact) -> bool:
        """Whether the fact is there and could not be read, which is already told."""
        return fact in self._unread

    def text(self, fact: Fact) -> str:
        """What is said, or nothing."""
        return self.cells[fact].text if fact in self.cells else ""

    def check(self) -> dict[str, tuple[str | None, Cell]]:
        """The edition's own fields as an edition file has them, each with its cell; reports those that are missing."""
        found: dict[str, tuple[str | None, Cell]] = {}
        nowhere: list[str] = []
        for fact in REQUIRED:
            cell = self.cells.get(fact)
            if self.has_unread(fact):
                continue
            if cell is None:
                nowhere.append(fact.value)
            elif not cell.text:
                hint = f" Skriv »{UNKNOWN_DATE}«, hvis den ikke kendes." if fact is Fact.DATO else ""
                self.faults.add(cell, f"{fact.value} mangler.{hint}")
            elif (value := self._value(fact, cell)) is not None or fact is Fact.DATO:
                found[fact.value.lower()] = (value, cell)
        if nowhere:
            words = together(nowhere)
            self.faults.add_whole(f"Filen siger ikke, hvilken udgave det er: {words} mangler. Skriv det {_HINT}.")
        return found

    def belaeg(self) -> tuple[Belaeg, Cell] | None:
        """The belæg of every placement that has none of its own; reports one that is not understood."""
        cell = self.cells.get(Fact.BELAEG)
        if cell is None or not cell.text:
            return None
        found = belaeg_of(cell, self.faults)
        if found is None:
            self._unread.add(Fact.BELAEG)
        return (found, cell) if found else None

    def numbers(self) -> dict[int, Ring] | None:
        """The ring of each number; reports a sentence that is not understood."""
        cell = self.cells.get(Fact.TAL)
        if cell is None or not cell.text:
            return None
        found = numbers_of(cell.text)
        if found is None:
            self._unread.add(Fact.TAL)
            self.faults.add(
                cell, f"Jeg forstår ikke {quote(cell.text)}. Skriv alle fire ringe, hver én gang: {NUMBERS_FORM}"
            )
        return found

    def totals(self, known: SheetNames) -> tuple[list[tuple[str, int]], Cell] | None:
        """How many technologies each radar holds; reports what is not understood."""
        cell = self.cells.get(Fact.I_ALT)
        if cell is None or not cell.text:
            return None
        found = totals_of(cell.text, known)
        if found is None:
            self.faults.add(
                cell,
                f"Jeg forstår ikke {quote(cell.text)}. Skriv hver radar med sit antal, for eksempel: {TOTALS_FORM}",
            )
        return (found, cell) if found else None

    def fagomraade(self, known: SheetNames) -> str | None:
        """The fagområde the file says its one radar is about; reports one that is not known."""
        cell = self.cells.get(Fact.FAGOMRAADE)
        if cell is None or not cell.text:
            return None
        found = known.fagomraader.get(letters(cell.text))
        if found is None:
            self._unread.add(Fact.FAGOMRAADE)
            meant = nearest(cell.text, known.fagomraader)
            hint = did_you_mean(meant and known.fagomraade_names[meant])
            self.faults.add(cell, f"Jeg kender ikke fagområdet {quote(cell.text)}.{hint}")
        return found

    def _value(self, fact: Fact, cell: Cell) -> str | None:
        if fact is Fact.DATO and letters(cell.text) == letters(UNKNOWN_DATE):
            return None
        if fact is not Fact.STATUS:
            return cell.text
        status = STATUSES.get(letters(cell.text)) if is_outright(cell.text) else None
        if status is None:
            meant = nearest(cell.text, {letters(word): word for word in STATUS_WORDS.values()})
            hint = did_you_mean(meant)
            self.faults.add(cell, f"Jeg forstår ikke {quote(cell.text)} som status. {CHOOSE_STATUS}{hint}")
        return status.value if status else None


def belaeg_of(cell: Cell, faults: CellFaults) -> Belaeg | None:
    """The belæg a cell says; reports one that is not understood."""
    found = BELAEG.get(letters(cell.text)) if is_outright(cell.text) else None
    if found is None:
        hint = did_you_mean(nearest(cell.text, {letters(word): word for word in BELAEG_WORDS.values()}))
        faults.add(cell, f"Jeg forstår ikke {quote(cell.text)} som belæg. {CHOOSE_BELAEG}{hint}")
    return found
