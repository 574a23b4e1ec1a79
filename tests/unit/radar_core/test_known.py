"""What is known of an edition and what is not, in words: how old it is, and why a fagområde has no radar."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from radar_core.known import age_text, dated
from radar_core.lookup import radar_for
from radar_core.model import Status
from tests.fakes.shipped import shipped

CATALOG = shipped()
EDITION = CATALOG.bundle("2020").edition
TODAY = dt.date(2026, 11, 28)


def aged(date: str | None, today: dt.date = TODAY) -> str | None:
    return age_text(replace(EDITION, date=date), today)


def test_the_edition_of_2020_says_its_age_as_exactly_as_the_year_alone_allows() -> None:
    assert age_text(EDITION, TODAY) == "Udgaven er fra 2020 og omkring seks år gammel."
    assert dated(EDITION) == "fra 2020"


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("2021-03-10", "Udgaven er fra 10. marts 2021 og fem år gammel."),
        ("2021-03", "Udgaven er fra marts 2021 og fem år gammel."),
        ("2021-11", "Udgaven er fra november 2021 og omkring fem år gammel."),
        ("2012", "Udgaven er fra 2012 og omkring 14 år gammel."),
        ("2024-11-28", "Udgaven er fra 28. november 2024 og to år gammel."),
    ],
)
def test_an_old_edition_says_its_age(date: str, said: str) -> None:
    assert aged(date) == said


@pytest.mark.parametrize("date", ["2024-11-29", "2024-12", "2024", "2026", "2027-01-01"])
def test_an_edition_that_is_not_known_to_be_two_years_old_says_nothing(date: str) -> None:
    assert aged(date) is None


def test_the_day_an_edition_becomes_two_years_old_it_says_so() -> None:
    assert aged("2024-02-29", dt.date(2026, 2, 28)) is None
    assert aged("2024-02-29", dt.date(2026, 3, 1)) is not None


def test_without_a_date_the_age_is_not_known_and_only_what_is_made_up_has_none() -> None:
    assert aged(None) == "Udgavens dato er ikke kendt, så den kan være gammel."
    assert age_text(replace(EDITION, date=None, status=Status.EKSEMPEL), TODAY) is None


@given(st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)), st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)))
def test_the_less_exact_a_date_is_the_later_its_age_is_told_and_never_the_sooner(day: dt.date, today: dt.date) -> None:
    told = [aged(str(day)[:length], today) is not None for length in (10, 7, 4)]
    assert told == sorted(told, reverse=True)


@pytest.mark.parametrize("edition", ["2020", "2021-vejle", "eksempel"])
def test_what_is_known_and_what_is_hidden_never_add_up_to_another_number_than_the_total(edition: str) -> None:
    bundle = CATALOG.bundle(edition)
    for fagomraade in ("samlet", *(each.id for each in bundle.fagomraader)):
        radar = radar_for(bundle, fagomraade)
        assert radar.total is None or len(radar.entries) + radar.hidden == radar.total
        assert not (radar.is_complete and radar.hidden)


def test_a_list_that_something_is_taken_off_hides_nothing() -> None:
    radar = radar_for(CATALOG.bundle("eksempel"))
    assert replace(radar, entries=radar.entries[3:]).hidden == 0
