"""What a team has answered, as far as rules of advice can see it: numbers, choices and ticks. Text is never read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from radar_core.model.rulebook import AdviceRule, RatingBand, Rulebook


@dataclass(frozen=True)
class TeamAnswers:
    """One team's answers, each question boiled down to one."""

    needs: frozenset[str] = frozenset()
    """Ids of the needs that are ticked."""
    in_operation: frozenset[str] = frozenset()
    """Ids of the technologies that are ticked as in drift."""
    dismissed: frozenset[str] = frozenset()
    """Ids of those that are not relevant."""
    options: Mapping[int, str] = field(default_factory=dict)
    """Id of the option by question; one without a choice is not there."""
    ratings: Mapping[int, int] = field(default_factory=dict)
    """1 to 5 by question; one without a number is not there."""

    @property
    def is_nothing(self) -> bool:
        """True where a rule or a need has nothing to go by."""
        return not (self.needs or self.options or self.ratings)

    def band(self, question: int) -> str | None:
        """What a rule of a question is held against; None where nothing was answered."""
        rating = self.ratings.get(question)
        return self.options.get(question) if rating is None else RatingBand.of(rating).value

    def hit(self, book: Rulebook | None) -> tuple[AdviceRule, ...]:
        """The rules that these answers call up, in the order of the rulebook."""
        rules = book.rules if book else ()
        return tuple(rule for rule in rules if self.band(rule.question) == rule.band)

    def with_rating(self, question: int, rating: int) -> TeamAnswers:
        """The same with another number."""
        return replace(self, ratings={**self.ratings, question: rating})

    def with_option(self, question: int, option: str) -> TeamAnswers:
        """The same with another choice."""
        return replace(self, options={**self.options, question: option})

    def with_need(self, need: str) -> TeamAnswers:
        """The same with a need ticked that was not, or the other way round."""
        return replace(self, needs=self.needs ^ {need})

    def with_running(self, technology: str) -> TeamAnswers:
        """The same with a technology in drift."""
        return replace(self, in_operation=self.in_operation | {technology})


def middle(given: Collection[int]) -> int:
    """The middle one of some numbers, and of two the lower: the more cautious. Raises ``ValueError`` of none.

    >>> middle([1, 2, 2, 4])
    2
    >>> middle([2, 4])
    2
    """
    if not given:
        raise ValueError("nothing has no middle")
    return sorted(given)[(len(given) - 1) // 2]
