"""Made-up ratings over time: what a picture of them shows."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from radar_core.render.words.over_time import Counts, Lack, OverTime, OverTimeRow, Sample, describe_over_time

FEW, HIDDEN, NONE, OTHER = (Sample(None, None, None, lack) for lack in Lack)
SHORT = (
    (6, "Er organisationen parat?"),
    (7, "Er it-landskabet klar?"),
    (8, "Er vi gode til at samarbejde?"),
    (9, "Bruger vi andres erfaringer?"),
)
WHOLE = (
    (6, "Er vores organisation parat til at gribe og implementere teknologierne?"),
    (7, "Er vores it-landskab klar til at understøtte ny teknologi?"),
    (8, "Er vi gode nok til at samarbejde med andre kommuner om at afprøve?"),
    (9, "Er vi gode nok til at stå på andre kommuners erfaringer?"),
)


def named(*counts: int) -> Sample:
    """Open answers: how many gave 1, 2, 3, 4 and 5."""
    one, two, three, four, five = counts
    given: Counts = (one, two, three, four, five)
    ratings = [rating for rating, many in enumerate(given, start=1) for _ in range(many)]
    return Sample(len(ratings), float(median(ratings)), given)


def anonymous(number: int, middle: float) -> Sample:
    """So many anonymous answers."""
    return Sample(number, middle, None)


def over_time(
    labels: Sequence[str],
    samples: Sequence[Sequence[Sample]],
    questions: Sequence[tuple[int, str]] = SHORT,
    where: str = "Sundhed og ældre",
    *,
    group: bool = True,
) -> OverTime:
    """The picture of some questions, one sequence of samples each."""
    rows = [OverTimeRow(n, text, tuple(each)) for (n, text), each in zip(questions, samples, strict=True)]
    return describe_over_time("Jeres vurderinger over tid", where, labels, rows, group=group)


THREE_YEARS = over_time(
    ("2024", "2025", "2026"),
    (
        (named(1, 2, 2, 0, 0), named(0, 1, 2, 1, 0), named(0, 0, 1, 3, 1)),
        (named(2, 1, 1, 1, 0), named(1, 2, 0, 1, 0), named(1, 2, 1, 1, 0)),
        (named(0, 1, 2, 2, 0), named(0, 0, 3, 1, 0), named(0, 0, 0, 3, 2)),
        (named(0, 1, 3, 1, 0), FEW, named(0, 3, 2, 0, 0)),
    ),
)
"""A made-up team that answers for the third time."""
