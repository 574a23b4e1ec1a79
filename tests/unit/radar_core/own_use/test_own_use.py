"""A kommune's own use beside KL's placements: nothing lost, nothing guessed, and the highest, never a mean."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from radar_core.lookup import radar_for, ready
from radar_core.model import SAMLET, Belaeg, Ring
from radar_core.own_use.comparison import compare
from radar_core.own_use.gaps import gaps
from radar_core.own_use.levels import Forvaltning, UnclearForvaltninger, across, map_forvaltninger
from radar_core.own_use.model import STAGE_CAPTION, OwnRadar, OwnUse, Stage, Value
from tests.fakes.shipped import shipped

CATALOG = shipped()
VEJLE = CATALOG.bundle("2021-vejle")
EXAMPLE = CATALOG.bundle("eksempel")
RADAR = radar_for(VEJLE)
IDS = [technology.id for technology in VEJLE.technologies]
NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)


def own(*uses: OwnUse, fagomraade: str = SAMLET, kommune: str = "630") -> OwnRadar:
    return OwnRadar(kommune, fagomraade, uses)


@st.composite
def own_uses(draw: st.DrawFn, technology: str) -> OwnUse:
    stage = draw(st.sampled_from(Stage))
    value = draw(st.none() | st.sampled_from(Value)) if stage is Stage.I_DRIFT else None
    return OwnUse(technology, stage, draw(st.sampled_from(["", "En case"])), value)


@st.composite
def own_radars(draw: st.DrawFn, fagomraade: str = SAMLET) -> OwnRadar:
    return own(*[draw(own_uses(i)) for i in draw(st.lists(st.sampled_from(IDS), unique=True))], fagomraade=fagomraade)


def test_each_usage_has_its_ring_and_the_caption_says_that_this_is_our_reading() -> None:
    assert {stage.label: stage.ring for stage in Stage} == {
        "bruger ikke": Ring.AFVENT,
        "overvejer": Ring.HOLD_OEJE,
        "afprøver": Ring.AFPROEV,
        "i drift": Ring.KLAR,
    }
    assert STAGE_CAPTION == (
        "Sådan er jeres svar tegnet: bruger ikke = AFVENT, overvejer = HOLD ØJE, afprøver = AFPRØV, "
        "i drift = KLAR. Det er vores tolkning, ikke KL's."
    )


def test_only_what_is_in_drift_has_a_value() -> None:
    with pytest.raises(ValueError):
        OwnUse("droner", Stage.AFPROEVER, value=Value.JA)


def test_a_technology_stands_once_on_an_own_radar() -> None:
    with pytest.raises(ValueError):
        own(OwnUse("droner", Stage.AFPROEVER), OwnUse("droner", Stage.I_DRIFT))


def test_a_new_use_takes_the_place_of_the_old_one() -> None:
    first, second = OwnUse("droner", Stage.OVERVEJER), OwnUse("vr", Stage.AFPROEVER)
    newer = replace(first, stage=Stage.I_DRIFT)
    assert own(first).with_use(second).with_use(newer).uses == (newer, second)


@pytest.mark.parametrize(
    ("technology", "stage", "words"),
    [
        ("droner", Stage.I_DRIFT, "I bruger den mere: i drift, AFPRØV (gengivet af andre)"),
        ("droner", Stage.AFPROEVER, "Det samme: afprøver, AFPRØV (gengivet af andre)"),
        ("rpa", Stage.BRUGER_IKKE, "I bruger den mindre: bruger ikke, KLAR (gengivet af andre)"),
    ],
)
def test_a_difference_is_said_in_words(technology: str, stage: Stage, words: str) -> None:
    (row,) = [r for r in compare(RADAR, own(OwnUse(technology, stage))) if r.own is not None]
    assert row.words == words
    assert row.differs is not words.startswith("Det samme")


def test_made_up_placements_are_not_called_kls_in_a_comparison() -> None:
    radar = radar_for(EXAMPLE, "sundhed-og-aeldre")
    made_up = [e.number for e in radar.entries if e.placement.belaeg is Belaeg.EKSEMPEL]
    told = {row.number: row.words for row in compare(radar, own())}
    assert made_up
    assert all("hos KL" not in told[number] and "i eksemplet" in told[number] for number in made_up)


def test_a_technology_that_only_the_kommune_has_is_numbered_on_and_named() -> None:
    rows = compare(RADAR, own(OwnUse("metaverset", Stage.OVERVEJER)), VEJLE.technology_by_id)
    assert (rows[-1].number, rows[-1].name, rows[-1].national) == (23, "Metaverset", None)
    assert rows[-1].words == "Kun hos jer: overvejer, ringen på radaren er ikke kendt"
    assert compare(RADAR, own(OwnUse("metaverset", Stage.OVERVEJER)))[-1].name == "metaverset"


def test_a_technology_is_said_not_to_be_on_the_radar_only_where_all_of_the_radar_is_known() -> None:
    complete = radar_for(EXAMPLE, "boern-unge-og-skole")
    placed = {entry.technology.id for entry in complete.entries}
    absent = next(t for t in EXAMPLE.technology_by_id if t not in placed)
    words = compare(complete, own(OwnUse(absent, Stage.OVERVEJER)), EXAMPLE.technology_by_id)[-1].words
    assert words == "Kun hos jer: overvejer, ikke på radaren"


@given(own_radars())
def test_a_comparison_loses_no_technology_and_marks_exactly_the_different_ones(mine: OwnRadar) -> None:
    rows = compare(RADAR, mine, VEJLE.technology_by_id)
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    assert len(rows) == len({e.technology.id for e in RADAR.entries} | set(mine.by_technology))
    for entry, row in zip(RADAR.entries, rows, strict=False):
        assert (row.name, row.national) == (entry.name, entry.ring)
        use = mine.by_technology.get(entry.technology.id)
        assert row.own is (use.stage.ring if use else None)
        assert row.differs is (use is not None and use.stage.ring is not entry.ring)
        assert row.words.startswith("I bruger den mere") is (
            use is not None and use.stage.ring.order < entry.ring.order
        )


@given(own_radars())
def test_gaps_count_only_what_the_kommune_has_answered(mine: OwnRadar) -> None:
    found = gaps(RADAR, mine, VEJLE.technology_by_id)
    running = {u.technology for u in mine.uses if u.stage is Stage.I_DRIFT}
    klar = [e.technology.id for e in ready(RADAR)]
    assert [g.technology for g in found.candidates] == [i for i in klar if i in mine.by_technology and i not in running]
    outer = {e.technology.id for e in RADAR.entries if e.ring in (Ring.HOLD_OEJE, Ring.AFVENT)}
    assert {g.technology for g in found.questionable} == running & outer
    assert {g.technology for g in found.without_evidence} == {
        u.technology for u in mine.uses if u.technology in running and not u.evidence
    }
    assert {g.technology for g in found.without_value} == {
        u.technology for u in mine.uses if u.value in (Value.NEJ, Value.VED_IKKE)
    }
    assert found.in_operation == len(running)
    assert len(found.unanswered) == len({e.technology.id for e in RADAR.entries} - set(mine.by_technology))


def test_gaps_are_told_in_sentences() -> None:
    mine = own(
        OwnUse("cloud", Stage.AFPROEVER, "Et pilotprojekt"),
        OwnUse("blockchain", Stage.I_DRIFT, "", Value.VED_IKKE),
        *[OwnUse(i, Stage.I_DRIFT, "En case", Value.JA) for i in IDS if i not in ("cloud", "blockchain", "apps")],
    )
    assert gaps(RADAR, mine).sentences[:1] == ("Hos jer er 1 teknologi under afprøvning og 24 i drift.",)
    told = "\n".join(gaps(RADAR, mine).sentences)
    for sentence in (
        "Cloud: i KLAR (gengivet af andre), men I afprøver den. Kan afprøvningen blive til drift?",
        "Blockchain: i drift hos jer, men i HOLD ØJE (gengivet af andre). I ved ikke, om det giver den forventede "
        "værdi; hvordan finder I ud af det?",
        "Blockchain: i drift hos jer, men I ved ikke, om det giver den forventede værdi.",
        "Blockchain: i drift hos jer, men I har ikke skrevet, hvor I bruger den.",
        "I mangler 1 teknologi: Apps.",
    ):
        assert sentence in told


def test_an_empty_own_radar_has_nothing_to_tell() -> None:
    assert gaps(RADAR, own()).sentences == ()


@given(st.lists(own_radars(), min_size=1, max_size=4))
def test_across_is_the_highest_level_of_the_fagomraader(drawn: list[OwnRadar]) -> None:
    radars = [replace(radar, fagomraade=f.id) for radar, f in zip(drawn, VEJLE.fagomraader, strict=False)]
    said = [(use.technology, use.stage.level) for radar in radars for use in radar.uses]
    found = across(radars)
    assert (found.kommune, found.fagomraade) == (radars[0].kommune, SAMLET)
    assert {use.technology for use in found.uses} == {technology for technology, _ in said}
    for use in found.uses:
        assert use.stage.level == max(level for technology, level in said if technology == use.technology)


def test_across_keeps_the_evidence_of_all_who_reach_the_level_and_a_value_they_agree_on() -> None:
    first = own(OwnUse("vr", Stage.I_DRIFT, "Træning", Value.JA, "Deltager Første", NOON), fagomraade="a")
    second = own(OwnUse("vr", Stage.I_DRIFT, "Undervisning", Value.JA, "Deltager Anden"), fagomraade="b")
    third = own(OwnUse("vr", Stage.OVERVEJER, "En idé"), fagomraade="c")
    assert across([third, second, first]).uses == (
        OwnUse("vr", Stage.I_DRIFT, "Undervisning; Træning", Value.JA, "Deltager Første", NOON),
    )
    disagreeing = own(replace(second.uses[0], value=Value.NEJ), fagomraade="b")
    assert across([first, disagreeing]).uses[0].value is None


def test_levels_of_several_kommuner_are_refused() -> None:
    with pytest.raises(ValueError):
        across([own(), own(kommune="101")])
    with pytest.raises(ValueError):
        across([])


def test_several_forvaltninger_may_work_in_one_fagomraade() -> None:
    some = [
        Forvaltning("Velfærd", ("sundhed-og-aeldre", "social-og-handicap")),
        Forvaltning("Kultur og Sundhed", ("sundhed-og-aeldre",)),
    ]
    assert map_forvaltninger(VEJLE, "630", some) == tuple(some)


def test_every_fault_of_a_mapping_is_told_at_once() -> None:
    with pytest.raises(UnclearForvaltninger) as refused:
        map_forvaltninger(
            VEJLE,
            "999",
            [
                Forvaltning("Velfærd", ("sundhed-og-ældr",)),
                Forvaltning("velfærd", ()),
                Forvaltning("Teknik", ("klima-teknik-og-miljoe", "klima-teknik-og-miljoe")),
                Forvaltning(" ", ("klima-teknik-og-miljoe",)),
            ],
        )
    assert refused.value.faults == (
        "Jeg kender ikke kommunen med koden »999«.",
        "Forvaltningen »Velfærd«: jeg kender ikke fagområdet »sundhed-og-ældr«. Mente du »sundhed-og-aeldre«?",
        "Forvaltningen »velfærd« står to gange.",
        "Forvaltningen »velfærd« hører ikke til noget fagområde. Vælg mindst et.",
        "Forvaltningen »Teknik« har det samme fagområde to gange.",
        "En forvaltning mangler et navn.",
    )
