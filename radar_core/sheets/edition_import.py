"""A spreadsheet (xlsx, csv) -> edition YAML, or every fault at once, each with its cell: »C14: …«.

Nothing is guessed. What is not used is told, and what could be read in two ways is asked about.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from radar_core.editions.edition import cross_check, read_edition
from radar_core.editions.newness import Newness, sign_fault
from radar_core.editions.schema import EditionFile, PlacementRecord, TotalRecord
from radar_core.errors import DataError
from radar_core.files.check import checked
from radar_core.files.cross_checks import KnownNames, Names
from radar_core.files.faults import FileFaults
from radar_core.files.records import Record
from radar_core.files.strict_yaml import SUPPRESSED, Node, Scalar
from radar_core.files.writer import to_yaml
from radar_core.model import SAMLET, Belaeg, Bundle, Edition
from radar_core.sheets.cells import Cell, CellFaults, SheetReader
from radar_core.sheets.edition_facts import Facts, belaeg_of
from radar_core.sheets.edition_form import Form, form_of, missing_fagomraade
from radar_core.sheets.edition_rows import Placed, RadarReader
from radar_core.sheets.edition_words import (
    CHOOSE_BELAEG,
    FACTS_SHEET,
    GUIDE_SHEET,
    LAYOUTS,
    Column,
    Fact,
    SheetNames,
)
from radar_core.sheets.unseen import unseen
from radar_core.sheets.workbook import FileSheet, read_sheets, unresolved
from radar_core.spelling import letters, quote, together

_FACTS_SHEETS = frozenset(map(letters, (FACTS_SHEET, "udgaven", "om udgave")))
_RENAMES_APART = 3
"""So many new names get a line each."""
_POSITION_DECIMALS = 12
"""What stands further out is how a spreadsheet calculates: 0.1 + 0.2 is 0.30000000000000004."""
_HEADING = "# Lavet af regnearket {file} med »teknologiradar editions import«.\n"


@dataclass(frozen=True)
class EditionImport:
    """An edition as it was read from a spreadsheet."""

    text: str
    """The edition file, in YAML."""
    edition: Edition
    notes: tuple[str, ...]
    """What was not read, or read under another name, in Danish sentences."""


def import_edition(
    data: bytes, file: str, bundle: Bundle, given: Mapping[Fact, str] | None = None, newness: Newness | None = None
) -> EditionImport:
    """The edition in an xlsx or csv file's bytes; technologies and fagområder are those of ``bundle``.

    ``given`` says facts of the edition beside the file, and goes before what the file says. ``file`` is the name faults
    carry; ``newness`` is what its date and id are held against. Raises ``DataError`` with every fault; its line is the
    row, and its message begins with the cell.
    """
    faults = CellFaults(file)
    reading = _Reading(SheetNames.of(bundle), faults, Facts(faults, []))
    reading.take(read_sheets(data, file), given or {})
    placed = reading.placements()
    writing = _Writing(reading.facts, reading.known, faults)
    fields = writing.fields(placed)
    writing.check(fields, bundle)
    writing.check_new(fields, newness)
    if faults:
        raise DataError(faults.all())
    text = _HEADING.format(file=quote(file)) + to_yaml({name: _plain(value) for name, value in fields.items()})
    known = _known_names(bundle)
    notes = (*reading.unseen, *reading.facts.notes, *_renamed(writing.renames))
    return EditionImport(text, read_edition(text.encode(), file, known), notes)


def _renamed(names: Mapping[Cell, str]) -> list[str]:
    """What the edition calls otherwise than we do: a line each, or all in one, so that no other note drowns."""
    if len(names) <= _RENAMES_APART:
        called = "{}: {} kommer til at hedde {} i udgaven, som i arket."
        return [called.format(cell.name, quote(ours), quote(cell.text)) for cell, ours in names.items()]
    listed = [f"{cell.name} {quote(cell.text)} (hos os {quote(ours)})" for cell, ours in names.items()]
    return [f"{len(names)} teknologier kommer til at hedde det samme i udgaven som i arket: {', '.join(listed)}."]


class _Reading:
    """The sheets of a file, each taken for what it is."""

    def __init__(self, known: SheetNames, faults: CellFaults, facts: Facts) -> None:
        self.known, self.faults, self.facts = known, faults, facts
        self.unseen: list[str] = []
        """What was read though a person may not see it."""
        self._radars: list[tuple[FileSheet, SheetReader, Form]] = []

    def take(self, sheets: tuple[FileSheet, ...], given: Mapping[Fact, str]) -> None:
        """Find the radar and what is said of the edition."""
        radars = []
        for sheet in sheets:
            reader = SheetReader(sheet, sheet.title, self.faults)
            if letters(sheet.title) in _FACTS_SHEETS:
                self.unseen += unseen(sheet, sheet.title)
                self.facts.add_rows(reader, len(sheet.rows), is_own_sheet=True)
            elif (form := form_of(reader, self.known)).is_radar and letters(sheet.title) != letters(GUIDE_SHEET):
                radars.append((sheet, form))
            elif sheet.rows and letters(sheet.title) != letters(GUIDE_SHEET):
                self.facts.notes.append(f"Arket {quote(sheet.title)} er ikke læst.")
        for sheet, form in radars:
            shown = sheet.title if len(radars) > 1 else ""
            self.unseen += unseen(sheet, shown)
            reader = SheetReader(sheet, shown, self.faults)
            self._radars.append((sheet, reader, form))
            self.facts.add_rows(reader, form.rows_above, is_own_sheet=False)
        self.facts.add_given(given)

    def placements(self) -> list[Placed]:
        """Every placement of every radar sheet."""
        if not self._radars:
            self.faults.add_whole(f"Jeg finder ingen radar i filen. {LAYOUTS}")
            return []
        if len(self._radars) > 1 and not all(form.is_one_radar for _, _, form in self._radars):
            self._refuse_two()
            return []
        numbers = self.facts.numbers()
        can_ask = not self.facts.has_unread(Fact.TAL)
        placed: list[Placed] = []
        taken: dict[str, str] = {}
        for sheet, reader, form in self._radars:
            radar = RadarReader(reader, form, self.known, numbers, can_ask, self.faults, self.facts.notes)
            asks = form.is_one_radar and not form.rings_beside
            one_radar = self._one_radar(sheet, reader, form) if asks else None
            if one_radar and one_radar in taken:
                name = self.known.fagomraade_names[one_radar]
                self.faults.add_whole(
                    f"Arkene {quote(taken[one_radar])} og {quote(sheet.title)} er begge {quote(name)}. Behold ét."
                )
                continue
            if one_radar:
                taken.setdefault(one_radar, sheet.title)
            placed += radar.read(one_radar)
        if not placed and not self.faults:
            self.faults.add_whole("Der står ingen ringe i arket, så udgaven er tom.")
        return placed

    def _one_radar(self, sheet: FileSheet, reader: SheetReader, form: Form) -> str | None:
        titled = self.known.fagomraader.get(letters(sheet.title)) if sheet.title else None
        said = self.facts.fagomraade(self.known) if len(self._radars) == 1 else None
        if titled and said and titled != said:
            cell = self.facts.cells[Fact.FAGOMRAADE]
            self.faults.add(cell, f"Her står {quote(cell.text)}, men arket hedder {quote(sheet.title)}. Ret det ene.")
        if not said and not titled and not self.facts.has_unread(Fact.FAGOMRAADE):
            self.faults.add(*missing_fagomraade(reader, form))
        return said or titled

    def _refuse_two(self) -> None:
        names = [quote(sheet.title) + (" (skjult)" if sheet.is_hidden else "") for sheet, _, _ in self._radars]
        self.faults.add_whole(
            f"Filen har {len(names)} ark, der ligner en radar: {together(names)}. Behold det ene, og slet resten."
        )


@dataclass(frozen=True)
class _Said:
    """One value of the edition file and the cell it comes from."""

    value: Scalar
    cell: Cell


@dataclass
class _Writing:
    """From what the sheets say to the fields of an edition file."""

    facts: Facts
    known: SheetNames
    faults: CellFaults
    renames: dict[Cell, str] = field(default_factory=dict)
    """Each technology that is called in the edition as in the sheet, by its cell, with our name of it."""
    _cells: list[Cell] = field(default_factory=list)

    def fields(self, placed: list[Placed]) -> dict[str, object]:
        """The fields of the edition file, each value a ``_Said``."""
        own = {name: _Said(value, cell) for name, (value, cell) in self.facts.check().items()}
        radars = list(dict.fromkeys(p.fagomraade for p in placed))
        radars.sort(key=lambda fagomraade: fagomraade != SAMLET)
        first = {p.fagomraade: p.ring_cell for p in reversed(placed)}
        ordered = sorted(placed, key=lambda p: radars.index(p.fagomraade))
        belaeg = self.facts.belaeg()
        totals = self.facts.totals(self.known)
        return {
            **own,
            **({"teknologier_i_alt": _totals(*totals)} if totals else {}),
            "fagomraader": [_Said(name, first[name]) for name in radars if name != SAMLET],
            "placeringer": [self._placement(each, belaeg) for each in ordered],
        }

    def _placement(self, placed: Placed, belaeg: tuple[Belaeg, Cell] | None) -> dict[str, _Said]:
        cell = placed.ring_cell
        fields = {
            "teknologi": _Said(placed.technology, placed.technology_cell),
            "fagomraade": _Said(placed.fagomraade, cell),
            "ring": _Said(placed.ring.value, cell),
        }
        fields |= self._belaeg(placed, belaeg) | self._kilde(placed) | self._position(placed) | self._name(placed)
        note = placed.details.get(Column.NOTE)
        return fields | ({"note": _Said(note.text, note)} if note and note.text else {})

    def _belaeg(self, placed: Placed, default: tuple[Belaeg, Cell] | None) -> dict[str, _Said]:
        cell = placed.details.get(Column.BELAEG)
        if cell and unresolved(cell.text):
            return {}
        if cell and cell.text:
            found = belaeg_of(cell, self.faults)
            return {"belaeg": _Said(found.value, cell)} if found else {}
        if default:
            return {"belaeg": _Said(default[0].value, default[1])}
        if self.facts.has_unread(Fact.BELAEG):
            return {}
        if cell:
            self.faults.add(cell, f"Belæg mangler. {CHOOSE_BELAEG}")
        else:
            self.faults.add_whole(
                f"Belæg mangler. {CHOOSE_BELAEG} Det kan stå i en kolonne »Belæg« eller ved »Belæg« i »{FACTS_SHEET}«."
            )
        return {}

    def _kilde(self, placed: Placed) -> dict[str, _Said]:
        cell = placed.details.get(Column.KILDE)
        whole = self.facts.cells.get(Fact.KILDE)
        found = cell if cell and cell.text else whole
        return {"kilde": _Said(found.text, found)} if found and found.text else {}

    def _position(self, placed: Placed) -> dict[str, _Said]:
        cell = placed.details.get(Column.POSITION)
        if not cell or not cell.text or unresolved(cell.text):
            return {}
        try:
            return {"position": _Said(round(float(cell.text.replace(",", ".")), _POSITION_DECIMALS), cell)}
        except ValueError:
            self.faults.add(cell, f"{quote(cell.text)} er ikke et tal. Skriv et tal fra 0 til 1, for eksempel 0,5.")
            return {}

    def _name(self, placed: Placed) -> dict[str, _Said]:
        """The edition's own words: from their column, else the sheet's name of the technology where it is not ours."""
        cell = placed.details.get(Column.NAVN)
        if cell and cell.text:
            return {"navn": _Said(cell.text, cell)}
        written, ours = placed.technology_cell, self.known.technology_names[placed.technology]
        if letters(written.text) == letters(ours) or written.text == placed.technology:
            return {}
        self.renames[written] = ours
        return {"navn": _Said(written.text, written)}

    def check(self, fields: Mapping[str, object], bundle: Bundle) -> None:
        """Report what an edition file may not say, by the cell it stands in."""
        found = FileFaults("")
        present = {name: self._node(value) for name, value in fields.items()}
        found.last_line = len(self._cells)
        root = _with_told(present, EditionFile, 0)
        if fields["placeringer"]:
            checked(root, EditionFile, found)
            cross_check(root, _known_names(bundle), found)
        for fault in found.all():
            if fault.line:
                self.faults.add(self._cells[fault.line - 1], fault.message)
            else:
                self.faults.add_whole(fault.message)

    def check_new(self, fields: Mapping[str, object], newness: Newness | None) -> None:
        """Report what a new edition may not have, by the cell it stands in."""
        drawn: list[_Said] = []
        for name, value in fields.items():
            match value:
                case _Said(value=str() as text, cell=cell):
                    drawn += [value] if name in ("titel", "kilde") else []
                    look = {"dato": newness.date_fault, "id": newness.id_fault} if newness else {}
                    if name in look and (words := look[name](text)):
                        self.faults.add(cell, words)
                case list():
                    placements = (each for each in value if isinstance(each, Mapping))
                    drawn += [each[name] for each in placements for name in ("navn", "kilde") if name in each]
        for said in drawn:
            if words := sign_fault(str(said.value)):
                self.faults.add(said.cell, words)

    def _node(self, value: object) -> Node:
        """The value as the checks of edition files want it; its line is the number of its cell."""
        match value:
            case _Said():
                self._cells.append(value.cell)
                return Node(value.value, len(self._cells))
            case Mapping():
                found = {name: self._node(each) for name, each in value.items()}
                model = TotalRecord if "antal" in found else PlacementRecord
                return _with_told(found, model, next(iter(found.values())).line)
            case list():
                items = tuple(map(self._node, value))
                return Node(items, items[0].line if items else 0)
        raise TypeError(type(value).__name__)


def _totals(found: list[tuple[str, int]], cell: Cell) -> list[dict[str, _Said]]:
    return [{"fagomraade": _Said(where, cell), "antal": _Said(count, cell)} for where, count in found]


def _with_told(found: Mapping[str, Node], model: type[Record], line: int) -> Node:
    """The fields as one node; those that must be there and are not have been told of already."""
    required = [name for name, info in model.model_fields.items() if info.is_required()]
    return Node({**{name: Node(SUPPRESSED, line) for name in required}, **found}, line)


def _plain(value: object) -> object:
    match value:
        case _Said():
            return value.value
        case Mapping():
            return {name: _plain(each) for name, each in value.items()}
        case list():
            return [_plain(each) for each in value]
    return value


def _known_names(bundle: Bundle) -> KnownNames:
    return KnownNames(
        Names("Teknologien", "teknologier.yaml", frozenset(bundle.technology_by_id)),
        Names("Fagområdet", "fagomraader.yaml", frozenset(bundle.fagomraade_by_id)),
    )
