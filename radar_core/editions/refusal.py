"""Why something that was pushed is refused (NACK): the step that stopped it, and every reason."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from radar_core.errors import DataError, Fault


class Step(Enum):
    """The checks in their order; what fails one of them is not carried on to the next. The value is for people."""

    SIZE = "størrelse"
    SIGNATURE = "underskrift"
    PARSE = "læsning"
    SCHEMA = "felter"
    CROSS = "sammenhæng"
    """What is said of something else: ids, counts, belæg, the live edition."""
    REMOVED = "fjernet"
    """What has vanished since the live edition without being listed as removed."""
    SERIAL = "serienummer"
    BUILD = "billeder"
    """The pictures that cards show can be drawn."""


class EditionRefused(DataError):
    """Something pushed is refused at a step. ``faults`` holds every reason, in line order.

    ``key_id`` is whose signature it carries, or None where the signature itself does not hold.
    """

    def __init__(self, step: Step, faults: Sequence[Fault], key_id: str | None = None) -> None:
        self.step, self.key_id = step, key_id
        super().__init__(faults)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Every reason as a Danish sentence, with its line where there is one."""
        return tuple(f"Linje {f.line}: {f.message}" if f.line else f.message for f in self.faults)


def refuse(step: Step, message: str, file: str, key_id: str | None = None) -> EditionRefused:
    """A refusal for one reason that has no line."""
    return EditionRefused(step, [Fault(file, 0, message)], key_id)
