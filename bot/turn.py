"""One turn: load, hear, apply, compose, commit; and again from the top where somebody else was first."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from weakref import WeakValueDictionary

from bot import follow_presses, own_presses, repeats
from bot.cards import notices
from bot.cards.elements import stamped
from bot.cards.radar import Address as PictureAddress
from bot.editions import Snapshot
from bot.follow_replies import FollowScene, compose_following
from bot.own_replies import OwnScene, compose_own
from bot.presses import BadPress, about, command_of, reflection_of
from bot.radar_answers import radar_of
from bot.replies import Scene, compose
from bot.storage.follows import FollowChange
from bot.storage.own_use import OwnChange
from bot.storage.sql import Store
from bot.storage.standing import Committed, Due, Elsewhere, Stands
from bot.wire import ChatKind, Incoming, Kind, Outgoing, Reply
from dialogs.answering import NOBODY
from dialogs.commands import Alarm, Command, Help, Said, Start
from dialogs.context import hear, ticked
from dialogs.dates import local
from dialogs.events import Event
from dialogs.following import FollowCommand, FollowedRadarShown, apply_following
from dialogs.own_commands import OwnCommand
from dialogs.own_plot import OwnGround, apply_own
from dialogs.reducer import Setting, apply
from dialogs.reflection import Phase, Reflection
from radar_core.errors import UnknownEdition
from radar_core.model import Bundle, Ticks
from radar_core.own_usage import OwnRadar

log = logging.getLogger(__name__)

ATTEMPTS = 20
"""Times a turn is applied anew when others keep coming first; one process settles its own order beforehand."""

OWN_HELPS = frozenset({3, 4, 5})
"""Questions that the kommune's own radar has something to say about."""

ONE_MEETING = dt.timedelta(minutes=1)
"""Being brought into a conversation twice within this is one meeting; later, somebody has installed the bot again."""


class TurnLost(Exception):
    """Others were first every time; nothing was saved."""


async def _drawn(_: Bundle, __: str) -> bool:
    return True


@dataclass
class Turns:
    """Takes one act at a time per conversation, any number of conversations side by side."""

    store: Store
    snapshot: Callable[[], Snapshot]
    """What stands now; each attempt at a turn takes it once, so that no answer mixes two editions."""
    address_of: PictureAddress
    drawn: Callable[[Bundle, str], Awaitable[bool]] = _drawn
    """Whether the picture of a fagområde (id) is there, or comes so soon that a card can show it."""
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
            act = repeats.identity(incoming)
            for _ in range(ATTEMPTS):
                stands = await self.store.load(incoming.address, act, incoming.alarm or about(incoming.press))
                if stands.answered is not None:
                    if not repeats.pressed_anew(incoming, act, stands, self.now()):
                        return stands.answered
                    act = incoming.id
                    continue
                now = self.now()
                snapshot = self.snapshot()
                bundle = _spoken_of(snapshot, stands.reflection, incoming)
                command = _at_hand(self._command(incoming, stands.reflection, bundle), snapshot.live)
                if isinstance(command, OwnCommand):
                    committed, reply = await self._own(snapshot, stands, incoming, act, command, now)
                elif isinstance(command, FollowCommand):
                    committed, reply = await self._follow(snapshot, stands, incoming, act, command, now)
                else:
                    elsewhere = await self._elsewhere(stands, incoming)
                    after, events = self._apply(snapshot, stands, incoming, command, now)
                    reply = await self._reply(snapshot, stands, incoming, after, events, elsewhere, now)
                    reply = _stamped(reply, self.new_id())
                    committed = await self.store.commit(stands, act, now, after, reply, welcomed=incoming.joined)
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

    def _apply(
        self, snapshot: Snapshot, stands: Stands, incoming: Incoming, command: Command, now: dt.datetime
    ) -> tuple[Reflection | None, tuple[Event, ...]]:
        before = stands.reflection
        if incoming.joined:
            return before, ()
        said = Said(
            command,
            incoming.by,
            now,
            reflection_of(incoming.press) if incoming.press else None,
            incoming.message,
            incoming.edited,
        )
        setting = Setting(
            self.new_id(),
            snapshot.live.sha256,
            incoming.address.kind.is_group,
            stands.kommune if stands.kommune in snapshot.live.kommune_by_code else None,
            self.new_id(),
            _in_operation(before, _bundle(snapshot, before)) if before else (),
            snapshot.live.fagomraade_by_id,
            snapshot.live.kommune_by_code,
        )
        return apply(before, said, setting)

    async def _reply(
        self,
        snapshot: Snapshot,
        stands: Stands,
        incoming: Incoming,
        after: Reflection | None,
        events: tuple[Event, ...],
        elsewhere: tuple[Elsewhere, ...],
        now: dt.datetime,
    ) -> Reply:
        if incoming.joined:
            return _welcome(stands, now, _bundle(snapshot, stands.reflection))
        scene = Scene(
            incoming,
            stands.reflection,
            after,
            events,
            _bundle(snapshot, after),
            snapshot.live,
            stands.card,
            self.address_of,
            local(now).date(),
            _previous(stands, after),
            elsewhere,
            await self._mine(incoming, after) if stands.has_own else None,
        )
        shown = radar_of(scene)
        return compose(replace(scene, drawn=await self.drawn(*shown)) if shown else scene)

    async def _mine(self, incoming: Incoming, after: Reflection | None) -> OwnRadar | None:
        """The kommune's own radar, where a question is to be shown that it helps to answer."""
        if after is None or after.phase is not Phase.QUESTIONS or not after.kommune or not after.fagomraade:
            return None
        carried = incoming.press.data if incoming.press else {}
        asked = {named for key in ("q", "question") if isinstance(named := carried.get(key), int | str)}
        if not OWN_HELPS & {after.current} and not asked & {*OWN_HELPS, *map(str, OWN_HELPS)}:
            return None
        plot = await self.store.own_plot(incoming.address.tenant, after.kommune)
        return plot.radar(after.fagomraade) if plot.kept else None

    async def _follow(
        self, snapshot: Snapshot, stands: Stands, incoming: Incoming, act: str, command: FollowCommand, now: dt.datetime
    ) -> tuple[Committed, Reply]:
        """A turn about which radars the conversation follows; they are those of the live edition."""
        live, reflection = snapshot.live, stands.reflection
        before = await self.store.follows.of(incoming.address)
        step = apply_following(live, before, command)
        shown = step.event.fagomraade if isinstance(step.event, FollowedRadarShown) else None
        scene = FollowScene(
            step,
            live,
            self.address_of,
            local(now).date(),
            reflection.fagomraade if reflection else None,
            incoming.press is not None and incoming.wants_reply,
            await self.drawn(live, shown) if shown else True,
        )
        reply = _stamped(compose_following(scene), self.new_id())
        change = FollowChange(before, step.followed, live.sha256, snapshot.serial) if step.followed != before else None
        return await self.store.commit(stands, act, now, reflection, reply, follow=change), reply

    async def _own(
        self, snapshot: Snapshot, stands: Stands, incoming: Incoming, act: str, command: OwnCommand, now: dt.datetime
    ) -> tuple[Committed, Reply]:
        """A turn about the kommune's own use; the reflection, if there is one, stays as it is."""
        tenant, reflection = incoming.address.tenant, stands.reflection
        known = () if command.kommune or stands.kommune else await self.store.kommuner(tenant)
        kommune = command.kommune or stands.kommune or (known[0] if len(known) == 1 else None)
        before = await self.store.own_plot(tenant, kommune) if kommune else None
        is_open = reflection is not None and not reflection.phase.is_closed
        bundle = _bundle(snapshot, reflection) if is_open else snapshot.live
        ground = OwnGround(bundle, before, known, reflection.fagomraade if reflection else None)
        step = apply_own(ground, command, incoming.by, now)
        in_place = incoming.press is not None and incoming.wants_reply
        reply = _stamped(compose_own(OwnScene(step, bundle, reflection, in_place)), self.new_id())
        change = OwnChange(before, step.plot) if before is not None and step.plot not in (None, before) else None
        # A conversation that did not know its kommune does from now on.
        stands = replace(stands, kommune=stands.kommune or kommune)
        return await self.store.commit(stands, act, now, reflection, reply, own=change), reply

    def _command(self, incoming: Incoming, reflection: Reflection | None, bundle: Bundle) -> Command:
        if incoming.alarm is not None:
            return Alarm()
        if incoming.press is None:
            return hear(incoming.text, reflection, bundle)
        try:
            if incoming.press.verb in own_presses.VERBS:
                return own_presses.own_command_of(incoming.press, bundle)
            if incoming.press.verb in follow_presses.VERBS:
                return follow_presses.follow_command_of(incoming.press)
            return command_of(incoming.press, reflection, bundle)
        except BadPress as bad:
            log.warning("a press was not understood: %s", bad)
            return Help()


def _bundle(snapshot: Snapshot, reflection: Reflection | None) -> Bundle:
    """The bundle a reflection is pinned to; the live one before its questions, or where the old one is gone."""
    if reflection is None or reflection.phase is Phase.SETUP:
        return snapshot.live
    try:
        return snapshot.catalog.by_hash(reflection.bundle)
    except UnknownEdition:
        return snapshot.live


def _spoken_of(snapshot: Snapshot, reflection: Reflection | None, incoming: Incoming) -> Bundle:
    """What the names in an act are of; a text after the reflection is closed is of what is live."""
    is_closed = reflection is not None and reflection.phase.is_closed
    return snapshot.live if is_closed and incoming.press is None else _bundle(snapshot, reflection)


def _at_hand(command: Command, live: Bundle) -> Command:
    """A start without what the live edition does not have, so that it is asked for: an old card may have named it."""
    if not isinstance(command, Start):
        return command
    return replace(
        command,
        kommune=command.kommune if command.kommune in live.kommune_by_code else None,
        fagomraade=command.fagomraade if command.fagomraade in live.fagomraade_by_id else None,
    )


def _in_operation(reflection: Reflection, bundle: Bundle) -> tuple[str, ...]:
    """Technologies (ids) ticked as in drift, without those that are in the bundle no more."""
    return tuple(t for t in ticked(reflection, bundle, Ticks.I_DRIFT) if t in bundle.technology_by_id)


def _previous(stands: Stands, after: Reflection | None) -> Reflection | None:
    """The finished reflection before it, where that was of the same fagområde."""
    if after is None or after.previous is None:
        return None
    before = stands.reflection
    last = before if before is not None and before.id == after.previous else stands.previous
    return last if last is not None and last.fagomraade == after.fagomraade else None


def _stamped(reply: Reply, nonce: str) -> Reply:
    outgoing = tuple(replace(m, card=stamped(m.card, nonce)) if m.card else m for m in reply.outgoing)
    return Reply(stamped(reply.card, nonce) if reply.card else None, outgoing)


def _welcome(stands: Stands, now: dt.datetime, bundle: Bundle) -> Reply:
    """One welcome a meeting: installation and first membership come as two activities, in either order."""
    if stands.welcomed_at is not None and abs(now - stands.welcomed_at) < ONE_MEETING:
        return Reply()
    return Reply(outgoing=(Outgoing(Kind.SEND, notices.welcome_card(bundle)),))
