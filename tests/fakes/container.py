"""The steps of a Containerfile without an engine: COPY and RUN in folders of a test's own, each as it stands.

But for what is fetched: an environment is filled with what the tests' own one has of the same lines, instead of by pip
once more; ``TEST_CASES=all`` runs those commands too as they stand.

What stands under ``/`` in the file is under one folder here. There is no other system than this machine's: a base image
is its Python, and nothing is isolated.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from dockerfile_parse import DockerfileParser

from tests.fakes.chance import ALL
from tests.fakes.taken_over import take_over

ROOT = Path(__file__).parents[2]
CONTAINERFILE = ROOT / "deploy" / "Containerfile"

_ABSOLUTE = re.compile(r"(?<![\w/.:-])/(?=(?:opt|src|tmp|run)\b)")
"""A path of the image's own in a line; not one of the base image, such as ``/usr/bin``."""


@dataclass(frozen=True)
class Image:
    """What is known once all steps are run."""

    root: Path
    """What ``/`` is."""
    environment: dict[str, str]
    user: str
    folder: Path
    entrypoint: list[str]
    command: list[str]
    healthcheck: list[str]


def instructions(text: str) -> list[tuple[str, str]]:
    """Each instruction with what it says, comments left out."""
    parser = DockerfileParser(fileobj=BytesIO(text.encode()), env_replace=False)
    return [(each["instruction"], each["value"]) for each in parser.structure if each["instruction"] != "COMMENT"]


def let_through(ignored: str) -> list[str]:
    """What ``.dockerignore`` lets an engine see: it names all that is not left out."""
    first, *rest = [line for line in ignored.splitlines() if line and not line.startswith("#")]
    assert first == "*" and rest[-1] == "**/__pycache__" and all(line.startswith("!") for line in rest[:-1])
    return [line.removeprefix("!") for line in rest[:-1]]


def context(into: Path) -> Path:
    """A copy of what an engine is given to build from."""
    for name in let_through((ROOT / ".dockerignore").read_text("utf-8")):
        (into / name).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, into / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, into / name)
    return into


@dataclass
class Engine:
    """Runs one instruction after the other. A stage that is done is moved away: the next sees what it copies alone."""

    root: Path
    given: Path
    arguments: dict[str, str] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    folder: str = "/"
    user: str = "0"
    stage: str = ""
    said: dict[str, list[str]] = field(default_factory=dict)

    def build(self, text: str) -> Image:
        """Runs every instruction. Raises ``AssertionError`` for one that fails, ``KeyError`` for one not known here."""
        for instruction, value in instructions(text):
            _STEPS[instruction](self, value)
        return Image(
            self.root,
            {name: self.below(value) for name, value in self.environment.items()},
            self.user,
            Path(self.below(self.folder)),
            *([self.below(word) for word in self.said[name]] for name in ("ENTRYPOINT", "CMD", "HEALTHCHECK")),
        )

    def below(self, words: str) -> str:
        """A line with the image's own paths as they are here."""
        return _ABSOLUTE.sub(f"{self.root}/", words)

    def argument(self, value: str) -> None:
        name, _, default = value.partition("=")
        self.arguments[name] = default

    def start(self, value: str) -> None:
        if self.stage:
            self.root.rename(self.root.with_name(self.stage))
        image, *named = value.split()
        assert image == "${PYTHON}" and re.fullmatch(r"python:3\.\d+-slim", self.arguments["PYTHON"])
        self.stage = named[1] if named else "last"
        self.root.mkdir()
        (self.root / "tmp").mkdir()
        self.environment, self.folder = {}, "/"

    def work_in(self, value: str) -> None:
        self.folder = value
        Path(self.root, value.lstrip("/")).mkdir(parents=True, exist_ok=True)

    def set(self, value: str) -> None:
        self.environment |= dict(word.split("=", 1) for word in shlex.split(value))

    def copy(self, value: str) -> None:
        *sources, goal = value.split()
        given = self.given
        if sources[0].startswith("--from="):
            given = self.root.with_name(sources.pop(0).removeprefix("--from="))
        into = self.root / self.folder.lstrip("/") / goal if not goal.startswith("/") else self.root / goal.lstrip("/")
        for source in sources:
            found = given / source.lstrip("/")
            if found.is_dir():
                # Of a stage nothing is left but what is copied from it: that can as well be the same files.
                copy = shutil.copy2 if given == self.given else os.link
                shutil.copytree(found, into, symlinks=True, dirs_exist_ok=True, copy_function=copy)
            else:
                into.mkdir(parents=True, exist_ok=True)
                shutil.copy(found, into)

    def run(self, value: str) -> None:
        if ALL:
            self._shell(self.below(value))
            return
        for command in value.split("&&"):
            self._run_or_take_over(self.below(command.strip()))

    def _run_or_take_over(self, command: str) -> None:
        """The two ways to spell what is fetched are known here; anything else runs as it stands."""
        words = shlex.split(command)
        of_pip, folder = words[0].endswith("/bin/pip"), self.root / self.folder.lstrip("/")
        if words[:-1] == ["python3", "-m", "venv"]:
            self._shell(f"python3 -m venv --without-pip {words[-1]}")
        elif of_pip and words[1:-1] == ["install", "--quiet", "--no-deps", "--require-hashes", "-r"]:
            take_over(folder / words[-1], Path(words[0]).parents[1], linked=False)
        elif of_pip:
            python = str(Path(words[0]).with_name("python"))
            self._shell(shlex.join([sys.executable, "-m", "pip", "--python", python, *words[1:]]))
        else:
            self._shell(command)

    def _shell(self, line: str) -> None:
        known = {name: os.environ[name] for name in os.environ if name.startswith(("PIP_", "SSL_"))}
        # What pip has fetched before is used, where an engine would fetch it anew; the hashes are held to all the same.
        set_there = {name: value for name, value in self.environment.items() if name != "PIP_NO_CACHE_DIR"}
        # The base image's Python is the one the tests have.
        path = f"{Path(sys.base_prefix) / 'bin'}:/usr/bin:/bin"
        command = ["/bin/sh", "-c", line]
        folder = self.root / self.folder.lstrip("/")
        environment = {**known, **set_there, "PATH": path, "HOME": os.environ.get("HOME", "/")}
        ran = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, f"{line}\n{ran.stdout}{ran.stderr}"

    def run_as(self, value: str) -> None:
        self.user = value

    def say(self, name: str, value: str) -> None:
        words: Any = json.loads(value[value.index("[") :])
        self.said[name] = words


_STEPS = {
    "ARG": Engine.argument,
    "FROM": Engine.start,
    "WORKDIR": Engine.work_in,
    "ENV": Engine.set,
    "COPY": Engine.copy,
    "RUN": Engine.run,
    "USER": Engine.run_as,
    "EXPOSE": lambda engine, value: None,
    "HEALTHCHECK": lambda engine, value: engine.say("HEALTHCHECK", value),
    "ENTRYPOINT": lambda engine, value: engine.say("ENTRYPOINT", value),
    "CMD": lambda engine, value: engine.say("CMD", value),
}
