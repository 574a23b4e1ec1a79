"""Working together: names or none, a facilitator, pauses and reminders with a time, and what a team concludes.

Who facilitates an old reflection is who started it, and all that are open ring once, to find out when they are due.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

TIME = sa.DateTime(timezone=True)

FACILITATES = "UPDATE reflections SET facilitator = started_by, facilitator_name = started_by_name WHERE is_group"

TOUCHED = """
UPDATE reflections SET touched_at = coalesce(ended_at, (
    SELECT max(answers.at) FROM answers
    WHERE answers.tenant = reflections.tenant AND answers.reflection = reflections.id
), started_at)
"""

RINGS = "UPDATE reflections SET due = touched_at WHERE phase IN ('setup', 'questions', 'review')"

CHANNEL = """
UPDATE conversations SET root = substr(id, 1, {position}(id, ';messageid=') - 1)
WHERE kind = 'channel' AND {position}(id, ';messageid=') > 0
"""

UNKNOWN_THEN = """
UPDATE reflections SET phase = 'cancelled', resume_to = NULL, ended_at = coalesce(ended_at, touched_at, started_at)
WHERE phase = 'expired' OR (anonymous AND phase NOT IN ('finished', 'cancelled'))
"""


def reflection_columns() -> list[sa.Column[Any]]:
    """What reflections have from now on; new objects, since a table keeps those it is given."""
    return [
        sa.Column("anonymous", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("salt", sa.String(64)),
        sa.Column("facilitator", sa.String(200)),
        sa.Column("facilitator_name", sa.String(200)),
        sa.Column("revealed", sa.JSON, nullable=False, server_default=sa.text("'[]'")),
        sa.Column("paused_until", TIME),
        sa.Column("touched_at", TIME),
        sa.Column("reminders", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("reminded_at", TIME),
        sa.Column("reminded", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("warned_at", TIME),
        sa.Column("previous", sa.String(32)),
        sa.Column("due", TIME),
        sa.Column("notes", sa.Boolean, nullable=False, server_default=sa.false()),
    ]


def upgrade() -> None:
    """To this revision."""
    position = "strpos" if op.get_bind().dialect.name == "postgresql" else "instr"
    for column in reflection_columns():
        op.add_column("reflections", column)
    op.create_index("ix_reflections_due", "reflections", ["due"])
    op.create_index("ix_reflections_started_at", "reflections", ["started_at"])
    for statement in (FACILITATES, TOUCHED, RINGS):
        op.execute(statement)
    op.add_column("conversations", sa.Column("root", sa.String(400)))
    op.create_index("ix_conversations_tenant_root", "conversations", ["tenant", "root"])
    op.execute(CHANNEL.format(position=position))
    op.add_column("answers", sa.Column("message", sa.String(200)))
    op.create_table(
        "notes",
        sa.Column("tenant", sa.String(64), nullable=False),
        sa.Column("reflection", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("person", sa.String(200), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("tenant", "reflection", "kind", "key", "revision", name="pk_notes"),
    )
    op.create_index("ix_inbox_at", "inbox", ["at"])
    replied = sa.text("reply IS NOT NULL")
    op.create_index("ix_inbox_at_replied", "inbox", ["at"], sqlite_where=replied, postgresql_where=replied)
    op.add_column("outbox", sa.Column("unprompted", sa.Boolean, nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Back to reflections of named answers alone: open anonymous ones end, and what only teams write is left out."""
    op.execute(UNKNOWN_THEN)
    op.execute("DELETE FROM outbox WHERE unprompted")
    op.drop_index("ix_inbox_at_replied", "inbox")
    op.drop_index("ix_inbox_at", "inbox")
    op.drop_table("notes")
    op.drop_index("ix_conversations_tenant_root", "conversations")
    op.drop_index("ix_reflections_started_at", "reflections")
    op.drop_index("ix_reflections_due", "reflections")
    for table, columns in (
        ("outbox", ["unprompted"]),
        ("answers", ["message"]),
        ("conversations", ["root"]),
        ("reflections", [column.name for column in reflection_columns()]),
    ):
        with op.batch_alter_table(table) as changes:
            for column in columns:
                changes.drop_column(column)
