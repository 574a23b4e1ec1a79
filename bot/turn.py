"""One turn: load, hear, apply, compose, commit; and again from the top where somebody else was first."""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
import json
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from weakref import WeakValueDictionary

from bot.cards import notices
from bot.cards.elements import stamped
from bot.cards.radar import Address as PictureAddress
from bot.presses import BadPress, about, command_of, reflection_of
from bot.replies import Scene, compose
from bot.storage.sql import Committed, Due, Elsewhere, Stands, Store
from bot.wire import ChatKind, Incoming, Kind, Outgoing, Reply
from dialogs.answering import NOBODY
from dialogs.commands import Alarm, Command, Help, Said
from dialogs.context import hear, ticked
from dialogs.reducer import Setting, apply
from dialogs.reflection import Reflection
from radar_core.catalog import Catalog
from radar_core.errors import UnknownEdition
from radar_core.model import Bundle, Ticks

log = logging.getLogger(__name__)

ATTEMPTS = 20
"""Times a turn is applied anew when others keep coming first; one process settles its own order beforehand."""


CHANGING = frozenset(
    "start setup answer ahead withdraw skip back next goto pause resume finish cancel status "
    "reveal conclude naming takeover reopen remind savestep removestep choose evaluate".split()
)
"""Verbs of presses that change something; the others may be pressed again and again on the same card."""

STANDING = frozenset({"start", "status"})
"""Verbs of buttons that stay in the chat and may be meant again another day."""

REDELIVERY = dt.timedelta(minutes=2)
"""Teams has redelivered a press after 15 seconds; past this nothing is a redelivery."""

ONE_MEETING = dt.timedelta(minutes=1)
"""Being brought into a conversation twice within this is one meeting; later, somebody has installed the bot again."""


class TurnLost(Exception):
    """Others were first every time; nothing was saved."""


@dataclass
class Turns:
    """Takes one act at a time per conversation, any number of conversations side by side."""

    store: Store
    catalog: Catalog
    live: Bundle
    """The bundle new reflections start on."""
    address_of: PictureAddress
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)
    new_id: Callable[[], str] = lambda: secrets.token_urlsafe(12)
    _queues: WeakValueDictionary[tuple[str, str], asyncio.Lock] = field(default_factory=WeakValueDictionary)

    async def take(self, incoming: Incoming) -> Reply:
        """The reply to one act, once everything it saved is committed.

        Raises ``TurnLost``, or whatever the database raises; nothing has been saved then.
        """
        key = (incoming.address.tenant, incoming.address.conversation)
        queue = self._queues.setdefault(key, asyncio.Lock())
        async with queue:
            act = identity(incoming)
            for _ in range(ATTEMPTS):
                stands = await self.store.load(incoming.address, act, incoming.alarm or about(incoming.press))
                if stands.answered is not None:
                    if not _pressed_anew(incoming, act, stands, self.now()):
                        return stands.answered
                    act = incoming.id
                    continue
                now = self.now()
                elsewhere = await self._elsewhere(stands, incoming)
                reflection, reply = self._decide(stands, incoming, now, elsewhere)
                reply = _stamped(reply, self.new_id())
                committed = await self.store.commit(stands, act, now, reflection, reply, welcomed=incoming.joined)
                if committed is Committed.DONE:
                    return reply
        raise TurnLost

    async def ring(self, due: Due) -> Reply:
        """The reply to a time that has come, as ``take``; nobody sees the card of it."""
        act = f"alarm {due.reflection} {due.at.isoformat()}"
        return await self.take(Incoming(act, due.address, NOBODY, alarm=due.reflection))

    async def _elsewhere(self, stands: Stands, incoming: Incoming) -> tuple[Elsewhere, ...]:
        """Open reflections in other threads of the channel, where there is none in this."""
        is_open = stands.reflection is not None and not stands.reflection.phase.is_closed
        if incoming.address.kind is not ChatKind.CHANNEL or incoming.press is not None or is_open:
            return ()
        return await self.store.open_elsewhere(incoming.address)

    def _decide(
        self, stands: Stands, incoming: Incoming, now: dt.datetime, elsewhere: tuple[Elsewhere, ...]
    ) -> tuple[Reflection | None, Reply]:
        before = stands.reflection
        bundle = self._bundle(before)
        if incoming.joined:
            return before, _welcome(stands, now, bundle)
        said = Said(
            self._command(incoming, before, bundle),
            incoming.by,
            now,
            reflection_of(incoming.press) if incoming.press else None,
            incoming.message,
            incoming.edited,
        )
        setting = Setting(
            self.new_id(),
            self.live.sha256,
            incoming.address.kind.is_group,
            stands.kommune,
            self.new_id(),
            ticked(before, bundle, Ticks.I_DRIFT) if before else (),
        )
        after, events = apply(before, said, setting)
        scene = Scene(
            incoming,
            before,
            after,
            events,
            self._bundle(after),
            self.live,
            stands.card,
            self.address_of,
            _previous(stands, after),
            elsewhere,
        )
        return after, compose(scene)

    def _command(self, incoming: Incoming, reflection: Reflection | None, bundle: Bundle) -> Command:
        if incoming.alarm is not None:
            return Alarm()
        if incoming.press is None:
            return hear(incoming.text, reflection, bundle)
        try:
            return command_of(incoming.press, reflection, bundle)
        except BadPress as bad:
            log.warning("a press was not understood: %s", bad)
            return Help()

    def _bundle(self, reflection: Reflection | None) -> Bundle:
        """The bundle a reflection is pinned to; the live one once it is closed, or where the old one is gone."""
        if reflection is None:
            return self.live
        try:
            return self.catalog.by_hash(reflection.bundle)
        except UnknownEdition:
            return self.live


def _previous(stands: Stands, after: Reflection | None) -> Reflection | None:
    """The finished reflection before it, where that was of the same fagområde."""
    if after is None or after.previous is None:
        return None
    before = stands.reflection
    last = before if before is not None and before.id == after.previous else stands.previous
    return last if last is not None and last.fagomraade == after.fagomraade else None


def identity(incoming: Incoming) -> str:
    """What makes an act the same act: its activity id; of a press that changes something, its card and what it carries.

    Teams redelivers presses it thinks were lost, sometimes under a new id.
    """
    press = incoming.press
    nonce = press.data.get("n") if press else None
    if press is None or press.verb not in CHANGING or not isinstance(nonce, str):
        return incoming.id
    carried = json.dumps([incoming.by.id, press.verb, press.data], sort_keys=True)
    return f"press {hashlib.sha256(carried.encode(errors='replace')).hexdigest()}"


def _pressed_anew(incoming: Incoming, act: str, stands: Stands, now: dt.datetime) -> bool:
    """True where an old card that stays in the chat is pressed again, much later than Teams redelivers anything."""
    standing = incoming.press is not None and incoming.press.verb in STANDING and act != incoming.id
    return standing and stands.answered_at is not None and now - stands.answered_at > REDELIVERY


def _stamped(reply: Reply, nonce: str) -> Reply:
    outgoing = tuple(replace(m, card=stamped(m.card, nonce)) if m.card else m for m in reply.outgoing)
    return Reply(stamped(reply.card, nonce) if reply.card else None, outgoing)


def _welcome(stands: Stands, now: dt.datetime, bundle: Bundle) -> Reply:
    """One welcome a meeting: installation and first membership come as two activities, in either order."""
    if stands.welcomed_at is not None and now - stands.welcomed_at < ONE_MEETING:
        return Reply()
    return Reply(outgoing=(Outgoing(Kind.SEND, notices.welcome_card(bundle)),))
