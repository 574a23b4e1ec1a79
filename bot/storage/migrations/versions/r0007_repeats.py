"""What stood once a press had been taken, so that a repeat is told what is so, and when presses were last forgotten."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """To this revision."""
    op.add_column("inbox", sa.Column("came_as", sa.String(200)))
    op.add_column("inbox", sa.Column("stood", sa.String(64)))
    op.add_column("conversations", sa.Column("forgot_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    """Back to a repeat that is told what was said at first, whatever has happened since."""
    op.drop_column("conversations", "forgot_at")
    op.drop_column("inbox", "stood")
    op.drop_column("inbox", "came_as")
