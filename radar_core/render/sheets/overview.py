"""Fagområder beside each other, to open and print: every technology, 30 on one picture. Pixels, y downwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import radians, sin

from radar_core.errors import DoesNotFit
from radar_core.model import SAMLET, Ring
from radar_core.render import palette
from radar_core.render.places.header import (
    MARGIN,
    SIZE,
    SMALL_TYPE,
    header_shapes,
    lay_out_foot,
    lay_out_header,
    strip_height,
    strip_shapes,
    strips,
)
from radar_core.render.places.listing import Type
from radar_core.render.shapes import Band, Shape, Sheet, Stroke, Words, texts
from radar_core.render.sheets.overview_chat import TURN
from radar_core.render.type import LEADING, Box, Line, Measure, centred, wrap
from radar_core.render.words.overview import SHORT_WORD, Overview, OverviewCell, OverviewRow, overview_alt_text

TYPES = (Type(20, 34), Type(19, 29), Type(19, 26), Type(18, 24), Type(18, 22))
"""Type of a name and height of its row, px, largest first."""

_NAMES = (250.0, 330.0, 420.0)
_CELL_LEAST, _CELL_MOST, _GAP = 72.0, 130.0, 5.0
_HEAD_TYPES, _HEAD_LINES = (15.0, 14.0), 3
_WORD, _KEY_TYPE, _KEY_CELL = 15.5, 16.0, 58.0
_APART, _LINE = 14.0, 14.0
_EXPLAINED = "Forskel: hvor mange ringe to fagområder i gennemsnit er fra hinanden."
_FEW = "Under stregen: dem, der er på få fagområder."


@dataclass(frozen=True)
class _Grid:
    type_: Type
    names: float
    each: float
    apart: float
    head_type: float
    heads: tuple[tuple[str, ...], ...]
    turned: bool = False
    """Where a word is too wide for its column."""

    def x(self, number: int) -> float:
        """The left edge of a column; the samlet radar, first, stands apart."""
        return MARGIN + self.names + 12 + number * self.each + (self.apart if number else 0.0)


def overview_sheet(overview: Overview, measure: Measure) -> Sheet:
    """The sheet of a page, 1024 px wide and as high as it needs to be. Raises ``DoesNotFit``."""
    subtitle = f"{overview.subtitle}. {_FEW}" if any(row.is_on_few for row in overview.rows) else overview.subtitle
    header = lay_out_header(overview.title, overview.notice, subtitle, (), measure)
    source = f"{_EXPLAINED} {overview.source}"
    foot = lay_out_foot(source, measure)
    below = foot[-1].baseline - foot[0].baseline + SMALL_TYPE + 52 + 22
    for strip, type_, names in product(strips(overview.strip, measure), TYPES, _NAMES):
        grid = _grid(overview, type_, names, measure)
        wrapped = [wrap(row.name, names, type_.size, "regular", measure) for row in overview.rows]
        is_broken = any(" ".join(w) != " ".join(r.name.split()) for w, r in zip(wrapped, overview.rows, strict=True))
        if grid is None or (is_broken and names < _NAMES[-1]):
            continue
        heights = [type_.pitch + (len(lines) - 1) * type_.size * LEADING for lines in wrapped]
        top = header.bottom + 22 + _heads_height(grid, measure)
        bottom = top + sum(heights) + (_LINE if _divided(overview.rows) else 0.0)
        height = float(round(bottom + below + strip_height(strip)))
        if height > SIZE:
            continue
        shapes: list[Shape] = [
            *header_shapes(header),
            *_heads(grid, top),
            *_rows(overview.rows, wrapped, heights, grid, top),
            *_keys(overview, bottom + 26, measure),
            *texts("source", lay_out_foot(source, measure, height=height - strip_height(strip)), palette.MUTED),
            *strip_shapes(strip, height),
        ]
        return Sheet(SIZE, height, overview.title, overview_alt_text(overview), tuple(shapes))
    raise DoesNotFit(
        f"Der er ikke plads til {len(overview.rows)} teknologier ved siden af hinanden. Brug kortere navne."
    )


def _grid(overview: Overview, type_: Type, names: float, measure: Measure) -> _Grid | None:
    """The columns beside names of a width; None where their own names have no room."""
    columns = overview.columns
    apart = _APART if columns[0].fagomraade == SAMLET else 0.0
    each = min(_CELL_MOST, (SIZE - 2 * MARGIN - names - 12 - apart) / len(columns))
    if each < _CELL_LEAST:
        return None
    for size, short in product(_HEAD_TYPES, (False, True)):
        told = [c.short if short else c.name for c in columns]
        heads = tuple(wrap(text, each - 8, size, "semibold", measure) for text in told)
        whole = all(" ".join(lines) == text for lines, text in zip(heads, told, strict=True))
        if whole and max(map(len, heads)) <= _HEAD_LINES:
            return _Grid(type_, names, each, apart, size, heads)
    return _Grid(type_, names, each, apart, _HEAD_TYPES[0], tuple((c.short,) for c in columns), turned=True)


def _heads_height(grid: _Grid, measure: Measure) -> float:
    if not grid.turned:
        return max(map(len, grid.heads)) * grid.head_type * LEADING
    longest = max(measure(text, grid.head_type, "semibold") for (text,) in grid.heads)
    return longest * sin(radians(TURN)) + grid.head_type


def _heads(grid: _Grid, bottom: float) -> Iterator[Shape]:
    size = grid.head_type
    for number, lines in enumerate(grid.heads):
        middle = grid.x(number) + (grid.each - _GAP) / 2
        if grid.turned:
            yield Words(f"head-{number}", Line(lines[0], middle, bottom - 8, size, "semibold"), palette.TEXT, turn=TURN)
            continue
        first = bottom - 10 - (len(lines) - 1) * size * LEADING
        laid = tuple(Line(text, middle, first + i * size * LEADING, size, "semibold") for i, text in enumerate(lines))
        yield from texts(f"head-{number}", laid, palette.TEXT, "center")


def _rows(
    rows: Sequence[OverviewRow],
    names: Sequence[Sequence[str]],
    heights: Sequence[float],
    grid: _Grid,
    y: float,
) -> Iterator[Shape]:
    size, right = grid.type_.size, grid.x(len(grid.heads)) - _GAP
    for number, (row, lines, height) in enumerate(zip(rows, names, heights, strict=True)):
        if row.is_on_few and number and not rows[number - 1].is_on_few:
            yield Stroke("few", ((MARGIN, y + _LINE / 2), (right, y + _LINE / 2)), palette.RULE, 1.5)
            y += _LINE
        first = centred(y + height / 2, size) - (len(lines) - 1) * size * LEADING / 2
        laid = tuple(Line(text, MARGIN, first + i * size * LEADING, size) for i, text in enumerate(lines))
        yield from texts(f"name-{number}", laid, palette.TEXT)
        for i, cell in enumerate(row.cells):
            box = Box(grid.x(i), y + 2, grid.each - _GAP, height - 4)
            yield from _cell(f"{number}-{i}", cell, box)
        y += height


def _divided(rows: Sequence[OverviewRow]) -> bool:
    return any(row.is_on_few for row in rows) and not rows[0].is_on_few


def _cell(gid: str, cell: OverviewCell, box: Box) -> Iterator[Shape]:
    ink = palette.MUTED
    if cell.ring:
        yield Band(f"cell-{gid}", box, palette.RINGS[cell.ring].cell, 5)
        ink = palette.RINGS[cell.ring].on_cell
    middle = centred(box.y + box.height / 2, _WORD)
    line = Line(cell.word, box.x + box.width / 2, middle, _WORD, "semibold" if cell.ring else "regular")
    yield Words(f"word-{gid}", line, ink, "center")


def _keys(overview: Overview, middle: float, measure: Measure) -> Iterator[Shape]:
    """What the short words mean."""
    x = MARGIN
    for ring in Ring:
        colours = palette.RINGS[ring]
        yield Band(f"swatch-{ring.name}", Box(x, middle - 11, _KEY_CELL, 22), colours.cell, 5)
        word = Line(SHORT_WORD[ring], x + _KEY_CELL / 2, centred(middle, _WORD), _WORD, "semibold")
        yield Words(f"key-word-{ring.name}", word, colours.on_cell, "center")
        x += _KEY_CELL + 10
        yield Words(f"key-text-{ring.name}", Line(ring.value, x, centred(middle, _KEY_TYPE), _KEY_TYPE), palette.MUTED)
        x += measure(ring.value, _KEY_TYPE, "regular") + 26
    told = ["–  ikke på radaren"] if overview.has_gaps else []
    told += ["?  ikke kendt"] if overview.is_partly_unknown else []
    for i, words in enumerate(told):
        yield Words(f"key-none-{i}", Line(words, x, centred(middle, _KEY_TYPE), _KEY_TYPE), palette.MUTED)
        x += measure(words, _KEY_TYPE, "regular") + 26
