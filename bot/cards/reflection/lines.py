"""What a typed line leads to beside its question: what is asked of it, and what an earlier card leaves behind."""

from __future__ import annotations

from typing import Any

from bot.cards.buttons import OPEN_ANSWER
from bot.cards.elements import Card, card, execute, plain, quiet, text, title
from bot.cards.reflection.drafts import DROP_DRAFT, SAVE_DRAFT
from bot.cards.reflection.headings import short
from dialogs.reflection.choices import tick_names
from dialogs.reflection.state import GivenAnswer, Reflection
from dialogs.texts import lines as words
from radar_core.model import Bundle
from radar_core.spelling import together

TAKE_BACK = "takeback"

_SHOWN = 60
"""Characters of an answer on the line that an earlier card leaves behind."""

_QUOTED = 1_500
"""Characters of an answer, and of what was written beside it, where one chooses between them."""

_MOST_ACTIONS = 6
"""Buttons that Teams shows on a card."""


def left_behind_card(reflection: Reflection, bundle: Bundle, given: GivenAnswer | None, number: int) -> Card:
    """The one line of a question that has been answered or skipped, with the way to its answer."""
    nothing = words.LEFT_SKIPPED if number in reflection.skipped else words.LEFT_UNANSWERED
    said = plain(short(_in_words(reflection, bundle, given), _SHOWN)) if given else nothing
    line = words.LEFT.format(n=number, name=words.SHORT[number], text=said)
    return card([text(line, isSubtle=True)], [execute(words.EDIT, OPEN_ANSWER, {"r": reflection.id, "q": number})])


def line_of(card: Any) -> int | None:
    """The question (number) that a card is the line of; None for every other card, and for what is none."""
    body, actions = (card.get(part) for part in ("body", "actions")) if isinstance(card, dict) else (None, None)
    if not isinstance(body, list) or not isinstance(actions, list) or len(body) != 1 or len(actions) != 1:
        return None
    button = actions[0]
    number = button.get("data", {}).get("q")
    is_line = button.get("verb") == OPEN_ANSWER and button.get("title") == words.EDIT
    return number if is_line and isinstance(number, int) else None


def kept_card(reflection: Reflection, bundle: Bundle, given: GivenAnswer) -> Card:
    """A line at a question that has an answer: what is to be done with it."""
    number = given.question
    data = {"r": reflection.id, "q": number}
    stands = plain(short(_in_words(reflection, bundle, given), _QUOTED))
    return card(
        [
            title(words.KEPT_TITLE.format(n=number)),
            text(words.KEPT_STANDS.format(text=stands)),
            text(words.KEPT_NEW.format(text=plain(short(reflection.draft(number), _QUOTED)))),
            text(words.KEPT_ASK),
            quiet(words.KEPT_UNRATED) if bundle.questions[number - 1].is_rated and given.rating is None else None,
        ],
        [
            execute(words.REPLACE, SAVE_DRAFT, {**data, "over": True}),
            execute(words.ADD, SAVE_DRAFT, data),
            execute(words.LET_STAND, DROP_DRAFT, data),
        ],
    )


def with_take_back(made: Card, reflection: Reflection, number: int) -> Card:
    """A card with the button that takes back the answer before it, where there is room for one."""
    actions = made.get("actions", [])
    if len(actions) >= _MOST_ACTIONS:
        return made
    button = execute(words.TAKE_BACK, TAKE_BACK, {"r": reflection.id, "q": number}, inputs=False)
    return {**made, "actions": [*actions, button]}


def _in_words(reflection: Reflection, bundle: Bundle, given: GivenAnswer) -> str:
    """An answer in a line: its number, what is ticked, what is written."""
    names = tick_names(bundle.questions[given.question - 1], reflection, bundle)
    ticked = together([names[tick] for tick in given.ticks if tick in names])
    rating = words.LEFT_RATED.format(rating=given.rating) if given.rating else ""
    return " – ".join(filter(None, (rating, ticked, given.text)))
