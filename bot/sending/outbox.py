"""Sends what turns have committed: in order within a conversation, side by side between them, until it is delivered."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import functools
import logging
import random
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Protocol

from bot.cards.elements import Card
from bot.clock.belief import steady
from bot.errors import DeliveryError, StorageError
from bot.sending.pacing import NO_LIMITS, Limits, Pace
from bot.storage.outbox import Queued
from bot.storage.rows import held_back
from bot.storage.store import Store
from bot.telemetry.about import WorkedOn, mark, working_on
from bot.telemetry.meters import Delivery, Meters
from bot.telemetry.traces import Trace, untraced
from bot.wire import Address, Channel, Kind, LaterFile, LaterPicture, Outgoing, OwnPicture, TeamPicture

log = logging.getLogger(__name__)

BATCH = 64
"""Conversations served side by side, not counting those that are slow."""

QUICK = 1.0
"""Seconds that a delivery may take before its conversation is slow, and it leaves its place to another."""

SLOW = 256
"""Slow conversations served side by side; those above are put off."""

PUT_OFF = dt.timedelta(seconds=5)
"""How long a slow conversation is put off where there are many."""

REMEMBERED = 10_000
"""Slow conversations that are remembered until something goes quickly there."""

PICTURES = 16
"""Messages that wait for their picture side by side; they take no room from the others."""

DRAWN_AT_LAST = 3
"""Times that a card's pictures are asked for before the card says that they could not be drawn."""

POLL = 1.0
"""Seconds between looks when nobody wakes us: for what other processes left, and what was put off."""

TOGETHER = 0.25
"""Seconds within which what is held back is looked for together: each look is two statements."""

LAST_ATTEMPT = 12
"""Attempts before a message is given up; with the backoff that is over an hour."""

LONGEST = dt.timedelta(minutes=15)
"""The longest pause between two attempts."""

GRACE = 5.0
"""Seconds that a stop gives to what can still be delivered."""

INSIST = (0.1, 0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds between attempts to note that a message is delivered."""

NEVER = frozenset({400, 401, 403, 404, 413})
"""Answers that another attempt would get again."""

NOT_SENT = frozenset({412, 429})
"""Answers after which it is certain that nothing was sent."""


Draw = Callable[[Address, OwnPicture | TeamPicture], Awaitable[bytes | None]]
"""(conversation, picture) to a PNG; None where it could not be drawn in time."""


Show = Callable[[str, str], Awaitable[bool]]
"""(bundle, fagområde) to whether the pictures that a card shows of it can be had; it may wait for them."""


Count = Callable[[Address, str], Awaitable[Card | None]]
"""(conversation, reflection) to the message that says who has answered, as it is now; None where there is none."""


class Hand(Protocol):
    """Who knows what has become of a file."""

    async def __call__(self, address: Address, file: str, *, asks: bool) -> Sequence[Outgoing] | None:
        """What the message about it becomes, and what goes beside it; None while that is not known.

        Not ``asks`` where the conversation would not take the question whether the file may be put somewhere.
        """


MAKING = dt.timedelta(seconds=1)
"""How long a message about a file waits, that another process is making."""


async def _hands_nothing(address: Address, file: str, *, asks: bool) -> Sequence[Outgoing] | None:
    return None


async def _shows_nothing(_: str, __: str) -> bool:
    return False


async def _draws_nothing(_: Address, __: OwnPicture | TeamPicture) -> bytes | None:
    return None


class Outbox:
    """Delivers until ``stop``; ``wake`` says that something new has been committed."""

    def __init__(
        self,
        store: Store,
        channel: Channel,
        *,
        conversation_limits: Limits = NO_LIMITS,
        tenant_limits: Limits = NO_LIMITS,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
        steady: Callable[[], float] = steady,
        draw: Draw = _draws_nothing,
        show: Show = _shows_nothing,
        hand: Hand = _hands_nothing,
        count: Count | None = None,
        jitter: Callable[[], float] = lambda: random.uniform(0.75, 1.25),  # noqa: S311 - spreads load, guards nothing
        quick: float = QUICK,
        most_slow: int = SLOW,
        meters: Meters | None = None,
        trace: Trace = untraced,
    ) -> None:
        self._store, self._channel, self._now, self._jitter = store, channel, now, jitter
        self._draw, self._show, self._hand, self._count, self._steady = draw, show, hand, count, steady
        self._conversations, self._tenants = Pace(conversation_limits), Pace(tenant_limits)
        self._woken = asyncio.Event()
        self._looks: set[float] = set()
        """When there is a look for what is held back, by the event loop's clock."""
        self._under_way: set[asyncio.Task[None]] = set()
        self._drawing: set[asyncio.Task[None]] = set()
        self._in_hand: set[tuple[int, bool]] = set()
        self._claiming = asyncio.Lock()
        self._waited_for: set[asyncio.Task[None]] = set()
        """Those under way that take longer than ``quick``, or are to a conversation where the last one did."""
        self._slow: OrderedDict[tuple[str, str], None] = OrderedDict()
        self._quick, self._most_slow = quick, most_slow
        self._meters, self._trace = meters or Meters(), trace
        self._stopping = self._draws_no_more = self._is_over = False
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begins to deliver in the background."""
        self._task = asyncio.create_task(self._run(), name="outbox")

    def wake(self) -> None:
        """Something waits."""
        self._woken.set()

    def expect(self, messages: Sequence[Outgoing]) -> None:
        """These have just been committed: there is a look for each once it may be sent, and none for it before."""
        clock = asyncio.get_running_loop()
        for pause in {held_back(message).total_seconds() for message in messages}:
            if not pause:
                self.wake()
            elif (at := (1 + (clock.time() + pause) // TOGETHER) * TOGETHER) not in self._looks:
                self._looks.add(at)
                clock.call_at(at, self._look, at)

    def _look(self, at: float) -> None:
        self._looks.discard(at)
        self._woken.set()

    def draw_no_more(self) -> None:
        """Whoever draws is closing: what waits for a picture is left to the next start, and has not been tried."""
        self._draws_no_more = True

    async def stop(self) -> None:
        """Delivers what it can in ``GRACE`` seconds and ends; the rest stays for the next start."""
        if self._task is None:
            return
        self._stopping = self._draws_no_more = True
        self._woken.set()
        done, _ = await asyncio.wait([self._task], timeout=GRACE)
        under_way = [*self._under_way, *self._drawing]
        left = under_way if done else [self._task, *under_way]
        self._is_over = True  # who is cut off in the middle of a write goes on after it
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def drain(self) -> None:
        """Delivers all that is due now."""
        while True:
            # What ends while we look may have held up another, which this look has not seen.
            were = self._under_way | self._drawing
            taken = await self._claim()
            if under_way := self._under_way | self._drawing:
                await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
            elif not were and not taken:
                return

    async def _claim(self) -> int:
        """Takes what is due in hand: a task each, so that a call that stalls holds up its own conversation alone.

        Returns how many.
        """
        async with self._claiming:  # what one look has taken is under way before the next
            taken = await self._take(drawn=False)
            return taken if self._draws_no_more else taken + await self._take(drawn=True)

    async def _take(self, *, drawn: bool) -> int:
        under_way = self._drawing if drawn else self._under_way
        room = PICTURES - len(self._drawing) if drawn else BATCH - len(self._under_way - self._waited_for)
        if room <= 0 or self._is_over:
            return 0
        taken = 0
        for queued in await self._store.claim(self._now(), room, drawn=drawn):
            this = (queued.id, queued.is_drawn)
            if this in self._in_hand:
                continue  # its claim has only run out because the clock was set
            is_slow = _conversation(queued) in self._slow and not drawn
            if is_slow and len(self._waited_for) >= self._most_slow:
                work = self._store.put_off(queued, self._now() + PUT_OFF, attempted=False)
            else:
                work = self._deliver(queued)
            task = asyncio.create_task(work)
            taken += 1
            self._in_hand.add(this)
            under_way.add(task)
            task.add_done_callback(functools.partial(self._let_go, this))
            if is_slow:
                self._waited_for.add(task)
            task.add_done_callback(self._done)
            if not drawn:  # a drawing may take its time
                late = asyncio.get_running_loop().call_later(self._quick, self._is_late, task, queued)
                task.add_done_callback(functools.partial(_in_time, late))
        return taken

    def _is_late(self, task: asyncio.Task[None], queued: Queued) -> None:
        """Others need not wait for it: it leaves its place, and so will the next ones to the same conversation."""
        self._slow[_conversation(queued)] = None
        if len(self._slow) > REMEMBERED:
            self._slow.popitem(last=False)
        if len(self._waited_for) < self._most_slow:
            self._waited_for.add(task)
        self._woken.set()

    def _let_go(self, this: tuple[int, bool], _: asyncio.Task[None]) -> None:
        self._in_hand.discard(this)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        self._waited_for.discard(task)
        self._drawing.discard(task)
        if not task.cancelled() and (failed := task.exception()):
            log.error("a delivery failed and is tried again once its claim is over", exc_info=failed)
        self._woken.set()  # the next in the same conversation may go now

    async def _run(self) -> None:
        told = ""
        while not self._stopping:
            self._woken.clear()
            try:
                await self._claim()
                told = ""
            except StorageError as trouble:
                if told != str(trouble):  # each second is too often
                    log.error("the outbox cannot be read: %s", trouble)
                told = str(trouble)
            except Exception:
                log.exception("the outbox could not be read")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), POLL)
        try:
            await self.drain()
        except StorageError as trouble:
            log.warning("what waits to be sent is left to the next start: %s", trouble)

    async def _deliver(self, queued: Queued) -> None:
        with working_on(WorkedOn(mark(queued.address.tenant, queued.address.conversation))):
            await self._delivered(queued)

    async def _delivered(self, queued: Queued) -> None:
        message = queued.message
        if message.kind is Kind.UPDATE and message.target is None:
            self._meters.delivery(Delivery.GIVEN_UP)
            _tell_given_up(queued, "the card it would have changed was never delivered")
            await self._store.give_up(queued)
            return
        if pause := self._pause(queued):
            await self._store.put_off(queued, self._now() + dt.timedelta(seconds=pause), attempted=False)
            return
        try:
            if message.picture is not None:
                message = replace(message, image=await self._draw(queued.address, message.picture))
            if isinstance(message.later, LaterPicture) and queued.is_drawn:
                card = await self._card(queued, message.later)
                if card is None:
                    again = self._now() + dt.timedelta(seconds=2**queued.attempts)
                    await self._store.put_off(queued, again, attempted=not self._draws_no_more)
                    return
                message = replace(message, card=card)
            if isinstance(message.later, LaterFile) and queued.is_drawn:
                if await self._handed(queued, message.later, asks=True):
                    await _insist(lambda: self._store.delivered(queued, None))
                else:
                    await self._store.put_off(queued, self._now() + MAKING, attempted=False)
                return
            if message.status and queued.reflection is not None and self._count is not None:
                card = await self._count(queued.address, queued.reflection)
                if card is None:
                    await _insist(lambda: self._store.delivered(queued, None))
                    return
                message = replace(message, card=card)
            message_id, took = await self._sent(queued.address, message)
            if took < self._quick:
                self._slow.pop(_conversation(queued), None)
        except DeliveryError as failed:
            await self._failed(queued, failed)
        except Exception:
            # A fault of ours holds up nobody else.
            log.exception("message %d could not be delivered", queued.id)
            await self._failed(queued, DeliveryError(0))
        else:
            await _insist(lambda: self._store.delivered(queued, message_id))

    async def _sent(self, address: Address, message: Outgoing) -> tuple[str | None, float]:
        """The message's id, and how many seconds the call took. Raises ``DeliveryError``."""
        clock = asyncio.get_running_loop().time
        began = clock()
        with self._trace("deliver") as span:
            span.set_attribute("kind", message.kind.value)
            message_id = await self._channel.deliver(address, message)
        self._meters.delivery(Delivery.DELIVERED)
        self._meters.call(took := clock() - began)
        return message_id, took

    async def _handed(self, queued: Queued, later: LaterFile, *, asks: bool) -> bool:
        """Whether it has been told what became of a file. Raises ``DeliveryError``.

        Where the chat refuses what goes beside the message, the message alone is the way to it.
        """
        handed = await self._hand(queued.address, later.file, asks=asks)
        if handed is None:
            return False
        first, *beside = handed
        await self._sent(queued.address, replace(first, target=queued.message.target))
        try:
            for each in beside:
                await self._sent(queued.address, each)
        except DeliveryError as refused:
            if refused.status not in NEVER or not asks:
                raise
            return await self._handed(queued, later, asks=False)
        return True

    async def _card(self, queued: Queued, later: LaterPicture) -> Card | None:
        """What the card becomes; None where its pictures are to be asked for again."""
        if await self._show(later.bundle, later.fagomraade):
            return later.card
        is_last = queued.attempts + 1 >= DRAWN_AT_LAST and not self._draws_no_more
        return later.without if is_last else None

    def _pause(self, queued: Queued) -> float:
        """Seconds until Teams will take one more from us here."""
        now = self._steady()
        address = queued.address
        return self._conversations.wait((address.tenant, address.conversation), now) or self._tenants.wait(
            address.tenant, now
        )

    async def _failed(self, queued: Queued, failed: DeliveryError) -> None:
        if failed.status == 404 and queued.message.kind is Kind.UPDATE:
            await (self._store.forget_status if queued.message.status else self._store.forget_card)(queued)
        elif why := _why_never(queued, failed):
            self._meters.delivery(Delivery.GIVEN_UP)
            _tell_given_up(queued, f"status {failed.status}, {why}")
            await self._store.give_up(queued, gone=failed.status == 403)
        else:
            self._meters.delivery(Delivery.RETRIED)
            pause = min(dt.timedelta(seconds=2**queued.attempts), LONGEST) * self._jitter()
            if failed.retry_after:
                pause = max(pause, dt.timedelta(seconds=failed.retry_after))
            await self._store.put_off(queued, self._now() + pause)


def _in_time(late: asyncio.TimerHandle, _: object) -> None:
    late.cancel()


def _conversation(queued: Queued) -> tuple[str, str]:
    return queued.address.tenant, queued.address.conversation


def _tell_given_up(queued: Queued, why: str) -> None:
    log.warning("message %d was given up: %s", queued.id, why)


def _why_never(queued: Queued, failed: DeliveryError) -> str | None:
    """Why a message is not tried again; None where it is."""
    if failed.status in NEVER:
        return "which another attempt would get again"
    if queued.attempts + 1 >= LAST_ATTEMPT:
        return f"after {LAST_ATTEMPT} attempts"
    return "after which it may be there already" if _may_be_there(queued, failed) else None


def _may_be_there(queued: Queued, failed: DeliveryError) -> bool:
    """True where another attempt could show twice what nobody asked for: that is worse than not at all."""
    message = queued.message
    return message.unprompted and message.kind is Kind.SEND and failed.status not in NOT_SENT


async def _insist(operation: Callable[[], Awaitable[None]]) -> None:
    """Keeps at it while the database is busy: what has been delivered but is not known to be would be sent again."""
    for pause in INSIST:
        try:
            return await operation()
        except Exception:
            log.exception("a delivery could not be noted; trying again")
            await asyncio.sleep(pause)
    await operation()
