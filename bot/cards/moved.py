"""What has changed on the radars a conversation follows: one card, however many radars and changes there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.cards.elements import (
    MAX_CARD_BYTES,
    Card,
    Element,
    banner,
    card,
    container,
    execute,
    image,
    plain,
    quiet,
    text,
    title,
    weight,
)
from bot.cards.headings import short
from bot.cards.radar import Address
from dialogs import following_texts as following
from dialogs import texts
from radar_core.edition_diff import Move, RadarDiff, Stand
from radar_core.known import hidden_text, no_own_radar
from radar_core.model import Bundle, Radar
from radar_core.render import alt_text, describe, parts
from radar_core.render.description import EXAMPLE_NOTICE

SIZES = ((3, 15), (1, 15), (1, 8), (1, 3), (0, 3), (0, 0))
"""(Radars with a picture, lines in one list) from the fullest card to the barest; the first that fits is sent."""

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
    """None where only the rings differ, and the editions cannot be compared."""
    is_unlike: bool = False
    """Rings differ and are no movement, because the editions cannot be compared."""
    since: Bundle | None = None
    """What is compared with, where movement can be marked on the picture."""
    stands_in_for: tuple[str, ...] = ()
    """Names of followed fagområder that have no radar of their own, for the samlet radar."""


def moved_card(news: Sequence[News], followed: Sequence[str], live: Bundle, address: Address) -> Card:
    """What has changed on one radar or more; ``followed`` (ids) is what the conversation is told of by this card."""
    fitting = (_made(news, followed, live, address, *size) for size in SIZES)
    made = next((each for each in fitting if weight(each) <= MAX_CARD_BYTES - _STAMP), None)
    return made or _made(news[:SHOWN], followed, live, address, *SIZES[-1])


def _made(
    news: Sequence[News], followed: Sequence[str], live: Bundle, address: Address, pictures: int, lines: int
) -> Card:
    heading = following.NEWS_TITLE.format(where=news[0].name) if len(news) == 1 else following.NEWS_TITLE_SEVERAL
    shown = [each for each in news if each.radar is not None][:SHOWN]
    sources = dict.fromkeys(describe(each.radar).source for each in shown if each.radar)
    return card(
        [
            banner(EXAMPLE_NOTICE) if live.edition.is_example else None,
            title(heading),
            text(following.EDITION.format(title=plain(live.edition.title))),
            *(
                _section(each, live, address if number < pictures else None, lines, named=len(news) > 1)
                for number, each in enumerate(news)
            ),
            *(quiet(source) for source in sources),
            quiet(following.WHY),
        ],
        [
            *(
                execute(
                    texts.SHOW_RADAR if len(shown) == 1 else following.SHOW_ONE.format(where=short(each.name, 30)),
                    "followed",
                    {"f": each.fagomraade},
                    primary=len(shown) == 1,
                )
                for each in shown
            ),
            execute(following.STOP, "unfollow", {"f": followed[0]})
            if len(followed) == 1
            else execute(following.STOP, "follows", {}),
        ],
    )


def _section(news: News, live: Bundle, address: Address | None, lines: int, *, named: bool) -> Element:
    return container(
        [
            text(f"**{news.name}**") if named else None,
            *(text(sentence) for sentence in _sentences(news, live)),
            quiet(hidden) if news.radar and (hidden := hidden_text(news.radar)) else None,
            *_lists(news, lines),
            *(_pictures(news, news.radar, address) if news.radar and address else ()),
        ],
        separator=True,
        spacing="Medium",
    )


def _sentences(news: News, live: Bundle) -> list[str]:
    told = []
    change, name = news.change, news.name
    if news.stands_in_for:
        names = texts.join(list(news.stands_in_for))
        told.append(following.FROM_SAMLET.format(reason=no_own_radar(live.edition, names)))
    if news.radar is None:
        told.append(following.GONE_FAGOMRAADE.format(where=name))
    elif change and change.is_gone:
        told.append(following.GONE_RADAR.format(where=name))
    elif change and change.is_new:
        count = len(change.new)
        told.append(
            following.NEW_RADAR.format(where=name, count="1 teknologi" if count == 1 else f"{count} teknologier")
        )
    if news.is_unlike:
        told.append(following.UNLIKE)
    return told


def _lists(news: News, lines: int) -> list[Element]:
    """What moved, is new and left, each with a heading; a radar that came or went as a whole is a sentence instead."""
    change = news.change
    if change is None or change.is_new or change.is_gone:
        return []
    told = [
        (following.MOVED, [_move(each) for each in change.moved]),
        (following.NOW_KNOWN if change.hid else following.NEW, [_stand(each) for each in change.new]),
        (following.NOT_KNOWN if change.hides else following.GONE, [_stand(each) for each in change.gone]),
    ]
    return [element for heading, said in told if said for element in _list(heading, said, lines)]


def _list(heading: str, said: Sequence[str], lines: int) -> tuple[Element, Element]:
    rest = len(said) - lines
    listed = [*said[:lines], following.MORE.format(count=rest)] if rest > 0 else said
    return (
        text(f"**{heading}** ({len(said)})", spacing="Small"),
        text("\n".join(f"- {each}" for each in listed), spacing="None"),
    )


def _move(move: Move) -> str:
    return following.MOVE.format(name=move.name, before=move.before.value, after=move.after.value)


def _stand(stand: Stand) -> str:
    return following.STANDS.format(name=stand.name, ring=stand.ring.value)


def _pictures(news: News, radar: Radar, address: Address) -> list[Element]:
    """As on the radar card, and with what moved: the alt text of the first tells every technology."""
    picture = describe(radar, news.change.marks if news.change and news.since else {})
    pages = enumerate(parts(picture), start=1)
    several = [image(address(radar, "png", page, "radar", news.since), part.title) for page, part in pages]
    return [{**several[0], "altText": alt_text(picture)}, *several[1:]]
