"""What became of what a team chose: told in the order it happened, from what is kept of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from dialogs.over_time.outcomes import Became, became
from dialogs.over_time.outcomes import TechnologyOutcome as Outcome
from dialogs.people import Person
from dialogs.reflection.state import Decision, Dismissal, Evaluation, Phase, Reflection

BY = Person("29:a", "Deltager A")
THEN, NOW = (dt.datetime(year, 11, 24, 12, tzinfo=dt.UTC) for year in (2024, 2026))
AFTER = THEN + dt.timedelta(days=180)


def finished(at: dt.datetime, *evaluations: Evaluation, dismissals: tuple[Dismissal, ...] = ()) -> Reflection:
    made = Reflection("r", "b", True, BY, at, "630", "sundhed", Phase.FINISHED, ended_at=at)
    return replace(made, evaluations=evaluations, dismissals=dismissals)


def chosen(technology: str, **changes: object) -> Evaluation:
    return replace(Evaluation(technology, AFTER.date(), False, BY, THEN, 1), **changes)  # type: ignore[arg-type]


def said(*reflections: Reflection) -> list[Outcome]:
    """Of the one technology there is."""
    (found,) = became(reflections)
    return [outcome for _, outcome in found.said]


def test_what_was_begun_is_told_with_what_was_decided_when_it_was_evaluated() -> None:
    for decision, outcome in (
        (Decision.SKALER, Outcome.SCALED),
        (Decision.JUSTER, Outcome.ADJUSTED),
        (Decision.STOP, Outcome.STOPPED),
    ):
        evaluated = finished(THEN, chosen("rpa", decision=decision, asked=True, at=AFTER))
        (found,) = became([evaluated])
        days = ((THEN.date(), Outcome.STARTED), (AFTER.date(), outcome))
        assert (found, found.outcome) == (Became("rpa", days), outcome)


def test_what_is_only_begun_is_so_until_its_day_comes() -> None:
    assert said(finished(THEN, chosen("rpa"))) == [Outcome.STARTED]
    assert said(finished(THEN, chosen("rpa", asked=True))) == [Outcome.STARTED, Outcome.DUE]
    assert said(finished(THEN, chosen("rpa", in_operation=True))) == [Outcome.IN_OPERATION]


def test_what_was_chosen_otherwise_or_is_not_relevant_is_told_too() -> None:
    assert said(finished(THEN, chosen("rpa", removed=True))) == [Outcome.STARTED, Outcome.LEFT]
    away = Dismissal("rpa", "vi har ikke brug for det", BY, AFTER, 1)
    assert said(finished(THEN, dismissals=(away,))) == [Outcome.DISMISSED]
    assert became([finished(THEN, dismissals=(replace(away, undone=True),))]) == ()


def test_a_technology_is_followed_from_one_reflection_to_the_next() -> None:
    first = finished(THEN, chosen("rpa", decision=Decision.SKALER, at=AFTER), chosen("chatbot", asked=True))
    second = finished(NOW, chosen("rpa", in_operation=True, at=NOW), chosen("chatbot", at=NOW))
    rpa, chatbot = became([first, second])
    assert [outcome for _, outcome in rpa.said] == [
        Outcome.STARTED,
        Outcome.SCALED,
        Outcome.IN_OPERATION,
    ]
    assert [outcome for _, outcome in chatbot.said] == [Outcome.STARTED], "a day that passed is nothing once it is over"
    assert rpa.said[-1] == (NOW.date(), Outcome.IN_OPERATION)


def test_what_is_taken_away_is_gone_from_it() -> None:
    full = finished(THEN, chosen("rpa"), chosen("chatbot"))
    assert [each.technology for each in became([replace(full, evaluations=full.evaluations[1:])])] == ["chatbot"]
    assert became([]) == ()
