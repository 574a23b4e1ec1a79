"""The benchmark still fits what it measures; whether it is fast is not asked here."""

from __future__ import annotations

from pathlib import Path

from tests.bench import database, split
from tests.bench.people import MEMBERS, Team


def test_everything_whose_time_is_taken_is_there() -> None:
    assert [name for where, name, _ in split.parts() if not callable(getattr(where, name, None))] == []


def test_the_stored_answers_are_as_many_as_asked_for(tmp_path: Path) -> None:
    teams = [Team(number) for number in range(3)]
    stored = database.fill(tmp_path / "bench.db", teams, 500)
    assert abs(stored - 500) <= 2 * MEMBERS * 9
