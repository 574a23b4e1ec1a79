"""Where a kommune's own use and KL's placements part, in words: what to look at next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from radar_core.lookup import ready
from radar_core.model import Radar, RadarEntry, Ring, Technology
from radar_core.own_use.comparison import nationally, technology_name
from radar_core.own_use.model import NO_TECHNOLOGIES, OwnRadar, OwnUse, Stage, Value
from radar_core.spelling import technologies, together


@dataclass(frozen=True)
class Gap:
    """One technology (id and name) and what is to be noticed about it, as a Danish sentence."""

    technology: str
    name: str
    sentence: str


@dataclass(frozen=True)
class Gaps:
    """What a kommune's own radar shows beside KL's. Only what the kommune has answered counts."""

    candidates: tuple[Gap, ...]
    """Klar on the radar and not in drift here, in the radar's order."""
    questionable: tuple[Gap, ...]
    """In drift here though the radar says hold øje or afvent."""
    without_value: tuple[Gap, ...]
    """In drift here, and the answer to whether it gives the expected value is no or do not know."""
    without_evidence: tuple[Gap, ...]
    """In drift here with no case behind it."""
    unanswered: tuple[str, ...]
    """Names of the technologies on the radar that the kommune has not said anything about."""
    tried: int
    """Technologies being tried here, on the radar or not."""
    in_operation: int
    """Technologies in drift here, on the radar or not."""

    @property
    def balance(self) -> str:
        """How many are being tried beside how many are in drift (question 5)."""
        return f"Hos jer er {technologies(self.tried)} under afprøvning og {self.in_operation} i drift."

    @property
    def sentences(self) -> tuple[str, ...]:
        """Everything in words, the balance first; nothing where the kommune has answered nothing."""
        told = [g.sentence for g in self._all]
        if self.tried or self.in_operation or told:
            told.insert(0, self.balance)
        if told and self.unanswered:
            told.append(f"I mangler {technologies(len(self.unanswered))}: {together(self.unanswered)}.")
        return tuple(told)

    @property
    def _all(self) -> tuple[Gap, ...]:
        return (*self.candidates, *self.questionable, *self.without_value, *self.without_evidence)


def gaps(radar: Radar, own: OwnRadar, technologies: Mapping[str, Technology] = NO_TECHNOLOGIES) -> Gaps:
    """The gaps between a radar and a kommune's own. ``technologies`` (by id) names what the radar does not place."""
    running = [use for use in own.uses if use.stage is Stage.I_DRIFT]
    outer = (*radar.in_ring(Ring.HOLD_OEJE), *radar.in_ring(Ring.AFVENT))

    def named(uses: Iterable[OwnUse]) -> list[tuple[OwnUse, str]]:
        return [(use, technology_name(use.technology, radar, technologies)) for use in uses]

    return Gaps(
        candidates=tuple(
            _candidate(entry, own.by_technology[entry.technology.id])
            for entry in ready(radar)
            if own.stage(entry.technology.id) not in (None, Stage.I_DRIFT)
        ),
        questionable=tuple(
            _questionable(entry, own.by_technology[entry.technology.id])
            for entry in outer
            if own.stage(entry.technology.id) is Stage.I_DRIFT
        ),
        without_value=tuple(
            _without_value(use, name) for use, name in named(running) if use.value in (Value.NEJ, Value.VED_IKKE)
        ),
        without_evidence=tuple(
            _without_evidence(use, name) for use, name in named(running) if not use.evidence.strip()
        ),
        unanswered=tuple(entry.name for entry in radar.entries if own.stage(entry.technology.id) is None),
        tried=sum(use.stage is Stage.AFPROEVER for use in own.uses),
        in_operation=len(running),
    )


def _candidate(entry: RadarEntry, use: OwnUse) -> Gap:
    stand = {
        Stage.BRUGER_IKKE: "I bruger den ikke",
        Stage.OVERVEJER: "I overvejer den",
        Stage.AFPROEVER: "I afprøver den",
    }[use.stage]
    advice = "Kan afprøvningen blive til drift?" if use.stage is Stage.AFPROEVER else "Kan I begynde her?"
    return Gap(use.technology, entry.name, f"{entry.name}: {nationally(entry.placement)}, men {stand}. {advice}")


def _questionable(entry: RadarEntry, use: OwnUse) -> Gap:
    asked = {
        None: "Giver det den forventede værdi?",
        Value.JA: "I siger, at det giver den forventede værdi; hvad kan andre lære af det?",
        Value.DELVIST: "I siger, at det delvist giver den forventede værdi; hvad mangler?",
        Value.NEJ: "I siger, at det ikke giver den forventede værdi; skal I fortsætte?",
        Value.VED_IKKE: "I ved ikke, om det giver den forventede værdi; hvordan finder I ud af det?",
    }[use.value]
    words = f"{entry.name}: i drift hos jer, men {nationally(entry.placement)}. {asked}"
    return Gap(use.technology, entry.name, words)


def _without_value(use: OwnUse, name: str) -> Gap:
    stand = "det giver ikke" if use.value is Value.NEJ else "I ved ikke, om det giver"
    return Gap(use.technology, name, f"{name}: i drift hos jer, men {stand} den forventede værdi.")


def _without_evidence(use: OwnUse, name: str) -> Gap:
    return Gap(use.technology, name, f"{name}: i drift hos jer, men I har ikke skrevet, hvor I bruger den.")
