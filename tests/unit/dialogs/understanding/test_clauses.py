"""Lines of several clauses, and small words among the others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.asides import following
from dialogs.reflection import commands as c
from dialogs.understanding.clauses import by_clause
from dialogs.understanding.harmless import only_asks
from dialogs.understanding.hear import hear
from dialogs.understanding.sentences import Place
from tests.unit.dialogs.understanding.test_typed_texts import ALONE, BUNDLE


def test_the_clause_that_asks_is_answered() -> None:
    line = "vi er et stort jobcenter med mange systemer. hvad er klar på beskæftigelse?"
    assert hear(line, None, BUNDLE) == c.ShowRadar("beskaeftigelse-og-integration", all_ready=True)


def test_a_greeting_counts_only_where_nothing_else_is_asked() -> None:
    assert hear("hej igen, hvad er rpa, og tak for hjælpen", None, BUNDLE) == c.ShowTechnology("rpa")
    assert hear("jeg er ny her i dag, hvem er du", None, BUNDLE) == c.Asked(c.Topic.ABOUT)


@pytest.mark.parametrize("line", ["mødet er slut nu, afslut", "vi er trætte, stop", "noget andet, start refleksion"])
def test_a_clause_begins_and_ends_nothing(line: str) -> None:
    assert by_clause(line, BUNDLE, Place.NONE) is None
    assert not isinstance(hear(line, replace(ALONE, current=1), BUNDLE), c.Finish | c.Cancel | c.Start)


def test_a_clause_of_an_answer_stays_in_it_unless_it_is_to_the_bot() -> None:
    answer = "mere tid til borgerne, radar sundhed og bedre overblik"
    assert hear(answer, ALONE, BUNDLE) == c.Unknown(answer)
    assert hear("det ved jeg ikke rigtig noget om, hvad er rpa?", ALONE, BUNDLE) == c.ShowTechnology("rpa")


def test_small_words_change_nothing_but_in_what_must_be_exact() -> None:
    assert hear("hvor langt er vi egentlig bare", ALONE, BUNDLE) == c.ShowStatus()
    assert isinstance(hear("afslut bare lige", ALONE, BUNDLE), c.Unknown)
    assert isinstance(hear("slet bare mit svar", ALONE, BUNDLE), c.Unknown)


def test_a_technology_that_is_to_be_followed_is_told_from_a_radar() -> None:
    assert hear("følg rpa", None, BUNDLE) == following.Follow(technology="rpa")
    assert hear("følg sundhed", None, BUNDLE) == following.Follow("sundhed-og-aeldre")


def test_a_word_that_is_right_is_no_name_mistyped() -> None:
    for line in ("hvad står der", "hvad sker der næste år", "hvad vil du vide"):
        assert not isinstance(hear(line, None, BUNDLE), c.ShowTechnology | c.ShowRadar), line


def test_wishing_to_stop_asks_first() -> None:
    for line in ("jeg gider ikke mere", "kan vi droppe det her"):
        assert hear(line, ALONE, BUNDLE) == c.Cancel(), line
        assert not c.Cancel().sure and not only_asks(c.Cancel())
