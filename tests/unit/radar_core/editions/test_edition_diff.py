"""What changes from one edition to the next, as people are told it."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from radar_core.editions.diff import EditionDiff, diff, marks
from radar_core.model import (
    SAMLET,
    Belaeg,
    Bundle,
    Case,
    Edition,
    Fagomraade,
    Kommune,
    Need,
    Option,
    Placement,
    Question,
    QuestionKind,
    Ring,
    Status,
    Technology,
    Ticks,
)
from radar_core.model.rulebook import TraitJudged
from tests.fakes.chat_bundle import BUNDLE, JOB, SKOLE, SUNDHED
from tests.fakes.shipped import shipped

NEED = Need("tid", "Mere tid")
QUESTION = Question(1, "Hvad vil I?", ("Et", "To"), QuestionKind.FRITEKST)
CASE = Case("proeve", "En prøve", "630", ("rpa",), (SUNDHED,), "Det gik.", "https://example.org/sag")


def placed(technology: str, fagomraade: str, ring: Ring, **more: Any) -> Placement:
    return Placement(technology, fagomraade, ring, Belaeg.EKSEMPEL, "Opdigtet til prøven", **more)


def with_placements(*placements: Placement, **more: Any) -> Bundle:
    edition = replace(BUNDLE.edition, fagomraader=(SUNDHED, SKOLE), placements=placements, **more)
    return replace(BUNDLE, edition=edition, needs=(NEED,), questions=(QUESTION,), cases=(CASE,))


BEFORE = with_placements(
    placed("rpa", SAMLET, Ring.KLAR),
    placed("rpa", SUNDHED, Ring.AFPROEV, name="RPA"),
    placed("ai", SUNDHED, Ring.HOLD_OEJE),
    placed("video", SUNDHED, Ring.KLAR),
)


def change(**more: Any) -> tuple[str, ...]:
    """The sentences where only parts of the bundle change."""
    return diff(BEFORE, replace(BEFORE, **more)).sentences


def test_a_move_is_told_with_both_rings_and_where() -> None:
    after = with_placements(
        placed("rpa", SAMLET, Ring.KLAR),
        placed("rpa", SUNDHED, Ring.KLAR, name="RPA"),
        placed("ai", SUNDHED, Ring.AFVENT),
        placed("video", SUNDHED, Ring.KLAR),
    )
    found = diff(BEFORE, after)
    assert found.sentences == (
        "RPA: AFPRØV → KLAR på sundhed og ældre",
        "Kunstig intelligens (AI): HOLD ØJE → AFVENT på sundhed og ældre",
    )
    radar = found.radar(SUNDHED)
    assert radar is not None and radar.marks == {"rpa": "ind", "ai": "ud"}
    assert [move.is_inwards for move in radar.moved] == [True, False]
    assert found.radar(SAMLET) is None
    assert marks(BEFORE, after, SUNDHED) == {"rpa": "ind", "ai": "ud"}
    assert marks(BEFORE, after) == {}


def test_what_moved_is_told_technology_by_technology_and_the_samlet_radar_first() -> None:
    after = with_placements(
        *(placed("video", SUNDHED, Ring.AFPROEV), placed("ai", SUNDHED, Ring.HOLD_OEJE)),
        *(placed("rpa", SUNDHED, Ring.KLAR, name="RPA"), placed("rpa", SAMLET, Ring.AFVENT)),
    )
    assert diff(BEFORE, after).sentences == (
        "Softwarerobotter (RPA): KLAR → AFVENT på den samlede radar",
        "RPA: AFPRØV → KLAR på sundhed og ældre",
        "Video og visuel kontakt: KLAR → AFPRØV på sundhed og ældre",
    )


def test_what_comes_and_goes_is_told_with_its_ring() -> None:
    after = with_placements(
        placed("rpa", SAMLET, Ring.KLAR),
        placed("ai", SAMLET, Ring.AFPROEV),
        placed("rpa", SUNDHED, Ring.AFPROEV, name="RPA"),
        placed("video", SUNDHED, Ring.KLAR),
    )
    found = diff(BEFORE, after)
    assert found.sentences == (
        "Kunstig intelligens (AI): ny i AFPRØV på den samlede radar",
        "Kunstig intelligens (AI): fjernet fra sundhed og ældre, stod i HOLD ØJE",
    )
    assert marks(BEFORE, after) == {"ai": "ny"}
    assert marks(BEFORE, after, SUNDHED) == {}


def test_a_fagomraade_that_gets_a_radar_is_one_sentence_and_nothing_on_it_is_marked() -> None:
    after = with_placements(*BEFORE.edition.placements, placed("ai", SKOLE, Ring.KLAR), placed("rpa", SKOLE, Ring.KLAR))
    found = diff(BEFORE, after)
    assert found.sentences == ("Ny radar for børn, unge og skole med 2 teknologier",)
    assert marks(BEFORE, after, SKOLE) == {}
    assert diff(after, BEFORE).sentences == ("Radaren for børn, unge og skole er fjernet; der stod 2 teknologier",)


def test_a_fagomraade_that_is_gone_altogether_is_told_by_its_old_name() -> None:
    before = with_placements(*BEFORE.edition.placements, placed("ai", SKOLE, Ring.KLAR))
    after = replace(BEFORE, fagomraader=tuple(f for f in BEFORE.fagomraader if f.id != SKOLE))
    after = replace(after, edition=replace(after.edition, fagomraader=(SUNDHED,)))
    assert diff(before, after).sentences == (
        "Radaren for børn, unge og skole er fjernet; der stod 1 teknologi",
        "Fagområdet »Børn, unge og skole« er fjernet",
    )


@pytest.mark.parametrize("other", [{"method": "en anden"}, {"series": "en anden"}])
def test_editions_that_cannot_be_compared_have_no_movement_and_their_rings_stand_side_by_side(
    other: dict[str, str],
) -> None:
    after = with_placements(
        placed("rpa", SAMLET, Ring.KLAR),
        placed("rpa", SUNDHED, Ring.KLAR, name="RPA"),
        placed("ai", SUNDHED, Ring.AFVENT),
        placed("video", SUNDHED, Ring.KLAR),
        **other,
    )
    found = diff(BEFORE, after)
    assert not found.is_comparable and [radar.moved for radar in found.radars] == [()]
    assert found.sentences[:2] == (
        "RPA: AFPRØV før, KLAR nu på sundhed og ældre; kan ikke sammenlignes",
        "Kunstig intelligens (AI): HOLD ØJE før, AFVENT nu på sundhed og ældre; kan ikke sammenlignes",
    )
    assert not any("→" in sentence and "Udgavens" not in sentence for sentence in found.sentences)
    assert marks(BEFORE, after, SUNDHED) == {}


def test_editions_that_cannot_be_compared_still_tell_what_came_and_went() -> None:
    after = with_placements(placed("rpa", SAMLET, Ring.AFPROEV), placed("ai", SAMLET, Ring.KLAR), method="en anden")
    assert diff(BEFORE, after).sentences[:3] == (
        "Softwarerobotter (RPA): KLAR før, AFPRØV nu på den samlede radar; kan ikke sammenlignes",
        "Kunstig intelligens (AI): ny i KLAR på den samlede radar",
        "Radaren for sundhed og ældre er fjernet; der stod 3 teknologier",
    )
    assert marks(BEFORE, after) == {}


def test_other_numbers_for_what_has_not_moved_are_told_and_a_file_sorted_otherwise_is_not() -> None:
    rings = {"rpa": Ring.AFPROEV, "ai": Ring.AFPROEV, "video": Ring.KLAR}

    def edition(*order: str) -> Bundle:
        return with_placements(*(placed(technology, SUNDHED, rings[technology]) for technology in order))

    assert diff(edition("rpa", "ai", "video"), edition("ai", "rpa", "video")).sentences == (
        "Rækkefølgen på sundhed og ældre er ændret",
    )
    assert diff(edition("rpa", "ai", "video"), edition("video", "rpa", "ai")).sentences == ("Intet er ændret",)


def test_nothing_changed_is_said_in_words() -> None:
    assert diff(BEFORE, BEFORE) == EditionDiff(is_comparable=True, radars=(), others=())
    assert diff(BEFORE, replace(BEFORE, sha256="1" * 64)).sentences == ("Intet er ændret",)


def test_another_order_of_the_lists_people_read_is_not_called_nothing() -> None:
    turned = replace(BUNDLE, technologies=BUNDLE.technologies[::-1])
    assert diff(BUNDLE, turned).sentences == ("Kun rækkefølgen i listerne er ændret",)


def test_how_many_technologies_a_radar_holds_is_told_when_it_becomes_known_and_when_it_changes() -> None:
    known = with_placements(*BEFORE.edition.placements, totals=((SAMLET, 20),))
    more = with_placements(*BEFORE.edition.placements, totals=((SAMLET, 27), (SUNDHED, 5)))
    assert diff(BEFORE, known).sentences == ("Teknologier i alt på den samlede radar: ikke oplyst → 20",)
    assert diff(known, more).sentences == (
        "Teknologier i alt på den samlede radar: 20 → 27",
        "Teknologier i alt på sundhed og ældre: ikke oplyst → 5",
    )


def test_what_was_not_public_before_is_not_called_new_and_is_not_marked() -> None:
    before = with_placements(placed("rpa", SAMLET, Ring.KLAR), totals=((SAMLET, 2),))
    after = with_placements(placed("rpa", SAMLET, Ring.KLAR), placed("ai", SAMLET, Ring.AFPROEV), totals=((SAMLET, 2),))
    assert diff(before, after).sentences == ("Kunstig intelligens (AI): nu kendt i AFPRØV på den samlede radar",)
    assert marks(before, after) == {}


def test_what_is_not_public_any_more_is_not_called_removed() -> None:
    before = with_placements(
        placed("rpa", SAMLET, Ring.KLAR), placed("ai", SAMLET, Ring.AFPROEV), totals=((SAMLET, 2),)
    )
    after = with_placements(placed("rpa", SAMLET, Ring.KLAR), totals=((SAMLET, 2),))
    assert diff(before, after).sentences == (
        "Kunstig intelligens (AI): ikke længere kendt på den samlede radar, stod i AFPRØV",
    )


@pytest.mark.parametrize("edition", ["2020", "2021-vejle", "eksempel"])
def test_a_shipped_edition_does_not_differ_from_itself(edition: str) -> None:
    bundle = shipped().bundle(edition)
    assert diff(bundle, bundle).sentences == ("Intet er ændret",)


def test_the_shipped_editions_cannot_be_compared_with_one_another() -> None:
    catalog = shipped()
    found = diff(catalog.bundle("2020"), catalog.bundle("2021-vejle"))
    assert not found.is_comparable
    assert not any(radar.moved for radar in found.radars)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"position": 0.5}, "RPA på sundhed og ældre: pladsen i ringen er ændret"),
        ({"source": "En anden"}, "RPA på sundhed og ældre: kilden er ændret"),
        ({"note": "En note", "source": "En anden"}, "RPA på sundhed og ældre: kilden og noten er ændret"),
        ({"belaeg": Belaeg.KL}, "RPA på sundhed og ældre: belægget er ændret fra eksempel til kl"),
        ({"name": "Robotter"}, "Robotter på sundhed og ældre: navnet er ændret"),
        ({"name": None}, "Softwarerobotter (RPA) på sundhed og ældre: navnet er ændret"),
    ],
)
def test_what_else_is_said_of_a_placement(more: dict[str, Any], sentence: str) -> None:
    first, rpa, *rest = BEFORE.edition.placements
    found = diff(BEFORE, with_placements(first, replace(rpa, **more), *rest))
    assert found.sentences == (sentence,)
    assert [radar.fagomraade for radar in found.radars] == [SUNDHED]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"id": "ny"}, "Udgavens id: »proeve« → »ny«"),
        ({"title": "Ny"}, "Udgavens titel: »Prøve« → »Ny«"),
        ({"status": Status.UDKAST}, "Udgavens status: »eksempel« → »udkast«"),
        ({"date": "2026"}, "Udgavens dato: »ikke oplyst« → »2026«"),
        ({"source": "KL"}, "Udgavens kilde: »Opdigtet til prøven« → »KL«"),
    ],
)
def test_what_the_edition_says_of_itself(more: dict[str, Any], sentence: str) -> None:
    assert change(edition=replace(BEFORE.edition, **more)) == (sentence,)


def test_a_radar_that_is_promised_or_taken_back_while_it_is_empty_is_told() -> None:
    promised = replace(BEFORE.edition, fagomraader=(SUNDHED, SKOLE, JOB))
    assert change(edition=promised) == ("Udgaven har nu sin egen radar for beskæftigelse og integration",)
    taken_back = replace(BEFORE.edition, fagomraader=(SUNDHED,))
    assert change(edition=taken_back) == ("Udgaven har ikke længere sin egen radar for børn, unge og skole",)


def test_technologies_that_are_new_gone_renamed_or_described_otherwise() -> None:
    ai, rpa, video = BEFORE.technologies
    assert change(technologies=(ai, rpa, video, replace(rpa, id="ny", name="Ny"))) == ("Ny teknologi: »Ny«",)
    without_video = replace(BEFORE, edition=replace(BEFORE.edition, placements=BEFORE.edition.placements[:3]))
    assert diff(without_video, replace(without_video, technologies=(ai, rpa))).sentences == (
        "Teknologien »Video og visuel kontakt« er fjernet",
    )
    renamed = replace(video, name="Video", description="Noget andet", aliases=())
    assert change(technologies=(ai, rpa, renamed)) == (
        "Teknologien »Video og visuel kontakt« hedder nu »Video«",
        "Teknologien »Video«: andre navne og beskrivelsen er ændret",
    )


def test_fagomraader_needs_and_kommuner_that_are_new_gone_or_renamed() -> None:
    *areas, job = BEFORE.fagomraader
    assert change(fagomraader=(*areas, replace(job, name="Arbejde"))) == (
        "Fagområdet »Beskæftigelse og integration« hedder nu »Arbejde«",
    )
    assert change(fagomraader=(*areas, job, replace(job, id="ny", name="Ny"))) == ("Nyt fagområde: »Ny«",)
    assert change(needs=(NEED, Need("ro", "Mere ro"))) == ("Nyt behov: »Mere ro«",)
    assert change(needs=()) == ("Behovet »Mere tid« er fjernet",)
    assert change(needs=(Need("tid", "Bedre tid"),)) == ("Behovet »Mere tid« hedder nu »Bedre tid«",)
    assert change(kommuner=BEFORE.kommuner[:-1]) == ("Kommunen »Læsø« er fjernet",)
    assert change(kommuner=(*BEFORE.kommuner, Kommune("999", "Prøvekommune"))) == ("Ny kommune: »Prøvekommune«",)


def test_questions_that_are_put_otherwise_are_named_by_number() -> None:
    assert change(questions=(replace(QUESTION, text="Hvad nu?"),)) == ("Spørgsmål 1: teksten er ændret",)
    assert change(questions=(replace(QUESTION, prompts=("Tre", "Fire"), ticks=Ticks.BEHOV),)) == (
        "Spørgsmål 1: hjælpen og afkrydsningen er ændret",
    )


def test_cases_that_are_new_gone_or_told_otherwise() -> None:
    assert change(cases=()) == ("Erfaringen »En prøve« er fjernet",)
    assert change(cases=(CASE, replace(CASE, id="to", title="To"))) == ("Ny erfaring: »To«",)
    assert change(cases=(replace(CASE, summary="Det gik ikke.", kommune=None),)) == (
        "Erfaringen »En prøve«: kommunen og teksten er ændret",
    )


OTHER: dict[type, dict[str, Any]] = {
    Technology: {
        "name": "X",
        "aliases": ("x",),
        "description": "x",
        "needs": ("tid",),
        "automates": True,
        "source": "x",
        "first_step": "x",
        "traits": (TraitJudged("integration", True, None),),
    },
    Fagomraade: {"name": "X", "aliases": ("x",), "citizen_contact": False, "note": "x"},
    Need: {"name": "X"},
    Question: {
        **{"text": "x", "prompts": ("x", "y"), "kind": QuestionKind.SELVVURDERING, "ticks": Ticks.BEHOV},
        **{"options": (Option("x", "X"),), "most_cautious": "x", "short": "x"},
    },
    Case: {
        "title": "X",
        "kommune": None,
        "technologies": (),
        "fagomraader": (),
        "summary": "x",
        "url": "https://x.example",
        "year": "2020",
        "is_excerpt": True,
    },
    Kommune: {"name": "X"},
    Placement: {
        **{"ring": Ring.AFVENT, "belaeg": Belaeg.KL, "source": "x"},
        **{"position": 0.1, "name": "X", "note": "x"},
    },
    Edition: {
        **{"id": "x", "title": "x", "status": Status.UDKAST, "series": "x", "method": "x", "date": "2026"},
        **{"source": "x", "fagomraader": (SUNDHED,), "placements": BEFORE.edition.placements[1:]},
        "totals": ((SAMLET, 40),),
    },
}
KEYS = {"id", "number", "code", "technology", "fagomraade"}
SECTIONS: dict[type, str] = {
    **{Technology: "technologies", Fagomraade: "fagomraader", Need: "needs"},
    **{Question: "questions", Case: "cases", Kommune: "kommuner"},
}


@pytest.mark.parametrize(
    ("kind", "field"),
    [(kind, field.name) for kind in OTHER for field in fields(kind) if field.name not in KEYS or kind is Edition],
)
def test_no_field_of_a_bundle_changes_in_silence(kind: type, field: str) -> None:
    value = {field: OTHER[kind][field]}
    if kind is Edition:
        after = replace(BEFORE, edition=replace(BEFORE.edition, **value))
    elif kind is Placement:
        first, *rest = BEFORE.edition.placements
        after = with_placements(replace(first, **value), *rest)
    else:
        first_item, *others = getattr(BEFORE, SECTIONS[kind])
        changes: dict[str, Any] = {SECTIONS[kind]: (replace(first_item, **value), *others)}
        after = replace(BEFORE, **changes)
    assert diff(BEFORE, after).sentences != ("Intet er ændret",)


PLACES = st.tuples(st.sampled_from(["ai", "rpa", "video"]), st.sampled_from([SAMLET, SUNDHED, SKOLE]))
RINGS = st.dictionaries(PLACES, st.sampled_from(Ring))


def bundle_with(rings: dict[tuple[str, str], Ring]) -> Bundle:
    return with_placements(*(placed(technology, where, ring) for (technology, where), ring in rings.items()))


@given(then=RINGS, now=RINGS)
def test_what_is_told_leads_from_the_one_edition_to_the_other(
    then: dict[tuple[str, str], Ring], now: dict[tuple[str, str], Ring]
) -> None:
    found = diff(bundle_with(then), bundle_with(now))
    led = dict(then)
    for radar in found.radars:
        for move in radar.moved:
            assert led[move.technology, radar.fagomraade] is move.before is not move.after
            led[move.technology, radar.fagomraade] = move.after
        for gone in radar.gone:
            assert led.pop((gone.technology, radar.fagomraade)) is gone.ring
        for new in radar.new:
            assert (new.technology, radar.fagomraade) not in led
            led[new.technology, radar.fagomraade] = new.ring
    assert led == now
    assert (found.sentences == ("Intet er ændret",)) is (then == now)


@given(then=RINGS, now=RINGS)
def test_the_way_back_is_the_same_way(then: dict[tuple[str, str], Ring], now: dict[tuple[str, str], Ring]) -> None:
    there, back = diff(bundle_with(then), bundle_with(now)), diff(bundle_with(now), bundle_with(then))
    for radar in there.radars:
        same = back.radar(radar.fagomraade)
        assert same is not None
        assert {(m.technology, m.before, m.after) for m in radar.moved} == {
            (m.technology, m.after, m.before) for m in same.moved
        }
        assert (set(radar.new), set(radar.gone)) == (set(same.gone), set(same.new))
        assert (radar.is_new, radar.is_gone) == (same.is_gone, same.is_new)
