"""``python -m tests.mutants``: one change at a time in a copy, and a list of those no test notices.

Which tests walk a line is measured once, before the first change. ``MUTANT_MINUTES`` bounds the changes,
``TEST_SEED`` gives the same sample again, and the list is ``build/mutants.md``.
"""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from coverage import CoverageData

from tests.fakes.chance import SEED, dice

ROOT = Path(__file__).parents[2]
MUTATED = ("dialogs", "bot/turns")
NEAR = (
    "tests/unit/dialogs",
    "tests/unit/bot/turns",
    "tests/contract/test_verbs.py",
    "tests/contract/test_screens.py",
    "tests/scenario",
)
COPIED = ("bot", "dialogs", "radar_core", "tests", "data", "deploy/teams", "pyproject.toml")
REPORT = ROOT / "build" / "mutants.md"
PATIENCE = 300
"""Seconds after which a change counts as noticed: the tests hang."""
AT_MOST = 250
"""Tests run for one change; those of a line that all walk are a sample, the same for the same seed."""
STATEMENT = 8
"""Lines that a statement is looked for above a change in the middle of it."""

SWAPS = (
    (" >= ", " > "),
    (" <= ", " < "),
    (" == ", " != "),
    (" is not ", " is "),
    (" not in ", " in "),
    (" and ", " or "),
)
HABITS = ("frozen", "slots", "kw_only")
"""Said of a class for who writes code with it: nothing that runs is another for it."""
FLAGS = {"True": "False", "False": "True"}


@dataclass(frozen=True)
class Mutant:
    """One change: a file, where in its bytes, and what stands there instead of what."""

    file: Path
    start: int
    end: int
    old: str
    new: str

    @property
    def line(self) -> int:
        """The number of the line, from 1."""
        return (ROOT / self.file).read_bytes()[: self.start].count(b"\n") + 1

    def __str__(self) -> str:
        line = (ROOT / self.file).read_bytes().splitlines()[self.line - 1]
        return f"`{self.file}:{self.line}` `{line.decode().strip()}`: {self.old} → {self.new}"


def mutants(file: Path) -> Iterator[Mutant]:
    """Every change of a file: a comparison, an »and« or »or«, a flag, or a »continue«."""
    content = (ROOT / file).read_bytes()
    begins = [0]
    for line in content.splitlines(keepends=True):
        begins.append(begins[-1] + len(line))

    def between(one: ast.expr, other: ast.expr) -> Iterator[Mutant]:
        assert one.end_lineno is not None and one.end_col_offset is not None
        start, end = begins[one.end_lineno - 1] + one.end_col_offset, begins[other.lineno - 1] + other.col_offset
        words = content[start:end].decode()
        for pair in SWAPS:
            for old, new in (pair, pair[::-1]):
                if words == old:
                    yield Mutant(file, start, end, old, new)

    for node in ast.walk(ast.parse(content)):
        match node:
            case ast.Compare(left=left, comparators=[right]):
                yield from between(left, right)
            case ast.BoolOp(values=[left, right, *_]):
                yield from between(left, right)
            case ast.keyword(arg=name, value=ast.Constant(value=bool(flag)) as value) if name not in HABITS:
                start = begins[value.lineno - 1] + value.col_offset
                yield Mutant(file, start, start + len(str(flag)), str(flag), FLAGS[str(flag)])
            case ast.Continue():
                start = begins[node.lineno - 1] + node.col_offset
                yield Mutant(file, start, start + len("continue"), "continue", "pass")


def walked(copy: Path) -> CoverageData:
    """Which near test walks which line: the tests once, in a copy without a change. Exits where one of them fails."""
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", *NEAR]
    measured = [f"--cov={part.replace('/', '.')}" for part in MUTATED]
    ran = subprocess.run(
        [*command, *measured, "--cov-context=test", "--cov-report="],
        cwd=copy,
        env={**os.environ, "COVERAGE_FILE": str(copy / ".coverage")},
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode:
        sys.exit(f"The near tests fail without any change:\n{ran.stdout[-2000:]}")
    data = CoverageData(str(copy / ".coverage"))
    data.read()
    return data


def tests_of(mutant: Mutant, data: CoverageData, copy: Path) -> list[str]:
    """The tests that walk the line of a change, or the line its statement begins on; a sample where there are many.

    What is walked at import only, such as a row of a table, is no single test's: then a sample of all of them.
    """
    walks = data.contexts_by_lineno(str(copy / mutant.file))
    near = range(mutant.line, max(mutant.line - STATEMENT, 0), -1)
    contexts = next((walks[line] for line in near if line in walks), [])
    if contexts and not any(contexts):
        contexts = sorted(data.measured_contexts())
    ids = sorted({context.rpartition("|")[0] for context in contexts} - {""})
    return ids if len(ids) <= AT_MOST else dice(str(mutant)).sample(ids, AT_MOST)


def is_noticed(copy: Path, tests: list[str]) -> bool:
    """True where one of the tests fails, or hangs, in a copy of the project."""
    chosen = copy / "chosen.txt"
    chosen.write_text("\n".join(tests), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-n", "0", "-p", "no:cacheprovider", f"@{chosen}"]
    try:
        ran = subprocess.run(command, cwd=copy, capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return True
    return ran.returncode != 0


def main() -> None:
    """Tries as many changes as there is time for, and writes the list."""
    files = (file.relative_to(ROOT) for part in MUTATED for file in sorted((ROOT / part).rglob("*.py")))
    every = [mutant for file in files for mutant in mutants(file)]
    dice("mutants").shuffle(every)
    tried, survivors, unwalked = 0, list[Mutant](), list[Mutant]()
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copy = Path(folder)
        for part in COPIED:
            (copy / part).parent.mkdir(parents=True, exist_ok=True)
            (shutil.copytree if (ROOT / part).is_dir() else shutil.copy)(ROOT / part, copy / part)
        data = walked(copy)
        until = time.monotonic() + 60 * float(os.environ.get("MUTANT_MINUTES", "20"))
        for mutant in every:
            if time.monotonic() >= until:
                break
            tried += 1
            tests = tests_of(mutant, data, copy)
            if not tests:
                unwalked.append(mutant)
                continue
            content = (ROOT / mutant.file).read_bytes()
            changed = content[: mutant.start] + mutant.new.encode() + content[mutant.end :]
            (copy / mutant.file).write_bytes(changed)
            if not is_noticed(copy, tests):
                survivors.append(mutant)
            (copy / mutant.file).write_bytes(content)
    REPORT.parent.mkdir(exist_ok=True)
    said = f"{tried} of {len(every)} changes tried (TEST_SEED={SEED}), {len(survivors)} noticed by no near test:"
    listed = [f"- {mutant}" for mutant in survivors]
    listed += ["", f"{len(unwalked)} on a line that no near test walks:", "", *(f"- {mutant}" for mutant in unwalked)]
    REPORT.write_text("\n".join([said, "", *listed]) + "\n", encoding="utf-8")
    print(REPORT.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
