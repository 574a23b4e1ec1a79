"""What a reflection comes to: ten made-up teams, each line from an answer, and promises that hold for any answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.people import Person
from dialogs.reflection.result import Basis, TeamResult, result_of
from dialogs.reflection.state import Conclusion, Dismissal, GivenAnswer, Reflection
from dialogs.texts import result as words
from radar_core.advice.answers import TeamAnswers, middle
from radar_core.advice.cases import tried_by
from radar_core.advice.counsel import OtherAnswerKind, advise, change_for
from radar_core.lookup import radar_for
from radar_core.model import SAMLET, Bundle, Ring
from radar_core.model.rulebook import Effect, RatingBand
from radar_core.own_use.model import OwnRadar, OwnUse, Stage, Value
from tests.fakes.answering_teams import NAMES, NOW, TEAMS, bundle_of, reflection_of, without
from tests.fakes.shipped import shipped

EACH_TEAM = pytest.mark.parametrize("team", TEAMS, ids=NAMES)


def of(reflection: Reflection, bundle: Bundle) -> TeamResult:
    return result_of(reflection, bundle, radar_for(bundle, reflection.fagomraade or SAMLET))


def lines(result: TeamResult) -> list[str]:
    return [f"{line.label}: {line.text}" for line in words.said(result)]


@EACH_TEAM
def test_a_made_up_team_gets_the_lines_that_were_written_before_the_rules(team: Mapping[str, Any]) -> None:
    bundle = bundle_of(team)
    result = of(reflection_of(team), bundle)
    assert result.is_known is team.get("kendt", True)
    assert lines(result) == team["det_siger_i"]
    start = [[a.entry.number, a.entry.name, words.reason(a, result, bundle.rulebook)] for a in result.start]
    assert start == team["start"]
    assert result.at_a_time == team.get("ad_gangen")
    assert {c.question: words.chosen(c) for c in result.choices} == team.get("valgt", {})
    assert [a.entry.name for a in result.fits_too] == team.get("også", [])
    told = [*result.discussion, *(["i_drift"] if result.answers.in_operation else [])]
    assert told == team["drøft"]
    trial = [[a.entry.number, a.entry.name, tried_in(bundle, a.entry.technology.id, team)] for a in result.trial]
    assert trial == team.get("afprøv", [])
    assert bool(words.instead(result, bundle)) is team.get("intet_svarer", False)


def tried_in(bundle: Bundle, technology: str, team: Mapping[str, Any]) -> str | None:
    case = tried_by(bundle, technology, team["fagomraade"])
    return bundle.kommune_by_code[case.kommune].name if case and case.kommune else None


@EACH_TEAM
def test_without_the_answer_it_is_from_a_line_goes_or_says_something_else(team: Mapping[str, Any]) -> None:
    bundle, reflection = bundle_of(team), reflection_of(team)
    result = of(reflection, bundle)
    everything = [*lines(result), *(words.reason(a, result, bundle.rulebook) for a in result.shown)]
    unanswered = reflection
    for question in range(1, 10):
        unanswered = without(unanswered, question)
    assert lines(of(unanswered, bundle)) == [] and of(unanswered, bundle).shown == ()
    for line in everything:
        changed = [
            question
            for question in range(1, 10)
            if line not in told_by(of(without(reflection, question), bundle), bundle)
        ]
        assert changed, line


def told_by(result: TeamResult, bundle: Bundle) -> list[str]:
    return [*lines(result), *(words.reason(a, result, bundle.rulebook) for a in result.shown)]


def test_nothing_answered_says_that_it_knows_nothing() -> None:
    team = next(t for t in TEAMS if not t.get("kendt", True))
    result = of(reflection_of(team), bundle_of(team))
    assert words.lead(result) == words.NOTHING_KNOWN
    assert (result.shown, result.discussion, words.not_shown(result)) == ((), (), None)


def test_answers_that_not_everybody_may_see_do_not_count_and_that_is_told() -> None:
    reflection = replace(reflection_of(TEAMS[0]), revealed=frozenset({2}))
    result = of(reflection, bundle_of(TEAMS[0]))
    assert result.hidden == (3, 6, 7)
    assert not result.ratings and not result.choices
    assert "spørgsmål 3, 6 og 7 er ikke vist" in (words.not_shown(result) or "")
    few = replace(reflection, revealed=frozenset(range(10)), anonymous=True, answers=reflection.answers[:3])
    assert not of(few, bundle_of(TEAMS[0])).is_known or not of(few, bundle_of(TEAMS[0])).answers.needs


def test_a_conclusion_holds_before_the_middle_of_those_given() -> None:
    reflection = reflection_of(TEAMS[8])
    concluded = replace(reflection, conclusions=(Conclusion(3, "", Person("29:1", "x"), NOW, 1, "efter-andre"),))
    choice = of(concluded, bundle_of(TEAMS[8])).choice(3)
    assert choice is not None
    assert (choice.option.id, choice.basis) == ("efter-andre", Basis.CONCLUSION)
    assert words.chosen(choice) == "Efter andre (jeres konklusion)"


AMBITIONS = [o.id for o in shipped().bundle("eksempel").questions[2].options]
OPTIONS = [o.id for o in shipped().bundle("eksempel").questions[4].options]


@given(st.lists(st.sampled_from(OPTIONS), min_size=1, max_size=8))
def test_the_middle_choice_leaves_as_many_on_each_side_and_of_two_the_more_cautious(chosen: list[str]) -> None:
    bundle = shipped().bundle("eksempel")
    people = [Person(f"29:{n}", "x") for n in range(len(chosen))]
    answers = tuple(GivenAnswer(5, p, NOW, "", None, (c,), 1) for p, c in zip(people, chosen, strict=True))
    choice = of(replace(reflection_of(TEAMS[3]), answers=answers), bundle).choice(5)
    assert choice is not None
    places = sorted(OPTIONS.index(c) for c in chosen)  # »for mange« is the cautious end
    place = OPTIONS.index(choice.option.id)
    assert sum(p < place for p in places) <= len(places) / 2 >= sum(p > place for p in places)
    assert place == min(p for p in set(places) if sum(q > p for q in places) <= len(places) / 2)


def test_of_two_in_the_middle_the_lower_number_holds() -> None:
    assert [middle([2, 4]), middle([5]), middle([1, 5, 5]), middle([1, 1, 5, 5])] == [2, 5, 5, 1]
    with pytest.raises(ValueError):
        middle([])


BUNDLES = [shipped().bundle("2020"), shipped().bundle("eksempel")]
NEEDS, TECHNOLOGIES = [n.id for n in BUNDLES[0].needs], [t.id for t in BUNDLES[0].technologies]
ANY_ANSWERS = st.builds(
    TeamAnswers,
    needs=st.frozensets(st.sampled_from(NEEDS), max_size=4),
    in_operation=st.frozensets(st.sampled_from(TECHNOLOGIES), max_size=4),
    dismissed=st.frozensets(st.sampled_from(TECHNOLOGIES), max_size=3),
    options=st.fixed_dictionaries(
        {},
        optional={
            3: st.sampled_from(["blandt-de-foerste", "efter-andre", "kun-det-sikre"]),
            5: st.sampled_from(OPTIONS),
        },
    ),
    ratings=st.dictionaries(st.sampled_from([6, 7, 8, 9]), st.integers(1, 5)),
)
ANYWHERE = st.tuples(st.sampled_from(BUNDLES), st.sampled_from([SAMLET, *(f.id for f in BUNDLES[0].fagomraader)]))


@given(answers=ANY_ANSWERS, where=ANYWHERE)
def test_every_for_and_against_is_true_of_the_answers(answers: TeamAnswers, where: tuple[Bundle, str]) -> None:
    bundle, area = where
    counsel = advise(bundle, radar_for(bundle, area), answers)
    for found in (*counsel.start, *counsel.trial):
        technology = found.entry.technology
        assert {need.id for need in found.served} == answers.needs & set(technology.needs)
        assert {need.id for need in found.unserved} == answers.needs - set(technology.needs)
        for rule in (*found.preferred, *found.put_back):
            judged = technology.judged(rule.trait or "")
            assert judged is not None and judged.holds is rule.holds
            if (rating := answers.ratings.get(rule.question)) is not None:
                assert RatingBand.of(rating).value == rule.band
            else:
                assert answers.options[rule.question] == rule.band
        assert all(rule.effect is Effect.FORETRAEK for rule in found.preferred)
        assert all(rule.effect is Effect.TILBAGE for rule in found.put_back)


@given(answers=ANY_ANSWERS, where=ANYWHERE)
def test_nothing_is_suggested_that_does_not_fit_and_nothing_that_fits_is_left_out(
    answers: TeamAnswers, where: tuple[Bundle, str]
) -> None:
    bundle, area = where
    radar = radar_for(bundle, area)
    counsel = advise(bundle, radar, answers)
    left = [e for e in radar.in_ring(Ring.KLAR) if e.technology.id not in answers.in_operation | answers.dismissed]
    suggested = {found.entry.technology.id for found in counsel.start}
    for entry in left:
        if answers.needs:
            assert (entry.technology.id in suggested) is bool(answers.needs & set(entry.technology.needs))
    assert suggested <= {entry.technology.id for entry in left}
    assert all(found.entry.ring is Ring.AFPROEV for found in counsel.trial)
    assert not counsel.trial or len(counsel.start) < 2


@given(answers=ANY_ANSWERS, where=ANYWHERE)
def test_what_is_put_back_never_stands_above_what_it_was_moved_behind(
    answers: TeamAnswers, where: tuple[Bundle, str]
) -> None:
    bundle, area = where
    counsel = advise(bundle, radar_for(bundle, area), answers)
    for found in (counsel.start, counsel.trial):
        put_back = [bool(each.put_back) for each in found]
        assert put_back == sorted(put_back)


@given(answers=ANY_ANSWERS, where=ANYWHERE)
def test_making_the_change_makes_the_difference_that_is_stated(answers: TeamAnswers, where: tuple[Bundle, str]) -> None:
    bundle, area = where
    radar = radar_for(bundle, area)
    counsel = advise(bundle, radar, answers)
    for found in (*counsel.start[:3], *counsel.trial[:3]):
        technology = found.entry.technology.id
        change = change_for(bundle, radar, answers, technology)
        assert change is not None
        then = advise(bundle, radar, change.made(answers))
        among = then.start if found in counsel.start else then.trial
        ids = [each.entry.technology.id for each in among]
        assert (ids.index(technology) + 1 if technology in ids else None) == change.place
        assert change.place != counsel.place(technology)
        assert change.made(answers) != answers


def test_what_is_dismissed_or_not_suggested_has_no_change() -> None:
    bundle = BUNDLES[0]
    answers = TeamAnswers(needs=frozenset({"hurtigere-svar"}), dismissed=frozenset({"rpa"}))
    assert change_for(bundle, radar_for(bundle), answers, "rpa") is None
    assert advise(bundle, radar_for(bundle), answers).place("rpa") is None


def test_every_kind_of_change_has_its_sentence() -> None:
    told = set()
    for team in TEAMS:
        bundle = bundle_of(team)
        for with_needs in (True, False):
            base = reflection_of(team)
            result = of(base if with_needs else without(base, 2), bundle)
            for found, change in zip(result.shown, result.changes, strict=True):
                assert change is not None
                sentence = words.change(change, found, result, bundle)
                assert sentence.endswith(".") and found.entry.name in sentence
                told.add(change.kind)
    assert told >= {OtherAnswerKind.RATING, OtherAnswerKind.TICK, OtherAnswerKind.UNTICK}


def test_without_rules_a_bundle_goes_by_needs_alone_as_before() -> None:
    bundle = replace(BUNDLES[1], rulebook=None)
    result = of(reflection_of(TEAMS[0]), bundle)
    assert [a.entry.technology.id for a in result.counsel.start] == [
        "videoloesninger",
        "apps",
        "fysiske-robotter",
        "rpa",
    ]
    assert result.counsel.rules == () and [line.label for line in words.said(result)] == [
        "Formål",
        "Parathed",
        "Uenighed",
    ]


def test_the_card_says_how_a_number_between_two_was_read() -> None:
    result = of(reflection_of(TEAMS[5]), bundle_of(TEAMS[5]))
    told = "Spørgsmål 7: 2 (4 svar, lige mange på hver side af midten, så det forsigtigste gælder)"
    assert list(words.read_as(result)) == [told]


def test_what_is_not_relevant_is_no_suggestion() -> None:
    reflection = reflection_of(TEAMS[0])
    gone = replace(reflection, dismissals=(Dismissal("videoloesninger", "Ikke os", Person("29:1", "x"), NOW, 1),))
    assert "videoloesninger" not in {a.entry.technology.id for a in of(gone, bundle_of(TEAMS[0])).shown}


def its_own(*uses: OwnUse) -> OwnRadar:
    return OwnRadar("0630", "sundhed-og-aeldre", uses)


def test_the_kommunes_own_radar_speaks_where_the_team_leaves_a_line_the_weightiest_first() -> None:
    bundle = bundle_of(TEAMS[0])
    radar = radar_for(bundle, "sundhed-og-aeldre")
    klar, avent = radar.in_ring(Ring.KLAR)[0], radar.in_ring(Ring.AFVENT)[0]
    another = radar.in_ring(Ring.KLAR)[1]
    own = its_own(
        OwnUse(klar.technology.id, Stage.AFPROEVER),
        OwnUse(avent.technology.id, Stage.I_DRIFT, "et sted"),
        OwnUse(another.technology.id, Stage.I_DRIFT, "et sted", Value.NEJ),
    )
    result = result_of(reflection_of(TEAMS[2]), bundle, radar, own=own)
    assert [gap.technology for gap in result.own] == [each.technology.id for each in (another, avent, klar)]
    told = [line for line in words.said(result) if line.label == words.OWN]
    assert [line.text for line in told] == [f"{result.own[0].sentence} (og to mere under »Vis mere«)"]
    full = result_of(reflection_of(TEAMS[0]), bundle, radar, own=own)
    assert [line.label for line in words.said(full)] == [
        *(words.PURPOSE, words.READINESS, words.DISAGREEMENT, words.MEANS)
    ], "four lines, and no more"
    assert full.own == result.own


def test_an_own_radar_that_is_as_kls_says_nothing() -> None:
    bundle = bundle_of(TEAMS[0])
    radar = radar_for(bundle, "sundhed-og-aeldre")
    own = its_own(*(OwnUse(e.technology.id, Stage.I_DRIFT, "et sted", Value.JA) for e in radar.in_ring(Ring.KLAR)))
    assert result_of(reflection_of(TEAMS[0]), bundle, radar, own=own).own == ()
