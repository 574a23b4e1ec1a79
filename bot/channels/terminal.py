"""The same conversation in a terminal: cards as text, pictures as files."""

from __future__ import annotations

import re
import secrets
from collections.abc import Awaitable, Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from bot.cards.elements import Card
from bot.wire import Address, Kind, Outgoing, Press
from radar_core.spelling import together

Write = Callable[[str], None]
Picture = Callable[[str], Awaitable[str]]
"""Address of a picture to the path of a file that holds it."""

HINT = "Skriv fx: {word}"
FOLD = "vis mere"
"""What one writes to read what a card has folded; with a number where it has folded more."""
FOLDED = "{label} – skriv: {word}"

_HINTS = {"ticks": "skriv fx: svar: [1, 3] jeres svar", "rating": "skriv fx: svar: 4 – fordi …"}
"""How one ticks and rates by text alone."""


class TerminalChannel:
    """Writes what would be sent. Messages get ids of their own, so that a later update is one."""

    def __init__(self, write: Write, picture: Picture, written: Mapping[str, str] = MappingProxyType({})) -> None:
        """``written`` is the word that one writes, with a number, in place of pressing a button; by its verb."""
        self._write, self._picture, self._written = write, picture, written
        self._sent = 0
        self._offered: dict[str, Press] = {}
        self._folded: dict[str, list[Card]] = {}

    def pressed(self, line: str) -> Press | None:
        """The button that a line names, of the last card that had such; None where it names none."""
        found = self._offered.get(_plainest(line))
        if found is None or not isinstance(mark := found.data.get("n"), str):
            return found
        # Written twice it is meant twice: nobody but the one who writes repeats anything in a terminal.
        return Press(found.verb, {**found.data, "n": f"{mark}.{secrets.token_hex(4)}"})

    def misses(self, line: str) -> str | None:
        """What to write in place of a line that would name a button, where there is no such button."""
        word, _, number = _plainest(line).partition(" ")
        is_one = word in self._written.values() and number.isdecimal() and self._offered
        return together(list(self._offered)) if is_one and _plainest(line) not in self._offered else None

    async def unfolds(self, line: str) -> bool:
        """Prints what the last card that folded anything has under the word that a line is; False for other lines."""
        found = self._folded.get(_plainest(line))
        if found is None:
            return False
        shown = [{**element, "isVisible": True} for element in found]
        await self._print({"body": shown})
        return True

    async def deliver(self, address: Address, message: Outgoing) -> str | None:
        """Prints a message; an update of an older card says nothing new in a terminal."""
        if message.kind is Kind.UPDATE:
            return message.target
        self._sent += 1
        if message.card is not None:
            await self._print(self._named(self._numbered(message.card)))
        else:
            named = together([who.name for who in message.mentions])
            self._write(": ".join(filter(None, [named, plain(message.text or "")])) + "\n")
        return str(self._sent)

    async def close(self) -> None:
        """Nothing is held."""

    def _numbered(self, card: Card) -> Card:
        """The card with what one writes on its buttons: »fil 2: PDF«."""
        offered: dict[str, Press] = {}

        def walked(value: Any) -> Any:
            if isinstance(value, list):
                return [walked(each) for each in value]
            if not isinstance(value, dict):
                return value
            if value.get("type") != "Action.Execute" or value["verb"] not in self._written:
                return {name: walked(inner) for name, inner in value.items()}
            word = f"{self._written[value['verb']]} {len(offered) + 1}"
            offered[word] = Press(value["verb"], value.get("data") or {})
            return {**value, "title": f"{word}: {value['title']}"}

        made: Card = walked(card)
        if not offered:
            return card
        self._offered = offered
        hint = {"type": "TextBlock", "text": HINT.format(word=next(iter(offered)))}
        return {**made, "body": [*made.get("body", ()), hint]}

    def _named(self, card: Card) -> Card:
        """The card with what one writes on the buttons that unfold something: »Vis mere – skriv: vis mere«."""
        hidden = {each["id"]: each for each in _elements(card) if each.get("isVisible") is False and "id" in each}
        unfolding = [
            (button, found)
            for button in _elements(card)
            if button["type"] == _TOGGLE
            and (found := [hidden[n] for n in button["targetElements"] if n in hidden])
            # What stands inside what is hidden folds it again.
            and not any(button is inner for each in hidden.values() for inner in _elements(each))
        ]
        if not unfolding:
            return card
        several = len(unfolding) > 1
        words = [f"{FOLD} {number}" if several else FOLD for number in range(1, len(unfolding) + 1)]
        self._folded = {word: found for word, (_, found) in zip(words, unfolding, strict=True)}
        told = {id(button): word for word, (button, _) in zip(words, unfolding, strict=True)}

        def walked(value: Any) -> Any:
            if isinstance(value, list):
                return [walked(each) for each in value]
            if not isinstance(value, dict):
                return value
            if word := told.get(id(value)):
                return {**value, _WORD: word}
            return {name: walked(inner) for name, inner in value.items()}

        made: Card = walked(card)
        return made

    async def _print(self, card: Card) -> None:
        lines = [
            f"  Billede: {await self._picture(value)}" if kind == "image" else value for kind, value in elements(card)
        ]
        self._write("\n".join(lines) + "\n")


_TOGGLE = "Action.ToggleVisibility"
_WORD = "word"
"""On a button that unfolds something, what one writes for it."""


def _elements(value: Any) -> Iterator[dict[str, Any]]:
    """Every element and button of a card, the outer before the inner."""
    if isinstance(value, list):
        for each in value:
            yield from _elements(each)
    elif isinstance(value, dict):
        if "type" in value:
            yield value
        for name, inner in value.items():
            if name not in ("fallback", "data"):
                yield from _elements(inner)


def _plainest(line: str) -> str:
    return " ".join(line.casefold().split())


def elements(card: Card) -> Iterator[tuple[str, str]]:
    """A card's content in reading order, as ("text", line) or ("image", address)."""
    for element in card.get("body", []):
        yield from _element(element)
    yield from _buttons(card.get("actions", []))


def plain(words: str) -> str:
    """Markdown as one reads it in a terminal."""
    linked = re.sub(r"\[([^\]]+)\]\((\S+?)\)", r"\1 <\2>", words)
    return re.sub(r"\\(.)", r"\1", linked.replace("**", ""))


def _element(element: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if element.get("isVisible") is False:
        return
    match element["type"]:
        case "TextBlock":
            words = plain(element["text"])
            if element.get("style") == "heading":
                yield "text", ""
            yield from (("text", line) for line in words.split("\n"))
        case "ColumnSet":
            yield from _columns(element["columns"])
        case "Container":
            for item in element["items"]:
                yield from _element(item)
        case "FactSet":
            for fact in element["facts"]:
                yield "text", f"  {plain(fact['title']):<22} {plain(fact['value'])}"
        case "Image":
            yield "image", element["url"]
        case "Input.ChoiceSet":
            yield from _choices(element)
        case "Input.Text" | "Input.Date" if element.get("value"):
            yield "text", f"  ({element['label']}: {element['value']})"
        case "ActionSet":
            yield from _buttons(element["actions"])


def _columns(columns: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Columns one after the other; a line that is alone in the first stands before the next: »1 Videoløsninger«."""
    first, *others = ([each for item in column["items"] for each in _element(item)] for column in columns)
    rest = [each for column in others for each in column]
    if len(first) == 1 and rest and first[0][0] == rest[0][0] == "text":
        first, rest = [("text", f"{first[0][1]} {rest[0][1]}")], rest[1:]
    yield from (*first, *rest)


def _buttons(actions: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    titles = [
        FOLDED.format(label=action["title"], word=action[_WORD]) if _WORD in action else action["title"]
        for action in actions
        if action["type"] == "Action.Execute" or _WORD in action
    ]
    if titles:
        yield "text", "  [ " + " ] [ ".join(titles) + " ]"


def _choices(element: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "text", f"  {element['label']}:"
    chosen = set((element.get("value") or "").split(","))
    titles = [choice["title"] for choice in element["choices"]]
    if len(titles) > 20:
        yield "text", "    (skriv navnet)"
        return
    if hint := _HINTS.get(element["id"]):
        yield "text", f"    ({hint})"
    for number, choice in enumerate(element["choices"], start=1):
        mark = "x" if choice["value"] in chosen else " "
        lead = f"[{mark}] {number}. " if element.get("isMultiSelect") else "- "
        yield "text", f"    {lead}{choice['title']}"
