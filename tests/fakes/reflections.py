"""Made-up reflections, from one with nothing in it to all that sixty people can have written, for screens to show."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from dialogs.people import Person
from dialogs.reflection.state import (
    Conclusion,
    Decision,
    Dismissal,
    Draft,
    Evaluation,
    GivenAnswer,
    Judgement,
    NextStep,
    Phase,
    Reflection,
)
from radar_core.model import Bundle, Placement, Ring
from tests.fakes.shipped import shipped

CATALOG = shipped()
BUNDLE = CATALOG.bundle("eksempel")
NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
DAY = dt.date(2027, 5, 25)
PEOPLE = tuple(Person(f"29:{n}", f"Deltager Nummer {n} Æøåsen") for n in range(60))
LEADER = Person("29:leder", "Leder Første")
LONG = "Vi skriver *det samme* tre steder [her](http://x) og kører `langt` æøå. " * 28
TECHNOLOGIES = [t.id for t in BUNDLE.technologies]
RATED = {question.number for question in BUNDLE.questions if question.is_rated}
EVERY_SORT = (1, 2, 5, 9)
"""Questions with words alone, with needs to tick, with technologies to tick, and the last, which is rated."""


def reflection(**changes: Any) -> Reflection:
    base = Reflection("r1", BUNDLE.sha256, True, LEADER, NOW, "630", "sundhed-og-aeldre", Phase.QUESTIONS)
    return replace(base, **{"facilitator": LEADER, **changes})


def sixty(words: str = LONG) -> tuple[GivenAnswer, ...]:
    """Sixty people's long answers to all nine questions."""
    ticks = tuple(need.id for need in BUNDLE.needs)
    return tuple(
        GivenAnswer(q, person, NOW, f"{words[:1980]} nr {q}-{n}", 3 if q in RATED else None, ticks if q == 2 else (), 1)
        for q in range(1, 10)
        for n, person in enumerate(PEOPLE)
    )


def worked_through(words: str = LONG) -> dict[str, Any]:
    """All that a team of sixty can have written beside its answers."""
    conclusions = tuple(
        Conclusion(q, f"{words[:1980]} konklusion {q} udgave {n}", PEOPLE[n], NOW, n + 1)
        for n in range(60)
        for q in range(1, 10)
    )
    steps = tuple(NextStep(n, f"{words[:480]} skridt {n}", words[:100], DAY, PEOPLE[n], NOW, 1) for n in range(1, 31))
    judged = {"works": Judgement.JA, "makes_sense": Judgement.DELVIST, "gives_value": Judgement.VED_IKKE}
    evaluations = tuple(
        Evaluation(
            technology, DAY, False, PEOPLE[n], NOW, 2, True, **judged, decision=Decision.JUSTER, comment=words[:1980]
        )
        for n, technology in enumerate(TECHNOLOGIES)
    )
    dismissals = tuple(Dismissal(t, words[:500], PEOPLE[n], NOW, 2) for n, t in enumerate(TECHNOLOGIES[::2]))
    return {"conclusions": conclusions, "steps": steps, "evaluations": evaluations, "dismissals": dismissals}


def without_names(full: Reflection) -> Reflection:
    """The same as an anonymous reflection has it: keys for people, and nobody's name."""
    nameless = replace(full, anonymous=True, salt="s")
    return replace(
        nameless,
        answers=tuple(replace(a, by=nameless.key_of(a.by)) for a in full.answers),
        conclusions=tuple(replace(c, by=Person("", "")) for c in full.conclusions),
        steps=tuple(replace(s, by=Person("", "")) for s in full.steps),
        evaluations=tuple(replace(x, by=Person("", "")) for x in full.evaluations),
        dismissals=tuple(replace(x, by=Person("", "")) for x in full.dismissals),
    )


ALL_NINE = frozenset(range(1, 10))
FULL = reflection(answers=sixty())
OPENED = reflection(answers=sixty(), revealed=ALL_NINE, **worked_through())
LAST = replace(OPENED, id="r0", phase=Phase.FINISHED)
FEW = reflection(answers=tuple(a for a in sixty("kort ") if a.by in PEOPLE[:3]))
OPENED_SHORT = replace(FEW, revealed=ALL_NINE)
DRAFTED = reflection(
    group=False,
    facilitator=None,
    answers=sixty("kort ")[:1],
    drafts=tuple(Draft(q, f"{LONG * 3}"[:4000] if q < 5 else "😀\\" * 2000) for q in range(1, 10)),
)
ALONE = reflection(group=False, facilitator=None, answers=sixty("kort ")[:3])


def all_klar() -> Bundle:
    """Every technology klar, under a name as long as may be."""
    placed = tuple(
        Placement(t.id, "sundhed-og-aeldre", Ring.KLAR, p.belaeg, p.source, name=(t.name + " Å" * 40)[:40])
        for t, p in zip(BUNDLE.technologies, BUNDLE.edition.placements, strict=False)
    )
    return replace(BUNDLE, edition=replace(BUNDLE.edition, placements=placed))


def address(radar: object, fmt: str, *_: object) -> str:
    return "https://radar.example.org/radar/eksempel/x.png?v=0123456789abcdef"
