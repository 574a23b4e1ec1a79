"""A copy is put back, and who was erased since is in no table, no file and no export: by an operator's commands."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import re
import sqlite3
import stat
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest

from bot.cli.main import main
from bot.settings import Settings
from bot.storage import moving, schema
from bot.storage.database import Database
from bot.storage.retention import BACKUPS_KEPT
from bot.storage.store import Store
from bot.storage.tables import erasures
from dialogs.asides.erasing import Mine
from tests.fakes.database_files import residue
from tests.fakes.marked import ANNA, MARK, MY_CHAT, alone, erases, own_radar, places, with_others
from tests.fakes.postgres import fresh_url
from tests.fakes.store_turns import BENT, DAY, HERE, NOW, answer, begun, standing, table, turn

Found = TypeVar("Found")
ERASE = ["privacy", "erase", "--tenant", HERE.tenant, "--person", ANNA.id, "--yes"]


def on(url: str, work: Callable[[Store], Awaitable[Found]]) -> Found:
    async def whole() -> Found:
        store = Store(url)
        await store.open()
        try:
            return await work(store)
        finally:
            assert await store.scrubbed(30.0)
            await store.close()

    return asyncio.run(whole())


def run(*arguments: str | Path) -> int:
    return main(["database", *map(str, arguments)])


async def lives(store: Store) -> None:
    await alone(store)
    await with_others(store)
    await own_radar(store)


async def kept_of_her(store: Store) -> Mine:
    return await store.people.mine(HERE.tenant, ANNA.id, MY_CHAT.conversation)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bot's database in a folder of its own, with Anna in every place that takes words."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"TR_{name.upper()}", raising=False)
    made = tmp_path / "bot" / "bot.db"
    monkeypatch.setenv("TR_DATABASE_URL", url_of(made))
    on(url_of(made), lives)
    return made


def url_of(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"


def set_aside(file: Path) -> Path:
    away = file.parent.parent / "gammel"
    away.mkdir()
    for each in file.parent.glob(f"{file.name}*"):
        each.rename(away / each.name)
    return away / file.name


@pytest.fixture
def copy(file: Path, tmp_path: Path) -> Path:
    made = tmp_path / "kopi.db"
    assert run("backup", made) == 0
    return made


class TestErasedByAnOperator:
    """Copied, erased by ``privacy erase``, lost and put back."""

    def test_not_a_byte_of_her_is_in_the_folder_and_her_export_is_empty(
        self, file: Path, copy: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(ERASE) == 0
        old = set_aside(file)
        assert residue(copy.parent, MARK) == {MARK: {copy.name}}, "the copy has her, and it alone"
        assert run("restore", copy, "--erasures", old) == 0
        said = capsys.readouterr().out
        assert (
            re.search(r"\d sletning(er)? siden kopien er gjort igen", said)
            and MARK not in said.split("Det er slettet")[-1]
        )
        assert residue(file.parent, MARK, json.dumps(MARK)[1:-1]) == {}
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert [path.name for path in file.parent.iterdir() if ".lock" not in path.name] == [file.name]
        assert on(url_of(file), kept_of_her) == Mine()
        assert main(["privacy", "export", "--tenant", HERE.tenant, "--person", ANNA.id]) == 1
        assert "ikke gemt noget" in capsys.readouterr().err
        assert {answer.text for answer in on(url_of(file), standing).answers} == {"Bents eget svar"}
        assert residue(file.parent, MARK) == {}, "nor when the bot has run on it"

    def test_by_a_list_that_was_written_out_where_the_disk_with_the_database_is_lost(
        self, file: Path, copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(ERASE) == 0
        listed = tmp_path / "sletninger.json"
        assert run("erasures", listed) == 0
        assert stat.S_IMODE(listed.stat().st_mode) == 0o600
        assert run("erasures", listed) == 1, "a list is never written over"
        for each in set_aside(file).parent.iterdir():
            each.unlink()
        assert run("restore", copy, "--erasures", listed) == 0
        assert "senere, er ikke på den" in capsys.readouterr().out
        assert residue(file.parent, MARK) == {}

    def test_again_and_again_of_the_same_old_copy(self, file: Path, copy: Path, tmp_path: Path) -> None:
        assert main(ERASE) == 0
        old = set_aside(file)
        assert run("restore", copy, "--erasures", old) == 0
        second = file.with_name("anden.db")
        file.rename(second)
        assert run("restore", copy, "--erasures", second) == 0, "the list went on in the one that was put back"
        assert residue(file.parent, MARK) == {}

    def test_an_older_releases_copy_too(self, file: Path, copy: Path) -> None:
        with sqlite3.connect(copy) as connection:
            connection.execute("DROP TABLE erasures")
            connection.execute("DROP INDEX ix_conversations_tenant_team")
            for column in ("team", "departed"):
                connection.execute(f"ALTER TABLE conversations DROP COLUMN {column}")
            connection.execute("UPDATE alembic_version SET version_num = '0013'")
        connection.close()
        assert main(ERASE) == 0
        assert run("restore", copy, "--erasures", set_aside(file)) == 0
        assert residue(file.parent, MARK) == {}
        with sqlite3.connect(file) as connection:
            assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(schema.HEAD,)]
            begins = connection.execute("SELECT count(*) FROM erasures WHERE subject = 'begins'").fetchone()
        assert begins == (0,), "the list is as whole as the one that was put in"
        connection.close()


class TestWithoutAWholeList:
    """Nothing is put back in silence with what was erased in it."""

    def test_a_list_must_be_named_or_that_there_is_none(
        self, file: Path, copy: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        set_aside(file)
        with pytest.raises(SystemExit):
            run("restore", copy)
        assert "--erasures" in capsys.readouterr().err and not file.exists()
        assert run("restore", copy, "--no-erasures") == 0
        assert "er kommet tilbage" in capsys.readouterr().out
        with sqlite3.connect(file) as connection:
            assert connection.execute("SELECT subject FROM erasures").fetchall() == [("begins",)]
        connection.close()

    def test_a_list_that_is_cut_off_foreign_or_not_there_is_refused_and_nothing_is_put_back(
        self, file: Path, copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(ERASE) == 0
        whole, bad = tmp_path / "hel.json", tmp_path / "dårlig"
        assert run("erasures", whole) == 0
        set_aside(file)
        written = whole.read_text("utf-8")
        newer = written.replace('"version": 1', '"version": 2')
        for content, why in (
            (written[: len(written) // 2], "ikke hel"),
            ("", "ikke hel"),
            ("[]", "ikke hel"),
            (written.replace("+00:00", ""), "ikke hel"),
            (written.replace(written.split('"')[-4], "x"), "ikke hel"),
            (newer, "anden udgave"),
            ("SQLite format 3\0" + "x" * 5000, "kan ikke læses"),
        ):
            bad.write_text(content, "utf-8")
            assert run("restore", copy, "--erasures", bad) == 1, content[:40]
            assert why in capsys.readouterr().err
            assert not file.exists()
        assert run("restore", copy, "--erasures", tmp_path / "ingen") == 1
        assert "ingen liste" in capsys.readouterr().err and not file.exists()

    def test_an_old_database_that_is_broken_or_has_no_list_is_refused_until_it_is_said_to_be_known(
        self, file: Path, copy: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(ERASE) == 0
        old = set_aside(file)
        sound = old.read_bytes()
        with sqlite3.connect(old) as connection:
            connection.execute("PRAGMA writable_schema=ON")
            connection.execute("UPDATE sqlite_master SET rootpage = 2 WHERE name = 'pictures'")
        connection.close()
        assert run("restore", copy, "--erasures", old) == 1
        assert "ødelagt" in capsys.readouterr().err and not file.exists()
        assert run("restore", copy, "--erasures", old, "--incomplete") == 0
        assert residue(file.parent, MARK) == {}, "what could be read of the list is done"
        file.unlink()
        old.write_bytes(sound)
        with sqlite3.connect(old) as connection:
            connection.execute("DROP TABLE erasures")
        connection.close()
        assert run("restore", copy, "--erasures", old, "--incomplete") == 1
        assert "ingen liste" in capsys.readouterr().err

    def test_a_copy_that_is_older_than_the_list_is_refused_until_it_is_said_to_be_known(
        self, file: Path, copy: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(ERASE) == 0
        on(url_of(file), lambda store: store.tidy(NOW + 400 * DAY, 730 * DAY, 10 * DAY))
        old = set_aside(file)
        assert run("restore", copy, "--erasures", old) == 1
        assert "kommer tilbage" in capsys.readouterr().err and not file.exists()
        assert run("restore", copy, "--erasures", old, "--incomplete") == 0


def test_what_is_typed_in_a_chat_and_taken_back_or_erased_there_does_not_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The bot itself with its sentences: »fortryd« after the copy, then all of it by an operator."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"TR_{name.upper()}", raising=False)
    folder, first = tmp_path / "bot", tmp_path / "kopi.db"
    file = folder / "bot.db"
    monkeypatch.setenv("TR_DATABASE_URL", url_of(file))

    def types(*lines: str) -> str:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        assert main(["chat"]) == 0
        return capsys.readouterr().out

    def restored() -> None:
        away = tmp_path / f"væk-{len(list(tmp_path.iterdir()))}"
        folder.rename(away)
        assert run("restore", first, "--erasures", away / file.name) == 0

    types("start forløb for skole", "vi er Vejle", "Det første, vi er bedst til", f"Det andet er {MARK}")
    assert run("backup", first) == 0
    types("fortryd")
    restored()
    assert residue(folder, MARK, "Det første").keys() == {"Det første"}
    # A terminal has no buttons, and words alone erase nothing.
    assert main(["privacy", "erase", "--tenant", "local", "--person", "terminal", "--yes"]) == 0
    restored()
    assert residue(folder, MARK, "Det første") == {}
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT * FROM reflections").fetchall() == []
    connection.close()


async def test_the_copy_of_postgresql_is_put_back_by_its_tools_and_the_list_is_done_again(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What pg_dump would have in it is moved there from the file as it stood before."""
    before, listed = tmp_path / "før.db", tmp_path / "sletninger.json"
    assert await asyncio.to_thread(run, "backup", before) == 0
    goal = await asyncio.to_thread(fresh_url, "postgresql", tmp_path)
    there = await asyncio.to_thread(fresh_url, "postgresql", tmp_path)
    assert await asyncio.to_thread(run, "move", before, there) == 0, "the live one"
    monkeypatch.setenv("TR_DATABASE_URL", there)
    assert await asyncio.to_thread(main, ERASE) == 0
    assert await asyncio.to_thread(run, "erasures", listed) == 0
    assert await asyncio.to_thread(run, "move", before, goal) == 0, "the restored one"
    monkeypatch.setenv("TR_DATABASE_URL", goal)
    database = Database(goal)
    assert "answers.text" in await places(database)
    assert await asyncio.to_thread(run, "replay", listed) == 0
    assert re.search(r"\d sletning(er)? siden kopien er gjort igen", capsys.readouterr().out)
    assert await places(database) == set()
    assert await asyncio.to_thread(run, "replay", listed) == 0, "done again, it finds nothing"
    assert "0 sletninger" in capsys.readouterr().out
    await database.close()


def test_replaying_waits_for_no_bot_that_runs_on_the_file(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = tmp_path / "sletninger.json"
    assert run("erasures", listed) == 0

    async def beside(store: Store) -> int:
        return await asyncio.to_thread(run, "replay", listed)

    assert on(url_of(file), beside) == 1
    assert "Stop alle dens processer" in capsys.readouterr().err
    assert run("replay", listed) == 0


def test_what_moves_to_postgresql_takes_the_list_along(file: Path, tmp_path: Path) -> None:
    on(url_of(file), erases)
    goal = fresh_url("postgresql", tmp_path)
    assert run("move", file, goal) == 0

    async def prints(url: str) -> str:
        database = Database(url)
        try:
            return await database.read(lambda it: moving.fingerprint(erasures, it))
        finally:
            await database.close()

    assert asyncio.run(prints(url_of(file))) == asyncio.run(prints(goal))


def test_no_line_of_the_log_holds_a_hash_of_the_list(
    file: Path, copy: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    assert main(ERASE) == 0

    async def listed(store: Store) -> list[str]:
        return [row["subject"] for row in await table(store._database, erasures)]

    subjects = on(url_of(file), listed)
    assert subjects
    assert run("restore", copy, "--erasures", set_aside(file)) == 0
    told = caplog.text + "".join(capsys.readouterr())
    assert [each for each in subjects if each in told] == []


def test_copies_are_taken_to_be_kept_as_long_in_the_settings_as_in_the_sweeper() -> None:
    assert Settings().backups == BACKUPS_KEPT


def test_a_copy_with_the_erasure_in_it_keeps_what_she_has_written_since(file: Path, tmp_path: Path) -> None:
    assert main(ERASE) == 0

    async def comes_back(store: Store) -> None:
        await turn(store, begun("r7", started_by=BENT, answers=(answer(ANNA, text="kom igen"),)))

    on(url_of(file), comes_back)
    copy = tmp_path / "kopi.db"
    assert run("backup", copy) == 0
    assert run("restore", copy, "--erasures", set_aside(file)) == 0
    assert [each.text for each in on(url_of(file), standing).answers] == ["kom igen"]
