"""docs/arkitektur.md shows the house as it is: rooms, imports, layers and the way of a turn."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "arkitektur.md").read_text("utf-8")
HOUSE, TURN = re.findall(r"^```mermaid\n(.*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL)
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
PACKAGES = ("bot", "dialogs", "radar_core")
_NODE = re.compile(r'(\w+)\["([^"]*)"\]')
Arrows = set[tuple[str, str]]


@cache
def imports() -> Mapping[str, frozenset[str]]:
    """Every module of ours, and those of ours that it imports."""
    graph = grimp.build_graph(*PACKAGES, cache_dir=None)
    return {module: frozenset(graph.find_modules_directly_imported_by(module)) for module in graph.modules}


def folders(package: str) -> set[str]:
    return {path.parent.name for path in (ROOT / package).glob("*/__init__.py")}


def files(package: str) -> set[str]:
    return {path.name for path in (ROOT / package).glob("*.py")} - {"__init__.py", "__main__.py"}


def imported(package: str) -> Arrows:
    """Which folder of a package imports which."""
    rooms = {f"{package}.{folder}": folder for folder in folders(package)}
    room = {module: rooms.get(".".join(module.split(".")[:2])) for module in imports()}
    arrows = {(room[a], room[b]) for a, found in imports().items() for b in found}
    return {(a, b) for a, b in arrows if a and b and a != b}


def without_shortcuts(arrows: Arrows) -> Arrows:
    """The arrows that no way over others says already."""
    return {(a, b) for a, b in arrows if b not in reached({x for y, x in arrows if y == a and x != b}, arrows)}


def reached(starts: Iterable[str], arrows: Arrows) -> set[str]:
    seen: set[str] = set()
    ahead = [*starts]
    while ahead:
        if (here := ahead.pop()) not in seen:
            seen.add(here)
            ahead += [b for a, b in arrows if a == here]
    return seen


def drawn(drawing: str) -> Arrows:
    """The arrows of a flowchart: ``a --> b & c --> d`` is four."""
    found: Arrows = set()
    for line in _NODE.sub(r"\1", drawing).splitlines():
        ends = [part.strip().split(" & ") for part in re.split(r" (?:-->|-- [^-]+ -->) ", line)]
        found |= {(a, b) for sources, targets in pairwise(ends) for a in sources for b in targets}
    return found


def room_of(package: str, name: str) -> str | None:
    return name.removeprefix(f"{package}_") if name.startswith(f"{package}_") else None


def layers(package: str) -> list[set[str]]:
    """The layers that import-linter holds a package to, the highest first."""
    (contract,) = [each for each in CONTRACTS if each.get("containers") == [package]]
    assert contract["type"] == "layers" and contract["exhaustive"]
    return [set(layer.split(" | ")) for layer in contract["layers"]]


@pytest.mark.parametrize("package", PACKAGES)
def test_every_folder_of_a_package_is_drawn_in_it_under_its_own_name(package: str) -> None:
    (inside,) = re.findall(rf"^    subgraph {package}\[.*?\n(.*?)^    end$", HOUSE, flags=re.MULTILINE | re.DOTALL)
    assert {name: label.split("/<br/>")[0] for name, label in _NODE.findall(inside)} == {
        f"{package}_{folder}": folder for folder in folders(package)
    }


@pytest.mark.parametrize("package", PACKAGES)
def test_the_arrows_between_folders_are_the_imports_there_are(package: str) -> None:
    arrows = {(room_of(package, a), room_of(package, b)) for a, b in drawn(HOUSE)} - {(None, None)}
    assert arrows == without_shortcuts(imported(package))


def test_the_arrows_between_packages_are_the_imports_there_are() -> None:
    top = {(a.split(".")[0], b.split(".")[0]) for a, found in imports().items() for b in found}
    between = {(a, b) for a, b in top if a != b}
    assert {arrow for arrow in drawn(HOUSE) if set(arrow) <= set(PACKAGES)} == without_shortcuts(between)


@pytest.mark.parametrize("package", PACKAGES)
def test_every_file_at_the_top_of_a_package_is_named_in_its_row(package: str) -> None:
    (row,) = re.findall(rf"^\| `{package}/` \| (.*) \|$", PAGE, flags=re.MULTILINE)
    assert set(re.findall(r"`(\w+\.py)`", row)) == files(package)


@pytest.mark.parametrize("package", PACKAGES)
def test_the_layers_hold_every_room_and_every_arrow_leads_down(package: str) -> None:
    floor = {room: number for number, rooms in enumerate(layers(package)) for room in rooms}
    lone = {name.removesuffix(".py") for name in files(package)}
    assert set(floor) - {"__main__"} == folders(package) | lone
    for a, b in imported(package):
        assert floor[a] < floor[b], f"{a} -> {b}"


def test_every_step_of_a_turn_is_in_the_file_it_names() -> None:
    for label in re.findall(r'\w+\["([^"]+<br/>[^"]+)"\]', TURN):
        path, name, *_ = label.split("<br/>")
        source = (ROOT / path).read_text("utf-8")
        for part in name.split("."):
            assert re.search(rf"^\s*(?:async )?(?:class|def) {part}\b", source, flags=re.MULTILINE), label


def test_a_turn_is_one_way_from_the_wire_to_the_wire() -> None:
    parts = re.findall(r"^    subgraph (\w+)\[.*?\n(.*?)^    end$", TURN, flags=re.MULTILINE | re.DOTALL)
    for _, part in parts:
        (first, _), *rest = _NODE.findall(part)
        assert {name for name, _ in rest} < reached([first], drawn(part))
    assert {*pairwise(name for name, _ in parts)} == drawn(
        re.sub(r"^    subgraph .*?^    end$", "", TURN, flags=re.M | re.S)
    )


def test_a_shortcut_is_no_arrow_and_a_new_import_is() -> None:
    assert without_shortcuts({("a", "b"), ("b", "c"), ("a", "c")}) == {("a", "b"), ("b", "c")}
    assert drawn('x["one"] & y --> z["two"] -- a word --> w') == {("x", "z"), ("y", "z"), ("z", "w")}


@pytest.mark.parametrize(("package", "most"), [("bot", 18), ("dialogs", 8), ("radar_core", 13)])
def test_a_package_has_no_more_rooms_than_one_can_hold_in_mind(package: str, most: int) -> None:
    assert len(folders(package)) + len([*(ROOT / package).glob("*.py")]) - 1 <= most
