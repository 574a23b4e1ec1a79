"""A message's number is never another's: SQLite gave that of one just delivered to the next.

Whoever still held the first would have put off, or taken for delivered, the second.
"""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """To this revision; PostgreSQL counts on by itself."""
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table("outbox", recreate="always", table_kwargs={"sqlite_autoincrement": True}):
            pass


def downgrade() -> None:
    """Back to numbers that are given again."""
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table("outbox", recreate="always") as batch:
            batch.create_primary_key("pk_outbox", ["id"])
