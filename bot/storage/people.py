"""What the store can say and do of one person at a time: list, hand out and erase what is kept about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import sqlalchemy as sa

from bot.storage import person, person_erasure, person_export, writes
from bot.storage.compare_and_set import LostRace
from bot.storage.database import Database
from bot.storage.loaded import Beside, Change, Known, Turn
from bot.storage.person import Found
from bot.storage.person_erasure import EraseChange
from bot.storage.prepared import Prepared
from bot.storage.tables import participants
from dialogs.asides.erasing import Mine
from dialogs.people import Person


@dataclass(frozen=True)
class KnownAs(Beside):
    """The Entra id of whoever acts, as the channel gives it; only a fingerprint of it is ever kept."""

    moves: ClassVar[bool] = False
    person: str
    entra: str

    def write(self, connection: sa.Connection, turn: Turn) -> None:
        """Whoever takes part by name can be found by their Entra id, where they have just changed something."""
        if turn.reflection is None or turn.reflection == turn.before:
            return
        tenant = turn.address.tenant
        its = {"its_tenant": tenant, "its_reflection": turn.reflection.id, "its_person": self.person}
        _KNOW.change(connection, {**its, "new_entra": person.fingerprint(tenant, self.entra)})


def knowing(known: Known, turn: Turn, changes: Sequence[Change]) -> Known:
    """What is known of a reflection once a turn has been committed: whose Entra id need not be noted again.

    Whoever takes one away raises the version, so that none of it is used any more.
    """
    new = turn.reflection
    if new is None or new == turn.before:
        return known
    noted = {each.person for each in changes if isinstance(each, KnownAs)}
    # Who takes part no longer has no row of theirs, and gets a new one without it.
    entra = (known.entra | noted).intersection(writes.participants_of(new))
    return known if entra == known.entra else replace(known, entra=entra)


class People:
    """Every method raises ``StorageError`` where the database fails. A tenant's id counts in any case."""

    def __init__(self, database: Database, erased: Callable[[], None]) -> None:
        self._database, self._erased = database, erased

    async def mine(self, tenant: str, who: str, here: str | None = None) -> Mine:
        """All that is kept about a person (id); ``here`` is the personal chat (id) that they ask in."""
        return await self._database.read(lambda connection: person.mine(connection, tenant, who, here))

    async def by_id(self, tenant: str, who: str) -> Sequence[Found]:
        """The person with this id of the channel's; always one, perhaps with nothing."""
        return await self._found(tenant, lambda connection: [person.by_id(connection, tenant, who)])

    async def by_name(self, tenant: str, name: str) -> Sequence[Found]:
        """Everybody whose newest name has all the words of ``name``."""
        return await self._found(tenant, lambda connection: person.by_name(connection, tenant, name))

    async def by_entra(self, tenant: str, entra: str) -> Sequence[Found]:
        """Whoever has taken part by name under this Entra id."""
        return await self._found(tenant, lambda connection: person.by_entra(connection, tenant, entra))

    async def export(self, tenant: str, who: str) -> dict[str, Any]:
        """All that is kept about a person (id), as JSON takes it; nobody else's words or names."""
        return await self._database.read(lambda connection: person_export.export(connection, tenant, who))

    async def erase(self, change: EraseChange, at: dt.datetime) -> bool:
        """Erases it; False, and nothing is changed, where there is by now something else than was shown."""

        def work(connection: sa.Connection) -> None:
            person_erasure.take_turns(connection, change.tenant)
            person_erasure.erase(connection, change, at)

        try:
            await self._database.write(work)
        except LostRace:
            return False
        self._erased()
        return True

    async def _found(self, tenant: str, look: Callable[[sa.Connection], Sequence[Person]]) -> Sequence[Found]:
        def work(connection: sa.Connection) -> list[Found]:
            return [Found(each, person.mine(connection, tenant, each.id)) for each in look(connection)]

        return await self._database.read(work)


_KNOW = Prepared(
    participants.update()
    .where(
        participants.c.tenant == sa.bindparam("its_tenant"),
        participants.c.reflection == sa.bindparam("its_reflection"),
        participants.c.person == sa.bindparam("its_person"),
        participants.c.entra.is_(None),
    )
    .values(entra=sa.bindparam("new_entra"))
)
