"""Who would wait too long is turned away before the work, and nobody else is."""

from __future__ import annotations

import pytest

from bot.web.crowd import ALWAYS, LONGEST, Crowd


def served(crowd: Crowd, seconds: float, each: float, at_once: int = 8) -> float:
    """Lets turns in and out at a steady pace; the time afterwards."""
    now = 0.0
    for _ in range(at_once):
        assert crowd.enter(now)
    while now < seconds:
        now += each
        crowd.leave(now)
        assert crowd.enter(now)
    for _ in range(at_once):
        now += each
        crowd.leave(now)
    return now


def let_in(crowd: Crowd, now: float, asking: int) -> int:
    return sum(crowd.enter(now) for _ in range(asking))


@pytest.mark.parametrize(("each", "expected"), [(0.001, 500), (0.002, 500), (0.01, 100), (0.1, 10)])
def test_of_five_hundred_at_once_as_many_are_let_in_as_can_be_served_in_time(each: float, expected: int) -> None:
    crowd = Crowd()
    now = served(crowd, 10, each)
    assert abs(let_in(crowd, now, 500) - expected) <= 2
    assert crowd.expected <= LONGEST + 2 * each


def test_turns_that_end_in_bursts_are_not_taken_for_quick_ones() -> None:
    crowd = Crowd()
    assert let_in(crowd, 0.0, 64) == 64
    for burst in range(1, 20):  # 64 together for each wait of 0.64 seconds for the disk
        for _ in range(64):
            crowd.leave(burst * 0.64)
        let_in(crowd, burst * 0.64, 64)
    assert 40 <= crowd.under_way <= 160


def test_turns_that_are_cut_off_are_not_taken_for_served_ones() -> None:
    crowd = Crowd()
    now = served(crowd, 5, 0.001)
    assert let_in(crowd, now, 400) == 400
    for left in range(390):
        crowd.leave(now + 1.8 + left / 100, served=False)
    assert let_in(crowd, now + 6, 100) < 20


def test_a_few_are_always_let_in_however_slow_it_has_been() -> None:
    crowd = Crowd()
    now = served(crowd, 100, 5.0, at_once=2)
    assert let_in(crowd, now, 100) == ALWAYS


def test_a_night_without_anybody_is_not_taken_for_slowness() -> None:
    crowd = Crowd()
    now = served(crowd, 5, 0.002)
    assert let_in(crowd, now + 30_000, 400) == 400
    crowd.leave(now + 30_000.002)
    assert crowd.expected < LONGEST


def test_when_it_goes_quickly_again_all_are_let_in_again() -> None:
    crowd = Crowd()
    served(crowd, 200, 1.0, at_once=2)
    now = 10_000.0
    assert crowd.enter(now)
    for _ in range(3_000):
        assert crowd.enter(now)
        now += 0.002
        crowd.leave(now)
    assert let_in(crowd, now, 300) == 300


def test_a_slow_first_turn_after_a_start_turns_nobody_away() -> None:
    crowd = Crowd()
    assert let_in(crowd, 0.0, 60) == 60
    for left in range(60):
        crowd.leave(1.5 + left * 0.001)
    assert let_in(crowd, 2.0, 400) == 400


def test_who_leaves_makes_room() -> None:
    crowd = Crowd()
    now = served(crowd, 50, 0.1)
    inside = let_in(crowd, now, 500)
    assert not crowd.enter(now)
    for left in range(1, inside + 1):
        crowd.leave(now + left * 0.1)
    assert crowd.under_way == 0 and crowd.enter(now)
