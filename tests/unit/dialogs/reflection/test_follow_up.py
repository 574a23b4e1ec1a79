"""Next steps, the technologies to start with or not relevant, and whether they turned out well."""

from __future__ import annotations

import datetime as dt

import pytest

from dialogs.people import Person
from dialogs.reflection import commands as c
from dialogs.reflection import events as e
from dialogs.reflection.events import Refusal, Refused
from dialogs.reflection.state import MAX_REASON, MAX_STEPS, MAX_WHO, Decision, Judgement
from dialogs.texts import common as texts
from dialogs.texts import team
from tests.fakes.walks import CANCEL, FINISH, FIRST, MONDAY, SECOND, THIRD, begun, walk


def test_a_next_step_says_what_who_and_when() -> None:
    reflection, events = walk(begun(), (SECOND, c.SaveStep("Afprøv chatbot", "Teamet", "15. marts")))
    (step,) = reflection.next_steps
    assert events == (e.StepSaved(1),)
    assert (step.what, step.who, step.when, step.by) == ("Afprøv chatbot", "Teamet", dt.date(2027, 3, 15), SECOND)


def test_a_step_is_changed_by_its_number_and_removed_without_a_trace_of_what_it_said() -> None:
    reflection, _ = walk(begun(), c.SaveStep("et"), c.SaveStep("to"), c.SaveStep("et nyt", number=1))
    assert [(s.number, s.what, s.revision) for s in reflection.next_steps] == [(1, "et nyt", 2), (2, "to", 1)]
    left, events = walk(reflection, (SECOND, c.RemoveStep(1)))
    assert [s.number for s in left.next_steps] == [2] and events == (e.StepRemoved(1),)
    assert "et nyt" not in str(left)
    assert walk(left, c.RemoveStep(1))[1] == (Refused(Refusal.NO_SUCH_STEP),)
    assert walk(left, c.SaveStep("tre"))[0].next_steps[-1].number == 3, "a number is never used twice"


def test_a_step_that_says_nothing_or_a_day_nobody_understands_is_refused() -> None:
    assert walk(begun(), c.SaveStep(" "))[1] == (Refused(Refusal.EMPTY_STEP),)
    assert walk(begun(), c.SaveStep("noget", when="når vi kan"))[1] == (Refused(Refusal.UNKNOWN_TIME),)
    full, _ = walk(begun(), *[c.SaveStep(f"nr. {n}") for n in range(MAX_STEPS)])
    assert walk(full, c.SaveStep("en til")) == (full, (Refused(Refusal.TOO_MANY_STEPS),))


def test_who_does_a_step_may_be_a_hundred_characters_and_one_more_is_refused_with_that_limit() -> None:
    full, events = walk(begun(), c.SaveStep("noget", "x" * MAX_WHO))
    assert events == (e.StepSaved(1),) and full.next_steps[0].who == "x" * MAX_WHO
    assert walk(begun(), c.SaveStep("noget", "x" * (MAX_WHO + 1)))[1] == (Refused(Refusal.WHO_TOO_LONG),)
    said = texts.REFUSALS[Refusal.WHO_TOO_LONG]
    assert f" {MAX_WHO} tegn" in said and team.STEP_WHO_LABEL in said


def test_the_technologies_chosen_get_a_day_and_those_no_longer_chosen_lose_it() -> None:
    reflection, events = walk(begun(), c.Choose(("rpa", "apps"), "2027-05-03"))
    assert events == (e.Chosen(("rpa", "apps")),)
    assert {x.technology: x.on for x in reflection.chosen} == dict.fromkeys(("rpa", "apps"), dt.date(2027, 5, 3))
    fewer, _ = walk(reflection, c.Choose(("apps",), "2027-06-01"))
    assert [(x.technology, x.on) for x in fewer.chosen] == [("apps", dt.date(2027, 6, 1))]


def test_what_is_in_drift_gets_a_day_when_the_reflection_is_finished() -> None:
    finished, _ = walk(begun(), FINISH, in_operation=("rpa",))
    (only,) = finished.chosen
    assert only.technology == "rpa" and only.in_operation and only.on == dt.date(2027, 5, 24)


def test_without_a_day_it_is_half_a_year() -> None:
    assert walk(begun(), c.Choose(("rpa",)))[0].chosen[0].on == dt.date(2027, 5, 24)


def test_an_evaluation_stands_with_what_the_team_decided_also_when_all_is_closed() -> None:
    closed, _ = walk(begun(), c.Choose(("rpa",), "2027-05-03"), FINISH)
    says = c.Evaluate("rpa", "ja", "delvist", "ved-ikke", "juster", "Skal læres bedre")
    reflection, events = walk(closed, (SECOND, says), at=MONDAY + dt.timedelta(days=200))
    (stands,) = reflection.chosen
    assert events == (e.Evaluated("rpa"),) and stands.is_answered
    assert (stands.works, stands.makes_sense, stands.gives_value) == (
        Judgement.JA,
        Judgement.DELVIST,
        Judgement.VED_IKKE,
    )
    assert (stands.decision, stands.comment, stands.by) == (Decision.JUSTER, "Skal læres bedre", SECOND)


@pytest.mark.parametrize("decision", [None, "", "måske"])
def test_an_evaluation_without_a_decision_is_refused(decision: str | None) -> None:
    reflection, _ = walk(begun(), c.Choose(("rpa",), "2027-05-03"))
    assert walk(reflection, c.Evaluate("rpa", decision=decision))[1] == (Refused(Refusal.EMPTY_EVALUATION),)
    assert walk(reflection, c.Evaluate("apps", decision="stop"))[1] == (Refused(Refusal.NO_SUCH_TECHNOLOGY),)


def test_choosing_again_does_not_wipe_what_was_evaluated() -> None:
    reflection, _ = walk(
        begun(), c.Choose(("rpa",), "2027-05-03"), c.Evaluate("rpa", decision="stop"), c.Choose(("apps",))
    )
    stands = reflection.evaluation_of("rpa")
    assert stands is not None and stands.decision is Decision.STOP
    assert FIRST.name == stands.by.name


def test_a_dismissal_says_which_why_and_who_and_a_new_reason_is_a_new_revision() -> None:
    once, events = walk(begun(), (SECOND, c.Dismiss("rpa", " Vi har ingen arbejdsgange ")))
    (stands,) = once.dismissed
    assert events == (e.Dismissed("rpa"),)
    assert (stands.reason, stands.by, stands.at, stands.revision) == ("Vi har ingen arbejdsgange", SECOND, MONDAY, 1)
    assert walk(once, c.Dismiss("rpa", "Vi har ingen arbejdsgange")) == (once, (e.Dismissed("rpa"),))
    anew, _ = walk(once, c.Dismiss("rpa", "Noget andet"))
    assert [(x.reason, x.by, x.revision) for x in anew.dismissed] == [("Noget andet", FIRST, 2)]


def test_a_dismissal_undone_says_nothing_more_and_may_be_made_again() -> None:
    undone, events = walk(begun(), c.Dismiss("rpa", "Nej tak"), (SECOND, c.UndoDismissal("rpa")))
    assert events == (e.DismissalUndone("rpa"),) and undone.dismissed == ()
    assert "Nej tak" not in str(undone)
    assert walk(undone, c.UndoDismissal("rpa")) == (undone, (e.DismissalUndone("rpa"),))
    again, _ = walk(undone, c.Dismiss("rpa", "Nej tak"))
    assert [x.revision for x in again.dismissals] == [3]


@pytest.mark.parametrize(
    ("technology", "reason", "lacks"),
    [
        ("", "Nej tak", Refusal.WHICH_TECHNOLOGY),
        ("", "", Refusal.WHICH_TECHNOLOGY),
        ("rpa", " \n", Refusal.NO_REASON),
        ("rpa", "x" * (MAX_REASON + 1), Refusal.REASON_TOO_LONG),
    ],
)
def test_a_dismissal_that_lacks_something_is_not_saved_and_keeps_what_was_said(
    technology: str, reason: str, lacks: Refusal
) -> None:
    asked = (e.DismissalOpened(technology, reason.strip(), lacks),)
    assert walk(begun(), c.Dismiss(technology, reason)) == (begun(), asked)


def test_a_personal_number_in_a_reason_is_refused() -> None:
    refused = (Refused(Refusal.PERSONAL_NUMBER),)
    assert walk(begun(), c.Dismiss("rpa", "Kun 010190-1234 bruger den")) == (begun(), refused)


def test_a_dismissal_stays_after_closing_and_may_be_changed_then() -> None:
    closed, _ = walk(begun(), c.Dismiss("rpa", "Nej tak"), FINISH)
    assert [x.reason for x in closed.dismissed] == ["Nej tak"]
    assert walk(closed, c.UndoDismissal("rpa"))[0].dismissed == ()
    given_up, _ = walk(begun(), CANCEL)
    assert walk(given_up, c.Dismiss("rpa", "Nej tak"))[1] == (Refused(Refusal.NO_REFLECTION),)


def test_without_names_nobody_has_dismissed_or_undone_anything() -> None:
    reflection, _ = walk(begun(anonymous=True), (SECOND, c.Dismiss("rpa", "Nej")), (SECOND, c.Dismiss("apps", "Nej")))
    reflection, _ = walk(reflection, (THIRD, c.UndoDismissal("apps")))
    assert {x.by for x in reflection.dismissals} == {Person("", "")}
