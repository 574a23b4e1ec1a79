"""Where everything on the page goes: title, circle, list and source. Pure geometry in pixels, y downwards.

The names want big type and the circle wants room. The page takes the first of these that holds everything:

1. circle on top and the list below it, in the largest type that leaves the circle ``CIRCLE_WANTED`` of radius;
2. circle at the top right, the list beside it and on below it (long names, many rows);

else ``DoesNotFit``. Nothing is cut, and no name is set below 18 px.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from radar_core.errors import DoesNotFit
from radar_core.model import Ring
from radar_core.render.places.header import (
    MARGIN,
    SIZE,
    SMALL_TYPE,
    Header,
    Strip,
    lay_out_foot,
    lay_out_header,
    strip_height,
    strips,
)
from radar_core.render.places.layout import Layout, lay_out
from radar_core.render.places.listing import ListColumn, Listing, Type, lay_out_list
from radar_core.render.shapes import SIGN
from radar_core.render.type import Line, Measure
from radar_core.render.words.description import BELAEG_TEXT, Picture, Row

TYPES_BELOW = (Type(22, 31), Type(21, 29), Type(20, 27.5), Type(20, 26), Type(20, 25))
"""Type of the list below the circle, largest first."""
TYPES_BESIDE = (Type(24, 36), Type(23, 34), *TYPES_BELOW)
"""Type of the list beside the circle, largest first."""
TYPES_TIGHT = (Type(19, 24), Type(18, 22.5), Type(18, 21))
"""What the list beside the circle falls back on before anything is refused."""
CIRCLE_WANTED, CIRCLE_LARGEST = 236.0, 350.0
"""Radius, px: what the list below must leave the circle, and what it grows to when the list is short."""
CIRCLES_BESIDE = (234.0, 215.0, 200.0, 185.0, 170.0, 160.0, 150.0)
"""Radius, px, of the circle with the list beside it."""

_WIDTH = SIZE - 2 * MARGIN
_GUTTER = 24.0
_COLUMN = (_WIDTH - _GUTTER) / 2
_AIR = 12.0
_RING_INK = 0.72  # of the type size: capitals with the stroke of an Ø


@dataclass(frozen=True)
class Page:
    """Everything on the page, placed."""

    header: Header
    circle: Layout
    ring_type: float
    """Type size of the ring names on the circle, px."""
    listing: Listing
    source: tuple[Line, ...]
    strip: Strip | None
    shown: tuple[Row, ...]
    """The rows that the circle shows, in the order of its dots."""


def lay_out_page(picture: Picture, measure: Measure) -> Page:
    """Place everything the picture says. Raises ``DoesNotFit``."""
    legend = [BELAEG_TEXT[belaeg] for belaeg in picture.legend]
    header = lay_out_header(picture.title, picture.notice, picture.subtitle, legend, measure)
    for strip, (shown, sign) in product(strips(picture.strip, measure), _circles(picture)):
        source = lay_out_foot(picture.source, measure, height=SIZE - strip_height(strip))
        bottom = source[0].baseline - SMALL_TYPE - _AIR
        for listing, radius, centre in _frames(picture, header.bottom, bottom, measure):
            ring_type = 17.0 if radius > 280 else 15.0
            try:
                circle = lay_out(
                    [sum(row.ring is ring for row in shown) for ring in Ring],
                    radius=radius,
                    centre=centre,
                    name_widths=[measure(ring.value, ring_type, "bold") for ring in Ring],
                    name_height=ring_type * _RING_INK,
                    sign=sign,
                )
            except DoesNotFit:
                continue
            return Page(header, circle, ring_type, listing, source, strip, shown)
    raise DoesNotFit(
        f"Der er ikke plads til {len(picture.rows)} teknologier og deres navne på ét billede. "
        "Brug kortere navne eller færre teknologier."
    )


def _circles(picture: Picture) -> Iterator[tuple[tuple[Row, ...], float]]:
    """What the circle can show, best first: the rows, and the room for signs of movement.

    Where there is no room for signs the words in the list must do, and where a part of a long list leaves too small a
    circle for all dots it shows those of its own names.
    """
    for rows in (picture.rows, picture.listed) if picture.part else (picture.rows,):
        yield from ((rows, sign) for sign in ((SIGN, 0.0) if picture.moved else (0.0,)))


def _frames(
    picture: Picture, top: float, bottom: float, measure: Measure
) -> Iterator[tuple[Listing, float, tuple[float, float]]]:
    """Ways to share the room between list and circle, best first: the list, and radius and centre of the circle."""
    for type_ in TYPES_BELOW:
        below = lay_out_list(picture, type_, _columns(_COLUMN, 0.0, 0.0, 0.0), measure)
        edge = bottom - below.overflow - _AIR / 2
        radius = min(CIRCLE_LARGEST, (edge - top - 2 * _AIR) / 2)
        if radius >= CIRCLE_WANTED:
            yield below.moved_down(edge), radius, (SIZE / 2, (top + edge) / 2)
    for types in (TYPES_BESIDE, TYPES_TIGHT):
        # A right column no wider than the circle leaves the left one room for long names on one line.
        for radius, type_, narrow in product(CIRCLES_BESIDE, types, (False, True)):
            right = 2 * radius if narrow else _COLUMN
            columns = _columns(right, top + _AIR, top + 2 * radius + 2 * _AIR, bottom)
            placed = lay_out_list(picture, type_, columns, measure)
            if placed.overflow <= 0:
                yield placed, radius, (SIZE - MARGIN - right / 2, top + _AIR + radius)


def _columns(right: float, left_top: float, right_top: float, bottom: float) -> tuple[ListColumn, ListColumn]:
    """Two columns down to ``bottom``, the right one ``right`` px wide."""
    return (
        ListColumn(MARGIN, left_top, _WIDTH - _GUTTER - right, bottom - left_top),
        ListColumn(SIZE - MARGIN - right, right_top, right, bottom - right_top),
    )
