"""A kommune's own use of technology, how its forvaltninger map to fagområder, and the public pictures there are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "own_use",
        sa.Column("tenant", sa.String(64), nullable=False),
        sa.Column("kommune", sa.String(3), nullable=False),
        sa.Column("fagomraade", sa.String(64), nullable=False),
        sa.Column("technology", sa.String(64), nullable=False),
        sa.Column("usage", sa.String(16), nullable=False),
        sa.Column("evidence", sa.Text, nullable=False),
        sa.Column("value", sa.String(16)),
        sa.Column("person", sa.String(200), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("tenant", "kommune", "fagomraade", "technology", name="pk_own_use"),
    )
    op.create_index("ix_own_use_at", "own_use", ["at"])
    op.create_table(
        "forvaltninger",
        sa.Column("tenant", sa.String(64), nullable=False),
        sa.Column("kommune", sa.String(3), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("fagomraader", sa.JSON, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("tenant", "kommune", "name", name="pk_forvaltninger"),
    )
    op.create_table(
        "pictures",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_pictures"),
    )
    op.create_index("ix_pictures_at", "pictures", ["at"])
    op.add_column("outbox", sa.Column("picture", sa.JSON))


def downgrade() -> None:
    """Back to a radar that is KL's alone; pictures are drawn anew."""
    op.drop_column("outbox", "picture")
    for table in ("pictures", "forvaltninger", "own_use"):
        op.drop_table(table)
