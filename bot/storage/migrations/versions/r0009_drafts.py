"""What somebody alone has written to a question and not saved."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """To this revision."""
    op.add_column("reflections", sa.Column("drafts", sa.JSON, nullable=False, server_default=sa.text("'[]'")))


def downgrade() -> None:
    """Back to a bot that forgets what is not saved."""
    op.drop_column("reflections", "drafts")
