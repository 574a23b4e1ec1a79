"""A press to a command: what our cards carry is understood, and whatever else comes is some command or ``BadPress``."""

from __future__ import annotations

import datetime as dt
import unicodedata
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import BadPress
from bot.turns.press import reflection_of
from bot.turns.verbs import command_of
from bot.wire import Press
from dialogs.people import Person
from dialogs.reflection import commands as c
from dialogs.reflection.state import Phase, Reflection
from radar_core.lookup import radar_for, ready
from radar_core.model import SAMLET, QuestionKind
from tests.fakes.chance import cases
from tests.fakes.rated import with_kind
from tests.fakes.shipped import shipped

BUNDLE = shipped().bundle("eksempel")
RATED = {question.number for question in BUNDLE.questions if question.is_rated}
NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
HEALTH = "sundhed-og-aeldre"
OPEN = Reflection("r1", BUNDLE.sha256, False, Person("1", "Deltager"), NOW, "630", HEALTH, Phase.QUESTIONS)
NEEDS = [need.id for need in BUNDLE.needs]
KLAR = [entry.technology.id for entry in ready(radar_for(BUNDLE, HEALTH))]
VERBS = (
    "start setup answer skip back open next goto ready radar summary pause resume finish cancel status "
    "goon savedraft dropdraft"
).split()


def pressed(verb: str, reflection: Reflection | None = OPEN, **data: Any) -> c.Command:
    return command_of(Press(verb, data), reflection, BUNDLE)


@pytest.mark.parametrize(
    ("verb", "data", "command"),
    [
        ("start", {}, c.Start()),
        ("start", {"f": HEALTH}, c.Start(fagomraade=HEALTH)),
        ("start", {"f": "kvantefysik"}, c.Start()),
        ("setup", {"kommune": "630", "fagomraade": HEALTH}, c.Setup("630", HEALTH)),
        ("setup", {"kommune": "", "fagomraade": ""}, c.Setup(None, None)),
        ("setup", {"kommune": "999", "fagomraade": SAMLET}, c.Setup(None, None)),
        ("setup", {"kommune": 630}, c.Setup(None, None)),
        ("open", {"q": 3}, c.OpenAnswer(3)),
        ("open", {"question": "4"}, c.OpenAnswer(4)),
        ("open", {}, c.OpenAnswer()),
        ("skip", {"q": 3}, c.Skip(3)),
        ("next", {"q": 3}, c.Next(3)),
        ("back", {"q": 3}, c.Back(3)),
        ("goto", {"question": "7"}, c.GoTo(7)),
        ("goto", {"question": ""}, c.GoTo(0)),
        ("summary", {"page": 2}, c.ShowSummary(2)),
        ("summary", {}, c.ShowSummary(1)),
        ("radar", {}, c.ShowRadar()),
        ("radar", {"fagomraade": SAMLET}, c.ShowRadar(SAMLET)),
        ("radar", {"fagomraade": HEALTH, "all": True}, c.ShowRadar(HEALTH)),
        ("ready", {"f": HEALTH, "all": True}, c.ShowRadar(HEALTH, all_ready=True)),
        ("ready", {"f": HEALTH, "all": "true"}, c.ShowRadar(HEALTH)),
        ("pause", {}, c.Pause()),
        ("resume", {}, c.Resume()),
        ("finish", {}, c.Finish()),
        ("finish", {"lost": [1, 2, 3, 4, 5, 6]}, c.Finish(c.Loss(1, 2, 3, 4, 5, 6))),
        ("cancel", {}, c.Cancel()),
        ("cancel", {"lost": [0, 0, 0, 0, 9, 0]}, c.Cancel(c.Loss(unanswered=9))),
        ("goon", {}, c.GoOn()),
        ("savedraft", {"q": 3}, c.SaveDraft(3)),
        ("savedraft", {"q": 3, "then": "cancel"}, c.SaveDraft(3, c.Cancel())),
        ("savedraft", {"then": ["x"]}, c.SaveDraft()),
        ("dropdraft", {"q": 3}, c.DropDraft(3)),
        ("status", {}, c.ShowStatus()),
    ],
)
def test_what_our_cards_carry_is_understood(verb: str, data: dict[str, Any], command: c.Command) -> None:
    assert pressed(verb, **data) == command


def test_an_answer_is_what_was_typed_ticked_and_rated() -> None:
    assert pressed("answer", q=1, text="  et svar\n") == c.Answer("et svar", 1)
    assert pressed("answer", q=2, text="", ticks=f"{NEEDS[3]},{NEEDS[0]},{NEEDS[3]}") == c.Answer(
        "", 2, ticks=(NEEDS[3], NEEDS[0])
    )
    assert pressed("answer", q=5, text="x", ticks=KLAR[0]) == c.Answer("x", 5, ticks=(KLAR[0],))
    assert pressed("answer", q=6, text="", rating="4") == c.Answer("", 6, rating=4)


def test_what_no_database_and_no_client_can_hold_is_left_out_of_what_was_typed() -> None:
    assert pressed("answer", q=1, text="a\x00b\ud800c\u200b æøå 🙂\r\nd") == c.Answer("abc æøå 🙂\nd", 1)
    assert pressed("answer", q=1, text="\x00\ud800") == c.Answer("", 1)


def test_ticks_taken_away_are_taken_away_and_where_none_are_asked_for_none_are_touched() -> None:
    assert pressed("answer", q=2, text="ord") == c.Answer("ord", 2, ticks=())
    assert pressed("answer", q=1, text="ord", ticks=NEEDS[0]) == c.Answer("ord", 1, ticks=None)


def test_only_what_the_card_offers_can_be_ticked_and_rated() -> None:
    assert pressed("answer", q=2, text="x", ticks=f"cloud,{NEEDS[0]},,; DROP") == c.Answer("x", 2, ticks=(NEEDS[0],))
    assert pressed("answer", q=1, text="x", rating="4") == c.Answer("x", 1)
    for rating in (0, 6, "99", -1):
        with pytest.raises(BadPress):
            pressed("answer", q=6, text="x", rating=rating)


def test_nothing_typed_is_an_empty_answer_for_the_reducer_to_refuse() -> None:
    assert pressed("answer", q=2, text="   ", ticks="") == c.Answer("", 2)
    assert pressed("answer", q=12, text="x") == c.Answer("", 12)
    assert pressed("answer", None, q=1, text="x") == c.Answer("", 1)


@pytest.mark.parametrize(("verb", "going"), [("skip", c.Skip(2)), ("back", c.Back(2))])
def test_what_was_typed_beside_skip_or_back_is_an_answer_on_the_way(verb: str, going: c.Skip | c.Back) -> None:
    assert pressed(verb, q=2, text="halvt", ticks=NEEDS[0]) == c.Answer("halvt", 2, ticks=(NEEDS[0],), then=going)
    assert pressed(verb, q=2, text="", ticks="") == going


@pytest.mark.parametrize("verb", ["", "x", "Answer", "__class__", "x" * 40])
def test_a_verb_no_card_of_ours_has_is_a_bad_press(verb: str) -> None:
    with pytest.raises(BadPress):
        pressed(verb)


@pytest.mark.parametrize("number", ["-1", "²", "٣", "1.0", "1e3", "1234", " 1", 1.5, [1], {"a": 1}, "x"])
def test_what_is_no_number_is_a_bad_press(number: Any) -> None:
    with pytest.raises(BadPress):
        pressed("open", q=number)


@pytest.mark.parametrize("lost", [[], [1], [1, 2, 3, 4, 5, "6"], [1, 2, 3, 4, 5, True], [1.0] * 6])
def test_a_loss_no_card_of_ours_tells_of_is_a_bad_press(lost: list[Any]) -> None:
    for verb in ("finish", "cancel"):
        with pytest.raises(BadPress):
            pressed(verb, lost=lost)


def test_the_reflection_a_card_belonged_to_is_the_one_it_names() -> None:
    assert reflection_of(Press("answer", {"r": "r1"})) == "r1"
    for odd in (None, "", 7, [], {"r": 1}):
        assert reflection_of(Press("answer", {"r": odd})) is None
    assert reflection_of(Press("answer", {})) is None


leaves = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20))
anything = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
)
numbers = st.one_of(st.integers(-2, 12), st.sampled_from(["1", "9", "0", "", "99", 10**40]), anything)
data = st.fixed_dictionaries(
    {},
    optional={
        **{name: numbers for name in ("q", "question", "page", "rating")},
        "text": st.one_of(st.text(), st.sampled_from(["\ud800", "\x00a", "x" * 9_000]), anything),
        "ticks": st.one_of(st.lists(st.sampled_from([*NEEDS, *KLAR, "x", ""])).map(",".join), anything),
        "kommune": st.one_of(st.just("630"), anything),
        "fagomraade": st.one_of(st.sampled_from([HEALTH, SAMLET]), anything),
        "f": st.one_of(st.sampled_from([HEALTH, SAMLET]), anything),
        "all": anything,
        "r": anything,
    },
)


@settings(max_examples=cases(500))
@given(st.one_of(st.sampled_from(VERBS), st.text(max_size=8)), data, st.sampled_from([OPEN, None]))
def test_whatever_a_press_carries_it_is_a_command_within_bounds_or_a_bad_press(
    verb: str, carried: dict[str, Any], reflection: Reflection | None
) -> None:
    press = Press(verb, carried)
    named = reflection_of(press)
    assert named is None or isinstance(named, str)
    try:
        command = command_of(press, reflection, BUNDLE)
    except BadPress:
        return
    assert isinstance(command, get_args(c.Command))
    match command:
        case c.Answer():
            assert not [char for char in command.text if unicodedata.category(char) == "Cs" or char == "\x00"]
            assert command.rating is None or (1 <= command.rating <= 5 and command.question in RATED)
            offered = {2: NEEDS, 5: KLAR}.get(command.question or 0, [])
            assert set(command.ticks or ()) <= set(offered)
            assert command.text or command.rating or command.ticks or command == c.Answer("", command.question)
        case c.Setup(kommune, fagomraade):
            assert kommune is None or kommune in BUNDLE.kommune_by_code
            assert fagomraade is None or fagomraade in BUNDLE.fagomraade_by_id
        case c.Start(_, fagomraade):
            assert fagomraade is None or fagomraade in BUNDLE.fagomraade_by_id
        case c.ShowRadar(fagomraade):
            assert fagomraade is None or fagomraade == SAMLET or fagomraade in BUNDLE.fagomraade_by_id
        case c.GoTo(question):
            assert isinstance(question, int)
        case _:
            pass


def test_a_question_that_kl_makes_a_self_assessment_takes_a_rating_with_its_ticks() -> None:
    pressed = Press("answer", {"r": "r1", "q": 5, "rating": "4", "text": "x"})
    rated = with_kind(BUNDLE, 5, QuestionKind.SELVVURDERING)
    for bundle, rating in ((BUNDLE, None), (rated, 4)):
        command = command_of(pressed, OPEN, bundle)
        assert isinstance(command, c.Answer) and command.rating == rating
