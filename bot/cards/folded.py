"""Long text on a card: its beginning, and all of it where somebody presses *Vis mere*. Nothing is cut."""

from __future__ import annotations

from bot.cards.elements import Element, action_set, container, plain, text, weight
from dialogs.texts import common as texts

LONGEST = 600
"""Characters of a text that stands on a card as it is."""
MOST_LINES = 8
"""The same in lines."""
_HEAVIEST = 12_000
"""Bytes of a text so full of signs that a card has no room for its beginning too."""
_BEGINNING = 280
"""Characters of the beginning that a longer one shows."""
_BEGINNING_LINES = 4


def folded(words: str, key: str, lead: str = "", spacing: str = "None") -> Element:
    """Somebody's words after ``lead`` (Markdown), folded where they are long; ``key`` is their own on the card."""
    whole = text(lead + plain(words), spacing=spacing)
    is_short = len(words) <= LONGEST and words.count("\n") < MOST_LINES
    if is_short or weight(whole) > _HEAVIEST:
        return whole
    parts = [f"{key}-kort", f"{key}-helt"]
    return container(
        [
            container(
                [text(f"{lead}{plain(_beginning(words))} …", spacing="None"), _toggle(texts.SHOW_MORE, parts)],
                id=parts[0],
            ),
            container(
                [text(lead + plain(words), spacing="None"), _toggle(texts.SHOW_LESS, parts)],
                id=parts[1],
                isVisible=False,
            ),
        ],
        spacing=spacing,
    )


def _beginning(words: str) -> str:
    start = "\n".join(words.split("\n")[:_BEGINNING_LINES])
    if len(start) <= _BEGINNING:
        return start.rstrip()
    at = max(start.rfind(" ", 1, _BEGINNING), start.rfind("\n", 1, _BEGINNING))
    return start[: at if at > 0 else _BEGINNING].rstrip()


def _toggle(label: str, parts: list[str]) -> Element | None:
    return action_set([{"type": "Action.ToggleVisibility", "title": label, "targetElements": parts}])
