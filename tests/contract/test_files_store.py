"""Files that people asked for: ordered, made, fetched from any process and gone in time, on both databases."""

from __future__ import annotations

import dataclasses
import json

import pytest

from bot.files.writing import WrittenFile
from bot.storage.database import Database, StorageError
from bot.storage.erasure import ROWS
from bot.storage.files import FileMoved, FileOrder, Files, FileState, beside_of
from bot.storage.loaded import Committed
from bot.storage.person_erasure import EraseChange
from bot.storage.retention import FILES_KEPT
from bot.storage.store import Store
from bot.storage.tables import file_tokens, files
from bot.wire import Address, Reply
from dialogs.asides.erasing import Mine
from dialogs.people import Person
from tests.fakes.store_turns import ANNA, BENT, DAY, HERE, NOW, OTHER_TENANT, SECOND, answer, begun, ids, table, turn

PDF = bytes(range(256)) * 300
NAME = "Protokol – ældre 🫐.pdf"
TENANT = HERE.tenant
LATER = dataclasses.replace(HERE, conversation="a chat of its own")


async def orders(store: Store, number: str = "f1", where: Address = HERE, by: Person = ANNA) -> Files:
    """A turn in which a file is ordered."""
    stands = await store.load(where, "look")
    order = FileOrder(number, by.id, NAME, "application/pdf", NOW + 60 * SECOND)
    done = await store.commit(stands, next(ids), NOW, stands.reflection, Reply(), changes=(order,))
    assert done is Committed.DONE
    return store.files


async def made(store: Store, number: str = "f1", where: Address = HERE, by: Person = ANNA) -> str:
    """A file that is there, and the token of its address."""
    kept = await orders(store, number, where, by)
    assert await kept.made(where.tenant, number, NAME, "application/pdf", PDF, NOW)
    return await kept.hand_out(where.tenant, number, NOW)


async def opens(store: Store, token: str) -> bool:
    return await store.files.fetch(token, NOW) is not None


class TestFetched:
    """Whoever holds a token has one file for a quarter of an hour."""

    async def test_any_process_serves_it_as_often_as_it_is_asked_for_until_its_time_is_up(
        self, store: Store, other: Store
    ) -> None:
        first = await made(store)
        second = await other.files.hand_out(TENANT, "f1", NOW)
        assert first != second
        for process in (store, other):
            for token in (first, second, first):
                found = await process.files.fetch(token, NOW + FILES_KEPT - SECOND)
                assert found is not None
                assert (found.name, found.media_type, found.content) == (NAME, "application/pdf", PDF)
                late = await process.files.fetch(token, NOW + FILES_KEPT)
                assert late is not None
                assert late.content is None

    async def test_nothing_else_opens_it(self, store: Store) -> None:
        token = await made(store)
        last = "A" if token[-1] != "A" else "B"
        for other in (token[:-1] + last, token.swapcase(), token + "A", "", "f1", "\ud800", "' OR 1=1 --"):
            assert not await opens(store, other), other

    async def test_no_column_holds_the_token(self, store: Store, database: Database) -> None:
        token = await made(store)
        for which in (files, file_tokens):
            for row in await table(database, which):
                assert token not in json.dumps(dict(row), default=repr)
                assert token.encode() not in (row.get("content") or b"")

    async def test_what_is_not_made_is_not_given_and_a_token_for_it_opens_it_once_it_is(self, store: Store) -> None:
        kept = await orders(store)
        token = await kept.hand_out(TENANT, "f1", NOW)
        assert not await opens(store, token)
        await kept.made(TENANT, "f1", NAME, "application/pdf", PDF, NOW)
        assert await opens(store, token)

    async def test_the_same_id_in_another_tenant_is_another_file(self, store: Store) -> None:
        token = await made(store)
        await orders(store, where=OTHER_TENANT)
        theirs = await store.files.hand_out(OTHER_TENANT.tenant, "f1", NOW)
        assert await opens(store, token)
        assert not await opens(store, theirs)


class TestOnTheWay:
    """An order becomes a file, or it is known that it does not."""

    async def test_it_is_made_once_and_what_failed_stays_so(self, store: Store, other: Store) -> None:
        kept = await orders(store)
        await orders(store, "f2")
        assert await kept.made(TENANT, "f1", NAME, "application/pdf", PDF, NOW)
        assert not await other.files.made(TENANT, "f1", NAME, "application/pdf", b"another", NOW)
        assert await kept.content(TENANT, "f1") == PDF
        await kept.failed(TENANT, "f2")
        assert not await kept.made(TENANT, "f2", NAME, "application/pdf", PDF, NOW)
        found = await kept.find(TENANT, "f2")
        assert found is not None
        assert found.state is FileState.FAILED

    async def test_what_goes_with_it_is_its_owners_and_there_as_long_as_it_is(
        self, store: Store, other: Store, database: Database
    ) -> None:
        kept, beside = await orders(store), WrittenFile("a.json", "application/json", b"{}")
        await orders(store, "f2")
        assert await kept.made(TENANT, "f1", NAME, "application/pdf", PDF, NOW, beside)
        assert not await other.files.made(TENANT, "f1", NAME, "application/pdf", PDF, NOW, beside)
        await kept.failed(TENANT, "f2")
        assert not await kept.made(TENANT, "f2", NAME, "application/pdf", PDF, NOW, beside)
        assert await kept.find(TENANT, beside_of("f2")) is None, "nothing goes with what did not come about"
        token = await kept.hand_out(TENANT, beside_of("f1"), NOW)
        for at, content in ((NOW + FILES_KEPT - SECOND, b"{}"), (NOW + FILES_KEPT, None)):
            found = await other.files.fetch(token, at)
            assert found is not None
            assert (found.name, found.media_type, found.content) == ("a.json", "application/json", content)
        rows = {row["id"]: dict(row) for row in await table(database, files)}
        own = {"id", "name", "media_type", "content"}
        pdf, small = ({k: v for k, v in rows[each].items() if k not in own} for each in ("f1", beside_of("f1")))
        assert pdf == small, "so whatever erases the one erases the other"

    async def test_one_whose_process_stopped_is_known_by_its_time(self, store: Store) -> None:
        found = await (await orders(store)).find(TENANT, "f1")
        assert found is not None
        assert (found.person, found.size, found.state) == (ANNA.id, 0, FileState.MAKING)
        assert [found.is_left(NOW + n * SECOND) for n in (0, 59, 60)] == [False, False, True]

    async def test_where_it_is_put_is_noted_and_its_bytes_go(self, store: Store) -> None:
        await made(store)
        stands = await store.load(HERE, "look")
        for by, reached in ((BENT, FileState.MADE), (ANNA, FileState.PLACING)):
            moved = FileMoved("f1", by.id, FileState.PLACING, NOW + 60 * SECOND)
            await store.commit(stands, next(ids), NOW, stands.reflection, Reply(), changes=(moved,))
            found = await store.files.find(TENANT, "f1")
            assert found is not None
            assert found.state is reached, "only its person says where it goes"
        await store.files.placed(TENANT, "f1", {"uniqueId": "1"})
        found = await store.files.find(TENANT, "f1")
        assert found is not None
        assert (found.state, found.size, found.placed) == (FileState.PLACED, 0, {"uniqueId": "1"})

    async def test_one_that_could_not_be_put_there_can_be_fetched_again(self, store: Store) -> None:
        token = await made(store)
        stands = await store.load(HERE, "look")
        moved = FileMoved("f1", ANNA.id, FileState.PLACING, NOW + 60 * SECOND)
        await store.commit(stands, next(ids), NOW, stands.reflection, Reply(), changes=(moved,))
        await store.files.not_placed(TENANT, "f1")
        found = await store.files.find(TENANT, "f1")
        assert found is not None
        assert found.state is FileState.UNPLACED
        assert await opens(store, token)

    async def test_trouble_with_the_database_has_one_name(self, store: Store, database: Database) -> None:
        async with database.writing() as connection:
            await connection.run_sync(file_tokens.drop)
        with pytest.raises(StorageError):
            await store.files.fetch("token", NOW)
        with pytest.raises(StorageError):
            await store.files.hand_out(TENANT, "f1", NOW)


class TestGone:
    """What is erased is not to be had as a file either."""

    async def test_the_tidying_takes_files_and_addresses_whose_time_is_up_and_no_others(
        self, store: Store, database: Database
    ) -> None:
        token = await made(store)
        await store.tidy(NOW + FILES_KEPT, 730 * DAY)
        assert await opens(store, token)
        await store.tidy(NOW + FILES_KEPT + SECOND, 730 * DAY)
        assert not await opens(store, token)
        assert [*await table(database, files), *await table(database, file_tokens)] == []

    async def test_one_go_takes_a_bounded_piece(self, store: Store, database: Database) -> None:
        async with database.writing() as connection:
            many = [
                {"tenant": TENANT, "token": str(number), "file": "f", "at": NOW + number * SECOND}
                for number in range(ROWS + 1)
            ]
            await connection.execute(file_tokens.insert(), many)
        for left in ([str(ROWS)], []):
            await store.tidy(NOW + DAY, 730 * DAY)
            assert [row["token"] for row in await table(database, file_tokens)] == left

    async def test_a_person_who_is_erased_is_in_no_file_of_the_tenant_whoever_made_it(self, store: Store) -> None:
        await turn(store, begun(answers=(answer(ANNA), answer(BENT))))
        mine, theirs = await made(store), await made(store, "f2", LATER, BENT)
        strange = await made(store, "f1", OTHER_TENANT)
        unmade = await orders(store, "f3")
        stands = await store.load(HERE, "look")
        change = EraseChange(
            TENANT, ANNA.id, await store.people.mine(TENANT, ANNA.id), lambda *_: ({"said": "gone"}, {"said": "gone"})
        )
        done = await store.commit(stands, next(ids), NOW, stands.reflection, Reply(), changes=(change,))
        assert done is Committed.DONE
        assert [await opens(store, token) for token in (mine, theirs, strange)] == [False, False, True]
        assert not await unmade.made(TENANT, "f3", NAME, "application/pdf", PDF, NOW), "nor one that comes later"

    async def test_an_answer_withdrawn_takes_the_files_of_its_conversation(self, store: Store) -> None:
        stands = begun(answers=(answer(ANNA), answer(BENT)))
        await turn(store, stands)
        here, elsewhere = await made(store), await made(store, "f2", LATER)
        await turn(store, dataclasses.replace(stands, skipped=frozenset({4})))
        assert await opens(store, here)
        await turn(store, dataclasses.replace(stands, answers=(answer(BENT),)))
        assert [await opens(store, token) for token in (here, elsewhere)] == [False, True]

    async def test_a_reflection_that_is_dropped_takes_its_files(self, store: Store) -> None:
        await turn(store, begun(touched_at=NOW - 800 * DAY, started_at=NOW - 900 * DAY))
        token = await made(store)
        await store.tidy(NOW, 730 * DAY)
        assert not await opens(store, token)

    async def test_what_somebody_asked_for_is_counted_and_goes_though_nothing_else_is_kept_of_them(
        self, store: Store
    ) -> None:
        tokens = [await made(store), await made(store, "f2", LATER)]
        await made(store, "f3", by=BENT)
        found = await store.people.mine(TENANT, ANNA.id)
        assert found == Mine(files=2) and found.can_go
        await store.tidy(NOW + FILES_KEPT + SECOND, 730 * DAY)
        await made(store, "f4")
        change = EraseChange(TENANT, ANNA.id, found, lambda *_: ({"said": "gone"}, {"said": "gone"}))
        assert await store.people.erase(change, NOW), "whichever there are by now, they go"
        assert (await store.people.mine(TENANT, ANNA.id)).is_nothing
        assert [await opens(store, token) for token in tokens] == [False, False]

    async def test_what_somebody_asked_for_is_in_what_they_are_given_of_themselves(self, store: Store) -> None:
        await made(store)
        given = await store.people.export(TENANT, ANNA.id)
        assert [each["name"] for each in given["filer"]] == [NAME]
        assert (await store.people.export(TENANT, BENT.id))["filer"] == []
