"""The benchmark still fits what it measures; whether it is fast is not asked here."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench import database, split
from tests.bench.people import MEMBERS, Team
from tests.bench.shape import Shape, words


def test_everything_whose_time_is_taken_is_there() -> None:
    assert [name for where, name, _ in split.parts() if not callable(getattr(where, name, None))] == []


def test_the_stored_answers_are_as_many_as_asked_for(tmp_path: Path) -> None:
    teams = [Team(number) for number in range(3)]
    stored = database.fill(tmp_path / "bench.db", teams, 500)
    assert abs(stored - 500) <= 2 * MEMBERS * 9


def test_the_country_is_588_teams_at_ten_times_peoples_pace_for_13_minutes() -> None:
    country = Shape()
    assert (country.teams, country.people, country.active) == (588, 10, 500)
    assert country.answers == 52_920
    assert country.answer_takes == (2, 12)
    assert 12 * 60 < country.seconds < 14 * 60
    assert country.limit < 3600, "its token holds for an hour"


@pytest.mark.parametrize("wrong", [{"teams": 0}, {"people": 0}, {"pace": 0}, {"active": 9}])
def test_a_shape_that_never_ends_or_never_begins_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="room for one team"):
        Shape(**wrong)


def test_no_two_answers_of_a_country_are_the_same() -> None:
    given = {words((team, member, question)) for team in range(30) for member in range(10) for question in range(1, 10)}
    assert len(given) == 30 * 10 * 9
