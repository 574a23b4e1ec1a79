"""The opened answers to one question, in as many pages as they need: nothing is cut."""

from __future__ import annotations

from bot.cards.buttons import SHOW_ANSWERS, SHOW_STATUS, SHOW_SUMMARY
from bot.cards.elements import (
    MAX_CARD_BYTES,
    Card,
    Element,
    card,
    container,
    execute,
    facts,
    paged,
    plain,
    quiet,
    text,
    title,
)
from bot.cards.folded import folded
from bot.cards.reflection.headings import example, naming
from dialogs.reflection.choices import tick_names
from dialogs.reflection.spread import Spread, spread, words
from dialogs.reflection.state import GivenAnswer, Phase, Reflection
from dialogs.texts import common as texts
from dialogs.texts import team
from radar_core.model import Bundle, Option, Question
from radar_core.spelling import together

ROOM = MAX_CARD_BYTES - 6_500
"""Bytes for what people wrote on one page; the rest is heading, choices and buttons."""

LONGEST_BAR = 12
"""Blocks in the bar of a rating that most people gave."""


def answers_card(reflection: Reflection, bundle: Bundle, question: int, page: int = 1) -> Card:
    """Page ``page`` (from 1) of the opened answers to a question; out of range gives the nearest one."""
    every = pages(reflection, bundle, question)
    page = min(max(page, 1), len(every))
    data = {"r": reflection.id, "q": question}
    heading = team.ANSWERS_TITLE if len(every) == 1 else team.ANSWERS_PAGE
    return card(
        [
            example(bundle),
            title(heading.format(n=question, page=page, pages=len(every))),
            naming(reflection),
            text(bundle.questions[question - 1].text, weight="Bolder", spacing="Small"),
            *every[page - 1],
        ],
        [
            execute(texts.LESS, SHOW_ANSWERS, {**data, "page": page - 1}) if page > 1 else None,
            execute(texts.MORE, SHOW_ANSWERS, {**data, "page": page + 1}) if page < len(every) else None,
            back(reflection),
        ],
    )


def pages(reflection: Reflection, bundle: Bundle, question: int) -> list[list[Element]]:
    """The conclusion, the spread and the answers of an opened question, page by page."""
    return paged(opened(reflection, bundle, bundle.questions[question - 1]), ROOM)


def opened(reflection: Reflection, bundle: Bundle, question: Question) -> list[Element]:
    """The same in one row. Nothing but the conclusion where the answers are not open to all."""
    blocks = [conclusion(reflection, question)]
    if not reflection.is_open_to_all(question.number):
        return blocks
    return [*blocks, *differences(reflection, question.number), *answers(reflection, bundle, question)]


def answers(reflection: Reflection, bundle: Bundle, question: Question, at: str = "svar") -> list[Element]:
    """Everybody's answer to a question, each in a container: with the name, where there is one."""
    named = tick_names(question, reflection, bundle)
    given = reflection.answers_to(question.number)
    return [
        container(answer(a, named, reflection.group, f"{at}{place}"), spacing="Small", separator=reflection.group)
        for place, a in enumerate(given)
    ]


def answer(given: GivenAnswer, named: dict[str, str], group: bool, at: str = "svar") -> list[Element]:
    """The lines of one answer, a long one folded; ``named`` are the names of what could be ticked.

    ``at`` tells the answers to one question on a card apart.
    """
    ticks = [named[t] for t in given.ticks if t in named]
    rating = texts.RATINGS.get(given.rating or 0)
    by = f"**{plain(given.by.name)}:** " if group and given.by.name else ""
    rated = f"{rating} · " if rating and given.text else rating or ""
    lines = [folded(given.text, f"{at}-{given.question}", by + rated)] if given.text or rated or by else []
    if ticks:
        lines.append(quiet(texts.TICKED.format(names=together(ticks)), spacing="None"))
    return lines


def conclusion(reflection: Reflection, question: Question) -> Element:
    """What the team concludes and chooses, or that it does not yet."""
    said, option = reflection.conclusion_text(question.number), _concluded_option(reflection, question)
    chosen = team.CONCLUSION_CHOICE.format(name=option.name) if option else ""
    if not said:
        return text(chosen) if chosen else quiet(team.NO_CONCLUSION)
    lead = "\n\n".join(filter(None, (chosen, team.CONCLUSION.format(text=""))))
    return folded(said, f"konklusion-{question.number}", lead, spacing="Default")


def _concluded_option(reflection: Reflection, question: Question) -> Option | None:
    return question.option(reflection.concluded_choice(question.number))


def differences(reflection: Reflection, question: int) -> list[Element]:
    """The spread of the ratings of an opened question as bars and in words; nothing where there are none."""
    found = spread(reflection, question)
    return [bars(found), quiet(words(found), spacing="Small")] if found.number else []


def bars(found: Spread) -> Element:
    """One row a rating, the highest first: how many gave it."""
    most = max(LONGEST_BAR, *found.counts)
    rows = []
    for value in sorted(texts.RATINGS, reverse=True):
        count = found.counts[value - 1]
        blocks = max(1, round(count * LONGEST_BAR / most)) if count else 0
        rows.append((texts.RATINGS[value], f"{'█' * blocks} {count}".strip()))
    return facts(rows)


def back(reflection: Reflection) -> Element:
    """The button to the card that shows where the reflection stands."""
    data = {"r": reflection.id}
    if reflection.phase is Phase.REVIEW or reflection.phase.is_closed:
        return execute(team.SHOW_SUMMARY, SHOW_SUMMARY, {**data, "page": 1}, inputs=False)
    return execute(texts.SHOW_OPEN, SHOW_STATUS, data, inputs=False)
