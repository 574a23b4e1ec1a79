"""How much may go through in a time: what Teams takes from a bot, and what the bot takes from people."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Hashable
from dataclasses import dataclass, field

PER_CONVERSATION = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))
"""Messages a bot may send in one conversation: (how many, in how many seconds). Teams' documentation on rate limits."""

PER_TENANT = ((30, 1.0),)
"""Calls a bot may make in one tenant; the same source."""

PER_PERSON = ((20, 5.0), (100, 60.0))
"""Acts taken from one person: more than fingers manage, less than a script does."""

PEOPLE_PER_TENANT = ((2_000, 10.0),)
"""Acts taken from one tenant: several hundred people answering at the same moment."""

Limits = tuple[tuple[int, float], ...]


NO_LIMITS: Limits = ()


@dataclass
class Pace:
    """Sliding windows for any number of keys; the ``most`` recently used keys are remembered."""

    limits: Limits
    most: int = 10_000
    _seen: OrderedDict[Hashable, deque[float]] = field(default_factory=OrderedDict)

    def wait(self, key: Hashable, now: float) -> float:
        """Seconds until one more fits for ``key``; 0 where it does, and then it is counted."""
        if not self.limits:
            return 0.0
        times = self._seen.setdefault(key, deque())
        self._seen.move_to_end(key)
        if len(self._seen) > self.most:
            self._seen.popitem(last=False)
        longest = max(window for _, window in self.limits)
        while times and times[0] <= now - longest:
            times.popleft()
        pause = max(self._until(times, count, window, now) for count, window in self.limits)
        if pause <= 0:
            times.append(now)
        return max(pause, 0.0)

    @staticmethod
    def _until(times: deque[float], count: int, window: float, now: float) -> float:
        return times[-count] + window - now if len(times) >= count else 0.0
