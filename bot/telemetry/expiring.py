"""Secrets that end on a day: whoever runs the bot is told a month ahead, once a day, until there is a new one."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

log = logging.getLogger(__name__)

AHEAD = dt.timedelta(days=30)
"""How long before the end it is said; a new secret takes an administrator, and a restart."""


@dataclass
class Expiring:
    """Says by ``look``. ``ends`` is the day each secret ends on, by the setting it stands in; ``now`` is in UTC."""

    EVERY: ClassVar[float] = 3600.0
    """Seconds between looks."""

    ends: Mapping[str, dt.date]
    now: Callable[[], dt.datetime]
    _said_on: dict[str, dt.date] = field(default_factory=dict, init=False)

    @property
    def times(self) -> Mapping[str, dt.datetime]:
        """When each ends, by its setting: as the day begins in UTC, since nobody is told the hour."""
        return {setting: dt.datetime.combine(day, dt.time(), dt.UTC) for setting, day in self.ends.items()}

    async def look(self) -> None:
        """Says of each that is near its end how many days it has left; once a day."""
        today = self.now().date()
        for setting, day in self.ends.items():
            if day - today > AHEAD or self._said_on.get(setting) == today:
                continue
            self._said_on[setting] = today
            left = (day - today).days
            if left > 0:
                log.warning("%s ends in %d days, on %s: have a new one made", setting, left, day)
            else:
                log.error("%s ended on %s: messages can no longer be sent once a token runs out", setting, day)
