"""How large a crowd is and how fast its people are; and what came of it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dialogs.reflection.state import QUESTIONS
from tests.bench.people import TENANTS

PEOPLES_PACE = (20.0, 120.0)
"""Seconds that people take over one answer: any time between the two, each as likely."""

TEAMS_OF_A_KOMMUNE = 6

Given = tuple[int, int, int]
"""An answer by the number of its team, of its member and of its question."""


@dataclass(frozen=True)
class Shape:
    """Teams of people who answer all nine questions. The country's, ten times as fast as people are, unless said."""

    teams: int = len(TENANTS) * TEAMS_OF_A_KOMMUNE
    people: int = 10
    """In each team."""
    pace: float = 10.0
    """How many times as fast as people they answer."""
    active: int = 500
    """People who are at it at the same time; a team begins when there is room for all of it."""
    seed: int = 1

    def __post_init__(self) -> None:
        if min(self.teams, self.people, self.pace) <= 0 or self.active < self.people:
            raise ValueError("a shape has teams, people, a pace, and room for one team at least")

    @property
    def answers(self) -> int:
        """How many there are to give."""
        return self.teams * self.people * QUESTIONS

    @property
    def answer_takes(self) -> tuple[float, float]:
        """Seconds one answer takes, from and to."""
        low, high = PEOPLES_PACE
        return low / self.pace, high / self.pace

    @property
    def seconds(self) -> float:
        """How long it takes where the bot holds nobody up, about: as if all were active all the time, and the last."""
        low, high = self.answer_takes
        at_once = self.active // self.people * self.people
        return (low + high) / 2 * QUESTIONS * math.ceil(self.teams * self.people / at_once) + high

    @property
    def limit(self) -> float:
        """Seconds after which it is given up."""
        return 120 + 2 * self.seconds


def words(given: Given) -> str:
    """What a member answers; made up, and of no two the same."""
    team, member, question = given
    return (
        f"Hold {team}, deltager {member}, til spørgsmål {question}: Vi vil bruge teknologien der, hvor borgere og "
        "medarbejdere mærker det først, og vi begynder med ét område, så vi kan nå at lære af det."
    )


@dataclass(frozen=True)
class Seen:
    """What a crowd saw from outside; times in seconds."""

    latencies: Mapping[str, Sequence[float]]
    """How long each request took, by what was pressed; that of one that was refused or never answered too."""
    given: Sequence[Given]
    """The answers that their people were told are saved."""
    refused: Mapping[str, Sequence[float]]
    """When something was not saved or not shown, since the beginning, by what was pressed and what came instead."""
    late: Sequence[float]
    """How late the crowd's own event loop was, looked at ten times a second: the latencies hold that too."""
    seconds: float
    cpu: float
    """Processor time of the crowd itself, the connector in it."""
