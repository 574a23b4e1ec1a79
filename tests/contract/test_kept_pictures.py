"""Public pictures that are kept across processes and restarts, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import asyncio
import os

import pytest

from bot.storage.database import Database, StorageError
from bot.storage.erasure import ROWS
from bot.storage.retention import PICTURES_KEPT
from bot.storage.store import Store
from bot.storage.tables import pictures
from tests.fakes.store_turns import DAY, NOW, SECOND, table

KEY, OTHER_KEY = "a" * 64, "b" * 64
PNG = bytes(range(256)) * 1000
KEEP = 730 * DAY


class TestKept:
    """A picture is drawn once and found by everybody."""

    async def test_what_is_not_kept_is_none(self, store: Store) -> None:
        assert await store.pictures.get(KEY) is None

    @pytest.mark.parametrize("body", [PNG, b"", b"\x00\xff\x00"])
    async def test_every_byte_comes_back_in_another_process_too(self, store: Store, other: Store, body: bytes) -> None:
        await store.pictures.put(KEY, body, NOW)
        assert await store.pictures.get(KEY) == await other.pictures.get(KEY) == body
        assert await other.pictures.get(OTHER_KEY) is None

    async def test_it_is_there_after_a_restart(self, any_database_url: str) -> None:
        first = Store(any_database_url)
        await first.open()
        await first.pictures.put(KEY, PNG, NOW)
        await first.close()
        again = Store(any_database_url)
        await again.open()
        assert await again.pictures.get(KEY) == PNG
        await again.close()

    async def test_the_first_of_a_key_stays_with_its_time(self, store: Store, database: Database) -> None:
        await store.pictures.put(KEY, PNG, NOW)
        await store.pictures.put(KEY, b"another", NOW + DAY)
        assert [(row["body"], row["at"]) for row in await table(database, pictures)] == [(PNG, NOW)]

    async def test_twenty_who_have_drawn_the_same_at_once_keep_one(
        self, store: Store, other: Store, database: Database
    ) -> None:
        bodies = [os.urandom(100) for _ in range(20)]
        await asyncio.gather(*((store, other)[n % 2].pictures.put(KEY, bodies[n], NOW) for n in range(20)))
        (row,) = await table(database, pictures)
        assert row["body"] in bodies
        assert await store.pictures.get(KEY) == row["body"]

    async def test_trouble_with_the_database_has_one_name(self, store: Store, database: Database) -> None:
        async with database.writing() as connection:
            await connection.run_sync(pictures.drop)
        with pytest.raises(StorageError):
            await store.pictures.get(KEY)
        with pytest.raises(StorageError):
            await store.pictures.put(KEY, PNG, NOW)


class TestTidying:
    """A picture is kept for ninety days."""

    async def test_what_was_kept_before_then_goes_and_nothing_else(self, store: Store) -> None:
        await store.pictures.put(KEY, PNG, NOW)
        await store.pictures.put(OTHER_KEY, PNG, NOW + SECOND)
        await store.pictures.tidy(NOW)
        assert await store.pictures.get(KEY) == PNG
        await store.pictures.tidy(NOW + SECOND)
        assert await store.pictures.get(KEY) is None
        assert await store.pictures.get(OTHER_KEY) == PNG

    async def test_the_hourly_tidying_takes_those_of_more_than_ninety_days(self, store: Store) -> None:
        assert PICTURES_KEPT == 90 * DAY
        await store.pictures.put(KEY, PNG, NOW)
        await store.tidy(NOW + PICTURES_KEPT, KEEP)
        assert await store.pictures.get(KEY) == PNG
        await store.tidy(NOW + PICTURES_KEPT + SECOND, KEEP)
        assert await store.pictures.get(KEY) is None
        await store.pictures.put(KEY, b"drawn again", NOW + PICTURES_KEPT + SECOND)
        assert await store.pictures.get(KEY) == b"drawn again"

    async def test_one_go_takes_a_bounded_piece(self, store: Store, database: Database) -> None:
        async with database.writing() as connection:
            rows = [{"key": str(number), "body": b"", "at": NOW + number * SECOND} for number in range(ROWS + 1)]
            await connection.execute(pictures.insert(), rows)
        for left in ([str(ROWS)], []):
            await store.pictures.tidy(NOW + DAY)
            assert [row["key"] for row in await table(database, pictures)] == left


def test_nothing_of_anybodys_own_can_be_among_them() -> None:
    assert set(pictures.c.keys()) == {"key", "body", "at"}
