"""Who moves the group, closes and reopens; and how somebody else comes to."""

from __future__ import annotations

import datetime as dt

import pytest

from dialogs.reflection import commands as c
from dialogs.reflection import events as e
from dialogs.reflection.events import Refusal, Refused
from dialogs.reflection.state import Phase
from tests.fakes.walks import CANCEL, FINISH, FIRST, MONDAY, SECOND, begun, walk


@pytest.mark.parametrize("command", [c.Next(1), c.Back(1), c.Skip(1), FINISH, CANCEL])
def test_only_the_facilitator_moves_the_group_and_closes(command: c.Command) -> None:
    assert walk(begun(), (SECOND, command)) == (begun(), (Refused(Refusal.NOT_FACILITATOR),))
    assert walk(begun(), (FIRST, command))[1] != (Refused(Refusal.NOT_FACILITATOR),)


@pytest.mark.parametrize("command", [c.Next(1), c.Skip(1), FINISH, CANCEL])
def test_whoever_takes_over_may_and_the_one_before_no_longer(command: c.Command) -> None:
    reflection, events = walk(begun(), (SECOND, c.TakeOver()))
    assert events == (e.TakenOver(SECOND),) and reflection.facilitator == SECOND
    assert walk(reflection, (SECOND, command))[0] != reflection
    assert walk(reflection, (FIRST, command))[1] == (Refused(Refusal.NOT_FACILITATOR),)


def test_nobody_becomes_facilitator_by_doing_anything_else() -> None:
    reflection, _ = walk(
        begun(), (SECOND, c.Answer("svar")), (SECOND, c.Reveal()), (SECOND, c.Pause()), (SECOND, c.Resume())
    )
    assert reflection.facilitator == FIRST


def test_alone_there_is_nobody_to_ask() -> None:
    alone = begun(group=False)
    assert alone.facilitator is None
    assert walk(alone, c.Next(1), group=False)[0].current == 2
    assert walk(alone, c.TakeOver(), group=False)[1] == (Refused(Refusal.ONLY_IN_A_GROUP),)


@pytest.mark.parametrize("command", [FINISH, CANCEL])
def test_an_abandoned_reflection_is_closed_by_anyone_in_it(command: c.Command) -> None:
    later = MONDAY + dt.timedelta(days=7)
    assert walk(begun(), (SECOND, command), at=later)[0].phase.is_closed
    assert walk(begun(), (SECOND, command), at=later - dt.timedelta(minutes=1))[0] == begun()


def test_a_closed_reflection_reopens_in_its_summary_with_everything_in_it() -> None:
    reflection, _ = walk(begun(), (SECOND, c.Answer("svar")), FINISH)
    assert walk(reflection, (SECOND, c.Reopen()))[1] == (Refused(Refusal.NOT_FACILITATOR),)
    again, events = walk(reflection, c.Reopen())
    assert events == (e.Reopened(),) and again.phase is Phase.REVIEW and again.ended_at is None
    edited, _ = walk(again, (SECOND, c.Answer("rettet", 1)))
    assert [(a.text, a.revision) for a in edited.answers] == [("rettet", 2)]


def test_an_anonymous_reflection_does_not_reopen() -> None:
    closed, _ = walk(begun(anonymous=True), FINISH)
    assert walk(closed, c.Reopen()) == (closed, (Refused(Refusal.CLOSED_ANONYMOUSLY),))


def test_the_next_reflection_remembers_the_finished_one_before_it() -> None:
    finished, _ = walk(begun(), FINISH)
    second, _ = walk(finished, c.Start("630", "sundhed-og-aeldre"), new_id="r2")
    assert second.previous == "r1"
    given_up, _ = walk(second, CANCEL)
    third, _ = walk(given_up, c.Start("630", "sundhed-og-aeldre"), new_id="r3")
    assert third.previous == "r1", "one given up is nothing to compare with"
