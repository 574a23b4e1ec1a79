"""How much waits in the outbox, and for how long: what whoever watches the bot from afar is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from bot.storage.database import Database
from bot.storage.outbox import BEYOND, FIRST_IN_LINE
from bot.storage.rows import COUNTING, DEAD, DRAWING, WAITING
from bot.storage.tables import outbox

STATES = (WAITING, DRAWING, COUNTING, DEAD)
"""Where a message can be: to be sent, to have its picture or file, to be counted up, given up."""


@dataclass(frozen=True)
class Waits:
    """The outbox of all processes as it stands."""

    messages: Mapping[str, int]
    """How many there are in each of ``STATES``."""
    oldest: float
    """Seconds since the oldest that waits to be sent was put in; 0 where none does."""
    late: float
    """Seconds since the one that is most overdue should have been taken by some process; 0 where none is."""


class Backlog:
    """Looks by ``waits``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def waits(self, now: dt.datetime) -> Waits:
        """What waits now. Raises ``StorageError``."""

        def work(connection: sa.Connection) -> Waits:
            counted = {row.state: row for row in connection.execute(_COUNTED)}
            due = connection.scalar(_MOST_OVERDUE, {"now": now, "beyond": now + BEYOND})
            waiting = counted.get(WAITING)
            return Waits(
                {state: counted[state].messages if state in counted else 0 for state in STATES},
                _seconds(waiting.oldest if waiting else None, now),
                _seconds(due, now),
            )

        return await self._database.read(work)


def _seconds(since: dt.datetime | None, now: dt.datetime) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0


_COUNTED = sa.select(
    outbox.c.state, sa.func.count().label("messages"), sa.func.min(outbox.c.at).label("oldest")
).group_by(outbox.c.state)
_NOW: sa.BindParameter[dt.datetime] = sa.bindparam("now")
_BEYOND: sa.BindParameter[dt.datetime] = sa.bindparam("beyond")
_CLAIMED = outbox.c.claimed_until
_MOST_OVERDUE = sa.select(sa.func.min(outbox.c.due)).where(
    FIRST_IN_LINE, outbox.c.due <= _NOW, _CLAIMED.is_(None) | (_CLAIMED <= _NOW) | (_CLAIMED > _BEYOND)
)
