"""A kommune's own radar beside the national one, in words: the gaps, and question 5 beside the numbers."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.buttons import FILL_OWN, SHOW_OWN
from bot.cards.elements import (
    MAX_CARD_BYTES,
    Card,
    Element,
    Notice,
    card,
    container,
    execute,
    fitting,
    notice,
    plain,
    quiet,
    text,
    title,
)
from bot.cards.own_use.fill import example, place, stands_in, where, whose
from bot.cards.rings import read_about
from dialogs.own_use.kommune_use import KommuneUse
from dialogs.reflection.state import Reflection
from dialogs.texts import own_use as own
from radar_core.advice.facts import balance_question, nationwide
from radar_core.model import Bundle, Radar
from radar_core.own_use.gaps import Gap, Gaps, gaps
from radar_core.render import Comparison, describe, describe_comparison
from radar_core.spelling import together

ANSWERS, LONGEST = 4, 280
"""Opened answers shown beside the numbers, and characters of each."""

_ROOM = MAX_CARD_BYTES - 4_000


def result_card(
    radar: Radar,
    kommune_use: KommuneUse,
    fagomraade: str,
    bundle: Bundle,
    reflection: Reflection | None = None,
    said: Notice | None = None,
) -> Card:
    """The gaps in words, for everybody; the picture comes beside it. ``reflection`` gives the answers."""
    mine, picture = kommune_use.radar(fagomraade), describe(radar)
    found = gaps(radar, mine, bundle.technology_by_id)
    blocks = [
        _gaps(own.CANDIDATES, found.candidates),
        _gaps(own.QUESTIONABLE, found.questionable),
        _gaps(own.WITHOUT_VALUE, found.without_value),
        _gaps(own.WITHOUT_EVIDENCE, found.without_evidence),
        _unanswered(found),
    ]
    balance = _balance(radar, found, bundle, reflection)
    parts = [balance, *(block for block in blocks if block)]
    shown = fitting(parts, _ROOM)
    data = place(kommune_use, fagomraade)
    return card(
        [
            notice(said),
            example(radar),
            quiet(whose(kommune_use, bundle)),
            title(own.RESULT_TITLE.format(where=where(fagomraade, bundle))),
            quiet(own.RESULT_LEAD.format(radar=picture.title), spacing="None"),
            quiet(picture.strip, spacing="None") if picture.strip else None,
            stands_in(radar),
            *(shown if mine.uses else [text(own.NOTHING_SAID)]),
            quiet(own.PICTURE_COMES) if mine.uses else None,
        ],
        [
            execute(own.CHANGE if mine.uses else own.FILL, FILL_OWN, data),
            execute(own.OVERVIEW, SHOW_OWN, data),
            read_about({"f": fagomraade}),
        ],
    )


def comparison_of(radar: Radar, kommune_use: KommuneUse, fagomraade: str, bundle: Bundle) -> Comparison:
    """What the picture of it says."""
    return describe_comparison(
        radar, kommune_use.radar(fagomraade), bundle.technology_by_id, whose(kommune_use, bundle)
    )


def comparison_text(comparison: Comparison) -> str:
    """The same as text, for where no picture can be shown."""
    rows = "\n".join(f"- {row.number}. {plain(row.name)} – {row.words}" for row in comparison.rows)
    notices = [
        f"**{plain(comparison.title)}**",
        comparison.notice,
        comparison.strip,
        comparison.subtitle,
        rows,
        comparison.source,
    ]
    return "\n\n".join(line for line in notices if line)


def _gaps(heading: str, found: Sequence[Gap]) -> Element | None:
    if not found:
        return None
    lines = [text(f"- {plain(gap.sentence)}", spacing="Small") for gap in found]
    kept = fitting(lines, _ROOM // 4)
    more = len(lines) - len(kept)
    return container(
        [text(heading, weight="Bolder"), *kept, quiet(own.MORE.format(count=more)) if more else None],
        spacing="Medium",
    )


def _unanswered(found: Gaps) -> Element | None:
    if not found.unanswered:
        return None
    names = together(found.unanswered)
    return quiet(own.UNANSWERED.format(count=len(found.unanswered), names=plain(names)), spacing="Medium")


def _balance(radar: Radar, found: Gaps, bundle: Bundle, reflection: Reflection | None) -> Element:
    """How many are tried beside how many are in drift, here and nationally, and what the team answered."""
    question = balance_question(bundle)
    return container(
        [
            text(own.BALANCE.format(n=question.number, question=question.text), weight="Bolder"),
            text(found.balance, spacing="Small"),
            text(nationwide(radar), spacing="None"),
            *_answers(reflection, question.number),
        ],
        style="emphasis",
        spacing="Medium",
    )


def _answers(reflection: Reflection | None, question: int) -> list[Element]:
    """What everybody may see of the answers to it: the conclusion first, else opened answers."""
    if reflection is None:
        return [quiet(own.BALANCE_NONE.format(n=question))]
    if concluded := reflection.conclusion_text(question):
        return [text(own.BALANCE_CONCLUSION.format(text=plain(_short(concluded))), spacing="Small")]
    given = reflection.answers_to(question) if reflection.is_open_to_all(question) else ()
    told = [answer for answer in given if answer.text]
    if not told:
        return [quiet(own.BALANCE_NONE.format(n=question))]
    shown = [
        text(
            own.BALANCE_ANSWER_ANONYMOUS.format(text=plain(_short(answer.text)))
            if reflection.anonymous
            else own.BALANCE_ANSWER.format(name=plain(answer.by.name), text=plain(_short(answer.text))),
            spacing="Small",
        )
        for answer in told[:ANSWERS]
    ]
    more = len(told) - len(shown)
    return [*shown, *([quiet(own.BALANCE_MORE.format(count=more))] if more else [])]


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else words[: LONGEST - 1].rstrip() + "…"
