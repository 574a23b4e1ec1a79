"""Tells those who follow a radar what the live edition has changed on it: one card per conversation, once.

Every process looks; the store sees to it that each conversation is told once.
"""

from __future__ import annotations

import datetime as dt
import logging
import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import ClassVar

from bot.cards.elements import Card, stamped
from bot.cards.following.moved import News, moved_card
from bot.cards.pictured import PictureAddress
from bot.editions.snapshot import Snapshot
from bot.sending.outbox import Outbox
from bot.storage.follows import LastTold, Untold
from bot.storage.store import Store
from bot.turns import repeats
from bot.wire import Kind, Outgoing
from dialogs.texts import following
from radar_core.editions.diff import EditionDiff, diff
from radar_core.errors import UnknownEdition
from radar_core.lookup import radar_for
from radar_core.model import SAMLET, Bundle

log = logging.getLogger(__name__)

AT_ONCE = 100
"""Conversations read at a time."""


class Followers:
    """Tells by ``look``."""

    EVERY: ClassVar[float] = 5.0
    """Seconds between looks."""

    def __init__(
        self,
        store: Store,
        snapshot: Callable[[], Snapshot],
        address_of: PictureAddress,
        outbox: Outbox,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    ) -> None:
        self._store, self._snapshot, self._address_of = store, snapshot, address_of
        self._outbox, self._now = outbox, now

    async def look(self) -> int:
        """Tells whoever has not been told of what is live now; how many cards were sent. Raises ``StorageError``."""
        snapshot = self._snapshot()
        if not snapshot.serial:
            return 0
        sent, after = 0, None
        cards: dict[tuple[LastTold, ...], Card | None] = {}
        while batch := await self._store.follows.untold(snapshot.serial, AT_ONCE, after):
            for untold in batch:
                try:
                    if untold.follows not in cards:
                        cards[untold.follows] = self._card(snapshot, untold.follows)
                    sent += await self._tell(snapshot, untold, cards[untold.follows])
                except Exception:
                    log.exception("a conversation could not be told what has moved; it is tried again")
            after = batch[-1]
        if sent:
            self._outbox.wake()
        return sent

    async def _tell(self, snapshot: Snapshot, untold: Untold, card: Card | None) -> bool:
        message = None
        if card is not None:
            message = Outgoing(
                Kind.SEND, stamped(card, repeats.nonce(self._now(), secrets.token_urlsafe(12))), unprompted=True
            )
        done = await self._store.follows.tell(untold, snapshot.serial, snapshot.live.sha256, message, self._now())
        return done and message is not None

    def _card(self, snapshot: Snapshot, follows: Sequence[LastTold]) -> Card | None:
        news = news_of(snapshot, follows)
        followed = [told.fagomraade for told in follows]
        return moved_card(news, followed, snapshot.live, self._address_of) if news else None


def news_of(snapshot: Snapshot, follows: Sequence[LastTold]) -> tuple[News, ...]:
    """What has changed on each radar that is followed, the samlet one first; empty where nothing has.

    A follow whose bundle is gone has nothing to compare with, and is left out.
    """
    live = snapshot.live
    found: dict[str, News] = {}
    diffs: dict[str, tuple[Bundle, EditionDiff]] = {}
    for told in follows:
        if told.bundle == live.sha256:
            continue
        if told.bundle not in diffs:
            try:
                before = snapshot.catalog.by_hash(told.bundle)
            except UnknownEdition:
                continue
            diffs[told.bundle] = before, diff(before, live)
        if (news := _news(*diffs[told.bundle], live, told.fagomraade)) is not None:
            same = found.get(news.fagomraade)
            stands_in_for = (*(same.stands_in_for if same else ()), *news.stands_in_for)
            found[news.fagomraade] = replace(news, stands_in_for=stands_in_for)
    order = [SAMLET, *(f.id for f in live.fagomraader)]
    return tuple(sorted(found.values(), key=lambda each: _place(each.fagomraade, order)))


def _news(before: Bundle, changes: EditionDiff, live: Bundle, fagomraade: str) -> News | None:
    change = changes.radar(fagomraade)
    if fagomraade != SAMLET and fagomraade not in live.fagomraade_by_id:
        gone = before.fagomraade_by_id.get(fagomraade)
        return News(fagomraade, gone.name, None, change) if gone else None
    radar = radar_for(live, fagomraade)
    if change is None and radar.is_fallback:
        # Nothing is said of the fagområde itself, before or now: what is shown for it is the samlet radar.
        samlet = _news(before, changes, live, SAMLET)
        return replace(samlet, stands_in_for=(live.fagomraade_by_id[fagomraade].name,)) if samlet else None
    if change is None or not (change.moved or change.unlike or change.new or change.gone):
        return None
    name = following.SAMLET_RADAR if fagomraade == SAMLET else live.fagomraade_by_id[fagomraade].name
    is_marked = changes.is_comparable and not change.is_new and not radar.is_fallback
    return News(fagomraade, name, radar, change, since=before if is_marked else None)


def _place(fagomraade: str, order: Sequence[str]) -> int:
    return order.index(fagomraade) if fagomraade in order else len(order)
