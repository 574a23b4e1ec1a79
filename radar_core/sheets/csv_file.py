"""CSV as Excel and others write it, to rows."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Sequence

from radar_core.errors import DataError, Fault
from radar_core.files.text import MAX_BYTES
from radar_core.sheets.own_use_words import HEADING_ROWS, known_headings

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_DELIMITERS = (";", ",", "\t")
# Excel's own first line that names the delimiter; it is no row of the sheet.
_EXCELS_OWN_LINE = re.compile(r"sep=([;,\t])(?:\r?\n|\Z)", re.IGNORECASE)
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"


def csv_rows(data: bytes, file: str) -> Rows:
    """The cells of a CSV file. Row numbers are the spreadsheet's. Raises ``DataError`` where it is not one."""
    if len(data) > MAX_BYTES:
        raise _refused(file, f"Filen er for stor: den må højst fylde {MAX_BYTES // 1_000_000} MB.")
    if data.startswith((_ZIP, _OLE)):
        raise _refused(file, "Filen er et regneark. Gem arket som CSV (semikolonsepareret), og prøv igen.")
    text = decoded(data)
    if text is None:
        raise _refused(file, "Filen kan ikke læses som tekst. Gem arket som »CSV UTF-8«, og prøv igen.")
    delimiters: tuple[str, ...] = _DELIMITERS
    if named := _EXCELS_OWN_LINE.match(text):
        text, delimiters = text[named.end() :], (named[1],)
    found = [rows for delimiter in delimiters if (rows := _split(text, delimiter)) is not None]
    if not found:
        raise _refused(file, "Filen kan ikke læses som CSV. Gem arket som »CSV UTF-8«, og prøv igen.")
    return max(found, key=_best_heading)


def decoded(data: bytes) -> str | None:
    """The text of a file as spreadsheets save it: UTF-16, UTF-8 or cp1252; None where it is none of them."""
    encodings = ["utf-16"] if data.startswith(_UTF16) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _split(text: str, delimiter: str) -> Rows | None:
    """The rows, or None where the text is not written with that delimiter."""
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return None


def _best_heading(rows: Rows) -> int:
    return max(map(known_headings, rows[:HEADING_ROWS]), default=0)


def _refused(file: str, message: str) -> DataError:
    return DataError([Fault(file, 0, message)])


Rows = Sequence[Sequence[str]]
"""A sheet as text, row by row from its first cell."""
