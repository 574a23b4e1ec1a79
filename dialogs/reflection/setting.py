"""What a turn brings along for a reflection, and what a command comes to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from dialogs.reflection.events import Event
from dialogs.reflection.state import Reflection

Step = tuple[Reflection | None, tuple[Event, ...]]
"""What stands after a command, and what happened."""


@dataclass(frozen=True)
class LiveEdition:
    """What a reflection needs to know of the bundle that is live."""

    bundle: str
    """Its SHA-256."""
    fagomraader: Collection[str] = ()
    """Ids of all it has."""
    kommuner: Collection[str] = ()
    """Codes of all it has."""


@dataclass(frozen=True)
class Setting:
    """What a turn brings along for a reflection that may be started in it."""

    new_id: str
    bundle: str
    group: bool
    kommune: str | None = None
    """The conversation's kommune (code), where it is known already."""
    salt: str = ""
    """Something nobody can guess, for a reflection without names."""
    in_operation: tuple[str, ...] = ()
    """Technologies (ids) ticked as in drift in the reflection as it stands."""
    fagomraader: Collection[str] = ()
    """Ids of those that ``bundle`` has."""
    kommuner: Collection[str] = ()
    """Codes of those that ``bundle`` has."""

    rated: Collection[int] = ()
    """Numbers of the questions that are answered by a number from 1 to 5."""

    @property
    def live(self) -> LiveEdition:
        """The edition that a running reflection can switch to."""
        return LiveEdition(self.bundle, self.fagomraader, self.kommuner)
