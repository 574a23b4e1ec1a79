"""What leaves the radar on purpose, as an editor names it: ``rpa``, ``rpa:samlet``, ``teknologier=rpa``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.errors import CommandError
from radar_core.editions.bundle import Removed
from radar_core.editions.removals import NOUNS, kinds
from radar_core.model import SAMLET, Bundle
from radar_core.spelling import either, quote


class NotRemoved(CommandError):
    """What was said to be removed is not understood; ``str()`` is a Danish sentence."""


def removed_of(texts: Sequence[str], known: Bundle) -> Removed:
    """What the texts name, an id alone being one of ``known``. Raises ``NotRemoved``."""
    ids: dict[str, set[str]] = {}
    placements: set[tuple[str, str]] = set()
    for text in texts:
        section, is_said, item_id = text.partition("=")
        technology, is_placement, fagomraade = text.partition(":")
        if is_said and section in NOUNS and item_id:
            ids.setdefault(section, set()).add(item_id)
        elif is_placement and technology and fagomraade:
            placements.add((technology, fagomraade))
        else:
            ids.setdefault(_section_of(text, known), set()).add(text)
    return Removed({section: frozenset(found) for section, found in ids.items()}, frozenset(placements))


def chosen(texts: Sequence[str], gone: Removed) -> Removed:
    """Those of what is gone that the texts name. Raises ``NotRemoved`` for one that names nothing that is gone."""
    ids: dict[str, frozenset[str]] = {}
    placements: set[tuple[str, str]] = set()
    for text in texts:
        found = [(section, item) for section, item in _items(gone) if text in (item, f"{section}={item}")]
        placed = {(t, f) for t, f in gone.placements if text == f"{t}:{f}"}
        if not found and not placed:
            raise NotRemoved(
                f"--fjern {text}: {quote(text)} forsvinder ikke med den nye udgave. Slet det fra kommandoen."
            )
        for section, item in found:
            ids[section] = ids.get(section, frozenset()) | {item}
        placements |= placed
    return Removed(ids, frozenset(placements))


def without(gone: Removed, named: Removed) -> Removed:
    """What is gone and has not been named."""
    ids = {section: left for section in NOUNS if (left := _in(gone, section) - _in(named, section))}
    return Removed(ids, gone.placements - named.placements)


def is_nothing(removed: Removed) -> bool:
    """Whether nothing at all is removed."""
    return not removed.placements and not any(removed.ids.values())


def told(removed: Removed, live: Bundle) -> list[str]:
    """Each thing that is gone from the live bundle, with what to write after ``--fjern``."""
    names = _names(live)
    lines = [f"{NOUNS[s]} {quote(names[s].get(item, item))} ({item})" for s, item in _items(removed)]
    for technology, fagomraade in sorted(removed.placements):
        where = "samlet" if fagomraade == SAMLET else names["fagomraader"].get(fagomraade, fagomraade)
        name = names["teknologier"].get(technology, technology)
        lines.append(f"{quote(name)} på {where} ({technology}:{fagomraade})")
    return lines


def as_arguments(removed: Removed) -> str:
    """What to write after ``--fjern``."""
    return " ".join([*(item for _, item in _items(removed)), *(f"{t}:{f}" for t, f in sorted(removed.placements))])


def _section_of(item_id: str, known: Bundle) -> str:
    found = [section for section, names in _names(known).items() if item_id in names]
    if len(found) == 1:
        return found[0]
    shown = either([f"{section}={item_id}" for section in found or NOUNS])
    raise NotRemoved(f"--fjern {item_id}: skriv også, hvad {quote(item_id)} er: {shown}.")


def _items(removed: Removed) -> Iterator[tuple[str, str]]:
    return ((section, item) for section in NOUNS for item in sorted(_in(removed, section)))


def _in(removed: Removed, section: str) -> frozenset[str]:
    return frozenset(removed.ids.get(section, ()))


def _names(bundle: Bundle) -> dict[str, dict[str, str]]:
    return {kind.section: {item: labels[0] for item, labels in kind.labels.items()} for kind in kinds(bundle)}
