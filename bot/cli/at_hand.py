"""The editions that a command works on: those that came with the release, and those that the bot has kept."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.errors import StorageError, Wrong
from radar_core.errors import UnknownEdition
from radar_core.model import Bundle

if TYPE_CHECKING:
    from bot.settings import Settings

Say = Callable[[str], None]

OUT_OF_REACH = "Botten har en database, men den svarer ikke. Jeg kender kun de udgaver, der fulgte med."


@dataclass(frozen=True)
class AtHand:
    """An edition, and what may stand beside it."""

    bundle: Bundle
    before: Bundle | None
    """The edition before it, where the bot has one that anybody may see."""


def at_hand(settings: Settings, asked: str | None, complain: Say) -> AtHand:
    """The edition with the id asked for, else the one that is live. Nothing is written, no database is made or changed.

    Where the database is out of reach that is complained of, and what came with the release counts. Raises
    ``UnknownEdition``, also for an edition that is kept and has never been live.
    """
    return asyncio.run(_at_hand(settings, asked, complain))


async def _at_hand(settings: Settings, asked: str | None, complain: Say) -> AtHand:
    from bot.editions.live import Editions
    from bot.editions.snapshot import live_bundle, starting
    from bot.pictures.pictures import Pictures
    from bot.storage.database import Database
    from bot.storage.editions import KeptEditions
    from radar_core.editions.catalog import load_catalog
    from radar_core.lookup import edition_before

    catalog = load_catalog(settings.data_dir)
    snapshot = starting(catalog, live_bundle(catalog, settings, local=False))
    drawn = Pictures()
    try:
        database = Database(settings.database_url, there=True)
        try:
            editions = Editions(KeptEditions(database), snapshot, {}, False, drawn.prepare, drawn.unfit)
            await editions.read()
            snapshot = editions.snapshot
        finally:
            await database.close()
    except StorageError as failed:
        if failed.wrong is not Wrong.MISSING:
            complain(OUT_OF_REACH)
    bundle = snapshot.catalog.bundle(asked) if asked else snapshot.live
    if not (snapshot.is_public(bundle) or bundle.sha256 in snapshot.came_along):
        raise UnknownEdition(asked or "", [each.edition.id for each in snapshot.public])
    return AtHand(bundle, edition_before(bundle, snapshot.public))
