"""Each list of requirements holds all that it needs, so that it is installed without asking what is newest today."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())


def pinned(name: str) -> dict[str, str]:
    """What a list pins on this machine: version by name."""
    text = (ROOT / "requirements" / name).read_text().replace("\\\n", " ")
    lines = [line.partition(" --hash")[0] for line in text.splitlines() if re.match(r"[A-Za-z0-9]", line)]
    wanted = [requirement for line in lines if (requirement := Requirement(line)) and _holds(requirement)]
    return {canonicalize_name(each.name): str(each.specifier).removeprefix("==") for each in wanted}


def group(name: str) -> list[str]:
    """A group's own requirements, those of the groups it includes among them."""
    listed: list[str] = []
    for each in PROJECT["dependency-groups"][name]:
        listed += group(each["include-group"]) if isinstance(each, dict) else [each]
    return listed


def lacking(wanted: Iterable[str], listed: dict[str, str]) -> list[str]:
    """What is wanted, and what that wants in turn with its extras, and is not in the list, or in another version."""
    waiting, seen, found = [Requirement(each) for each in wanted], set[tuple[str, frozenset[str]]](), list[str]()
    while waiting:
        requirement = waiting.pop()
        name, extras = canonicalize_name(requirement.name), frozenset(requirement.extras)
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        if name not in listed or not requirement.specifier.contains(listed[name], prereleases=True):
            found.append(f"{requirement} (listed: {listed.get(name)})")
            continue
        for line in metadata.requires(name) or ():
            if _holds(needed := Requirement(line), extras):
                needed.marker = None
                waiting.append(needed)
    return sorted(found)


def _holds(requirement: Requirement, extras: Iterable[str] = ()) -> bool:
    here = dict(default_environment())
    return requirement.marker is None or any(requirement.marker.evaluate({**here, "extra": e}) for e in ("", *extras))


RUN = (PROJECT["project"]["dependencies"], "run.txt")
DEV = (PROJECT["project"]["dependencies"] + group("dev"), "dev.txt")
BUILD = (group("build"), "build.txt")
OTEL = (PROJECT["project"]["dependencies"] + PROJECT["project"]["optional-dependencies"]["otel"], "otel.txt")


@pytest.mark.parametrize(("wanted", "name"), [RUN, DEV, BUILD, OTEL], ids=["run", "dev", "build", "otel"])
def test_a_list_is_complete_by_itself(wanted: list[str], name: str) -> None:
    assert lacking(wanted, pinned(name)) == []


def test_a_list_that_lacks_what_an_extra_brings_is_found_out() -> None:
    listed = pinned("dev.txt")
    del listed["coverage"]
    assert lacking(DEV[0], listed) == [f"{_asked('pytest-cov', 'coverage')} (listed: None)"]


def test_what_is_installed_here_is_what_the_list_says() -> None:
    listed = pinned("dev.txt")
    assert {name: metadata.version(name) for name in listed} == listed


def test_nothing_is_resolved_where_a_list_is_installed() -> None:
    lines = [line for line in (ROOT / "Makefile").read_text().splitlines() if "pip install" in line]
    assert len(lines) >= 4
    assert [line for line in lines if "--no-deps" not in line] == []


def _asked(who: str, what: str) -> Requirement:
    """How one package asks for another."""
    return next(r for line in metadata.requires(who) or () if (r := Requirement(line)).name == what)
