"""A button that was pressed before on its card, and something has changed since: what stands, and the button anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards.buttons import SHOW_STATUS
from bot.cards.elements import MAX_CARD_BYTES, Card, card, execute, notice, plain, warning, weight
from bot.cards.reflection.headings import example, short
from dialogs.people import Person
from dialogs.reflection.choices import tick_names
from dialogs.reflection.state import Phase, Reflection
from dialogs.texts import common as texts
from dialogs.texts import team
from radar_core.model import Bundle
from radar_core.spelling import together

_STAMP = 700
"""Bytes that the marks on a card's buttons add, and a little to spare."""

_QUOTED = 400
"""Characters of what stands that are told; the card it stands on has the rest."""


def anew_card(
    reflection: Reflection | None, bundle: Bundle, words: str, label: str, verb: str, carried: Mapping[str, Any]
) -> Card:
    """``words`` for the one who pressed, with the same button once more as an act of its own."""
    seen = execute(texts.SHOW_OPEN, SHOW_STATUS, {"r": reflection.id}) if reflection else None
    data = {name: value for name, value in carried.items() if name not in ("n", "verb")}
    made = card([notice(warning(words)), example(bundle)], [execute(label, verb, data, primary=True), seen])
    # What a press carried came from outside: more than any card of ours carries is not carried on.
    return made if weight(made) <= MAX_CARD_BYTES - _STAMP else card([notice(warning(words)), example(bundle)], [seen])


def answer(reflection: Reflection, bundle: Bundle, person: Person, question: int | None) -> str | None:
    """One's own answer to a question."""
    if question is None:
        return None
    stands = reflection.answer_of(person, question)
    if stands is None:
        return texts.NO_ANSWER_NOW.format(n=question)
    named = tick_names(bundle.questions[question - 1], reflection, bundle)
    said = [
        *([texts.RATINGS[stands.rating]] if stands.rating else ()),
        *([texts.TICKED.format(names=together([named.get(t, t) for t in stands.ticks]))] if stands.ticks else ()),
        *([_quoted(stands.text)] if stands.text else ()),
    ]
    return texts.STANDS_NOW.format(text=" · ".join(said))


def conclusion(reflection: Reflection, _bundle: Bundle, _person: Person, question: int | None) -> str | None:
    """The team's conclusion on a question."""
    if question is None:
        return None
    text = reflection.conclusion_text(question)
    return texts.STANDS_NOW.format(text=_quoted(text)) if text else texts.NO_CONCLUSION_NOW.format(n=question)


def steps(reflection: Reflection, _bundle: Bundle, _person: Person, _question: int | None) -> str | None:
    """The next steps."""
    what = [step.what for step in reflection.next_steps]
    return texts.STANDS_NOW.format(text=_quoted(together(what))) if what else team.STEPS_NONE


def chosen(reflection: Reflection, bundle: Bundle, _person: Person, _question: int | None) -> str | None:
    """What has been chosen, where anything has."""
    named = bundle.technology_by_id
    names = [named[x.technology].name for x in reflection.chosen if x.technology in named]
    return f"{team.CHOSEN_TITLE}: {together(names)}." if reflection.chosen else None


def naming(reflection: Reflection, _bundle: Bundle, _person: Person, _question: int | None) -> str | None:
    """Whether answers have names."""
    return texts.NAMING_ANONYMOUS if reflection.anonymous else texts.NAMING_NAMED


def reminders(reflection: Reflection, _bundle: Bundle, _person: Person, _question: int | None) -> str | None:
    """Whether the group is reminded."""
    return texts.REMINDERS_ON if reflection.reminders else texts.REMINDERS_OFF


def facilitator(reflection: Reflection, _bundle: Bundle, _person: Person, _question: int | None) -> str | None:
    """Who it is."""
    return texts.TAKEN_OVER.format(name=plain(reflection.facilitator.name)) if reflection.facilitator else None


def place(reflection: Reflection) -> str:
    """Where it stands."""
    match reflection.phase:
        case Phase.SETUP:
            return texts.AT_SETUP
        case Phase.QUESTIONS:
            return texts.AT_QUESTION.format(n=reflection.current)
        case Phase.REVIEW:
            return texts.AT_SUMMARY
        case Phase.PAUSED:
            return texts.AT_PAUSE
        case Phase.FINISHED:
            return texts.SUMMARY_CLOSED
        case Phase.CANCELLED:
            return f"{texts.CANCELLED_TITLE}."
        case Phase.EXPIRED:
            return texts.SUMMARY_EXPIRED


def _quoted(text: str) -> str:
    return plain(short(text, _QUOTED))
