"""The radar as a picture. matplotlib is only imported when the first picture is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from radar_core.errors import DoesNotFit
from radar_core.lookup import radar_for
from radar_core.model import SAMLET
from radar_core.render.words.alt_text import alt_text
from radar_core.render.words.comparison import (
    Comparison,
    ComparisonRow,
    comparison_alt_text,
    comparison_parts,
    describe_comparison,
)
from radar_core.render.words.description import Movement, Picture, Row, View, describe, parts
from radar_core.render.words.over_time import OverTime, over_time_alt_text, over_time_parts
from radar_core.render.words.overview import Overview, overview_parts
from radar_core.render.words.technology import TechnologyPicture, technology_parts

if TYPE_CHECKING:
    from radar_core.model import Bundle, Radar
    from radar_core.render.draw import Format

__all__ = [
    "Comparison",
    "ComparisonRow",
    "Movement",
    "OverTime",
    "Overview",
    "Picture",
    "Row",
    "TechnologyPicture",
    "View",
    "alt_text",
    "comparison_alt_text",
    "comparison_pages",
    "comparison_parts",
    "describe",
    "describe_comparison",
    "over_time_alt_text",
    "over_time_parts",
    "overview_parts",
    "pages",
    "parts",
    "render",
    "render_blank",
    "render_comparison",
    "render_over_time",
    "render_overview",
    "render_technology",
    "technology_parts",
    "unfit",
]

_T = TypeVar("_T")
_NO_MOVEMENTS: Mapping[str, str] = MappingProxyType({})


def pages(radar: Radar) -> int:
    """How many pictures it takes to list the radar's technologies: 30 at most on each."""
    return len(parts(describe(radar)))


def render(
    radar: Radar,
    fmt: Format,
    page: int = 1,
    *,
    view: View = "radar",
    moved: Mapping[str, str] = _NO_MOVEMENTS,
) -> bytes:
    """A radar as a PNG, SVG or PDF of at most 1024×1024 px; ``page`` counts from 1 to ``pages(radar)``.

    ``moved`` says of technologies, by id, that they are "ind", "ud" or "ny". Raises ``DoesNotFit``, and ``ValueError``
    for a page that there is not. Takes CPU time: not for an event loop.
    """
    from radar_core.render.draw import draw  # half a second to import; only pictures need it

    return draw(_page(parts(describe(radar, moved)), page), fmt, view)


def comparison_pages(comparison: Comparison) -> int:
    """How many pictures it takes to show a comparison: 30 rows at most on each."""
    return len(comparison_parts(comparison))


def render_comparison(comparison: Comparison, fmt: Format, page: int = 1) -> bytes:
    """A comparison as a PNG, SVG or PDF of at most 1024×1024 px. Raises as ``render`` does. Takes CPU time."""
    from radar_core.render.draw import draw_comparison

    return draw_comparison(_page(comparison_parts(comparison), page), fmt)


def render_over_time(shown: OverTime, fmt: Format, page: int = 1) -> bytes:
    """Questions over time as a PNG, SVG or PDF of at most 1024×1024 px. Raises as ``render`` does. Takes CPU time."""
    from radar_core.render.draw import draw_over_time

    return draw_over_time(_page(over_time_parts(shown), page), fmt)


def render_technology(picture: TechnologyPicture, fmt: Format, page: int = 1) -> bytes:
    """A technology on every radar, as a PNG, SVG or PDF of at most 1024×1024 px. Raises as ``render`` does."""
    from radar_core.render.draw import draw_technology

    return draw_technology(_page(technology_parts(picture), page), fmt)


def render_overview(overview: Overview, fmt: Format, page: int = 1, *, view: View = "radar") -> bytes:
    """Fagområder beside each other: every technology, 30 a page, or those that differ most for a chat (one page).

    Raises as ``render`` does. Takes CPU time.
    """
    from radar_core.render.draw import draw_overview

    return draw_overview(_page((overview,) if view == "chat" else overview_parts(overview), page), fmt, view)


def render_blank(radar: Radar | None, fmt: Format) -> bytes:
    """An empty radar to print or fill in: 724×1024 px, the form of A4; a PDF is A4 itself. Takes CPU time."""
    from radar_core.render.draw import draw_blank

    return draw_blank(radar, fmt)


def unfit(bundle: Bundle) -> tuple[str, ...]:
    """Why pictures of the bundle's radars cannot be drawn, one Danish sentence a radar. Takes CPU time."""
    from radar_core.render.draw import lay_out

    return tuple(_misfits(bundle, lay_out))


def _misfits(bundle: Bundle, lay_out: Callable[[Picture], object]) -> Iterator[str]:
    for fagomraade in (SAMLET, *bundle.edition.fagomraader):
        radar = radar_for(bundle, fagomraade)
        try:
            for part in parts(describe(radar)):
                lay_out(part)
        except DoesNotFit as misfit:
            yield f"{describe(radar).title}: {misfit}"


def _page(found: Sequence[_T], page: int) -> _T:
    if not 1 <= page <= len(found):
        raise ValueError(f"page {page} of {len(found)}")
    return found[page - 1]
