"""What changes from one bundle to another, in data and in Danish sentences.

A technology has *moved* only where both editions have the same method and the same series; else a ring that differs is
no movement: the two rings are told side by side, and that they cannot be compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from types import MappingProxyType
from typing import TypeVar

from radar_core.model import SAMLET, Bundle, Edition, Placement, Question, Ring
from radar_core.spelling import either, quote

T = TypeVar("T")

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


class About(Enum):
    """What a detail is about, by which details are counted."""

    EDITION = "udgaven"
    RADAR = "radar"
    BELAEG = "belæg"
    POSITION = "plads"
    NAME = "navn"
    SOURCE = "kilde"
    NOTE = "note"
    ORDER = "rækkefølge"
    TECHNOLOGY = "teknologi"
    FAGOMRAADE = "fagområde"
    NEED = "behov"
    QUESTION = "spørgsmål"
    CASE = "erfaring"
    KOMMUNE = "kommune"


@dataclass(frozen=True)
class Detail:
    """A change that neither moves, brings nor takes away a placement."""

    sentence: str
    """In Danish, without a full stop."""
    about: tuple[About, ...]
    """Several where one sentence tells several changes."""


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
            return (f"Ny radar for {self.where} med {counted(len(self.new))}",)
        word = "nu kendt" if self.hid else "ny"
        return tuple(f"{s.name}: {word} i {s.ring.value} på {self.where}" for s in self.new)

    @property
    def gone_told(self) -> tuple[str, ...]:
        """What has gone, as Danish sentences; a radar that is gone as a whole is one."""
        if self.is_gone:
            return (f"Radaren for {self.where} er fjernet; der stod {counted(len(self.gone))}",)
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
    fagomraader = (SAMLET, *_union(f.id for bundle in (after, before) for f in bundle.fagomraader))
    radars = (_radar_diff(before, after, fagomraade, is_comparable) for fagomraade in fagomraader)
    changed = tuple(r for r in radars if r.moved or r.unlike or r.new or r.gone or r.reworded)
    return EditionDiff(is_comparable, changed, tuple(_others(before, after)), _content(before) == _content(after))


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
    then, now = _placed(before, fagomraade), _placed(after, fagomraade)
    both = [technology for technology in now if technology in then]
    rings = tuple(
        Move(t, _name(now[t], after), then[t].ring, now[t].ring) for t in both if then[t].ring is not now[t].ring
    )
    where = _where(fagomraade, after if fagomraade in after.fagomraade_by_id else before)
    return RadarDiff(
        fagomraade=fagomraade,
        where=where,
        moved=rings if is_comparable else (),
        new=tuple(Stand(t, _name(p, after), p.ring) for t, p in now.items() if t not in then),
        gone=tuple(Stand(t, _name(p, before), p.ring) for t, p in then.items() if t not in now),
        reworded=(
            *(detail for t in both for detail in _reworded(then[t], now[t], _name(now[t], after), where)),
            *([Detail(f"Rækkefølgen på {where} er ændret", (About.ORDER,))] if _reordered(then, now) else []),
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


def _placed(bundle: Bundle, fagomraade: str) -> dict[str, Placement]:
    return {p.technology: p for p in bundle.edition.placements if p.fagomraade == fagomraade}


def _reordered(then: Mapping[str, Placement], now: Mapping[str, Placement]) -> bool:
    """Whether technologies that stand where they stood have changed places in the list, and so their numbers."""
    stayed = {t for t, p in now.items() if t in then and (p.ring, p.position) == (then[t].ring, then[t].position)}

    def order(placed: Mapping[str, Placement]) -> list[str]:
        return sorted((t for t in placed if t in stayed), key=lambda t: placed[t].ring.order)

    return order(then) != order(now)


def _name(placement: Placement, bundle: Bundle) -> str:
    return placement.name or bundle.technology_by_id[placement.technology].name


def _where(fagomraade: str, bundle: Bundle) -> str:
    if fagomraade == SAMLET:
        return "den samlede radar"
    name = bundle.fagomraade_by_id[fagomraade].name
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


_PLACEMENT_WORDS = {"position": "pladsen i ringen", "name": "navnet", "source": "kilden", "note": "noten"}
_PLACEMENT_ABOUT = {"position": About.POSITION, "name": About.NAME, "source": About.SOURCE, "note": About.NOTE}


def _reworded(then: Placement, now: Placement, name: str, where: str) -> Iterable[Detail]:
    if then.belaeg is not now.belaeg:
        belaeg = f"{name} på {where}: belægget er ændret fra {then.belaeg.value} til {now.belaeg.value}"
        yield Detail(belaeg, (About.BELAEG,))
    if changed := _changed(then, now, _PLACEMENT_WORDS):
        words = [_PLACEMENT_WORDS[field] for field in changed]
        yield Detail(f"{name} på {where}: {_list_and_verb(words)}", tuple(_PLACEMENT_ABOUT[field] for field in changed))


_EDITION_WORDS: Mapping[str, str] = {
    "id": "id",
    "title": "titel",
    "status": "status",
    "series": "serie",
    "method": "metode",
    "date": "dato",
    "source": "kilde",
}
_TECHNOLOGY_WORDS = {
    "aliases": "andre navne",
    "description": "beskrivelsen",
    "needs": "behovene",
    "automates": "om den automatiserer",
    "source": "kilden",
}
_FAGOMRAADE_WORDS = {"aliases": "andre navne", "citizen_contact": "borgerkontakten", "note": "noten"}
_CASE_WORDS = {
    "kommune": "kommunen",
    "technologies": "teknologierne",
    "fagomraader": "fagområderne",
    "summary": "teksten",
    "url": "kilden",
    "year": "årstallet",
    "is_excerpt": "hvor meget af kilden der er læst",
}
_QUESTION_WORDS = {"text": "teksten", "prompts": "hjælpen", "kind": "svararten", "ticks": "afkrydsningen"}


def _others(before: Bundle, after: Bundle) -> Iterable[Detail]:
    cases = [{case.id: case for case in bundle.cases} for bundle in (before, after)]
    told: Sequence[tuple[About, Iterable[str]]] = (
        (About.EDITION, _edition(before.edition, after.edition)),
        (About.RADAR, _empty_radars(before, after)),
        (About.RADAR, _totals(before, after)),
        (
            About.TECHNOLOGY,
            _items(
                before.technology_by_id,
                after.technology_by_id,
                "Ny teknologi",
                "Teknologien",
                lambda t: t.name,
                _TECHNOLOGY_WORDS,
            ),
        ),
        (
            About.FAGOMRAADE,
            _items(
                before.fagomraade_by_id,
                after.fagomraade_by_id,
                "Nyt fagområde",
                "Fagområdet",
                lambda f: f.name,
                _FAGOMRAADE_WORDS,
            ),
        ),
        (About.NEED, _items(before.need_by_id, after.need_by_id, "Nyt behov", "Behovet", lambda n: n.name)),
        (About.QUESTION, _questions(before.questions, after.questions)),
        (About.CASE, _items(cases[0], cases[1], "Ny erfaring", "Erfaringen", lambda c: c.title, _CASE_WORDS)),
        (
            About.KOMMUNE,
            _items(before.kommune_by_code, after.kommune_by_code, "Ny kommune", "Kommunen", lambda k: k.name),
        ),
    )
    return (Detail(sentence, (about,)) for about, sentences in told for sentence in sentences)


def _edition(before: Edition, after: Edition) -> Iterable[str]:
    for field, word in _EDITION_WORDS.items():
        then, now = (_plain(getattr(edition, field)) for edition in (before, after))
        if then != now:
            yield f"Udgavens {word}: {quote(then)} → {quote(now)}"


def _totals(before: Bundle, after: Bundle) -> Iterable[str]:
    """How many technologies each radar is known to hold, where that is another number than before."""
    for fagomraade in _union(where for bundle in (after, before) for where, _ in bundle.edition.totals):
        then, now = (bundle.edition.total(fagomraade) for bundle in (before, after))
        if then != now:
            where = _where(fagomraade, after if fagomraade in after.fagomraade_by_id else before)
            yield f"Teknologier i alt på {where}: {_plain(then)} → {_plain(now)}"


def _empty_radars(before: Bundle, after: Bundle) -> Iterable[str]:
    """Own radars that come or go without a placement on them; where none is, the samlet radar is shown."""
    then, now = before.edition.fagomraader, after.edition.fagomraader
    for fagomraade in now:
        if fagomraade not in then and not _placed(after, fagomraade):
            yield f"Udgaven har nu sin egen radar for {_where(fagomraade, after)}"
    for fagomraade in then:
        if fagomraade not in now and not _placed(before, fagomraade):
            yield f"Udgaven har ikke længere sin egen radar for {_where(fagomraade, before)}"


def _questions(before: Sequence[Question], after: Sequence[Question]) -> Iterable[str]:
    then = {question.number: question for question in before}
    for question in after:
        old = then.get(question.number)
        if old is None:
            yield f"Nyt spørgsmål {question.number}"
        elif changed := _changed(old, question, _QUESTION_WORDS):
            yield f"Spørgsmål {question.number}: {_list_and_verb([_QUESTION_WORDS[field] for field in changed])}"


def _items(
    before: Mapping[str, T],
    after: Mapping[str, T],
    new: str,
    the_item: str,
    name_of: Callable[[T], str],
    words: Mapping[str, str] = MappingProxyType({}),
) -> Iterable[str]:
    """What is new, renamed, gone or told otherwise among things by id; ``words`` names their other fields."""
    for item_id, item in after.items():
        if item_id not in before:
            yield f"{new}: {quote(name_of(item))}"
        elif name_of(before[item_id]) != name_of(item):
            yield f"{the_item} {quote(name_of(before[item_id]))} hedder nu {quote(name_of(item))}"
    yield from (f"{the_item} {quote(name_of(i))} er fjernet" for item_id, i in before.items() if item_id not in after)
    for item_id, item in after.items():
        if item_id in before and (changed := _changed(before[item_id], item, words)):
            yield f"{the_item} {quote(name_of(item))}: {_list_and_verb([words[field] for field in changed])}"


def _changed(then: object, now: object, words: Mapping[str, str]) -> list[str]:
    """The fields that ``words`` names and that are not the same."""
    return [field for field in words if getattr(then, field) != getattr(now, field)]


def _list_and_verb(changed: Sequence[str]) -> str:
    return f"{either(changed, 'og')} er ændret"


def _plain(value: object) -> str:
    return "ikke oplyst" if value is None else str(getattr(value, "value", value))


def counted(count: int) -> str:
    """»1 teknologi«, »2 teknologier«."""
    return "1 teknologi" if count == 1 else f"{count} teknologier"


def _union(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))
