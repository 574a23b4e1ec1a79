"""A kommune's own scores beside KL's rings, compared as scores: 1 AFVENT, 2 HOLD ØJE, 3 AFPRØV, 4 KLAR.

A score is the kommune's own judgement on KL's scale. It is not its use, and is never turned into one.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from radar_core.errors import DataError
from radar_core.files.faults import FileFaults
from radar_core.model import Radar, Ring
from radar_core.spelling import quote

COLUMNS = ("teknologi", "navn", "gennemsnit", "hoejeste", "kilde")
"""What stands in each column of a file of scores."""

_LOWEST, _HIGHEST = Decimal(1), Decimal(4)


@dataclass(frozen=True)
class OwnScore:
    """What a kommune gave a technology (id) over its forvaltninger, as it says so itself."""

    technology: str
    name: str
    """In the kommune's own spelling."""
    mean: Decimal
    """As the kommune rounds it. Shown, never used to place anything."""
    highest: Decimal
    source: str


@dataclass(frozen=True)
class ScoreDifference:
    """One technology of the radar and how much higher (+) or lower (-) the kommune's scores are than the ring's."""

    number: int
    name: str
    ring: Ring
    score: OwnScore
    by_highest: Decimal
    by_mean: Decimal


def ring_score(ring: Ring) -> int:
    """The score of a ring: 1 for AFVENT to 4 for KLAR."""
    return len(Ring) - ring.order


def read_scores(data: bytes, file: str) -> tuple[OwnScore, ...]:
    """The scores of a CSV file (UTF-8, commas, ``COLUMNS`` in the first row). Raises ``DataError`` with every fault."""
    faults = FileFaults(file)
    try:
        rows = list(csv.reader(io.StringIO(data.decode(), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error):
        faults.add(0, "Filen skal være CSV i UTF-8.")
        raise DataError(faults.all()) from None
    faults.last_line = len(rows)
    if not rows or tuple(rows[0]) != COLUMNS:
        faults.add(1, f"Første linje skal være »{','.join(COLUMNS)}«.")
        raise DataError(faults.all())
    found = [_score(line, row, faults) for line, row in enumerate(rows[1:], start=2)]
    if faults:
        raise DataError(faults.all())
    return tuple(filter(None, found))


def score_differences(radar: Radar, scores: Sequence[OwnScore]) -> tuple[ScoreDifference, ...]:
    """Every technology that has both a ring and a score, in the radar's number order."""
    by_technology = {score.technology: score for score in scores}
    return tuple(
        ScoreDifference(
            entry.number,
            entry.name,
            entry.ring,
            score,
            by_highest=score.highest - ring_score(entry.ring),
            by_mean=score.mean - ring_score(entry.ring),
        )
        for entry in radar.entries
        if (score := by_technology.get(entry.technology.id))
    )


def _score(line: int, row: Sequence[str], faults: FileFaults) -> OwnScore | None:
    if len(row) != len(COLUMNS) or not all(cell.strip() for cell in row):
        faults.add(line, f"Linjen skal have {len(COLUMNS)} udfyldte felter.")
        return None
    technology, name, mean, highest, source = row
    means, tops = _number(line, mean, faults), _number(line, highest, faults)
    if means is None or tops is None:
        return None
    if means > tops:
        faults.add(line, f"Gennemsnittet {quote(mean)} er højere end det højeste, {quote(highest)}.")
    return OwnScore(technology, name, means, tops, source)


def _number(line: int, text: str, faults: FileFaults) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal(0)
    if number.is_finite() and _LOWEST <= number <= _HIGHEST:
        return number
    faults.add(line, f"{quote(text)} er ikke et tal fra 1 til 4, skrevet med punktum.")
    return None
