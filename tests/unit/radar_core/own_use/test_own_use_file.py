"""Own use from a file: columns in any order, words as people write them, and every fault by its place."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from radar_core.errors import DataError
from radar_core.model import SAMLET
from radar_core.own_use.file import read_own_csv, read_own_yaml
from radar_core.own_use.model import OwnRadar, OwnUse, Stage, Value
from radar_core.own_use.table import PLACED_CAPTION, read_own_rows
from radar_core.sheets.cells import cell_name
from tests.fakes.shipped import shipped

BUNDLE = shipped().bundle("2021-vejle")
EMPTY = OwnRadar("630", SAMLET)
NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
SHEET = "Værdi;Case;Teknologi;Anvendelse\nDelvist;Måler tage;Droner;I DRIFT\n;;Digital twin;prøver af\n"
READ = (
    OwnUse("droner", Stage.I_DRIFT, "Måler tage", Value.DELVIST),
    OwnUse("digitale-tvillinger", Stage.AFPROEVER),
)


def uses(data: bytes) -> tuple[OwnUse, ...]:
    return read_own_csv(data, "egne.csv", BUNDLE, EMPTY).own.uses


def messages(text: str) -> list[str]:
    with pytest.raises(DataError) as refused:
        read_own_csv(text.encode(), "egne.csv", BUNDLE, EMPTY)
    return [fault.message for fault in refused.value.faults]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
@pytest.mark.parametrize("is_quoted", [False, True])
def test_a_sheet_is_read_however_a_spreadsheet_saves_it(
    encoding: str, delimiter: str, line_break: str, is_quoted: bool
) -> None:
    out = io.StringIO()
    rows = [line.split(";") for line in SHEET.splitlines()]
    csv.writer(
        out, delimiter=delimiter, lineterminator=line_break, quoting=csv.QUOTE_ALL if is_quoted else csv.QUOTE_MINIMAL
    ).writerows(rows)
    assert uses(out.getvalue().encode(encoding)) == READ


def test_excels_own_first_line_is_no_row() -> None:
    assert uses(("sep=;\r\n" + SHEET).encode()) == READ
    assert uses(("sep=;\r\n" + SHEET).encode("utf-8-sig")) == READ
    with pytest.raises(DataError, match=r"egne\.csv:2: B2: "):
        uses("sep=;\r\nTeknologi;Status\r\nDroner;måske\r\n".encode("utf-8-sig"))
    assert messages("sep=;\r\nTeknologi;Status\r\nDroner;måske\r\n")[0].startswith("B2: ")


def test_a_title_above_the_headings_and_blank_rows_do_no_harm() -> None:
    assert uses(("Vores egen radar;;;\n;;;\n" + SHEET + ";;;\n").encode()) == READ


def test_headings_of_two_words_are_understood() -> None:
    sheet = (
        "Teknologi;Status/Anvendelse;Begrundelse / Case;Giver det den forventede værdi?\nVR;i drift;Træning;ved ikke\n"
    )
    assert uses(sheet.encode()) == (OwnUse("vr", Stage.I_DRIFT, "Træning", Value.VED_IKKE),)


@pytest.mark.parametrize(
    ("word", "stage"),
    [
        ("Bruger ikke", Stage.BRUGER_IKKE),
        ("bruger-ikke", Stage.BRUGER_IKKE),
        ("OVERVEJER", Stage.OVERVEJER),
        ("afprover", None),
        ("Afproever", Stage.AFPROEVER),
        ("under  afprøvning", Stage.AFPROEVER),
        ("i-drift", Stage.I_DRIFT),
        ("4", None),
        ("KLAR", None),
    ],
)
def test_a_status_is_understood_as_people_write_it_and_never_guessed(word: str, stage: Stage | None) -> None:
    sheet = f"Teknologi;Status\nDroner;{word}\n"
    if stage is None:
        assert messages(sheet)[0].startswith(f"B2: Jeg forstår ikke »{word}« som status.")
    else:
        assert uses(sheet.encode()) == (OwnUse("droner", stage),)


@pytest.mark.parametrize(
    ("word", "stage"),
    [
        ("1", Stage.BRUGER_IKKE),
        ("AFVENT", Stage.BRUGER_IKKE),
        ("2 Hold øje", Stage.OVERVEJER),
        ("afprøv", Stage.AFPROEVER),
        ("4", Stage.I_DRIFT),
        ("Klar", Stage.I_DRIFT),
        ("2,5", None),
        ("5", None),
        ("i drift", None),
    ],
)
def test_a_kommunes_own_placement_is_read_as_use_where_its_heading_says_so(word: str, stage: Stage | None) -> None:
    sheet = f"Teknologi;Vores placering\nDroner;{word}\n"
    if stage is None:
        assert messages(sheet)[0].startswith(f"B2: Jeg forstår ikke »{word}« som placering. Skriv 1, 2, 3 eller 4")
    else:
        assert uses(sheet.encode()) == (OwnUse("droner", stage),)


def test_that_a_placement_is_read_as_use_is_told_and_a_status_beside_it_holds() -> None:
    placed = read_own_rows([["Teknologi", "Placering"], ["Droner", "4"]], "ark", BUNDLE, EMPTY)
    assert placed.notes == (PLACED_CAPTION,)
    rows = [["Teknologi", "Status", "Placering"], ["Droner", "overvejer", "4"]]
    both = read_own_rows(rows, "ark", BUNDLE, EMPTY)
    assert both.own.uses == (OwnUse("droner", Stage.OVERVEJER),) and both.notes == ()


@pytest.mark.parametrize("word", ["bruger", "i brug", "ja", "x"])
def test_a_word_that_may_be_a_trial_or_drift_is_asked_about(word: str) -> None:
    (message,) = messages(f"Teknologi;Status\nDroner;{word}\n")
    assert message == f"B2: »{word}« kan både være »afprøver« og »i drift«. Skriv en af dem."


def test_every_fault_is_told_at_once_by_its_cell() -> None:
    sheet = (
        "Teknologi;Status;Begrundelse;Værdi\n"
        "Dronner;i drift;;\n"
        "VR;idrift nu;;\n"
        "Apps;afprøver;;ja\n"
        "Cloud;;En case;\n"
        ";i drift;;\n"
        "RPA;i drift;;måske\n"
        "softwarerobotter;i drift;;\n"
        f"Chatbot;i drift;{'x' * 501};\n"
        "3D print;i drift;usyn\u200bligt;\n"
    )
    assert messages(sheet) == [
        "A2: Jeg kender ikke teknologien »Dronner«. Mente du »Droner«? "
        "Er den ikke blandt KL's teknologier, så slet rækken.",
        "B3: Jeg forstår ikke »idrift nu« som status. Skriv bruger ikke, overvejer, afprøver eller i drift. "
        "Mente du »i drift«?",
        "D4: Værdi kan kun stå ved det, der er i drift. Slet den, eller ret status.",
        "B5: Status mangler. Skriv bruger ikke, overvejer, afprøver eller i drift.",
        "A6: Navnet på teknologien mangler.",
        "D7: Jeg forstår ikke »måske« som værdi. Skriv ja, delvist, nej eller ved ikke.",
        "A8: »Softwarerobotter (RPA)« står to gange; det første sted er A7.",
        "C9: Begrundelsen er på 501 tegn; der er plads til 500.",
        "C10: Cellen har et usynligt tegn (U+200B). Skriv den igen.",
    ]


def test_a_misspelt_or_missing_heading_is_told() -> None:
    assert messages("Teknologi;Statuss\nDroner;i drift\n") == [
        "A1: Rækken mangler overskriften »Status«.",
        "B1: Jeg kender ikke overskriften »Statuss«. Mente du »Status«?",
    ]
    assert messages("Teknologi;Status;Anvendelse\n") == [
        "C1: »Anvendelse« og »Status« (B1) betyder det samme. Behold en af dem."
    ]


def test_a_column_of_ones_own_is_in_nobodys_way() -> None:
    for own in ("Velfærd", "Værdig", "Begrundelsen", "Casse", "Ansvarlig"):
        read = read_own_csv(f"Teknologi;Status;{own}\nDroner;overvejer;4\n".encode(), "egne.csv", BUNDLE, EMPTY)
        assert read.own.uses == (OwnUse("droner", Stage.OVERVEJER),)
        assert read.notes[0].startswith(f"Kolonnen »{own}« (C1) er ikke læst.")


@pytest.mark.parametrize("word", ["i drift?", "(overvejer)", "~bruger ikke"])
def test_doubt_is_not_taken_for_certain(word: str) -> None:
    (message,) = messages(f"Teknologi;Status\nDroner;{word}\n")
    assert message.startswith(f"B2: Jeg forstår ikke »{word}« som status.")


def test_what_is_not_used_is_told() -> None:
    read = read_own_csv(b"Teknologi;Forvaltning;Status\nDroner;Teknik;overvejer\nVR;;\n", "egne.csv", BUNDLE, EMPTY)
    assert read.own.uses == (OwnUse("droner", Stage.OVERVEJER),)
    assert read.notes == (
        "Kolonnen »Forvaltning« (B1) er ikke læst.",
        "1 teknologi har ingen status og er ikke ændret.",
    )


def test_a_sheet_is_laid_upon_what_is_there_and_signed() -> None:
    before = EMPTY.with_use(OwnUse("vr", Stage.OVERVEJER)).with_use(OwnUse("apps", Stage.OVERVEJER))
    sheet = b"Teknologi;Status\nApps;i drift\n"
    after = read_own_csv(sheet, "egne.csv", BUNDLE, before, by="Deltager Første", at=NOON).own
    assert after.uses == (before.uses[0], OwnUse("apps", Stage.I_DRIFT, by="Deltager Første", at=NOON))


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04\x00", b"\xd0\xcf\x11\xe0\x00", b"\x81\x8d", b"a" * 1_000_001, b'"open', b"\xff\xfe\x00"]
)
def test_what_is_no_sheet_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(DataError) as refused:
        uses(data)
    assert all(fault.message.endswith(".") for fault in refused.value.faults)


@pytest.mark.parametrize("nothing", ["", "\r", "\n;;\n", " ;\t\n", "sep=;\n\n"])
def test_a_sheet_that_says_nothing_is_refused_as_empty(nothing: str) -> None:
    assert messages(nothing) == ["Arket er tomt."]


@given(st.binary(max_size=200) | st.text(alphabet="Teknologi;Status\n\"',\tæøå =", max_size=200).map(str.encode))
def test_no_bytes_bring_the_reader_down(data: bytes) -> None:
    try:
        uses(data)
    except DataError as refused:
        assert refused.faults


cells = st.lists(st.sampled_from([t.id for t in BUNDLE.technologies]), unique=True, min_size=1)


@given(cells, st.data(), st.permutations(range(4)))
def test_columns_in_any_order_say_the_same(technologies: list[str], data: st.DataObject, order: list[int]) -> None:
    wanted = []
    for technology in technologies:
        stage = data.draw(st.sampled_from(Stage))
        value = data.draw(st.none() | st.sampled_from(Value)) if stage is Stage.I_DRIFT else None
        wanted.append(OwnUse(technology, stage, data.draw(st.sampled_from(["", 'En; "case"'])), value))
    rows = [["Teknologi", "Status", "Begrundelse", "Værdi"]]
    for use in wanted:
        name = data.draw(st.sampled_from([use.technology, BUNDLE.technology_by_id[use.technology].name]))
        rows.append([name, use.stage.label, use.evidence, use.value.label if use.value else ""])
    shuffled = [[row[at] for at in order] for row in rows]
    assert read_own_rows(shuffled, "egne.csv", BUNDLE, EMPTY).own.uses == tuple(wanted)


def test_a_formula_without_a_result_is_told_as_one_and_is_nobodys_words() -> None:
    message = "Formlen i cellen er ikke regnet ud. Åbn filen i Excel, gem den, og prøv igen."
    assert messages("Teknologi;Status;Begrundelse\nDroner;=A2;\nVR;overvejer;=B2\n") == [
        f"B2: {message}",
        f"C3: {message}",
    ]


def test_cells_are_named_as_in_a_spreadsheet() -> None:
    assert [cell_name(14, at) for at in (0, 2, 25, 26, 701, 702)] == ["A14", "C14", "Z14", "AA14", "ZZ14", "AAA14"]


YAML = """kommune: "630"
fagomraade: sundhed-og-aeldre
teknologier:
  - teknologi: droner
    anvendelse: i-drift
    begrundelse: Måler tage
    vaerdi: ved-ikke
    af: Deltager Første
    dato: "2026-03-02"
  - {teknologi: vr, anvendelse: overvejer}
"""


def test_a_yaml_file_of_own_use_is_read() -> None:
    assert read_own_yaml(YAML.encode(), "egen.yaml", BUNDLE) == OwnRadar(
        "630",
        "sundhed-og-aeldre",
        (
            OwnUse(
                "droner",
                Stage.I_DRIFT,
                "Måler tage",
                Value.VED_IKKE,
                "Deltager Første",
                dt.datetime(2026, 3, 2, tzinfo=dt.UTC),
            ),
            OwnUse("vr", Stage.OVERVEJER),
        ),
    )


def test_every_fault_of_a_yaml_file_is_told_with_its_line() -> None:
    bad = """kommune: "999"
fagomraade: sundhed-og-aeldr
teknologier:
  - teknologi: dronner
    anvendelse: afproever
    vaerdi: ja
  - teknologi: vr
    anvendelse: i drift
  - teknologi: vr
    anvendelse: overvejer
"""
    with pytest.raises(DataError) as refused:
        read_own_yaml(bad.encode(), "egen.yaml", BUNDLE)
    assert list(map(str, refused.value.faults)) == [
        "egen.yaml:1: Kommunen »999« findes ikke i kommuner.yaml.",
        "egen.yaml:2: Fagområdet »sundhed-og-aeldr« findes ikke i fagomraader.yaml. Mente du »sundhed-og-aeldre«?",
        "egen.yaml:4: Teknologien »dronner« findes ikke i teknologier.yaml. Mente du »droner«?",
        "egen.yaml:6: Feltet »vaerdi« kan kun stå ved det, der er »i-drift«.",
        "egen.yaml:8: Feltet »anvendelse« kan ikke være »i drift«. "
        "Vælg bruger-ikke, overvejer, afproever eller i-drift. Mente du »i-drift«?",
        "egen.yaml:9: Teknologien »vr« står to gange; det første sted er linje 7.",
    ]
