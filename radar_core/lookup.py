"""One edition in, one radar out: which technologies stand where on a fagområde's radar."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from radar_core.errors import UnknownFagomraade
from radar_core.model import SAMLET, Bundle, Fagomraade, Placement, Radar, RadarEntry, Ring
from radar_core.spelling import letters

if TYPE_CHECKING:
    import pandas as pd


def radar_for(bundle: Bundle, fagomraade_id: str = SAMLET) -> Radar:
    """The radar of a fagområde (by id), or the whole samlet radar where the edition has none for it.

    Never a mix technology by technology. Order inside a ring: by ``position`` where the edition states one, then as
    the edition file lists them. Raises ``UnknownFagomraade``.
    """
    asked = _fagomraade(bundle, fagomraade_id)
    placed = [p for p in bundle.edition.placements if p.fagomraade == fagomraade_id]
    shown = asked
    if asked is not None and not placed:
        shown, placed = None, [p for p in bundle.edition.placements if p.fagomraade == SAMLET]
    ordered = sorted(placed, key=_reading_order)
    entries = tuple(
        RadarEntry(number, bundle.technology_by_id[p.technology], p) for number, p in enumerate(ordered, start=1)
    )
    return Radar(bundle.edition, shown, asked, entries)


def ready(radar: Radar) -> tuple[RadarEntry, ...]:
    """The technologies that are *klar* to start with, in number order."""
    return radar.in_ring(Ring.KLAR)


def edition_before(bundle: Bundle, among: Iterable[Bundle]) -> Bundle | None:
    """The newest edition of the same series before it, None where there is none among them. What is made up is never
    before what is not."""
    edition = bundle.edition
    earlier = [
        each
        for each in among
        if (each.edition.series, each.edition.is_example) == (edition.series, edition.is_example)
        and each.edition.date
        and each.edition.date < (edition.date or "")
    ]
    return max(earlier, key=lambda each: each.edition.date or "", default=None)


def table(radar: Radar) -> pd.DataFrame:
    """The radar as a tidy table: one row per technology, in number order.

    Columns: number, technology, name, fagomraade, ring (ordered categorical, KLAR first), position, belaeg, source,
    note.
    """
    import pandas as pd  # half a second to import; only tables need it

    frame = pd.DataFrame(
        {
            "number": [e.number for e in radar.entries],
            "technology": [e.technology.id for e in radar.entries],
            "name": [e.name for e in radar.entries],
            "fagomraade": [radar.slug for _ in radar.entries],
            "ring": [e.ring.value for e in radar.entries],
            "position": [e.placement.position for e in radar.entries],
            "belaeg": [e.placement.belaeg.value for e in radar.entries],
            "source": [e.placement.source for e in radar.entries],
            "note": [e.placement.note for e in radar.entries],
        }
    )
    frame["ring"] = pd.Categorical(frame["ring"], categories=[r.value for r in Ring], ordered=True)
    frame["position"] = frame["position"].astype("float64")
    return frame


def _fagomraade(bundle: Bundle, fagomraade_id: str) -> Fagomraade | None:
    if fagomraade_id == SAMLET:
        return None
    try:
        return bundle.fagomraade_by_id[fagomraade_id]
    except KeyError:
        raise UnknownFagomraade(fagomraade_id, [f.name for f in bundle.fagomraader]) from None


def _reading_order(placement: Placement) -> tuple[int, float]:
    # A placement without a position stands in the middle of its ring; ties keep the edition's own order.
    return placement.ring.order, 0.5 if placement.position is None else placement.position


def technology_labels(bundle: Bundle) -> dict[str, str]:
    """The id of every technology by every folded way to write it: id, name, the edition's names, aliases."""
    found: dict[str, str] = {}
    names = [(t.id, t.id) for t in bundle.technologies] + [(t.name, t.id) for t in bundle.technologies]
    names += [(p.name, p.technology) for p in bundle.edition.placements if p.name]
    names += [(alias, t.id) for t in bundle.technologies for alias in t.aliases]
    for name, technology in names:
        found.setdefault(letters(name), technology)
    return found
