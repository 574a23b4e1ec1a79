"""A name is one bundle's: what two processes took at once under one name is told apart."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """To this revision. The first that came keeps its name; the others get the beginning of their hash behind it."""
    bundles = sa.table("bundles", sa.column("sha256"), sa.column("name"), sa.column("at"))
    earlier = bundles.alias("earlier")
    is_earlier = (earlier.c.at < bundles.c.at) | (
        (earlier.c.at == bundles.c.at) & (earlier.c.sha256 < bundles.c.sha256)
    )
    is_taken = sa.exists().where(earlier.c.name == bundles.c.name, is_earlier)
    taken = op.get_bind().execute(sa.select(bundles.c.sha256, bundles.c.name).where(is_taken)).all()
    for sha256, name in taken:
        op.execute(bundles.update().where(bundles.c.sha256 == sha256).values(name=f"{name[:60]} {sha256[:16]}"))
    op.create_index("ix_bundles_name", "bundles", ["name"], unique=True)


def downgrade() -> None:
    """Back to names that may be taken twice."""
    op.drop_index("ix_bundles_name", "bundles")
