"""Adaptive Cards as a client has them on the screen: what they say, what can be filled in, and what a press sends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

Json = dict[str, Any]
Filled = str | int | Sequence[str]
"""What somebody puts in an input: words, a number, or the titles ticked."""

CARD_TYPE = "application/vnd.microsoft.card.adaptive"


@dataclass(frozen=True)
class Card:
    """A card as somebody has it in front of them, in the message with the id ``message``."""

    message: str
    content: Json

    @cached_property
    def says(self) -> str:
        """Every text on it, one a line, in reading order."""
        lines = []
        for node in nodes(self.content):
            if "text" in node:
                lines.append(str(node["text"]))
            elif "facts" in node:
                lines.extend(f"{fact['title']}: {fact['value']}" for fact in node["facts"])
        return "\n".join(lines)

    @cached_property
    def buttons(self) -> list[str]:
        """The titles of its buttons, in order."""
        return [node["title"] for node in nodes(self.content) if _is_button(node)]

    @property
    def inputs(self) -> dict[str, Json]:
        """Its inputs by id."""
        return {node["id"]: node for node in nodes(self.content) if str(node.get("type")).startswith("Input.")}

    @property
    def choices(self) -> dict[str, list[str]]:
        """The titles one can choose between, by the input's id."""
        return {
            name: [choice["title"] for choice in element["choices"]]
            for name, element in self.inputs.items()
            if "choices" in element
        }

    def pressed(self, title: str, filled: Mapping[str, Filled], *, submit: bool) -> Json:
        """The part of an activity that a press on ``title`` makes; ``submit`` as a client without Action.Execute.

        Inputs that nobody touched go along as they stand, and empty ones are left out, as in the real client.
        Raises LookupError for a button or an input the card does not have.
        """
        button = next((n for n in nodes(self.content) if _is_button(n) and n["title"] == title), None)
        if button is None:
            raise LookupError(f"The card has no button {title!r}, only {self.buttons}:\n{self.says}")
        action = button["fallback"] if submit else button
        if strange := set(filled) - set(self.inputs):
            raise LookupError(f"The card has no inputs {sorted(strange)}, only {sorted(self.inputs)}:\n{self.says}")
        data = dict(action.get("data") or {})
        if action.get("associatedInputs") != "none":
            for name, element in self.inputs.items():
                value = _value(element, filled[name]) if name in filled else str(element.get("value", ""))
                data.update({name: value} if value else {})
        if action["type"] == "Action.Submit":
            return {"type": "message", "value": data}
        if action["type"] != "Action.Execute":
            raise LookupError(f"{title!r} is an {action['type']}: it sends nothing to the bot")
        sent = {"type": action["type"], "title": title, "verb": action["verb"], "data": data}
        return {"type": "invoke", "name": "adaptiveCard/action", "value": {"action": sent}}


def nodes(value: Any) -> Iterator[Json]:
    """Every object of a card, outer before inner; fallbacks, which such a client never shows, left out."""
    if isinstance(value, dict):
        yield value
        for name, inner in value.items():
            if name not in ("fallback", "data"):
                yield from nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from nodes(inner)


def card_of(activity: Json) -> Json | None:
    """The card an activity carries, or None."""
    cards = [a["content"] for a in activity.get("attachments") or () if a.get("contentType") == CARD_TYPE]
    return cards[0] if cards else None


def _is_button(node: Json) -> bool:
    return str(node.get("type")).startswith("Action.") and "title" in node


def _value(element: Json, given: Filled) -> str:
    if element["type"] != "Input.ChoiceSet":
        return str(given)
    values = {choice["title"]: choice["value"] for choice in element["choices"]}
    chosen = [str(given)] if isinstance(given, str | int) else list(given)
    if unknown := [one for one in chosen if one not in values and one not in values.values()]:
        raise LookupError(f"{element['id']} does not offer {unknown}, only {list(values)}")
    return ",".join(values.get(one, one) for one in chosen)
