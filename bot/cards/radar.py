"""The radar answer: the picture, the technologies that are klar to start with and why, and where it all comes from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from bot.cards.buttons import COMPARE_AREAS, PICK_RADAR, SHOW_RADAR, START
from bot.cards.elements import (
    MAX_CARD_BYTES,
    Card,
    Element,
    Notice,
    bullets,
    card,
    choice_set,
    container,
    execute,
    notice,
    open_url,
    quiet,
    text,
    title,
    weight,
)
from bot.cards.pictured import NOT_DRAWN, Drawn, PictureAddress, circles
from bot.cards.rings import LEADING_ON, leading, read_about, rings
from bot.cards.taking import wish_button
from dialogs.texts import common as texts
from dialogs.texts import suggestions as argued
from dialogs.texts import technology as told
from radar_core.advice.suggest import ETHICS_SOURCE, Suggestion
from radar_core.known import age_text
from radar_core.model import SAMLET, Bundle, Radar
from radar_core.render import Picture, describe
from radar_core.spelling import together

OPEN_DISMISSAL = "dismissal"

FIRST = 3
"""Suggestions shown at first; the rest by *vis alle*."""

_FRAME = 9_500
"""Bytes kept for everything but rings and suggestions: alt text, names of the rest, source, buttons."""

_STAMP = 100
"""Bytes that the mark on a press adds to it."""


def radar_card(
    radar: Radar,
    suggestions: Sequence[Suggestion],
    address: PictureAddress,
    *,
    reflection: str | None = None,
    all_ready: bool = False,
    today: dt.date,
    drawn: Drawn = Drawn.AT_HAND,
    said: Notice | None = None,
) -> Card:
    """The answer for one radar, as picture and as text, to whoever only looks at it.

    ``reflection`` is the id of the one that is open, if one is. How old the edition is, is told as of ``today``.
    """
    settled = drawn is not Drawn.COMES
    picture = describe(radar)
    not_known = " · ".join(filter(None, [picture.hidden, age_text(radar.edition, today)]))
    data = {"f": radar.asked.id if radar.asked else radar.slug, **({"r": reflection} if reflection else {})}
    text_of = rings(radar, picture, data, leads_on=settled)
    taken = sum(map(weight, text_of)) + _STAMP * 2 * LEADING_ON
    wanted = suggestions if all_ready else suggestions[:FIRST]
    leads_on = settled and len(wanted) <= LEADING_ON
    shown = _fitting([_suggestion(s, data if leads_on else None) for s in wanted], taken)
    rest = suggestions[len(shown) :]
    more = execute(texts.SHOW_ALL.format(count=len(suggestions)), SHOW_RADAR, {**data, "all": True})
    fewer = execute(texts.SHOW_FEWER, SHOW_RADAR, {**data, "all": False})
    return card(
        [
            notice(said),
            title(texts.READY_TITLE.format(where=_where(radar))),
            text(picture.notice, weight="Bolder", size="Small", color="Attention", spacing="None")
            if picture.notice
            else None,
            (text if radar.is_fallback else quiet)(picture.subtitle, spacing="None"),
            text(not_known, weight="Bolder", size="Small", spacing="Small") if not_known else None,
            *(circles(radar, address, picture) if drawn is Drawn.AT_HAND else [quiet(NOT_DRAWN[drawn])]),
            *text_of,
            text(texts.BEGIN_HERE, weight="Bolder", spacing="Large") if shown else None,
            *shown,
            text(none_ready(radar)) if not suggestions else None,
            quiet(texts.READY_ALSO.format(names=together([s.entry.name for s in rest]))) if rest else None,
            quiet(texts.FROM_RADAR) if len(suggestions) > 1 else None,
            container(
                [text(texts.DISCUSS_TITLE, weight="Bolder"), bullets(texts.DISCUSS)], style="emphasis", spacing="Medium"
            ),
            quiet(picture.source),
            quiet(_evidence(picture), spacing="None"),
        ],
        [
            more if rest and not all_ready else None,
            fewer if all_ready and len(suggestions) > FIRST else None,
            execute(texts.SHOW_PICTURE, SHOW_RADAR, {**data, "all": all_ready}) if drawn is Drawn.ON_REQUEST else None,
            execute(argued.DISMISS, OPEN_DISMISSAL, {"r": reflection})
            if settled and reflection and suggestions
            else None,
            open_url(texts.OPEN_PICTURE, address(radar, "png", 1, "names")) if drawn is Drawn.AT_HAND else None,
            read_about(data) if settled else None,
            execute(told.COMPARE, COMPARE_AREAS, {"f": ""}) if settled and reflection is None else None,
            wish_button(data["f"], reflection) if settled else None,
            execute(texts.START, START, {"f": data["f"]}) if settled and reflection is None and radar.asked else None,
        ],
    )


def pick_radar_card(bundle: Bundle, said: Notice | None = None) -> Card:
    """Which fagområde's radar?"""
    options = [(SAMLET, texts.SAMLET_NAME), *((f.id, f.name) for f in bundle.fagomraader)]
    return card(
        [
            notice(said),
            text(texts.PICK_RADAR, weight="Bolder"),
            choice_set("fagomraade", texts.FAGOMRAADE, options, placeholder=texts.FAGOMRAADE_HINT),
        ],
        [execute(texts.SHOW_RADAR, PICK_RADAR, {}, primary=True)],
    )


def none_ready(radar: Radar) -> str:
    """Why there is nothing to start with: none is there, or none is known."""
    return texts.READY_NONE if radar.is_complete else texts.READY_NOT_KNOWN


def _where(radar: Radar) -> str:
    if radar.is_fallback:
        return "SAMLET"
    return radar.fagomraade.name if radar.fagomraade else "Samlet"


def _suggestion(suggestion: Suggestion, leads_with: Mapping[str, Any] | None) -> Element:
    """A technology to start with, and why; its name leads to it, with what a press then carries."""
    case, entry = suggestion.case, suggestion.entry
    name = f"**{entry.number}. {entry.name}**"
    return container(
        [
            text(name) if leads_with is None else leading(name, entry, leads_with),
            text(" ".join(suggestion.reasons), spacing="None"),
            text(
                texts.EXPERIENCE.format(when=case.year or texts.UNKNOWN_YEAR, title=case.title, url=case.url),
                spacing="None",
                size="Small",
            )
            if case
            else None,
            text(texts.ETHICS.format(point=suggestion.ethics, url=ETHICS_SOURCE), spacing="None", size="Small")
            if suggestion.ethics
            else None,
        ],
        separator=True,
        spacing="Medium",
    )


def _evidence(picture: Picture) -> str:
    kinds = dict.fromkeys(row.belaeg_text for row in picture.rows)
    return texts.EVIDENCE.format(kinds=together(list(kinds))) if kinds else texts.NO_ENTRIES


def _fitting(blocks: list[Element], taken: int) -> list[Element]:
    """As many suggestions as one card can carry beside what is ``taken``; the rest are named below (*også klar*)."""
    kept: list[Element] = []
    for block in blocks:
        if sum(map(weight, kept)) + weight(block) > MAX_CARD_BYTES - _FRAME - taken:
            break
        kept.append(block)
    return kept
