"""Nothing stands in the packages that nobody uses, and what only seems so has a reason."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from vulture import Vulture

ROOT = Path(__file__).parents[2]
EXCUSED = "tests/unused_by_the_packages.py"


def found(*paths: str) -> set[str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["vulture"]
    looked = Vulture()
    looked.scavenge([str(ROOT / path) for path in paths], exclude=[f"*{path}*" for path in settings["exclude"]])
    return {item.name for item in looked.get_unused_code(min_confidence=60)}


def test_every_excuse_is_needed_and_has_its_reason() -> None:
    _, *lines = [line for line in (ROOT / EXCUSED).read_text("utf-8").splitlines() if line.startswith(("_", '"'))]
    excused = [re.fullmatch(r"_\.(\w+)  # .+", line) for line in lines]
    assert all(excused), "a reason a line"
    assert {line[1] for line in excused if line} == found("bot", "dialogs", "radar_core")
