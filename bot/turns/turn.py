"""One turn: load, hear, act, commit; and again from the top where somebody else was first."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from weakref import WeakValueDictionary

from bot.cards.elements import plain, stamped
from bot.cards.pictured import PictureAddress
from bot.cards.reflection import notices
from bot.editions.snapshot import Snapshot
from bot.errors import BadPress, BotError, StorageError
from bot.storage.loaded import Committed, Due, Stands
from bot.storage.store import Store
from bot.telemetry.meters import Outcome
from bot.telemetry.traces import Trace, untraced
from bot.turns import repeats
from bot.turns.ground import Feature, Ground
from bot.turns.ids import Ids
from bot.turns.messages import Remembered, remembered
from bot.turns.verbs import CHANGING, about, command_of
from bot.wire import Incoming, Kind, LaterPicture, Outgoing, Reply
from dialogs.asides.following import FollowCommand
from dialogs.asides.taking import KeepFileOut, PlaceFile
from dialogs.over_time.commands import OverTimeCommand
from dialogs.own_use.commands import OwnCommand
from dialogs.reflection.answering import NOBODY
from dialogs.reflection.commands import Alarm, Deleted, Help, Unknown
from dialogs.reflection.state import Reflection
from dialogs.texts import common as texts
from dialogs.understanding.asking import text_only_asks
from dialogs.understanding.commands import AnyCommand
from dialogs.understanding.harmless import only_asks
from dialogs.understanding.hear import hear, read_again
from dialogs.understanding.understand import clean, never_an_answer
from radar_core.model import Bundle

log = logging.getLogger(__name__)

TRYING = 1.5
"""Seconds in which a turn is applied anew when others keep coming first. One process settles its own order beforehand;
of two, the one that has just written has what stands at hand and can be first many times on end, until it is done."""


class TurnLost(BotError):
    """Others were first every time; nothing was saved."""


def outcome_of(failed: Exception) -> Outcome:
    """What is counted where a turn raised this."""
    if isinstance(failed, TurnLost):
        return Outcome.OVERTAKEN
    if isinstance(failed, StorageError):
        return Outcome.DATABASE
    return Outcome.CUT_OFF if isinstance(failed, TimeoutError) else Outcome.FAULT


async def _drawn(_: Bundle, __: str) -> bool:
    return True


@dataclass
class Turns:
    """Takes one act at a time per conversation, any number of conversations side by side."""

    store: Store
    snapshot: Callable[[], Snapshot]
    """What stands now; each attempt at a turn takes it once, so that no answer mixes two editions."""
    features: tuple[Feature, ...]
    """Who takes which command."""
    address_of: PictureAddress
    drawn: Callable[[Bundle, str], Awaitable[bool]] = _drawn
    """Whether the pictures of a fagområde (id) are at hand. It waits for no drawing: that would be the turn's time."""
    kommune: str | None = None
    """The one kommune (code) that the bot is for."""
    trace: Trace = untraced
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)
    new_id: Callable[[], str] = field(default_factory=Ids)
    _queues: WeakValueDictionary[tuple[str, str], asyncio.Lock] = field(default_factory=WeakValueDictionary)

    async def take(self, incoming: Incoming) -> Reply:
        """The reply to one act, once everything it saved is committed.

        Raises ``TurnLost``, or whatever the database raises; nothing has been saved then.
        """
        key = (incoming.address.tenant, incoming.address.conversation)
        queue = self._queues.setdefault(key, asyncio.Lock())
        async with queue:
            act = repeats.identity(incoming, changes=incoming.press is not None and incoming.press.verb in CHANGING)
            clock = asyncio.get_running_loop().time
            until = clock() + TRYING
            while True:
                to = incoming.alarm or about(incoming.press)
                stands = self.store.expected(incoming.address, to)
                if stands is None:
                    with self.trace("load"):
                        stands = await self.store.load(incoming.address, act, to)
                if not stands.known and incoming.members is not None and not (incoming.members.left or incoming.joined):
                    return Reply()  # nobody who comes there was ever in it
                if stands.departed.has(incoming.by.id) and not (incoming.deleted or incoming.members):
                    reply = await self._not_here(incoming)
                    if reply is not None:
                        return reply
                    continue
                is_repeat = stands.answered is not None or repeats.is_forgotten(incoming, act, stands)
                try:
                    reply = await (self._again(stands, incoming) if is_repeat else self._taken(stands, incoming, act))
                except StorageError:
                    # Where nothing was read, it is not known yet whether this has been taken before.
                    reply = await self._taken_before(incoming, act, to) if stands.is_expected else None
                    if reply is None:
                        raise
                if reply is not None:
                    return reply
                if clock() >= until and not stands.is_expected:
                    raise TurnLost

    async def _taken_before(self, incoming: Incoming, act: str, to: str | None) -> Reply | None:
        """What an act is told that could not be written, and need not be: it was before. None where it was not."""
        stands = await self.store.load(incoming.address, act, to)
        return await self._again(stands, incoming) if stands.answered is not None else None

    async def _taken(self, stands: Stands, incoming: Incoming, act: str) -> Reply | None:
        """The reply to an act that is new, once it is committed; None where somebody else was first."""
        ground = await self._ground(stands, incoming)
        command = _command(ground)
        with self.trace("act"):
            acted = await self._feature_of[type(command)].act(ground, command)
        reply = _stamped(acted.reply, ground.nonce)
        if acted.kommune and not stands.kommune:
            stands = replace(stands, kommune=acted.kommune)
        with self.trace("commit"):
            committed = await self.store.commit(
                *(stands, act, ground.now, acted.reflection, reply, acted.changes),
                welcomed=incoming.joined,
                taken=acted.taken,
            )
        if committed is not Committed.DONE:
            return None
        acted.done()
        return reply

    async def _not_here(self, incoming: Incoming) -> Reply | None:
        """What whoever has left is told; nothing is done. None where somebody else was first.

        A press is told so on its card and noted nowhere: the same press is taken once they are back.
        """
        if incoming.wants_reply:
            return Reply(notices.not_here_card())
        seen = await self.store.load(incoming.address, incoming.id)
        if seen.answered is not None:
            return seen.answered
        said = f"{plain(incoming.by.name)}: {texts.NOT_HERE}"
        reply = Reply(outgoing=() if incoming.consent else (Outgoing(Kind.SEND, text=said),))
        done = await self.store.commit(seen, incoming.id, self.now(), seen.reflection, reply)
        return reply if done is Committed.DONE else None

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
        ground = await self._ground(stands, incoming)
        command = _command(ground)
        told = await self._feature_of[type(command)].again(ground, command, press)
        is_first = told.stood == stands.stood or (told.holds and stands.came_as == incoming.id)
        if is_first and first is not None and (first.card is not None or not incoming.wants_reply):
            return first
        reply = _stamped(_for_the_presser(told.reply, incoming.wants_reply), ground.nonce)
        if incoming.wants_reply:
            return reply
        seen = await self.store.load(incoming.address, incoming.id, about(press))
        if seen.answered is not None:
            return seen.answered
        done = await self.store.commit(stands, incoming.id, ground.now, stands.reflection, reply)
        return reply if done is Committed.DONE else None

    def only_asks(self, incoming: Incoming) -> bool:
        """Whether nothing of an act was to be saved, as far as that can be told without the database."""
        live = self.snapshot().live
        if incoming.consent is not None:
            return False
        if incoming.press is None:
            return incoming.joined or (not incoming.edited and text_only_asks(incoming.text, live))
        return only_asks(_pressed(incoming, None, live))

    async def ring(self, due: Due) -> Reply:
        """The reply to a time that has come, as ``take``; nobody sees the card of it."""
        act = f"alarm {due.reflection} {due.at.isoformat()}"
        with self.trace("alarm"):
            return await self.take(Incoming(act, due.address, NOBODY, alarm=due.reflection))

    @cached_property
    def _feature_of(self) -> Mapping[type, Feature]:
        return {command: feature for feature in self.features for command in feature.commands}

    async def _ground(self, stands: Stands, incoming: Incoming) -> Ground:
        was = Remembered()
        if incoming.message is not None and (incoming.deleted or incoming.restored):
            was = remembered(await self.store.noted(incoming.address, incoming.message), stands.reflection)
        return Ground(
            *(incoming, stands, self.snapshot(), self.now(), self.store),
            *(self.address_of, self.drawn, self.new_id, was, self.kommune),
        )


def _command(ground: Ground) -> AnyCommand:
    """What an act says."""
    incoming, reflection, was = ground.incoming, ground.reflection, ground.was
    if incoming.alarm is not None:
        return Alarm()
    if incoming.deleted:
        return Deleted(shared=was.shared)
    if (said := incoming.consent) is not None:
        return KeepFileOut(said.file) if said.upload is None else PlaceFile(said.file)
    if incoming.press is not None:
        return _pressed(incoming, reflection, ground.spoken_of)
    if reflection is not None and was.question is not None:
        # What it says is of the question it was an answer to, wherever people are since.
        reflection = replace(reflection, current=was.question)
    edits = reflection.written_in(incoming.by, incoming.message) if reflection and incoming.edited else None
    if reflection is not None and edits is not None and not reflection.group and not reflection.phase.is_closed:
        heard = read_again(incoming.text, edits.question, reflection, ground.spoken_of)
    else:
        heard = hear(incoming.text, reflection, ground.spoken_of)
    # No command is given by editing a message into one, of any sort.
    is_beside = incoming.edited and isinstance(heard, OwnCommand | FollowCommand | OverTimeCommand)
    return Unknown(clean(incoming.text)) if is_beside else heard


def _pressed(incoming: Incoming, reflection: Reflection | None, bundle: Bundle) -> AnyCommand:
    """What a press says; one that is not understood asks for help."""
    if incoming.press is None:
        return Help()
    try:
        return never_an_answer(command_of(incoming.press, reflection, bundle))
    except BadPress as bad:
        log.warning("a press was not understood: %s", bad)
        return Help()


def _for_the_presser(reply: Reply, in_place: bool) -> Reply:
    """What a press that changes nothing is told: nobody else's card is touched, and there is no other live card."""
    if in_place:
        return Reply(reply.card)
    return Reply(outgoing=tuple(replace(m, screen=False) for m in reply.outgoing if m.kind is Kind.SEND))


def _stamped(reply: Reply, nonce: str) -> Reply:
    outgoing = tuple(_marked(each, nonce) for each in reply.outgoing)
    return Reply(stamped(reply.card, nonce) if reply.card else None, outgoing)


def _marked(message: Outgoing, nonce: str) -> Outgoing:
    later, made = message.later, message.made
    if made is not None:
        return replace(message, made=lambda: stamped(made(), nonce))
    if message.card is None and later is None:
        return message
    if isinstance(later, LaterPicture):
        later = replace(later, card=stamped(later.card, nonce), without=stamped(later.without, nonce))
    return replace(message, card=stamped(message.card, nonce) if message.card else None, later=later)
