"""What Teams alone knows of: a card as wide as the chat, and a picture that opens large when it is pressed.

The local client knows neither and says so under every card, so it gets none of it. Never run in Teams itself.
"""

from __future__ import annotations

from bot.cards.elements import Card, Element


def for_teams(card: Card) -> Card:
    """The same card for Teams. A picture that can be opened is as large as it fits, since *Stretch* would not combine
    with that."""
    body = [_expandable(element) if element["type"] == "Image" else element for element in card.get("body", ())]
    return {**card, "body": body, "msteams": {"width": "Full"}}


def _expandable(image: Element) -> Element:
    return {**image, "size": "Auto", "msteams": {"allowExpand": True}}
