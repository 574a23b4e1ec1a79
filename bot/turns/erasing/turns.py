"""A turn about what is kept of whoever asks: shown to them alone, and erased in the turn's own transaction."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import get_args

from bot.cards import erasing as cards
from bot.cards.elements import Card, info, stamped
from bot.cards.erasing import Policy
from bot.cards.reflection.status import status_card, status_of
from bot.editions.snapshot import Snapshot
from bot.storage.person_erasure import EraseChange, Screen
from bot.turns.ground import Acted, Ground, Told
from bot.turns.reflection.screens import screen
from bot.wire import Incoming, Kind, Outgoing, Press, Reply
from dialogs.asides import erasing as e
from dialogs.reflection.state import Reflection
from dialogs.texts import erasing as words
from radar_core.own_use.model import OwnRadar

log = logging.getLogger(__name__)


def _nothing() -> None:
    pass


@dataclass(frozen=True)
class Erasing:
    """Takes the turns; ``forget`` lets go of what this process holds in memory of a kommune's own."""

    policy: Policy = field(default_factory=Policy)
    forget: Callable[[], None] = _nothing

    commands = get_args(e.ErasingCommand)

    async def act(self, ground: Ground, command: e.ErasingCommand) -> Acted:
        """One turn; nothing of the reflection is changed but by the erasing itself."""
        incoming = ground.incoming
        mine, event = await self._seen(ground, command)
        reply = _reply(self._card(ground, command, event, mine), ground)
        if not isinstance(event, e.Erased):
            return Acted(ground.reflection, reply, taken=ground.taken(mine.mark))
        shown = screens(ground.snapshot, lambda: ground.nonce)
        change = EraseChange(incoming.address.tenant, incoming.by.id, mine, shown, _here(incoming))

        def done() -> None:
            self.forget()
            tell(mine, "by the person")

        return Acted(ground.reflection, reply, (change,), ground.taken(mine.left.mark), done=done)

    async def again(self, ground: Ground, command: e.ErasingCommand, press: Press) -> Told:
        """What is kept now: a press that has been taken before erases nothing."""
        mine, event = await self._seen(ground, command)
        event = e.MineShown(changed=True) if isinstance(event, e.Erased) else event
        return Told(mine.mark, _reply(self._card(ground, command, event, mine), ground))

    async def _seen(self, ground: Ground, command: e.ErasingCommand) -> tuple[e.Mine, e.ErasingEvent | None]:
        """What is kept and what happens; None where everybody would see it, and nothing does."""
        incoming = ground.incoming
        if incoming.address.kind.is_group and not ground.in_place:
            return e.Mine(), None
        mine = await ground.store.people.mine(incoming.address.tenant, incoming.by.id, _here(incoming))
        return mine, e.apply_erasing(mine, command, self.policy.by)

    def _card(self, ground: Ground, command: e.ErasingCommand, event: e.ErasingEvent | None, mine: e.Mine) -> Card:
        incoming, reflection = ground.incoming, ground.reflection
        is_open = reflection is not None and not reflection.phase.is_closed
        match event:
            case e.Erased():
                gone = any(part.fate is e.Fate.WHOLE for part in mine.parts)
                return cards.erased_card(mine, is_open=is_open and not gone)
            case e.NothingErased():
                return cards.kept_card(is_open=is_open)
            case e.NearlyAsked():
                return cards.nearly_card(is_open=is_open)
            case e.MineShown(changed):
                person = incoming.by.id
                return cards.mine_card(mine, ground.live, self.policy, person, changed=changed, is_open=is_open)
            case None if isinstance(command, e.NearlyMine):
                return cards.nearly_card()
            case _:
                return cards.ask_card(info(words.ASK_ALONE) if incoming.press is not None else None)


def _here(incoming: Incoming) -> str | None:
    return None if incoming.address.kind.is_group else incoming.address.conversation


def _reply(made: Card, ground: Ground) -> Reply:
    return Reply(card=made) if ground.in_place else Reply(outgoing=(Outgoing(Kind.SEND, made),))


def screens(snapshot: Snapshot, nonce: Callable[[], str]) -> Screen:
    """How the two cards look that stand for all, once somebody is gone from them; ``nonce`` marks each."""

    def shown(stands: Reflection | None, previous: Reflection | None, own: OwnRadar | None) -> tuple[Card, Card]:
        if stands is None:
            return stamped(cards.gone_card(), nonce()), stamped(cards.gone_card(), nonce())
        last = previous if previous is not None and previous.fagomraade == stands.fagomraade else None
        made = screen(stands, snapshot.pinned(stands), stands.started_by, previous=last, own=own)
        return stamped(made, nonce()), stamped(status_card(status_of(stands)), nonce())

    return shown


def tell(mine: e.Mine, by: str) -> None:
    """The log's line of it, without anybody's name or words."""
    whole = sum(part.fate is e.Fate.WHOLE for part in mine.parts)
    log.info("erased %s: %d reflections, %d of them whole, %d own uses", by, len(mine.parts), whole, mine.own)
