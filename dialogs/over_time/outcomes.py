"""What became of the technologies a team chose, had in drift or laid aside: what it has said of them each time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import groupby

from dialogs.danish.dates import local
from dialogs.reflection.state import Decision, Evaluation, Reflection


class TechnologyOutcome(Enum):
    """What the team has said of a technology."""

    STARTED = auto()
    """They chose to start with it."""
    IN_OPERATION = auto()
    """They had it in drift already."""
    DUE = auto()
    """Its day to be evaluated has come, and nobody has."""
    SCALED = auto()
    ADJUSTED = auto()
    STOPPED = auto()
    LEFT = auto()
    """They chose it, and then otherwise."""
    DISMISSED = auto()
    """It is not relevant to them."""


Said = tuple[dt.date, TechnologyOutcome]
"""When, and what was said of a technology then."""

_DECIDED = {
    Decision.SKALER: TechnologyOutcome.SCALED,
    Decision.JUSTER: TechnologyOutcome.ADJUSTED,
    Decision.STOP: TechnologyOutcome.STOPPED,
}


@dataclass(frozen=True)
class Became:
    """A technology (id), and what was said of it when, the oldest first."""

    technology: str
    said: tuple[Said, ...]

    @property
    def outcome(self) -> TechnologyOutcome:
        """What it has come to."""
        return self.said[-1][1]


def became(reflections: Sequence[Reflection]) -> tuple[Became, ...]:
    """Every technology that something was said of, in the order it first was; the oldest reflection comes first."""
    said: dict[str, list[Said]] = {}
    for reflection in reflections:
        for technology, day, outcome in _said(reflection):
            said.setdefault(technology, []).append((day, outcome))
    return tuple(Became(technology, _without_repeats(each)) for technology, each in said.items())


def _said(reflection: Reflection) -> Iterator[tuple[str, dt.date, TechnologyOutcome]]:
    began = local(reflection.ended_at or reflection.started_at).date()
    for chosen in reflection.evaluations:
        for day, outcome in _of(chosen, began):
            yield chosen.technology, day, outcome
    for dismissed in reflection.dismissed:
        yield dismissed.technology, local(dismissed.at).date(), TechnologyOutcome.DISMISSED


def _of(chosen: Evaluation, began: dt.date) -> Iterator[Said]:
    yield began, TechnologyOutcome.IN_OPERATION if chosen.in_operation else TechnologyOutcome.STARTED
    if chosen.decision is not None:
        yield max(began, local(chosen.at).date()), _DECIDED[chosen.decision]
    elif chosen.removed:
        yield began, TechnologyOutcome.LEFT
    elif chosen.asked:
        yield max(began, chosen.on), TechnologyOutcome.DUE


def _without_repeats(
    said: Sequence[Said],
) -> tuple[Said, ...]:
    """By day, and what is said twice in a row said once; a day that has come is nothing once more has been said."""
    in_order = sorted(said, key=lambda each: each[0])  # of one day as they were told
    kept = [each for i, each in enumerate(in_order) if each[1] is not TechnologyOutcome.DUE or i == len(in_order) - 1]
    return tuple(next(run) for _, run in groupby(kept, key=lambda each: each[1]))
