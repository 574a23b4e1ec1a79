"""An edition file becomes an edition, or every one of its faults, each at its line and in Danish."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from radar_core.editions.edition import MAX_PLACEMENTS, read_edition
from radar_core.errors import DataError
from radar_core.files.cross_checks import KnownNames, Names
from radar_core.model import Belaeg, Placement, Ring, Status
from radar_core.spelling import letters
from tests.fakes.chance import cases


def names(noun: str, file: str, *ids: str, **aliases: str) -> Names:
    return Names(noun, file, frozenset(ids), by_label={**{letters(i): i for i in ids}, **aliases})


KNOWN = KnownNames(
    names("Teknologien", "teknologier.yaml", "apps", "chatbots", "cloud", "rpa", "ai", kunstigintelligens="ai"),
    names("Fagområdet", "fagomraader.yaml", "sundhed", "teknik-og-miljoe"),
)

HEAD = """\
id: proeve
titel: Prøveudgave
status: eksempel
serie: proeve
metode: udbredelse
dato: "2021-05"
kilde: Fundet på til prøven
fagomraader: [sundhed]
placeringer:
"""

PLACEMENT = """\
  - teknologi: {teknologi}
    fagomraade: {fagomraade}
    ring: {ring}
    belaeg: {belaeg}
    kilde: Prøve
"""


def placement(
    teknologi: str = "apps", fagomraade: str = "samlet", ring: str = "KLAR", belaeg: str = "eksempel", more: str = ""
) -> str:
    text = PLACEMENT.format(teknologi=teknologi, fagomraade=fagomraade, ring=ring, belaeg=belaeg)
    return text + (f"    {more}\n" if more else "")


def faults_of(text: str | bytes) -> list[tuple[int, str]]:
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(DataError) as caught:
        read_edition(data, "proeve.yaml", KNOWN)
    assert {fault.file for fault in caught.value.faults} == {"proeve.yaml"}
    return [(fault.line, fault.message) for fault in caught.value.faults]


def only_fault(text: str) -> tuple[int, str]:
    [fault] = faults_of(text)
    return fault


def line_of(text: str, fragment: str, nth: int = 1) -> int:
    return [n for n, row in enumerate(text.split("\n"), start=1) if fragment in row][nth - 1]


def test_a_good_file_becomes_an_edition() -> None:
    text = (
        HEAD + placement() + placement("ai", "sundhed", "HOLD ØJE", "kl", "position: 0.25\n    navn: AI\n    note: x")
    )
    edition = read_edition(text.encode(), "proeve.yaml", KNOWN)
    assert (edition.id, edition.title, edition.status) == ("proeve", "Prøveudgave", Status.EKSEMPEL)
    assert (edition.series, edition.method, edition.date) == ("proeve", "udbredelse", "2021-05")
    assert (edition.source, edition.fagomraader) == ("Fundet på til prøven", ("sundhed",))
    assert edition.placements == (
        Placement("apps", "samlet", Ring.KLAR, Belaeg.EKSEMPEL, "Prøve"),
        Placement("ai", "sundhed", Ring.HOLD_OEJE, Belaeg.KL, "Prøve", 0.25, "AI", "x"),
    )


def with_totals(*totals: str) -> str:
    lines = "".join(f"  - {{{total}}}\n" for total in totals)
    return HEAD.replace("placeringer:\n", f"teknologier_i_alt:\n{lines}placeringer:\n") + placement() + placement("ai")


def test_an_edition_may_say_how_many_technologies_each_radar_holds() -> None:
    text = with_totals("fagomraade: samlet, antal: 20", "fagomraade: sundhed, antal: 7")
    edition = read_edition(text.encode(), "proeve.yaml", KNOWN)
    assert (edition.total("samlet"), edition.total("sundhed")) == (20, 7)


def test_where_an_edition_does_not_say_how_many_it_is_not_known() -> None:
    assert read_edition((HEAD + placement()).encode(), "proeve.yaml", KNOWN).total("samlet") is None


def test_a_radar_holds_never_fewer_technologies_than_are_placed_on_it() -> None:
    text = with_totals("fagomraade: samlet, antal: 1")
    assert only_fault(text) == (
        line_of(text, "antal: 1"),
        "Radaren for »samlet« har 2 placeringer i filen, så »antal« kan ikke være 1. "
        "Skriv, hvor mange teknologier radaren har i alt, eller slet linjen.",
    )
    assert read_edition(with_totals("fagomraade: samlet, antal: 2").encode(), "proeve.yaml", KNOWN).totals


@pytest.mark.parametrize(
    ("totals", "message"),
    [
        (["fagomraade: teknik-og-miljoe, antal: 3"], "står ikke i udgavens liste »fagomraader«"),
        (["fagomraade: sundhet, antal: 3"], "Mente du »sundhed«?"),
        (["fagomraade: samlet, antal: 0"], "må ikke være under 1"),
        (["fagomraade: samlet, antal: tyve"], "skal være et helt tal"),
        (["fagomraade: samlet, antal: 9", "fagomraade: samlet, antal: 9"], "Antallet for »samlet« står to gange"),
        (["fagomraade: samlet"], "Feltet »antal« mangler"),
    ],
)
def test_a_total_that_cannot_be_right_is_refused(totals: list[str], message: str) -> None:
    assert message in only_fault(with_totals(*totals))[1]


TEN_FAULTS = """\
id: proeve
titel: &titel Prøveudgave
status: eksempel
serie: proeve
metode: udbredelse
dato: "2021-02-30"
kilde: Fundet på til prøven
fagomraader: [sundhed]
placeringer:
  - teknologi: chatbotter
    fagomraade: samlet
    ring: KLAR
    belaeg: eksempel
    kilde: Prøve
  - teknologi: rpa
    fagomraade: samlet
    ring: KLARR
    belaeg: eksempel
    kilde: Prøve
  - teknologi: apps
    fagomraade: samlet
    ring: KLAR
    belaeg: eksempel
    ring: AFVENT
    kilde: Prøve
  - teknologi: cloud
    fagomraade: samlet
    ring: KLAR
    kilde: Prøve
  - teknologi: ai
    fagomraade: samlet
    ring: AFPRØV
    belaeg: eksempel
    kilde: Prøve
    position: 1.4
  - teknologi: rpa
    fagomraade: sundhed
    ring: AFPRØV
    belaeg: eksempel
    kilde: Prøve
    farve: rød
  - teknologi: cloud
    fagomraade: samlet
    ring: AFPRØV
    belaeg: eksempel
    kilde: Prøve
  - teknologi: ai
    fagomraade: sundhed
\tring: AFPRØV
    belaeg: eksempel
    kilde: Prøve
"""


def test_ten_different_faults_are_ten_lines_each_where_it_is() -> None:
    text = TEN_FAULTS
    expected = [
        (2, "Ankre (»&titel«) er ikke tilladt"),
        (6, "findes ikke i kalenderen"),
        (10, "Teknologien »chatbotter« findes ikke i teknologier.yaml. Mente du »chatbots«?"),
        (17, "Feltet »ring« kan ikke være »KLARR«. Vælg KLAR, AFPRØV, HOLD ØJE eller AFVENT. Mente du »KLAR«?"),
        (24, "Feltet »ring« står to gange; det står også i linje 22."),
        (26, "Feltet »belaeg« mangler her."),
        (35, "Feltet »position« er »1.4«"),
        (41, "Jeg kender ikke feltet »farve«."),
        (42, "Placeringen af »cloud« på »samlet« står to gange; det første sted er linje 26."),
        (49, "rykket ind med tabulator"),
    ]
    found = faults_of(text)
    assert [line for line, _ in found] == [line for line, _ in expected]
    for (_, message), (_, part) in zip(found, expected, strict=True):
        assert part in message


def test_a_fault_reads_as_file_line_and_sentence() -> None:
    with pytest.raises(DataError, match=r"^proeve\.yaml:12: Feltet »ring« kan ikke være »KLARR«\."):
        read_edition((HEAD + placement(ring="KLARR")).encode(), "proeve.yaml", KNOWN)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("Chatbot", "chatbots"), ("CLOUD", "cloud"), ("Kunstig intelligens", "ai"), ("r-p-a", "rpa")],
)
def test_an_unknown_technology_is_met_with_the_nearest_known(written: str, meant: str) -> None:
    line, message = only_fault(HEAD + placement(written))
    assert line == 10
    assert message.endswith(f"Mente du »{meant}«?")


def test_an_unknown_technology_like_no_other_gets_no_guess() -> None:
    assert "Mente du" not in only_fault(HEAD + placement("qwertyuiop"))[1]


def test_danish_letters_are_folded_before_the_nearest_is_looked_for() -> None:
    line, message = only_fault(HEAD + placement(fagomraade="Teknik & Miljø"))
    assert (line, message.endswith("Mente du »teknik-og-miljoe«?")) == (11, True)


def test_a_placement_on_a_fagomraade_the_edition_does_not_list_is_refused() -> None:
    line, message = only_fault(HEAD + placement(fagomraade="teknik-og-miljoe"))
    assert (line, "»teknik-og-miljoe« står ikke i udgavens liste" in message) == (11, True)


def test_an_unknown_fagomraade_in_the_editions_own_list_is_refused_there() -> None:
    text = HEAD.replace("[sundhed]", "[sundhet]") + placement()
    assert only_fault(text)[0] == line_of(text, "sundhet")


def test_a_fagomraade_listed_twice_is_refused() -> None:
    assert "står to gange" in only_fault(HEAD.replace("[sundhed]", "[sundhed, sundhed]") + placement())[1]


def test_the_same_technology_on_two_fagomraader_is_no_repetition() -> None:
    text = HEAD + placement() + placement(fagomraade="sundhed")
    assert len(read_edition(text.encode(), "proeve.yaml", KNOWN).placements) == 2


@pytest.mark.parametrize("belaeg", ["kl", "omtale", "andenhaand"])
def test_an_example_edition_may_quote_a_real_placement(belaeg: str) -> None:
    assert read_edition((HEAD + placement(belaeg=belaeg)).encode(), "proeve.yaml", KNOWN)


@pytest.mark.parametrize("status", ["offentliggjort", "andenhaand", "udkast"])
def test_a_made_up_placement_may_only_stand_in_an_example(status: str) -> None:
    line, message = only_fault(HEAD.replace("eksempel", status) + placement())
    assert (line, f"ikke »{status}«" in message) == (13, True)


def test_a_radar_holds_sixty_placements_and_no_more() -> None:
    ids = [f"t{n}" for n in range(MAX_PLACEMENTS + 2)]
    known = KnownNames(names("Teknologien", "teknologier.yaml", *ids), KNOWN.fagomraader)
    full = HEAD + "".join(map(placement, ids[:MAX_PLACEMENTS]))
    assert len(read_edition(full.encode(), "f", known).placements) == MAX_PLACEMENTS
    with pytest.raises(DataError) as caught:
        read_edition((full + placement(ids[-2]) + placement(ids[-1])).encode(), "f", known)
    [fault] = caught.value.faults
    assert fault.line == full.count("\n") + 1


def test_an_edition_without_placements_is_refused() -> None:
    line, message = only_fault(HEAD.replace("placeringer:", "placeringer: []"))
    assert (line, message) == (9, "Listen »placeringer« skal have mindst 1, men har 0.")


@pytest.mark.parametrize("date", ["null", "'2021'", "'2021-05'", "'2021-05-17'", "2021-05-17", "'2024-02-29'"])
def test_a_date_is_as_exact_as_it_is_known(date: str) -> None:
    text = HEAD.replace('"2021-05"', date) + placement()
    assert read_edition(text.encode(), "f", KNOWN).date == (None if date == "null" else date.strip("'"))


@pytest.mark.parametrize(
    ("date", "part"),
    [
        ("'2023-02-29'", "kalenderen"),
        ("'2021-13'", "kalenderen"),
        ("'0000'", "kalenderen"),
        ("17-05-2021", "ÅÅÅÅ-MM-DD"),
        ("'2021-5'", "ÅÅÅÅ-MM-DD"),
        ("forår 2021", "ÅÅÅÅ-MM-DD"),
        ("2021", 'anførselstegn om, "2021"'),
    ],
)
def test_a_date_that_is_none_is_refused(date: str, part: str) -> None:
    line, message = only_fault(HEAD.replace('"2021-05"', date) + placement())
    assert (line, part in message) == (6, True)


@pytest.mark.parametrize("position", ["0", "1", "0.0", "1.0", ".5", "null"])
def test_a_position_lies_from_0_to_1(position: str) -> None:
    edition = read_edition((HEAD + placement(more=f"position: {position}")).encode(), "f", KNOWN)
    assert edition.placements[0].position in (0, 0.5, 1, None)


@pytest.mark.parametrize("position", ["-0.1", "1.01", "2", "'0.5'", "0,5", ".nan", ".inf", "true", "[]"])
def test_any_other_position_is_refused(position: str) -> None:
    line, message = only_fault(HEAD + placement(more=f"position: {position}"))
    assert (line, "»position«" in message) == (15, True)


def test_a_name_longer_than_the_picture_holds_is_refused() -> None:
    assert read_edition((HEAD + placement(more=f"navn: {'n' * 40}")).encode(), "f", KNOWN)
    line, message = only_fault(HEAD + placement(more=f"navn: {'n' * 41}"))
    assert (line, message) == (15, "Feltet »navn« er på 41 tegn; der er plads til 40.")


def test_a_misspelt_field_is_one_fault_not_two() -> None:
    line, message = only_fault(HEAD + placement().replace("ring:", "rnig:"))
    assert (line, message) == (12, "Jeg kender ikke feltet »rnig«. Mente du »ring«?")


def test_an_unknown_field_like_no_other_is_told_which_there_are() -> None:
    assert only_fault(HEAD + placement(more="vurdering: god"))[1].endswith("belaeg, kilde, position, navn og note.")


@pytest.mark.parametrize(
    ("field", "value", "part"),
    [
        ("id", "Prøve 1", "små bogstaver"),
        ("id", "2021", 'anførselstegn om, "2021"'),
        ("titel", "", "er tomt"),
        ("titel", "'  '", "er tomt"),
        ("titel", "[a]", "ikke en liste"),
        ("titel", "true", 'anførselstegn om, "true"'),
        ("status", "publiceret", "Vælg offentliggjort, andenhaand, eksempel eller udkast."),
        ("kilde", "{a: b}", "ikke en liste eller felter"),
        ("fagomraader", "sundhed", "skal være en liste"),
        ("fagomraader", "[1]", "skal være tekst"),
    ],
)
def test_a_value_of_the_wrong_kind_is_told_what_is_wanted(field: str, value: str, part: str) -> None:
    rows = [f"{field}: {value}" if row.startswith(f"{field}:") else row for row in HEAD.split("\n")]
    line, message = only_fault("\n".join(rows) + placement())
    assert (rows[line - 1], part in message) == (f"{field}: {value}", True)


def test_every_missing_field_is_one_fault() -> None:
    found = faults_of("id: proeve\n")
    assert {line for line, _ in found} == {1}
    assert {message.split("»")[1].split("«")[0] for _, message in found} == {
        *("titel", "status", "serie", "metode", "dato", "kilde", "fagomraader", "placeringer")
    }


@pytest.mark.parametrize("text", ["hest", "[a, b]", "7", "- id: x\n"])
def test_a_file_without_fields_is_refused(text: str) -> None:
    assert only_fault(text)[0] == 1


def test_an_item_that_is_no_placement_is_refused_and_the_others_still_checked() -> None:
    text = HEAD + "  - hest\n" + placement("kat")
    assert [line for line, _ in faults_of(text)] == [10, 11]


def test_an_alias_brings_no_second_fault() -> None:
    text = HEAD + placement() + placement("*apps", "*samlet", "*klar", "*kl")
    assert [line for line, _ in faults_of(text)] == [15, 16, 17, 18]


def test_a_merge_key_brings_no_missing_fields() -> None:
    assert only_fault(HEAD + placement() + "  - <<: *foerst\n    teknologi: rpa\n")[0] == 15


def test_a_tag_on_a_whole_placement_brings_no_missing_fields() -> None:
    assert only_fault(HEAD + placement() + "  - !!python/object:os.system {}\n")[0] == 15


def test_a_colon_in_plain_text_hides_no_other_fault() -> None:
    text = HEAD.replace("titel: Prøveudgave", "titel: Prøve: udgave") + placement("kat") + placement(ring="GUL")
    assert [line for line, _ in faults_of(text)] == [2, 10, 17]


def test_a_bracket_never_closed_hides_nothing_above_it_and_adds_nothing_below() -> None:
    text = HEAD + placement("kat") + placement().replace("kilde: Prøve", "kilde: [Prøve")
    found = faults_of(text)
    assert [line for line, _ in found] == [10, 19]
    assert "Resten af filen er ikke læst" in found[1][1]


def test_an_id_another_file_has_is_refused_and_the_file_named() -> None:
    with pytest.raises(DataError) as caught:
        read_edition((HEAD + placement()).encode(), "to.yaml", KNOWN, {"proeve": "en.yaml"})
    [fault] = caught.value.faults
    assert (fault.line, "en.yaml" in fault.message) == (1, True)


def test_names_that_could_not_all_be_read_make_nothing_unknown() -> None:
    partly = Names("Teknologien", "teknologier.yaml", frozenset({"rpa"}), complete=False)
    known = KnownNames(partly, KNOWN.fagomraader)
    assert read_edition((HEAD + placement("apps")).encode(), "f", known)


def test_folded_text_loses_its_line_breaks() -> None:
    text = HEAD.replace("kilde: Fundet på til", "kilde: >\n  Fundet på\n  til") + placement()
    assert read_edition(text.encode(), "f", KNOWN).source == "Fundet på til prøven"


GOOD = HEAD + placement() + placement("ai", "sundhed", "AFPRØV", "kl", "position: 0.5")
PIECES = [*"\t[}\"'|#\n%\0ø", "&a ", "*a", "<<: ", ": ", "- ", "\n  ", "0101", "!!x ", "---\n"]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """The good file with a few cuts and insertions."""
    text = GOOD
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(st.sampled_from(PIECES)) + text[at + draw(st.integers(0, 6)) :]
    return text.encode()


@settings(max_examples=cases(400))
@given(st.one_of(st.binary(max_size=300), damaged()))
def test_any_bytes_give_an_edition_or_faults_inside_the_file(data: bytes) -> None:
    try:
        read_edition(data, "f", KNOWN)
    except DataError as error:
        assert error.faults
        last = len(data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"))
        assert all(0 <= fault.line <= last for fault in error.faults)
        assert all(len(fault.message) < 300 for fault in error.faults)
