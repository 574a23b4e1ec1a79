"""What is kept about one person, for that person alone, and what may be done with it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from urllib.parse import quote

from bot.cards.buttons import SHOW_STATUS
from bot.cards.elements import (
    Card,
    Element,
    Notice,
    bullets,
    card,
    execute,
    fitting,
    notice,
    open_url,
    plain,
    quiet,
    text,
    title,
    warning,
)
from bot.cards.following.follow import name_of
from dialogs.asides.erasing import EraseBy, Fate, Mine, MyChat, MyPart
from dialogs.danish.dates import MONTHS, local
from dialogs.texts import common as texts
from dialogs.texts import erasing as words
from radar_core.model import SAMLET, Bundle
from radar_core.spelling import counted, technologies, together

ERASE_MINE = "erase"
KEEP_MINE = "keepmine"
SHOW_MINE = "mine"

ROOM = 12_000
"""Bytes for the lines of reflections; the newest come first."""


@dataclass(frozen=True)
class Policy:
    """Who erases, and where a wish is sent that the bot does not fulfil (e-mail address or https address)."""

    by: EraseBy = EraseBy.SELF
    dpo: str = ""


def mine_card(
    mine: Mine, bundle: Bundle, policy: Policy, person: str, *, changed: bool = False, is_open: bool = False
) -> Card:
    """The list, and the question; nothing is erased yet."""
    if mine.is_nothing:
        return card([title(words.TITLE), text(words.NOTHING)], [_back(is_open)])
    by_self = policy.by is EraseBy.SELF
    return card(
        [
            notice(warning(words.CHANGED) if changed else None),
            title(words.TITLE),
            *lines(mine, bundle),
            text(words.IN_GROUPS) if any(part.fate is Fate.PART for part in mine.parts) else None,
            *_limits(mine),
            *([] if by_self else _to_dpo(policy, person)),
        ],
        [
            execute(words.ERASE, ERASE_MINE, {"d": mine.mark}) if by_self and mine.can_go else None,
            None if by_self else _write_to(policy, person),
            execute(words.KEEP if by_self and mine.can_go else words.CLOSE, KEEP_MINE, {}),
        ],
    )


def lines(mine: Mine, bundle: Bundle) -> list[Element]:
    """What is kept, one piece a line; the newest reflections where there is not room for all."""
    made: list[Element] = []
    if mine.parts:
        count = len(mine.parts)
        made.append(text(words.LEAD_ONE if count == 1 else words.LEAD.format(count=count)))
        shown = fitting([quiet(_part(part, bundle), spacing="Small") for part in mine.parts], ROOM)
        made += shown
        if len(shown) < count:
            made.append(quiet(words.MORE.format(count=count - len(shown))))
    if mine.own:
        made.append(text(words.OWN.format(count=technologies(mine.own))))
    if mine.files:
        made.append(text(words.FILES.format(count=counted(mine.files, *words.FILE))))
    chats = list(dict.fromkeys(_chat(chat, bundle) for chat in mine.chats))
    return [*made, *fitting([text(words.REMEMBERED.format(what=what)) for what in chats], ROOM // 4)]


def erased_card(mine: Mine, *, is_open: bool = False) -> Card:
    """That it is done, and what it does not reach."""
    return card([title(words.ERASED_TITLE), text(words.ERASED), *_limits(mine)], [_back(is_open)])


def kept_card(*, is_open: bool = False) -> Card:
    """That nothing happened."""
    return card([text(words.KEPT)], [_back(is_open)])


def ask_card(said: Notice | None = None) -> Card:
    """For everybody in a group: it reveals nothing, and its button shows whoever presses their own list."""
    return card(
        [notice(said), title(words.ASK_TITLE), text(words.ASK)], [execute(words.SHOW, SHOW_MINE, {}, inputs=False)]
    )


def nearly_card(*, is_open: bool = False) -> Card:
    """Words that were near the ones that bring the list."""
    return card(
        [title(words.NEARLY_TITLE), text(words.NEARLY)],
        [execute(words.SHOW, SHOW_MINE, {}, inputs=False), _back(is_open)],
    )


def gone_card() -> Card:
    """What is left of the card of a reflection that is erased whole."""
    return card([text(words.GONE, isSubtle=True)])


def _limits(mine: Mine) -> list[Element | None]:
    return [
        text(words.WHY_ANSWERS_STAY) if mine.stays else None,
        bullets([words.NOT_REACHED, words.STAYS, words.KOMMUNEN_DECIDES]),
    ]


def _to_dpo(policy: Policy, person: str) -> list[Element]:
    return [text(words.BY_DPO.format(dpo=plain(policy.dpo))), text(plain(words.WISH.format(person=person)))]


def _write_to(policy: Policy, person: str) -> Element:
    if policy.dpo.startswith("https://"):
        return open_url(words.OPEN_PAGE, policy.dpo)
    body = quote(words.WISH.format(person=person))
    return open_url(words.WRITE_MAIL, f"mailto:{policy.dpo}?subject={quote(words.WISH_SUBJECT)}&body={body}")


def _back(is_open: bool) -> Element | None:
    return execute(texts.SHOW_OPEN, SHOW_STATUS, {}) if is_open else None


def _part(part: MyPart, bundle: Bundle) -> str:
    counts = [counted(count, *nouns) for nouns, count in zip(words.COUNTED, part.counts, strict=True) if count]
    what = [*counts, *([words.LEADS] if part.leads else [])] or [words.ONLY_IN_IT]
    fate = {
        Fate.WHOLE: words.GOES_WHOLE,
        Fate.PART: words.GOES_ON,
        Fate.ANSWERS_STAY: words.ANSWERS_STAY,
    }[part.fate]
    return words.PART.format(fagomraade=place(part, bundle), day=_day(part.started_at), what=together(what), fate=fate)


def place(part: MyPart, bundle: Bundle) -> str:
    """The fagområde by name; its id where the edition has lost it."""
    if part.fagomraade is None:
        return words.NO_FAGOMRAADE
    if part.fagomraade == SAMLET:
        return texts.SAMLET_NAME
    known = bundle.fagomraade_by_id.get(part.fagomraade)
    return plain(known.name if known else part.fagomraade)


def _chat(chat: MyChat, bundle: Bundle) -> str:
    known = bundle.kommune_by_code.get(chat.kommune or "")
    remembered = [words.KOMMUNE.format(name=plain(known.name if known else chat.kommune or ""))] if chat.kommune else []
    if chat.follows:
        remembered.append(words.FOLLOWS.format(names=together([name_of(each, bundle) for each in chat.follows])))
    return together(remembered)


def _day(at: dt.datetime) -> str:
    day = local(at).date()
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"
