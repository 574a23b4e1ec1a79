"""Pauses that end by themselves, reminders, expiry and evaluation days, over time and both changes of the clock."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from dialogs.people import Person
from dialogs.reflection import commands as c
from dialogs.reflection import events as e
from dialogs.reflection.commands import Said
from dialogs.reflection.events import Refusal, Refused
from dialogs.reflection.reducer import apply
from dialogs.reflection.state import Phase, Reflection
from dialogs.reflection.timing import next_due
from tests.fakes.walks import FINISH, FIRST, MONDAY, SECOND, begun, setting, walk

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def rings(reflection: Reflection, days: float) -> list[tuple[dt.datetime, e.Event]]:
    """All that is said by itself within ``days`` if nobody does anything, with the local time it is said."""
    said: list[tuple[dt.datetime, e.Event]] = []
    end = MONDAY + dt.timedelta(days=days)
    while (due := next_due(reflection)) is not None and due <= end:
        after, events = apply(reflection, Said(c.Alarm(), Person("", ""), due), setting())
        assert after is not None and (after != reflection), "it would ring for ever"
        reflection = after
        said += [(due.astimezone(COPENHAGEN), event) for event in events]
    return said


def test_a_pause_until_monday_ends_at_nine_on_monday() -> None:
    reflection, _ = walk(begun(), c.Pause("mandag"))
    assert reflection.phase is Phase.PAUSED
    assert rings(reflection, 10)[0] == (dt.datetime(2026, 11, 30, 9, tzinfo=COPENHAGEN), e.PauseEnded())


def test_a_pause_across_the_change_to_summer_time_still_ends_at_nine() -> None:
    reflection, _ = walk(begun(), c.Pause("29. marts"))
    ((when, _),) = rings(reflection, 130)
    assert (when.hour, when.utcoffset()) == (9, dt.timedelta(hours=2))
    winter, _ = walk(begun(), c.Pause("1/11"))
    ((when, _),) = rings(winter, 345)
    assert (when.hour, when.utcoffset()) == (9, dt.timedelta(hours=1))


def test_nothing_is_said_while_paused() -> None:
    reflection, _ = walk(begun(), c.Remind(on=True), c.Pause())
    assert rings(reflection, 700) == []


def test_a_time_nobody_understands_is_no_pause() -> None:
    assert walk(begun(), c.Pause("når vi har tid"))[1] == (Refused(Refusal.UNKNOWN_TIME),)


def test_a_paused_reflection_may_be_put_off_further_and_taken_up_sooner() -> None:
    reflection, _ = walk(begun(), c.Pause("mandag"), c.Pause("2 uger"))
    assert reflection.paused_until is not None and reflection.paused_until > MONDAY + dt.timedelta(days=13)
    again, _ = walk(reflection, c.Resume())
    assert again.phase is Phase.QUESTIONS and again.paused_until is None


def test_nobody_is_reminded_unasked() -> None:
    assert not [event for _, event in rings(begun(), 50) if isinstance(event, e.Reminded)]


def test_reminders_come_at_nine_on_workdays_daily_at_first_and_then_once_a_week() -> None:
    reflection, _ = walk(begun(), (SECOND, c.Remind(on=True)))
    days = [when for when, event in rings(reflection, 30) if isinstance(event, e.Reminded)]
    assert [(d.month, d.day) for d in days] == [(11, 24), (11, 25), (11, 26), (12, 3), (12, 10), (12, 17)]
    assert {(d.hour, d.minute) for d in days} == {(9, 0)}


def test_whoever_does_something_puts_the_reminder_off() -> None:
    reflection, _ = walk(begun(), c.Remind(on=True))
    friday = MONDAY + dt.timedelta(days=4)
    touched, _ = walk(reflection, (SECOND, c.Answer("svar")), at=friday)
    due = next_due(touched)
    assert due is not None and due.astimezone(COPENHAGEN) == dt.datetime(2026, 11, 30, 9, tzinfo=COPENHAGEN)


def test_it_says_that_it_expires_a_week_before_it_does() -> None:
    (warned, warning), (expired, end) = rings(begun(), 400)
    assert isinstance(warning, e.ExpiryWarned) and end == e.Expired()
    assert (expired - warned).days == 7 and warning.on == expired.date()
    assert 52 <= (warned - MONDAY).days <= 53


def test_a_warning_that_comes_late_puts_the_end_off_so_that_there_is_always_a_week() -> None:
    late = MONDAY + dt.timedelta(days=90)
    warned, events = apply(begun(), Said(c.Alarm(), Person("", ""), late), setting())
    assert isinstance(events[0], e.ExpiryWarned) and warned is not None
    due = next_due(warned)
    assert due is not None and due - late > dt.timedelta(days=6)


def test_touching_it_takes_the_warning_back() -> None:
    at = MONDAY + dt.timedelta(days=55)
    warned, _ = apply(begun(), Said(c.Alarm(), Person("", ""), at), setting())
    assert warned is not None and warned.warned_at is not None
    touched, _ = walk(warned, (SECOND, c.Answer("vi er her endnu")), at=at + dt.timedelta(days=1))
    due = next_due(touched)
    assert touched.warned_at is None and due is not None and due > at + dt.timedelta(days=50)


def test_an_expired_reflection_keeps_its_answers_and_reopens() -> None:
    reflection, _ = walk(begun(), (SECOND, c.Answer("svar")))
    at = MONDAY + dt.timedelta(days=100)
    warned, _ = apply(reflection, Said(c.Alarm(), Person("", ""), at), setting())
    assert warned is not None
    expired, events = apply(warned, Said(c.Alarm(), Person("", ""), at + dt.timedelta(days=8)), setting())
    assert expired is not None and events == (e.Expired(),) and expired.phase is Phase.EXPIRED
    assert expired.answers == reflection.answers
    assert walk(expired, (SECOND, c.Reopen()), at=at + dt.timedelta(days=9))[0].phase is Phase.REVIEW


def test_each_technology_is_asked_about_once_on_its_day_and_not_where_it_is_evaluated_before() -> None:
    reflection, _ = walk(begun(), c.Choose(("rpa", "apps"), "2027-05-03"), c.Choose(("rpa", "apps", "cloud")), FINISH)
    reflection, _ = walk(reflection, c.Evaluate("apps", decision="skaler"))
    asked = rings(reflection, 400)
    assert [event for _, event in asked] == [e.EvaluationsDue(("rpa", "cloud"))]
    assert asked[0][0].hour == 9 and FIRST not in asked[0]


def test_an_alarm_that_comes_too_early_or_twice_says_nothing() -> None:
    assert walk(begun(), c.Alarm()) == (begun(), (e.NothingDue(),))
    assert apply(None, Said(c.Alarm(), Person("", ""), MONDAY), setting()) == (None, (e.NothingDue(),))
