"""What people write and are called, at its longest and oddest: every card stays within what Teams takes, as text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cards.elements import MAX_CARD_BYTES, Card, plain, weight
from bot.cards.question import NAMED, input_card, question_card, shared_card
from bot.cards.summary import summary_card
from dialogs.commands import Person
from dialogs.reflection import MAX_ANSWER, GivenAnswer, Phase, Reflection
from radar_core.catalog import load_catalog
from radar_core.shipped import DATA_DIR

BUNDLE = load_catalog(DATA_DIR).bundle("eksempel")
NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
LONGEST_NAME = 200
TICKS = {2: tuple(need.id for need in BUNDLE.needs)}
# As many bytes as a character can come to: escaped twice over, or four of them.
HEAVY = ["\\", "🙂", "<", '"', "\n", "å", "`", "\u2028"]


def group(*answers: GivenAnswer, **changes: Any) -> Reflection:
    started = Reflection("r" * 16, BUNDLE.sha256, True, Person("1", "A"), NOW, "630", "sundhed-og-aeldre")
    return replace(started, answers=answers, **{"phase": Phase.QUESTIONS, **changes})


def given_by(people: int, question: int, text: str, name: str) -> Iterator[GivenAnswer]:
    for number in range(people):
        person = Person(f"29:{number}", name)
        yield GivenAnswer(question, person, NOW, text, 3 if question > 5 else None, TICKS.get(question, ()), 1)


def pages(reflection: Reflection) -> list[Card]:
    made = [summary_card(reflection, BUNDLE, "Gemt.")]
    while any(action["title"] == "Næste side" for action in made[-1]["actions"]):
        made.append(summary_card(reflection, BUNDLE, "Gemt.", page=len(made) + 1))
    return made


def texts_of(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if value.get("type") == "TextBlock":
            yield value["text"]
        for inner in value.values():
            yield from texts_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts_of(inner)


@pytest.mark.parametrize("heavy", HEAVY, ids=repr)
def test_the_longest_answer_in_the_heaviest_letters_fits_on_every_card_it_stands_on(heavy: str) -> None:
    for number in range(1, 10):
        answers = tuple(given_by(3, number, heavy * MAX_ANSWER, heavy * LONGEST_NAME))
        reflection = group(*answers, current=number)
        alone = replace(reflection, group=False)
        person = answers[0].by
        said = "Det er gemt. " * 10
        for card in (
            question_card(alone, BUNDLE, person, said),
            question_card(alone, BUNDLE, person, said, draft=heavy * MAX_ANSWER),
            input_card(reflection, BUNDLE, number, person, said),
            shared_card(reflection, BUNDLE, said),
            *pages(replace(reflection, phase=Phase.REVIEW)),
        ):
            assert weight(card) <= MAX_CARD_BYTES


@pytest.mark.parametrize("heavy", HEAVY, ids=repr)
def test_as_many_of_the_longest_names_as_are_named_fit_on_the_shared_card(heavy: str) -> None:
    for people in (NAMED, NAMED + 1, 500):
        answers = given_by(people, 1, "ja", heavy * LONGEST_NAME)
        assert weight(shared_card(group(*answers), BUNDLE)) <= MAX_CARD_BYTES


@pytest.mark.parametrize("length", [1, 90, 900, 2_500])
def test_pages_filled_to_the_brim_are_within_what_teams_takes(length: int) -> None:
    answers = [given for number in range(1, 10) for given in given_by(30, number, "å" * length, "Deltager")]
    full = pages(group(*answers, phase=Phase.REVIEW))
    assert max(map(weight, full)) <= MAX_CARD_BYTES
    if length < 900:
        assert min(map(weight, full[:-1])) > MAX_CARD_BYTES / 2, "few pages are quicker to read"


def test_the_longest_answers_of_sixty_people_are_whole_and_each_on_one_page_only() -> None:
    whole = [
        replace(answer, text=f"{answer.by.id} {'æ' * (MAX_ANSWER - 20)} slut", rating=None)
        for answer in given_by(60, 1, "", "Deltager")
    ]
    shown = [said for page in pages(group(*whole, phase=Phase.REVIEW)) for said in texts_of(page)]
    for answer in whole:
        assert sum(said.endswith(answer.text) for said in shown) == 1


def test_names_and_answers_are_read_as_written_and_never_as_a_link_or_a_heading() -> None:
    name = "[Nul](http://evil.example) *N* <at>alle</at>"
    answers = tuple(given_by(2, 1, f"# overskrift {name} `kode`", name))
    cards = [shared_card(group(*answers), BUNDLE), *pages(group(*answers, phase=Phase.REVIEW))]
    for card in cards:
        said = "\n".join(texts_of(card))
        assert plain(name) in said
        assert not re.search(r"(?<!\\)\[Nul", said) and not re.search(r"(?<!\\)<at>", said)


@settings(deadline=None, max_examples=300, derandomize=True)
@given(st.one_of(st.text(), st.text(alphabet="\\*_[]()<>`#~|ab \n")))
def test_no_mark_of_markdown_is_left_bare_and_nothing_else_is_touched(words: str) -> None:
    escaped = plain(words)
    assert re.sub(r"\\([\\`*_\[\]()#~<>|])", r"\1", escaped) == words
    assert not re.search(r"[`*_\[\]()#~<>|]", re.sub(r"\\.", "", escaped, flags=re.DOTALL))
