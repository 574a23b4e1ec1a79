"""One question: the card with its inputs (alone, or for the one who pressed *Svar*), and the shared card without."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.elements import (
    Card,
    Element,
    banner,
    bullets,
    card,
    choice_set,
    execute,
    notice,
    plain,
    quiet,
    text,
    text_input,
)
from dialogs import texts
from dialogs.commands import Person
from dialogs.context import choices, wants_rating
from dialogs.reflection import MAX_ANSWER, QUESTIONS, GivenAnswer, Reflection
from radar_core.model import Bundle, Question, Ticks
from radar_core.render.description import EXAMPLE_NOTICE

NAMED = 12
"""How many who have answered are named on the shared card; the rest are counted."""


def question_card(
    reflection: Reflection, bundle: Bundle, person: Person, said: str | None = None, draft: str | None = None
) -> Card:
    """The open question for one person alone, inputs in the card. ``draft`` is text offered but not yet saved."""
    question = bundle.questions[reflection.current - 1]
    data = {"r": reflection.id, "q": question.number}
    return card(
        [
            notice(said),
            *_heading(reflection, bundle, question),
            *_inputs(reflection, bundle, question, reflection.answer_of(person, question.number), draft),
        ],
        [
            execute(texts.SAVE_AND_GO, "answer", data, primary=True),
            execute(texts.SKIP, "skip", data),
            execute(texts.BACK, "back", data) if question.number > 1 else None,
        ],
    )


def input_card(
    reflection: Reflection,
    bundle: Bundle,
    number: int,
    person: Person,
    said: str | None = None,
    draft: str | None = None,
) -> Card:
    """The inputs of one question for the one who pressed *Svar* in a group; nobody else sees it."""
    question = bundle.questions[number - 1]
    data = {"r": reflection.id, "q": number}
    return card(
        [
            notice(said),
            *_heading(reflection, bundle, question),
            *_inputs(reflection, bundle, question, reflection.answer_of(person, number), draft),
        ],
        [
            execute(texts.SAVE, "answer", data, primary=True),
            execute(texts.CLOSE_INPUT, "status", {"r": reflection.id}, inputs=False),
        ],
    )


def shared_card(reflection: Reflection, bundle: Bundle, said: str | None = None) -> Card:
    """The open question for a group: who has answered, never what. No inputs, so an update erases nobody's typing."""
    question = bundle.questions[reflection.current - 1]
    data = {"r": reflection.id, "q": question.number}
    last = question.number == QUESTIONS
    return card(
        [
            notice(said),
            *_heading(reflection, bundle, question),
            text(_answered(reflection.answers_to(question.number)), spacing="Medium"),
            quiet(texts.ANSWERS_LATER, spacing="None"),
        ],
        [
            execute(texts.ANSWER, "open", data, primary=True),
            execute(texts.TO_SUMMARY if last else texts.NEXT, "next", data),
            execute(texts.SKIP, "skip", data),
            execute(texts.BACK, "back", data) if question.number > 1 else None,
            execute(texts.REFRESH, "status", {"r": reflection.id}),
        ],
    )


def where(reflection: Reflection, bundle: Bundle) -> str:
    """»Sundhed og ældre · Vejle«."""
    fagomraade = bundle.fagomraade_by_id.get(reflection.fagomraade or "")
    kommune = bundle.kommune_by_code.get(reflection.kommune or "")
    return " · ".join(x.name for x in (fagomraade, kommune) if x)


def _heading(reflection: Reflection, bundle: Bundle, question: Question) -> list[Element | None]:
    return [
        banner(EXAMPLE_NOTICE) if bundle.edition.is_example else None,
        quiet(f"{texts.QUESTION.format(n=question.number)} · {where(reflection, bundle)}"),
        text(question.text, size="Large", weight="Bolder", style="heading", spacing="Small"),
        bullets(question.prompts),
    ]


def _inputs(
    reflection: Reflection, bundle: Bundle, question: Question, earlier: GivenAnswer | None, draft: str | None
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
            value=",".join(earlier.ticks) if earlier else None,
        )
        if question.ticks and ticks
        else None,
        choice_set(
            "rating",
            texts.RATING if reflection.group else texts.RATING_ALONE,
            [(str(value), words) for value, words in texts.RATINGS.items()],
            style="expanded",
            value=str(earlier.rating) if earlier and earlier.rating else None,
        )
        if wants_rating(question)
        else None,
        text_input(
            "text",
            texts.COMMENT if wants_rating(question) else texts.YOUR_ANSWER,
            value=draft or (earlier.text if earlier else ""),
            placeholder=texts.ANSWER_HINT,
            max_length=MAX_ANSWER,
        ),
    ]


def _answered(answers: Sequence[GivenAnswer]) -> str:
    names = [plain(a.by.name) for a in answers]
    if not names:
        return texts.NOBODY_ANSWERED
    if len(names) <= NAMED:
        return texts.ANSWERED_BY.format(names=texts.join(names))
    return texts.ANSWERED_BY_MANY.format(count=len(names), names=texts.join(names[-3:]))
