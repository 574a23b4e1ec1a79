"""A team's ratings over time: one dot an answer, the middle joined, and of anonymous answers the middle alone."""

from __future__ import annotations

import io
from itertools import combinations

import numpy as np
import pytest
from PIL import Image

from radar_core.errors import DoesNotFit
from radar_core.render import over_time_alt_text, over_time_parts, palette, render_over_time
from radar_core.render.ink import compose, measure
from radar_core.render.shapes import Area, Disc, Sheet, Stroke, Words
from radar_core.render.sheets.over_time import SIDE_BY_SIDE, over_time_sheet
from radar_core.render.words.over_time import Lack, OverTime, OverTimeRow
from tests.fakes.boxes import clashes, ink_boxes, outside, placed_texts, said
from tests.fakes.over_time import (
    FEW,
    HIDDEN,
    NONE,
    OTHER,
    SHORT,
    THREE_YEARS,
    WHOLE,
    anonymous,
    named,
    over_time,
)
from tests.fakes.seen import CHAT, PHONE, smallest_type
from tests.unit.radar_core.render.test_palette import VISION, contrast, seen_as_lab

LONG = "Kultur-, fritids- og beskæftigelsesområde"
DAYS = ("30. nov. 2024", "3. sep. 2025", "28. sep. 2025", "30. sep. 2025", "1. dec. 2025", "2. dec. 2025", "maj 2026")
SAMPLES = (named(0, 7, 12, 1, 0), FEW, anonymous(60, 2.5), OTHER, HIDDEN, NONE, named(4, 4, 4, 4, 4))

HARD = {
    "three years": THREE_YEARS,
    "two times": over_time(("2025", "2026"), [(named(0, 0, 1, 0, 0), named(60, 60, 60, 60, 60))] * 4),
    "alone": over_time(("2025", "2026"), [(named(0, 1, 0, 0, 0), named(0, 0, 0, 0, 1))] * 4, group=False),
    "anonymous": over_time(("2025", "2026"), [(anonymous(4, 1), anonymous(60, 4.5))] * 4),
    "nothing to show": over_time(("2025", "2026"), [(OTHER, NONE)] * 4),
    **{
        f"{times} times, {len(text)} letters": over_time(
            DAYS[:times], [SAMPLES[-times:]] * 4, [(n, text) for n, _ in SHORT], LONG
        )
        for times in range(2, len(DAYS) + 1)
        for text in ("Er vi gode nok til at bygge på erfaringer", WHOLE[0][1], f"{WHOLE[0][1]} {WHOLE[2][1]}")
    },
}
PAGES = [(case, page) for case, shown in HARD.items() for page in range(len(over_time_parts(shown)))]


def sheet_of(case: str, page: int = 0) -> Sheet:
    return over_time_sheet(over_time_parts(HARD[case])[page], measure)


def dots(sheet: Sheet, gid: str) -> list[Disc]:
    return [shape for shape in sheet.shapes if isinstance(shape, Disc) and shape.gid.startswith(f"dot-{gid}-")]


@pytest.mark.parametrize(("case", "page"), PAGES)
def test_no_ink_overlaps_none_leaves_the_picture_and_it_is_large_enough_for_a_chat(case: str, page: int) -> None:
    sheet = sheet_of(case, page)
    assert (sheet.width, sheet.height <= 1024) == (1024, True)
    assert smallest_type(sheet, CHAT) >= 12.9 and smallest_type(sheet, PHONE) >= 10
    for boxes in (placed_texts(sheet, measure), ink_boxes(compose(sheet))):
        assert not clashes(boxes)
        assert not outside(boxes, sheet.width, sheet.height, margin=0)


@pytest.mark.parametrize("case", HARD)
def test_every_question_is_on_exactly_one_picture_and_each_time_has_its_line(case: str) -> None:
    parts = over_time_parts(HARD[case])
    assert [row for part in parts for row in part.rows] == list(HARD[case].rows)
    for page, part in enumerate(parts):
        sheet = sheet_of(case, page)
        for row in part.rows:
            assert said(sheet, f"text-{row.question}") == row.text
            assert [said(sheet, f"time-{row.question}-{i}") for i in range(len(part.labels))] == list(part.labels)


@pytest.mark.parametrize("case", HARD)
def test_one_dot_is_one_answer_and_those_at_the_middle_are_coloured(case: str) -> None:
    for page, part in enumerate(over_time_parts(HARD[case])):
        sheet = sheet_of(case, page)
        for row in part.rows:
            for i, sample in enumerate(row.samples):
                for rating, many in enumerate(sample.counts or (0,) * 5, start=1):
                    gid = f"{row.question}-{i}-{rating}"
                    drawn = dots(sheet, gid)
                    assert len(drawn) == (many if many <= SIDE_BY_SIDE else 1)
                    assert said(sheet, f"times-{gid}") == (f"×{many}" if many > SIDE_BY_SIDE else "")
                    pale = {dot.fill for dot in drawn} <= {palette.RINGS[list(palette.RINGS)[-1]].tint}
                    assert not drawn or pale != (rating == sample.middle)


def test_of_anonymous_answers_nothing_but_their_middle_and_their_number_is_drawn_or_told() -> None:
    one, other = HARD["anonymous"].rows[0].samples
    assert (one.counts, other.counts) == (None, None), "what is not here cannot be drawn"
    sheet = sheet_of("anonymous")
    assert not [shape for shape in sheet.shapes if isinstance(shape, Disc)]
    diamonds = [shape for shape in sheet.shapes if isinstance(shape, Area)]
    assert len(diamonds) == 8
    assert "2026: 60 svar, midten 4,5." in sheet.alt and "gav" not in sheet.alt


def test_where_nothing_is_shown_the_reason_stands_there_and_no_line_is_drawn_through() -> None:
    sheet = sheet_of("three years")
    assert said(sheet, "lack-9-1") == Lack.FEW.value and said(sheet, "count-9-1") == ""
    joins = {shape.gid for shape in sheet.shapes if isinstance(shape, Stroke) and shape.gid.startswith("join-")}
    assert joins == {f"join-{question}-{i}" for question in (6, 7, 8) for i in (0, 1)}
    blank = sheet_of("nothing to show")
    assert not any(isinstance(shape, Disc | Area) for shape in blank.shapes)


def test_the_words_say_what_the_colour_does() -> None:
    sheet = sheet_of("three years")
    verdicts = {s.gid: (s.line.text, s.colour) for s in sheet.shapes if isinstance(s, Words) and "verdict" in s.gid}
    assert verdicts == {
        "verdict-6": ("højere 2 → 4", palette.AHEAD),
        "verdict-7": ("uændret 2", palette.TEXT),
        "verdict-8": ("højere 3 → 4", palette.AHEAD),
        "verdict-9": ("lavere 3 → 2", palette.BEHIND),
    }


def test_a_middle_between_two_ratings_colours_no_dot_and_is_told_with_a_comma() -> None:
    shown = over_time(("2025", "2026"), [(named(0, 1, 1, 0, 0), named(0, 0, 0, 2, 0))], SHORT[:1])
    sheet = over_time_sheet(shown, measure)
    assert said(sheet, "verdict-6") == "højere 2,5 → 4"
    (join,) = [s for s in sheet.shapes if isinstance(s, Stroke) and s.gid == "join-6-0"]
    (low, high), ((x, _), _) = (dots(sheet, f"6-0-{rating}")[0].x for rating in (2, 3)), join.points
    assert x == pytest.approx((low + high) / 2)


def test_alone_nobody_is_counted_and_nothing_is_said_of_middles() -> None:
    sheet = sheet_of("alone")
    assert not [s for s in sheet.shapes if isinstance(s, Words) and s.gid.startswith(("count-", "foot"))]
    assert "svar" not in sheet.alt and "midten" not in sheet.alt and "2025: 2. 2026: 5." in sheet.alt


@pytest.mark.parametrize(
    ("samples", "foot"),
    [
        ((named(2, 2, 0, 0, 0), named(0, 5, 0, 0, 0)), "Kun 4–5 svar hver gang: én person kan flytte midten."),
        ((named(2, 2, 0, 0, 0), anonymous(4, 3)), "Kun 4 svar hver gang: én person kan flytte midten."),
        ((named(2, 2, 0, 0, 0), anonymous(40, 3)), "Kun 4 svar nogle gange: én person kan flytte midten."),
        ((named(0, 1, 0, 0, 0), named(0, 0, 0, 0, 1)), "Kun ét svar hver gang."),
        ((anonymous(8, 3), anonymous(40, 3)), None),
        ((FEW, OTHER), None),
    ],
)
def test_few_answers_are_warned_of(samples: tuple[object, ...], foot: str | None) -> None:
    assert over_time(("2025", "2026"), [samples], SHORT[:1]).foot == foot  # type: ignore[list-item]


@pytest.mark.parametrize("case", HARD)
def test_the_alt_text_says_everything_that_the_picture_does(case: str) -> None:
    for page, part in enumerate(over_time_parts(HARD[case])):
        told = over_time_alt_text(part)
        assert sheet_of(case, page).alt == told
        for words in filter(None, [part.title, part.subtitle, part.foot]):
            assert words in told
        for row in part.rows:
            assert row.text.rstrip("?") in told and row.verdict in told
            for label, sample in zip(part.labels, row.samples, strict=True):
                assert f"{label}: {sample.lack.value}" in told if sample.lack else f"{label}: " in told


def test_the_pale_dots_stand_out_and_no_colour_of_a_line_is_taken_for_another() -> None:
    fills = {dot.fill for dot in sheet_of("three years").shapes if isinstance(dot, Disc) and dot.width}
    assert len(fills) == 4
    for dot in (shape for shape in sheet_of("three years").shapes if isinstance(shape, Disc) and shape.width):
        assert contrast(dot.rim, palette.GROUND) >= 3
    for vision in VISION:
        seen = [seen_as_lab(colour, vision) for colour in fills]
        assert min(float(np.linalg.norm(a - b)) for a, b in combinations(seen, 2)) >= 10


def test_the_bytes_are_the_same_each_time_and_few() -> None:
    png = render_over_time(THREE_YEARS, "png")
    assert png == render_over_time(THREE_YEARS, "png") and len(png) <= 100_000
    assert render_over_time(THREE_YEARS, "svg") == render_over_time(THREE_YEARS, "svg")
    with Image.open(io.BytesIO(png)) as image:
        assert image.width == 1024
    with pytest.raises(ValueError, match="page 2 of 1"):
        render_over_time(THREE_YEARS, "png", 2)


def test_more_than_a_picture_can_hold_is_refused_and_nothing_is_left_out() -> None:
    row = OverTimeRow(6, WHOLE[0][1] * 20, (named(0, 0, 1, 0, 0),) * 7)
    shown = OverTime("Jeres vurderinger over tid", "", DAYS, (row,), group=True)
    with pytest.raises(DoesNotFit, match="Der er ikke plads til 1 spørgsmål og 7 gange"):
        over_time_sheet(shown, measure)
