"""Picture → PNG, SVG or PDF. The only room that knows matplotlib: no pyplot, no system fonts, always the same bytes.

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
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal
from xml.sax.saxutils import escape

import matplotlib
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.ft2font import LoadFlags
from matplotlib.patches import Circle, FancyBboxPatch
from matplotlib.text import Text
from matplotlib.transforms import IdentityTransform
from PIL import Image

from radar_core.model import Belaeg, Ring
from radar_core.render import palette
from radar_core.render.alt_text import alt_text
from radar_core.render.description import Picture
from radar_core.render.layout import Layout
from radar_core.render.listing import Box, Heading, Line, Weight, centred
from radar_core.render.page import SIZE, SMALL_TYPE, Key, Page, lay_out_page

if TYPE_CHECKING:
    from matplotlib.typing import RcKeyType

Format = Literal["png", "svg", "pdf"]

_DPI = 72
_FONTS = files("font_source_sans_pro") / "files"
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
_KEY_DOT = 20.0
_DASHES = 9
_SQUARE = 0.85  # side of the square as a part of the dot it stands for: its corners keep to the dot's room
_lock = threading.RLock()


def draw(picture: Picture, fmt: Format) -> bytes:
    """Draw a picture, 1024×1024 px. Raises ``DoesNotFit`` rather than leave anything out."""
    out = io.BytesIO()
    with settings():
        figure = compose(picture)
        if fmt == "png":
            figure.savefig(out, format="rgba", dpi=_DPI)
            return _png(out.getvalue())
        figure.savefig(out, format=fmt, dpi=_DPI, metadata={**_NO_METADATA[fmt], "Title": picture.title})
    return out.getvalue() if fmt == "pdf" else _with_alt_text(out.getvalue(), picture)


def compose(picture: Picture) -> Figure:
    """The figure behind ``draw``; the gid of each artist says what it is. Raises ``DoesNotFit``."""
    figure = Figure(figsize=(SIZE / _DPI, SIZE / _DPI), dpi=_DPI, facecolor=palette.GROUND)
    FigureCanvasAgg(figure)
    with settings():
        page = lay_out_page(picture, _measure)
    for artist in _artists(page, picture):
        artist.set_transform(IdentityTransform())
        figure.add_artist(artist)
    return figure


@contextmanager
def settings() -> Iterator[None]:
    """Our settings in place of the process's, for one thread at a time."""
    with _lock, matplotlib.rc_context(_SETTINGS):
        yield


@lru_cache(maxsize=4096)
def _measure(text: str, size: float, weight: Weight) -> float:
    font = get_font(_font_file(weight))
    font.set_size(size, _DPI)
    font.set_text(text, flags=LoadFlags.NO_HINTING)
    width, _ = font.get_width_height()
    return width / 64  # FreeType counts in 64ths of a pixel


def _font_file(weight: Weight) -> str:
    return str(_FONTS / f"SourceSansPro-{weight.capitalize()}.ttf")


def _artists(page: Page, picture: Picture) -> Iterator[Artist]:
    """Everything on the page, from the back to the front."""
    yield from _texts("title", page.title, palette.TEXT)
    yield from _texts("subtitle", page.subtitle, palette.MUTED)
    if page.notice:
        box, line = page.notice
        yield _band("notice-ground", box, palette.NOTICE_GROUND, box.height / 2)
        yield _text("notice", line, palette.NOTICE_TEXT)
    for key in page.keys:
        yield from _key(key)
    yield from _circle(page.circle, page.ring_type)
    belaeg = {row.number: row.belaeg for row in picture.rows}
    for dot in page.circle.dots:
        ring = list(Ring)[dot.ring]
        yield _mark(f"dot-{dot.number}", dot.x, dot.y, page.circle.dot, palette.RINGS[ring], belaeg[dot.number])
        yield _digits(dot.number, dot.x, dot.y, page.circle.dot, palette.RINGS[ring], belaeg[dot.number])
    for heading in page.listing.headings:
        yield from _heading(heading)
    for item in page.listing.items:
        yield _text(f"number-{item.number}", item.digits, palette.RINGS[item.ring].ink)
        yield from _texts(f"name-{item.number}", item.lines, palette.TEXT)
    yield from _texts("source", page.source, palette.MUTED)


def _circle(layout: Layout, ring_type: float) -> Iterator[Artist]:
    for ring, radius in reversed(list(zip(Ring, layout.radii, strict=True))):
        ground = Circle(
            (layout.x, SIZE - layout.y), radius, facecolor=palette.RINGS[ring].tint, edgecolor=palette.GROUND, lw=2
        )
        ground.set_gid(f"ring-{ring.name}")
        yield ground
    for ring, name in zip(Ring, layout.names, strict=True):
        line = Line(ring.value, name.x, centred(name.y, ring_type), ring_type, "bold")
        yield _text(f"ring-name-{ring.name}", line, palette.RINGS[ring].ink, "center")


def _mark(gid: str, x: float, y: float, size: float, colours: palette.RingColours, belaeg: Belaeg) -> Artist:
    """A dot whose form says how we know: full, rimmed, dashed, or square."""
    mark: Artist
    centre = (x, SIZE - y)
    match belaeg:
        case Belaeg.KL:
            mark = _disc(centre, size, 1.5, colours.mark, colours.rim)
        case Belaeg.OMTALE:
            mark = _disc(centre, size, max(2.5, size * 0.12), palette.GROUND, colours.rim)
        case Belaeg.ANDENHAAND:
            lw = 2.0
            dash = math.pi * (size - lw) / _DASHES / lw
            mark = _disc(centre, size, lw, palette.GROUND, colours.rim)
            mark.set_linestyle((0, (dash * 0.6, dash * 0.4)))
        case Belaeg.EKSEMPEL:
            side = size * _SQUARE - 1.5
            mark = FancyBboxPatch(
                (centre[0] - side / 2, centre[1] - side / 2),
                side,
                side,
                boxstyle=f"round,pad=0,rounding_size={size * 0.15}",
                facecolor=colours.mark,
                edgecolor=colours.rim,
                lw=1.5,
            )
    mark.set_gid(gid)
    return mark


def _disc(centre: tuple[float, float], size: float, lw: float, face: str, edge: str) -> Circle:
    return Circle(centre, (size - lw) / 2, facecolor=face, edgecolor=edge, lw=lw, capstyle="butt")


def _digits(number: int, x: float, y: float, size: float, colours: palette.RingColours, belaeg: Belaeg) -> Text:
    filled = belaeg in (Belaeg.KL, Belaeg.EKSEMPEL)
    type_ = max(SMALL_TYPE, size * 0.52)
    line = Line(str(number), x, centred(y, type_), type_, "semibold")
    return _text(f"digits-{number}", line, colours.on_mark if filled else colours.ink, "center")


def _key(key: Key) -> Iterator[Artist]:
    yield _mark(f"key-{key.belaeg.value}", key.x, key.y, _KEY_DOT, palette.RINGS[Ring.AFVENT], key.belaeg)
    yield _text(f"key-text-{key.belaeg.value}", key.line, palette.MUTED)


def _heading(heading: Heading) -> Iterator[Artist]:
    colours = palette.RINGS[heading.ring]
    yield _band(f"heading-{heading.ring.name}", heading.box, colours.tint, 5)
    yield _text(f"heading-name-{heading.ring.name}", heading.name, colours.ink)
    if heading.count:
        yield _text(f"heading-count-{heading.ring.name}", heading.count, colours.ink)


def _band(gid: str, box: Box, colour: str, rounding: float) -> Artist:
    band = FancyBboxPatch(
        (box.x, SIZE - box.y - box.height),
        box.width,
        box.height,
        boxstyle=f"round,pad=0,rounding_size={rounding}",
        facecolor=colour,
        lw=0,
    )
    band.set_gid(gid)
    return band


def _texts(gid: str, lines: tuple[Line, ...], colour: str) -> Iterator[Text]:
    return (_text(f"{gid}-line-{i}" if i else gid, line, colour) for i, line in enumerate(lines))


def _text(gid: str, line: Line, colour: str, align: Literal["left", "center"] = "left") -> Text:
    # Without parse_math=False a name with two dollar signs would be set as a formula.
    text = Text(
        line.x,
        SIZE - line.baseline,
        line.text,
        color=colour,
        fontproperties=FontProperties(fname=_font_file(line.weight), size=line.size),
        horizontalalignment=align,
        verticalalignment="baseline",
        parse_math=False,
    )
    text.set_gid(gid)
    return text


def _png(rgba: bytes) -> bytes:
    """A PNG of 256 colours: a third of the bytes, and the flat colours stay exact."""
    image = Image.frombytes("RGBA", (int(SIZE), int(SIZE)), rgba).convert("RGB")
    out = io.BytesIO()
    image.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(out, "PNG")
    return out.getvalue()


def _with_alt_text(svg: bytes, picture: Picture) -> bytes:
    """The SVG with the alt text in it, where screen readers look for it."""
    svg = svg.replace(b"<svg ", b'<svg role="img" ', 1)
    title = b"</title>"
    return svg.replace(title, title + f"\n <desc>{escape(alt_text(picture))}</desc>".encode(), 1)
