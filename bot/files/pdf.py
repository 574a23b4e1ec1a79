"""Paper → PDF, by Typst: PDF/UA-1 and PDF/A-2a in one file, tagged, and the same bytes each time.

What people wrote goes in as JSON, never as markup. A sign that no typeface has would be an error, so it is told by its
number (``bot.files.signs``). Typst keeps about 330 bytes a character until its cache is let go of, so a long paper is
written in parts of ``PART`` characters that are then joined: 60 people's longest answers would else take 700 MB.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, TypeAlias

import typst
from matplotlib import get_data_path
from matplotlib.ft2font import FT2Font

from bot.files.paper import (
    Bars,
    Block,
    Circle,
    Drawing,
    Grid,
    LabelledFacts,
    NewPage,
    Paper,
    Prose,
    RatedTimes,
    RingGrid,
    StartHere,
    TextHeading,
    WriteHere,
    rings_of,
)
from bot.files.pictures import circle_svg, over_time_svg
from bot.files.protocol import ReflectionProtocol
from bot.files.protocol_paper import protocol_paper
from bot.files.signs import printed
from bot.files.snapshot import RadarSnapshot
from bot.files.snapshot_paper import snapshot_paper
from dialogs.texts import files as words
from radar_core.model import Ring
from radar_core.render.palette import RINGS
from radar_core.render.words.overview import SHORT_WORD
from radar_core.spelling import site
from radar_core.typeface import WEIGHTS, font_file

_Standard: TypeAlias = Literal["ua-1", "a-2a"]
STANDARDS: tuple[_Standard, ...] = ("ua-1", "a-2a")
PART = 120_000
"""Characters of one part."""

_EVICTING = 12
"""Papers of nothing that make Typst let go of what it keeps of one of something: it looks at ten back."""
_TEMPLATE = Path(__file__).with_name("paper.typ")
_FALLBACK = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
"""In matplotlib's own folder: Greek, Cyrillic, Arabic, Hebrew, arrows and the older emoji."""


def protocol_pdf(protocol: ReflectionProtocol) -> bytes:
    """A protocol as a PDF. Raises ``typst.TypstError``."""
    return pdf(protocol_paper(protocol))


def snapshot_pdf(snapshot: RadarSnapshot) -> bytes:
    """A snapshot as a PDF. Raises ``typst.TypstError``."""
    return pdf(snapshot_paper(snapshot))


def pdf(paper: Paper[Block]) -> bytes:
    """A paper as a PDF. Raises ``typst.TypstError``."""
    try:
        return _compiled(paper, _signs())
    except typst.TypstError:
        # Two signs can be had of two typefaces and not together, as a letter and its accent.
        return _compiled(paper, frozenset(range(0x20, 0x180)) & _signs())


def _compiled(paper: Paper[Block], has: frozenset[int]) -> bytes:
    parts = list(_parts(paper.blocks))
    made: list[bytes] = []
    first = 1
    for number, blocks in enumerate(parts):
        pictures = {f"picture{i}": svg for i, block in enumerate(blocks) if (svg := _svg(block)) is not None}
        told = _printed({**_frame(paper), "parts": len(parts), "first": first, "blocks": _told(blocks)}, has)
        inputs = {name: svg.decode() for name, svg in pictures.items()}
        # A part that goes on from another does not begin with the title, which PDF/UA asks of a whole paper.
        standards = STANDARDS if number == 0 else STANDARDS[1:]
        made.append(_typst(_TEMPLATE.read_bytes(), {"document": json.dumps(told), **inputs}, standards, paper.day))
        if len(parts) > 1:
            first += _pages(made[-1])
        _let_go()
    return made[0] if len(made) == 1 else _joined(made)


def _svg(block: Block) -> bytes | None:
    """The picture that a block holds."""
    match block:
        case Circle():
            return circle_svg(block.picture)
        case RatedTimes():
            return over_time_svg(block.shown)
        case Drawing():
            return block.svg
    return None


def _pages(part: bytes) -> int:
    from bot.files.joining import pages  # only what is very long is joined

    return pages(part)


def _joined(parts: Sequence[bytes]) -> bytes:
    from bot.files.joining import joined

    return joined(parts)


def _typst(source: bytes, inputs: dict[str, str], standards: Sequence[_Standard], day: str) -> bytes:
    return typst.compile(
        source,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs=inputs,
        pdf_standards=list(standards),
        timestamp=int(dt.datetime.fromisoformat(day).replace(tzinfo=dt.UTC).timestamp()),
    )


def _let_go() -> None:
    for _ in range(_EVICTING):
        _typst(b"", {}, (), "2000-01-01")


def _parts(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """The blocks in parts of at most ``PART`` characters; a table of more goes on in the next with its header row."""
    part: list[Block] = []
    weight = 0
    for block in (piece for each in blocks for piece in _cut(each)):
        if part and weight + _weight(block) > PART and not _leads(part[-1]):
            yield part
            part, weight = [], 0
        part.append(block)
        weight += _weight(block)
    yield part


def _cut(block: Block) -> Iterator[Block]:
    """A table whose rows are too many for one part in several."""
    if not isinstance(block, Grid) or _weight(block) <= PART:
        yield block
        return
    rows: list[tuple[str, ...]] = []
    for row in block.rows:
        if rows and sum(len(cell) for each in (*rows, row) for cell in each) > PART // 2:
            yield Grid(block.head, tuple(rows), block.widths)
            rows = []
        rows.append(row)
    yield Grid(block.head, tuple(rows), block.widths)


def _leads(block: Block) -> bool:
    """Whether what follows belongs under it."""
    return isinstance(block, TextHeading | NewPage)


def _weight(block: Block) -> int:
    match block:
        case Grid():
            return sum(len(cell) for row in block.rows for cell in row)
        case Prose():
            return len(block.text)
    return 0


def _frame(paper: Paper[Block]) -> dict[str, Any]:
    return {
        "title": paper.title,
        "author": words.AUTHOR,
        "subject": paper.subject,
        "keywords": paper.keywords,
        "day": [int(part) for part in paper.day.split("-")],
        "foot": paper.foot,
        "notice": paper.notice,
        "rings": [
            {"name": ring.value, "ink": c.ink, "tint": c.tint, "cell": c.cell, "on": c.on_cell}
            for ring, c in RINGS.items()
        ],
        "words": {word: ring.value for ring, word in SHORT_WORD.items()},
    }


def _told(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    return [_block(block, place) for place, block in enumerate(blocks)]


def _block(block: Block, place: int) -> dict[str, Any]:
    match block:
        case TextHeading():
            return {"kind": "heading", "level": block.level, "text": block.text, "number": block.number}
        case Prose():
            return {
                "kind": "prose",
                "text": block.text,
                "lead": block.lead,
                "muted": block.muted,
                "field": block.field,
                "leads": block.leads,
            }
        case LabelledFacts():
            return {"kind": "facts", "rows": block.rows, "columns": block.columns}
        case Grid():
            return {"kind": "grid", "head": block.head, "rows": block.rows, "widths": block.widths}
        case RingGrid():
            return {"kind": "rings", "head": block.head, "rows": block.rows}
        case Bars():
            return {"kind": "bars", "counts": block.spread.counts, "words": block.words, "alt": block.alt}
        case Circle():
            return {"kind": "circle", "picture": f"picture{place}", "alt": block.alt, "columns": _columns(block)}
        case RatedTimes():
            return {"kind": "times", "picture": f"picture{place}", "alt": block.alt}
        case Drawing():
            return {"kind": "drawing", "picture": f"picture{place}", "alt": block.alt}
        case StartHere():
            return {"kind": "start", "starts": [_start(start) for start in block.starts]}
        case WriteHere():
            return {"kind": "write", "is-rated": block.is_rated}
        case NewPage():
            return {"kind": "page"}


def _columns(block: Circle) -> list[list[dict[str, Any]]]:
    """KLAR, AFPRØV, and the two outer rings under each other."""
    found = {ring: {"name": ring.value, "count": count, "rows": rows} for ring, count, rows in rings_of(block.picture)}
    return [[found[Ring.KLAR]], [found[Ring.AFPROEV]], [found[Ring.HOLD_OEJE], found[Ring.AFVENT]]]


def _start(start: Any) -> dict[str, Any]:
    return {
        "name": start.name,
        "place": words.NUMBER_ON_RADAR.format(number=start.number),
        "what": start.what,
        "why": start.why,
        "why-label": words.WHY,
        "experience": start.experience,
        "experience-label": f"{words.EXPERIENCE} ({start.when})" if start.when else words.EXPERIENCE,
        "url": start.url,
        "site": site(start.url or "") or start.url,
        "ethics": start.ethics,
        "first-step": start.first_step,
        "first-step-label": words.FIRST_STEP,
        "told": [[label, text] for label, text in start.told],
    }


def _printed(told: Any, has: frozenset[int]) -> Any:
    """All of it in signs there are."""
    if isinstance(told, str):
        return printed(told, has)
    if isinstance(told, dict):
        return {key: _printed(value, has) for key, value in told.items()}
    if isinstance(told, list | tuple):
        return [_printed(each, has) for each in told]
    return told


@cache
def _fonts() -> typst.Fonts:
    """Our own, never the system's: the same file on every machine."""
    folders = [str(files("font_source_sans_pro") / "files"), str(_fallback_folder())]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


def _fallback_folder() -> Path:
    return Path(get_data_path()) / "fonts" / "ttf"


@cache
def _signs() -> frozenset[int]:
    """The signs that the typeface has in every weight, or the one that stands in for it has."""

    def every(names: Sequence[str]) -> frozenset[int]:
        return frozenset.intersection(*(frozenset(FT2Font(name).get_charmap()) for name in names))

    own = every([font_file(weight) for weight in WEIGHTS])
    other = every([str(_fallback_folder() / name) for name in _FALLBACK])
    return frozenset(sign for sign in own | other if _may_stand(sign)) | {0x0A}


def _may_stand(sign: int) -> bool:
    """No control signs, none that are never seen, none of private use: PDF/A forbids them."""
    return sign >= 0x20 and not 0xE000 <= sign < 0xF900 and sign < 0xF0000 and printed(chr(sign), ()) != ""
