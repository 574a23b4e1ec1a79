"""What a team writes together and comes back to, and what is due, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from bot.storage.database import Database
from bot.storage.loaded import Committed, Due, Elsewhere
from bot.storage.store import Store
from bot.storage.tables import answers, conversations, notes, participants, reflections
from bot.wire import Address, ChatKind, Reply
from dialogs.reflection.state import Conclusion, Decision, Dismissal, Evaluation, Judgement, NextStep, Phase, Reflection
from dialogs.reflection.timing import next_due
from tests.fakes.store_turns import (
    ANNA,
    BENT,
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
    thread,
    turn,
)

ELSEWHERE = dataclasses.replace(HERE, conversation="elsewhere")
FINISHED = {"phase": Phase.FINISHED, "ended_at": NOW}
ON = dt.date(2027, 3, 1)


def step(number: int = 1, revision: int = 1, **changes: object) -> NextStep:
    new = NextStep(number, f"gør {revision}", "os", ON, ANNA, NOW + revision * SECOND, revision)
    return dataclasses.replace(new, **changes)  # type: ignore[arg-type]


def conclusion(question: int = 1, revision: int = 1, text: str = "vi mener") -> Conclusion:
    return Conclusion(question, text, BENT, NOW + revision * SECOND, revision)


EVALUATED = Evaluation(
    "ai", ON, True, ANNA, NOW, 3, True, Judgement.JA, Judgement.DELVIST, Judgement.VED_IKKE, Decision.SKALER, "godt"
)


DISMISSED = Dismissal("chatbots", "borgerne ringer", BENT, NOW, 1)


async def due_at(store: Store, now: dt.datetime, limit: int = 99) -> list[str]:
    return [each.reflection for each in await store.due(now, limit)]


class TestTogether:
    """Everything a team says comes back, and only what was taken back is gone."""

    async def test_every_field_of_working_together_comes_back(self, store: Store) -> None:
        stands = begun(
            phase=Phase.PAUSED,
            resume_to=Phase.QUESTIONS,
            answers=(answer(message="1700000000001"),),
            anonymous=False,
            salt="salt",
            facilitator=BENT,
            revealed=frozenset({1, 9}),
            conclusions=(conclusion(1), conclusion(1, 2, ""), conclusion(2)),
            steps=(step(1, when=None), step(2, removed=True), step(10)),
            evaluations=(EVALUATED, Evaluation("robot", ON, False, BENT, NOW, 1, removed=True)),
            dismissals=(Dismissal("apps", "", ANNA, NOW, 2, undone=True), DISMISSED),
            paused_until=NOW + 3 * DAY,
            touched_at=NOW + SECOND,
            reminders=True,
            reminded_at=NOW + 2 * SECOND,
            reminded=3,
            warned_at=NOW + 3 * SECOND,
            previous="r0",
        )
        await turn(store, stands)
        assert await standing(store) == stands
        await turn(store, begun("r2", anonymous=True, salt="s"))
        assert await standing(store) == begun("r2", anonymous=True, salt="s")

    async def test_every_revision_is_kept_and_of_steps_and_evaluations_the_newest_stands(
        self, store: Store, database: Database
    ) -> None:
        first = begun(conclusions=(conclusion(),), steps=(step(),), evaluations=(EVALUATED,))
        evaluated = dataclasses.replace(EVALUATED, revision=4, decision=Decision.STOP)
        second = begun(
            conclusions=(*first.conclusions, conclusion(1, 2, "vi mener nu")),
            steps=(step(1, 2), step(2)),
            evaluations=(evaluated,),
        )
        await turn(store, first)
        await turn(store, second)
        assert await standing(store) == second
        kept = sorted((row["kind"], row["key"], row["revision"]) for row in await table(database, notes))
        assert kept == [
            ("conclusion", "1", 1),
            ("conclusion", "1", 2),
            ("evaluation", "ai", 3),
            ("evaluation", "ai", 4),
            ("step", "1", 1),
            ("step", "1", 2),
            ("step", "2", 1),
        ]

    async def test_every_revision_of_a_dismissal_is_kept_and_the_newest_stands(
        self, store: Store, database: Database
    ) -> None:
        anew = dataclasses.replace(DISMISSED, reason="borgerne skriver", by=ANNA, revision=2)
        undone = dataclasses.replace(anew, reason="", revision=3, undone=True)
        for stands in (DISMISSED, anew, undone):
            await turn(store, begun(dismissals=(stands,)))
            assert await standing(store) == begun(dismissals=(stands,))
        kept = sorted((row["kind"], row["key"], row["revision"], row["name"]) for row in await table(database, notes))
        names = (BENT.name, ANNA.name, ANNA.name)
        assert kept == [("dismissal", "chatbots", number, name) for number, name in enumerate(names, 1)]

    async def test_nothing_is_left_of_what_a_removed_step_said(self, store: Store, database: Database) -> None:
        gone = step(1, 3, what="", who="", when=None, removed=True)
        await turn(store, begun(steps=(step(),)))
        await turn(store, begun(steps=(step(1, 2), step(2))))
        await turn(store, begun(steps=(gone, step(2))))
        assert (await standing(store)).steps == (gone, step(2))
        assert sorted(row["body"]["what"] for row in await table(database, notes)) == ["", "gør 1"]

    async def test_nothing_is_left_of_a_withdrawn_answer_and_a_new_one_is_the_first_again(
        self, store: Store, database: Database
    ) -> None:
        both = begun(answers=(answer(), answer(BENT), answer(BENT, 2)))
        await turn(store, both)
        await turn(store, begun(answers=(answer(), answer(BENT, revision=2), answer(BENT, 2))))
        await turn(store, begun(answers=(answer(), answer(BENT, 2))))
        assert await standing(store) == begun(answers=(answer(), answer(BENT, 2)))
        kept = {(row["question"], row["person"], row["revision"]) for row in await table(database, answers)}
        assert kept == {(1, ANNA.id, 1), (2, BENT.id, 1)}
        await turn(store, both)
        assert (await standing(store)).answer_of(BENT, 1) == answer(BENT)

    async def test_who_has_taken_everything_back_is_no_participant_and_may_be_one_again(
        self, store: Store, database: Database
    ) -> None:
        for stands in (begun(answers=(answer(BENT),)), begun(), begun(answers=(answer(BENT),)), begun()):
            await turn(store, stands)
            there = {row["person"] for row in await table(database, participants)}
            assert there == {ANNA.id, *(a.by.id for a in stands.answers)}

    async def test_whoever_takes_over_is_a_participant(self, store: Store, database: Database) -> None:
        await turn(store, begun(facilitator=ANNA))
        await turn(store, begun(facilitator=BENT, touched_at=NOW + 5 * SECOND))
        found = {(row["person"], row["joined_at"]) for row in await table(database, participants)}
        assert found == {(ANNA.id, NOW), (BENT.id, NOW + 5 * SECOND)}


class TestAbout:
    """A turn to an older reflection of the conversation."""

    async def test_a_turn_to_an_older_reflection_finds_it_and_leaves_which_one_is_newest(
        self, store: Store, database: Database
    ) -> None:
        old = begun("old", kommune="253", **FINISHED)
        await turn(store, old, says("skærm", screen=True))
        await store.delivered((await store.claim(NOW, 9))[0], "m1")
        await turn(store, begun("new", current=3))
        stands = await store.load(HERE, "look", "old")
        assert (stands.reflection, stands.version, stands.card, stands.newest) == (old, 1, "m1", "new")
        evaluated = dataclasses.replace(old, evaluations=(EVALUATED,))
        moved = dataclasses.replace(HERE, service_url="https://elsewhere.example/")
        await turn(store, evaluated, where=moved, about="old")
        assert (await store.load(HERE, "look", "old")).reflection == evaluated
        now = await store.load(HERE, "look")
        assert (now.reflection, now.newest, now.kommune) == (begun("new", current=3), "new", "101")
        assert [row["service_url"] for row in await table(database, conversations)] == [moved.service_url]

    @pytest.mark.parametrize("unchanged", [True, False])
    async def test_of_two_turns_to_an_older_reflection_one_is_first(
        self, store: Store, other: Store, unchanged: bool
    ) -> None:
        old = begun("old", **FINISHED)
        await turn(store, old)
        await turn(store, begun("new"))
        first, second = await store.load(HERE, "a", "old"), await other.load(HERE, "b", "old")
        new = dataclasses.replace(old, evaluations=(EVALUATED,))
        assert await store.commit(first, "a", NOW, new, Reply()) is Committed.DONE
        assert await other.commit(second, "b", NOW, old if unchanged else new, Reply()) is Committed.CONFLICT

    async def test_a_reflection_started_in_between_is_a_conflict(self, store: Store, other: Store) -> None:
        old = begun("old", **FINISHED)
        await turn(store, old)
        await turn(store, begun("new", **FINISHED))
        stands = await store.load(HERE, "a", "old")
        await turn(other, begun("newest"))
        new = dataclasses.replace(old, evaluations=(EVALUATED,))
        assert await store.commit(stands, "a", NOW, new, Reply()) is Committed.CONFLICT

    async def test_what_is_started_from_an_old_card_is_the_newest(self, store: Store) -> None:
        await turn(store, begun("old", **FINISHED))
        await turn(store, begun("new", **FINISHED))
        await turn(store, begun("again", kommune="253", previous="old"), about="old")
        stands = await store.load(HERE, "look")
        assert (stands.newest, stands.kommune, stands.previous) == ("again", "253", begun("old", **FINISHED))

    async def test_an_id_the_conversation_does_not_have_is_as_none(self, store: Store) -> None:
        await turn(store, begun("r1"))
        await turn(store, begun("theirs"), where=ELSEWHERE)
        await turn(store, begun("theirs too"), where=OTHER_TENANT)
        plain = await store.load(HERE, "look")
        for about in ("theirs", "theirs too", "nobody's", ""):
            assert await store.load(HERE, "look", about) == plain
        assert not (await store.load(thread(1), "look", "r1")).known

    async def test_the_one_before_comes_along_with_all_that_was_said(self, store: Store) -> None:
        last = begun("last", answers=(answer(),), conclusions=(conclusion(),), previous="gone", **FINISHED)
        await turn(store, last)
        await turn(store, begun("r1", previous="last"))
        assert (await store.load(HERE, "look")).previous == last
        assert (await store.load(HERE, "look", "last")).previous is None

    async def test_the_one_before_is_never_another_tenants(self, store: Store) -> None:
        await turn(store, begun("last", answers=(answer(),)), where=OTHER_TENANT)
        await turn(store, begun("r1", previous="last"))
        assert (await store.load(HERE, "look")).previous is None


class TestElsewhere:
    """What is open in the other threads of a channel."""

    async def test_the_open_ones_of_other_threads_are_found_newest_first(self, store: Store) -> None:
        for number, phase in enumerate(Phase):
            stands = begun(f"r{number}", phase=phase, started_at=NOW + number * SECOND, current=number + 1)
            await turn(store, stands, where=thread(number))
        found = await store.open_elsewhere(thread(99))
        assert [each.phase for each in found] == [Phase.PAUSED, Phase.REVIEW, Phase.QUESTIONS, Phase.SETUP]
        assert found[1] == Elsewhere(thread(2).conversation, "r2", "101", "skole", Phase.REVIEW, 3, NOW + 2 * SECOND)
        root = dataclasses.replace(thread(0), conversation=thread(0).conversation.partition(";")[0])
        assert await store.open_elsewhere(root) == found
        assert "r2" not in [each.reflection_id for each in await store.open_elsewhere(thread(2))]

    async def test_only_a_threads_newest_counts(self, store: Store) -> None:
        await turn(store, begun("old"), where=thread(1))
        await turn(store, begun("new", **FINISHED), where=thread(1))
        assert await store.open_elsewhere(thread(2)) == ()

    @pytest.mark.parametrize(
        "where",
        [
            thread(2, tenant="other tenant"),
            thread(2, channel="19:anden@thread.tacv2"),
            thread(2, channel="19:kanal"),
            dataclasses.replace(thread(2), kind=ChatKind.GROUP),
            HERE,
        ],
    )
    async def test_nobody_else_finds_them(self, store: Store, where: Address) -> None:
        await turn(store, begun(), where=thread(1))
        await turn(store, begun("r2"), where=dataclasses.replace(thread(3), kind=ChatKind.GROUP))
        assert await store.open_elsewhere(where) == ()
        assert [each.reflection_id for each in await store.open_elsewhere(thread(2))] == ["r1"]


class TestDue:
    """Who is to be heard from without anybody saying anything."""

    async def test_what_is_due_is_found_oldest_first_from_its_time_on_and_no_more_than_asked_for(
        self, store: Store
    ) -> None:
        paused = [begun(f"r{n}", phase=Phase.PAUSED, paused_until=NOW + n * DAY) for n in (3, 1, 2)]
        for stands in paused:
            await turn(store, stands, where=dataclasses.replace(HERE, conversation=stands.id))
        assert await due_at(store, NOW + DAY - SECOND) == []
        assert await store.due(NOW + DAY, 9) == [Due(dataclasses.replace(HERE, conversation="r1"), "r1", NOW + DAY)]
        assert await due_at(store, NOW + 9 * DAY) == ["r1", "r2", "r3"]
        assert await due_at(store, NOW + 9 * DAY, 2) == ["r1", "r2"]

    async def test_each_tenant_is_told_of_its_own(self, store: Store) -> None:
        paused = begun(phase=Phase.PAUSED, paused_until=NOW)
        await turn(store, paused)
        await turn(store, dataclasses.replace(paused, paused_until=NOW + DAY), where=OTHER_TENANT)
        assert await store.due(NOW, 9) == [Due(HERE, "r1", NOW)]
        assert await store.due(NOW + DAY, 9) == [Due(HERE, "r1", NOW), Due(OTHER_TENANT, "r1", NOW + DAY)]

    @pytest.mark.parametrize(
        "stands",
        [
            begun(),
            begun(reminders=True),
            begun(phase=Phase.PAUSED),
            begun(phase=Phase.PAUSED, paused_until=NOW + DAY),
            begun(**FINISHED),
            begun(evaluations=(Evaluation("ai", ON, True, ANNA, NOW, 1),), **FINISHED),
            begun(phase=Phase.CANCELLED, ended_at=NOW),
        ],
    )
    async def test_it_is_due_when_the_conversation_says_so_and_at_no_other_time(
        self, store: Store, stands: Reflection
    ) -> None:
        await turn(store, begun(current=2))
        await turn(store, stands)
        when = next_due(stands)
        assert [each.at for each in await store.due(NOW + 9999 * DAY, 9)] == ([when] if when else [])

    async def test_a_conversation_that_takes_nothing_is_left_alone(self, store: Store) -> None:
        await turn(store, begun(phase=Phase.PAUSED, paused_until=NOW), says("1"))
        await store.give_up((await store.claim(NOW, 9))[0], gone=True)
        assert await due_at(store, NOW) == []

    @pytest.mark.parametrize(
        ("newest", "due"),
        [
            (begun("new", phase=Phase.PAUSED), []),
            (begun("new", phase=Phase.PAUSED, paused_until=NOW), ["new"]),
            (begun("new", phase=Phase.CANCELLED, ended_at=NOW), ["old"]),
        ],
    )
    async def test_an_older_one_keeps_quiet_while_the_newest_is_paused(
        self, store: Store, newest: Reflection, due: list[str]
    ) -> None:
        await turn(store, begun("old", evaluations=(Evaluation("ai", NOW.date(), True, ANNA, NOW, 1),), **FINISHED))
        await turn(store, newest)
        assert await due_at(store, NOW) == due

    async def test_a_time_that_came_for_nothing_is_noted_anew_without_a_new_version(
        self, store: Store, database: Database
    ) -> None:
        await turn(store, begun())
        async with database.writing() as connection:
            await connection.execute(reflections.update().values(due=NOW))
        assert await due_at(store, NOW) == ["r1"]
        await turn(store, begun())
        assert await due_at(store, NOW) == []
        assert (await store.load(HERE, "look")).version == 1

    async def test_of_two_who_hear_the_same_time_one_tells_it(self, store: Store, other: Store) -> None:
        paused = begun(phase=Phase.PAUSED, resume_to=Phase.QUESTIONS, paused_until=NOW)
        await turn(store, paused)
        for which in (store, other):
            assert await due_at(which, NOW) == ["r1"]
        one, two = await store.load(HERE, "alarm", "r1"), await other.load(HERE, "alarm", "r1")
        assert await store.commit(one, "alarm", NOW, begun(), says("videre")) is Committed.DONE
        assert await other.commit(two, "alarm", NOW, begun(), says("videre")) is Committed.CONFLICT
        assert (await other.load(HERE, "alarm", "r1")).answered == Reply()
        assert await store.undelivered() == 1
