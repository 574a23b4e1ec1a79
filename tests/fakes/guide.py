"""The guide for KL's editors as its readers follow it: the sheets they save, and the commands they type."""

from __future__ import annotations

import os
import pty
import re
import select
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "kl-redaktoer.md"
ADDRESS = "https://radar.example.org"
SHEET = "radar.csv"
PASSPHRASE = "en lang hemmelig sætning"
PUBLIC = re.compile(r"^Offentlig nøgle: (\S+)$", re.MULTILINE)
PATIENCE = 60.0
"""Seconds a command may take."""

ANSWERS = {
    "Vælg et kodeord til nøglefilen:": PASSPHRASE,
    "Skriv kodeordet igen:": PASSPHRASE,
    "Kodeord til nøglefilen:": PASSPHRASE,
    "(ja/nej)": "ja",
}
"""What an editor types at each question."""


def blocks() -> Iterator[tuple[str, str]]:
    """Language and text of every code block in order."""
    yield from re.findall(r"^```(\w+)\n(.*?)^```$", GUIDE.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def steps() -> list[tuple[str, str, str]]:
    """Each command with the sheet that has been saved by then, and the output the guide shows."""
    found: list[tuple[str, str, str]] = []
    sheet = ""
    for language, text in blocks():
        if language == "csv":
            sheet = text
        elif language == "sh":
            found += [(sheet, line, "") for line in text.splitlines()]
        elif language == "text" and found and not found[-1][2]:
            found[-1] = (*found[-1][:2], text)
    return found


def save(sheet: str, folder: Path) -> None:
    """As the editor does before the command."""
    if sheet:
        (folder / SHEET).write_text(sheet, "utf-8")


def type_in(line: str, url: str, folder: Path, answers: Mapping[str, str] = ANSWERS) -> tuple[int, str]:
    """Runs a command of the guide at a terminal in ``folder``; its exit code, and all that stood on the screen."""
    program, *arguments = shlex.split(line.replace(ADDRESS, url))
    assert program == "teknologiradar"
    ours, theirs = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TR_")}
    with subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env={**environment, "PYTHONPATH": str(GUIDE.parents[1]), "PYTHONUTF8": "1"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    ) as process:
        os.close(theirs)
        screen = _talk(ours, answers)
        os.close(ours)
        return process.wait(PATIENCE), screen


def _talk(terminal: int, answers: Mapping[str, str]) -> str:
    """Answers each question once it stands at the end of the screen, until the command has ended."""
    screen, answered, deadline = b"", 0, time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if not select.select([terminal], [], [], 1.0)[0]:
            continue
        try:
            said = os.read(terminal, 65_536)
        except OSError:
            break  # Linux says so when the other end is closed
        if not said:
            break
        screen += said
        new = screen[answered:].decode(errors="replace").rstrip()
        for question, answer in answers.items():
            if new.endswith(question):
                answered = len(screen)
                os.write(terminal, f"{answer}\n".encode())
    return screen.decode(errors="replace").replace("\r\n", "\n")
