"""The small cards that answer what people ask and say, and »Mente du …?«."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.cards.buttons import (
    FINISH,
    OPEN_ANSWER,
    PAUSE,
    PICK_RADAR,
    RESUME,
    SHOW_STATUS,
    SHOW_SUMMARY,
    SKIP,
    START,
)
from bot.cards.elements import Card, Element, banner, bullets, card, execute, plain, quiet, text, title
from bot.cards.reflection.drafts import DROP_DRAFT
from bot.cards.reflection.headings import example, short
from bot.cards.reflection.question import SAVE_ANSWER, WITHDRAW
from dialogs.reflection import commands as c
from dialogs.reflection.state import Phase, Reflection
from dialogs.texts import asked as words
from dialogs.texts import common as texts
from dialogs.texts import drafts as draft_texts
from dialogs.understanding.commands import AnyCommand
from dialogs.understanding.hear import hear
from radar_core.lookup import radar_for
from radar_core.model import Bundle, Ring
from radar_core.render import describe

SAY = "say"
"""What the button says, as if it was typed; only what asks is taken."""

_OWN_VERBS: Mapping[type[AnyCommand], str] = {
    c.Start: START,
    c.ShowStatus: SHOW_STATUS,
    c.ShowSummary: SHOW_SUMMARY,
    c.Pause: PAUSE,
    c.Resume: RESUME,
    c.Skip: SKIP,
    c.Finish: FINISH,  # it says what is lost, and asks
}


def about_card(reflection: Reflection | None, bundle: Bundle, *, group: bool) -> Card:
    """Who the bot is, and two things to do now."""
    return card(
        [
            example(bundle),
            title(words.ABOUT_TITLE),
            text(words.ABOUT_GROUP if group else words.ABOUT_ALONE),
            text(words.ABOUT_ASK),
            text(texts.WELCOME_GROUP, isSubtle=True) if group else None,
        ],
        [_first(reflection), execute(texts.SHOW_RADAR, PICK_RADAR, {})],
    )


def privacy_card(reflection: Reflection | None, *, group: bool) -> Card:
    """Who sees what, how long it is kept, and where to read more."""
    sees = words.PRIVACY_NAMED if group else words.PRIVACY_ALONE
    if reflection is None or reflection.phase.is_closed:
        sees = words.PRIVACY_BOTH
    elif reflection.anonymous:
        sees = words.PRIVACY_ANONYMOUS
    return card([title(words.PRIVACY_TITLE), text(sees), text(words.PRIVACY_OTHERS), text(words.PRIVACY_MORE)])


def others_card(reflection: Reflection | None, bundle: Bundle) -> Card:
    """That other chats' reflections are not shown here, and what there is instead."""
    here = ("Opsummering",) if reflection is not None else ()
    return card(
        [title(words.OTHERS_TITLE), text(words.OTHERS_NOT_SHOWN), text(words.OTHERS_INSTEAD)],
        [_said(sentence, reflection, bundle) for sentence in ("Vores egen radar", *here)],
    )


def question_help_card(reflection: Reflection | None, bundle: Bundle) -> Card:
    """What may help with the question at hand: prompts, a made-up answer, whom to ask."""
    if reflection is None or reflection.phase is not Phase.QUESTIONS:
        return card([text(words.QUESTION_NONE)], [_first(reflection)])
    question = bundle.questions[reflection.current - 1]
    return card(
        [
            title(words.QUESTION_TITLE.format(n=question.number)),
            text(question.text, weight="Bolder"),
            bullets(question.prompts),
            text(words.QUESTION_EXAMPLE.format(text=words.EXAMPLES[question.number])),
            text(words.QUESTION_WHO),
        ],
        [execute(texts.SHOW_OPEN, SHOW_STATUS, {"r": reflection.id})],
    )


def ring_meaning_card(named: Ring | None) -> Card:
    """What one of the rings means to KL, or all of them."""
    rings = [ring for ring in Ring if named in (None, ring)]
    return card(
        [
            title(words.RINGS_TITLE) if len(rings) > 1 else None,
            *(text(words.RING_MEANS.format(ring=ring.value, means=words.RINGS[ring])) for ring in rings),
            quiet(words.RINGS_HOW),
        ],
        [execute(texts.SHOW_RADAR, PICK_RADAR, {})],
    )


def ring_card(bundle: Bundle, ring: Ring, fagomraade: str) -> Card:
    """The technologies in a ring of a fagområde's radar, as text."""
    radar = radar_for(bundle, fagomraade)
    picture = describe(radar)
    where = radar.fagomraade.name if radar.fagomraade else texts.SAMLET_NAME
    entries = radar.in_ring(ring)
    return card(
        [
            banner(picture.notice) if picture.notice else None,
            title(words.RING_TITLE.format(ring=ring.value, where=where)),
            text(words.RING_FALLBACK.format(asked=radar.asked.name)) if radar.asked and radar.is_fallback else None,
            bullets([f"{entry.number} {entry.name}" for entry in entries]) if entries else None,
            text(words.RING_NONE.format(ring=ring.value)) if not entries else None,
            quiet(words.RING_MEANS.format(ring=ring.value, means=words.RINGS[ring])),
            quiet(picture.source),
        ],
        [execute(texts.SHOW_RADAR, PICK_RADAR, {"f": fagomraade})],
    )


def undo_card(reflection: Reflection | None, question: int | None) -> Card:
    """What can be undone, each by a press: what is not saved first, else the newest answer."""
    if reflection is None or (question is None and not reflection.drafts):
        return card([text(words.UNDO_NOTHING)], [_first(reflection)])
    if reflection.drafts:
        number = reflection.drafts[-1].question
        drop = execute(draft_texts.DROP, DROP_DRAFT, {"r": reflection.id, "q": number})
        return card([text(words.UNDO_DRAFT.format(n=number))], [drop])
    data = {"r": reflection.id, "q": question}
    return card(
        [text(words.UNDO_ANSWER.format(n=question))],
        [execute(texts.WITHDRAW, WITHDRAW, data), execute(words.EDIT, OPEN_ANSWER, data)],
    )


def guesses_card(heading: str, sentences: Sequence[str], reflection: Reflection | None, bundle: Bundle) -> Card:
    """A line, and the sentences that may have been meant, each as a button."""
    return card([text(heading)], [_said(sentence, reflection, bundle) for sentence in sentences])


def answer_beside_card(reflection: Reflection, bundle: Bundle, typed: str) -> Card:
    """The question one is still at, under what was asked beside it; where that was the answer, one press saves it."""
    n = reflection.current
    data = {"r": reflection.id, "q": n, "text": typed}
    return card(
        [
            text(words.STILL_AT.format(n=n)),
            text(bundle.questions[n - 1].text, weight="Bolder"),
            quiet(words.WAS_IT_AN_ANSWER.format(n=n), spacing="Medium"),
            quiet(plain(short(typed, 200))),
        ],
        [execute(words.SAVE_AS_ANSWER, SAVE_ANSWER, data, inputs=False)],
    )


def _first(reflection: Reflection | None) -> Element:
    """The one thing to do where the conversation stands."""
    if reflection is None or reflection.phase.is_closed:
        return execute(texts.START, START, {}, primary=True)
    if reflection.phase is Phase.PAUSED:
        return execute(texts.RESUME, RESUME, {"r": reflection.id}, primary=True)
    return execute(texts.SHOW_OPEN, SHOW_STATUS, {"r": reflection.id}, primary=True)


def _said(sentence: str, reflection: Reflection | None, bundle: Bundle) -> Element:
    """A button that does what the sentence means."""
    verb = _OWN_VERBS.get(type(hear(sentence, reflection, bundle)))
    if verb is None:
        return execute(sentence, SAY, {"say": sentence})
    about = {"r": reflection.id, "q": reflection.current} if reflection is not None and verb != START else {}
    return execute(sentence, verb, about)
