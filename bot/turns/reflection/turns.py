"""A turn of a reflection: the command applied to what stands, and what people see of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

from bot.cards.reflection import notices
from bot.storage.departed import MembersChange
from bot.storage.loaded import Change, Elsewhere
from bot.storage.people import KnownAs
from bot.turns import repeats
from bot.turns.ground import Acted, Ground, Told
from bot.turns.messages import noted
from bot.turns.press import reflection_of
from bot.turns.reflection.again import not_again
from bot.turns.reflection.presses import VERBS
from bot.turns.reflection.radar_answers import framed_of, may_show_result, radar_of
from bot.turns.reflection.replies import Scene, compose
from bot.turns.reflection.status_replies import with_status
from bot.wire import ChatKind, Kind, Members, Outgoing, Press, Reply
from dialogs.danish.dates import local
from dialogs.reflection.choices import ticked
from dialogs.reflection.commands import Command, Said, Start
from dialogs.reflection.events import AnswerSaved, Event
from dialogs.reflection.reducer import apply, is_to_be_kept, tried
from dialogs.reflection.setting import Setting
from dialogs.reflection.state import Phase, Reflection
from radar_core.advice.facts import own_helps
from radar_core.model import Bundle, Ticks
from radar_core.own_use.model import OwnRadar

ONE_MEETING = dt.timedelta(minutes=1)
"""Being brought into a conversation twice within this is one meeting; later, somebody has installed the bot again."""


class Reflecting:
    """Takes the turns."""

    commands = get_args(Command)

    async def act(self, ground: Ground, command: Command) -> Acted:
        """One turn; a conversation that the bot has just come into is welcomed, and nothing else.

        Of who has left it or come into it only the message that says who has answered tells.
        """
        incoming, before = ground.incoming, ground.reflection
        members: Sequence[Change] = (MembersChange(incoming.members),) if incoming.members else ()
        if incoming.joined:
            return Acted(before, _welcome(ground), members)
        if incoming.members is not None:
            return Acted(*_without_those_who_left(ground, incoming.members), members)
        elsewhere = await _elsewhere(ground)
        after, events = apply(before, _said(ground, _at_hand(command, ground.live)), _setting(ground))
        own = await _mine(ground, after, events) if ground.stands.has_own else None
        scene = Scene(
            *(incoming, before, after, events, ground.bundle_of(after), ground.live),
            *(ground.stands.card, ground.address_of, local(ground.now).date(), _previous(ground, after)),
            *(elsewhere, own, is_to_be_kept(command), ground.snapshot.public),
            newest_status=ground.stands.status,
        )
        taken = ground.taken(repeats.mark_after(ground.stands, after)) or noted(incoming, after, events)
        return Acted(after, await _composed(ground, scene), _known_as(ground), taken)

    async def again(self, ground: Ground, command: Command, press: Press) -> Told:
        """What stands of the reflection, and the button anew where it would change something now."""
        stands = ground.stands
        said = _said(ground, _at_hand(command, ground.live))
        reflection, changes, events = tried(stands.reflection, said, _setting(ground))
        own = await _mine(ground, reflection, events) if stands.has_own else None
        scene = Scene(
            *(ground.incoming, reflection, reflection, events, ground.bundle_of(reflection), ground.live),
            stands.card or "",  # a card that is gone is not sent anew to all by a repeat
            *(ground.address_of, local(ground.now).date(), _previous(ground, reflection)),
            own=own,
            others=ground.snapshot.public,
            newest_status=stands.status,
        )
        mark = repeats.mark(stands.reflection, stands.version)
        verb = next((verb for verb in VERBS if verb.name == press.verb), None)
        if changes and verb is not None:
            return Told(mark, not_again(scene, press, verb))
        return Told(mark, await _composed(ground, scene), isinstance(events[0], AnswerSaved))


def _known_as(ground: Ground) -> Sequence[Change]:
    """Under which Entra id whoever acts can be found, where that is not noted of this reflection."""
    by, entra = ground.incoming.by.id, ground.incoming.entra
    return (KnownAs(by, entra),) if entra and by not in ground.stands.entra else ()


async def _composed(ground: Ground, scene: Scene) -> Reply:
    shown = radar_of(scene)
    if shown is None:
        return compose(scene)
    slug = framed_of(scene)
    framed = slug is not None and await ground.drawn(shown[0], slug)
    return compose(replace(scene, drawn=framed or await ground.drawn(*shown), framed=framed))


async def _elsewhere(ground: Ground) -> tuple[Elsewhere, ...]:
    """Open reflections in other threads of the channel, where there is none in this."""
    incoming, reflection = ground.incoming, ground.reflection
    is_open = reflection is not None and not reflection.phase.is_closed
    if incoming.address.kind is not ChatKind.CHANNEL or incoming.press is not None or is_open:
        return ()
    return await ground.store.open_elsewhere(incoming.address)


async def _mine(ground: Ground, after: Reflection | None, events: Sequence[Event]) -> OwnRadar | None:
    """The kommune's own radar, where a question is to be shown that it helps to answer, or the result."""
    if after is None or not after.kommune or not after.fagomraade:
        return None
    if not may_show_result(events) and not _helps(ground, after):
        return None
    if ground.only not in (None, after.kommune):
        return None  # another kommune's is not opened
    kommune_use = await ground.store.kommune_use(ground.incoming.address.tenant, after.kommune)
    return kommune_use.radar(after.fagomraade) if kommune_use.kept else None


def _helps(ground: Ground, after: Reflection) -> bool:
    """Whether a question is to be shown that the kommune's own radar helps to answer."""
    if after.phase is not Phase.QUESTIONS:
        return False
    press = ground.incoming.press
    carried = press.data if press else {}
    asked = {named for key in ("q", "question") if isinstance(named := carried.get(key), int | str)}
    helped = own_helps(ground.bundle_of(after))
    return after.current in helped or bool(asked & {*helped, *map(str, helped)})


def _without_those_who_left(ground: Ground, members: Members) -> tuple[Reflection | None, Reply]:
    """What stands once they have left or come back, and the message that says who has answered where it is another."""
    before = ground.reflection
    if before is None or not before.group:
        return before, Reply()
    after = replace(before, gone=(before.gone | members.left) - members.came)
    scene = Scene(
        *(ground.incoming, before, after, (), ground.bundle_of(after), ground.live),
        *(ground.stands.card, ground.address_of, local(ground.now).date()),
        newest_status=ground.stands.status,
    )
    return after, with_status(scene, Reply())


def _setting(ground: Ground) -> Setting:
    before, live, kommune = ground.reflection, ground.live, ground.kommune
    bundle = ground.bundle_of(before)
    return Setting(
        ground.new_id(),
        live.sha256,
        ground.incoming.address.kind.is_group,
        kommune if kommune in live.kommune_by_code else None,
        ground.new_id(),
        _in_operation(before, bundle) if before else (),
        live.fagomraade_by_id,
        live.kommune_by_code,
        bundle.rated,
    )


def _said(ground: Ground, command: Command) -> Said[Command]:
    incoming = ground.incoming
    about_it = reflection_of(incoming.press) if incoming.press else None
    edited = incoming.edited or incoming.deleted
    return Said(
        *(command, incoming.by, ground.now, about_it, incoming.message),
        *(edited, incoming.restored, ground.was.question),
    )


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


def _previous(ground: Ground, after: Reflection | None) -> Reflection | None:
    """The finished reflection before it, where that was of the same fagområde."""
    if after is None or after.previous is None:
        return None
    before = ground.reflection
    last = before if before is not None and before.id == after.previous else ground.stands.previous
    return last if last is not None and last.fagomraade == after.fagomraade else None


def _welcome(ground: Ground) -> Reply:
    """One welcome a meeting: installation and first membership come as two activities, in either order."""
    welcomed_at = ground.stands.welcomed_at
    if welcomed_at is not None and abs(ground.now - welcomed_at) < ONE_MEETING:
        return Reply()
    return Reply(outgoing=(Outgoing(Kind.SEND, notices.welcome_card(ground.bundle_of(ground.reflection))),))
