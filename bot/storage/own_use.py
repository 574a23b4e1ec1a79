"""A kommune's own use (egen radar): what is kept of it, and what one turn changes in it.

Each row is changed only if it is as it was loaded, so people who write of different technologies never meet. Whoever
changes several takes them in the same order, so nobody waits for somebody who waits for them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import sqlalchemy as sa

from bot.storage import erasure_list
from bot.storage.compare_and_set import LostRace, insert_new, only_one
from bot.storage.loaded import Beside, Turn
from bot.storage.prepared import Prepared
from bot.storage.rows import Row
from bot.storage.tables import conversations, forvaltninger, own_use
from dialogs.own_use.kommune_use import KeptUse, KommuneUse
from dialogs.people import Person
from radar_core.own_use.levels import Forvaltning
from radar_core.own_use.model import OwnUse, Stage, Value


@dataclass(frozen=True)
class OwnChange(Beside):
    """What a turn makes of a kommune's own use: as it was loaded, and as it is to stand."""

    scrubs: ClassVar[bool] = True
    before: KommuneUse
    after: KommuneUse

    def __post_init__(self) -> None:
        if self.before.kommune != self.after.kommune:
            raise ValueError("a change is of one kommune")

    def write(self, connection: sa.Connection, turn: Turn) -> None:
        """What differs. Raises ``LostRace`` where somebody else was first."""
        write(connection, turn.address.tenant, self, turn.at)


def kommune_use(connection: sa.Connection, tenant: str, kommune: str) -> KommuneUse:
    """All that a kommune (code) has said, by fagområde and technology; nothing where it has said nothing."""
    its = {"its_tenant": tenant, "its_kommune": kommune}
    kept = [_kept_use(row) for row in connection.execute(_USES, its).mappings()]
    # Sorted here: databases do not agree on the order of letters.
    return KommuneUse(kommune, tuple(sorted(kept, key=_key)), _forvaltninger(connection, its))


def kommuner(connection: sa.Connection, tenant: str) -> tuple[str, ...]:
    """The codes of the kommuner that a tenant's conversations are of or that it has own use of, sorted."""
    return tuple(sorted(connection.scalars(_KOMMUNER, {"its_tenant": tenant})))


def write(connection: sa.Connection, tenant: str, change: OwnChange, at: dt.datetime) -> None:
    """What differs, in the caller's transaction; ``at`` is the time of what has none.

    Raises ``LostRace`` where a row of it, or the forvaltninger, are no longer as they were loaded.
    """
    before = {_key(kept): kept for kept in change.before.kept}
    after = {_key(kept): kept for kept in change.after.kept}
    its = {"its_tenant": tenant, "its_kommune": change.after.kommune}
    for key in sorted(before.keys() | after.keys()):
        old, new = before.get(key), after.get(key)
        this = {**its, "its_fagomraade": key[0], "its_technology": key[1]}
        if new is not None and new != old:
            _write_use(connection, this, new, at)
        elif new is None and old is not None:
            only_one(connection, _DELETE, {**this, "seen_revision": old.revision})
            erasure_list.record(connection, [erasure_list.own(tenant, change.after.kommune, *key)], at)
    if change.before.forvaltninger != change.after.forvaltninger:
        _write_forvaltninger(connection, its, change)


def _write_use(connection: sa.Connection, this: Mapping[str, str], new: KeptUse, at: dt.datetime) -> None:
    values = {
        "usage": new.use.stage.value,
        "evidence": new.use.evidence,
        "value": new.use.value.value if new.use.value else None,
        "person": new.by.id,
        "name": new.by.name,
        "at": new.use.at or at,
        "revision": new.revision,
    }
    if new.revision == 1:
        insert_new(connection, own_use, {**{name.removeprefix("its_"): key for name, key in this.items()}, **values})
    else:
        changed = {f"new_{name}": value for name, value in values.items()}
        only_one(connection, _UPDATE, {**this, "seen_revision": new.revision - 1, **changed})


def _write_forvaltninger(connection: sa.Connection, its: Mapping[str, str], change: OwnChange) -> None:
    if connection.dialect.name == "postgresql":
        # Where there are none yet, there is no row that two could wait for each other at.
        connection.execute(_TAKE_TURNS, {"lock": _lock(its)})
    if _forvaltninger(connection, its) != change.before.forvaltninger:
        raise LostRace
    connection.execute(_DELETE_FORVALTNINGER, its)
    new = [
        {
            "tenant": its["its_tenant"],
            "kommune": its["its_kommune"],
            "name": each.name,
            "fagomraader": list(each.fagomraader),
            "position": position,
        }
        for position, each in enumerate(change.after.forvaltninger)
    ]
    if new:
        connection.execute(_INSERT_FORVALTNINGER, new)


def _lock(its: Mapping[str, str]) -> int:
    """The number of the lock on a kommune's forvaltninger; PostgreSQL knows locks by 64 bits with a sign."""
    digest = hashlib.sha256(f"forvaltninger {its['its_tenant']} {its['its_kommune']}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def _key(kept: KeptUse) -> tuple[str, str]:
    return kept.fagomraade, kept.use.technology


def _kept_use(row: Row) -> KeptUse:
    use = OwnUse(
        technology=row["technology"],
        stage=Stage(row["usage"]),
        evidence=row["evidence"],
        value=Value(row["value"]) if row["value"] else None,
        by=row["name"],
        at=row["at"],
    )
    return KeptUse(row["fagomraade"], use, Person(row["person"], row["name"]), row["revision"])


def _forvaltninger(connection: sa.Connection, its: Mapping[str, str]) -> tuple[Forvaltning, ...]:
    found = connection.execute(_FORVALTNINGER, its).mappings()
    return tuple(Forvaltning(row["name"], tuple(row["fagomraader"])) for row in found)


def _its(table: sa.Table, *columns: str) -> Sequence[sa.ColumnElement[bool]]:
    return [table.c[name] == sa.bindparam(f"its_{name}") for name in ("tenant", *columns)]


# Every statement is built once: building one costs more than running it.
_KEY = ("kommune", "fagomraade", "technology")
_SEEN: tuple[sa.ColumnElement[bool], ...] = (
    *_its(own_use, *_KEY),
    own_use.c.revision == sa.bindparam("seen_revision"),
)
_NEW: dict[str, sa.BindParameter[Any]] = {
    column.name: sa.bindparam(f"new_{column.name}") for column in own_use.c if column.name not in ("tenant", *_KEY)
}
_USES = sa.select(own_use).where(*_its(own_use, "kommune"))
_UPDATE = Prepared(own_use.update().where(*_SEEN).values(_NEW))
_DELETE = Prepared(own_use.delete().where(*_SEEN))
_FORVALTNINGER = sa.select(forvaltninger).where(*_its(forvaltninger, "kommune")).order_by(forvaltninger.c.position)
_INSERT_FORVALTNINGER = forvaltninger.insert()
_DELETE_FORVALTNINGER = forvaltninger.delete().where(*_its(forvaltninger, "kommune"))
_TAKE_TURNS = sa.select(sa.func.pg_advisory_xact_lock(sa.bindparam("lock", type_=sa.BigInteger)))
_KOMMUNER = sa.union(
    sa.select(conversations.c.kommune).where(*_its(conversations), conversations.c.kommune.is_not(None)),
    sa.select(own_use.c.kommune).where(*_its(own_use)),
)
