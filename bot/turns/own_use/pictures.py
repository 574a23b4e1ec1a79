"""Pictures of a kommune's own use: drawn as they are sent, from what is kept then, and kept nowhere."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass

from bot.cards.own_use.result import comparison_of
from bot.editions.snapshot import Snapshot
from bot.errors import DrawingError
from bot.pictures.pictures import Pictures
from bot.pictures.requests import ComparisonPicture
from bot.pictures.workers import DRAWN_WITHIN
from bot.storage.store import Store
from bot.wire import OwnPicture
from radar_core.errors import RadarError
from radar_core.lookup import radar_for

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class OwnPictures:
    """Draws for the outbox."""

    store: Store
    snapshot: Callable[[], Snapshot]
    pictures: Pictures

    async def draw(self, tenant: str, wanted: OwnPicture) -> bytes | None:
        """The comparison as a PNG; None where it cannot be drawn, or not in time: then its words go instead."""
        try:
            bundle = self.snapshot().catalog.by_hash(wanted.bundle)
            radar = radar_for(bundle, wanted.fagomraade)
            kommune_use = await self.store.kommune_use(tenant, wanted.kommune)
            comparison = comparison_of(radar, kommune_use, wanted.fagomraade, bundle)
            async with asyncio.timeout(DRAWN_WITHIN):
                return await self.pictures.own(ComparisonPicture(comparison, "png", wanted.page))
        except (TimeoutError, DrawingError, RadarError, ValueError) as failed:
            log.warning("a picture of own use was not drawn: %s", type(failed).__name__)
            return None
