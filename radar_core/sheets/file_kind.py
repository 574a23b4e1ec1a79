"""What a file that somebody hands over is, by what it holds: a name can be anything."""

from __future__ import annotations

import re
from enum import Enum, auto

from radar_core.errors import RadarError
from radar_core.sheets.csv_file import decoded
from radar_core.sheets.edition_words import COLUMNS, FACTS, RINGS
from radar_core.sheets.own_use_words import is_heading
from radar_core.spelling import letters

_SAVE = "Gem radaren som regneark (.xlsx eller »CSV UTF-8«) eller som YAML, og prøv igen."
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_PACKED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How the files of spreadsheet programs begin: zip (xlsx, xlsm, ods) and OLE (xls)."""
_PICTURES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_FEW_CONTROLS = 8
"""So many in a text are told by their lines; with more it is no text."""
_MARKUP = re.compile(r"\s*<(?:!doctype|\?xml|html|table|workbook)\b", re.IGNORECASE)
_YAML = frozenset({".yaml", ".yml"})
_TABLES = frozenset({".csv", ".tsv", ".tab"})
_FIELD = re.compile(
    r"^[\"{ ]*(id|titel|status|serie|metode|placeringer|kommune|fagomraade|teknologier)\"?[ ]*:(?=\s|$)", re.MULTILINE
)
_CELL = re.compile(r"[;,\t\r\n]")
_LOOKED_AT = 100_000
"""Characters from the beginning that are looked at."""


class SheetFormat(Enum):
    """How a file is to be read."""

    SHEET = auto()
    YAML = auto()


class NotReadable(RadarError):
    """The file is of a kind that is not read; ``str()`` is a Danish sentence with what to do."""


def kind_of(data: bytes, suffix: str) -> SheetFormat:
    """The kind of a file's bytes; the ending of its name (».csv«) decides only where they do not.

    Whether the file is a good one of its kind is for its reader to say. Raises ``NotReadable``.
    """
    if data.startswith(_PACKED):
        return SheetFormat.SHEET
    is_utf16 = data.startswith(_UTF16)
    if data.startswith(_PICTURES) or (not is_utf16 and len(_CONTROLS.findall(data[:_LOOKED_AT])) > _FEW_CONTROLS):
        raise NotReadable(f"Filen er hverken et regneark eller tekst. {_SAVE}")
    suffix, text = suffix.lower(), (decoded(data) or "")[:_LOOKED_AT]
    if _MARKUP.match(text):
        raise NotReadable(f"Filen er en webside eller XML, og det kan jeg ikke læse. {_SAVE}")
    if len(set(_FIELD.findall(text))) > 1:
        if is_utf16:
            raise NotReadable("Filen er gemt som UTF-16. Gem den som UTF-8, og prøv igen.")
        return SheetFormat.YAML
    if suffix in _TABLES or _is_table(text):
        return SheetFormat.SHEET
    if suffix in _YAML:
        return SheetFormat.YAML
    if suffix == ".json" or text.lstrip().startswith(("{", "[")):
        raise NotReadable(f"Filen er JSON, og det kan jeg ikke læse. {_SAVE}")
    raise NotReadable(f"Jeg kan ikke se, at filen er et regneark eller en YAML-fil. {_SAVE}")


def _is_table(text: str) -> bool:
    """Whether the words of a sheet stand in cells of their own: a heading, a fact or a ring, two at least."""
    known = 0
    for cell in _CELL.split(text):
        folded = letters(cell.strip(' "'))
        known += folded in RINGS or folded in FACTS or folded in COLUMNS or is_heading(cell.strip(' "'))
        if known > 1:
            return True
    return False
