"""The answers of all nine questions, in as many pages as they need: nothing is cut."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.elements import (
    MAX_CARD_BYTES,
    Card,
    Element,
    banner,
    card,
    choice_set,
    container,
    execute,
    notice,
    plain,
    quiet,
    text,
    title,
    weight,
)
from bot.cards.question import where
from dialogs import texts
from dialogs.context import choices
from dialogs.reflection import GivenAnswer, Phase, Reflection
from radar_core.model import Bundle, Question
from radar_core.render.description import EXAMPLE_NOTICE

_ROOM = MAX_CARD_BYTES - 6_000
"""Bytes for answers on one page; the rest is heading, choices and buttons."""


def summary_card(reflection: Reflection, bundle: Bundle, said: str | None = None, page: int = 1) -> Card:
    """Page ``page`` (from 1) of the summary; out of range gives the nearest one."""
    pages = _pages(reflection, bundle)
    page = min(max(page, 1), len(pages))
    data = {"r": reflection.id}
    closed = reflection.phase.is_closed
    heading = texts.SUMMARY_TITLE if len(pages) == 1 else texts.SUMMARY_PAGE.format(page=page, pages=len(pages))
    edit = choice_set(
        "question",
        texts.EDIT_QUESTION,
        [(str(q.number), f"{q.number}. {_short(q.text)}") for q in bundle.questions],
        placeholder=texts.EDIT_WHICH,
    )
    return card(
        [
            notice(said),
            banner(EXAMPLE_NOTICE) if bundle.edition.is_example else None,
            quiet(where(reflection, bundle)),
            title(heading),
            text(texts.SUMMARY_CLOSED if closed else texts.SUMMARY_LEAD),
            *pages[page - 1],
            edit if reflection.phase is Phase.REVIEW else None,
        ],
        [
            execute(texts.FINISH, "finish", data, inputs=False, primary=True)
            if reflection.phase is Phase.REVIEW
            else None,
            execute(texts.EDIT_QUESTION, "open" if reflection.group else "goto", data)
            if reflection.phase is Phase.REVIEW
            else None,
            execute(texts.LESS, "summary", {**data, "page": page - 1}, inputs=False) if page > 1 else None,
            execute(texts.MORE, "summary", {**data, "page": page + 1}, inputs=False) if page < len(pages) else None,
        ],
    )


def _pages(reflection: Reflection, bundle: Bundle) -> list[list[Element]]:
    pages: list[list[Element]] = [[]]
    room = _ROOM
    for block in (b for question in bundle.questions for b in _question(reflection, bundle, question)):
        needed = weight(block)
        if pages[-1] and needed > room:
            pages.append([])
            room = _ROOM
        pages[-1].append(block)
        room -= needed
    return pages


def _question(reflection: Reflection, bundle: Bundle, question: Question) -> list[Element]:
    answers = reflection.answers_to(question.number)
    head = text(f"{question.number} · {question.text}", weight="Bolder", spacing="Medium")
    if not answers:
        missing = texts.SKIPPED if question.number in reflection.skipped else texts.UNANSWERED
        return [container([head, quiet(missing, spacing="None")])]
    named = dict(choices(question, reflection, bundle))
    first, *rest = [_answer(a, named, reflection.group) for a in answers]
    return [container([head, *first]), *(container(lines, spacing="Small") for lines in rest)]


def _answer(answer: GivenAnswer, named: dict[str, str], group: bool) -> Sequence[Element]:
    ticks = [named[t] for t in answer.ticks if t in named]
    rating = texts.RATINGS.get(answer.rating or 0)
    said = " · ".join(filter(None, [rating, plain(answer.text)]))
    by = f"**{plain(answer.by.name)}:** " if group else ""
    lines = [text(by + said, spacing="None")] if said or by else []
    if ticks:
        lines.append(quiet(texts.TICKED.format(names=texts.join(ticks)), spacing="None"))
    return lines


def _short(words: str, most: int = 60) -> str:
    """The first words of a question, for a list one chooses from; the number before them says which it is."""
    return words if len(words) <= most else words[: words.rindex(" ", 0, most)] + " …"
