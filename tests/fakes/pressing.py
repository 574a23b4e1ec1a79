"""A conversation whose presses can be delivered again: the real turns on a real database, and every row of it."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from bot.editions.snapshot import fixed
from bot.storage.database import Database
from bot.storage.store import Store
from bot.storage.tables import metadata
from bot.turns import repeats
from bot.turns.features import features
from bot.turns.turn import Turns
from bot.wire import Address, ChatKind, Incoming, Press, Reply
from dialogs.people import Person
from dialogs.reflection.state import Reflection
from radar_core.editions.catalog import Catalog
from radar_core.lookup import radar_for, ready
from tests.fakes.new_edition import next_edition
from tests.fakes.shipped import shipped
from tests.fakes.teams_cards import Card, Json, nodes

OLD = shipped().bundle("eksempel")
NEW = next_edition(OLD)
HEALTH = "sundhed-og-aeldre"
ON_PAGE = [entry.technology.id for entry in radar_for(OLD, HEALTH).entries][:5]
KLAR = [entry.technology.id for entry in ready(radar_for(OLD, HEALTH))]
FIRST, SECOND = Person("29:a", "Deltager A"), Person("29:b", "Deltager B")
BEGAN = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)

_numbers = itertools.count()


@dataclass
class Pressing:
    """One chat, a group's unless it is somebody's own, in a tenant of its own."""

    store: Store
    database: Database
    now: dt.datetime = BEGAN
    kind: ChatKind = ChatKind.GROUP
    pressed: list[Incoming] = field(default_factory=list)
    """Every press, oldest first."""

    def __post_init__(self) -> None:
        number = next(_numbers)
        self.where = Address(f"t{number}", "chat", self.kind, "http://127.0.0.1:1/", "28:bot", "Teknologiradar")
        self._new = (f"{number}-{made}" for made in itertools.count())
        self.turns = Turns(
            self.store, fixed(Catalog((OLD, NEW)), OLD), features(), lambda radar, fmt, *_: "http://127.0.0.1/"
        )
        self.turns.now = lambda: self.now

    def goes_live(self) -> None:
        """KL makes the next edition live."""
        self.turns.snapshot = fixed(Catalog((OLD, NEW)), NEW)

    async def reflection(self) -> Reflection | None:
        """The newest, as it stands."""
        return (await self.store.load(self.where, "")).reflection

    async def says(self, text: str, by: Person = FIRST) -> Reply:
        """Somebody writes."""
        identity = next(self._new)
        return await self._take(Incoming(identity, self.where, by, text, message=f"m{identity}"))

    async def presses(self, verb: str, data: Mapping[str, Any], by: Person = FIRST, *, old: bool = False) -> Reply:
        """Somebody presses a button of a card that was just made; ``old`` is without the reflection it belonged to."""
        stands = await self.reflection()
        its = {"r": stands.id} if stands is not None and not old else {}
        carried = {**its, **data, "n": repeats.nonce(self.now, next(self._new))}
        press = Press(verb, carried)
        self.pressed.append(Incoming(next(self._new), self.where, by, press=press, wants_reply=True))
        return await self._take(self.pressed[-1])

    async def presses_on(self, card: Json, title: str, by: Person = FIRST) -> Reply:
        """Somebody presses a button of a card they have been shown, as it stands."""
        action = Card("", card).pressed(title, {}, submit=False)["value"]["action"]
        press = Press(action["verb"], action["data"])
        return await self._take(Incoming(next(self._new), self.where, by, press=press, wants_reply=True))

    async def comes_again(self, incoming: Incoming, *, renamed: bool) -> Reply:
        """Teams delivers it once more."""
        again = Incoming(
            next(self._new) if renamed else incoming.id,
            *(incoming.address, incoming.by),
            press=incoming.press,
            wants_reply=incoming.wants_reply,
        )
        return await self._take(again)

    async def rows(self) -> dict[str, list[str]]:
        """Every row of every table that is this tenant's, or nobody's."""

        def read(connection: sa.Connection) -> dict[str, list[str]]:
            found = {}
            for table in metadata.sorted_tables:
                query = sa.select(table)
                if "tenant" in table.c:
                    query = query.where(table.c.tenant == self.where.tenant)
                found[table.name] = sorted(repr(tuple(row)) for row in connection.execute(query))
            return found

        return await self.database.read(read)

    async def _take(self, incoming: Incoming) -> Reply:
        self.now += dt.timedelta(seconds=1)
        return await self.turns.take(incoming)


def words_of(card: Json) -> str:
    """All that a card says."""
    return Card("", card).says


def reflections_of(card: Json) -> set[str]:
    """Ids of the reflections that its buttons belong to."""
    carried = [node.get("data") or {} for node in nodes(card) if str(node.get("type")).startswith("Action.")]
    return {data["r"] for data in carried if "r" in data}
