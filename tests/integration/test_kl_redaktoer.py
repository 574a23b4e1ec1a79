"""The guide for KL's editors, word for word: its sheets are written, its commands run in order, its output compared."""

from __future__ import annotations

import asyncio
import builtins
import getpass
import re
import shlex
import sys
from pathlib import Path

import pytest

from bot.cli.main import main
from bot.settings import Settings
from radar_core.push.signing import public_text
from tests.fakes.guide import ADDRESS, PASSPHRASE, PUBLIC, save, steps
from tests.fakes.local_bot import Recorder, local_bot
from tests.fakes.signed import SPARE

pytestmark = pytest.mark.usefixtures("workers_at_once")

LEFT_OUT = "…"
TIME = re.compile(r"\d\d\.\d\d\.\d{4} \d\d\.\d\d")
MADE_UP = re.compile(r"\b[0-9a-f]{64}\b|\b[0-9a-f]{16}\b|\b[0-9a-f]{12}\b|[A-Za-z0-9+/]{43}=")
"""Hashes, keys and processes: others every time, but the same one wherever the guide has the same one."""


class Same:
    """Whether what was printed is what the guide shows, the times aside."""

    def __init__(self) -> None:
        self._meant: dict[str, str] = {}

    def check(self, shown: str, printed: str) -> None:
        wanted, got = ([line.rstrip() for line in text.rstrip().splitlines()] for text in (shown, printed))
        if LEFT_OUT in wanted:
            at = wanted.index(LEFT_OUT)
            after = len(wanted) - at - 1
            assert len(got) > at + after, printed
            wanted, got = wanted[:at] + wanted[at + 1 :], got[:at] + got[len(got) - after :]
        assert list(map(self._plain, wanted)) == list(map(self._plain, got))
        for one, other in zip(wanted, got, strict=True):
            for mine, theirs in zip(MADE_UP.findall(one), MADE_UP.findall(other), strict=True):
                assert self._meant.setdefault(mine, theirs) == theirs, (one, other)
        assert len(set(self._meant.values())) == len(self._meant)

    @staticmethod
    def _plain(line: str) -> str:
        return MADE_UP.sub(lambda found: f"<{len(found[0])}>", TIME.sub("<tid>", line))


class Person:
    """An editor at a terminal, who says yes and knows the passphrase."""

    def answers(self, question: str) -> str:
        sys.stdout.write(f"{question}ja\n")
        return "ja"

    def types_unseen(self, prompt: str) -> str:
        sys.stdout.write(f"{prompt}\n")
        return PASSPHRASE


@pytest.fixture
def at_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"TR_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(builtins, "input", Person().answers)
    monkeypatch.setattr(getpass, "getpass", Person().types_unseen)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)


async def run(sheet: str, line: str, url: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What the command prints, with the guide's address for the bot's."""
    save(sheet, Path())
    program, *arguments = shlex.split(line)
    assert program == "teknologiradar"
    code = await asyncio.to_thread(main, [argument.replace(ADDRESS, url) for argument in arguments])
    said = capsys.readouterr()
    assert code == 0, said.err
    return said.out.replace(url, ADDRESS)


@pytest.mark.usefixtures("at_a_terminal")
async def test_the_guides_commands_take_a_sheet_live_and_back_and_print_what_it_shows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    same = Same()
    (_, keygen, shown), *rest = steps()
    printed = await run("", keygen, ADDRESS, capsys)
    same.check(shown, printed)
    public = PUBLIC.search(printed)
    assert public
    async with local_bot(tmp_path, Recorder(), kl_public_keys=(public[1], public_text(SPARE.public_key()))) as bot:
        for sheet, line, shown in rest:
            same.check(shown, await run(sheet, line, str(bot.make_url("")).rstrip("/"), capsys))
        async with bot.get("/radar/proeve/sundhed-og-aeldre.png") as picture:
            assert picture.status == 200
            assert (await picture.read()).startswith(b"\x89PNG")


def test_the_guide_shows_a_whole_walk() -> None:
    words = [line.split()[2] for _, line, _ in steps()]
    assert words == ["keygen", "template", "check", "publish", "publish", "activate", "list"]
    assert all(shown for _, _, shown in steps())
