"""An editor at a command line, with a folder, a key and a bot on this machine."""

from __future__ import annotations

import asyncio
import io
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.cli.main import main
from tests.fakes.local_bot import Client

PASSPHRASE = "en lang hemmelig sætning"
SIGNER = ("--key", "noegle.pem", "--passphrase-file", "kodeord.txt")
FACTS = """\
Id;proeve
Titel;Prøveradar
Status;eksempel
Serie;proeve
Metode;proeve
Dato;2026
Kilde;Opfundet
Belæg;eksempel

"""
ROWS = "Teknologi;Samlet;Sundhed og ældre\nRPA;AFPRØV;AFPRØV\nApps;KLAR;KLAR\nChatbots;AFPRØV;HOLD ØJE\n"
MOVED = ROWS.replace("RPA;AFPRØV;AFPRØV", "RPA;AFPRØV;KLAR")
WITHOUT_RPA = ROWS.replace("RPA;AFPRØV;AFPRØV\n", "")


def write(text: str, file: str = "ark.csv") -> None:
    """A file in the editor's folder."""
    Path(file).write_text(text, "utf-8")


class Terminal(io.StringIO):
    """A terminal at which somebody has typed already."""

    def isatty(self) -> bool:
        return True


@dataclass
class Editor:
    """An editor's folder, with a key, and a bot that knows the key."""

    client: Client
    capsys: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch

    @property
    def url(self) -> str:
        return str(self.client.make_url("")).rstrip("/")

    async def run(self, *arguments: str, typed: str = "") -> tuple[int, str, str]:
        """Exit code, stdout and stderr of one command."""
        self.monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        code = await asyncio.to_thread(main, ["editions", *arguments])
        said = self.capsys.readouterr()
        return code, said.out, said.err

    async def publish(self, rows: str, *more: str, typed: str = "ja\n") -> tuple[int, str, str]:
        """Publishes a sheet with these rows."""
        write(FACTS + rows)
        return await self.run("publish", "ark.csv", self.url, *SIGNER, *more, typed=typed)

    async def state(self) -> dict[str, Any]:
        """What the bot says is live and at hand."""
        async with self.client.get("/api/editions") as answer:
            told: dict[str, Any] = await answer.json()
            return told

    async def pushed(self) -> list[str]:
        return [each["name"] for each in (await self.state())["bundles"]]


def made_key(capsys: pytest.CaptureFixture[str], file: str = "noegle.pem") -> str:
    """A key file, and its public key."""
    assert main(["editions", "keygen", "-o", file, "--passphrase-file", "kodeord.txt"]) == 0
    public = re.search(r"^Offentlig nøgle: (\S+)$", capsys.readouterr().out, re.MULTILINE)
    assert public
    return public[1]
