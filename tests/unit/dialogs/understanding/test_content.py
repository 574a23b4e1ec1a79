"""What a line is about that is no sentence, by its words and names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.asides.following import FollowCommand
from dialogs.reflection import commands as c
from dialogs.reflection.state import Phase
from dialogs.understanding.content import NOTHING_AT_STAKE, about, rows
from dialogs.understanding.harmless import only_asks, only_moves
from dialogs.understanding.hear import hear
from dialogs.understanding.sentences import Place
from dialogs.understanding.understand import understand
from tests.unit.dialogs.understanding.test_typed_texts import ALONE, BUNDLE

NAMES = {
    "teknologi": "rpa",
    "fagomraade": "sundhed-og-aeldre",
    "fagomraader": "sundhed-og-aeldre og boern-unge-og-skole",
    "ring": "AFPRØV",
}


def test_every_row_says_what_is_understood_wherever_it_counts() -> None:
    said = [(row.says.format(**NAMES), place) for row in rows() for place in row.places]
    assert [pair for pair in said if isinstance(understand(pair[0], BUNDLE, pair[1]), c.Unknown)] == []


def test_where_a_question_is_open_a_row_only_asks_or_moves_and_moves_only_where_nothing_else_is_said() -> None:
    for row in rows():
        for place in row.places - NOTHING_AT_STAKE:
            command = understand(row.says.format(**NAMES), BUNDLE, place)
            assert only_asks(command) or (row.rest and only_moves(command)), row.says


@pytest.mark.parametrize(
    "answer",
    [
        "vi skal have styr på gdpr",
        "færre klik i excel og word",
        "at borgerne kan se deres egne data",
        "radaren skal hjælpe os med at vælge",
        "mindre papir og flere slides",
        "droner, chatbots og RPA",
    ],
)
def test_an_answer_that_names_things_is_an_answer_where_a_question_is_open(answer: str) -> None:
    assert about(answer, BUNDLE, Place.ALONE) is None
    assert hear(answer, ALONE, BUNDLE) == c.Unknown(answer)


@pytest.mark.parametrize(
    ("line", "command"),
    [
        *(("vi tager lige 10 min pause", c.Pause()), ("vi holder lige en kaffe pause", c.Pause())),
        *(("pausen er slut vi er her igen", c.Resume()), ("ok vi går til det næste", c.Next())),
        *(("hov tag det sidste jeg skrev tilbage igen", c.Undo()), ("tilbage til spørgsmålet før", c.Back())),
        *(("hvilket nummer er vi kommet til", c.ShowStatus()), ("mangler der nogen", c.ShowStatus())),
        ("fatter ikke helt hvad i spørger om", c.Asked(c.Topic.QUESTION)),
    ],
)
def test_a_line_of_a_word_and_small_words_moves_at_a_question_too(line: str, command: c.Command) -> None:
    assert hear(line, ALONE, BUNDLE) == command


@pytest.mark.parametrize(
    "answer",
    [
        *("pauser til personalet", "vi er bagud", "fortsæt som nu", "hvordan hjælper vi dem der ikke kan selv?"),
        *("vi skal videre med sagsbehandlingen", "næste år skal vi have færre systemer", "kaffe til beboerne"),
        *("en fejl i systemet koster os timer", "at alle får svar samme dag", "vi mangler overblik over sagerne"),
        *("borgerne forstår ikke vores breve", "vi skal holde op med at skrive referater", "tilbage til kerneopgaven"),
        *(
            "at få hjælp til dokumentation",
            "status på sagerne med det samme",
            "mindre spildtid næste gang",
            "vi mangler folk",
        ),
    ],
)
def test_a_line_that_says_more_than_such_a_word_is_an_answer(answer: str) -> None:
    assert hear(answer, ALONE, BUNDLE) == c.Unknown(answer, asks=answer.endswith("?"))


def test_the_same_words_are_understood_in_another_order_and_with_typos() -> None:
    for line in ("på skole hvad er så klar til os", "hvad er mon modent ovre på skole", "anbefalnger til skole?"):
        assert hear(line, None, BUNDLE) == c.ShowRadar("boern-unge-og-skole", all_ready=True), line


def test_a_wish_is_followed_where_nothing_is_open_and_never_guessed_from_a_statement() -> None:
    closed = replace(ALONE, phase=Phase.FINISHED, current=9)
    for line in ("folk i sundhed", "vi følger ældre i hjemmet", "følg op på sundhed", "start med RPA"):
        assert isinstance(hear(line, closed, BUNDLE), c.Unknown), line


def test_besked_about_something_else_is_no_wish_to_follow() -> None:
    for line in ("kan du sende besked om mødet i morgen", "vil du give besked til teamet?"):
        assert not isinstance(hear(line, None, BUNDLE), FollowCommand), line
