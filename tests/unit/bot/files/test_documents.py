"""What is written can be opened, read aloud, kept and calculated with: read from the files themselves."""

from __future__ import annotations

import csv
import io
import json
import pickle
import unicodedata
from dataclasses import replace
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.errors import FileNotWritten
from bot.files import pdf as pdf_writer
from bot.files.formats import FileFormat
from bot.files.metadata import metadata_of
from bot.files.protocol import ReflectionProtocol, protocol_of
from bot.files.signs import clean, for_cell, is_formula, printed, quoted
from bot.files.snapshot import RadarSnapshot, snapshot_of
from bot.files.writing import FORMATS_OF, Document, write
from dialogs.people import Person
from dialogs.reflection.state import Conclusion, GivenAnswer, NextStep, Phase
from radar_core.own_use.model import OwnRadar, OwnUse, Stage
from radar_core.render.words.description import EXAMPLE_NOTICE
from tests.fakes.over_time import THREE_YEARS
from tests.fakes.read_files import elements, local, pages_of, parts_of, text_of, xml_of
from tests.fakes.reflections import ALL_NINE, BUNDLE, CATALOG, DAY, LEADER, NOW, PEOPLE, RATED, reflection

OWN = OwnRadar("630", "sundhed-og-aeldre", (OwnUse("apps", Stage.I_DRIFT), OwnUse("cloud", Stage.OVERVEJER)))
SNAPSHOTS = {
    "one": snapshot_of(BUNDLE, ["sundhed-og-aeldre"], NOW),
    "all": snapshot_of(BUNDLE, [], NOW),
    "2020": snapshot_of(CATALOG.bundle("2020"), ["sundhed-og-aeldre"], NOW),
    "copy": snapshot_of(CATALOG.bundle("2021-vejle"), ["samlet"], NOW),
}


def finished(text: str = "Vi skriver det samme tre steder.", name: str = "Deltager 1") -> ReflectionProtocol:
    """A small finished reflection in which that is what is written everywhere."""
    by = Person("29:1", name)
    answers = tuple(
        GivenAnswer(q, p, NOW, text, n + 2 if q in RATED else None, (), 1)
        for q in range(1, 9)
        for n, p in enumerate((by, PEOPLE[1]))
    )
    made = reflection(
        answers=answers,
        revealed=ALL_NINE,
        phase=Phase.FINISHED,
        skipped=frozenset({9}),
        ended_at=NOW,
        conclusions=tuple(Conclusion(q, text, by, NOW, n) for q in (1, 6) for n in (1, 2)),
        steps=(NextStep(1, text, text[:100], DAY, by, NOW, 1),),
    )
    return protocol_of(made, LEADER, NOW, BUNDLE, OWN, case_number="26/1234")


OVER_TIME = replace(finished(), over_time=THREE_YEARS)
DOCUMENTS: dict[str, Document] = {**SNAPSHOTS, "protocol": finished(), "over time": OVER_TIME}


def said(element: Any) -> dict[str, Any]:
    """The attributes of a structure element, by name."""
    its = element.get("/A", [])
    return {key: value for each in (its if isinstance(its, pikepdf.Array) else [its]) for key, value in each.items()}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_same_document_is_the_same_bytes_also_over_there_and_back(name: str) -> None:
    document = pickle.loads(pickle.dumps(DOCUMENTS[name]))
    for fmt in FORMATS_OF[type(document)]:
        written = pickle.loads(pickle.dumps(write(DOCUMENTS[name], fmt)))
        assert written == write(document, fmt)
        assert written.name.isascii() and written.name.endswith(fmt.suffix) and written.media_type == fmt.media_type


def test_what_is_not_a_format_of_it_is_refused_in_danish() -> None:
    for document, fmt in ((SNAPSHOTS["one"], FileFormat.DOCX), (finished(), FileFormat.PPTX)):
        with pytest.raises(FileNotWritten, match="findes ikke som"):
            write(document, fmt)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_pdf_can_be_read_aloud_and_kept(name: str) -> None:
    document = DOCUMENTS[name]
    with pikepdf.open(io.BytesIO(write(document, FileFormat.PDF).content)) as pdf:
        assert str(pdf.Root.Lang) == "da-DK" and pdf.Root.ViewerPreferences.DisplayDocTitle and pdf.Root.MarkInfo.Marked
        with pdf.open_metadata() as told:
            assert told["dc:title"] == document.title and told["pdfuaid:part"] == "1"
            assert (told["pdfaid:part"], told["pdfaid:conformance"]) == ("2", "A")
            assert told["xmp:CreateDate"].startswith("2026-11-24")
        every = elements(pdf)
        levels = [int(str(e.S)[2:]) for e in every if str(e.S)[:2] == "/H" and str(e.S)[2:].isdigit()]
        assert levels[0] == 1 and levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        heads = [e for e in every if str(e.S) == "/TH"]
        assert heads and all("/Scope" in said(head) for head in heads)
        figures = [e for e in every if str(e.S) == "/Figure"]
        assert figures and all(len(str(figure.Alt)) > 20 for figure in figures)
        if isinstance(document, RadarSnapshot):
            names = [entry.name for shown in document.radars for entry in shown.radar.entries]
            alts = " ".join(str(figure.Alt) for figure in figures)
            assert all(each in alts for each in names)


def test_slides_have_a_master_alt_texts_danish_and_a_title_of_their_own() -> None:
    for snapshot in SNAPSHOTS.values():
        content = write(snapshot, FileFormat.PPTX).content
        slides = sorted(name for name in parts_of(content) if name.startswith("ppt/slides/slide"))
        titles = []
        for name in slides:
            slide = xml_of(content, name)
            places = {e.get("type", "body"): e for e in slide.iter() if local(e) == "ph"}
            assert {"title", "sldNum", "ftr", "body"} <= set(places)
            pictures = [e for pic in slide.iter() if local(pic) == "pic" for e in pic.iter() if local(e) == "cNvPr"]
            assert all(len(picture.get("descr", "")) > 100 for picture in pictures)
            assert {e.get("lang") for e in slide.iter() if local(e) == "rPr"} == {"da-DK"}
            assert all(e.get("firstRow") == "1" for e in slide.iter() if local(e) == "tblPr")
            [title] = [
                "".join(t.text or "" for t in shape.iter() if local(t) == "t")
                for shape in slide.iter()
                if local(shape) == "sp" and any(e.get("type") == "title" for e in shape.iter() if local(e) == "ph")
            ]
            titles.append(title)
        assert len(set(titles)) == len(titles) and all(titles)
        assert any([e for e in xml_of(content, slide).iter() if local(e) == "pic"] for slide in slides)
        size = next(e for e in xml_of(content, "ppt/presentation.xml").iter() if local(e) == "sldSz")
        assert abs(int(size.get("cx", 0)) / int(size.get("cy", 1)) - 16 / 9) < 0.001
        asked = " ".join(text for name in slides for text in parts_of(content)[name])
        assert all(question.text in asked for question in BUNDLE.questions)


def test_a_word_file_has_headings_header_rows_alt_texts_danish_and_page_numbers() -> None:
    content = write(finished(), FileFormat.DOCX).content
    body = xml_of(content, "word/document.xml")

    def values(tag: str) -> list[str]:
        return [next(iter(e.attrib.values()), "") for e in body.iter() if local(e) == tag]

    styles = values("pStyle")
    assert styles.count("Heading1") == 1 and {"Heading2", "Heading3"} <= set(styles) and styles[0] == "Heading1"
    assert sum(style == "Heading3" for style in styles) == 9
    tables = [e for e in body.iter() if local(e) == "tbl"]
    repeated = [table for table in tables if any(local(e) == "tblHeader" for e in table.iter())]
    assert len(repeated) >= 12 and all(any(local(e) == "tblCaption" for e in table.iter()) for table in tables)
    pictures = [e for e in body.iter() if local(e) == "docPr"]
    assert len(pictures) == 4 and all(len(picture.get("descr", "")) > 20 for picture in pictures)
    languages = {v for e in xml_of(content, "word/styles.xml").iter() if local(e) == "lang" for v in e.attrib.values()}
    assert "da-DK" in languages and "en-US" not in languages
    footer = "".join(e.text or "" for e in xml_of(content, "word/footer1.xml").iter() if local(e) == "instrText")
    assert "PAGE" in footer and "NUMPAGES" in footer


def test_the_example_says_so_on_every_slide_page_sheet_and_picture() -> None:
    for document in (SNAPSHOTS["one"], SNAPSHOTS["all"], finished()):
        assert all(EXAMPLE_NOTICE in page for page in pages_of(write(document, FileFormat.PDF).content))
    for name in ("one", "all"):
        parts = parts_of(write(SNAPSHOTS[name], FileFormat.PPTX).content)
        slides = [texts for part, texts in parts.items() if part.startswith("ppt/slides/slide")]
        assert slides and all(EXAMPLE_NOTICE in texts for texts in slides)
        rows = list(
            csv.reader(
                io.StringIO(text_of(write(SNAPSHOTS[name], FileFormat.CSV).content, FileFormat.CSV)), delimiter=";"
            )
        )
        assert all(any(EXAMPLE_NOTICE in cell for cell in row) for row in rows[1:])
    protocol = finished()
    book = openpyxl.load_workbook(io.BytesIO(write(protocol, FileFormat.XLSX).content))
    assert all(sheet["A1"].value == EXAMPLE_NOTICE for sheet in book.worksheets)
    assert not any(sheet["A1"].alignment.wrap_text for sheet in book.worksheets), (
        "in a column of numbers it is unreadable"
    )
    assert EXAMPLE_NOTICE in " ".join(parts_of(write(protocol, FileFormat.DOCX).content)["word/header1.xml"])
    assert json.loads(write(protocol, FileFormat.JSON).content)["advarsel"] == EXAMPLE_NOTICE


def test_2020_says_what_is_not_public() -> None:
    for fmt in (FileFormat.PPTX, FileFormat.PDF, FileFormat.CSV):
        text = text_of(write(SNAPSHOTS["2020"], fmt).content, fmt)
        assert "11 af 20 placeringer er ikke offentlige" in text.replace("\n", " ")
    assert "gengivet af andre end KL" in text_of(write(SNAPSHOTS["copy"], FileFormat.PPTX).content, FileFormat.PPTX)


def test_a_picture_is_twice_the_size() -> None:
    for name in ("one", "all", "2020"):
        assert Image.open(io.BytesIO(write(SNAPSHOTS[name], FileFormat.PNG).content)).size[0] == 2048


def test_a_row_of_a_sheet_is_as_high_as_the_longest_text_in_it() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write(finished("ord " * 100), FileFormat.XLSX).content))
    sheet = book["Svar"]
    assert [sheet.row_dimensions[row].height for row in (3, 4)] == [None, 6 * 15.0]
    assert all((each.height or 0) <= 409 for sheet in book.worksheets for each in sheet.row_dimensions.values())


def test_a_protocol_over_time_says_each_time_in_words_beside_the_picture() -> None:
    for fmt in (FileFormat.PDF, FileFormat.DOCX):
        text = " ".join(text_of(write(OVER_TIME, fmt).content, fmt).split())
        assert "2 (5 svar)" in text and "for få svar til at vise" in text and "lavere 3 → 2" in text, fmt
    book = openpyxl.load_workbook(io.BytesIO(write(OVER_TIME, FileFormat.XLSX).content))
    rows = list(book["Over tid"].iter_rows(min_row=4, values_only=True))
    assert len(rows) == 4 * 3
    assert rows[0] == (6, "Er organisationen parat?", "2024", 2, 5, 1, 2, 2, 0, 0, None)
    assert rows[10][2:] == ("2025", *[None] * 7, "for få svar til at vise")
    told = json.loads(write(OVER_TIME, FileFormat.JSON).content)["over_tid"]
    assert [row["foerst_til_sidst"] for row in told] == ["højere 2 → 4", "uændret 2", "højere 3 → 4", "lavere 3 → 2"]
    assert "Over tid" not in openpyxl.load_workbook(io.BytesIO(write(finished(), FileFormat.XLSX).content)).sheetnames


def test_what_lies_beside_a_pdf_tells_a_case_system_what_it_is() -> None:
    told = json.loads(metadata_of(finished()).content)
    assert (told["kommune"], told["sagsnummer"], told["dato"]) == ("Vejle", "26/1234", "2026-11-24")
    assert json.loads(metadata_of(SNAPSHOTS["2020"], "Vejle", "26/1").content)["sagsnummer"] == "26/1"


ODD = [
    *("=cmd()|' /C calc'!A0", "+1", "-2+3", "@SUM(A1)", "\t=1", "#set text(red)*_$x$`", '{"a":1}\\', "]]>&<b>"),
    *("😀🥳👩\u200d🚒🇩🇰", "שלום مرحبا \u202e", "中文 e\u0301", "_x0041_", "a\r\nb\nc", "\U000e0001\ue000"),
    *("\ud800 x", "\x00\x0b\x1f\ufffe", "en\ttabulator"),
]


def held(text: str, fmt: FileFormat) -> bool:
    """Whether a protocol with the text in it says it in a format, as what becomes of odd signs is documented."""
    found = text_of(write(finished(text, text or "x"), fmt).content, fmt)
    wanted = clean(text)
    if fmt is FileFormat.PDF:
        wanted = printed(wanted, pdf_writer._signs())
        # A PDF has no spaces at the ends of lines, and holds what is read from right to left in the order it is drawn.
        squashed, drawn = "".join(wanted.split()), "".join(found.split())
        if any(unicodedata.bidirectional(sign) in ("R", "AL", "AN") for sign in wanted):
            return set(squashed) <= set(drawn)
        return squashed in drawn
    if fmt is FileFormat.XLSX:
        wanted = for_cell(wanted)
    return " ".join(wanted.split()) in " ".join(found.split())


@pytest.mark.parametrize("fmt", FORMATS_OF[ReflectionProtocol])
def test_odd_signs_survive_or_become_what_is_documented(fmt: FileFormat) -> None:
    for text in ODD:
        assert held(text, fmt), (fmt, text)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(st.characters(), max_size=60))
def test_no_text_of_any_sign_makes_a_file_fail(text: str) -> None:
    for fmt in FORMATS_OF[ReflectionProtocol]:
        assert held(text, fmt)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(st.characters(), min_size=1, max_size=30))
def test_no_name_on_a_radar_makes_a_file_of_it_fail(name: str) -> None:
    """An edition is held against what can be drawn before it is live; a file comes about all the same."""
    placements = tuple(replace(p, name=f"Æ{name}Æ", note=name) for p in BUNDLE.edition.placements[:3])
    edition = replace(BUNDLE.edition, placements=placements, source=f"Kilde {name}")
    made = snapshot_of(replace(BUNDLE, edition=edition), ["samlet"], NOW)
    for fmt in (FileFormat.PPTX, FileFormat.CSV, FileFormat.PDF):
        assert "Æ" in text_of(write(made, fmt).content, fmt)


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(), max_size=40))
def test_cleaning_keeps_every_sign_that_a_file_may_have(text: str) -> None:
    kept = clean(text)
    ElementTree.fromstring(f"<a>{''.join(c for c in kept if c not in '<&>')}</a>".encode())
    assert kept == clean(kept) and len(kept.replace("\n", "")) == len(clean(text.replace("\r", "\n")).replace("\n", ""))
    kept.encode()


def test_the_last_two_of_each_plane_and_half_signs_are_replaced_one_for_one() -> None:
    for plane in range(17):
        for last in (0xFFFE, 0xFFFF):
            assert clean(f"a{chr(plane * 0x10000 + last)}b") == "a\ufffdb"
    assert clean("a\ud800b\x00\r\nc\u2028") == "a\ufffdb\ufffd\nc\n"
    whole = "æøå 😀🥳 مرحبا\nשלום \u202e\U000e0041\U0010fffd"
    assert clean(whole) == whole


def test_no_cell_becomes_a_formula() -> None:
    for text in [t for t in ODD if is_formula(t)]:
        assert quoted(text).startswith("'")
        book = openpyxl.load_workbook(io.BytesIO(write(finished(text), FileFormat.XLSX).content))
        cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
        assert [cell for cell in cells if cell.value == clean(text)]
        assert all(cell.data_type != "f" for cell in cells)
        source = replace(
            BUNDLE.edition, placements=tuple(replace(p, name=text[:20]) for p in BUNDLE.edition.placements)
        )
        written = write(snapshot_of(replace(BUNDLE, edition=source), ["samlet"], NOW), FileFormat.CSV).content
        rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig")), delimiter=";"))
        assert not any(is_formula(cell) for row in rows for cell in row)


def test_a_paper_too_long_for_one_part_is_joined_with_its_tags(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = pages_of(write(finished(), FileFormat.PDF).content)
    monkeypatch.setattr(pdf_writer, "PART", 200)
    content = write(finished(), FileFormat.PDF).content
    with pikepdf.open(io.BytesIO(content)) as pdf:
        every = elements(pdf)
        numbers = [int(page.StructParents) for page in pdf.pages]
        ids = [str(e.ID) for e in every if "/ID" in e]
        nums = pdf.Root.StructTreeRoot.ParentTree.Nums
        keys = [int(nums[i]) for i in range(0, len(nums), 2)]
        assert len(set(numbers)) == len(numbers) and set(numbers) <= set(keys) and keys == sorted(set(keys))
        assert len(set(ids)) == len(ids) and ids
        assert sum(str(e.S) == "/H1" for e in every) == 1 and sum(str(e.S) == "/H3" for e in every) == 9
        assert {str(e.S) for e in every if str(e.S) == "/Document"} == {"/Document"}
    assert len(pages_of(content)) > len(whole)
    assert [f"Side {n}" in page for n, page in enumerate(pages_of(content), start=1)] == [True] * len(pages_of(content))
