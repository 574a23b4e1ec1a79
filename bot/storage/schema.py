"""Brings a database to the schema of this release, at every start.

Most starts find it there by one look and never load the migration tool. Several processes may start at once: one
migrates, in one transaction, and the others wait and find it done.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.errors import UnsafeStart
from bot.storage.database import Database

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

HEAD = "0015"
"""The newest revision in ``migrations/versions``."""

FIRST = "0001"
"""The schema from before there were migrations, which left no note of its revision."""

PATIENCE = 600.0
"""Seconds to wait for another process that migrates, and for each step of our own."""

ALEMBIC_INI = Path(__file__).parent / "migrations" / "alembic.ini"

_ADVISORY_LOCK = 7_265_001


async def migrate(database: Database) -> None:
    """Brings the database to ``HEAD``. Raises ``UnsafeStart`` for one of a newer release, ``StorageError``."""
    # By the thread that reads: where nothing can be read, the thread of the other driver would outlive its loop.
    if await database.read(stored_revision) == HEAD:
        return
    patient = Database(database.url, PATIENCE)
    try:
        async with patient.writing() as connection:
            await take_turns(connection)
            await connection.run_sync(upgrade)
    finally:
        await patient.close()


async def take_turns(connection: AsyncConnection) -> None:
    """Waits until no other process migrates; SQLite has done so by letting this transaction write at all."""
    if connection.dialect.name == "postgresql":
        await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ADVISORY_LOCK)))


def stored_revision(connection: sa.Connection) -> str | None:
    """The revision a database is at, None where it holds nothing of ours."""
    inspector = sa.inspect(connection)
    if inspector.has_table("alembic_version"):
        return str(connection.scalar(sa.text("SELECT version_num FROM alembic_version")))
    return FIRST if inspector.has_table("reflections") else None


def known_revisions() -> frozenset[str]:
    """The revisions that this release can bring to its own."""
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory.from_config(Config(ALEMBIC_INI)).walk_revisions()
    return frozenset(script.revision for script in scripts)


def upgrade(connection: sa.Connection) -> None:
    """Brings a database to ``HEAD``, in a transaction that keeps all others out. Raises as ``migrate`` does."""
    if stored_revision(connection) == HEAD:
        return  # somebody else has done it meanwhile; to load the tool under the lock would keep all the others out
    # Loaded only where there is something to do: it costs a tenth of a second at every start.
    from alembic import command
    from alembic.config import Config

    config = Config(ALEMBIC_INI)
    config.attributes["connection"] = connection
    stored = stored_revision(connection)
    if stored is not None and stored not in known_revisions():
        raise UnsafeStart(
            f"Databasen er fra en nyere udgave af botten (skema {stored}). "
            "Opdatér botten, eller før databasen tilbage med den nyere udgave først."
        )
    if stored == FIRST:
        command.stamp(config, FIRST)
    command.upgrade(config, HEAD)
