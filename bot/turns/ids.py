"""Chance that nobody can guess, asked of the system for many ids at a time: asking costs as much as a read of a row."""

from __future__ import annotations

import base64
import os

SIZE = 12
"""Bytes of one id: 96 bits."""

AT_ONCE = 256
"""Ids that are asked for at a time."""


class Ids:
    """New ids, each its own: letters, digits, ``-`` and ``_``."""

    def __init__(self) -> None:
        self._left = bytearray()
        os.register_at_fork(after_in_child=self.copied)

    def copied(self) -> None:
        """Lets go of what a process that is a copy of another shares with it: both would give the same ids."""
        self._left.clear()

    def __call__(self) -> str:
        """One that nobody has had."""
        if not self._left:
            self._left += os.urandom(SIZE * AT_ONCE)
        one = bytes(self._left[-SIZE:])
        del self._left[-SIZE:]
        return base64.urlsafe_b64encode(one).decode()
