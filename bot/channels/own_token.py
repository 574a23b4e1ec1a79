"""The token the bot itself carries to Teams: fetched in a thread, once for all who wait, and kept until it is old."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.errors import DeliveryError

log = logging.getLogger(__name__)

TOKEN_WITHIN = 5.0
"""Seconds a message waits for the token where it has run out."""

EARLY = 300.0
"""Seconds before its end a token is old: clocks differ, and msal then has a new one fetched too."""


@dataclass(frozen=True)
class Token:
    """A token, and how many seconds it holds from when it was asked for."""

    value: str = field(repr=False)
    seconds: float


AccessToken = Callable[[], Token]
"""Fetches a token (blocking); called in a thread. Whatever it raises is a token that was not to be had."""


class OwnToken:
    """Safe to ask from any number of deliveries at once."""

    def __init__(self, fetch: AccessToken, *, clock: Callable[[], float] = time.monotonic) -> None:
        """``clock`` counts seconds from any start."""
        self._fetch, self._clock = fetch, clock
        self._bearer, self._old_at = "", float("-inf")
        self._one_at_a_time = asyncio.Lock()

    async def bearer(self) -> str:
        """What the ``Authorization`` header says. Raises ``DeliveryError`` with status 0 where there is no token."""
        if self._clock() < self._old_at:
            return self._bearer
        try:
            async with asyncio.timeout(TOKEN_WITHIN):
                async with self._one_at_a_time:
                    if self._clock() >= self._old_at:
                        await self._renew()
        except Exception as failed:
            log.warning("the bot's own token could not be fetched (%s: %s)", type(failed).__name__, failed)
            raise DeliveryError(0) from None
        return self._bearer

    async def _renew(self) -> None:
        asked_at = self._clock()
        token = await asyncio.to_thread(self._fetch)
        self._bearer, self._old_at = f"Bearer {token.value}", asked_at + token.seconds - EARLY
