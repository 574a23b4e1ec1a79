"""The slide master: 16:9, Danish, the radar's colours, and layouts with placeholders; made of python-pptx's own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Inches

from bot.files.office import moment_of
from dialogs.texts import files as words
from radar_core.model import Ring
from radar_core.render import palette

WIDTH, HEIGHT = 13.333, 7.5
"""Inches, as all measures here."""
LEFT, RIGHT, TOP, FOOT = 0.6, 12.733, 1.5, 6.86
ABOVE = 60
"""Index of the line over the title. What is a layout's own counts from 40: below it stand those of the master."""
BODY = 40
ONLY_TITLE, CARDS, TWO_FIELDS, QUESTIONS, RATED = "Kun titel", "Tre kort", "To felter", "Spørgsmål", "Vurderinger"
CARD_LEFTS, CARD_WIDTH = (0.6, 4.75, 8.9), 3.83
ROWS, ROW_TOP, ROW_GAP = 5, 1.55, 0.12
FIELD_LEFT = {QUESTIONS: 6.25, RATED: 9.4}

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_P = "http://schemas.openxmlformats.org/presentationml/2006/main"
_DECORATIVE = (
    '<a:extLst xmlns:a="' + _A + '"><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)
_COLOURS = {
    "dk1": palette.TEXT,
    "lt1": palette.GROUND,
    "dk2": palette.MUTED,
    "lt2": palette.RINGS[Ring.AFVENT].tint,
    "accent1": palette.RINGS[Ring.KLAR].mark,
    "accent2": palette.RINGS[Ring.AFPROEV].mark,
    "accent3": palette.RINGS[Ring.HOLD_OEJE].mark,
    "accent4": palette.RINGS[Ring.AFVENT].mark,
    "accent5": palette.BEHIND,
    "accent6": palette.NOTICE_GROUND,
    "hlink": palette.RINGS[Ring.AFPROEV].ink,
    "folHlink": palette.RINGS[Ring.AFPROEV].ink,
}
_FONT = "Calibri"
"""Every Office has it; another would be replaced on the kommune's PC, and every line would break elsewhere."""


@dataclass(frozen=True)
class Spot:
    """Where something stands on a slide, in inches."""

    left: float
    top: float
    width: float
    height: float


def rows(layout: str) -> Sequence[tuple[Spot, Spot]]:
    """Of a layout with room to write: where each question stands, and where its field is."""
    field = FIELD_LEFT[layout]
    count = ROWS if layout == QUESTIONS else ROWS - 1
    top = ROW_TOP if layout == QUESTIONS else ROW_TOP + 0.4
    step = (FOOT - 0.1 - top) / count
    height = step - ROW_GAP
    return [
        (
            Spot(LEFT, top + i * step, 5.4 if layout == QUESTIONS else 4.9, height),
            Spot(field, top + i * step, RIGHT - field, height),
        )
        for i in range(count)
    ]


def master(title: str, subject: str, keywords: str, day: dt.date) -> Any:
    """An empty presentation on it."""
    made = Presentation()
    made.slide_width, made.slide_height = Inches(WIDTH), Inches(HEIGHT)
    _theme(made)
    _master(made.slide_master)
    kept = [made.slide_layouts[i] for i in (5, 1, 3, 2, 4)]
    for layout in list(made.slide_layouts):
        if layout not in kept:
            made.slide_layouts.remove(layout)
    for layout, name in zip(kept, (ONLY_TITLE, CARDS, TWO_FIELDS, QUESTIONS, RATED), strict=True):
        _layout(layout, name)
    its = made.core_properties
    its.author = its.last_modified_by = words.AUTHOR
    its.title, its.subject, its.keywords, its.language = title, subject, keywords, "da-DK"
    its.comments, its.revision = "", 1
    its.created = its.modified = moment_of(day).replace(tzinfo=None)
    return made


def layout_of(made: Any, name: str) -> Any:
    """The layout of that name."""
    return next(layout for layout in made.slide_layouts if layout.name == name)


def _theme(made: Any) -> None:
    part = made.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    root = etree.fromstring(part.blob)
    root.set("name", words.AUTHOR)
    for name, colour in _COLOURS.items():
        slot = root.find(f".//{{{_A}}}clrScheme/{{{_A}}}{name}")
        for child in list(slot):
            slot.remove(child)
        etree.SubElement(slot, f"{{{_A}}}srgbClr", val=colour[1:])
    for latin in root.iterfind(f".//{{{_A}}}fontScheme/*/{{{_A}}}latin"):
        latin.set("typeface", _FONT)
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _master(made: Any) -> None:
    places = {
        1: Spot(LEFT, 0.62, RIGHT - LEFT, 0.8),
        2: Spot(LEFT, TOP, RIGHT - LEFT, FOOT - TOP),
        15: Spot(LEFT, 6.92, 10.6, 0.34),
        13: Spot(RIGHT - 1, 6.92, 1.0, 0.34),
    }
    for shape in list(made.placeholders):
        kind = int(shape.placeholder_format.type)
        if kind not in places:
            shape._element.getparent().remove(shape._element)
            continue
        _put(shape, places[kind])
        body = shape._element.txBody.find(f"{{{_A}}}bodyPr")
        body.set("lIns", "0")
        body.set("rIns", "0")
        for style in shape._element.iter(f"{{{_A}}}lvl1pPr"):
            style.set("algn", "r" if kind == 13 else "l")
            style.find(f"{{{_A}}}defRPr").set("sz", "1200")
    _styles(made)
    left = 0.0
    spans = zip(Ring, (0.40, 0.26, 0.19, 0.15), strict=True)
    for ring, share in spans:
        place = Spot(left, 7.38, WIDTH * share, 0.12)
        _rectangle(made.shapes._spTree, f"Bånd {ring.value}", place, palette.RINGS[ring].mark)
        left += WIDTH * share
    _speak_danish(made)


def _styles(made: Any) -> None:
    styles = made._element.find(f"{{{_P}}}txStyles")
    title = styles.find(f"{{{_P}}}titleStyle/{{{_A}}}lvl1pPr")
    title.set("algn", "l")
    look = title.find(f"{{{_A}}}defRPr")
    look.set("sz", "3000")
    look.set("b", "1")
    for level in styles.find(f"{{{_P}}}bodyStyle"):
        level.set("marL", "0")
        level.set("indent", "0")
        for bullet in level.findall(f"{{{_A}}}buChar") + level.findall(f"{{{_A}}}buFont"):
            level.remove(bullet)
        level.insert(list(level).index(level.find(f"{{{_A}}}defRPr")), etree.Element(f"{{{_A}}}buNone"))
        level.find(f"{{{_A}}}defRPr").set("sz", "1600")


def _layout(layout: Any, name: str) -> None:
    layout._element.cSld.set("name", name)
    layout._element.attrib.pop("type", None)
    for shape in list(layout.placeholders):
        kind = int(shape.placeholder_format.type)
        if kind not in (1, 15, 13):
            shape._element.getparent().remove(shape._element)
            continue
        for place in shape._element.spPr.findall(f"{{{_A}}}xfrm"):
            shape._element.spPr.remove(place)
        for style in shape._element.txBody.findall(f"{{{_A}}}lstStyle"):
            for child in list(style):
                style.remove(child)
    tree = layout.shapes._spTree
    _placeholder(tree, ABOVE, "Linjen over titlen", Spot(LEFT, 0.28, 8.3, 0.34), 1400, palette.MUTED, "Fagområde")
    if name == CARDS:
        for i, left in enumerate(CARD_LEFTS):
            _rectangle(tree, f"Streg {i + 1}", Spot(left, 1.55, CARD_WIDTH, 0.06), palette.RINGS[Ring.KLAR].mark)
            _placeholder(
                tree,
                BODY + i,
                f"Navn {i + 1}",
                Spot(left, 1.68, CARD_WIDTH, 0.7),
                2000,
                palette.TEXT,
                "Teknologi",
            )
            _placeholder(
                tree,
                BODY + 3 + i,
                f"Tekst {i + 1}",
                Spot(left, 2.48, CARD_WIDTH, 3.9),
                1600,
                palette.TEXT,
                "Hvorfor",
            )
        _placeholder(
            tree, BODY + 6, "Også i KLAR", Spot(LEFT, 6.42, RIGHT - LEFT, 0.44), 1400, palette.MUTED, "Også i KLAR"
        )
    if name == TWO_FIELDS:
        _placeholder(tree, BODY, "Venstre", Spot(LEFT, 1.6, 6.4, 5.1), 1800, palette.TEXT, "Tekst")
        _rectangle(tree, "Ramme", Spot(7.5, 1.55, RIGHT - 7.5, 5.2), None, palette.RULE, dashed=True)
        _placeholder(tree, BODY + 1, "Højre", Spot(7.8, 1.7, RIGHT - 8.1, 4.9), 1800, palette.TEXT, "Tekst")
    if name in FIELD_LEFT:
        for i, (asked, field) in enumerate(rows(name)):
            _rectangle(tree, f"Felt {i + 1}", field, palette.GROUND, palette.RULE)
            _placeholder(tree, BODY + i, f"Spørgsmål {i + 1}", asked, 1600, palette.TEXT, "Spørgsmål", "ctr")
            inner = Spot(field.left + 0.1, field.top + 0.05, field.width - 0.2, field.height - 0.1)
            _placeholder(tree, BODY + 10 + i, f"Svar {i + 1}", inner, 1600, palette.TEXT, words.WRITE_HERE)
    _speak_danish(layout)


def _put(shape: Any, place: Spot) -> None:
    shape.left, shape.top = Inches(place.left), Inches(place.top)
    shape.width, shape.height = Inches(place.width), Inches(place.height)


def _xfrm(place: Spot) -> str:
    x, y, w, h = (int(Inches(each)) for each in (place.left, place.top, place.width, place.height))
    return f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/></a:xfrm>'


def _rectangle(
    tree: Any, name: str, place: Spot, colour: str | None, line: str | None = None, *, dashed: bool = False
) -> None:
    ground = f'<a:solidFill><a:srgbClr val="{colour[1:]}"/></a:solidFill>' if colour else "<a:noFill/>"
    dash = '<a:prstDash val="dash"/>' if dashed else ""
    rim = f'<a:solidFill><a:srgbClr val="{line[1:]}"/></a:solidFill>{dash}' if line else "<a:noFill/>"
    extension = _DECORATIVE.replace(f' xmlns:a="{_A}"', "")
    tree.append(
        etree.fromstring(
            f'<p:sp xmlns:p="{_P}" xmlns:a="{_A}"><p:nvSpPr><p:cNvPr id="{len(tree) + 100}" name="{name}">{extension}'
            f'</p:cNvPr><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>{_xfrm(place)}'
            f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{ground}<a:ln w="12700">{rim}</a:ln></p:spPr>'
            '<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="da-DK"/></a:p></p:txBody></p:sp>'
        )
    )


def _placeholder(
    tree: Any, index: int, name: str, place: Spot, size: int, colour: str, prompt: str, anchor: str = "t"
) -> None:
    tree.append(
        etree.fromstring(
            f'<p:sp xmlns:p="{_P}" xmlns:a="{_A}"><p:nvSpPr><p:cNvPr id="{len(tree) + 100}" name="{name}"/><p:cNvSpPr>'
            f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="body" sz="quarter" idx="{index}"/></p:nvPr>'
            f'</p:nvSpPr><p:spPr>{_xfrm(place)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody>'
            f'<a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}"><a:normAutofit/></a:bodyPr><a:lstStyle>'
            '<a:lvl1pPr marL="0" indent="0"><a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/>'
            f'<a:defRPr sz="{size}"><a:solidFill><a:srgbClr val="{colour[1:]}"/></a:solidFill></a:defRPr></a:lvl1pPr>'
            f'</a:lstStyle><a:p><a:r><a:rPr lang="da-DK"/><a:t>{prompt}</a:t></a:r></a:p></p:txBody></p:sp>'
        )
    )


_PROMPTS = {
    "Click to edit Master title style": "Titel",
    "Click to edit Master text styles": "Tekst",
    "Second level": "Andet niveau",
    "Third level": "Tredje niveau",
    "Fourth level": "Fjerde niveau",
    "Fifth level": "Femte niveau",
}


def _speak_danish(made: Any) -> None:
    for element in made._element.iter():
        if element.get("lang"):
            element.set("lang", "da-DK")
        if element.tag == f"{{{_A}}}t" and element.text in _PROMPTS:
            element.text = _PROMPTS[element.text]
