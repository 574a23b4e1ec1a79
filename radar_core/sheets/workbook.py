"""A spreadsheet file, xlsx, xlsm or csv, as sheets of text: merged cells filled, numbers and dates as people write.

An xlsx file is looked through before it is opened, since it is a zip of XML that anybody can have made; see
docs/adr/0013-regneark-laeses-med-openpyxl.md.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain
from xml.parsers import expat

from radar_core.errors import DataError, Fault
from radar_core.sheets.csv_file import Rows, csv_rows

MAX_FILE_BYTES = 5_000_000
MAX_UNPACKED_BYTES = 10_000_000
"""All members of an xlsx file together."""
MAX_MEMBERS = 1000
MAX_SHEETS = 50
MAX_ROWS = 2000
MAX_COLUMNS = 200
MAX_MERGED = 200_000
"""Cells of one sheet that may lie in merged ranges."""

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
"""The namespace of the other form of xlsx, which openpyxl reads as empty."""
_BINARY_BOOK = "xl/workbook.bin"
_OFF = ("0", "false", "off")
_NO_BOOK = ("word/", "ppt/")
_CHUNK = 65_536
# What Excel and LibreOffice write where a formula went wrong, in Danish and English.
_ERROR_VALUE = re.compile(r"#[A-ZÆØÅ/0]+[!?]?")


@dataclass(frozen=True)
class FileSheet:
    """One sheet of a file. Every row has as many cells as the widest; row 1 of the spreadsheet is the first."""

    title: str
    """What its tab says; empty for csv."""
    rows: Rows
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    """From 1."""
    hidden_columns: frozenset[int] = frozenset()
    """From 0."""
    struck: frozenset[tuple[int, int]] = frozenset()
    """Row (from 1) and column (from 0) of each cell whose text is struck through, or a part of it."""


def read_sheets(data: bytes, file: str) -> tuple[FileSheet, ...]:
    """The sheets of an xlsx, xlsm or csv file, in their order. ``file`` is the name faults carry. Macros are never run.

    A formula counts by the result it was saved with; see ``unresolved`` for one that has none.
    Raises ``DataError`` where the file is too large, unsafe or no spreadsheet.
    """
    if len(data) > MAX_FILE_BYTES:
        raise _refused(file, f"Filen er for stor: den må højst fylde {MAX_FILE_BYTES // 1_000_000} MB.")
    if data.startswith(_OLE):
        raise _refused(
            file, "Filen er et gammelt regneark (.xls) eller har adgangskode. Gem den som .xlsx uden adgangskode."
        )
    if data.startswith(_ZIP):
        return _read_xlsx(data, file)
    return (FileSheet("", _rectangular(csv_rows(data, file))),)


def unresolved(cell: str) -> str | None:
    """Why a cell has no value to read, as a Danish sentence; None where it has one."""
    if cell.startswith("="):
        return "Formlen i cellen er ikke regnet ud. Åbn filen i Excel, gem den, og prøv igen."
    if _ERROR_VALUE.fullmatch(cell):
        return f"Formlen i cellen giver fejlen »{cell}«. Ret den, eller skriv værdien."
    return None


@dataclass
class _Look:
    """What was seen in one member of the zip before it was opened."""

    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    """First column, first row, last column, last row; all from 1."""
    without_result: dict[tuple[int, int], str] = field(default_factory=dict)
    """Formulas without a result, by row and column from 1."""
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    struck: set[tuple[int, int]] = field(default_factory=set)
    """Cells whose own text is struck through, by row and column from 1."""
    shared: dict[tuple[int, int], str] = field(default_factory=dict)
    """Cells that hold one of the shared texts, and which."""
    struck_texts: set[str] = field(default_factory=set)
    """The shared texts that are struck through, by their number, where the member lists them."""


class _Unsafe(Exception):
    """The file is not opened; ``str()`` is the Danish sentence."""


def _read_xlsx(data: bytes, file: str) -> tuple[FileSheet, ...]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            looks = _looked_through(archive)
        return _opened(data, looks)
    except _Unsafe as unsafe:
        raise _refused(file, str(unsafe)) from None
    except Exception:
        # A broken file makes zipfile and openpyxl raise anything from KeyError to zlib.error.
        raise _refused(file, "Filen er beskadiget. Åbn den i Excel, gem den igen som .xlsx, og prøv igen.") from None


def _looked_through(archive: zipfile.ZipFile) -> dict[str, _Look]:
    members = archive.infolist()
    names = {member.filename for member in members}
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
        raise _Unsafe(
            f"Filen fylder for meget, når den er pakket ud: den må højst fylde {MAX_UNPACKED_BYTES // 1_000_000} MB."
        )
    if _BINARY_BOOK in names:
        raise _Unsafe("Filen er en binær projektmappe (.xlsb). Gem den som Excel-projektmappe (.xlsx), og prøv igen.")
    if "[Content_Types].xml" not in names or any(name.startswith(_NO_BOOK) for name in names):
        raise _Unsafe("Filen er ikke et regneark fra Excel. Gem arket som .xlsx eller som »CSV UTF-8«.")
    return {member.filename: _look_at(archive, member) for member in members}


def _look_at(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> _Look:
    watcher = _Watcher()
    with archive.open(member) as opened:
        while chunk := opened.read(_CHUNK):
            try:
                watcher.parser.Parse(chunk)
            except expat.ExpatError:
                break  # a picture, or broken; what it holds past here cannot be read by openpyxl either
    return watcher.look


class _Watcher:
    """Reads XML past without building anything. The handlers raise ``_Unsafe``."""

    def __init__(self) -> None:
        self.look = _Look()
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self._cell: dict[str, str] | None = None
        self._inside = ""
        self._said: dict[str, str] = {}
        self._texts = 0
        self._is_struck = False
        self._merged_cells = 0
        self._sheets = 0

    def _doctype(self, *_: object) -> None:
        raise _Unsafe("Filen er ikke lavet af et regnearksprogram. Åbn den i Excel, og gem den igen som .xlsx.")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        if space == _STRICT:
            raise _Unsafe("Filen er gemt som Strict Open XML. Gem den som Excel-projektmappe (.xlsx), og prøv igen.")
        if local == "c":
            self._cell, self._said, self._is_struck = attributes, {}, False
        elif local == "row" and _is_unseen(attributes, "ht") and attributes.get("r", "").isdecimal():
            self.look.hidden_rows.add(int(attributes["r"]))
        elif local == "col" and _is_unseen(attributes, "width"):
            first, last = (int(attributes.get(side, "0")) for side in ("min", "max"))
            self.look.hidden_columns.update(range(first, min(last, MAX_COLUMNS) + 1))
        elif local == "si":
            self._is_struck = False
        elif local == "strike":
            self._is_struck |= attributes.get("val", "1") not in _OFF
        elif local in ("f", "v", "is") and self._cell is not None:
            self._inside = local
            self._said.setdefault(local, "")
        elif local == "mergeCell" and "ref" in attributes:
            self._merge(attributes["ref"])
        elif local == "sheet":
            self._sheets += 1
            if self._sheets > MAX_SHEETS:
                raise _Unsafe(f"Filen har for mange ark: der må højst være {MAX_SHEETS}.")

    def _text(self, text: str) -> None:
        if self._inside:
            self._said[self._inside] += text

    def _end(self, name: str) -> None:
        local = name.rpartition(" ")[2]
        if local == self._inside:
            self._inside = ""
        elif local == "c" and self._cell is not None:
            self._end_of_cell(self._cell)
            self._cell = None
        elif local == "si":
            if self._is_struck:
                self.look.struck_texts.add(str(self._texts))
            self._texts += 1

    def _end_of_cell(self, cell: dict[str, str]) -> None:
        has_value = bool(self._said.get("v") or self._said.get("is"))
        if "r" not in cell or not (has_value or "f" in self._said):
            return
        from openpyxl.utils.cell import coordinate_to_tuple  # a tenth of a second to import, and lxml with it

        at = row, column = coordinate_to_tuple(cell["r"])
        if row > MAX_ROWS or column > MAX_COLUMNS:
            raise _Unsafe(
                f"Der står noget i celle {cell['r'][:12]}. Der er kun plads til {MAX_ROWS} rækker og {MAX_COLUMNS} "
                "kolonner; slet det, der står længere ude."
            )
        if self._is_struck:
            self.look.struck.add(at)
        if cell.get("t") == "s":
            self.look.shared[at] = self._said.get("v", "").strip()
        # A formula whose result is empty text says so by its type; one without a result has no type.
        if "f" in self._said and not has_value and cell.get("t") != "str":
            self.look.without_result[at] = f"={self._said['f']}"

    def _merge(self, ref: str) -> None:
        from openpyxl.utils.cell import range_boundaries

        left, top, right, bottom = range_boundaries(ref)
        if left is None or top is None or right is None or bottom is None:
            return
        right, bottom = min(right, MAX_COLUMNS), min(bottom, MAX_ROWS)
        self._merged_cells += max(right - left + 1, 0) * max(bottom - top + 1, 0)
        if self._merged_cells > MAX_MERGED:
            raise _Unsafe("Filen har for mange flettede celler. Fjern fletningen, og prøv igen.")
        self.look.merged.append((left, top, right, bottom))


def _opened(data: bytes, looks: dict[str, _Look]) -> tuple[FileSheet, ...]:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of what it does not carry over; we only read values
        struck_texts = set().union(*(look.struck_texts for look in looks.values()))
        workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheets = []
        for worksheet in workbook.worksheets:
            # Taken out, so that two sheets of one member, read over and over, are no spreadsheet.
            look = looks.pop(getattr(worksheet, "_worksheet_path"))  # noqa: B009 - the type does not know it
            struck = look.struck | {at for at, text in look.shared.items() if text in struck_texts}
            rows: list[list[str]] = []
            for cells in worksheet.iter_rows(min_row=1, max_row=MAX_ROWS, max_col=MAX_COLUMNS):
                rows.append([_text_of(cell) for cell in cells])
                struck |= {(len(rows), at) for at, cell in enumerate(cells, start=1) if _is_struck(cell)}
            for (row, column), formula in look.without_result.items():
                _put(rows, row, column, formula)
            for merged in look.merged:
                _fill(rows, merged)
            sheets.append(
                FileSheet(
                    worksheet.title,
                    _rectangular(rows),
                    worksheet.sheet_state != "visible",
                    frozenset(look.hidden_rows),
                    frozenset(column - 1 for column in look.hidden_columns),
                    frozenset((row, column - 1) for row, column in struck),
                )
            )
        workbook.close()
    return tuple(sheets)


def _is_unseen(attributes: Mapping[str, str], size: str) -> bool:
    """Whether a row or column is hidden, or of no size."""
    return attributes.get("hidden", "0") not in _OFF or attributes.get(size) in ("0", "0.0")


def _is_struck(cell: object) -> bool:
    return getattr(cell, "value", None) is not None and bool(getattr(getattr(cell, "font", None), "strike", False))


def _text_of(cell: object) -> str:
    value = getattr(cell, "value", None)
    match value:
        case None:
            return ""
        case bool():
            return "SAND" if value else "FALSK"
        case float() if value.is_integer():
            return str(int(value))
        case dt.datetime() if value.time() == dt.time():
            return _day(value.date(), str(getattr(cell, "number_format", "")))
        case dt.datetime() | dt.date():
            return value.isoformat()
    return str(value)


def _day(date: dt.date, number_format: str) -> str:
    """The date as exactly as the sheet shows it: Excel makes the first of the month of »2026-03«."""
    shown = re.sub(r'\[[^\]]*\]|"[^"]*"|\\.', "", number_format).casefold()
    if "d" in shown or "y" not in shown:
        return date.isoformat()
    return date.strftime("%Y-%m" if "m" in shown else "%Y")


def _put(rows: list[list[str]], row: int, column: int, text: str) -> None:
    rows += [[] for _ in range(row - len(rows))]
    cells = rows[row - 1]
    cells += [""] * (column - len(cells))
    cells[column - 1] = text


def _fill(rows: list[list[str]], merged: tuple[int, int, int, int]) -> None:
    """Give every cell of a merged range what its first cell says."""
    left, top, right, bottom = merged
    if top > len(rows) or left > len(rows[top - 1]) or not (text := rows[top - 1][left - 1].strip()):
        return
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            _put(rows, row, column, text)


def _rectangular(rows: Rows) -> Rows:
    """The rows without the empty ones at the end and the empty cells to the right, all equally wide."""
    said = [[bool(cell.strip()) for cell in row] for row in rows]
    height = max((number for number, row in enumerate(said, start=1) if any(row)), default=0)
    width = max(chain((0,), (column for row in said for column, is_said in enumerate(row, start=1) if is_said)))
    return [(list(row) + [""] * width)[:width] for row in rows[:height]]


def _refused(file: str, message: str) -> DataError:
    return DataError([Fault(file, 0, message)])
