"""Ratings over time: nothing that nobody was to see, and never two questions as one."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.over_time.ratings import Time, answered, labels, rated_over_time
from dialogs.people import Person
from dialogs.reflection.closing import closed
from dialogs.reflection.state import GivenAnswer, Phase, Reflection
from radar_core.model import Question, QuestionKind
from radar_core.render.words.over_time import Lack, Sample
from tests.fakes.shipped import shipped

NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
QUESTIONS = shipped().bundle("eksempel").questions
RATED = [question.number for question in QUESTIONS if question.is_rated]
SIX = next(question for question in QUESTIONS if question.number == RATED[0])

KLS_WORDS = "d9e7a10f"
"""Of KL's nine questions, word for word."""


def team(ratings: Sequence[int | None], question: int = SIX.number, **changes: object) -> Reflection:
    """A finished reflection with these ratings of a question that everybody has been shown."""
    people = [Person(f"29:{n}", f"Deltager {n}") for n in range(len(ratings))]
    answers = tuple(
        GivenAnswer(question, by, NOW, "ord", rating, (), 1) for by, rating in zip(people, ratings, strict=True)
    )
    made = Reflection(
        *("r", "b", True, Person("29:0", "Deltager 0"), NOW, "630", "sundhed", Phase.FINISHED),
        answers=answers,
        revealed=frozenset(RATED),
        ended_at=NOW,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def sample(reflection: Reflection, questions: Sequence[Question] = QUESTIONS) -> Sample:
    """How question 6 was rated in it."""
    then, now = Time(reflection, tuple(questions)), Time(team([3]), QUESTIONS)
    return rated_over_time([then, now])[0].samples[0]


def lack(reflection: Reflection, questions: Sequence[Question] = QUESTIONS) -> Lack | None:
    found = sample(reflection, questions)
    assert found.lack is None or (found.number, found.middle, found.counts) == (None, None, None)
    return found.lack


def test_it_is_the_questions_kind_that_counts_and_not_its_number() -> None:
    rows = rated_over_time([Time(team([3]), QUESTIONS), Time(team([4]), QUESTIONS)])
    assert [row.question for row in rows] == RATED
    other = tuple(
        replace(q, kind=QuestionKind.SELVVURDERING if q.number == 1 else QuestionKind.FRITEKST) for q in QUESTIONS
    )
    asked = rated_over_time([Time(team([3], 1), other), Time(team([4], 1, revealed=frozenset({1})), other)])
    assert [(row.question, row.text) for row in asked] == [(1, QUESTIONS[0].text)]
    assert rated_over_time([]) == ()


def test_a_question_keeps_its_ratings_where_it_only_got_another_number() -> None:
    moved = tuple(replace(q, number=9 if q is SIX else 6 if q.number == 9 else q.number) for q in QUESTIONS)
    assert sample(team([2, 4, 4], 9), moved).middle == 4


def test_a_question_in_other_words_or_of_another_kind_is_another_question() -> None:
    reworded = tuple(replace(q, text=f"{q.text} I dag") if q is SIX else q for q in QUESTIONS)
    unrated = tuple(replace(q, kind=QuestionKind.FRITEKST) if q is SIX else q for q in QUESTIONS)
    assert lack(team([3, 3]), reworded) is Lack.OTHER
    assert lack(team([3, 3]), unrated) is Lack.OTHER
    assert lack(team([3, 3]), ()) is Lack.OTHER
    assert lack(team([3, 3]), tuple(replace(q, short=None) for q in QUESTIONS)) is None


def test_answers_with_names_are_dots_once_everybody_has_seen_them() -> None:
    assert sample(team([1, 2, 2, 4, None])) == Sample(4, 2.0, (1, 2, 0, 1, 0))
    assert sample(team([2, 3])).middle == 2.5
    assert lack(team([1, 2, 2], revealed=frozenset())) is Lack.HIDDEN
    assert lack(team([None, None])) is Lack.NONE
    assert lack(team([])) is Lack.NONE


def test_alone_everything_is_ones_own_to_see() -> None:
    assert sample(team([4], group=False, revealed=frozenset())) == Sample(1, 4.0, (0, 0, 0, 1, 0))


def test_anonymous_answers_are_a_middle_of_four_or_more() -> None:
    assert sample(team([1, 2, 2, 4], anonymous=True)) == Sample(4, 2.0, None)
    assert lack(team([1, 2, 2], anonymous=True)) is Lack.FEW
    assert lack(team([1, 2, 2, None, None], anonymous=True)) is Lack.FEW, "five answered, and three by a number"
    assert lack(team([1, 2, 2, 4], anonymous=True, revealed=frozenset())) is Lack.HIDDEN


@given(st.lists(st.integers(1, 5), max_size=6), st.booleans())
def test_closing_an_anonymous_one_changes_nothing_of_what_is_shown(ratings: list[int], shown: bool) -> None:
    open_ = team(ratings, anonymous=True, salt="s", phase=Phase.REVIEW, revealed=frozenset(RATED if shown else []))
    assert sample(closed(open_, Phase.FINISHED, NOW)) == sample(open_)


@given(st.lists(st.integers(1, 5), min_size=1, max_size=12))
def test_half_of_the_answers_lie_on_either_side_of_the_middle(ratings: list[int]) -> None:
    middle = sample(team(list(ratings))).middle
    assert middle is not None
    assert 2 * sum(rating < middle for rating in ratings) <= len(ratings)
    assert 2 * sum(rating > middle for rating in ratings) <= len(ratings)


def test_an_answer_that_is_erased_is_gone_from_it() -> None:
    full = team([1, 5, 5])
    left = replace(full, answers=full.answers[1:])
    assert (sample(full).counts, sample(left).counts) == ((1, 0, 0, 0, 2), (0, 0, 0, 0, 2))
    anonymous = team([1, 5, 5, 5], anonymous=True)
    assert lack(replace(anonymous, answers=anonymous.answers[1:])) is Lack.FEW


def test_how_many_answered_is_known_of_those_with_names() -> None:
    assert (answered(team([1, 2])), answered(team([1, 2], anonymous=True))) == (2, None)


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (["2024-11-03", "2025-10-28"], ("2024", "2025")),
        (["2025-05-03", "2025-09-28", "2026-01-01"], ("maj 2025", "sep. 2025", "jan. 2026")),
        (["2025-09-03", "2025-09-28"], ("3. sep. 2025", "28. sep. 2025")),
        (["2025-09-03", "2025-09-03", "2025-09-28"], ("3. sep. (1)", "3. sep. (2)", "28. sep. (1)")),
        (["2025-01-01", "2025-01-01", "2026-01-01"], ("1. jan. (1)", "1. jan. (2)", "1. jan. (3)")),
        ([], ()),
    ],
)
def test_days_are_told_apart_in_as_few_letters_as_it_takes(days: list[str], told: tuple[str, ...]) -> None:
    assert labels([dt.date.fromisoformat(day) for day in days]) == told


@given(st.lists(st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31)), max_size=7))
def test_days_that_are_in_order_are_always_told_apart(days: list[dt.date]) -> None:
    told = labels(sorted(days))
    assert len(set(told)) == len(days)


def test_kls_questions_stand_as_they_did_in_the_release_before() -> None:
    # A reflection on an edition that came with an earlier release is read with the questions that come with this one
    # (Snapshot.questions_of). Where KL asks otherwise, that must end: then it is another question.
    for bundle in shipped().bundles:
        asked = "\n".join(f"{q.number} {q.text} {q.kind.value}" for q in bundle.questions)
        assert hashlib.sha256(asked.encode()).hexdigest()[:8] == KLS_WORDS
