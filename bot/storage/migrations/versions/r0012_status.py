"""A message of its own that says who has answered, and people who are named so that Teams tells them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """To this revision."""
    op.add_column("reflections", sa.Column("status", sa.String(400)))
    op.add_column("reflections", sa.Column("nudged", sa.JSON, nullable=False, server_default=sa.text("'[]'")))
    op.add_column("outbox", sa.Column("status", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("outbox", sa.Column("mentions", sa.JSON))


def downgrade() -> None:
    """Back to a card that counts. What waits to be counted would hold up the chat, and is let go of."""
    op.execute("DELETE FROM outbox WHERE state = 'status'")
    op.drop_column("outbox", "mentions")
    op.drop_column("outbox", "status")
    op.drop_column("reflections", "nudged")
    op.drop_column("reflections", "status")
