"""Reflections as they stand, kept in the process by their version: a turn need not load what the one before it wrote.

What is kept is used only where the row just read has the same version, so another process is never overlooked. It must
be exactly what would be loaded; where that is not certain, nothing is kept and it is loaded. It is kept once a commit
is done, and never where one has failed: nobody knows then what stands.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import takewhile
from operator import is_
from typing import Any, TypeVar

from bot.storage import notes
from bot.storage.loaded import Known, Stands
from dialogs.reflection.state import Conclusion, GivenAnswer, Reflection

MOST = 1000
"""Reflections that are kept; the one that was kept first goes first."""

KEPT = 3600.0
"""Seconds that one is kept: what another process erases is not in memory for longer."""

NEVER = dt.datetime.min.replace(tzinfo=dt.UTC)
"""Before any answer."""

T = TypeVar("T", bound=Any)


class Kept:
    """What is kept, by tenant and id; ``clock`` counts seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: dict[tuple[str, str], tuple[float, Known]] = {}
        self.erasures = 0
        """How often it has been cleared: what was loaded before an erasure is not kept after it."""

    def __iter__(self) -> Iterator[tuple[str, Known]]:
        """Tenant and what is kept."""
        return iter([(tenant, known) for (tenant, _), (_, known) in self._kept.items()])

    def find(self, tenant: str, reflection: str, version: int) -> Known | None:
        """The reflection with this id, where it is kept in that version."""
        until, known = self._kept.get((tenant, reflection), (0.0, None))
        return known if known is not None and known.version == version and self._clock() < until else None

    def keep(self, tenant: str, known: Known) -> None:
        """Keeps it in place of any other version; who in it has left is the conversation's to say."""
        if known.reflection.gone:
            known = dataclasses.replace(known, reflection=dataclasses.replace(known.reflection, gone=frozenset()))
        key, now = (tenant, known.reflection.id), self._clock()
        self._kept.pop(key, None)
        self._kept[key] = (now + KEPT, known)
        while len(self._kept) > MOST or next(iter(self._kept.values()))[0] <= now:
            del self._kept[next(iter(self._kept))]

    def clear(self) -> None:
        """Forgets all: something has been erased."""
        self.erasures += 1
        self._kept.clear()


def committed(stands: Stands, new: Reflection) -> Known | None:
    """What loading gives once ``new`` has been committed to what stood; None where that is not certain."""
    if new == stands.reflection:
        return None if stands.latest is None else Known(stands.reflection, stands.version, stands.latest, stands.entra)
    old = stands.reflection if stands.reflection and stands.reflection.id == new.id else None
    latest = stands.latest if old else NEVER
    if latest is None or not _notes_stand(old, new):
        return None
    answers = _answers(old.answers if old else (), new.answers, latest)
    if answers is None:
        return None
    loaded: dict[str, Any] = {
        "answers": answers,
        "conclusions": _in_order(new.conclusions, lambda each: (each.question, each.revision)),
        "steps": _in_order(new.steps, lambda each: each.number),
        "evaluations": _in_order(new.evaluations, lambda each: each.technology),
        "dismissals": _in_order(new.dismissals, lambda each: each.technology),
    }
    # What stands as it is loaded already is left as it is: two times may be equal in two zones.
    others = {name: value for name, value in loaded.items() if not _same(value, getattr(new, name))}
    kept = _in_utc(dataclasses.replace(new, **others) if others else new)
    newest = max([latest, *(answer.at for answer in answers)])
    return Known(kept, stands.version + 1, newest, stands.entra) if old else Known(kept, 1, newest)


def _same(those: tuple[object, ...], others: tuple[object, ...]) -> bool:
    return len(those) == len(others) and all(map(is_, those, others))


def _in_order(made: tuple[T, ...], by: Callable[[T], Any]) -> tuple[T, ...]:
    """The same as they are loaded."""
    return tuple(sorted(map(_in_utc, made), key=by)) if made else made


def _answers(
    old: tuple[GivenAnswer, ...], new: tuple[GivenAnswer, ...], latest: dt.datetime
) -> tuple[GivenAnswer, ...] | None:
    """Those that stood in their places, then those that came, in the order they are loaded in; None if it is not so."""
    same = sum(1 for _ in takewhile(bool, map(is_, old, new)))  # most are the very ones that stood
    untouched, old, new = new[:same], old[same:], new[same:]
    after = {_key(each) for each in new}
    stood = [each for each in old if _key(each) in after]
    came = new[len(stood) :]
    is_in_place = [_key(each) for each in stood] == [_key(each) for each in new[: len(stood)]]
    order = [(each.at, each.question, len(each.by.id), each.by.id) for each in came]
    if not is_in_place or order != sorted(order) or any(each.revision != 1 or each.at <= latest for each in came):
        return None
    changed = zip(stood, new, strict=False)
    if any(now is not before and now != before and now.revision <= before.revision for before, now in changed):
        return None
    return untouched + tuple(
        each if place < len(stood) and each is stood[place] else _in_utc(each) for place, each in enumerate(new)
    )


def _notes_stand(old: Reflection | None, new: Reflection) -> bool:
    """True where no note has gone: rows of those are kept, and would be loaded."""
    before = {_which(each): each.revision for each in notes.all_of(old)} if old else {}
    after = {_which(each): each.revision for each in notes.all_of(new)}
    return all(key in after and after[key] >= revision for key, revision in before.items())


def _which(note: notes.Note) -> tuple[Any, ...]:
    kind, key = notes.key_of(note)
    return (kind, key, note.revision) if isinstance(note, Conclusion) else (kind, key)


def _key(answer: GivenAnswer) -> tuple[int, str]:
    return answer.question, answer.by.id


def _in_utc(made: T) -> T:
    """The same with its times as they are loaded."""
    times = {
        name: value.astimezone(dt.UTC)
        for name in _times(made.__class__)
        if (value := getattr(made, name)) is not None and value.tzinfo is not dt.UTC
    }
    moved: T = dataclasses.replace(made, **times) if times else made
    return moved


@cache
def _times(kind: type) -> Sequence[str]:
    """The fields that hold a time."""
    return [field.name for field in dataclasses.fields(kind) if "datetime" in str(field.type)]
