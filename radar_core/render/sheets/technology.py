"""A technology: a row per fagområde, a column per ring, AFVENT at the left. Pixels, y downwards.

Tinted and empty is known not to be there. White within dashes is not known: no ring is coloured where it could be any.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from radar_core.errors import DoesNotFit
from radar_core.model import Ring
from radar_core.render import palette
from radar_core.render.places.chat import LEAST_TYPE, MARGIN, beside, lay_out_heading, lay_out_strips
from radar_core.render.places.header import SIZE
from radar_core.render.shapes import Band, Frame, Mark, Shape, Sheet, Stroke, Words, texts
from radar_core.render.type import LEADING, Box, Line, Measure, Weight, centred, wrap
from radar_core.render.words.technology import (
    BELAEG_BESIDE,
    RadarKnowledge,
    Standing,
    TechnologyPicture,
    technology_alt_text,
)

_LEFT, _GAP = 303.0, 5.5  # where the ring columns start, and between two
_EACH = (SIZE - 2 - _LEFT + _GAP) / len(Ring)
_NAMES = _LEFT - MARGIN - 12
_HEAD, _SAMLET, _APART = 64.0, 96.0, 14.0
_ROW_MOST, _ROW_LEAST = 92.0, 66.0
_TYPES = (34.0, 32.0)
_MARK, _KEY = 60.0, 40.0
_LEGEND = 84.0
_MAY_BE = {
    RadarKnowledge.NOT_PUBLIC: "Den kan stå i en hvilken som helst ring",
    RadarKnowledge.NOT_KNOWN: "Måske er den slet ikke på radaren",
}


@dataclass(frozen=True)
class _Table:
    """Heights, px, and the type of the names."""

    top: float
    row: float
    size: float

    @property
    def rows(self) -> float:
        """Where the rows of the fagområder start."""
        return self.top + _HEAD + _SAMLET + _APART


def technology_sheet(picture: TechnologyPicture, measure: Measure) -> Sheet:
    """The sheet of a technology, 1024 px wide and as high as it needs to be. Raises ``DoesNotFit``."""
    titles, subtitles, top = lay_out_heading(picture.title, picture.subtitle, measure)
    foot = lay_out_strips(picture.notice, picture.strip, measure)
    legend = _LEGEND if picture.legend else _APART
    table = _table(picture, top, SIZE - top - foot.height - legend, measure)
    bottom = table.rows + len(picture.rows) * table.row
    height = float(round(bottom + legend + foot.height))
    shapes: list[Shape] = [
        *texts("title", titles, palette.TEXT),
        *texts("subtitle", subtitles, palette.MUTED),
        *_samlet(picture.samlet, table, measure),
        *_rows(picture.rows, table, measure),
        *_legend(picture, bottom + legend / 2, measure),
        *foot.shapes(height),
    ]
    return Sheet(SIZE, height, picture.title, technology_alt_text(picture), tuple(shapes))


def _table(picture: TechnologyPicture, top: float, room: float, measure: Measure) -> _Table:
    """The largest type and the highest rows that fit."""
    left = room - _HEAD - _SAMLET - _APART
    row = min(_ROW_MOST, left / max(1, len(picture.rows)))
    for size in _TYPES:
        lines = max((len(wrap(stand.name, _NAMES, size, "semibold", measure)) for stand in picture.rows), default=1)
        if row >= max(_ROW_LEAST, (lines - 1) * size * LEADING + size):
            return _Table(top, row, size)
    raise DoesNotFit(f"Der er ikke plads til {len(picture.rows)} fagområder på ét billede. Brug kortere navne.")


def _samlet(stand: Standing, table: _Table, measure: Measure) -> Iterator[Shape]:
    """The samlet radar, apart from the others, under the names of the rings."""
    middle = table.top + _HEAD + _SAMLET / 2
    if stand.ring is None:
        yield from _heads(table, _HEAD)
        yield from _unplaced([stand], 0, table.top + _HEAD + 4, _SAMLET - 4, measure)
    else:
        yield from _heads(table, _HEAD + _SAMLET)
        yield _mark("samlet", stand, middle)
    yield from texts("name-samlet", beside([stand.name], middle, table.size, "bold"), palette.TEXT)


def _heads(table: _Table, height: float) -> Iterator[Shape]:
    for ring in Ring:
        colours = palette.RINGS[ring]
        yield Band(f"head-{ring.name}", Box(_left(ring), table.top, _EACH - _GAP, height), colours.tint, 8)
        line = Line(ring.value, _middle(ring), centred(table.top + _HEAD / 2, LEAST_TYPE), LEAST_TYPE, "bold")
        yield Words(f"ring-name-{ring.name}", line, colours.ink, "center")


def _rows(rows: Sequence[Standing], table: _Table, measure: Measure) -> Iterator[Shape]:
    """The fagområder, run by run of what is known."""
    y, number = table.rows, 0
    for known, run in groupby(rows, key=lambda stand: stand.known):
        stands = list(run)
        height = len(stands) * table.row
        if known is RadarKnowledge.PLACED:
            for ring in Ring:
                box = Box(_left(ring), y, _EACH - _GAP, height)
                yield Band(f"column-{ring.name}", box, palette.RINGS[ring].tint, 8)
        else:
            yield from _unplaced(stands, number, y, table.row, measure)
        for i, stand in enumerate(stands):
            middle = y + (i + 0.5) * table.row
            if stand.ring:
                yield _mark(str(number + i), stand, middle)
            lines = wrap(stand.name, _NAMES, table.size, "regular", measure)
            ink = palette.TEXT if stand.ring else palette.MUTED
            yield from texts(f"name-{number + i}", beside(lines, middle, table.size), ink)
        y, number = y + height, number + len(stands)
    y = table.rows
    for i, (above, below) in enumerate(pairwise(rows)):
        y += table.row
        is_framed = above.known is below.known and above.known not in (RadarKnowledge.PLACED, RadarKnowledge.ABSENT)
        yield Stroke(f"row-{i + 1}", ((0.0, y), (_LEFT - 16 if is_framed else SIZE, y)), palette.HAIR, 2)


def _unplaced(stands: Sequence[Standing], number: int, y: float, row: float, measure: Measure) -> Iterator[Shape]:
    """Radars that a technology has no ring on: each says so where it is known not to be there, else all as one."""
    middle = _LEFT + (SIZE - _LEFT) / 2
    known = stands[0].known
    if known is RadarKnowledge.ABSENT:
        for i in range(len(stands)):
            line = Line(known.value, middle, centred(y + (i + 0.5) * row, LEAST_TYPE), LEAST_TYPE)
            yield Words(f"absent-{number + i}", line, palette.MUTED, "center")
        return
    height = len(stands) * row
    yield Frame(f"unknown-{number}", Box(_LEFT + 1.5, y + 6, SIZE - _LEFT - 4, height - 12), palette.MUTED, 2.5)
    said: list[tuple[str, float, Weight]] = [(known.value.capitalize(), 38.0, "semibold")]
    if len(stands) > 1:
        said.append((_MAY_BE[known], LEAST_TYPE, "regular"))
    first = y + height / 2 - (len(said) - 1) * 26
    for i, (words, size, weight) in enumerate(said):
        line = Line(words, middle, centred(first + i * 52, size), size, weight)
        yield Words(f"unknown-words-{number}-{i}", line, palette.TEXT if i == 0 else palette.MUTED, "center")


def _mark(gid: str, stand: Standing, middle: float) -> Mark:
    assert stand.ring and stand.belaeg  # noqa: S101 - a stand with a ring has its belæg
    return Mark(f"dot-{gid}", _middle(stand.ring), middle, _MARK, palette.RINGS[stand.ring], stand.belaeg)


def _legend(picture: TechnologyPicture, middle: float, measure: Measure) -> Iterator[Shape]:
    """What each form means, in the grey of AFVENT, on one line."""
    x = MARGIN
    for belaeg in picture.legend:
        yield Mark(f"key-{belaeg.value}", x + _KEY / 2, middle, _KEY, palette.RINGS[Ring.AFVENT], belaeg)
        words = BELAEG_BESIDE[belaeg]
        line = Line(words, x + _KEY + 12, centred(middle, LEAST_TYPE), LEAST_TYPE)
        yield Words(f"key-text-{belaeg.value}", line, palette.MUTED)
        x += _KEY + 12 + measure(words, LEAST_TYPE, "regular") + 22


def _left(ring: Ring) -> float:
    return _LEFT + (len(Ring) - 1 - ring.order) * _EACH


def _middle(ring: Ring) -> float:
    return _left(ring) + (_EACH - _GAP) / 2
