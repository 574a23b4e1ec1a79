"""Conversations as this process's last turn left them: the next one need not read before it decides.

Only a commit can tell whether it is still so: it looks at all that was expected, in its own transaction, and whoever
was wrong has lost a race and loads. It is kept as long as the reflection itself (``bot.storage.kept``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.storage.kept import MOST, Kept
from bot.storage.loaded import Change, Known, Stands
from bot.wire import Address, ChatKind
from dialogs.reflection.state import Reflection
from dialogs.reflection.timing import next_due


class Expected:
    """What the next turn of a conversation finds, where nobody else has been at it."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self._left: dict[tuple[str, str], tuple[Known, Stands]] = {}
        """By tenant and conversation."""

    def find(self, address: Address, about: str | None = None) -> Stands | None:
        """What is expected there; None where nothing is. ``about`` is the reflection (id) that is turned to."""
        known, stands = self._left.get((address.tenant, address.conversation), (None, None))
        if known is None or stands is None or about not in (None, known.reflection.id):
            return None
        if not self._is_kept((address.tenant, address.conversation), (known, stands)):
            return None
        return stands if address == stands.address else replace(stands, address=address)

    def left(self, stands: Stands, known: Known, changes: Sequence[Change]) -> None:
        """A turn on what stood has been committed, and this is known of the reflection now.

        Nothing is expected where the turn may have moved more than that, or where other conversations' rows are read.
        """
        reflection = known.reflection
        if not _is_told(stands, reflection, changes):
            return
        self._left[stands.address.tenant, stands.address.conversation] = (
            known,
            replace(
                stands,
                kommune=reflection.kommune or stands.kommune,
                reflection=reflection,
                version=known.version,
                answered=None,
                came_as=None,
                stood=None,
                due=next_due(reflection),
                latest=known.latest,
                entra=known.entra,
                is_expected=True,
            ),
        )
        if len(self._left) > MOST:
            del self._left[next(iter(self._left))]

    def moved(self, address: Address) -> None:
        """Something there is known to be another now: it is read. What is kept no longer is not expected either."""
        self._left.pop((address.tenant, address.conversation), None)
        while self._left and not self._is_kept(*next(iter(self._left.items()))):
            del self._left[next(iter(self._left))]

    def clear(self) -> None:
        """Forgets all: something has been erased."""
        self._left.clear()

    def _is_kept(self, key: tuple[str, str], left: tuple[Known, Stands]) -> bool:
        tenant, known = key[0], left[0]
        return self._kept.find(tenant, known.reflection.id, known.version) is known


def _is_told(stands: Stands, reflection: Reflection, changes: Sequence[Change]) -> bool:
    """Whether what a turn left is what it found, but for the reflection itself."""
    before = stands.reflection
    return (
        before is not None
        and (before.id, before.kommune) == (reflection.id, reflection.kommune)
        and reflection.id == stands.newest
        and reflection.previous is None
        and not reflection.phase.is_closed
        and stands.forgot_at is None
        and not stands.departed.marks
        and stands.address.kind is not ChatKind.CHANNEL
        and not any(change.moves for change in changes)
    )
