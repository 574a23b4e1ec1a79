"""What every turn relies on, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
import re
import traceback
from typing import Any

import pytest
import sqlalchemy as sa

from bot.storage.database import Database, StorageError
from bot.storage.loaded import Committed
from bot.storage.store import Store
from bot.storage.tables import answers, conversations, inbox, metadata, outbox, participants, reflections
from bot.wire import Address, ChatKind, Kind, Outgoing, Reply
from dialogs.people import Person
from dialogs.reflection.state import Draft, NextStep, Phase
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
    count_answers,
    says,
    standing,
    table,
    texts,
    thread,
    turn,
)


class TestTurns:
    """``load`` and ``commit``."""

    async def test_a_conversation_nobody_has_spoken_in_is_unknown_and_empty(self, store: Store) -> None:
        stands = await store.load(HERE, "a")
        assert (stands.known, stands.reflection, stands.version, stands.card, stands.answered) == (
            False,
            None,
            0,
            None,
            None,
        )

    async def test_every_field_of_a_reflection_and_its_answers_comes_back(self, store: Store) -> None:
        stands = begun(
            phase=Phase.PAUSED,
            resume_to=Phase.REVIEW,
            current=7,
            skipped=frozenset({2, 9}),
            answers=(
                answer(ANNA, 1, text="første"),
                answer(BENT, 1, text="anden", rating=4, ticks=("b", "a")),
                answer(ANNA, 6, text="", rating=5),
            ),
            ended_at=NOW + 5 * SECOND,
            offered="c" * 64,
            drafts=(Draft(3, "ikke gemt æøå 🙂\nto linjer"), Draft(1, '"\\')),
        )
        await turn(store, stands)
        assert await standing(store) == stands

    @pytest.mark.parametrize("phase", Phase)
    async def test_every_phase_comes_back_and_so_does_what_is_not_chosen_yet(self, store: Store, phase: Phase) -> None:
        stands = begun(phase=phase, kommune=None, fagomraade=None, group=False)
        await turn(store, stands)
        assert await standing(store) == stands

    async def test_a_conversation_keeps_its_newest_address_kommune_welcome_and_reflection(self, store: Store) -> None:
        moved = dataclasses.replace(HERE, service_url="https://elsewhere.example/", bot_name="Radar")
        await turn(store, begun("r1"), says("før"), welcomed=True)
        await turn(store, begun("r2", kommune="253", answers=(answer(),)), where=moved)
        stands = await store.load(HERE, "look")
        assert (stands.known, stands.welcomed_at, stands.kommune, stands.version) == (True, NOW, "253", 1)
        assert stands.reflection == begun("r2", kommune="253", answers=(answer(),))
        assert [each.address for each in await store.claim(NOW, 9)] == [moved]

    async def test_an_edit_is_a_new_revision_in_its_old_place_and_the_old_one_is_kept(
        self, store: Store, database: Database
    ) -> None:
        first = begun(answers=(answer(ANNA), answer(BENT, at=NOW + 2 * SECOND)))
        await turn(store, first)
        edited = dataclasses.replace(first, answers=(answer(ANNA, revision=2, at=NOW + 9 * SECOND), first.answers[1]))
        await turn(store, edited)
        assert await standing(store) == edited
        assert sorted((row["person"], row["revision"], row["text"]) for row in await table(database, answers)) == [
            (ANNA.id, 1, "svar 1"),
            (ANNA.id, 2, "svar 2"),
            (BENT.id, 1, "svar 1"),
        ]
        assert await count_answers(store, HERE.tenant, "r1") == 2

    async def test_the_version_rises_by_each_change_and_by_nothing_else(self, store: Store) -> None:
        seen = []
        for current in (1, 2, 2, 3):
            await turn(store, begun(current=current))
            seen.append((await store.load(HERE, "look")).version)
        assert seen == [1, 2, 2, 3]

    async def test_a_turn_writes_the_columns_that_changed_and_an_unchanged_conversation_not_at_all(
        self, store: Store
    ) -> None:
        await turn(store, begun())
        await turn(store, begun(answers=(answer(),)))
        heard: list[str] = []

        def listen(connection: object, cursor: object, statement: str, *rest: object) -> None:
            heard.append(statement)

        sa.event.listen(sa.Engine, "before_cursor_execute", listen)
        try:
            await turn(store, begun(answers=(answer(),), current=2))
        finally:
            sa.event.remove(sa.Engine, "before_cursor_execute", listen)
        [written] = [each for each in heard if each.startswith("UPDATE reflections")]
        columns = re.findall(r"(\w+)\s*=", written.partition(" SET ")[2].partition(" WHERE ")[0])
        assert set(columns) == {"version", "current"}
        assert not any(each.startswith("UPDATE conversations") for each in heard)
        [noted] = [each for each in heard if each.startswith("INSERT INTO inbox")]
        assert "FROM conversations" in noted

    async def test_whoever_started_or_answered_is_a_participant_under_their_newest_name(
        self, store: Store, database: Database
    ) -> None:
        await turn(store, begun())
        await turn(store, begun(answers=(answer(BENT, at=NOW + SECOND),)))
        renamed = dataclasses.replace(BENT, name="Deltager Æ")
        both = begun(answers=(answer(renamed, revision=2, at=NOW + 9 * SECOND), answer(ANNA, at=NOW + 10 * SECOND)))
        await turn(store, both)
        found = {(row["person"], row["name"], row["joined_at"]) for row in await table(database, participants)}
        assert found == {(ANNA.id, ANNA.name, NOW), (BENT.id, "Deltager Æ", NOW + SECOND)}

    async def test_times_come_back_in_utc_to_the_microsecond_whatever_zone_they_came_in(self, store: Store) -> None:
        copenhagen = dt.timezone(dt.timedelta(hours=1))
        await turn(
            store, begun(started_at=NOW.astimezone(copenhagen), answers=(answer(at=NOW.astimezone(copenhagen)),))
        )
        found = await standing(store)
        assert (found.started_at, found.answers[0].at) == (NOW, NOW)
        assert found.started_at.tzinfo is found.answers[0].at.tzinfo is dt.UTC

    async def test_a_time_without_a_zone_is_refused(self, store: Store) -> None:
        with pytest.raises(sa.exc.StatementError, match="without a zone"):
            await turn(store, begun(started_at=NOW.replace(tzinfo=None)))

    @pytest.mark.parametrize(
        "text",
        [
            "blåbærgrød på Ærø",
            "👩‍👩‍👧‍👦🫶🏽",
            "'; DROP TABLE answers; --",
            "»a« \"b\" 'c' \\ % _ :x $1 ?",
            "a\n\tb",
            "å" * 4000,
        ],
    )
    async def test_text_comes_back_to_the_letter(self, store: Store, text: str) -> None:
        person = Person(text[:200], text[:200])
        stands = begun(started_by=person, answers=(answer(person, text=text),))
        card = {"body": [{"text": text}], text: "key"}
        await turn(store, stands, Reply(card, (Outgoing(Kind.SEND, card, text),)), activity="first")
        assert await standing(store) == stands
        assert (await store.load(HERE, "first")).answered == Reply(card)
        assert [each.message for each in await store.claim(NOW, 9)] == [Outgoing(Kind.SEND, card, text)]

    @pytest.mark.parametrize("text", ["a\x00b", "a\ud800b"])
    async def test_text_that_a_database_cannot_hold_is_kept_whole_or_refused_with_the_turn(
        self, store: Store, text: str
    ) -> None:
        stands = await store.load(HERE, "a")
        new = begun(answers=(answer(text=text),))
        try:
            await store.commit(stands, "a", NOW, new, says("gemt"))
        except StorageError:
            assert not (await store.load(HERE, "a")).known
            assert await store.undelivered() == 0
        else:
            assert await standing(store) == new

    async def test_the_longest_ids_that_are_let_in_are_held(self, store: Store) -> None:
        where = Address("t" * 64, "c" * 400, ChatKind.CHANNEL, "https://" + "s" * 392, "b" * 200, "n" * 200, "x" * 32)
        person = Person("p" * 200, "æ" * 200)
        stands = begun("r" * 32, started_by=person, answers=(answer(person),))
        await turn(store, stands, says("gemt"), where=where, activity="a" * 200)
        assert await standing(store, where) == stands
        assert (await store.load(where, "a" * 200)).answered == Reply()
        assert [each.address for each in await store.claim(NOW, 9)] == [where]


class TestRepeatsAndRaces:
    """What happens twice, and what happens at the same time."""

    @pytest.mark.parametrize("reply", [Reply(CARD), Reply()])
    async def test_a_repeat_is_known_by_its_activity_and_gets_the_first_card(self, store: Store, reply: Reply) -> None:
        await turn(store, begun(), reply, activity="first")
        assert (await store.load(HERE, "first")).answered == reply
        assert (await store.load(HERE, "second")).answered is None

    async def test_a_repeat_that_was_loaded_before_the_first_was_saved_saves_nothing(
        self, store: Store, other: Store, database: Database
    ) -> None:
        await turn(store, begun())
        first, again = await store.load(HERE, "a"), await other.load(HERE, "a")
        assert await store.commit(first, "a", NOW, begun(current=2), Reply(CARD, says("en gang").outgoing)) is (
            Committed.DONE
        )
        assert await other.commit(again, "a", NOW, begun(current=2), says("to gange")) is Committed.CONFLICT
        assert (await other.load(HERE, "a")).answered == Reply(CARD)
        assert [row["text"] for row in await table(database, outbox)] == ["en gang"]

    async def test_whoever_loses_the_race_saves_nothing_of_the_turn(
        self, store: Store, other: Store, database: Database
    ) -> None:
        await turn(store, begun())
        winner, loser = await store.load(HERE, "a"), await other.load(HERE, "b")
        await store.commit(winner, "a", NOW, begun(answers=(answer(ANNA),)), says("vandt"))
        lost = begun(answers=(answer(BENT),), kommune="253")
        moved = dataclasses.replace(loser, address=dataclasses.replace(HERE, service_url="https://lost.example/"))
        assert await other.commit(moved, "b", NOW, lost, says("tabte")) is Committed.CONFLICT
        assert await standing(store) == begun(answers=(answer(ANNA),))
        stands = await store.load(HERE, "b")
        assert (stands.kommune, stands.answered) == ("101", None)
        assert [row["text"] for row in await table(database, outbox)] == ["vandt"]
        assert [row["service_url"] for row in await table(database, conversations)] == [HERE.service_url]
        assert len(await table(database, participants)) == 1

    async def test_an_answer_about_what_no_longer_stands_is_no_answer(self, store: Store, other: Store) -> None:
        await turn(store, begun())
        looking = await other.load(HERE, "look at it")
        await turn(store, begun(current=2))
        assert await other.commit(looking, "look at it", NOW, looking.reflection, says("1 af 9")) is Committed.CONFLICT

    async def test_of_two_first_turns_one_is_first(self, store: Store, other: Store) -> None:
        one, two = await store.load(HERE, "a"), await other.load(HERE, "b")
        went = await asyncio.gather(
            store.commit(one, "a", NOW, begun("r1"), Reply()), other.commit(two, "b", NOW, begun("r2"), Reply())
        )
        assert sorted(each.name for each in went) == ["CONFLICT", "DONE"]

    async def test_of_two_reflections_started_at_once_there_is_one(
        self, store: Store, other: Store, database: Database
    ) -> None:
        await turn(store, begun("r0", phase=Phase.FINISHED))
        one, two = await store.load(HERE, "a"), await other.load(HERE, "b")
        await asyncio.gather(
            store.commit(one, "a", NOW, begun("r1"), Reply()), other.commit(two, "b", NOW, begun("r2"), Reply())
        )
        assert len(await table(database, reflections)) == 2
        assert (await standing(store)).id in ("r1", "r2")

    async def test_of_two_welcomes_at_once_there_is_one(self, store: Store, other: Store) -> None:
        await turn(store)
        one, two = await store.load(HERE, "a"), await other.load(HERE, "b")
        went = await asyncio.gather(
            store.commit(one, "a", NOW, None, says("velkommen"), welcomed=True),
            other.commit(two, "b", NOW, None, says("velkommen"), welcomed=True),
        )
        assert sorted(each.name for each in went) == ["CONFLICT", "DONE"]
        assert await store.undelivered() == 1

    async def test_a_reflection_id_that_is_taken_in_another_conversation_conflicts(self, store: Store) -> None:
        await turn(store, begun("r1"))
        elsewhere = await store.load(dataclasses.replace(HERE, conversation="elsewhere"), "a")
        assert await store.commit(elsewhere, "a", NOW, begun("r1"), Reply()) is Committed.CONFLICT
        assert not (await store.load(elsewhere.address, "a")).known

    async def test_an_answer_under_a_revision_that_exists_is_an_error_and_no_race(self, store: Store) -> None:
        await turn(store, begun(answers=(answer(),)))
        stands = await store.load(HERE, "a")
        with pytest.raises(StorageError):
            await store.commit(stands, "a", NOW, begun(answers=(answer(text="over den gamle"),)), Reply())
        assert await standing(store) == begun(answers=(answer(),))

    async def test_fifty_at_once_in_two_processes_lose_nothing(self, store: Store, other: Store) -> None:
        await turn(store, begun())

        async def adds(by: Person, which: Store) -> int:
            """How many tries it took. On a busy machine a try may be refused; then nothing of it is saved."""
            for tries in range(200):
                try:
                    stands = await which.load(HERE, by.id)
                    assert stands.answered is None and stands.reflection is not None
                    new = dataclasses.replace(stands.reflection, answers=(*stands.reflection.answers, answer(by)))
                    if await which.commit(stands, by.id, NOW, new, says(by.id)) is Committed.DONE:
                        return tries
                except StorageError:
                    continue
            raise AssertionError("never got through")

        people = [Person(f"29:{number}", f"Deltager {number}") for number in range(50)]
        await asyncio.gather(*(adds(who, (store, other)[n % 2]) for n, who in enumerate(people)))
        assert {a.by for a in (await standing(store)).answers} == set(people)
        assert (await store.load(HERE, "look")).version == 51
        assert await store.undelivered() == await count_answers(store, HERE.tenant, "r1") == 50


class TestTenants:
    """The same chat, person, reflection and activity ids in two tenants are two of each."""

    async def test_a_tenant_sees_nothing_of_what_another_has_saved(self, store: Store) -> None:
        await turn(store, begun(), says("gemt"), activity="a", welcomed=True)
        stands = await store.load(OTHER_TENANT, "a")
        assert (stands.known, stands.reflection, stands.kommune, stands.welcomed_at, stands.answered) == (
            False,
            None,
            None,
            None,
            None,
        )
        assert await count_answers(store, OTHER_TENANT.tenant, "r1") == 0

    async def test_the_same_turn_in_another_tenant_is_another_turn(self, store: Store) -> None:
        mine, theirs = begun(answers=(answer(),)), begun(current=2, answers=(answer(text="deres"), answer(BENT)))
        await turn(store, mine, Reply(CARD), activity="a")
        await turn(store, theirs, Reply(), where=OTHER_TENANT, activity="a")
        assert (await standing(store), await standing(store, OTHER_TENANT)) == (mine, theirs)
        assert (await store.load(HERE, "a")).answered == Reply(CARD)
        assert (await store.load(OTHER_TENANT, "a")).answered == Reply()
        moved = dataclasses.replace(HERE, service_url="https://elsewhere.example/")
        await turn(store, mine, says("flyttet"), where=moved)
        await turn(store, theirs, says("deres"), where=OTHER_TENANT)
        assert [each.address for each in await store.claim(NOW, 9)] == [moved, OTHER_TENANT]
        counts = [await count_answers(store, where.tenant, "r1") for where in (HERE, OTHER_TENANT)]
        assert counts == [1, 2]
        assert (await store.load(HERE, "look")).version == (await store.load(OTHER_TENANT, "look")).version == 1

    async def test_delivery_in_one_tenant_holds_up_and_changes_nothing_in_another(
        self, store: Store, database: Database
    ) -> None:
        for where in (HERE, OTHER_TENANT):
            await turn(store, begun(), says("skærm", "næste", screen=True), where=where)
        mine, theirs = await store.claim(NOW, 9)
        assert (mine.address, theirs.address) == (HERE, OTHER_TENANT)
        await store.delivered(theirs, "card")
        assert [(await store.load(where, "look")).card for where in (HERE, OTHER_TENANT)] == [None, "card"]
        await store.delivered(mine, "card")
        update = Outgoing(Kind.UPDATE, CARD, screen=True, target="card")
        await store.forget_card(dataclasses.replace(mine, message=update))
        assert [(await store.load(where, "look")).card for where in (HERE, OTHER_TENANT)] == [None, "card"]
        await store.give_up((await store.claim(NOW, 1))[0], gone=True)
        dead = {row["tenant"]: row["dead"] for row in await table(database, conversations)}
        assert dead == {HERE.tenant: True, OTHER_TENANT.tenant: False}
        assert texts(await store.claim(NOW, 9)) == ["næste"]

    @pytest.mark.parametrize("what", ["delivered", "put_off", "give_up", "forget_card"])
    async def test_a_message_named_by_another_tenant_is_not_touched(
        self, store: Store, database: Database, what: str
    ) -> None:
        await turn(store, begun(), says("gemt"))
        (mine,) = await store.claim(NOW, 9)
        before = await table(database, outbox)
        forged = dataclasses.replace(mine, address=OTHER_TENANT)
        arguments = {"delivered": ("card",), "put_off": (NOW + SECOND,)}.get(what, ())
        await getattr(store, what)(forged, *arguments)
        assert await table(database, outbox) == before

    def test_the_tenant_is_in_every_key(self) -> None:
        keyed = {name: {column.name for column in found.primary_key} for name, found in metadata.tables.items()}
        of_nobody = {
            "pictures",  # of public radars, by the hash of what they show
            *("bundles", "activations", "edition_log", "edition_processes"),  # what KL has made public, and where it is
            "heartbeats",  # what is known of the clock
            "erasures",  # hashes alone; the tenant is in what is hashed
        }
        assert {name for name, key in keyed.items() if "tenant" not in key} == {"outbox", *of_nobody}
        assert not outbox.c.tenant.nullable


class TestTrouble:
    """The database fails, and says so."""

    async def test_a_commit_that_must_wait_too_long_is_an_error_and_saves_nothing(
        self, store: Store, database: Database
    ) -> None:
        await turn(store, begun())
        stands = await store.load(HERE, "a")
        new = begun(answers=(answer(text="hemmeligt"),))
        async with database.writing() as blocking:
            await blocking.execute(conversations.update().values(dead=True))
            with pytest.raises(StorageError) as trouble:
                await store.commit(stands, "a", NOW, new, says("gemt"))
            assert await standing(store) == begun()
        assert "hemmeligt" not in "".join(traceback.format_exception(trouble.value))
        assert await store.commit(stands, "a", NOW, new, says("gemt")) is Committed.DONE
        assert [row["activity"] for row in await table(database, inbox)][-1] == "a"

    async def test_a_turn_that_is_cut_off_while_it_waits_saves_nothing_and_holds_up_nobody(
        self, store: Store, database: Database
    ) -> None:
        await turn(store, begun())
        stands = await store.load(HERE, "a")
        async with database.writing() as blocking:
            await blocking.execute(conversations.update().values(dead=True))
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.05):
                    await store.commit(stands, "a", NOW, begun(current=2), says("gemt"))
        await turn(store, begun(current=3))
        assert (await store.load(HERE, "a")).answered is None
        assert await store.undelivered() == 0

    async def test_a_missing_table_is_an_error(self, store: Store, database: Database) -> None:
        async with database.writing() as connection:
            await connection.execute(sa.text("DROP TABLE inbox"))
        with pytest.raises(StorageError, match="inbox"):
            await turn(store, begun())

    async def test_a_trial_says_whether_the_database_can_be_written_to(self, store: Store) -> None:
        await store.heartbeats.try_to_write(NOW)
        await store.heartbeats.try_to_write(NOW)
        assert await store.heartbeats.known() is None, "and says nothing of the clock"
        gone = Store("postgresql+asyncpg://postgres@/bot?host=/nonexistent")
        with pytest.raises(StorageError):
            await gone.heartbeats.try_to_write(NOW)


class TestPlans:
    """What a turn costs does not grow with what others have saved."""

    async def test_every_statement_of_a_turn_and_of_the_outbox_finds_its_rows_by_a_key(
        self, store: Store, database: Database
    ) -> None:
        seen: dict[str, Any] = {}
        engine = sa.Engine
        sa.event.listen(engine, "before_cursor_execute", lambda *call: seen.setdefault(call[2], call[3]))
        await turn(store, begun(), says("skærm", screen=True))
        await turn(store, begun(answers=(answer(),)), activity="a")
        for what in ("put_off", "delivered"):
            (queued,) = await store.claim(NOW, 9)
            await getattr(store, what)(queued, *([NOW] if what == "put_off" else ["m1"]))
        step = NextStep(1, "gør", "os", None, ANNA, NOW, 1)
        steps = begun("r2", anonymous=True, steps=(step,), answers=(answer(),), previous="r1", facilitator=BENT)
        await turn(store, begun(phase=Phase.FINISHED, ended_at=NOW), says("opgivet"))
        await store.give_up((await store.claim(NOW, 9))[0], gone=True)
        await turn(store, steps)
        await turn(store, dataclasses.replace(steps, answers=(), facilitator=ANNA))
        await turn(store, dataclasses.replace(steps, steps=(dataclasses.replace(step, revision=2, removed=True),)))
        await turn(store, dataclasses.replace(steps, steps=(), phase=Phase.FINISHED, ended_at=NOW))
        await turn(store, begun(current=2), about="r1")
        await store.due(NOW, 9)
        await store.open_elsewhere(thread(1))
        await store.tidy(NOW + 900 * DAY, 700 * DAY)
        plans = {
            sql: await _plan(database, sql, values) for sql, values in dict(seen).items() if not sql.startswith("BEGIN")
        }
        assert len(plans) > 40
        by_key = re.compile("(INDEX|INDEX ONLY|SUBQUERY) SCAN")
        assert {sql: plan for sql, plan in plans.items() if "SCAN" in by_key.sub("", plan.upper())} == {}


async def _plan(database: Database, sql: str, values: Any) -> str:
    async with database.writing() as connection:
        if database.file:
            explain = "EXPLAIN QUERY PLAN "
        else:
            explain = "EXPLAIN "
            await connection.execute(sa.text("SET LOCAL enable_seqscan = off"))
            await connection.execute(sa.text("SET LOCAL enable_bitmapscan = off"))
        found = await connection.exec_driver_sql(explain + sql, values)
        return "\n".join(str(row[-1]) for row in found)
