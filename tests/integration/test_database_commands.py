"""The database looked through, copied while the bot runs, put back, and moved to PostgreSQL: whole, or not at all."""

from __future__ import annotations

import asyncio
import dataclasses
import sqlite3
import stat
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest
import sqlalchemy as sa

from bot.cli.main import main
from bot.settings import Settings
from bot.storage import moving, schema
from bot.storage.database import Database, sqlite_path
from bot.storage.store import Store
from bot.storage.tables import metadata
from dialogs.own_use.kommune_use import KommuneUse
from tests.fakes.erasures import keeps, own
from tests.fakes.postgres import fresh_url, ready_file
from tests.fakes.store_turns import ANNA, BENT, DAY, NOW, answer, begun, says, standing, turn

Found = TypeVar("Found")
SAID = "blåbær 🫐 der blev husket"


def stored(url: str, work: Callable[[Store], Awaitable[Found]]) -> Found:
    async def whole() -> Found:
        store = Store(url)
        await store.open()
        try:
            return await work(store)
        finally:
            await store.close()

    return asyncio.run(whole())


async def _all_delivered(store: Store) -> None:
    while waiting := await store.claim(NOW, 9):
        for queued in waiting:
            await store.delivered(queued, "m1")


async def _lived(store: Store) -> None:
    """A little of every sort, with a message delivered, so that numbers have been given that are no longer there."""
    await turn(store, begun(answers=(answer(ANNA, text=SAID), answer(BENT))), says("én", "to", "tre"))
    await _all_delivered(store)
    await turn(store, dataclasses.replace(await standing(store), touched_at=NOW + DAY), says("venter"))
    await keeps(store, KommuneUse("101", (own("chatbot", ANNA, NOW),)))
    await store.pictures.put("a" * 64, b"\x89PNG \xff", NOW)


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"TR_{name.upper()}", raising=False)
    made = ready_file(tmp_path / "bot.db")
    monkeypatch.setenv("TR_DATABASE_URL", made)
    stored(made, _lived)
    return made


def file_of(url: str) -> Path:
    found = sqlite_path(url)
    assert found is not None
    return found


def set_aside(url: str) -> None:
    file = file_of(url)
    for each in file.parent.glob(f"{file.name}*"):
        each.rename(each.with_name(f"væk-{each.name}"))


def away(url: str) -> Path:
    """Where the database lies once it is set aside."""
    return file_of(url).with_name(f"væk-{file_of(url).name}")


def test_a_copy_made_while_the_bot_runs_is_put_back_and_the_same_reflection_goes_on(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "kopi.db"

    async def beside(store: Store) -> None:
        assert await asyncio.to_thread(main, ["database", "check"]) == 0
        assert await asyncio.to_thread(main, ["database", "backup", str(copy)]) == 0
        await turn(store, dataclasses.replace(await standing(store), current=2), says("efter kopien"))

    stored(url, beside)
    said = capsys.readouterr().out
    assert f"Skema {schema.HEAD}" in said and "2  answers" in said and str(copy) in said
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir() if "kopi" in path.name] == ["kopi.db"], "whole, in one file"
    set_aside(url)
    assert main(["database", "restore", str(copy), "--erasures", str(away(url))]) == 0
    assert stat.S_IMODE(file_of(url).stat().st_mode) == 0o600

    async def goes_on(store: Store) -> list[str]:
        stands = await standing(store)
        more = (*stands.answers, answer(BENT, question=2, text="videre"))
        await turn(store, dataclasses.replace(stands, answers=more))
        return sorted(each.text for each in (await standing(store)).answers)

    assert stored(url, goes_on) == sorted([SAID, "svar 1", "videre"])


def test_what_is_there_is_never_written_over_and_a_running_bot_is_not_pulled_away_under(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "kopi.db"
    assert main(["database", "backup", str(copy)]) == 0
    before = copy.read_bytes()
    assert main(["database", "backup", str(copy)]) == 1
    assert "findes allerede" in capsys.readouterr().err and copy.read_bytes() == before
    assert main(["database", "restore", str(copy), "--no-erasures"]) == 1
    assert "ligger der allerede" in capsys.readouterr().err

    async def beside(store: Store) -> int:
        return await asyncio.to_thread(main, ["database", "restore", str(copy), "--no-erasures"])

    assert stored(url, beside) == 1
    assert "Stop alle dens processer" in capsys.readouterr().err
    set_aside(url)
    file_of(url).with_name("bot.db-wal").write_bytes(b"")
    assert main(["database", "restore", str(copy), "--no-erasures"]) == 1, (
        "a -wal of another database would be taken for its own"
    )
    assert not file_of(url).exists()


def test_a_copy_that_is_broken_foreign_or_newer_is_not_put_back(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "kopi.db"
    assert main(["database", "backup", str(copy)]) == 0
    set_aside(url)
    whole = copy.read_bytes()
    middle = len(whole) // 2
    broken, text, foreign, newer = (tmp_path / name for name in ("brudt", "tekst", "fremmed", "nyere"))
    broken.write_bytes(whole[:middle] + b"\xff" * 20_000 + whole[middle + 20_000 :])
    text.write_text("ikke en database" * 100, "utf-8")
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE andet (id)")
    connection.close()
    newer.write_bytes(whole)
    with sqlite3.connect(newer) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    for file, why in ((broken, "ødelagt"), (text, "ikke en database"), (foreign, "ikke en database"), (newer, "9999")):
        assert main(["database", "restore", str(file), "--no-erasures"]) == 1, file.name
        assert why in capsys.readouterr().err, file.name
        assert not file_of(url).exists(), file.name
    assert main(["database", "restore", str(tmp_path / "ingen"), "--no-erasures"]) == 1
    assert {path.name for path in tmp_path.iterdir() if path.name.startswith(".")} == set(), "nothing half-made is left"


def test_a_broken_database_is_said_to_be_so(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    file = file_of(url)
    whole = file.read_bytes()
    middle = len(whole) // 2
    file.write_bytes(whole[:middle] + b"\xff" * 20_000 + whole[middle + 20_000 :])
    assert main(["database", "check"]) == 1
    assert "ødelagt" in capsys.readouterr().err


def test_all_tables_move_to_postgresql_counted_and_compared_and_numbers_go_on(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    goal = fresh_url("postgresql", tmp_path)

    def prints(where: str) -> dict[str, str]:
        async def ask() -> dict[str, str]:
            database = Database(where)
            try:
                return await database.read(
                    lambda c: {table.name: moving.fingerprint(table, c) for table in metadata.sorted_tables}
                )
            finally:
                await database.close()

        return asyncio.run(ask())

    async def beside(store: Store) -> int:
        return await asyncio.to_thread(main, ["database", "move", str(file_of(url)), goal])

    assert stored(url, beside) == 1
    before = prints(url)
    assert len(set(before.values())) > 5, "there is something in several tables"
    assert main(["database", "move", str(file_of(url)), goal]) == 0
    assert "2  answers" in capsys.readouterr().out
    assert prints(url) == prints(goal) == before

    assert main(["database", "move", str(file_of(url)), goal]) == 1
    assert "allerede noget i målet" in capsys.readouterr().err

    async def goes_on(store: Store) -> list[int]:
        assert {each.text for each in (await standing(store)).answers} == {SAID, "svar 1"}
        await turn(store, dataclasses.replace(await standing(store), answers=()), says("ny"))
        ids = sa.text("SELECT id FROM outbox ORDER BY id")
        return list(await store._database.read(lambda c: c.scalars(ids).all()))

    assert stored(goal, goes_on) == [4, 5], "1, 2 and 3 were delivered, and are never given again"
    monkeypatch.setenv("TR_DATABASE_URL", goal)
    assert main(["database", "check"]) == 0
    for refused in (["backup", str(tmp_path / "x")], ["restore", str(file_of(url)), "--no-erasures"]):
        assert main(["database", *refused]) == 1
        assert "pg_dump" in capsys.readouterr().err


def test_a_number_of_the_last_message_is_not_given_again_where_none_is_left_to_move(tmp_path: Path) -> None:
    source, goal = fresh_url("sqlite", tmp_path), fresh_url("postgresql", tmp_path)

    async def delivers(store: Store) -> None:
        await turn(store, begun(), says("én", "to"))
        await _all_delivered(store)

    stored(source, delivers)
    assert main(["database", "move", str(file_of(source)), goal]) == 0

    async def next_one(store: Store) -> list[int]:
        await turn(store, dataclasses.replace(await standing(store), touched_at=NOW + DAY), says("ny"))
        return list(await store._database.read(lambda c: c.scalars(sa.text("SELECT id FROM outbox")).all()))

    assert stored(goal, next_one) == [3]


def test_what_is_not_of_this_release_or_does_not_come_over_as_it_was_is_not_moved(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    goal = fresh_url("postgresql", tmp_path)
    assert main(["database", "move", str(file_of(url)), url]) == 1
    assert "PostgreSQL" in capsys.readouterr().err
    copy = moving._copy

    def loses_a_letter(table: sa.Table, old: sa.Connection, new: sa.Connection) -> None:
        copy(table, old, new)
        if table.name == "answers":
            new.execute(table.update().where(table.c.text == SAID).values(text=SAID[1:]))

    with monkeypatch.context() as patched:
        patched.setattr(moving, "_copy", loses_a_letter)
        assert main(["database", "move", str(file_of(url)), goal]) == 1
    assert "answers" in capsys.readouterr().err
    with sqlite3.connect(file_of(url)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0010'")
    connection.close()
    assert main(["database", "move", str(file_of(url)), goal]) == 1
    assert "en anden udgave" in capsys.readouterr().err
    with sqlite3.connect(file_of(url)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", [schema.HEAD])
    connection.close()
    assert main(["database", "move", str(file_of(url)), goal]) == 0, "nothing of what was refused is left in the goal"
