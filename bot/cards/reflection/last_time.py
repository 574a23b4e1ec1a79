"""What was said to the same question in the reflection before: »Sidst svarede I …«."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.cards.buttons import SHOW_ANSWERS, SHOW_SUMMARY
from bot.cards.elements import (
    MAX_CARD_BYTES,
    Card,
    Element,
    action_set,
    container,
    execute,
    fitting,
    plain,
    quiet,
    text,
    weight,
)
from bot.cards.reflection.answers import answer, answers, differences
from dialogs.people import Person
from dialogs.reflection.choices import tick_names
from dialogs.reflection.state import Reflection
from dialogs.texts import team
from radar_core.model import Bundle

MOST = 4_000
"""Bytes of last time beside a question; it must not be what one reads first."""

_AT = "sidst"
_FRAME = 900
"""Bytes for what is said where not all of it fits."""


def last_time(
    previous: Reflection | None, bundle: Bundle, question: int, person: Person | None = None
) -> list[Element]:
    """All of what the team concluded, or else of the answers everybody saw, or else of ``person``'s own."""
    if previous is None:
        return []
    asked = bundle.questions[question - 1]
    if not previous.group:
        return _headed(team.LAST_ANSWERED_ALONE, answers(previous, bundle, asked, _AT))
    spread = differences(previous, question) if previous.is_open_to_all(question) else []
    if said := previous.conclusion_text(question):
        return [text(team.LAST_CONCLUDED.format(text=plain(said)), size="Small"), *spread]
    if previous.is_open_to_all(question):
        return _headed(team.LAST_ANSWERED, [*spread, *answers(previous, bundle, asked, _AT)])
    own = previous.answer_of(person, question) if person else None
    named = tick_names(asked, previous, bundle)
    return _headed(team.LAST_ANSWERED_ALONE, [container(answer(own, named, group=False, at=_AT))] if own else [])


def beside(
    make: Callable[[Element | None], Card],
    previous: Reflection | None,
    blocks: Sequence[Element],
    button: int | None = None,
) -> Card:
    """The card ``make`` makes, with as much of last time in it as it can carry.

    ``button`` is the question whose answers a press brings in full, where nothing typed would be lost by it.
    """
    if previous is None or not blocks:
        return make(None)
    kept = fitting(blocks, min(MOST, MAX_CARD_BYTES - weight(make(None)) - _FRAME))
    rest = len(kept) < len(blocks)
    return make(
        container(
            [
                *kept,
                quiet(team.LAST_MORE if kept else team.LAST_LONG) if rest else None,
                action_set([_see(previous, button)]) if rest and button is not None else None,
            ],
            style="emphasis",
        )
    )


def _headed(heading: str, blocks: Sequence[Element]) -> list[Element]:
    return [container([quiet(heading), blocks[0]]), *blocks[1:]] if blocks else []


def _see(previous: Reflection, question: int) -> Element:
    if previous.is_open_to_all(question):
        return execute(team.SHOW_LAST, SHOW_ANSWERS, {"r": previous.id, "q": question, "page": 1}, inputs=False)
    return execute(team.SHOW_LAST, SHOW_SUMMARY, {"r": previous.id, "page": 1}, inputs=False)
