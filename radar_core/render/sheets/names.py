"""The radar with its names beside the circle, placed by ``names_page`` and turned into shapes."""

from __future__ import annotations

from collections.abc import Iterator

from radar_core.model import Ring
from radar_core.render import palette
from radar_core.render.places.header import SIZE, header_shapes, strip_shapes
from radar_core.render.places.names_dots import RING_TYPE, ring_name_middles
from radar_core.render.places.names_page import Label, NamesPage, lay_out_names
from radar_core.render.shapes import Mark, Shape, Sheet, Stroke, Words, texts
from radar_core.render.sheets.radar import belaeg_keys, list_sign, ring_grounds, ring_name
from radar_core.render.type import CAP_HEIGHT, Measure
from radar_core.render.words.alt_text import alt_text
from radar_core.render.words.description import Picture


def names_sheet(picture: Picture, measure: Measure) -> Sheet:
    """The sheet of a radar with direct names, 1024 px wide and 768 to 1024 px high. Raises ``DoesNotFit``."""
    page = lay_out_names(picture, measure)
    return Sheet(SIZE, page.height, picture.title, alt_text(picture), tuple(_shapes(page, picture)))


def _shapes(page: NamesPage, picture: Picture) -> Iterator[Shape]:
    yield from header_shapes(page.header)
    yield from belaeg_keys(picture.legend, page.header.keys)
    yield from ring_grounds(page.x, page.y, page.radii)
    for label in page.labels:
        yield Stroke(f"leader-{label.row.number}", label.leader, palette.RULE, 1.25)
    for ring, up in zip(Ring, ring_name_middles(page.radii), strict=True):
        yield ring_name(ring, page.x, page.y - up, RING_TYPE)
    for label in page.labels:
        yield from _label(label, page.dot)
    yield from texts("source", page.source, palette.MUTED)
    yield from strip_shapes(page.strip, page.height)


def _label(label: Label, dot: float) -> Iterator[Shape]:
    row = label.row
    yield Mark(f"dot-{row.number}", label.x, label.y, dot, palette.RINGS[row.ring], row.belaeg)
    yield from texts(f"name-{row.number}", label.lines, palette.TEXT, "right" if label.is_left else "left")
    if label.word and row.movement:
        middle = label.word.baseline - label.word.size * CAP_HEIGHT / 2
        yield list_sign(row.number, row.movement, (label.word.x - 9, middle))
        yield Words(f"word-{row.number}", label.word, palette.TEXT)
