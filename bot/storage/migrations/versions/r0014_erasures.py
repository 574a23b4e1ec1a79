"""The list of erasures, so that a copy put back brings nothing erased back."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """To this revision."""
    made = op.create_table(
        "erasures",
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("subject", name="pk_erasures"),
    )
    op.create_index("ix_erasures_at", "erasures", ["at"])
    connection = op.get_bind()
    if connection.scalar(sa.text("SELECT count(*) FROM conversations")):
        # What was erased before is on no list: it is whole from here on.
        connection.execute(made.insert(), {"subject": "begins", "at": dt.datetime.now(dt.UTC)})


def downgrade() -> None:
    """Back to a bot that keeps no list."""
    op.drop_table("erasures")
