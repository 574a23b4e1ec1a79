"""A kommune's own use from a spreadsheet's rows: columns in any order, and every fault by its cell.

Nothing is guessed: a word that is not understood is a fault with »Mente du …?«, and what is not used is told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from radar_core.errors import DataError
from radar_core.files.faults import FileFaults
from radar_core.files.text import INVISIBLE
from radar_core.lookup import technology_labels
from radar_core.model import Bundle
from radar_core.own_use.model import MAX_EVIDENCE, OwnRadar, OwnUse, Usage, Value
from radar_core.sheets.cells import cell_name
from radar_core.sheets.csv_file import Rows
from radar_core.sheets.own_use_words import HEADING_ROWS, HEADINGS, Column, heading_of, known_headings
from radar_core.spelling import did_you_mean, either, is_outright, letters, nearest, quote, technologies

M = TypeVar("M", Column, Usage, Value)


def _words(meanings: Mapping[M, str]) -> dict[str, M]:
    return {letters(word): meant for meant, words in meanings.items() for word in words.split("|")}


_USAGES = _words(
    {
        Usage.BRUGER_IKKE: "bruger ikke|bruges ikke|anvender ikke|anvendes ikke|ikke i brug|overvejer ikke",
        Usage.OVERVEJER: "overvejer|overvejes|under overvejelse",
        Usage.AFPROEVER: "afprøver|afprøves|prøver af|prøves af|under afprøvning|afprøvning|pilot|pilotprojekt",
        Usage.I_DRIFT: "i drift|drift|er i drift|idriftsat",
    }
)
_VALUES = _words(
    {Value.JA: "ja", Value.DELVIST: "delvist|delvis|til dels", Value.NEJ: "nej", Value.VED_IKKE: "ved ikke"}
)
# In use may be a trial or drift; only the kommune knows.
_EITHER = frozenset(map(letters, "bruger|bruges|i brug|anvender|anvendes|ja|x".split("|")))
_USAGE_LABELS = {folded: usage.label for folded, usage in _USAGES.items()}
_VALUE_LABELS = {folded: value.label for folded, value in _VALUES.items()}


@dataclass(frozen=True)
class OwnImport:
    """An own radar as it was read, and what was left alone, in Danish sentences."""

    own: OwnRadar
    notes: tuple[str, ...]


def read_own_rows(
    rows: Rows,
    file: str,
    bundle: Bundle,
    target: OwnRadar,
    *,
    by: str = "",
    at: dt.datetime | None = None,
    sheet: str = "",
) -> OwnImport:
    """The rows of a sheet laid upon ``target`` (an own radar, perhaps empty); rows without a status change nothing.

    ``sheet`` names the sheet in every fault and note, where there are several. Raises ``DataError`` with every
    fault, whose line is the row and whose message begins with the cell: »C14: …«.
    """
    faults = FileFaults(file)
    faults.last_line = len(rows)
    reading = _Reading(_named(bundle), faults, by, at, sheet)
    headings = _heading_row(rows)
    columns, notes = _columns(rows[headings], headings, faults, sheet) if rows else ({}, [])
    if not rows:
        faults.add(0, "Arket er tomt.")
    unanswered = 0
    if Column.TECHNOLOGY in columns and Column.USAGE in columns:
        for number, row in enumerate(rows[headings + 1 :], start=headings + 2):
            unanswered += reading.row(number, row, columns)
    if faults:
        raise DataError(faults.all())
    if unanswered:
        notes.append(f"{technologies(unanswered)} har ingen status og er ikke ændret.")
    own = target
    for use in reading.uses:
        own = own.with_use(use)
    return OwnImport(own, tuple(notes))


class _Reading:
    """What has been read of the rows so far."""

    def __init__(self, named: _Names, faults: FileFaults, by: str, at: dt.datetime | None, sheet: str) -> None:
        self.uses: list[OwnUse] = []
        self._named, self._faults, self._by, self._at = named, faults, by, at
        self._sheet = sheet
        self._first: dict[str, str] = {}

    def row(self, number: int, row: Sequence[str], columns: Mapping[Column, int]) -> bool:
        """Read one row. True where it names a technology and says nothing of it."""
        cells = {column: _clean(row[at]) if at < len(row) else "" for column, at in columns.items()}
        names = {column: _place(self._sheet, number, at) for column, at in columns.items()}
        if not any(cells.values()):
            return False
        for column, text in cells.items():
            if found := INVISIBLE.search(text):
                code = f"U+{ord(found[0]):04X}"
                self._fault(number, names[column], f"Cellen har et usynligt tegn ({code}). Skriv den igen.")
                return False
        technology = self._technology(number, names[Column.TECHNOLOGY], cells[Column.TECHNOLOGY])
        evidence, valued = cells.get(Column.EVIDENCE, ""), cells.get(Column.VALUE, "")
        if not cells[Column.USAGE]:
            if evidence or valued:
                self._fault(number, names[Column.USAGE], f"Status mangler. {_CHOOSE_USAGE}")
            return technology is not None and not evidence and not valued
        usage = self._usage(number, names[Column.USAGE], cells[Column.USAGE])
        value = self._value(number, names[Column.VALUE], valued) if valued else None
        if len(evidence) > MAX_EVIDENCE:
            self._fault(
                number,
                names[Column.EVIDENCE],
                f"Begrundelsen er på {len(evidence)} tegn; der er plads til {MAX_EVIDENCE}.",
            )
        if valued and usage not in (None, Usage.I_DRIFT):
            words = "Værdi kan kun stå ved det, der er i drift. Slet den, eller ret status."
            self._fault(number, names[Column.VALUE], words)
            value = None
        if technology is not None and usage is not None:
            self.uses.append(OwnUse(technology, usage, evidence, value, self._by, self._at))
        return False

    def _technology(self, number: int, cell: str, text: str) -> str | None:
        if not text:
            self._fault(number, cell, "Navnet på teknologien mangler.")
            return None
        technology = self._named.id_by_label.get(letters(text))
        if technology is None:
            meant = nearest(text, self._named.id_by_label)
            hint = did_you_mean(meant and self._named.name_by_id[meant])
            self._fault(number, cell, f"Jeg kender ikke teknologien {quote(text)}.{hint}{_NOT_OURS}")
        elif technology in self._first:
            self._fault(
                number,
                cell,
                f"{quote(self._named.name_by_id[technology])} står to gange; "
                f"det første sted er {self._first[technology]}.",
            )
        else:
            self._first[technology] = cell
        return technology

    def _usage(self, number: int, cell: str, text: str) -> Usage | None:
        usage = _USAGES.get(letters(text)) if is_outright(text) else None
        if usage is None and letters(text) in _EITHER:
            self._fault(number, cell, f"{quote(text)} kan både være »afprøver« og »i drift«. Skriv en af dem.")
        elif usage is None:
            hint = did_you_mean(nearest(text, _USAGE_LABELS))
            self._fault(number, cell, f"Jeg forstår ikke {quote(text)} som status. {_CHOOSE_USAGE}{hint}")
        return usage

    def _value(self, number: int, cell: str, text: str) -> Value | None:
        value = _VALUES.get(letters(text)) if is_outright(text) else None
        if value is None:
            hint = did_you_mean(nearest(text, _VALUE_LABELS))
            choices = either([v.label for v in Value])
            self._fault(number, cell, f"Jeg forstår ikke {quote(text)} som værdi. Skriv {choices}.{hint}")
        return value

    def _fault(self, number: int, cell: str, message: str) -> None:
        self._faults.add(number, f"{cell}: {message}")


_NOT_OURS = " Er den ikke blandt KL's teknologier, så slet rækken."
_CHOOSE_USAGE = f"Skriv {either([usage.label for usage in Usage])}."


@dataclass(frozen=True)
class _Names:
    id_by_label: Mapping[str, str]
    name_by_id: Mapping[str, str]


def _named(bundle: Bundle) -> _Names:
    return _Names(technology_labels(bundle), {t.id: t.name for t in bundle.technologies})


def _heading_row(rows: Rows) -> int:
    """Index of the row with most headings we know; of the first that says anything where none has any."""
    first = next((at for at, row in enumerate(rows) if any(map(_clean, row))), 0)
    counts = [known_headings(row) for row in rows[:HEADING_ROWS]]
    return counts.index(max(counts)) if any(counts) else first


def _columns(row: Sequence[str], index: int, faults: FileFaults, sheet: str) -> tuple[dict[Column, int], list[str]]:
    """Where each column stands, and a note for every heading that is not used.

    Only a heading that cannot be done without is a fault; a column of one's own is in nobody's way.
    """
    found: dict[Column, int] = {}
    others: list[int] = []
    names = [_place(sheet, index + 1, at) for at in range(len(row))]
    for at, cell in enumerate(row):
        column = heading_of(cell)
        if column is None:
            others += [at] if _clean(cell) else []
        elif column in found:
            first = found[column]
            words = f"{quote(cell)} og {quote(row[first])} ({names[first]}) betyder det samme. Behold en af dem."
            faults.add(index + 1, f"{names[at]}: {words}")
        else:
            found[column] = at
    missing = [column for column in _NEEDED if column not in found]
    needed = {folded: column.value for folded, column in HEADINGS.items() if column in missing}
    optional = {folded: column.value for folded, column in HEADINGS.items() if column not in (*found, *missing)}
    notes = []
    for at in others:
        if meant := nearest(row[at], needed):
            faults.add(index + 1, f"{names[at]}: Jeg kender ikke overskriften {quote(row[at])}.{did_you_mean(meant)}")
        else:
            hint = did_you_mean(nearest(row[at], optional))
            notes.append(f"Kolonnen {quote(row[at])} ({names[at]}) er ikke læst.{hint}")
    for column in missing:
        faults.add(index + 1, f"{_place(sheet, index + 1, 0)}: Rækken mangler overskriften »{column.value}«.")
    return found, notes


_NEEDED = (Column.TECHNOLOGY, Column.USAGE)


def has_needed_headings(rows: Rows) -> bool:
    """Whether a sheet has the headings that own use cannot be read without."""
    return any(set(_NEEDED) <= set(map(heading_of, row)) for row in rows[:HEADING_ROWS])


def _place(sheet: str, row: int, column: int) -> str:
    return f"{sheet} {cell_name(row, column)}".strip()


def _clean(cell: str) -> str:
    return " ".join(cell.split())
