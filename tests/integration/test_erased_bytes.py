"""Erased means gone: out of the bytes of SQLite's files, while the bot runs, and the files are its own user's alone."""

from __future__ import annotations

import asyncio
import dataclasses
import os
import sqlite3
import stat
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
import sqlalchemy as sa

from bot.errors import Wrong
from bot.storage import sqlite_file
from bot.storage.database import Database, StorageError
from bot.storage.loaded import Committed
from bot.storage.own_use import OwnChange
from bot.storage.store import Store
from bot.wire import Reply
from dialogs.own_use.kommune_use import KeptUse, KommuneUse
from dialogs.reflection.closing import closed
from dialogs.reflection.state import Phase
from radar_core.own_use.model import OwnUse, Stage
from tests.fakes.database_files import residue
from tests.fakes.store_turns import ANNA, BENT, DAY, HERE, NOW, SECOND, answer, begun, count_answers, turn

SOON = 30.0
"""Seconds; on any machine."""
SECRETS = tuple(f"hemmeligt-ord-{number}" for number in range(6))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "mappe" / "bot.db"


@pytest_asyncio.fixture
async def store(file: Path) -> AsyncIterator[Store]:
    opened = Store(f"sqlite+aiosqlite:///{file}")
    await opened.open()
    yield opened
    await opened.close()


async def withdraws(store: Store) -> None:
    """One writes six answers among others', and takes them back."""
    mine = tuple(answer(BENT, number, text=f"{word} " * 40) for number, word in enumerate(SECRETS, start=1))
    others = tuple(answer(ANNA, number, text="andres ord " * 40) for number in range(1, 7))
    await turn(store, begun(answers=others))
    await turn(store, begun(answers=(*others, *mine)))
    await turn(store, begun(answers=others))


class TestWithdrawn:
    """Not a byte of it is left."""

    async def test_while_the_bot_runs(self, store: Store, file: Path) -> None:
        others = (answer(ANNA, 1, text="andres ord"),)
        await turn(store, begun(answers=(*others, answer(BENT, 1, text=SECRETS[0]))))
        assert residue(file.parent, SECRETS[0]), "the search finds it while it stands"
        await turn(store, begun(answers=others))
        assert await store.scrubbed(SOON)
        assert residue(file.parent, SECRETS[0]) == {}
        assert residue(file.parent, "andres ord") == {"andres ord": {"bot.db"}}

    async def test_from_the_pages_of_the_database(self, store: Store, file: Path) -> None:
        await withdraws(store)
        assert await store.scrubbed(SOON)
        assert residue(file.parent, *SECRETS) == {}

    async def test_without_secure_delete_the_same_search_finds_it(
        self, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sqlite_file, "SECURE_DELETE", 0)
        store = Store(f"sqlite+aiosqlite:///{file}")
        await store.open()
        await withdraws(store)
        assert await store.scrubbed(SOON)
        assert residue(file.parent, *SECRETS)
        await store.close()
        assert residue(file.parent, *SECRETS), "nor does a stop take it away"

    async def test_as_soon_as_nobody_reads_any_more_and_nobody_waits_for_it(self, store: Store, file: Path) -> None:
        await turn(store, begun(answers=(answer(BENT, 1, text=SECRETS[0]),)))
        reading = sqlite3.connect(file, isolation_level=None)
        reading.execute("BEGIN")
        reading.execute("SELECT count(*) FROM answers").fetchall()
        await turn(store, begun())
        assert not await store.scrubbed(0.3)
        assert residue(file.parent, SECRETS[0])
        await turn(store, begun(answers=(answer(ANNA, 2, text="imens"),)))
        reading.execute("ROLLBACK")
        reading.close()
        assert await store.scrubbed(SOON)
        assert residue(file.parent, SECRETS[0]) == {}

    async def test_where_a_killed_process_left_it_the_next_start_takes_it(self, file: Path) -> None:
        killed = Store(f"sqlite+aiosqlite:///{file}")
        await killed.open()
        await turn(killed, begun(answers=(answer(BENT, 1, text=SECRETS[0]),)))
        async with killed._database.writing() as connection:
            await connection.execute(sa.text("DELETE FROM answers"))
        next_start = Store(f"sqlite+aiosqlite:///{file}")
        await next_start.open()
        assert await next_start.scrubbed(SOON)
        assert residue(file.parent, SECRETS[0]) == {}
        await next_start.close()
        await killed.close()

    async def test_from_a_file_that_is_written_anew_and_keeps_the_rest(self, store: Store, file: Path) -> None:
        await withdraws(store)
        assert await store.scrubbed(SOON, rebuilt=True)
        assert residue(file.parent, *SECRETS) == {}
        assert (await count_answers(store, HERE.tenant, "r1")) == 6

    async def test_nor_is_it_said_to_be_written_anew_while_somebody_else_writes(self, store: Store, file: Path) -> None:
        lock = sqlite3.connect(file, isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")
        assert not await store.scrubbed(0.3, rebuilt=True)
        lock.execute("ROLLBACK")
        lock.close()
        assert await store.scrubbed(SOON, rebuilt=True)


async def test_what_is_tidied_overwritten_or_closed_without_names_is_scrubbed_too(store: Store, file: Path) -> None:
    old, hidden, own = (f"{SECRETS[0]}-{what}" for what in ("gammelt", "skjult", "egen"))
    await turn(store, begun("old", answers=(answer(BENT, 1, text=old),)))
    elsewhere = dataclasses.replace(HERE, conversation="elsewhere")
    secret = begun("hidden", anonymous=True, salt="salt", answers=(answer(BENT, 1, text=hidden),))
    await turn(store, secret, where=elsewhere)
    for revision, evidence in ((1, own), (2, "nyt")):
        before = await store.kommune_use(HERE.tenant, "101")
        use = OwnUse("chatbot", Stage.I_DRIFT, evidence, None, BENT.name, NOW)
        change = OwnChange(before, KommuneUse("101", (KeptUse("skole", use, BENT, revision),)))
        stands = await store.load(HERE, "look")
        act = f"own {revision}"
        assert await store.commit(stands, act, NOW, stands.reflection, Reply(), changes=(change,)) is Committed.DONE
    assert residue(file.parent, old, hidden, own).keys() == {old, hidden, own}, "it is all there before"
    await turn(store, closed(secret, Phase.FINISHED, NOW), where=elsewhere)
    assert await store.scrubbed(SOON)
    assert residue(file.parent, hidden, own) == {}
    await store.tidy(NOW + 731 * DAY + SECOND, 730 * DAY)
    assert await store.scrubbed(SOON)
    assert residue(file.parent, old) == {}


async def test_every_way_to_the_database_overwrites_what_it_deletes(store: Store, file: Path) -> None:
    asked = sa.text("PRAGMA secure_delete")
    kept = store._database
    assert await kept.read(lambda connection: connection.scalar(asked)) == 1
    assert await kept.write(lambda connection: connection.scalar(asked)) == 1
    async with kept.reading() as reading, kept.writing() as writing:
        assert (await reading.scalar(asked), await writing.scalar(asked)) == (1, 1)


async def test_a_sqlite_that_does_not_overwrite_is_not_used(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_file, "SECURE_DELETE", "FAST")  # it then says 2
    with pytest.raises(StorageError) as refused:
        await Store(f"sqlite+aiosqlite:///{file}").open()
    assert refused.value.wrong is Wrong.KEEPS


class TestPrivate:
    """The files are readable to the bot's own user and to nobody else."""

    @pytest.fixture(autouse=True)
    def _umask(self) -> Iterator[None]:
        before = os.umask(0)  # the worst there is
        yield
        os.umask(before)

    async def test_from_before_the_first_byte(self, file: Path) -> None:
        database = Database(f"sqlite+aiosqlite:///{file}")
        assert (mode(file), mode(file.parent)) == (0o600, 0o700), "nothing has been opened yet"
        await database.close()

    async def test_all_of_them_while_the_bot_runs(self, file: Path) -> None:
        store = Store(f"sqlite+aiosqlite:///{file}")
        await store.open()
        await turn(store, begun())
        found = {path.name: mode(path) for path in file.parent.iterdir()}
        assert found == dict.fromkeys(("bot.db", "bot.db-wal", "bot.db-shm", "bot.db.lock"), 0o600)
        await store.close()

    async def test_also_where_an_earlier_release_let_all_read_them(self, store: Store, file: Path) -> None:
        await turn(store, begun())
        for path in file.parent.iterdir():
            path.chmod(0o644)
        again = Store(f"sqlite+aiosqlite:///{file}")
        await again.open()
        found = {path.name: mode(path) for path in file.parent.iterdir() if path.suffix != ".lock"}
        assert found == dict.fromkeys(("bot.db", "bot.db-wal", "bot.db-shm"), 0o600)
        await again.close()

    async def test_a_folder_that_was_there_stays_as_it_is(self, file: Path) -> None:
        file.parent.mkdir(mode=0o755)
        database = Database(f"sqlite+aiosqlite:///{file}")
        assert mode(file.parent) == 0o755
        await database.close()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


async def test_fifty_withdrawals_at_once_are_all_scrubbed(store: Store, file: Path) -> None:
    places = [dataclasses.replace(HERE, conversation=str(number)) for number in range(50)]
    for number, place in enumerate(places):
        await turn(store, begun(f"r{number}", answers=(answer(BENT, 1, text=f"ord-{number}-"),)), where=place)
    await asyncio.gather(*(turn(store, begun(f"r{n}"), where=place) for n, place in enumerate(places)))
    assert await store.scrubbed(SOON)
    assert residue(file.parent, *(f"ord-{number}-" for number in range(50))) == {}
