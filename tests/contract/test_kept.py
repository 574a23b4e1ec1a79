"""A reflection that is kept in memory is what would be loaded, whatever happens to it and whoever does it."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.storage import queries
from bot.storage.kept import KEPT, MOST, NEVER, Kept
from bot.storage.loaded import Committed, Known
from bot.storage.person_erasure import EraseChange
from bot.storage.store import Store
from bot.wire import Reply
from dialogs.reflection.state import Conclusion, NextStep, Phase, Reflection
from tests.fakes.chance import ALL
from tests.fakes.kept import assert_kept_is_what_is_loaded, told
from tests.fakes.postgres import BACKENDS, ready_url
from tests.fakes.store_turns import ANNA, BENT, DAY, HERE, NOW, SECOND, answer, begun, says, standing, turn


class TestUse:
    """When it is used, and when not."""

    async def test_after_a_commit_the_next_turn_loads_no_answers(
        self, store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await turn(store, begun(answers=(answer(),)))
        monkeypatch.setattr(queries, "known", None)
        stands = await store.load(HERE, "look")
        assert stands.reflection == begun(answers=(answer(),))
        assert stands.version == 1

    async def test_what_another_process_has_written_is_loaded(self, store: Store, other: Store) -> None:
        await turn(store, begun())
        await turn(other, begun(answers=(answer(),)))
        assert (await standing(store)).answers == (answer(),)

    async def test_a_lost_race_leaves_what_is_kept_as_it_was(self, store: Store, other: Store) -> None:
        await turn(store, begun())
        stands = await store.load(HERE, "a")
        await turn(other, begun(current=2))
        assert await store.commit(stands, "a", NOW, begun(current=3), Reply()) is Committed.CONFLICT
        assert (await standing(store)).current == 2

    async def test_nothing_is_kept_of_a_commit_that_failed(self, store: Store) -> None:
        stands = await store.load(HERE, "a")
        with pytest.raises(Exception, match="made up"):
            await store.commit(stands, "a", NOW, begun(), Reply(), (Fails(),))
        assert list(store._kept) == []
        assert (await store.load(HERE, "look")).reflection is None

    async def test_the_live_card_is_always_read(self, store: Store, other: Store) -> None:
        await turn(store, begun(), says("skærm", screen=True))
        (queued,) = await other.claim(NOW, 9)
        await other.delivered(queued, "m1")
        assert (await store.load(HERE, "look")).card == "m1"

    async def test_an_erasure_drops_all_that_is_in_memory_at_once(self, store: Store) -> None:
        await turn(store, begun(answers=(answer(),)))
        assert len(list(store._kept)) == 1
        store.erased()
        assert list(store._kept) == []
        assert (await standing(store)).answers == (answer(),)

    async def test_what_was_loaded_before_an_erasure_is_not_kept_after_it(self, store: Store) -> None:
        await turn(store, begun())
        stands = await store.load(HERE, "a")
        saving = asyncio.create_task(store.commit(stands, "a", NOW, begun(answers=(answer(),)), Reply()))
        await asyncio.sleep(0)
        store.erased()
        assert await saving is Committed.DONE
        assert list(store._kept) == []


class TestSameness:
    """What is kept is in the order, and the zone, that it is loaded in."""

    async def test_where_a_clock_went_back_the_answers_are_in_the_order_they_are_loaded_in(
        self, store: Store, other: Store
    ) -> None:
        first, then = answer(ANNA, at=NOW + 9 * SECOND), answer(BENT, at=NOW)
        await turn(store, begun(answers=(first,)))
        await turn(store, begun(answers=(first, then)))
        assert (await standing(store)).answers == (await standing(other)).answers == (then, first)

    async def test_so_they_are_where_the_first_revision_was_the_later(self, store: Store, other: Store) -> None:
        first, edited = answer(ANNA, at=NOW + 9 * SECOND), answer(ANNA, revision=2, at=NOW)
        await turn(store, begun(answers=(first,)))
        await turn(store, begun(answers=(edited,)))
        await turn(store, begun(answers=(edited, answer(BENT, at=NOW + 5 * SECOND))))
        assert (await standing(store)).answers == (await standing(other)).answers
        assert (await standing(store)).answers[1] == edited

    async def test_a_note_that_is_left_out_and_still_stands_is_loaded(self, store: Store, other: Store) -> None:
        two = tuple(NextStep(number, "gør", "os", None, ANNA, NOW, 1) for number in (1, 2))
        await turn(store, begun(steps=two))
        await turn(store, begun(steps=two[1:]))
        assert (await standing(store)).steps == (await standing(other)).steps == two

    async def test_times_are_kept_in_utc(self, store: Store) -> None:
        at = NOW.astimezone(COPENHAGEN)
        await turn(
            store, begun(started_at=at, answers=(answer(at=at),), conclusions=(Conclusion(1, "æ", ANNA, at, 1),))
        )
        stands = await standing(store)
        times = (stands.started_at, stands.answers[0].at, stands.conclusions[0].at)
        assert {each.tzinfo for each in times} == {dt.UTC}


class Fails:
    """A change that goes wrong after all else is written."""

    scrubs = apart = False

    def begin(self, connection: object) -> None:
        """Nothing."""

    def write(self, connection: object, turn: object) -> None:
        raise LookupError("made up for this test")


class TestKeeping:
    """How many, and for how long."""

    def test_the_oldest_goes_when_there_are_too_many(self) -> None:
        kept = Kept()
        for number in range(MOST + 1):
            kept.keep("t", Known(begun(f"r{number}"), 1, NEVER))
        assert kept.find("t", "r0", 1) is None
        assert kept.find("t", f"r{MOST}", 1) is not None
        assert len(list(kept)) == MOST

    def test_it_is_used_in_its_version_and_tenant_alone_and_for_an_hour(self) -> None:
        now = [0.0]
        kept = Kept(lambda: now[0])
        kept.keep("t", Known(begun(), 2, NEVER))
        assert kept.find("t", "r1", 2) is not None
        assert kept.find("t", "r1", 1) is kept.find("t", "r1", 3) is kept.find("other", "r1", 2) is None
        now[0] = KEPT
        assert kept.find("t", "r1", 2) is None

    def test_what_has_had_its_hour_is_let_go_of_when_another_is_kept(self) -> None:
        now = [0.0]
        kept = Kept(lambda: now[0])
        kept.keep("t", Known(begun("r1"), 1, NEVER))
        now[0] = KEPT
        kept.keep("t", Known(begun("r2"), 1, NEVER))
        assert [known.reflection.id for _, known in kept] == ["r2"]


COPENHAGEN = dt.timezone(dt.timedelta(hours=1))
PEOPLE = (ANNA, BENT, dataclasses.replace(ANNA, id="29:å"))
ANSWERED = st.tuples(
    st.just("answer"), st.sampled_from(PEOPLE), st.integers(1, 3), st.integers(-6, 6), st.sampled_from("ab")
)
OTHERS = st.one_of(
    st.tuples(st.just("withdraw"), st.sampled_from(PEOPLE), st.integers(1, 3)),
    st.tuples(st.just("conclude"), st.integers(1, 3), st.sampled_from(["", "æ"])),
    st.tuples(st.just("step"), st.integers(1, 3), st.booleans()),
    st.tuples(st.just("move"), st.integers(1, 9)),
    st.tuples(st.just("close"), st.booleans()),
    st.tuples(st.just("look")),
    st.tuples(st.just("erase")),
    st.tuples(st.just("tidy"), st.sampled_from([1, 900])),
    st.tuples(st.just("expire")),
)


@pytest.mark.parametrize("backend", BACKENDS)
@settings(max_examples=12 if ALL else 4, deadline=None)
@given(
    walk=st.lists(st.tuples(st.booleans(), ANSWERED, st.booleans(), OTHERS), min_size=3, max_size=8),
    zone=st.sampled_from([dt.UTC, COPENHAGEN]),
)
def test_whatever_two_processes_do_each_loads_what_stands(
    backend: str, tmp_path_factory: pytest.TempPathFactory, walk: list[tuple[Any, ...]], zone: dt.tzinfo
) -> None:
    # Hypothesis alone would give few answers, which are what most of this is about.
    acts = [(who, act) for first, answered, then, other in walk for who, act in ((first, answered), (then, other))]
    asyncio.run(_walk(ready_url(backend, tmp_path_factory.mktemp("walk")), acts, zone))


async def _walk(url: str, walk: Sequence[tuple[bool, Any]], zone: dt.tzinfo) -> None:
    """Each of the two acts in its turn; a third that has nothing in memory says what stands."""
    one, other = Store(url), Store(url)
    await one.open()
    await other.open()
    try:
        for number, (by_other, (what, *how)) in enumerate(walk):
            store = other if by_other else one
            at = (NOW + number * SECOND).astimezone(zone)
            if what in ("erase", "tidy", "expire"):
                await _beside(store, what, *how)
            else:
                stands = await store.load(HERE, f"a{number}")
                if stands.reflection is None or stands.reflection.phase.is_closed:
                    new = begun(f"r{number}", started_at=at)
                else:
                    new = _after(stands.reflection, at, what, *how)
                done = await store.commit(stands, f"a{number}", at, new, Reply())
                assert done is Committed.DONE
            await assert_kept_is_what_is_loaded(one)
            await assert_kept_is_what_is_loaded(other)
            fresh = Store(url)
            loaded = await fresh.load(HERE, "look")
            await fresh.close()
            for each in (one, other):
                assert told((await each.load(HERE, "look")).reflection) == told(loaded.reflection)
    finally:
        await one.close()
        await other.close()


async def _beside(store: Store, what: str, *how: int) -> None:
    if what == "erase":
        mine = await store.people.mine(HERE.tenant, BENT.id)
        change = EraseChange(HERE.tenant, BENT.id, mine, lambda *_: ({"type": "AdaptiveCard"},) * 2)
        assert await store.people.erase(change, NOW)
    elif what == "tidy":
        await store.tidy(NOW + how[0] * DAY, 700 * DAY)
    else:
        store._kept._kept.clear()


def _after(stands: Reflection, at: dt.datetime, what: str, *how: Any) -> Reflection:
    stands = dataclasses.replace(stands, touched_at=at)
    if what == "answer":
        by, question, late, text = how
        before = stands.answer_of(by, question)
        new = answer(by, question, before.revision + 1 if before else 1, at=at + late * SECOND, text=text)
        rest = tuple(new if each is before else each for each in stands.answers)
        return dataclasses.replace(stands, answers=rest if before else (*rest, new))
    if what == "withdraw":
        gone = stands.answer_of(how[0], how[1])
        return dataclasses.replace(stands, answers=tuple(each for each in stands.answers if each is not gone))
    if what == "conclude":
        revision = sum(each.question == how[0] for each in stands.conclusions) + 1
        said = Conclusion(how[0], how[1], ANNA, at, revision)
        return dataclasses.replace(stands, conclusions=(*stands.conclusions, said))
    if what == "step":
        number, removed = how
        was = next((each for each in stands.steps if each.number == number), None)
        said_step = NextStep(number, "gør", "os", None, BENT, at, was.revision + 1 if was else 1, removed)
        return dataclasses.replace(stands, steps=(*(each for each in stands.steps if each is not was), said_step))
    if what == "move":
        return dataclasses.replace(stands, current=how[0], skipped=stands.skipped | {how[0]})
    if what == "close":
        return dataclasses.replace(stands, phase=Phase.FINISHED if how[0] else Phase.PAUSED, ended_at=at)
    return dataclasses.replace(stands, touched_at=stands.touched_at)
