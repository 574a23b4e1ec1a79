"""The empty radar: room to write, nothing in the way, and a sheet of A4."""

from __future__ import annotations

import io
import re
from itertools import pairwise

import pytest
from PIL import Image

from radar_core.lookup import radar_for
from radar_core.model import Radar, Ring
from radar_core.own_use.model import STAGE_CAPTION
from radar_core.render import render_blank
from radar_core.render.ink import compose, measure
from radar_core.render.places.header import MARGIN, SMALL_TYPE
from radar_core.render.shapes import Disc, Sheet, Stroke, Words
from radar_core.render.sheets.blank import FIELDS, blank_sheet
from radar_core.render.words.comparison import STAGE_OF_RING
from tests.fakes.boxes import clashes, ink_boxes, outside, placed_texts, said
from tests.fakes.shipped import shipped

BUNDLE = shipped().bundle("eksempel")
RADARS: dict[str, Radar | None] = {
    "none": None,
    "samlet": radar_for(BUNDLE, "samlet"),
    **{field.id: radar_for(BUNDLE, field.id) for field in BUNDLE.fagomraader},
}


def lines(sheet: Sheet) -> list[Stroke]:
    """The lines to write on."""
    return [shape for shape in sheet.shapes if isinstance(shape, Stroke)]


@pytest.mark.parametrize("case", RADARS)
def test_no_text_overlaps_another_or_leaves_the_sheet(case: str) -> None:
    sheet = blank_sheet(RADARS[case], measure)
    for boxes in (placed_texts(sheet, measure), ink_boxes(compose(sheet))):
        assert not clashes(boxes)
        assert not outside(boxes, sheet.width, sheet.height)
    assert all(shape.line.size >= SMALL_TYPE for shape in sheet.shapes if isinstance(shape, Words))


@pytest.mark.parametrize("case", RADARS)
def test_no_line_to_write_on_runs_through_a_text_or_the_circle(case: str) -> None:
    sheet = blank_sheet(RADARS[case], measure)
    circle = max((shape for shape in sheet.shapes if isinstance(shape, Disc)), key=lambda disc: disc.radius)
    for rule in lines(sheet):
        (left, y), (right, _) = rule.points
        assert MARGIN <= left < right <= sheet.width - MARGIN
        assert abs(y - circle.y) > circle.radius
        for gid, box in placed_texts(sheet, measure).items():
            assert box.x1 <= left or right <= box.x0 or y <= box.y0 or box.y1 <= y, (rule.gid, gid)


def test_every_ring_has_its_name_what_it_means_and_six_lines_with_room_for_handwriting() -> None:
    sheet = blank_sheet(None, measure)
    for ring in Ring:
        assert said(sheet, f"ring-name-{ring.name}") == said(sheet, f"heading-name-{ring.name}") == ring.value
        assert said(sheet, f"heading-stage-{ring.name}") == STAGE_OF_RING[ring]
        heights = [rule.points[0][1] for rule in lines(sheet) if rule.gid.startswith(f"line-{ring.name}-")]
        numbers = [rule.points[0][1] for rule in lines(sheet) if rule.gid.startswith(f"number-line-{ring.name}-")]
        assert heights == numbers and len(heights) == 6
        assert all(below - above >= 25 for above, below in pairwise(heights))  # 7 mm on A4
    for field in FIELDS:
        assert said(sheet, f"field-{field.lower()}") == field


def test_it_is_titled_by_the_radar_it_is_for_and_names_none_of_its_technologies() -> None:
    radar = RADARS["sundhed-og-aeldre"]
    assert radar
    sheet = blank_sheet(radar, measure)
    assert sheet.title == "Tom radar · Sundhed og ældre"
    assert blank_sheet(RADARS["samlet"], measure).title == "Tom radar · Samlet"
    assert blank_sheet(None, measure).title == "Tom radar"
    texts = " ".join(shape.line.text for shape in sheet.shapes if isinstance(shape, Words))
    assert not [entry.name for entry in radar.entries if entry.name in texts]


def test_its_alt_text_says_what_there_is_to_fill_in() -> None:
    sheet = blank_sheet(None, measure)
    assert sheet.alt.startswith("Tom radar. ")
    for ring in Ring:
        assert f"{ring.value}: {STAGE_OF_RING[ring]}" in sheet.alt
    assert STAGE_CAPTION in sheet.alt and "egen radar" in sheet.alt


def test_the_pdf_is_a_sheet_of_a4_and_the_png_has_its_form() -> None:
    box = re.search(rb"/MediaBox \[ ?0 0 ([\d.]+) ([\d.]+) ?\]", render_blank(None, "pdf"))
    assert box
    assert [float(side) for side in box.groups()] == pytest.approx([595.28, 841.89], abs=0.5)
    png = render_blank(None, "png")
    with Image.open(io.BytesIO(png)) as image:
        assert image.size == (724, 1024)
    assert len(png) <= 60_000
