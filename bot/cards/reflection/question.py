"""One question: the card with its inputs (alone, or for the one who pressed *Svar*), and the shared card without."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.cards.buttons import BACK, NEXT, OPEN_ANSWER, OPEN_CONCLUSION, SHOW_ANSWERS, SHOW_STATUS, SKIP
from bot.cards.elements import (
    MAX_CARD_BYTES,
    Card,
    Element,
    Notice,
    card,
    choice_set,
    container,
    execute,
    notice,
    quiet,
    text,
    text_input,
    weight,
)
from bot.cards.reflection.answers import conclusion, pages
from bot.cards.reflection.facts import folded_facts
from bot.cards.reflection.headings import heading, options, where
from bot.cards.reflection.last_time import beside, last_time
from dialogs.people import Person
from dialogs.reflection.choices import choices, option_of
from dialogs.reflection.drafts import joined
from dialogs.reflection.state import MAX_ANSWER, QUESTIONS, GivenAnswer, Reflection
from dialogs.texts import common as texts
from dialogs.texts import drafts as draft_texts
from dialogs.texts import team
from radar_core.model import Bundle, Question, Ticks
from radar_core.own_use.model import OwnRadar

SAVE_AND_GO_AHEAD = "ahead"
SAVE_ANSWER = "answer"
SHOW_MENU = "menu"
SET_NAMING = "naming"
WITHDRAW = "withdraw"

__all__ = ["input_card", "question_card", "shared_card", "where"]

_STAMP = 1_000
"""Bytes that the marks on a card's buttons add, and a little to spare."""

_FRAME = 5_500
"""Bytes of the shared card beside what people wrote."""


def question_card(
    reflection: Reflection,
    bundle: Bundle,
    person: Person,
    said: Notice | None = None,
    draft: str | None = None,
    previous: Reflection | None = None,
    own: OwnRadar | None = None,
    undone: GivenAnswer | None = None,
) -> Card:
    """The open question for one person alone, inputs in the card; ``undone`` is the answer taken back, filled in.

    ``draft`` is what was typed in the card and is not saved; without it, what the person has written in the chat.
    """
    question = bundle.questions[reflection.current - 1]
    data: dict[str, Any] = {"r": reflection.id, "q": question.number}
    written = reflection.draft(question.number)
    shows = bool(written) and (draft is None or written in draft)
    earlier = reflection.answer_of(person, question.number)
    seen = {"v": earlier.revision} if earlier else {}
    typed = {**data, **seen, "d": len(written)} if shows else {**data, **seen}
    if draft is None:  # beside an answer it stands under that, so that saving loses neither
        draft = joined(earlier.text, written) if earlier and written else written

    head = [notice(said), *heading(reflection, bundle, question)]
    body = [
        _first_answer(reflection, person),
        quiet(draft_texts.STANDS) if shows else None,
        *_inputs(reflection, bundle, question, earlier or undone, draft, texts.ANSWER_HINT_ALONE),
    ]
    actions = [
        execute(texts.SAVE_AND_GO, SAVE_ANSWER, typed, primary=True),
        execute(texts.SKIP, SKIP, typed),
        execute(texts.BACK, BACK, typed) if question.number > 1 else None,
        execute(texts.WITHDRAW, WITHDRAW, data) if earlier else None,
    ]

    def made(last: Element | None, facts: Sequence[Element] = ()) -> Card:
        return card([*head, *facts, last, *body], actions)

    facts = folded_facts(reflection, bundle, question.number, MAX_CARD_BYTES - _STAMP - weight(made(None)), own)
    said_last = last_time(previous, bundle, question.number, person)
    return beside(lambda last: made(last, facts), previous, said_last)


def input_card(
    reflection: Reflection,
    bundle: Bundle,
    number: int,
    person: Person,
    said: Notice | None = None,
    draft: str | None = None,
    previous: Reflection | None = None,
    own: OwnRadar | None = None,
    save: str = texts.SAVE,
) -> Card:
    """The inputs of one question for the one who pressed *Svar* in a group; nobody else sees it.

    ``save`` is what the button to save says.
    """
    question = bundle.questions[number - 1]
    data = {"r": reflection.id, "q": number}
    # What was promised when it was typed: an answer meant to be without a name is never saved with one.
    earlier = reflection.answer_of(person, number)
    typed = {**data, "a": True} if reflection.anonymous else data
    typed = {**typed, "v": earlier.revision} if earlier and not reflection.group else typed

    head = [notice(said), *heading(reflection, bundle, question)]
    body = [
        _first_answer(reflection, person),
        quiet(texts.SEEN_AT_ONCE) if reflection.is_open_to_all(number) else None,
        *_inputs(reflection, bundle, question, earlier, draft),
    ]
    actions = [
        execute(save, SAVE_ANSWER, typed, primary=True),
        execute(texts.SAVE_AND_AHEAD, SAVE_AND_GO_AHEAD, typed) if number < QUESTIONS else None,
        execute(texts.WITHDRAW, WITHDRAW, data) if earlier else None,
        execute(texts.CLOSE_INPUT, SHOW_STATUS, data, inputs=False),
    ]

    def made(last: Element | None, facts: Sequence[Element] = ()) -> Card:
        return card([*head, *facts, last, *body], actions)

    room = MAX_CARD_BYTES - _STAMP - weight(made(None))
    facts = folded_facts(reflection, bundle, number, room, own, leads_on=False)
    return beside(lambda last: made(last, facts), previous, last_time(previous, bundle, number, person))


def shared_card(
    reflection: Reflection,
    bundle: Bundle,
    said: Notice | None = None,
    previous: Reflection | None = None,
    own: OwnRadar | None = None,
) -> Card:
    """The open question for a group, with the answers once they are opened; who has answered is told under it.

    An update erases what somebody is typing in its place: nothing on it counts, and it is updated when the group moves.
    """
    question = bundle.questions[reflection.current - 1]
    if reflection.is_open_to_all(question.number):
        every = pages(reflection, bundle, question.number)
        body, actions = every[0], _opened_actions(reflection, len(every))
    else:
        body, actions = _unopened(reflection, bundle), _unopened_actions(reflection)
    head = [
        notice(said),
        *heading(reflection, bundle, question, prompts=not reflection.is_open_to_all(question.number)),
    ]

    def made(last: Element | None, facts: Sequence[Element] = ()) -> Card:
        return card([*head, *facts, *body, last], actions)

    facts = folded_facts(reflection, bundle, question.number, MAX_CARD_BYTES - _STAMP - weight(made(None)), own)
    return beside(
        lambda last: made(last, facts), previous, last_time(previous, bundle, question.number), button=question.number
    )


def _unopened(reflection: Reflection, bundle: Bundle) -> list[Element]:
    """Who sees the answers and when, and never what anybody answered."""
    lines = [quiet(texts.FEW_ANSWERS if reflection.anonymous else texts.ANSWERS_LATER, spacing="Medium")]
    if reflection.conclusion_text(reflection.current) or reflection.concluded_choice(reflection.current):
        whole = conclusion(reflection, bundle.questions[reflection.current - 1])
        room = MAX_CARD_BYTES - _FRAME - sum(map(weight, lines))
        lines.append(whole if weight(whole) <= room else quiet(team.LONG_CONCLUSION))
    return lines


def _unopened_actions(reflection: Reflection) -> list[Element | None]:
    data = {"r": reflection.id, "q": reflection.current}
    other = texts.MAKE_NAMED if reflection.anonymous else texts.MAKE_ANONYMOUS
    change = execute(other, SET_NAMING, {"r": reflection.id, "a": not reflection.anonymous})
    return [
        execute(texts.ANSWER, OPEN_ANSWER, data, primary=True),
        execute(texts.MENU, SHOW_MENU, {"r": reflection.id}),
        None if reflection.answers else change,
    ]


def _opened_actions(reflection: Reflection, pages_in_all: int) -> list[Element | None]:
    data = {"r": reflection.id, "q": reflection.current}
    return [
        execute(team.CONCLUDE, OPEN_CONCLUSION, data, primary=True),
        execute(texts.ANSWER, OPEN_ANSWER, data),
        execute(team.MORE_ANSWERS, SHOW_ANSWERS, {**data, "page": 2}) if pages_in_all > 1 else None,
        _onwards(reflection),
        execute(texts.REFRESH, SHOW_STATUS, {"r": reflection.id}),
        execute(texts.MENU, SHOW_MENU, {"r": reflection.id}),
    ]


def _onwards(reflection: Reflection) -> Element:
    last = reflection.current == QUESTIONS
    data = {"r": reflection.id, "q": reflection.current}
    return execute(texts.TO_SUMMARY if last else texts.NEXT, NEXT, data)


def _first_answer(reflection: Reflection, person: Person) -> Element | None:
    """Who sees it, why, and how long it is kept: said before a person's first answer."""
    key = reflection.key_of(person).id
    if key and any(a.by.id == key for a in reflection.answers):
        return None
    why = texts.NOTICE_ALONE
    if reflection.group:
        why = texts.NOTICE_ANONYMOUS if reflection.anonymous else texts.NOTICE_NAMED
    words = " ".join([why, texts.NOTICE_KEPT, texts.NOTICE_OTHERS])
    return container([text(words, size="Small")], style="emphasis")


def _inputs(
    reflection: Reflection,
    bundle: Bundle,
    question: Question,
    earlier: GivenAnswer | None,
    draft: str | None,
    hint: str = texts.ANSWER_HINT,
) -> list[Element | None]:
    ticks = choices(question, reflection, bundle)
    label = {Ticks.BEHOV: texts.TICK_NEEDS, Ticks.I_DRIFT: texts.TICK_IN_OPERATION}
    return [
        choice_set(
            "ticks",
            label[question.ticks],
            ticks,
            style="expanded",
            multi=True,
            value=",".join(t for t in earlier.ticks if t in dict(ticks)) if earlier else None,
        )
        if question.ticks and ticks
        else None,
        options(question, option.id if (option := option_of(question, earlier)) else None),
        choice_set(
            "rating",
            texts.RATING_ALONE,
            [(str(value), words) for value, words in texts.RATINGS.items()],
            style="expanded",
            value=str(earlier.rating) if earlier and earlier.rating else None,
        )
        if question.is_rated
        else None,
        text_input(
            "text",
            texts.COMMENT if question.is_rated else texts.YOUR_ANSWER,
            value=draft or (earlier.text if earlier else ""),
            placeholder=hint,
            max_length=MAX_ANSWER,
        ),
    ]
