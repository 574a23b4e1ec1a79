"""The small cards: welcome, help, paused, cancelled, retired, and what to do when something went wrong."""

from __future__ import annotations

from bot.cards.elements import Card, banner, card, execute, notice, text, title
from bot.cards.question import where
from dialogs import texts
from dialogs.reflection import Phase, Reflection
from radar_core.model import Bundle
from radar_core.render.description import EXAMPLE_NOTICE


def help_card(
    reflection: Reflection | None, bundle: Bundle, lead: str | None = None, heading: str | None = None
) -> Card:
    """What one can write, the state of things, and the two things one can do now."""
    is_open = reflection is not None and not reflection.phase.is_closed
    state = texts.HELP_NONE
    if reflection is not None and is_open:
        place = texts.QUESTION.format(n=reflection.current) if reflection.phase is Phase.QUESTIONS else None
        named = " – ".join(filter(None, [where(reflection, bundle), place]))
        state = texts.HELP_OPEN.format(where=named or texts.SETUP_PLACE)
    first = execute(texts.SHOW_OPEN, "status", {}) if is_open else execute(texts.START, "start", {}, primary=True)
    return card(
        [
            banner(EXAMPLE_NOTICE) if bundle.edition.is_example else None,
            title(heading or texts.HELP_TITLE),
            text(lead) if lead else None,
            {
                "type": "FactSet",
                "facts": [{"title": command, "value": meaning} for command, meaning in texts.COMMANDS],
            },
            text(state, isSubtle=True),
        ],
        [first, execute(texts.SHOW_RADAR, "radar", {})],
    )


def welcome_card(bundle: Bundle) -> Card:
    """The first meeting: what this is, and the two ways to begin."""
    return card(
        [
            banner(EXAMPLE_NOTICE) if bundle.edition.is_example else None,
            title(texts.WELCOME_TITLE),
            text(texts.WELCOME),
            text(texts.WELCOME_GROUP, isSubtle=True),
        ],
        [execute(texts.START, "start", {}, primary=True), execute(texts.SHOW_RADAR, "radar", {})],
    )


def paused_card(reflection: Reflection, bundle: Bundle, said: str | None = None) -> Card:
    """A reflection that is put away."""
    return card(
        [notice(said), title(texts.PAUSED_TITLE), text(where(reflection, bundle)), text(texts.PAUSED)],
        [execute(texts.RESUME, "resume", {"r": reflection.id}, primary=True)],
    )


def cancelled_card(said: str | None = None) -> Card:
    """A reflection that was given up."""
    return card(
        [notice(said), title(texts.CANCELLED_TITLE), text(texts.CANCELLED)],
        [execute(texts.START, "start", {})],
    )


def retired_card() -> Card:
    """What is left of a shared card when a newer one stands further down."""
    return card([text(texts.RETIRED, isSubtle=True)])


def refusal_card(words: str) -> Card:
    """Why nothing changed, where there is no open card to show instead."""
    return card([text(words)], [execute(texts.START, "start", {})])
