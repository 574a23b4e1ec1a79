"""An edition from a spreadsheet: the forms people really have, every fault by its cell, and nothing guessed."""

from __future__ import annotations

import dataclasses
import re

import pytest

from radar_core.editions.edition import read_edition
from radar_core.errors import DataError
from radar_core.files.cross_checks import KnownNames, Names
from radar_core.model import SAMLET, Belaeg, Placement, Ring, Status
from radar_core.sheets.edition_import import import_edition
from radar_core.sheets.edition_words import LAYOUTS, Fact
from tests.fakes.sheets import (
    ABOUT,
    BUNDLE,
    DOCUMENT,
    FACTS,
    NUMBERS,
    SOCIAL,
    SUNDHED,
    Rows,
    book,
    csv_of,
    faults,
    imported,
    radar,
    rings,
)

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


def test_a_sheet_may_say_how_many_technologies_each_radar_holds() -> None:
    sheet = radar(["Teknologi", "Samlet", "Sundhed og ældre"], ["Apps", "KLAR", "AFPRØV"])
    found = imported(sheet, {Fact.I_ALT: "Samlet = 20; sundhed=7"}).edition
    assert (found.total(SAMLET), found.total(SUNDHED)) == (20, 7)
    assert imported(sheet).edition.totals == ()


@pytest.mark.parametrize("words", ["20", "Samlet", "Samlet=mange", "Kultur=4", "Samlet=2.5"])
def test_a_count_that_is_not_understood_is_not_guessed_at(words: str) -> None:
    (message,) = faults(radar(["Teknologi", "Samlet"], ["Apps", "KLAR"]), {Fact.I_ALT: words})
    assert message.startswith(f"Jeg forstår ikke »{words}«") and "Samlet=20; Sundhed og ældre=18" in message


def test_a_count_below_the_placements_of_the_sheet_is_refused() -> None:
    sheet = radar(["Teknologi", "Samlet"], ["Apps", "KLAR"], ["Droner", "KLAR"])
    (message,) = faults(sheet, {Fact.I_ALT: "Samlet=1"})
    assert "har 2 placeringer i filen" in message


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
        "Disse teknologier har ingen ring og kommer ikke med i udgaven: »Droner«.",
        "Kolonnen »Social og handicap« (C1) er tom, så udgaven får ikke den radar.",
    )


def test_the_sheets_own_name_of_a_technology_is_kept_and_told() -> None:
    result = imported(radar(["Teknologi", "Samlet"], ["RPA", "KLAR"], ["DRONER", "KLAR"], ["apps", "KLAR"]))
    assert [p.name for p in result.edition.placements] == ["RPA", None, None]
    assert result.notes == ("A2: »Softwarerobotter (RPA)« kommer til at hedde »RPA« i udgaven, som i arket.",)


def test_many_new_names_are_told_in_one_line_after_what_is_not_read() -> None:
    rows: Rows = [["Teknologi", "Samlet", "Chef"], *([name, "KLAR"] for name in ("RPA", "VR", "AR", "NLP"))]
    assert imported(radar(*rows)).notes == (
        "Kolonnen »Chef« (C1) er ikke læst.",
        "4 teknologier kommer til at hedde det samme i udgaven som i arket: "
        "A2 »RPA« (hos os »Softwarerobotter (RPA)«), "
        "A3 »VR« (hos os »Virtual reality (VR)«), A4 »AR« (hos os »Augmented reality (AR)«), "
        "A5 »NLP« (hos os »Sprogteknologi (NLP)«).",
    )


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
                "C2: Formlen i cellen er ikke regnet ud. Åbn filen i Excel, gem den, og prøv igen.",
                "D2: Formlen i cellen giver fejlen »#REF!«. Ret den, eller skriv værdien.",
            ],
        ),
        ([["Teknologi", "Samlet"], ["Apps", None]], ["Der står ingen ringe i arket, så udgaven er tom."]),
        (
            [["Noget andet"], ["Apps"]],
            [f"Jeg finder ingen radar i filen. {LAYOUTS}"],
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
    assert message.startswith("A1: Jeg kan ikke se, hvilket fagområde arket gælder") and "»Fagområde«" in message
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
    with pytest.raises(DataError, match=r"A62: Der er 61 placeringer på »samlet«, men kun plads til 60\. Fjern 1\."):
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


def test_the_list_holds_fourteen_mistakes() -> None:
    assert [section.partition(".")[0] for section in mistakes()] == [str(n) for n in range(1, 15)]
