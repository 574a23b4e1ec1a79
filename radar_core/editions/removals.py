"""What has vanished between the live edition and a new one without being listed as removed, or has changed its id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from radar_core.editions.bundle import BundleFile, Removed
from radar_core.errors import Fault
from radar_core.model import SAMLET, Bundle
from radar_core.spelling import letters, quote

NOUNS: Mapping[str, str] = {
    "teknologier": "Teknologien",
    "fagomraader": "Fagområdet",
    "behov": "Behovet",
    "erfaringer": "Erfaringen",
    "kommuner": "Kommunen",
}
"""Every section that something can be left out of, and what one of its items is called."""


@dataclass(frozen=True)
class BundleSection:
    """One section of a bundle: what one of its items is called, and the labels of each by id."""

    section: str
    noun: str
    labels: Mapping[str, Sequence[str]]


def undeclared(new: BundleFile, live: Bundle, file: str = "udgave") -> tuple[Fault, ...]:
    """Every id and placement of the live bundle that the new one neither has nor lists under ``fjernet``.

    An item that stands under a new id with its old name is named as such, listed as removed or not: ids never change.
    """
    line = new.removed.line
    return tuple(Fault(file, line, message) for message in _messages(new, live))


def vanished(new: Bundle, live: Bundle) -> Removed:
    """Everything of the live bundle that the new one leaves out, as it would have to be listed."""
    ids = {kind.section: _gone(kind.section, new, live) for kind in kinds(live)}
    kept = {(p.technology, p.fagomraade) for p in new.edition.placements}
    left = {(p.technology, p.fagomraade) for p in live.edition.placements} - kept
    single = {(t, f) for t, f in left if t not in ids["teknologier"] and f not in ids["fagomraader"]}
    return Removed({section: gone for section, gone in ids.items() if gone}, frozenset(single))


def _messages(new: BundleFile, live: Bundle) -> Iterator[str]:
    missing = vanished(new.bundle, live)
    for kind, now in zip(kinds(live), kinds(new.bundle), strict=True):
        renamed = _renamed(kind, now)
        for item_id in sorted(set(kind.labels) | missing.ids.get(kind.section, frozenset())):
            name = kind.labels.get(item_id, [item_id])[0]
            if item_id in renamed:
                yield (
                    f"{kind.noun} {quote(name)} har skiftet id fra {quote(item_id)} til {quote(renamed[item_id])}. "
                    "Et id skifter aldrig: skriv det gamle id igen."
                )
            elif item_id in missing.ids.get(kind.section, ()) and not new.removed.has(kind.section, item_id):
                yield (
                    f"{kind.noun} {quote(name)} er med nu, men er {_lost(kind.section, item_id, new.bundle)}. "
                    f"Sæt den ind igen, eller skriv {quote(item_id)} i listen »{kind.section}« under »fjernet«."
                )
    for technology, fagomraade in sorted(missing.placements - new.removed.placements):
        yield (
            f"{quote(live.technology_by_id[technology].name)} står på {_radar(fagomraade, live)} nu, men er væk "
            "derfra i den nye udgave. Sæt den ind igen, eller skriv "
            f"{{teknologi: {technology}, fagomraade: {fagomraade}}} i listen »placeringer« under »fjernet«."
        )


def _gone(section: str, new: Bundle, live: Bundle) -> frozenset[str]:
    before, after = ({k.section: set(k.labels) for k in kinds(b)}[section] for b in (live, new))
    if section == "teknologier":
        placed_before, placed_after = ({p.technology for p in b.edition.placements} for b in (live, new))
        return frozenset((before - after) | (placed_before - placed_after))
    if section == "fagomraader":
        return frozenset((before - after) | (set(live.edition.fagomraader) - set(new.edition.fagomraader)))
    return frozenset(before - after)


def _lost(section: str, item_id: str, new: Bundle) -> str:
    if section == "teknologier" and item_id in new.technology_by_id:
        return "ikke på nogen radar i den nye udgave"
    if section == "fagomraader" and item_id in new.fagomraade_by_id:
        return "uden sin egen radar i den nye udgave"
    return "væk i den nye udgave"


def _renamed(before: BundleSection, after: BundleSection) -> dict[str, str]:
    """The new id of each vanished item whose name another item has taken over that was not there before."""
    newcomers = {letters(label): i for i, names in after.labels.items() if i not in before.labels for label in names}
    return {
        item_id: newcomers[letters(names[0])]
        for item_id, names in before.labels.items()
        if item_id not in after.labels and letters(names[0]) in newcomers
    }


def kinds(bundle: Bundle) -> tuple[BundleSection, ...]:
    """Every section of the bundle that something can be left out of."""
    labels: tuple[Mapping[str, Sequence[str]], ...] = (
        {t.id: (t.name, *t.aliases) for t in bundle.technologies},
        {f.id: (f.name, *f.aliases) for f in bundle.fagomraader},
        {n.id: (n.name,) for n in bundle.needs},
        {c.id: (c.title,) for c in bundle.cases},
        {k.code: (k.name,) for k in bundle.kommuner},
    )
    return tuple(BundleSection(section, noun, its) for (section, noun), its in zip(NOUNS.items(), labels, strict=True))


def _radar(fagomraade: str, bundle: Bundle) -> str:
    if fagomraade == SAMLET:
        return "den samlede radar"
    return f"radaren for {quote(bundle.fagomraade_by_id[fagomraade].name)}"
