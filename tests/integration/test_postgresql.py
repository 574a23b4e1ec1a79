"""docs/postgresql.md on a real server: its SQL as it stands, what it says of TLS, and what a deletion leaves."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio
import sqlalchemy as sa

from bot.cli.main import main
from bot.errors import StorageError, UnsafeStart, Wrong
from bot.storage.database import CONNECTIONS, Database
from bot.storage.store import Store
from tests.fakes.postgres import fresh_url
from tests.fakes.store_turns import ANNA, answer, begun, standing, turn
from tests.fakes.tls_front import authority, tls_front

DOCUMENT = (Path(__file__).parents[2] / "docs" / "postgresql.md").read_text("utf-8")
HOST = "localhost"
MARK = "blåbærsyltetøj"


def statements(heading: str) -> list[str]:
    """The SQL under a heading, one statement each."""
    section = DOCUMENT.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    code = "\n".join(re.findall(r"^```sql\n(.*?)^```", section, re.MULTILINE | re.DOTALL))
    return [each.strip() for each in code.split(";") if each.strip()]


async def execute(socket: str, user: str, database: str, *each: str) -> None:
    connection = await asyncpg.connect(host=socket, user=user, database=database)
    try:
        for statement in each:
            await connection.execute(statement)
    finally:
        await connection.close()


@pytest_asyncio.fixture
async def socket(tmp_path: Path) -> AsyncIterator[str]:
    """Where the server listens, with the role and the database of the document on it."""
    url = await asyncio.to_thread(fresh_url, "postgresql", tmp_path)
    folder = str(sa.engine.make_url(url).query["host"])
    await execute(folder, "postgres", "postgres", *statements("1. Rolle og database"))
    yield folder
    await execute(folder, "postgres", "postgres", "DROP DATABASE radar (FORCE)", "DROP ROLE radar")


async def test_the_role_and_database_of_the_document_are_all_the_bot_needs_and_nobody_elses(socket: str) -> None:
    store = Store(f"postgresql+asyncpg://radar@/radar?host={socket}")
    await store.open()
    await turn(store, begun(answers=(answer(ANNA, text=MARK),)))
    assert (await standing(store)).answers[0].text == MARK
    await store.close()
    await execute(socket, "postgres", "postgres", "CREATE ROLE anden LOGIN")
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await execute(socket, "anden", "radar")
    finally:
        await execute(socket, "postgres", "postgres", "DROP ROLE anden")


async def test_what_is_erased_stays_in_the_tables_file_until_it_is_written_anew(socket: str) -> None:
    store = Store(f"postgresql+asyncpg://radar@/radar?host={socket}")
    await store.open()
    await turn(store, begun(answers=(answer(ANNA, text="bliver"), answer(ANNA, question=2, text=MARK))))
    await store.close()
    connection = await asyncpg.connect(host=socket, user="postgres", database="radar")

    async def in_file() -> bool:
        await connection.execute("CHECKPOINT")
        where = await connection.fetchval("SELECT pg_relation_filepath('answers')")
        folder = await connection.fetchval("SHOW data_directory")
        return MARK.encode() in await asyncio.to_thread((Path(folder) / where).read_bytes)

    assert await in_file()
    await connection.execute("DELETE FROM answers WHERE text = $1", MARK)
    await connection.execute("VACUUM answers")
    assert await in_file(), "an ordinary vacuum frees the room and leaves the words"
    looks, *cleans = statements("8. Oprydning")
    await execute(socket, "radar", "radar", looks, *cleans)
    assert not await in_file()
    assert await connection.fetchval("SELECT count(*) FROM answers") == 1
    people = {row["table_name"] for row in await connection.fetch(_TABLES_WITH_WORDS)}
    cleaned = {each.split()[-1] for each in cleans}
    await connection.close()
    assert {"answers", "notes", "reflections", "participants", "own_use", "inbox", "outbox", "files"} <= cleaned
    assert cleaned <= people


_TABLES_WITH_WORDS = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"


def test_the_connections_that_are_counted_with_are_as_many_as_a_process_makes() -> None:
    section = DOCUMENT.split("\n## 5. Forbindelser\n")[1].split("\n## ")[0]
    assert f"op til **{CONNECTIONS}** forbindelser" in section
    assert f"16 × 3 + 10 = {CONNECTIONS * 3 + 10}" in section


# TLS


def way_in(port: int, query: str, host: str = HOST) -> str:
    return f"postgresql+asyncpg://postgres@{host}:{port}/postgres{query}"


async def is_let_in(url: str) -> Wrong | None:
    """None where the server answers; else what the bot says is wrong."""
    database = Database(url)
    try:
        await database.read(lambda connection: connection.execute(sa.text("SELECT 1")))
    except StorageError as refused:
        return refused.wrong
    finally:
        await database.close()
    return None


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No certificate lies where the driver would find it by itself."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("PGSSLROOTCERT", "PGSSLMODE", "PGPASSWORD"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.usefixtures("home")
async def test_only_verify_full_with_the_right_issuer_and_name_is_sure_of_the_server(
    socket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, _, _ = authority(tmp_path, "anden")
    async with tls_front(socket, tmp_path, HOST) as (port, issuer):
        assert await is_let_in(way_in(port, "")) is None
        assert await is_let_in(way_in(port, "?ssl=require")) is None, "encrypted, whoever it is"
        for mode in ("verify-ca", "verify-full"):
            assert await is_let_in(way_in(port, f"?ssl={mode}")) is Wrong.TLS, "nothing to check it by"
        monkeypatch.setenv("PGSSLROOTCERT", str(issuer))
        assert await is_let_in(way_in(port, "?ssl=verify-full")) is None
        assert await is_let_in(way_in(port, "?ssl=verify-full", "127.0.0.1")) is Wrong.TLS, "another name"
        assert await is_let_in(way_in(port, "?ssl=verify-ca", "127.0.0.1")) is None
        monkeypatch.setenv("PGSSLROOTCERT", str(other))
        for mode in ("require", "verify-ca", "verify-full"):
            assert await is_let_in(way_in(port, f"?ssl={mode}")) is Wrong.TLS, "another issuer"


@pytest.mark.usefixtures("home")
async def test_a_server_without_tls_is_taken_only_where_nothing_is_asked_of_it(
    socket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with tls_front(socket, tmp_path, HOST, has_tls=False) as (port, issuer):
        monkeypatch.setenv("PGSSLROOTCERT", str(issuer))
        for mode in ("", "?ssl=disable", "?ssl=prefer"):
            assert await is_let_in(way_in(port, mode)) is None
        for mode in ("require", "verify-ca", "verify-full"):
            assert await is_let_in(way_in(port, f"?ssl={mode}")) is Wrong.TLS


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("query", ["?sslmode=verify-full", "?ssl=verify", "?ssl=verify-full&sslrootcert=/etc/ca.crt"])
def test_a_word_the_driver_would_stumble_over_is_refused_with_the_right_one(query: str) -> None:
    with pytest.raises(UnsafeStart, match=r"ssl|PGSSLROOTCERT"):
        Database(way_in(5432, query))


@pytest.mark.usefixtures("home")
def test_a_certificate_that_is_not_there_is_said_to_be_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PGSSLROOTCERT", str(tmp_path / "ingen"))
    with pytest.raises(UnsafeStart, match="PGSSLROOTCERT"):
        Database(way_in(5432, "?ssl=verify-full"))


def test_an_empty_database_is_said_to_be_empty_and_not_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TR_DATABASE_URL", fresh_url("postgresql", tmp_path))
    assert main(["database", "check"]) == 0
    assert capsys.readouterr().out == "Databasen er tom. Botten laver sine tabeller, når den starter.\n"
