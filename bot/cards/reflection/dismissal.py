"""What a team says is not relevant for it: the card to write it on, and the list with each reason."""

from __future__ import annotations

from bot.cards.buttons import SHOW_RADAR
from bot.cards.elements import (
    MAX_CARD_BYTES,
    Card,
    Element,
    Notice,
    action_set,
    banner,
    card,
    choice_set,
    container,
    execute,
    fitting,
    notice,
    plain,
    quiet,
    text,
    text_input,
    title,
    weight,
)
from bot.cards.reflection.follow_up import technology_name
from bot.cards.reflection.headings import anonymity, example, where
from dialogs.reflection.choices import startable
from dialogs.reflection.events import Refusal
from dialogs.reflection.state import MAX_REASON, Dismissal, Reflection
from dialogs.texts import common as texts
from dialogs.texts import suggestions as words
from radar_core.model import SAMLET, Bundle

SAVE_DISMISSAL = "dismiss"
UNDO_DISMISSAL = "undodismissal"

ROOM = 5_000
"""Bytes of the list on the radar card; what does not fit is counted, and stands in the summary."""

_FRAME = 6_500
"""Bytes of the card to write on, beside what is typed in it."""


def dismissal_card(
    reflection: Reflection,
    bundle: Bundle,
    technology: str = "",
    draft: str = "",
    lacks: Refusal | None = None,
    said: Notice | None = None,
) -> Card:
    """Which technology is not relevant, and why. ``draft`` is what was typed that is not saved."""
    offered = list(startable(reflection, bundle))
    if technology and technology not in dict(offered):
        offered.append((technology, technology_name(reflection, bundle, technology)))
    stands = reflection.dismissal_of(technology)
    value = draft or (stands.reason if stands else "")
    if weight({"value": value}) > MAX_CARD_BYTES - _FRAME:
        value = value[: 4 * MAX_REASON]
    data = {"r": reflection.id}
    return card(
        [
            notice(said),
            banner(texts.REFUSALS[lacks]) if lacks else None,
            example(bundle),
            quiet(where(reflection, bundle)),
            anonymity(reflection),
            title(words.TITLE),
            text(words.LEAD if reflection.group else words.LEAD_ALONE),
            choice_set("t", words.PICK, offered, placeholder=words.PICK_HINT, value=technology),
            text_input("text", words.REASON_LABEL, value=value, placeholder=words.REASON_HINT, max_length=MAX_REASON),
            quiet(texts.NOTICE_OTHERS),
        ],
        [
            execute(words.SAVE, SAVE_DISMISSAL, data, primary=True),
            execute(texts.CLOSE_INPUT, SHOW_RADAR, {**data, "f": reflection.fagomraade or SAMLET}, inputs=False),
        ],
    )


def beside_suggestions(reflection: Reflection, bundle: Bundle) -> list[Element]:
    """The list on the radar card, each with a button to take it back; nothing where there are none."""
    every = [_with_button(reflection, bundle, x) for x in reflection.dismissed]
    shown = fitting(every, ROOM)
    more = len(every) - len(shown)
    return [
        *([text(words.TITLE, weight="Bolder", spacing="Medium", separator=True)] if every else []),
        *shown,
        *([quiet(words.MORE.format(count=more))] if more else []),
    ]


def not_relevant(reflection: Reflection, bundle: Bundle) -> list[Element]:
    """All of it, for the summary."""
    every = [container(_item(reflection, bundle, x), spacing="Small") for x in reflection.dismissed]
    return [text(words.TITLE, weight="Bolder", spacing="Large"), *every] if every else []


def _with_button(reflection: Reflection, bundle: Bundle, x: Dismissal) -> Element:
    undo = execute(words.UNDO, UNDO_DISMISSAL, {"r": reflection.id, "t": x.technology}, inputs=False)
    return container([*_item(reflection, bundle, x), action_set([undo])], spacing="Small")


def _item(reflection: Reflection, bundle: Bundle, x: Dismissal) -> list[Element | None]:
    name = technology_name(reflection, bundle, x.technology)
    named = reflection.group and x.by.name
    return [
        text(words.ITEM.format(name=name, reason=plain(x.reason))),
        quiet(words.SAID_BY.format(name=plain(x.by.name)), spacing="None") if named else None,
    ]
