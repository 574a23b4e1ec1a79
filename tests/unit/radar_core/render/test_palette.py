"""Colours that can be read, also by those who see few of them."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from radar_core.model import Ring
from radar_core.render import palette

# Machado, Oliveira and Fernandes (2009), severity 1.0, for linear RGB.
VISION = {
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
    "full": np.eye(3).tolist(),
}
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE = np.array([0.95047, 1.0, 1.08883])


def linear(colour: str) -> np.ndarray:
    values = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio."""
    low, high = sorted(float(TO_XYZ[1] @ linear(colour)) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def seen_as_lab(colour: str, vision: str) -> np.ndarray:
    xyz = TO_XYZ @ np.clip(np.array(VISION[vision]) @ linear(colour), 0, 1) / WHITE
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def test_the_yardstick_knows_black_on_white() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21, abs=0.01)
    assert seen_as_lab("#FFFFFF", "full") == pytest.approx([100, 0, 0], abs=0.02)


@pytest.mark.parametrize("ring", Ring)
def test_ring_names_and_digits_have_text_contrast(ring: Ring) -> None:
    colours = palette.RINGS[ring]
    assert contrast(colours.ink, colours.tint) >= 4.5
    assert contrast(colours.ink, palette.GROUND) >= 4.5
    assert contrast(colours.on_mark, colours.mark) >= 4.5
    assert contrast(colours.on_cell, colours.cell) >= 4.5


@pytest.mark.parametrize("ring", Ring)
def test_dots_stand_out_from_their_ring_and_from_paper(ring: Ring) -> None:
    colours = palette.RINGS[ring]
    assert contrast(colours.rim, colours.tint) >= 3
    assert contrast(colours.rim, palette.GROUND) >= 3


@pytest.mark.parametrize("ink", [palette.TEXT, palette.MUTED])
def test_plain_text_has_text_contrast_on_paper(ink: str) -> None:
    assert contrast(ink, palette.GROUND) >= 4.5


def test_the_notice_has_text_contrast() -> None:
    assert contrast(palette.NOTICE_TEXT, palette.NOTICE_GROUND) >= 4.5
    assert contrast(palette.NOTICE_TEXT, palette.MUTED) >= 4.5, "the strip at the foot"


@pytest.mark.parametrize("ring", Ring)
@pytest.mark.parametrize("colour", [palette.TEXT, palette.RULE, palette.AHEAD, palette.BEHIND])
def test_signs_leaders_and_differences_stand_out_from_every_ring_and_from_paper(colour: str, ring: Ring) -> None:
    assert contrast(colour, palette.RINGS[ring].tint) >= 3
    assert contrast(colour, palette.GROUND) >= 3


@pytest.mark.parametrize("colour", [palette.AHEAD, palette.BEHIND])
def test_the_words_of_a_difference_have_text_contrast(colour: str) -> None:
    assert contrast(colour, palette.GROUND) >= 4.5


@pytest.mark.parametrize("vision", VISION)
def test_ahead_behind_and_the_same_stay_apart_for_every_kind_of_colour_vision(vision: str) -> None:
    seen = [seen_as_lab(colour, vision) for colour in (palette.AHEAD, palette.BEHIND, palette.TEXT)]
    assert min(float(np.linalg.norm(a - b)) for a, b in combinations(seen, 2)) >= 10


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("part", ["mark", "rim", "cell"])
def test_ring_colours_stay_apart_for_every_kind_of_colour_vision(vision: str, part: str) -> None:
    seen = [seen_as_lab(getattr(colours, part), vision) for colours in palette.RINGS.values()]
    assert min(float(np.linalg.norm(a - b)) for a, b in combinations(seen, 2)) >= 10


def test_every_ring_has_its_colours_in_order() -> None:
    assert list(palette.RINGS) == list(Ring)
