"""A start on a database that cannot be used is refused in one Danish sentence, by every command that opens it."""

from __future__ import annotations

import ctypes
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli.main import main
from bot.errors import SENTENCES, Wrong
from tests.fakes.postgres import fresh_url

ROOT = Path(__file__).parents[2]
PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 24, 1, 2


def under_a_file(folder: Path) -> Path:
    (folder / "fil").write_text("ikke en mappe")
    return folder / "fil" / "bot.db"


def a_folder(folder: Path) -> Path:
    (folder / "bot.db").mkdir()
    return folder / "bot.db"


def text(folder: Path) -> Path:
    (folder / "bot.db").write_text("ikke en database\n" * 500)
    return folder / "bot.db"


def made(folder: Path) -> Path:
    """One that a start has made."""
    script = folder / "script.txt"
    script.write_text("")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TR_DATABASE_URL", f"sqlite+aiosqlite:///{folder / 'bot.db'}")
        assert main(["chat", "--script", str(script)]) == 0
    return folder / "bot.db"


def corrupt(folder: Path) -> Path:
    file = made(folder)
    content = bytearray(file.read_bytes())
    content[100:4096] = b"\xff" * (4096 - 100)
    file.write_bytes(content)
    return file


def newer(folder: Path) -> Path:
    file = made(folder)
    connection = sqlite3.connect(file)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    return file


@pytest.fixture(params=["chat", "serve"])
def command(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Both commands that open the database; settings of this machine's own are left out."""
    monkeypatch.setenv("TR_DATABASE_URL", "")
    script = tmp_path / "ingenting.txt"
    script.write_text("")
    return ["chat", "--script", str(script)] if request.param == "chat" else ["serve", "--local", "--port", "0"]


@pytest.mark.parametrize(
    ("database", "says"),
    [
        (under_a_file, SENTENCES[Wrong.NO_FILE]),
        (a_folder, SENTENCES[Wrong.NO_FILE]),
        (text, SENTENCES[Wrong.NO_DATABASE]),
        (corrupt, SENTENCES[Wrong.NO_DATABASE]),
        (newer, "Databasen er fra en nyere udgave af botten (skema 9999)."),
    ],
    ids=["folder-cannot-be-made", "folder-in-its-place", "no-database", "corrupt", "newer-schema"],
)
def test_a_file(
    command: list[str],
    database: Callable[[Path], Path],
    says: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = tmp_path / "database"
    folder.mkdir()
    file = database(folder)
    capsys.readouterr()
    monkeypatch.setenv("TR_DATABASE_URL", f"sqlite+aiosqlite:///{file}")
    assert main(command) == 1
    said = capsys.readouterr().err
    assert said.startswith(says) and said.count("\n") == 1, said


@pytest.mark.parametrize(
    ("url", "wrong"),
    [
        ("postgresql+asyncpg://postgres@127.0.0.1:1/bot", Wrong.NO_SERVER),
        ("postgresql+asyncpg://postgres@/bot?host=/findes/ikke", Wrong.NO_SERVER),
    ],
    ids=["no-server", "no-socket"],
)
def test_a_server_that_is_not_there(
    command: list[str],
    url: str,
    wrong: Wrong,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("TR_DATABASE_URL", url)
    assert main(command) == 1
    assert capsys.readouterr().err == SENTENCES[wrong] + "\n"


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [("//postgres@", "//nobody:forkert@", Wrong.PASSWORD), ("/test", "/ingen", Wrong.NO_SERVER)],
    ids=["wrong-user-or-password", "no-such-database"],
)
def test_a_server_that_does_not_let_us_in(
    command: list[str],
    old: str,
    new: str,
    wrong: Wrong,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("TR_DATABASE_URL", fresh_url("postgresql", tmp_path).replace(old, new))
    assert main(command) == 1
    said = capsys.readouterr().err
    assert said == SENTENCES[wrong] + "\n"
    assert "forkert" not in said


def _without_roots_rights() -> None:
    """Permissions count for root too, from the next program on."""
    libc = ctypes.CDLL(None)
    for right in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
        libc.prctl(PR_CAPBSET_DROP, right, 0, 0, 0)


@pytest.mark.parametrize("which", ["file", "folder", "new-folder"])
def test_a_file_or_folder_that_may_only_be_read(
    command: list[str], which: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "database"
    folder.mkdir()
    file = folder / "ny" / "bot.db" if which == "new-folder" else made(folder)
    locked = file if which == "file" else folder
    locked.chmod(stat.S_IRUSR | (stat.S_IXUSR if locked is folder else 0))
    try:
        done = subprocess.run(
            [sys.executable, "-m", "bot", *command],
            env={**os.environ, "TR_DATABASE_URL": f"sqlite+aiosqlite:///{file}"},
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=120,
            preexec_fn=_without_roots_rights if os.geteuid() == 0 else None,
        )
    finally:
        locked.chmod(stat.S_IRWXU)
    assert done.returncode == 1
    assert done.stderr in {SENTENCES[wrong] + "\n" for wrong in (Wrong.READONLY, Wrong.NO_FILE)}
