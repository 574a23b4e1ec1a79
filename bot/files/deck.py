"""A snapshot as PowerPoint slides: editable text, native tables, one picture a radar; the titles say the finding."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from bot.files.deck_master import (
    ABOVE,
    BODY,
    CARD_WIDTH,
    CARDS,
    FOOT,
    LEFT,
    ONLY_TITLE,
    QUESTIONS,
    RATED,
    RIGHT,
    TOP,
    TWO_FIELDS,
    Spot,
    layout_of,
    master,
    rows,
)
from bot.files.deck_shapes import (
    Line,
    Run,
    colour_of,
    copied,
    fill,
    hang,
    held,
    in_danish,
    plain_frame,
    resized,
    rims,
    write,
)
from bot.files.office import steady
from bot.files.paper import rings_of
from bot.files.pictures import circle_png
from bot.files.snapshot import RadarSnapshot, ShownRadar, StartingPoint
from bot.files.snapshot_paper import FIRST, beside_head, beside_told, cases, finding
from dialogs.reflection.spread import HIGHEST
from dialogs.texts import files as words
from radar_core.known import danish_date
from radar_core.model import Question, Ring
from radar_core.render import palette
from radar_core.render.words.alt_text import alt_text, ended
from radar_core.render.words.overview import SHORT_WORD, Overview
from radar_core.spelling import site, together

_GREEN = palette.RINGS[Ring.KLAR].ink
_LINK = palette.RINGS[Ring.AFPROEV].ink
_PER_TABLE = 13
"""Technologies in a table on one slide."""
_PER_INCH = 13.5
"""Characters that an inch of 12 pt Calibri holds, on the safe side."""
_CARD_HEIGHT = 3.85
"""Inches for text on a card."""

Told: TypeAlias = Sequence[tuple[str, str, str | None]]
"""Labels and texts of a card, each with where it is from."""


def deck(snapshot: RadarSnapshot) -> bytes:
    """The slides as a file."""
    where = together([shown.where for shown in snapshot.radars])
    made = master(snapshot.title, words.SUBJECT, words.KEYWORDS.format(where=where), snapshot.made)
    slides = _Slides(made, snapshot)
    for shown in snapshot.radars:
        _radar(slides, shown)
        _start(slides, shown)
    _moved(slides)
    if snapshot.overview is not None:
        _beside(slides, snapshot.overview)
    asked = [question for question in snapshot.questions if not question.is_rated]
    _questions(slides, QUESTIONS, asked)
    _questions(slides, RATED, [question for question in snapshot.questions if question.is_rated])
    _sources(slides)
    out = io.BytesIO()
    made.save(out)
    return steady(out.getvalue(), snapshot.made)


class _Slides:
    """Adds slides that all say which edition they are of."""

    def __init__(self, made: Any, snapshot: RadarSnapshot) -> None:
        self._made, self.snapshot = made, snapshot
        self._several = len(snapshot.radars) > 1

    def titled(self, title: str, shown: ShownRadar) -> str:
        """The title, with whose radar it is where there are several."""
        return f"{shown.where}: {title[:1].lower()}{title[1:]}" if self._several else title

    def add(self, layout: str, title: str, where: str, source: str) -> Any:
        """A new slide with its title, the line over it, footer, number and what must not be overlooked."""
        slide = self._made.slides.add_slide(layout_of(self._made, layout))
        slide.shapes.title.text = title
        in_danish(slide.shapes.title.text_frame)
        if len(title) > 60:
            resized(slide.shapes.title.text_frame, 24)
        edition = self.snapshot.edition
        when = danish_date(edition.date) if edition.date else "uden dato"
        told = edition.title if when in edition.title else f"{edition.title}, {when}"
        write(held(slide, ABOVE), [[Run(" · ".join([where, f"udgave »{told}«"]))]])
        self._foot(slide, source)
        if notice := self.snapshot.notice or self.snapshot.strip:
            self._mark(slide, notice, is_notice=self.snapshot.notice is not None)
        return slide

    def _foot(self, slide: Any, source: str) -> None:
        day = words.DRAWN_ON.format(day=danish_date(self.snapshot.made.isoformat()))
        for held_by in slide.slide_layout.placeholders:
            kind = int(held_by.placeholder_format.type)
            if kind in (13, 15):
                footer = copied(held_by, slide)
                if kind == 15:
                    write(footer, [[Run(f"{source} · {day}", size=12, colour=palette.MUTED)]])

    @staticmethod
    def _mark(slide: Any, notice: str, *, is_notice: bool) -> None:
        width = min(6.2, max(3.5, len(notice) / 10.5))
        shape = slide.shapes.add_shape(
            MSO_SHAPE.ROUNDED_RECTANGLE, Inches(RIGHT - width), Inches(0.26), Inches(width), Inches(0.36)
        )
        shape.name = "Eksempeldata" if is_notice else "Om udgaven"
        ground, ink = (palette.NOTICE_GROUND, palette.NOTICE_TEXT) if is_notice else ("#E6E9ED", palette.TEXT)
        fill(shape, ground)
        shape.text_frame.margin_top = shape.text_frame.margin_bottom = 0
        shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        write(shape, [[Run(notice, bold=True, colour=ink, size=14)]], PP_ALIGN.CENTER)


def _radar(slides: _Slides, shown: ShownRadar) -> None:
    picture = shown.picture
    slide = slides.add(ONLY_TITLE, slides.titled(finding(shown), shown), shown.where, picture.source)
    columns, size = list(_columns(shown, 14)), 14
    if len(columns) > 2:
        columns, size = list(_columns(shown, 12)), 12
    if picture.rows:
        image = slide.shapes.add_picture(
            io.BytesIO(circle_png(picture)), Inches(LEFT), Inches(TOP), Inches(5.3), Inches(5.3)
        )
        image.name = words.RADAR
        image._element.nvPicPr.cNvPr.set("descr", alt_text(picture))
    note = words.CLOSER if not picture.hidden else f"{picture.hidden}. {words.EMPTY_RING}"
    _lists(slide, columns[:2], 6.4, note, size)
    for place in range(2, len(columns), 4):
        title = words.CONTINUED.format(title=slides.titled(finding(shown), shown))
        _lists(slides.add(ONLY_TITLE, title, shown.where, picture.source), columns[place : place + 4], LEFT, "", size)


def _columns(shown: ShownRadar, size: int) -> Iterator[list[tuple[Ring, str, list[tuple[int, str]]]]]:
    """The rings in columns that are ``room`` lines of a type high; one that is too long goes on in the next."""
    room = left = (FOOT - TOP) / _line(size)
    band = 0.52 / _line(size)
    column: list[tuple[Ring, str, list[tuple[int, str]]]] = []
    for ring, count, technologies in rings_of(shown.picture):
        rest = list(technologies)
        is_new = True
        while is_new or rest:
            fits = int(left - band)
            if column and (fits < min(3, len(rest)) or (len(rest) > fits and len(rest) <= room - band)):
                yield column
                column, left = [], room
                continue
            column.append((ring, count, rest[:fits]))
            left -= band + len(rest[:fits])
            rest, is_new = rest[fits:], False
    yield column


def _line(size: int) -> float:
    """Inches of one line."""
    return size * 1.2 / 72


def _lists(slide: Any, columns: Sequence[Any], left: float, note: str, size: int) -> None:
    top = TOP
    for place, column in enumerate(columns):
        x, top = left + place * 3.25, TOP
        for ring, count, technologies in column:
            colours = palette.RINGS[ring]
            band = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Inches(x), Inches(top), Inches(3.05), Inches(0.34))
            band.name = f"Overskrift {ring.value}"
            fill(band, colours.tint)
            band.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
            band.text_frame.margin_top = band.text_frame.margin_bottom = 0
            write(band, [[Run(f"{ring.value}  {count}", bold=True, colour=colours.ink, size=14)]], PP_ALIGN.LEFT)
            height = _line(size) * len(technologies)
            if technologies:
                names = slide.shapes.add_textbox(Inches(x), Inches(top + 0.38), Inches(3.1), Inches(height))
                names.name = f"Navne {ring.value}"
                plain_frame(names.text_frame, left=0.12)
                write(
                    names,
                    [
                        [Run(f"{n}\t", bold=True, colour=colours.ink, size=size), Run(name, size=size)]
                        for n, name in technologies
                    ],
                )
                for paragraph in names.text_frame.paragraphs:
                    hang(paragraph, 0.4)
            top += 0.34 + height + 0.18
    if note and top < FOOT - 0.8:
        box = slide.shapes.add_textbox(
            Inches(left + (len(columns) - 1) * 3.25), Inches(top + 0.05), Inches(3.1), Inches(FOOT - top - 0.1)
        )
        box.name = "Sådan læses radaren"
        plain_frame(box.text_frame, left=0.12)
        write(box, [[Run(note, colour=palette.MUTED, size=14)]])


def _start(slides: _Slides, shown: ShownRadar) -> None:
    title = slides.titled(words.START_WITH, shown)
    source = words.OUR_JUDGEMENT if shown.start else shown.picture.source
    if not shown.start:
        slide = slides.add(TWO_FIELDS, title, shown.where, source)
        write(held(slide, BODY), [[Run(words.START_NONE)]])
        write(held(slide, BODY + 1), [[Run(ended(shown.picture.hidden or shown.picture.subtitle))]])
        return
    slide = slides.add(CARDS, title, shown.where, source)
    told, size = _fitted(shown.start[:FIRST])
    for place in range(FIRST):
        name, text = held(slide, BODY + place), held(slide, BODY + 3 + place)
        if place >= len(shown.start):
            for empty in (name, text):
                empty._element.getparent().remove(empty._element)
            continue
        start = shown.start[place]
        number = words.NUMBER_ON_RADAR.format(number=start.number)
        big = 20 if len(start.name) < 26 else 16 if len(start.name) < 34 else 14
        write(name, [[Run(start.name, bold=True, size=big)], [Run(number, colour=palette.MUTED, size=12)]])
        _card(text, told[place], size)
    also = held(slide, BODY + 6)
    if rest := shown.start[FIRST:]:
        too = words.ALSO_READY.format(names=together([start.name for start in rest]))
        write(also, [[Run(too, size=14 if len(too) < 240 else 12)]])
    else:
        also._element.getparent().remove(also._element)


def _fitted(starts: Sequence[StartingPoint]) -> tuple[list[Told], float]:
    """What stands on each card, and in which size: with a first step where that leaves the text large enough."""
    (bare, size), (whole, with_steps) = (_sized(starts, steps=steps) for steps in (False, True))
    return (whole, with_steps) if with_steps >= min(size, 14) else (bare, size)


def _sized(starts: Sequence[StartingPoint], *, steps: bool) -> tuple[list[Told], float]:
    told = [_told(start, steps=steps) for start in starts]
    fits = [size for size in (16, 14, 12) if all(_height(each, size) <= _CARD_HEIGHT for each in told)]
    return told, max(fits, default=12 if not steps else 0)


def _told(start: StartingPoint, *, steps: bool) -> Told:
    """What it is, what it helps with, what others did, and KL's point: a label, a text, and where that is from."""
    every = [
        (words.WHAT, start.what, None),
        *([(words.FIRST_STEP, start.first_step, None)] if steps else []),
        (words.WHY, f"{start.why[:1].upper()}{start.why[1:]}." if start.why else "", None),
        (
            f"{words.EXPERIENCE} ({start.when})" if start.when else words.EXPERIENCE,
            start.experience or words.NO_EXPERIENCE,
            start.url,
        ),
        (words.ETHICS, start.ethics, None),
    ]
    return [each for each in every if each[1]]


def _card(shape: Any, told: Told, size: float) -> None:
    lines: list[Line] = []
    for label, text, url in told:
        lines.append([Run(label, bold=True, colour=_GREEN, size=12)])
        runs = [Run(text, size=_size(label, size))]
        if url:
            runs.append(Run(f" {site(url) or url}", size=size, colour=_LINK, url=url))
        lines.append(runs)
    write(shape, lines)
    for paragraph in shape.text_frame.paragraphs[2::2]:
        paragraph.space_before = Pt(7)


def _size(label: str, size: float) -> float:
    return 12 if label == words.ETHICS else size


def _height(told: Told, size: float) -> float:
    """Inches that so much text takes on a card."""
    points = 0.0
    for label, text, url in told:
        its = _size(label, size)
        characters = len(text) + (len(site(url) or url) + 1 if url else 0)
        points += -(-characters // int(CARD_WIDTH * _PER_INCH * 12 / its)) * its * 1.2 + 12 * 1.2 + 7
    return points / 72


def _moved(slides: _Slides) -> None:
    snapshot = slides.snapshot
    slide = slides.add(TWO_FIELDS, words.MOVED_TITLE, _all(snapshot), snapshot.radars[0].picture.source)
    for index, label, sentences in (
        (BODY, words.MOVED, snapshot.moved),
        (BODY + 1, words.NOT_PUBLIC, snapshot.not_public),
    ):
        size = next((s for s in (18, 16, 14) if sum(map(len, sentences)) < 12_600 // s), 12)
        shape = held(slide, index)
        write(shape, [[Run(label, bold=True, size=20)], *([Run(ended(s), size=size)] for s in sentences)])
        for paragraph in shape.text_frame.paragraphs[1:]:
            paragraph.space_before = Pt(10)


def _beside(slides: _Slides, overview: Overview) -> None:
    for first in range(0, len(overview.rows), _PER_TABLE):
        shown = overview.rows[first : first + _PER_TABLE]
        title = words.FURTHEST_APART.format(name=overview.rows[0].name) if overview.rows[0].apart else overview.title
        slide = slides.add(
            ONLY_TITLE, title if not first else words.CONTINUED.format(title=title), words.SIDE_BY_SIDE, overview.source
        )
        head = beside_head(overview)
        height = 0.33 * (len(shown) + 1)
        frame = slide.shapes.add_table(
            len(shown) + 1, len(head), Inches(LEFT), Inches(TOP), Inches(RIGHT - LEFT), Inches(height)
        )
        frame.name = words.SIDE_BY_SIDE
        frame._element.nvGraphicFramePr.cNvPr.set("descr", f"{words.SIDE_BY_SIDE}. {beside_told(overview)}")
        table = frame.table
        table.first_row, table.horz_banding, table.first_col = True, False, True
        style = frame._element.graphic.graphicData.tbl.tblPr.find(qn("a:tableStyleId"))
        style.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # no style, no grid
        table.columns[0].width = Inches(3.3)
        for place in range(1, len(head)):
            table.columns[place].width = Inches((RIGHT - LEFT - 3.3) / (len(head) - 1))
        for place, label in enumerate(head):
            _cell(table.cell(0, place), label, None, palette.MUTED, bold=True, is_left=place == 0)
        for number, row in enumerate(shown, start=1):
            _cell(table.cell(number, 0), row.name, None, palette.TEXT, bold=False, is_left=True)
            for place, cell in enumerate(row.cells, start=1):
                colours = palette.RINGS[cell.ring] if cell.ring else None
                ground, ink = (colours.cell, colours.on_cell) if colours else (None, palette.MUTED)
                _cell(table.cell(number, place), cell.word, ground, ink, bold=True, is_left=False)
        for each in table.rows:
            each.height = Inches(0.33)
        note = slide.shapes.add_textbox(Inches(LEFT), Inches(6.5), Inches(RIGHT - LEFT), Inches(0.34))
        note.name = "Note"
        plain_frame(note.text_frame)
        key = " · ".join(f"{word} = {ring.value}" for ring, word in SHORT_WORD.items() if word != ring.value)
        write(note, [[Run(f"{beside_told(overview)} {key}", size=12, colour=palette.MUTED)]])


def _cell(cell: Any, text: str, ground: str | None, ink: str, *, bold: bool, is_left: bool) -> None:
    cell.margin_top = cell.margin_bottom = Inches(0.02)
    cell.margin_left = cell.margin_right = Inches(0.05)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    if ground:
        cell.fill.solid()
        cell.fill.fore_color.rgb = colour_of(ground)
        rims(cell)
    else:
        cell.fill.background()
    write(
        cell,
        [[Run(text, bold=bold, colour=ink, size=12 if ground is None and not is_left else 13)]],
        PP_ALIGN.LEFT if is_left else PP_ALIGN.CENTER,
    )


def _questions(slides: _Slides, layout: str, questions: Sequence[Question]) -> None:
    places = rows(layout)
    for first in range(0, len(questions), len(places)):
        shown = questions[first : first + len(places)]
        title = words.DISCUSSION_PART.format(first=shown[0].number, last=shown[-1].number)
        slide = slides.add(layout, title, _all(slides.snapshot), words.SOURCE_OF_QUESTIONS)
        for place, question in enumerate(shown):
            asked = held(slide, BODY + place)
            size = 16 if len(question.text) < 130 else 14
            write(
                asked,
                [[Run(f"{question.number}\t", bold=True, colour=_GREEN, size=18), Run(question.text, size=size)]],
            )
            hang(asked.text_frame.paragraphs[0], 0.36)
            held(slide, BODY + 10 + place).name = f"Svar på spørgsmål {question.number}"
            if question.is_rated:
                _boxes(slide, question.number, places[place][0])
        for place in range(len(shown), len(places)):
            for index in (BODY + place, BODY + 10 + place):
                empty = held(slide, index)._element
                empty.getparent().remove(empty)
        if layout == RATED:
            key = slide.shapes.add_textbox(Inches(LEFT), Inches(1.45), Inches(8.4), Inches(0.34))
            key.name = "Skala"
            plain_frame(key.text_frame)
            write(key, [[Run(words.RATE, size=14, colour=palette.MUTED)]])


def _boxes(slide: Any, number: int, place: Spot) -> None:
    for rating in range(1, HIGHEST + 1):
        box = slide.shapes.add_shape(
            MSO_SHAPE.RECTANGLE,
            Inches(5.75 + (rating - 1) * 0.68),
            Inches(place.top + place.height / 2 - 0.27),
            Inches(0.54),
            Inches(0.54),
        )
        box.name = f"Spørgsmål {number}: {rating}"
        fill(box, palette.GROUND, palette.RULE)
        box.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        write(box, [[Run(str(rating), bold=True, colour=palette.TEXT, size=16)]], PP_ALIGN.CENTER)


def _sources(slides: _Slides) -> None:
    snapshot = slides.snapshot
    every = (*snapshot.sources, *cases(snapshot))
    for first in range(0, len(every), 12):
        shown = every[first : first + 12]
        title = words.CONTINUED.format(title=words.SOURCES) if first else words.SOURCES
        slide = slides.add(ONLY_TITLE, title, _all(snapshot), words.SUBJECT)
        box = slide.shapes.add_textbox(Inches(LEFT), Inches(TOP), Inches(RIGHT - LEFT), Inches(5.2))
        box.name = words.SOURCES
        plain_frame(box.text_frame)
        size = 14 if max(map(len, shown)) < 120 else 12
        write(
            box,
            [
                [Run(source, size=size, url=source, colour=_LINK) if site(source) else Run(source, size=size)]
                for source in shown
            ],
        )
        for paragraph in box.text_frame.paragraphs[1:]:
            paragraph.space_before = Pt(8)


def _all(snapshot: RadarSnapshot) -> str:
    return snapshot.radars[0].where if len(snapshot.radars) == 1 else "Flere fagområder"
