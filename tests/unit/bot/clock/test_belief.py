"""A clock that does not follow from what was counted and stored is believed only after a day of going evenly."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.clock.belief import (
    APART,
    BEHIND,
    DOWN,
    DOWN_IN_DOUBT,
    HEARTBEAT,
    SLIP,
    Look,
    SharedClock,
    is_news,
    judge,
    steady,
)

NOW = dt.datetime(2026, 11, 24, 12, 30, tzinfo=dt.UTC)
SECOND, HOUR, DAY = dt.timedelta(seconds=1), dt.timedelta(hours=1), dt.timedelta(days=1)
EVERY = dt.timedelta(seconds=20)
YEARS = 3 * 365 * DAY


class Machine:
    """One machine: true time that passes, a clock that may be wrong by so much, and what its processes have stored."""

    def __init__(self, known: SharedClock | None = None) -> None:
        self.true, self.wrong_by, self.known = NOW, dt.timedelta(), known
        self._before: Look | None = None

    def looks(self, after: dt.timedelta = EVERY) -> bool:
        """Lets time pass and looks; whether the clock is believed."""
        self.true += after
        look = Look(self.true + self.wrong_by, (self.true - NOW).total_seconds())
        judged = judge(look, self._before, self.known)
        if is_news(self.known, judged):
            self.known = judged
        self._before = look
        return judged.is_believed

    def restarts(self, down: dt.timedelta = SECOND) -> bool:
        """Stops for so long, and looks for the first time."""
        self._before = None
        return self.looks(down)


def test_an_even_clock_is_believed_from_the_first_look_on_an_empty_database() -> None:
    machine = Machine()
    assert all(machine.looks() for _ in range(1000))


@pytest.mark.parametrize("years", [YEARS, -YEARS])
def test_a_clock_that_is_years_wrong_for_25_seconds_is_doubted_and_believed_a_day_after_it_is_right_again(
    years: dt.timedelta,
) -> None:
    machine = Machine()
    machine.looks()
    machine.wrong_by = years
    assert not machine.looks()
    machine.wrong_by = dt.timedelta()
    assert not machine.looks()
    right_again = machine.true
    while not machine.looks(10 * dt.timedelta(minutes=1)):
        assert machine.true - right_again < APART
    assert APART <= machine.true - right_again < APART + HOUR
    assert machine.looks()


@pytest.mark.parametrize("years", [YEARS, -YEARS])
def test_a_clock_that_is_years_wrong_only_while_it_starts_is_doubted(years: dt.timedelta) -> None:
    machine = Machine()
    machine.looks()
    machine.wrong_by = years
    assert not machine.restarts()
    assert not machine.restarts(), "nor does a second start make it right"
    machine.wrong_by = dt.timedelta()
    assert not machine.restarts()
    assert machine.looks(APART)


def test_a_database_of_before_there_were_heartbeats_is_held_against_what_last_came_in() -> None:
    assert not Machine(SharedClock(NOW - YEARS)).looks()
    assert Machine(SharedClock(NOW - DAY)).looks()


def test_a_clock_set_right_by_seconds_is_believed() -> None:
    machine = Machine()
    machine.looks()
    machine.wrong_by = SLIP
    assert machine.looks()
    machine.wrong_by += SLIP + SECOND
    assert not machine.looks()


def test_a_stop_over_a_weekend_is_nothing_and_a_longer_one_costs_a_day_once() -> None:
    machine = Machine()
    machine.looks()
    assert machine.restarts(DOWN)
    assert not machine.restarts(DOWN + SECOND)
    assert not machine.looks(APART - SECOND)
    assert machine.looks(SECOND)


def test_restarts_in_between_do_not_begin_the_day_anew() -> None:
    machine = Machine()
    machine.looks()
    assert not machine.restarts(10 * DAY)
    assert [machine.restarts(6 * HOUR) for _ in range(4)] == [False, False, False, True]


def test_a_bot_that_runs_for_an_hour_a_week_is_believed_at_every_second_start() -> None:
    machine = Machine()
    machine.looks()
    believed = []
    for _ in range(6):
        believed.append(machine.restarts(7 * DAY))
        machine.looks(HOUR)
    assert believed == [False, True, False, True, False, True]


def test_an_outage_of_the_database_that_a_process_has_counted_is_no_gap() -> None:
    machine = Machine()
    machine.looks()
    assert machine.looks(30 * DAY)


def test_two_processes_whose_clocks_disagree_believe_neither() -> None:
    known: SharedClock | None = None
    before: dict[dt.timedelta, Look] = {}
    believed: list[bool] = []
    for step in range(1, 3 * 24 * 6):
        for wrong_by in (dt.timedelta(), YEARS):
            look = Look(NOW + step * 10 * dt.timedelta(minutes=1) + wrong_by, step * 600.0)
            judged = judge(look, before.get(wrong_by), known)
            known = judged if is_news(known, judged) else known
            before[wrong_by] = look
            believed.append(judged.is_believed)
    assert believed[0] and not any(believed[2:])


def test_the_time_is_stored_once_an_hour_and_when_it_begins_or_ends_to_be_doubted() -> None:
    assert is_news(None, SharedClock(NOW))
    assert not is_news(SharedClock(NOW), SharedClock(NOW + HEARTBEAT - SECOND))
    assert is_news(SharedClock(NOW), SharedClock(NOW + HEARTBEAT))
    assert is_news(SharedClock(NOW), SharedClock(NOW, NOW)) and is_news(SharedClock(NOW, NOW), SharedClock(NOW))


def test_the_counter_goes_on_and_nobody_sets_it() -> None:
    first = steady()
    assert first <= steady()


wrong = st.one_of(st.just(dt.timedelta()), st.timedeltas(-YEARS, YEARS), st.timedeltas(-2 * SLIP, 2 * SLIP))


@given(st.lists(st.tuples(st.timedeltas(SECOND, HOUR), wrong), max_size=20))
def test_within_a_day_a_running_process_believes_until_the_first_leap_and_never_after_it(
    looks: Sequence[tuple[dt.timedelta, dt.timedelta]],
) -> None:
    machine, has_leapt = Machine(), False
    machine.looks()
    for passed, wrong_by in looks:
        has_leapt = has_leapt or abs(wrong_by - machine.wrong_by) > SLIP
        machine.wrong_by = wrong_by
        assert machine.looks(passed) is not has_leapt


@given(st.lists(st.tuples(st.booleans(), st.timedeltas(SECOND, 20 * DAY), wrong), max_size=30))
def test_what_is_believed_is_never_further_from_the_look_before_it_than_a_stop_may_be(
    looks: Sequence[tuple[bool, dt.timedelta, dt.timedelta]],
) -> None:
    machine = Machine()
    machine.looks()
    for is_start, passed, wrong_by in looks:
        before, machine.wrong_by = machine.known, wrong_by
        believed = machine.restarts(passed) if is_start else machine.looks(passed)
        assert before is not None and machine.known is not None
        if believed and is_start:
            assert -BEHIND <= machine.true + wrong_by - before.at <= DOWN_IN_DOUBT


# A look within an hour of the one that is stored is not stored: a stop is counted from up to an hour before it began.
@given(
    st.lists(st.timedeltas(SECOND, DOWN_IN_DOUBT - HEARTBEAT), min_size=1, max_size=40), st.timedeltas(-YEARS, YEARS)
)
@example([dt.timedelta(days=4), SECOND, DOWN_IN_DOUBT - HEARTBEAT], dt.timedelta())
def test_however_often_it_restarts_a_clock_that_is_right_is_believed_within_a_day_of_being_doubted(
    stops: Sequence[dt.timedelta], was_wrong_by: dt.timedelta
) -> None:
    machine = Machine(SharedClock(NOW + was_wrong_by))
    doubted_at = None if machine.restarts() else machine.true
    for down in stops:
        if machine.restarts(down):
            doubted_at = None
            continue
        assert doubted_at is None or machine.true - doubted_at < APART
        doubted_at = doubted_at or machine.true
