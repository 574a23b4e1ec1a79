"""The walk through the nine questions: nothing is lost, nothing happens twice, a closed reflection never changes."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from dialogs.people import Person
from dialogs.reflection import commands as c
from dialogs.reflection import events as e
from dialogs.reflection.commands import Said
from dialogs.reflection.events import Refusal, Refused
from dialogs.reflection.reducer import apply
from dialogs.reflection.setting import Setting
from dialogs.reflection.state import MAX_ANSWER, Phase, Reflection
from tests.fakes.walks import CANCEL, FINISH

ANNA, BO = Person("1", "Deltager Første"), Person("2", "Deltager Anden")
NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
GROUP, ALONE = Setting("r1", "sha", True, "630"), Setting("r1", "sha", False, "630")


def walk(
    *acts: c.Command | tuple[Person, c.Command], setting: Setting = ALONE
) -> tuple[Reflection, tuple[e.Event, ...]]:
    """A reflection begun on sundhed in Vejle, after ``acts``; with the events of the last."""
    reflection, events = apply(None, Said(c.Start(fagomraade="sundhed-og-aeldre"), ANNA, NOW), setting)
    for command in acts:
        reflection, events = apply(reflection, Said(command, ANNA, NOW), setting)
    assert reflection is not None
    return reflection, events


def test_start_asks_for_what_is_missing_and_begins_when_nothing_is() -> None:
    reflection, events = apply(None, Said(c.Start(), ANNA, NOW), Setting("r1", "sha", True))
    assert reflection is not None and reflection.phase is Phase.SETUP and events == (e.SetupAsked(),)
    half, refused = apply(reflection, Said(c.Setup("630", None), ANNA, NOW), GROUP)
    assert half is not None and half.kommune == "630"
    assert refused == (Refused(Refusal.FAGOMRAADE_MISSING),)
    whole, moved = apply(half, Said(c.Setup(None, "sundhed-og-aeldre"), ANNA, NOW), GROUP)
    assert whole is not None and whole.phase is Phase.QUESTIONS and moved == (e.Moved(),)


def test_a_second_start_leaves_the_open_reflection_as_it_is() -> None:
    reflection, events = walk(c.Answer("svar"), c.Start())
    assert reflection.answers and events == (Refused(Refusal.ALREADY_OPEN),)


def test_alone_an_answer_moves_on_and_in_a_group_it_does_not() -> None:
    assert walk(c.Answer("svar"))[0].current == 2
    assert walk(c.Answer("svar"), setting=GROUP)[0].current == 1


def test_an_edit_is_a_new_revision_of_the_same_answer_and_goes_on_where_something_is_open() -> None:
    reflection, _ = walk(c.Answer("a"), c.Answer("b"), c.GoTo(1), c.Answer("a2"))
    assert [(a.question, a.text, a.revision) for a in reflection.answers] == [(1, "a2", 2), (2, "b", 1)]
    assert reflection.current == 3


def test_the_same_answer_again_is_no_new_revision() -> None:
    once, _ = walk(c.Answer("a", 1))
    again, events = walk(c.Answer("a", 1), c.Answer("a", 1))
    assert again.answers == once.answers
    assert e.AnswerSaved(1, ANNA, edited=False) in events


def test_a_press_on_an_old_card_moves_nothing() -> None:
    for late in (c.Next(1), c.Back(1)):
        reflection, events = walk(c.Next(1), late)
        assert reflection.current == 2 and events == (e.StatusAsked(),)


def test_a_card_of_another_reflection_is_stale() -> None:
    reflection, _ = walk(c.Answer("a"))
    stands, events = apply(reflection, Said(c.Answer("b", 2), ANNA, NOW, "another"), ALONE)
    assert stands == reflection and events == (Refused(Refusal.STALE_CARD),)


def test_skipping_keeps_what_was_answered_and_answering_ends_the_skip() -> None:
    assert walk(c.Skip(1))[0].skipped == {1}
    assert walk(c.Skip(1), c.GoTo(1), c.Answer("alligevel"))[0].skipped == frozenset()
    assert walk(c.Answer("svar", 1), c.GoTo(1), c.Skip(1))[0].answers_to(1)


def test_text_typed_beside_back_is_kept_on_the_way() -> None:
    reflection, _ = walk(c.Answer("a"), c.Answer("halvt", 2, then=c.Back(2)))
    assert reflection.current == 1 and reflection.answers_to(2)[0].text == "halvt"


def test_after_the_ninth_comes_the_summary_and_back_leads_to_the_ninth() -> None:
    reflection, _ = walk(c.GoTo(9), c.Answer("ni"))
    assert reflection.phase is Phase.REVIEW
    assert walk(c.GoTo(9), c.Answer("ni"), c.Back())[0].current == 9


def test_in_the_summary_one_says_which_answer_to_edit() -> None:
    assert walk(c.GoTo(9), c.Answer("ni"), c.OpenAnswer())[1] == (Refused(Refusal.WHICH_QUESTION),)
    assert walk(c.GoTo(9), c.Answer("ni"), c.OpenAnswer(3))[1] == (e.InputOpened(3),)


def test_a_pause_keeps_everything_and_ends_where_it_began() -> None:
    paused, events = walk(c.Answer("a"), c.Pause(), c.Answer("b"))
    assert paused.phase is Phase.PAUSED and events == (Refused(Refusal.PAUSED),)
    resumed, _ = walk(c.Answer("a"), c.Pause(), c.Resume())
    assert resumed.phase is Phase.QUESTIONS and resumed.current == 2


def test_an_empty_answer_and_one_too_long_are_refused() -> None:
    assert walk(c.Answer("  "))[1] == (Refused(Refusal.EMPTY_ANSWER),)
    assert walk(c.Answer("x" * (MAX_ANSWER + 1)))[1] == (Refused(Refusal.ANSWER_TOO_LONG),)


def test_a_rating_or_a_tick_alone_is_an_answer() -> None:
    assert walk(c.Answer("", 6, rating=3))[0].answers_to(6)[0].rating == 3
    assert walk(c.Answer("", 2, ticks=("a", "a", "b")))[0].ticks(2) == ("a", "b")


def test_text_without_ticks_does_not_wipe_those_given_before() -> None:
    assert walk(c.Answer("", 2, ticks=("a",)), c.Answer("ord", 2))[0].ticks(2) == ("a",)
    assert walk(c.Answer("ord", 2, ticks=("a",)), c.Answer("ord", 2, ticks=()))[0].ticks(2) == ()


def test_finishing_twice_gives_the_same_card_and_no_second_radar() -> None:
    assert walk(FINISH)[1] == (e.Finished(),)
    reflection, events = walk(FINISH, FINISH)
    assert reflection.phase is Phase.FINISHED and events == (e.StatusAsked(),)


numbers = st.one_of(st.none(), st.integers(-1, 11))
answers = st.builds(
    c.Answer,
    text=st.sampled_from(["", "ja", "nej", "x" * 5_000]),
    question=numbers,
    rating=st.one_of(st.none(), st.integers(1, 5)),
    ticks=st.one_of(st.none(), st.just(()), st.just(("a", "b"))),
    then=st.one_of(st.none(), st.builds(c.Back, numbers), st.builds(c.Skip, numbers)),
)
moves = st.one_of(
    *(st.builds(kind, numbers) for kind in (c.Skip, c.Next, c.Back, c.OpenAnswer)),
    st.builds(c.GoTo, st.integers(-1, 11)),
)
others = st.sampled_from(
    [
        c.Start(),
        c.Start("630", "x"),
        c.Setup("630", "x"),
        c.Setup(None, None),
        c.Pause(),
        c.Resume(),
        FINISH,
        CANCEL,
        c.ShowStatus(),
        c.ShowSummary(),
        c.ShowRadar(),
        c.Help(),
        c.Unknown("hvad"),
        c.Unknown(""),
    ]
)
acts = st.lists(st.tuples(st.sampled_from((ANNA, BO)), st.one_of(answers, answers, moves, others)), max_size=40)


@given(acts, st.booleans())
def test_whatever_is_said_answers_are_kept_numbers_hold_and_repeats_change_nothing(
    said: list[tuple[Person, c.Command]], group: bool
) -> None:
    reflection: Reflection | None = None
    for number, (by, command) in enumerate(said):
        setting = Setting(f"r{number}", "sha", group, "630")
        before = reflection
        reflection, events = apply(before, Said(command, by, NOW), setting)
        assert events, "never silent"
        if before is None or reflection is None:
            continue
        assert 1 <= reflection.current <= 9
        if before.id != reflection.id:
            assert before.phase.is_closed
            continue
        if before.phase.is_closed:
            assert reflection == before
        for answer in before.answers:
            kept = reflection.answer_of(answer.by, answer.question)
            assert kept is not None
            assert kept == answer or (kept.revision == answer.revision + 1 and by == answer.by)
        assert not reflection.skipped & {a.question for a in reflection.answers} or group
        if isinstance(command, c.Answer) and command.question is not None and command.then is None:
            again, _ = apply(reflection, Said(command, by, NOW), setting)
            assert again is not None and again.answers == reflection.answers, "taken twice, it has one effect"
