"""The figures as text."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import platform
import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.bench import drawings, sending
from tests.bench import editions as published
from tests.bench import files as written
from tests.bench import pictures as drawn
from tests.bench.load import Measured
from tests.bench.rounds import AT_ONCE, BOT_CORE, LOAD_CORE, Round
from tests.bench.split import CALLS, IN_DATABASE, WHOLE
from tests.bench.starting import Started

Rounds = Mapping[str, Sequence[Round]]
"""The rounds of each bot, by its name; the n-th of one was run beside the n-th of another."""

STOCK, CACHED = "stock botbuilder echo", "echo, cached clients"
PRESSED, MILLION = "answer pressed, thousand", "answer pressed, million"
ON_SERVER = "answer pressed, PostgreSQL"
WRITTEN, OVER_REST = "answer written, thousand", "answer written over rest"
TYPED = "answer typed, alone"

OURS = "ours"

SIDES = range(len(AT_ONCE))


def machine() -> str:
    """Where and when this is."""
    models = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    model = models[0].partition(":")[2].strip() if models else platform.machine()
    cores = "bot and load on ONE core" if BOT_CORE == LOAD_CORE else f"bot on core {BOT_CORE}, load on {LOAD_CORE}"
    today = dt.datetime.now(dt.UTC).date()
    return f"{today} · Python {platform.python_version()} · {model} × {os.cpu_count()} · {cores}"


def table(rounds: Rounds) -> Iterator[str]:
    """Turns per second (median of the rounds), latency (over all rounds), processor time a turn (median)."""
    yield f"{'':26}" + "   ".join(f"{f'{at_once} at a time':>33}" for at_once in AT_ONCE)
    yield f"{'':26}" + "   ".join([f"{'turns/s':>8}{'p50 ms':>8}{'p99 ms':>8}{'CPU ms':>9}"] * len(AT_ONCE))
    for name, measured in rounds.items():
        yield f"{name:26}" + "   ".join(_cells([one[side] for one in measured]) for side in SIDES)


def noise(rounds: Rounds) -> Iterator[str]:
    """How much the rounds differ, and who else was at it."""
    for name, measured in rounds.items():
        rates = [sorted(one[side].rate for one in measured) for side in SIDES]
        sides = [side for one in measured for side in one]
        others = max(each.others / each.seconds for each in sides)
        load = max(each.load_cpu / each.seconds for each in sides)
        spread = "   ".join(f"{rate[0]:5.0f}–{rate[-1]:<5.0f}" for rate in rates)
        yield f"{name:26}{spread}   others on the bot's core ≤ {others:.0%}, load's core busy ≤ {load:.0%}"


def aims(rounds: Rounds) -> Iterator[str]:
    """What was aimed at, and what was reached, one column a side."""
    rate: Callable[[Measured], float] = lambda measured: measured.rate  # noqa: E731
    median: Callable[[Measured], float] = lambda measured: statistics.median(measured.latencies)  # noqa: E731
    cost: Callable[[Measured], float] = lambda measured: measured.bot_cpu / len(measured.latencies)  # noqa: E731
    pressed, million = rounds[PRESSED], rounds[MILLION]
    for aim, ours, theirs, figure in (
        ("CPU a turn: stock echo / ours ≥ 8", rounds[STOCK], pressed, cost),
        ("CPU a turn: cached echo / ours ≥ 1", rounds[CACHED], pressed, cost),
        ("CPU a turn: a million / a thousand ≤ 1.1", million, pressed, cost),
        ("turns/s: ours / stock echo ≥ 6", pressed, rounds[STOCK], rate),
        ("turns/s: ours / cached echo ≥ 1", pressed, rounds[CACHED], rate),
        ("p50: a million / a thousand ≤ 1.1", million, pressed, median),
        ("CPU a turn: PostgreSQL / SQLite", rounds[ON_SERVER], pressed, cost),
        ("CPU a turn: typed / pressed", rounds[TYPED], pressed, cost),
        ("CPU a turn written: rest / botbuilder", rounds[OVER_REST], rounds[WRITTEN], cost),
    ):
        yield f"{aim:42}" + "   ".join(_ratio(ours, theirs, figure, side) for side in SIDES)
    costs = (statistics.median(cost(one[side]) for one in rounds[ON_SERVER]) * 1000 for side in SIDES)
    yield f"{'CPU a turn on PostgreSQL ≤ 1.6 ms':42}" + "   ".join(f"{each:5.2f}{'':14}" for each in costs)


def crowds(chats: Mapping[str, Sequence[Measured]]) -> Iterator[str]:
    """How long the last waits of those who all press at once in one chat: median of the chats, and the worst."""
    for name, found in chats.items():
        last = sorted(max(each.latencies) * 1000 for each in found)
        yield f"{name:28}the last waits {statistics.median(last):6.0f} ms, at most {last[-1]:.0f}, in {len(last)} chats"


def starts(found: Mapping[str, Sequence[Started]]) -> Iterator[str]:
    """How long until each bot listens and until it answers, and what it holds then: medians, and ours beside stock."""
    yield f"{'':26}{'listens':>10}{'answers':>10}{'memory':>10}"
    middle = {name: Started(*_medians(each)) for name, each in found.items()}
    for name, its in middle.items():
        yield f"{name:26}{its.listens:8.2f} s{its.answers:8.2f} s{its.memory / 1e6:7.0f} MB"
    ours, stock = middle[OURS], middle[STOCK]
    ratios = (ours.listens / stock.listens, ours.answers / stock.answers, ours.memory / stock.memory)
    yield f"{'ours / stock':26}" + "".join(f"{ratio:8.2f}  " for ratio in ratios) + " (aim: listens ≤ 1.3)"


def _medians(starts: Sequence[Started]) -> Iterator[Any]:
    return (statistics.median(each) for each in zip(*map(dataclasses.astuple, starts), strict=True))


def sent(costs: sending.Costs) -> Iterator[str]:
    """What one message costs each way, and the ratio of the two."""
    for by, seconds in costs.items():
        yield f"{by:26}{statistics.median(seconds) * 1000:8.2f} ms"
    middle, least, most = sending.ratio(costs)
    yield f"{'rest / botbuilder':26}{middle:8.2f} ({least:.2f}–{most:.2f})"


def stages(seconds: Mapping[str, float], seen_outside: Measured) -> Iterator[str]:
    """Where one answer's time goes, one at a time, in milliseconds; all are means."""
    outside = statistics.fmean(seen_outside.latencies)
    rows = {
        "token checked": seconds["token"],
        "body: JSON, model, our own act": seconds["body"],
        **_database("load", "SQLite itself", seconds),
        "decide: reducer and card": seconds["decide"],
        **_database("commit", "SQLite itself, with fsync", seconds),
        "answer: card to JSON": seconds["answer"],
    }
    rows["rest of the handler"] = seconds[WHOLE] - sum(rows.values())
    rows["HTTP: server, socket, client; outbox"] = outside - seconds[WHOLE]
    for name, took in rows.items():
        yield f"{name:36}{took * 1000:8.2f} ms{took / outside:7.0%}"
    yield f"{'seen by the client':36}{outside * 1000:8.2f} ms"
    asked = [f"{round(seconds[key])} in {key.removeprefix(CALLS).strip()}" for key in seconds if key.startswith(CALLS)]
    if asked:
        yield f"The database's thread was asked {' and '.join(asked)}."


def _database(stage: str, itself: str, seconds: Mapping[str, float]) -> dict[str, float]:
    """A stage in two where it goes through aiosqlite, whose thread can be watched."""
    own = seconds.get(f"{IN_DATABASE} {stage}")
    if own is None:
        return {stage: seconds[stage]}
    return {f"{stage}: {itself}": own, f"{stage}: the way there and back": seconds[stage] - own}


def packages(shares: Mapping[str, float]) -> Iterator[str]:
    """Whose code the event loop's thread runs."""
    yield " · ".join(f"{name} {share:.0%}" for name, share in shares.items() if share >= 0.01)


def pictures(figures: drawn.Figures) -> Iterator[str]:
    """A picture from memory, drawn warm and cold beside others, and the event loop's lag meanwhile."""
    yield f"from memory over HTTP, {drawn.AT_ONCE} at a time    {figures.fetched.rate:8.0f} requests/s"
    yield f"from memory at {drawn.RATE} requests/s: {_late(figures.steady)}   (aim: p99 < 10)"
    for name, took in figures.warm.items():
        cold = f"   cold {figures.cold[name] * 1000:6.0f} ms" if name in figures.cold else ""
        ratio = figures.warm[drawings.OURS] / took
        yield f"{name:34}warm {took * 1000:6.1f} ms{cold}   ours / this: warm {ratio:.2f}"
    yield f"aim: ours ≤ 1.2 × {drawings.PLAIN}"
    yield f"event loop late, at rest:              {_late(figures.idle_lag)}"
    yield f"event loop late, {drawn.DRAWN} pictures drawn:   {_late(figures.lag)}   (aim: < 20)"


def files(figures: written.FileFigures) -> Iterator[str]:
    """The longest protocol in each format beside a picture, and what that costs the bot's own process."""
    yield f"one picture drawn by a worker: {figures.picture * 1000:.0f} ms"
    for name, lateness in (("at rest", figures.idle), (f"{written.PICTURES_DRAWN} pictures drawn", figures.drawing)):
        yield f"{name:18}{_thread(lateness)}"
    for name, each in figures.files.items():
        took = f"{each['seconds']:6.2f} s, {each['seconds'] / figures.picture:4.0f} pictures"
        held = f"{each['size'] / 1e6:4.1f} MB, its worker held {each['worker'] / 1e6:.0f} MB   (aim: ≤ 300)"
        yield f"{name:6}{took}   {held}"
        yield f"{'':18}{_thread(each['late'])}   (aim: < 20)"
    yield f"the bot's process: {figures.grown / 1e6:+.0f} MB after, {figures.most / 1e6:+.0f} MB at most   (aim: < 20)"


def _thread(lateness: written.Lateness) -> str:
    late, worked = lateness
    return f"event loop late {_late(late)}; at work at a stretch, most {max(worked) * 1000:.1f} ms"


def editions(figures: published.Figures) -> Iterator[str]:
    """Each step of publishing a large edition, and how slow requests are while editions are swapped."""
    yield f"one file of {figures.size / 1000:.0f} kB"
    for name, took in figures.steps.items():
        yield f"{name:60}{took * 1000:7.0f} ms"
    yield f"{len(figures.swaps)} activations of what has been live before: {_late(figures.swaps)}"
    yield f"{len(figures.during)} requests under way at a swap: {_late(figures.during)}"
    yield f"{len(figures.beside)} requests between swaps:       {_late(figures.beside)}"


def _late(seconds: Sequence[float]) -> str:
    ordered = sorted(seconds)
    p50, p99 = (ordered[int(len(ordered) * part)] for part in (0.5, 0.99))
    return f"p50 {p50 * 1000:.1f}, p99 {p99 * 1000:.1f}, most {ordered[-1] * 1000:.1f} ms"


def _cells(measured: Sequence[Measured]) -> str:
    latencies = sorted(each for one in measured for each in one.latencies)
    rate = statistics.median(one.rate for one in measured)
    cpu = statistics.median(one.bot_cpu / len(one.latencies) for one in measured)
    p50, p99 = (latencies[int(len(latencies) * part)] for part in (0.5, 0.99))
    return f"{rate:8.0f}{p50 * 1000:8.1f}{p99 * 1000:8.1f}{cpu * 1000:9.2f}"


def _ratio(ours: Sequence[Round], theirs: Sequence[Round], figure: Callable[[Measured], float], side: int) -> str:
    ratios = sorted(figure(one[side]) / figure(other[side]) for one, other in zip(ours, theirs, strict=True))
    return f"{statistics.median(ratios):5.2f} ({ratios[0]:.2f}–{ratios[-1]:.2f})"
