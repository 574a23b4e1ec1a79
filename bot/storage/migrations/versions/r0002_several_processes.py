"""Several bot processes on one database, conversations that take nothing more, and who took part."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

TIME = sa.DateTime(timezone=True)

WHO_TOOK_PART = """
INSERT INTO participants (tenant, reflection, person, name, joined_at)
SELECT tenant, reflection, person, name, joined_at
FROM (
    SELECT tenant, reflection, person, name,
        min(at) OVER (PARTITION BY tenant, reflection, person) AS joined_at,
        row_number() OVER (PARTITION BY tenant, reflection, person ORDER BY at DESC, latest DESC) AS place
    FROM (
        SELECT tenant, id AS reflection, started_by AS person, started_by_name AS name, started_at AS at, 0 AS latest
        FROM reflections
        UNION ALL
        SELECT tenant, reflection, person, name, at, revision FROM answers
    ) AS traces
) AS ranked
WHERE place = 1
"""


def upgrade() -> None:
    """To this revision."""
    op.add_column("conversations", sa.Column("dead", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("answers", sa.Column("redacted_at", TIME))
    op.add_column("outbox", sa.Column("claimed_until", TIME))
    op.create_table(
        "participants",
        sa.Column("tenant", sa.String(64), nullable=False),
        sa.Column("reflection", sa.String(32), nullable=False),
        sa.Column("person", sa.String(200), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("joined_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("tenant", "reflection", "person", name="pk_participants"),
    )
    op.create_index("ix_participants_tenant_person", "participants", ["tenant", "person"])
    op.execute(WHO_TOOK_PART)


def downgrade() -> None:
    """Back to the first release, whose only process waits for nobody's claims."""
    op.drop_table("participants")
    for table, column in (("outbox", "claimed_until"), ("answers", "redacted_at"), ("conversations", "dead")):
        with op.batch_alter_table(table) as changes:
            changes.drop_column(column)
