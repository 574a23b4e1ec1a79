"""Names beside the circle, tied to their dots by leaders that cannot cross. Pure geometry in pixels, y downwards.

The places of the names come first and the dots are put to fit, since an angle means nothing on a radar. Names stand
left and right of the circle from top to bottom. A leader runs out from its dot along a ray to the rim, a short way
outside it, and level to its name. Rays meet in the centre alone; outside the rim a leader never turns towards the
middle height, so the order of the names is the order of the leaders all the way.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
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
from radar_core.render.places.layout import RING_WIDTHS
from radar_core.render.places.names_dots import CLEARANCE, RING_TYPE, Ray, place_dots, ring_name_middles
from radar_core.render.type import LEADING, Line, Measure, Weight, wrap
from radar_core.render.words.description import BELAEG_TEXT, MOVEMENT_TEXT, Picture, Row

HEIGHTS = (768.0, 896.0, SIZE)
"""Heights of the page, px: that of a slide if it will do."""
TYPES = (20.0, 18.0)
"""Type of a name, px."""
WORD_TYPE = 15.0
"""Type of a movement's word under a name, px."""

_LARGEST, _SMALLEST, _STEP = 320, 90, 15
_RIM, _ELBOW, _GAP, _BETWEEN = 8.0, 14.0, 6.0, 5.0
_LEVEL = 0.6  # leaders up to this part of the circle's height are level outside it
_WORD_INDENT = 15.0
_EVENER = (0.5, 0.6, 0.7, 0.8, 0.9)  # parts of the room tried for the lines of a name


@dataclass(frozen=True)
class Label:
    """One technology: its dot, its leader from the dot to the name, and the name."""

    row: Row
    x: float
    y: float
    leader: tuple[tuple[float, float], ...]
    lines: tuple[Line, ...]
    """By their left end, or their right where ``is_left``."""
    word: Line | None
    is_left: bool


@dataclass(frozen=True)
class NamesPage:
    """Everything on the page, placed; ``radii`` of the rings from KLAR outwards."""

    height: float
    header: Header
    x: float
    y: float
    radii: tuple[float, ...]
    dot: float
    labels: tuple[Label, ...]
    source: tuple[Line, ...]
    strip: Strip | None


@dataclass(frozen=True)
class _Slot:
    """A name's place: height of its middle from the centre, where its leader meets the rim, and where it starts."""

    row: Row
    texts: tuple[str, ...]
    middle: float
    rim: tuple[float, float]
    start: float


def lay_out_names(picture: Picture, measure: Measure) -> NamesPage:
    """Place everything the picture lists. Raises ``DoesNotFit``."""
    legend = [BELAEG_TEXT[belaeg] for belaeg in picture.legend]
    header = lay_out_header(picture.title, picture.notice, picture.subtitle, legend, measure)
    sides = _sides(picture.listed)
    at_foot = strips(picture.strip, measure)
    for is_whole, strip, height, size in product((True, False), at_foot, HEIGHTS, TYPES):
        source = lay_out_foot(picture.source, measure, height=height - strip_height(strip))
        top, bottom = header.bottom + 14, source[0].baseline - SMALL_TYPE - 12
        y = (top + bottom) / 2
        largest = min(_LARGEST, int((bottom - top) / 2 - _RIM))
        for radius in range(largest, _SMALLEST, -_STEP):
            frame = _Frame(float(radius), bottom - top, size, is_whole, measure)
            slots = [frame.slots(side) for side in sides]
            if None in slots:
                continue
            left, right = (side or [] for side in slots)
            placed = [*((slot, True) for slot in left), *((slot, False) for slot in right)]
            dots = place_dots([frame.ray(*slot) for slot in placed], frame.radius, frame.name_widths)
            if dots is None:
                continue
            labels = [
                frame.label(slot, place, dots.size, SIZE / 2, y, is_left)
                for (slot, is_left), place in zip(placed, dots.places, strict=True)
            ]
            labels.sort(key=lambda label: label.row.number)
            return NamesPage(height, header, SIZE / 2, y, dots.radii, dots.size, tuple(labels), source, strip)
    raise DoesNotFit(
        f"Der er ikke plads til {len(picture.listed)} navne uden om radaren. Brug billedet med navnene som liste."
    )


def _sides(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """The rows left and right of the circle: half of each ring on each side, the odd one where there are fewer."""
    left: list[Row] = []
    right: list[Row] = []
    for ring in Ring:
        held = [row for row in rows if row.ring is ring]
        half = (len(held) + (len(left) <= len(right))) // 2
        left += held[:half]
        right += held[half:]
    return left, right


@dataclass(frozen=True)
class _Frame:
    """A circle of ``radius`` in a room of ``height`` px, and the type of the names."""

    radius: float
    height: float
    size: float
    is_whole: bool
    """Whether no word may be broken."""
    measure: Measure

    @property
    def rim(self) -> float:
        """Where leaders leave their ray."""
        return self.radius + _RIM

    @property
    def name_widths(self) -> list[float]:
        """Widths of the ring names, px."""
        return [self.measure(ring.value, RING_TYPE, "bold") for ring in Ring]

    def ray(self, slot: _Slot, is_left: bool) -> Ray:
        """The way out to a name."""
        x, y = slot.rim
        return Ray(slot.row.ring, is_left, (-x if is_left else x) / self.rim, y / self.rim)

    def slots(self, rows: Sequence[Row]) -> list[_Slot] | None:
        """A place for each name of one side, from top to bottom; None where they do not fit."""
        narrow = self._room(self.rim + _ELBOW + _GAP)
        if narrow < 4 * self.size:
            return None
        if self.is_whole and any(self._breaks(row, narrow) for row in rows):
            return None
        wrapped = [self._wrap(row, narrow) for row in rows]
        placed = self._placed(rows, wrapped)
        if placed is None:
            return None
        # Above and below the middle there is more room: names that took two lines may take one.
        wider = [self._wrap(slot.row, self._room(slot.start)) for slot in placed]
        again = self._placed(rows, wider)
        if again is not None and all(self._fits(slot) for slot in again):
            return again
        return placed

    def _breaks(self, row: Row, room: float) -> bool:
        """Whether a word of the name is wider than the room."""
        return any(self.measure(word, self.size, weight_of(row)) > room for word in row.name.split())

    def _wrap(self, row: Row, room: float) -> tuple[str, ...]:
        """The name on as few lines as fit, as even as can be."""
        lines = wrap(row.name, room, self.size, weight_of(row), self.measure)
        for share in _EVENER if len(lines) > 1 else ():
            evener = wrap(row.name, room * share, self.size, weight_of(row), self.measure)
            if len(evener) == len(lines) and " ".join(evener) == " ".join(lines):
                return evener
        return lines

    def _room(self, start: float) -> float:
        return SIZE / 2 - MARGIN - start

    def _fits(self, slot: _Slot) -> bool:
        widths = [self.measure(text, self.size, weight_of(slot.row)) for text in slot.texts]
        return max(widths) <= self._room(slot.start)

    def block(self, row: Row, texts: Sequence[str]) -> float:
        """Height of a name with its word, px."""
        height = len(texts) * self.size * LEADING
        return height + (WORD_TYPE * LEADING if row.movement else 0.0)

    def _placed(self, rows: Sequence[Row], wrapped: Sequence[tuple[str, ...]]) -> list[_Slot] | None:
        heights = [self.block(row, texts) for row, texts in zip(rows, wrapped, strict=True)]
        needed = sum(heights) + _BETWEEN * len(heights)
        if needed > self.height:
            return None
        span = max(needed, min(self.height, 2 * self.rim * 0.97))
        gap = (span - sum(heights)) / max(1, len(heights))
        y = -span / 2
        middles: list[float] = []
        for height in heights:
            middles.append(y + (gap + height) / 2)
            y += height + gap
        furthest = max(map(abs, middles), default=0.0)
        return [
            self._slot(row, texts, middle, height, furthest)
            for row, texts, middle, height in zip(rows, wrapped, middles, heights, strict=True)
        ]

    def _slot(self, row: Row, texts: tuple[str, ...], middle: float, height: float, furthest: float) -> _Slot:
        y = self._on_rim(middle, furthest)
        x = math.sqrt(self.rim**2 - y**2)
        nearest = max(0.0, abs(middle) - height / 2)  # where the block comes closest to the circle
        beside = math.sqrt(max(0.0, self.rim**2 - nearest**2))
        return _Slot(row, texts, middle, (x, y), max(x + _ELBOW + _GAP, beside + _GAP))

    def _on_rim(self, middle: float, furthest: float) -> float:
        """The height at which a leader meets the rim: that of its name, drawn in where the names reach further."""
        most = self.rim * math.cos(self.least_angle)
        level = min(abs(middle), _LEVEL * most)
        if furthest <= most or abs(middle) <= level:
            return middle
        squeezed = level + (abs(middle) - level) * (most - level) / (furthest - level)
        return math.copysign(squeezed, middle)

    @property
    def least_angle(self) -> float:
        """Angle from twelve o'clock within which the ring names stand, radians."""
        edges = [math.fsum(RING_WIDTHS[: i + 1]) * self.radius for i in range(len(RING_WIDTHS))]
        widths = [width / 2 + CLEARANCE + 2 for width in self.name_widths]
        least = (math.atan2(half, up - 6) for half, up in zip(widths, ring_name_middles(edges), strict=True) if up)
        return max(least)

    def label(self, slot: _Slot, place: tuple[float, float], dot: float, cx: float, cy: float, is_left: bool) -> Label:
        """A name with its leader, around a circle with its centre at ``cx, cy``."""
        side = -1.0 if is_left else 1.0
        x, y = abs(place[0]), place[1]
        ux, uy = slot.rim[0] / self.rim, slot.rim[1] / self.rim
        way = [
            (x + ux * dot / 2, y + uy * dot / 2),
            slot.rim,
            (slot.rim[0] + _ELBOW, slot.middle),
            (slot.start - _GAP + 2, slot.middle),
        ]
        baseline = cy + slot.middle - self.block(slot.row, slot.texts) / 2 + self.size * (LEADING / 2 + 0.33)
        edge = cx + side * slot.start
        lines = tuple(
            Line(text, edge, baseline + i * self.size * LEADING, self.size, weight_of(slot.row))
            for i, text in enumerate(slot.texts)
        )
        word = None
        if slot.row.movement:
            told = MOVEMENT_TEXT[slot.row.movement]
            left = edge - self.measure(told, WORD_TYPE, "regular") if is_left else edge + _WORD_INDENT
            word = Line(told, left, lines[-1].baseline + WORD_TYPE * LEADING, WORD_TYPE)
        leader = tuple((cx + side * px, cy + py) for px, py in way)
        return Label(slot.row, cx + side * x, cy + y, leader, lines, word, is_left)


def weight_of(row: Row) -> Weight:
    """The weight of a name: what is klar stands out."""
    return "semibold" if row.ring is Ring.KLAR else "regular"
