"""Bundles that KL pushes, which is live, what happened to each push, who follows a fagområde, and what was offered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "bundles",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("key_id", sa.String(16), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_bundles"),
    )
    op.create_table(
        "activations",
        sa.Column("serial", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("bundle", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("key_id", sa.String(16), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("serial", name="pk_activations"),
    )
    op.create_table(
        "edition_log",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), autoincrement=True, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("what", sa.String(16), nullable=False),
        sa.Column("about", sa.String(100), nullable=False),
        sa.Column("serial", sa.Integer),
        sa.Column("key_id", sa.String(16), nullable=False),
        sa.Column("accepted", sa.Boolean, nullable=False),
        sa.Column("reasons", sa.JSON, nullable=False),
        sa.Column("note", sa.String(500), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_edition_log"),
    )
    op.create_table(
        "edition_processes",
        sa.Column("process", sa.String(64), nullable=False),
        sa.Column("serial", sa.Integer, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("process", name="pk_edition_processes"),
    )
    op.create_table(
        "follows",
        sa.Column("tenant", sa.String(64), nullable=False),
        sa.Column("conversation", sa.String(400), nullable=False),
        sa.Column("fagomraade", sa.String(64), nullable=False),
        sa.Column("bundle", sa.String(64), nullable=False),
        sa.Column("told", sa.Integer, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("tenant", "conversation", "fagomraade", name="pk_follows"),
    )
    op.create_index("ix_follows_told", "follows", ["told"])
    op.add_column("reflections", sa.Column("offered", sa.String(64)))


def downgrade() -> None:
    """Back to the editions of the release alone."""
    op.drop_column("reflections", "offered")
    for table in ("follows", "edition_processes", "edition_log", "activations", "bundles"):
        op.drop_table(table)
