"""How a team has rated itself over time, in words: what its picture, its alt text and a card's text are all made from.

Of anonymous answers only the middle is here, so that nothing drawn from it can tell more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from radar_core.render.words.alt_text import ended

Counts = tuple[int, int, int, int, int]
"""How many gave each rating, from 1 to 5."""

PAGE_ROWS, HEAD_ROWS = 17, 2
"""Rows of type that the questions of one picture take at most, and those of its question that one takes beside its
times, where it is a short one."""

LETTERS_A_LINE = 40
"""Letters of a question that stand on one line of it."""

MOVES_FROM = 7
"""Answers up to which it is said that one person can move the middle."""


class Lack(Enum):
    """Why nothing is shown of a question one time. The value is what stands there instead."""

    FEW = "for få svar til at vise"
    """Fewer than four, and anonymous."""
    HIDDEN = "svarene er ikke vist for alle"
    NONE = "ingen valgte et tal"
    OTHER = "ikke samme spørgsmål"


@dataclass(frozen=True)
class Sample:
    """How a question was rated one time, as far as everybody may see it."""

    number: int | None
    """People who rated it; None where nothing is shown."""
    middle: float | None
    """The median, None where nothing is shown."""
    counts: Counts | None
    """None too where they are anonymous."""
    lack: Lack | None = None

    @property
    def is_anonymous(self) -> bool:
        """Whether only the middle is shown."""
        return self.middle is not None and self.counts is None


@dataclass(frozen=True)
class OverTimeRow:
    """One question and how it was rated each time, the first time first."""

    question: int
    text: str
    samples: tuple[Sample, ...]

    @property
    def middles(self) -> tuple[float, ...]:
        """The middle each time there is one."""
        return tuple(sample.middle for sample in self.samples if sample.middle is not None)

    @property
    def change(self) -> float:
        """From the first middle to the last; 0 where there are not two."""
        return self.middles[-1] - self.middles[0] if self.middles else 0.0

    @property
    def verdict(self) -> str:
        """The first middle and the last in few words: »højere 2 → 4«; blank where there are not two."""
        if len(self.middles) < 2:
            return ""
        first, last = figure(self.middles[0]), figure(self.middles[-1])
        if not self.change:
            return f"uændret {last}"
        return f"{'højere' if self.change > 0 else 'lavere'} {first} → {last}"


@dataclass(frozen=True)
class OverTime:
    """Everything the picture says, in words."""

    title: str
    subtitle: str
    labels: tuple[str, ...]
    """The times, oldest first."""
    rows: tuple[OverTimeRow, ...]
    group: bool
    """False where one person answers alone: then a middle is their rating, and there is nothing to count."""
    foot: str | None = None

    @property
    def explained(self) -> str:
        """What the marks mean, as far as they stand there."""
        samples = [sample for row in self.rows for sample in row.samples]
        dots, squares = any(s.counts for s in samples), any(s.is_anonymous for s in samples)
        if not self.group or not (dots or squares):
            return ""
        if not dots:
            return "Svarene er anonyme: kun midten vises."
        return "En prik er et svar. Farven er midten." + (" En rude er midten af anonyme svar." if squares else "")


def describe_over_time(
    title: str, where: str, labels: Sequence[str], rows: Sequence[OverTimeRow], *, group: bool
) -> OverTime:
    """What the picture says of some questions; ``where`` is whose and of what."""
    made = OverTime(title, where, tuple(labels), tuple(rows), group)
    given = [sample.number for row in rows for sample in row.samples if sample.number]
    few, most = min(given, default=0), max(given, default=0)
    subtitle = " · ".join(filter(None, [where, made.explained]))
    return replace(made, subtitle=subtitle, foot=_warning(few, most) if group else None)


def _warning(few: int, most: int) -> str | None:
    """How little it takes to move a middle, where there are that few answers."""
    if not 0 < few <= MOVES_FROM:
        return None
    if most == 1:
        return "Kun ét svar hver gang."
    so_many = f"{few} svar hver gang" if few == most else f"{few}–{most} svar hver gang"
    return f"Kun {so_many if most <= MOVES_FROM else f'{few} svar nogle gange'}: én person kan flytte midten."


def over_time_parts(shown: OverTime) -> tuple[OverTime, ...]:
    """The pictures it takes to show every question: itself, or numbered parts."""
    pages: list[list[OverTimeRow]] = [[]]
    left = float(PAGE_ROWS)
    for row in shown.rows:
        needed = _height(row)
        if pages[-1] and needed > left:
            pages.append([])
            left = PAGE_ROWS
        pages[-1].append(row)
        left -= needed
    if len(pages) == 1:
        return (shown,)
    # As many on each: three and one would leave most of the second empty.
    each = -(-len(shown.rows) // len(pages))
    runs = [shown.rows[start : start + each] for start in range(0, len(shown.rows), each)]
    if any(sum(map(_height, run)) > PAGE_ROWS for run in runs if len(run) > 1):
        runs = [tuple(page) for page in pages]
    return tuple(
        replace(shown, title=f"{shown.title} · {number} af {len(runs)}", rows=run)
        for number, run in enumerate(runs, start=1)
    )


def over_time_alt_text(shown: OverTime) -> str:
    """The whole picture as Danish sentences: title, what the marks mean, every question every time, and the foot."""
    sentences = [shown.title, shown.subtitle, *(line for row in shown.rows for line in told(row, shown))]
    return " ".join(ended(sentence) for sentence in [*sentences, shown.foot] if sentence)


def told(row: OverTimeRow, shown: OverTime) -> tuple[str, ...]:
    """A question as lines of text: the question with its change, then each time."""
    verdict = f": {row.verdict}" if row.verdict else ""
    times = [f"{label}: {_sample(sample, shown)}" for label, sample in zip(shown.labels, row.samples, strict=True)]
    return (f"Spørgsmål {row.question}, {row.text.rstrip('?')}{verdict}", *times)


def figure(middle: float) -> str:
    """A middle as Danes write it: »2«, »2,5«."""
    return f"{middle:g}".replace(".", ",")


def count(sample: Sample) -> str:
    """How many answered: »5 svar«; blank where that is not shown."""
    return f"{sample.number} svar" if sample.number else ""


def _sample(sample: Sample, shown: OverTime) -> str:
    if sample.lack or sample.middle is None:
        return (sample.lack or Lack.NONE).value
    if not shown.group:
        return figure(sample.middle)
    given = ", ".join(f"{many} gav {rating}" for rating, many in enumerate(sample.counts or (), start=1) if many)
    return f"{count(sample)}{f' ({given})' if given else ''}, midten {figure(sample.middle)}"


def _height(row: OverTimeRow) -> float:
    """Rows of type that a question takes, with its times."""
    lines = -(-len(row.text) // LETTERS_A_LINE)
    return HEAD_ROWS + max(0, lines - 1) + len(row.samples) - 0.75
