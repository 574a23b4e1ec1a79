"""The circle alone: numbers that can be read in a chat and on a phone, nothing in the way, and a strip at its foot."""

from __future__ import annotations

import io
import math
from dataclasses import replace

import pytest
from PIL import Image

from radar_core.errors import DoesNotFit
from radar_core.lookup import radar_for
from radar_core.model import Belaeg, Ring
from radar_core.render import Movement, Picture, describe, parts, render
from radar_core.render.ink import compose, measure
from radar_core.render.shapes import Band, Disc, Mark, Words
from radar_core.render.sheets.circle import circle_sheet
from radar_core.render.words.alt_text import alt_text
from radar_core.render.words.description import EXAMPLE_NOTICE
from tests.fakes.boxes import clashes, ink_boxes, outside, said
from tests.fakes.pictures import crowded
from tests.fakes.seen import CHAT, PHONE, smallest_type
from tests.fakes.shipped import shipped

CATALOG = shipped()
HEALTH = radar_for(CATALOG.bundle("eksempel"), "sundhed-og-aeldre")
UNPUBLISHED = radar_for(CATALOG.bundle("2020"), "sundhed-og-aeldre")


def made_up(*counts: int, belaeg: tuple[Belaeg, ...] = (Belaeg.EKSEMPEL,)) -> Picture:
    picture = describe(crowded(HEALTH, counts))
    rows = tuple(replace(row, belaeg=belaeg[row.number % len(belaeg)]) for row in picture.rows)
    return replace(picture, rows=rows)


HARD = {
    "eksempel": describe(HEALTH),
    "2020": describe(UNPUBLISHED),
    "vejle": describe(radar_for(CATALOG.bundle("2021-vejle"))),
    "27 in KLAR": made_up(27, 1, 1, 1),
    "30 in AFVENT": made_up(0, 0, 0, 30),
    "30 in KLAR": made_up(30, 0, 0, 0),
    "30 in AFPRØV": made_up(0, 30, 0, 0),
    "every form": made_up(9, 9, 7, 5, belaeg=tuple(Belaeg)),
    "none": made_up(0, 0, 0, 0),
    "two strips": replace(made_up(6, 9, 5, 3), hidden="11 af 20 placeringer er ikke offentlige", is_copy=True),
    "moved": replace(
        describe(HEALTH), rows=tuple(replace(r, movement=list(Movement)[r.number % 3]) for r in describe(HEALTH).rows)
    ),
}


@pytest.mark.parametrize("case", HARD)
def test_no_ink_overlaps_and_none_leaves_the_picture(case: str) -> None:
    found = ink_boxes(compose(circle_sheet(HARD[case], measure)))
    assert not outside(found, 1024, 1024, margin=0)
    assert not clashes(found)


@pytest.mark.parametrize("case", HARD)
def test_numbers_are_13_px_in_a_chat_and_12_on_a_phone_and_no_text_is_under_13_and_10(case: str) -> None:
    sheet = circle_sheet(HARD[case], measure)
    digits = [s.line.size for s in sheet.shapes if isinstance(s, Words) and s.gid.startswith("digits-")]
    assert all(size * CHAT / 1024 >= 13 and size * PHONE / 1024 >= 12 for size in digits)
    assert smallest_type(sheet, CHAT) >= 12.9 and smallest_type(sheet, PHONE) >= 10


@pytest.mark.parametrize("case", HARD)
def test_digits_stand_inside_their_dot_and_every_technology_has_its_own(case: str) -> None:
    found = ink_boxes(compose(circle_sheet(HARD[case], measure)))
    for row in HARD[case].rows:
        dot, digits = found[f"dot-{row.number}"], found[f"digits-{row.number}"]
        assert dot.x0 < digits.x0 and digits.x1 < dot.x1 and dot.y0 < digits.y0 and digits.y1 < dot.y1
    assert sum(gid.startswith("dot-") for gid in found) == len(HARD[case].rows)


def test_any_counts_up_to_thirty_have_room() -> None:
    for klar in range(0, 31, 5):
        for tried in range(0, 31 - klar, 3):
            for watched in range(0, 31 - klar - tried, 4):
                circle_sheet(made_up(klar, tried, watched, 30 - klar - tried - watched), measure)
    with pytest.raises(DoesNotFit):
        circle_sheet(made_up(90, 0, 0, 0), measure)


def test_what_must_not_be_lost_stands_at_the_foot() -> None:
    assert said(circle_sheet(HARD["eksempel"], measure), "strip-0") == EXAMPLE_NOTICE
    assert said(circle_sheet(HARD["2020"], measure), "strip-0") == (
        "SAMLET · Fra 2020 · 11 af 20 placeringer er ikke offentlige"
    ), "it has no title: what stands in for another radar says so here"
    two = circle_sheet(HARD["two strips"], measure)
    assert said(two, "strip-0") == EXAMPLE_NOTICE and "ikke offentlige" in said(two, "strip-1")


def test_the_alt_text_is_that_of_the_one_description_and_the_bytes_are_the_same_each_time() -> None:
    assert circle_sheet(HARD["eksempel"], measure).alt == alt_text(HARD["eksempel"])
    png = render(HEALTH, "png", view="chat")
    assert png == render(HEALTH, "png", view="chat") and len(png) <= 100_000
    with Image.open(io.BytesIO(png)) as image:
        assert image.size == (1024, 1024)


def test_of_a_radar_in_two_parts_each_circle_has_its_own_numbers() -> None:
    first, second = (circle_sheet(part, measure) for part in parts(made_up(12, 22, 16, 10)))
    numbers = [{s.line.text for s in sheet.shapes if s.gid.startswith("digits-")} for sheet in (first, second)]
    assert numbers[0] | numbers[1] == {str(n) for n in range(1, 61)} and not numbers[0] & numbers[1]
    for ring in Ring:
        assert said(first, f"ring-name-{ring.name}") == ring.value


FRAMED = {
    **{name: HARD[name] for name in ("eksempel", "2020", "vejle", "27 in KLAR", "30 in AFPRØV", "every form")},
    "copy of 30": made_up(30, 0, 0, 0, belaeg=(Belaeg.ANDENHAAND,)),
}


@pytest.mark.parametrize("case", FRAMED)
def test_what_is_framed_stands_where_it_stood_and_its_frame_reaches_no_other(case: str) -> None:
    plain = {s.gid: s for s in circle_sheet(FRAMED[case], measure).shapes if isinstance(s, Mark)}
    shapes = circle_sheet(replace(FRAMED[case], framed=(1, 2, 3)), measure).shapes
    marks = {s.gid: s for s in shapes if isinstance(s, Mark)}
    assert {gid: (s.x, s.y) for gid, s in marks.items()} == {gid: (s.x, s.y) for gid, s in plain.items()}
    assert [gid for gid, s in marks.items() if s != plain[gid]] == ["dot-1", "dot-2", "dot-3"]
    framed = [s for s in shapes if s.gid.startswith("frame-dot-") and isinstance(s, Band | Disc)]
    assert len(framed) == 3
    across = plain["dot-1"].size
    for frame in framed:
        its = plain[frame.gid.removeprefix("frame-")]
        assert (frame.box.width if isinstance(frame, Band) else 2 * frame.radius + frame.width) == across
        nearest = min(math.dist((its.x, its.y), (s.x, s.y)) for s in plain.values() if s is not its)
        assert nearest > across, "frames of two that stand beside each other do not touch"
    digits = [s for s in shapes if isinstance(s, Words) and s.gid.startswith("digits-")]
    assert all(measure(s.line.text, s.line.size, s.line.weight) < marks[f"dot-{s.line.text}"].size for s in digits)
    assert len({s.gid for s in shapes}) == len(shapes)
    assert not clashes(ink_boxes(compose(circle_sheet(replace(FRAMED[case], framed=(1, 2, 3)), measure))))


def test_a_frame_is_told_in_words_too() -> None:
    assert "I sort ramme: 1, 4 og 6." in alt_text(replace(describe(HEALTH), framed=(1, 4, 6)))
    assert "ramme" not in alt_text(describe(HEALTH))
    assert describe(replace(HEALTH, framed=(1, 4))).framed == (1, 4)


def test_a_radar_with_names_has_the_same_frames() -> None:
    pictures = [render(replace(HEALTH, framed=numbers), "png") for numbers in ((), (1,), (1, 4))]
    assert len(set(pictures)) == 3
