"""Radar → Picture: the one description that picture, alt text and card text are all made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import urlsplit

from radar_core.model import SAMLET, Belaeg, Edition, Radar, Ring, Status

EXAMPLE_NOTICE = "EKSEMPELDATA – ikke KL's vurdering"
"""Stands on everything that shows an edition with made-up placements."""
NONE_PLACED = "ingen placeret"
"""What a ring without technologies says."""
BELAEG_TEXT: Mapping[Belaeg, str] = MappingProxyType(
    {
        Belaeg.KL: "placeret af KL",
        Belaeg.OMTALE: "omtalt; ringen er vores læsning",
        Belaeg.ANDENHAAND: "andenhånd: gengivet af andre end KL",
        Belaeg.EKSEMPEL: "opdigtet eksempel",
    }
)
"""Each belæg in words."""
BELAEG_WORD: Mapping[Belaeg, str] = MappingProxyType(
    {Belaeg.KL: "KL", Belaeg.OMTALE: "omtalt", Belaeg.ANDENHAAND: "andenhånd", Belaeg.EKSEMPEL: "opdigtet"}
)
"""Each belæg in one word, where the words above stand beside it."""

_MONTHS = "januar februar marts april maj juni juli august september oktober november december".split()


@dataclass(frozen=True)
class Row:
    """One technology as it is read: its number on the circle, name, ring, and how we know."""

    number: int
    name: str
    ring: Ring
    belaeg: Belaeg

    @property
    def belaeg_text(self) -> str:
        """The belæg in words."""
        return BELAEG_TEXT[self.belaeg]


@dataclass(frozen=True)
class Picture:
    """Everything a picture of a radar says, in words."""

    title: str
    subtitle: str
    notice: str | None
    """What must not be overlooked, such as that the data are made up."""
    rows: tuple[Row, ...]
    """In number order."""
    legend: tuple[Belaeg, ...]
    """The belæg that need explaining: every one that occurs, or none where all placements are KL's own."""
    source: str
    """One line: edition, date, and where it is from."""
    sources: tuple[str, ...]
    """Every source in full: the edition's, then those of its placements."""

    def in_ring(self, ring: Ring) -> tuple[Row, ...]:
        """The rows of one ring, in number order."""
        return tuple(row for row in self.rows if row.ring is ring)


def describe(radar: Radar) -> Picture:
    """Put a radar into words. Nothing is left out, and what stands in for something else says so."""
    rows = tuple(Row(e.number, e.name, e.ring, e.placement.belaeg) for e in radar.entries)
    sources = tuple(dict.fromkeys([radar.edition.source, *(e.placement.source for e in radar.entries)]))
    return Picture(
        title=f"{_radar_name(radar.edition)} · {_shown(radar)}",
        subtitle=_subtitle(radar),
        notice=EXAMPLE_NOTICE if radar.edition.is_example else None,
        rows=rows,
        legend=_legend(rows),
        source=_source_line(radar.edition, sources),
        sources=sources,
    )


def danish_date(date: str) -> str:
    """An ISO date in words, as exactly as it is known: "2020", "marts 2021", "10. marts 2021"."""
    year, *rest = date.split("-")
    words = [year]
    if rest:
        words.insert(0, _MONTHS[int(rest[0]) - 1])
    if len(rest) > 1:
        words.insert(0, f"{int(rest[1])}.")
    return " ".join(words)


def _radar_name(edition: Edition) -> str:
    # Only KL's own edition may carry the radar's name as its title; a copy or an example must not look like one.
    if edition.status in (Status.ANDENHAAND, Status.EKSEMPEL):
        return "Teknologiradar"
    return edition.title if "radar" in edition.title.lower() else f"Teknologiradar {edition.title}"


def _shown(radar: Radar) -> str:
    if radar.is_fallback:
        return SAMLET.upper()
    return radar.fagomraade.name if radar.fagomraade else SAMLET.capitalize()


def _subtitle(radar: Radar) -> str:
    parts = []
    if radar.is_fallback and radar.asked:
        parts.append(f"Udgaven har ingen radar for {radar.asked.name} – her er hele den samlede radar")
    if radar.edition.status is Status.ANDENHAAND:
        parts.append(f"Andenhånd: {radar.edition.title}")
    if radar.edition.status is Status.UDKAST:
        parts.append("Udkast, ikke offentliggjort")
    if not parts or not radar.entries:
        parts.append(_count(len(radar.entries)))
    return " · ".join(parts)


def _count(number: int) -> str:
    if number == 0:
        return "Ingen teknologier er placeret på denne radar"
    noun = "teknologi" if number == 1 else "teknologier"
    return f"{number} {noun} · KLAR inderst, AFVENT yderst"


def _legend(rows: tuple[Row, ...]) -> tuple[Belaeg, ...]:
    present = {row.belaeg for row in rows}
    return () if present <= {Belaeg.KL} else tuple(belaeg for belaeg in Belaeg if belaeg in present)


def _source_line(edition: Edition, sources: tuple[str, ...]) -> str:
    first, *others = sources
    line = f"Udgave {edition.id}{_dated(edition)} · Kilde: {_address(first)}"
    if others:
        line += f"; nogle placeringer fra {_listed(list(dict.fromkeys(map(_site, others))))}"
    return line


def _dated(edition: Edition) -> str:
    if edition.date is None:
        return ", uden dato"
    return "" if edition.date == edition.id else f", {danish_date(edition.date)}"


def _address(source: str) -> str:
    """A source as it is read: a web address without its scheme, anything else as it stands."""
    parts = urlsplit(source)
    return f"{parts.netloc}{parts.path}".removeprefix("www.").rstrip("/") if parts.netloc else source


def _site(source: str) -> str:
    return _address(source).partition("/")[0] if urlsplit(source).netloc else source


def _listed(words: list[str]) -> str:
    return " og ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
