"""What a sheet holds and a person may not see, or may think is deleted: hidden rows and columns, text struck out."""

from __future__ import annotations

from collections.abc import Sequence

from radar_core.sheets.cells import cell_name
from radar_core.sheets.workbook import FileSheet
from radar_core.spelling import quote, together

_LISTED = 8
"""Rows, columns or cells that are named; of more the number is said."""


def unseen(sheet: FileSheet, shown: str = "") -> list[str]:
    """Danish sentences on what was read all the same; ``shown`` names the sheet where there are several."""
    said = [(row, at) for row, cells in enumerate(sheet.rows, start=1) for at, text in enumerate(cells) if text.strip()]
    where = f" i arket {quote(shown)}" if shown else ""
    rows = sorted({row for row, _ in said} & sheet.hidden_rows)
    columns = sorted({at for _, at in said} & sheet.hidden_columns)
    struck = sorted(set(said) & sheet.struck)
    found = [f"Arket {quote(sheet.title)} er skjult, men det er læst."] if sheet.is_hidden else []
    if rows:
        found.append(_told("Række", "Rækkerne", [str(row) for row in rows], where, "skjult"))
    if columns:
        letters = [cell_name(0, at).removesuffix("0") for at in columns]
        found.append(_told("Kolonne", "Kolonnerne", letters, where, "skjult"))
    if struck:
        cells = [f"{cell_name(row, at)} ({quote(sheet.rows[row - 1][at])})" for row, at in struck]
        found.append(_told("Teksten i", "Teksten i", cells, where, "streget over"))
    return found


def _told(one: str, more: str, names: Sequence[str], where: str, how: str) -> str:
    listed = list(names[:_LISTED])
    if len(names) > _LISTED:
        listed.append(f"{len(names) - _LISTED} til")
    is_one = len(names) == 1 or one == more
    verb = f"er {how if is_one else f'{how}e'}, men {'den' if is_one else 'de'} er læst med"
    return f"{one if is_one else more} {together(listed)}{where} {verb}."
