"""Who has left a conversation, as marks; and which team a channel is of, where people are let in and out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """To this revision. Nobody is known to have left before it."""
    op.add_column("conversations", sa.Column("team", sa.String(400)))
    op.add_column("conversations", sa.Column("departed", sa.JSON, nullable=False, server_default=sa.text("'[]'")))
    op.create_index("ix_conversations_tenant_team", "conversations", ["tenant", "team"])


def downgrade() -> None:
    """Back to a bot that answers whoever has left."""
    op.drop_index("ix_conversations_tenant_team", "conversations")
    op.drop_column("conversations", "departed")
    op.drop_column("conversations", "team")
