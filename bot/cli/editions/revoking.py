"""What a stolen key has set live is taken back, by whoever runs the bot, in its own database."""

from __future__ import annotations

import asyncio
import datetime as dt
import unicodedata
from collections.abc import Callable

from bot.errors import CommandError
from bot.settings import Settings, public_keys
from bot.storage.database import Database, StorageError
from bot.storage.editions import KeptEditions, TakenBack
from radar_core.files.text import INVISIBLE
from radar_core.push.activation import MAX_NOTE

Say = Callable[[str], None]


class NotTakenBack(CommandError):
    """Nothing was taken back; ``str()`` says in Danish why."""


def take_back(settings: Settings, first: int, note: str, say: Say) -> None:
    """Takes back all activations from serial ``first`` on, where each is of a key that is no longer in the settings.

    Raises ``NotTakenBack``, ``UnsafeStart``.
    """
    if first < 1:
        raise NotTakenBack("Serienummeret skal være 1 eller højere.")
    words = unicodedata.normalize("NFC", INVISIBLE.sub(" ", note)).strip()[:MAX_NOTE]
    try:
        taken = asyncio.run(_take_back(settings, first, words))
    except StorageError as failed:
        raise NotTakenBack(f"{failed.sentence} Der er intet ændret.") from None
    if taken.trusted:
        keys = ", ".join(sorted({row.key_id for row in taken.trusted}))
        raise NotTakenBack(
            f"Intet er ændret: serienummer {taken.trusted[0].serial} er underskrevet med en nøgle, der stadig står i "
            f"TR_KL_PUBLIC_KEYS ({keys}). Fjern nøglen dér først, hvis det er den, der er kommet i forkerte hænder."
        )
    if not taken.gone:
        raise NotTakenBack(f"Der er ingen aktivering med serienummer {first} eller højere. Intet er ændret.")
    for row in taken.gone:
        say(f"Serienummer {row.serial} er taget tilbage (nøgle {row.key_id}, udgave {row.bundle[:12]}).")
    now = f"serienummer {taken.newest}" if taken.newest else "den udgave, der fulgte med botten"
    say(f"I drift er nu {now}. Den næste aktivering får serienummer {taken.newest + 1}.")


async def _take_back(settings: Settings, first: int, note: str) -> TakenBack:
    database = Database(settings.database_url, there=True)
    try:
        trusted = public_keys(settings)
        return await KeptEditions(database).take_back(first, trusted, dt.datetime.now(dt.UTC), note)
    finally:
        await database.close()
