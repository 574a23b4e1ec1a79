"""Questions over time: a row per time under each, a column per rating. Pixels, y downwards.

One dot is one answer, and nothing is averaged: the middle is coloured and joined, so that a line to the right is
higher. The words say so without colour. Of anonymous answers there is only a diamond at the middle.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from radar_core.errors import DoesNotFit
from radar_core.model import Ring
from radar_core.render import palette
from radar_core.render.places.chat import LEAST_TYPE, MARGIN, column, lay_out_heading
from radar_core.render.places.header import SIZE
from radar_core.render.shapes import Area, Band, Disc, Shape, Sheet, Stroke, Words, texts
from radar_core.render.type import LEADING, Box, Line, Measure, Weight, centred, wrap
from radar_core.render.words.over_time import (
    Counts,
    OverTime,
    OverTimeRow,
    Sample,
    count,
    over_time_alt_text,
)

LOWEST, HIGHEST = "slet ikke", "i meget høj grad"
"""The ends of the scale, in the words of the choice that people have."""

SIDE_BY_SIDE = 4
"""Dots beside each other at most; of more there is one, with how many it stands for."""

_FIRST, _EACH = 266.0, 125.0  # the middle of rating 1, and from one to the next
_HEAD = 50.0  # of the scale
_PITCH = 44.0
_TITLE = 58.0  # of a question, with the line above it
_TITLE_TYPE = 34.0
_DIGITS = 42.0
_DOT, _BESIDE = 27.0, 28.0  # across, and from one to the next beside it
_DIAMOND = 17.0
_JOIN = 8.0
_FOOT = 50.0
_PALE = palette.RINGS[Ring.AFVENT].tint


def over_time_sheet(shown: OverTime, measure: Measure) -> Sheet:
    """The sheet of some questions over time, 1024 px wide and as high as it needs to be. Raises ``DoesNotFit``."""
    titles, subtitles, top = lay_out_heading(shown.title, shown.subtitle, measure)
    shapes: list[Shape] = [
        *texts("title", titles, palette.TEXT),
        *texts("subtitle", subtitles, palette.MUTED),
        *_scale(top),
    ]
    y = top + _HEAD
    for row in shown.rows:
        lines = wrap(row.text, _room(row, measure), _TITLE_TYPE, "semibold", measure)
        below = y + _TITLE + (len(lines) - 1) * _TITLE_TYPE * LEADING
        shapes += [
            Stroke(f"line-{row.question}", ((0.0, y), (SIZE, y)), palette.HAIR, 2),
            *_heading(row, lines, y),
            *_grid(row, below),
            *_joins(row, below),
            *_samples(row, shown, below, measure),
        ]
        y = below + len(row.samples) * _PITCH + 2
    if shown.foot:
        foot = wrap(shown.foot, SIZE - 2 * MARGIN, LEAST_TYPE, "regular", measure)
        shapes += texts("foot", column(foot, centred(y + _FOOT / 2, LEAST_TYPE), LEAST_TYPE), palette.MUTED)
        y += _FOOT + (len(foot) - 1) * LEAST_TYPE * LEADING
    height = float(round(y + MARGIN))
    if height > SIZE:
        raise DoesNotFit(
            f"Der er ikke plads til {len(shown.rows)} spørgsmål og {len(shown.labels)} gange på ét billede."
        )
    return Sheet(SIZE, height, shown.title, over_time_alt_text(shown), tuple(shapes))


def _at(rating: float) -> float:
    return _FIRST + (rating - 1) * _EACH


def _middle(number: int, top: float) -> float:
    return top + (number + 0.5) * _PITCH


def _tone(row: OverTimeRow) -> str:
    if not row.change:
        return palette.TEXT
    return palette.AHEAD if row.change > 0 else palette.BEHIND


def _scale(top: float) -> Iterator[Shape]:
    """The ratings with what the lowest and the highest mean."""
    baseline = centred(top + _HEAD / 2, LEAST_TYPE)
    for rating in range(1, 6):
        line = Line(str(rating), _at(rating), baseline, LEAST_TYPE, "bold")
        yield Words(f"rating-{rating}", line, palette.TEXT, "center")
    yield Words("lowest", Line(LOWEST, _at(1) - 20, baseline, LEAST_TYPE), palette.MUTED, "right")
    yield Words("highest", Line(HIGHEST, _at(5) + 20, baseline, LEAST_TYPE), palette.MUTED)


def _room(row: OverTimeRow, measure: Measure) -> float:
    """What the question has beside its change, px."""
    return SIZE - 2 * MARGIN - _DIGITS - (measure(row.verdict, _TITLE_TYPE, "bold") + 24 if row.verdict else 0.0)


def _heading(row: OverTimeRow, lines: tuple[str, ...], y: float) -> Iterator[Shape]:
    baseline = centred(y + _TITLE / 2, _TITLE_TYPE)
    number = Line(str(row.question), MARGIN, baseline, _TITLE_TYPE, "bold")
    yield Words(f"question-{row.question}", number, palette.MUTED)
    for i, text in enumerate(lines):
        line = Line(text, MARGIN + _DIGITS, baseline + i * _TITLE_TYPE * LEADING, _TITLE_TYPE, "semibold")
        yield Words(f"text-{row.question}-line-{i}" if i else f"text-{row.question}", line, palette.TEXT)
    if row.verdict:
        line = Line(row.verdict, SIZE - MARGIN, baseline, _TITLE_TYPE, "bold")
        yield Words(f"verdict-{row.question}", line, _tone(row), "right")


def _grid(row: OverTimeRow, top: float) -> Iterator[Shape]:
    for rating in range(1, 6):
        x, bottom = _at(rating), top + len(row.samples) * _PITCH - 4
        yield Stroke(f"grid-{row.question}-{rating}", ((x, top), (x, bottom)), palette.HAIR, 2)


def _joins(row: OverTimeRow, top: float) -> Iterator[Shape]:
    """From each middle to the next; where nothing is shown between two, they are not joined."""
    for i, (one, other) in enumerate(pairwise(row.samples)):
        if one.middle is not None and other.middle is not None:
            ends = (_at(one.middle), _middle(i, top)), (_at(other.middle), _middle(i + 1, top))
            yield Stroke(f"join-{row.question}-{i}", ends, _tone(row), _JOIN)


def _samples(row: OverTimeRow, shown: OverTime, top: float, measure: Measure) -> Iterator[Shape]:
    for i, (label, sample) in enumerate(zip(shown.labels, row.samples, strict=True)):
        gid, y = f"{row.question}-{i}", _middle(i, top)
        newest = i == len(row.samples) - 1
        ink = palette.TEXT if newest else palette.MUTED
        weight: Weight = "bold" if newest else "regular"
        baseline = centred(y, LEAST_TYPE)
        yield Words(f"time-{gid}", Line(label, MARGIN, baseline, LEAST_TYPE, weight), ink)
        if shown.group and (many := count(sample)):
            line = Line(many, SIZE - MARGIN, baseline, LEAST_TYPE, weight)
            yield Words(f"count-{gid}", line, ink, "right")
        if sample.lack:
            yield from _lack(gid, sample.lack.value, y, measure)
        elif sample.counts:
            yield from _dots(gid, sample, sample.counts, y, _tone(row), measure)
        elif sample.middle is not None:
            yield _diamond(f"dot-{gid}", _at(sample.middle), y, _tone(row))


def _lack(gid: str, words: str, y: float, measure: Measure) -> Iterator[Shape]:
    """Words in place of dots, on paper of their own so that no line of the grid runs through them."""
    wide = measure(words, LEAST_TYPE, "regular") + 20
    yield Band(f"lack-ground-{gid}", Box(_at(3) - wide / 2, y - _PITCH / 2, wide, _PITCH), palette.GROUND)
    yield Words(f"lack-{gid}", Line(words, _at(3), centred(y, LEAST_TYPE), LEAST_TYPE), palette.MUTED, "center")


def _dots(gid: str, sample: Sample, counts: Counts, y: float, tone: str, measure: Measure) -> Iterator[Shape]:
    for rating, many in enumerate(counts, start=1):
        is_middle = rating == sample.middle
        fill, rim = (tone, tone) if is_middle else (_PALE, palette.RULE)
        if many > SIDE_BY_SIDE:
            words = f"×{many}"
            wide = measure(words, LEAST_TYPE, "bold")
            left = _at(rating) - _DOT / 2
            yield Band(f"times-ground-{gid}-{rating}", Box(left, y - 16, _DOT + 8 + wide, 32), palette.GROUND)
            yield Disc(f"dot-{gid}-{rating}-1", _at(rating), y, _DOT / 2 - 1, fill, rim, 2)
            line = Line(words, left + _DOT + 4, centred(y, LEAST_TYPE), LEAST_TYPE, "bold")
            yield Words(f"times-{gid}-{rating}", line, tone if is_middle else palette.MUTED)
            continue
        for i in range(many):
            x = _at(rating) + (i - (many - 1) / 2) * _BESIDE
            yield Disc(f"ground-{gid}-{rating}-{i + 1}", x, y, _DOT / 2 + 2, palette.GROUND, palette.GROUND, 0)
            yield Disc(f"dot-{gid}-{rating}-{i + 1}", x, y, _DOT / 2 - 1, fill, rim, 2)


def _diamond(gid: str, x: float, y: float, tone: str) -> Area:
    return Area(gid, ((x, y - _DIAMOND), (x + _DIAMOND, y), (x, y + _DIAMOND), (x - _DIAMOND, y)), tone, palette.GROUND)
