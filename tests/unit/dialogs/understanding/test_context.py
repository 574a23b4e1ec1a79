"""The same words mean different things before, in and after the questions."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.people import Person
from dialogs.reflection import commands as c
from dialogs.reflection.choices import choices, ticked
from dialogs.reflection.commands import Answer, Help, OpenAnswer, Setup, ShowRadar, Skip, Start, Unknown
from dialogs.reflection.state import GivenAnswer, Phase, Reflection
from dialogs.understanding.commands import AnyCommand
from dialogs.understanding.hear import hear
from radar_core.lookup import radar_for, ready
from radar_core.model import SAMLET, Ticks
from tests.fakes.chance import cases
from tests.fakes.shipped import shipped

CATALOG = shipped()
BUNDLE = CATALOG.bundle("eksempel")
PERSON = Person("1", "Deltager")
NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
HEALTH = "sundhed-og-aeldre"
NEEDS = [need.id for need in BUNDLE.needs]


def at(phase: Phase, current: int = 1, fagomraade: str | None = HEALTH) -> Reflection:
    return Reflection("r1", BUNDLE.sha256, False, PERSON, NOW, "630", fagomraade, phase, current=current)


SETUP = at(Phase.SETUP, fagomraade=None)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Vejle", Setup("630", None)),
        ("Vejle Kommune", Setup("630", None)),
        ("sundhed", Setup(None, HEALTH)),
        ("økonomi", Setup(None, "administration-og-borgerservice")),
        ("sundhed i Vejle", Setup("630", HEALTH)),
        ("Ærø, skole", Setup("492", "boern-unge-og-skole")),
        ("<at>Teknologiradar</at> Vejle, skole", Setup("630", "boern-unge-og-skole")),
    ],
)
def test_before_the_questions_a_name_is_the_kommune_or_fagomraade_asked_for(text: str, meant: Setup) -> None:
    assert hear(text, SETUP, BUNDLE) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("radar sundhed", ShowRadar(HEALTH)),
        ("radar", ShowRadar()),
        ("radar samlet", ShowRadar(SAMLET)),
        ("hjælp", Help()),
        ("annullér", c.Cancel()),
        ("status", c.ShowStatus()),
        ("hvad koster det egentlig", Unknown("hvad koster det egentlig")),
    ],
)
def test_before_the_questions_a_command_is_still_a_command(text: str, meant: c.Command) -> None:
    assert hear(text, SETUP, BUNDLE) == meant


@pytest.mark.parametrize("text", ["økonomi", "sundhed", "Sundhed og ældre", "skole", "sunhed"])
def test_in_the_questions_a_fagomraade_alone_is_more_likely_an_answer(text: str) -> None:
    assert hear(text, at(Phase.QUESTIONS), BUNDLE) == Unknown(text)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("radar skole", ShowRadar("boern-unge-og-skole")),
        ("vis radaren for skole", ShowRadar("boern-unge-og-skole")),
        ("spring over", Skip()),
        ("tilbage", c.Back()),
        ("gå til 4", c.GoTo(4)),
        ("svar", OpenAnswer()),
    ],
)
def test_in_the_questions_what_is_plainly_a_command_is_one(text: str, meant: c.Command) -> None:
    assert hear(text, at(Phase.QUESTIONS), BUNDLE) == meant


@pytest.mark.parametrize("text", ["evaluering", "evaluering af rpa", "påmindelser", "historik", "konklusioner"])
def test_alone_with_a_question_a_noun_that_could_be_the_answer_is_no_command(text: str) -> None:
    alone = at(Phase.QUESTIONS)
    assert hear(text, alone, BUNDLE) == Unknown(text)
    assert not isinstance(hear(text, replace(alone, group=True), BUNDLE), Unknown)


def test_a_name_as_near_to_a_kommune_as_to_a_fagomraade_is_neither() -> None:
    assert hear("Vejel", SETUP, BUNDLE) == Unknown("Vejel")


def test_before_the_questions_anonymous_may_be_said_beside_the_name() -> None:
    assert hear("sundhed i Vejle, anonymt", SETUP, BUNDLE) == Setup("630", HEALTH, anonymous=True)


def test_history_without_a_number_is_that_of_the_question_it_stands_at() -> None:
    assert hear("vis historik", at(Phase.QUESTIONS, 4), BUNDLE) == c.ShowHistory(4)


@pytest.mark.parametrize("reflection", [None, at(Phase.FINISHED), at(Phase.CANCELLED)])
def test_where_nothing_is_open_a_fagomraade_is_its_radar_and_a_kommune_is_nothing(
    reflection: Reflection | None,
) -> None:
    assert hear("sundhed", reflection, BUNDLE) == ShowRadar(HEALTH)
    assert hear("Vejle", reflection, BUNDLE) == Unknown("Vejle")
    assert hear("start refleksion", reflection, BUNDLE) == Start()
    assert hear("svar: 4 – ja", reflection, BUNDLE) == Answer("4 – ja")


@pytest.mark.parametrize("phase", [Phase.QUESTIONS, Phase.REVIEW])
def test_a_rating_is_taken_from_an_answer_to_a_self_assessment_and_nowhere_else(phase: Phase) -> None:
    assert hear("svar: 4 – ja", at(phase, 6), BUNDLE) == Answer("ja", rating=4)
    assert hear("svar 7: 2", at(phase, 1), BUNDLE) == Answer("", 7, rating=2)
    assert hear("svar: 4 – ja", at(phase, 1), BUNDLE) == Answer("4 – ja")
    assert hear("svar 3: 4 – ja", at(phase, 6), BUNDLE) == Answer("4 – ja", 3)


def test_needs_are_ticked_by_their_number_on_the_second_question() -> None:
    assert hear("svar: [1, 3] vi vil", at(Phase.QUESTIONS, 2), BUNDLE) == Answer("vi vil", ticks=(NEEDS[0], NEEDS[2]))
    assert hear("svar 2: [10]", at(Phase.QUESTIONS, 5), BUNDLE) == Answer("", 2, ticks=(NEEDS[9],))
    assert hear("svar: [99] x", at(Phase.QUESTIONS, 2), BUNDLE) == Answer("[99] x")


def test_what_is_in_operation_is_ticked_by_its_number_on_the_reflections_own_radar() -> None:
    klar = [entry.technology.id for entry in ready(radar_for(BUNDLE, HEALTH))]
    assert hear("svar: [2] den har vi", at(Phase.QUESTIONS, 5), BUNDLE) == Answer("den har vi", ticks=(klar[1],))


@pytest.mark.parametrize("number", [0, 10, 99])
def test_an_answer_to_a_question_there_is_not_is_left_for_the_reducer_to_refuse(number: int) -> None:
    assert hear(f"svar {number}: [1] 4 – x", at(Phase.QUESTIONS), BUNDLE) == Answer("[1] 4 – x", number)


@settings(max_examples=cases(300))
@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(
            st.sampled_from(
                ["svar", ":", " ", "[1]", "4", "–", "radar", "Vejle", "skole", "gå til", "9", "\n", "<at>"]
            ),
            max_size=8,
        ).map("".join),
    ),
    st.sampled_from([None, SETUP, *(at(phase, current) for phase in Phase for current in (1, 2, 5, 9))]),
)
def test_any_text_anywhere_is_some_command(text: str, reflection: Reflection | None) -> None:
    assert isinstance(hear(text, reflection, BUNDLE), get_args(AnyCommand))


def test_the_second_question_offers_the_needs_and_the_fifth_what_is_klar_on_the_fagomraade() -> None:
    offered = {q.number: choices(q, at(Phase.QUESTIONS), BUNDLE) for q in BUNDLE.questions}
    assert [name for name, _ in offered[2]] == NEEDS
    assert offered[5] == [(e.technology.id, e.name) for e in ready(radar_for(BUNDLE, HEALTH))]
    assert all(not offered[number] for number in (1, 3, 4, 6, 7, 8, 9))


def test_what_is_klar_differs_by_fagomraade_and_is_the_samlet_radars_where_there_is_none() -> None:
    fifth = BUNDLE.questions[4]
    school = choices(fifth, at(Phase.QUESTIONS, fagomraade="boern-unge-og-skole"), BUNDLE)
    assert school != choices(fifth, at(Phase.QUESTIONS), BUNDLE)
    published = CATALOG.bundle("2020")
    assert [name for _, name in choices(published.questions[4], at(Phase.QUESTIONS), published)] == [
        e.name for e in ready(radar_for(published, SAMLET))
    ]
    assert choices(fifth, SETUP, BUNDLE) == []


def test_what_several_tick_counts_once_and_only_where_it_belongs() -> None:
    others = Person("2", "Deltager To")
    answers = (
        GivenAnswer(2, PERSON, NOW, "", None, (NEEDS[1], NEEDS[0]), 1),
        GivenAnswer(2, others, NOW, "", None, (NEEDS[0], NEEDS[4]), 1),
        GivenAnswer(5, others, NOW, "", None, ("cloud",), 1),
    )
    reflection = replace(at(Phase.REVIEW), answers=answers)
    assert ticked(reflection, BUNDLE, Ticks.BEHOV) == (NEEDS[1], NEEDS[0], NEEDS[4])
    assert ticked(reflection, BUNDLE, Ticks.I_DRIFT) == ("cloud",)
    assert ticked(at(Phase.REVIEW), BUNDLE, Ticks.BEHOV) == ()


def test_the_last_four_questions_want_a_rating() -> None:
    assert [q.number for q in BUNDLE.questions if q.is_rated] == [6, 7, 8, 9]


@pytest.mark.parametrize(
    ("said", "kommune", "fagomraade"),
    [
        ("vi er Vejle Kommune og jeg arbejder på sundhedsområdet", "630", "sundhed-og-aeldre"),
        ("jeg sidder i børn og unge i Aarhus", "751", "boern-unge-og-skole"),
        ("vi arbejder med sundhed", None, "sundhed-og-aeldre"),
    ],
)
def test_the_start_form_takes_names_out_of_what_people_say_they_are(
    said: str, kommune: str | None, fagomraade: str | None
) -> None:
    assert hear(said, SETUP, BUNDLE) == Setup(kommune, fagomraade)


@pytest.mark.parametrize(
    "said", ["vi er fra Vejle eller Aarhus", "vi er skole og sundhed", "mere tid til ældre i Vejle"]
)
def test_nor_does_it_where_two_are_named_or_nobody_says_where_they_are(said: str) -> None:
    assert not isinstance(hear(said, SETUP, BUNDLE), Setup)
