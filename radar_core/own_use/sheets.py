"""A kommune's own use from a workbook: the one sheet that has the headings."""

from __future__ import annotations

from collections.abc import Sequence

from radar_core.errors import DataError, Fault
from radar_core.model import Bundle
from radar_core.own_use.model import OwnRadar
from radar_core.own_use.table import OwnImport, has_needed_headings, read_own_rows
from radar_core.sheets.unseen import unseen
from radar_core.sheets.workbook import FileSheet
from radar_core.spelling import quote, together


def read_own_sheets(sheets: Sequence[FileSheet], file: str, bundle: Bundle, target: OwnRadar) -> OwnImport:
    """The sheet with the headings laid upon ``target``: one that is seen, else a hidden one, which is told.

    Raises ``DataError`` with every fault, and where several sheets could be meant.
    """
    filled = [sheet for sheet in sheets if sheet.rows]
    found = [sheet for sheet in filled if has_needed_headings(sheet.rows)]
    meant = [sheet for sheet in found if not sheet.is_hidden] or found
    if len(meant) > 1:
        names = together([quote(sheet.title) for sheet in meant])
        message = f"Filen har {len(meant)} ark med »Teknologi« og »Status«: {names}. Behold det ene, og slet resten."
        raise DataError([Fault(file, 0, message)])
    sheet = next(iter(meant or [each for each in filled if not each.is_hidden] or filled or sheets))
    shown = sheet.title if len(filled) > 1 else ""
    read = read_own_rows(sheet.rows, file, bundle, target, sheet=shown)
    others = [f"Arket {quote(each.title)} er ikke læst." for each in filled if each is not sheet]
    return OwnImport(read.own, (*unseen(sheet, shown), *others, *read.notes))
