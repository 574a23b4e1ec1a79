"""Draws the Teams app's two icons, the same picture each time: ``python deploy/teams/draw_icons.py``.

Both show the radar's four rings with a few technologies on them. Teams' rules: the colour icon is 192×192 on a solid
square ground and is cropped by Teams itself (to a hexagon for bots), so nothing that matters lies outside the circle
that fits every crop; the outline icon is 32×32, fills its square, and each pixel is either white or fully transparent.
"""

from __future__ import annotations

from itertools import pairwise
from math import cos, radians, sin
from pathlib import Path

from PIL import Image, ImageDraw

HERE = Path(__file__).parent
GROUND = "#0B3A53"
"""The colour icon's ground; the manifest's accentColor is the same."""
SAFE_RADIUS = 83
"""Radius in pixels of the largest circle inside a hexagon inside 192×192."""

_SMOOTH = 8
# The radar picture's own colours and proportions, from the rim inwards: radius, colour, the colour of its dots
# (dark on orange, where white would be too faint), and where they stand (degrees clockwise from the top).
_RINGS = (
    (80, "#66727D", "white", (222,)),
    (64, "#E69F00", GROUND, (66, 312)),
    (47, "#0072B2", "white", (14, 128, 244)),
    (28, "#00785A", "white", (80, 200, 320)),
)
_DOT_RADIUS = 5.5
_EDGE = 2


def color_icon() -> Image.Image:
    """The 192×192 colour icon, opaque."""
    size, centre = 192 * _SMOOTH, 96 * _SMOOTH
    image = Image.new("RGB", (size, size), GROUND)
    draw = ImageDraw.Draw(image)
    orbits = [(outer - _EDGE + inner) / 2 for (outer, *_), (inner, *_) in pairwise((*_RINGS, (0, "", "", ())))]
    for (radius, color, dot_color, angles), orbit in zip(_RINGS, orbits, strict=True):
        draw.circle((centre, centre), radius * _SMOOTH, fill=color, outline="white", width=_EDGE * _SMOOTH)
        for angle in angles:
            x, y = orbit * sin(radians(angle)), -orbit * cos(radians(angle))
            draw.circle((centre + x * _SMOOTH, centre + y * _SMOOTH), _DOT_RADIUS * _SMOOTH, fill=dot_color)
    return image.resize((192, 192), Image.Resampling.BOX)


def outline_icon() -> Image.Image:
    """The 32×32 outline icon: white where it is drawn, fully transparent elsewhere, nothing in between."""
    mask = Image.new("1", (32, 32), 0)
    draw = ImageDraw.Draw(mask)
    for inset in (0, 5, 10):
        draw.ellipse((inset, inset, 31 - inset, 31 - inset), outline=1, fill=0)
    for x, y in ((14, 14), (21, 6), (3, 24), (19, 17), (4, 10)):
        draw.ellipse((x - 1, y - 1, x + 4, y + 4), fill=0)
        draw.ellipse((x, y, x + 3, y + 3), fill=1)
    icon = Image.new("RGBA", (32, 32), (255, 255, 255, 0))
    icon.putalpha(mask.convert("L"))
    return icon


if __name__ == "__main__":
    color_icon().save(HERE / "color.png", optimize=True)
    outline_icon().save(HERE / "outline.png", optimize=True)
