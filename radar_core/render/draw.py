"""What a picture shows → PNG, SVG or PDF: which sheet is made for which picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from radar_core.render.ink import Format, measure, save
from radar_core.render.ink import compose as compose_sheet
from radar_core.render.sheets.blank import A4_SCALE, blank_sheet
from radar_core.render.sheets.circle import circle_sheet
from radar_core.render.sheets.comparison import comparison_sheet
from radar_core.render.sheets.names import names_sheet
from radar_core.render.sheets.over_time import over_time_sheet
from radar_core.render.sheets.overview import overview_sheet
from radar_core.render.sheets.overview_chat import overview_chat_sheet
from radar_core.render.sheets.radar import radar_sheet
from radar_core.render.sheets.technology import technology_sheet
from radar_core.render.words.comparison import Comparison
from radar_core.render.words.description import Picture, View
from radar_core.render.words.over_time import OverTime
from radar_core.render.words.overview import Overview
from radar_core.render.words.technology import TechnologyPicture

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from radar_core.model import Radar

__all__ = [
    "Format",
    "View",
    "compose",
    "draw",
    "draw_blank",
    "draw_comparison",
    "draw_over_time",
    "draw_overview",
    "draw_technology",
    "lay_out",
]

_SHEETS = {"radar": radar_sheet, "names": names_sheet, "chat": circle_sheet}


def draw(picture: Picture, fmt: Format, view: View = "radar", scale: float = 1.0) -> bytes:
    """Draw a radar, at most 1024×1024 px times ``scale``. Raises ``DoesNotFit`` rather than leave anything out."""
    return save(_SHEETS[view](picture, measure), fmt, scale)


def lay_out(picture: Picture) -> object:
    """The sheet that ``draw`` saves as the default view. Raises ``DoesNotFit``."""
    return radar_sheet(picture, measure)


def draw_comparison(comparison: Comparison, fmt: Format) -> bytes:
    """Draw one page of a comparison, at most 1024×1024 px. Raises ``DoesNotFit``."""
    return save(comparison_sheet(comparison, measure), fmt)


def draw_over_time(shown: OverTime, fmt: Format) -> bytes:
    """Draw one page of questions over time, at most 1024×1024 px. Raises ``DoesNotFit``."""
    return save(over_time_sheet(shown, measure), fmt)


def draw_technology(picture: TechnologyPicture, fmt: Format) -> bytes:
    """Draw where a technology stands, at most 1024×1024 px. Raises ``DoesNotFit``."""
    return save(technology_sheet(picture, measure), fmt)


def draw_overview(overview: Overview, fmt: Format, view: View = "radar", scale: float = 1.0) -> bytes:
    """Draw a page of fagområder beside each other, or what of it a chat shows. Raises ``DoesNotFit``."""
    sheet = overview_chat_sheet if view == "chat" else overview_sheet
    return save(sheet(overview, measure), fmt, scale)


def draw_blank(radar: Radar | None, fmt: Format) -> bytes:
    """Draw an empty radar: 724×1024 px, and A4 as a PDF."""
    return save(blank_sheet(radar, measure), fmt, A4_SCALE if fmt == "pdf" else 1.0)


def compose(picture: Picture, view: View = "radar") -> Figure:
    """The figure behind ``draw``; the gid of each artist says what it is. Raises ``DoesNotFit``."""
    return compose_sheet(_SHEETS[view](picture, measure))
