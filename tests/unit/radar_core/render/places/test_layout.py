"""The promises of the pure geometry: circle, list and page."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, pairwise, product
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from radar_core.errors import DoesNotFit
from radar_core.model import Belaeg, Ring
from radar_core.render.ink import measure
from radar_core.render.places.header import MARGIN, SIZE, SMALL_TYPE
from radar_core.render.places.layout import CLEARANCE, DOT_MIN, EDGE, Layout, RingName, lay_out
from radar_core.render.places.listing import Item, ListColumn, Listing, Type, lay_out_list
from radar_core.render.places.page import Page, lay_out_page
from radar_core.render.type import LEADING, Line, Weight, wrap
from radar_core.render.words.description import Movement, Picture, Row, parts
from tests.fakes.chance import cases, dice

ROUNDING = 1e-6
LETTERS = "abcdefghijklmnopqrstuvwxyzæøåABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅ0123456789 -/()"


CORNERS = (
    *(tuple(many if i == ring else 0 for i in range(4)) for many in (1, 30, 60) for ring in range(4)),
    *((8, 8, 7, 7), (15, 15, 15, 15)),
)
"""One, thirty and sixty, all in one ring and evenly in all."""


def count_vectors(how_many: int, least: int, most: int) -> Iterator[tuple[int, ...]]:
    """Random counts per ring, from even to all in one ring."""
    random = dice(f"counts {most}")
    for _ in range(how_many):
        pull = [random.random() ** 4 + 1e-3 for _ in Ring]
        drawn = random.choices(range(4), pull, k=random.randint(least, most))
        yield tuple(drawn.count(ring) for ring in range(4))


def distance_to_name(x: float, y: float, name: RingName) -> float:
    return math.hypot(max(0.0, abs(x - name.x) - name.width / 2), max(0.0, abs(y - name.y) - name.height / 2))


def check_circle(layout: Layout, counts: tuple[int, ...], radius: float) -> None:
    assert [dot.number for dot in layout.dots] == list(range(1, sum(counts) + 1))
    assert [dot.ring for dot in layout.dots] == [ring for ring, count in enumerate(counts) for _ in range(count)]
    assert layout.radii[-1] == pytest.approx(radius)
    assert layout.dot >= DOT_MIN
    inner = (0.0, *layout.radii)
    reach = layout.dot / 2
    for dot in layout.dots:
        out = math.hypot(dot.x - layout.x, dot.y - layout.y)
        assert out + reach + EDGE <= layout.radii[dot.ring] + ROUNDING
        assert dot.ring == 0 or out - reach - EDGE >= inner[dot.ring] - ROUNDING
        for name in layout.names:
            assert distance_to_name(dot.x, dot.y, name) - reach >= CLEARANCE - ROUNDING
    for one, other in combinations(layout.dots, 2):
        assert math.hypot(one.x - other.x, one.y - other.y) >= layout.dot + CLEARANCE - ROUNDING
    for name in layout.names:
        corner = math.hypot(name.width / 2, layout.y - name.y + name.height / 2)
        assert corner <= layout.radii[name.ring]
        assert layout.y - name.y - name.height / 2 >= inner[name.ring] or name.ring == 0


def check_all_at_once(layout: Layout, counts: tuple[int, ...], radius: float) -> None:
    """The promises of ``check_circle``, calculated on arrays: fast enough for very many."""
    dots = np.array([(dot.number, dot.ring, dot.x, dot.y) for dot in layout.dots])
    rings = dots[:, 1].astype(int)
    assert dots[:, 0].tolist() == list(range(1, sum(counts) + 1))
    assert np.bincount(rings, minlength=4).tolist() == list(counts)
    assert abs(layout.radii[-1] - radius) < ROUNDING and layout.dot >= DOT_MIN
    x, y = dots[:, 2] - layout.x, dots[:, 3] - layout.y
    out, reach = np.hypot(x, y), layout.dot / 2
    edges = np.array((-np.inf, *layout.radii))
    assert (out + reach + EDGE <= edges[rings + 1] + ROUNDING).all()
    assert (out - reach - EDGE >= edges[rings] - ROUNDING).all()
    apart = np.hypot(x[:, None] - x, y[:, None] - y)
    np.fill_diagonal(apart, np.inf)
    assert apart.min() >= layout.dot + CLEARANCE - ROUNDING
    for name in layout.names:
        across = np.maximum(0.0, np.abs(x - name.x + layout.x) - name.width / 2)
        down = np.maximum(0.0, np.abs(y - name.y + layout.y) - name.height / 2)
        assert np.hypot(across, down).min() - reach >= CLEARANCE - ROUNDING


def test_no_dot_overlaps_leaves_its_ring_or_is_lost_for_any_counts_up_to_60() -> None:
    for counts in (*count_vectors(cases(10_000), 1, 30), *(c for c in CORNERS if sum(c) <= 30)):
        layout = lay_out(counts, radius=236)
        check_all_at_once(layout, counts, 236)
        assert layout.dot == 28
    for counts in (*count_vectors(cases(10_000), 1, 60), *CORNERS):
        check_all_at_once(lay_out(counts, radius=236), counts, 236)


def test_both_checks_of_a_circle_agree_and_can_fail() -> None:
    for counts in count_vectors(60, 1, 60):
        check_circle(lay_out(counts, radius=236), counts, 236)
    layout = lay_out((3, 2, 1, 0), radius=236)
    one, two, *rest = layout.dots
    for spoilt in (replace(two, x=one.x, y=one.y), replace(two, x=layout.x + 400), replace(two, y=layout.names[0].y)):
        with pytest.raises(AssertionError):
            check_all_at_once(replace(layout, dots=(one, spoilt, *rest)), (3, 2, 1, 0), 236)
    with pytest.raises(AssertionError):
        check_all_at_once(replace(layout, dots=(one, *rest)), (3, 2, 1, 0), 236)


def check_signs(layout: Layout) -> None:
    """A sign inwards and one outwards of every dot keep inside the ring and off every other dot and name."""
    edges = (0.0, *layout.radii)
    for dot in layout.dots:
        out, reach = math.hypot(dot.x, dot.y), layout.dot / 2 + 10
        assert edges[dot.ring] - ROUNDING <= out - reach and out + reach <= edges[dot.ring + 1] + ROUNDING
        for side in (-1, 1):  # the middle of the sign, and half its length around it
            far = (out + side * (layout.dot / 2 + 5.5)) / out
            for other in layout.dots:
                clear = math.hypot(dot.x * far - other.x, dot.y * far - other.y) - layout.dot / 2
                assert other is dot or clear >= 4.5
            for name in layout.names:
                assert distance_to_name(dot.x * far, dot.y * far, name) >= 4.5


def test_signs_of_movement_have_room_at_every_dot_or_are_refused_while_the_dots_still_fit() -> None:
    refused = 0
    for counts in count_vectors(cases(300), 1, 30):
        try:
            layout = lay_out(counts, radius=236, sign=10)
        except DoesNotFit:
            refused += 1
            layout = lay_out(counts, radius=236)
        else:
            check_signs(layout)
        check_all_at_once(layout, counts, 236)
    assert refused <= max(3, cases(300) // 30), "one in two hundred is"


@pytest.mark.parametrize("radius", [170.0, 234.0, 300.0, 350.0])
def test_every_small_radar_fits_at_every_size(radius: float) -> None:
    for counts in product(range(4), repeat=4):
        check_circle(lay_out(counts, radius=radius), counts, radius)


@pytest.mark.parametrize("ring", range(4))
def test_all_thirty_in_one_ring_fit_even_the_small_circle(ring: int) -> None:
    counts = tuple(30 if i == ring else 0 for i in range(4))
    check_circle(lay_out(counts, radius=170), counts, 170)


def test_numbers_run_clockwise_from_twelve_on_each_orbit() -> None:
    layout = lay_out((27, 11, 6, 2), radius=236)
    for ring in range(4):
        polar = [
            (round(math.hypot(dot.x, dot.y), 3), math.atan2(dot.x, -dot.y) % math.tau)
            for dot in layout.dots
            if dot.ring == ring
        ]
        for (radius, angle), (next_radius, next_angle) in pairwise(polar):
            assert next_radius < radius or (next_radius == radius and next_angle > angle)


def test_klar_is_the_widest_ring_unless_another_needs_the_room() -> None:
    radii = lay_out((6, 11, 6, 2), radius=236).radii
    widths = [outer - inner for inner, outer in pairwise((0.0, *radii))]
    assert widths == sorted(widths, reverse=True)


def test_a_crowded_ring_grows() -> None:
    roomy, crowded = (lay_out(counts, radius=170).radii[0] for counts in ((6, 3, 0, 0), (30, 0, 0, 0)))
    assert crowded > roomy


def test_an_edit_in_one_ring_moves_only_that_ring() -> None:
    before, after = lay_out((6, 11, 6, 2), radius=236), lay_out((7, 11, 6, 2), radius=236)
    places = [[(dot.x, dot.y) for dot in layout.dots if dot.ring > 0] for layout in (before, after)]
    assert places[0] == places[1]


def test_the_same_counts_give_the_same_layout() -> None:
    assert lay_out((3, 18, 3, 6), radius=200) == lay_out((3, 18, 3, 6), radius=200)


def test_too_many_dots_are_refused_never_dropped() -> None:
    with pytest.raises(DoesNotFit, match="400"):
        lay_out((400, 0, 0, 0), radius=236)


def plain_measure(text: str, size: float, weight: Weight) -> float:
    return len(text) * size * 0.55


def picture(counts: tuple[int, ...], names: list[str] | None = None) -> Picture:
    rings = [ring for ring, count in zip(Ring, counts, strict=True) for _ in range(count)]
    rows = tuple(
        Row(i, names[i - 1] if names else f"Teknologi {i}", ring, Belaeg.KL) for i, ring in enumerate(rings, start=1)
    )
    return Picture("Teknologiradar · Samlet", "Prøve", None, rows, (), "Kilde: opfundet", ("opfundet",))


COLUMNS = (ListColumn(32, 100, 468, 800), ListColumn(524, 100, 468, 800))


def check_list(listing: Listing, shown: Picture, type_: Type, columns: tuple[ListColumn, ListColumn]) -> None:
    assert [item.number for item in listing.items] == [row.number for row in shown.rows]
    for item, row in zip(listing.items, shown.rows, strict=True):
        assert "".join(line.text for line in item.lines).replace(" ", "") == row.name.replace(" ", "")
        assert item.ring is row.ring
    assert {heading.ring for heading in listing.headings} == set(Ring)
    for column in columns:
        check_column(listing, type_, column)


def check_column(listing: Listing, type_: Type, column: ListColumn) -> None:
    """No row touches the next, all keep inside the column, and no heading with rows stands last."""
    bands: list[tuple[float, float, object]] = []
    for heading in listing.headings:
        if heading.box.x == column.x:
            bands.append((heading.box.y, heading.box.y + heading.box.height, heading))
            assert (
                heading.name.x + plain_measure(heading.name.text, heading.name.size, "bold") <= column.x + column.width
            )
    for item in listing.items:
        if item.digits.x >= column.x and item.digits.x < column.x + column.width:
            tops = [line.baseline - 0.94 * line.size for line in item.lines]
            feet = [line.baseline + 0.22 * line.size for line in item.lines]
            assert all(foot <= top + 0.01 * type_.size for foot, top in zip(feet, tops[1:], strict=False))
            bands.append((tops[0] + 0.2 * type_.size, feet[-1], item))
            for line in item.lines:
                assert line.x + plain_measure(line.text, line.size, "regular") <= column.x + column.width + ROUNDING
    bands.sort(key=lambda band: band[0])
    for (_, foot, _), (top, _, _) in pairwise(bands):
        assert foot <= top + 0.12 * type_.size
    if bands:
        last = bands[-1][2]
        assert isinstance(last, Item) or last in [
            h for h in listing.headings if h.count and "ikke kendt" in h.count.text
        ]


@pytest.mark.parametrize("type_", [Type(22, 31), Type(18, 21)])
def test_the_list_shows_every_technology_in_order_without_overlap(type_: Type) -> None:
    for counts in count_vectors(cases(150), 1, 30):
        shown = picture(counts)
        listing = lay_out_list(shown, type_, COLUMNS, plain_measure)
        assert listing.overflow <= 0
        check_list(listing, shown, type_, COLUMNS)


@settings(max_examples=cases(60))
@given(st.lists(st.text(LETTERS, min_size=1, max_size=40).filter(str.strip), min_size=1, max_size=30), st.data())
def test_long_names_wrap_and_lose_nothing(names: list[str], data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(names)), min_size=3, max_size=3)))
    counts = tuple(after - before for before, after in pairwise([0, *cuts, len(names)]))
    shown = picture(counts, names)
    tall = (COLUMNS[0]._replace(room=3000), COLUMNS[1]._replace(room=3000))
    check_list(lay_out_list(shown, Type(18, 21), tall, plain_measure), shown, Type(18, 21), tall)


@given(st.text(LETTERS, max_size=80), st.floats(40, 400))
def test_wrapped_lines_keep_within_the_width_and_keep_every_letter(text: str, width: float) -> None:
    lines = wrap(text, width, 20, "regular", plain_measure)
    assert all(plain_measure(line, 20, "regular") <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_a_ring_that_runs_over_repeats_its_heading_in_the_second_column() -> None:
    listing = lay_out_list(picture((27, 0, 0, 0)), Type(20, 26), COLUMNS, plain_measure)
    assert [heading.name.text for heading in listing.headings if heading.ring is Ring.KLAR] == [
        "KLAR",
        "KLAR (fortsat)",
    ]


def test_a_ring_that_fits_one_column_is_not_cut() -> None:
    listing = lay_out_list(picture((6, 6, 0, 0)), Type(20, 26), COLUMNS, plain_measure)
    assert [heading.name.text for heading in listing.headings] == ["KLAR", "AFPRØV", "HOLD ØJE", "AFVENT"]


def page_lines(page: Page) -> list[Line]:
    header = page.header
    lines = [*header.title, *header.subtitle, *page.source, *(key.line for key in header.keys)]
    lines += [heading.name for heading in page.listing.headings]
    lines += [heading.count for heading in page.listing.headings if heading.count]
    for item in page.listing.items:
        lines += [item.digits, *item.lines, *filter(None, [item.word])]
    return lines + ([header.notice[1]] if header.notice else [])


def test_every_page_keeps_its_names_large_and_everything_inside_the_margins() -> None:
    for counts in count_vectors(cases(120), 1, 30):
        page = lay_out_page(picture(counts), plain_measure)
        assert sum(counts) == len(page.listing.items) == len(page.circle.dots)
        assert all(line.size >= 20 for item in page.listing.items for line in item.lines)
        for line in page_lines(page):
            assert line.size >= SMALL_TYPE
            assert line.x >= MARGIN and line.x + plain_measure(line.text, line.size, line.weight) <= SIZE - MARGIN + 1
            assert line.size <= line.baseline <= SIZE - 0.3 * line.size
        circle = page.circle
        assert circle.x + circle.radii[-1] <= SIZE - MARGIN + 1
        for line in page_lines(page):  # the circle's square is free of other text
            beside = line.x >= circle.x + circle.radii[-1] or line.baseline >= circle.y + circle.radii[-1]
            left = line.x + plain_measure(line.text, line.size, line.weight) <= circle.x - circle.radii[-1]
            assert beside or left or line.baseline <= circle.y - circle.radii[-1]


def named(counts: tuple[int, ...], random: Random) -> Picture:
    """A radar of random names up to 40 characters, some of them moved."""
    names = ["".join(random.choices(LETTERS, k=random.randint(1, 40))).strip() or "x" for _ in range(sum(counts))]
    shown = picture(counts, names)
    moves = [*Movement, *[None] * 9]
    return replace(shown, rows=tuple(replace(row, movement=random.choice(moves)) for row in shown.rows))


def check_page(page: Page, part: Picture) -> None:
    """Every listed technology is there, and no text touches another, the circle or the edge of the page."""
    assert [item.number for item in page.listing.items] == [row.number for row in part.listed]
    for item, row in zip(page.listing.items, part.listed, strict=True):
        assert "".join(line.text for line in item.lines).replace(" ", "") == row.name.replace(" ", "")
        assert all(line.size >= 18 for line in item.lines)
    lines = page_lines(page)
    sizes = np.array([line.size for line in lines])
    left = np.array([line.x for line in lines])
    right = left + [plain_measure(line.text, line.size, line.weight) for line in lines]
    top = np.array([line.baseline for line in lines]) - 0.75 * sizes
    foot = top + 0.95 * sizes
    assert (sizes >= SMALL_TYPE).all()
    assert (left >= MARGIN - ROUNDING).all() and (right <= SIZE - MARGIN + 1).all()
    assert (top >= 8).all() and (foot <= SIZE - 8).all()
    overlap = (left[:, None] < right) & (left < right[:, None]) & (top[:, None] < foot) & (top < foot[:, None])
    np.fill_diagonal(overlap, False)
    assert not overlap.any(), [lines[i].text for i in np.argwhere(overlap)[0]]
    circle = page.circle
    across = np.maximum(0, np.maximum(left - circle.x, circle.x - right))
    down = np.maximum(0, np.maximum(top - circle.y, circle.y - foot))
    assert (np.hypot(across, down) >= circle.radii[-1]).all()


def test_no_text_overlaps_text_or_circle_for_any_counts_up_to_60_and_names_up_to_40_characters() -> None:
    random = dice("names")
    for counts in (*count_vectors(cases(400), 1, 60), *CORNERS):
        whole = named(counts, random)
        shown = parts(whole)
        assert [row for part in shown for row in part.listed] == list(whole.rows)
        for part in shown:
            page = lay_out_page(part, plain_measure)
            check_page(page, part)
            check_all_at_once(page.circle, tuple(len(whole.in_ring(ring)) for ring in Ring), page.circle.radii[-1])


def test_where_signs_have_no_room_on_the_circle_every_movement_still_stands_in_the_list() -> None:
    for counts, signs in (((6, 6, 6, 6), 10.0), ((25, 15, 10, 10), 0.0)):
        shown = picture(counts)
        for part in parts(replace(shown, rows=tuple(replace(row, movement=Movement.IND) for row in shown.rows))):
            page = lay_out_page(part, plain_measure)
            assert page.circle.sign == signs
            assert len(page.circle.dots) == sum(counts)
            assert [item.word.text for item in page.listing.items if item.word and item.sign] == (
                ["rykket ind"] * len(part.listed)
            )


def test_thirty_names_of_forty_wide_letters_keep_18_px() -> None:
    for counts in [(30, 0, 0, 0), (0, 0, 0, 30), (10, 10, 10, 0), (8, 8, 7, 7)]:
        page = lay_out_page(picture(counts, ["W" * 40] * 30), measure)
        assert {line.size for item in page.listing.items for line in item.lines} == {18.0}
        assert len(page.listing.items) == 30


def test_sixty_names_of_forty_wide_letters_show_at_least_their_own_dots() -> None:
    for counts in [(60, 0, 0, 0), (13, 22, 15, 10), (25, 5, 5, 25)]:
        for part in parts(picture(counts, ["W" * 40] * 60)):
            page = lay_out_page(part, measure)
            assert set(part.listed) <= set(page.shown)
            assert len(page.circle.dots) == len(page.shown)


def test_a_list_moved_down_is_the_same_list_further_down() -> None:
    shown = picture((9, 8, 3, 2), [f"Teknologi med et langt navn nummer {i}" for i in range(22)])
    shown = replace(shown, rows=tuple(replace(row, movement=Movement.NY) for row in shown.rows))
    here, there = (
        lay_out_list(shown, Type(20, 26), (ListColumn(32, y, 468, 800), ListColumn(524, y, 468, 800)), plain_measure)
        for y in (0.0, 500.0)
    )
    assert heights(here.moved_down(500.0)) == pytest.approx(heights(there))
    assert heights(here) != pytest.approx(heights(there))


def heights(listing: Listing) -> list[float]:
    """Every y of a list."""
    found = []
    for heading in listing.headings:
        found += [heading.box.y, heading.name.baseline, *([heading.count.baseline] if heading.count else [])]
    for item in listing.items:
        found += [item.digits.baseline, *(line.baseline for line in item.lines)]
        found += [*([item.word.baseline] if item.word else []), *(item.sign[1:] if item.sign else [])]
    return found


def test_the_circle_grows_when_the_list_is_short() -> None:
    few, many = (lay_out_page(picture(counts), plain_measure).circle for counts in ((6, 3, 0, 0), (8, 10, 5, 2)))
    assert few.radii[-1] > 290 > many.radii[-1] > 200
    assert few.dot > many.dot


def test_what_no_page_can_hold_is_refused_with_a_sentence() -> None:
    with pytest.raises(DoesNotFit, match="90 teknologier"):
        lay_out_page(picture((30, 30, 30, 0)), plain_measure)


def test_two_lines_of_a_name_keep_their_leading() -> None:
    item = lay_out_list(picture((1, 0, 0, 0), ["W" * 60]), Type(20, 26), COLUMNS, plain_measure).items[0]
    assert [b.baseline - a.baseline for a, b in pairwise(item.lines)] == pytest.approx([20 * LEADING])
