"""Chance that nobody can guess, asked of the system for many ids at a time: asking costs as much as a read of a row."""

from __future__ import annotations

import base64
import os

SIZE = 12
"""Bytes of one id: 96 bits."""

SIGNS = SIZE * 4 // 3
"""Signs that one is written in."""

AT_ONCE = 256
"""Ids that are asked for at a time."""


class Ids:
    """New ids, each its own: letters, digits, ``-`` and ``_``; none begins with ``-``, as an option does."""

    def __init__(self) -> None:
        self._left: list[str] = []
        os.register_at_fork(after_in_child=self.copied)

    def copied(self) -> None:
        """Lets go of what a process that is a copy of another shares with it: both would give the same ids."""
        self._left.clear()

    def __call__(self) -> str:
        """One that nobody has had."""
        while not self._left:
            drawn = base64.urlsafe_b64encode(os.urandom(SIZE * AT_ONCE)).decode()
            self._left += [drawn[at : at + SIGNS] for at in range(0, len(drawn), SIGNS) if drawn[at] != "-"]
        return self._left.pop()
