"""The radar as a picture. matplotlib is only imported when the first picture is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from radar_core.render.alt_text import alt_text
from radar_core.render.description import Picture, Row, describe

if TYPE_CHECKING:
    from radar_core.model import Radar
    from radar_core.render.draw import Format

__all__ = ["Picture", "Row", "alt_text", "describe", "render"]


def render(radar: Radar, fmt: Format) -> bytes:
    """A radar as a PNG, SVG or PDF of 1024×1024 px. Raises ``DoesNotFit``. Takes CPU time: not for an event loop."""
    from radar_core.render.draw import draw  # half a second to import; only pictures need it

    return draw(describe(radar), fmt)
