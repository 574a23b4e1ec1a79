"""A button that was pressed before on its card, and something has changed since: what stands, and the button anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.cards.elements import MAX_CARD_BYTES, Card, card, execute, notice, plain, weight
from bot.cards.reflection.headings import example, short
from dialogs.people import Person
from dialogs.reflection.choices import tick_names
from dialogs.reflection.state import Phase, Reflection
from dialogs.texts import common as texts
from dialogs.texts import editions as edition_texts
from dialogs.texts import suggestions as suggestion_texts
from dialogs.texts import team
from radar_core.model import Bundle

_STAMP = 700
"""Bytes that the marks on a card's buttons add, and a little to spare."""

_QUOTED = 400
"""Characters of what stands that are told; the card it stands on has the rest."""

_LABELS = {
    "start": texts.START,
    "setup": texts.GO,
    "withdraw": texts.WITHDRAW,
    "skip": texts.SKIP,
    "back": texts.BACK,
    "next": texts.NEXT,
    "goto": team.GO_TO,
    "pause": team.PAUSE,
    "resume": texts.RESUME,
    "finish": texts.FINISH,
    "reveal": texts.REVEAL,
    "takeover": team.TAKE_OVER,
    "reopen": team.REOPEN,
    "choose": team.SAVE_CHOICE,
    "removestep": team.REMOVE_STEP,
    "undodismissal": suggestion_texts.UNDO,
    "switchedition": edition_texts.SWITCH,
    "keepedition": edition_texts.KEEP,
}


def anew_card(
    reflection: Reflection | None, bundle: Bundle, person: Person, words: str, verb: str, carried: Mapping[str, Any]
) -> Card:
    """``words`` for the one who pressed, with the same button once more as an act of its own."""
    seen = execute(texts.SHOW_OPEN, "status", {"r": reflection.id}) if reflection else None
    data = {name: value for name, value in carried.items() if name not in ("n", "verb")}
    made = card(
        [notice(words), example(bundle)],
        [execute(_label(verb, data), verb, data, primary=True), seen],
    )
    # What a press carried came from outside: more than any card of ours carries is not carried on.
    return made if weight(made) <= MAX_CARD_BYTES - _STAMP else card([notice(words), example(bundle)], [seen])


def stands_now(reflection: Reflection | None, bundle: Bundle, person: Person, verb: str, question: int | None) -> str:
    """What stands of that which a press was about, in a sentence."""
    if reflection is None:
        return texts.HELP_NONE
    if question is not None and verb in ("answer", "ahead", "withdraw"):
        return _answer(reflection, bundle, person, question)
    if question is not None and verb == "conclude":
        text = reflection.conclusion_text(question)
        return texts.STANDS_NOW.format(text=_quoted(text)) if text else texts.NO_CONCLUSION_NOW.format(n=question)
    if verb in ("savestep", "removestep"):
        steps = [step.what for step in reflection.next_steps]
        return texts.STANDS_NOW.format(text=_quoted(texts.join(steps))) if steps else team.STEPS_NONE
    if verb in ("choose", "evaluate") and reflection.chosen:
        named = bundle.technology_by_id
        names = [named[x.technology].name for x in reflection.chosen if x.technology in named]
        return f"{team.CHOSEN_TITLE}: {texts.join(names)}."
    if verb == "naming":
        return texts.NAMING_ANONYMOUS if reflection.anonymous else texts.NAMING_NAMED
    if verb == "remind":
        return texts.REMINDERS_ON if reflection.reminders else texts.REMINDERS_OFF
    if verb == "takeover" and reflection.facilitator is not None:
        return texts.TAKEN_OVER.format(name=plain(reflection.facilitator.name))
    return _place(reflection)


def _answer(reflection: Reflection, bundle: Bundle, person: Person, number: int) -> str:
    stands = reflection.answer_of(person, number)
    if stands is None:
        return texts.NO_ANSWER_NOW.format(n=number)
    named = tick_names(bundle.questions[number - 1], reflection, bundle)
    said = [
        *([texts.RATINGS[stands.rating]] if stands.rating else ()),
        *([texts.TICKED.format(names=texts.join([named.get(t, t) for t in stands.ticks]))] if stands.ticks else ()),
        *([_quoted(stands.text)] if stands.text else ()),
    ]
    return texts.STANDS_NOW.format(text=" · ".join(said))


def _place(reflection: Reflection) -> str:
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


def _label(verb: str, data: Mapping[str, Any]) -> str:
    if verb == "naming":
        return texts.MAKE_ANONYMOUS if data.get("a") is True else texts.MAKE_NAMED
    if verb == "remind":
        return team.REMIND_ON if data.get("on") is True else texts.REMIND_OFF
    return _LABELS.get(verb, texts.DO_IT_NOW)
