"""The radar answer: the picture, the technologies that are klar to start with and why, and where it all comes from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from enum import Enum
from typing import Literal, Protocol

from bot.cards.buttons import PICK_RADAR, SHOW_RADAR, START
from bot.cards.elements import (
    MAX_CARD_BYTES,
    Card,
    Element,
    Notice,
    banner,
    bullets,
    card,
    choice_set,
    container,
    execute,
    image,
    notice,
    open_url,
    quiet,
    text,
    title,
    weight,
    without_actions,
)
from dialogs.texts import common as texts
from dialogs.texts import suggestions as argued
from radar_core.advice.suggest import ETHICS_SOURCE, Suggestion
from radar_core.known import age_text
from radar_core.lookup import ready
from radar_core.model import SAMLET, Bundle, Radar, Ring
from radar_core.render import Picture, alt_text, describe, parts
from radar_core.spelling import together

OPEN_DISMISSAL = "dismissal"

FIRST = 3
"""Suggestions shown at first; the rest by *vis alle*."""

_FRAME = 9_000
"""Bytes kept for everything but the suggestions: alt text, names of the rest, source, buttons."""


class Drawn(Enum):
    """Whether a radar card has its pictures, and what it says of them where it has not."""

    AT_HAND = "at hand"
    COMES = "comes"
    """An update brings them, and would erase what somebody types: the card leads to no inputs until then."""
    ON_REQUEST = "on request"
    """No update can come, so there is a button for them."""
    NEVER = "never"
    """They could not be drawn."""


_NOT_DRAWN = {
    Drawn.COMES: texts.NO_PICTURE,
    Drawn.ON_REQUEST: texts.NO_PICTURE_YET,
    Drawn.NEVER: texts.PICTURE_FAILED,
}


class Address(Protocol):
    """(radar, "png" or "svg", page, view, since) to the public address of its picture."""

    def __call__(
        self,
        radar: Radar,
        fmt: str,
        page: int = 1,
        view: Literal["radar", "names"] = "radar",
        since: Bundle | None = None,
        /,
    ) -> str:
        """The address; ``page`` counts from 1. What has moved since a bundle is marked, where one is given."""
        ...


def radar_card(
    radar: Radar,
    suggestions: Sequence[Suggestion],
    address: Address,
    *,
    reflection: str | None = None,
    all_ready: bool = False,
    ticked: bool = False,
    today: dt.date,
    drawn: Drawn = Drawn.AT_HAND,
    dismissed: Sequence[Element] = (),
    change: str | None = None,
    said: Notice | None = None,
) -> Card:
    """The answer for one radar. ``reflection`` is the id of the one it concludes, where it does.

    Where the picture is not ``drawn`` yet, the same stands as text. ``dismissed`` is the list of what is not relevant
    for the team, and ``change`` says what would change the order. How old the edition is, is told as of ``today``.
    """
    settled = drawn is not Drawn.COMES
    dismissed = dismissed if settled else [without_actions(each) for each in dismissed]
    picture = describe(radar)
    not_known = " · ".join(filter(None, [picture.hidden, age_text(radar.edition, today)]))
    taken = sum(map(weight, dismissed))
    shown = _fitting([_suggestion(s) for s in (suggestions if all_ready else suggestions[:FIRST])], taken)
    rest = suggestions[len(shown) :]
    data = {"f": radar.asked.id if radar.asked else radar.slug, **({"r": reflection} if reflection else {})}
    more = execute(texts.SHOW_ALL.format(count=len(suggestions)), SHOW_RADAR, {**data, "all": True})
    fewer = execute(texts.SHOW_FEWER, SHOW_RADAR, {**data, "all": False})
    return card(
        [
            notice(said),
            banner(picture.notice) if picture.notice else None,
            title(texts.READY_TITLE.format(where=_where(radar))),
            (text if radar.is_fallback else quiet)(picture.subtitle, spacing="None"),
            text(not_known, weight="Bolder", size="Small", spacing="Small") if not_known else None,
            *(_pictures(radar, address, picture) if drawn is Drawn.AT_HAND else _table(picture, _NOT_DRAWN[drawn])),
            *shown,
            text(none_ready(radar)) if not suggestions else None,
            quiet(texts.READY_ALSO.format(names=together([s.entry.name for s in rest]))) if rest else None,
            quiet(texts.FROM_TICKS if ticked else texts.FROM_RADAR) if len(suggestions) > 1 else None,
            quiet(change, spacing="Small") if change and (suggestions or dismissed) else None,
            *dismissed,
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


def _pictures(radar: Radar, address: Address, picture: Picture) -> list[Element]:
    """The picture, or as many as it takes to name every technology; the alt text of the first tells them all."""
    several = parts(picture)
    shown = [image(address(radar, "png", page), part.title) for page, part in enumerate(several, start=1)]
    return [{**shown[0], "altText": alt_text(picture)}, *shown[1:]]


def _table(picture: Picture, said: str) -> list[Element]:
    """Every technology by ring, in few elements, and what is ``said`` of the picture."""
    lines = [
        text(
            f"**{ring.value}:** "
            + (", ".join(f"{r.number} {r.name}" for r in picture.in_ring(ring)) or picture.nothing)
        )
        for ring in Ring
    ]
    return [quiet(said), *lines]


def none_ready(radar: Radar) -> str:
    """Why there is nothing to start with: all of it dismissed, none there, or none known."""
    if ready(radar):
        return argued.NONE_LEFT
    return texts.READY_NONE if radar.is_complete else texts.READY_NOT_KNOWN


def _where(radar: Radar) -> str:
    if radar.is_fallback:
        return "SAMLET"
    return radar.fagomraade.name if radar.fagomraade else "Samlet"


def _suggestion(suggestion: Suggestion) -> Element:
    case = suggestion.case
    return container(
        [
            text(f"**{suggestion.entry.number}. {suggestion.entry.name}**"),
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
