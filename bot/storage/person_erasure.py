"""One person's part of everything goes, in the caller's transaction; what is others' stays and goes on without it.

Each reflection that is touched gets another version, so that a turn under way in it loses its race and is taken anew.
What waits to be sent where they have been, and every answer a repeat would get, goes too, since it may quote them; in
its place the cards that stand for all are sent once more as they now are.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

import sqlalchemy as sa

from bot.cards.elements import Card
from bot.storage import erasure_list, queries, rows
from bot.storage import own_use as own
from bot.storage import person as people
from bot.storage.compare_and_set import LostRace
from bot.storage.loaded import Turn
from bot.storage.person_forgetting import forget
from bot.storage.rows import Row
from bot.storage.tables import (
    conversations,
    outbox,
    reflections,
)
from bot.wire import Kind, Outgoing
from dialogs.asides.erasing import Fate, Mine, MyPart
from dialogs.reflection.state import Phase, Reflection
from radar_core.own_use.model import OwnRadar

Screen = Callable[[Reflection | None, Reflection | None, OwnRadar | None], tuple[Card, Card]]
"""(reflection, the one before it, own radar) to the card that stands for it and the one that says who has answered; of
None the cards that it is gone."""


@dataclass(frozen=True)
class EraseChange:
    """Everything that a turn or an operator erases of one person."""

    tenant: str
    person: str
    """Their id."""
    mine: Mine
    """What they, or the operator, were shown: what is erased is exactly that."""
    screen: Screen
    here: str | None = None
    """Id of the personal chat they ask in."""
    scrubs: ClassVar[bool] = True
    apart: ClassVar[bool] = True
    moves: ClassVar[bool] = True

    def begin(self, connection: sa.Connection) -> None:
        """Two who erase at once touch several conversations each, and would wait for each other."""
        take_turns(connection, self.tenant)

    def write(self, connection: sa.Connection, turn: Turn) -> None:
        """All of it goes. Raises ``LostRace`` where there is by now something else than was shown."""
        erase(connection, self, turn.at, turn.activity)


def take_turns(connection: sa.Connection, tenant: str) -> None:
    """Two who erase at once touch several conversations each, and would wait for each other."""
    if connection.dialect.name == "postgresql":
        digest = hashlib.sha256(f"erase {tenant.casefold()}".encode()).digest()
        connection.execute(_TAKE_TURNS, {"lock": int.from_bytes(digest[:8], "big", signed=True)})


def erase(connection: sa.Connection, change: EraseChange, at: dt.datetime, activity: str | None = None) -> None:
    """All of it goes; ``activity`` is the act that asked, whose answer stays known.

    Raises ``LostRace`` where there is by now something else than was shown.
    """
    for tenant, conversation in sorted({(part.tenant, part.conversation) for part in change.mine.parts}):
        connection.execute(_LOCK, {"its_tenant": tenant, "its_conversation": conversation})
    mine = change.mine
    now = people.mine(connection, change.tenant, change.person, change.here)
    # Files come and go by themselves, and all of them go.
    if dataclasses.replace(now, files=mine.files) != mine:
        raise LostRace
    parts = [part for part in mine.parts if part.can_go]
    gone = [erasure_list.person(change.tenant, change.person)]
    gone += [erasure_list.chat(chat.tenant, chat.conversation) for chat in mine.chats]
    for part in parts:
        its = {"its_tenant": part.tenant, "its_reflection": part.reflection}
        row = connection.execute(_REFLECTION, its).mappings().one()
        key = people.key_in(row, change.person)
        if row["anonymous"] and key is not None and part.fate is not Fate.ANSWERS_STAY:
            gone.append(erasure_list.anonymous(part.tenant, part.reflection, key))
    shown = [(part, _shown(connection, part)) for part in parts if part.fate is Fate.WHOLE]
    again = forget(connection, change.tenant, change.person, mine, activity=activity)
    erasure_list.record(connection, gone, at)
    for part, targets in shown:
        for target, card in zip(targets, change.screen(None, None, None), strict=True):
            if target is not None:
                message = Outgoing(Kind.UPDATE, card, target=target)
                _send(connection, part.tenant, part.conversation, None, message, at)
    for (tenant, reflection), kind in sorted(again.items()):
        _show_again(connection, tenant, reflection, kind, change.screen, at)


def _shown(connection: sa.Connection, part: MyPart) -> tuple[str | None, str | None]:
    """The messages (ids) that are a reflection's live card and its status."""
    row = connection.execute(_REFLECTION, _keys(part)).mappings().one()
    return row["card"], row["status"]


def _show_again(
    connection: sa.Connection, tenant: str, reflection: str, kind: Kind, screen: Screen, at: dt.datetime
) -> None:
    """The card that stands for a reflection, as it now is: on the one that is live, or as the one that did not go."""
    row = queries.reflection_row(connection, tenant, reflection)
    stands = queries.reflection(connection, row) if row else None
    if row is None or stands is None:
        return
    kommune_use = own.kommune_use(connection, tenant, stands.kommune) if stands.kommune and stands.fagomraade else None
    used = kommune_use.radar(stands.fagomraade) if kommune_use and kommune_use.kept and stands.fagomraade else None
    card, status = screen(stands, queries.previous(connection, row), used)
    if row["r_card"] is not None or kind is Kind.SEND:
        message = Outgoing(kind if row["r_card"] is None else Kind.UPDATE, card, screen=True)
        _send(connection, tenant, row["r_conversation"], reflection, message, at)
    if row["r_status"] is not None or (kind is Kind.SEND and stands.group and stands.phase is Phase.QUESTIONS):
        _send(connection, tenant, row["r_conversation"], reflection, Outgoing(Kind.UPDATE, status, status=True), at)


def _send(
    connection: sa.Connection, tenant: str, conversation: str, about: str | None, message: Outgoing, at: dt.datetime
) -> None:
    its = {"its_tenant": tenant, "its_conversation": conversation}
    where: Row | None = connection.execute(_CONVERSATION, its).mappings().first()
    if where is not None:
        connection.execute(outbox.insert(), rows.outgoing_row(rows.address(where), about, message, at))


def _keys(part: MyPart) -> dict[str, str]:
    return {"its_tenant": part.tenant, "its_reflection": part.reflection}


def _its(table: sa.Table, **columns: str) -> list[sa.ColumnElement[bool]]:
    return [table.c[name] == sa.bindparam(f"its_{value}") for name, value in {"tenant": "tenant", **columns}.items()]


# Built once, and the same for all.
_TAKE_TURNS = sa.select(sa.func.pg_advisory_xact_lock(sa.bindparam("lock", type_=sa.BigInteger)))
_LOCK = sa.select(conversations.c.id).where(*_its(conversations, id="conversation")).with_for_update()
_CONVERSATION = (
    sa.select(conversations)
    .set_label_style(sa.LABEL_STYLE_TABLENAME_PLUS_COL)
    .where(*_its(conversations, id="conversation"), ~conversations.c.dead)
)
_REFLECTION = sa.select(reflections).where(*_its(reflections, id="reflection"))
