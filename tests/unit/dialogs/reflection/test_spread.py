"""How far apart a team's ratings lie, and on which question the furthest."""

from __future__ import annotations

import datetime as dt
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.people import Person
from dialogs.reflection.spread import Spread, most_divided, of_ratings, spread, words
from dialogs.reflection.state import GivenAnswer, Phase, Reflection
from radar_core.model import QuestionKind
from tests.fakes.rated import with_kind
from tests.fakes.shipped import shipped

NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
BUNDLE = shipped().bundle("eksempel")
PEOPLE = [Person(str(number), f"Deltager {number}") for number in range(1, 8)]


def reflection(
    ratings: dict[int, list[int | None]], *, revealed: tuple[int, ...] = (6, 7, 8, 9), anonymous: bool = False
) -> Reflection:
    answers = tuple(
        GivenAnswer(question, person, NOW, "tekst", rating, (), 1)
        for question, given_ratings in ratings.items()
        for person, rating in zip(PEOPLE, given_ratings, strict=False)
    )
    return Reflection(
        *("r1", "0" * 64, True, PEOPLE[0], NOW, "630", "sundhed-og-aeldre", Phase.QUESTIONS),
        answers=answers,
        revealed=frozenset(revealed),
        anonymous=anonymous,
        salt="salt" if anonymous else None,
    )


@given(st.lists(st.integers(1, 5), max_size=12))
def test_the_distance_is_the_mean_over_all_pairs_of_people(ratings: list[int]) -> None:
    pairs = [abs(a - b) for a, b in combinations(ratings, 2)]
    assert of_ratings(ratings).distance == pytest.approx(sum(pairs) / len(pairs) if pairs else 0)


@given(st.lists(st.one_of(st.none(), st.integers(1, 5)), max_size=12))
def test_who_rated_nothing_counts_for_nothing(ratings: list[int | None]) -> None:
    given_ratings = [rating for rating in ratings if rating is not None]
    assert of_ratings(ratings) == of_ratings(given_ratings)
    assert of_ratings(ratings).number == len(given_ratings)
    assert of_ratings(ratings).lowest == min(given_ratings, default=None)
    assert of_ratings(ratings).highest == max(given_ratings, default=None)


def test_the_spread_counts_one_questions_ratings_and_no_others() -> None:
    assert spread(reflection({6: [2, 4, 4, None], 7: [1]}), 6) == Spread((0, 1, 0, 2, 0))


def test_the_most_divided_question_is_where_people_are_furthest_apart() -> None:
    assert most_divided(reflection({6: [3, 4], 7: [1, 5], 8: [2, 2], 9: [5]}), BUNDLE) == 7


def test_of_two_questions_as_divided_the_first_is_the_one() -> None:
    assert most_divided(reflection({9: [1, 3], 7: [2, 4], 8: [3, 3]}), BUNDLE) == 7


@pytest.mark.parametrize("ratings", [{}, {6: [4]}, {6: [4, 4, 4], 8: [None, 2]}])
def test_where_nobody_differs_no_question_divides(ratings: dict[int, list[int | None]]) -> None:
    assert most_divided(reflection(ratings), BUNDLE) is None


def test_what_is_not_open_to_all_is_never_named_as_what_divides() -> None:
    assert most_divided(reflection({6: [1, 5], 7: [3, 4]}, revealed=(7,)), BUNDLE) == 7
    assert most_divided(reflection({6: [1, 5]}, revealed=()), BUNDLE) is None


def test_three_anonymous_answers_divide_nothing_that_is_said() -> None:
    assert most_divided(reflection({6: [1, 5, 5]}, anonymous=True), BUNDLE) is None
    assert most_divided(reflection({6: [1, 5, 5, 5]}, anonymous=True), BUNDLE) == 6


@pytest.mark.parametrize(
    ("ratings", "said"),
    [
        ([], "Ingen har valgt et tal"),
        ([3], "1 har svaret: 3"),
        ([3, 3], "2 har svaret: alle 3"),
        ([2, 5], "2 har svaret: fra 2 til 5"),
        ([2, 3, 4, 4, 4, 5], "6 har svaret: fra 2 til 5, flest valgte 4"),
        ([1, 1, 3, 5, 5], "5 har svaret: fra 1 til 5, flest valgte 1 og 5"),
        ([1, 2, 3, 4, 5], "5 har svaret: fra 1 til 5"),
        ([1, 1, 2, 2, 3, 3], "6 har svaret: fra 1 til 3"),
    ],
)
def test_the_spread_in_words(ratings: list[int], said: str) -> None:
    assert words(of_ratings(ratings)) == said


def test_a_question_that_kl_makes_a_self_assessment_counts_and_one_that_is_none_any_more_does_not() -> None:
    team = reflection({5: [1, 5], 6: [1, 4], 7: [1, 3]}, revealed=(5, 6, 7))
    assert most_divided(team, BUNDLE) == 6
    assert most_divided(team, with_kind(BUNDLE, 5, QuestionKind.SELVVURDERING)) == 5
    assert most_divided(team, with_kind(BUNDLE, 6, QuestionKind.FRITEKST)) == 7
