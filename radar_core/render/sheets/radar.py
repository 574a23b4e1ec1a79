"""The radar: numbered circle and list by ring, placed by ``page`` and turned into shapes."""

from __future__ import annotations

from collections.abc import Iterator

from radar_core.model import Belaeg, Ring
from radar_core.render import palette
from radar_core.render.places.header import SIZE, SMALL_TYPE, Key, header_shapes, strip_shapes
from radar_core.render.places.layout import Dot, Layout
from radar_core.render.places.listing import Item, ListHeading
from radar_core.render.places.page import Page, lay_out_page
from radar_core.render.shapes import (
    SIGN,
    Area,
    Band,
    Disc,
    Mark,
    Point,
    Shape,
    Sheet,
    Words,
    framed,
    outwards,
    sign,
    texts,
)
from radar_core.render.type import Line, Measure, centred
from radar_core.render.words.alt_text import alt_text
from radar_core.render.words.description import Movement, Picture, Row

KEY_DOT = 20.0
"""Size of a dot in the legend, px."""

_LIST_WAYS: dict[Movement, Point] = {Movement.IND: (-1.0, 0.0), Movement.UD: (1.0, 0.0), Movement.NY: (1.0, 0.0)}


def radar_sheet(picture: Picture, measure: Measure) -> Sheet:
    """The sheet of a radar, 1024×1024 px. Raises ``DoesNotFit`` rather than leave anything out."""
    page = lay_out_page(picture, measure)
    return Sheet(SIZE, SIZE, picture.title, alt_text(picture), tuple(_shapes(page, picture)))


def belaeg_keys(legend: tuple[Belaeg, ...], keys: tuple[Key, ...]) -> Iterator[Shape]:
    """The forms of dots explained, in the grey of AFVENT."""
    for belaeg, key in zip(legend, keys, strict=True):
        yield Mark(f"key-{belaeg.value}", key.x, key.y, KEY_DOT, palette.RINGS[Ring.AFVENT], belaeg)
        yield Words(f"key-text-{belaeg.value}", key.line, palette.MUTED)


def ring_grounds(x: float, y: float, radii: tuple[float, ...], rim: float = 2) -> Iterator[Shape]:
    """The four rings as discs, the outermost first, with ``rim`` px of paper between them."""
    for ring, radius in reversed(list(zip(Ring, radii, strict=True))):
        yield Disc(f"ring-{ring.name}", x, y, radius, palette.RINGS[ring].tint, palette.GROUND, rim)


def ring_name(ring: Ring, x: float, y: float, size: float) -> Words:
    """A ring's name with its middle at a point."""
    line = Line(ring.value, x, centred(y, size), size, "bold")
    return Words(f"ring-name-{ring.name}", line, palette.RINGS[ring].ink, "center")


def list_sign(number: int, movement: Movement, centre: Point) -> Area:
    """A movement's sign beside its word: to the left for inwards."""
    return sign(f"word-sign-{number}", movement, centre, _LIST_WAYS[movement], SIGN + 1)


def movement_sign(dot: Dot, number: int, movement: Movement, circle: Layout) -> Area:
    """The sign inwards of a dot that has moved in, else outwards of it."""
    dx, dy = outwards((circle.x, circle.y), (dot.x, dot.y))
    side = -1.0 if movement is Movement.IND else 1.0
    away = (circle.dot + circle.sign) / 2 + 1
    centre = (dot.x + side * dx * away, dot.y + side * dy * away)
    return sign(f"sign-{number}", movement, centre, (side * dx, side * dy), circle.sign - 1)


def _shapes(page: Page, picture: Picture) -> Iterator[Shape]:
    """Everything on the page, from the back to the front."""
    yield from header_shapes(page.header)
    yield from belaeg_keys(picture.legend, page.header.keys)
    circle = page.circle
    yield from ring_grounds(circle.x, circle.y, circle.radii)
    for ring, name in zip(Ring, circle.names, strict=True):
        yield ring_name(ring, name.x, name.y, page.ring_type)
    rows = {row.number: row for row in picture.rows}
    for dot, row in zip(circle.dots, page.shown, strict=True):
        yield from _dot(dot, row, circle, picture.framed)
    for heading in page.listing.headings:
        yield from _heading(heading)
    for item in page.listing.items:
        yield from _item(item, rows[item.number])
    yield from texts("source", page.source, palette.MUTED)
    yield from strip_shapes(page.strip, SIZE)


def _dot(dot: Dot, row: Row, circle: Layout, chosen: tuple[int, ...]) -> Iterator[Shape]:
    colours = palette.RINGS[row.ring]
    mark = Mark(f"dot-{row.number}", dot.x, dot.y, circle.dot, colours, row.belaeg)
    yield from framed(mark) if row.number in chosen else (mark,)
    filled = row.belaeg in (Belaeg.KL, Belaeg.EKSEMPEL)
    type_ = max(SMALL_TYPE, circle.dot * 0.52)
    line = Line(str(row.number), dot.x, centred(dot.y, type_), type_, "semibold")
    yield Words(f"digits-{row.number}", line, colours.on_mark if filled else colours.ink, "center")
    if row.movement and circle.sign:
        yield movement_sign(dot, row.number, row.movement, circle)


def _heading(heading: ListHeading) -> Iterator[Shape]:
    colours = palette.RINGS[heading.ring]
    yield Band(f"heading-{heading.ring.name}", heading.box, colours.tint, 5)
    yield Words(f"heading-name-{heading.ring.name}", heading.name, colours.ink)
    if heading.count:
        yield Words(f"heading-count-{heading.ring.name}", heading.count, colours.ink)


def _item(item: Item, row: Row) -> Iterator[Shape]:
    yield Words(f"number-{item.number}", item.digits, palette.RINGS[item.ring].ink)
    yield from texts(f"name-{item.number}", item.lines, palette.TEXT)
    if item.word and item.sign and row.movement:
        yield list_sign(item.number, row.movement, item.sign)
        yield Words(f"word-{item.number}", item.word, palette.TEXT)
