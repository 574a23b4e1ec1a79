"""The circle alone, for a chat: numbers that can be read there, and what must not be lost at the foot.

The names stand beside it as real text, in the same order.
"""

from __future__ import annotations

from collections.abc import Iterator

from radar_core.errors import DoesNotFit
from radar_core.model import Belaeg, Ring
from radar_core.render import palette
from radar_core.render.places.chat import MARGIN, lay_out_strips
from radar_core.render.places.header import SIZE
from radar_core.render.places.layout import Layout, lay_out
from radar_core.render.shapes import Mark, Shape, Sheet, Words, framed
from radar_core.render.sheets.radar import movement_sign, ring_grounds, ring_name
from radar_core.render.type import Line, Measure, centred
from radar_core.render.words.alt_text import alt_text
from radar_core.render.words.description import Picture, Row

DIGITS = 40.0
"""Type of the numbers, px: 16 where a chat shows the picture 414 px wide, 12.5 at 320."""

_RING_TYPE, _RING_INK = 34.0, 0.72
_DOT_MIN, _DOT_MAX = 64, 72
_SIGN = 20.0


def circle_sheet(picture: Picture, measure: Measure) -> Sheet:
    """The sheet of the circle, 1024×1024 px; of a part, with its own numbers alone. Raises ``DoesNotFit``."""
    foot = lay_out_strips(picture.notice, picture.chat_strip, measure)
    bottom = SIZE - foot.height - MARGIN
    rows = picture.listed
    circle = _circle(rows, (MARGIN + bottom) / 2, (bottom - MARGIN) / 2, measure, signs=picture.moved)
    shapes = [*_shapes(circle, rows, picture.framed), *foot.shapes(SIZE)]
    return Sheet(SIZE, SIZE, picture.title, alt_text(picture), tuple(shapes))


def _circle(rows: tuple[Row, ...], y: float, radius: float, measure: Measure, *, signs: bool) -> Layout:
    """With room for signs of movement where there is any; the words beside the picture say them too."""
    for sign in (_SIGN, 0.0) if signs else (0.0,):
        try:
            return lay_out(
                [sum(row.ring is ring for row in rows) for ring in Ring],
                radius=radius,
                centre=(SIZE / 2, y),
                name_widths=[measure(ring.value, _RING_TYPE, "bold") for ring in Ring],
                name_height=_RING_TYPE * _RING_INK,
                dot_max=_DOT_MAX,
                dot_min=_DOT_MIN,
                sign=sign,
            )
        except DoesNotFit:
            continue
    raise DoesNotFit(f"Der er ikke plads til {len(rows)} teknologier i én cirkel.")


def _shapes(circle: Layout, rows: tuple[Row, ...], chosen: tuple[int, ...]) -> Iterator[Shape]:
    yield from ring_grounds(circle.x, circle.y, circle.radii, 4)
    for ring, name in zip(Ring, circle.names, strict=True):
        yield ring_name(ring, name.x, name.y, _RING_TYPE)
    for dot, row in zip(circle.dots, rows, strict=True):
        colours = palette.RINGS[row.ring]
        mark = Mark(f"dot-{row.number}", dot.x, dot.y, circle.dot, colours, row.belaeg)
        yield from framed(mark) if row.number in chosen else (mark,)
        filled = row.belaeg in (Belaeg.KL, Belaeg.EKSEMPEL)
        line = Line(str(row.number), dot.x, centred(dot.y, DIGITS), DIGITS, "semibold")
        yield Words(f"digits-{row.number}", line, colours.on_mark if filled else colours.ink, "center")
        if row.movement and circle.sign:
            yield movement_sign(dot, row.number, row.movement, circle)
