"""The drawings that are compared: ``python -m tests.bench.drawings cold NAME | warm``.

Imports only what a drawing needs.
"""

from __future__ import annotations

import io
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from radar_core.model import Radar

OURS, PLAIN, EMPTY, RESVG = "ours", "bare matplotlib, as much on it", "bare matplotlib, empty", "resvg, from our SVG"
ROUNDS = 15
KEPT = Path(__file__).parents[2] / "var" / "bench-picture"
"""What the others draw, by suffix: the SVG, and how much is on the picture."""


def radar() -> Radar:
    from radar_core.editions.catalog import load_catalog
    from radar_core.editions.shipped import DATA_DIR
    from radar_core.lookup import radar_for

    return radar_for(load_catalog(DATA_DIR).bundle("eksempel"), "sundhed-og-aeldre")


def _bare(size: tuple[int, int], words: list[tuple[str, float]], marks: int) -> Figure:
    """A figure with so many words and marks anywhere on it, as anybody would draw them."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.patches import Circle

    figure = Figure(figsize=(size[0] / 72, size[1] / 72), dpi=72)
    FigureCanvasAgg(figure)
    for number in range(marks):
        figure.add_artist(Circle((number / marks, 0.5), 0.01, facecolor="#1f77b4"))
    for number, (text, height) in enumerate(words):
        figure.text(0.1, number / max(1, len(words)), text, fontsize=height)
    return figure


def _png(figure: Figure) -> bytes:
    out = io.BytesIO()
    figure.savefig(out, format="png")
    return out.getvalue()


def _drawings(names: tuple[str, ...]) -> dict[str, Callable[[], object]]:
    """How each draws its picture; what it needs for that is made here."""
    if names == (PLAIN,):
        size, words, marks = json.loads(KEPT.with_suffix(".json").read_text())
        return {PLAIN: lambda: _png(_bare(size, words, marks))}
    if names == (RESVG,):
        import resvg_py

        svg = KEPT.with_suffix(".svg").read_text()
        return {RESVG: lambda: resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, dpi=72)}
    shown = radar()
    from radar_core.render import render

    return {OURS: lambda: render(shown, "png")}


def _keep_what_others_draw() -> None:
    """The same picture for the others: as SVG, and how much is on it."""
    from matplotlib.text import Text

    from radar_core.render import describe, render
    from radar_core.render.draw import compose

    shown = radar()
    KEPT.with_suffix(".svg").write_bytes(render(shown, "svg"))
    figure = compose(describe(shown))
    words = [(each.get_text(), each.get_fontsize()) for each in figure.get_children() if isinstance(each, Text)]
    marks = len(figure.get_children()) - len(words)
    KEPT.with_suffix(".json").write_text(json.dumps([figure.canvas.get_width_height(), words, marks]))


def _warm() -> dict[str, float]:
    """Medians of rounds in which each draws once, after a round that does not count."""
    _keep_what_others_draw()
    drawings = {**_drawings((OURS,)), **_drawings((PLAIN,)), **_drawings((RESVG,))}
    drawings[EMPTY] = lambda: _png(_bare((1024, 1024), [], 0))
    took: dict[str, list[float]] = {name: [] for name in drawings}
    for number in range(ROUNDS + 1):
        for name, draw in drawings.items():
            began = time.perf_counter()
            draw()
            if number:
                took[name].append(time.perf_counter() - began)
    return {name: statistics.median(seconds) for name, seconds in took.items()}


def main() -> None:
    """Draws once, or measures."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    if sys.argv[1] == "warm":
        print(json.dumps(_warm()))
    else:
        _drawings((sys.argv[2],))[sys.argv[2]]()


if __name__ == "__main__":
    main()
