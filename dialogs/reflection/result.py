"""What a reflection comes to: what the team said, boiled down to one answer a question, and the counsel that follows.

Only what everybody may see counts. A group's choice is its conclusion, else the middle of those given; where two are
even, the more cautious holds. Nothing here is a score, and no team is held against another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from dialogs.reflection.choices import option_of, ticked
from dialogs.reflection.spread import Spread, most_divided, spread
from dialogs.reflection.state import Reflection
from radar_core.advice.answers import TeamAnswers, middle
from radar_core.advice.counsel import FIRST, Advised, Counsel, OtherAnswer, advise, change_for
from radar_core.lookup import radar_for
from radar_core.model import SAMLET, Bundle, Option, Question, Radar, Ticks
from radar_core.model.rulebook import RatingBand
from radar_core.own_use.gaps import Gap, gaps
from radar_core.own_use.model import OwnRadar, Stage

PURPOSE = 1
"""KL's question of what technology is to be used for."""
DISCUSSED = 3
"""Questions to talk about next, at most."""


class Basis(Enum):
    """Why an option is the team's."""

    CONCLUSION = auto()
    ALONE = auto()
    """One person answered it."""
    MIDDLE = auto()
    CAUTIOUS = auto()
    """The middle lies between two, and the more cautious holds."""


@dataclass(frozen=True)
class TeamChoice:
    """What a team chose beside the text of a question."""

    question: int
    option: Option
    basis: Basis
    count: int
    """Answers with a choice."""


@dataclass(frozen=True)
class TeamRating:
    """The middle of a team's numbers to a question."""

    question: int
    value: int
    count: int
    is_even: bool
    """True where the middle lies between two numbers, and this is the lower."""


@dataclass(frozen=True)
class Purpose:
    """What technology is for, in the team's own words."""

    text: str
    is_concluded: bool
    others: int
    """Answers beside the one that is told, where nothing is concluded."""


@dataclass(frozen=True)
class TeamResult:
    """All that the result says, and nothing of how."""

    is_known: bool
    """False where nothing that may be seen was answered."""
    hidden: tuple[int, ...]
    """Questions that were answered and are not shown, so that they do not count."""
    purpose: Purpose | None
    choices: tuple[TeamChoice, ...]
    ratings: tuple[TeamRating, ...]
    divided: tuple[int, Spread] | None
    """The question people differ most on."""
    answers: TeamAnswers
    counsel: Counsel
    changes: tuple[OtherAnswer | None, ...]
    """What would move each of ``shown``."""
    discussion: tuple[int, ...]
    """Numbers of KL's questions to talk about next."""
    own: tuple[Gap, ...] = ()
    """What the kommune's own radar says to it, the weightiest first."""

    @property
    def start(self) -> tuple[Advised, ...]:
        """What to start with: as many as fit, and no more than are shown."""
        return self.counsel.start[:FIRST]

    @property
    def trial(self) -> tuple[Advised, ...]:
        """What to try with others, where too little is klar."""
        return self.counsel.trial[: FIRST - len(self.start)]

    @property
    def shown(self) -> tuple[Advised, ...]:
        """All of these."""
        return (*self.start, *self.trial)

    @property
    def numbers(self) -> tuple[int, ...]:
        """Those of ``shown`` on the radar, in order."""
        return tuple(sorted(found.entry.number for found in self.shown))

    @property
    def fits_too(self) -> tuple[Advised, ...]:
        """Klar, and after those that are shown."""
        return self.counsel.start[FIRST:]

    @property
    def at_a_time(self) -> int | None:
        """How many to start at a time, where the team's ambition says so."""
        return next((choice.option.at_a_time for choice in self.choices if choice.option.at_a_time), None)

    def rating(self, question: int) -> TeamRating | None:
        """The team's number to a question, or None."""
        return next((rating for rating in self.ratings if rating.question == question), None)

    def choice(self, question: int) -> TeamChoice | None:
        """The team's choice at a question, or None."""
        return next((choice for choice in self.choices if choice.question == question), None)


def result_of(
    reflection: Reflection,
    bundle: Bundle,
    radar: Radar,
    opens: Callable[[int], bool] | None = None,
    own: OwnRadar | None = None,
) -> TeamResult:
    """What a reflection comes to on a radar of its bundle, beside its kommune's ``own``. It changes nothing.

    ``opens`` says of a question whether its answers may be seen by whoever reads it; without it, whether all may.
    """
    may_see = opens or reflection.is_open_to_all
    seen = [q for q in bundle.questions if may_see(q.number) and reflection.answers_to(q.number)]
    choices = tuple(_choices(reflection, bundle, [q.number for q in seen]))
    ratings = tuple(_ratings(reflection, seen))
    numbers = [question.number for question in seen]
    answers = TeamAnswers(
        needs=frozenset(ticked(reflection, bundle, Ticks.BEHOV, numbers)) & set(bundle.need_by_id),
        in_operation=frozenset(ticked(reflection, bundle, Ticks.I_DRIFT, numbers)),
        dismissed=frozenset(x.technology for x in reflection.dismissed),
        options={choice.question: choice.option.id for choice in choices},
        ratings={rating.question: rating.value for rating in ratings},
    )
    counsel = advise(bundle, radar, answers)
    differs = most_divided(reflection, bundle) if reflection.group else None
    divided = (differs, spread(reflection, differs)) if differs is not None and may_see(differs) else None
    result = TeamResult(
        is_known=bool(seen) or any(c.text or c.choice for c in map(reflection.conclusion, _all(bundle)) if c),
        hidden=tuple(n for n in _all(bundle) if reflection.answers_to(n) and n not in numbers),
        purpose=_purpose(reflection, numbers),
        choices=choices,
        ratings=ratings,
        divided=divided,
        answers=answers,
        counsel=counsel,
        changes=(),
        discussion=tuple(_discussion(divided, ratings, choices, bundle))[:DISCUSSED],
        own=tuple(_own(radar, own, bundle)) if own else (),
    )
    changes = (change_for(bundle, radar, answers, each.entry.technology.id) for each in result.shown)
    return _with_changes(result, tuple(changes))


def result_in(reflection: Reflection, bundle: Bundle, own: OwnRadar | None = None) -> tuple[Radar, TeamResult]:
    """The radar of a reflection's fagområde, and what the reflection comes to on it, beside its kommune's ``own``.

    It is the samlet radar where the bundle it was pinned to is gone and this one has no such fagområde.
    """
    area = reflection.fagomraade
    radar = radar_for(bundle, area if area is not None and area in bundle.fagomraade_by_id else SAMLET)
    return radar, result_of(reflection, bundle, radar, own=own)


def _own(radar: Radar, own: OwnRadar, bundle: Bundle) -> Iterator[Gap]:
    """In drift without the value that was expected; in drift though not klar; tried though it is klar."""
    found = gaps(radar, own, bundle.technology_by_id)
    tried = [gap for gap in found.candidates if own.stage(gap.technology) is Stage.AFPROEVER]
    seen: set[str] = set()
    for gap in (*found.without_value, *found.questionable, *tried):
        if gap.technology not in seen:
            seen.add(gap.technology)
            yield gap


def _with_changes(result: TeamResult, changes: tuple[OtherAnswer | None, ...]) -> TeamResult:
    return TeamResult(**{**vars(result), "changes": changes})


def _all(bundle: Bundle) -> list[int]:
    return [question.number for question in bundle.questions]


def _purpose(reflection: Reflection, seen: list[int]) -> Purpose | None:
    if said := reflection.conclusion_text(PURPOSE).strip():
        return Purpose(said, is_concluded=True, others=0)
    given = [a.text.strip() for a in reflection.answers_to(PURPOSE) if a.text.strip()] if PURPOSE in seen else []
    return Purpose(given[0], is_concluded=False, others=len(given) - 1) if given else None


def _choices(reflection: Reflection, bundle: Bundle, seen: list[int]) -> Iterator[TeamChoice]:
    for question in bundle.questions:
        given = [option_of(question, a) for a in reflection.answers_to(question.number)]
        chosen = [option for option in given if option] if question.number in seen else []
        if concluded := question.option(reflection.concluded_choice(question.number)):
            yield TeamChoice(question.number, concluded, Basis.CONCLUSION, len(chosen))
        elif chosen:
            yield _middle_choice(question, chosen)


def _middle_choice(question: Question, chosen: list[Option]) -> TeamChoice:
    cautious = list(question.options)
    if cautious[0].id != question.most_cautious:
        cautious.reverse()
    places = sorted(cautious.index(option) for option in chosen)
    basis = Basis.ALONE if len(places) == 1 else Basis.CAUTIOUS if _is_between(places) else Basis.MIDDLE
    return TeamChoice(question.number, cautious[middle(places)], basis, len(places))


def _ratings(reflection: Reflection, seen: list[Question]) -> Iterator[TeamRating]:
    for question in seen:
        given = sorted(a.rating for a in reflection.answers_to(question.number) if a.rating is not None)
        if question.is_rated and given:
            yield TeamRating(question.number, middle(given), len(given), _is_between(given))


def _is_between(ordered: list[int]) -> bool:
    """Whether the middle of some numbers in order lies between two that differ."""
    half = len(ordered) // 2
    return len(ordered) % 2 == 0 and ordered[half - 1] != ordered[half]


def _discussion(
    divided: tuple[int, Spread] | None,
    ratings: tuple[TeamRating, ...],
    choices: tuple[TeamChoice, ...],
    bundle: Bundle,
) -> Iterator[int]:
    """What people differ on, what is weak, and a choice at one end of what is no ambition."""
    weak = [rating.question for rating in ratings if RatingBand.of(rating.value) is RatingBand.SVAG]
    ends = [c.question for c in choices if c.option.at_a_time is None and _is_an_end(bundle, c)]
    yield from dict.fromkeys([*([divided[0]] if divided else []), *weak, *ends])


def _is_an_end(bundle: Bundle, choice: TeamChoice) -> bool:
    options = bundle.questions[choice.question - 1].options
    return choice.option in (options[0], options[-1])
