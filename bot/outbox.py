"""Sends what turns have committed: in order within a conversation, side by side between them, until it is delivered."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
from collections.abc import Callable

from bot.storage.sql import Queued, Store
from bot.wire import Channel, DeliveryError, Kind

log = logging.getLogger(__name__)

BATCH = 64
"""Conversations served side by side."""

POLL = 1.0
"""Seconds between looks when nobody wakes us: for what other processes left, and what was put off."""

LAST_ATTEMPT = 12
"""Attempts before a message is given up; with the backoff that is over an hour."""

LONGEST = dt.timedelta(minutes=15)


class Outbox:
    """Delivers until ``stop``; ``wake`` says that something new has been committed."""

    def __init__(
        self, store: Store, channel: Channel, now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)
    ) -> None:
        self._store, self._channel, self._now = store, channel, now
        self._woken = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begins to deliver in the background."""
        self._task = asyncio.create_task(self._run(), name="outbox")

    def wake(self) -> None:
        """Something waits."""
        self._woken.set()

    async def stop(self) -> None:
        """Ends; what is not delivered stays for the next start."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def drain(self) -> None:
        """Delivers all that is due now."""
        while queued := await self._store.waiting(self._now(), BATCH):
            await asyncio.gather(*(self._deliver(each) for each in queued))

    async def _run(self) -> None:
        while True:
            self._woken.clear()
            try:
                await self.drain()
            except Exception:
                log.exception("the outbox could not be read")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), POLL)

    async def _deliver(self, queued: Queued) -> None:
        message = queued.message
        if message.kind is Kind.UPDATE and message.target is None:
            await self._store.give_up(queued)  # the card it would have changed was never delivered
            return
        try:
            message_id = await self._channel.deliver(queued.address, message)
        except DeliveryError as failed:
            await self._failed(queued, failed)
        except Exception:
            log.exception("message %d could not be delivered", queued.id)  # a fault of ours holds up nobody else
            await self._failed(queued, DeliveryError(0))
        else:
            await self._store.delivered(queued, message_id)

    async def _failed(self, queued: Queued, failed: DeliveryError) -> None:
        if failed.status == 404 and queued.message.kind is Kind.UPDATE:
            await self._store.forget_card(queued)
        elif failed.status in (400, 401, 403, 404, 413) or queued.attempts + 1 >= LAST_ATTEMPT:
            log.warning("message %d was given up after status %d", queued.id, failed.status)
            await self._store.give_up(queued)
        else:
            pause = min(dt.timedelta(seconds=2**queued.attempts), LONGEST)
            if failed.retry_after:
                pause = max(pause, dt.timedelta(seconds=failed.retry_after))
            await self._store.put_off(queued, self._now() + pause)
