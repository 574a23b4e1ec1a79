"""Fagområder beside each other: every name whole, every ring as a word, and those that differ most first."""

from __future__ import annotations

import io
import math
from dataclasses import replace
from itertools import pairwise

import pytest
from matplotlib.artist import Artist
from PIL import Image

from radar_core.errors import DoesNotFit, NothingToCompare, UnknownFagomraade
from radar_core.model import SAMLET, Ring
from radar_core.render import overview_parts, render_overview
from radar_core.render.ink import compose, measure
from radar_core.render.shapes import Band, Sheet, Words
from radar_core.render.sheets.overview import overview_sheet
from radar_core.render.sheets.overview_chat import TURN, overview_chat_sheet
from radar_core.render.words.description import EXAMPLE_NOTICE
from radar_core.render.words.overview import (
    SHORT_WORD,
    Overview,
    OverviewRow,
    describe_overview,
    for_chat,
    overview_alt_text,
    short_names,
    without_told,
)
from tests.fakes.boxes import clashes, ink_boxes, outside, placed_texts, said
from tests.fakes.seen import CHAT, PHONE, smallest_type
from tests.fakes.shipped import shipped

CATALOG = shipped()
BUNDLE = CATALOG.bundle("eksempel")
IDS = [f.id for f in BUNDLE.fagomraader]
NAME = "Åbne løsninger til gående hjælp og pleje"
ALL = describe_overview(BUNDLE)


def named(overview: Overview, count: int) -> Overview:
    """So many technologies with names of 40 characters."""
    rows = [overview.rows[n % len(overview.rows)] for n in range(count)]
    return replace(overview, rows=tuple(replace(row, name=NAME) for row in rows))


CASES = {
    "all": ALL,
    **{f"{count} fagområder": describe_overview(BUNDLE, IDS[:count]) for count in range(1, 7)},
    "the last three": describe_overview(BUNDLE, IDS[3:]),
    "30 names of 40 characters": named(ALL, 30),
    "two, with 30 long names": named(describe_overview(BUNDLE, IDS[:2]), 30),
}


def straight(sheet: Sheet) -> set[str]:
    """The gids of what is not turned: a turned name's box holds far more than its ink."""
    return {s.gid for s in sheet.shapes if not isinstance(s, Words) or not s.turn}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("chat", [False, True])
def test_no_ink_overlaps_and_none_leaves_the_picture(case: str, chat: bool) -> None:
    sheet = (overview_chat_sheet if chat else overview_sheet)(CASES[case], measure)
    assert sheet.height <= 1024
    for boxes in (placed_texts(sheet, measure), ink_boxes(compose(sheet))):
        flat = {gid: box for gid, box in boxes.items() if gid in straight(sheet)}
        assert not clashes(flat)
        assert not outside(flat, sheet.width, sheet.height, margin=0)


@pytest.mark.parametrize("case", CASES)
def test_turned_names_keep_clear_of_each_other_of_the_table_and_of_the_edge(case: str) -> None:
    sheet = overview_chat_sheet(CASES[case], measure)
    heads = [s for s in sheet.shapes if isinstance(s, Words) and s.turn]
    for one, other in pairwise(heads):
        assert (other.line.x - one.line.x) * math.sin(math.radians(TURN)) >= one.line.size * 1.16
    below = min(s.box.y for s in sheet.shapes if isinstance(s, Band) and s.gid.startswith("cell-"))
    above = max(s.line.baseline for s in sheet.shapes if s.gid.partition("-line")[0] == "subtitle")  # type: ignore[union-attr]
    for artist in _painted(sheet):
        box = artist.get_window_extent()
        assert box.x1 <= 1024 and sheet.height - box.y0 <= below and sheet.height - box.y1 >= above, artist.get_gid()


def _painted(sheet: Sheet) -> list[Artist]:
    turned = {s.gid for s in sheet.shapes} - straight(sheet)
    return [artist for artist in compose(sheet).get_children() if artist.get_gid() in turned]


@pytest.mark.parametrize("case", CASES)
def test_names_are_whole_in_their_own_room_and_every_cell_says_its_ring(case: str) -> None:
    for sheet, shown in _both(CASES[case]):
        cells = [s.box for s in sheet.shapes if isinstance(s, Band) and s.gid.startswith("cell-")]
        first = min(box.x for box in cells)
        texts = placed_texts(sheet, measure)
        for number, row in enumerate(shown):
            assert said(sheet, f"name-{number}") == row.name, "never cut, nor broken inside a word"
            assert all(box.x1 < first for gid, box in texts.items() if gid.partition("-line")[0] == f"name-{number}")
            words = [said(sheet, f"word-{number}-{i}") for i in range(len(row.cells))]
            # Where there is no room for it in a chat, the samlet radar has no column.
            assert [word for word in words if word] in ([c.word for c in row.cells], [c.word for c in row.cells[1:]])


def _both(overview: Overview) -> list[tuple[Sheet, tuple[OverviewRow, ...]]]:
    chat = overview_chat_sheet(overview, measure)
    count = len({s.gid for s in chat.shapes if s.gid.startswith("word-") and s.gid.endswith("-0")})
    return [(overview_sheet(overview, measure), overview.rows), (chat, for_chat(overview, count).rows)]


@pytest.mark.parametrize("case", CASES)
def test_a_chat_shows_the_six_that_differ_most_large_enough_to_read(case: str) -> None:
    sheet = overview_chat_sheet(CASES[case], measure)
    assert smallest_type(sheet, CHAT) >= 12.9 and smallest_type(sheet, PHONE) >= 10
    shown = [s for s in sheet.shapes if s.gid.startswith("name-") and "-line-" not in s.gid]
    assert 1 <= len(shown) <= 6
    assert smallest_type(overview_sheet(CASES[case], measure), 1024) >= 14


def test_those_that_differ_most_come_first_and_those_on_few_radars_last() -> None:
    well_known = [row for row in ALL.rows if not row.is_on_few]
    assert [row.apart for row in well_known] == sorted((row.apart for row in well_known), reverse=True)
    assert list(ALL.rows) == [*well_known, *(row for row in ALL.rows if row.is_on_few)]
    assert ALL.rows[0].name == "Fysiske robotter"
    assert all(sum(cell.ring is not None for cell in row.cells[1:]) < 4 for row in ALL.rows if row.is_on_few)
    assert all(row.apart for row in for_chat(describe_overview(BUNDLE, IDS[:2])).rows), "what is alike does not differ"


def test_each_ring_has_a_word_of_its_own_that_needs_no_colour() -> None:
    assert len(set(SHORT_WORD.values())) == len(Ring) and {len(word) for word in SHORT_WORD.values()} == {4}


def test_the_alt_text_says_every_technology_on_every_radar() -> None:
    told = overview_alt_text(ALL)
    assert overview_sheet(ALL, measure).alt == told and EXAMPLE_NOTICE in told
    for row in ALL.rows:
        assert f"{row.name}: " in told
        assert {cell.words for cell in row.cells} <= set(told.replace(":", ",").split(", ")) or all(
            cell.words in told for cell in row.cells
        )


def test_a_fagomraade_without_a_radar_is_no_column_and_that_is_said() -> None:
    placed = tuple(p for p in BUNDLE.edition.placements if p.fagomraade != IDS[1])
    without = replace(BUNDLE, edition=replace(BUNDLE.edition, placements=placed))
    shown = describe_overview(without, IDS[:3])
    assert [column.fagomraade for column in shown.columns] == [SAMLET, IDS[0], IDS[2]]
    told = without_told(shown)
    assert told and "Social og handicap" in told and told in overview_alt_text(shown)


def test_where_only_the_samlet_radar_is_public_there_is_nothing_to_compare() -> None:
    for edition in ("2020", "2021-vejle"):
        with pytest.raises(NothingToCompare):
            describe_overview(CATALOG.bundle(edition), IDS[:3])
    with pytest.raises(UnknownFagomraade):
        describe_overview(BUNDLE, ["kvantefysik"])


def test_more_than_six_fagomraader_are_not_shown_and_those_left_out_are_named() -> None:
    more = [replace(BUNDLE.fagomraader[0], id=f"f{n}", name=f"Fagområde {n}") for n in range(2)]
    bundle = replace(BUNDLE, fagomraader=(*BUNDLE.fagomraader, *more))
    shown = describe_overview(bundle)
    assert shown.left_out == ("Fagområde 0", "Fagområde 1")
    assert "Fagområde 0 og Fagområde 1 er ikke med" in overview_alt_text(shown)
    assert short_names(bundle)["f0"] == "Fagområde 0"


def test_more_than_thirty_technologies_go_on_in_the_next_picture() -> None:
    several = overview_parts(named(ALL, 61))
    assert [len(part.rows) for part in several] == [21, 21, 19]
    assert several[2].title.endswith(" · 3 af 3")


def test_what_has_no_room_is_refused() -> None:
    with pytest.raises(DoesNotFit):
        overview_sheet(named(ALL, 60), measure)
    endless = replace(ALL, rows=tuple(replace(row, name="W" * 60) for row in ALL.rows))
    with pytest.raises(DoesNotFit):
        overview_chat_sheet(endless, measure)


@pytest.mark.parametrize("view", ["radar", "chat"])
def test_the_bytes_are_the_same_each_time(view: str) -> None:
    shown = render_overview(ALL, "png", view=view)  # type: ignore[arg-type]
    assert shown == render_overview(ALL, "png", view=view) and len(shown) <= 250_000  # type: ignore[arg-type]
    with Image.open(io.BytesIO(shown)) as image:
        assert image.width == 1024 and image.height <= 1024
