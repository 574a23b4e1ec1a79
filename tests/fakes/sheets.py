"""Spreadsheets for the tests, and what is read from them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from radar_core.errors import DataError
from radar_core.model import Ring
from radar_core.sheets.edition_import import EditionImport, import_edition
from radar_core.sheets.edition_words import Fact
from tests.fakes.shipped import shipped

CATALOG = shipped()
BUNDLE = CATALOG.bundle("eksempel")
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "fejl-i-regneark.md"
SUNDHED, SOCIAL = "sundhed-og-aeldre", "social-og-handicap"
ABOUT = {
    Fact.ID: "2026",
    Fact.TITEL: "Kommunernes Teknologiradar 2026",
    Fact.STATUS: "Offentliggjort ",
    Fact.SERIE: "kl-teknologiradar",
    Fact.METODE: "2021-modenhed-og-udbredelse",
    Fact.DATO: "2026-03",
    Fact.KILDE: "KL",
    Fact.BELAEG: "KL",
}
FACTS = [[fact.value, text] for fact, text in ABOUT.items()]
NUMBERS = "1=KLAR, 2=Afprøv, 3 = hold øje; 4: AFVENT"
Rows = Sequence[Sequence[object]]


def book(sheets: Mapping[str, Rows], merged: Sequence[str] = ()) -> bytes:
    """An xlsx file; the merged ranges are of its first sheet."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    for area in merged:
        workbook.worksheets[0].merge_cells(area)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def csv_of(rows: Rows) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def radar(*rows: Sequence[object], merged: Sequence[str] = ()) -> bytes:
    return book({"Radar": rows, "Om udgaven": FACTS}, merged)


def imported(data: bytes, given: Mapping[Fact, str] | None = None, file: str = "udgave.xlsx") -> EditionImport:
    return import_edition(data, file, BUNDLE, given)


def rings(data: bytes, given: Mapping[Fact, str] | None = None) -> set[tuple[str, str, Ring]]:
    return {(p.technology, p.fagomraade, p.ring) for p in imported(data, given).edition.placements}


def faults(data: bytes, given: Mapping[Fact, str] | None = None) -> list[str]:
    with pytest.raises(DataError) as refused:
        imported(data, given)
    return [fault.message for fault in refused.value.faults]
