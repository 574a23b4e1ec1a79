"""Technologies under the row that names their ring: none gets the ring of a group it is not in."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from radar_core.errors import DataError
from radar_core.model import SAMLET, Ring
from radar_core.sheets.edition_words import LAYOUTS, Fact
from tests.fakes.chance import cases
from tests.fakes.sheets import ABOUT, BUNDLE, FACTS, NUMBERS, SUNDHED, Rows, book, csv_of, faults, imported, rings

NOT_A_RING = "er ikke en ring. Skriv KLAR, AFPRØV, HOLD ØJE eller AFVENT, eller slet rækken og det, der står under den."


def told(*rows: list[object], more: list[list[str]] | None = None) -> list[str]:
    return faults(book({"Samlet": rows, "Om udgaven": [*FACTS, *(more or [])]}))


def read(*rows: list[object], more: list[list[str]] | None = None) -> set[tuple[str, Ring]]:
    data = book({"Samlet": rows, "Om udgaven": [*FACTS, *(more or [])]})
    return {(technology, ring) for technology, _, ring in rings(data)}


APPS_AND_DRONES = {("apps", Ring.KLAR), ("droner", Ring.AFPROEV)}


@pytest.mark.parametrize("column", [0, 2, 3])
@pytest.mark.parametrize("head", [[], [[None, "Teknologi"]], [[None, "Teknologi", "Note", "Ansvarlig"]]])
def test_a_heading_that_is_no_ring_ends_the_group_whatever_column_it_stands_in(
    column: int, head: list[list[object]]
) -> None:
    stray: list[object] = [None] * 4
    stray[column] = "Ikke vurderet"
    (message,) = told(*head, ["KLAR"], [None, "Apps"], stray, [None, "Droner"])
    cell = f"{'ABCD'[column]}{len(head) + 3}"
    is_note = column == 2 and head and len(head[0]) > 2
    wanted = "Navnet på teknologien mangler." if is_note else f"»Ikke vurderet« {NOT_A_RING}"
    assert message == (f"B{cell[1:]}: {wanted}" if is_note else f"{cell}: {wanted}")


def test_a_heading_that_is_no_ring_in_the_technologies_own_column_is_asked_about() -> None:
    assert told(["Teknologi"], ["KLAR"], ["Apps"], ["Afprøves"], ["Droner"]) == [
        f"A4: »Afprøves« {NOT_A_RING} Mente du »AFPRØV«?"
    ]


@pytest.mark.parametrize("beside", ["Ikke vurderet", "Hold øje / afvent", "Afprøves"])
def test_a_text_where_rings_are_named_is_refused_beside_a_technology_too(beside: str) -> None:
    message, *_ = told(["Fase", "Teknologi"], ["KLAR"], [None, "Apps"], [beside, "Droner"])
    assert message.startswith(f"A4: »{beside}« er ikke en ring.")


def test_what_numbers_the_rows_is_in_nobodys_way() -> None:
    assert read(["Nr", "Teknologi"], ["KLAR"], [1, "Apps"], ["AFPRØV"], ["2.", "Droner"]) == APPS_AND_DRONES
    assert told(["Nr", "Teknologi"], ["KLAR"], [1, "Apps"], more=[["Tal", NUMBERS]]) == [f"A3: »1« {NOT_A_RING}"]


def test_a_text_without_a_heading_beside_a_technology_is_asked_about() -> None:
    assert told(["KLAR"], ["Apps", "Vi er i gang"]) == [
        "B2: Jeg ved ikke, hvad »Vi er i gang« betyder, for kolonnen har ingen overskrift. Skriv en over den, eller "
        "slet det, der står."
    ]


def test_a_ring_that_does_not_stand_alone_is_no_heading_of_a_group() -> None:
    alone = "KLAR står ikke alene i rækken. En ring over en gruppe skal stå i en række for sig."
    assert told([None, "Teknologi"], ["AFVENT"], ["KLAR", None, "(5 stk.)"], [None, "Apps"]) == [
        f"A3: {alone}",
        f"C3: »(5 stk.)« {NOT_A_RING}",
    ]
    assert told(["AFVENT"], ["Apps", None, "KLAR"]) == [f"C2: {alone}"]


@pytest.mark.parametrize("ring", ["KLAR?", "(KLAR)", "~KLAR", "KLAR*", "KLAR →", "»KLAR«"])
def test_a_ring_with_a_sign_of_doubt_is_no_ring_over_a_group_or_in_a_cell(ring: str) -> None:
    assert told(["AFVENT"], ["Apps"], [ring], ["Droner"]) == [f"A3: »{ring}« {NOT_A_RING} Mente du »KLAR«?"]
    (message,) = told(["Teknologi", "Samlet"], ["Apps", ring])
    assert message.startswith(f"B2: »{ring}« er ikke en ring.") and message.endswith("Mente du »KLAR«?")


@pytest.mark.parametrize(
    ("fact", "text", "words"),
    [(Fact.STATUS, "offentliggjort?", "status"), (Fact.BELAEG, "(kl)", "belæg")],
)
def test_doubt_is_not_taken_for_certain_of_the_edition_either(fact: Fact, text: str, words: str) -> None:
    data = book({"Samlet": [["KLAR"], ["Apps"]], "Om udgaven": FACTS})
    (message,) = faults(data, {fact: text})
    assert message.startswith(f"Jeg forstår ikke »{text}« som {words}.")


def test_a_name_with_a_question_mark_is_asked_about() -> None:
    assert told(["KLAR"], ["Apps?"]) == [
        "A2: Jeg kender ikke teknologien »Apps?«. Mente du »Apps«? "
        "Er den ny, skal den først oprettes i teknologier.yaml."
    ]


def test_a_technology_after_empty_rows_needs_its_ring_again() -> None:
    after = "står efter tomme rækker under KLAR. Skriv ringen igen i en række over."
    assert told(["KLAR"], ["Apps"], [], ["Cloud"], ["Droner"]) == [f"A4: »Cloud« {after}", f"A5: »Droner« {after}"]
    assert told(["KLAR"], [], [], ["Cloud"]) == [f"A4: »Cloud« {after}"]
    assert read(["KLAR"], [], ["Apps"], [], [], ["AFPRØV"], ["Droner"]) == APPS_AND_DRONES


def test_a_cross_after_empty_rows_needs_its_ring_again() -> None:
    assert told(["Teknologi", "Samlet"], ["KLAR"], ["Apps", "x"], [], ["Droner", "x"]) == [
        "B5: »x« står efter tomme rækker under KLAR. Skriv ringen igen i en række over."
    ]
    own = read(["Teknologi", "Samlet"], ["KLAR"], ["Apps", "x"], [], ["Droner", "AFPRØV"])
    assert own == APPS_AND_DRONES


def test_titles_and_facts_above_the_first_ring_are_read_as_such() -> None:
    rows: Rows = [["Vores radar"], *FACTS, ["Fagområde", "Samlet"], [], ["KLAR"], ["Apps"], ["AFPRØV"], ["Droner"]]
    result = imported(csv_of(rows))
    assert {(p.technology, p.ring) for p in result.edition.placements} == APPS_AND_DRONES
    assert (result.edition.id, result.edition.title) == (ABOUT[Fact.ID], ABOUT[Fact.TITEL])


def test_a_technology_above_the_first_ring_is_no_title() -> None:
    assert told(["Droner"], ["KLAR"], ["Apps"]) == ["A1: Der står ingen ring i en række over teknologien."]


def test_names_in_a_column_beside_their_rings_need_no_headings() -> None:
    assert read(["KLAR"], [None, "Apps"], ["AFPRØV"], [None, "Droner"]) == APPS_AND_DRONES


@pytest.mark.parametrize(
    "rows",
    [
        [["Teknologi", "Klar", "Afprøv", "Hold øje", "Afvent"], ["Apps", "x"], ["Droner", None, "x"]],
        [["Klar", "Afprøv", "Hold øje", "Afvent"], ["Apps", "Droner"], ["Cloud"]],
        [["Klar", None, "Afprøv"], ["Apps", None, "Droner"], ["Hold øje", None, "Afvent"], ["VR", None, "AR"]],
        [["Klar", "Teknologi", "Afprøv", "Teknologi"], [None, "Apps", None, "Droner"]],
    ],
)
def test_rings_beside_each_other_are_refused_with_the_layouts_that_can_be_read(rows: list[list[object]]) -> None:
    (message,) = told(*rows)
    assert message.partition(": ")[2] == f"Ringene står ved siden af hinanden, og det kan jeg ikke læse. {LAYOUTS}"


def test_rings_that_are_explained_beside_each_other_are_in_nobodys_way() -> None:
    legend: Rows = [["KLAR", "AFPRØV", "HOLD ØJE", "AFVENT"], ["tag i brug", "prøv", "følg", "vent"]]
    data = book({"Samlet": [*legend[:1], ["Teknologi"], ["KLAR"], ["Apps"]], "Forklaring": legend, "Om udgaven": FACTS})
    assert rings(data) == {("apps", SAMLET, Ring.KLAR)}
    assert imported(data).notes == ("Arket »Forklaring« er ikke læst.",)


@pytest.mark.parametrize("heading", ["Velfærd", None])
def test_numbers_under_an_unknown_fagomraade_are_refused_as_words_are(heading: str | None) -> None:
    rows: list[list[object]] = [["Teknologi", "Samlet", heading], ["Apps", 4, 4], ["Droner", 2, 1]]
    (message,) = told(*rows, more=[["Tal", NUMBERS]])
    assert message.startswith("C1: Kolonnen ") and "har ringe" in message
    # The numbers of another radar say so too, before anybody has said what they mean.
    assert [fault.partition(":")[0] for fault in told(*rows)] == ["C1", "B2"]


def test_numbers_that_are_no_rings_are_a_column_that_is_not_read() -> None:
    rows: Rows = [["Nr", "Teknologi", "Samlet", "Antal"], [1, "Apps", 4, 4], [2, "Droner", 2, 17]]
    result = imported(book({"Radar": rows, "Om udgaven": [*FACTS, ["Tal", NUMBERS]]}))
    assert result.notes == ("Kolonnen »Nr« (A1) er ikke læst.", "Kolonnen »Antal« (D1) er ikke læst.")


def test_a_ring_in_a_column_of_something_else_is_not_overheard() -> None:
    alone = "AFVENT står ikke alene i rækken. En ring over en gruppe skal stå i en række for sig."
    assert told(["Note", "Teknologi"], ["AFPRØV"], ["AFVENT", "Droner"]) == [f"A3: {alone}"]


# Whatever stands where

NAMES = {t.name: t.id for t in BUNDLE.technologies}
WORDS = {ring.value: ring for ring in Ring}
HEADED = ("Teknologi", "Ansvarlig", "Note")
STRAY = ("Afprøves", "Ikke vurderet", "I alt", "7", "KLAR?", "Fodnote")


@st.composite
def strewn(draw: st.DrawFn) -> list[list[str]]:
    """Rings, names and other texts over a few columns, with empty rows; often nearly a sheet in groups."""
    width, at = draw(st.integers(1, 4)), draw(st.integers(0, 3))
    at = min(at, width - 1)
    rows: list[list[str]] = []
    if draw(st.booleans()):
        rows.append([draw(st.sampled_from(["", "Ansvarlig", "Note"])) for _ in range(width)])
        rows[0][at] = "Teknologi"
    names = iter(draw(st.permutations(sorted(NAMES))))
    for _ in range(draw(st.integers(1, 12))):
        row = [""] * width
        match draw(st.sampled_from(["name", "name", "name", "ring", "ring", "empty", "stray", "anywhere"])):
            case "name":
                row[at] = next(names)
            case "ring":
                row[draw(st.integers(0, at))] = draw(st.sampled_from(sorted(WORDS)))
            case "stray":
                row[draw(st.integers(0, width - 1))] = draw(st.sampled_from(STRAY))
            case "anywhere":
                row[draw(st.integers(0, width - 1))] = draw(st.sampled_from([*sorted(WORDS), *STRAY]))
                row[draw(st.integers(0, width - 1))] = next(names)
        rows.append(row)
    return rows


def ring_above(rows: list[list[str]], at: int) -> Ring | None:
    """The ring of the nearest row above that says a ring alone, where nothing but technologies stands between."""
    heading = next((row for row in rows if "Teknologi" in row), [""] * len(rows[0]))
    empty = 0
    for row in reversed(rows[:at]):
        said = [text for text in row if text]
        if len(said) == 1 and said[0] in WORDS:
            return WORDS[said[0]] if empty <= 1 else None
        if empty or not any(text in NAMES for text in said):
            empty += 1
            if said:
                return None
            continue
        unread = [t for t, head in zip(row, heading, strict=True) if t and t not in NAMES and head not in HEADED[1:]]
        if any(not text.isdigit() for text in unread):
            return None
    return None


@given(strewn())
@settings(max_examples=cases(400), suppress_health_check=[HealthCheck.too_slow])
def test_every_placement_that_comes_out_has_its_ring_in_its_row_or_in_the_nearest_heading_above(
    rows: list[list[str]],
) -> None:
    try:
        result = imported(csv_of(rows), {**ABOUT, Fact.FAGOMRAADE: SAMLET}, file="ark.csv")
    except DataError:
        return
    for placement in result.edition.placements:
        name = BUNDLE.technology_by_id[placement.technology].name
        (at,) = [number for number, row in enumerate(rows) if name in row]
        own = {WORDS[text] for text in rows[at] if text in WORDS}
        assert own in (set(), {placement.ring}), rows
        assert own or ring_above(rows, at) is placement.ring, rows


def test_the_radar_of_one_fagomraade_in_groups_is_still_its_own() -> None:
    data = book({"Sundhed": [["KLAR"], ["Apps"]], "Om udgaven": FACTS})
    assert rings(data) == {("apps", SUNDHED, Ring.KLAR)}
