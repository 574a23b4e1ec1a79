"""Title, notice, subtitle and legend at the top of a picture, and the source at its foot. Pixels, y downwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from radar_core.render import palette
from radar_core.render.shapes import Band, Shape, Words, texts
from radar_core.render.type import CAP_HEIGHT, Box, Line, Measure, Weight, centred, wrap

SIZE = 1024.0
"""Greatest width and height of a picture, px."""
MARGIN = 32.0
SMALL_TYPE = 14.0
"""The smallest type in any picture, px."""

_GUTTER = 24.0
_TITLE_TYPES = (30.0, 28.0, 26.0, 24.0)
_TITLE_MIDDLE = 42.0
_SUBTITLE_TYPE = 17.0
_NOTICE_TYPE, _NOTICE_HEIGHT, _NOTICE_PAD = 17.0, 34.0, 14.0
STRIPS = ((60.0, 36.0), (54.0, 32.0), (48.0, 27.0), (42.0, 22.0), (38.0, 18.0))
"""Height of the strip and type in it, px, best first: the first is 14 px where a chat shows the picture 400 px wide."""
_KEY_TYPE, _KEY_HEIGHT, _KEY_INDENT, _KEY_GAP = 15.0, 26.0, 30.0, 26.0


@dataclass(frozen=True)
class Key:
    """One form explained: the centre of the sample, and the words."""

    x: float
    y: float
    line: Line


@dataclass(frozen=True)
class Strip:
    """The strip at the foot of a page: its ground and what it says. ``None`` in its place is no strip."""

    box: Box
    line: Line


@dataclass(frozen=True)
class Header:
    """What stands above the picture itself, and the y below it."""

    title: tuple[Line, ...]
    notice: tuple[Box, Line] | None
    subtitle: tuple[Line, ...]
    keys: tuple[Key, ...]
    bottom: float


def lay_out_header(
    title: str,
    notice: str | None,
    subtitle: str,
    legend: Sequence[str],
    measure: Measure,
    width: float = SIZE,
    indent: float = _KEY_INDENT,
) -> Header:
    """Place it on a page of ``width`` px. Each word of the legend gets ``indent`` px for its sample."""
    room = width - 2 * MARGIN
    titles, placed, y = _title(title, notice, room, measure)
    subtitles = paragraph(subtitle, y + 17, _SUBTITLE_TYPE, 1.3, room, measure)
    y = subtitles[-1].baseline + 6
    keys, y = _keys(legend, subtitles[-1], y, room, indent, measure)
    if notice and placed is None:
        placed, y = _notice(notice, None, room, y + _NOTICE_HEIGHT / 2 + 8, measure), y + _NOTICE_HEIGHT + 12
    return Header(titles, placed, subtitles, keys, y)


def lay_out_foot(
    text: str, measure: Measure, width: float = SIZE, height: float = SIZE, size: float = SMALL_TYPE
) -> tuple[Line, ...]:
    """The source, its last line at the foot of a page of ``width`` by ``height`` px."""
    lines = paragraph(text, 0.0, size, 1.3, width - 2 * MARGIN, measure)
    shift = height - 22 - lines[-1].baseline
    return tuple(Line(line.text, line.x, line.baseline + shift, line.size) for line in lines)


def strips(text: str | None, measure: Measure) -> tuple[Strip | None, ...]:
    """The strips that say a text on one line, best first, each at the top left corner; none says nothing."""
    if text is None:
        return (None,)
    fitting = [(h, s) for h, s in STRIPS if measure(text, s, "semibold") <= SIZE - MARGIN] or [STRIPS[-1]]
    return tuple(
        Strip(Box(0.0, 0.0, SIZE, height), Line(text, SIZE / 2, centred(height / 2, size), size, "semibold"))
        for height, size in fitting
    )


def strip_height(strip: Strip | None) -> float:
    """What a strip takes of the page, px."""
    return strip.box.height if strip else 0.0


def strip_shapes(strip: Strip | None, height: float) -> tuple[Shape, ...]:
    """The strip as it is drawn at the foot of a page ``height`` px high."""
    if strip is None:
        return ()
    top = height - strip.box.height
    ground = Band("strip-ground", Box(0.0, top, strip.box.width, strip.box.height), palette.MUTED, 0)
    return ground, Words("strip", strip.line.moved_down(top), palette.NOTICE_TEXT, "center")


def paragraph(
    text: str, baseline: float, size: float, leading: float, room: float, measure: Measure, weight: Weight = "regular"
) -> tuple[Line, ...]:
    """A text at the left margin on as many lines as it takes."""
    lines = wrap(text, room, size, weight, measure)
    return tuple(Line(t, MARGIN, baseline + i * size * leading, size, weight) for i, t in enumerate(lines))


def header_shapes(header: Header) -> tuple[Shape, ...]:
    """The header as it is drawn, but for the samples of its legend."""
    shapes: list[Shape] = [
        *texts("title", header.title, palette.TEXT),
        *texts("subtitle", header.subtitle, palette.MUTED),
    ]
    if header.notice:
        box, line = header.notice
        shapes.append(Band("notice-ground", box, palette.NOTICE_GROUND, box.height / 2))
        shapes += texts("notice", (line,), palette.NOTICE_TEXT)
    return tuple(shapes)


def _title(
    title: str, notice: str | None, width: float, measure: Measure
) -> tuple[tuple[Line, ...], tuple[Box, Line] | None, float]:
    """The title, the notice if there is room for it at its right, and the y below them."""
    placed = _notice(notice, width, width, _TITLE_MIDDLE, measure) if notice else None
    room = placed[0].x - MARGIN - _GUTTER if placed else width
    for beside in (placed, None):
        for size in _TITLE_TYPES:
            if measure(title, size, "bold") <= room:
                line = Line(title, MARGIN, centred(_TITLE_MIDDLE, size), size, "bold")
                return (line,), beside, _TITLE_MIDDLE + 20
        room = width
    lines = paragraph(title, centred(_TITLE_MIDDLE, size), size, 1.2, width, measure, "bold")
    return lines, None, lines[-1].baseline + 12


def _notice(text: str, right: float | None, room: float, middle: float, measure: Measure) -> tuple[Box, Line]:
    """The notice on its ground, at the left margin or with its right edge ``right`` px from that margin."""
    width = measure(text, _NOTICE_TYPE, "bold") + 2 * _NOTICE_PAD
    x = MARGIN if right is None else MARGIN + right - width
    line = Line(text, x + _NOTICE_PAD, centred(middle, _NOTICE_TYPE), _NOTICE_TYPE, "bold")
    return Box(x, middle - _NOTICE_HEIGHT / 2, width, _NOTICE_HEIGHT), line


def _keys(
    legend: Sequence[str], subtitle: Line, y: float, room: float, indent: float, measure: Measure
) -> tuple[tuple[Key, ...], float]:
    """The legend and the y below it: after the subtitle if there is room, else on lines of its own."""
    right = MARGIN + room
    widths = [indent + measure(text, _KEY_TYPE, "regular") for text in legend]
    x = MARGIN + measure(subtitle.text, subtitle.size, subtitle.weight) + _KEY_GAP
    middle = subtitle.baseline - subtitle.size * CAP_HEIGHT / 2
    if widths and x + sum(widths) + _KEY_GAP * (len(widths) - 1) > right:
        x, middle = MARGIN, y + 6 + _KEY_HEIGHT / 2
    keys: list[Key] = []
    for text, width in zip(legend, widths, strict=True):
        if keys and x + width > right:
            x, middle = MARGIN, middle + _KEY_HEIGHT
        keys.append(Key(x + indent / 2 - 4, middle, Line(text, x + indent, centred(middle, _KEY_TYPE), _KEY_TYPE)))
        x += width + _KEY_GAP
    return tuple(keys), max(y, middle + _KEY_HEIGHT / 2)
