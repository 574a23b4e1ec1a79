"""A technology on every radar: what is known stands in its ring, and what is not is never drawn as none."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image

from radar_core.errors import UnknownTechnology
from radar_core.model import Belaeg, Ring
from radar_core.render import render_technology, technology_parts
from radar_core.render.ink import compose, measure
from radar_core.render.shapes import Band, Frame, Mark, Sheet
from radar_core.render.sheets.technology import technology_sheet
from radar_core.render.words.description import EXAMPLE_NOTICE
from radar_core.render.words.technology import (
    BELAEG_BESIDE,
    ROWS,
    RadarKnowledge,
    Standing,
    TechnologyPicture,
    describe_technology,
    technology_alt_text,
)
from tests.fakes.boxes import clashes, ink_boxes, outside, placed_texts, said
from tests.fakes.seen import CHAT, PHONE, smallest_type
from tests.fakes.shipped import shipped

CATALOG = shipped()
EXAMPLE, FIRST, COPY = (CATALOG.bundle(each) for each in ("eksempel", "2020", "2021-vejle"))
EVERY = {
    f"{bundle.edition.id} {technology.id}": describe_technology(bundle, technology.id)
    for bundle in CATALOG.bundles
    for technology in bundle.technologies
}
LONG = "Kultur-, fritids- og beskæftigelsesområde"


def made_up(count: int) -> TechnologyPicture:
    """A technology on so many fagområder with long names, in every state."""
    rows = []
    for n in range(count):
        known = list(RadarKnowledge)[n * len(RadarKnowledge) // count]
        ring = list(Ring)[n % 4] if known is RadarKnowledge.PLACED else None
        belaeg = list(Belaeg)[n % 4] if ring else None
        rows.append(Standing(f"f{n}", f"{LONG[:38]} {n}", known, ring, belaeg))
    picture = replace(EVERY["eksempel rpa"], title="Åbne løsninger til gående hjælp og pleje", rows=tuple(rows))
    return replace(picture, strip="Gengivet af andre end KL · dato ikke kendt", legend=tuple(Belaeg))


HARD = {
    **{name: EVERY[name] for name in ("eksempel rpa", "eksempel droner", "2020 rpa", "2020 blockchain")},
    **{name: EVERY[name] for name in ("2021-vejle droner", "eksempel virtuelle-assistenter")},
    **{f"{count} fagområder": replace(made_up(count), strip=None) for count in (0, 1, 4)},
}


def sheet_of(case: str) -> Sheet:
    return technology_sheet(HARD[case], measure)


@pytest.mark.parametrize("case", HARD)
def test_no_ink_overlaps_and_none_leaves_the_picture(case: str) -> None:
    sheet = sheet_of(case)
    for boxes in (placed_texts(sheet, measure), ink_boxes(compose(sheet))):
        assert not clashes(boxes)
        assert not outside(boxes, sheet.width, sheet.height, margin=0)


@pytest.mark.parametrize("case", EVERY)
def test_every_technology_of_every_edition_is_drawn_large_enough_for_a_chat(case: str) -> None:
    sheet = technology_sheet(EVERY[case], measure)
    assert (sheet.width, sheet.height <= 1024) == (1024, True)
    assert smallest_type(sheet, CHAT) >= 12.9 and smallest_type(sheet, PHONE) >= 10


@pytest.mark.parametrize("case", HARD)
def test_each_radar_has_its_name_whole_and_a_mark_in_the_ring_it_stands_in(case: str) -> None:
    picture, sheet = HARD[case], sheet_of(case)
    marks = {shape.gid: shape for shape in sheet.shapes if isinstance(shape, Mark)}
    heads = {s.gid: s.box for s in sheet.shapes if isinstance(s, Band) and s.gid.startswith("head-")}
    for gid, stand in [("samlet", picture.samlet), *((str(n), row) for n, row in enumerate(picture.rows))]:
        assert said(sheet, f"name-{gid}").replace(" ", "") == stand.name.replace(" ", "")
        assert (f"dot-{gid}" in marks) == (stand.ring is not None)
        if stand.ring and stand.belaeg:
            mark, box = marks[f"dot-{gid}"], heads[f"head-{stand.ring.name}"]
            assert box.x < mark.x < box.x + box.width and mark.belaeg is stand.belaeg
            assert said(sheet, f"key-text-{stand.belaeg.value}") == BELAEG_BESIDE[stand.belaeg]


def test_where_it_is_not_known_no_ring_is_coloured_and_a_dashed_field_says_so() -> None:
    sheet = sheet_of("2020 rpa")
    (frame,) = [shape for shape in sheet.shapes if isinstance(shape, Frame)]
    columns = [shape for shape in sheet.shapes if isinstance(shape, Band) and shape.gid.startswith("column-")]
    assert not columns, "tinted and empty would say that it is in none of them"
    assert said(sheet, "unknown-words-0-0") == "Ikke offentligt"
    assert said(sheet, "unknown-words-0-1") == "Den kan stå i en hvilken som helst ring"
    assert frame.box.height > 6 * 80, "one field for all six, not six refusals"


def test_what_an_edition_has_nowhere_may_not_be_on_its_radars_at_all() -> None:
    picture = EVERY["2020 blockchain"]
    assert picture.samlet.known is RadarKnowledge.NOT_KNOWN and {row.known for row in picture.rows} == {
        RadarKnowledge.NOT_KNOWN
    }
    assert said(sheet_of("2020 blockchain"), "unknown-words-0-1") == "Måske er den slet ikke på radaren"
    assert picture.subtitle == "Dens ring er ikke kendt i denne udgave"


def test_what_is_known_not_to_be_on_a_radar_says_that_instead() -> None:
    picture = EVERY["eksempel droner"]
    absent = [n for n, row in enumerate(picture.rows) if row.known is RadarKnowledge.ABSENT]
    assert len(absent) == 3
    assert all(said(sheet_of("eksempel droner"), f"absent-{n}") == "ikke på radaren" for n in absent)


def test_the_fagomraader_where_it_is_furthest_along_come_first_and_the_answer_is_one_line() -> None:
    picture = EVERY["eksempel rpa"]
    assert [row.ring for row in picture.rows] == [Ring.KLAR] * 3 + [Ring.AFPROEV] * 3
    assert picture.subtitle == "KLAR på 3 af 6 fagområder, AFPRØV på 3"
    assert EVERY["2020 rpa"].subtitle == "KLAR samlet. Dens ring på fagområderne er ikke offentlig"


@pytest.mark.parametrize("case", EVERY)
def test_the_alt_text_says_everything_that_the_picture_does(case: str) -> None:
    picture = EVERY[case]
    told = technology_alt_text(picture)
    assert technology_sheet(picture, measure).alt == told
    for words in filter(None, [picture.title, picture.subtitle, picture.notice, picture.strip]):
        assert words in told
    for stand in (picture.samlet, *picture.rows):
        assert f"{stand.name}: {stand.words}" in told


def test_made_up_data_say_so_and_the_bytes_are_the_same_each_time() -> None:
    assert said(sheet_of("eksempel rpa"), "strip-0") == EXAMPLE_NOTICE
    png = render_technology(HARD["eksempel rpa"], "png")
    assert png == render_technology(HARD["eksempel rpa"], "png") and len(png) <= 100_000
    with Image.open(io.BytesIO(png)) as image:
        assert image.width == 1024


def test_more_fagomraader_than_one_picture_holds_go_on_in_the_next() -> None:
    several = technology_parts(made_up(2 * ROWS + 1))
    assert [len(part.rows) for part in several] == [6, 6, 5]
    assert several[1].title.endswith(" · 2 af 3")
    with pytest.raises(ValueError, match="page 2 of 1"):
        render_technology(HARD["eksempel rpa"], "png", 2)


def test_a_technology_nobody_knows_is_refused() -> None:
    with pytest.raises(UnknownTechnology):
        describe_technology(EXAMPLE, "kvantefysik")
