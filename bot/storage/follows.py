"""Which conversations follow the radar of which fagområde, and what each has been told of last.

Each has been told up to a serial, which only rises. Telling moves it on and puts the card in the outbox in one
transaction, and only where the follow is as it was loaded: so each is told once, however many processes try.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import sqlalchemy as sa

from bot.storage import rows
from bot.storage.compare_and_set import LostRace, insert_new, only_one
from bot.storage.database import Database
from bot.storage.loaded import Beside, Turn
from bot.storage.outbox import INSERT
from bot.storage.prepared import Prepared
from bot.storage.tables import conversations, follows, reflections
from bot.wire import Address, Outgoing
from dialogs.reflection.state import Phase


@dataclass(frozen=True)
class FollowChange(Beside):
    """What a turn makes of what a conversation follows, and what it is told of from now on."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    bundle: str
    """The hash of the live bundle: whoever begins to follow is told of nothing older."""
    serial: int

    def write(self, connection: sa.Connection, turn: Turn) -> None:
        """What differs. Raises ``LostRace`` where somebody else was first."""
        write(connection, turn.address, self, turn.at)


@dataclass(frozen=True)
class LastTold:
    """A fagområde that is followed, and the bundle (hash) and serial that were told of last."""

    fagomraade: str
    bundle: str
    serial: int


@dataclass(frozen=True)
class Untold:
    """A conversation with what it follows and has not been told of."""

    address: Address
    follows: tuple[LastTold, ...]


def followed(connection: sa.Connection, address: Address) -> tuple[str, ...]:
    """The fagområder (ids) that a conversation follows, sorted."""
    # Sorted here: databases do not agree on the order of letters.
    return tuple(sorted(connection.scalars(_FOLLOWED, _here(address))))


def write(connection: sa.Connection, address: Address, change: FollowChange, at: dt.datetime) -> None:
    """What differs, in the caller's transaction. Raises ``LostRace`` where somebody else was first."""
    here = {"tenant": address.tenant, "conversation": address.conversation}
    for fagomraade in sorted(set(change.after) - set(change.before)):
        new = {"fagomraade": fagomraade, "bundle": change.bundle, "told": change.serial, "at": at}
        insert_new(connection, follows, {**here, **new})
    for fagomraade in sorted(set(change.before) - set(change.after)):
        only_one(connection, _DELETE, {**_here(address), "its_fagomraade": fagomraade})


class Follows:
    """What telling the followers needs of the store. Every method raises ``StorageError`` where the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, address: Address) -> tuple[str, ...]:
        """The fagområder (ids) that a conversation follows, sorted."""
        return await self._database.read(lambda connection: followed(connection, address))

    async def untold(self, serial: int, limit: int, after: Untold | None = None) -> Sequence[Untold]:
        """Conversations that have been told of less than ``serial``, in the order of their keys, those after one.

        Not those whose newest reflection is paused, nor those that take nothing from us any more.
        """
        key = (after.address.tenant, after.address.conversation) if after else ("", "")
        asked = {"serial": serial, "after_tenant": key[0], "after_conversation": key[1], "most": limit}

        def work(connection: sa.Connection) -> list[Untold]:
            found = connection.execute(_UNTOLD, asked).mappings().all()
            return [
                Untold(
                    address,
                    tuple(LastTold(r["follows_fagomraade"], r["follows_bundle"], r["follows_told"]) for r in its),
                )
                for address, its in groupby(found, key=rows.address)
            ]

        return await self._database.read(work)

    async def tell(self, untold: Untold, serial: int, bundle: str, message: Outgoing | None, at: dt.datetime) -> bool:
        """Notes that a conversation is told up to ``serial``, and lets ``message`` (None tells nothing) go out.

        False, and nothing is changed, where a follow is not as it was loaded or the reflection has been paused.
        """
        here = _here(untold.address)

        def work(connection: sa.Connection) -> None:
            # The conversation first, as a turn does it: whoever comes second finds what the first has left.
            connection.execute(_LOCK, here)
            if connection.scalar(_IS_PAUSED, here):
                raise LostRace
            for told in untold.follows:
                seen = {"its_fagomraade": told.fagomraade, "seen_bundle": told.bundle, "seen_told": told.serial}
                only_one(connection, _TELL, {**here, **seen, "new_bundle": bundle, "new_told": serial})
            if message is not None:
                INSERT.change(connection, rows.outgoing_row(untold.address, None, message, at))

        try:
            await self._database.write(work)
        except LostRace:
            return False
        return True


def _here(address: Address) -> dict[str, str]:
    return {"its_tenant": address.tenant, "its_conversation": address.conversation}


# Every statement is built once: building one costs more than running it.
_ITS = (
    follows.c.tenant == sa.bindparam("its_tenant"),
    follows.c.conversation == sa.bindparam("its_conversation"),
)
_ITS_FAGOMRAADE = (*_ITS, follows.c.fagomraade == sa.bindparam("its_fagomraade"))
_FOLLOWED = sa.select(follows.c.fagomraade).where(*_ITS)
_DELETE = Prepared(follows.delete().where(*_ITS_FAGOMRAADE))
_TELL = Prepared(
    follows.update()
    .where(
        *_ITS_FAGOMRAADE,
        follows.c.bundle == sa.bindparam("seen_bundle"),
        follows.c.told == sa.bindparam("seen_told"),
    )
    .values(bundle=sa.bindparam("new_bundle"), told=sa.bindparam("new_told"))
)
_LOCK = (
    sa.select(conversations.c.id)
    .where(conversations.c.tenant == sa.bindparam("its_tenant"), conversations.c.id == sa.bindparam("its_conversation"))
    .with_for_update()
)
_PAUSED = sa.exists().where(
    reflections.c.tenant == conversations.c.tenant,
    reflections.c.id == conversations.c.reflection,
    reflections.c.phase == Phase.PAUSED.value,
)
_IS_PAUSED = sa.select(sa.true()).where(
    conversations.c.tenant == sa.bindparam("its_tenant"),
    conversations.c.id == sa.bindparam("its_conversation"),
    _PAUSED,
)
_BEHIND = (
    sa.select(follows.c.tenant, follows.c.conversation)
    .join(
        conversations,
        (conversations.c.tenant == follows.c.tenant) & (conversations.c.id == follows.c.conversation),
    )
    .where(
        follows.c.told < sa.bindparam("serial"),
        ~conversations.c.dead,
        ~_PAUSED,
        sa.tuple_(follows.c.tenant, follows.c.conversation)
        > sa.tuple_(sa.bindparam("after_tenant", type_=sa.String), sa.bindparam("after_conversation", type_=sa.String)),
    )
    .distinct()
    .order_by(follows.c.tenant, follows.c.conversation)
    .limit(sa.bindparam("most"))
    .subquery()
)
_UNTOLD = (
    sa.select(follows, conversations)
    .set_label_style(sa.LABEL_STYLE_TABLENAME_PLUS_COL)
    .join(_BEHIND, (_BEHIND.c.tenant == follows.c.tenant) & (_BEHIND.c.conversation == follows.c.conversation))
    .join(
        conversations,
        (conversations.c.tenant == follows.c.tenant) & (conversations.c.id == follows.c.conversation),
    )
    .where(follows.c.told < sa.bindparam("serial"))
    .order_by(follows.c.tenant, follows.c.conversation, follows.c.fagomraade)
)
