"""How long a typed line takes to be understood, with every name there is: ``python -m tests.bench.words``."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from dialogs.understanding.hear import hear
from dialogs.understanding.sentences import sentences
from radar_core.editions.catalog import load_catalog
from radar_core.editions.shipped import DATA_DIR

ROUNDS = 20
LISTS = Path(__file__).parents[1] / "unit" / "dialogs" / "understanding"


def lines() -> list[str]:
    """The lines people type, of both lists."""
    read = [(LISTS / name).read_text("utf-8").splitlines() for name in ("given.tsv", "frozen.tsv")]
    return [line.split("\t")[1] for each in read for line in each if not line.startswith("#")]


def times(rounds: int = ROUNDS) -> list[float]:
    """Milliseconds of processor for each line, shortest first; each round ends every line in a word that is new."""
    bundle = load_catalog(DATA_DIR).bundle("eksempel")
    hear("hej", None, bundle)  # the sentences are read and the names gathered once
    taken = []
    for number in range(rounds):
        for line in lines():
            said = line if number == 0 else f"{line} {'abcdefghijklmnopqrstuvwxyz'[number % 26] * 5}"
            began = time.process_time()
            hear(said, None, bundle)
            taken.append((time.process_time() - began) * 1000)
    return sorted(taken)


def main() -> None:
    """Print p50, p99 and the longest."""
    began = time.perf_counter()
    sentences()
    read = (time.perf_counter() - began) * 1000
    taken = times()
    p99 = taken[int(len(taken) * 0.99)]
    print(f"{len(taken)} lines: p50 {statistics.median(taken):.2f} ms, p99 {p99:.2f} ms, most {taken[-1]:.2f} ms")
    print(f"reading the sentences once: {read:.0f} ms")


if __name__ == "__main__":
    main()
