"""Suggestions: the order is explainable, deterministic and moved by ticks alone."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from radar_core.advice.suggest import Suggestion, suggest
from radar_core.lookup import radar_for, ready
from radar_core.model import (
    SAMLET,
    Belaeg,
    Bundle,
    Case,
    Edition,
    Fagomraade,
    Need,
    Placement,
    Radar,
    Ring,
    Status,
    Technology,
)

NEEDS = tuple(Need(f"behov-{letter}", f"Behov {letter.upper()}") for letter in "abcd")
SKOLE = Fagomraade("skole", "Skole", (), True, "")
VEJE = Fagomraade("veje", "Veje", (), False, "")
URL = "https://www.kilde.dk/side"


def technology(name: str, needs: str = "", automates: bool = False) -> Technology:
    """A technology serving the needs of the given letters."""
    return Technology(name, name.capitalize(), (), "Beskrivelse.", tuple(f"behov-{n}" for n in needs), automates, URL)


def placed(
    name: str,
    ring: Ring = Ring.KLAR,
    position: float | None = None,
    fagomraade: str = SAMLET,
    belaeg: Belaeg = Belaeg.KL,
    source: str = URL,
) -> Placement:
    return Placement(name, fagomraade, ring, belaeg, source, position)


def bundle_of(
    technologies: tuple[Technology, ...],
    placements: tuple[Placement, ...] | None = None,
    cases: tuple[Case, ...] = (),
    status: Status = Status.OFFENTLIGGJORT,
) -> Bundle:
    """A bundle of those technologies, all KLAR on the samlet radar unless placed otherwise."""
    placements = tuple(placed(t.id) for t in technologies) if placements is None else placements
    edition = Edition("prøve", "Prøveudgave", status, "s", "m", None, URL, (), placements)
    return Bundle(edition, technologies, (SKOLE, VEJE), NEEDS, (), cases, (), "0" * 64)


def names(suggestions: tuple[Suggestion, ...]) -> list[str]:
    return [s.entry.technology.id for s in suggestions]


def only(bundle: Bundle, fagomraade: str = SAMLET, **ticks: tuple[str, ...]) -> Suggestion:
    (suggestion,) = suggest(bundle, radar_for(bundle, fagomraade), **ticks)  # type: ignore[arg-type]
    return suggestion


@st.composite
def radars(draw: st.DrawFn) -> tuple[Bundle, Radar]:
    count = draw(st.integers(1, 8))
    technologies = tuple(
        technology(f"t{i}", draw(st.sampled_from(["", "a", "b", "ab", "bc", "abcd"]))) for i in range(count)
    )
    positions = st.none() | st.sampled_from([0.0, 0.5, 1.0])
    rings = st.sampled_from([Ring.KLAR, Ring.KLAR, Ring.AFPROEV, Ring.AFVENT])
    bundle = bundle_of(technologies, tuple(placed(t.id, draw(rings), draw(positions)) for t in technologies))
    return bundle, radar_for(bundle)


ticks = st.lists(st.sampled_from([n.id for n in NEEDS]))
operations = st.lists(st.sampled_from([f"t{i}" for i in range(8)]), max_size=4)


@given(radars(), ticks, operations)
def test_every_klar_technology_comes_exactly_once_and_no_other(
    drawn: tuple[Bundle, Radar], needs: list[str], running: list[str]
) -> None:
    bundle, radar = drawn
    assert sorted(names(suggest(bundle, radar, needs, running))) == sorted(e.technology.id for e in ready(radar))


@given(radars(), ticks, operations, st.randoms(use_true_random=False))
def test_the_order_of_the_ticks_does_not_matter(
    drawn: tuple[Bundle, Radar], needs: list[str], running: list[str], rng: Random
) -> None:
    bundle, radar = drawn
    shuffled = rng.sample(needs, len(needs))
    assert suggest(bundle, radar, shuffled, running[::-1]) == suggest(bundle, radar, set(needs), set(running))


@given(radars(), ticks, operations, st.sampled_from([n.id for n in NEEDS]))
def test_ticking_a_need_never_lowers_a_technology_that_serves_it_below_one_that_does_not(
    drawn: tuple[Bundle, Radar], needs: list[str], running: list[str], extra: str
) -> None:
    bundle, radar = drawn
    before, after = (
        names(suggest(bundle, radar, needs, running)),
        names(suggest(bundle, radar, [*needs, extra], running)),
    )
    serves = {t.id for t in bundle.technologies if extra in t.needs}
    for first in serves.intersection(before):
        for second in set(before) - serves:
            if before.index(first) < before.index(second):
                assert after.index(first) < after.index(second)


@given(radars(), ticks, operations)
def test_what_is_in_operation_comes_after_all_that_is_not(
    drawn: tuple[Bundle, Radar], needs: list[str], running: list[str]
) -> None:
    bundle, radar = drawn
    flags = [s.in_operation for s in suggest(bundle, radar, needs, running)]
    assert flags == sorted(flags)


@given(radars(), st.lists(st.sampled_from([n.name for n in NEEDS]) | st.text()))
def test_words_that_are_no_need_have_no_effect(drawn: tuple[Bundle, Radar], words: list[str]) -> None:
    bundle, radar = drawn
    assert suggest(bundle, radar, words) == suggest(bundle, radar)


def test_more_ticked_needs_served_beats_a_better_place_on_the_radar() -> None:
    bundle = bundle_of(
        (technology("inderst", "a"), technology("yderst", "ab")),
        (placed("inderst", position=0.0), placed("yderst", position=1.0)),
    )
    assert names(suggest(bundle, radar_for(bundle), ["behov-a", "behov-b"])) == ["yderst", "inderst"]
    assert names(suggest(bundle, radar_for(bundle), ["behov-a"])) == ["inderst", "yderst"]


def test_a_placement_without_position_stands_in_the_middle() -> None:
    bundle = bundle_of(
        (technology("ukendt"), technology("yderst"), technology("inderst")),
        (placed("ukendt"), placed("yderst", position=0.9), placed("inderst", position=0.1)),
    )
    assert names(suggest(bundle, radar_for(bundle))) == ["inderst", "ukendt", "yderst"]


def test_a_limit_gives_the_first_of_the_same_order() -> None:
    bundle = bundle_of(tuple(technology(f"t{i}", "abc"[: i % 4]) for i in range(6)))
    radar = radar_for(bundle)
    assert suggest(bundle, radar, ["behov-a"], limit=3) == suggest(bundle, radar, ["behov-a"])[:3]


def test_a_radar_with_nothing_klar_suggests_nothing() -> None:
    bundle = bundle_of((technology("t"),), (placed("t", Ring.AFPROEV),))
    assert suggest(bundle, radar_for(bundle)) == ()


@pytest.mark.parametrize(
    ("ticked", "served", "words"),
    [
        ("", "a", "I har ikke krydset behov af, så rækkefølgen følger radaren."),
        ("b", "a", "Den hjælper efter vores vurdering ikke med det behov, I krydsede af."),
        ("bc", "a", "Den hjælper efter vores vurdering ikke med de behov, I krydsede af."),
        ("a", "ab", "hjælper efter vores vurdering med det behov, I krydsede af: »Behov A«."),
        ("ab", "a", "hjælper efter vores vurdering med et af de behov, I krydsede af: »Behov A«."),
        ("ab", "ab", "hjælper efter vores vurdering med begge de behov, I krydsede af: »Behov A« og »Behov B«."),
        (
            "abcd",
            "abd",
            "hjælper efter vores vurdering med tre af de behov, I krydsede af: »Behov A«, »Behov B« og »Behov D«.",
        ),
        (
            "abc",
            "abc",
            "hjælper efter vores vurdering med alle tre behov, I krydsede af: »Behov A«, »Behov B« og »Behov C«.",
        ),
    ],
)
def test_the_first_reason_says_which_ticked_needs_are_served(ticked: str, served: str, words: str) -> None:
    suggestion = only(bundle_of((technology("app", served),)), needs=tuple(f"behov-{n}" for n in ticked))
    assert suggestion.reasons[0].endswith(words)


@pytest.mark.parametrize(
    ("belaeg", "status", "words"),
    [
        (Belaeg.KL, Status.OFFENTLIGGJORT, "KL har placeret den i KLAR (»Prøveudgave«). "),
        (Belaeg.KL, Status.EKSEMPEL, "KL har placeret den i KLAR (kilde.dk). "),
        (
            Belaeg.OMTALE,
            Status.OFFENTLIGGJORT,
            "Omtalt på kilde.dk med andre ord end KL's. At det svarer til KLAR, er vores tolkning. ",
        ),
        (
            Belaeg.ANDENHAAND,
            Status.ANDENHAAND,
            "Står i KLAR, når andre gengiver KL's radar (»Prøveudgave«). ",
        ),
        (Belaeg.EKSEMPEL, Status.EKSEMPEL, "Står i KLAR i eksemplet (opdigtet, ikke KL's vurdering). "),
    ],
)
def test_the_first_reason_words_the_evidence_honestly(belaeg: Belaeg, status: Status, words: str) -> None:
    bundle = bundle_of((technology("app"),), (placed("app", belaeg=belaeg),), status=status)
    assert only(bundle).reasons[0].startswith(words)


@pytest.mark.parametrize("belaeg", [b for b in Belaeg if b is not Belaeg.KL])
def test_kl_is_never_said_to_have_placed_what_it_has_not(belaeg: Belaeg) -> None:
    bundle = bundle_of((technology("app"),), (placed("app", belaeg=belaeg),), status=Status.EKSEMPEL)
    assert "KL har placeret" not in only(bundle).reasons[0]


def test_a_source_that_is_no_address_is_quoted_as_it_stands() -> None:
    bundle = bundle_of((technology("app"),), (placed("app", belaeg=Belaeg.OMTALE, source="Et brev"),))
    assert "Omtalt på »Et brev«" in only(bundle).reasons[0]


def test_the_editions_own_name_for_a_technology_is_used() -> None:
    bundle = bundle_of((technology("rpa"),), (replace(placed("rpa"), name="Softwarerobotter"),))
    assert only(bundle).reasons[0].startswith("KL har placeret den i KLAR")


def test_what_is_in_operation_says_so_and_asks_whether_it_works() -> None:
    suggestion = only(bundle_of((technology("app"),)), in_operation=("app",))
    assert suggestion.in_operation
    assert suggestion.reasons[1].startswith("I har den allerede i drift") and "Virker den" in suggestion.reasons[1]


def test_an_automating_technology_where_citizens_are_met_carries_kls_point() -> None:
    bundle = bundle_of((technology("rpa", automates=True),), (placed("rpa", fagomraade="skole"),))
    ethics = only(bundle, "skole").ethics
    assert ethics is not None
    assert ethics.startswith("KL peger på") and "»Skole«" in ethics and ethics.endswith(".")


def test_the_ethics_point_follows_the_fagomraade_asked_for_when_the_samlet_radar_stands_in() -> None:
    bundle = bundle_of((technology("rpa", automates=True),))
    assert only(bundle, "skole").ethics is not None
    assert only(bundle, "veje").ethics is None
    assert only(bundle, SAMLET).ethics is None


def test_a_technology_that_does_not_automate_carries_no_ethics_point() -> None:
    bundle = bundle_of((technology("video"),), (placed("video", fagomraade="skole"),))
    assert only(bundle, "skole").ethics is None


def case(case_id: str, kommune: str | None, *fagomraader: str) -> Case:
    return Case(case_id, case_id, kommune, ("app",), fagomraader, "Tekst.", URL)


@pytest.mark.parametrize(
    ("fagomraade", "expected"), [("skole", "skolens"), ("veje", "uden-kommune"), (SAMLET, "uden-kommune")]
)
def test_a_case_from_the_same_fagomraade_comes_before_a_general_one_and_that_before_any_other(
    fagomraade: str, expected: str
) -> None:
    cases = (
        case("en-kommunes", "630"),
        case("uden-kommune", None),
        case("skolens", "101", "skole"),
        case("skolens-2", None, "skole"),
    )
    chosen = only(bundle_of((technology("app"),), cases=cases), fagomraade).case
    assert chosen is not None and chosen.id == expected


def test_another_fagomraades_case_is_not_shown_as_if_it_were_of_this_one() -> None:
    bundle = bundle_of((technology("app"),), cases=(case("skolens", "101", "skole"),))
    assert only(bundle, "veje").case is None
    of_all = only(bundle, SAMLET).case
    assert of_all is not None and of_all.id == "skolens"


def test_any_case_is_better_than_none_but_never_one_about_another_technology() -> None:
    cases = (replace(case("anden", None), technologies=("rpa",)), case("en-kommunes", "630"))
    bundle = bundle_of((technology("app"), technology("cloud")), cases=cases)
    app, cloud = suggest(bundle, radar_for(bundle))
    assert app.case is not None and app.case.id == "en-kommunes"
    assert cloud.case is None
