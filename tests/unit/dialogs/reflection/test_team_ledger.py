"""A team says and presses whatever it likes in any order, with and without names: what must hold, holds."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.people import Person
from dialogs.reflection import commands as c
from dialogs.reflection.commands import Said
from dialogs.reflection.events import Refused
from dialogs.reflection.reducer import apply
from dialogs.reflection.state import ANONYMOUS_FROM, MAX_STEPS, Reflection
from dialogs.reflection.timing import next_due
from tests.fakes.chance import cases
from tests.fakes.walks import CANCEL, FINISH, FIRST, MONDAY, PEOPLE, begun, setting

question = st.sampled_from([None, 1, 1, 2, 9, 0, 10])
number = st.sampled_from([1, 2, 9])
when = st.sampled_from(["", "mandag", "2027-05-03", "når vi kan"])
answers = st.builds(c.Answer, st.sampled_from(["ja", "nej", ""]), number, st.sampled_from([None, 1, 5]))
together = st.one_of(
    *(st.builds(kind, question) for kind in (c.Withdraw, c.Reveal, c.OpenConclusion, c.OpenAnswer)),
    st.builds(c.Conclude, st.sampled_from(["sådan", "hellere sådan", ""]), question, st.sampled_from([None, 0, 1])),
    st.builds(c.SetNaming, st.booleans()),
    st.builds(c.Remind, st.booleans()),
    st.sampled_from([c.TakeOver(), c.Reopen(), c.ShowMenu(), c.ShowSteps(), c.OpenChoice(), c.ShowHistory(1)]),
    st.builds(c.SaveStep, st.sampled_from(["gør det", "gør noget andet", ""]), st.just("os"), when, question),
    st.builds(c.RemoveStep, number),
    st.builds(c.Choose, st.sampled_from([(), ("rpa",), ("rpa", "apps")]), when),
    st.builds(c.Evaluate, st.sampled_from(["rpa", "apps"]), decision=st.sampled_from(["stop", "skaler", None])),
)
moves = st.one_of(
    *(st.builds(kind, question) for kind in (c.Next, c.Back, c.Skip)),
    st.builds(c.Pause, st.sampled_from([None, "mandag", "2 uger"])),
    st.sampled_from([c.Resume(), FINISH, CANCEL, c.Start("630", "x"), c.GoTo(9), c.ShowStatus()]),
)
acts = st.lists(
    st.tuples(st.sampled_from(PEOPLE), st.one_of(answers, answers, answers, together, together, moves)), max_size=40
)


def said(by: Person, command: c.Command, minutes: int) -> Said:
    return Said(command, by, MONDAY + dt.timedelta(minutes=minutes))


@settings(max_examples=cases(300))
@given(acts, st.booleans())
def test_whatever_a_team_does_answers_are_their_authors_and_history_is_kept(
    done: list[tuple[Person, c.Command]], anonymous: bool
) -> None:
    reflection: Reflection = begun(anonymous)
    for minutes, (by, command) in enumerate(done, 1):
        before = reflection
        after, events = apply(before, said(by, command, minutes), setting(new_id=f"r{minutes}"))
        assert events, "never silent"
        assert after is not None
        reflection = after
        if any(isinstance(event, Refused) for event in events):
            assert after == before and len(events) == 1
        if after.id != before.id:
            assert before.phase.is_closed
            continue
        assert after.conclusions[: len(before.conclusions)] == before.conclusions
        assert len(after.next_steps) <= MAX_STEPS and len({s.number for s in after.steps}) == len(after.steps)
        if not (after.phase.is_closed and after.anonymous):
            others = [a for a in before.answers if a.by.id != before.key_of(by).id]
            assert [a for a in after.answers if a.by.id != before.key_of(by).id] == others
        if after.phase.is_closed and before.phase.is_closed:
            assert after.answers == before.answers, "a closed reflection's answers never change"


@settings(max_examples=cases(300))
@given(acts)
def test_without_names_nothing_that_is_kept_names_anybody_but_who_began_it_and_who_facilitates(
    done: list[tuple[Person, c.Command]],
) -> None:
    reflection: Reflection | None = begun(anonymous=True)
    for minutes, (by, command) in enumerate(done, 1):
        reflection, _ = apply(reflection, said(by, command, minutes), setting(new_id=f"r{minutes}"))
        assert reflection is not None
        if not reflection.anonymous:
            return
        kept = str((reflection.answers, reflection.conclusions, reflection.steps, reflection.evaluations))
        assert not any(person.id in kept or person.name in kept for person in PEOPLE)
        for asked in range(1, 10):
            enough = len(reflection.answers_to(asked)) >= ANONYMOUS_FROM
            assert enough or not reflection.is_open_to_all(asked)
        if reflection.phase.is_closed:
            assert reflection.salt is None and all(a.at == reflection.ended_at for a in reflection.answers)


@settings(max_examples=cases(300))
@given(acts, st.one_of(answers, together), st.booleans())
def test_a_press_repeated_at_once_has_the_effect_of_one(
    done: list[tuple[Person, c.Command]], press: c.Command, anonymous: bool
) -> None:
    reflection: Reflection | None = begun(anonymous)
    for minutes, (by, command) in enumerate(done, 1):
        reflection, _ = apply(reflection, said(by, command, minutes), setting(new_id=f"r{minutes}"))
    once, _ = apply(reflection, said(FIRST, press, 90), setting(new_id="r98"))
    twice, _ = apply(once, said(FIRST, press, 90), setting(new_id="r98"))
    if isinstance(press, c.SaveStep) and press.number is None:
        return  # said twice is meant twice; that it was only delivered twice, the inbox knows
    assert twice == once


@settings(max_examples=cases(300))
@given(acts)
def test_when_its_time_comes_something_happens_and_not_at_the_same_moment_again(
    done: list[tuple[Person, c.Command]],
) -> None:
    reflection: Reflection | None = begun()
    for minutes, (by, command) in enumerate(done, 1):
        reflection, _ = apply(reflection, said(by, command, minutes), setting(new_id=f"r{minutes}"))
    assert reflection is not None
    moment = MONDAY + dt.timedelta(minutes=60)
    for _ in range(40):
        due = next_due(reflection)
        if due is None:
            return
        assert due > moment, "the next time lies ahead"
        moment = due
        before = reflection
        reflection, _ = apply(before, Said(c.Alarm(), Person("", ""), moment), setting())
        assert reflection is not None and reflection != before
    raise AssertionError("it never comes to rest")
