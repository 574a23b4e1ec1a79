"""``POST /api/messages``: the Bot Framework protocol. Whatever comes in, the answer is 2xx or 4xx."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from aiohttp import web
from pydantic import ValidationError

from bot.cards.wide import for_teams
from bot.channels.activities import Activity, NotOurs, incoming_of
from bot.encoding import encoded
from bot.errors import BotError
from bot.sending.outbox import Outbox
from bot.sending.pacing import Pace
from bot.sending.unsaid import Unsaid
from bot.storage.database import StorageError
from bot.telemetry.about import WorkedOn, mark, new_reference, working_on
from bot.telemetry.meters import Act, Meters, NoTurn, Outcome
from bot.telemetry.traces import Span, Trace, untraced
from bot.turns.turn import Turns, outcome_of
from bot.web.crowd import Crowd
from bot.wire import Channel, Incoming, Kind, Outgoing, Reply
from dialogs.texts import common as texts

log = logging.getLogger(__name__)

TIME_LIMIT = 1.8
"""Seconds a turn may take; a card press is to be answered within two."""

BODY_WITHIN = 5.0
"""Seconds that the body of an activity may take to come."""

MAX_BODY = 256 * 1024
"""Bytes of one activity; Teams sends at most about 100 kB."""


class NotAdmitted(BotError):
    """The caller may not speak; ``status`` is 401 or 403."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(f"refused with {status}")


class Doorkeeper(Protocol):
    """Who may speak: asked once before the body is read, and once about what it says."""

    async def admit(self, headers: Mapping[str, str]) -> object:
        """Who is calling. Raises ``NotAdmitted``."""
        ...

    def permits(self, caller: object, activity: Activity) -> None:
        """Whether this caller may say this. Raises ``NotAdmitted``."""
        ...


@dataclass(frozen=True)
class Messages:
    """The handler, with all it needs."""

    turns: Turns
    outbox: Outbox
    channel: Channel
    door: Doorkeeper
    people: Pace
    tenants: Pace
    unsaid: Unsaid
    addressed: Callable[[Reply, str], Awaitable[Reply]]
    """A reply (of a tenant) with the addresses of files that its card has places for. Raises ``StorageError``."""
    told: Pace = field(default_factory=lambda: Pace(((1, 10.0),)))
    """A flood is not answered by a flood: each person is told once in ten seconds."""
    crowd: Crowd = field(default_factory=Crowd)
    """Turns under way in this process."""
    clock: Callable[[], float] = time.monotonic
    meters: Meters = field(default_factory=Meters)
    trace: Trace = untraced
    local: bool = False
    """True for the client on one's own machine: cards go without what Teams alone knows of."""

    async def post(self, request: web.Request) -> web.Response:
        """One activity in, one answer out."""
        try:
            caller = await self.door.admit(request.headers)
        except NotAdmitted as refused:
            return self._no_turn(NoTurn.TOKEN, refused.status)
        if request.content_type != "application/json":
            return self._no_turn(NoTurn.TYPE, 415)
        try:
            if request.content.is_eof():  # it came with the head
                body = await request.read()
            else:
                async with asyncio.timeout(BODY_WITHIN):
                    body = await request.read()
        except TimeoutError:
            return self._no_turn(NoTurn.LATE, 408)
        except (ConnectionError, web.RequestPayloadError):
            return self._no_turn(NoTurn.UNREADABLE, 400)  # broken off, or not packed as it says
        activity = _activity(body)
        if activity is None:
            return self._no_turn(NoTurn.UNREADABLE, 400)
        try:
            self.door.permits(caller, activity)
            incoming = incoming_of(activity)
        except NotAdmitted as refused:
            return self._no_turn(NoTurn.SCOPE, refused.status)
        except NotOurs:
            return self._no_turn(NoTurn.NOT_OURS, 400)
        if incoming is None:
            return web.Response(status=200)
        answer = await self._turn(incoming)
        # An invoke that is no press is only to hear that it has come.
        return answer if incoming.consent is None else web.Response(status=200)

    def _no_turn(self, why: NoTurn, status: int) -> web.Response:
        self.meters.refusal(why)
        return web.Response(status=status)

    async def _turn(self, incoming: Incoming) -> web.Response:
        about = WorkedOn(mark(incoming.address.tenant, incoming.address.conversation), new_reference())
        with working_on(about), self.trace("turn") as span:
            reference = about.reference or ""
            span.set_attribute("reference", reference)
            return await self._taken(incoming, reference, span)

    async def _taken(self, incoming: Incoming, reference: str, span: Span) -> web.Response:
        act = _act_of(incoming)

        def counts(outcome: Outcome, seconds: float | None = None) -> None:
            self.meters.turn(act, outcome, seconds)
            span.set_attribute("kind", act.value)
            span.set_attribute("outcome", outcome.value)

        if incoming.members is None and self._too_many(incoming):
            counts(Outcome.TOO_MANY)
            return await self._refused(incoming, texts.TOO_MANY, texts.TOO_MANY_ASKED, "429")
        if not self.crowd.enter(self.clock()):
            counts(Outcome.TURNED_AWAY)
            log.warning("turned away: %d turns under way, %.1f s", self.crowd.under_way, self.crowd.expected)
            return await self._refused(incoming, texts.BUSY, texts.BUSY_ASKED, "503")
        began, served = self.clock(), False
        try:
            try:
                async with asyncio.timeout(TIME_LIMIT):
                    reply = await self.addressed(await self.turns.take(incoming), incoming.address.tenant)
                served = True
            finally:
                self.crowd.leave(self.clock(), served=served)
        except Exception as failed:
            counts(outcome_of(failed), self.clock() - began)
            _tell(failed)
            not_saved, not_shown = (each.format(reference=reference) for each in (texts.NOT_SAVED, texts.NOT_SHOWN))
            return await self._refused(incoming, not_saved, not_shown, reference)
        counts(Outcome.DONE, self.clock() - began)
        self.outbox.expect(reply.outgoing)
        return _answer(reply, local=self.local) if incoming.wants_reply else web.Response(status=202)

    def _too_many(self, incoming: Incoming) -> bool:
        now, tenant = self.clock(), incoming.address.tenant
        return self.people.wait((tenant, incoming.by.id), now) > 0 or self.tenants.wait(tenant, now) > 0

    async def _refused(self, incoming: Incoming, not_saved: str, not_shown: str, code: str) -> web.Response:
        """Says that nothing was saved, or shown where nothing was to be saved; nobody said who left or came.

        Under a card, which then keeps what the person has typed; else as a message.
        """
        if incoming.members is not None and not incoming.joined:
            log.error("that %d left and %d came is not known", len(incoming.members.left), len(incoming.members.came))
            return web.Response(status=202)
        is_told = (
            not incoming.wants_reply and self.told.wait((incoming.address, incoming.by.id, code), self.clock()) > 0
        )
        if is_told:
            return web.Response(status=202)
        words = not_shown if self._only_asks(incoming) else not_saved
        if incoming.wants_reply:
            return _invoke_response("application/vnd.microsoft.error", {"code": code, "message": words}, 500)
        try:
            async with asyncio.timeout(TIME_LIMIT):
                await self.channel.deliver(incoming.address, Outgoing(Kind.SEND, text=words))
        except Exception:
            log.warning("nor could that be said, code %s; it is tried again", code)
            self.unsaid.keep(incoming.address, incoming.by.id, words)
        return web.Response(status=202)

    def _only_asks(self, incoming: Incoming) -> bool:
        try:
            return self.turns.only_asks(incoming)
        except Exception:
            log.exception("what was asked for cannot be told")
            return False


def _tell(failed: Exception) -> None:
    """One line where we are too slow or the database is in trouble: there are many of those at once, and no fault of
    ours is to be found in any of them."""
    if isinstance(failed, TimeoutError):
        log.warning("turn cut off after %.1f s", TIME_LIMIT)
    elif isinstance(failed, StorageError):
        log.warning("turn failed for the database: %s, %s", failed.wrong.value, type(failed.__cause__).__name__)
    else:
        log.error("turn failed", exc_info=failed)


def _act_of(incoming: Incoming) -> Act:
    if incoming.consent is not None:
        return Act.CONSENT
    if incoming.press is not None:
        return Act.PRESS
    if incoming.deleted:
        return Act.DELETION
    if incoming.edited:
        return Act.EDIT
    if incoming.joined:
        return Act.WELCOME
    return Act.MESSAGE if incoming.members is None else Act.MEMBERS


def _activity(body: bytes) -> Activity | None:
    try:
        return Activity.model_validate(json.loads(body))
    except (ValueError, RecursionError, ValidationError):
        return None


def _answer(reply: Reply, *, local: bool) -> web.Response:
    if reply.card is None:
        return _invoke_response("application/vnd.microsoft.activity.message", texts.RETIRED, 200)
    shown = reply.encoded_card if local else for_teams(reply.card)
    return _invoke_response("application/vnd.microsoft.card.adaptive", shown, 200)


def _invoke_response(kind: str, value: Any, status: int) -> web.Response:
    """The answer to an Action.Execute: always HTTP 200, the true status inside, or the client shows nothing at all."""
    body = {"statusCode": status, "type": kind, "value": value}
    return web.Response(body=encoded(body), content_type="application/json", charset="utf-8")
