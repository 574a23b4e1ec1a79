"""The cells of a spreadsheet, and the faults found in them: »C14: …«."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from radar_core.errors import Fault
from radar_core.files.faults import FileFaults
from radar_core.files.text import INVISIBLE
from radar_core.sheets.workbook import FileSheet, unresolved


@dataclass(frozen=True)
class Cell:
    """One cell of a sheet, or (row 0) something that was said outside the sheet."""

    sheet: str
    """The tab's title where it must be told; empty where there is only one."""
    row: int
    """From 1."""
    column: int
    """From 0."""
    text: str

    @property
    def name(self) -> str:
        """As an editor finds it: »C14«, »Om udgaven B3«; empty for what stands in no cell."""
        return f"{self.sheet} {cell_name(self.row, self.column)}".strip() if self.row else ""


class CellFaults:
    """Collects the faults of one spreadsheet."""

    def __init__(self, file: str) -> None:
        self._faults = FileFaults(file)

    def add(self, cell: Cell, message: str) -> None:
        """Add one fault of one cell. The same fault twice is one fault."""
        self._faults.last_line = max(self._faults.last_line, cell.row)
        self._faults.add(cell.row, f"{cell.name}: {message}" if cell.name else message)

    def add_whole(self, message: str) -> None:
        """Add one fault of the file as a whole."""
        self._faults.add(0, message)

    def __bool__(self) -> bool:
        return bool(self._faults)

    def all(self) -> tuple[Fault, ...]:
        """Every fault; its line is the row."""
        return self._faults.all()


class SheetReader:
    """Reads single cells of one sheet. What cannot be read is reported where it is asked for, and only there."""

    def __init__(self, sheet: FileSheet, shown: str, faults: CellFaults) -> None:
        self.rows = [[clean(text) for text in row] for row in sheet.rows]
        self._shown, self._faults = shown, faults

    def cell(self, row: int, column: int) -> Cell:
        """The cell in a row from 1 and a column from 0, its text cleaned of stray spaces; empty past the sheet."""
        is_inside = 0 < row <= len(self.rows) and 0 <= column < len(self.rows[row - 1])
        return Cell(self._shown, row, column, self.rows[row - 1][column] if is_inside else "")

    def row(self, row: int) -> list[Cell]:
        """Every cell of a row."""
        return [Cell(self._shown, row, column, text) for column, text in enumerate(self.rows[row - 1])]

    def is_readable(self, cell: Cell) -> bool:
        """Whether the cell says something a person can see; reports why not."""
        reason = unresolved(cell.text)
        if reason is None and (found := INVISIBLE.search(cell.text)):
            reason = f"Cellen har et usynligt tegn (U+{ord(found[0]):04X}). Skriv den igen."
        if reason is not None:
            self._faults.add(cell, reason)
        return reason is None


def clean(text: str) -> str:
    """The text without spaces around it or doubled in it, line for line."""
    lines = [" ".join(line.split()) for line in unicodedata.normalize("NFC", text).splitlines()]
    return "\n".join(lines).strip()


def cell_name(row: int, column: int) -> str:
    """A cell as a spreadsheet names it, from its row (from 1) and column (from 0): »C14«."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"
