"""Radar, blank radar or comparison → PNG, SVG or PDF: which sheet is made for which picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from radar_core.render.ink import Format, measure, save
from radar_core.render.ink import compose as compose_sheet
from radar_core.render.sheets.blank import A4_SCALE, blank_sheet
from radar_core.render.sheets.comparison import comparison_sheet
from radar_core.render.sheets.names import names_sheet
from radar_core.render.sheets.radar import radar_sheet
from radar_core.render.words.comparison import Comparison
from radar_core.render.words.description import Picture

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from radar_core.model import Radar

__all__ = ["Format", "View", "compose", "draw", "draw_blank", "draw_comparison", "lay_out"]

View: TypeAlias = Literal["radar", "names"]
"""Numbered circle with the names as a list, or the names beside the circle."""

_SHEETS = {"radar": radar_sheet, "names": names_sheet}


def draw(picture: Picture, fmt: Format, view: View = "radar") -> bytes:
    """Draw a radar, at most 1024×1024 px. Raises ``DoesNotFit`` rather than leave anything out."""
    return save(_SHEETS[view](picture, measure), fmt)


def lay_out(picture: Picture) -> object:
    """The sheet that ``draw`` saves as the default view. Raises ``DoesNotFit``."""
    return radar_sheet(picture, measure)


def draw_comparison(comparison: Comparison, fmt: Format) -> bytes:
    """Draw one page of a comparison, at most 1024×1024 px. Raises ``DoesNotFit``."""
    return save(comparison_sheet(comparison, measure), fmt)


def draw_blank(radar: Radar | None, fmt: Format) -> bytes:
    """Draw an empty radar: 724×1024 px, and A4 as a PDF."""
    return save(blank_sheet(radar, measure), fmt, A4_SCALE if fmt == "pdf" else 1.0)


def compose(picture: Picture, view: View = "radar") -> Figure:
    """The figure behind ``draw``; the gid of each artist says what it is. Raises ``DoesNotFit``."""
    return compose_sheet(_SHEETS[view](picture, measure))
