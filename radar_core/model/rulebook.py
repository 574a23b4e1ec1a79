"""Rules that turn a team's answers into advice, as frozen data: what ``raad.yaml`` says.

No rule is a score. Each stands for one band of answers to one question, tells the team one sentence and has one effect.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

OURS = "vores"
"""What stands in place of a source where a judgement is the project's own."""


class RatingBand(Enum):
    """Where a number from 1 to 5 lies. The limits are the project's own judgement."""

    SVAG = "svag"
    MIDT = "midt"
    STAERK = "staerk"

    @classmethod
    def of(cls, rating: int) -> RatingBand:
        """1 and 2, 3, or 4 and 5."""
        return cls.SVAG if rating < 3 else cls.MIDT if rating == 3 else cls.STAERK


class Effect(Enum):
    """What a rule does beside telling its sentence."""

    FORETRAEK = "foretraek"
    """Prefer: of those that serve as many needs, it comes first."""
    TILBAGE = "tilbage"
    """Put back: it stands behind all that are not."""
    BEMAERK = "bemaerk"
    """Note: nothing moves."""


@dataclass(frozen=True)
class Trait:
    """A property (egenskab) of technologies that rules may ask for."""

    id: str
    name: str
    holds: str
    """What is said of a technology that has it, after its name."""
    holds_not: str
    """The same of one that has not."""


@dataclass(frozen=True)
class TraitJudged:
    """Whether one technology has a trait (id), and who says so."""

    trait: str
    holds: bool
    source: str | None
    """None where it is the project's own judgement."""


@dataclass(frozen=True)
class AdviceRule:
    """One rule."""

    id: str
    question: int
    band: str
    """The value of a ``RatingBand``, or the id of an option."""
    sentence: str
    source: str | None
    """An address, or None where the sentence is the project's own."""
    year: str | None
    """When the source is from, in its words or »udateret«."""
    effect: Effect
    trait: str | None = None
    """Id; None where nothing moves."""
    holds: bool = True
    """Whether it is those that have the trait, or those that are known not to."""


@dataclass(frozen=True)
class Rulebook:
    """All rules of a bundle, in the order they are told."""

    traits: tuple[Trait, ...]
    rules: tuple[AdviceRule, ...]

    def trait(self, trait_id: str) -> Trait:
        """The trait with that id. Raises ``KeyError``."""
        return {trait.id: trait for trait in self.traits}[trait_id]
