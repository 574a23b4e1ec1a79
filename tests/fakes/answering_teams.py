"""The ten made-up teams of ``teams.yaml`` as reflections, and parts of what they said taken away again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from dialogs.people import Person
from dialogs.reflection.state import Conclusion, GivenAnswer, Phase, Reflection
from radar_core.model import Bundle
from tests.fakes.shipped import shipped

TABLE = Path(__file__).resolve().parents[1] / "unit" / "dialogs" / "reflection" / "teams.yaml"
TEAMS: list[Mapping[str, Any]] = yaml.safe_load(TABLE.read_text("utf-8"))["teams"]
NAMES = [team["navn"] for team in TEAMS]
NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
QUESTIONS = range(1, 10)


def bundle_of(team: Mapping[str, Any]) -> Bundle:
    return shipped().bundle(team["udgave"])


def reflection_of(team: Mapping[str, Any]) -> Reflection:
    """The team's reflection, closed, with every answer open to all."""
    people = [Person(f"29:{n}", f"Deltager {n}") for n in range(team["deltagere"])]
    reflection = Reflection(
        *("r1", bundle_of(team).sha256, len(people) > 1, people[0], NOW, "630", team["fagomraade"], Phase.FINISHED),
        facilitator=people[0] if len(people) > 1 else None,
        revealed=frozenset(QUESTIONS),
        ended_at=NOW,
        conclusions=tuple(Conclusion(q, text, people[0], NOW, 1) for q, text in team.get("konklusion", {}).items()),
    )
    return replace(reflection, answers=tuple(_answers(team, people)))


def without(reflection: Reflection, question: int) -> Reflection:
    """The same team, had nobody answered or concluded on a question."""
    return replace(
        reflection,
        answers=tuple(a for a in reflection.answers if a.question != question),
        conclusions=tuple(c for c in reflection.conclusions if c.question != question),
    )


def _answers(team: Mapping[str, Any], people: list[Person]) -> Iterator[GivenAnswer]:
    for question in QUESTIONS:
        options, ratings = team.get("valg", {}).get(question, []), team.get("tal", {}).get(question, [])
        ticks = {2: team.get("behov", []), 5: team.get("i_drift", [])}.get(question, [])
        text = team.get("tekst", {}).get(question, "")
        for n, person in enumerate(people):
            chosen = [*(ticks if n == 0 else []), *options[n : n + 1]]
            rating = ratings[n] if n < len(ratings) else None
            words = text if n == 0 else ""
            if chosen or rating or words:
                yield GivenAnswer(question, person, NOW, words, rating, tuple(chosen), 1)
