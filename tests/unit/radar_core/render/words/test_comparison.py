"""Own use beside the radar: the words, and the picture that says the same technology by technology."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from radar_core.errors import DoesNotFit
from radar_core.lookup import radar_for
from radar_core.model import Belaeg, Edition, Placement, Radar, RadarEntry, Ring, Status, Technology
from radar_core.own_use.comparison import ComparisonRow
from radar_core.own_use.model import STAGE_CAPTION, OwnRadar, OwnUse, Stage
from radar_core.render import palette
from radar_core.render.ink import measure, save
from radar_core.render.places.header import SIZE, SMALL_TYPE
from radar_core.render.shapes import Area, Band, Disc, Sheet, Stroke, Words
from radar_core.render.sheets.comparison import comparison_sheet
from radar_core.render.type import Measure, Weight
from radar_core.render.words.comparison import (
    STAGE_OF_RING,
    Comparison,
    comparison_alt_text,
    comparison_parts,
    describe_comparison,
    verdict,
)
from radar_core.render.words.description import EXAMPLE_NOTICE
from tests.fakes.boxes import clashes, outside, placed_texts, said
from tests.fakes.chance import cases, dice
from tests.fakes.shipped import shipped

LETTERS = "abcdefghijklmnopqrstuvwxyzæøåABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅ0123456789 -/()"
NAMES = ("Apps", "Skærme og selvbetjening", "Kunstig intelligens (AI)", "Virtuelle digitale assistenter", "3D-print")


def rough(text: str, size: float, weight: Weight) -> float:
    return len(text) * size * (0.45 if weight == "regular" else 0.48)


def radar(rings: list[Ring], names: list[str] | None = None) -> Radar:
    entries = []
    for number, ring in enumerate(rings, start=1):
        name = names[number - 1] if names else NAMES[number % len(NAMES)]
        technology = Technology(f"t{number}", name, (), "", (), False, "prøve")
        entries.append(
            RadarEntry(number, technology, Placement(technology.id, "samlet", ring, Belaeg.EKSEMPEL, "opfundet"))
        )
    placements = tuple(entry.placement for entry in entries)
    edition = Edition("prøve", "Prøve", Status.EKSEMPEL, "prøve", "prøve", None, "opfundet", (), placements)
    return Radar(edition, None, None, tuple(entries))


def own(stages: list[Stage | None]) -> OwnRadar:
    uses = (OwnUse(f"t{number}", stage) for number, stage in enumerate(stages, start=1) if stage)
    return OwnRadar("000", "samlet", tuple(uses))


def random_comparison(random: Random, most: int = 60) -> Comparison:
    """Up to 60 technologies with names of up to 40 characters, some of them not on the radar, some not answered."""
    names = ["".join(random.choices(LETTERS, k=random.randint(1, 40))).strip() or "x" for _ in range(most)]
    placed = radar(random.choices(list(Ring), k=random.randint(0, most - 5)), names)
    stages = random.choices([*Stage, None], k=min(most, len(placed.entries) + random.randint(0, 5)))
    known = {f"t{i}": Technology(f"t{i}", name, (), "", (), False, "") for i, name in enumerate(names, start=1)}
    return describe_comparison(placed, own(stages), known)


EVERY = describe_comparison(
    radar([ring for ring in Ring for _ in range(5)]), own([stage for _ in Ring for stage in (*Stage, None)])
)
"""Every ring beside every use, and beside no answer."""


def column_of(x: float, sheet: Sheet) -> Ring:
    """The ring in whose column a point stands."""
    for shape in sheet.shapes:
        if isinstance(shape, Band) and shape.gid.startswith("column-") and 0 <= x - shape.box.x <= shape.box.width:
            return Ring[shape.gid.removeprefix("column-")]
    raise AssertionError(f"{x} is in no column")


def check_row(row: ComparisonRow, sheet: Sheet) -> None:
    """The picture says of one technology what the description says."""
    by_gid = {shape.gid: shape for shape in sheet.shapes}
    assert said(sheet, f"number-{row.number}") == str(row.number)
    assert said(sheet, f"name-{row.number}").replace(" ", "") == row.name.replace(" ", "")
    assert said(sheet, f"words-{row.number}").replace(" ", "") == verdict(row).replace(" ", "")
    national, mine = by_gid.get(f"national-{row.number}"), by_gid.get(f"own-{row.number}")
    assert (column_of(national.x, sheet) if isinstance(national, Disc) else None) is row.national
    middle = sum(x for x, _ in mine.points) / len(mine.points) if isinstance(mine, Area) else None
    assert (column_of(middle, sheet) if middle is not None else None) is row.own
    name, line = by_gid[f"name-{row.number}"], by_gid.get(f"difference-{row.number}")
    assert isinstance(name, Words) and (name.line.weight == "semibold") is row.differs
    assert (line is not None) is row.differs
    if isinstance(line, Stroke) and row.own and row.national:
        assert line.colour == (palette.AHEAD if row.own.order < row.national.order else palette.BEHIND)


def check(part: Comparison, sheet: Sheet, width_of: Measure = measure) -> None:
    """Every row is there, and no text overlaps another, is too small, or leaves the picture."""
    for row in part.rows:
        check_row(row, sheet)
    assert len([shape for shape in sheet.shapes if shape.gid.startswith("number-")]) == len(part.rows)
    boxes = placed_texts(sheet, width_of)
    assert not clashes(boxes)
    assert sheet.width == SIZE and SIZE * 0.4 <= sheet.height <= SIZE
    assert not outside(boxes, sheet.width, sheet.height)
    for shape in sheet.shapes:
        if isinstance(shape, Words):
            assert shape.line.size >= (18 if shape.gid.startswith(("name-", "number-")) else SMALL_TYPE)


def test_every_ring_beside_every_use_stands_in_its_column_with_the_difference_in_words() -> None:
    check(EVERY, comparison_sheet(EVERY, measure))
    assert {(row.national, row.own) for row in EVERY.rows} == {(n, o) for n in Ring for o in (*Ring, None)}


def test_nothing_overlaps_or_is_lost_for_any_technologies_up_to_60_and_names_up_to_40_characters() -> None:
    random = dice("any technologies")
    for _ in range(cases(150)):
        whole = random_comparison(random)
        pages = comparison_parts(whole)
        assert [row for part in pages for row in part.rows] == list(whole.rows)
        for part in pages:
            check(part, comparison_sheet(part, rough), rough)


def test_nothing_overlaps_or_is_lost_with_the_real_typeface() -> None:
    random = dice("real typeface")
    for _ in range(cases(60)):
        for part in comparison_parts(random_comparison(random)):
            check(part, comparison_sheet(part, measure))


def test_the_check_of_a_row_can_fail() -> None:
    sheet = comparison_sheet(EVERY, measure)
    with pytest.raises(AssertionError):
        check_row(replace(EVERY.rows[0], national=Ring.AFVENT), sheet)
    with pytest.raises(AssertionError):
        check_row(replace(EVERY.rows[0], own=None), sheet)
    with pytest.raises(AssertionError):
        check_row(replace(EVERY.rows[0], words="I bruger den mere: i drift her"), sheet)


def test_the_alt_text_says_every_technology_with_both_rings_in_number_order() -> None:
    text = comparison_alt_text(EVERY)
    at = 0
    for row in EVERY.rows:
        told = f"{row.number} {row.name} – {row.words}."
        assert told in text[at:]
        at = text.index(told, at)
        assert row.national and row.national.value in told
        assert (STAGE_OF_RING[row.own] if row.own else "I har ikke svaret") in told
    assert text.startswith(f"{EVERY.title}. {EXAMPLE_NOTICE}.")
    assert STAGE_CAPTION in text
    assert comparison_sheet(EVERY, measure).alt == text


def test_only_differences_are_counted_and_what_is_not_answered_is_not_one() -> None:
    assert EVERY.subtitle.endswith("12 af 16 besvarede er forskellige")
    assert sum(row.differs for row in EVERY.rows) == 12
    assert describe_comparison(radar([Ring.KLAR]), own([])).subtitle.endswith("I har ikke svaret endnu")


def test_who_has_answered_only_what_the_radar_does_not_place_is_not_told_to_have_answered_nothing() -> None:
    subtitle = describe_comparison(radar([Ring.KLAR]), own([None, Stage.I_DRIFT])).subtitle
    assert subtitle.endswith("ingen af jeres svar er om en teknologi, hvis ring er kendt")


def test_a_comparison_with_2020_says_what_is_not_public_in_picture_and_alt_text_and_why_there_is_no_own_radar() -> None:
    placed = radar_for(shipped().bundle("2020"), "sundhed-og-aeldre")
    compared = describe_comparison(placed, OwnRadar("630", "sundhed-og-aeldre", (OwnUse("apps", Stage.I_DRIFT),)))
    sheet = comparison_sheet(compared, measure)
    for told in (comparison_alt_text(compared), " ".join(s.line.text for s in sheet.shapes if isinstance(s, Words))):
        assert "Fra 2020 · 11 af 20 placeringer er ikke offentlige" in told
        assert "KL's placering pr. fagområde er ikke offentlig, heller ikke for Sundhed og ældre" in told
    check(comparison_parts(compared)[0], sheet)


def test_what_only_the_kommune_has_is_shown_with_its_name_and_no_place_on_the_radar() -> None:
    only = Technology("t2", "Noget eget", (), "", (), False, "prøve")
    shown = describe_comparison(radar([Ring.KLAR]), own([None, Stage.I_DRIFT]), {"t2": only})
    row = shown.rows[1]
    assert (row.number, row.name, row.national, row.own, row.differs) == (2, "Noget eget", None, Ring.KLAR, False)
    assert verdict(row) == "Kun hos jer"
    check(shown, comparison_sheet(shown, measure))


def test_the_notice_of_made_up_data_and_whose_reading_it_is_stand_on_the_picture() -> None:
    sheet = comparison_sheet(EVERY, measure)
    assert said(sheet, "notice") == EXAMPLE_NOTICE
    assert STAGE_CAPTION in said(sheet, "source")
    for ring in Ring:
        assert said(sheet, f"ring-name-{ring.name}") == ring.value
        assert said(sheet, f"stage-{ring.name}") == STAGE_OF_RING[ring]


@pytest.mark.parametrize(("rows", "pages"), [(0, [0]), (30, [30]), (31, [16, 15]), (60, [30, 30])])
def test_from_31_rows_it_goes_on_in_a_second_numbered_picture(rows: int, pages: list[int]) -> None:
    parts = comparison_parts(describe_comparison(radar([Ring.KLAR] * rows), own([Stage.I_DRIFT] * rows)))
    assert [len(part.rows) for part in parts] == pages
    if len(pages) > 1:
        assert [part.title.rpartition(" · ")[2] for part in parts] == ["1 af 2", "2 af 2"]


def test_thirty_rows_are_small_enough_to_go_inside_a_message() -> None:
    rings = [list(Ring)[i * 7 % 4] for i in range(30)]
    stages = [list(Stage)[i * 5 % 4] for i in range(30)]
    png = save(comparison_sheet(describe_comparison(radar(rings), own([*stages])), measure), "png")
    assert len(png) <= 73_000, "97 kB as it is sent"


def test_the_picture_is_no_higher_than_its_rows_need() -> None:
    heights = [
        comparison_sheet(describe_comparison(radar([Ring.KLAR] * n), own([])), measure).height for n in (3, 9, 20)
    ]
    assert heights == sorted(heights) and heights[0] < heights[-1] / 1.5


def test_thirty_names_of_forty_capitals_fit_one_picture() -> None:
    names = ["KOMMUNALE DATAFÆLLESSKABER OG -DELINGER Å"[:40]] * 30
    shown = describe_comparison(radar([Ring.KLAR] * 30, names), own([Stage.AFPROEVER] * 30))
    check(shown, comparison_sheet(shown, measure))


@pytest.mark.parametrize("width_of", [rough, measure])
@pytest.mark.parametrize(
    "name", ["KOMMUNALE DATAFÆLLESSKABER OG -DELINGER ", "Hjemmeplejensdatafællesskabsplanlægninge"]
)
def test_thirty_differences_fit_one_picture_whether_their_long_names_have_blanks_or_none(
    name: str, width_of: Measure
) -> None:
    shown = describe_comparison(radar([Ring.KLAR] * 30, [name] * 30), own([Stage.BRUGER_IKKE] * 30))
    check(shown, comparison_sheet(shown, width_of), width_of)


def test_too_many_long_names_are_refused_with_a_sentence() -> None:
    rows = describe_comparison(radar([Ring.KLAR] * 30, ["W" * 200] * 30), own([]))
    with pytest.raises(DoesNotFit, match="30 teknologier"):
        comparison_sheet(rows, measure)
