"""A turn about what is kept of whoever asks: shown to them alone, and erased in the turn's own transaction."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.cards import erasing as cards
from bot.cards.elements import Card, stamped
from bot.cards.erasing import Policy
from bot.editions.snapshot import Snapshot
from bot.storage.loaded import Committed, Stands, Taken
from bot.storage.person_erasure import EraseChange, Screen
from bot.storage.store import Store
from bot.turns.reflection.screens import screen
from bot.wire import Incoming, Kind, Outgoing, Reply
from dialogs import erasing as e
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

    async def take(
        self,
        store: Store,
        stands: Stands,
        incoming: Incoming,
        act: str,
        command: e.ErasingCommand,
        now: dt.datetime,
        snapshot: Snapshot,
        nonce: Callable[[], str],
    ) -> tuple[Committed, Reply]:
        """One turn; nothing of the reflection is changed but by the erasing itself. ``nonce`` marks one card."""
        mine, event = await self._seen(store, incoming, command)
        made = self._card(command, event, mine, stands, incoming, snapshot)
        change = None
        if isinstance(event, e.Erased):
            here = _here(incoming)
            change = EraseChange(incoming.address.tenant, incoming.by.id, mine, screens(snapshot, nonce), here)
        reply = _reply(stamped(made, nonce()), incoming)
        taken = Taken(incoming.id, (mine.left if change else mine).mark) if incoming.press is not None else None
        committed = await store.commit(stands, act, now, stands.reflection, reply, erase=change, taken=taken)
        if change is not None and committed is Committed.DONE:
            self.forget()
            tell(change.mine, "by the person")
        return committed, reply

    async def again(
        self, store: Store, stands: Stands, incoming: Incoming, command: e.ErasingCommand, snapshot: Snapshot
    ) -> tuple[str, Reply]:
        """A mark of what is kept now, and what a press is told that has been taken before: it erases nothing."""
        mine, event = await self._seen(store, incoming, command)
        event = e.MineShown(changed=True) if isinstance(event, e.Erased) else event
        return mine.mark, _reply(self._card(command, event, mine, stands, incoming, snapshot), incoming)

    async def _seen(
        self, store: Store, incoming: Incoming, command: e.ErasingCommand
    ) -> tuple[e.Mine, e.ErasingEvent | None]:
        """What is kept and what happens; None where everybody would see it, and nothing does."""
        if incoming.address.kind.is_group and not _in_place(incoming):
            return e.Mine(), None
        mine = await store.people.mine(incoming.address.tenant, incoming.by.id, _here(incoming))
        return mine, e.apply_erasing(mine, command, self.policy.by)

    def _card(
        self,
        command: e.ErasingCommand,
        event: e.ErasingEvent | None,
        mine: e.Mine,
        stands: Stands,
        incoming: Incoming,
        snapshot: Snapshot,
    ) -> Card:
        is_open = stands.reflection is not None and not stands.reflection.phase.is_closed
        match event:
            case e.Erased():
                gone = any(part.fate is e.Fate.WHOLE for part in mine.parts)
                return cards.erased_card(mine, is_open=is_open and not gone)
            case e.Kept():
                return cards.kept_card(is_open=is_open)
            case e.NearlyAsked():
                return cards.nearly_card(is_open=is_open)
            case e.MineShown(changed):
                person = incoming.by.id
                return cards.mine_card(mine, snapshot.live, self.policy, person, changed=changed, is_open=is_open)
            case None if isinstance(command, e.NearlyMine):
                return cards.nearly_card()
            case _:
                return cards.ask_card(words.ASK_ALONE if incoming.press is not None else None)


def _in_place(incoming: Incoming) -> bool:
    return incoming.press is not None and incoming.wants_reply


def _here(incoming: Incoming) -> str | None:
    return None if incoming.address.kind.is_group else incoming.address.conversation


def _reply(made: Card, incoming: Incoming) -> Reply:
    return Reply(card=made) if _in_place(incoming) else Reply(outgoing=(Outgoing(Kind.SEND, made),))


def screens(snapshot: Snapshot, nonce: Callable[[], str]) -> Screen:
    """How the cards look that stand for all, once somebody is gone from them; ``nonce`` marks each."""

    def shown(stands: Reflection | None, previous: Reflection | None, own: OwnRadar | None) -> Card:
        if stands is None:
            return stamped(cards.gone_card(), nonce())
        last = previous if previous is not None and previous.fagomraade == stands.fagomraade else None
        made = screen(stands, snapshot.pinned(stands), stands.started_by, previous=last, own=own)
        return stamped(made, nonce())

    return shown


def tell(mine: e.Mine, by: str) -> None:
    """The log's line of it, without anybody's name or words."""
    whole = sum(part.fate is e.Fate.WHOLE for part in mine.parts)
    log.info("erased %s: %d reflections, %d of them whole, %d own uses", by, len(mine.parts), whole, mine.own)
