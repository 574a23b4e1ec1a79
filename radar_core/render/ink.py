"""Sheet → PNG, SVG or PDF. The only room that knows matplotlib: no pyplot, no system fonts, always the same bytes.

The figure has 72 dots per inch, so that a pixel, a point and a unit of the layout are the same in all three formats.
Drawing is CPU-bound and safe in any thread: matplotlib's settings are process-wide, so one picture is drawn at a time.
"""

from __future__ import annotations

import io
import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, TypeAlias
from xml.sax.saxutils import escape

import matplotlib
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.ft2font import LoadFlags
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, FancyBboxPatch, Patch, Polygon
from matplotlib.text import Text
from matplotlib.transforms import IdentityTransform
from PIL import Image, ImageColor

from radar_core.model import Belaeg
from radar_core.render import palette
from radar_core.render.shapes import SQUARE, Area, Band, Disc, Frame, Mark, Shape, Sheet, Stroke, Words
from radar_core.render.type import Weight
from radar_core.typeface import drawn, font_file

if TYPE_CHECKING:
    from matplotlib.typing import RcKeyType

Format: TypeAlias = Literal["png", "svg", "pdf"]

_DPI = 72
_SETTINGS: dict[RcKeyType, Any] = {
    "savefig.bbox": None,
    "path.sketch": None,
    "text.usetex": False,
    "text.antialiased": True,
    "text.hinting": "no_hinting",
    "svg.fonttype": "path",
    "svg.hashsalt": "teknologiradar",
    "pdf.fonttype": 42,
    "pdf.compression": 6,
}
_NO_METADATA: dict[str, dict[str, None]] = {
    "svg": {"Date": None, "Creator": None, "Format": None, "Type": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}
_DASHES = 9
_FRAME_DASH = (5.0, 4.0)  # of a frame, in its width
_THIN, _BROKEN = 0.04, 0.083  # width of a rim as a part of the dot, where that is large
_ROUNDING = 4  # how far off a flat colour may come out of the choice of 256
_lock = threading.RLock()


def save(sheet: Sheet, fmt: Format, scale: float = 1.0) -> bytes:
    """The sheet as a file, ``scale`` times its size (a PDF for a paper size; 1 px is 1 point)."""
    out = io.BytesIO()
    with settings():
        figure = compose(sheet, scale)
        if fmt == "png":
            figure.savefig(out, format="rgba", dpi=_DPI)
            return _png(out.getvalue(), figure)
        figure.savefig(out, format=fmt, dpi=_DPI, metadata={**_NO_METADATA[fmt], "Title": sheet.title})
    return out.getvalue() if fmt == "pdf" else _with_alt_text(out.getvalue(), sheet.alt)


def compose(sheet: Sheet, scale: float = 1.0) -> Figure:
    """The figure behind ``save``; the gid of each artist says what it is."""
    figure = Figure(
        figsize=(sheet.width * scale / _DPI, sheet.height * scale / _DPI), dpi=_DPI, facecolor=palette.GROUND
    )
    FigureCanvasAgg(figure)
    pen = _Pen(sheet.height, scale)
    with settings():
        for shape in sheet.shapes:
            artist = pen.artist(shape)
            artist.set_gid(shape.gid)
            artist.set_transform(IdentityTransform())
            figure.add_artist(artist)
    return figure


@contextmanager
def settings() -> Iterator[None]:
    """Our settings in place of the process's, for one thread at a time."""
    with _lock, matplotlib.rc_context(_SETTINGS):
        yield


def measure(text: str, size: float, weight: Weight) -> float:
    """Width of a text as it is drawn, px."""
    with _lock:  # FreeType's face keeps the size and text it was last given
        return _measure(text, size, weight)


@lru_cache(maxsize=16_384)
def _measure(text: str, size: float, weight: Weight) -> float:
    font = get_font(font_file(weight))
    font.set_size(size, _DPI)
    font.set_text(drawn(text), flags=LoadFlags.NO_HINTING)
    width, _ = font.get_width_height()
    return width / 64  # FreeType counts in 64ths of a pixel


class _Pen:
    """Turns shapes into artists: y upwards from the foot of the sheet, everything times the scale."""

    def __init__(self, height: float, scale: float) -> None:
        self._height, self._scale = height, scale

    def artist(self, shape: Shape) -> Artist:
        """The artist that draws a shape."""
        match shape:
            case Words():
                return self._text(shape)
            case Mark():
                return self._mark(shape)
            case Disc():
                return Circle(
                    self._at(shape.x, shape.y),
                    shape.radius * self._scale,
                    facecolor=shape.fill,
                    edgecolor=shape.rim,
                    lw=shape.width * self._scale,
                )
            case Band():
                return self._band(shape)
            case Frame():
                return self._frame(shape)
            case Stroke():
                xs, ys = zip(*(self._at(*point) for point in shape.points), strict=True)
                width = shape.width * self._scale
                # Lines would otherwise come to the front, whatever their place among the shapes.
                return Line2D(xs, ys, color=shape.colour, lw=width, solid_capstyle="butt", zorder=Patch.zorder)
            case Area():
                return Polygon(
                    [self._at(*point) for point in shape.points],
                    closed=True,
                    facecolor=shape.colour,
                    edgecolor=shape.rim or shape.colour,
                    lw=1.5 * self._scale if shape.rim else 0,
                )

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return x * self._scale, (self._height - y) * self._scale

    def _mark(self, mark: Mark) -> Artist:
        """A dot whose form says how we know: full, rimmed, dashed, or square."""
        centre, size, colours = self._at(mark.x, mark.y), mark.size * self._scale, mark.colours
        match mark.belaeg:
            case Belaeg.KL:
                return _disc(centre, size, max(1.5, size * _THIN), colours.mark, colours.rim)
            case Belaeg.OMTALE:
                return _disc(centre, size, max(2.5, size * 0.12), palette.GROUND, colours.rim)
            case Belaeg.ANDENHAAND:
                lw = max(2.0, size * _BROKEN - 1)
                dash = math.pi * (size - lw) / _DASHES / lw
                disc = _disc(centre, size, lw, palette.GROUND, colours.rim)
                disc.set_linestyle((0, (dash * 0.6, dash * 0.4)))
                return disc
            case Belaeg.EKSEMPEL:
                side = size * SQUARE - 1.5
                return FancyBboxPatch(
                    (centre[0] - side / 2, centre[1] - side / 2),
                    side,
                    side,
                    boxstyle=f"round,pad=0,rounding_size={size * 0.15}",
                    facecolor=colours.mark,
                    edgecolor=colours.rim,
                    lw=max(1.5, size * _THIN),
                )

    def _band(self, band: Band) -> Artist:
        x, y = self._at(band.box.x, band.box.y + band.box.height)
        return FancyBboxPatch(
            (x, y),
            band.box.width * self._scale,
            band.box.height * self._scale,
            boxstyle=f"round,pad=0,rounding_size={band.rounding * self._scale}" if band.rounding else "square,pad=0",
            facecolor=band.colour,
            lw=0,
        )

    def _frame(self, frame: Frame) -> Artist:
        x, y = self._at(frame.box.x, frame.box.y + frame.box.height)
        outline = FancyBboxPatch(
            (x, y),
            frame.box.width * self._scale,
            frame.box.height * self._scale,
            boxstyle="square,pad=0",
            facecolor=palette.GROUND,
            edgecolor=frame.colour,
            lw=frame.width * self._scale,
        )
        outline.set_linestyle((0, _FRAME_DASH))
        return outline

    def _text(self, words: Words) -> Text:
        # Without parse_math=False a name with two dollar signs would be set as a formula.
        line = words.line
        x, y = self._at(line.x, line.baseline)
        font = FontProperties(fname=font_file(line.weight), size=line.size * self._scale)
        return Text(
            x,
            y,
            drawn(line.text),
            color=words.colour,
            fontproperties=font,
            horizontalalignment=words.align,
            verticalalignment="baseline",
            rotation=words.turn,
            rotation_mode="anchor",
            parse_math=False,
        )


def _disc(centre: tuple[float, float], size: float, lw: float, face: str, edge: str) -> Circle:
    return Circle(centre, (size - lw) / 2, facecolor=face, edgecolor=edge, lw=lw, capstyle="butt")


def _png(rgba: bytes, figure: Figure) -> bytes:
    """A PNG of 256 colours: a third of the bytes, and the flat colours stay exact."""
    width, height = (int(side) for side in figure.canvas.get_width_height())
    image = Image.frombytes("RGBA", (width, height), rgba).convert("RGB")
    few = image.quantize(256, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.putpalette(_exact(few.getpalette() or []))
    out = io.BytesIO()
    few.save(out, "PNG")
    return out.getvalue()


def _exact(found: list[int]) -> list[int]:
    """The colours found, those that are a flat colour's but for rounding put right."""
    colours = [tuple(found[i : i + 3]) for i in range(0, len(found), 3)]
    for flat in _flat_colours():
        off, at = min((max(map(abs, map(int.__sub__, colour, flat))), i) for i, colour in enumerate(colours))
        if off <= _ROUNDING:
            colours[at] = flat
    return [part for colour in colours for part in colour]


@lru_cache(maxsize=1)
def _flat_colours() -> tuple[tuple[int, int, int], ...]:
    """Every colour of the palette as red, green and blue, 0–255."""
    names = {palette.GROUND, palette.TEXT, palette.MUTED, palette.RULE, palette.HAIR, palette.AHEAD, palette.BEHIND}
    names |= {palette.NOTICE_GROUND, palette.NOTICE_TEXT}
    for ring in palette.RINGS.values():
        names |= {ring.mark, ring.rim, ring.on_mark, ring.ink, ring.tint, ring.cell, ring.on_cell}
    return tuple(ImageColor.getrgb(name)[:3] for name in sorted(names))


def _with_alt_text(svg: bytes, alt: str) -> bytes:
    """The SVG with the alt text in it, where screen readers look for it."""
    svg = svg.replace(b"<svg ", b'<svg role="img" ', 1)
    title = b"</title>"
    return svg.replace(title, title + f"\n <desc>{escape(alt)}</desc>".encode(), 1)
