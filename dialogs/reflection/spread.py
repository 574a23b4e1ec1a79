"""How a team's 1–5 ratings lie: how many gave each, and how far apart people are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dialogs.reflection.state import Reflection
from radar_core.model import Bundle
from radar_core.spelling import together

HIGHEST = 5
"""Ratings run from 1 to this."""


@dataclass(frozen=True)
class Spread:
    """How many gave each rating, from 1 to 5."""

    counts: tuple[int, int, int, int, int]

    @property
    def number(self) -> int:
        """People who gave a rating."""
        return sum(self.counts)

    @property
    def lowest(self) -> int | None:
        """The lowest rating given, or None."""
        return min(self._given, default=None)

    @property
    def highest(self) -> int | None:
        """The highest rating given, or None."""
        return max(self._given, default=None)

    @property
    def most(self) -> tuple[int, ...]:
        """The ratings most people gave, from the lowest; several where as many gave each."""
        return tuple(rating for rating in self._given if self.counts[rating - 1] == max(self.counts))

    @property
    def distance(self) -> float:
        """How many steps two people are apart, on average over all pairs; 0 where there are fewer than two."""
        pairs = self.number * (self.number - 1) / 2
        apart = sum(
            self.counts[low - 1] * self.counts[high - 1] * (high - low)
            for low in range(1, HIGHEST + 1)
            for high in range(low + 1, HIGHEST + 1)
        )
        return apart / pairs if pairs else 0.0

    @property
    def _given(self) -> list[int]:
        return [rating for rating, count in enumerate(self.counts, 1) if count]


def of_ratings(ratings: Iterable[int | None]) -> Spread:
    """The spread of some ratings; None is nobody's."""
    given = list(ratings)
    return Spread((given.count(1), given.count(2), given.count(3), given.count(4), given.count(5)))


def spread(reflection: Reflection, question: int) -> Spread:
    """How the ratings of a question lie. Whether anyone may see it is ``Reflection.is_open_to_all``'s to say."""
    return of_ratings(answer.rating for answer in reflection.answers_to(question))


def most_divided(reflection: Reflection, bundle: Bundle) -> int | None:
    """The question people differ most on, of those open to all; the first of several, or None where nobody differs."""
    rated = [question.number for question in bundle.questions if question.is_rated]
    distances = {q: spread(reflection, q).distance for q in rated if reflection.is_open_to_all(q)}
    furthest = max(distances.values(), default=0.0)
    return next(q for q, distance in distances.items() if distance == furthest) if furthest > 0 else None


def words(spread: Spread) -> str:
    """In Danish and in one line: »6 har svaret: fra 2 til 5, flest valgte 4«."""
    if not spread.number:
        return "Ingen har valgt et tal"
    who = f"{spread.number} har svaret"
    if spread.lowest == spread.highest:
        return f"{who}: {spread.lowest}" if spread.number == 1 else f"{who}: alle {spread.lowest}"
    most = spread.most
    flest = f", flest valgte {together([str(rating) for rating in most])}" if len(most) < min(3, spread.number) else ""
    return f"{who}: fra {spread.lowest} til {spread.highest}{flest}"
