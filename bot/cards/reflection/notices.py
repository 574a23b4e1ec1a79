"""The small cards: welcome, help, paused, cancelled, retired, what the bot says by itself, and what went wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from bot.cards.buttons import PICK_RADAR, REMIND, REOPEN, RESUME, SHOW_STATUS, SHOW_SUMMARY, START
from bot.cards.elements import Card, Notice, card, execute, facts, notice, open_url, text, title
from bot.cards.reflection.headings import anonymity, danish_time, example, naming, short, where
from dialogs.danish.dates import danish_day, local
from dialogs.reflection.state import Draft, Phase, Reflection
from dialogs.texts import common as texts
from dialogs.texts import drafts as draft_texts
from dialogs.texts import ending as ending_texts
from dialogs.texts import team
from radar_core.model import Bundle

LINKS = 5
"""Threads with a button each."""


def help_card(
    reflection: Reflection | None, bundle: Bundle, lead: str | None = None, heading: str | None = None
) -> Card:
    """The state of things, the two things one can do now, and what one can write."""
    is_open = reflection is not None and not reflection.phase.is_closed
    state = texts.HELP_NONE
    first = execute(texts.START, START, {}, primary=True)
    if reflection is not None and is_open:
        place = texts.QUESTION.format(n=reflection.current) if reflection.phase is Phase.QUESTIONS else None
        named = " – ".join(filter(None, [where(reflection, bundle), place]))
        open_here = texts.HELP_OPEN if reflection.group else texts.HELP_OPEN_ALONE
        state = open_here.format(where=named or texts.SETUP_PLACE)
        first = execute(texts.SHOW_OPEN, SHOW_STATUS, {})
    if reflection is not None and reflection.phase is Phase.PAUSED:
        state = f"{state} {texts.HELP_PAUSED}"
        first = execute(texts.RESUME, RESUME, {"r": reflection.id})
    return card(
        [
            example(bundle),
            title(heading or texts.HELP_TITLE),
            text(lead) if lead else None,
            text(state),
            facts(texts.COMMANDS),
        ],
        [first, execute(texts.SHOW_RADAR, PICK_RADAR, {})],
    )


def welcome_card(bundle: Bundle) -> Card:
    """The first meeting: what this is, and the two ways to begin."""
    return card(
        [
            example(bundle),
            title(texts.WELCOME_TITLE),
            text(texts.WELCOME),
            text(texts.WELCOME_GROUP, isSubtle=True),
        ],
        [execute(texts.START, START, {}, primary=True), execute(texts.SHOW_RADAR, PICK_RADAR, {})],
    )


def paused_card(reflection: Reflection, bundle: Bundle, said: Notice | None = None) -> Card:
    """A reflection that is put away, until a time where one was set."""
    until = danish_time(reflection.paused_until) if reflection.paused_until else None
    return card(
        [
            notice(said),
            title(texts.PAUSED_UNTIL_TITLE.format(when=until) if until else texts.PAUSED_TITLE),
            text(where(reflection, bundle)) if where(reflection, bundle) else None,
            naming(reflection),
            text(_while_away(reflection)),
        ],
        [execute(texts.RESUME, RESUME, {"r": reflection.id}, primary=True)],
    )


def _while_away(reflection: Reflection) -> str:
    return _AWAY[reflection.group, reflection.paused_until is not None, bool(reflection.answers)]


_AWAY: Mapping[tuple[bool, bool, bool], str] = {
    (True, True, True): texts.PAUSED_RETURNS,
    (True, True, False): texts.PAUSED_RETURNS_EMPTY,
    (True, False, True): texts.PAUSED,
    (True, False, False): ending_texts.PAUSED_EMPTY,
    (False, True, True): texts.PAUSED_RETURNS_ALONE,
    (False, True, False): texts.PAUSED_RETURNS_EMPTY_ALONE,
    (False, False, True): texts.PAUSED_ALONE,
    (False, False, False): ending_texts.PAUSED_EMPTY_ALONE,
}
"""By whether it is a group's, comes back by itself, and has answers."""


def reminder_card(reflection: Reflection, bundle: Bundle) -> Card:
    """A reminder to the group; it says nothing of who has answered and who has not."""
    at_questions = reflection.phase is Phase.QUESTIONS
    return card(
        [
            example(bundle),
            title(texts.REMINDER_TITLE),
            text(where(reflection, bundle), isSubtle=True),
            anonymity(reflection),
            text(texts.REMINDER_QUESTION.format(n=reflection.current) if at_questions else texts.REMINDER_REVIEW),
        ],
        [
            execute(texts.SHOW_OPEN, SHOW_STATUS, {"r": reflection.id}, primary=True),
            execute(texts.REMIND_OFF, REMIND, {"r": reflection.id, "on": False}),
        ],
    )


def warned_card(reflection: Reflection, bundle: Bundle, on: dt.date) -> Card:
    """Nobody has touched the reflection for long: the day it expires."""
    today = local(reflection.warned_at or reflection.started_at).date()
    return card(
        [
            example(bundle),
            title(texts.WARNED_TITLE),
            text(where(reflection, bundle), isSubtle=True) if where(reflection, bundle) else None,
            anonymity(reflection),
            text(texts.WARNED.format(day=danish_day(on, today))),
            *(text(draft_texts.EXPIRES.format(n=draft.question)) for draft in reflection.drafts),
            text(texts.WARNED_DO if reflection.group else texts.WARNED_DO_ALONE),
        ],
        [execute(texts.SHOW_OPEN, SHOW_STATUS, {"r": reflection.id}, primary=True)],
    )


def expired_card(reflection: Reflection, bundle: Bundle, lost: Sequence[Draft] = ()) -> Card:
    """A reflection that was closed because nobody had touched it; ``lost`` is what was written and never saved."""
    data = {"r": reflection.id}
    return card(
        [
            example(bundle),
            title(texts.EXPIRED_TITLE),
            text(where(reflection, bundle), isSubtle=True) if where(reflection, bundle) else None,
            anonymity(reflection),
            text(ending_texts.expired(reflection)),
            *(text(draft_texts.EXPIRED.format(n=draft.question)) for draft in lost),
        ],
        [
            execute(team.SHOW_SUMMARY, SHOW_SUMMARY, {**data, "page": 1}),
            None if reflection.anonymous else execute(team.REOPEN, REOPEN, data),
            execute(texts.START, START, {}),
        ],
    )


def elsewhere_card(
    items: Sequence[tuple[str, str, str | None]], bundle: Bundle, said: Notice | None = None, *, started: bool = False
) -> Card:
    """Open reflections in other threads, as (place, state, link to the thread); what does not fit is counted.

    ``started`` where one has just begun in this thread too.
    """
    shown = items[:LINKS]
    heading = texts.ELSEWHERE_TITLE if len(items) == 1 else texts.ELSEWHERE.format(count=len(items))
    return card(
        [
            notice(said),
            example(bundle),
            title(heading),
            *(text(texts.ELSEWHERE_ITEM.format(place=place, state=state)) for place, state, _ in shown),
            text(texts.ELSEWHERE_MORE.format(count=len(items) - len(shown))) if len(items) > len(shown) else None,
            text(texts.ELSEWHERE_DO, isSubtle=True) if not started else None,
        ],
        [
            *(open_url(texts.OPEN_THREAD.format(place=short(place, 40)), link) for place, _, link in shown if link),
            execute(texts.START, START, {}) if not started else None,
        ],
    )


def cancelled_card(reflection: Reflection, said: Notice | None = None) -> Card:
    """A reflection that was given up: what is left of it, and the way back where there is one."""
    reopen = execute(team.REOPEN, REOPEN, {"r": reflection.id}) if not reflection.anonymous else None
    return card(
        [notice(said), title(texts.CANCELLED_TITLE), anonymity(reflection), text(ending_texts.cancelled(reflection))],
        [reopen, execute(texts.START, START, {})],
    )


def retired_card() -> Card:
    """What is left of a shared card when a newer one stands further down."""
    return card([text(texts.RETIRED, isSubtle=True)])


def not_here_card() -> Card:
    """What a card says to somebody who has left the conversation and presses it."""
    return card([text(texts.NOT_HERE)])


def refusal_card(words: str) -> Card:
    """Why nothing changed, where there is no open card to show instead."""
    return card([text(words)], [execute(texts.START, START, {})])
