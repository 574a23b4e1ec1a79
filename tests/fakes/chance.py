"""What is random in the tests takes its number and how many of it from here.

A run takes a tenth of what a test asks for, from a new number, which stands at the head of the run; ``TEST_SEED`` gives
the same run again. ``TEST_CASES=all``, as in ``make soak``, takes all of it, from one number that stays.
"""

from __future__ import annotations

import os
from random import Random, SystemRandom

import hypothesis

ALL = os.environ.get("TEST_CASES") == "all"
FIXED = 20_261_124
FEWEST = 10
"""What a tenth is no less than, where a test asks for that many."""

# In the environment, so that every process of one run has the same.
SEED = int(os.environ.setdefault("TEST_SEED", str(FIXED if ALL else SystemRandom().randrange(10**9))))


def cases(all_of_them: int) -> int:
    """How many a run takes where the long one takes ``all_of_them``."""
    return all_of_them if ALL else min(all_of_them, max(FEWEST, all_of_them // 10))


def dice(name: str) -> Random:
    """Chance for one test, the same in a run with the same number."""
    return Random(f"{SEED} {name}")  # noqa: S311 - repeatable noise, no secret


def settle() -> None:
    """Lets hypothesis take its number and how many from here too."""
    hypothesis.core.global_force_seed = SEED
    hypothesis.settings.register_profile("run", max_examples=cases(100), deadline=None, database=None)
    hypothesis.settings.load_profile("run")


def told() -> str:
    """The line at the head of a run."""
    return f"random cases: {'all' if ALL else 'a tenth'}; the same again with TEST_SEED={SEED}"
