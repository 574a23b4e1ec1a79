"""One name, one thing: who reads a class's name anywhere knows which class it is."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[2]


def public_classes() -> dict[str, list[str]]:
    """The files that define a class, by its name; what begins with an underscore is its own file's matter."""
    found: dict[str, list[str]] = defaultdict(list)
    for package in ("bot", "dialogs", "radar_core"):
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    found[node.name].append(str(path.relative_to(ROOT)))
    return found


def test_no_two_public_classes_of_the_packages_have_the_same_name() -> None:
    found = public_classes()
    assert len(found) > 300
    assert {name: files for name, files in found.items() if len(files) > 1} == {}
