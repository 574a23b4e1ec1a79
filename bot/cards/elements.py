"""The few Adaptive Card elements the screens are built from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from bot.encoding import encoded

Card = dict[str, Any]
Element = dict[str, Any]

MAX_CARD_BYTES = 24_000
"""Teams has refused messages from 25 kB up; this is what a card may weigh as UTF-8 JSON."""


class Tone(Enum):
    """What a sentence on a coloured ground is for; the value is the ground's name in Adaptive Cards."""

    GOOD = "good"
    """It is done."""
    INFO = "accent"
    """Nothing was changed, and nothing was lost by it."""
    WARNING = "warning"
    """It is not done, or something is not as it may look."""


@dataclass(frozen=True)
class Notice:
    """A sentence of what just happened. Whoever makes the sentence knows its tone."""

    words: str
    tone: Tone


def good(words: str) -> Notice:
    """That something is done."""
    return Notice(words, Tone.GOOD)


def info(words: str) -> Notice:
    """Something to know, where nothing was changed."""
    return Notice(words, Tone.INFO)


def warning(words: str) -> Notice:
    """Why something is not done."""
    return Notice(words, Tone.WARNING)


def card(body: Sequence[Element | None], actions: Sequence[Element | None] = ()) -> Card:
    """An Adaptive Card 1.5 of the elements given; None is left out."""
    made: Card = {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "lang": "da",
        "body": [element for element in body if element],
    }
    if present := [action for action in actions if action]:
        made["actions"] = present
    return made


def text(words: str, **style: Any) -> Element:
    """A wrapped TextBlock; ``style`` is passed on as it stands."""
    return {"type": "TextBlock", "text": words, "wrap": True, **style}


def title(words: str) -> Element:
    """The heading of a card."""
    return text(words, size="Large", weight="Bolder", style="heading")


def quiet(words: str, **style: Any) -> Element:
    """Small print."""
    return text(words, size="Small", isSubtle=True, **style)


def bullets(lines: Sequence[str]) -> Element:
    """Short lines, one under the other."""
    return quiet("\n".join(f"- {line}" for line in lines), spacing="Small")


def banner(words: str, tone: Tone = Tone.WARNING) -> Element:
    """A line nobody may miss, on a coloured ground."""
    return container([text(words, weight="Bolder", size="Small")], style=tone.value)


def container(items: Sequence[Element | None], **style: Any) -> Element:
    """Elements kept together."""
    return {"type": "Container", "items": [item for item in items if item], **style}


def numbered(number: int, items: Sequence[Element | None], **style: Any) -> Element:
    """Elements kept together to the right of a large number."""
    large = text(str(number), size="Large", weight="Bolder")
    columns = [("auto", [large]), ("stretch", [item for item in items if item])]
    made = [{"type": "Column", "width": width, "items": each} for width, each in columns]
    return {"type": "ColumnSet", "columns": made, **style}


def facts(rows: Sequence[tuple[str, str]]) -> Element:
    """Names and what they are, in two columns."""
    return {"type": "FactSet", "facts": [{"title": name, "value": value} for name, value in rows]}


def action_set(actions: Sequence[Element | None]) -> Element | None:
    """A row of buttons in the body of a card, where they belong to what stands above; None where there are none."""
    present = [action for action in actions if action]
    return {"type": "ActionSet", "actions": present} if present else None


def without_actions(element: Element) -> Element:
    """A container without the rows of buttons in it."""
    kept = [item for item in element.get("items", ()) if item["type"] != "ActionSet"]
    return {**element, "items": kept} if "items" in element else element


def notice(said: Notice | None) -> Element | None:
    """What just happened, on top of a card."""
    return container([text(said.words, size="Small")], style=said.tone.value, bleed=True) if said else None


def image(url: str, alt: str) -> Element:
    """A picture as wide as the card, with its alternative text."""
    return {"type": "Image", "url": url, "altText": alt, "size": "Stretch"}


def choice_set(
    name: str,
    label: str,
    choices: Sequence[tuple[str, str]],
    *,
    style: str = "compact",
    value: str | None = None,
    placeholder: str | None = None,
    multi: bool = False,
) -> Element:
    """A labelled choice; ``choices`` are (value, title); several chosen values are joined by commas."""
    element: Element = {
        "type": "Input.ChoiceSet",
        "id": name,
        "label": label,
        "style": style,
        "wrap": True,
        "choices": [{"title": shown, "value": chosen} for chosen, shown in choices],
    }
    if multi:
        element["isMultiSelect"] = True
    if value:
        element["value"] = value
    if placeholder:
        element["placeholder"] = placeholder
    return element


def text_input(
    name: str, label: str, *, value: str = "", placeholder: str = "", max_length: int, lines: bool = True
) -> Element:
    """A labelled input of several lines, or of one."""
    element: Element = {
        "type": "Input.Text",
        "id": name,
        "label": label,
        "isMultiline": lines,
        "maxLength": max_length,
    }
    if value:
        element["value"] = value
    if placeholder:
        element["placeholder"] = placeholder
    return element


def date_input(name: str, label: str, day: dt.date | None) -> Element:
    """A labelled day."""
    element: Element = {"type": "Input.Date", "id": name, "label": label}
    return {**element, "value": day.isoformat()} if day else element


def execute(label: str, verb: str, data: Mapping[str, Any], *, inputs: bool = True, primary: bool = False) -> Element:
    """A button answered in place (Action.Execute), with Action.Submit for clients that lack it.

    ``inputs`` False leaves the card's inputs out of the press.
    """
    carried = {"verb": verb, **data}
    action: Element = {"type": "Action.Execute", "title": label, "verb": verb, "data": carried}
    fallback: Element = {"type": "Action.Submit", "title": label, "data": carried}
    for each in (action, fallback):
        if not inputs:
            each["associatedInputs"] = "none"
        if primary:
            each["style"] = "positive"
    return {**action, "fallback": fallback}


def open_url(label: str, url: str) -> Element:
    """A button that opens an address."""
    return {"type": "Action.OpenUrl", "title": label, "url": url}


def stamped(made: Card, nonce: str) -> Card:
    """The same card, its buttons marked with ``nonce``: a press redelivered under another id is known by it."""

    def marked(value: Element) -> Element:
        kind = value.get("type")
        if kind in _WITHOUT_BUTTONS:
            return value  # most of a card is words
        if kind in ("Action.Execute", "Action.Submit"):
            value = {**value, "data": {**value.get("data", {}), "n": nonce}}
            if isinstance(fallback := value.get("fallback"), dict):
                value["fallback"] = marked(fallback)
            return value
        return {key: inside(each) if type(each) in (list, dict) else each for key, each in value.items()}

    def inside(value: Any) -> Any:
        if type(value) is list:
            return [inside(each) if type(each) in (list, dict) else each for each in value]
        return marked(value)

    return marked(made)


_WITHOUT_BUTTONS = frozenset({"TextBlock", "FactSet", "Input.ChoiceSet", "Input.Date"})
"""Elements of ours that no button stands in."""

_MARKS = "\\`*_[]()#~<>|"
_ANY_MARK = frozenset(_MARKS)
_NAME = 60
"""Characters up to which one look at each is faster than a pass a mark."""


def plain(words: str) -> str:
    """Somebody's words, so that nothing in them is read as Markdown."""
    if len(words) <= _NAME and _ANY_MARK.isdisjoint(words):
        return words
    for mark in _MARKS:  # the backslash first; one pass a mark is thirty times faster than a pattern
        words = words.replace(mark, "\\" + mark)
    return words


def weight(element: Element | Card) -> int:
    """Bytes of an element or card as it is sent."""
    return len(encoded(element))


def paged(blocks: Sequence[Element], room: int) -> list[list[Element]]:
    """Elements in as many pages of ``room`` bytes as they need, none of them cut; one page where there are none."""
    pages: list[list[Element]] = [[]]
    left = room
    for block in blocks:
        needed = weight(block)
        if pages[-1] and needed > left:
            pages.append([])
            left = room
        pages[-1].append(block)
        left -= needed
    return pages


def fitting(blocks: Sequence[Element], room: int) -> list[Element]:
    """The first of the elements, as many as ``room`` bytes can carry whole."""
    kept: list[Element] = []
    for block in blocks:
        room -= weight(block) + 1
        if room < 0:
            break
        kept.append(block)
    return kept
