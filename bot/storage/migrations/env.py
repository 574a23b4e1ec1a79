"""Alembic's way in: on the connection a starting bot hands over, or from the command line on ``TR_DATABASE_URL``."""

from __future__ import annotations

import asyncio

import sqlalchemy as sa
from alembic import context

from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.schema import PATIENCE, take_turns
from bot.storage.tables import all_of_them


def run(connection: sa.Connection) -> None:
    """Runs what Alembic was asked for in the transaction the connection is in."""
    context.configure(
        connection=connection, target_metadata=all_of_them(), render_as_batch=True, transactional_ddl=True
    )
    with context.begin_transaction():
        context.run_migrations()


async def run_from_command_line() -> None:
    """Runs it on the database of the settings."""
    database = Database(Settings().database_url, PATIENCE)
    try:
        async with database.writing() as connection:
            await take_turns(connection)
            await connection.run_sync(run)
    finally:
        await database.close()


handed_over = context.config.attributes.get("connection")
if handed_over is None:
    asyncio.run(run_from_command_line())
else:
    run(handed_over)
