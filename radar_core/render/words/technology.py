"""A technology on every radar, in words: what its picture, its alt text and a card's text are all made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from types import MappingProxyType

from radar_core.errors import UnknownTechnology
from radar_core.known import COPIED, dated, is_copy
from radar_core.lookup import radar_for
from radar_core.model import SAMLET, Belaeg, Bundle, Edition, Placement, Radar, Ring, Status
from radar_core.render.words.alt_text import ended
from radar_core.render.words.description import EXAMPLE_NOTICE

ROWS = 8
"""Fagområder on one picture at most; the rest go on in the next."""
BELAEG_BESIDE: Mapping[Belaeg, str] = MappingProxyType(
    {
        Belaeg.KL: "placeret af KL",
        Belaeg.OMTALE: "omtalt i en kilde",
        Belaeg.ANDENHAAND: "gengivet af andre",
        Belaeg.EKSEMPEL: "opdigtet",
    }
)
"""Each belæg beside its form, in few words."""


class RadarKnowledge(Enum):
    """What is known of a technology on one radar. The value is what stands where it has no ring."""

    PLACED = ""
    ABSENT = "ikke på radaren"
    """Every technology of the radar is known, and it is not among them."""
    NOT_PUBLIC = "ikke offentligt"
    """KL has radars for each fagområde that nobody outside has seen: it may stand anywhere on them."""
    NOT_KNOWN = "ikke kendt"
    """It may stand anywhere, or not be there at all."""


@dataclass(frozen=True)
class Standing:
    """Where a technology stands on one radar, as far as that is known."""

    fagomraade: str
    """Its id, or ``SAMLET``."""
    name: str
    known: RadarKnowledge
    ring: Ring | None = None
    belaeg: Belaeg | None = None
    source: str | None = None

    @property
    def words(self) -> str:
        """The ring, or why there is none."""
        return self.ring.value if self.ring else self.known.value


@dataclass(frozen=True)
class TechnologyPicture:
    """Everything the picture of a technology says, in words."""

    edition: Edition
    slug: str
    """What it is known by among the pictures of the edition."""
    title: str
    subtitle: str
    """The answer in one line."""
    samlet: Standing
    rows: tuple[Standing, ...]
    """The fagområder, those where it is furthest along first, then those where it is not, then those not known."""
    notice: str | None
    strip: str | None
    legend: tuple[Belaeg, ...]


def technology_slug(technology: str) -> str:
    """What the picture of a technology (id) is known by."""
    return f"teknologi/{technology}"


def describe_technology(bundle: Bundle, technology: str) -> TechnologyPicture:
    """A technology (id) on every radar of an edition. Raises ``UnknownTechnology``."""
    if technology not in bundle.technology_by_id:
        raise UnknownTechnology(technology)
    edition = bundle.edition
    samlet = _stand(bundle, technology, SAMLET, "Samlet")
    rows = sorted((_stand(bundle, technology, f.id, f.name) for f in bundle.fagomraader), key=_furthest_along)
    age = dated(edition)
    told = " · ".join(filter(None, [COPIED if is_copy(edition) else None, f"udgave {age}" if edition.date else age]))
    shown = {stand.belaeg for stand in (samlet, *rows)}
    return TechnologyPicture(
        edition=edition,
        slug=technology_slug(technology),
        title=_name(bundle, technology),
        subtitle=answer(samlet, rows),
        samlet=samlet,
        rows=tuple(rows),
        notice=EXAMPLE_NOTICE if edition.is_example else None,
        strip=told[:1].upper() + told[1:] or None,
        legend=tuple(belaeg for belaeg in Belaeg if belaeg in shown),
    )


def technology_parts(picture: TechnologyPicture) -> tuple[TechnologyPicture, ...]:
    """The pictures it takes to show every fagområde, ``ROWS`` at most on each: itself, or numbered parts."""
    pages = max(1, -(-len(picture.rows) // ROWS))
    if pages == 1:
        return (picture,)
    each = -(-len(picture.rows) // pages)
    return tuple(
        replace(
            picture,
            title=f"{picture.title} · {page + 1} af {pages}",
            rows=picture.rows[page * each : (page + 1) * each],
        )
        for page in range(pages)
    )


def technology_alt_text(picture: TechnologyPicture) -> str:
    """The whole picture as Danish sentences: title, notice, strip, the answer, and every radar with ring and belæg."""
    sentences = [picture.title, picture.notice, picture.strip, picture.subtitle]
    sentences += [_told(stand) for stand in (picture.samlet, *picture.rows)]
    return " ".join(ended(sentence) for sentence in sentences if sentence)


def answer(samlet: Standing, rows: Sequence[Standing]) -> str:
    """Where it stands, in one line: »KLAR på 3 af 6 fagområder, AFPRØV på 3«."""
    placed = [row for row in rows if row.ring]
    open_ = [row for row in rows if row.known in (RadarKnowledge.NOT_PUBLIC, RadarKnowledge.NOT_KNOWN)]
    if not placed:
        return _only_samlet(samlet, open_)
    counts = [(ring, sum(row.ring is ring for row in placed)) for ring in Ring]
    (ring, count), *others = [(ring, count) for ring, count in counts if count]
    told = [f"{ring.value} på {count} af {len(rows)} {'fagområde' if len(rows) == 1 else 'fagområder'}"]
    told += [f"{ring.value} på {count}" for ring, count in others]
    told += [f"ikke kendt på {len(open_)}"] if open_ else []
    return ", ".join(told)


def _only_samlet(samlet: Standing, unknown: Sequence[Standing]) -> str:
    """The answer where it has no ring on any fagområde's radar."""
    if samlet.ring is None:
        return "Dens ring er ikke kendt i denne udgave" if unknown else "Ikke på nogen radar i denne udgave"
    if not unknown:
        return f"{samlet.ring.value} samlet, og ikke på noget fagområdes radar"
    open_ = "ikke offentlig" if unknown[0].known is RadarKnowledge.NOT_PUBLIC else "ikke kendt"
    return f"{samlet.ring.value} samlet. Dens ring på fagområderne er {open_}"


def known_on(radar: Radar, *, is_placed: bool) -> RadarKnowledge:
    """What is known of a technology that has no ring on a radar; ``is_placed`` where the edition has it on another."""
    if radar.is_complete and not radar.is_fallback:
        return RadarKnowledge.ABSENT
    by_kl = radar.edition.status is Status.OFFENTLIGGJORT and not radar.edition.fagomraader
    return RadarKnowledge.NOT_PUBLIC if radar.is_fallback and by_kl and is_placed else RadarKnowledge.NOT_KNOWN


def _stand(bundle: Bundle, technology: str, fagomraade: str, name: str) -> Standing:
    placed = placement_of(bundle, technology, fagomraade)
    if placed is None:
        is_placed = any(p.technology == technology for p in bundle.edition.placements)
        return Standing(fagomraade, name, known_on(radar_for(bundle, fagomraade), is_placed=is_placed))
    return Standing(fagomraade, name, RadarKnowledge.PLACED, placed.ring, placed.belaeg, placed.source)


def placement_of(bundle: Bundle, technology: str, fagomraade: str) -> Placement | None:
    """Where a technology (id) is placed on a fagområde's (id, or ``SAMLET``) own radar; None where it is not."""
    placed = (p for p in bundle.edition.placements if p.technology == technology and p.fagomraade == fagomraade)
    return next(placed, None)


def _furthest_along(stand: Standing) -> int:
    if stand.ring:
        return stand.ring.order
    return len(Ring) + (stand.known is not RadarKnowledge.ABSENT)


def _name(bundle: Bundle, technology: str) -> str:
    """The name in the edition's own words where it has one for the samlet radar, else ours."""
    placed = placement_of(bundle, technology, SAMLET)
    return (placed.name if placed else None) or bundle.technology_by_id[technology].name


def _told(stand: Standing) -> str:
    belaeg = f" ({BELAEG_BESIDE[stand.belaeg]})" if stand.belaeg else ""
    return f"{stand.name}: {stand.words}{belaeg}"
