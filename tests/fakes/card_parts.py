"""What a card is made of: held to the schema, and looked through for what it says and does."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from functools import cache
from importlib import resources
from typing import Any

import fastjsonschema

from bot.cards.elements import Card

SCHEMA = json.loads((resources.files("adaptive_cards") / "schemas" / "schema-1.5.json").read_text("utf-8"))
# Typeahead is documented for Teams and 1.5 (»style«: »filtered«); the schema file forgot it.
SCHEMA["definitions"]["ChoiceInputStyle"]["anyOf"][0]["enum"].append("filtered")
MOST_BUTTONS = 6


@cache
def _schema() -> Callable[[Card], object]:
    # Its own defaults are not to be written into the card.
    return fastjsonschema.compile(copy.deepcopy(SCHEMA), use_default=False)


def check(card: Card) -> None:
    """Raises where a card is none by the schema."""
    _schema()(card)


def inside(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from inside(inner)


def said_on(card: Card) -> str:
    """Everything a card shows, one piece a line."""
    lines = []
    for element in inside(card):
        lines += [element[name] for name in ("text", "title", "value", "label", "placeholder") if name in element]
    return "\n".join(map(str, lines))


def buttons(card: Card) -> dict[str, dict[str, Any]]:
    """The data a press on each button carries, by its title; those in the body too."""
    return {e["title"]: e.get("data", {}) for e in inside(card) if e.get("type") == "Action.Execute"}
