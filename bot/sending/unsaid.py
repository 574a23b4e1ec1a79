"""What could not be said when it happened: that something was not saved, while Teams could not be reached either.

It is kept in memory, few and not for long, and holds none of what the person wrote: the sentence and where to say it.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar

from bot.errors import DeliveryError
from bot.wire import Address, Channel, Kind, Outgoing

log = logging.getLogger(__name__)

MOST = 1_000
"""People who wait to be told; the oldest are let go of first."""

TOO_OLD = 3600.0
"""Seconds after which the person has found out."""

WITHIN = 10.0
"""Seconds one attempt may take."""

AT_ONCE = 16
"""Attempts side by side."""

NEVER = frozenset({400, 401, 403, 404, 413})
"""Answers that another attempt would get again."""


@dataclass
class Unsaid:
    """Says by ``look``; ``clock`` counts seconds from any start."""

    EVERY: ClassVar[float] = 5.0
    """Seconds between looks."""

    channel: Channel
    clock: Callable[[], float] = time.monotonic
    _waiting: OrderedDict[tuple[Address, str], tuple[str, float]] = field(default_factory=OrderedDict)

    def __len__(self) -> int:
        return len(self._waiting)

    def keep(self, address: Address, person: str, words: str) -> None:
        """Says it to a person (id) as soon as it can be said; the newest words stand for all before them."""
        self._waiting.pop((address, person), None)
        self._waiting[address, person] = words, self.clock()
        while len(self._waiting) > MOST:
            self._waiting.popitem(last=False)

    async def look(self) -> int:
        """Tries to say what waits, ``AT_ONCE`` at a time until one of them cannot be said; how many were said."""
        said, tried = 0, set[tuple[Address, str]]()
        while batch := [key for key in self._waiting if key not in tried][:AT_ONCE]:
            tried.update(batch)
            outcomes = await asyncio.gather(*map(self._say, batch))
            said += sum(outcomes)
            if not all(outcomes):
                break
        return said

    async def _say(self, key: tuple[Address, str]) -> bool:
        """Whether it need not be tried again."""
        words, since = self._waiting[key]
        if self.clock() - since >= TOO_OLD:
            log.warning("a person could not be told that nothing was saved, and is not told any more")
            self._let_go(key, words)
            return True
        try:
            async with asyncio.timeout(WITHIN):
                await self.channel.deliver(key[0], Outgoing(Kind.SEND, text=words))
        except DeliveryError as failed:
            if failed.status not in NEVER:
                self._last(key)
                return False
        except Exception:
            self._last(key)
            return False
        self._let_go(key, words)
        return True

    def _let_go(self, key: tuple[Address, str], words: str) -> None:
        # Newer words that came meanwhile are still to be said.
        if key in self._waiting and self._waiting[key][0] == words:
            del self._waiting[key]

    def _last(self, key: tuple[Address, str]) -> None:
        # Where one chat takes nothing, the others are not kept waiting for it.
        if key in self._waiting:
            self._waiting.move_to_end(key)
