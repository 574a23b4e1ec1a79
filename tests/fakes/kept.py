"""What a store keeps in memory, compared with what it would load."""

from __future__ import annotations

import dataclasses

import sqlalchemy as sa

from bot.storage import queries
from bot.storage.loaded import Known
from bot.storage.store import Store
from dialogs.reflection.state import Reflection


async def assert_kept_is_what_is_loaded(store: Store) -> int:
    """Of all that would be used; times in the same zone, and all in the same order. Returns how many there were."""
    compared = 0
    for tenant, kept in store._kept:

        def work(connection: sa.Connection, tenant: str = tenant, kept: Known = kept) -> Known | None:
            row = queries.reflection_row(connection, tenant, kept.reflection.id)
            loaded = queries.known(connection, row) if row and row["r_version"] == kept.version else None
            # Others may be at it meanwhile.
            again = queries.reflection_row(connection, tenant, kept.reflection.id)
            return loaded if again and again["r_version"] == kept.version else None

        loaded = await store._database.read(work)
        if loaded is not None:
            assert told(loaded.reflection) == told(kept.reflection)
            assert loaded.reflection == kept.reflection
            assert kept.latest is None or loaded.latest is None or loaded.latest <= kept.latest
            compared += 1
    return compared


def told(reflection: Reflection | None) -> str:
    """All of it, times in their zone and all in its order, but for sets, which have none."""
    if reflection is None:
        return "none"
    fields = {field.name: getattr(reflection, field.name) for field in dataclasses.fields(reflection)}
    return repr({name: sorted(value) if isinstance(value, frozenset) else value for name, value in fields.items()})
