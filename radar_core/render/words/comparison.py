"""Own use beside the radar, in words: what the comparison picture and its alt text are made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from radar_core.known import no_own_radar
from radar_core.model import Radar, Ring, Technology
from radar_core.own_use.comparison import ComparisonRow, compare
from radar_core.own_use.model import NO_TECHNOLOGIES, STAGE_CAPTION, OwnRadar, Stage
from radar_core.render.words.alt_text import ended
from radar_core.render.words.description import PER_PICTURE, describe

__all__ = ["Comparison", "ComparisonRow", "comparison_alt_text", "comparison_parts", "describe_comparison", "verdict"]

STAGE_OF_RING: Mapping[Ring, str] = {stage.ring: stage.label for stage in Stage}
"""Own use in words, by the ring it is drawn in."""


@dataclass(frozen=True)
class Comparison:
    """Everything a comparison picture says, in words."""

    title: str
    subtitle: str
    rows: tuple[ComparisonRow, ...]
    """In number order."""
    notice: str | None
    """What must not be overlooked, such as that the radar's data are made up."""
    source: str
    strip: str | None = None
    """What must not be lost when somebody copies the picture: how old the radar is, and what is not known of it."""


def describe_comparison(
    radar: Radar,
    own: OwnRadar,
    technologies: Mapping[str, Technology] = NO_TECHNOLOGIES,
    title: str = "Jeres egen radar",
) -> Comparison:
    """A kommune's own use beside a radar, whose whole title stands in the subtitle."""
    picture = describe(radar)
    rows = compare(radar, own, technologies)
    where = picture.title.rpartition(" · ")[2]
    standing_in = [] if not radar.asked or not radar.is_fallback else [no_own_radar(radar.edition, radar.asked.name)]
    compared = f"Sammenlignet med {picture.title}"
    return Comparison(
        title=f"{title} · {where}",
        subtitle=" · ".join([*standing_in, compared, _differences(rows)]),
        rows=rows,
        notice=picture.notice,
        source=f"{STAGE_CAPTION} {picture.source}",
        strip=picture.strip,
    )


def comparison_parts(comparison: Comparison) -> tuple[Comparison, ...]:
    """The comparisons it takes to show every row, ``PER_PICTURE`` at most on each: itself, or numbered parts."""
    pages = max(1, -(-len(comparison.rows) // PER_PICTURE))
    if pages == 1:
        return (comparison,)
    each = -(-len(comparison.rows) // pages)
    return tuple(
        replace(
            comparison,
            title=f"{comparison.title} · {page + 1} af {pages}",
            rows=comparison.rows[page * each : (page + 1) * each],
        )
        for page in range(pages)
    )


def comparison_alt_text(comparison: Comparison) -> str:
    """The whole comparison as Danish sentences: title, notice, every technology with both rings, and source."""
    sentences = [comparison.title, comparison.notice, comparison.strip, comparison.subtitle]
    sentences += [f"{row.number} {row.name} – {row.words}" for row in comparison.rows]
    return " ".join(ended(sentence) for sentence in [*sentences, comparison.source] if sentence)


def verdict(row: ComparisonRow) -> str:
    """The difference in few words, for where both rings stand beside it: what comes before the colon."""
    return row.words.partition(":")[0]


def _differences(rows: Sequence[ComparisonRow]) -> str:
    known = [row for row in rows if row.national and row.own]
    apart = sum(row.differs for row in known)
    if not known and any(row.own for row in rows):
        return "ingen af jeres svar er om en teknologi, hvis ring er kendt"
    if not known:
        return "I har ikke svaret endnu"
    return f"{apart} af {len(known)} besvarede er forskellige"
