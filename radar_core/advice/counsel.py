"""Which technologies answer to what a team said, in what order, and what speaks for and against each.

- What fits is klar, is not in drift and not dismissed, and serves a need that is ticked. Where none is ticked, it is
  what a rule prefers. Nothing is added to make a number.
- Order: first what no rule puts back; of those, what serves most of the needs; then what most rules prefer; then what
  stands furthest in; then the radar's number. There is no score.
- With fewer than ``ENOUGH`` that fit, what stands in AFPRØV is found by the same rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from radar_core.advice.answers import TeamAnswers
from radar_core.model import Bundle, Need, Radar, RadarEntry, Ring
from radar_core.model.rulebook import AdviceRule, Effect, RatingBand

FIRST = 3
"""Technologies to start with that are shown."""
ENOUGH = 2
"""Where fewer are klar and fit, what can be tried is shown too."""


@dataclass(frozen=True)
class Advised:
    """A technology that fits, and what the answers say of it."""

    entry: RadarEntry
    served: tuple[Need, ...]
    """Ticked needs it serves, in the bundle's order."""
    unserved: tuple[Need, ...]
    """Ticked needs it does not serve."""
    preferred: tuple[AdviceRule, ...]
    """Rules that prefer it, the one that says most of this one first."""
    put_back: tuple[AdviceRule, ...]
    """Rules that put it back."""


@dataclass(frozen=True)
class Counsel:
    """What the answers come to on one radar."""

    start: tuple[Advised, ...]
    """Klar and fitting, best start first."""
    trial: tuple[Advised, ...]
    """To be tried, best first; none where enough is klar."""
    rules: tuple[AdviceRule, ...]
    """All that the answers call up: what puts one of these back, then what prefers one, then notes, last others."""

    def place(self, technology: str) -> int | None:
        """Where a technology (id) stands among those of its sort, from 1; None where it is not there."""
        for found in (self.start, self.trial):
            ids = [each.entry.technology.id for each in found]
            if technology in ids:
                return ids.index(technology) + 1
        return None


class OtherAnswerKind(Enum):
    """What a team could answer otherwise."""

    RATING = "rating"
    OPTION = "option"
    TICK = "tick"
    UNTICK = "untick"
    RUNNING = "running"


@dataclass(frozen=True)
class OtherAnswer:
    """Another answer, and where the technology then stands."""

    kind: OtherAnswerKind
    question: int | None
    """Of a number or a choice."""
    value: int | str
    """The number, or the id of the option, the need or the technology."""
    place: int | None
    """From 1; None where it is then no longer suggested."""

    def made(self, answers: TeamAnswers) -> TeamAnswers:
        """The answers with the change."""
        match self.kind, self.question, self.value:
            case OtherAnswerKind.RATING, int(question), int(rating):
                return answers.with_rating(question, rating)
            case OtherAnswerKind.OPTION, int(question), str(option):
                return answers.with_option(question, option)
            case OtherAnswerKind.RUNNING, _, str(technology):
                return answers.with_running(technology)
            case _:
                return answers.with_need(str(self.value))


def advise(bundle: Bundle, radar: Radar, answers: TeamAnswers) -> Counsel:
    """What a team's answers come to. Ids the bundle does not know have no effect."""
    rules = answers.hit(bundle.rulebook)
    start = _fitting(bundle, radar.in_ring(Ring.KLAR), answers, rules)
    trial = _fitting(bundle, radar.in_ring(Ring.AFPROEV), answers, rules) if len(start) < ENOUGH else ()
    return Counsel(start, trial, tuple(sorted(rules, key=lambda rule: _weight(rule, (*start, *trial)))))


def change_for(bundle: Bundle, radar: Radar, answers: TeamAnswers, technology: str) -> OtherAnswer | None:
    """The first of the changes that moves a technology (id) that is suggested; None where it is not.

    Numbers and choices that a rule about it goes by come first, then needs, then that it is in drift already.
    """
    counsel = advise(bundle, radar, answers)
    now = counsel.place(technology)
    found = next((a for a in (*counsel.start, *counsel.trial) if a.entry.technology.id == technology), None)
    if now is None or found is None:
        return None
    is_klar = found in counsel.start
    for kind, question, value in _candidates(bundle, answers, found):
        change = OtherAnswer(kind, question, value, None)
        then = advise(bundle, radar, change.made(answers))
        among = then.start if is_klar else then.trial
        ids = [each.entry.technology.id for each in among]
        place = ids.index(technology) + 1 if technology in ids else None
        if place != now:
            return OtherAnswer(kind, question, value, place)
    return None


def _candidates(
    bundle: Bundle, answers: TeamAnswers, found: Advised
) -> Iterator[tuple[OtherAnswerKind, int | None, int | str]]:
    for rule in (*found.put_back, *found.preferred):
        if rule.question in answers.ratings:
            yield OtherAnswerKind.RATING, rule.question, 3 if rule.band != RatingBand.MIDT.value else 4
        for option in bundle.questions[rule.question - 1].options:
            if option.id != rule.band:
                yield OtherAnswerKind.OPTION, rule.question, option.id
    for need in found.served:
        yield OtherAnswerKind.UNTICK, None, need.id
    for need in bundle.needs:
        if need.id not in answers.needs:
            yield OtherAnswerKind.TICK, None, need.id
    yield OtherAnswerKind.RUNNING, None, found.entry.technology.id


def _fitting(
    bundle: Bundle, entries: Iterable[RadarEntry], answers: TeamAnswers, rules: tuple[AdviceRule, ...]
) -> tuple[Advised, ...]:
    ticked = [need for need in bundle.needs if need.id in answers.needs]
    left = [e for e in entries if e.technology.id not in answers.in_operation | answers.dismissed]
    # A reason that few share says more of this one than a reason that all share.
    rarest = sorted(rules, key=lambda rule: sum(_applies(rule, entry) for entry in left))
    found = [_advised(entry, ticked, rarest) for entry in left]
    fits = [each for each in found if each.served or (not ticked and each.preferred)]
    return tuple(sorted(fits, key=_order))


def _advised(entry: RadarEntry, ticked: Sequence[Need], rules: Sequence[AdviceRule]) -> Advised:
    return Advised(
        entry=entry,
        served=tuple(need for need in ticked if need.id in entry.technology.needs),
        unserved=tuple(need for need in ticked if need.id not in entry.technology.needs),
        preferred=tuple(rule for rule in rules if rule.effect is Effect.FORETRAEK and _applies(rule, entry)),
        put_back=tuple(rule for rule in rules if rule.effect is Effect.TILBAGE and _applies(rule, entry)),
    )


def _order(found: Advised) -> tuple[int, int, int, float, int]:
    position = found.entry.placement.position
    return (
        len(found.put_back),
        -len(found.served),
        -len(found.preferred),
        0.5 if position is None else position,
        found.entry.number,
    )


def _applies(rule: AdviceRule, entry: RadarEntry) -> bool:
    judged = entry.technology.judged(rule.trait) if rule.trait else None
    return judged is not None and judged.holds is rule.holds


def _weight(rule: AdviceRule, found: tuple[Advised, ...]) -> int:
    if any(rule in each.put_back for each in found):
        return 0
    if any(rule in each.preferred for each in found):
        return 1
    return 2 if rule.effect is Effect.BEMAERK else 3
