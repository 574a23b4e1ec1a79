"""How large something drawn is where a chat shows it."""

from __future__ import annotations

from radar_core.render.shapes import Sheet, Words

CHAT, PHONE = 414, 320
"""Pixels that a picture is wide in the local client, and on a phone."""


def smallest_type(sheet: Sheet, wide: int = CHAT) -> float:
    """The smallest type of a sheet where it is shown so many px wide, px."""
    return min(shape.line.size for shape in sheet.shapes if isinstance(shape, Words)) * wide / sheet.width
