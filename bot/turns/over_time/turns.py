"""A turn about reflections over time: asked of the whole team, confirmed by one of them, and shown to all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from bot.cards import over_time as cards
from bot.cards.elements import Card
from bot.cards.reflection.follow_up import technology_name
from bot.turns.ground import Acted, Ground, Told
from bot.turns.over_time.pictures import times_of
from bot.wire import ChatKind, Kind, Outgoing, Press, Reply, TeamPicture
from dialogs.danish.dates import local
from dialogs.over_time import commands as c
from dialogs.over_time.choosing import apply_over_time
from dialogs.over_time.commands import OverTimeCommand, OverTimeEvent
from dialogs.reflection.state import Reflection
from radar_core.render import over_time_parts

TOLD = "told"
"""What is noted of a press that has shown it to all."""


@dataclass(frozen=True)
class ShowingOverTime:
    """Takes the turns; nothing stands differently after one."""

    commands = get_args(OverTimeCommand)

    async def act(self, ground: Ground, command: OverTimeCommand) -> Acted:
        """One turn; the reflection stays as it is."""
        event = await _event(ground, command)
        return Acted(ground.reflection, await _reply(ground, event), taken=ground.taken(TOLD))

    async def again(self, ground: Ground, command: OverTimeCommand, press: Press) -> Told:
        """What it shows whoever pressed; nothing is posted by it."""
        reply = await _reply(ground, await _event(ground, command))
        return Told(TOLD, Reply(reply.card) if ground.in_place else Reply())


async def _event(ground: Ground, command: OverTimeCommand) -> OverTimeEvent:
    heads = await ground.store.earlier(ground.incoming.address)
    at_hand = ground.reflection.fagomraade if ground.reflection else None
    return apply_over_time(heads, command, at_hand, group=ground.incoming.address.kind.is_group)


async def _reply(ground: Ground, event: OverTimeEvent) -> Reply:
    match event:
        case c.OverTimeWanted():
            return _shown(ground, cards.which_card(event, ground.live))
        case c.TooFew():
            return _shown(ground, cards.too_few_card(event, ground.live, local(ground.now).date()))
        case c.Confirming(found=found):
            threads = ground.incoming.address.kind is ChatKind.CHANNEL
            return _shown(ground, cards.confirm_card(event, await _whole(ground, found), ground.live, threads=threads))
        case c.Picking(found=found):
            return _shown(ground, cards.picking_card(event, await _whole(ground, found), ground.live))
        case c.OverTimeTold():
            return await _told(ground, event)


async def _told(ground: Ground, event: c.OverTimeTold) -> Reply:
    """The words for everybody, and each picture in a message of its own."""
    reflections = await _whole(ground, event.chosen)
    times = times_of(reflections, ground.snapshot)
    made = cards.over_time_card(times, ground.live, _naming(ground, reflections), more=event.more)
    shown = cards.over_time_of(times, ground.live)
    parts = over_time_parts(shown) if cards.has_ratings(shown) else ()
    ids = tuple(each.id for each in reflections)
    pictures = [
        Outgoing(Kind.SEND, text=cards.over_time_text(part), picture=TeamPicture(ids, page))
        for page, part in enumerate(parts, start=1)
    ]
    return Reply(cards.below_card() if ground.in_place else None, (Outgoing(Kind.SEND, made), *pictures))


async def _whole(ground: Ground, which: Sequence[Reflection]) -> tuple[Reflection, ...]:
    return await ground.store.earlier_whole(ground.incoming.address, [each.id for each in which])


def _naming(ground: Ground, reflections: Sequence[Reflection]) -> cards.Naming:
    """What a technology is called on the newest reflection's radar."""
    newest = reflections[-1]
    bundle = ground.bundle_of(newest)
    return lambda technology: technology_name(newest, bundle, technology)


def _shown(ground: Ground, made: Card) -> Reply:
    return Reply(made) if ground.in_place else Reply(outgoing=(Outgoing(Kind.SEND, made),))
