"""Pictures of how a team has rated itself: drawn as they are sent, from what is kept then, and kept nowhere."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass

from bot.cards.over_time import over_time_of
from bot.editions.snapshot import Snapshot
from bot.errors import DrawingError
from bot.pictures.pictures import Pictures
from bot.pictures.requests import OverTimePicture
from bot.pictures.workers import DRAWN_WITHIN
from bot.storage.store import Store
from bot.turns.beside import times_of
from bot.wire import Address, TeamPicture
from radar_core.errors import RadarError

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class TeamPictures:
    """Draws for the outbox."""

    store: Store
    snapshot: Callable[[], Snapshot]
    pictures: Pictures

    async def draw(self, where: Address, wanted: TeamPicture) -> bytes | None:
        """The picture as a PNG; None where it cannot be drawn, or not in time: then its words go instead.

        Only what the conversation itself may see is in it, whichever reflections are named.
        """
        found = await self.store.earlier_whole(where, wanted.reflections)
        if not found:
            return None
        snapshot = self.snapshot()
        shown = over_time_of(times_of(found, snapshot), snapshot.live)
        try:
            async with asyncio.timeout(DRAWN_WITHIN):
                return await self.pictures.own(OverTimePicture(shown, "png", wanted.page))
        except (TimeoutError, DrawingError, RadarError, ValueError) as failed:
            log.warning("a picture of reflections over time was not drawn: %s", type(failed).__name__)
            return None
