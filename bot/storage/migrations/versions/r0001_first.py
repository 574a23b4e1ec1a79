"""The first release's tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "conversations",
        sa.Column("tenant", sa.String(64), nullable=False),
        sa.Column("id", sa.String(400), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("service_url", sa.String(400), nullable=False),
        sa.Column("bot_id", sa.String(200), nullable=False),
        sa.Column("bot_name", sa.String(200), nullable=False),
        sa.Column("kommune", sa.String(3)),
        sa.Column("reflection", sa.String(32)),
        sa.Column("welcomed_at", TIME),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_conversations"),
    )
    op.create_table(
        "reflections",
        sa.Column("tenant", sa.String(64), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("conversation", sa.String(400), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("bundle", sa.String(64), nullable=False),
        sa.Column("is_group", sa.Boolean, nullable=False),
        sa.Column("started_by", sa.String(200), nullable=False),
        sa.Column("started_by_name", sa.String(200), nullable=False),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("kommune", sa.String(3)),
        sa.Column("fagomraade", sa.String(64)),
        sa.Column("phase", sa.String(16), nullable=False),
        sa.Column("resume_to", sa.String(16)),
        sa.Column("current", sa.Integer, nullable=False),
        sa.Column("skipped", sa.JSON, nullable=False),
        sa.Column("ended_at", TIME),
        sa.Column("card", sa.String(400)),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_reflections"),
    )
    op.create_index("ix_reflections_tenant_conversation", "reflections", ["tenant", "conversation"])
    op.create_table(
        "answers",
        sa.Column("tenant", sa.String(64), nullable=False),
        sa.Column("reflection", sa.String(32), nullable=False),
        sa.Column("question", sa.Integer, nullable=False),
        sa.Column("person", sa.String(200), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("rating", sa.Integer),
        sa.Column("ticks", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("tenant", "reflection", "question", "person", "revision", name="pk_answers"),
    )
    op.create_table(
        "inbox",
        sa.Column("tenant", sa.String(64), nullable=False),
        sa.Column("conversation", sa.String(400), nullable=False),
        sa.Column("activity", sa.String(200), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("reply", sa.JSON),
        sa.PrimaryKeyConstraint("tenant", "conversation", "activity", name="pk_inbox"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.Column("tenant", sa.String(64), nullable=False),
        sa.Column("conversation", sa.String(400), nullable=False),
        sa.Column("reflection", sa.String(32)),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("screen", sa.Boolean, nullable=False),
        sa.Column("target", sa.String(400)),
        sa.Column("card", sa.JSON),
        sa.Column("text", sa.Text),
        sa.Column("at", TIME, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due", TIME, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
    )
    op.create_index("ix_outbox_state_due", "outbox", ["state", "due"])
    op.create_index("ix_outbox_tenant_conversation_state", "outbox", ["tenant", "conversation", "state"])


def downgrade() -> None:
    """Back to an empty database."""
    for table in ("outbox", "inbox", "answers", "reflections", "conversations"):
        op.drop_table(table)
