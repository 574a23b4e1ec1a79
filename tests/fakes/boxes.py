"""Where things stand on a picture, for tests: as a sheet places them, and as matplotlib really paints them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import combinations

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Patch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.textpath import TextPath
from matplotlib.transforms import Bbox

from radar_core.render.shapes import Sheet, Words
from radar_core.render.type import Measure

MARKS = ("dot-", "key-", "own-", "national-")
"""What the gids of marks begin with."""


@cache
def _glyphs(text: str, size: float, file: str) -> Bbox:
    return reach(TextPath((0, 0), text, size=size, prop=FontProperties(fname=file)))


def reach(path: Path) -> Bbox:
    """The box of a path of lines and curves with one control, as TrueType has them.

    What ``Path.get_extents`` gives, which goes through every curve by itself and takes most of the time of a test.
    """
    points, codes = path.vertices, path.codes
    assert codes is not None and Path.CURVE4 not in codes
    ends = points[np.isin(codes, (Path.MOVETO, Path.LINETO))]
    control = np.flatnonzero(codes == Path.CURVE3)[::2]
    one, middle, other = points[control - 1], points[control], points[control + 1]
    bend = one - 2 * middle + other
    turn = np.clip(np.divide(one - middle, bend, out=np.zeros_like(bend), where=bend != 0), 0, 1)
    turned = (1 - turn) ** 2 * one + 2 * turn * (1 - turn) * middle + turn**2 * other
    every = np.concatenate((ends, other, turned))
    return Bbox((every.min(axis=0), every.max(axis=0))) if len(every) else Bbox.null()


def ink(artist: Artist) -> Bbox | None:
    """The box of what an artist really paints, px from the lower left; None for what is only ground or line."""
    if isinstance(artist, Text):
        font = artist.get_fontproperties()
        box = _glyphs(artist.get_text(), font.get_size(), str(font.get_file()))
        x, y = artist.get_position()
        if artist.get_horizontalalignment() == "center":
            x -= (box.x0 + box.x1) / 2
        if artist.get_horizontalalignment() == "right":
            x -= box.x1
        return Bbox.from_extents(box.x0 + x, box.y0 + y, box.x1 + x, box.y1 + y)
    if isinstance(artist, Patch) and str(artist.get_gid()).startswith(MARKS):
        box = artist.get_path().get_extents(artist.get_patch_transform())
        return Bbox.from_extents(*box.padded(artist.get_linewidth() / 2).extents)
    return None


def ink_boxes(figure: Figure) -> dict[str, Bbox]:
    """The ink of every text and mark of a figure by its gid."""
    found = {str(artist.get_gid()): ink(artist) for artist in figure.get_children()}
    return {gid: box for gid, box in found.items() if box is not None}


def overlap(one: Bbox, other: Bbox) -> bool:
    """Whether two boxes share more than an edge."""
    return bool(one.x0 < other.x1 and other.x0 < one.x1 and one.y0 < other.y1 and other.y0 < one.y1)


def belong_together(one: str, other: str) -> bool:
    """A dot and its own digits."""
    return {one.partition("-")[0], other.partition("-")[0]} == {"dot", "digits"} and (
        one.partition("-")[2] == other.partition("-")[2]
    )


def clashes(boxes: Mapping[str, Bbox]) -> list[tuple[str, str]]:
    """Every two that overlap, but for a dot with its own digits. Two marks may touch at the corners of their boxes."""
    found = []
    for (one, box), (other, other_box) in combinations(boxes.items(), 2):
        if not overlap(box, other_box) or belong_together(one, other):
            continue
        if one.startswith(MARKS) and other.startswith(MARKS):
            apart = np.hypot(
                box.x0 + box.x1 - other_box.x0 - other_box.x1, box.y0 + box.y1 - other_box.y0 - other_box.y1
            )
            if apart >= box.width + other_box.width:
                continue
        found.append((one, other))
    return found


def outside(boxes: Mapping[str, Bbox], width: float, height: float, margin: float = 8.0) -> list[str]:
    """What comes nearer the edge of the page than ``margin`` px."""
    page = Bbox.from_extents(margin, margin, width - margin, height - margin)
    return [gid for gid, b in boxes.items() if b.x0 < page.x0 or b.y0 < page.y0 or b.x1 > page.x1 or b.y1 > page.y1]


def placed_texts(sheet: Sheet, measure: Measure) -> dict[str, Bbox]:
    """The box of every text as it is placed, px with y downwards: from its capitals to below its g."""
    found = {}
    for shape in sheet.shapes:
        if isinstance(shape, Words):
            line = shape.line
            width = measure(line.text, line.size, line.weight)
            left = line.x - {"left": 0.0, "center": width / 2, "right": width}[shape.align]
            found[shape.gid] = Bbox.from_extents(
                left, line.baseline - 0.75 * line.size, left + width, line.baseline + 0.2 * line.size
            )
    return found


def said(sheet: Sheet, gid: str) -> str:
    """A text of a sheet, its lines put together."""
    lines = [s.line.text for s in sheet.shapes if isinstance(s, Words) and s.gid.partition("-line-")[0] == gid]
    return " ".join(lines)
