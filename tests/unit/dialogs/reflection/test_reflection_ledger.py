"""The reducer against a ledger kept beside it, whoever says whatever in any order."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.people import Person
from dialogs.reflection import commands as c
from dialogs.reflection import events as e
from dialogs.reflection.commands import Said
from dialogs.reflection.events import Refusal, Refused
from dialogs.reflection.reducer import apply
from dialogs.reflection.setting import Setting
from dialogs.reflection.state import MAX_ANSWER, QUESTIONS, Phase, Reflection
from tests.fakes.chance import cases
from tests.fakes.walks import CANCEL, FINISH

PEOPLE = tuple(Person(str(n), f"Deltager {n}") for n in range(3))
BEGAN = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
Ledger = dict[tuple[str, int], list[tuple[str, int | None, tuple[str, ...]]]]
"""Each person's revisions of their answer to each question, as text, rating and ticks."""

numbers = st.sampled_from([None, None, 1, 2, 8, 9, 0, 10, -1])
seen = st.sampled_from([1, 2, 8, 9])
ticks = st.one_of(st.none(), st.sampled_from([(), ("a",), ("a", "b"), ("b", "a"), ("a", "a")]))
answers = st.builds(
    c.Answer,
    text=st.sampled_from(["", " ", "ja", "nej", "x" * 4_000, "x" * 4_001]),
    question=numbers,
    rating=st.one_of(st.none(), st.integers(1, 5)),
    ticks=ticks,
    then=st.one_of(st.none(), st.builds(c.Back, seen), st.builds(c.Skip, seen)),
)
moves = st.one_of(
    *(st.builds(kind, numbers) for kind in (c.Skip, c.Next, c.Back, c.OpenAnswer)),
    st.builds(c.GoTo, st.sampled_from([1, 2, 8, 9, 9, 0, 10])),
)
looks = st.sampled_from(
    [c.ShowStatus(), c.ShowSummary(2), c.ShowRadar(), c.Help(), c.Unknown("hvad"), c.Unknown("x" * 9_000), c.GoOn()]
)
turns = st.sampled_from(
    [c.Start("630", "x"), c.Start(), c.Setup("630", "x"), c.Setup(None, None), c.Pause(), c.Resume(), FINISH,
     CANCEL]
)  # fmt: skip
acts = st.one_of(answers, answers, answers, moves, moves, moves, moves, looks, st.one_of(looks, looks, turns))
sayings = st.lists(st.tuples(st.sampled_from(PEOPLE), acts), max_size=40)
LOOKING = (
    *(e.StatusAsked, e.SummaryAsked, e.RadarAsked, e.HelpAsked, e.InputOpened, e.NotUnderstood),
    *(e.EndingAsked, e.EndingDeclined),
)
"""Events of turns that change nothing."""


def setting(number: int, group: bool) -> Setting:
    return Setting(f"r{number}", "sha", group, "630")


@settings(max_examples=cases(300))
@given(sayings, st.booleans())
def test_what_was_called_saved_is_what_stands_each_persons_last_word_and_nobody_elses(
    said: list[tuple[Person, c.Command]], group: bool
) -> None:
    ledger: Ledger = {}
    reflection, _ = apply(None, Said(c.Start("630", "x"), PEOPLE[0], BEGAN), setting(0, group))
    for number, (by, command) in enumerate(said, start=1):
        now = BEGAN + dt.timedelta(minutes=number)
        before = reflection
        reflection, events = apply(before, Said(command, by, now), setting(number, group))
        assert before is not None and reflection is not None
        if reflection.id != before.id:
            assert before.phase.is_closed
            ledger = {}
        for event in events:
            assert not isinstance(event, e.DraftOffered) or len(event.text) <= MAX_ANSWER, "no card could carry it"
            if isinstance(event, e.AnswerSaved):
                assert event.by == by
                given = reflection.answer_of(by, event.question)
                assert given is not None
                revisions = ledger.setdefault((by.id, event.question), [])
                entry = (given.text, given.rating, given.ticks)
                again = bool(revisions) and (*entry[:2], set(entry[2])) == (*revisions[-1][:2], set(revisions[-1][2]))
                assert event.edited == (bool(revisions) and not again)
                if not again:
                    revisions.append(entry)
                    assert given.at == now
        assert {(a.by.id, a.question): (a.text, a.rating, a.ticks) for a in reflection.answers} == {
            key: revisions[-1] for key, revisions in ledger.items()
        }
        assert len(reflection.answers) == len(ledger)
        assert all(a.revision == len(ledger[a.by.id, a.question]) for a in reflection.answers)
        if all(isinstance(event, LOOKING) for event in events):
            assert reflection == before


@settings(max_examples=cases(300))
@given(sayings, st.booleans())
def test_a_refused_command_changes_nothing_and_a_closed_reflection_never_changes(
    said: list[tuple[Person, c.Command]], group: bool
) -> None:
    reflection: Reflection | None = None
    for number, (by, command) in enumerate(said):
        before = reflection
        reflection, events = apply(before, Said(command, by, BEGAN), setting(number, group))
        assert events, "never silent"
        refused = [event.reason for event in events if isinstance(event, Refused)]
        if refused and set(refused).isdisjoint({Refusal.KOMMUNE_MISSING, Refusal.FAGOMRAADE_MISSING}):
            assert reflection == before and len(events) == 1
        if before is not None and before.phase.is_closed and reflection != before:
            assert isinstance(command, c.Start) and reflection is not None and reflection.id != before.id
        if reflection is not None:
            assert 1 <= reflection.current <= QUESTIONS
            assert (reflection.resume_to is not None) == (reflection.phase is Phase.PAUSED)
            assert (reflection.ended_at is not None) == reflection.phase.is_closed
            assert reflection.skipped <= set(range(1, QUESTIONS + 1))
            assert not reflection.skipped & reflection.answered


presses = st.one_of(
    *(st.builds(kind, seen) for kind in (c.Skip, c.Next, c.Back, c.OpenAnswer, c.GoTo)),
    st.builds(c.Answer, text=st.just("ja"), question=seen, rating=st.none(), ticks=ticks, then=st.none()),
    st.builds(lambda q: c.Answer("halvt", q, then=c.Back(q)), seen),
    st.builds(lambda q: c.Answer("halvt", q, then=c.Skip(q)), seen),
    turns,
)


@settings(max_examples=cases(500))
@given(sayings, presses, st.booleans())
def test_a_press_repeated_at_once_has_the_effect_of_one(
    said: list[tuple[Person, c.Command]], press: c.Command, group: bool
) -> None:
    reflection, _ = apply(None, Said(c.Start("630", "x"), PEOPLE[0], BEGAN), setting(0, group))
    for number, (by, command) in enumerate(said, start=1):
        reflection, _ = apply(reflection, Said(command, by, BEGAN), setting(number, group))
    once, _ = apply(reflection, Said(press, PEOPLE[1], BEGAN), setting(98, group))
    assert once is not None
    twice, _ = apply(once, Said(press, PEOPLE[1], BEGAN), setting(99, group))
    assert twice == once


@settings(max_examples=cases(100))
@given(seen, seen, st.booleans())
def test_a_press_on_an_old_card_moves_nobody_neither_in_the_questions_nor_from_the_summary(
    stands: int, seen_on_card: int, group: bool
) -> None:
    reflection, _ = apply(None, Said(c.Start("630", "x"), PEOPLE[0], BEGAN), setting(0, group))
    reflection, _ = apply(reflection, Said(c.GoTo(stands), PEOPLE[0], BEGAN), setting(1, group))
    review, _ = apply(reflection, Said(c.GoTo(9), PEOPLE[0], BEGAN), setting(2, group))
    review, _ = apply(review, Said(c.Next(9), PEOPLE[0], BEGAN), setting(3, group))
    assert reflection is not None and review is not None and review.phase is Phase.REVIEW
    for late in (c.Next(seen_on_card), c.Back(seen_on_card), c.Skip(seen_on_card)):
        after, _ = apply(review, Said(late, PEOPLE[1], BEGAN), setting(4, group))
        assert after is not None and after.phase is Phase.REVIEW
        if seen_on_card != stands:
            after, _ = apply(reflection, Said(late, PEOPLE[1], BEGAN), setting(5, group))
            assert after is not None and after.current == stands


lines = st.sampled_from(["papir", "ventetid", "x" * 2_000, "y" * 2_500])
written = st.one_of(
    st.builds(c.Unknown, lines),
    st.builds(c.Unknown, lines),
    st.builds(c.Answer, text=st.sampled_from(["svar", "papir og mere"]), question=numbers),
    st.builds(c.SaveDraft, numbers, st.one_of(st.none(), st.just(c.Finish()), st.just(c.Cancel()))),
    moves,
    turns,
    st.sampled_from([c.Finish(), c.Cancel(), c.Finish(sure=True), c.Cancel(sure=True), c.ShowStatus(), c.GoOn()]),
)


@settings(max_examples=cases(300))
@given(st.lists(written, max_size=40))
def test_a_line_taken_as_a_draft_stays_one_until_it_is_in_an_answer_or_the_end_has_told_of_it(
    said: list[c.Command],
) -> None:
    me = PEOPLE[0]
    reflection, _ = apply(None, Said(c.Start("630", "x"), me, BEGAN), setting(0, False))
    taken: set[tuple[int, str]] = set()
    for number, command in enumerate(said, start=1):
        before = reflection
        reflection, events = apply(
            before, Said(command, me, BEGAN + dt.timedelta(minutes=number)), setting(number, False)
        )
        assert before is not None and reflection is not None
        if isinstance(events[-1], e.DraftOffered) and isinstance(command, c.Unknown):
            taken.add((before.current, command.text))
        if reflection.phase.is_closed or reflection.id != before.id:
            told = getattr(command, "told", None)
            assert not before.drafts or before.phase.is_closed or (told and told.drafts >= len(before.drafts))
            assert reflection.drafts == ()
            taken.clear()
        for question, line in taken:
            given = reflection.answer_of(me, question)
            kept = f"{reflection.draft(question)}\n{given.text if given else ''}"
            replaced = isinstance(command, c.Answer) and any(isinstance(event, e.AnswerSaved) for event in events)
            assert line in kept or replaced, "a word has gone"
        # A saved answer is its author's to write over: what it held is no draft any more.
        taken = {(q, line) for q, line in taken if line in reflection.draft(q)}
