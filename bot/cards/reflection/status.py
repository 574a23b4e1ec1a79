"""The message under a group's question that says who has answered. It has no inputs: it is updated all the time."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.buttons import NEXT, OPEN_CONCLUSION, REVEAL
from bot.cards.elements import Card, Element, Notice, card, execute, notice, plain, quiet, text
from dialogs.people import Person
from dialogs.reflection.counting import can_nudge, missing, taking_part
from dialogs.reflection.state import ANONYMOUS_FROM, QUESTIONS, Phase, Reflection
from dialogs.texts import common as texts
from dialogs.texts import status as words
from dialogs.texts import team
from radar_core.spelling import together

NUDGE = "nudge"

NAMED = 12
"""How many are named of those who have answered and of those who are missing; the rest are counted."""


def status_card(reflection: Reflection, said: Notice | None = None) -> Card:
    """Where the group is with its question, or where the reflection is where it asks none.

    All read the same, so it is never »du«; the first line makes sense alone, as in a notification.
    """
    match reflection.phase:
        case Phase.QUESTIONS:
            return card([notice(said), *_counted(reflection)], _actions(reflection))
        case Phase.REVIEW:
            return card([notice(said), quiet(words.AT_SUMMARY)])
        case Phase.PAUSED:
            return card([notice(said), quiet(words.AT_PAUSE)])
        case _:
            return card([notice(said), quiet(words.OVER)])


def moved_status_card() -> Card:
    """What is left of it when a newer one stands further down."""
    return card([text(words.MOVED_DOWN, isSubtle=True)])


def is_counted(reflection: Reflection) -> bool:
    """Whether it goes on counting: once the answers are shown, somebody may be writing the conclusion in its place."""
    return reflection.phase is not Phase.QUESTIONS or not reflection.is_open_to_all(reflection.current)


def _counted(reflection: Reflection) -> list[Element | None]:
    here = reflection.current
    given = reflection.answers_to(here)
    late = missing(reflection, here) if given else ()
    people = len(taking_part(reflection))
    head = words.SOME if late else words.ALL if given else words.NOBODY
    by_name = given if not reflection.anonymous else ()
    few = reflection.anonymous and len(given) < ANONYMOUS_FROM
    return [
        text(head.format(n=here, count=len(given), people=people), weight="Bolder", style="heading"),
        _names(words.ANSWERED, words.ANSWERED_MANY, [a.by for a in by_name]),
        _names(words.MISSING, words.MISSING_MANY, late),
        quiet(words.FEW) if few else None,
        quiet(words.REMINDED) if late and here in reflection.nudged else None,
        quiet(words.SHOWN) if reflection.is_open_to_all(here) else None,
    ]


def _names(all_of_them: str, many: str, people: Sequence[Person]) -> Element | None:
    if not people:
        return None
    named = [plain(person.name) for person in people[:NAMED]]
    if more := len(people) - len(named):
        return text(many.format(names=", ".join(named), count=more), spacing="Small")
    return text(all_of_them.format(names=together(named)), spacing="Small")


def _actions(reflection: Reflection) -> list[Element | None]:
    here = reflection.current
    data = {"r": reflection.id, "q": here}
    is_shown = reflection.is_open_to_all(here)
    can_show = len(reflection.answers_to(here)) >= (ANONYMOUS_FROM if reflection.anonymous else 1)
    last = here == QUESTIONS
    return [
        execute(team.CONCLUDE, OPEN_CONCLUSION, data) if is_shown else None,
        execute(texts.REVEAL, REVEAL, data) if can_show and not is_shown else None,
        execute(texts.TO_SUMMARY if last else texts.NEXT, NEXT, data),
        execute(words.NUDGE, NUDGE, data) if can_nudge(reflection) and not is_shown else None,
    ]
