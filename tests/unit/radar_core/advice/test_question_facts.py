"""Facts beside the questions, cases, and suggestions a team has said no to: only data, each with its source."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from radar_core.advice.cases import cases, fitting, provenance
from radar_core.advice.facts import MAX_FACTS, OWN_SOURCE, QuestionFact, balance_question, facts_for, own_helps
from radar_core.errors import UnknownFagomraade, UnknownTechnology
from radar_core.lookup import radar_for, ready
from radar_core.model import SAMLET, Belaeg, Bundle, Radar, Ring, Ticks
from radar_core.own_use.model import OwnRadar, OwnUse, Stage, Value
from tests.fakes.rated import with_question
from tests.fakes.shipped import shipped

CATALOG = shipped()
KL = CATALOG.bundle("2020")
EXAMPLE = CATALOG.bundle("eksempel")
KL_2020 = "https://www.publit.dk/temaer/digitalisering/ny-teknologiradar-fra-kl"
NEEDS = ("mindre-manuelt-arbejde", "hurtigere-svar")
QUESTIONS = range(1, 10)
MINE = OwnRadar(
    "630",
    "sundhed-og-aeldre",
    (
        OwnUse("apps", Stage.I_DRIFT, "Træning hjemme", Value.NEJ),
        OwnUse("rpa", Stage.AFPROEVER),
        OwnUse("exoskelet", Stage.I_DRIFT, "Et plejecenter"),
        OwnUse("cloud", Stage.OVERVEJER),
    ),
)

radars = st.tuples(
    st.sampled_from([bundle.edition.id for bundle in CATALOG.bundles]),
    st.sampled_from([SAMLET, *[fagomraade.id for fagomraade in KL.fagomraader]]),
)
need_ids = st.lists(st.sampled_from([n.id for n in KL.needs]), unique=True)
technology_ids = st.lists(st.sampled_from([t.id for t in KL.technologies]), unique=True)


def drawn_radar(edition: str, fagomraade: str) -> tuple[Bundle, Radar]:
    bundle = CATALOG.bundle(edition)
    return bundle, radar_for(bundle, fagomraade)


def texts(facts: tuple[QuestionFact, ...]) -> list[str]:
    return [fact.text for fact in facts]


@given(radars, st.sampled_from(QUESTIONS), need_ids, technology_ids, st.none() | st.just(MINE))
def test_every_fact_is_a_sentence_with_a_source_and_there_are_few(
    drawn: tuple[str, str], number: int, needs: list[str], running: list[str], own: OwnRadar | None
) -> None:
    bundle, radar = drawn_radar(*drawn)
    facts = facts_for(number, bundle, radar, needs, running, own)
    assert len(facts) <= MAX_FACTS
    assert len(set(texts(facts))) == len(facts)
    for fact in facts:
        assert fact.text.endswith((".", "?")) and fact.source.strip()
        assert fact.url is None or fact.url.startswith("http")


@given(radars, st.integers(1, 5), need_ids, technology_ids, st.none() | st.just(MINE))
def test_made_up_placements_are_never_told_without_saying_so(
    drawn: tuple[str, str], number: int, needs: list[str], running: list[str], own: OwnRadar | None
) -> None:
    bundle, radar = drawn_radar(*drawn)
    entries = tuple(replace(e, placement=replace(e.placement, belaeg=Belaeg.EKSEMPEL)) for e in radar.entries)
    for fact in facts_for(number, bundle, replace(radar, entries=entries), needs, running, own):
        if any(ring.value in fact.text for ring in Ring) or "radaren" in fact.text or "er klar" in fact.text:
            assert "EKSEMPELDATA – ikke KL's vurdering" in fact.source


@pytest.mark.parametrize("number", QUESTIONS)
def test_an_empty_radar_and_a_silent_kommune_give_no_facts(number: int) -> None:
    empty = replace(radar_for(KL), entries=())
    assert facts_for(number, KL, empty) == ()


def test_1_the_klar_technologies_are_told_with_where_it_stands() -> None:
    facts = facts_for(1, KL, radar_for(KL))
    assert facts == (
        QuestionFact(
            "Her kan I begynde (KLAR): Apps, Skærme/selvbetjening, Video og visuel kontakt, RPA, Big data og Cloud.",
            "publit.dk, udgave 2020 (placeret af KL)",
            KL_2020,
        ),
    )


def test_2_each_ticked_need_has_the_klar_technologies_that_serve_it() -> None:
    facts = facts_for(2, KL, radar_for(KL), NEEDS)
    assert texts(facts) == [
        "»Mindre manuelt arbejde«: Skærme/selvbetjening og RPA står i KLAR og kan hjælpe.",
        "»Hurtigere svar til borgerne«: Skærme/selvbetjening og RPA står i KLAR og kan hjælpe.",
    ]
    assert facts[0].source.endswith("; at de hjælper, er vores vurdering, ikke KL's")


def test_3_the_rings_are_counted_and_every_source_named() -> None:
    first, *_ = facts_for(3, KL, radar_for(KL))
    assert first.text == (
        "Radaren viser 9 teknologier: 6 i KLAR og 3 i AFPRØV. 11 af 20 placeringer er ikke offentlige."
    )
    assert (
        first.source
        == "publit.dk og itb.dk, udgave 2020 (placeret af KL og omtalt i en kilde – ringen er vores tolkning)"
    )
    assert first.url is None


def test_4_what_is_klar_and_not_used_needs_somebody_to_have_said_what_is_used() -> None:
    radar = radar_for(KL)
    assert facts_for(4, KL, radar) == ()
    assert texts(facts_for(4, KL, radar, own=MINE)) == ["I KLAR på radaren, men ikke i drift hos jer: RPA og Cloud."]
    assert texts(facts_for(4, KL, radar, in_operation=["cloud", "rpa"])) == [
        "I KLAR på radaren, men ikke i drift hos jer: Apps, Skærme/selvbetjening, Video og visuel kontakt og Big data."
    ]


def test_5_ours_stands_beside_the_radars() -> None:
    radar = radar_for(EXAMPLE, "sundhed-og-aeldre")
    facts = facts_for(5, EXAMPLE, radar, own=MINE)
    assert texts(facts) == [
        "Hos jer er 1 teknologi under afprøvning og 2 i drift.",
        f"På radaren ligger {len(radar.in_ring(Ring.AFPROEV))} teknologier i AFPRØV og {len(ready(radar))} i KLAR.",
        "Apps: i drift hos jer, men det giver ikke den forventede værdi.",
        "Exoskelet: i drift hos jer, men i HOLD ØJE i eksemplet. Giver det den forventede værdi?",
    ]
    assert [fact.source == OWN_SOURCE for fact in facts] == [True, False, True, False]


def test_6_data_ethics_is_told_where_citizens_are_met_directly() -> None:
    there = facts_for(6, KL, radar_for(KL, "sundhed-og-aeldre"))
    assert there[0].text == "Kan overtage beslutninger eller behandle oplysninger uden et menneske: RPA."
    assert there[1].url == KL_2020 and "dataetiske" in there[1].text
    assert len(facts_for(6, KL, radar_for(KL, "klima-teknik-og-miljoe"))) == 1
    assert facts_for(6, KL, radar_for(KL), in_operation=["rpa"]) == ()


def test_7_says_what_the_klar_technologies_are_but_for_those_in_drift() -> None:
    radar = radar_for(KL)
    running = [e.technology.id for e in ready(radar) if e.technology.id != "cloud"]
    (fact,) = facts_for(7, KL, radar, in_operation=running)
    assert fact.text == f"Cloud: {KL.technology_by_id['cloud'].description}"
    assert (fact.source, fact.url) == (KL.technology_by_id["cloud"].source, None)


@pytest.mark.parametrize(("number", "ring"), [(8, Ring.AFPROEV), (9, Ring.KLAR)])
def test_8_and_9_bring_other_kommuners_cases_with_links_own_fagomraade_first(number: int, ring: Ring) -> None:
    area = "beskaeftigelse-og-integration"
    radar = radar_for(EXAMPLE, area)
    placed = {e.technology.id for e in radar.in_ring(ring)}
    of_url = {case.url: case for case in EXAMPLE.cases}
    facts = facts_for(number, EXAMPLE, radar)
    assert facts
    for fact in facts:
        assert fact.url in {case.url for case in EXAMPLE.cases if placed.intersection(case.technologies)}
    own = [area in of_url[fact.url or ""].fagomraader for fact in facts]
    assert any(own) and own == sorted(own, reverse=True)
    general = [not of_url[fact.url or ""].fagomraader for fact in facts]
    assert all(is_own or is_general for is_own, is_general in zip(own, general, strict=True))


def test_a_case_of_another_fagomraade_is_no_fact_of_this_one() -> None:
    klima = {case.id for case in EXAMPLE.cases if case.fagomraader == ("klima-teknik-og-miljoe",)}
    robots = fitting(EXAMPLE, "fysiske-robotter", "sundhed-og-aeldre")
    assert robots and not klima.intersection(case.id for case in robots)
    assert klima.intersection(case.id for case in fitting(EXAMPLE, "fysiske-robotter", SAMLET))
    shown = {
        fact.url for number in (8, 9) for fact in facts_for(number, EXAMPLE, radar_for(EXAMPLE, "social-og-handicap"))
    }
    assert shown <= {c.url for c in EXAMPLE.cases if not c.fagomraader or "social-og-handicap" in c.fagomraader}


def test_a_fact_about_a_case_says_when_it_is_from_and_how_much_of_the_source_is_read() -> None:
    facts = facts_for(9, EXAMPLE, radar_for(EXAMPLE, "administration-og-borgerservice"))
    told = {fact.url: fact.source for fact in facts}
    for case in EXAMPLE.cases:
        if case.url in told:
            assert told[case.url].endswith(provenance(case))
    assert any("kun begyndelsen af kilden er læst" in source for source in told.values())


def test_what_is_ticked_on_a_question_says_which_facts_help_it() -> None:
    moved = with_question(with_question(EXAMPLE, 5, ticks=None), 7, ticks=Ticks.I_DRIFT)
    radar = radar_for(EXAMPLE, "sundhed-og-aeldre")
    assert facts_for(7, moved, radar, own=MINE) == facts_for(5, EXAMPLE, radar, own=MINE)
    assert facts_for(8, with_question(EXAMPLE, 8, ticks=Ticks.BEHOV), radar) == facts_for(2, EXAMPLE, radar)
    assert (balance_question(EXAMPLE).number, balance_question(moved).number) == (5, 7)
    assert balance_question(with_question(EXAMPLE, 5, ticks=None)).number == 5


def test_the_own_radar_is_asked_for_exactly_where_it_has_something_to_say() -> None:
    assert own_helps(EXAMPLE) == {3, 4, 5}
    assert own_helps(with_question(EXAMPLE, 7, ticks=Ticks.I_DRIFT)) == {3, 4, 5, 7}
    radar = radar_for(EXAMPLE, "sundhed-og-aeldre")
    for number in own_helps(EXAMPLE):
        assert facts_for(number, EXAMPLE, radar, own=MINE) != facts_for(number, EXAMPLE, radar)


def test_there_are_nine_questions_and_no_tenth() -> None:
    with pytest.raises(KeyError):
        facts_for(10, KL, radar_for(KL))


def test_cases_of_a_technology_begin_with_the_own_fagomraade_and_leave_none_out() -> None:
    found = cases(KL, "vr", "beskaeftigelse-og-integration")
    assert found[0].id == "aarhus-vr"
    assert set(found) == {case for case in KL.cases if "vr" in case.technologies}


def test_cases_of_a_fagomraade_are_its_own_and_then_those_of_none() -> None:
    found = cases(KL, fagomraade="sundhed-og-aeldre")
    own = ["sundhed-og-aeldre" in case.fagomraader for case in found]
    assert own == sorted(own, reverse=True)
    assert all(is_own or not case.fagomraader for is_own, case in zip(own, found, strict=True))
    assert cases(KL) == cases(KL, None, SAMLET) == KL.cases


def test_cases_of_what_is_not_known_are_asked_about() -> None:
    with pytest.raises(UnknownTechnology):
        cases(KL, "hoverboard")
    with pytest.raises(UnknownFagomraade):
        cases(KL, "vr", "rumfart")
