"""Lines of text: measured, wrapped and set."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

CAP_HEIGHT = 0.66
"""Height of a capital letter or digit as a part of the type size; vertical centring goes by it."""
LEADING = 1.16
"""Least distance of two baselines as a part of the type size: keeps Å clear of the g above it."""
Weight = Literal["regular", "semibold", "bold"]
Measure = Callable[[str, float, Weight], float]
"""(text, type size px, weight) -> width px."""


@dataclass(frozen=True)
class Line:
    """One line of text by its left end and baseline, px."""

    text: str
    x: float
    baseline: float
    size: float
    weight: Weight = "regular"

    def moved_down(self, by: float) -> Line:
        """The same line ``by`` px further down."""
        return replace(self, baseline=self.baseline + by)


@dataclass(frozen=True)
class Box:
    """A rectangle by its top left corner, px."""

    x: float
    y: float
    width: float
    height: float


def centred(y: float, size: float) -> float:
    """The baseline that puts capitals and digits of a type size in the middle of ``y``, px."""
    return y + size * CAP_HEIGHT / 2


def wrap(text: str, width: float, size: float, weight: Weight, measure: Measure) -> tuple[str, ...]:
    """Break a text into lines of at most ``width`` px: between words, and inside a word only if it is wider alone."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        joined = f"{line} {word}" if line else word
        if measure(joined, size, weight) <= width:
            line = joined
            continue
        if line:
            lines.append(line)
        *full, line = _pieces(word, width, size, weight, measure)
        lines += full
    return (*lines, line)


def _pieces(word: str, width: float, size: float, weight: Weight, measure: Measure) -> list[str]:
    """The word in pieces as long as the width allows, one letter at least."""
    pieces: list[str] = []
    while measure(word, size, weight) > width and len(word) > 1:
        ends = range(2, len(word) + 1)
        end = 1 + bisect_right(ends, width, key=lambda end: measure(word[:end], size, weight))
        pieces.append(word[:end])
        word = word[end:]
    return [*pieces, word]
