"""What somebody has written and not saved: how it is told, and the button that saves it."""

from __future__ import annotations

from bot.cards.elements import MAX_CARD_BYTES, Card, Element, banner, card, container, execute, plain, text, weight
from bot.cards.reflection.headings import short
from dialogs.reflection.state import Draft, Reflection
from dialogs.texts import drafts as words

DROP_DRAFT = "dropdraft"
SAVE_DRAFT = "savedraft"

_FRAME = 2_500
"""Bytes of a card beside the words that it tells of."""

_SHOWN = 200
"""Characters of what is written, where it is only to be known again."""


def left_card(reflection: Reflection, draft: Draft) -> Card:
    """The words somebody has gone on from, whole, and what becomes of them."""
    return card(
        [
            banner(words.LEFT_TITLE.format(n=draft.question)),
            container([text(plain(draft.text))], style="emphasis"),
            text(words.LEFT_DO),
        ],
        [save_button(reflection, draft, primary=True), _drop_button(reflection, draft)],
    )


def lost(reflection: Reflection) -> list[str]:
    """A line for each draft that goes if the reflection ends now, by its first words."""
    return [
        words.LOST.format(n=draft.question, text=plain(short(draft.text, _SHOWN))) for draft in reflection.drafts[::-1]
    ]


def save_button(reflection: Reflection, draft: Draft, then: str | None = None, *, primary: bool = False) -> Element:
    """Saves it; ``then`` is the verb of what the person was about to do."""
    answered = draft.question in reflection.answered
    label = (words.ADD_TO if answered else words.SAVE_AS).format(n=draft.question)
    data = {"r": reflection.id, "q": draft.question, **({"then": then, "asked": True} if then else {})}
    return execute(label, SAVE_DRAFT, data, primary=primary)


def not_kept(made: Card, typed: list[str]) -> Card:
    """A card with what was typed on the one that was pressed, and is not saved, on top of it."""
    whole = [container([text(plain(each))], style="emphasis") for each in typed]
    told: list[Element] = [banner(words.NOT_KEPT), *whole]
    if sum(map(weight, told)) + weight(made) > MAX_CARD_BYTES - _FRAME:
        if sum(map(weight, told)) <= MAX_CARD_BYTES - _FRAME:
            return {**made, "body": told, "actions": made.get("actions", [])[:1]}
        told = [banner(words.NOT_KEPT_LONG)]
    return {**made, "body": [*told, *made["body"]]}


def _drop_button(reflection: Reflection, draft: Draft) -> Element:
    return execute(words.DROP, DROP_DRAFT, {"r": reflection.id, "q": draft.question})
