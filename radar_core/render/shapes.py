"""What a layout gives to the drawing: text, dots, bands and lines, placed and coloured. Pixels, y downwards.

Each shape's ``gid`` says what it is; shapes come from the back to the front.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from radar_core.model import Belaeg
from radar_core.render import palette
from radar_core.render.type import Box, Line
from radar_core.render.words.description import Movement

Point: TypeAlias = tuple[float, float]
Align: TypeAlias = Literal["left", "center", "right"]

SQUARE = 0.85
"""Side of a square dot as a part of the dot it stands for: its corners keep to the dot's room."""

SIGN = 10.0
"""Length of a movement's sign, px."""


@dataclass(frozen=True)
class Words:
    """A line of text; ``align`` says which point of it ``line.x`` is, ``turn`` how it is turned round that point."""

    gid: str
    line: Line
    colour: str
    align: Align = "left"
    turn: float = 0.0
    """Degrees, counter-clockwise: 90 reads upwards."""


@dataclass(frozen=True)
class Mark:
    """A technology's dot of ``size`` px across, its form given by the belæg."""

    gid: str
    x: float
    y: float
    size: float
    colours: palette.RingColours
    belaeg: Belaeg


@dataclass(frozen=True)
class Disc:
    """A filled circle with a rim of ``width`` px on its edge."""

    gid: str
    x: float
    y: float
    radius: float
    fill: str
    rim: str
    width: float


@dataclass(frozen=True)
class Band:
    """A filled box with rounded corners."""

    gid: str
    box: Box
    colour: str
    rounding: float = 0.0


@dataclass(frozen=True)
class Frame:
    """A dashed outline with nothing in it: what stands there is not known."""

    gid: str
    box: Box
    colour: str
    width: float


@dataclass(frozen=True)
class Stroke:
    """A line through points, ``width`` px wide."""

    gid: str
    points: tuple[Point, ...]
    colour: str
    width: float = 1.0


@dataclass(frozen=True)
class Area:
    """A filled polygon."""

    gid: str
    points: tuple[Point, ...]
    colour: str
    rim: str | None = None


Shape: TypeAlias = Words | Mark | Disc | Band | Frame | Stroke | Area


@dataclass(frozen=True)
class Sheet:
    """A whole picture: its size in px, title, alt text and shapes."""

    width: float
    height: float
    title: str
    alt: str
    shapes: tuple[Shape, ...]


def texts(gid: str, lines: tuple[Line, ...], colour: str, align: Align = "left") -> tuple[Words, ...]:
    """The lines of one text: the first has the gid itself, the others ``gid-line-1`` and on."""
    return tuple(Words(f"{gid}-line-{i}" if i else gid, line, colour, align) for i, line in enumerate(lines))


def sign(gid: str, movement: Movement, centre: Point, way: Point, length: float = SIGN) -> Area:
    """A movement's sign around ``centre``: a triangle that points the ``way`` (a unit vector), or a plus for new."""
    (x, y), (dx, dy) = centre, way
    half = length / 2
    if movement is Movement.NY:
        arm = length / 6
        corners = ((-arm, -half), (arm, -half), (arm, -arm), (half, -arm), (half, arm), (arm, arm))
        turned = tuple((-across, -down) for across, down in corners)
        return Area(gid, tuple((x + across, y + down) for across, down in corners + turned), palette.TEXT)
    tip = half * 0.9
    side = length * 0.55
    points = ((tip, 0.0), (-tip, side), (-tip, -side))
    return Area(gid, tuple((x + dx * along - dy * up, y + dy * along + dx * up) for along, up in points), palette.TEXT)


def framed(mark: Mark) -> tuple[Shape, ...]:
    """A dot in a black frame, told by its form and not by a colour; no larger than the room that a round dot has."""
    x, y, size = mark.x, mark.y, mark.size
    line, gap = size * 0.07, size * 0.055
    inner = replace(mark, size=size - 2 * (line + gap))
    if mark.belaeg is not Belaeg.EKSEMPEL:
        rim = Disc(f"frame-{mark.gid}", x, y, (size - line) / 2, palette.GROUND, palette.TEXT, line)
        return rim, inner
    black, white = (Box(x - side / 2, y - side / 2, side, side) for side in (size, size - 2 * line))
    return (
        Band(f"frame-{mark.gid}", black, palette.TEXT, size * 0.17),
        Band(f"frame-paper-{mark.gid}", white, palette.GROUND, size * 0.12),
        replace(inner, size=inner.size / SQUARE),
    )


def outwards(centre: Point, point: Point) -> Point:
    """The unit vector from ``centre`` to ``point``; upwards where they are the same."""
    dx, dy = point[0] - centre[0], point[1] - centre[1]
    length = math.hypot(dx, dy)
    return (dx / length, dy / length) if length else (0.0, -1.0)
