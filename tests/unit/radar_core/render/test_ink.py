"""What is really painted, and the bytes of the files: all pictures of the shipped editions and of hard ones."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache

import numpy as np
import numpy.typing as npt
import pytest
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text
from matplotlib.textpath import TextPath
from PIL import Image

from radar_core.lookup import radar_for
from radar_core.model import Radar
from radar_core.own_use.model import OwnRadar, OwnUse, Stage
from radar_core.render import describe, describe_comparison, palette, parts, render, render_blank, render_comparison
from radar_core.render.ink import Format, compose, measure, save
from radar_core.render.ink import settings as drawing_settings
from radar_core.render.shapes import Sheet
from radar_core.render.sheets.comparison import comparison_sheet
from radar_core.render.sheets.names import names_sheet
from radar_core.render.sheets.radar import radar_sheet
from radar_core.render.words.comparison import comparison_parts
from radar_core.render.words.description import Movement
from radar_core.typeface import font_file
from tests.fakes.boxes import clashes, ink_boxes, outside, reach
from tests.fakes.pictures import crowded
from tests.fakes.shipped import shipped

BUNDLES = {bundle.edition.id: bundle for bundle in shipped().bundles}
EXAMPLE = radar_for(BUNDLES["eksempel"], "samlet")
RADARS: dict[str, Radar] = {
    **{f"{name} samlet": radar_for(bundle, "samlet") for name, bundle in BUNDLES.items()},
    **{f"eksempel {field.id}": radar_for(BUNDLES["eksempel"], field.id) for field in BUNDLES["eksempel"].fagomraader},
    "27 in KLAR": crowded(EXAMPLE, (27, 1, 1, 1)),
    "1 in all": crowded(EXAMPLE, (1, 0, 0, 0)),
    "none": crowded(EXAMPLE, (0, 0, 0, 0)),
    "60": crowded(EXAMPLE, (12, 22, 16, 10)),
    "60 in two rings": crowded(EXAMPLE, (45, 0, 15, 0)),
}
WAYS = [None, *Movement]


def own_use(radar: Radar) -> OwnRadar:
    """Made-up own use, every fifth technology without an answer."""
    stages = [*Stage, None]
    told = ((entry.technology.id, stages[entry.number % 5]) for entry in radar.entries)
    return OwnRadar("000", "samlet", tuple(OwnUse(technology, stage) for technology, stage in told if stage))


@cache
def sheets(case: str, kind: str) -> list[Sheet]:
    """Every page of a picture; "moved" is the radar with movements."""
    radar = RADARS[case]
    if kind == "comparison":
        pages = comparison_parts(describe_comparison(radar, own_use(radar)))
        return [comparison_sheet(page, measure) for page in pages]
    ways = {entry.technology.id: WAYS[entry.number % 4] for entry in radar.entries if "moved" in kind}
    moved = {technology: str(way) for technology, way in ways.items() if way}
    draw = names_sheet if "names" in kind else radar_sheet
    return [draw(page, measure) for page in parts(describe(radar, moved))]


@pytest.mark.parametrize("kind", ["radar", "radar moved", "names", "names moved", "comparison"])
@pytest.mark.parametrize("case", RADARS)
def test_no_ink_overlaps_none_leaves_the_picture_and_names_have_18_px(case: str, kind: str) -> None:
    for sheet in sheets(case, kind):
        figure = compose(sheet)
        boxes = ink_boxes(figure)
        assert not clashes(boxes)
        assert not outside(boxes, sheet.width, sheet.height)
        for artist in figure.get_children():
            if isinstance(artist, Text):
                assert artist.get_fontsize() >= (18 if str(artist.get_gid()).startswith("name-") else 14)


@pytest.mark.parametrize("kind", ["radar", "names", "comparison"])
@pytest.mark.parametrize("case", RADARS)
def test_every_png_is_at_most_1024_px_and_250_kB(case: str, kind: str) -> None:
    for sheet in sheets(case, kind):
        png = save(sheet, "png")
        assert len(png) <= 250_000
        with Image.open(io.BytesIO(png)) as image:
            assert (image.format, image.mode) == ("PNG", "P")
            assert image.size == (sheet.width, sheet.height)
            assert max(image.size) <= 1024


def pixels(png: bytes) -> npt.NDArray[np.int64]:
    with Image.open(io.BytesIO(png)) as image:
        return np.asarray(image.convert("RGB")).astype(np.int64)


@pytest.mark.parametrize("kind", ["radar", "names", "comparison"])
def test_the_256_colours_are_hardly_off_and_the_flat_ones_exact(kind: str) -> None:
    (sheet,) = sheets("eksempel samlet", kind)
    full = io.BytesIO()
    with drawing_settings():
        compose(sheet).savefig(full, format="png", dpi=72)
    wanted, found = pixels(full.getvalue()), pixels(save(sheet, "png"))
    off = np.abs(wanted - found).max(axis=2)
    assert off.max() <= 24
    assert (off > 8).mean() < 0.01
    for colour in (palette.GROUND, *(ring.tint for ring in palette.RINGS.values())):
        flat = (wanted == list(bytes.fromhex(colour[1:]))).all(axis=2)
        assert flat.sum() > 1000
        assert (off[flat] == 0).all()


MOVED = {entry.technology.id: "ind" for entry in EXAMPLE.entries[:3]}
PICTURES: dict[str, Callable[[Format], bytes]] = {
    "radar": lambda fmt: render(EXAMPLE, fmt),
    "moved": lambda fmt: render(EXAMPLE, fmt, moved=MOVED),
    "names": lambda fmt: render(EXAMPLE, fmt, view="names"),
    "comparison": lambda fmt: render_comparison(describe_comparison(EXAMPLE, own_use(EXAMPLE)), fmt),
    "blank": lambda fmt: render_blank(EXAMPLE, fmt),
    "blank of nothing": lambda fmt: render_blank(None, fmt),
}
FORMATS: tuple[Format, ...] = ("png", "svg", "pdf")


@cache
def first_drawn(kind: str, fmt: Format) -> bytes:
    return PICTURES[kind](fmt)


SCRIPT = """
import hashlib
from radar_core.editions.catalog import load_catalog
from radar_core.lookup import radar_for
from radar_core.own_use.model import OwnRadar, OwnUse, Stage
from radar_core.render import describe_comparison, render, render_blank, render_comparison
from radar_core.editions.shipped import DATA_DIR
radar = radar_for(load_catalog(DATA_DIR).bundle("eksempel"), "samlet")
stages = [*Stage, None]
uses = [OwnUse(e.technology.id, stages[e.number % 5]) for e in radar.entries if stages[e.number % 5]]
moved = {e.technology.id: "ind" for e in radar.entries[:3]}
shown = describe_comparison(radar, OwnRadar("000", "samlet", tuple(uses)))
for fmt in ("png", "svg", "pdf"):
    for made in (
        render(radar, fmt), render(radar, fmt, moved=moved), render(radar, fmt, view="names"),
        render_comparison(shown, fmt), render_blank(radar, fmt), render_blank(None, fmt),
    ):
        print(hashlib.sha256(made).hexdigest())
"""


def test_every_picture_has_the_same_bytes_in_every_process_and_for_every_hash_seed() -> None:
    seed = "1" if os.environ.get("PYTHONHASHSEED") == "42" else "42"
    env = {**os.environ, "PYTHONHASHSEED": seed}
    other = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, env=env, check=True)
    here = [hashlib.sha256(first_drawn(kind, fmt)).hexdigest() for fmt in FORMATS for kind in PICTURES]
    assert other.stdout.split() == here
    assert len(set(here)) == 18


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("kind", ["radar", "names", "comparison", "blank"])
def test_drawing_again_gives_the_same_bytes(kind: str, fmt: Format) -> None:
    assert PICTURES[kind](fmt) == first_drawn(kind, fmt)


@pytest.mark.parametrize("text", ["Ågård & co.", "»KLAR« 8%", "fj"])
def test_the_ink_of_a_text_is_found_where_matplotlib_finds_it(text: str) -> None:
    path = TextPath((0, 0), text, size=23, prop=FontProperties(fname=font_file("regular")))
    assert reach(path).extents == pytest.approx(path.get_extents().extents, abs=1e-9)
