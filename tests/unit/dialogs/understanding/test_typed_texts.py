"""A table of what people might really type, and what the bot understood: none silent, none wrong in a harmful way."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, replace
from pathlib import Path
from typing import get_args

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.asides import erasing, following, taking
from dialogs.danish.folding import clean, fold
from dialogs.over_time import commands as over_time
from dialogs.own_use import commands as own
from dialogs.people import Person
from dialogs.reflection import commands as c
from dialogs.reflection.state import Phase, Reflection
from dialogs.understanding.commands import AnyCommand
from dialogs.understanding.hear import hear
from tests.fakes.chance import cases
from tests.fakes.shipped import shipped

BUNDLE = shipped().bundle("eksempel")
ALONE = Reflection(
    *("r1", BUNDLE.sha256, False, Person("1", "Deltager Første"), dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)),
    *("630", "sundhed-og-aeldre", Phase.QUESTIONS),
    current=3,
)
STATES = {
    "ingen": None,
    "opsaetning": replace(ALONE, phase=Phase.SETUP, kommune=None, fagomraade=None, current=1),
    "spoergsmaal-alene": ALONE,
    "spoergsmaal-gruppe": replace(ALONE, group=True, current=6),
    "opsummering": replace(ALONE, group=True, phase=Phase.REVIEW, current=9),
    "pause": replace(ALONE, phase=Phase.PAUSED, resume_to=Phase.QUESTIONS),
    "afsluttet": replace(ALONE, phase=Phase.FINISHED, current=9),
}
TABLE: dict[str, list[list[str]]] = yaml.load(
    Path(__file__).with_name("typed_texts.yaml").read_text("utf-8"), yaml.CSafeLoader
)
ROWS = [(state, text, understood) for state, rows in TABLE.items() for text, understood in rows]

BY_CARD_ONLY = {
    *(c.GoOn, c.ShowAnswers, c.Choose, c.Evaluate, own.FillOwn, own.SaveOwn),
    *(c.OpenFirstSteps, c.TakeFirstSteps),
    *(own.OpenOwnImport, own.ImportOwn, own.OpenForvaltninger, own.SaveForvaltninger, following.ShowFollowedRadar),
    *(erasing.EraseMine, erasing.KeepMine, taking.MakeFile, taking.FetchFile),
    *(taking.PlaceFile, taking.KeepFileOut, over_time.PickOverTime, over_time.TellOverTime),
}
NOBODY_SAYS = {c.Alarm, c.Deleted}
DESTRUCTIVE = c.Cancel | c.DropDraft | c.Finish | c.Withdraw | c.RemoveStep
PLAINLY_DESTRUCTIVE = {
    c.DropDraft: {"kasser", "slet udkastet"},
    c.Cancel: {"stop", "annuller", "anuller", "stop refleksionen", "ja annuller"},
    c.Finish: {
        "afslut",
        "aflsut",
        "afslut refleksionen",
        "ferdig",
        "færdig",
        "jeg er færdig",
        "vi er færdige",
        "ja afslut",
        *("ja", "ja tak", "det ser fint ud"),
    },
    c.Withdraw: {
        *("træk mit svar tilbage", "træk svar 3 tilbage", "træk svaret tilbage", "fortryd svar", "slet mit svar"),
        *("fjern mit svar", "træk mit svar pa sporgsmal 2 tilbage"),
    },
    c.RemoveStep: {"slet skridt 2"},
}


def told(command: AnyCommand) -> str:
    """A command in one readable line: its name, and what is not as it would be anyway."""
    if isinstance(command, c.Unknown):
        return "Unknown"
    parts = [type(command).__name__]
    for field in fields(command):
        value = getattr(command, field.name)
        if value != field.default:
            shown = ",".join(value) if isinstance(value, tuple) else getattr(value, "value", value)
            parts.append(f"{field.name}={shown}")
    return " · ".join(parts)


@pytest.mark.parametrize(("state", "text", "understood"), ROWS, ids=[f"{s}: {t[:40]}" for s, t, _ in ROWS])
def test_a_typed_text_is_understood_as_the_table_says(state: str, text: str, understood: str) -> None:
    command = hear(text, STATES[state], BUNDLE)
    assert told(command) == understood
    if isinstance(command, c.Unknown):
        assert command.text == clean(text)


def test_the_table_has_at_least_150_texts_none_twice_and_every_state() -> None:
    assert len({text for _, text, _ in ROWS}) >= 150
    assert len({(state, text) for state, text, _ in ROWS}) == len(ROWS)
    assert set(TABLE) == set(STATES)
    assert all(len(rows) >= 15 for rows in TABLE.values())


def test_every_command_a_text_can_be_stands_in_the_table() -> None:
    said = {understood.split(" · ")[0] for _, _, understood in ROWS}
    assert said == {kind.__name__ for kind in set(get_args(AnyCommand)) - BY_CARD_ONLY - NOBODY_SAYS}


def test_nothing_is_ended_or_taken_away_but_by_words_that_plainly_say_so() -> None:
    for state, text, _ in ROWS:
        command = hear(text, STATES[state], BUNDLE)
        if isinstance(command, DESTRUCTIVE):
            said = fold(clean(text).replace("@Teknologiradar", ""))
            assert said in PLAINLY_DESTRUCTIVE[type(command)], (state, text)


ENDING = (
    "stop",
    "afslut",
    "annullér",
    "afbryd",
    "slut",
    "færdig",
    "slet mit svar",
    "træk svar 3 tilbage",
    "slet skridt 2",
)
OTHER_WORDS = st.lists(
    st.sampled_from(("vi", "papir", "ikke", "med", "at", "bruge", "og", "borgerne", "tid", "mere", "på", "måske")),
    min_size=1,
    max_size=5,
).map(" ".join)


@settings(max_examples=cases(400))
@given(st.sampled_from(ENDING), OTHER_WORDS, st.booleans(), st.sampled_from(sorted(STATES)))
def test_a_sentence_around_a_word_that_ends_things_ends_nothing(
    word: str, others: str, first: bool, state: str
) -> None:
    said = f"{word} {others}" if first else f"{others} {word}"
    assert not isinstance(hear(said, STATES[state], BUNDLE), DESTRUCTIVE), said


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("word", ENDING)
@pytest.mark.parametrize(
    "spoken_to", ["<at>Planner</at> {}", "{} <at>Deltager Første</at>", "@Planner {}", "{} @Planner"]
)
def test_what_is_said_to_somebody_else_ends_nothing(spoken_to: str, word: str, state: str) -> None:
    assert not isinstance(hear(spoken_to.format(word), STATES[state], BUNDLE), DESTRUCTIVE)


@pytest.mark.parametrize("state", STATES)
def test_stopping_reminders_never_stops_the_reflection(state: str) -> None:
    for said in (
        "stop påmindelser",
        "stop paamindelser",
        "Stop påmindelserne!",
        "stop påmindelse",
        "ingen påmindelser",
    ):
        assert hear(said, STATES[state], BUNDLE) == c.Remind(False)


def test_in_a_group_one_person_who_is_ready_does_not_finish_for_all() -> None:
    assert isinstance(hear("jeg er færdig", STATES["spoergsmaal-gruppe"], BUNDLE), c.Unknown)
    assert hear("jeg er færdig", ALONE, BUNDLE) == c.Finish()
