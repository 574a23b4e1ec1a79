"""Radar → Picture: the one description that picture, alt text and card text are all made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Literal, TypeAlias
from urllib.parse import urlsplit

from radar_core.known import COPIED, NONE_PLACED, NOT_KNOWN, danish_date, dated, hidden_text, is_copy, no_own_radar
from radar_core.model import SAMLET, Belaeg, Edition, Radar, Ring, Status
from radar_core.spelling import counted, site, technologies, together

EXAMPLE_NOTICE = "EKSEMPELDATA – ikke KL's vurdering"
"""Stands on everything that shows an edition with made-up placements."""
BELAEG_TEXT: Mapping[Belaeg, str] = MappingProxyType(
    {
        Belaeg.KL: "placeret af KL",
        Belaeg.OMTALE: "omtalt i en kilde – ringen er vores tolkning",
        Belaeg.ANDENHAAND: "gengivet af andre end KL",
        Belaeg.EKSEMPEL: "opdigtet eksempel",
    }
)
"""Each belæg in words."""
BELAEG_WORD: Mapping[Belaeg, str] = MappingProxyType(
    {Belaeg.KL: "KL", Belaeg.OMTALE: "omtalt", Belaeg.ANDENHAAND: "gengivet", Belaeg.EKSEMPEL: "opdigtet"}
)
"""Each belæg in one word, where the words above stand beside it."""

View: TypeAlias = Literal["radar", "names", "chat"]
"""Numbered circle with the names as a list, the names beside the circle, or the circle alone in large type."""

PER_PICTURE = 30
"""Technologies that one picture lists at most; the rest go on in the next."""


class Movement(StrEnum):
    """Where a technology has gone since the edition before."""

    IND = "ind"
    UD = "ud"
    NY = "ny"


MOVEMENT_TEXT: Mapping[Movement, str] = MappingProxyType(
    {Movement.IND: "rykket ind", Movement.UD: "rykket ud", Movement.NY: "ny"}
)
"""Each movement in words."""

_NO_MOVEMENTS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Row:
    """One technology as it is read: its number on the circle, name, ring, and how we know."""

    number: int
    name: str
    ring: Ring
    belaeg: Belaeg
    movement: Movement | None = None

    @property
    def belaeg_text(self) -> str:
        """The belæg in words."""
        return BELAEG_TEXT[self.belaeg]


@dataclass(frozen=True)
class Part:
    """One picture of several: it lists the numbers from ``first`` to ``last``; the circle shows them all."""

    page: int
    pages: int
    first: int
    last: int

    @property
    def text(self) -> str:
        """Which of them it is: "2 af 2"."""
        return f"{self.page} af {self.pages}"


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
    dated: str | None = None
    """How old the edition is, in words that stay true: »fra marts 2021«. None where it is made up and has no date."""
    hidden: str | None = None
    """How many placements are known to exist and are not public: »11 af 20 placeringer er ikke offentlige«."""
    is_copy: bool = False
    """The edition is somebody else's copy of KL's."""
    is_complete: bool = False
    """Every technology of the radar is known, so that a ring without any is known to be empty."""
    is_fallback: bool = False
    """The samlet radar stands in for the one that was asked for."""
    part: Part | None = None
    """Which part of the list it shows, where that does not fit one picture; None shows it all."""
    framed: tuple[int, ...] = ()
    """Numbers in a frame."""

    @property
    def strip(self) -> str | None:
        """What must not be lost when somebody copies the picture; it stands at the foot. None where that is nothing."""
        told = " · ".join(filter(None, [COPIED if self.is_copy else None, self.dated, self.hidden or self._unknown]))
        return told[:1].upper() + told[1:] or None

    @property
    def chat_strip(self) -> str | None:
        """The strip of the circle alone, which has no title: what stands in for another radar says so there."""
        told = " · ".join(filter(None, [SAMLET.upper() if self.is_fallback else None, self.strip]))
        return told or None

    @property
    def _unknown(self) -> str | None:
        """The rings that nothing is known to stand in, and that are not known to be empty."""
        empty = [ring.value for ring in Ring if self.rows and not self.in_ring(ring)]
        return f"{together(empty)} {NOT_KNOWN}" if empty and not self.is_complete else None

    @property
    def nothing(self) -> str:
        """What stands in place of the technologies of a ring that has none here."""
        return NONE_PLACED if self.is_complete else NOT_KNOWN

    def count(self, number: int) -> str:
        """How many a ring holds, as far as that is known: »6«, »6 kendte«."""
        if not self.hidden:
            return str(number)
        return counted(number, "kendt", "kendte")

    @property
    def moved(self) -> bool:
        """True where a technology has moved or is new."""
        return any(row.movement for row in self.rows)

    @property
    def listed(self) -> tuple[Row, ...]:
        """The rows that this picture names, in number order."""
        if self.part is None:
            return self.rows
        return tuple(row for row in self.rows if self.part.first <= row.number <= self.part.last)

    def in_ring(self, ring: Ring) -> tuple[Row, ...]:
        """The rows of one ring, in number order."""
        return tuple(row for row in self.rows if row.ring is ring)


def describe(radar: Radar, moved: Mapping[str, str] = _NO_MOVEMENTS) -> Picture:
    """Put a radar into words. Nothing is left out, and what stands in for something else says so.

    ``moved`` says of technologies, by id, that they are "ind", "ud" or "ny". Raises ``ValueError`` for another word.
    """
    rows = tuple(
        Row(e.number, e.name, e.ring, e.placement.belaeg, _movement(moved.get(e.technology.id))) for e in radar.entries
    )
    sources = tuple(dict.fromkeys([radar.edition.source, *(e.placement.source for e in radar.entries)]))
    return Picture(
        title=f"{_radar_name(radar.edition)} · {_shown(radar)}",
        subtitle=_subtitle(radar),
        notice=EXAMPLE_NOTICE if radar.edition.is_example else None,
        rows=rows,
        legend=_legend(rows),
        source=_source_line(radar.edition, sources),
        sources=sources,
        dated=dated(radar.edition),
        hidden=hidden_text(radar),
        is_copy=is_copy(radar.edition),
        framed=radar.framed,
        is_complete=radar.is_complete,
        is_fallback=radar.is_fallback,
    )


def parts(picture: Picture) -> tuple[Picture, ...]:
    """The pictures it takes to list every technology, ``PER_PICTURE`` at most on each: itself, or numbered parts.

    Cut between two rings if that can be, as near the middle as can be.
    """
    lasts = _lasts([row.ring for row in picture.rows])
    if len(lasts) < 2:
        return (picture,)
    cuts = [Part(i, len(lasts), (0, *lasts)[i - 1] + 1, last) for i, last in enumerate(lasts, start=1)]
    return tuple(
        replace(
            picture,
            title=f"{picture.title} · {part.text}",
            subtitle=f"{picture.subtitle} · her er navnene på {part.first}–{part.last}",
            part=part,
        )
        for part in cuts
    )


def elsewhere(picture: Picture, ring: Ring) -> str | None:
    """Where to look for a ring of which this part names nothing though it is not empty, else None."""
    held = picture.in_ring(ring)
    if picture.part is None or not held or any(row.ring is ring for row in picture.listed):
        return None
    return "se næste billede" if held[0].number > picture.part.last else "se forrige billede"


def _lasts(rings: Sequence[Ring]) -> list[int]:
    """The last number listed on each page."""
    lasts: list[int] = []
    while (done := lasts[-1] if lasts else 0) < len(rings):
        left = len(rings) - done
        pages = -(-left // PER_PICTURE)
        even = -(-left // pages)
        room = range(max(1, left - PER_PICTURE * (pages - 1)), min(PER_PICTURE, left) + 1)
        ends = [n for n in room if n == left or rings[done + n - 1] is not rings[done + n]]
        lasts.append(done + (left if pages == 1 else min(ends, key=lambda n: abs(n - even), default=even)))
    return lasts


def _movement(word: str | None) -> Movement | None:
    return None if word is None else Movement(word)


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
        parts.append(f"{no_own_radar(radar.edition, radar.asked.name)} – her er hele den samlede radar")
    if is_copy(radar.edition):
        parts.append(f"Ikke fra KL selv: {radar.edition.title}")
    if radar.edition.status is Status.UDKAST:
        parts.append("Udkast, ikke offentliggjort")
    if not parts or not radar.entries:
        parts.append(_count(radar))
    return " · ".join(parts)


def _count(radar: Radar) -> str:
    number = len(radar.entries)
    if number == 0:
        return "Ingen placeringer på denne radar er kendt"
    shown = f"{number} af {radar.total} teknologier" if radar.hidden else technologies(number)
    return f"{shown} · KLAR inderst, AFVENT yderst"


def _legend(rows: tuple[Row, ...]) -> tuple[Belaeg, ...]:
    present = {row.belaeg for row in rows}
    return () if present <= {Belaeg.KL} else tuple(belaeg for belaeg in Belaeg if belaeg in present)


def _source_line(edition: Edition, sources: tuple[str, ...]) -> str:
    first, *others = sources
    line = f"Udgave {edition.id}{_dated(edition)} · Kilde: {_address(first)}"
    if others:
        line += f"; nogle placeringer fra {together(list(dict.fromkeys(site(other) or other for other in others)))}"
    return line


def _dated(edition: Edition) -> str:
    if edition.date is None:
        return ", uden dato"
    return "" if edition.date == edition.id else f", {danish_date(edition.date)}"


def _address(source: str) -> str:
    """A source as it is read: a web address without its scheme, anything else as it stands."""
    parts = urlsplit(source)
    return f"{parts.netloc}{parts.path}".removeprefix("www.").rstrip("/") if parts.netloc else source
