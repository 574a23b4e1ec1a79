"""The faults of one data file, collected on the way from bytes to objects."""

from __future__ import annotations

from radar_core.errors import Fault

MAX_FAULTS = 500
"""A file with more faults than this is not the file it says it is; the rest are not told."""


class FileFaults:
    """Collects the faults of one file. Every reader of the file adds to the same collection.

    ``last_line`` (set by whoever reads the text) bounds every line number, so that a fault at the end of the file
    never points past it.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.last_line = 0
        self._found: dict[Fault, None] = {}
        self._muted: set[int] = set()
        self._is_cut = False

    def add(self, line: int, message: str) -> None:
        """Add one fault at a 1-based line (0: the file as a whole). The same fault twice is one fault."""
        fault = Fault(self.file, min(line, self.last_line), message)
        if fault in self._found or fault.line in self._muted:
            return
        if len(self._found) < MAX_FAULTS:
            self._found[fault] = None
        else:
            self._is_cut = True

    def mute(self, line: int) -> None:
        """Drop what is added about this line from now on: it could not be read, so nothing more is known of it."""
        self._muted.add(line)

    @property
    def is_cut(self) -> bool:
        """Whether faults are already left out, so that looking for more is in vain."""
        return self._is_cut

    def __bool__(self) -> bool:
        return bool(self._found)

    def all(self) -> tuple[Fault, ...]:
        """Every fault, in line order; past ``MAX_FAULTS`` a last one says that there are more."""
        told = sorted(self._found)
        if self._is_cut:
            message = f"Der er flere fejl end de {MAX_FAULTS}, der er nævnt. Ret dem, og prøv igen."
            told.append(Fault(self.file, self.last_line, message))
        return tuple(told)
