"""The country's run as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from tests.bench import report
from tests.bench.shape import Shape

if TYPE_CHECKING:
    from tests.bench.country import Outcome

NAMES = {"sqlite": "SQLite, one bot process", "postgresql": "PostgreSQL, two bot processes"}

VERBS = {
    "open": "opened",
    "answer": "saved",
    "next": "moved on",
    "start": "started, in writing",
    "setup": "place chosen",
    "finish": "ended",
}

AIM = 0.150
"""Seconds within which 99 of 100 requests are to be answered."""


def heading(shape: Shape) -> Iterator[str]:
    """Where, when and what."""
    low, high = shape.answer_takes
    yield report.machine().rpartition(" · ")[0]
    yield (
        f"{shape.teams} teams × {shape.people} people × 9 questions = {shape.answers:,} answers, each within "
        f"{low:.2g}–{high:.2g} s, {shape.active} people at a time; about {shape.seconds / 60:.1f} minutes a database"
    )


def lines(outcome: Outcome) -> Iterator[str]:
    """What was seen, counted and used."""
    seen, stored, used = outcome.seen, outcome.stored, outcome.used
    everything = [each for latencies in seen.latencies.values() for each in latencies]
    told = len(seen.given)
    yield f"answers told saved {told:,} · lost {stored.lost} · stored and never told {stored.untold}   (aim: lost 0)"
    times = sum(map(len, seen.refused.values()))
    yield f"refused, of {len(everything):,} requests: {times} ({_refused(seen.refused) or 'none'})   (aim: 0)"
    yield f"reflections ended {stored.finished:,} of {outcome.shape.teams:,} · messages left over {stored.waiting}"
    rates = [f"{count / seen.seconds:.0f}" for count in (told, len(everything))]
    yield f"{rates[0]} answers and {rates[1]} requests a second for {seen.seconds:.0f} s"
    yield f"{'every request':22}{_spread(everything)}   (aim: p99 < {AIM * 1000:.0f})"
    for verb, name in VERBS.items():
        yield f"{name:22}{_spread(seen.latencies[verb])}"
    yield f"{'the crowd itself late':22}{_spread(seen.late)}   (is in the figures above)"
    bots = sum(used.bots)
    yield (
        f"processor time an answer, with opening and moving on: bots {_ms(bots, told)} · database server "
        f"{_ms(used.server, told)} · drawing {_ms(used.drawing, told)}"
    )
    each = " and ".join(f"{one / used.seconds:.0%}" for one in used.bots)
    yield (
        f"of one core: each bot {each} · database server {used.server / used.seconds:.0%} · "
        f"crowd and connector {used.crowd / used.seconds:.0%} · "
        f"all else on {used.cores} cores {used.others / used.seconds:.0%}"
    )
    yield f"memory, fresh and at most: {' and '.join(map(_mb, used.fresh, used.most))}"
    fullest = max(used.bots) / used.seconds
    yield f"a bot process's core would be full at about {told / seen.seconds / fullest:.0f} answers a second in all"


def _refused(refused: Mapping[str, Sequence[float]]) -> str:
    return " · ".join(
        f"{what}: {len(times)}, {min(times):.0f}–{max(times):.0f} s in" for what, times in sorted(refused.items())
    )


def _ms(seconds: float, answers: int) -> str:
    return f"{seconds / answers * 1000:.1f} ms"


def _mb(fresh: int, most: int) -> str:
    return f"{fresh / 1e6:.0f} → {most / 1e6:.0f} MB"


def _spread(seconds: Sequence[float]) -> str:
    ordered = sorted(seconds)
    p50, p99 = (ordered[int(len(ordered) * part)] for part in (0.5, 0.99))
    return f"p50 {p50 * 1000:6.1f}   p99 {p99 * 1000:6.1f}   most {ordered[-1] * 1000:6.1f} ms"
