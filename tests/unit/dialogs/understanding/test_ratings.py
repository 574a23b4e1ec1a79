"""The rating and the ticks in front of a typed answer, and what is left of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.reflection.commands import (
    Answer,
    Skip,
)
from dialogs.understanding import understand as u
from dialogs.understanding.spoken_ratings import spoken
from radar_core.model import (
    Question,
    QuestionKind,
    Ticks,
)

FREE = Question(2, "?", (), QuestionKind.FRITEKST, Ticks.BEHOV)
RATED = Question(6, "?", (), QuestionKind.SELVVURDERING)
OPTIONS = ("tid", "papir", "transport")


@pytest.mark.parametrize(
    ("written", "rating", "text"),
    [
        *(("4 – fordi vi kan", 4, "fordi vi kan"), ("4: fordi", 4, "fordi"), ("4/5 vi er på vej", 4, "vi er på vej")),
        *(("4", 4, ""), ("4.", 4, ""), ("Fire", 4, ""), ("fire – fordi", 4, "fordi"), ("4 af 5: ja", 4, "ja")),
        *(
            ("4 ud af 5 – ja", 4, "ja"),
            ("4 - ja", 4, "ja"),
            ("4, vi er på vej", 4, "vi er på vej"),
            ("1\nNej.", 1, "Nej."),
        ),
        *(("4 fordi vi kan", 4, "fordi vi kan"), ("5 (næsten)", 5, "(næsten)"), ("4: 3 ud af 10", 4, "3 ud af 10")),
        *(("4 – to ting mangler", 4, "to ting mangler"), ("3: a\n  b\n", 3, "a\n  b\n"), ("2: [1, 3]", 2, "[1, 3]")),
        *(("0", None, "0"), ("6", None, "6"), ("10", None, "10"), ("4,5", None, "4,5"), ("4/10", None, "4/10")),
        *(("4-5 stykker", None, "4-5 stykker"), ("4 – 5 stykker", None, "4 – 5 stykker")),
        *(("4, 5 og 6", None, "4, 5 og 6"), ("fem, seks kolleger", None, "fem, seks kolleger")),
        *(
            ("3 ting mangler", None, "3 ting mangler"),
            ("4-dages uge", None, "4-dages uge"),
            ("4 % af os", None, "4 % af os"),
        ),
        *(
            ("fireogtyve", None, "fireogtyve"),
            ("1. Ja\n2. Nej", None, "1. Ja\n2. Nej"),
            ("4:30 om dagen", None, "4:30 om dagen"),
        ),
        *(("Vi er på 4", None, "Vi er på 4"), ("", None, ""), ("en god idé", None, "en god idé"), ("²", None, "²")),
    ],
)
def test_a_rating_in_front_of_a_self_assessment_is_taken_out(written: str, rating: int | None, text: str) -> None:
    assert u.interpret(Answer(written, 6), RATED, ()) == Answer(text, 6, rating)


def test_a_rating_is_only_read_where_one_is_asked_for() -> None:
    assert u.interpret(Answer("4 – fordi"), FREE, OPTIONS) == Answer("4 – fordi")


@pytest.mark.parametrize(
    ("said", "rating", "text"),
    [
        *(("vi siger 2 for der er ikke tid", 2, "for der er ikke tid"), ("et stort 1 tal desværre", 1, "desværre")),
        *(("en 4 fra mig", 4, "fra mig"), ("max 2", 2, ""), ("det bliver en femmer, vi kan", 5, "vi kan")),
        *(("vi er på 4", 4, ""), ("to fordi vi mangler folk", 2, "fordi vi mangler folk"), ("3 ud af 5", 3, "")),
        *((said, 2, said) for said in ("ikke klar, så en 2'er", "vi mangler tid så jeg siger 2")),
    ],
)
def test_a_number_said_in_a_sentence_is_the_rating(said: str, rating: int, text: str) -> None:
    assert spoken(said) == Answer(text, rating=rating)


@pytest.mark.parametrize(
    "said",
    [
        *("vi er 4 i teamet", "vi er 4 men en er syg", "jeg vil sige 3 måske 4", "3-4", "mellem 2 og 3", "kl 2", "2,5"),
        *("vi har brug for 2 mere", "vi har 2 it-folk", "de gamle vil ikke og de unge er 5", "siger 6", "vi er to"),
    ],
)
def test_a_number_of_something_else_is_no_rating(said: str) -> None:
    assert spoken(said) is None


def test_a_rating_given_in_the_card_is_kept_and_the_text_left_whole() -> None:
    assert u.interpret(Answer("4 – fordi", rating=2), RATED, ()) == Answer("4 – fordi", rating=2)


@pytest.mark.parametrize(
    ("written", "ticks", "text"),
    [
        *(("[1, 3] mindre kørsel", ("tid", "transport"), "mindre kørsel"), ("[2]", ("papir",), "")),
        *(("[3 1,3]: ja", ("transport", "tid"), "ja"), ("[1 og 2] ja", ("tid", "papir"), "ja")),
        *(("[4] ja", None, "[4] ja"), ("[1, 9] ja", None, "[1, 9] ja"), ("[0] ja", None, "[0] ja")),
        *(
            ("[] ja", None, "[] ja"),
            ("[tid] ja", None, "[tid] ja"),
            ("1, 3 ja", None, "1, 3 ja"),
            ("[1, 3", None, "[1, 3"),
        ),
        *((f"[{'9' * 5000}] ja", None, f"[{'9' * 5000}] ja"), ("ja [1]", None, "ja [1]"), ("[og] ja", None, "[og] ja")),
    ],
)
def test_a_tick_list_in_front_is_taken_out_when_every_number_is_an_option(
    written: str, ticks: tuple[str, ...] | None, text: str
) -> None:
    assert u.interpret(Answer(written), FREE, OPTIONS) == Answer(text, ticks=ticks)


def test_ticks_and_rating_may_come_in_either_order() -> None:
    expected = Answer("godt", rating=4, ticks=("tid", "papir"))
    assert u.interpret(Answer("[1, 2] 4 – godt"), RATED, OPTIONS) == expected
    assert u.interpret(Answer("4: [1, 2] godt"), RATED, OPTIONS) == expected


def test_ticks_given_in_the_card_are_kept() -> None:
    assert u.interpret(Answer("[1] ja", ticks=()), FREE, OPTIONS) == Answer("[1] ja", ticks=())


def test_where_the_person_was_going_is_kept() -> None:
    assert u.interpret(Answer("4: ja", then=Skip(6)), RATED, ()) == Answer("ja", rating=4, then=Skip(6))


@given(st.one_of(st.text(), st.from_regex(r"(\[[1-3, ]*\])?[1-5]?[-–:, /]{0,3}5?.*", fullmatch=True)))
def test_what_is_left_of_an_answer_is_always_its_end(written: str) -> None:
    for question in (FREE, RATED):
        read = u.interpret(Answer(written), question, OPTIONS)
        assert written.endswith(read.text)
        if read.rating is None and read.ticks is None:
            assert read.text == written


@pytest.mark.parametrize(
    "written",
    [
        *(
            "4" + " " * 50_000 + "x",
            "4 ud" + " " * 50_000 + "x",
            "4" + "." * 50_000 + "x",
            "4 –" + " \n" * 50_000 + "5",
        ),
        *("[" + "1," * 50_000, "[" + "og" * 50_000, "[1]" + " " * 50_000 + "x", "4/5" * 50_000, "fire " * 50_000),
    ],
    ids=range(9),
)
def test_a_hostile_answer_is_read_to_its_end(written: str) -> None:
    for question in (FREE, RATED):
        assert written.endswith(u.interpret(Answer(written), question, OPTIONS).text)
