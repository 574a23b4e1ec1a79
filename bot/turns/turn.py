"""One turn: load, hear, apply, compose, commit; and again from the top where somebody else was first."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from functools import partial
from weakref import WeakValueDictionary

from bot.cards.elements import stamped
from bot.cards.radar import Address as PictureAddress
from bot.cards.reflection import notices
from bot.editions.snapshot import Snapshot
from bot.errors import BadPress
from bot.storage.follows import FollowChange
from bot.storage.loaded import Committed, Due, Elsewhere, Stands, Taken
from bot.storage.own_use import OwnChange
from bot.storage.people import KnownAs
from bot.storage.store import Store
from bot.turns import again, repeats
from bot.turns.erasing.turns import Erasing
from bot.turns.following.replies import FollowScene, compose_following
from bot.turns.own_use.replies import OwnScene, compose_own
from bot.turns.press import reflection_of
from bot.turns.reflection.messages import Remembered, noted, remembered
from bot.turns.reflection.radar_answers import radar_of
from bot.turns.reflection.replies import Scene, compose
from bot.turns.verbs import VERBS, about, command_of
from bot.wire import ChatKind, Incoming, Kind, Outgoing, Press, Reply
from dialogs.danish.dates import local
from dialogs.erasing import ErasingCommand
from dialogs.following import FollowCommand, FollowedRadarShown, apply_following
from dialogs.own_use.commands import OwnCommand
from dialogs.own_use.plot import OwnPlot
from dialogs.own_use.reducer import OwnGround, apply_own
from dialogs.reflection.answering import NOBODY
from dialogs.reflection.choices import ticked
from dialogs.reflection.commands import Alarm, Command, Deleted, Help, Said, Start, Unknown
from dialogs.reflection.events import AnswerSaved, Event
from dialogs.reflection.reducer import apply, is_to_be_kept, tried
from dialogs.reflection.setting import Setting
from dialogs.reflection.state import Phase, Reflection
from dialogs.understanding.asking import only_asks, text_only_asks
from dialogs.understanding.commands import AnyCommand
from dialogs.understanding.hear import hear
from dialogs.understanding.understand import clean, never_an_answer
from radar_core.model import Bundle, Ticks
from radar_core.own_use.model import OwnRadar

log = logging.getLogger(__name__)

ATTEMPTS = 20
"""Times a turn is applied anew when others keep coming first; one process settles its own order beforehand."""

OWN_HELPS = frozenset({3, 4, 5})
"""Questions that the kommune's own radar has something to say about."""

ONE_MEETING = dt.timedelta(minutes=1)
"""Being brought into a conversation twice within this is one meeting; later, somebody has installed the bot again."""


@dataclass(frozen=True)
class _Own:
    """A turn about own use: what it is shown by, the plot as it was loaded, and the kommune (code) it is of."""

    scene: OwnScene
    before: OwnPlot | None
    kommune: str | None


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
    """Whether the pictures of a fagområde (id) are at hand. It waits for no drawing: that would be the turn's time."""
    erasing: Erasing = field(default_factory=Erasing)
    """Who erases what is kept of a person, and how."""
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
                if stands.answered is not None or repeats.is_forgotten(incoming, act, stands):
                    if (told := await self._again(stands, incoming)) is not None:
                        return told
                    continue
                now = self.now()
                snapshot = self.snapshot()
                bundle = _spoken_of(snapshot, stands.reflection, incoming)
                was = await self._remembered(stands, incoming)
                command = _at_hand(self._command(incoming, stands.reflection, bundle, was), snapshot.live)
                if isinstance(command, OwnCommand):
                    committed, reply = await self._own(snapshot, stands, incoming, act, command, now)
                elif isinstance(command, FollowCommand):
                    committed, reply = await self._follow(snapshot, stands, incoming, act, command, now)
                elif isinstance(command, ErasingCommand):
                    committed, reply = await self.erasing.take(
                        self.store, stands, incoming, act, command, now, snapshot, partial(self._nonce, now)
                    )
                else:
                    elsewhere = await self._elsewhere(stands, incoming)
                    after, events = self._apply(snapshot, stands, incoming, command, now, was)
                    keeps = is_to_be_kept(command)
                    reply = await self._reply(snapshot, stands, incoming, after, events, elsewhere, now, keeps)
                    reply = self._stamped(reply, now)
                    taken = _taken(incoming, repeats.mark_after(stands, after)) or noted(incoming, after, events)
                    known = KnownAs(incoming.by.id, incoming.entra) if incoming.entra else None
                    committed = await self.store.commit(
                        stands, act, now, after, reply, welcomed=incoming.joined, taken=taken, known=known
                    )
                if committed is Committed.DONE:
                    return reply
        raise TurnLost

    async def _again(self, stands: Stands, incoming: Incoming) -> Reply | None:
        """What an act that has been taken before is told; it changes nothing. None where somebody else was first.

        It gets its first answer while nothing has changed; and under the id it came by first, as long as the answer it
        gave stands. Else it is told what stands now.
        """
        press, first = incoming.press, stands.answered
        if press is None:
            return first or Reply()
        if not incoming.wants_reply and stands.came_as == incoming.id:
            return first or Reply()  # it has been said in the chat
        now, snapshot = self.now(), self.snapshot()
        stood, holds, told = await self._told_again(snapshot, stands, incoming, press, now)
        is_first = stood == stands.stood or (holds and stands.came_as == incoming.id)
        if is_first and first is not None and (first.card is not None or not incoming.wants_reply):
            return first
        told = self._stamped(again.for_the_presser(told, incoming.wants_reply), now)
        if incoming.wants_reply:
            return told
        seen = await self.store.load(incoming.address, incoming.id, about(press))
        if seen.answered is not None:
            return seen.answered
        done = await self.store.commit(stands, incoming.id, now, stands.reflection, told)
        return told if done is Committed.DONE else None

    async def _told_again(
        self, snapshot: Snapshot, stands: Stands, incoming: Incoming, press: Press, now: dt.datetime
    ) -> tuple[str, bool, Reply]:
        """A mark of what stands, whether what the press did is so now, and what stands in words; for the presser."""
        bundle = _spoken_of(snapshot, stands.reflection, incoming)
        command = _at_hand(self._command(incoming, stands.reflection, bundle), snapshot.live)
        if isinstance(command, OwnCommand):
            own = await self._own_scene(snapshot, stands, incoming, command, now)
            if own.before is None or own.scene.step.plot == own.before:
                return repeats.own_mark(own.before), False, compose_own(own.scene)
            return repeats.own_mark(own.before), False, again.not_saved_again(own.scene, own.before, command)
        if isinstance(command, FollowCommand):
            followed, follow = await self._follow_scene(snapshot, stands, incoming, command, now)
            if follow.step.followed == followed:
                return repeats.followed_mark(followed), False, compose_following(follow)
            told = again.not_followed_again(command, followed, snapshot.live, follow.in_place)
            return repeats.followed_mark(followed), False, told
        if isinstance(command, ErasingCommand):
            kept, told = await self.erasing.again(self.store, stands, incoming, command, snapshot)
            return kept, False, told
        setting = self._setting(snapshot, stands, incoming)
        reflection, changes, events = tried(stands.reflection, _said(incoming, command, now), setting)
        own_radar = await self._mine(incoming, reflection) if stands.has_own else None
        scene = Scene(
            incoming,
            *(reflection, reflection, events, _bundle(snapshot, reflection), snapshot.live),
            stands.card or "",  # a card that is gone is not sent anew to all by a repeat
            self.address_of,
            local(now).date(),
            _previous(stands, reflection),
            own=own_radar,
        )
        mark = repeats.mark(stands.reflection, stands.version)
        if changes:
            return mark, False, again.not_again(scene, press, VERBS[press.verb])
        shown = radar_of(scene)
        told = compose(replace(scene, drawn=await self.drawn(*shown)) if shown else scene)
        return mark, isinstance(events[0], AnswerSaved), told

    def only_asks(self, incoming: Incoming) -> bool:
        """Whether nothing of an act was to be saved, as far as that can be told without the database."""
        live = self.snapshot().live
        if incoming.press is None:
            return incoming.joined or (not incoming.edited and text_only_asks(incoming.text, live))
        return only_asks(self._command(incoming, None, live))

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

    async def _remembered(self, stands: Stands, incoming: Incoming) -> Remembered:
        """What is known of a message that is deleted, or there again."""
        if incoming.message is None or not (incoming.deleted or incoming.restored):
            return Remembered()
        return remembered(await self.store.noted(incoming.address, incoming.message), stands.reflection)

    def _apply(
        self,
        snapshot: Snapshot,
        stands: Stands,
        incoming: Incoming,
        command: Command,
        now: dt.datetime,
        was: Remembered,
    ) -> tuple[Reflection | None, tuple[Event, ...]]:
        before = stands.reflection
        if incoming.joined:
            return before, ()
        return apply(before, _said(incoming, command, now, was), self._setting(snapshot, stands, incoming))

    def _setting(self, snapshot: Snapshot, stands: Stands, incoming: Incoming) -> Setting:
        before = stands.reflection
        return Setting(
            self.new_id(),
            snapshot.live.sha256,
            incoming.address.kind.is_group,
            stands.kommune if stands.kommune in snapshot.live.kommune_by_code else None,
            self.new_id(),
            _in_operation(before, _bundle(snapshot, before)) if before else (),
            snapshot.live.fagomraade_by_id,
            snapshot.live.kommune_by_code,
        )

    async def _reply(
        self,
        snapshot: Snapshot,
        stands: Stands,
        incoming: Incoming,
        after: Reflection | None,
        events: tuple[Event, ...],
        elsewhere: tuple[Elsewhere, ...],
        now: dt.datetime,
        keeps: bool,
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
            keeps,
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
        live = snapshot.live
        before, scene = await self._follow_scene(snapshot, stands, incoming, command, now)
        step, reply = scene.step, self._stamped(compose_following(scene), now)
        change = FollowChange(before, step.followed, live.sha256, snapshot.serial) if step.followed != before else None
        taken = _taken(incoming, repeats.followed_mark(step.followed))
        return await self.store.commit(stands, act, now, stands.reflection, reply, follow=change, taken=taken), reply

    async def _follow_scene(
        self, snapshot: Snapshot, stands: Stands, incoming: Incoming, command: FollowCommand, now: dt.datetime
    ) -> tuple[tuple[str, ...], FollowScene]:
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
        return before, scene

    async def _own(
        self, snapshot: Snapshot, stands: Stands, incoming: Incoming, act: str, command: OwnCommand, now: dt.datetime
    ) -> tuple[Committed, Reply]:
        """A turn about the kommune's own use; the reflection, if there is one, stays as it is."""
        own = await self._own_scene(snapshot, stands, incoming, command, now)
        reply = self._stamped(compose_own(own.scene), now)
        before, after = own.before, own.scene.step.plot
        change = OwnChange(before, after) if before is not None and after not in (None, before) else None
        # A conversation that did not know its kommune does from now on.
        stands = replace(stands, kommune=stands.kommune or own.kommune)
        taken = _taken(incoming, repeats.own_mark(after))
        return await self.store.commit(stands, act, now, stands.reflection, reply, own=change, taken=taken), reply

    async def _own_scene(
        self, snapshot: Snapshot, stands: Stands, incoming: Incoming, command: OwnCommand, now: dt.datetime
    ) -> _Own:
        tenant, reflection = incoming.address.tenant, stands.reflection
        known = () if command.kommune or stands.kommune else await self.store.kommuner(tenant)
        kommune = command.kommune or stands.kommune or (known[0] if len(known) == 1 else None)
        before = await self.store.own_plot(tenant, kommune) if kommune else None
        is_open = reflection is not None and not reflection.phase.is_closed
        bundle = _bundle(snapshot, reflection) if is_open else snapshot.live
        ground = OwnGround(bundle, before, known, reflection.fagomraade if reflection else None)
        step = apply_own(ground, command, incoming.by, now)
        in_place = incoming.press is not None and incoming.wants_reply
        return _Own(OwnScene(step, bundle, reflection, in_place), before, kommune)

    def _nonce(self, now: dt.datetime) -> str:
        return repeats.nonce(now, self.new_id())

    def _stamped(self, reply: Reply, now: dt.datetime) -> Reply:
        nonce = self._nonce(now)
        outgoing = tuple(_marked(each, nonce) for each in reply.outgoing)
        return Reply(stamped(reply.card, nonce) if reply.card else None, outgoing)

    def _command(
        self, incoming: Incoming, reflection: Reflection | None, bundle: Bundle, was: Remembered | None = None
    ) -> AnyCommand:
        if incoming.alarm is not None:
            return Alarm()
        if incoming.deleted:
            return Deleted(shared=was is not None and was.shared)
        if incoming.press is None:
            if reflection is not None and was is not None and was.question is not None:
                # What it says is of the question it was an answer to, wherever people are since.
                reflection = replace(reflection, current=was.question)
            heard = hear(incoming.text, reflection, bundle)
            # No command is given by editing a message into one, of any sort.
            is_beside = incoming.edited and isinstance(heard, OwnCommand | FollowCommand)
            return Unknown(clean(incoming.text)) if is_beside else heard
        try:
            return never_an_answer(command_of(incoming.press, reflection, bundle))
        except BadPress as bad:
            log.warning("a press was not understood: %s", bad)
            return Help()


def _said(incoming: Incoming, command: Command, now: dt.datetime, was: Remembered | None = None) -> Said[Command]:
    about_it = reflection_of(incoming.press) if incoming.press else None
    gone = was.question if was else None
    edited = incoming.edited or incoming.deleted
    return Said(command, incoming.by, now, about_it, incoming.message, edited, incoming.restored, gone)


def _taken(incoming: Incoming, stood: str) -> Taken | None:
    return Taken(incoming.id, stood) if incoming.press is not None else None


def _bundle(snapshot: Snapshot, reflection: Reflection | None) -> Bundle:
    """The bundle a reflection is pinned to; the live one before its questions, or where the old one is gone."""
    return snapshot.pinned(reflection) if reflection else snapshot.live


def _spoken_of(snapshot: Snapshot, reflection: Reflection | None, incoming: Incoming) -> Bundle:
    """What the names in an act are of; a text after the reflection is closed is of what is live."""
    is_closed = reflection is not None and reflection.phase.is_closed
    return snapshot.live if is_closed and incoming.press is None else _bundle(snapshot, reflection)


def _at_hand(command: AnyCommand, live: Bundle) -> AnyCommand:
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


def _marked(message: Outgoing, nonce: str) -> Outgoing:
    if later := message.later:
        later = replace(later, card=stamped(later.card, nonce), without=stamped(later.without, nonce))
    return replace(message, card=stamped(message.card, nonce) if message.card else None, later=later)


def _welcome(stands: Stands, now: dt.datetime, bundle: Bundle) -> Reply:
    """One welcome a meeting: installation and first membership come as two activities, in either order."""
    if stands.welcomed_at is not None and abs(now - stands.welcomed_at) < ONE_MEETING:
        return Reply()
    return Reply(outgoing=(Outgoing(Kind.SEND, notices.welcome_card(bundle)),))
