"""The empty radar, to print on A4 or to fill in by chat: the circle, and lines to write on for each ring."""

from __future__ import annotations

from collections.abc import Iterator

from radar_core.model import Radar, Ring
from radar_core.own_use.model import STAGE_CAPTION
from radar_core.render import palette
from radar_core.render.places.header import MARGIN, SIZE, SMALL_TYPE, header_shapes, lay_out_foot, lay_out_header
from radar_core.render.places.layout import RING_WIDTHS
from radar_core.render.places.names_dots import ring_name_middles
from radar_core.render.shapes import Band, Disc, Shape, Sheet, Stroke, Words, texts
from radar_core.render.sheets.radar import ring_name
from radar_core.render.type import Box, Line, Measure, centred
from radar_core.render.words.alt_text import ended
from radar_core.render.words.comparison import STAGE_OF_RING

WIDTH = 724.0
"""Of the page, px: with a height of 1024 it has the form of A4."""
A4_SCALE = 595.276 / WIDTH
"""From px to points on A4."""

TITLE = "Tom radar"
SUBTITLE = "Hvor langt er I selv? Skriv hver teknologi på en linje, og sæt dens nummer i ringen."
FOOT = f"I kan også svare i chatten: skriv »egen radar«. {STAGE_CAPTION}"
FIELDS = ("Kommune", "Deltagere", "Dato")

_GUTTER = 20.0
_RING_TYPE = 17.0
_HEADING = 30.0
_LINE = 27.0
_LINES = 6
_DIGITS = 34.0


def blank_sheet(radar: Radar | None, measure: Measure) -> Sheet:
    """The sheet of an empty radar, 724×1024 px; with a radar, it is titled by what that shows."""
    title = f"{TITLE} · {_shown(radar)}" if radar else TITLE
    header = lay_out_header(title, None, SUBTITLE, (), measure, WIDTH)
    foot = lay_out_foot(FOOT, measure, WIDTH)
    fields_y = header.bottom + 36
    block = _HEADING + _LINES * _LINE
    bottom = foot[0].baseline - SMALL_TYPE - 16
    lists_y = bottom - 2 * block - _GUTTER
    top = fields_y + 18
    radius = min((lists_y - top - _GUTTER) / 2, WIDTH / 2 - MARGIN)
    shapes = [
        *header_shapes(header),
        *_fields(fields_y, measure),
        *_circle(WIDTH / 2, (top + lists_y - _GUTTER / 2) / 2, radius),
        *_lists(lists_y, block, measure),
        *texts("source", foot, palette.MUTED),
    ]
    return Sheet(WIDTH, SIZE, title, blank_alt_text(title), tuple(shapes))


def blank_alt_text(title: str) -> str:
    """What the empty radar holds, in words."""
    rings = "; ".join(f"{ring.value}: {STAGE_OF_RING[ring]}" for ring in Ring)
    return " ".join(map(ended, [title, SUBTITLE, f"Fire tomme ringe med linjer at skrive på – {rings}", FOOT]))


def _shown(radar: Radar) -> str:
    asked = radar.fagomraade or radar.asked
    return asked.name if asked else "Samlet"


def _fields(y: float, measure: Measure) -> Iterator[Shape]:
    """A label and a line to write on for each field, the middle one widest."""
    shares = (0.34, 0.42, 0.24)
    room = WIDTH - 2 * MARGIN - _GUTTER * (len(FIELDS) - 1)
    x = MARGIN
    for field, share in zip(FIELDS, shares, strict=True):
        width = room * share
        start = x + measure(field, 15.0, "semibold") + 8
        yield Words(f"field-{field.lower()}", Line(field, x, y, 15.0, "semibold"), palette.TEXT)
        yield Stroke(f"field-line-{field.lower()}", ((start, y + 3), (x + width, y + 3)), palette.RULE)
        x += width + _GUTTER


def _circle(x: float, y: float, radius: float) -> Iterator[Shape]:
    """The rings, with rims so that they show on a black and white print."""
    radii = [sum(RING_WIDTHS[: i + 1]) * radius for i in range(len(RING_WIDTHS))]
    for ring, reach in reversed(list(zip(Ring, radii, strict=True))):
        colours = palette.RINGS[ring]
        yield Disc(f"ring-{ring.name}", x, y, reach - 0.75, colours.tint, colours.rim, 1.5)
    for ring, up in zip(Ring, ring_name_middles(radii), strict=True):
        middle = up or radii[0] - 24
        yield ring_name(ring, x, y - middle, _RING_TYPE)


def _lists(y: float, block: float, measure: Measure) -> Iterator[Shape]:
    """Two by two: a ring's heading, and numbered places to write in."""
    width = (WIDTH - 2 * MARGIN - _GUTTER) / 2
    for i, ring in enumerate(Ring):
        left = MARGIN + (i % 2) * (width + _GUTTER)
        top = y + (i // 2) * (block + _GUTTER)
        yield from _list(ring, Box(left, top, width, block), measure)


def _list(ring: Ring, box: Box, measure: Measure) -> Iterator[Shape]:
    colours = palette.RINGS[ring]
    yield Band(f"heading-{ring.name}", Box(box.x, box.y, box.width, _HEADING), colours.tint, 5)
    baseline = centred(box.y + _HEADING / 2, 18.0)
    yield Words(f"heading-name-{ring.name}", Line(ring.value, box.x + 12, baseline, 18.0, "bold"), colours.ink)
    stage = STAGE_OF_RING[ring]
    x = box.x + box.width - 12 - measure(stage, 16.0, "regular")
    yield Words(f"heading-stage-{ring.name}", Line(stage, x, baseline, 16.0), colours.ink)
    for i in range(_LINES):
        foot = box.y + _HEADING + (i + 1) * _LINE - 1
        yield Stroke(f"number-line-{ring.name}-{i + 1}", ((box.x, foot), (box.x + _DIGITS - 8, foot)), palette.RULE)
        yield Stroke(f"line-{ring.name}-{i + 1}", ((box.x + _DIGITS, foot), (box.x + box.width, foot)), palette.RULE)
