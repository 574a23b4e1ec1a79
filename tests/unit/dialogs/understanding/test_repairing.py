"""Words written as two, as one, or further off than a typo, put right."""

from __future__ import annotations

import pytest

from dialogs.reflection import commands as c
from dialogs.understanding.hear import hear
from dialogs.understanding.repairing import repaired
from dialogs.understanding.sentences import Place
from tests.unit.dialogs.understanding.test_typed_texts import ALONE, BUNDLE


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        *(("visradaren", "vis radaren"), ("hvader rpa?", "hvad er rpa?"), ("vis rad aren", "vis radaren")),
        *(("næstn spørgsmål", "næste sporgsmal"), ("hvor skal vi begybde", "hvor skal vi begynde")),
    ],
)
def test_words_that_are_none_are_put_right(said: str, meant: str) -> None:
    assert repaired(said, BUNDLE, Place.NONE) == meant


@pytest.mark.parametrize(
    "said",
    ["vi afslutter på mandag", "hvad er rpa", "vælge", "xqzt wvbn plomk grynt", "droner i hjemmeplejen", "", "a" * 200],
)
def test_words_that_are_right_or_nobody_knows_stay(said: str) -> None:
    assert repaired(said, BUNDLE, Place.NONE) is None


def test_a_line_with_words_nobody_knows_is_left_where_a_question_is_open() -> None:
    assert repaired("visradaren til mormor", BUNDLE, Place.NONE) is not None
    assert repaired("visradaren til mormor", BUNDLE, Place.ALONE) is None


def test_what_is_put_right_asks_or_moves_and_never_ends_or_begins() -> None:
    assert hear("vi tagerlige en pause", ALONE, BUNDLE) == c.Pause()
    for line in ("slutnu", "startrefleksion", "annul ler", "træk svartilbage", "erstatsvaret"):
        assert isinstance(hear(line, ALONE, BUNDLE), c.Unknown), line
