"""What a picture says: title, subtitle, notice, legend, source, and the alt text made from the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import product

import pytest

from radar_core.lookup import radar_for
from radar_core.model import Belaeg, Edition, Fagomraade, Placement, Radar, RadarEntry, Ring, Status, Technology
from radar_core.render import palette
from radar_core.render.ink import measure
from radar_core.render.shapes import Mark, Sheet, Words
from radar_core.render.sheets.names import names_sheet
from radar_core.render.sheets.radar import radar_sheet
from radar_core.render.type import Measure
from radar_core.render.words.alt_text import alt_text
from radar_core.render.words.description import BELAEG_WORD, MOVEMENT_TEXT, Picture, danish_date, describe, parts
from radar_core.render.words.plain_text import plain_text
from tests.fakes.boxes import said
from tests.fakes.shipped import shipped

KL_SOURCE = "https://www.kilde.example/radar/"
SUNDHED = Fagomraade("sundhed-og-aeldre", "Sundhed og ældre", (), True, "prøve")


def entry(number: int, name: str, ring: Ring, belaeg: Belaeg = Belaeg.KL, source: str = KL_SOURCE) -> RadarEntry:
    technology = Technology(f"t{number}", name, (), "", (), False, "prøve")
    return RadarEntry(number, technology, Placement(technology.id, "samlet", ring, belaeg, source))


EDITION = Edition(
    id="2020",
    title="Kommunernes Teknologiradar 2020",
    status=Status.OFFENTLIGGJORT,
    series="prøve",
    method="prøve",
    date="2020",
    source=KL_SOURCE,
    fagomraader=(),
    placements=(),
)
RADAR = Radar(
    EDITION,
    None,
    None,
    (entry(1, "Apps", Ring.KLAR), entry(2, "Cloud", Ring.KLAR), entry(3, "Chatbots", Ring.AFPROEV)),
)


def test_the_title_is_the_edition_and_what_is_shown() -> None:
    assert describe(RADAR).title == "Kommunernes Teknologiradar 2020 · Samlet"
    assert describe(replace(RADAR, fagomraade=SUNDHED, asked=SUNDHED)).title.endswith(" · Sundhed og ældre")


def test_an_edition_titled_by_year_alone_is_still_called_a_radar() -> None:
    radar = replace(RADAR, edition=replace(EDITION, title="2021"))
    assert describe(radar).title == "Teknologiradar 2021 · Samlet"


def test_a_fallback_says_samlet_in_capitals_and_why() -> None:
    picture = describe(replace(RADAR, asked=SUNDHED))
    assert picture.title == "Kommunernes Teknologiradar 2020 · SAMLET"
    assert picture.subtitle == (
        "KL's placering pr. fagområde er ikke offentlig, heller ikke for Sundhed og ældre"
        " – her er hele den samlede radar"
    )


def test_a_fallback_of_an_example_and_of_an_edition_with_other_radars_says_no_more_than_is_so() -> None:
    example = replace(RADAR, edition=replace(EDITION, status=Status.EKSEMPEL), asked=SUNDHED)
    assert describe(example).subtitle.startswith("Eksemplet har ingen radar for Sundhed og ældre –")
    others = replace(RADAR, edition=replace(EDITION, fagomraader=("boern",)), asked=SUNDHED)
    assert describe(others).subtitle.startswith("Udgaven siger ikke noget om Sundhed og ældre –")


def test_an_example_edition_carries_the_notice_and_no_name_of_kls() -> None:
    picture = describe(replace(RADAR, edition=replace(EDITION, status=Status.EKSEMPEL)))
    assert picture.notice == "EKSEMPELDATA – ikke KL's vurdering"
    assert picture.title == "Teknologiradar · Samlet"


def test_a_published_edition_carries_no_notice() -> None:
    assert describe(RADAR).notice is None


def test_a_copy_says_whose_it_is() -> None:
    edition = replace(EDITION, status=Status.ANDENHAAND, title="Gengivet af en kommune")
    picture = describe(replace(RADAR, edition=edition))
    assert picture.title == "Teknologiradar · Samlet"
    assert picture.subtitle == "Ikke fra KL selv: Gengivet af en kommune"


def test_a_copy_standing_in_says_both() -> None:
    edition = replace(EDITION, status=Status.ANDENHAAND, title="Gengivet af en kommune")
    subtitle = describe(replace(RADAR, edition=edition, asked=SUNDHED)).subtitle
    assert "heller ikke for Sundhed og ældre" in subtitle
    assert "Gengivet af en kommune" in subtitle


def test_a_draft_says_so() -> None:
    picture = describe(replace(RADAR, edition=replace(EDITION, status=Status.UDKAST)))
    assert picture.subtitle == "Udkast, ikke offentliggjort"


@pytest.mark.parametrize(("number", "words"), [(1, "1 teknologi ·"), (3, "3 teknologier ·")])
def test_the_subtitle_counts_what_is_shown(number: int, words: str) -> None:
    assert describe(replace(RADAR, entries=RADAR.entries[:number])).subtitle.startswith(words)


@pytest.mark.parametrize("asked", [None, SUNDHED])
def test_a_radar_without_placements_says_that_none_is_known(asked: Fagomraade | None) -> None:
    picture = describe(replace(RADAR, asked=asked, entries=()))
    assert "Ingen placeringer på denne radar er kendt" in picture.subtitle
    assert picture.legend == ()


def test_kls_own_placements_need_no_legend() -> None:
    assert describe(RADAR).legend == ()


def test_the_legend_explains_every_form_that_occurs_and_no_other() -> None:
    entries = (*RADAR.entries, entry(4, "IoT", Ring.AFPROEV, Belaeg.OMTALE))
    assert describe(replace(RADAR, entries=entries)).legend == (Belaeg.KL, Belaeg.OMTALE)
    assert describe(replace(RADAR, entries=entries[3:])).legend == (Belaeg.OMTALE,)


def test_a_mentioned_technology_says_the_ring_is_our_reading() -> None:
    row = describe(replace(RADAR, entries=(entry(1, "IoT", Ring.AFPROEV, Belaeg.OMTALE),))).rows[0]
    assert row.belaeg_text == "omtalt i en kilde – ringen er vores tolkning"


def test_rows_keep_number_ring_and_the_editions_own_name() -> None:
    own = replace(RADAR.entries[0], placement=replace(RADAR.entries[0].placement, name="Mobilapps"))
    picture = describe(replace(RADAR, entries=(own, *RADAR.entries[1:])))
    assert [(row.number, row.name, row.ring) for row in picture.rows] == [
        (1, "Mobilapps", Ring.KLAR),
        (2, "Cloud", Ring.KLAR),
        (3, "Chatbots", Ring.AFPROEV),
    ]
    assert [row.number for row in picture.in_ring(Ring.KLAR)] == [1, 2]


def test_the_source_line_names_edition_and_address() -> None:
    assert describe(RADAR).source == "Udgave 2020 · Kilde: kilde.example/radar"


def test_the_source_line_names_the_sites_of_placements_from_elsewhere() -> None:
    elsewhere = [
        entry(4, "IoT", Ring.AFPROEV, Belaeg.OMTALE, "https://www.avis.example/artikel/1"),
        entry(5, "AI", Ring.AFPROEV, Belaeg.OMTALE, "https://avis.example/artikel/2"),
        entry(6, "VR", Ring.AFPROEV, Belaeg.EKSEMPEL, "Opfundet"),
    ]
    picture = describe(replace(RADAR, entries=(*RADAR.entries, *elsewhere)))
    assert picture.source == "Udgave 2020 · Kilde: kilde.example/radar; nogle placeringer fra avis.example og Opfundet"
    assert picture.sources == (
        KL_SOURCE,
        "https://www.avis.example/artikel/1",
        "https://avis.example/artikel/2",
        "Opfundet",
    )


@pytest.mark.parametrize(
    ("date", "words"),
    [(None, "Udgave 2020, uden dato ·"), ("2020", "Udgave 2020 ·"), ("2021-03-10", "Udgave 2020, 10. marts 2021 ·")],
)
def test_the_source_line_dates_the_edition_as_exactly_as_it_is_known(date: str | None, words: str) -> None:
    assert describe(replace(RADAR, edition=replace(EDITION, date=date))).source.startswith(words)


@pytest.mark.parametrize(
    ("iso", "words"), [("2020", "2020"), ("2021-03", "marts 2021"), ("2022-02-08", "8. februar 2022")]
)
def test_dates_are_read_in_danish(iso: str, words: str) -> None:
    assert danish_date(iso) == words


def test_the_alt_text_is_the_whole_picture_in_order() -> None:
    assert alt_text(describe(RADAR)) == (
        "Kommunernes Teknologiradar 2020 · Samlet. Fra 2020 · HOLD ØJE og AFVENT ikke kendt. "
        "3 teknologier · KLAR inderst, AFVENT yderst. "
        "KLAR: 1 Apps, 2 Cloud. AFPRØV: 3 Chatbots. HOLD ØJE: ikke kendt. AFVENT: ikke kendt. "
        "Udgave 2020 · Kilde: kilde.example/radar."
    )


def known(total: int | None, *rings: Ring) -> Radar:
    """A radar with a technology in each of these rings, known to hold so many."""
    entries = tuple(entry(number, f"T{number}", ring) for number, ring in enumerate(rings, start=1))
    totals = (("samlet", total),) if total is not None else ()
    return replace(
        RADAR,
        entries=entries,
        edition=replace(EDITION, totals=totals, placements=tuple(each.placement for each in entries)),
    )


ALL_OUTPUTS = [
    ("alt text", lambda radar: alt_text(describe(radar))),
    ("terminal", lambda radar: plain_text(describe(radar))),
    ("picture", lambda radar: words_of(radar_sheet(describe(radar), measure))),
]


def words_of(sheet: Sheet) -> str:
    return " ".join(shape.line.text for shape in sheet.shapes if isinstance(shape, Words))


@pytest.mark.parametrize("told", [told for _, told in ALL_OUTPUTS], ids=[name for name, _ in ALL_OUTPUTS])
def test_a_ring_is_called_empty_only_on_a_radar_that_is_known_to_be_complete(told: Callable[[Radar], str]) -> None:
    three = (Ring.KLAR, Ring.KLAR, Ring.AFPROEV)
    complete, partly, unknown = (told(known(total, *three)) for total in (3, 5, None))
    assert complete.count("ingen teknologier") == 2 and "ikke kendt" not in complete and "offentlig" not in complete
    for incomplete in (partly, unknown):
        assert "ingen teknologier" not in incomplete and incomplete.count("ikke kendt") >= 2
    assert "2 af 5 placeringer er ikke offentlige" in partly and "3 af 5 teknologier" in partly
    assert "offentlig" not in unknown and "3 teknologier" in unknown


def test_what_a_ring_holds_is_called_known_where_more_may_stand_there() -> None:
    assert "KLAR (2 kendte)" in plain_text(describe(known(5, Ring.KLAR, Ring.KLAR)))
    assert "2 kendte" in words_of(radar_sheet(describe(known(5, Ring.KLAR, Ring.KLAR)), measure))
    assert "KLAR (2)" in plain_text(describe(known(2, Ring.KLAR, Ring.KLAR)))


def test_one_that_is_missing_is_one() -> None:
    assert describe(known(4, Ring.KLAR, Ring.KLAR, Ring.AFPROEV)).hidden == "1 af 4 placeringer er ikke offentlig"


@pytest.mark.parametrize("sheet_of", [radar_sheet, names_sheet])
def test_every_picture_of_an_edition_says_when_it_is_from_and_what_is_not_public(
    sheet_of: Callable[[Picture, Measure], Sheet],
) -> None:
    radar = replace(known(40, *([Ring.KLAR] * 18 + [Ring.AFPROEV] * 17)), asked=None)
    for part in parts(describe(radar)):
        assert "Fra 2020 · 5 af 40 placeringer er ikke offentlige" in words_of(sheet_of(part, measure))


def test_2020_seen_400_px_wide_in_a_chat_still_says_what_is_not_public_in_letters_of_14_px() -> None:
    radar = radar_for(shipped().bundle("2020"))
    for sheet in (radar_sheet(describe(radar), measure), names_sheet(describe(radar), measure)):
        (strip,) = [shape for shape in sheet.shapes if shape.gid == "strip"]
        assert isinstance(strip, Words) and strip.line.text == "Fra 2020 · 11 af 20 placeringer er ikke offentlige"
        assert strip.line.size * 400 / sheet.width >= 14


@pytest.mark.parametrize(
    ("status", "date", "strip"),
    [
        (Status.OFFENTLIGGJORT, "2026-03-10", "Fra 10. marts 2026"),
        (Status.OFFENTLIGGJORT, None, "Dato ikke kendt"),
        (Status.ANDENHAAND, None, "Gengivet af andre end KL · dato ikke kendt"),
        (Status.EKSEMPEL, None, None),
    ],
)
def test_the_strip_says_the_date_as_far_as_it_is_known_in_words_that_stay_true(
    status: Status, date: str | None, strip: str | None
) -> None:
    radar = known(1, Ring.KLAR)
    assert describe(replace(radar, edition=replace(radar.edition, status=status, date=date))).strip == strip


def test_the_alt_text_carries_notice_and_belaeg() -> None:
    entries = (entry(1, "Apps", Ring.KLAR), entry(2, "IoT", Ring.AFPROEV, Belaeg.OMTALE))
    text = alt_text(describe(replace(RADAR, edition=replace(EDITION, status=Status.EKSEMPEL), entries=entries)))
    assert "EKSEMPELDATA – ikke KL's vurdering." in text
    assert "Om placeringerne: placeret af KL · omtalt i en kilde – ringen er vores tolkning." in text
    assert "1 Apps (KL)" in text
    assert "2 IoT (omtalt)" in text


def test_a_belaeg_that_all_share_is_said_once_in_the_alt_text() -> None:
    entries = tuple(entry(i, f"T{i}", Ring.KLAR, Belaeg.EKSEMPEL) for i in range(1, 4))
    text = alt_text(describe(replace(RADAR, entries=entries)))
    assert text.count("opdigtet eksempel") == 1


HARD = replace(
    RADAR,
    entries=tuple(
        entry(number, f"Teknologi {number}", ring, belaeg)
        for number, (ring, belaeg) in enumerate(product(Ring, Belaeg), start=1)
    ),
)
"""Every belæg in every ring."""
SHIPPED = [
    radar_for(bundle, asked)
    for bundle in shipped().bundles
    for asked in ["samlet", *(field.id for field in bundle.fagomraader)]
]
MOVED = {"t2": "ind", "t5": "ud", "t16": "ny"}


def drawn(sheet: Sheet) -> list[tuple[int, str, Ring, Belaeg]]:
    """Number, name, ring and belæg of every technology, by what the sheet shows of it."""
    rings = {colours.rim: ring for ring, colours in palette.RINGS.items()}
    found = []
    for shape in sheet.shapes:
        if isinstance(shape, Mark) and shape.gid.startswith("dot-"):
            number = int(shape.gid.removeprefix("dot-"))
            found.append((number, said(sheet, f"name-{number}"), rings[shape.colours.rim], shape.belaeg))
    return sorted(found)


def told(text: str, picture: Picture) -> list[tuple[int, str, Ring, Belaeg]]:
    """The same by what the alt text says: which ring's sentence it stands in, and the word of its belæg."""
    word_of = {word: belaeg for belaeg, word in BELAEG_WORD.items()}
    found = []
    for ring, after in zip(Ring, [*(f"{ring.value}: " for ring in list(Ring)[1:]), picture.source], strict=True):
        sentence = text.partition(f"{ring.value}: ")[2].partition(f". {after}")[0]
        for row in picture.in_ring(ring):
            said_of = sentence.partition(f"{row.number} {row.name}")
            assert said_of[1], (row.name, sentence)
            notes = said_of[2].partition(")")[0].removeprefix(" (") if said_of[2].startswith(" (") else ""
            word = notes.partition(", ")[0]
            found.append((row.number, row.name, ring, word_of[word] if word in word_of else picture.rows[0].belaeg))
            if row.movement:
                assert MOVEMENT_TEXT[row.movement] in notes
        assert len(sentence.split(", ")) >= len(picture.in_ring(ring))
    return sorted(found)


@pytest.mark.parametrize("radar", [HARD, *SHIPPED], ids=lambda radar: f"{radar.edition.id} {radar.slug}")
def test_picture_and_alt_text_say_the_same_of_every_technology(radar: Radar) -> None:
    picture = describe(radar, MOVED if radar is HARD else {})
    wanted = [(e.number, e.name, e.ring, e.placement.belaeg) for e in radar.entries]
    assert told(alt_text(picture), picture) == wanted
    for sheet in (radar_sheet(picture, measure), names_sheet(picture, measure)):
        assert [(n, name.replace(" ", ""), *rest) for n, name, *rest in drawn(sheet)] == [
            (n, name.replace(" ", ""), *rest) for n, name, *rest in wanted
        ]
        assert sheet.alt == alt_text(picture)


def test_the_parts_of_a_large_radar_name_every_technology_once_in_picture_and_alt_text() -> None:
    large = replace(RADAR, entries=tuple(entry(n, f"Teknologi {n:02}", list(Ring)[n // 16]) for n in range(1, 61)))
    names: list[str] = []
    for part in parts(describe(large)):
        here = [row.name for row in part.listed]
        assert [said(radar_sheet(part, measure), f"name-{row.number}") for row in part.listed] == here
        assert [name for name in (row.name for row in part.rows) if name in alt_text(part)] == here
        names += here
    assert names == [e.name for e in large.entries]


def test_a_word_of_movement_that_is_not_known_is_refused() -> None:
    with pytest.raises(ValueError, match="op"):
        describe(RADAR, {"t1": "op"})


def test_a_movement_is_said_in_the_alt_text() -> None:
    text = alt_text(describe(RADAR, {"t1": "ind", "t3": "ny"}))
    assert "1 Apps (rykket ind), 2 Cloud." in text
    assert "3 Chatbots (ny)." in text
