"""``python -m tests.mutants``: changes one line at a time in a copy, runs the near tests, and lists what none noticed.

``MUTANT_MINUTES`` bounds it, ``TEST_SEED`` gives the same sample again, and the list is ``build/mutants.md``.
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

from tests.fakes.chance import SEED, dice

ROOT = Path(__file__).parents[2]
MUTATED = ("dialogs", "bot/turns")
NEAR = ("tests/unit/dialogs", "tests/unit/bot/turns", "tests/contract/test_verbs.py", "tests/contract/test_screens.py")
COPIED = ("bot", "dialogs", "radar_core", "tests", "data", "deploy/teams", "pyproject.toml")
REPORT = ROOT / "build" / "mutants.md"
PATIENCE = 300
"""Seconds after which a change counts as noticed: the tests hang."""

SWAPS = (
    (" >= ", " > "),
    (" <= ", " < "),
    (" == ", " != "),
    (" is not ", " is "),
    (" not in ", " in "),
    (" and ", " or "),
)
FLAGS = {"True": "False", "False": "True"}


@dataclass(frozen=True)
class Mutant:
    """One change: a file, where in its bytes, and what stands there instead of what."""

    file: Path
    start: int
    end: int
    old: str
    new: str

    def __str__(self) -> str:
        content = (ROOT / self.file).read_bytes()
        number = content[: self.start].count(b"\n")
        return f"`{self.file}:{number + 1}` `{content.splitlines()[number].decode().strip()}`: {self.old} → {self.new}"


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
            case ast.keyword(value=ast.Constant(value=bool(flag)) as value):
                start = begins[value.lineno - 1] + value.col_offset
                yield Mutant(file, start, start + len(str(flag)), str(flag), FLAGS[str(flag)])
            case ast.Continue():
                start = begins[node.lineno - 1] + node.col_offset
                yield Mutant(file, start, start + len("continue"), "continue", "pass")


def is_noticed(copy: Path) -> bool:
    """True where a test fails, or hangs, in a copy of the project."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-n", "0", "-p", "no:cacheprovider", *NEAR]
    try:
        ran = subprocess.run(command, cwd=copy, capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return True
    return ran.returncode != 0


def main() -> None:
    """Tries as many changes as there is time for, and writes the list."""
    until = time.monotonic() + 60 * float(os.environ.get("MUTANT_MINUTES", "20"))
    files = (file.relative_to(ROOT) for part in MUTATED for file in sorted((ROOT / part).rglob("*.py")))
    every = [mutant for file in files for mutant in mutants(file)]
    dice("mutants").shuffle(every)
    tried, survivors = 0, list[Mutant]()
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copy = Path(folder)
        for part in COPIED:
            (copy / part).parent.mkdir(parents=True, exist_ok=True)
            (shutil.copytree if (ROOT / part).is_dir() else shutil.copy)(ROOT / part, copy / part)
        if is_noticed(copy):
            sys.exit("The near tests fail without any change.")
        for mutant in every:
            if time.monotonic() >= until:
                break
            content = (ROOT / mutant.file).read_bytes()
            changed = content[: mutant.start] + mutant.new.encode() + content[mutant.end :]
            (copy / mutant.file).write_bytes(changed)
            tried += 1
            if not is_noticed(copy):
                survivors.append(mutant)
            (copy / mutant.file).write_bytes(content)
    REPORT.parent.mkdir(exist_ok=True)
    said = f"{tried} of {len(every)} changes tried (TEST_SEED={SEED}), {len(survivors)} noticed by no near test:"
    REPORT.write_text("\n".join([said, "", *(f"- {mutant}" for mutant in survivors)]) + "\n")
    print(REPORT.read_text())


if __name__ == "__main__":
    main()
