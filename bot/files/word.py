"""A protocol as a Word file: real headings and styles, header rows that are repeated, Danish, page numbers."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_BREAK, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from bot.files.office import steady
from bot.files.paper import (
    Bars,
    Circle,
    Grid,
    LabelledFacts,
    NewPage,
    Paper,
    Prose,
    RatedTimes,
    StartHere,
    TextHeading,
    WordBlock,
    rings_of,
)
from bot.files.pictures import bars_png, circle_png, over_time_png
from bot.files.protocol import ReflectionProtocol
from bot.files.protocol_paper import protocol_paper
from dialogs.texts import files as words
from radar_core.model import Ring
from radar_core.render import palette
from radar_core.spelling import site

_FONT = "Calibri"
_ACROSS = 166.0
"""mm between the margins."""
_GREEN = palette.RINGS[Ring.KLAR].ink
_LINK = palette.RINGS[Ring.AFPROEV].ink
_FIELD = "#E3F2EC"
_SIZES = {1: 26, 2: 17, 3: 12.5, 4: 10.5}


def word(protocol: ReflectionProtocol) -> bytes:
    """The protocol as a file."""
    paper = protocol_paper(protocol)
    made = _Word(paper)
    for block in paper.blocks:
        made.add(block)
    made.end()
    out = io.BytesIO()
    made.document.save(out)
    return steady(out.getvalue(), protocol.made)


class _Word:
    """Blocks become paragraphs and tables, one after the other."""

    def __init__(self, paper: Paper[WordBlock]) -> None:
        self.document: Any = Document()
        self._breaks = False
        _styles(self.document)
        _page(self.document, paper)
        its = self.document.core_properties
        its.author = its.last_modified_by = words.AUTHOR
        its.title, its.subject, its.keywords, its.language = paper.title, paper.subject, paper.keywords, "da-DK"
        its.comments = ""

    def add(self, block: WordBlock) -> None:
        """One block."""
        match block:
            case NewPage():
                self._breaks = True
            case TextHeading():
                self._heading(block)
            case Prose():
                self._prose(block)
            case LabelledFacts():
                self._facts(block)
            case Grid():
                self._grid(block)
            case Bars():
                self._picture(bars_png(block.spread), 90, block.alt)
                self._line([(block.words, {"bold": True})])
            case Circle():
                self._circle(block)
            case RatedTimes():
                self._picture(over_time_png(block.shown), 112, block.alt)
            case StartHere():
                self._start(block)

    def end(self) -> None:
        """A file's last table needs a paragraph after it."""
        self.document.add_paragraph().paragraph_format.space_after = Pt(0)

    def _heading(self, block: TextHeading) -> None:
        text = f"{block.number}\t{block.text}" if block.number else block.text
        made = self.document.add_paragraph(style=f"Heading {block.level}")
        _typed(made, text)
        if block.number:
            made.paragraph_format.left_indent, made.paragraph_format.first_line_indent = Mm(8), Mm(-8)
            made.paragraph_format.tab_stops.add_tab_stop(Mm(8))
        if self._breaks:
            made.paragraph_format.page_break_before, self._breaks = True, False

    def _prose(self, block: Prose) -> None:
        made = self._line([(f"{block.lead} " if block.lead else "", {"bold": True}), (block.text, {})])
        made.paragraph_format.keep_with_next = block.leads
        if block.muted:
            for run in made.runs:
                run.font.color.rgb = _rgb(palette.MUTED)
        if block.field:
            its = made._p.get_or_add_pPr()
            shade = OxmlElement("w:shd")
            for name, value in (("val", "clear"), ("color", "auto"), ("fill", _FIELD[1:])):
                shade.set(qn(f"w:{name}"), value)
            its.append(shade)
            made.paragraph_format.left_indent = made.paragraph_format.right_indent = Mm(2)

    def _facts(self, block: LabelledFacts) -> None:
        table = self._table(len(block.rows), (36, _ACROSS - 36))
        for number, (label, text) in enumerate(block.rows):
            first, second = table.rows[number].cells
            _filled(first, label, colour=palette.MUTED)
            _filled(second, text, bold=block.columns > 1)
        _named(table, words.IN_SHORT if block.columns == 1 else words.SUBJECT)
        self._after_table()

    def _grid(self, block: Grid) -> None:
        left = _ACROSS - sum(block.widths)
        table = self._table(0, [width or left for width in block.widths])
        _header(table, block.head)
        for row in block.rows:
            _row(table, row, [width or left for width in block.widths])
        _named(table, " · ".join(block.head))
        self._after_table()

    def _circle(self, block: Circle) -> None:
        self._picture(circle_png(block.picture), 108, block.alt)
        widths = (14, 92, 60)
        table = self._table(0, widths)
        _header(table, (words.NUMBER, words.TECHNOLOGY, words.RING))
        for ring, count, technologies in rings_of(block.picture):
            for number, name in technologies:
                _row(table, (str(number), name, ring.value), widths)
            if not technologies:
                _row(table, ("", count, ring.value), widths)
        _named(table, words.RADAR)
        self._after_table()

    def _start(self, block: StartHere) -> None:
        for number, start in enumerate(block.starts, start=1):
            place = words.NUMBER_ON_RADAR.format(number=start.number)
            head = self._line(
                [
                    (f"{number}\t", {"bold": True, "colour": _GREEN, "size": 16}),
                    (start.name, {"bold": True, "size": 12.5}),
                    (f" – {place}", {"colour": palette.MUTED}),
                ]
            )
            head.paragraph_format.keep_with_next = True
            head.paragraph_format.space_after = Pt(2)
            told = [(None, start.what), *start.told, (words.FIRST_STEP, start.first_step)]
            told += [(words.WHY, f"{start.why}." if start.why else "")]
            when = f" ({start.when})" if start.when else ""
            told += [(f"{words.EXPERIENCE}{when}", start.experience), (words.ETHICS, start.ethics)]
            made = [head]
            for label, text in told:
                if text:
                    line = self._line([(f"{label}: " if label else "", {"bold": True}), (text, {})])
                    line.paragraph_format.space_after = Pt(2)
                    if label and label.startswith(words.EXPERIENCE) and start.url:
                        _typed(line, " ")
                        _link(line, start.url, site(start.url) or start.url)
                    made.append(line)
            for line in made:
                line.paragraph_format.left_indent = Mm(10)
            head.paragraph_format.first_line_indent = Mm(-10)
            head.paragraph_format.tab_stops.add_tab_stop(Mm(10))
            made[-1].paragraph_format.space_after = Pt(8)

    def _picture(self, content: bytes, width: float, alt: str) -> None:
        made = self.document.add_paragraph()
        made.paragraph_format.keep_with_next = True
        run = made.add_run()
        shape = run.add_picture(io.BytesIO(content), width=Mm(width))
        its = shape._inline.docPr
        its.set("descr", alt)
        its.set("name", words.RADAR)
        for each in shape._inline.iter(qn("pic:cNvPr")):
            each.set("descr", alt)

    def _line(self, runs: Sequence[tuple[str, dict[str, Any]]]) -> Any:
        made = self.document.add_paragraph()
        for text, look in runs:
            if text:
                _typed(made, text, **look)
        return made

    def _table(self, rows: int, widths: Sequence[float]) -> Any:
        table = self.document.add_table(rows, len(widths))
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        for row in table.rows:
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Mm(width)
        return table

    def _after_table(self) -> None:
        made = self.document.add_paragraph()
        made.paragraph_format.space_after = Pt(4)
        made.paragraph_format.line_spacing = Pt(6)


def _header(table: Any, head: Sequence[str]) -> None:
    """The header row, which is repeated on each page."""
    row = table.add_row()
    for cell, label in zip(row.cells, head, strict=True):
        _filled(cell, label, bold=True, colour=palette.MUTED, size=9.5)
        _ruled(cell, "12", palette.TEXT)
    its = row._tr.get_or_add_trPr()
    for name in ("w:cantSplit", "w:tblHeader"):
        its.append(OxmlElement(name))
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    if look is not None:
        look.set(qn("w:firstRow"), "1")


def _row(table: Any, texts: Sequence[str], widths: Sequence[float]) -> None:
    row = table.add_row()
    for cell, text, width in zip(row.cells, texts, widths, strict=True):
        cell.width = Mm(width)
        if site(text) and text.startswith("http") and " " not in text:
            _link(cell.paragraphs[0], text, text)
        else:
            _filled(cell, text, size=10.5)
        _ruled(cell, "4", palette.HAIR)


def _filled(cell: Any, text: str, *, bold: bool = False, colour: str | None = None, size: float | None = None) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(2)
    _typed(paragraph, text, bold=bold, colour=colour, size=size)


def _typed(
    paragraph: Any, text: str, *, bold: bool = False, colour: str | None = None, size: float | None = None
) -> None:
    """Somebody's words: each line of them stays a line."""
    first, *others = text.split("\n")
    run = paragraph.add_run(first)
    for line in others:
        run.add_break(WD_BREAK.LINE)
        run.add_text(line)
    run.bold = bold or None
    if colour:
        run.font.color.rgb = _rgb(colour)
    if size:
        run.font.size = Pt(size)


def _link(paragraph: Any, url: str, text: str) -> None:
    its = paragraph.part.relate_to(
        url, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink", is_external=True
    )
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), its)
    run = paragraph.add_run(text)
    run.font.underline, run.font.color.rgb = True, _rgb(_LINK)
    link.append(run._r)
    paragraph._p.append(link)


def _ruled(cell: Any, width: str, colour: str) -> None:
    """A line under a cell."""
    borders = OxmlElement("w:tcBorders")
    bottom = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", width), ("space", "0"), ("color", colour[1:])):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    cell._tc.get_or_add_tcPr().append(borders)


def _named(table: Any, title: str) -> None:
    """What a screen reader calls the table."""
    for name in ("w:tblCaption", "w:tblDescription"):
        element = OxmlElement(name)
        element.set(qn("w:val"), title)
        table._tbl.tblPr.append(element)


def _styles(document: Any) -> None:
    """Our type in the styles that Word knows, so that a kommune can put its own in their place."""
    for name in ("Normal", "Header", "Footer", *(f"Heading {level}" for level in _SIZES)):
        style = document.styles[name]
        style.font.name = _FONT
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for each in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{each}"), _FONT)
        for each in ("asciiTheme", "hAnsiTheme", "cstheme", "eastAsiaTheme"):
            fonts.attrib.pop(qn(f"w:{each}"), None)
        style.font.color.rgb = _rgb(palette.TEXT)
    for name in ("Header", "Footer"):
        # A field's result takes the paragraph's type, not that of the run around its code.
        document.styles[name].font.size, document.styles[name].font.color.rgb = Pt(9.5), _rgb(palette.MUTED)
    normal = document.styles["Normal"]
    normal.font.size = Pt(11)
    normal.paragraph_format.space_after = Pt(6)
    for level, size in _SIZES.items():
        style = document.styles[f"Heading {level}"]
        style.font.size, style.font.bold, style.font.italic = Pt(size), True, False
        style.paragraph_format.space_before = Pt({1: 0, 2: 18, 3: 14, 4: 8}[level])
        style.paragraph_format.space_after = Pt({1: 8, 2: 6, 3: 4, 4: 3}[level])
        style.paragraph_format.keep_with_next = True
    document.styles["Heading 4"].font.color.rgb = _rgb(palette.MUTED)
    for language in document.styles.element.iter(qn("w:lang")):
        for name in ("val", "eastAsia"):
            language.set(qn(f"w:{name}"), "da-DK")


def _page(document: Any, paper: Paper[WordBlock]) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin, section.bottom_margin = Mm(22), Mm(20)
    header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
    if paper.notice:
        _typed(header, f"\t{paper.notice}", bold=True, colour=palette.NOTICE_GROUND, size=9.5)
        _tabs(header)
    _typed(footer, f"{paper.foot}\tSide ", colour=palette.MUTED, size=9.5)
    _field(footer, "PAGE")
    _typed(footer, " af ", colour=palette.MUTED, size=9.5)
    _field(footer, "NUMPAGES")
    _tabs(footer)


def _tabs(paragraph: Any) -> None:
    """One stop, at the right margin, in place of the style's two."""
    stops = paragraph.paragraph_format.tab_stops
    for stop in paragraph.style.paragraph_format.tab_stops:
        stops.add_tab_stop(stop.position, WD_TAB_ALIGNMENT.CLEAR)
    stops.add_tab_stop(Mm(_ACROSS), WD_TAB_ALIGNMENT.RIGHT)


def _field(paragraph: Any, code: str) -> None:
    run = paragraph.add_run()
    run.font.size, run.font.color.rgb = Pt(9.5), _rgb(palette.MUTED)
    for kind in ("begin", None, "end"):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = code
        run._r.append(element)


def _rgb(colour: str) -> RGBColor:
    return RGBColor(*bytes.fromhex(colour[1:]))
