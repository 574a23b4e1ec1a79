"""The promises of the radar with its names beside the circle: nothing overlaps and no leader can be mistaken."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations, pairwise
from random import Random

import numpy as np
import numpy.typing as npt
import pytest
from matplotlib.transforms import Bbox

from radar_core.errors import DoesNotFit
from radar_core.model import Belaeg, Ring
from radar_core.render.ink import measure
from radar_core.render.places.header import SMALL_TYPE
from radar_core.render.places.names_page import lay_out_names
from radar_core.render.shapes import Disc, Mark, Sheet, Stroke, Words
from radar_core.render.sheets.names import names_sheet
from radar_core.render.type import Measure, Weight
from radar_core.render.words.description import MOVEMENT_TEXT, Movement, Picture, Row, parts
from tests.fakes.boxes import clashes, outside, placed_texts, said
from tests.fakes.chance import cases, dice

LETTERS = "abcdefghijklmnopqrstuvwxyzæøåABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅ0123456789 -/()"
Points = npt.NDArray[np.float64]


def rough(text: str, size: float, weight: Weight) -> float:
    return len(text) * size * (0.5 if weight == "regular" else 0.54)


def picture(counts: tuple[int, ...], random: Random | None = None, longest: int = 40) -> Picture:
    """A radar with these counts by ring; with ``random`` its names and movements are random."""
    rings = [ring for ring, count in zip(Ring, counts, strict=True) for _ in range(count)]
    rows = []
    for number, ring in enumerate(rings, start=1):
        name, movement = f"Teknologi {number}", None
        if random:
            name = "".join(random.choices(LETTERS, k=random.randint(1, longest))).strip() or "x"
            movement = random.choice([*Movement, *[None] * 9])
        rows.append(Row(number, name, ring, Belaeg.EKSEMPEL, movement))
    return Picture("Teknologiradar · Samlet", "Prøve", "Opdigtet", tuple(rows), (Belaeg.EKSEMPEL,), "Kilde", ("Kilde",))


def random_counts(random: Random) -> tuple[int, ...]:
    """Counts by ring, from even to all in one ring."""
    drawn = random.choices(range(4), [random.random() ** 4 + 1e-3 for _ in Ring], k=random.randint(1, 60))
    return tuple(drawn.count(ring) for ring in range(4))


def leaders(sheet: Sheet) -> tuple[Points, Points, npt.NDArray[np.int64]]:
    """Both ends of every piece of every leader, and the number of its technology."""
    found = [
        (number(shape.gid), one, other)
        for shape in sheet.shapes
        if isinstance(shape, Stroke)
        for one, other in pairwise(shape.points)
    ]
    owner, start, end = zip(*found, strict=True)
    return np.array(start), np.array(end), np.array(owner)


def number(gid: str) -> int:
    """The number that a gid is about."""
    return int(gid.split("-")[1])


def crossing(start: Points, end: Points) -> npt.NDArray[np.bool_]:
    """Which pieces cross which, all against all."""

    def side(a: Points, b: Points, c: Points) -> Points:
        """On which side of the line from a to b the point c is."""
        ab, ac = b - a, c - a
        return np.asarray(ab[..., 0] * ac[..., 1] - ab[..., 1] * ac[..., 0])

    a, b, c, d = start[:, None], end[:, None], start[None], end[None]
    return (side(a, b, c) * side(a, b, d) < 0) & (side(c, d, a) * side(c, d, b) < 0)


def distances(points: Points, start: Points, end: Points) -> Points:
    """From each point to each piece of a leader, px."""
    along = end - start
    length = np.maximum((along**2).sum(1), 1e-12)
    share = np.clip(((points[:, None] - start) * along).sum(2) / length, 0, 1)
    return np.asarray(np.linalg.norm(points[:, None] - start - share[..., None] * along, axis=2))


def through(low: Points, high: Points, start: Points, end: Points) -> npt.NDArray[np.bool_]:
    """Which box (by two corners) each piece of a leader runs through."""
    with np.errstate(divide="ignore", invalid="ignore"):
        along = end - start
        one, other = (low[:, None] - start) / along, (high[:, None] - start) / along
    inside = (low[:, None] < start) & (start < high[:, None])
    still = along == 0
    enter = np.where(still, np.where(inside, -np.inf, np.inf), np.minimum(one, other)).max(2)
    leave = np.where(still, np.where(inside, np.inf, -np.inf), np.maximum(one, other)).min(2)
    return np.maximum(enter, 0) < np.minimum(leave, 1)


def check(part: Picture, sheet: Sheet, width_of: Measure) -> None:
    """Every promise at once, by what the sheet says is drawn."""
    marks = [shape for shape in sheet.shapes if isinstance(shape, Mark) and shape.gid.startswith("dot-")]
    marks.sort(key=lambda mark: number(mark.gid))
    assert [number(mark.gid) for mark in marks] == [row.number for row in part.listed]
    for row in part.listed:
        assert said(sheet, f"name-{row.number}").replace(" ", "") == row.name.replace(" ", "")
        assert said(sheet, f"word-{row.number}") == (MOVEMENT_TEXT[row.movement] if row.movement else "")
    check_rings(part, sheet, marks)
    check_texts(sheet, marks, width_of)
    check_leaders(sheet, marks, width_of)


def check_rings(part: Picture, sheet: Sheet, marks: list[Mark]) -> None:
    """Every dot keeps inside its ring and off the other dots."""
    rings = {shape.gid: shape for shape in sheet.shapes if isinstance(shape, Disc)}
    edges = [0.0, *(rings[f"ring-{ring.name}"].radius for ring in Ring)]
    middle = rings["ring-KLAR"]
    for row, mark in zip(part.listed, marks, strict=True):
        out = math.hypot(mark.x - middle.x, mark.y - middle.y)
        assert out + mark.size / 2 <= edges[row.ring.order + 1]
        assert row.ring is Ring.KLAR or out - mark.size / 2 >= edges[row.ring.order]
    for one, other in combinations(marks, 2):
        assert math.hypot(one.x - other.x, one.y - other.y) >= one.size + 3


def check_texts(sheet: Sheet, marks: list[Mark], width_of: Measure) -> None:
    """No text overlaps another or a dot, is too small, or leaves the page."""
    boxes = placed_texts(sheet, width_of)
    assert not clashes(boxes)
    assert not outside(boxes, sheet.width, sheet.height)
    assert all(shape.line.size >= SMALL_TYPE for shape in sheet.shapes if isinstance(shape, Words))
    low, high, dots = corners(boxes, marks)
    away = np.maximum(0, np.maximum(low[:, None] - dots, dots - high[:, None]))
    assert np.linalg.norm(away, axis=2).min(initial=np.inf) >= marks[0].size / 2


def check_leaders(sheet: Sheet, marks: list[Mark], width_of: Measure) -> None:
    """No leader crosses another, touches another's dot, or runs through a text."""
    start, end, owner = leaders(sheet)
    low, high, dots = corners(placed_texts(sheet, width_of), marks)
    assert not (crossing(start, end) & (owner[:, None] != owner)).any()
    others = np.array([number(mark.gid) for mark in marks])[:, None] != owner
    assert distances(dots, start, end)[others].min(initial=np.inf) >= marks[0].size / 2 + 2
    assert not through(low, high, start, end).any()


def corners(boxes: Mapping[str, Bbox], marks: list[Mark]) -> tuple[Points, Points, Points]:
    """Both corners of every text, and the middle of every dot."""
    low, high = (np.array([getattr(box, end) for box in boxes.values()]) for end in ("min", "max"))
    return low, high, np.array([(mark.x, mark.y) for mark in marks])


def test_nothing_overlaps_and_no_leader_crosses_for_any_counts_up_to_60_and_names_up_to_40_characters() -> None:
    random = dice("any names")
    for _ in range(cases(240)):
        for part in parts(picture(random_counts(random), random)):
            check(part, names_sheet(part, rough), rough)


def test_nothing_overlaps_and_no_leader_crosses_with_the_real_typeface() -> None:
    random = dice("real typeface")
    for _ in range(cases(60)):
        for part in parts(picture(random_counts(random), random, longest=24)):
            check(part, names_sheet(part, measure), measure)


@pytest.mark.parametrize(
    "counts", [(1, 0, 0, 0), (0, 0, 0, 1), (27, 1, 1, 1), (30, 0, 0, 0), (0, 0, 0, 30), (8, 8, 7, 7)]
)
def test_the_hard_counts_have_their_names_beside_the_circle(counts: tuple[int, ...]) -> None:
    shown = picture(counts)
    check(shown, names_sheet(shown, measure), measure)


def test_the_checks_can_fail() -> None:
    shown = picture((6, 5, 4, 3))
    sheet = names_sheet(shown, measure)
    by_gid = {shape.gid: shape for shape in sheet.shapes}
    dot, leader, name = by_gid["dot-1"], by_gid["leader-1"], by_gid["name-1"]
    other, far, text = by_gid["dot-2"], by_gid["leader-12"], by_gid["name-12"]
    assert isinstance(dot, Mark) and isinstance(other, Mark) and isinstance(leader, Stroke) and isinstance(far, Stroke)
    assert isinstance(name, Words) and isinstance(text, Words)
    spoilt = (
        replace(dot, x=other.x, y=other.y),
        replace(leader, points=far.points),
        replace(leader, points=(leader.points[0], far.points[-1])),
        replace(name, line=text.line),
    )
    for shape in spoilt:
        shapes = tuple(shape if old.gid == shape.gid else old for old in sheet.shapes)
        with pytest.raises(AssertionError):
            check(shown, replace(sheet, shapes=shapes), measure)


def test_names_are_20_px_where_they_fit_and_never_below_18() -> None:
    def sizes(counts: tuple[int, ...], name: str) -> set[float]:
        shown = picture(counts)
        shown = replace(shown, rows=tuple(replace(row, name=name) for row in shown.rows))
        return {line.size for label in lay_out_names(shown, measure).labels for line in label.lines}

    assert sizes((6, 9, 5, 3), "Virtuelle digitale assistenter") == {20.0}
    assert sizes((8, 8, 7, 7), "Åbne løsninger til gående hjælp og pleje") == {18.0}


def test_names_go_from_top_to_bottom_ring_by_ring_on_each_side() -> None:
    page = lay_out_names(picture((6, 9, 5, 3)), measure)
    for is_left in (True, False):
        side = [label for label in page.labels if label.is_left is is_left]
        assert [label.row.number for label in sorted(side, key=lambda label: label.lines[0].baseline)] == [
            label.row.number for label in side
        ]
        assert [label.row.ring.order for label in side] == sorted(label.row.ring.order for label in side)


def test_what_no_page_can_hold_is_refused_with_a_sentence() -> None:
    with pytest.raises(DoesNotFit, match="Brug billedet med navnene som liste"):
        lay_out_names(picture((60, 60, 0, 0)), measure)
