"""A spreadsheet as text: cells as people see them, and nothing opened that is not safe to open."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Mapping, Sequence

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from radar_core.errors import DataError
from radar_core.sheets.unseen import unseen
from radar_core.sheets.workbook import (
    MAX_FILE_BYTES,
    MAX_MERGED,
    MAX_ROWS,
    MAX_UNPACKED_BYTES,
    FileSheet,
    read_sheets,
    unresolved,
)

SHEET_1 = "xl/worksheets/sheet1.xml"


def book(
    rows: Sequence[Sequence[object]], merged: Sequence[str] = (), formats: Mapping[str, str] | None = None
) -> bytes:
    """An xlsx file with one sheet »Ark1«."""
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Ark1"
    for row in rows:
        sheet.append(list(row))
    for cell, number_format in (formats or {}).items():
        sheet[cell].number_format = number_format
    for area in merged:
        sheet.merge_cells(area)
    return saved(workbook)


def saved(workbook: Workbook) -> bytes:
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def changed(data: bytes, member: str, old: str, new: str) -> bytes:
    """The file with one text replaced in one member."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for info in before.infolist():
            content = before.read(info)
            if info.filename == member:
                assert old in content.decode()
                content = content.decode().replace(old, new).encode()
            after.writestr(info.filename, content)
    return out.getvalue()


def rows_of(data: bytes) -> list[list[str]]:
    (sheet,) = read_sheets(data, "ark.xlsx")
    return [list(row) for row in sheet.rows]


def refusal(data: bytes) -> str:
    with pytest.raises(DataError) as refused:
        read_sheets(data, "ark.xlsx")
    (fault,) = refused.value.faults
    assert (fault.file, fault.line) == ("ark.xlsx", 0)
    return fault.message


def test_numbers_and_words_become_what_people_see() -> None:
    assert rows_of(book([[1.0, 2, 0.5, True, " KLAR ", "é"]])) == [["1", "2", "0.5", "SAND", " KLAR ", "é"]]


@pytest.mark.parametrize(
    ("number_format", "shown"),
    [
        ("yyyy-mm-dd", "2026-03-01"),
        ("dd/mm/yyyy", "2026-03-01"),
        ("mmm-yy", "2026-03"),
        ("[$-406]mmmm yyyy", "2026-03"),
        ("yyyy", "2026"),
    ],
)
def test_a_date_is_no_more_exact_than_the_sheet_shows_it(number_format: str, shown: str) -> None:
    assert rows_of(book([[dt.datetime(2026, 3, 1)]], formats={"A1": number_format})) == [[shown]]  # noqa: DTZ001


def test_merged_cells_are_filled_in_both_directions() -> None:
    rows: list[list[object]] = [["KLAR", None, "a"], [None, None, "b"], ["x", "y", "z"]]
    assert rows_of(book(rows, ["A1:B2"])) == [["KLAR", "KLAR", "a"], ["KLAR", "KLAR", "b"], ["x", "y", "z"]]


def test_empty_rows_and_columns_at_the_end_are_no_part_of_the_sheet() -> None:
    assert rows_of(book([["a", None, " "], [None, "b", None], ["", " ", None]])) == [["a", ""], ["", "b"]]


def test_every_sheet_is_read_in_its_order_and_a_hidden_one_is_called_so() -> None:
    workbook = Workbook()
    workbook.create_sheet("To").sheet_state = "hidden"
    workbook.create_sheet("Tre")["A1"] = "x"
    sheets = read_sheets(saved(workbook), "ark.xlsx")
    assert [(sheet.title, sheet.is_hidden) for sheet in sheets] == [("Sheet", False), ("To", True), ("Tre", False)]
    assert sheets[2] == FileSheet("Tre", [["x"]])


def test_a_formula_counts_by_its_saved_result_and_one_without_says_so() -> None:
    data = book([["=1+1", "=A1", '=""', "=NA()"]])
    old = re.findall(r"<c r=.*</c>", zipfile.ZipFile(io.BytesIO(data)).read(SHEET_1).decode())[0]
    new = (
        '<c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>A1</f><v></v></c>'
        '<c r="C1" t="str"><f>""</f><v></v></c><c r="D1" t="e"><f>NA()</f><v>#N/A</v></c>'
    )
    assert rows_of(changed(data, SHEET_1, old, new)) == [["2", "=A1", "", "#N/A"]]


@pytest.mark.parametrize("text", ["=A1", "=", "#REF!", "#N/A", "#I/T", "#NAVN?", "#DIVISION/0!"])
def test_a_cell_without_a_value_is_known(text: str) -> None:
    assert unresolved(text)


@pytest.mark.parametrize("text", ["", "KLAR", "#1", "# note", "1=KLAR", "#skole"])
def test_a_cell_with_a_value_is_let_be(text: str) -> None:
    assert unresolved(text) is None


def test_csv_is_one_sheet_without_a_name() -> None:
    assert read_sheets("Teknologi;Samlet\r\nRPA;KLAR;\r\n;;\r\n".encode("cp1252"), "ark.csv") == (
        FileSheet("", [["Teknologi", "Samlet"], ["RPA", "KLAR"]]),
    )


def test_a_file_of_more_than_five_megabytes_is_refused_unread() -> None:
    assert "højst fylde 5 MB" in refusal(b"PK\x03\x04" + bytes(MAX_FILE_BYTES))


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    data = changed(book([["a"]]), SHEET_1, "<sheetData>", "<sheetData>" + " " * (MAX_UNPACKED_BYTES + 1))
    assert len(data) < 100_000
    assert "pakket ud" in refusal(data)


def test_a_member_that_lies_of_its_size_is_refused() -> None:
    data = changed(book([["a"]]), SHEET_1, "<sheetData>", "<sheetData>" + " " * 3_000_000)
    info = zipfile.ZipFile(io.BytesIO(data)).getinfo(SHEET_1)
    size = info.file_size.to_bytes(4, "little")
    assert size in data
    assert "beskadiget" in refusal(data.replace(size, (500).to_bytes(4, "little")))


@pytest.mark.parametrize("member", [SHEET_1, "xl/workbook.xml", "[Content_Types].xml", "xl/styles.xml"])
def test_entities_that_expand_are_refused_wherever_they_stand(member: str) -> None:
    data = book([["a"]])
    text = zipfile.ZipFile(io.BytesIO(data)).read(member).decode()
    root = re.findall(r"<[A-Za-z]", text)[0]
    bomb = '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    at = text.index(root)
    assert "ikke lavet af et regnearksprogram" in refusal(changed(data, member, text, text[:at] + bomb + text[at:]))


def test_one_merged_cell_over_the_whole_sheet_is_neither_laid_out_nor_in_the_way() -> None:
    data = book([["a"], ["b"]], ["A1:B1"])
    assert "flettede" in refusal(changed(data, SHEET_1, 'ref="A1:B1"', 'ref="A1:XFD1048576"'))
    assert MAX_MERGED < MAX_ROWS * 200


def test_a_link_over_the_whole_sheet_does_no_harm() -> None:
    link = '</sheetData><hyperlinks><hyperlink ref="A1:XFD1048576" location="Ark1!A1"/></hyperlinks>'
    assert rows_of(changed(book([["a"]]), SHEET_1, "</sheetData>", link)) == [["a"]]


@pytest.mark.parametrize(("more", "reason"), [(1, "beskadiget"), (2000, "for mange ark")])
def test_one_sheet_listed_many_times_is_not_read_over_and_over(more: int, reason: str) -> None:
    data = book([["a"]])
    sheet = re.findall(r"<sheet [^>]*/>", zipfile.ZipFile(io.BytesIO(data)).read("xl/workbook.xml").decode())[0]
    assert reason in refusal(changed(data, "xl/workbook.xml", sheet, sheet * (more + 1)))


def test_something_far_outside_is_told_and_never_left_out() -> None:
    cell = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>her</t></is></c></row></sheetData>'
    assert "XFD1048576" in refusal(changed(book([["a"]]), SHEET_1, "</sheetData>", cell))


def test_a_colour_far_outside_is_nothing() -> None:
    cell = '<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    assert rows_of(changed(book([["a"]]), SHEET_1, "</sheetData>", cell)) == [["a"]]


def test_a_sheet_that_calls_itself_huge_is_read_as_what_it_holds() -> None:
    data = book([["a", "b"]])
    assert rows_of(changed(data, SHEET_1, 'ref="A1:B1"', 'ref="A1:XFD1048576"')) == [["a", "b"]]


def test_what_is_no_xlsx_file_is_refused_with_what_to_do() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert "Gem arket som .xlsx" in refusal(out.getvalue())
    assert "adgangskode" in refusal(b"\xd0\xcf\x11\xe0" + bytes(600))


@pytest.mark.parametrize("kept", [5, 200, 2000, -1])
def test_a_truncated_file_is_refused(kept: int) -> None:
    assert "beskadiget" in refusal(book([["a"]])[:kept])


@pytest.mark.parametrize(
    ("member", "sentence"), [("xl/workbook.bin", ".xlsb"), ("word/document.xml", "ikke et regneark")]
)
def test_what_is_packed_like_an_xlsx_file_and_is_none_is_refused_with_what_it_is(member: str, sentence: str) -> None:
    out = io.BytesIO(book([["a"]]))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(member, "<a/>")
    assert sentence in refusal(out.getvalue())
    assert "Gem " in refusal(out.getvalue())


def test_hidden_rows_and_columns_and_those_of_no_size_are_known() -> None:
    data = book([["a", "b", "c"], ["d"], ["e"]])
    columns = (
        '<cols><col min="2" max="2" width="0" customWidth="1"/><col min="3" max="300" hidden="1"/></cols><sheetData>'
    )
    data = changed(data, SHEET_1, "<sheetData>", columns)
    data = changed(data, SHEET_1, '<row r="2"', '<row hidden="true" r="2"')
    (sheet,) = read_sheets(changed(data, SHEET_1, '<row r="3"', '<row ht="0" r="3"'), "ark.xlsx")
    assert sheet.hidden_rows == {2, 3}
    assert {1, 2} <= sheet.hidden_columns and 0 not in sheet.hidden_columns
    assert unseen(sheet) == [
        "Rækkerne 2 og 3 er skjulte, men de er læst med.",
        "Kolonnerne B og C er skjulte, men de er læst med.",
    ]


def test_more_hidden_rows_than_anybody_reads_are_counted() -> None:
    sheet = FileSheet("Radar", [["a"]] * 20, hidden_rows=frozenset(range(1, 41)))
    assert unseen(sheet, "Radar") == [
        "Rækkerne 1, 2, 3, 4, 5, 6, 7, 8 og 12 til i arket »Radar« er skjulte, men de er læst med."
    ]
