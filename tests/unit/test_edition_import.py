"""An edition from a spreadsheet: the forms people really have, every fault by its cell, and nothing guessed."""

from __future__ import annotations

import csv
import dataclasses
import io
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from radar_core.catalog import load_catalog
from radar_core.cross_checks import KnownNames, Names
from radar_core.edition_file import read_edition
from radar_core.edition_import import EditionImport, import_edition
from radar_core.edition_sheet import template, workbook_of
from radar_core.edition_sheet_words import Fact
from radar_core.errors import DataError
from radar_core.lookup import radar_for
from radar_core.model import SAMLET, Belaeg, Bundle, Edition, Placement, Ring, Status
from radar_core.shipped import DATA_DIR

CATALOG = load_catalog(DATA_DIR)
BUNDLE = CATALOG.bundle("eksempel")
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "fejl-i-regneark.md"
SUNDHED, SOCIAL = "sundhed-og-aeldre", "social-og-handicap"
ABOUT = {
    Fact.ID: "2026",
    Fact.TITEL: "Kommunernes Teknologiradar 2026",
    Fact.STATUS: "Offentliggjort ",
    Fact.SERIE: "kl-teknologiradar",
    Fact.METODE: "2021-modenhed-og-udbredelse",
    Fact.DATO: "2026-03",
    Fact.KILDE: "KL",
    Fact.BELAEG: "KL",
}
FACTS = [[fact.value, text] for fact, text in ABOUT.items()]
NUMBERS = "1=KLAR, 2=Afprøv, 3 = hold øje; 4: AFVENT"
Rows = Sequence[Sequence[object]]


def book(sheets: Mapping[str, Rows], merged: Sequence[str] = ()) -> bytes:
    """An xlsx file; the merged ranges are of its first sheet."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    for area in merged:
        workbook.worksheets[0].merge_cells(area)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def csv_of(rows: Rows) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def radar(*rows: Sequence[object], merged: Sequence[str] = ()) -> bytes:
    return book({"Radar": rows, "Om udgaven": FACTS}, merged)


def imported(data: bytes, given: Mapping[Fact, str] | None = None, file: str = "udgave.xlsx") -> EditionImport:
    return import_edition(data, file, BUNDLE, given)


def rings(data: bytes, given: Mapping[Fact, str] | None = None) -> set[tuple[str, str, Ring]]:
    return {(p.technology, p.fagomraade, p.ring) for p in imported(data, given).edition.placements}


def faults(data: bytes, given: Mapping[Fact, str] | None = None) -> list[str]:
    with pytest.raises(DataError) as refused:
        imported(data, given)
    return [fault.message for fault in refused.value.faults]


# The forms

EXPECTED = {
    ("apps", SAMLET, Ring.KLAR),
    ("apps", SUNDHED, Ring.AFPROEV),
    ("droner", SAMLET, Ring.HOLD_OEJE),
    ("droner", SOCIAL, Ring.AFVENT),
}
WIDE: Rows = [
    ["Teknologi", "Samlet", "Sundhed og ældre", "Social og handicap"],
    ["Apps", "KLAR", "AFPRØV", None],
    ["Droner", "HOLD ØJE", None, "AFVENT"],
]


def test_a_row_for_each_technology_and_a_column_for_each_fagomraade() -> None:
    result = imported(radar(*WIDE))
    assert {(p.technology, p.fagomraade, p.ring) for p in result.edition.placements} == EXPECTED
    assert result.edition.fagomraader == (SUNDHED, SOCIAL)
    assert {(p.belaeg, p.source) for p in result.edition.placements} == {(Belaeg.KL, "KL")}
    assert result.notes == ()


def test_the_text_is_an_edition_file_that_says_the_same() -> None:
    result = imported(radar(*WIDE))
    known = KnownNames(
        Names("Teknologien", "teknologier.yaml", frozenset(BUNDLE.technology_by_id)),
        Names("Fagområdet", "fagomraader.yaml", frozenset(BUNDLE.fagomraade_by_id)),
    )
    edition = read_edition(result.text.encode(), "udgave.yaml", known)
    assert edition == result.edition
    assert (edition.id, edition.title, edition.status) == ("2026", ABOUT[Fact.TITEL], Status.OFFENTLIGGJORT)
    assert (edition.series, edition.method) == (ABOUT[Fact.SERIE], ABOUT[Fact.METODE])
    assert (edition.date, edition.source) == ("2026-03", "KL")


def test_csv_holds_the_facts_above_the_radar() -> None:
    assert rings(csv_of([["Om udgaven"], *FACTS, [], *WIDE])) == EXPECTED


def test_the_facts_can_be_said_beside_the_file_and_then_go_before_it() -> None:
    assert rings(csv_of(WIDE), ABOUT) == EXPECTED
    result = imported(radar(*WIDE), {Fact.ID: "2027"})
    assert result.edition.id == "2027"
    assert result.notes == ("Id i Om udgaven B1 er »2026«, men du har valgt »2027«.",)


@pytest.mark.parametrize(
    ("word", "ring"),
    [
        ("Hold øje", Ring.HOLD_OEJE),
        ("HOLD ØJE", Ring.HOLD_OEJE),
        ("hold_oeje", Ring.HOLD_OEJE),
        (" hold  øje ", Ring.HOLD_OEJE),
        ("Hold\xa0øje", Ring.HOLD_OEJE),
        ("Hold-øje", Ring.HOLD_OEJE),
        ("klar", Ring.KLAR),
        ("AFPROEV", Ring.AFPROEV),
        ("Afprøv\n", Ring.AFPROEV),
        ("afvent", Ring.AFVENT),
    ],
)
def test_a_ring_is_known_however_it_is_written(word: str, ring: Ring) -> None:
    assert rings(radar(["Teknologi ", " samlet"], ["Apps  ", word])) == {("apps", SAMLET, ring)}


@pytest.mark.parametrize("two", [2, 2.0, "2", "2.0", "2,0", " 2 "])
def test_numbers_mean_what_the_file_says_they_mean(two: object) -> None:
    facts = [*FACTS, ["Tal", NUMBERS]]
    sheets: dict[str, Rows] = {"Radar": [["Teknologi", "Samlet"], ["Apps", two]]}
    assert rings(book({**sheets, "Om udgaven": facts})) == {("apps", SAMLET, Ring.AFPROEV)}
    turned = {Fact.TAL: "4=KLAR, 3=AFPRØV, 2=HOLD ØJE, 1=AFVENT"}
    assert rings(book({**sheets, "Om udgaven": FACTS}), turned) == {("apps", SAMLET, Ring.HOLD_OEJE)}


@pytest.mark.parametrize(
    "meaning", ["1=KLAR", "1=KLAR, 2=KLAR, 3=HOLD ØJE, 4=AFVENT", "1=KLAR,2=AFPRØV,3=HOLD ØJE,5=AFVENT", "fra midten"]
)
def test_half_a_meaning_is_none(meaning: str) -> None:
    (message,) = faults(radar(["Teknologi", "Samlet"], ["Apps", 2]), {Fact.TAL: meaning})
    assert message.startswith("Jeg forstår ikke »") and "1=…, 2=…, 3=…, 4=…" in message


def test_a_calculated_position_is_rid_of_what_calculating_added() -> None:
    (placement,) = imported(radar(["Teknologi", "Samlet", "Position"], ["Apps", "KLAR", 0.1 + 0.2])).edition.placements
    assert placement.position == 0.3


@pytest.mark.parametrize("number", [0, 5, 1.5, "1,5", -1, 2026])
def test_no_other_number_is_a_ring(number: object) -> None:
    (message,) = faults(radar(["Teknologi", "Samlet"], ["Apps", number]), {Fact.TAL: NUMBERS})
    assert message.startswith("B2: ") and "er ikke en ring" in message


GROUPED: Rows = [["KLAR"], ["Apps"], ["Cloud"], [], ["Afprøv "], ["Droner"]]
IN_GROUPS = {("apps", Ring.KLAR), ("cloud", Ring.KLAR), ("droner", Ring.AFPROEV)}


@pytest.mark.parametrize("head", [[], [["Teknologi"]], [["Radaren 2026"], ["Teknologi"]]])
def test_technologies_in_groups_under_their_ring(head: list[list[str]]) -> None:
    data = book({"Sundhed og ældre": [*head, *GROUPED], "Om udgaven": FACTS})
    assert rings(data) == {(technology, SUNDHED, ring) for technology, ring in IN_GROUPS}
    named = book({"Ark1": [*head, *GROUPED], "Om udgaven": [*FACTS, ["Fagområde", "samlet"]]})
    assert rings(named) == {(technology, SAMLET, ring) for technology, ring in IN_GROUPS}


def test_groups_in_merged_cells_beside_a_column_to_tick() -> None:
    rows: Rows = [["Teknologi", "Samlet", "Sundhed"], ["KLAR"], ["Apps", "x", "X"], ["HOLD ØJE"], ["Droner", None, "x"]]
    assert rings(radar(*rows, merged=["A2:C2", "A4:C4"])) == {
        ("apps", SAMLET, Ring.KLAR),
        ("apps", SUNDHED, Ring.KLAR),
        ("droner", SUNDHED, Ring.HOLD_OEJE),
    }


def test_rings_in_merged_cells_down_the_side() -> None:
    rows: Rows = [["Ring", "Teknologi"], ["KLAR", "Apps"], [None, "Cloud"], ["AFPRØV", "Droner"]]
    data = book({"Samlet": rows, "Om udgaven": FACTS}, ["A2:A3"])
    assert rings(data) == {(technology, SAMLET, ring) for technology, ring in IN_GROUPS}


def test_a_sheet_for_each_fagomraade() -> None:
    data = book({"Samlet": [["KLAR"], ["Apps"]], "Sundhed": [["AFVENT"], ["Apps"]], "Om udgaven": FACTS})
    assert rings(data) == {("apps", SAMLET, Ring.KLAR), ("apps", SUNDHED, Ring.AFVENT)}


def test_merged_rings_across_fagomraader_count_for_each() -> None:
    rows: Rows = [["Fagområder"], *WIDE[:1], ["Apps", "KLAR"]]
    assert rings(radar(*rows, merged=["A1:D1", "B3:D3"])) == {("apps", r, Ring.KLAR) for r in (SAMLET, SUNDHED, SOCIAL)}


def test_columns_and_sheets_that_are_not_read_are_told() -> None:
    rows: Rows = [["Nr", "Teknologi", "Samlet", "Ansvarlig", "Teknik"], [1, "Apps", "KLAR", "Kontoret", "AFVENT"]]
    data = book({"Radar": rows, "Om udgaven": [*FACTS, ["Farve", "blå"]], "Noter": [["Husk det"]]})
    assert imported(data).notes == (
        "Rækken »Farve« (Om udgaven A9) er ikke læst.",
        "Arket »Noter« er ikke læst.",
        "Kolonnen »Nr« (A1) er ikke læst.",
        "Kolonnen »Ansvarlig« (D1) er ikke læst.",
        "Kolonnen »Teknik« (E1) er læst som »Klima, teknik og miljø«.",
    )


def test_what_has_no_ring_is_told() -> None:
    rows: Rows = [["Teknologi", "Samlet", "Social og handicap"], ["Apps", "KLAR", None], ["Droner", None, None]]
    assert imported(radar(*rows)).notes == (
        "Uden ring, så de kommer ikke med i udgaven: »Droner«.",
        "Kolonnen »Social og handicap« (C1) er tom, så udgaven får ikke den radar.",
    )


def test_the_sheets_own_name_of_a_technology_is_kept_and_told() -> None:
    result = imported(radar(["Teknologi", "Samlet"], ["RPA", "KLAR"], ["DRONER", "KLAR"], ["apps", "KLAR"]))
    assert [p.name for p in result.edition.placements] == ["RPA", None, None]
    assert result.notes == ("A2: »Softwarerobotter (RPA)« kommer til at hedde »RPA« i udgaven, som i arket.",)


def test_details_hold_for_the_row_or_for_one_radar() -> None:
    rows: Rows = [
        [
            "Teknologi",
            "Samlet",
            "Sundhed",
            "Belæg",
            "Belæg: Sundhed",
            "Kilde",
            "Note",
            "Position: Samlet",
            "Navn i udgaven",
        ],
        ["Apps", "KLAR", "AFPRØV", "omtale", "anden hånd", "Et blad", "Se side 4", "0,25", "Mobilapps"],
    ]
    samlet, sundhed = imported(radar(*rows)).edition.placements
    assert samlet == Placement("apps", SAMLET, Ring.KLAR, Belaeg.OMTALE, "Et blad", 0.25, "Mobilapps", "Se side 4")
    assert sundhed == Placement(
        "apps", SUNDHED, Ring.AFPROEV, Belaeg.ANDENHAAND, "Et blad", None, "Mobilapps", "Se side 4"
    )


def test_an_unknown_date_is_said_to_be_so() -> None:
    assert imported(radar(*WIDE), {Fact.DATO: "Ukendt"}).edition.date is None
    assert faults(radar(*WIDE), {Fact.DATO: ""}) == ["Dato mangler. Skriv »ukendt«, hvis den ikke kendes."]


# The faults


@pytest.mark.parametrize(
    ("rows", "messages"),
    [
        (
            [["Teknologi", "Samlet", "samlet"], ["Apps", "KLAR", "KLAR"]],
            ["C1: »samlet« og »Samlet« (B1) er den samme kolonne. Behold én."],
        ),
        ([["Teknologi", "Samlet"], [None, "KLAR"]], ["A2: Navnet på teknologien mangler."]),
        (
            [["Teknologi", "Samlet", None], ["Apps", "KLAR", "AFPRØV"]],
            ["C1: Kolonnen har ringe, men ingen overskrift. Skriv fagområdets navn over den."],
        ),
        (
            [["Teknologi", "Samlet", "Belæg: Kultur"], ["Apps", "KLAR", "kl"]],
            ["C1: Jeg kender ikke fagområdet i overskriften »Belæg: Kultur«."],
        ),
        (
            [["Teknologi", "Samlet", "Belægg"], ["Apps", "KLAR", "kl"]],
            ["C1: Jeg kender ikke overskriften »Belægg«. Mente du »Belæg«?"],
        ),
        (
            [["Teknologi", "Samlet"], ["KLAR"], ["Apps", "AFPRØV"]],
            ["B3: Rækken står under KLAR, men i cellen står AFPRØV. Ret det ene."],
        ),
        (
            [["Teknologi", "Samlet", "Position"], ["Apps", "KLAR", "midt i"], ["Droner", "KLAR", 1.2]],
            [
                "C2: »midt i« er ikke et tal. Skriv et tal fra 0 til 1, for eksempel 0,5.",
                "C3: Feltet »position« er »1.2«, men må ikke være over 1.",
            ],
        ),
        (
            [["Teknologi", "Samlet", "Navn i udgaven"], ["Apps", "KLAR", "a" * 41]],
            ["C2: Feltet »navn« er på 41 tegn; der er plads til 40."],
        ),
        (
            [["Teknologi", "Samlet", "Belæg"], ["Apps", "KLAR", "eksempel"]],
            ["C2: Belægget »eksempel« kan kun stå i en udgave med status »eksempel«, ikke »offentliggjort«."],
        ),
        (
            [["Teknologi", "Samlet"], ["Apps", "KL\u200bAR"]],
            ["B2: Cellen har et usynligt tegn (U+200B). Skriv den igen."],
        ),
        (
            [["Teknologi", "Samlet", "Belæg", "Position"], ["Apps", "KLAR", "=A1", "#REF!"]],
            [
                "C2: Cellen er en formel uden resultat. Åbn filen i Excel, gem den, og prøv igen.",
                "D2: Formlen i cellen giver fejlen »#REF!«. Ret den, eller skriv værdien.",
            ],
        ),
        ([["Teknologi", "Samlet"], ["Apps", None]], ["Der står ingen ringe i arket, så udgaven er tom."]),
        (
            [["Noget andet"], ["Apps"]],
            ["Jeg finder ingen radar i filen: et ark med overskriften »Teknologi« og en kolonne for hvert fagområde."],
        ),
    ],
)
def test_what_cannot_be_understood_is_told_by_its_cell(rows: Rows, messages: list[str]) -> None:
    assert faults(radar(*rows)) == messages


def test_a_formula_in_a_column_that_is_not_read_is_in_nobodys_way() -> None:
    assert rings(radar(["Teknologi", "Samlet", "I alt"], ["Apps", "KLAR", "=A1"])) == {("apps", SAMLET, Ring.KLAR)}


def test_every_fault_of_every_sheet_is_told_at_once() -> None:
    data = book({"Radar": [["Teknologi", "Samlet"], ["Aps", "MÅSKE"], ["Hest", "KLAR"]], "Om udgaven": FACTS[1:]})
    assert len(faults(data)) == 4


def test_a_sheet_of_one_radar_has_to_say_which() -> None:
    (message,) = faults(book({"Ark1": GROUPED, "Om udgaven": FACTS}))
    assert message.startswith("A1: Jeg finder ingen kolonner med fagområder") and "»Fagområde«" in message
    (message,) = faults(book({"Ark1": GROUPED, "Om udgaven": [*FACTS, ["Fagområde", "Sunhed og ældre"]]}))
    assert message == "Om udgaven B9: Jeg kender ikke fagområdet »Sunhed og ældre«. Mente du »Sundhed og ældre«?"
    (message,) = faults(book({"Samlet": GROUPED, "Om udgaven": [*FACTS, ["Fagområde", "Social"]]}))
    assert message == "Om udgaven B9: Her står »Social«, men arket hedder »Samlet«. Ret det ene."


def test_a_sheets_own_radar_may_not_stand_in_two_columns() -> None:
    data = book({"Samlet": [["Teknologi", "Ring", "Samlet"], ["Apps", "KLAR", "KLAR"]], "Om udgaven": FACTS})
    assert faults(data) == ["B1: »Ring« og »Samlet« er den samme radar. Behold én kolonne."]


def test_two_sheets_of_the_same_fagomraade_are_refused() -> None:
    assert faults(book({"Sundhed": GROUPED, "Sundhed og ældre": GROUPED, "Om udgaven": FACTS})) == [
        "Arkene »Sundhed« og »Sundhed og ældre« er begge »Sundhed og ældre«. Behold ét."
    ]


def test_a_file_that_says_nothing_of_the_edition_is_told_all_it_lacks_in_one_sentence() -> None:
    (message,) = faults(book({"Radar": WIDE}), {Fact.BELAEG: "kl"})
    assert message.startswith(
        "Filen siger ikke, hvilken udgave det er: Id, Titel, Status, Serie, Metode, Dato og Kilde mangler."
    )


def test_a_fact_said_twice_is_not_chosen_between() -> None:
    twice = book({"Radar": WIDE, "Om udgaven": [*FACTS, ["Titel", "En anden"]]})
    assert faults(twice) == ["Om udgaven B9: Titel står to gange; det første sted er Om udgaven B2. Behold ét."]


def test_a_misspelt_fact_is_asked_about() -> None:
    assert "Om udgaven A2: Jeg kender ikke »Titell«. Mente du »Titel«?" in faults(
        book({"Radar": WIDE, "Om udgaven": [FACTS[0], ["Titell", "x"], *FACTS[2:]]})
    )


def test_more_technologies_than_a_radar_holds_cannot_be_written_in_a_sheet() -> None:
    many = dataclasses.replace(
        BUNDLE,
        technologies=tuple(
            dataclasses.replace(BUNDLE.technologies[0], id=f"t-{n}", name=f"Teknologi {n}", aliases=())
            for n in range(61)
        ),
    )
    data = radar(["Teknologi", "Samlet"], *([f"Teknologi {n}", "KLAR"] for n in range(61)))
    with pytest.raises(DataError, match=r"A62: Der er plads til højst 60 placeringer på »samlet«\."):
        import_edition(data, "udgave.xlsx", many)


# The list of mistakes


def mistakes() -> list[str]:
    _, *parts = re.split(r"^## ", DOCUMENT.read_text("utf-8"), flags=re.MULTILINE)
    return parts


@pytest.mark.parametrize("section", mistakes(), ids=lambda section: section.partition("\n")[0])
def test_each_mistake_of_the_list_gives_the_message_beside_it(section: str) -> None:
    sheets: dict[str, Rows] = {"Radar": [], "Om udgaven": FACTS}
    for title, body in re.findall(r"^Arket »(.+?)«:\n\n```csv\n(.*?)^```", section, flags=re.MULTILINE | re.DOTALL):
        sheets[title] = [line.split(";") for line in body.splitlines()]
    (told,) = re.findall(r"^```text\n(.*?)^```", section, flags=re.MULTILINE | re.DOTALL)
    assert faults(book(sheets)) == told.splitlines()


def test_the_list_holds_ten_mistakes() -> None:
    assert [section.partition(".")[0] for section in mistakes()] == [str(n) for n in range(1, 11)]


# The template


def test_the_template_offers_the_rings_and_keeps_its_headings_in_sight() -> None:
    workbook = load_workbook(io.BytesIO(template(BUNDLE)))
    assert workbook.sheetnames == ["Radar", "Om udgaven", "Sådan gør du"]
    sheet = workbook["Radar"]
    assert sheet.freeze_panes == "B2"
    assert [cell.value for cell in sheet[1]][:3] == ["Teknologi", "Samlet", "Sundhed og ældre"]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [t.name for t in BUNDLE.technologies]
    rings_offered = sheet.data_validations.dataValidation[0]
    assert rings_offered.formula1 == '"KLAR,AFPRØV,HOLD ØJE,AFVENT"'
    last = f"{'ABCDEFGH'[len(BUNDLE.fagomraader) + 1]}26"
    assert all(cell in rings_offered.sqref for cell in ("B2", last))
    assert "A2" not in rings_offered.sqref


def test_the_template_filled_in_is_an_edition() -> None:
    workbook = load_workbook(io.BytesIO(template(BUNDLE)))
    labels = {row[0].value: row[1] for row in workbook["Om udgaven"].iter_rows()}
    for fact, text in ABOUT.items():
        labels[fact.value].value = text
    workbook["Radar"]["B2"], workbook["Radar"]["C3"] = "KLAR", "Hold øje"
    out = io.BytesIO()
    workbook.save(out)
    first, second = BUNDLE.technologies[:2]
    assert rings(out.getvalue()) == {(first.id, SAMLET, Ring.KLAR), (second.id, SUNDHED, Ring.HOLD_OEJE)}


def test_the_empty_template_asks_for_what_it_lacks_and_nothing_else() -> None:
    found = faults(template(BUNDLE))
    assert len(found) == 8
    assert all(message.endswith(("mangler.", "er tom.", "ikke kendes.")) for message in found)


# There and back


def sorted_edition(edition: Edition) -> Edition:
    placements = sorted(edition.placements, key=lambda p: (p.technology, p.fagomraade))
    return dataclasses.replace(edition, placements=tuple(placements))


@pytest.mark.parametrize("bundle", CATALOG.bundles, ids=lambda bundle: bundle.edition.id)
def test_a_shipped_edition_written_as_a_sheet_is_the_same_edition_again(bundle: Bundle) -> None:
    result = import_edition(workbook_of(bundle), "udgave.xlsx", bundle)
    assert sorted_edition(result.edition) == sorted_edition(bundle.edition)
    again = dataclasses.replace(bundle, edition=result.edition)
    for fagomraade in (SAMLET, *bundle.edition.fagomraader):
        assert radar_for(again, fagomraade).entries == radar_for(bundle, fagomraade).entries
    assert result.notes == ()


LETTERS = st.characters(whitelist_categories=("Lu", "Ll", "Nd"), max_codepoint=0x24F) | st.sampled_from("=»:;,-#' \"<&")
LINES = st.text(LETTERS, min_size=1, max_size=30).map(lambda text: " ".join(f"a{text}".split()))
ANYTHING = st.text(LETTERS, min_size=1, max_size=30).map(lambda text: " ".join(f"{text}a".split()))
SLUGS = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)


@st.composite
def editions(draw: st.DrawFn) -> Edition:
    radars = [SAMLET, *draw(st.sets(st.sampled_from([f.id for f in BUNDLE.fagomraader])))]
    technologies = draw(st.lists(st.sampled_from([t.id for t in BUNDLE.technologies]), min_size=1, unique=True))
    placements = []
    for technology in technologies:
        for where in draw(st.sets(st.sampled_from(radars), min_size=1)):
            name = draw(st.none() | LINES)
            placements.append(
                Placement(
                    technology,
                    where,
                    draw(st.sampled_from(Ring)),
                    draw(st.sampled_from(Belaeg)),
                    draw(LINES),
                    draw(st.none() | st.floats(0, 1).map(lambda position: round(position, 12))),
                    name,
                    draw(st.none() | LINES),
                )
            )
    own = [where for where in radars[1:] if any(p.fagomraade == where for p in placements)]
    date = draw(st.none() | st.dates().map(str) | st.sampled_from(["2026", "2026-03"]))
    return Edition(
        draw(SLUGS),
        draw(LINES),
        Status.EKSEMPEL,
        draw(LINES),
        draw(LINES),
        date,
        draw(LINES),
        tuple(own),
        tuple(placements),
    )


@given(editions())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_edition_written_as_a_sheet_is_the_same_edition_again(edition: Edition) -> None:
    bundle = dataclasses.replace(BUNDLE, edition=edition)
    result = import_edition(workbook_of(bundle), "udgave.xlsx", BUNDLE)
    assert sorted_edition(result.edition) == sorted_edition(edition)


@given(st.lists(st.lists(ANYTHING | st.sampled_from(["KLAR", "Teknologi", "Samlet", "Apps", "1", "x", "=A1", "Id"]))))
@settings(max_examples=150, deadline=None)
def test_no_sheet_of_anything_raises_anything_but_its_faults(rows: list[list[str]]) -> None:
    try:
        imported(csv_of(rows), file="ark.csv")
    except DataError as refused:
        assert refused.faults
