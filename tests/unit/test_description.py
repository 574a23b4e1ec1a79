"""What a picture says: title, subtitle, notice, legend, source, and the alt text made from the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from radar_core.model import Belaeg, Edition, Fagomraade, Placement, Radar, RadarEntry, Ring, Status, Technology
from radar_core.render.alt_text import alt_text
from radar_core.render.description import danish_date, describe

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
    assert picture.subtitle == "Udgaven har ingen radar for Sundhed og ældre – her er hele den samlede radar"


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
    assert picture.subtitle == "Andenhånd: Gengivet af en kommune"


def test_a_copy_standing_in_says_both() -> None:
    edition = replace(EDITION, status=Status.ANDENHAAND, title="Gengivet af en kommune")
    subtitle = describe(replace(RADAR, edition=edition, asked=SUNDHED)).subtitle
    assert "ingen radar for Sundhed og ældre" in subtitle
    assert "Gengivet af en kommune" in subtitle


def test_a_draft_says_so() -> None:
    picture = describe(replace(RADAR, edition=replace(EDITION, status=Status.UDKAST)))
    assert picture.subtitle == "Udkast, ikke offentliggjort"


@pytest.mark.parametrize(("number", "words"), [(1, "1 teknologi ·"), (3, "3 teknologier ·")])
def test_the_subtitle_counts_what_is_shown(number: int, words: str) -> None:
    assert describe(replace(RADAR, entries=RADAR.entries[:number])).subtitle.startswith(words)


@pytest.mark.parametrize("asked", [None, SUNDHED])
def test_a_radar_without_technologies_says_so(asked: Fagomraade | None) -> None:
    picture = describe(replace(RADAR, asked=asked, entries=()))
    assert "Ingen teknologier er placeret på denne radar" in picture.subtitle
    assert picture.legend == ()


def test_kls_own_placements_need_no_legend() -> None:
    assert describe(RADAR).legend == ()


def test_the_legend_explains_every_form_that_occurs_and_no_other() -> None:
    entries = (*RADAR.entries, entry(4, "IoT", Ring.AFPROEV, Belaeg.OMTALE))
    assert describe(replace(RADAR, entries=entries)).legend == (Belaeg.KL, Belaeg.OMTALE)
    assert describe(replace(RADAR, entries=entries[3:])).legend == (Belaeg.OMTALE,)


def test_a_mentioned_technology_says_the_ring_is_our_reading() -> None:
    row = describe(replace(RADAR, entries=(entry(1, "IoT", Ring.AFPROEV, Belaeg.OMTALE),))).rows[0]
    assert row.belaeg_text == "omtalt; ringen er vores læsning"


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
        "Kommunernes Teknologiradar 2020 · Samlet. 3 teknologier · KLAR inderst, AFVENT yderst. "
        "KLAR: 1 Apps, 2 Cloud. AFPRØV: 3 Chatbots. HOLD ØJE: ingen placeret. AFVENT: ingen placeret. "
        "Udgave 2020 · Kilde: kilde.example/radar."
    )


def test_the_alt_text_carries_notice_and_belaeg() -> None:
    entries = (entry(1, "Apps", Ring.KLAR), entry(2, "IoT", Ring.AFPROEV, Belaeg.OMTALE))
    text = alt_text(describe(replace(RADAR, edition=replace(EDITION, status=Status.EKSEMPEL), entries=entries)))
    assert "EKSEMPELDATA – ikke KL's vurdering." in text
    assert "Belæg: placeret af KL · omtalt; ringen er vores læsning." in text
    assert "1 Apps (KL)" in text
    assert "2 IoT (omtalt)" in text


def test_a_belaeg_that_all_share_is_said_once_in_the_alt_text() -> None:
    entries = tuple(entry(i, f"T{i}", Ring.KLAR, Belaeg.EKSEMPEL) for i in range(1, 4))
    text = alt_text(describe(replace(RADAR, entries=entries)))
    assert text.count("opdigtet eksempel") == 1
