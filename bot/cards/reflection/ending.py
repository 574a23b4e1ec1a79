"""Whether a reflection shall end, with what is lost by it; and what is left of that card once somebody has chosen."""

from __future__ import annotations

from dataclasses import astuple

from bot.cards.buttons import FINISH, PAUSE
from bot.cards.elements import Card, Notice, banner, card, execute, notice, quiet, text, title
from bot.cards.reflection import drafts
from bot.cards.reflection.headings import example, naming, where
from dialogs.reflection.commands import Loss
from dialogs.reflection.events import EndingAsked
from dialogs.reflection.state import Phase, Reflection
from dialogs.texts import ending as words
from radar_core.model import Bundle

CANCEL = "cancel"
GO_ON = "goon"


def ending_card(reflection: Reflection, bundle: Bundle, asked: EndingAsked, said: Notice | None = None) -> Card:
    """What ending it costs, and the choice. The button that ends it carries what was said here."""
    data = {"r": reflection.id, "asked": True}
    alone, away = not reflection.group, reflection.phase is Phase.PAUSED
    lines = _cancels(reflection, asked.loss) if asked.cancels else _finishes(reflection, asked.loss)
    heading = (words.CANCEL_TITLE, words.FINISH_TITLE)[not asked.cancels]
    heading_alone = (words.CANCEL_TITLE_ALONE, words.FINISH_TITLE_ALONE)[not asked.cancels]
    rather = words.RATHER_PAUSE_ALONE if alone else words.RATHER_PAUSE
    in_words = words.IN_WORDS.format(words=words.SAY_CANCEL if asked.cancels else words.SAY_FINISH)
    pause = execute(words.HOLD_PAUSE, PAUSE, data, primary=asked.cancels) if not away else None
    sure = {**data, "lost": lost(asked.loss)}
    verb, label = (CANCEL, words.YES_CANCEL) if asked.cancels else (FINISH, words.YES_FINISH)
    yes = execute(label, verb, sure, primary=not asked.cancels)
    return card(
        [
            notice(said),
            banner(words.CHANGED) if asked.changed else None,
            example(bundle),
            quiet(where(reflection, bundle)) if where(reflection, bundle) else None,
            naming(reflection),
            title(heading_alone if alone else heading),
            *(text(line) for line in lines),
            *(text(line) for line in drafts.lost(reflection)),
            text(rather) if asked.cancels and pause else None,
            quiet(in_words) if alone and not reflection.drafts else None,
        ],
        [
            pause if asked.cancels else None,
            drafts.save_button(reflection, reflection.drafts[-1], verb) if reflection.drafts else None,
            yes,
            execute(words.NO, GO_ON, data),
        ],
    )


def chosen_card(said: str) -> Card:
    """What is left of the question once it has been answered."""
    return card([text(said), quiet(words.WHAT_NOW)])


def lost(loss: Loss) -> list[int]:
    """A loss as a button carries it."""
    return list(astuple(loss))


def _cancels(reflection: Reflection, loss: Loss) -> list[str]:
    if reflection.anonymous:
        rest = words.lost(Loss(conclusions=loss.conclusions, steps=loss.steps, choices=loss.choices))
        return [
            words.NO_RADAR,
            *([words.DELETED.format(answers=words.lost(Loss(answers=loss.answers)))] if loss.answers else []),
            *([words.HIDDEN.format(lost=rest)] if rest else []),
            words.NEVER_AGAIN,
        ]
    alone = not reflection.group
    hidden = (words.HIDDEN_ALONE if alone else words.HIDDEN).format(lost=words.lost(loss))
    return [
        words.NO_RADAR_ALONE if alone else words.NO_RADAR,
        *([hidden] if words.lost(loss) else []),
        words.unanswered(loss),
        words.CAN_REOPEN_ALONE if alone else words.CAN_REOPEN,
    ]


def _finishes(reflection: Reflection, loss: Loss) -> list[str]:
    if reflection.anonymous:
        few = words.lost(Loss(answers=loss.answers))
        return [
            words.unanswered(loss),
            words.UNLINKED,
            *([words.FEW_DELETED.format(answers=few)] if few else []),
            words.NEVER_AGAIN,
        ]
    return [words.unanswered(loss), words.CAN_REOPEN if reflection.group else words.CAN_REOPEN_ALONE]
