"""When Danish words for a day or a time mean, at noon on Tuesday 24 November 2026 where nothing else is said."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.danish.dates import WEEKDAYS, danish_day, day, is_time, is_workday, local, moment, nine
from tests.fakes.chance import cases

NOON = dt.datetime(2026, 11, 24, 11, tzinfo=dt.UTC)


def when(text: str, at: dt.datetime = NOON) -> str:
    found = moment(text, at)
    assert found is None or found.tzinfo is dt.UTC
    return local(found).strftime("%Y-%m-%d %H:%M") if found else "–"


UNDERSTOOD = {
    "mandag": "2026-11-30 09:00",
    "på mandag": "2026-11-30 09:00",
    "paa mandag": "2026-11-30 09:00",
    "til mandag, tak": "2026-11-30 09:00",
    "MANDAG": "2026-11-30 09:00",
    "»mandag«": "2026-11-30 09:00",
    "mandg": "2026-11-30 09:00",
    "monday": "2026-11-30 09:00",
    "næste mandag": "2026-11-30 09:00",
    "naeste mandag": "2026-11-30 09:00",
    "tirsdag": "2026-12-01 09:00",
    "fredag": "2026-11-27 09:00",
    "næste fredag": "2026-12-04 09:00",
    "fredag i næste uge": "2026-12-04 09:00",
    "torsdag om en uge": "2026-12-03 09:00",
    "lørdag": "2026-11-28 09:00",
    "loerdag": "2026-11-28 09:00",
    "lordag": "2026-11-28 09:00",
    "i morgen": "2026-11-25 09:00",
    "imorgen": "2026-11-25 09:00",
    "i mrogen": "2026-11-25 09:00",
    "i morgen tidlig": "2026-11-25 09:00",
    "i overmorgen": "2026-11-26 09:00",
    "om en uge": "2026-12-01 09:00",
    "en uge": "2026-12-01 09:00",
    "om en uges tid": "2026-12-01 09:00",
    "2 uger": "2026-12-08 09:00",
    "fjorten dage": "2026-12-08 09:00",
    "om tre dage": "2026-11-27 09:00",
    "om et par dage": "2026-11-26 09:00",
    "om en måned": "2026-12-24 09:00",
    "om 3 mdr": "2027-02-24 09:00",
    "et halvt år": "2027-05-24 09:00",
    "om et år": "2027-11-24 09:00",
    "om 2 timer": "2026-11-24 14:00",
    "30 minutter": "2026-11-24 12:30",
    "15. marts": "2027-03-15 09:00",
    "den 15. marts 2027": "2027-03-15 09:00",
    "den 15/3": "2027-03-15 09:00",
    "d. 3/12": "2026-12-03 09:00",
    "3/12": "2026-12-03 09:00",
    "3.12": "2026-12-03 09:00",
    "3.12.2026": "2026-12-03 09:00",
    "03-12-26": "2026-12-03 09:00",
    "３/１２": "2026-12-03 09:00",
    "2026-12-03": "2026-12-03 09:00",
    "1. dec": "2026-12-01 09:00",
    "1. decmber": "2026-12-01 09:00",
    "mandag den 30. november": "2026-11-30 09:00",
    "den 15.": "2026-12-15 09:00",
    "uge 49": "2026-11-30 09:00",
    "fredag i uge 50": "2026-12-11 09:00",
    "uge 2": "2027-01-11 09:00",
    "næste uge": "2026-11-30 09:00",
    "næste måned": "2026-12-01 09:00",
    "efter weekenden": "2026-11-30 09:00",
    "mandag kl. 10": "2026-11-30 10:00",
    "i morgen kl 13.30": "2026-11-25 13:30",
    "3/12 kl. 8": "2026-12-03 08:00",
    "kl. 14 den 3. december": "2026-12-03 14:00",
    "3/12 10:15": "2026-12-03 10:15",
    "mandag eftermiddag": "2026-11-30 13:00",
    "i aften": "2026-11-24 18:00",
    "kl 14": "2026-11-24 14:00",
    "kl. 9": "2026-11-25 09:00",
    "i dag kl. 15": "2026-11-24 15:00",
}
NO_TIME = (
    *("", "?", "hunde", "snart", "efter ferien", "mandag til onsdag", "mandag eller tirsdag", "15", "12345678"),
    *("31. november", "30/2", "29/2", "uge 60", "kl 25", "tirsdag den 30. november", "trsdag"),
    *("i dag", "24/11", "i dag kl. 11", "2026-11-23", "3.12.2025", "3/12 2027", "om 400 dage", "uge 49 2028", "0 dage"),
    *("99999 dage", "om 9999 timer", "mandag " * 40),
)


@pytest.mark.parametrize(("text", "meant"), UNDERSTOOD.items())
def test_a_text_that_means_a_time(text: str, meant: str) -> None:
    assert when(text) == meant


@pytest.mark.parametrize("text", NO_TIME)
def test_what_is_no_time_or_past_or_more_than_a_year_ahead_means_none(text: str) -> None:
    assert moment(text, NOON) is None


@pytest.mark.parametrize("at", [NOON + dt.timedelta(days=days, hours=11) for days in range(7)])
@pytest.mark.parametrize("number", range(7))
def test_a_weekday_is_always_one_to_seven_days_ahead(at: dt.datetime, number: int) -> None:
    found = day(WEEKDAYS[number], at)
    assert found and found.weekday() == number
    assert 1 <= (found - local(at).date()).days <= 7


def test_today_is_a_day_though_its_morning_is_past() -> None:
    today = dt.date(2026, 11, 24)
    assert [day(text, NOON) for text in ("i dag", "24/11", "2026-11-24", "i aften")] == [today] * 4
    assert day("2026-11-23", NOON) is None
    assert day("mandag kl. 10", NOON) == dt.date(2026, 11, 30)
    assert day("hunde", NOON) is None


def test_before_nine_today_can_still_come() -> None:
    assert when("i dag", NOON - dt.timedelta(hours=5)) == "2026-11-24 09:00"


def test_just_after_midnight_in_denmark_it_is_the_new_day_though_not_in_utc() -> None:
    at = dt.datetime(2026, 7, 5, 22, 30, tzinfo=dt.UTC)  # Monday 6 July, 00.30
    assert when("i morgen", at) == "2026-07-07 09:00"
    assert when("mandag", at) == "2026-07-13 09:00"


def test_nine_is_nine_on_both_sides_of_both_clock_changes() -> None:
    assert nine(dt.date(2026, 10, 24)) == dt.datetime(2026, 10, 24, 7, tzinfo=dt.UTC)
    assert nine(dt.date(2026, 10, 25)) == dt.datetime(2026, 10, 25, 8, tzinfo=dt.UTC)
    assert nine(dt.date(2027, 3, 27)) == dt.datetime(2027, 3, 27, 8, tzinfo=dt.UTC)
    assert nine(dt.date(2027, 3, 28)) == dt.datetime(2027, 3, 28, 7, tzinfo=dt.UTC)
    assert when("om en uge", dt.datetime(2027, 3, 24, 12, tzinfo=dt.UTC)) == "2027-03-31 09:00"
    assert when("om en uge", dt.datetime(2026, 10, 21, 12, tzinfo=dt.UTC)) == "2026-10-28 09:00"


def test_a_time_the_clock_jumps_over_is_an_hour_later() -> None:
    assert when("28/3 kl. 2.30", NOON) == "2027-03-28 03:30"


def test_hours_are_hours_across_the_clock_change() -> None:
    at = dt.datetime(2027, 3, 28, 0, 30, tzinfo=dt.UTC)  # 01.30, half an hour before
    assert moment("om 2 timer", at) == at + dt.timedelta(hours=2)


def test_a_month_on_from_the_31st_is_the_last_of_a_shorter_month() -> None:
    assert when("om en måned", dt.datetime(2027, 1, 31, 12, tzinfo=dt.UTC)) == "2027-02-28 09:00"


def test_29_february_is_a_day_where_the_next_year_has_one() -> None:
    assert when("29/2", dt.datetime(2027, 6, 1, 12, tzinfo=dt.UTC)) == "2028-02-29 09:00"


def test_a_time_is_a_time_past_or_to_come() -> None:
    assert all(is_time(text) for text in ("mandag", "3.12.2020", "29/2", "om 400 dage", "kl. 9"))
    assert not any(is_time(text) for text in ("", "alle", "31/11", "Deltager Første"))


def test_monday_to_friday_are_workdays() -> None:
    assert [is_workday(dt.date(2026, 11, 23 + number)) for number in range(7)] == [True] * 5 + [False] * 2


def test_a_day_is_said_with_its_year_only_where_it_is_another() -> None:
    monday = dt.date(2026, 11, 30)
    assert danish_day(monday) == danish_day(monday, dt.date(2026, 1, 1)) == "mandag den 30. november"
    assert danish_day(monday, dt.date(2025, 12, 1)) == "mandag den 30. november 2026"


@given(st.dates(dt.date(2026, 1, 1), dt.date(2036, 12, 31)), st.integers(0, 23), st.data())
def test_a_day_said_by_the_bot_is_the_day_it_understands(today: dt.date, hour: int, data: st.DataObject) -> None:
    at = dt.datetime.combine(today, dt.time(hour), dt.UTC)
    ahead = local(at).date() + dt.timedelta(days=data.draw(st.integers(0, 364)))
    assert day(danish_day(ahead, local(at).date()), at) == ahead
    assert day(ahead.isoformat(), at) == ahead


TEXTS = st.one_of(
    st.text(max_size=30),
    st.lists(
        st.sampled_from(
            ("i", "om", "på", "den", "næste", "uge", "mandag", "morgen", "3", "31.", "12", "/", "kl.", "år")
        ),
        max_size=6,
    ).map(" ".join),
)


@settings(max_examples=cases(500))
@given(TEXTS, st.dates(dt.date(2026, 1, 1), dt.date(2036, 1, 1)), st.times())
def test_any_text_is_a_time_to_come_within_a_year_or_none(text: str, today: dt.date, time: dt.time) -> None:
    at = dt.datetime.combine(today, time, dt.UTC)
    found = moment(text, at)
    assert found is None or (at < found and (local(found).date() - local(at).date()).days <= 365)
    that_day = day(text, at)
    assert that_day is None or 0 <= (that_day - local(at).date()).days <= 365
