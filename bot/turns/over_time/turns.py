"""A turn about reflections over time: asked of the whole team, confirmed by one of them, and shown to all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from bot.cards import over_time as cards
from bot.cards.elements import Card
from bot.cards.reflection.follow_up import technology_name
from bot.storage.earlier import ConfirmedTogether
from bot.storage.loaded import Change
from bot.turns.beside import times_of
from bot.turns.ground import Acted, Ground, Told
from bot.wire import ChatKind, Kind, Outgoing, Press, Reply, TeamPicture
from dialogs.danish.dates import local
from dialogs.over_time import commands as c
from dialogs.over_time.choosing import apply_over_time
from dialogs.over_time.commands import OverTimeCommand, OverTimeEvent, ShowOverTime
from dialogs.reflection.state import Reflection
from radar_core.render import over_time_parts

TOLD = "told"
"""What is noted of a press that has shown it to all."""


@dataclass(frozen=True)
class ShowingOverTime:
    """Takes the turns; what stands differently after one is that the team has said which reflections are its own."""

    commands = get_args(OverTimeCommand)

    async def act(self, ground: Ground, command: OverTimeCommand) -> Acted:
        """One turn; the reflection stays as it is."""
        event = await _event(ground, command)
        changes: tuple[Change, ...] = ()
        if isinstance(event, c.OverTimeTold) and ground.incoming.address.kind.is_group:
            changes = (ConfirmedTogether(tuple(each.id for each in event.chosen)),)
        return Acted(ground.reflection, await _reply(ground, command, event), changes, taken=ground.taken(TOLD))

    async def again(self, ground: Ground, command: OverTimeCommand, press: Press) -> Told:
        """What it shows whoever pressed; nothing is posted by it."""
        if isinstance(command, ShowOverTime) or not ground.in_place:
            return Told(TOLD, Reply())
        reply = await _reply(ground, command, await _event(ground, command))
        return Told(TOLD, Reply(reply.card))


async def _event(ground: Ground, command: OverTimeCommand) -> OverTimeEvent:
    heads = await ground.store.earlier(ground.incoming.address)
    at_hand = ground.reflection.fagomraade if ground.reflection else None
    return apply_over_time(heads, command, at_hand, group=ground.incoming.address.kind.is_group)


async def _reply(ground: Ground, command: OverTimeCommand, event: OverTimeEvent) -> Reply:
    # What is asked of all is a message of its own, also after a press: the card that was pressed stays as it is.
    in_place = ground.in_place and not isinstance(command, ShowOverTime)
    match event:
        case c.OverTimeWanted():
            return _shown(cards.which_card(event, ground.live), in_place=in_place)
        case c.TooFew():
            return _shown(cards.too_few_card(event, ground.live, _today(ground)), in_place=in_place)
        case c.Confirming(found=found):
            threads = ground.incoming.address.kind is ChatKind.CHANNEL
            sure = cards.confirm_card(event, await _whole(ground, found), ground.live, threads=threads)
            return _shown(sure, in_place=in_place)
        case c.Picking(found=found):
            picking = cards.picking_card(event, await _whole(ground, found), ground.live)
            return _shown(picking, in_place=in_place)
        case c.OverTimeTold():
            return await _told(ground, event, in_place=in_place)


async def _told(ground: Ground, event: c.OverTimeTold, *, in_place: bool) -> Reply:
    """The words for everybody, and each picture in a message of its own."""
    reflections = await _whole(ground, event.chosen)
    if len(reflections) < 2:  # somebody has just erased what was theirs
        few = c.TooFew(event.fagomraade, reflections, ())
        return _shown(cards.too_few_card(few, ground.live, _today(ground)), in_place=in_place)
    times = times_of(reflections, ground.snapshot)
    made = cards.over_time_card(times, ground.live, _naming(ground, reflections), more=event.more)
    shown = cards.over_time_of(times, ground.live)
    parts = over_time_parts(shown) if cards.has_ratings(shown) else ()
    ids = tuple(each.id for each in reflections)
    pictures = [
        Outgoing(Kind.SEND, text=cards.over_time_text(part), picture=TeamPicture(ids, page))
        for page, part in enumerate(parts, start=1)
    ]
    return Reply(cards.below_card() if in_place else None, (Outgoing(Kind.SEND, made), *pictures))


async def _whole(ground: Ground, which: Sequence[Reflection]) -> tuple[Reflection, ...]:
    return await ground.store.earlier_whole(ground.incoming.address, [each.id for each in which])


def _naming(ground: Ground, reflections: Sequence[Reflection]) -> cards.Naming:
    """What a technology is called on the newest reflection's radar."""
    newest = reflections[-1]
    bundle = ground.bundle_of(newest)
    return lambda technology: technology_name(newest, bundle, technology)


def _today(ground: Ground) -> dt.date:
    return local(ground.now).date()


def _shown(made: Card, *, in_place: bool) -> Reply:
    return Reply(made) if in_place else Reply(outgoing=(Outgoing(Kind.SEND, made),))
