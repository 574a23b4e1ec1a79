"""What stands on a slide: text in Danish, boxes and cells, as PowerPoint's own editable parts."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt


@dataclass(frozen=True)
class Run:
    """Words of one look."""

    text: str
    bold: bool = False
    colour: str | None = None
    size: float | None = None
    url: str | None = None


Line = Sequence[Run]


def held(slide: Any, index: int) -> Any:
    """The placeholder with that index."""
    return next(shape for shape in slide.placeholders if shape.placeholder_format.idx == index)


def write(shape: Any, lines: Sequence[Line], align: Any = None) -> None:
    """The lines in place of what stands there, in Danish."""
    frame = shape.text_frame
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        if align is not None:
            paragraph.alignment = align
        for told in line:
            run = paragraph.add_run()
            run.text = told.text
            run.font.language_id = MSO_LANGUAGE_ID.DANISH
            if told.bold:
                run.font.bold = True
            if told.size:
                run.font.size = Pt(told.size)
            if told.url:
                run.hyperlink.address = told.url
            if told.colour:
                run.font.color.rgb = colour_of(told.colour)
    frame.word_wrap = True


def in_danish(frame: Any) -> None:
    """Says of all that stands there that it is Danish."""
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            run.font.language_id = MSO_LANGUAGE_ID.DANISH


def resized(frame: Any, size: float) -> None:
    """All that stands there in that size (pt)."""
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            run.font.size = Pt(size)


def plain_frame(frame: Any, left: float = 0.0) -> None:
    """No margins but one to the left (inches); lines are broken."""
    frame.margin_left, frame.margin_right, frame.margin_top, frame.margin_bottom = Inches(left), 0, 0, 0
    frame.word_wrap = True


def hang(paragraph: Any, width: float) -> None:
    """The number before a text hangs."""
    its = paragraph._p.get_or_add_pPr()
    its.set("marL", str(int(Inches(width))))
    its.set("indent", str(-int(Inches(width))))


def fill(shape: Any, colour: str, line: str | None = None) -> None:
    """A ground of one colour, and a line round it where one is given; no shadow."""
    style = shape._element.find(qn("p:style"))
    if style is not None:  # the theme's shadow
        shape._element.remove(style)
    shape.fill.solid()
    shape.fill.fore_color.rgb = colour_of(colour)
    if line is None:
        shape.line.fill.background()
    else:
        shape.line.color.rgb = colour_of(line)
        shape.line.width = Pt(1)


def rims(cell: Any) -> None:
    """A white line round a coloured cell."""
    its = cell._tc.get_or_add_tcPr()
    for place, side in enumerate(("a:lnL", "a:lnR", "a:lnT", "a:lnB")):
        line = its.makeelement(qn(side), {"w": "19050"})
        ground = line.makeelement(qn("a:solidFill"), {})
        ground.append(ground.makeelement(qn("a:srgbClr"), {"val": "FFFFFF"}))
        line.append(ground)
        its.insert(place, line)


def copied(held_by: Any, slide: Any) -> Any:
    """A footer or number of the layout on the slide, where it has to stand to be shown."""
    element = deepcopy(held_by._element)
    slide.shapes._spTree.append(element)
    return next(shape for shape in slide.placeholders if shape._element is element)


def colour_of(colour: str) -> RGBColor:
    """»#RRGGBB« as PowerPoint has it."""
    return RGBColor(*bytes.fromhex(colour[1:]))  # type: ignore[no-untyped-call]
