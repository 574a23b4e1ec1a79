"""The spreadsheet an editor fills in: technologies down, fagområder across, and what is said of the edition beside.

``edition_import`` reads it back.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from radar_core.model import Bundle, Ring
from radar_core.sheets.edition_words import (
    BELAEG_WORDS,
    FACTS_SHEET,
    GUIDE_SHEET,
    RADAR_SHEET,
    SAMLET_NAME,
    STATUS_WORDS,
    TOTALS_FORM,
    UNKNOWN_DATE,
    Column,
    Fact,
)

_ROWS_TO_FILL = 200
"""Rows that offer the rings, so that technologies can be added below."""
_HEADING_FILL = PatternFill("solid", fgColor="DDE6EE")
_TEXT = "@"
_IN_TEMPLATE = (Column.BELAEG, Column.KILDE, Column.NAVN, Column.NOTE)
_WIDTHS: Mapping[Column, int] = {Column.KILDE: 40, Column.NAVN: 24, Column.NOTE: 40}

_EXPLAINED: Mapping[Fact, str] = {
    Fact.ID: "Udgavens korte navn med små bogstaver, tal og bindestreger, for eksempel 2026 eller 2026-foraar",
    Fact.TITEL: "Det, der står over radaren, for eksempel Kommunernes Teknologiradar 2026",
    Fact.STATUS: "Vælg på listen. Vælg »offentliggjort«, hvis udgaven skal vises i kommunerne",
    Fact.SERIE: "Udgaver fra samme afsender i samme form har samme serie, for eksempel kl-teknologiradar",
    Fact.METODE: "Navnet på den måde, teknologierne er vurderet på. Kun udgaver med samme metode sammenlignes",
    Fact.DATO: f"2026, 2026-03 eller 2026-03-01. Skriv {UNKNOWN_DATE}, hvis den ikke kendes",
    Fact.KILDE: "Hvor udgaven kan ses, for eksempel en adresse. Gælder også placeringer uden egen kilde",
    Fact.I_ALT: "Hvor mange teknologier hver radar har, også dem, hvis ring ikke er offentlig, for eksempel "
    f"{TOTALS_FORM}. Lad feltet være tomt, hvis det ikke vides",
    Fact.BELAEG: "Gælder de placeringer, der ikke har deres eget. Se arket »Sådan gør du«",
    Fact.TAL: "Kun hvis der står tal i stedet for ringe: hvilken ring hvert af tallene 1, 2, 3 og 4 betyder",
    Fact.FAGOMRAADE: "Kun hvis arket er én radar uden kolonner for fagområder: hvilket fagområde",
}
_GUIDE = (
    ("Sådan udfylder du arket", ""),
    ("1", "Udfyld arket »Om udgaven«: de øverste felter skal alle udfyldes."),
    ("2", "Vælg i arket »Radar« ringen for hver teknologi på hvert fagområde. Samlet er radaren på tværs."),
    (
        "3",
        "Lad cellen være tom, hvis teknologien ikke står på den radar. Slet gerne rækker og kolonner, du ikke bruger.",
    ),
    ("4", "Skriv belæg for hver teknologi i kolonnen »Belæg«, eller for alle i »Om udgaven«. Det samme gælder kilden."),
    ("5", "Gem arket som .xlsx, og læs det ind. Er der fejl, får du dem at vide celle for celle."),
    ("", ""),
    ("Ringene", "Fra midten og ud: KLAR, AFPRØV, HOLD ØJE, AFVENT."),
    ("Belæg", "Hvordan vi ved, at det er KL's vurdering:"),
    ("kl", "KL har sagt det."),
    ("omtale", "En kilde siger det med andre ord. Ringen er vores tolkning."),
    ("andenhånd", "KL's vurdering, gengivet af andre."),
    ("eksempel", "Opdigtet for at vise, hvordan det ser ud. Kun i en udgave med status eksempel."),
    ("", ""),
    (
        "Navn i udgaven",
        "Kun hvis teknologien skal stå på radaren under et andet navn end i første kolonne. Højst 40 tegn.",
    ),
    ("Én radar for sig", "Skal noget kun gælde én radar, så lav en kolonne som »Belæg: Samlet« eller »Note: Samlet«."),
    (
        "Position",
        "En kolonne som »Position: Samlet« siger, hvor i ringen: 0 er inderst og 1 er yderst, for eksempel 0,5.",
    ),
    (
        "Nye navne",
        "En ny teknologi eller et nyt fagområde skal først oprettes i teknologier.yaml eller fagomraader.yaml.",
    ),
)


def template(bundle: Bundle) -> bytes:
    """The empty sheet to fill in, as xlsx, with every technology and fagområde of the bundle."""
    workbook = Workbook()
    radar = workbook.active
    if not isinstance(radar, Worksheet):
        raise TypeError("a new workbook has a sheet")
    radar.title = RADAR_SHEET
    _write_radar(radar, bundle)
    _write_facts(workbook.create_sheet(FACTS_SHEET))
    _write_guide(workbook.create_sheet(GUIDE_SHEET))
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _write_radar(sheet: Worksheet, bundle: Bundle) -> None:
    radars = [(Column.RING, name) for name in (SAMLET_NAME, *(f.name for f in bundle.fagomraader))]
    details = [(column, column.value) for column in _IN_TEMPLATE]
    columns = [(Column.TECHNOLOGY, Column.TECHNOLOGY.value), *radars, *details]
    rings = _choice([ring.value for ring in Ring], "Vælg en ring, eller lad cellen være tom.")
    belaeg = _choice(BELAEG_WORDS.values(), "Vælg belægget på listen.")
    for at, (column, heading) in enumerate(columns, start=1):
        _heading(sheet, at, heading)
        letter = get_column_letter(at)
        sheet.column_dimensions[letter].width = 34 if column is Column.TECHNOLOGY else _WIDTHS.get(column, 16)
        cells = f"{letter}2:{letter}{_ROWS_TO_FILL}"
        if column in (Column.RING, Column.BELAEG):
            (rings if column is Column.RING else belaeg).add(cells)
    for number, technology in enumerate(bundle.technologies, start=2):
        _put(sheet, number, 1, technology.name)
    sheet.add_data_validation(rings)
    sheet.add_data_validation(belaeg)
    sheet.freeze_panes = "B2"


def _write_facts(sheet: Worksheet) -> None:
    for at, (heading, width) in enumerate((("Felt", 14), ("Udfyldes", 60), ("Hvad det er", 100)), start=1):
        _heading(sheet, at, heading)
        sheet.column_dimensions[get_column_letter(at)].width = width
    status = _choice(STATUS_WORDS.values(), "Vælg status på listen.")
    belaeg = _choice(BELAEG_WORDS.values(), "Vælg belægget på listen.")
    for number, fact in enumerate(Fact, start=2):
        _put(sheet, number, 1, fact.value).font = Font(bold=True)
        # As text: a spreadsheet makes the first of the month of »2026-03«.
        sheet.cell(row=number, column=2).number_format = _TEXT
        _put(sheet, number, 3, _EXPLAINED[fact])
        if fact in (Fact.STATUS, Fact.BELAEG):
            (status if fact is Fact.STATUS else belaeg).add(f"B{number}")
    sheet.add_data_validation(status)
    sheet.add_data_validation(belaeg)
    sheet.freeze_panes = "A2"


def _write_guide(sheet: Worksheet) -> None:
    sheet.column_dimensions["A"].width = 24
    sheet.column_dimensions["B"].width = 110
    for number, (word, sentence) in enumerate(_GUIDE, start=1):
        _put(sheet, number, 1, word).font = Font(bold=True)
        _put(sheet, number, 2, sentence)


def _heading(sheet: Worksheet, at: int, text: str) -> None:
    cell = _put(sheet, 1, at, text)
    cell.font, cell.fill = Font(bold=True), _HEADING_FILL
    cell.alignment = Alignment(wrap_text=True, vertical="top")


def _put(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    cell = sheet.cell(row=row, column=column)
    if not isinstance(cell, Cell):
        raise TypeError("the sheet has no merged cells")
    cell.value = text
    cell.data_type = "s"  # also where it begins with »=«: nothing here is a formula
    return cell


def _choice(words: Iterable[str], message: str) -> DataValidation:
    choice = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True)
    choice.errorTitle, choice.error, choice.showErrorMessage = "Findes ikke på listen", message, True
    return choice
