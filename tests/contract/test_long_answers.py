"""A long answer is folded on a card and never cut; each fold has an id of its own."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from bot.cards.elements import plain
from bot.cards.folded import LONGEST, MOST_LINES
from bot.cards.reflection.answers import answers_card
from bot.cards.reflection.summary import summary_card
from dialogs.reflection.state import GivenAnswer, Phase
from dialogs.texts import common as texts
from tests.fakes.screens import ALONE, BUNDLE, FULL

LONG = " ".join(f"Vi vil bruge *mindre* tid på papir nr. {n}." for n in range(1, 90))[:3000].strip()
LINES = "\n".join(f"linje {n}" for n in range(MOST_LINES + 1))


def _inside(element: Any) -> Iterator[dict[str, Any]]:
    if isinstance(element, dict):
        yield element
        for inner in element.values():
            yield from _inside(inner)
    elif isinstance(element, list):
        for inner in element:
            yield from _inside(inner)


def _answered(text: str) -> Any:
    given = GivenAnswer(1, ALONE.started_by, ALONE.started_at, text, None, (), 1)
    return replace(ALONE, phase=Phase.REVIEW, current=9, answers=(given,))


@pytest.mark.parametrize("text", [LONG, LINES], ids=["long", "lines"])
def test_a_long_answer_is_folded_with_all_of_it_behind_a_button(text: str) -> None:
    made = summary_card(_answered(text), BUNDLE)
    parts = {each["id"]: each for each in _inside(made) if str(each.get("id", "")).startswith("svar")}
    short, whole = (next(part for name, part in parts.items() if name.endswith(end)) for end in ("-kort", "-helt"))
    assert whole["isVisible"] is False and "isVisible" not in short
    assert plain(text) in [each.get("text") for each in _inside(whole)]
    assert len(json.dumps(short)) < LONGEST + 400
    toggles = [each for each in _inside(made) if each.get("type") == "Action.ToggleVisibility" and "svar" in str(each)]
    assert [each["title"] for each in toggles] == [texts.SHOW_MORE, texts.SHOW_LESS]
    assert all(set(each["targetElements"]) == set(parts) for each in toggles)


def test_a_short_answer_stands_as_it_is() -> None:
    made = json.dumps(summary_card(_answered("a" * LONGEST), BUNDLE))
    assert "ToggleVisibility" not in made and "a" * LONGEST in made


def test_folds_of_one_card_never_share_an_id() -> None:
    long = tuple(replace(answer, text=LONG) for answer in FULL.answers)
    now = replace(FULL, answers=long, revealed=frozenset({1}))
    alone = _answered(LONG)
    for made in (answers_card(now, BUNDLE, 1), summary_card(alone, BUNDLE, previous=replace(alone, id="before"))):
        ids = Counter(each["id"] for each in _inside(made) if "id" in each)
        assert ids and max(ids.values()) == 1
