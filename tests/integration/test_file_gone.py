"""A database file that is deleted, moved or replaced while it is open: nothing is called saved that is not there."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from bot.errors import Wrong
from bot.storage.database import StorageError
from bot.storage.store import Store
from tests.fakes.database_files import moved, put_back
from tests.fakes.store_turns import HERE, NOW, begun, standing, turn


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "mappe" / "bot.db"


@pytest_asyncio.fixture
async def store(file: Path) -> AsyncIterator[Store]:
    opened = Store(f"sqlite+aiosqlite:///{file}")
    await opened.open()
    await turn(opened, begun())
    yield opened
    await opened.close()


def replaced(file: Path) -> None:
    os.replace(shutil.copy(file, file.with_name("kopi")), file)


def emptied(file: Path) -> None:
    """All of it goes, and an empty one lies there."""
    for each in file.parent.glob("bot.db*"):
        each.unlink()
    file.touch()


def without_wal(file: Path) -> None:
    file.with_name("bot.db-wal").unlink()


@pytest.mark.parametrize(
    "happens",
    [
        Path.unlink,
        moved,
        lambda file: file.parent.rename(file.parent.with_name("væk")),
        replaced,
        emptied,
        without_wal,
    ],
    ids=["deleted", "renamed", "folder-renamed", "restored-over", "replaced-by-an-empty-one", "wal-deleted"],
)
async def test_no_turn_is_called_saved(store: Store, file: Path, happens: Callable[[Path], object]) -> None:
    store.check_file()
    happens(file)
    for number in range(6):
        with pytest.raises(StorageError) as refused:
            await turn(store, begun(current=2), activity=str(number))
        assert refused.value.wrong is Wrong.MOVED
    with pytest.raises(StorageError):
        store.check_file()
    with pytest.raises(StorageError):
        await store.heartbeats.try_to_write(NOW)


async def test_put_back_it_goes_on_without_a_restart_and_what_was_refused_is_not_there(
    store: Store, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    moved(file)
    for number in range(3):
        with pytest.raises(StorageError):
            await turn(store, begun(current=2), activity=str(number))
    put_back(file)
    assert (await standing(store)).current == 1
    await turn(store, begun(current=3), activity="0")
    await store.close()
    again = Store(f"sqlite+aiosqlite:///{file}")
    await again.open()
    assert (await standing(again)).current == 3
    assert (await again.load(HERE, "1")).answered is None
    await again.close()
    said = [record.levelno for record in caplog.records if record.name == "bot.storage.sqlite_file"]
    assert said == [logging.ERROR, logging.WARNING], "one line each way"


async def test_a_copy_in_its_place_is_taken_up_at_the_next_start(store: Store, file: Path) -> None:
    assert await store.scrubbed(30.0)
    replaced(file)
    with pytest.raises(StorageError):
        await turn(store, begun(current=2))
    await store.close()
    again = Store(f"sqlite+aiosqlite:///{file}")
    await again.open()
    assert (await standing(again)).current == 1
    await turn(again, begun(current=2))
    await again.close()
