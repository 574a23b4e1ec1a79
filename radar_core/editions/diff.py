"""What changes from one bundle to another, in data and in Danish sentences.

A technology has *moved* only where both editions have the same method and the same series; else a ring that differs is
no movement: the two rings are told side by side, and that they cannot be compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from radar_core.editions.details import Detail, DetailSubject, other_details, placed_on, reworded, union, where_words
from radar_core.model import SAMLET, Bundle, Placement, Ring
from radar_core.spelling import technologies

NOT_COMPARABLE = "kan ikke sammenlignes"
"""Marks two rings of editions with different methods or series, wherever they stand side by side."""


@dataclass(frozen=True)
class Move:
    """A technology that has another ring on a radar than before."""

    technology: str
    name: str
    before: Ring
    after: Ring

    @property
    def is_inwards(self) -> bool:
        """Towards KLAR."""
        return self.after.order < self.before.order


@dataclass(frozen=True)
class Stand:
    """A technology that has come to a radar, or has left it, and its ring there."""

    technology: str
    name: str
    ring: Ring


@dataclass(frozen=True)
class RadarDiff:
    """What changes on the radar of one fagområde."""

    fagomraade: str
    """Its id, or ``SAMLET``."""
    where: str
    """In a sentence, after »på«: »sundhed og ældre«, »den samlede radar«."""
    moved: tuple[Move, ...]
    """Empty where the editions cannot be compared; then rings that differ are in ``unlike``."""
    new: tuple[Stand, ...]
    gone: tuple[Stand, ...]
    reworded: tuple[Detail, ...] = ()
    """What else is said of a placement: position, belæg, name, source and note."""
    is_new: bool = False
    """The fagområde had no radar before; then everything on it is in ``new``."""
    is_gone: bool = False
    """The fagområde has no radar any more; then everything that was on it is in ``gone``."""
    hid: bool = False
    """Not all placements were public before: what is in ``new`` may have stood there."""
    hides: bool = False
    """Not all placements are public now: what is in ``gone`` may still stand there."""
    unlike: tuple[Move, ...] = ()
    """Rings that differ and are no movement, because the editions cannot be compared."""

    @property
    def marks(self) -> dict[str, str]:
        """»ind«, »ud« or »ny« by technology, as ``render.description.describe`` takes them."""
        new = () if self.hid else self.new
        return {m.technology: "ind" if m.is_inwards else "ud" for m in self.moved} | {
            stand.technology: "ny" for stand in new
        }

    @property
    def rings_told(self) -> tuple[tuple[str, str], ...]:
        """Every ring that differs: the technology's id, and a Danish sentence."""
        return (
            *((m.technology, f"{m.name}: {m.before.value} → {m.after.value} på {self.where}") for m in self.moved),
            *(
                (m.technology, f"{m.name}: {m.before.value} før, {m.after.value} nu på {self.where}; {NOT_COMPARABLE}")
                for m in self.unlike
            ),
        )

    @property
    def new_told(self) -> tuple[str, ...]:
        """What has come, as Danish sentences; a radar that is new as a whole is one."""
        if self.is_new:
            return (f"Ny radar for {self.where} med {technologies(len(self.new))}",)
        word = "nu kendt" if self.hid else "ny"
        return tuple(f"{s.name}: {word} i {s.ring.value} på {self.where}" for s in self.new)

    @property
    def gone_told(self) -> tuple[str, ...]:
        """What has gone, as Danish sentences; a radar that is gone as a whole is one."""
        if self.is_gone:
            return (f"Radaren for {self.where} er fjernet; der stod {technologies(len(self.gone))}",)
        word = "ikke længere kendt på" if self.hides else "fjernet fra"
        return tuple(f"{s.name}: {word} {self.where}, stod i {s.ring.value}" for s in self.gone)


@dataclass(frozen=True)
class EditionDiff:
    """Everything that changes from one bundle to another."""

    is_comparable: bool
    """Same method and same series, so that a ring that differs is a movement."""
    radars: tuple[RadarDiff, ...]
    """Those on which something changes, the samlet radar first, then in the order of the fagområder."""
    others: tuple[Detail, ...]
    """All that is not a placement: the edition itself, technologies, questions, cases …"""
    is_same: bool = True
    """The bundles say the same, and list technologies, questions, cases … in the same order."""

    def radar(self, fagomraade: str) -> RadarDiff | None:
        """What changes on the radar of a fagområde (id, or ``SAMLET``), or None where nothing does."""
        return next((radar for radar in self.radars if radar.fagomraade == fagomraade), None)

    @property
    def details(self) -> tuple[Detail, ...]:
        """Every change that neither moves, brings nor takes away a placement."""
        return (*(detail for radar in self.radars for detail in radar.reworded), *self.others)

    @property
    def nothing(self) -> str | None:
        """That nothing has changed, or only the order of the lists, as a Danish sentence; None where more has."""
        if self.radars or self.others:
            return None
        return "Intet er ændret" if self.is_same else "Kun rækkefølgen i listerne er ændret"

    @property
    def sentences(self) -> tuple[str, ...]:
        """Every change as a Danish sentence without a full stop: rings technology by technology, then what is new, what
        is gone, and all else; a single one says so where nothing changes."""
        if self.nothing:
            return (self.nothing,)
        rings: dict[str, list[str]] = {}
        for technology, sentence in (told for radar in self.radars for told in radar.rings_told):
            rings.setdefault(technology, []).append(sentence)
        return (
            *(sentence for sentences in rings.values() for sentence in sentences),
            *(sentence for radar in self.radars for sentence in radar.new_told),
            *(sentence for radar in self.radars for sentence in radar.gone_told),
            *(detail.sentence for detail in self.details),
        )


def diff(before: Bundle, after: Bundle) -> EditionDiff:
    """What changes from one bundle to another."""
    is_comparable = (before.edition.method, before.edition.series) == (after.edition.method, after.edition.series)
    fagomraader = (SAMLET, *union(f.id for bundle in (after, before) for f in bundle.fagomraader))
    radars = (_radar_diff(before, after, fagomraade, is_comparable) for fagomraade in fagomraader)
    changed = tuple(r for r in radars if r.moved or r.unlike or r.new or r.gone or r.reworded)
    return EditionDiff(is_comparable, changed, tuple(other_details(before, after)), _content(before) == _content(after))


def _content(bundle: Bundle) -> Bundle:
    """The bundle as far as people see it: the order of placements in the file is told by their numbers already."""
    placements = tuple(sorted(bundle.edition.placements, key=lambda p: (p.fagomraade, p.technology)))
    return replace(bundle, sha256="", edition=replace(bundle.edition, placements=placements))


def marks(before: Bundle, after: Bundle, fagomraade: str = SAMLET) -> dict[str, str]:
    """What to mark on the picture of a radar: »ind«, »ud« or »ny« by technology; nothing where the editions cannot be
    compared, or where the radar itself is new."""
    changes = diff(before, after)
    radar = changes.radar(fagomraade)
    return radar.marks if radar and changes.is_comparable and not radar.is_new else {}


def _radar_diff(before: Bundle, after: Bundle, fagomraade: str, is_comparable: bool) -> RadarDiff:
    then, now = placed_on(before, fagomraade), placed_on(after, fagomraade)
    both = [technology for technology in now if technology in then]
    rings = tuple(
        Move(t, _name(now[t], after), then[t].ring, now[t].ring) for t in both if then[t].ring is not now[t].ring
    )
    where = where_words(fagomraade, after if fagomraade in after.fagomraade_by_id else before)
    return RadarDiff(
        fagomraade=fagomraade,
        where=where,
        moved=rings if is_comparable else (),
        new=tuple(Stand(t, _name(p, after), p.ring) for t, p in now.items() if t not in then),
        gone=tuple(Stand(t, _name(p, before), p.ring) for t, p in then.items() if t not in now),
        reworded=(
            *(detail for t in both for detail in reworded(then[t], now[t], _name(now[t], after), where)),
            *([Detail(f"Rækkefølgen på {where} er ændret", (DetailSubject.ORDER,))] if _reordered(then, now) else []),
        ),
        is_new=not then and bool(now),
        is_gone=not now and bool(then),
        hid=_hides(before, fagomraade, then),
        hides=_hides(after, fagomraade, now),
        unlike=() if is_comparable else rings,
    )


def _hides(bundle: Bundle, fagomraade: str, placed: Mapping[str, Placement]) -> bool:
    """Whether the radar is known to hold more than what is placed on it."""
    return (bundle.edition.total(fagomraade) or 0) > len(placed)


def _reordered(then: Mapping[str, Placement], now: Mapping[str, Placement]) -> bool:
    """Whether technologies that stand where they stood have changed places in the list, and so their numbers."""
    stayed = {t for t, p in now.items() if t in then and (p.ring, p.position) == (then[t].ring, then[t].position)}

    def order(placed: Mapping[str, Placement]) -> list[str]:
        return sorted((t for t in placed if t in stayed), key=lambda t: placed[t].ring.order)

    return order(then) != order(now)


def _name(placement: Placement, bundle: Bundle) -> str:
    return placement.name or bundle.technology_by_id[placement.technology].name
