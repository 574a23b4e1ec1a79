"""When somebody last spoke in a conversation, so that it goes in time, and what is known of the clock.

Nobody knows of an old conversation when that was: its time begins now.
"""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """To this revision."""
    op.add_column("conversations", sa.Column("spoken_on", sa.Date))
    conversations = sa.table("conversations", sa.column("spoken_on", sa.Date))
    op.execute(conversations.update().values(spoken_on=dt.datetime.now(dt.UTC).date()))
    op.create_index("ix_conversations_spoken_on", "conversations", ["spoken_on"])
    op.create_table(
        "heartbeats",
        sa.Column("what", sa.String(16), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("doubted_at", TIME),
        sa.PrimaryKeyConstraint("what", name="pk_heartbeats"),
    )


def downgrade() -> None:
    """Back to conversations that are kept for ever."""
    op.drop_table("heartbeats")
    op.drop_index("ix_conversations_spoken_on", "conversations")
    op.drop_column("conversations", "spoken_on")
