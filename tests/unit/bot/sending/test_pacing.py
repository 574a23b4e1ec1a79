"""Never more through than the limits say, and never less than they allow."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from bot.sending.pacing import NO_LIMITS, PER_CONVERSATION, Pace

BREATH = 1e-6
"""Seconds: at the very edge of a window a sum of floats may fall to either side."""


def test_seven_messages_go_at_once_and_the_eighth_waits() -> None:
    pace = Pace(PER_CONVERSATION)
    assert [pace.wait("chat", 100.0) for _ in range(7)] == [0.0] * 7
    assert pace.wait("chat", 100.0) == 1.0
    assert pace.wait("chat", 101.0) == 0.0
    assert pace.wait("chat", 101.0) == 1.0, "eight in two seconds is the most"


def test_one_conversation_does_not_hold_up_another() -> None:
    pace = Pace(((1, 10.0),))
    assert pace.wait("a", 0.0) == 0.0
    assert pace.wait("a", 1.0) == 9.0
    assert pace.wait("b", 1.0) == 0.0


def test_without_limits_nothing_waits() -> None:
    pace = Pace(NO_LIMITS)
    assert not any(pace.wait("chat", 0.0) for _ in range(1000))


def test_only_so_many_keys_are_remembered() -> None:
    pace = Pace(((1, 10.0),), most=3)
    for key in "abcd":
        pace.wait(key, 0.0)
    assert pace.wait("a", 0.0) == 0.0, "the oldest is forgotten"
    assert pace.wait("d", 0.0) > 0


@given(st.lists(st.floats(0, 5), max_size=120))
@example([0.2, *[0.0] * 6, 1.0])
def test_no_window_ever_holds_more_than_its_limit_and_waiting_as_told_is_enough(pauses: list[float]) -> None:
    pace, now = Pace(PER_CONVERSATION), 0.0
    let_through: list[float] = []
    for pause in pauses:
        now += pause
        if wait := pace.wait("chat", now):
            now += wait + BREATH
            assert pace.wait("chat", now) == 0.0
        let_through.append(now)
        for count, window in PER_CONVERSATION:
            assert sum(1 for at in let_through if at > now - window + BREATH) <= count
