"""Reflections beside each other: each with its questions, and those that stand beside one in its protocol."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.over_time import has_ratings, over_time_of
from bot.editions.snapshot import Snapshot
from bot.storage.store import Store
from bot.wire import Address
from dialogs.over_time.choosing import up_to
from dialogs.over_time.ratings import Time
from dialogs.reflection.state import Reflection
from radar_core.render.words.over_time import OverTime


def times_of(reflections: Sequence[Reflection], snapshot: Snapshot) -> tuple[Time, ...]:
    """Each with the questions as they were asked in it."""
    return tuple(Time(each, snapshot.questions_of(each)) for each in reflections)


async def over_time_beside(store: Store, where: Address, last: Reflection, snapshot: Snapshot) -> OverTime | None:
    """The ratings up to a reflection of the conversation ``where``; None where there is nothing to put beside it.

    A group must have said which reflections are its own, with this one among them; who is alone has only their own.
    Nothing is in it that everybody in the conversation could not have shown to them now. Raises ``StorageError``.
    """
    kept = await store.earlier(where)
    if last.group:
        own = await store.confirmed(where.tenant, last.id)
        kept = tuple(each for each in kept if each.id in own)
    chosen = up_to(kept, last)
    if not chosen:
        return None
    # What somebody has erased in between is not there any more.
    found = up_to(await store.earlier_whole(where, [each.id for each in chosen]), last)
    if not found:
        return None
    shown = over_time_of(times_of(found, snapshot), snapshot.pinned(last))
    return shown if has_ratings(shown) else None
