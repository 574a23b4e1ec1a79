"""What pinned requirements ask for, taken over from the environment that the tests run in.

That environment was installed by hash from ``requirements/dev.txt``, where every line of the others stands too; an
environment of a test's own is filled with the same files, compiled already, instead of installing it all once more.
``TEST_CASES=all`` installs it once more.
"""

from __future__ import annotations

import re
import shutil
from importlib import metadata
from importlib.util import cache_from_source
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]


def pinned(requirements: Path) -> dict[str, str]:
    """Each requirement with its marker, and the line with its hashes."""
    lines = requirements.read_text("utf-8").replace("\\\n", " ").splitlines()
    return {line.partition(" --hash")[0].strip(): " ".join(line.split()) for line in lines if re.match(r"\w", line)}


def take_over(requirements: Path, environment: Path, *, linked: bool) -> None:
    """Fills an environment without pip with what the file asks for.

    ``linked``: the files are the same ones, for whoever changes none; else copies. Raises ``AssertionError`` where the
    tests' own environment has not been installed from the same lines.
    """
    wanted, ours = pinned(requirements), pinned(ROOT / "requirements" / "dev.txt")
    assert wanted and wanted.items() <= ours.items(), "requirements/dev.txt has other lines: run make lock"
    [goal] = environment.glob("lib/python3*/site-packages")
    for each in map(Requirement, wanted):
        if each.marker is None or each.marker.evaluate():
            found = metadata.distribution(each.name)
            assert f"=={found.version}" == str(each.specifier), f"{each} is not what is installed: run make setup"
            _copy(found, goal, linked)


def _copy(distribution: metadata.Distribution, goal: Path, linked: bool) -> None:
    for file in distribution.files or ():
        # What lies outside is commands; what is compiled goes with its source, listed or not.
        if ".." in file.parts or file.suffix == ".pyc":
            continue
        source, into = Path(str(file.locate())), goal / file
        _put(source, into, linked)
        if file.suffix == ".py" and (compiled := Path(cache_from_source(str(source)))).exists():
            _put(compiled, into.parent / "__pycache__" / compiled.name, linked)


def _put(source: Path, into: Path, linked: bool) -> None:
    into.parent.mkdir(parents=True, exist_ok=True)
    if linked:
        try:
            into.hardlink_to(source)
            return
        except OSError:  # another file system
            pass
    shutil.copy2(source, into)  # with its time: what is compiled is of a source of that time
