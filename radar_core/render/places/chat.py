"""What every picture for a chat has: large type, next to no margin, and strips at the foot. Pixels, y downwards.

A chat shows a picture some 400 px wide, a phone 320: of what is drawn at 1024, 0.40 and 0.31 are left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from radar_core.render import palette
from radar_core.render.places.header import SIZE
from radar_core.render.shapes import Band, Shape, Words
from radar_core.render.type import LEADING, Box, Line, Measure, Weight, centred, wrap

MARGIN = 8.0
LEAST_TYPE = 32.0
"""The smallest type in a picture for a chat, px: 13 where it is shown 414 px wide, 10 at 320."""

_TITLES = (54.0, 48.0, 44.0)
_SUBTITLE = 36.0
_STRIP, _STRIP_TYPES, _GAP, _ROUNDING = 60.0, (36.0, 34.0, 32.0), 6.0, 14.0


@dataclass(frozen=True)
class Foot:
    """The strips of a picture: what each says, and on which ground, from the top."""

    strips: tuple[tuple[tuple[Line, ...], str], ...]

    @property
    def height(self) -> float:
        """What they take of the picture, with the gap above each, px."""
        return sum(_height(lines) + _GAP for lines, _ in self.strips)

    def shapes(self, bottom: float) -> list[Shape]:
        """The strips as they are drawn, the last one down to ``bottom``."""
        made: list[Shape] = []
        y = bottom - self.height
        for number, (lines, ground) in enumerate(self.strips):
            y += _GAP
            gid = f"strip-{number}"
            made.append(Band(f"{gid}-ground", Box(0.0, y, SIZE, _height(lines)), ground, _ROUNDING))
            for i, line in enumerate(lines):
                made.append(Words(f"{gid}-line-{i}" if i else gid, line.moved_down(y), palette.NOTICE_TEXT, "center"))
            y += _height(lines)
        return made


def lay_out_strips(notice: str | None, strip: str | None, measure: Measure) -> Foot:
    """The strips at the foot: red for made-up data, grey for what is not known. No text, no strip."""
    told = [(notice, palette.NOTICE_GROUND), (strip, palette.MUTED)]
    return Foot(tuple((_strip(text, measure), ground) for text, ground in told if text))


def _strip(text: str, measure: Measure) -> tuple[Line, ...]:
    room = SIZE - 4 * MARGIN
    size = next((s for s in _STRIP_TYPES if measure(text, s, "semibold") <= room), _STRIP_TYPES[-1])
    lines = wrap(text, room, size, "semibold", measure)
    first = centred(_STRIP / 2, size)
    return tuple(Line(each, SIZE / 2, first + i * size * LEADING, size, "semibold") for i, each in enumerate(lines))


def _height(lines: Sequence[Line]) -> float:
    return _STRIP + (len(lines) - 1) * lines[0].size * LEADING


def lay_out_heading(title: str, subtitle: str, measure: Measure) -> tuple[tuple[Line, ...], tuple[Line, ...], float]:
    """Title and subtitle at the top of a picture, and the y below them."""
    room = SIZE - 2 * MARGIN
    size = next((s for s in _TITLES if measure(title, s, "bold") <= room), _TITLES[-1])
    titles = column(wrap(title, room, size, "bold", measure), 62.0, size, "bold")
    lines = wrap(subtitle, room, _SUBTITLE, "regular", measure)
    subtitles = column(lines, titles[-1].baseline + 50, _SUBTITLE)
    return titles, subtitles, subtitles[-1].baseline + 14


def column(lines: Sequence[str], baseline: float, size: float, weight: Weight = "regular") -> tuple[Line, ...]:
    """Lines of text under each other, at the left margin."""
    return tuple(Line(text, MARGIN, baseline + i * size * LEADING, size, weight) for i, text in enumerate(lines))


def beside(lines: Sequence[str], middle: float, size: float, weight: Weight = "regular") -> tuple[Line, ...]:
    """Lines of text at the left margin, their middle at ``middle``."""
    return column(lines, centred(middle, size) - (len(lines) - 1) * size * LEADING / 2, size, weight)
