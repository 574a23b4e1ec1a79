"""The drawn picture: nothing overlaps, nothing is missing, the same bytes every time."""

from __future__ import annotations

import io
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import combinations, cycle

import matplotlib
import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from PIL import Image

from radar_core.errors import DoesNotFit
from radar_core.model import Belaeg, Edition, Placement, Radar, RadarEntry, Ring, Status, Technology
from radar_core.render import alt_text, describe, palette, render
from radar_core.render.draw import Format, compose, draw
from radar_core.render.places.page import SIZE
from radar_core.render.words.description import EXAMPLE_NOTICE, Picture, Row
from tests.fakes.boxes import clashes, ink_boxes, outside

NAMES = ("Apps", "Skærme og selvbetjening", "Ådalens Øjenstyring", "Kunstig intelligens og maskinlæring", "3D-print")
LONG = "Åbne løsninger til gående hjælp og pleje"
TIGHT = "ÅgWMÆjWMpÅ" * 4


def picture(
    counts: tuple[int, ...],
    names: tuple[str, ...] = NAMES,
    belaeg: tuple[Belaeg, ...] = (Belaeg.EKSEMPEL,),
    title: str = "Teknologiradar · Administration og borgerservice",
    subtitle: str = "Prøvebillede · KLAR inderst, AFVENT yderst",
) -> Picture:
    rings = [ring for ring, count in zip(Ring, counts, strict=True) for _ in range(count)]
    rows = tuple(
        Row(i, name, ring, form)
        for i, (ring, name, form) in enumerate(zip(rings, cycle(names), cycle(belaeg), strict=False), start=1)
    )
    legend = tuple(form for form in Belaeg if any(row.belaeg is form for row in rows))
    source = "Udgave prøve, uden dato · Kilde: opfundet til prøven"
    return Picture(title, subtitle, EXAMPLE_NOTICE, rows, legend, source, ("opfundet",))


HARD = {
    "27 in KLAR": picture((27, 0, 0, 0)),
    "27 in AFVENT": picture((0, 0, 0, 27)),
    "one in all": picture((0, 0, 1, 0)),
    "none": picture((0, 0, 0, 0)),
    "nine": picture((6, 3, 0, 0), belaeg=(Belaeg.KL, Belaeg.OMTALE)),
    "all forms": picture((7, 13, 4, 2), belaeg=tuple(Belaeg)),
    "30 names of 40 characters": picture((8, 12, 6, 4), names=(LONG,), belaeg=tuple(Belaeg)),
    "30 wide names of 40 characters": picture((10, 10, 10, 0), names=("W" * 40,)),
    "30 names on two tight lines": picture((8, 8, 7, 7), names=(TIGHT,)),
    "45": picture((10, 20, 10, 5)),
    "long title": picture((5, 5, 5, 5), title="Kommunernes Teknologiradar 2021 · " + "Klima, teknik og miljø " * 4),
    "long subtitle": picture((5, 5, 5, 5), subtitle="Udgaven har ingen radar for området – " * 5),
}


@cache
def figure(shown: Picture) -> Figure:
    return compose(shown)


@cache
def boxes(shown: Picture) -> dict[str, Bbox]:
    return ink_boxes(figure(shown))


@cache
def png(shown: Picture) -> bytes:
    return draw(shown, "png")


@pytest.mark.parametrize("case", HARD)
def test_no_ink_overlaps_and_none_leaves_the_page(case: str) -> None:
    found = boxes(HARD[case])
    assert not outside(found, SIZE, SIZE)
    assert not clashes(found)


@pytest.mark.parametrize("case", ["all forms", "27 in KLAR", "30 names of 40 characters"])
def test_digits_sit_in_the_middle_of_their_dot(case: str) -> None:
    found = boxes(HARD[case])
    for row in HARD[case].rows:
        dot, digits = found[f"dot-{row.number}"], found[f"digits-{row.number}"]
        assert dot.x0 < digits.x0 and digits.x1 < dot.x1 and dot.y0 < digits.y0 and digits.y1 < dot.y1
        assert (digits.y0 + digits.y1) / 2 == pytest.approx((dot.y0 + dot.y1) / 2, abs=0.6)


@pytest.mark.parametrize("case", HARD)
def test_every_technology_is_drawn_with_dot_number_and_whole_name(case: str) -> None:
    texts: dict[str, list[str]] = {}
    marks = set()
    for artist in figure(HARD[case]).get_children():
        gid = str(artist.get_gid())
        if isinstance(artist, Text):
            assert artist.get_fontsize() >= 14, gid
            assert not gid.startswith("name-") or artist.get_fontsize() >= 18
            texts.setdefault(gid.partition("-line-")[0], []).append(artist.get_text())
        marks.add(gid)
    for row in HARD[case].rows:
        assert f"dot-{row.number}" in marks
        assert texts[f"digits-{row.number}"] == texts[f"number-{row.number}"] == [str(row.number)]
        assert "".join(texts[f"name-{row.number}"]).replace(" ", "") == row.name.replace(" ", "")
    for ring in Ring:
        assert texts[f"ring-name-{ring.name}"] == [ring.value]
    assert texts["notice"] == [EXAMPLE_NOTICE]
    assert " ".join(texts["title"]).split() == HARD[case].title.split()
    assert " ".join(texts["subtitle"]).split() == HARD[case].subtitle.split()
    assert " ".join(texts["source"]).split() == HARD[case].source.split()


@pytest.mark.parametrize("case", HARD)
def test_the_png_is_1024_px_square_and_at_most_250_kB(case: str) -> None:
    drawn = png(HARD[case])
    assert len(drawn) <= 250_000
    with Image.open(io.BytesIO(drawn)) as image:
        assert (image.format, image.size) == ("PNG", (1024, 1024))
        assert "Software" not in image.info


def test_the_flat_colours_of_the_png_are_exactly_those_of_the_palette() -> None:
    with Image.open(io.BytesIO(png(HARD["all forms"]))) as image:
        used = {"#{:02X}{:02X}{:02X}".format(*colour) for _, colour in image.convert("RGB").getcolors(1 << 20) or ()}
    assert {palette.GROUND, palette.NOTICE_GROUND} <= used
    assert {colours.tint for colours in palette.RINGS.values()} <= used
    assert {palette.RINGS[ring].mark for ring in (Ring.KLAR, Ring.AFPROEV)} <= used


def test_the_four_forms_can_be_told_apart_in_a_480_px_thumbnail() -> None:
    seen = []
    for belaeg in Belaeg:
        shown = picture((2, 2, 2, 2), belaeg=(belaeg,))
        with Image.open(io.BytesIO(draw(shown, "png"))) as image:
            small = np.asarray(image.convert("L").resize((480, 480), Image.Resampling.LANCZOS), dtype=float)
        dot = boxes(shown)["dot-3"]
        x, y = (int(v * 480 / SIZE) for v in ((dot.x0 + dot.x1) / 2, SIZE - (dot.y0 + dot.y1) / 2))
        seen.append(small[y - 8 : y + 8, x - 8 : x + 8])
    for one, other in combinations(seen, 2):
        assert np.abs(one - other).mean() > 10


def test_only_a_second_hand_dot_has_a_broken_rim() -> None:
    breaks = {}
    for belaeg in (Belaeg.KL, Belaeg.OMTALE, Belaeg.ANDENHAAND):
        shown = picture((8, 11, 5, 2), belaeg=(belaeg,))
        with Image.open(io.BytesIO(draw(shown, "png"))) as image:
            grey = np.asarray(image.convert("L"))
        dot = boxes(shown)["dot-12"]
        angles = np.linspace(0, 2 * np.pi, 180, endpoint=False)
        reach = dot.width / 2 - 1
        xs = (dot.x0 + dot.x1) / 2 + reach * np.sin(angles)
        ys = SIZE - (dot.y0 + dot.y1) / 2 + reach * np.cos(angles)
        rim = grey[ys.astype(int), xs.astype(int)] > 215
        breaks[belaeg] = int(np.count_nonzero(rim != np.roll(rim, 1))) // 2
    assert breaks[Belaeg.KL] == breaks[Belaeg.OMTALE] == 0
    assert breaks[Belaeg.ANDENHAAND] == 9


def test_dollar_signs_in_a_name_are_not_a_formula() -> None:
    names = ["$x$ og $y$", "a_b^c \\alpha"]
    drawn = [
        artist.get_text()
        for artist in compose(picture((2, 0, 0, 0), tuple(names))).get_children()
        if str(artist.get_gid()).startswith("name-") and isinstance(artist, Text) and not artist.get_parse_math()
    ]
    assert drawn == names


def test_the_svg_carries_title_and_alt_text() -> None:
    shown = picture((1, 1, 0, 0), ("Robotter <& drone>",))
    svg = draw(shown, "svg").decode()
    assert 'role="img"' in svg[: svg.index("<title>")]
    assert f"<title>{shown.title}</title>" in svg
    escaped = alt_text(shown).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert f"<desc>{escaped}</desc>" in svg
    assert "dc:date" not in svg


def test_the_pdf_carries_its_title_and_real_text_but_no_date() -> None:
    pdf = draw(picture((1, 1, 0, 0)), "pdf")
    assert pdf.startswith(b"%PDF")
    assert b"/Title" in pdf and b"/FontFile2" in pdf
    assert b"CreationDate" not in pdf and b"Producer" not in pdf


@pytest.mark.parametrize("fmt", ["png", "svg", "pdf"])
def test_foreign_matplotlib_settings_change_nothing(fmt: Format) -> None:
    usual = draw(HARD["nine"], fmt)
    foreign = {"savefig.bbox": "tight", "svg.fonttype": "none", "pdf.fonttype": 3, "text.hinting": "default"}
    with matplotlib.rc_context(foreign):
        assert draw(HARD["nine"], fmt) == usual
        assert matplotlib.rcParams["svg.fonttype"] == "none"


def test_threads_draw_the_same_as_one_after_the_other() -> None:
    shown = [picture((i, 3, 2, 1)) for i in range(1, 5)]
    alone = [draw(one, "png") for one in shown]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda one: draw(one, "png"), shown)) == alone


def test_drawing_never_imports_pyplot() -> None:
    script = "import radar_core.render.draw, sys; sys.exit('matplotlib.pyplot' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_importing_the_package_does_not_import_matplotlib() -> None:
    script = "import radar_core.render, sys; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_too_much_for_one_picture_is_refused() -> None:
    with pytest.raises(DoesNotFit):
        draw(picture((40, 40, 40, 40)), "png")


def test_a_radar_renders_through_its_description() -> None:
    technology = Technology("apps", "Apps", (), "", (), False, "prøve")
    placement = Placement("apps", "samlet", Ring.KLAR, Belaeg.EKSEMPEL, "opfundet")
    edition = Edition("prøve", "Prøve", Status.EKSEMPEL, "prøve", "prøve", None, "opfundet", (), (placement,))
    radar = Radar(edition, None, None, (RadarEntry(1, technology, placement),))
    assert render(radar, "png") == draw(describe(radar), "png")
