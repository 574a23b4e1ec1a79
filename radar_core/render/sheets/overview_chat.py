"""Fagområder beside each other, for a chat: the technologies that differ most, a row each. Pixels, y downwards.

Where not all columns leave room for the names, the samlet radar has none: it stands in the picture to open.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from radar_core.errors import DoesNotFit
from radar_core.model import SAMLET, Ring
from radar_core.render import palette
from radar_core.render.places.chat import LEAST_TYPE, MARGIN, beside, column, lay_out_heading, lay_out_strips
from radar_core.render.places.header import SIZE
from radar_core.render.shapes import Band, Shape, Sheet, Words, texts
from radar_core.render.type import CAP_HEIGHT, LEADING, Box, Line, Measure, centred, wrap
from radar_core.render.words.overview import (
    FIRST,
    SHORT_WORD,
    Overview,
    OverviewColumn,
    OverviewRow,
    for_chat,
    overview_alt_text,
)

TURN = 56.0
"""Degrees that the names of the columns are turned."""

_NAME, _WORD, _HEAD = 34.0, 34.0, 34.0
_CELL_LEAST, _CELL_MOST, _GAP = 99.0, 150.0, 6.0
_NAMES_LEAST, _NAMES_MOST = 290.0, 460.0
_ROW = 82.0
_SAMLET_APART = 10.0


@dataclass(frozen=True)
class _Grid:
    """Where the columns stand, px."""

    left: float
    each: float
    columns: tuple[OverviewColumn, ...]
    turned: bool

    def x(self, number: int) -> float:
        """The left edge of a column; the samlet radar, first, stands apart."""
        apart = _SAMLET_APART if number and self.columns[0].fagomraade == SAMLET else 0.0
        return self.left + number * self.each + apart


def overview_chat_sheet(overview: Overview, measure: Measure) -> Sheet:
    """The sheet for a chat, 1024 px wide and as high as it needs to be. Raises ``DoesNotFit``."""
    for count in range(min(FIRST, len(overview.rows)), 0, -1):
        for shown in _with_and_without_samlet(for_chat(overview, count)):
            if sheet := _sheet(shown, measure):
                return sheet
    raise DoesNotFit("Der er ikke plads til navnene. Brug kortere navne eller færre fagområder.")


def _with_and_without_samlet(overview: Overview) -> Iterator[Overview]:
    yield overview
    if len(overview.columns) > 2 and overview.columns[0].fagomraade == SAMLET:
        rows = tuple(replace(row, cells=row.cells[1:]) for row in overview.rows)
        yield replace(overview, columns=overview.columns[1:], rows=rows)


def _sheet(overview: Overview, measure: Measure) -> Sheet | None:
    """The sheet, None where it would be too high or a word too long."""
    grid = _grid(overview, measure)
    if grid is None:
        return None
    titles, subtitles, top = lay_out_heading(overview.title, overview.subtitle, measure)
    foot = lay_out_strips(overview.notice, overview.strip, measure)
    heads_bottom = top + _heads_height(grid, measure)
    names = [wrap(row.name, grid.left - MARGIN - 16, _NAME, "regular", measure) for row in overview.rows]
    heights = [max(_ROW, len(lines) * _NAME * LEADING + 8) for lines in names]
    keys = wrap(_key(overview), SIZE - 2 * MARGIN, LEAST_TYPE, "regular", measure)
    bottom = heads_bottom + sum(heights)
    height = float(round(bottom + 14 + len(keys) * LEAST_TYPE * LEADING + 14 + foot.height))
    if height > SIZE:
        return None
    shapes: list[Shape] = [
        *texts("title", titles, palette.TEXT),
        *texts("subtitle", subtitles, palette.MUTED),
        *_heads(grid, heads_bottom, measure),
        *_rows(overview, grid, heads_bottom, names, heights),
        *texts("key", column(keys, bottom + 14 + LEAST_TYPE * 0.8, LEAST_TYPE), palette.MUTED),
        *foot.shapes(height),
    ]
    return Sheet(SIZE, height, overview.title, overview_alt_text(overview), tuple(shapes))


def _grid(overview: Overview, measure: Measure) -> _Grid | None:
    """The names as wide as they need to be, the columns share the rest; None where a word is too long for that."""
    columns = overview.columns
    words = [measure(word, _NAME, "regular") for row in overview.rows for word in row.name.split()]
    whole = [measure(row.name, _NAME, "regular") for row in overview.rows]
    apart = _SAMLET_APART if columns[0].fagomraade == SAMLET else 0.0
    reaches = [_reach(each, measure) for each in columns]
    room = SIZE - 2 * MARGIN - 16 - apart
    most = room - max(_CELL_LEAST * len(columns), *((i + 0.5) * _CELL_LEAST + r for i, r in enumerate(reaches)))
    needed = max(_NAMES_LEAST, *words)
    if needed > most:
        return None
    names = min(max(needed, *whole), most, _NAMES_MOST)
    left = MARGIN + names + 16
    room -= names
    each = min(_CELL_MOST, room / len(columns))
    heads = [measure(word, _HEAD, "semibold") for c in columns for word in c.short.split()]
    turned = max(heads) > each - _GAP
    if turned:
        each = min(_CELL_MOST, *((room - reach) / (i + 0.5) for i, reach in enumerate(reaches)), room / len(columns))
    return _Grid(left, each, columns, turned)


def _reach(column: OverviewColumn, measure: Measure) -> float:
    """How far a turned name reaches to the right of the middle of its column, with its g and a little air."""
    return measure(column.short, _HEAD, "semibold") * math.cos(math.radians(TURN)) + _HEAD * 0.4


def _heads_height(grid: _Grid, measure: Measure) -> float:
    if not grid.turned:
        return max(len(c.short.split()) for c in grid.columns) * _HEAD * LEADING + 14
    longest = max(measure(c.short, _HEAD, "semibold") for c in grid.columns)
    return longest * math.sin(math.radians(TURN)) + _HEAD * CAP_HEIGHT + 16


def _heads(grid: _Grid, bottom: float, measure: Measure) -> Iterator[Shape]:
    for number, each in enumerate(grid.columns):
        middle = grid.x(number) + (grid.each - _GAP) / 2
        if grid.turned:
            line = Line(each.short, middle + _HEAD * 0.1, bottom - 14, _HEAD, "semibold")
            yield Words(f"head-{number}", line, palette.TEXT, turn=TURN)
            continue
        lines = wrap(each.short, grid.each - _GAP, _HEAD, "semibold", measure)
        first = bottom - 18 - (len(lines) - 1) * _HEAD * LEADING
        for i, text in enumerate(lines):
            line = Line(text, middle, first + i * _HEAD * LEADING, _HEAD, "semibold")
            yield Words(f"head-{number}-line-{i}" if i else f"head-{number}", line, palette.TEXT, "center")


def _rows(
    overview: Overview, grid: _Grid, y: float, names: Sequence[Sequence[str]], heights: Sequence[float]
) -> Iterator[Shape]:
    for number, (row, lines, height) in enumerate(zip(overview.rows, names, heights, strict=True)):
        yield from texts(f"name-{number}", beside(lines, y + height / 2, _NAME), palette.TEXT)
        yield from _cells(row, number, grid, y, height)
        y += height


def _cells(row: OverviewRow, number: int, grid: _Grid, y: float, height: float) -> Iterator[Shape]:
    for i, cell in enumerate(row.cells):
        x = grid.x(i)
        ink = palette.MUTED
        if cell.ring:
            colours = palette.RINGS[cell.ring]
            yield Band(f"cell-{number}-{i}", Box(x, y, grid.each - _GAP, height - _GAP), colours.cell, 6)
            ink = colours.on_cell
        middle = centred(y + (height - _GAP) / 2, _WORD)
        line = Line(cell.word, x + (grid.each - _GAP) / 2, middle, _WORD, "semibold" if cell.ring else "regular")
        yield Words(f"word-{number}-{i}", line, ink, "center")


def _key(overview: Overview) -> str:
    """What the short words mean, as far as they stand there."""
    shown = {cell.ring for row in overview.rows for cell in row.cells}
    told = [f"{SHORT_WORD[ring]} = {ring.value}" for ring in Ring if ring in shown and ring is not Ring.KLAR]
    told += ["– = ikke på radaren"] if overview.has_gaps else []
    told += ["? = ikke kendt"] if overview.is_partly_unknown else []
    return " · ".join(each.replace(" ", "\u00a0") for each in told)
