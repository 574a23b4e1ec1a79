"""The message under a group's question that says who has answered. It has no inputs: it is updated all the time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.cards.buttons import NEXT, OPEN_CONCLUSION, REVEAL
from bot.cards.elements import Card, Element, Notice, card, execute, notice, plain, quiet, text
from dialogs.reflection.counting import missing
from dialogs.reflection.state import ANONYMOUS_FROM, QUESTIONS, Phase, Reflection
from dialogs.texts import common as texts
from dialogs.texts import status as words
from dialogs.texts import team
from radar_core.spelling import together

NUDGE = "nudge"

NAMED = 12
"""How many are named of those who have answered and of those who are missing; the rest are counted."""


@dataclass(frozen=True)
class GroupStatus:
    """All that the message depends on: where two are the same, it says the same."""

    reflection: str = ""
    question: int = 0
    given: int = 0
    people: int = 0
    answered: tuple[str, ...] = ()
    """Names of those who have answered; none where they are anonymous."""
    missing: tuple[str, ...] = ()
    """Names of those who are known to be missing, once anybody has answered."""
    is_few: bool = False
    is_reminded: bool = False
    is_shown: bool = False
    can_show: bool = False
    can_nudge: bool = False
    beside: str = ""
    """What is said where the reflection asks no question; blank where it does."""


def status_of(reflection: Reflection) -> GroupStatus:
    """Where the group is with its question, or where the reflection is where it asks none."""
    match reflection.phase:
        case Phase.QUESTIONS:
            return _counted(reflection)
        case Phase.REVIEW:
            return GroupStatus(beside=words.AT_SUMMARY)
        case Phase.PAUSED:
            return GroupStatus(beside=words.AT_PAUSE)
        case _:
            return GroupStatus(beside=words.OVER)


def status_card(status: GroupStatus) -> Card:
    """The message. All read the same, so it is never »du«; the first line makes sense alone, as in a notification."""
    return card([quiet(status.beside)]) if status.beside else card(_lines(status), _actions(status))


def told_on(shown: Card, said: Notice | None) -> Card:
    """The message with what just happened on top, for whoever pressed on it."""
    return {**shown, "body": [top, *shown["body"]]} if (top := notice(said)) else shown


def moved_status_card() -> Card:
    """What is left of it when a newer one stands further down."""
    return card([text(words.MOVED_DOWN, isSubtle=True)])


def is_counted(reflection: Reflection) -> bool:
    """Whether it goes on counting: once the answers are shown, somebody may be writing the conclusion in its place."""
    return reflection.phase is not Phase.QUESTIONS or not reflection.is_open_to_all(reflection.current)


def _counted(reflection: Reflection) -> GroupStatus:
    here = reflection.current
    given = reflection.answers_to(here)
    late = missing(reflection, here) if given else ()
    is_shown = reflection.is_open_to_all(here)
    enough = ANONYMOUS_FROM if reflection.anonymous else 1
    return GroupStatus(
        reflection=reflection.id,
        question=here,
        given=len(given),
        people=len(given) + len(late),
        answered=() if reflection.anonymous else tuple(answer.by.name for answer in given),
        missing=tuple(person.name for person in late),
        is_few=reflection.anonymous and len(given) < ANONYMOUS_FROM,
        is_reminded=bool(late) and here in reflection.nudged,
        is_shown=is_shown,
        can_show=len(given) >= enough and not is_shown,
        can_nudge=reflection.group and bool(late) and not is_shown and here not in reflection.nudged,
    )


def _lines(status: GroupStatus) -> list[Element | None]:
    head = words.SOME if status.missing else words.ALL if status.given else words.NOBODY
    said = head.format(n=status.question, count=status.given, people=status.people)
    return [
        text(said, weight="Bolder", style="heading"),
        _names(words.ANSWERED, words.ANSWERED_MANY, status.answered),
        _names(words.MISSING, words.MISSING_MANY, status.missing),
        quiet(words.FEW) if status.is_few else None,
        quiet(words.REMINDED) if status.is_reminded else None,
        quiet(words.SHOWN) if status.is_shown else None,
    ]


def _names(all_of_them: str, many: str, people: Sequence[str]) -> Element | None:
    if not people:
        return None
    named = [plain(name) for name in people[:NAMED]]
    if more := len(people) - len(named):
        return text(many.format(names=", ".join(named), count=more), spacing="Small")
    return text(all_of_them.format(names=together(named)), spacing="Small")


def _actions(status: GroupStatus) -> list[Element | None]:
    data = {"r": status.reflection, "q": status.question}
    last = status.question == QUESTIONS
    return [
        execute(team.CONCLUDE, OPEN_CONCLUSION, data) if status.is_shown else None,
        execute(texts.REVEAL, REVEAL, data) if status.can_show else None,
        execute(texts.TO_SUMMARY if last else texts.NEXT, NEXT, data),
        execute(words.NUDGE, NUDGE, data) if status.can_nudge else None,
    ]
