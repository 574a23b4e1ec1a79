"""How long a newcomer would have to wait, so that who cannot be served in time is told so at once, before any work.

Cutting turns off when their time is up serves nobody: the work is done and thrown away, and everybody waits for it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

LONGEST = 1.0
"""Seconds of expected waiting above which a newcomer is turned away; a turn itself may take 1.8."""

ALWAYS = 8
"""Turns that are let in however slow the last ones were: one hiccup turns nobody away."""

REMEMBERED = 1.0
"""About how many seconds of work the pace is an average of; turns end in bursts, one for each wait for the disk."""

KNOWN = 0.3
"""How much of an average must be there before anybody is turned away by it."""


@dataclass
class Crowd:
    """Counts the turns under way, and how many are served in a second while others wait. Times are in seconds."""

    longest: float = LONGEST
    always: int = ALWAYS
    under_way: int = 0
    _served: float = 0.0
    """Turns a second, lately, of the share of an average that ``_known`` says."""
    _known: float = 0.0
    _since: float | None = None
    """When the last one left; None where nobody has since somebody came to an empty room."""

    @property
    def expected(self) -> float:
        """Seconds until all who are here now are served."""
        if self._known < KNOWN:
            return 0.0
        return self.under_way * self._known / self._served if self._served else math.inf

    def enter(self, now: float) -> bool:
        """Lets one more in, who is to ``leave``; False for whoever would wait too long."""
        if self.under_way >= self.always and self.expected > self.longest:
            return False
        if not self.under_way:
            self._since = None  # how long the first one takes says nothing of how many are served in a time
        self.under_way += 1
        return True

    def leave(self, now: float, *, served: bool = True) -> None:
        """One who was let in is served, or was not."""
        self.under_way -= 1
        if self._since is not None:
            fades = math.exp(-(now - self._since) / REMEMBERED)
            self._known = self._known * fades + 1 - fades
            self._served = self._served * fades + served / REMEMBERED
        self._since = now
