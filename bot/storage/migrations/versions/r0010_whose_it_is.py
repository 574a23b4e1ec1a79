"""By whom an operator can find what is kept about somebody: a fingerprint of their Entra id where they take part."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """To this revision."""
    op.add_column("participants", sa.Column("entra", sa.String(64)))


def downgrade() -> None:
    """Back to ids of the channel alone."""
    op.drop_column("participants", "entra")
