"""The comparison: a row per technology, a column per ring, the radar's place and one's own. Pixels, y downwards.

The columns run from AFVENT to KLAR, so that further to the right is further on. A difference is a line between the two
marks, the name in bold, and words at the right; colour only repeats it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from radar_core.errors import DoesNotFit
from radar_core.model import Ring
from radar_core.own_use.comparison import ComparisonRow
from radar_core.render import palette
from radar_core.render.places.header import (
    MARGIN,
    SIZE,
    SMALL_TYPE,
    Key,
    header_shapes,
    lay_out_foot,
    lay_out_header,
    strip_height,
    strip_shapes,
    strips,
)
from radar_core.render.places.listing import Type
from radar_core.render.shapes import Area, Band, Disc, Shape, Sheet, Stroke, Words, texts
from radar_core.render.type import LEADING, Box, Line, Measure, Weight, centred, wrap
from radar_core.render.words.comparison import STAGE_OF_RING, Comparison, comparison_alt_text, verdict

TYPES = (Type(21, 36), Type(20, 33), Type(20, 30), Type(19, 28), Type(19, 26), Type(18, 24), Type(18, 22))
"""Type of a name and height of its row, px, largest first."""
ROOMS = (
    (330.0, 428.0, 118.0),
    (400.0, 338.0, 138.0),
    (470.0, 268.0, 138.0),
    (538.0, 200.0, 138.0),
)
"""Widths of names, of the four columns together and of the words, px: the usual ones, and others for long names."""

_LEGEND_INDENT = 38.0
_LEGEND = ("på radaren", "hos jer", "I bruger den mere", "I bruger den mindre")
_DIGITS, _GUTTER = 36.0, 20.0
_HEAD = 50.0
_MARK = 8.5  # half of a mark
_PAIR = 11.0  # from the middle of a column to each mark, where both stand in it
_WORD_TYPE = 15.0
_BLACK = palette.TEXT


@dataclass(frozen=True)
class _Columns:
    """Widths, px, and the type of the table."""

    type_: Type
    names: float
    rings: float
    words: float

    @property
    def left(self) -> float:
        """Where the first ring column starts."""
        return MARGIN + _DIGITS + self.names + _GUTTER / 2

    @property
    def each(self) -> float:
        """Width of one ring column."""
        return self.rings / len(Ring)

    @property
    def right(self) -> float:
        """Where the words start."""
        return self.left + self.rings + _GUTTER / 2

    def middle(self, ring: Ring) -> float:
        """The middle of a ring's column."""
        return self.left + self.each * (len(Ring) - 1 - ring.order + 0.5)


@dataclass(frozen=True)
class _Row:
    row: ComparisonRow
    names: tuple[str, ...]
    words: tuple[str, ...]
    height: float


def comparison_sheet(comparison: Comparison, measure: Measure) -> Sheet:
    """The sheet of a comparison, 1024 px wide and as high as it needs to be. Raises ``DoesNotFit``."""
    header = lay_out_header(
        comparison.title, comparison.notice, comparison.subtitle, _LEGEND, measure, indent=_LEGEND_INDENT
    )
    top = header.bottom + 12
    foot = lay_out_foot(comparison.source, measure)
    below = foot[-1].baseline - foot[0].baseline + SMALL_TYPE + 12 + 22
    at_foot = strips(comparison.strip, measure)
    for strip, columns in product(at_foot, [_Columns(type_, *room) for room in ROOMS for type_ in TYPES]):
        rows = [_wrapped(row, columns, measure) for row in comparison.rows]
        bottom = top + _HEAD + sum(row.height for row in rows) + 8
        height = float(round(max(bottom + below + strip_height(strip), SIZE * 0.4)))
        if height > SIZE or (columns.names < ROOMS[-1][0] and any(map(_is_broken, rows))):
            continue
        shapes = [
            *header_shapes(header),
            *_legend(header.keys),
            *_heads(columns, top, bottom),
            *_table(rows, columns, top + _HEAD, measure),
            *texts(
                "source", lay_out_foot(comparison.source, measure, height=height - strip_height(strip)), palette.MUTED
            ),
            *strip_shapes(strip, height),
        ]
        return Sheet(SIZE, height, comparison.title, comparison_alt_text(comparison), tuple(shapes))
    raise DoesNotFit(
        f"Der er ikke plads til {len(comparison.rows)} teknologier på én sammenligning. "
        "Brug kortere navne eller færre teknologier."
    )


def _wrapped(row: ComparisonRow, columns: _Columns, measure: Measure) -> _Row:
    names = wrap(row.name, columns.names, columns.type_.size, _weight(row), measure)
    words = wrap(verdict(row), columns.words, _WORD_TYPE, _weight(row), measure)
    extra = max((len(names) - 1) * columns.type_.size * LEADING, (len(words) - 1) * _WORD_TYPE * LEADING - 6, 0.0)
    return _Row(row, names, words, columns.type_.pitch + extra)


def _is_broken(row: _Row) -> bool:
    """Whether a word had to be broken."""
    return " ".join(row.names) != " ".join(row.row.name.split()) or " ".join(row.words) != verdict(row.row)


def _weight(row: ComparisonRow) -> Weight:
    return "semibold" if row.differs else "regular"


def _heads(columns: _Columns, top: float, bottom: float) -> Iterator[Shape]:
    """The ring columns with their names, and under each what it means of one's own use."""
    for ring in Ring:
        colours = palette.RINGS[ring]
        x = columns.middle(ring)
        box = Box(x - columns.each / 2 + 1.5, top, columns.each - 3, bottom - top)
        yield Band(f"column-{ring.name}", box, colours.tint, 6)
        size = 17.0 if columns.each > 90 else 14.0
        name = Line(ring.value, x, centred(top + 17, size), size, "bold")
        yield Words(f"ring-name-{ring.name}", name, colours.ink, "center")
        if columns.each > 80:
            stage = Line(STAGE_OF_RING[ring], x, centred(top + 36, SMALL_TYPE), SMALL_TYPE)
            yield Words(f"stage-{ring.name}", stage, colours.ink, "center")


def _table(rows: Sequence[_Row], columns: _Columns, y: float, measure: Measure) -> Iterator[Shape]:
    for row in rows:
        yield Stroke(f"row-{row.row.number}", ((MARGIN, y), (SIZE - MARGIN, y)), palette.HAIR)
        yield from _row(row, columns, y + row.height / 2, measure)
        y += row.height


def _row(laid: _Row, columns: _Columns, middle: float, measure: Measure) -> Iterator[Shape]:
    row, size = laid.row, columns.type_.size
    ink = palette.TEXT if row.own else palette.MUTED
    digits = str(row.number)
    x = MARGIN + _DIGITS - 11 - measure(digits, size, "semibold")
    colour = palette.RINGS[row.national].ink if row.national else palette.MUTED
    names = _lines(laid.names, MARGIN + _DIGITS, middle, size, _weight(row))
    yield Words(f"number-{row.number}", Line(digits, x, names[0].baseline, size, "semibold"), colour)
    yield from texts(f"name-{row.number}", names, ink)
    yield from _marks(row, columns, middle)
    words = _lines(laid.words, columns.right, middle, _WORD_TYPE, _weight(row))
    yield from texts(f"words-{row.number}", words, _tone(row) if row.differs else palette.MUTED)


def _lines(lines: Sequence[str], x: float, middle: float, size: float, weight: Weight) -> tuple[Line, ...]:
    first = centred(middle, size) - (len(lines) - 1) * size * LEADING / 2
    return tuple(Line(text, x, first + i * size * LEADING, size, weight) for i, text in enumerate(lines))


def _marks(row: ComparisonRow, columns: _Columns, middle: float) -> Iterator[Shape]:
    together = _PAIR if row.national is not None and row.national is row.own else 0.0
    here = columns.middle(row.own) + together if row.own else None
    there = columns.middle(row.national) - together if row.national else None
    if row.differs and here is not None and there is not None:
        yield Stroke(f"difference-{row.number}", ((there, middle), (here, middle)), _tone(row), 4)
    if there is not None:
        yield _national(f"national-{row.number}", there, middle)
    if here is not None:
        yield _own(f"own-{row.number}", here, middle, _tone(row) if row.differs else _BLACK)


def _tone(row: ComparisonRow) -> str:
    ahead = row.own is not None and row.national is not None and row.own.order < row.national.order
    return palette.AHEAD if ahead else palette.BEHIND


def _national(gid: str, x: float, y: float) -> Disc:
    return Disc(gid, x, y, _MARK - 1, palette.GROUND, _BLACK, 2)


def _own(gid: str, x: float, y: float, colour: str) -> Area:
    reach = _MARK + 1.5
    return Area(gid, ((x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)), colour, palette.GROUND)


def _legend(keys: Sequence[Key]) -> Iterator[Shape]:
    for i, key in enumerate(keys):
        if i == 0:
            yield _national("key-national", key.x + 9, key.y)
        elif i == 1:
            yield _own("key-own", key.x + 9, key.y, _BLACK)
        else:
            colour = palette.AHEAD if i == 2 else palette.BEHIND
            there, here = (key.x - 14, key.x + 8) if i == 2 else (key.x + 8, key.x - 14)
            yield Stroke(f"key-line-{i}", ((there, key.y), (here, key.y)), colour, 4)
            yield _national(f"key-national-{i}", there, key.y)
            yield _own(f"key-own-{i}", here, key.y, colour)
        yield Words(f"key-text-{i}", key.line, palette.MUTED)
