"""What has changed on the radars a conversation follows: one card, however many radars and changes there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.cards.buttons import UNFOLLOW
from bot.cards.changed import changed_lines, listed
from bot.cards.elements import (
    MAX_CARD_BYTES,
    Card,
    Element,
    banner,
    card,
    container,
    execute,
    plain,
    quiet,
    text,
    title,
    weight,
)
from bot.cards.pictured import PictureAddress, circles
from bot.cards.reflection.headings import short
from dialogs.texts import common as texts
from dialogs.texts import following
from radar_core.editions.diff import RadarDiff
from radar_core.known import hidden_text, no_own_radar
from radar_core.model import Bundle, Radar
from radar_core.render import describe
from radar_core.render.words.description import EXAMPLE_NOTICE
from radar_core.spelling import together

SHOW_FOLLOWED_RADAR = "followed"
SHOW_FOLLOWED = "follows"

SIZES = (3, 1, 0)
"""Radars with a picture, from the fullest card to the barest; the first that fits is sent."""

SHOWN = 4
"""Radars with a button each."""

_STAMP = 700
"""Bytes that the marks on a card's buttons add, and a little to spare."""


@dataclass(frozen=True)
class News:
    """What has changed on one radar."""

    fagomraade: str
    """Its id, or ``SAMLET``."""
    name: str
    """On its own: »Sundhed og ældre«, »Den samlede radar«."""
    radar: Radar | None
    """As it is now; None where the edition has lost the fagområde."""
    change: RadarDiff | None
    since: Bundle | None = None
    """What is compared with, where movement can be marked on the picture."""
    stands_in_for: tuple[str, ...] = ()
    """Names of followed fagområder that have no radar of their own, for the samlet radar."""


def moved_card(news: Sequence[News], followed: Sequence[str], live: Bundle, address: PictureAddress) -> Card:
    """What has changed on one radar or more; ``followed`` (ids) is what the conversation is told of by this card."""
    fitting = (_made(news, followed, live, address, size) for size in SIZES)
    made = next((each for each in fitting if weight(each) <= MAX_CARD_BYTES - _STAMP), None)
    return made or _made(news[:SHOWN], followed, live, address, SIZES[-1])


def _made(news: Sequence[News], followed: Sequence[str], live: Bundle, address: PictureAddress, pictures: int) -> Card:
    heading = following.NEWS_TITLE.format(where=news[0].name) if len(news) == 1 else following.NEWS_TITLE_SEVERAL
    shown = [each for each in news if each.radar is not None][:SHOWN]
    return card(
        [
            banner(EXAMPLE_NOTICE) if live.edition.is_example else None,
            title(heading),
            text(following.EDITION.format(title=plain(live.edition.title))),
            *(
                _section(each, live, address if number < pictures else None, named=len(news) > 1)
                for number, each in enumerate(news)
            ),
            quiet(following.WHY),
        ],
        [
            *(
                execute(
                    texts.SHOW_RADAR if len(shown) == 1 else following.SHOW_ONE.format(where=short(each.name, 30)),
                    SHOW_FOLLOWED_RADAR,
                    {"f": each.fagomraade},
                    primary=len(shown) == 1,
                )
                for each in shown
            ),
            execute(following.STOP, UNFOLLOW, {"f": followed[0]})
            if len(followed) == 1
            else execute(following.STOP, SHOW_FOLLOWED, {}),
        ],
    )


def _section(news: News, live: Bundle, address: PictureAddress | None, *, named: bool) -> Element:
    change = news.change
    is_comparable = not (change and change.unlike)
    lines = changed_lines(change, news.name, news.radar, is_comparable=is_comparable) if news.radar else ()
    return container(
        [
            text(f"**{news.name}**") if named else None,
            *(text(sentence) for sentence in _why(news, live)),
            text(listed(lines), spacing="Small") if lines else None,
            quiet(hidden) if news.radar and (hidden := hidden_text(news.radar)) else None,
            *(_pictures(news, news.radar, address) if news.radar and address else ()),
        ],
        separator=True,
        spacing="Medium",
    )


def _why(news: News, live: Bundle) -> list[str]:
    """Why another radar is told of than the one that is followed, or none."""
    told = []
    if news.stands_in_for:
        names = together(list(news.stands_in_for))
        told.append(following.FROM_SAMLET.format(reason=no_own_radar(live.edition, names)))
    if news.radar is None:
        told.append(following.GONE_FAGOMRAADE.format(where=news.name))
    return told


def _pictures(news: News, radar: Radar, address: PictureAddress) -> list[Element]:
    """As on the radar card, and with what moved."""
    return circles(radar, address, describe(radar, news.change.marks if news.change and news.since else {}), news.since)
