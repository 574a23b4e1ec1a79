"""What need not be kept any longer goes, some of it at a time, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import asyncio
import dataclasses

import pytest
import sqlalchemy as sa

from bot.storage.database import Database
from bot.storage.erasure import REFLECTIONS, ROWS
from bot.storage.follows import FollowChange
from bot.storage.loaded import Committed
from bot.storage.own_use import OwnChange
from bot.storage.store import Store
from bot.storage.tables import (
    answers,
    conversations,
    inbox,
    notes,
    outbox,
    own_use,
    participants,
    reflections,
)
from bot.wire import Reply
from dialogs.own_use.kommune_use import KommuneUse
from dialogs.people import Person
from dialogs.reflection.state import Conclusion, Phase
from radar_core.own_use.levels import Forvaltning
from tests.fakes.erasures import (
    ELSEWHERE,
    KEEP,
    keeps,
    own,
    where,
)
from tests.fakes.store_turns import (
    ANNA,
    BENT,
    CARD,
    DAY,
    HERE,
    NOW,
    OTHER_TENANT,
    SECOND,
    answer,
    begun,
    says,
    standing,
    table,
    turn,
)


class TestTidying:
    """What need not be kept any longer."""

    async def test_a_repeat_gets_its_answer_for_a_day_an_empty_one_for_a_month_and_is_then_new(
        self, store: Store
    ) -> None:
        await turn(store, begun(), Reply(CARD), activity="a")
        expected = [(DAY, Reply(CARD)), (DAY + SECOND, Reply()), (30 * DAY, Reply()), (30 * DAY + SECOND, None)]
        for age, answered in expected:
            await store.tidy(NOW + age, KEEP)
            assert (await store.load(HERE, "a")).answered == answered
        assert await standing(store) == begun()

    async def test_what_was_given_up_is_kept_for_a_week_and_what_waits_for_as_long_as_it_waits(
        self, store: Store, database: Database
    ) -> None:
        await turn(store, None, says("opgivet", "venter"))
        await store.give_up((await store.claim(NOW, 9))[0])
        await store.tidy(NOW + 7 * DAY, KEEP)
        assert {row["text"] for row in await table(database, outbox)} == {"opgivet", "venter"}
        await store.tidy(NOW + 7 * DAY + SECOND, KEEP)
        assert [row["text"] for row in await table(database, outbox)] == ["venter"]

    async def test_a_reflection_goes_with_all_that_was_said_in_it_once_nobody_has_touched_it_for_long(
        self, store: Store, database: Database
    ) -> None:
        old = begun(answers=(answer(BENT),), conclusions=(Conclusion(1, "fælles", BENT, NOW, 1),))
        await turn(store, old, says("1"))
        await store.tidy(NOW + KEEP, KEEP)
        assert (await store.load(HERE, "look")).reflection == old
        await store.tidy(NOW + KEEP + SECOND, KEEP)
        stands = await store.load(HERE, "look")
        assert (stands.known, stands.reflection, stands.newest, stands.kommune) == (True, None, None, "101")
        for which in (reflections, answers, notes, participants, outbox):
            assert await table(database, which) == []
        await turn(store, begun("r2"))
        assert await standing(store) == begun("r2")

    async def test_nothing_goes_of_what_somebody_has_touched_since_or_of_the_others(
        self, store: Store, database: Database
    ) -> None:
        others = begun(answers=(answer(),), touched_at=NOW + KEEP)
        await turn(store, begun("old", answers=(answer(),)), says("1"))
        await turn(store, dataclasses.replace(others, id="new"), says("2"))
        for place in (ELSEWHERE, OTHER_TENANT):
            await turn(store, dataclasses.replace(others, id=place.conversation), says("3"), where=place)
        await store.tidy(NOW + KEEP + SECOND, KEEP)
        assert {row["id"] for row in await table(database, reflections)} == {"new", "elsewhere", "chat"}
        assert {row["reflection"] for row in await table(database, conversations)} == {"new", "elsewhere", "chat"}
        assert len(await table(database, answers)) == len(await table(database, participants)) == 3
        assert [row["text"] for row in await table(database, outbox)] == ["2", "3", "3"]

    async def test_the_same_id_in_another_tenant_is_another_reflection(self, store: Store) -> None:
        await turn(store, begun(answers=(answer(),)))
        kept = begun(answers=(answer(),), touched_at=NOW + KEEP)
        await turn(store, kept, where=OTHER_TENANT)
        await store.tidy(NOW + KEEP + SECOND, KEEP)
        assert (await store.load(HERE, "look")).reflection is None
        assert await standing(store, OTHER_TENANT) == kept

    @pytest.mark.parametrize("changed", [True, False])
    async def test_a_turn_under_way_in_what_goes_finds_it_gone(self, store: Store, other: Store, changed: bool) -> None:
        await turn(store, begun("old", phase=Phase.FINISHED, ended_at=NOW))
        await turn(store, begun("new", touched_at=NOW + KEEP))
        for about, left in (("old", "new"), (None, None)):
            stands = await store.load(HERE, "a", about)
            await other.tidy(NOW + KEEP + SECOND + (KEEP if about is None else 0 * DAY), KEEP)
            assert stands.reflection is not None
            new = dataclasses.replace(stands.reflection, reminded=9) if changed else stands.reflection
            assert await store.commit(stands, "a", NOW, new, Reply()) is Committed.CONFLICT
            assert (await store.load(HERE, "a")).newest == left

    async def test_who_wrote_own_use_is_forgotten_after_as_long_and_what_they_wrote_stays(
        self, store: Store, database: Database
    ) -> None:
        old, new = own("chatbot", BENT, NOW), own("robot", BENT, NOW + SECOND)
        kommune_use = KommuneUse("101", (old, new), (Forvaltning("Børn", ("skole",)),))
        for place in (HERE, OTHER_TENANT):
            await keeps(store, kommune_use, place)
        await store.tidy(NOW + KEEP, KEEP)
        assert await store.kommune_use(HERE.tenant, "101") == kommune_use
        await store.tidy(NOW + KEEP + SECOND, KEEP)
        nobody = dataclasses.replace(old, by=Person("", ""), use=dataclasses.replace(old.use, by=""))
        for place in (HERE, OTHER_TENANT):
            assert await store.kommune_use(place.tenant, "101") == dataclasses.replace(kommune_use, kept=(nobody, new))
        await store.tidy(NOW + KEEP + 2 * SECOND, KEEP)
        assert await where(database, BENT.id, BENT.name) == set()
        assert len(await table(database, own_use)) == 4

    async def test_what_somebody_has_written_since_has_its_author(self, store: Store) -> None:
        await keeps(store, KommuneUse("101", (own("chatbot", BENT, NOW),)))
        newer = KommuneUse("101", (own("chatbot", ANNA, NOW + KEEP, 2),))
        await keeps(store, newer)
        await store.tidy(NOW + KEEP + SECOND, KEEP)
        assert await store.kommune_use(HERE.tenant, "101") == newer

    async def test_a_use_whose_author_is_forgotten_meanwhile_can_still_be_changed(
        self, store: Store, other: Store
    ) -> None:
        before = KommuneUse("101", (own("chatbot", BENT, NOW),))
        await keeps(store, before)
        stands = await store.load(HERE, "a")
        await other.tidy(NOW + KEEP + SECOND, KEEP)
        after = KommuneUse("101", (own("chatbot", ANNA, NOW + KEEP, 2),))
        change = OwnChange(before, after)
        assert await store.commit(stands, "a", NOW + KEEP, None, Reply(), changes=(change,)) is Committed.DONE
        assert await store.kommune_use(HERE.tenant, "101") == after

    async def test_authors_too_are_forgotten_a_bounded_piece_at_a_time(self, store: Store, database: Database) -> None:
        async with database.writing() as connection:
            row = {"tenant": HERE.tenant, "kommune": "101", "fagomraade": "skole", "usage": "overvejer"}
            rest = {"evidence": "", "value": None, "person": BENT.id, "name": BENT.name, "at": NOW, "revision": 1}
            rows = [{**row, **rest, "technology": str(number)} for number in range(ROWS + 1)]
            await connection.execute(own_use.insert(), rows)
        for left in (1, 0):
            await store.tidy(NOW + KEEP + SECOND, KEEP)
            assert [row["name"] for row in await table(database, own_use)].count(BENT.name) == left

    async def test_one_go_takes_a_bounded_piece(self, store: Store, database: Database) -> None:
        here = {"tenant": HERE.tenant, "conversation": HERE.conversation}
        async with database.writing() as connection:
            rows = [{**here, "activity": str(n), "at": NOW, "reply": {"card": None}} for n in range(ROWS + 1)]
            await connection.execute(inbox.insert(), rows)
        for number in range(REFLECTIONS + 1):
            place = dataclasses.replace(HERE, conversation=str(number))
            await turn(store, begun(f"r{number}"), where=place, at=NOW + 9999 * DAY)
        counts = sa.select(sa.func.count()).select_from(inbox).where(inbox.c.reply.is_not(None), inbox.c.at == NOW)
        for left in (1, 0):
            await store.tidy(NOW + 2 * DAY, KEEP)
            async with database.reading() as connection:
                assert await connection.scalar(counts) == left
        for left in (1, 0):
            await store.tidy(NOW + KEEP + SECOND, KEEP)
            assert len(await table(database, reflections)) == left
        assert {row["at"] for row in await table(database, inbox)} == {NOW + 9999 * DAY}

    async def test_a_conversation_goes_with_what_was_said_in_it_and_begins_as_a_new_one(
        self, store: Store, database: Database
    ) -> None:
        await turn(store, begun(), where=HERE, welcomed=True)
        await turn(store, None, where=ELSEWHERE)
        for age, left in ((KEEP, 2), (KEEP + DAY, 0)):
            await store.tidy(NOW + age, KEEP)
            assert len(await table(database, conversations)) == left
        stands = await store.load(HERE, "look")
        assert (stands.known, stands.kommune, stands.welcomed_at) == (False, None, None)
        await turn(store, begun("r2"))
        assert (await standing(store)).id == "r2"

    async def test_of_a_conversation_no_more_is_known_than_the_day(self, store: Store, database: Database) -> None:
        await turn(store, None, at=NOW)
        assert [row["spoken_on"] for row in await table(database, conversations)] == [NOW.date()]

    async def test_a_conversation_that_is_spoken_in_follows_or_is_still_to_hear_something_stays(
        self, store: Store, database: Database
    ) -> None:
        follows_it, waits, spoken = (dataclasses.replace(HERE, conversation=name) for name in ("f", "w", "s"))
        stands = await store.load(follows_it, "look")
        change = FollowChange((), ("skole",), "b" * 64, 1)
        assert await store.commit(stands, "f", NOW, None, Reply(), changes=(change,)) is Committed.DONE
        await turn(store, None, says("venter"), where=waits)
        await turn(store, None, where=spoken)
        await turn(store, None, where=spoken, at=NOW + DAY)
        await turn(store, None, where=HERE)
        await store.tidy(NOW + KEEP + DAY, KEEP)
        assert {row["id"] for row in await table(database, conversations)} == {"f", "w", "s"}

    async def test_a_dead_conversation_goes_too(self, store: Store, database: Database) -> None:
        await turn(store, None, says("velkommen"))
        await store.give_up((await store.claim(NOW, 1))[0], gone=True)
        await store.tidy(NOW + KEEP + DAY, KEEP)
        assert await table(database, conversations) == []

    async def test_whoever_speaks_while_the_conversation_is_forgotten_is_heard(
        self, store: Store, other: Store, database: Database
    ) -> None:
        await turn(store, None)
        before = await store.load(HERE, "a")
        await other.tidy(NOW + KEEP + DAY, KEEP)
        assert await store.commit(before, "a", NOW + KEEP + DAY, begun(), Reply()) is Committed.CONFLICT
        await turn(store, begun(), activity="a", at=NOW + KEEP + DAY)
        assert len(await table(database, conversations)) == 1

    async def test_conversations_too_go_a_bounded_piece_at_a_time(self, store: Store, database: Database) -> None:
        await turn(store, None)
        (row,) = await table(database, conversations)
        async with database.writing() as connection:
            await connection.execute(conversations.insert(), [{**row, "id": str(number)} for number in range(ROWS)])
        for left in (1, 0):
            await store.tidy(NOW + KEEP + DAY, KEEP)
            assert len(await table(database, conversations)) == left

    async def test_two_processes_may_tidy_at_once(self, store: Store, other: Store, database: Database) -> None:
        places = [dataclasses.replace(HERE, conversation=str(number)) for number in range(20)]
        for number, place in enumerate(places):
            await turn(store, begun(f"r{number}"), says("1"), where=place, activity="a")
        await asyncio.gather(*((store, other)[n % 2].tidy(NOW + KEEP + SECOND, KEEP) for n in range(6)))
        await store.tidy(NOW + KEEP + DAY, KEEP)
        for which in (reflections, participants, inbox, outbox, conversations):
            assert await table(database, which) == []
