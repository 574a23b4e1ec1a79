"""The message that says who has answered, as it is when it is sent: several may have answered since it was to be."""

from __future__ import annotations

from bot.cards.elements import Card, stamped
from bot.cards.reflection.status import status_card, status_of
from bot.storage.store import Store
from bot.wire import Address

NOTHING_SAID = ""
"""No activity has this id."""


async def status_now(store: Store, where: Address, reflection: str, nonce: str) -> Card | None:
    """It, of a reflection (id) of the conversation, its buttons marked with ``nonce``; None where there is none.

    Raises ``StorageError``.
    """
    stands = (await store.load(where, NOTHING_SAID, reflection)).reflection
    if stands is None or stands.id != reflection or not stands.group:
        return None
    return stamped(status_card(status_of(stands)), nonce)
