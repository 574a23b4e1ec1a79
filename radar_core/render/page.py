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
from radar_core.model import Belaeg, Ring
from radar_core.render.description import BELAEG_TEXT, Picture
from radar_core.render.layout import Layout, lay_out
from radar_core.render.listing import (
    CAP_HEIGHT,
    Box,
    Column,
    Line,
    Listing,
    Measure,
    Type,
    Weight,
    centred,
    lay_out_list,
    wrap,
)

SIZE = 1024.0
"""Width and height of the page, px."""
MARGIN = 32.0
SMALL_TYPE = 14.0
"""The smallest type on the page, px."""
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
_TITLE_TYPES = (30.0, 28.0, 26.0, 24.0)
_TITLE_MIDDLE = 42.0
_SUBTITLE_TYPE = 17.0
_NOTICE_TYPE, _NOTICE_HEIGHT, _NOTICE_PAD = 17.0, 34.0, 14.0
_KEY_TYPE, _KEY_HEIGHT, _KEY_INDENT, _KEY_GAP = 15.0, 26.0, 30.0, 26.0
_RING_INK = 0.72  # of the type size: capitals with the stroke of an Ø


@dataclass(frozen=True)
class Key:
    """One form of dot explained: centre of the sample, and the words."""

    belaeg: Belaeg
    x: float
    y: float
    line: Line


@dataclass(frozen=True)
class Page:
    """Everything on the page, placed."""

    title: tuple[Line, ...]
    notice: tuple[Box, Line] | None
    subtitle: tuple[Line, ...]
    keys: tuple[Key, ...]
    circle: Layout
    ring_type: float
    """Type size of the ring names on the circle, px."""
    listing: Listing
    source: tuple[Line, ...]


def lay_out_page(picture: Picture, measure: Measure) -> Page:
    """Place everything the picture says. Raises ``DoesNotFit``."""
    title, notice, y = _title(picture, measure)
    subtitle, y = _subtitle(picture, y, measure)
    keys, y = _keys(picture, subtitle[-1], y, measure)
    if picture.notice and notice is None:
        notice, y = _notice(picture.notice, MARGIN, y + _NOTICE_HEIGHT / 2 + 8, measure), y + _NOTICE_HEIGHT + 12
    source = _source(picture, measure)
    bottom = source[0].baseline - SMALL_TYPE - _AIR
    for listing, radius, centre in _frames(picture, y, bottom, measure):
        ring_type = 17.0 if radius > 280 else 15.0
        try:
            circle = lay_out(
                [len(picture.in_ring(ring)) for ring in Ring],
                radius=radius,
                centre=centre,
                name_widths=[measure(ring.value, ring_type, "bold") for ring in Ring],
                name_height=ring_type * _RING_INK,
            )
        except DoesNotFit:
            continue
        return Page(title, notice, subtitle, keys, circle, ring_type, listing, source)
    raise DoesNotFit(
        f"Der er ikke plads til {len(picture.rows)} teknologier og deres navne på ét billede. "
        "Brug kortere navne eller færre teknologier."
    )


def _frames(
    picture: Picture, top: float, bottom: float, measure: Measure
) -> Iterator[tuple[Listing, float, tuple[float, float]]]:
    """Ways to share the room between list and circle, best first: the list, and radius and centre of the circle."""
    for type_ in TYPES_BELOW:
        below = lay_out_list(picture, type_, _columns(_COLUMN, 0.0, 0.0, 0.0), measure)
        edge = bottom - below.overflow - _AIR / 2
        radius = min(CIRCLE_LARGEST, (edge - top - 2 * _AIR) / 2)
        if radius >= CIRCLE_WANTED:
            placed = lay_out_list(picture, type_, _columns(_COLUMN, edge, edge, bottom), measure)
            yield placed, radius, (SIZE / 2, (top + edge) / 2)
    for types in (TYPES_BESIDE, TYPES_TIGHT):
        # A right column no wider than the circle leaves the left one room for long names on one line.
        for radius, type_, narrow in product(CIRCLES_BESIDE, types, (False, True)):
            right = 2 * radius if narrow else _COLUMN
            columns = _columns(right, top + _AIR, top + 2 * radius + 2 * _AIR, bottom)
            placed = lay_out_list(picture, type_, columns, measure)
            if placed.overflow <= 0:
                yield placed, radius, (SIZE - MARGIN - right / 2, top + _AIR + radius)


def _columns(right: float, left_top: float, right_top: float, bottom: float) -> tuple[Column, Column]:
    """Two columns down to ``bottom``, the right one ``right`` px wide."""
    return (
        Column(MARGIN, left_top, _WIDTH - _GUTTER - right, bottom - left_top),
        Column(SIZE - MARGIN - right, right_top, right, bottom - right_top),
    )


def _title(picture: Picture, measure: Measure) -> tuple[tuple[Line, ...], tuple[Box, Line] | None, float]:
    """The title, the notice if there is room for it at its right, and the y below them."""
    notice = None
    room = _WIDTH
    if picture.notice:
        notice = _notice(picture.notice, None, _TITLE_MIDDLE, measure)
        room = notice[0].x - MARGIN - _GUTTER
    for beside in (notice, None):
        for size in _TITLE_TYPES:
            if measure(picture.title, size, "bold") <= room:
                line = Line(picture.title, MARGIN, centred(_TITLE_MIDDLE, size), size, "bold")
                return (line,), beside, _TITLE_MIDDLE + 20
        room = _WIDTH
    lines = _lines(picture.title, centred(_TITLE_MIDDLE, size), size, 1.2, measure, "bold")
    return lines, None, lines[-1].baseline + 12


def _notice(text: str, left: float | None, middle: float, measure: Measure) -> tuple[Box, Line]:
    """The notice on its ground, at ``left`` or against the right margin."""
    width = measure(text, _NOTICE_TYPE, "bold") + 2 * _NOTICE_PAD
    x = SIZE - MARGIN - width if left is None else left
    line = Line(text, x + _NOTICE_PAD, centred(middle, _NOTICE_TYPE), _NOTICE_TYPE, "bold")
    return Box(x, middle - _NOTICE_HEIGHT / 2, width, _NOTICE_HEIGHT), line


def _subtitle(picture: Picture, y: float, measure: Measure) -> tuple[tuple[Line, ...], float]:
    lines = _lines(picture.subtitle, y + 17, _SUBTITLE_TYPE, 1.3, measure)
    return lines, lines[-1].baseline + 6


def _keys(picture: Picture, subtitle: Line, y: float, measure: Measure) -> tuple[tuple[Key, ...], float]:
    """The legend and the y below it: after the subtitle if there is room, else on lines of its own."""
    widths = [_KEY_INDENT + measure(BELAEG_TEXT[belaeg], _KEY_TYPE, "regular") for belaeg in picture.legend]
    x = MARGIN + measure(subtitle.text, subtitle.size, subtitle.weight) + _KEY_GAP
    middle = subtitle.baseline - subtitle.size * CAP_HEIGHT / 2
    if widths and x + sum(widths) + _KEY_GAP * (len(widths) - 1) > SIZE - MARGIN:
        x, middle = MARGIN, y + 6 + _KEY_HEIGHT / 2
    keys: list[Key] = []
    for belaeg, width in zip(picture.legend, widths, strict=True):
        if keys and x + width > SIZE - MARGIN:
            x, middle = MARGIN, middle + _KEY_HEIGHT
        line = Line(BELAEG_TEXT[belaeg], x + _KEY_INDENT, centred(middle, _KEY_TYPE), _KEY_TYPE)
        keys.append(Key(belaeg, x + _KEY_INDENT / 2 - 4, middle, line))
        x += width + _KEY_GAP
    return tuple(keys), max(y, middle + _KEY_HEIGHT / 2)


def _source(picture: Picture, measure: Measure) -> tuple[Line, ...]:
    """The source, its last line at the foot of the page."""
    lines = _lines(picture.source, 0.0, SMALL_TYPE, 1.3, measure)
    shift = SIZE - 22 - lines[-1].baseline
    return tuple(Line(line.text, line.x, line.baseline + shift, line.size) for line in lines)


def _lines(
    text: str, baseline: float, size: float, leading: float, measure: Measure, weight: Weight = "regular"
) -> tuple[Line, ...]:
    texts = wrap(text, _WIDTH, size, weight, measure)
    return tuple(Line(t, MARGIN, baseline + i * size * leading, size, weight) for i, t in enumerate(texts))
