"""Files that people ask for, and by what the addresses they are given are known."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "files",
        sa.Column("tenant", sa.String(64), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("conversation", sa.String(400), nullable=False),
        sa.Column("person", sa.String(200), nullable=False),
        sa.Column("reflection", sa.String(32)),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("content", sa.LargeBinary),
        sa.Column("at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("working_until", TIME, nullable=False),
        sa.Column("placed", sa.JSON),
        sa.PrimaryKeyConstraint("tenant", "id", name="pk_files"),
    )
    op.create_index("ix_files_at", "files", ["at"])
    op.create_table(
        "file_tokens",
        sa.Column("tenant", sa.String(64), nullable=False),
        sa.Column("token", sa.String(64), nullable=False),
        sa.Column("file", sa.String(32), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("tenant", "token", name="pk_file_tokens"),
    )
    op.create_index("ix_file_tokens_token", "file_tokens", ["token"], unique=True)
    op.create_index("ix_file_tokens_at", "file_tokens", ["at"])


def downgrade() -> None:
    """Back to a bot that makes no files."""
    op.drop_table("file_tokens")
    op.drop_table("files")
