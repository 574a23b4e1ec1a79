"""Pictures in files: the radar twice the size a chat shows, or as lines for paper, and the bars of a question."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from bot.files.snapshot import RadarSnapshot
from dialogs.reflection.spread import HIGHEST, Spread
from radar_core.model import Ring
from radar_core.render import palette
from radar_core.render.draw import draw, draw_overview
from radar_core.render.ink import measure, save
from radar_core.render.shapes import Band, Shape, Sheet, Words
from radar_core.render.sheets.over_time import over_time_sheet
from radar_core.render.type import Box, Line
from radar_core.render.words.description import Picture, parts
from radar_core.render.words.over_time import OverTime

TWICE = 2.0
"""2048×2048 px."""

_BAR, _GAP, _HIGH, _TYPE = 70, 24, 110, 26
"""Of the bars, px."""


def png(snapshot: RadarSnapshot) -> bytes:
    """The one radar with its names, or the fagområder beside each other; twice the size."""
    if snapshot.overview is not None:
        return draw_overview(snapshot.overview, "png", scale=TWICE)
    return draw(parts(snapshot.radars[0].picture)[0], "png", "radar", TWICE)


@lru_cache(maxsize=8)
def circle_png(picture: Picture) -> bytes:
    """The circle alone, twice the size: the names stand beside it as text."""
    return draw(picture, "png", "chat", TWICE)


@lru_cache(maxsize=8)
def circle_svg(picture: Picture) -> bytes:
    """The same as lines."""
    return draw(picture, "svg", "chat")


def over_time_png(shown: OverTime) -> bytes:
    """Questions over time without their title, twice the size. Raises ``DoesNotFit``."""
    return save(_untitled(over_time_sheet(shown, measure)), "png", TWICE)


def over_time_svg(shown: OverTime) -> bytes:
    """The same as lines."""
    return save(_untitled(over_time_sheet(shown, measure)), "svg")


def _untitled(sheet: Sheet) -> Sheet:
    """Without what stands above the picture where it is shown; what is below it moves up."""
    return replace(sheet, shapes=tuple(shape for shape in sheet.shapes if shape.gid.partition("-")[0] != "title"))


def bars_png(spread: Spread) -> bytes:
    """How many gave each rating, twice the size it is shown in."""
    most = max(4, *spread.counts)
    top = _TYPE + 10
    shapes: list[Shape] = []
    for place, count in enumerate(spread.counts):
        x = _GAP + place * (_BAR + _GAP)
        height = max(3.0, _HIGH * count / most)
        box = Box(x, top + _HIGH - height, _BAR, height)
        middle = x + _BAR / 2
        shapes.append(Band(f"bar-{place + 1}", box, palette.RINGS[Ring.AFPROEV].mark if count else palette.RULE))
        told = Line(str(count) if count else "–", middle, box.y - 8, _TYPE, "semibold")
        shapes.append(Words(f"count-{place + 1}", told, palette.TEXT, "center"))
        rating = Line(str(place + 1), middle, top + _HIGH + _TYPE + 4, _TYPE, "bold")
        shapes.append(Words(f"rating-{place + 1}", rating, palette.TEXT, "center"))
    width = int(_GAP + HIGHEST * (_BAR + _GAP))
    return save(Sheet(width, int(top + _HIGH + _TYPE + 14), "", "", tuple(shapes)), "png", TWICE)
