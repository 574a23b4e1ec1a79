"""Which reflections stand beside each other: those of one fagområde and kommune, once the team says that they are."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from dialogs.over_time.choosing import MOST, apply_over_time, of_team, up_to
from dialogs.over_time.commands import (
    Confirming,
    OverTimeEvent,
    OverTimeTold,
    OverTimeWanted,
    Picking,
    PickOverTime,
    ShowOverTime,
    TellOverTime,
    TooFew,
)
from dialogs.people import Person
from dialogs.reflection.state import Phase, Reflection

BEGUN = dt.datetime(2024, 11, 1, 12, tzinfo=dt.UTC)
YEAR = dt.timedelta(days=365)


def kept(number: int, fagomraade: str = "sundhed", kommune: str = "630") -> Reflection:
    """One a year."""
    by = Person("29:a", "Deltager A")
    at = BEGUN + number * YEAR
    return Reflection(f"r{number}", "b", True, by, at, kommune, fagomraade, Phase.FINISHED, ended_at=at)


HEALTH = tuple(kept(n) for n in range(3))
SCHOOL = tuple(kept(n, "skole") for n in (3, 4))
NEWEST_FIRST = (*reversed(SCHOOL), *reversed(HEALTH))


def shown(command: ShowOverTime, at_hand: str | None = None, *, group: bool = True) -> OverTimeEvent:
    return apply_over_time(NEWEST_FIRST, command, at_hand, group=group)


def test_a_group_is_asked_whether_they_are_all_its_own_and_one_person_is_not() -> None:
    assert shown(ShowOverTime("sundhed")) == Confirming("sundhed", HEALTH)
    assert shown(ShowOverTime("sundhed"), group=False) == OverTimeTold("sundhed", HEALTH)


def test_the_fagomraade_at_hand_is_meant_and_else_it_is_asked_for() -> None:
    assert shown(ShowOverTime(), "skole") == Confirming("skole", SCHOOL)
    assert shown(ShowOverTime(), "klima") == OverTimeWanted(("skole", "sundhed"))
    assert shown(ShowOverTime()) == OverTimeWanted(("skole", "sundhed"))
    assert apply_over_time(HEALTH, ShowOverTime(), None, group=True) == Confirming("sundhed", HEALTH)


def test_words_that_name_none_come_back_without_a_personal_number() -> None:
    assert shown(ShowOverTime(unknown="Mordor 010190-1234")) == OverTimeWanted(("skole", "sundhed"), "Mordor …")


def test_one_is_too_few_and_what_there_is_more_of_is_offered() -> None:
    assert apply_over_time(HEALTH[:1], ShowOverTime(), "sundhed", group=True) == TooFew("sundhed", HEALTH[:1], ())
    assert apply_over_time((), ShowOverTime(), None, group=True) == TooFew(None, (), ())
    assert shown(ShowOverTime("klima")) == TooFew("klima", (), ("skole", "sundhed"))
    assert apply_over_time(HEALTH[:1], PickOverTime("sundhed"), None, group=True) == TooFew("sundhed", HEALTH[:1], ())


def test_another_kommune_is_another_team() -> None:
    found = of_team([kept(0), kept(1, kommune="101"), kept(2)], "sundhed")
    assert [each.id for each in found] == ["r0", "r2"]


def test_no_more_than_fit_on_a_picture_stand_beside_each_other_the_newest() -> None:
    found = of_team([kept(n) for n in range(MOST + 3)], "sundhed")
    assert [each.id for each in found] == [f"r{n}" for n in range(3, MOST + 3)]


def test_what_the_team_says_is_its_own_is_told_and_no_other() -> None:
    event = apply_over_time(NEWEST_FIRST, TellOverTime("sundhed", ("r2", "r0", "r4", "r9")), None, group=True)
    assert event == OverTimeTold("sundhed", (HEALTH[0], HEALTH[2]), more=True)
    two = apply_over_time(SCHOOL, TellOverTime("skole", ("r3", "r4")), None, group=True)
    assert two == OverTimeTold("skole", SCHOOL, more=False)


@pytest.mark.parametrize("ids", [(), ("r0",), ("r0", "r3"), ("r0", "r0")])
def test_fewer_than_two_are_asked_for_anew(ids: tuple[str, ...]) -> None:
    event = apply_over_time(NEWEST_FIRST, TellOverTime("sundhed", ids), None, group=True)
    assert event == Picking("sundhed", HEALTH, too_few=True)
    assert apply_over_time(NEWEST_FIRST, PickOverTime("sundhed"), None, group=True) == Picking("sundhed", HEALTH)


def test_one_begun_before_and_ended_later_stands_where_it_began() -> None:
    late = replace(HEALTH[0], ended_at=BEGUN + 9 * YEAR)
    assert of_team([HEALTH[1], late], "sundhed") == (late, HEALTH[1])


def test_up_to_one_are_those_of_its_team_before_it_and_never_one_after_or_one_that_is_not_kept() -> None:
    assert up_to(NEWEST_FIRST, HEALTH[2]) == HEALTH
    assert up_to(NEWEST_FIRST, HEALTH[1]) == HEALTH[:2]
    assert up_to(NEWEST_FIRST, HEALTH[0]) == ()
    assert up_to(HEALTH[:2], HEALTH[2]) == ()
    assert up_to((), HEALTH[2]) == ()
    elsewhere = kept(3, kommune="751")
    assert up_to((*HEALTH, elsewhere), elsewhere) == ()
    assert len(up_to([kept(n) for n in range(20)], kept(19))) == MOST
