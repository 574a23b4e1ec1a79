"""Where the dots go on the rays that lead out to their names. Pure geometry in pixels from the centre, y downwards.

The rays are given by the names. Each dot stands on its ray inside its ring, as near the middle as the others let it:
clear of the other dots, of their leaders (which run along their rays out to the rim) and of the ring names.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from radar_core.model import Ring
from radar_core.render.places.layout import RING_WIDTHS

DOTS = (20.0, 18.0, 16.0, 14.0, 12.0)
"""Size of a dot, px."""
RING_TYPE = 15.0
"""Type of the ring names, px."""
RING_INK = 0.72
"""Height of a ring name as a part of its type: capitals with the stroke of an Ø."""
CLEARANCE = 3.5
"""Least distance between two dots, and between a dot and another's leader or a ring name, px."""

_EDGE = 2.5  # between a dot and the edge of its ring
_STAGGERS = (1.0, 1.4, 1.9)  # how far apart two orbits may be, in dots


@dataclass(frozen=True)
class Ray:
    """The way out (a unit vector) from the centre to a technology's name, and its ring."""

    ring: Ring
    is_left: bool
    ux: float
    uy: float


@dataclass(frozen=True)
class Dots:
    """Radii of the rings from KLAR outwards, size of the dots, and the place of each from the centre, px."""

    radii: tuple[float, ...]
    size: float
    places: tuple[tuple[float, float], ...]


def ring_name_middles(radii: Sequence[float]) -> tuple[float, ...]:
    """How far above the centre each ring's name stands: KLAR in the centre, the others in the middle of their ring."""
    return (0.0, *((inner + outer) / 2 for inner, outer in pairwise(radii)))


def place_dots(rays: Sequence[Ray], radius: float, name_widths: Sequence[float]) -> Dots | None:
    """The largest dots that fit on their rays in a circle of ``radius`` px; None where none do.

    ``name_widths`` are those of the ring names, px.
    """
    for size, widths in product(DOTS, _widths(rays)):
        radii = tuple(math.fsum(widths[: i + 1]) * radius for i in range(len(widths)))
        places = _places(rays, radii, size, name_widths)
        if places is not None:
            return Dots(radii, size, tuple(places))
    return None


def _widths(rays: Sequence[Ray]) -> Iterator[tuple[float, ...]]:
    """Shares of the radius for each ring, KLAR first: the usual ones, then more and more by what each ring holds."""
    counts = [sum(ray.ring is ring for ray in rays) for ring in Ring]
    wanted = [0.12 + 0.64 * count / max(1, len(rays)) for count in counts]
    total = sum(wanted)
    for share in (0.0, 0.4, 0.8):
        yield tuple((1 - share) * w + share * n / total for w, n in zip(RING_WIDTHS, wanted, strict=True))


def _places(
    rays: Sequence[Ray], radii: Sequence[float], dot: float, name_widths: Sequence[float]
) -> list[tuple[float, float]] | None:
    """A place on its ray for each dot, as near the middle of its ring as the others let it."""
    names = [
        (middle, width / 2, RING_TYPE * RING_INK / 2)
        for width, middle in zip(name_widths, ring_name_middles(radii), strict=True)
    ]
    placed: list[_Spoke] = []
    found: dict[int, _Spoke] = {}
    for ring in Ring:
        inner, outer = (radii[ring.order - 1] if ring.order else 0.0), radii[ring.order]
        low, high = inner + dot / 2 + _EDGE, outer - dot / 2 - _EDGE
        held = [i for i, ray in enumerate(rays) if ray.ring is ring]
        for pattern in _patterns(low, high, low + (high - low) * (0.5 if ring.order else 0.68), dot):
            spokes = _ring_places(rays, held, pattern, placed, names, dot)
            if spokes is not None:
                break
        else:
            return None
        placed += spokes.values()
        found |= spokes
    return [(found[i].ux * found[i].radius, found[i].uy * found[i].radius) for i in range(len(rays))]


def _ring_places(
    rays: Sequence[Ray],
    held: Sequence[int],
    pattern: Sequence[Sequence[float]],
    placed: Sequence[_Spoke],
    names: Sequence[tuple[float, float, float]],
    dot: float,
) -> dict[int, _Spoke] | None:
    """The first radius of each ray's turn in the pattern that is clear of everything; None where one has none.

    ``held`` are the places among the rays of those that belong to the ring. Turns are counted on each side by itself.
    """
    spokes: dict[int, _Spoke] = {}
    turns = {True: 0, False: 0}
    for i in held:
        ray = rays[i]
        turn = turns[ray.is_left]
        turns[ray.is_left] += 1
        for radius in pattern[turn % len(pattern)]:
            spoke = _Spoke(ray.ux, ray.uy, radius)
            if all(spoke.clears_box(name, dot) for name in names) and all(
                spoke.clears(other, dot) for other in (*placed, *spokes.values())
            ):
                spokes[i] = spoke
                break
        else:
            return None
    return spokes


def _patterns(low: float, high: float, wish: float, dot: float) -> Iterator[list[list[float]]]:
    """Radii for the dots of a ring in turn: one orbit, two or three in a zigzag, else each as near as it can be."""
    if high < low:
        return
    yield [[wish]]
    for stagger, count in product(_STAGGERS, (2, 3)):
        step = stagger * (dot + CLEARANCE)
        radii = [wish + step * (i - (count - 1) / 2) for i in range(count)]
        shift = max(0.0, low - radii[0]) - max(0.0, radii[-1] - high)
        if low <= radii[0] + shift and radii[-1] + shift <= high:
            yield [[radius + shift] for radius in reversed(radii)]
    yield [list(_tries(low, high, wish))]


def _tries(low: float, high: float, wish: float) -> Iterator[float]:
    """Radii from ``low`` to ``high``, those nearest the wished-for one first."""
    steps = int((high - low) / 3) + 1
    radii = [low + (high - low) * i / max(1, steps - 1) for i in range(steps)]
    yield from sorted([wish, *radii], key=lambda radius: (abs(radius - wish), radius))


@dataclass(frozen=True)
class _Spoke:
    """A dot on its ray (a unit vector) and its leader outwards from it."""

    ux: float
    uy: float
    radius: float

    def clears(self, other: _Spoke, dot: float) -> bool:
        """Whether dots and leaders of both keep apart."""
        dx, dy = self.ux * self.radius - other.ux * other.radius, self.uy * self.radius - other.uy * other.radius
        return math.hypot(dx, dy) >= dot + CLEARANCE and self._passes(other, dot) and other._passes(self, dot)

    def _passes(self, other: _Spoke, dot: float) -> bool:
        """Whether this leader passes the other's dot."""
        x, y = other.ux * other.radius, other.uy * other.radius
        along = x * self.ux + y * self.uy
        if along < self.radius:
            return True
        return abs(x * self.uy - y * self.ux) >= dot / 2 + CLEARANCE

    def clears_box(self, name: tuple[float, float, float], dot: float) -> bool:
        """Whether the dot and its leader keep off a ring name (how far up, half its width and height)."""
        up, half_width, half_height = name
        for reach in (self.radius, max(self.radius, up - half_height), max(self.radius, up), up + half_height):
            if reach < self.radius:
                continue
            away = dot / 2 if reach == self.radius else 1.0
            x, y = self.ux * reach, self.uy * reach
            across, down = max(0.0, abs(x) - half_width), max(0.0, abs(y + up) - half_height)
            if math.hypot(across, down) < away + CLEARANCE:
                return False
        return True
