"""A kommune's own use from a spreadsheet's rows: columns in any order, and every fault by its cell.

Nothing is guessed: a word that is not understood is a fault with »Mente du …?«, and what is not used is told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from radar_core.errors import DataError
from radar_core.lookup import technology_labels
from radar_core.model import Bundle, Ring
from radar_core.own_use.model import MAX_EVIDENCE, OwnRadar, OwnUse, Stage, Value
from radar_core.sheets.cells import Cell, CellFaults, SheetReader
from radar_core.sheets.csv_file import Rows
from radar_core.sheets.own_use_words import HEADING_ROWS, HEADINGS, OwnColumn, heading_of, known_headings
from radar_core.sheets.workbook import FileSheet
from radar_core.spelling import did_you_mean, either, is_outright, letters, nearest, quote, technologies

M = TypeVar("M", OwnColumn, Stage, Value)


def _words(meanings: Mapping[M, str]) -> dict[str, M]:
    return {letters(word): meant for meant, words in meanings.items() for word in words.split("|")}


_STAGES = _words(
    {
        Stage.BRUGER_IKKE: "bruger ikke|bruges ikke|anvender ikke|anvendes ikke|ikke i brug|overvejer ikke",
        Stage.OVERVEJER: "overvejer|overvejes|under overvejelse",
        Stage.AFPROEVER: "afprøver|afprøves|prøver af|prøves af|under afprøvning|afprøvning|pilot|pilotprojekt",
        Stage.I_DRIFT: "i drift|drift|er i drift|idriftsat",
    }
)
_VALUES = _words(
    {Value.JA: "ja", Value.DELVIST: "delvist|delvis|til dels", Value.NEJ: "nej", Value.VED_IKKE: "ved ikke"}
)
_PLACED = {
    letters(word): stage
    for stage in Stage
    for word in (str(stage.level + 1), stage.ring.value, f"{stage.level + 1} {stage.ring.value}")
}
"""A kommune's own placement on KL's rings, as kommuner keep it in sheets: 1 is AFVENT and 4 is KLAR."""
PLACED_CAPTION = (
    "Jeres placeringer er læst som brug: "
    + ", ".join(f"{stage.level + 1} eller {stage.ring.value} = {stage.label}" for stage in Stage)
    + ". Det er vores tolkning. Ret det, der ikke passer."
)
"""Stands on every import in which a placement was read."""

# In use may be a trial or drift; only the kommune knows.
_EITHER = frozenset(map(letters, "bruger|bruges|i brug|anvender|anvendes|ja|x".split("|")))
_STAGE_LABELS = {folded: stage.label for folded, stage in _STAGES.items()}
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
    faults = CellFaults(file)
    reader = SheetReader(FileSheet("", rows), sheet, faults)
    reading = _OwnRows(reader, faults, technology_labels(bundle), {t.id: t.name for t in bundle.technologies}, by, at)
    heading_row = _heading_row(reader.rows)
    says_something = any(map(any, reader.rows))
    columns, notes = _columns(reader.row(heading_row), faults) if says_something else ({}, [])
    if not says_something:
        faults.add_whole("Arket er tomt.")
    unanswered = 0
    if OwnColumn.TECHNOLOGY in columns and {OwnColumn.STAGE, OwnColumn.PLACEMENT} & set(columns):
        for row in range(heading_row + 1, len(rows) + 1):
            unanswered += reading.row({column: reader.cell(row, at) for column, at in columns.items()})
    if faults:
        raise DataError(faults.all())
    if reading.is_placed:
        notes.append(PLACED_CAPTION)
    if unanswered:
        notes.append(f"{technologies(unanswered)} har ingen status og er ikke ændret.")
    own = target
    for use in reading.uses:
        own = own.with_use(use)
    return OwnImport(own, tuple(notes))


@dataclass
class _OwnRows:
    """What has been read of the rows so far."""

    reader: SheetReader
    faults: CellFaults
    id_by_label: Mapping[str, str]
    name_by_id: Mapping[str, str]
    by: str
    at: dt.datetime | None
    uses: list[OwnUse] = field(default_factory=list)
    is_placed: bool = False
    """Whether a placement on KL's rings was read as use: where there is a status, that holds."""
    _first: dict[str, Cell] = field(default_factory=dict)

    def row(self, cells: Mapping[OwnColumn, Cell]) -> bool:
        """Read one row. True where it names a technology and says nothing of it."""
        said = {column: cell for column, cell in cells.items() if cell.text}
        if not said or not all(map(self.reader.is_readable, said.values())):
            return False
        technology = self._technology(cells[OwnColumn.TECHNOLOGY])
        beside = {OwnColumn.EVIDENCE, OwnColumn.VALUE} & set(said)
        if not {OwnColumn.STAGE, OwnColumn.PLACEMENT} & set(said):
            if beside:
                answered = cells.get(OwnColumn.STAGE) or cells[OwnColumn.PLACEMENT]
                self.faults.add(answered, f"Status mangler. {_CHOOSE_STAGE}")
            return technology is not None and not beside
        is_told = OwnColumn.STAGE in said
        stage = self._stage(said[OwnColumn.STAGE]) if is_told else self._placed(said[OwnColumn.PLACEMENT])
        value = self._value(said[OwnColumn.VALUE], stage) if OwnColumn.VALUE in said else None
        evidence = self._evidence(said[OwnColumn.EVIDENCE]) if OwnColumn.EVIDENCE in said else ""
        if technology is not None and stage is not None:
            self.uses.append(OwnUse(technology, stage, evidence, value, self.by, self.at))
        return False

    def _technology(self, cell: Cell) -> str | None:
        if not cell.text:
            self.faults.add(cell, "Navnet på teknologien mangler.")
            return None
        technology = self.id_by_label.get(letters(cell.text))
        if technology is None:
            meant = nearest(cell.text, self.id_by_label)
            hint = did_you_mean(meant and self.name_by_id[meant])
            self.faults.add(cell, f"Jeg kender ikke teknologien {quote(cell.text)}.{hint}{_NOT_OURS}")
        elif technology in self._first:
            name, first = quote(self.name_by_id[technology]), self._first[technology].name
            self.faults.add(cell, f"{name} står to gange; det første sted er {first}.")
        else:
            self._first[technology] = cell
        return technology

    def _stage(self, cell: Cell) -> Stage | None:
        stage = _STAGES.get(letters(cell.text)) if is_outright(cell.text) else None
        if stage is None and letters(cell.text) in _EITHER:
            self.faults.add(cell, f"{quote(cell.text)} kan både være »afprøver« og »i drift«. Skriv en af dem.")
        elif stage is None:
            hint = did_you_mean(nearest(cell.text, _STAGE_LABELS))
            self.faults.add(cell, f"Jeg forstår ikke {quote(cell.text)} som status. {_CHOOSE_STAGE}{hint}")
        return stage

    def _placed(self, cell: Cell) -> Stage | None:
        stage = _PLACED.get(letters(cell.text)) if is_outright(cell.text) else None
        if stage is None:
            self.faults.add(cell, f"Jeg forstår ikke {quote(cell.text)} som placering. {_CHOOSE_PLACEMENT}")
        self.is_placed = True
        return stage

    def _value(self, cell: Cell, stage: Stage | None) -> Value | None:
        value = _VALUES.get(letters(cell.text)) if is_outright(cell.text) else None
        if value is None:
            hint = did_you_mean(nearest(cell.text, _VALUE_LABELS))
            choices = either([v.label for v in Value])
            self.faults.add(cell, f"Jeg forstår ikke {quote(cell.text)} som værdi. Skriv {choices}.{hint}")
        if stage not in (None, Stage.I_DRIFT):
            self.faults.add(cell, "Værdi kan kun stå ved det, der er i drift. Slet den, eller ret status.")
            return None
        return value

    def _evidence(self, cell: Cell) -> str:
        evidence = " ".join(cell.text.split())
        if len(evidence) > MAX_EVIDENCE:
            self.faults.add(cell, f"Begrundelsen er på {len(evidence)} tegn; der er plads til {MAX_EVIDENCE}.")
        return evidence


_NOT_OURS = " Er den ikke blandt KL's teknologier, så slet rækken."
_CHOOSE_PLACEMENT = f"Skriv 1, 2, 3 eller 4, hvor 4 er KLAR, eller {either([r.value for r in reversed(Ring)])}."
_CHOOSE_STAGE = f"Skriv {either([stage.label for stage in Stage])}."


def _heading_row(rows: Rows) -> int:
    """The row (from 1) with most headings we know; the first that says anything where none has any."""
    first = next((number for number, row in enumerate(rows, start=1) if any(row)), 1)
    counts = [known_headings(row) for row in rows[:HEADING_ROWS]]
    return counts.index(max(counts)) + 1 if any(counts) else first


def _columns(cells: Sequence[Cell], faults: CellFaults) -> tuple[dict[OwnColumn, int], list[str]]:
    """Where each column stands, and a note for every heading that is not used.

    Only a heading that cannot be done without is a fault; a column of one's own is in nobody's way.
    """
    found: dict[OwnColumn, Cell] = {}
    others: list[Cell] = []
    for cell in cells:
        column = heading_of(cell.text)
        if column is None:
            others += [cell] if cell.text else []
        elif column in found:
            first = found[column]
            words = f"{quote(cell.text)} og {quote(first.text)} ({first.name}) betyder det samme. Behold en af dem."
            faults.add(cell, words)
        else:
            found[column] = cell
    instead = {OwnColumn.STAGE} if OwnColumn.PLACEMENT in found else set()
    missing = [column for column in _NEEDED if column not in found and column not in instead]
    needed = {folded: column.value for folded, column in HEADINGS.items() if column in missing}
    optional = {folded: column.value for folded, column in HEADINGS.items() if column not in (*found, *missing)}
    notes = []
    for cell in others:
        if meant := nearest(cell.text, needed):
            faults.add(cell, f"Jeg kender ikke overskriften {quote(cell.text)}.{did_you_mean(meant)}")
        else:
            hint = did_you_mean(nearest(cell.text, optional))
            notes.append(f"Kolonnen {quote(cell.text)} ({cell.name}) er ikke læst.{hint}")
    for column in missing:
        faults.add(cells[0], f"Rækken mangler overskriften »{column.value}«.")
    return {column: cell.column for column, cell in found.items()}, notes


_NEEDED = (OwnColumn.TECHNOLOGY, OwnColumn.STAGE)


def has_needed_headings(rows: Rows) -> bool:
    """Whether a sheet has the headings that own use cannot be read without."""
    return any(set(_NEEDED) <= set(map(heading_of, row)) for row in rows[:HEADING_ROWS])
