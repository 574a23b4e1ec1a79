"""Fagområder beside each other: the technologies that differ most, as picture and text; then all of them as text."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.buttons import COMPARE_AREAS, SHOW_RADAR, SHOW_STATUS
from bot.cards.elements import (
    Card,
    Element,
    card,
    choice_set,
    execute,
    image,
    open_url,
    paged,
    quiet,
    text,
    title,
)
from bot.cards.pictured import NOT_DRAWN, Drawn, PictureAddress
from bot.cards.rings import read_about
from dialogs.texts import common as texts
from dialogs.texts import technology as told
from radar_core.known import no_own_radar
from radar_core.model import SAMLET, Bundle
from radar_core.render import Overview, overview_parts
from radar_core.render.words.overview import OverviewRow, cells_told, for_chat, overview_alt_text, without_told
from radar_core.spelling import together

_ROOM = 12_000
"""Bytes of rows on one card."""


def areas_card(
    overview: Overview, bundle: Bundle, address: PictureAddress, page: int, *, is_open: bool = False, drawn: Drawn
) -> Card:
    """Page 1 has those that differ most with their picture; from page 2 on, all of them, 30 at most on each."""
    first, drawn_on = for_chat(overview), len(overview_parts(overview))
    every = paged([_row(overview, row) for row in overview.rows], _ROOM)
    page = min(max(page, 1), len(every) + 1)
    rows = [_row(first, row) for row in first.rows] if page == 1 else every[page - 2]
    ids = [column.fagomraade for column in overview.columns if column.fagomraade != SAMLET]
    data = {"f": ",".join(ids)}
    settled = drawn is not Drawn.COMES
    without = without_told(overview)
    return card(
        [
            title(first.title if page == 1 else _heading(overview, page - 1, len(every))),
            text(overview.notice, weight="Bolder", size="Small", color="Attention", spacing="None")
            if overview.notice
            else None,
            text(f"{without}.") if without else None,
            *(_picture(overview, first, address, drawn) if page == 1 else []),
            quiet(_differ(overview, first) if page == 1 else told.ORDER),
            *rows,
            quiet(overview.strip) if overview.strip else None,
            quiet(overview.source),
            _choice(bundle, ids) if settled else None,
        ],
        [
            execute(told.COMPARE, COMPARE_AREAS, {}) if settled else None,
            execute(told.SHOW_ALL_ROWS, COMPARE_AREAS, {**data, "page": page + 1}, inputs=False)
            if page <= len(every)
            else execute(told.SHOW_FIRST_ROWS, COMPARE_AREAS, data, inputs=False),
            open_url(texts.OPEN_PICTURE, address(overview, "png", min(max(1, page - 1), drawn_on), "radar"))
            if drawn is Drawn.AT_HAND
            else None,
            read_about({}) if settled else None,
            execute(texts.SHOW_OPEN, SHOW_STATUS, {}, inputs=False) if is_open else None,
        ],
    )


def nothing_to_compare_card(bundle: Bundle, names: Sequence[str], *, is_open: bool = False) -> Card:
    """The edition has no two radars: it is said why, and what there is."""
    reason = no_own_radar(bundle.edition, together(list(names)))
    return card(
        [title(told.COMPARE), text(told.ONLY_SAMLET.format(reason=reason))],
        [
            execute(texts.SHOW_RADAR, SHOW_RADAR, {"f": SAMLET}),
            read_about({}),
            execute(texts.SHOW_OPEN, SHOW_STATUS, {}) if is_open else None,
        ],
    )


def _picture(overview: Overview, first: Overview, address: PictureAddress, drawn: Drawn) -> list[Element]:
    if drawn is not Drawn.AT_HAND:
        return [quiet(NOT_DRAWN[drawn])]
    return [image(address(overview, "png", 1, "chat"), overview_alt_text(first))]


def _heading(overview: Overview, page: int, pages: int) -> str:
    heading = told.ALL_ROWS.format(count=len(overview.rows))
    return heading if pages == 1 else told.ALL_ROWS_PAGE.format(title=heading, page=page, pages=pages)


def _differ(overview: Overview, first: Overview) -> str:
    if not any(row.apart for row in overview.rows):
        return told.SMALL_DIFFERENCE.format(count=len(overview.rows))
    return f"{first.subtitle}."


def _row(overview: Overview, row: OverviewRow) -> Element:
    words = told.ROW.format(name=row.name, cells=cells_told(overview, row))
    return text(words, size="Small", spacing="Small")


def _choice(bundle: Bundle, chosen: Sequence[str]) -> Element:
    options = [(f.id, f.name) for f in bundle.fagomraader]
    return choice_set("areas", told.COLUMNS, options, multi=True, value=",".join(chosen))
