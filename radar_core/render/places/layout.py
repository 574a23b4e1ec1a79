"""Where the rings and dots of a radar go. Pure geometry in pixels, y downwards, nothing random.

- Ring widths start from ``RING_WIDTHS`` of the radius, KLAR largest on purpose, and grow where the count needs it.
- A ring keeps its dots on one orbit in its middle if they fit, else on several, filled in proportion to their room.
- The outermost orbit of a ring keeps a gap at twelve o'clock for the ring's name.
- Numbers run clockwise from that gap, orbit by orbit inwards, and ring by ring from KLAR outwards.
- Signs of movement, where there are any, stand between a dot and the centre or the rim, and get room for it.
- Where nothing fits, dots shrink a pixel at a time to ``DOT_MIN``; then ``DoesNotFit``. No dot is dropped or overlaps.
- An edit in one ring moves only that ring, unless a ring must change its width.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from radar_core.errors import DoesNotFit

RING_WIDTHS = (0.40, 0.26, 0.19, 0.15)
"""Width of each ring as a part of the radius, KLAR first."""
CLEARANCE, NAME_CLEARANCE = 4.0, 9.0
"""Least distance between two dots, and sideways between a ring name and a dot on its orbit, px."""
EDGE = 2.0
"""Least distance between a dot and the edge of its ring, px."""
DOT_MIN, DOT_MAX = 22, 36
"""Diameter of a dot, px. Below 22 two digits of 14 px no longer fit inside a rim."""

_DOT_PER_RADIUS = 0.118
_DISC_ORBITS = (0.625, 0.72, 0.82)  # a lone orbit in KLAR, as a part of its radius: further out the more it holds

_ROOMY = 1.2  # what a crowded ring would like, as a part of what it needs


@dataclass(frozen=True)
class Dot:
    """One technology: its number, ring (0 = KLAR) and centre, px."""

    number: int
    ring: int
    x: float
    y: float


@dataclass(frozen=True)
class RingName:
    """The room kept for a ring's name at twelve o'clock: centre, width and height, px."""

    ring: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Layout:
    """A radar circle: centre, outer radius of each ring from KLAR outwards, dot diameter, names and dots, px."""

    x: float
    y: float
    radii: tuple[float, float, float, float]
    dot: float
    names: tuple[RingName, ...]
    dots: tuple[Dot, ...]
    sign: float = 0.0
    """Room kept inwards and outwards of each dot for a sign, px."""


@dataclass(frozen=True)
class _Orbit:
    radius: float
    gap: float  # half the angle kept free at twelve o'clock, radians
    room: int


def lay_out(
    counts: Sequence[int],
    *,
    radius: float = 236.0,
    centre: tuple[float, float] = (0.0, 0.0),
    name_widths: Sequence[float] = (36.0, 58.0, 72.0, 56.0),
    name_height: float = 11.0,
    dot_max: int | None = None,
    dot_min: int = DOT_MIN,
    sign: float = 0.0,
) -> Layout:
    """Lay out ``counts`` technologies per ring (KLAR first) on a circle of ``radius`` px.

    ``name_widths`` and ``name_height`` are the ink of the ring names, px; ``sign`` is the length of a
    sign beside a dot, 0 for none. Raises ``DoesNotFit`` where dots would be smaller than ``dot_min``.
    """
    largest = dot_max or min(DOT_MAX, max(DOT_MIN, round(radius * _DOT_PER_RADIUS)))
    for dot in range(largest, dot_min - 1, -1):
        plan = _Plan(tuple(counts), float(dot), tuple(name_widths), name_height, sign)
        widths = plan.widths(radius)
        if widths is not None:
            return plan.place(widths, centre)
    raise DoesNotFit(f"Der er ikke plads til {sum(counts)} teknologier på én radar.")


@dataclass(frozen=True)
class _Plan:
    """The same counts and sizes, tried at different ring widths."""

    counts: tuple[int, ...]
    dot: float
    name_widths: tuple[float, ...]
    name_height: float
    sign: float

    def widths(self, radius: float) -> tuple[float, ...] | None:
        """Ring widths that hold everything and add up to ``radius``, or None."""
        usual = tuple(part * radius for part in RING_WIDTHS)
        if self._fits(usual):
            return usual
        low, high = 0.0, 1.0
        best = self._grown(usual, low, radius)
        if best is None:
            return None
        for _ in range(7):
            middle = (low + high) / 2
            tried = self._grown(usual, middle, radius)
            low, high, best = (low, middle, best) if tried is None else (middle, high, tried)
        return best

    def _grown(self, usual: tuple[float, ...], share: float, radius: float) -> tuple[float, ...] | None:
        """What each ring needs and ``share`` of what it would like beyond that; None if more than ``radius``."""
        widths: list[float] = []
        inner = 0.0
        for ring, wish in enumerate(usual):
            needed = self._needed(ring, inner, radius - inner)
            if needed is None:
                return None
            widths.append(needed + share * (max(wish, _ROOMY * needed) - needed))
            inner += widths[-1]
        if inner > radius:
            return None
        stretched = tuple(width * radius / inner for width in widths)
        return stretched if self._fits(stretched) else None

    @lru_cache(maxsize=64)  # noqa: B019 - a few numbers each; KLAR, with the most to try, is asked for again and again
    def _needed(self, ring: int, inner: float, available: float) -> float | None:
        """The least width (to half a pixel) in which the ring holds its dots and its name."""
        if self._orbits(ring, inner, inner + available) is None:
            return None
        low, high = 0.0, available
        while high - low > 0.5:
            middle = (low + high) / 2
            if self._orbits(ring, inner, inner + middle) is None:
                low = middle
            else:
                high = middle
        return high

    def _fits(self, widths: tuple[float, ...]) -> bool:
        edges = _edges(widths)
        return all(self._orbits(r, edges[r], edges[r + 1]) is not None for r in range(len(widths)))

    def _orbits(self, ring: int, inner: float, outer: float) -> list[_Orbit] | None:
        """The fewest orbits between two radii that hold the ring's dots, outermost first; None if none do."""
        count, pitch = self.counts[ring], self.dot + CLEARANCE + 2 * self.sign
        size = self.dot + 2 * self.sign if count else self.name_height
        low, high = (inner + size / 2 + EDGE if inner else 0.0), outer - size / 2 - EDGE
        if high < low:
            return None
        for first, *rest in _orbit_sets(low, high, pitch):
            orbits = [self._orbit(first, ring), *(self._orbit(radius, None) for radius in rest)]
            if self.sign and orbits[-1].radius < self.dot / 2 + self.sign + CLEARANCE:
                continue  # signs that point inwards would meet in the centre
            if self._name_fits(ring, first, inner, outer) and _holds(orbits, count):
                return orbits
        return None

    def _name_fits(self, ring: int, radius: float, inner: float, outer: float) -> bool:
        """Whether the ring's name, centred at ``radius``, keeps inside the ring's curved edges."""
        corner = math.hypot(self.name_widths[ring] / 2, radius + self.name_height / 2)
        return corner + EDGE <= outer and radius - self.name_height / 2 - EDGE >= inner

    def _orbit(self, radius: float, named: int | None) -> _Orbit:
        """How many dots an orbit holds; ``named`` is the ring whose name stands on it."""
        pitch = self.dot + CLEARANCE
        if named is None:
            room = int(math.tau / (2 * math.asin(pitch / 2 / radius)) + 1e-9) if radius > pitch / 2 else 1
            return _Orbit(radius, 0.0, room)
        clear = self.name_widths[named] / 2 + self.dot / 2 + NAME_CLEARANCE
        if radius <= clear:
            return _Orbit(radius, 0.0, 0)
        gap = math.asin(clear / radius)
        step = 2 * math.asin(pitch / 2 / radius)
        return _Orbit(radius, gap, int((math.tau - 2 * gap) / step + 1e-9) + 1)

    def place(self, widths: tuple[float, ...], centre: tuple[float, float]) -> Layout:
        """Put every dot and name, given ring widths that fit."""
        x, y = centre
        edges = _edges(widths)
        dots: list[Dot] = []
        names: list[RingName] = []
        for ring, count in enumerate(self.counts):
            orbits = self._orbits(ring, edges[ring], edges[ring + 1]) or []
            names.append(RingName(ring, x, y - orbits[0].radius, self.name_widths[ring], self.name_height))
            for orbit, share in zip(orbits, _shares(count, [o.room for o in orbits]), strict=True):
                for angle in _angles(share, orbit.gap):
                    number = len(dots) + 1
                    dots.append(
                        Dot(number, ring, x + orbit.radius * math.sin(angle), y - orbit.radius * math.cos(angle))
                    )
        first, second, third, fourth = edges[1:]
        return Layout(x, y, (first, second, third, fourth), self.dot, tuple(names), tuple(dots), self.sign)


def _edges(widths: tuple[float, ...]) -> tuple[float, ...]:
    """Radii of the ring edges, from 0 at the centre."""
    return tuple(math.fsum(widths[:i]) for i in range(len(widths) + 1))


def _holds(orbits: list[_Orbit], count: int) -> bool:
    # Only a ring without dots may lack room beside its name.
    return count == 0 or (orbits[0].room > 0 and sum(orbit.room for orbit in orbits) >= count)


def _orbit_sets(low: float, high: float, pitch: float) -> Iterator[list[float]]:
    """Radii between ``low`` (0 in KLAR) and ``high``, outermost first and ``pitch`` apart, from few orbits to many."""
    most = int((high - low) / pitch) + 1
    if low > 0:
        for k in range(1, most + 1):
            band = (high - low + pitch) / k  # as much air at both edges as between two orbits
            yield [high - (band - pitch) / 2 - i * band for i in range(k)]
        return
    yield from ([min(high, part * (high + pitch / 2))] for part in _DISC_ORBITS)
    for k in range(1, most + 1):
        yield [high - i * max(pitch, high / k) for i in range(k)]


def _shares(count: int, rooms: list[int]) -> list[int]:
    """``count`` dots over orbits in proportion to their room, the rest from the outside in."""
    shares = [count * room // max(1, sum(rooms)) for room in rooms]
    for i in range(len(shares)):
        shares[i] += min(1, rooms[i] - shares[i], count - sum(shares))
    return shares


def _angles(count: int, gap: float) -> list[float]:
    """Angles from twelve o'clock, clockwise, as even as the gap allows, radians."""
    if count == 0:
        return []
    step = math.tau / count
    if step / 2 >= gap:
        return [(i + 0.5) * step for i in range(count)]
    step = (math.tau - 2 * gap) / (count - 1)
    return [gap + i * step for i in range(count)]
