"""Fagområder beside each other, in words: what the two pictures, their alt text and a card's text are all made from.

Those that differ most come first: by how many rings two fagområder are apart, on average. What stands on few of them
comes below a line, or "on two radars, AFPRØV and AFVENT" would win over everything.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from types import MappingProxyType

from radar_core.errors import NothingToCompare, UnknownFagomraade
from radar_core.known import COPIED, dated, is_copy
from radar_core.lookup import radar_for
from radar_core.model import SAMLET, Bundle, Edition, Radar, RadarEntry, Ring
from radar_core.render.words.alt_text import ended
from radar_core.render.words.description import EXAMPLE_NOTICE, PER_PICTURE, describe
from radar_core.render.words.technology import RadarKnowledge
from radar_core.spelling import numeral, together

MOST = 6
"""Fagområder beside each other at most; the samlet radar stands beside them."""
ACROSS, MOST_APART = "Teknologierne på tværs af fagområder", "Her er fagområderne mest forskellige"
FIRST = 6
"""Technologies in the picture for a chat: those that differ most."""
SHORT_WORD: Mapping[Ring, str] = MappingProxyType(
    {Ring.KLAR: "KLAR", Ring.AFPROEV: "PRØV", Ring.HOLD_OEJE: "HOLD", Ring.AFVENT: "VENT"}
)
"""Each ring in four letters: they need no learning, are equally wide, and survive a print without colours."""


@dataclass(frozen=True)
class OverviewColumn:
    """A radar that has a column."""

    fagomraade: str
    """Its id, or ``SAMLET``."""
    name: str
    short: str


@dataclass(frozen=True)
class OverviewCell:
    """A technology on one radar: its ring, or why it has none."""

    ring: Ring | None
    known: RadarKnowledge

    @property
    def word(self) -> str:
        """What stands in the cell."""
        if self.ring:
            return SHORT_WORD[self.ring]
        return "–" if self.known is RadarKnowledge.ABSENT else "?"

    @property
    def words(self) -> str:
        """The same in full."""
        return self.ring.value if self.ring else self.known.value


@dataclass(frozen=True)
class OverviewRow:
    """A technology on every radar that has a column."""

    technology: str
    name: str
    cells: tuple[OverviewCell, ...]
    apart: float
    """How many rings two fagområder are from each other, on average."""
    is_on_few: bool
    """It stands on so few of the fagområder that the difference says little."""


@dataclass(frozen=True)
class Overview:
    """Everything the pictures say, in words."""

    edition: Edition
    slug: str
    """What it is known by among the pictures of the edition."""
    title: str
    subtitle: str
    columns: tuple[OverviewColumn, ...]
    rows: tuple[OverviewRow, ...]
    """Those that differ most first, and those on few radars last."""
    without: tuple[str, ...]
    """Names of the fagområder asked for that the edition has no radar for: they have no column."""
    left_out: tuple[str, ...]
    """Names of the fagområder that there is no room for beside the others."""
    notice: str | None
    strip: str | None
    source: str

    @property
    def is_partly_unknown(self) -> bool:
        """Whether a cell is not known."""
        return any(cell.word == "?" for row in self.rows for cell in row.cells)

    @property
    def has_gaps(self) -> bool:
        """Whether a technology is known not to be on one of the radars."""
        return any(cell.word == "–" for row in self.rows for cell in row.cells)


def overview_slug(fagomraader: Sequence[str]) -> str:
    """What the picture of these fagområder (ids) is known by; empty for all of them."""
    return f"fagomraader/{'_'.join(fagomraader) or 'alle'}"


def asked_fagomraader(bundle: Bundle, slug: str) -> tuple[str, ...]:
    """The fagområder (ids) of a slug's last part. Raises ``UnknownFagomraade``.

    Each once, in the edition's order and ``MOST`` at most: anybody can ask for a picture, and there are only so many.
    """
    ids = () if slug == "alle" else tuple(slug.split("_"))
    if ids != tuple(f.id for f in bundle.fagomraader if f.id in ids) or len(ids) > MOST:
        raise UnknownFagomraade(slug, [f.name for f in bundle.fagomraader])
    return ids


def describe_overview(bundle: Bundle, fagomraader: Sequence[str] = ()) -> Overview:
    """These fagområder (ids, the first ``MOST``; none for every one) and samlet beside each other.

    Raises ``UnknownFagomraade``, and ``NothingToCompare`` where the edition has fewer than two of the radars.
    """
    wanted = [each for each in dict.fromkeys(fagomraader) if each != SAMLET] or [f.id for f in bundle.fagomraader]
    radars = {each: radar_for(bundle, each) for each in wanted[:MOST]}
    shown = {each: radar for each, radar in radars.items() if not radar.is_fallback}
    samlet = radar_for(bundle)
    if samlet.entries:
        shown = {SAMLET: samlet, **shown}
    if len(shown) < 2:
        raise NothingToCompare
    rows = sorted(_rows(bundle, shown), key=lambda row: (row.is_on_few, -row.apart, _ring_sum(row)))
    age = dated(bundle.edition)
    told = " · ".join(filter(None, [COPIED if is_copy(bundle.edition) else None, age]))
    return Overview(
        edition=bundle.edition,
        slug=overview_slug(fagomraader),
        title=_title(bundle, [each for each in shown if each != SAMLET]),
        subtitle="De mest forskellige står øverst",
        columns=tuple(_columns(bundle, list(shown))),
        rows=tuple(rows),
        without=tuple(bundle.fagomraade_by_id[each].name for each, radar in radars.items() if radar.is_fallback),
        left_out=tuple(bundle.fagomraade_by_id[each].name for each in wanted[MOST:]),
        notice=EXAMPLE_NOTICE if bundle.edition.is_example else None,
        strip=told[:1].upper() + told[1:] or None,
        source=describe(samlet).source,
    )


def overview_parts(overview: Overview) -> tuple[Overview, ...]:
    """The pictures it takes to show every technology, ``PER_PICTURE`` at most on each: itself, or numbered parts."""
    pages = max(1, -(-len(overview.rows) // PER_PICTURE))
    if pages == 1:
        return (overview,)
    each = -(-len(overview.rows) // pages)
    return tuple(
        replace(
            overview,
            title=f"{overview.title} · {page + 1} af {pages}",
            rows=overview.rows[page * each : (page + 1) * each],
        )
        for page in range(pages)
    )


def for_chat(overview: Overview, count: int = FIRST) -> Overview:
    """What a chat shows: the technologies that differ most, ``count`` of them where so many differ at all."""
    rows = (tuple(row for row in overview.rows if row.apart) or overview.rows)[:count]
    if len(rows) == len(overview.rows):
        return overview
    told = f"De {len(rows)} af {len(overview.rows)} teknologier med størst forskel"
    title = MOST_APART if overview.title == ACROSS else overview.title
    return replace(overview, title=title, subtitle=told, rows=rows)


def overview_alt_text(overview: Overview) -> str:
    """The whole picture as Danish sentences: title, notice, strip, and each technology on every radar."""
    sentences = [overview.title, overview.notice, overview.strip, overview.subtitle]
    sentences += [f"{row.name}: {cells_told(overview, row)}" for row in overview.rows]
    return " ".join(ended(sentence) for sentence in [*sentences, without_told(overview), overview.source] if sentence)


def cells_told(overview: Overview, row: OverviewRow) -> str:
    """Where a technology stands, ring by ring: »KLAR: Sundhed og Klima; ikke på radaren: Social«."""
    found: dict[str, list[str]] = {}
    for column, cell in zip(overview.columns, row.cells, strict=True):
        found.setdefault(cell.words, []).append(column.short)
    order = [*(ring.value for ring in Ring), *(known.value for known in RadarKnowledge)]
    return "; ".join(f"{words}: {together(found[words])}" for words in order if words in found)


def without_told(overview: Overview) -> str | None:
    """Which of the fagområder asked for have no column, and why, without the full stop; None where all have."""
    told = []
    if overview.without:
        has = "Eksemplet" if overview.edition.is_example else "Udgaven"
        told.append(f"{has} har ingen radar for {together(list(overview.without))}, så der er ingen kolonne")
    if overview.left_out:
        told.append(f"Her er plads til {numeral(MOST)}, så {together(list(overview.left_out))} er ikke med")
    return ". ".join(told) or None


def short_names(bundle: Bundle) -> dict[str, str]:
    """A short name of each fagområde by id: how it begins, where no other fagområde begins so; else all of it."""
    firsts = {f.id: f.name.split(",")[0].split(" og ")[0] for f in bundle.fagomraader}
    return {
        f.id: firsts[f.id] if list(firsts.values()).count(firsts[f.id]) == 1 else f.name for f in bundle.fagomraader
    }


def _title(bundle: Bundle, ids: Collection[str]) -> str:
    if len(ids) > 3 or len(ids) < 1:
        return ACROSS
    short = short_names(bundle)
    names = [short[each] for each in ids]
    return together(names if len(names) > 1 else [*names, "samlet"])


def _columns(bundle: Bundle, ids: Sequence[str]) -> list[OverviewColumn]:
    short = short_names(bundle)
    names = {SAMLET: "Samlet", **{f.id: f.name for f in bundle.fagomraader}}
    return [OverviewColumn(each, names[each], short.get(each, "Samlet")) for each in ids]


def _rows(bundle: Bundle, shown: Mapping[str, Radar]) -> list[OverviewRow]:
    placed = {where: {e.technology.id: e for e in radar.entries} for where, radar in shown.items()}
    absent = {
        where: RadarKnowledge.ABSENT if radar.is_complete else RadarKnowledge.NOT_KNOWN
        for where, radar in shown.items()
    }
    fields = [where for where in shown if where != SAMLET]
    compared = fields if len(fields) > 1 else list(shown)
    few = max(2, -(-2 * len(compared) // 3))
    rows = []
    for technology in bundle.technologies:
        found = {where: entries.get(technology.id) for where, entries in placed.items()}
        if not any(found.values()):
            continue
        cells = tuple(
            OverviewCell(entry.ring, RadarKnowledge.PLACED) if entry else OverviewCell(None, absent[where])
            for where, entry in found.items()
        )
        rings = [entry.ring.order for where in compared if (entry := found[where])]
        pairs = list(combinations(rings, 2))
        apart = sum(abs(one - other) for one, other in pairs) / len(pairs) if pairs else 0.0
        rows.append(OverviewRow(technology.id, _name(found, technology.name), cells, apart, len(rings) < few))
    return rows


def _name(found: Mapping[str, RadarEntry | None], name: str) -> str:
    """In the edition's own words for the samlet radar, else ours."""
    samlet = found.get(SAMLET)
    return samlet.name if samlet else name


def _ring_sum(row: OverviewRow) -> float:
    rings = [cell.ring.order for cell in row.cells if cell.ring]
    return sum(rings) / len(rings)
