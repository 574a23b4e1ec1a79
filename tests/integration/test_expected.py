"""What a process expects of a conversation without reading it: it stands so, or nothing that came of it is saved."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
import itertools
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.editions.snapshot import fixed
from bot.errors import StorageError
from bot.storage.departed import MembersChange
from bot.storage.expected import Expected
from bot.storage.kept import KEPT, MOST, NEVER, Kept
from bot.storage.loaded import Committed, Known, Stands
from bot.storage.people import KnownAs
from bot.storage.person_erasure import EraseChange
from bot.storage.store import Store
from bot.storage.tables import conversations, own_use, reflections
from bot.turns.features import features
from bot.turns.turn import Turns
from bot.wire import Address, ChatKind, Incoming, Members, Press, Reply
from dialogs.reflection.state import Phase, Reflection
from dialogs.texts import common as texts
from tests.fakes.chance import ALL
from tests.fakes.kept import told
from tests.fakes.postgres import fresh_url
from tests.fakes.shipped import shipped
from tests.fakes.store_turns import ANNA, BENT, DAY, HERE, NOW, SECOND, answer, begun, says, thread, turn

BUNDLE = shipped().bundle("eksempel")
PLACE = {"kommune": BUNDLE.kommuner[0].code, "fagomraade": BUNDLE.fagomraader[0].id}

numbers = itertools.count(2)
GIVEN = (answer(BENT), answer(ANNA, at=NOW + 9 * SECOND))


@pytest_asyncio.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """A file with one reflection under way, of which this process took the last turn."""
    opened = Store(f"sqlite+aiosqlite:///{tmp_path}/bot.db")
    await opened.open()
    await turn(opened, begun(answers=(answer(BENT),)), says("skærm", screen=True))
    await _deliver(opened, "m1")
    await turn(opened, begun(answers=GIVEN))
    yield opened
    await opened.close()


@pytest_asyncio.fixture
async def other(store: Store) -> AsyncIterator[Store]:
    """Another process on the same file."""
    opened = Store(f"sqlite+aiosqlite:///{store.file}")
    await opened.open()
    yield opened
    await opened.close()


async def _deliver(store: Store, message: str) -> None:
    for queued in await store.claim(NOW + DAY, 9):
        await store.delivered(queued, message)


def of(store: Store, where: Address = HERE, about: str | None = None) -> Stands:
    """What is expected, where something is."""
    expected = store.expected(where, about)
    assert expected is not None
    return expected


async def saved(store: Store, stands: Stands, new: Reflection | None, activity: str = "") -> Committed:
    """How it goes with a turn on what stands."""
    return await store.commit(stands, activity or f"e{next(numbers)}", NOW, new, Reply())


def moved_on(stands: Stands) -> Reflection:
    assert stands.reflection is not None
    return dataclasses.replace(stands.reflection, current=stands.reflection.current + 1)


class TestSame:
    """What is expected is what would be loaded."""

    async def test_after_a_turn_it_is_all_that_is_loaded(self, store: Store) -> None:
        assert dataclasses.replace(of(store), is_expected=False) == await store.load(HERE, "look")
        assert of(store).card == "m1"

    async def test_so_it_is_after_many_that_were_expected_themselves(self, store: Store) -> None:
        for _ in range(3):
            stands = of(store)
            assert await saved(store, stands, moved_on(stands)) is Committed.DONE
            assert await saved(store, of(store), of(store).reflection) is Committed.DONE, "a look changes nothing"
            assert dataclasses.replace(of(store), is_expected=False) == await store.load(HERE, "look")

    async def test_where_the_conversation_is_reached_by_another_address_that_is_the_one(self, store: Store) -> None:
        moved = dataclasses.replace(HERE, service_url="https://other.example/")
        assert of(store, moved).address == moved

    async def test_nothing_is_expected_on_a_server_which_is_there_to_be_shared(self, tmp_path: Path) -> None:
        shared = Store(await asyncio.to_thread(fresh_url, "postgresql", tmp_path))
        await shared.open()
        await turn(shared, begun())
        await turn(shared, begun(current=2))
        assert shared.expected(HERE) is None
        await shared.close()


Beside = Callable[[Store], Awaitable[object]]


async def _sql(store: Store, statement: sa.Update | sa.Delete | sa.Insert) -> None:
    await store._database.write(lambda connection: connection.execute(statement))


async def _takes_a_turn(other: Store) -> None:
    stands = (await other.load(HERE, "look")).reflection
    more = stands.skipped | {len(stands.skipped) + 1} if stands else frozenset()
    await turn(other, dataclasses.replace(stands or begun(f"r{next(numbers)}"), skipped=more))


async def _delivers_a_card(other: Store) -> None:
    await _sql(other, reflections.update().values(card="m2"))


async def _loses_the_card(other: Store) -> None:
    await _sql(other, reflections.update().values(card=None))


async def _delivers_a_status(other: Store) -> None:
    await _sql(other, reflections.update().values(status="m3"))


async def _says_its_own_use(other: Store) -> None:
    which = f"t{next(numbers)}"
    said = {"tenant": HERE.tenant, "kommune": "101", "fagomraade": "skole", "technology": which, "usage": "drift"}
    who = {"evidence": "", "person": "", "name": "", "at": NOW, "revision": 1}
    await _sql(other, own_use.insert().values(**said, **who))


async def _hears_of_somebody_who_left(other: Store) -> None:
    stands = await other.load(HERE, "look")
    left = MembersChange(Members(left=frozenset({ANNA.id})))
    await other.commit(stands, "left", NOW, stands.reflection, Reply(), (left,))


async def _forgets_presses(other: Store) -> None:
    await _sql(other, conversations.update().values(forgot_at=NOW))


async def _is_due_at_another_time(other: Store) -> None:
    await _sql(other, reflections.update().values(due=NOW + 9 * DAY))


async def _erases_a_person(other: Store) -> None:
    mine = await other.people.mine(HERE.tenant, BENT.id)
    await other.people.erase(EraseChange(HERE.tenant, BENT.id, mine, lambda *_: ({"type": "AdaptiveCard"},) * 2), NOW)


async def _tidies(other: Store) -> None:
    await other.tidy(NOW + 900 * DAY, 700 * DAY)


async def _begins_another(other: Store) -> None:
    await turn(other, begun(f"r{next(numbers)}", started_at=NOW + SECOND))


async def _is_told_a_kommune(other: Store) -> None:
    await _sql(other, conversations.update().values(kommune="751"))


BESIDE: Sequence[Beside] = (
    _takes_a_turn,
    _delivers_a_card,
    _loses_the_card,
    _delivers_a_status,
    _says_its_own_use,
    _hears_of_somebody_who_left,
    _forgets_presses,
    _is_due_at_another_time,
    _erases_a_person,
    _tidies,
    _begins_another,
    _is_told_a_kommune,
)


class TestWrong:
    """Where something else stands by now, nothing is saved, and the next look reads."""

    @pytest.mark.parametrize("changes", [True, False], ids=["that changes something", "that only looks"])
    @pytest.mark.parametrize("beside", BESIDE, ids=lambda each: each.__name__.strip("_"))
    async def test_a_turn_on_what_no_longer_stands_is_not_saved(
        self, store: Store, other: Store, beside: Beside, changes: bool
    ) -> None:
        stands = of(store)
        await beside(other)
        before = await other.load(HERE, "look")
        new = moved_on(stands) if changes else stands.reflection
        assert await saved(store, stands, new, "late") is Committed.CONFLICT
        assert await other.load(HERE, "look") == before
        assert (await other.load(HERE, "late")).answered is None
        assert store.expected(HERE) is None

    async def test_a_press_that_has_been_taken_is_not_taken_again(self, store: Store) -> None:
        stands = of(store)
        assert await saved(store, stands, moved_on(stands), "press") is Committed.DONE
        stands = of(store)
        assert await saved(store, stands, moved_on(stands), "press") is Committed.CONFLICT
        assert (await store.load(HERE, "press")).answered is not None

    async def test_a_reflection_is_begun_on_what_was_read_alone(self, store: Store) -> None:
        assert await saved(store, of(store), begun("r2", started_at=NOW + SECOND)) is Committed.CONFLICT
        stands = await store.load(HERE, "look")
        assert await saved(store, stands, begun("r2", started_at=NOW + SECOND)) is Committed.DONE


class TestNothing:
    """Where a turn may have moved more than its reflection, or another conversation's row says more, it is read."""

    async def test_of_what_another_conversation_or_tenant_left_nothing_is_expected(self, store: Store) -> None:
        assert store.expected(dataclasses.replace(HERE, tenant="another")) is None
        assert store.expected(dataclasses.replace(HERE, conversation="another")) is None

    async def test_of_an_older_reflection_that_is_turned_to(self, store: Store) -> None:
        assert store.expected(HERE, "r0") is None
        assert of(store, about="r1") == of(store)

    async def test_of_a_first_turn_since_a_card_is_to_come(self, store: Store) -> None:
        await turn(store, begun("r2", started_at=NOW + SECOND))
        assert store.expected(HERE) is None

    async def test_once_a_card_is_delivered_or_gone(self, store: Store) -> None:
        for screen in ({"screen": True}, {"status": True}):
            await turn(store, begun(answers=GIVEN), says("ny", **screen))
            assert store.expected(HERE) is not None
            (queued,) = await store.claim(NOW + DAY, 9)
            await store.delivered(queued, "m9")
            assert store.expected(HERE) is None
            await turn(store, begun(answers=GIVEN))
            await (store.forget_card if "screen" in screen else store.forget_status)(queued)
            assert store.expected(HERE) is None

    async def test_of_a_reflection_that_has_ended_or_follows_another(self, store: Store) -> None:
        await turn(store, begun(previous="r0"))
        assert store.expected(HERE) is None
        await turn(store, begun(phase=Phase.FINISHED, ended_at=NOW))
        assert store.expected(HERE) is None

    async def test_of_a_thread_in_a_channel_whose_members_are_its_teams(self, store: Store) -> None:
        for current in (1, 2):
            await turn(store, begun("r9", current=current), where=thread(1))
        assert store.expected(thread(1)) is None

    async def test_after_a_change_beside_the_reflection_but_for_who_somebody_is(self, store: Store) -> None:
        stands = of(store)
        known = (KnownAs(ANNA.id, "entra"),)
        assert await store.commit(stands, "known", NOW, moved_on(stands), Reply(), known) is Committed.DONE
        left = (MembersChange(Members(came=frozenset({BENT.id}))),)
        stands = of(store)
        assert await store.commit(stands, "left", NOW, moved_on(stands), Reply(), left) is Committed.DONE
        assert store.expected(HERE) is None

    async def test_once_something_was_erased(self, store: Store) -> None:
        of(store)
        store.erased()
        assert store.expected(HERE) is None

    async def test_after_a_turn_that_failed(self, store: Store) -> None:
        stands = of(store)
        with pytest.raises(LookupError):
            await store.commit(stands, "fails", NOW, moved_on(stands), Reply(), (_Fails(),))
        assert store.expected(HERE) is None

    async def test_for_longer_than_an_hour_or_of_more_conversations_than_are_kept(self) -> None:
        now = [0.0]
        kept = Kept(lambda: now[0])
        expected = Expected(kept)
        for number in range(MOST + 1):
            where = dataclasses.replace(HERE, conversation=str(number))
            known = Known(begun(f"r{number}"), 1, NEVER)
            kept.keep(HERE.tenant, known)
            expected.left(_stands(where, known.reflection), known, ())
        first, last = (dataclasses.replace(HERE, conversation=str(number)) for number in (0, MOST))
        assert expected.find(first) is None
        assert expected.find(last) is not None
        now[0] = KEPT
        assert expected.find(last) is None
        expected.moved(first)
        assert expected._left == {}, "nor is it in memory"


def _stands(where: Address, reflection: Reflection) -> Stands:
    return Stands(where, True, None, None, reflection, 1, None, None, None, newest=reflection.id)


class _Fails:
    """A change that goes wrong after all else is written."""

    scrubs = apart = moves = False

    def begin(self, connection: object) -> None:
        """Nothing."""

    def write(self, connection: object, turn: object) -> None:
        raise LookupError("made up for this test")


@settings(max_examples=40 if ALL else 8, deadline=None)
@given(walk=st.lists(st.tuples(st.sampled_from(["one", "other", *range(len(BESIDE))]), st.booleans()), max_size=12))
def test_whatever_others_do_a_turn_on_what_was_expected_is_saved_only_where_it_stands(
    tmp_path_factory: pytest.TempPathFactory, walk: list[tuple[Any, bool]]
) -> None:
    asyncio.run(_walk(tmp_path_factory.mktemp("walk") / "bot.db", walk))


async def _walk(file: Path, walk: Sequence[tuple[Any, bool]]) -> None:
    stores = {name: Store(f"sqlite+aiosqlite:///{file}") for name in ("one", "other", "beside")}
    for each in stores.values():
        await each.open()
    await turn(stores["one"], begun())
    try:
        for who, changes in walk:
            if not isinstance(who, str):
                await BESIDE[who](stores["beside"])
                continue
            store, fresh = stores[who], await stores["beside"].load(HERE, "look")
            stands = store.expected(HERE) or await store.load(HERE, "look")
            new = stands.reflection or begun(f"r{next(numbers)}")
            done = await saved(store, stands, moved_on(stands) if changes and stands.reflection else new)
            if stands.is_expected:
                assert (done is Committed.DONE) == (dataclasses.replace(stands, is_expected=False) == fresh)
            else:
                assert done is Committed.DONE
            after = await stores["beside"].load(HERE, "look")
            if done is not Committed.DONE:
                assert after == fresh, "nothing is saved"
            elif expected := store.expected(HERE):
                assert dataclasses.replace(expected, is_expected=False) == after
                assert told(expected.reflection) == told(after.reflection)
    finally:
        for each in stores.values():
            await each.close()


class TestTurns:
    """Whole turns of two processes on one file, of which each expects what it left itself."""

    async def test_what_is_answered_is_of_what_stands_though_another_process_moved_it(self, tmp_path: Path) -> None:
        one, other, reflection = await _two(tmp_path)
        for question in (1, 2, 3):
            await _press(one, "answer", {"r": reflection, "q": question, "text": f"et svar på {question}"})
            assert one.expected(HERE) is not None, "or the next turn would prove nothing"
            await _press(other, "next", {"r": reflection, "q": question})
        reply = await _press(one, "answer", {"r": reflection, "q": 3, "text": "et nyt svar"})
        assert texts.SAVED_EDIT.format(n=3) in str(reply.card)
        stands = (await other.load(HERE, "look")).reflection
        assert stands is not None and stands.current == 4
        assert [(each.question, each.text) for each in stands.answers] == [
            *((question, f"et svar på {question}") for question in (1, 2)),
            (3, "et nyt svar"),
        ]
        await one.close()
        await other.close()

    async def test_the_same_press_twice_is_one_answer_and_told_twice(self, tmp_path: Path) -> None:
        one = Store(f"sqlite+aiosqlite:///{tmp_path}/bot.db")
        await one.open()
        await _press(one, "start", {})
        await _press(one, "setup", PLACE)
        reflection = (await one.load(HERE, "look")).newest
        carried = {"r": reflection, "q": 1, "text": "et svar", "n": "1.a"}
        await _press(one, "answer", {**carried, "q": 2, "n": "1.b"})
        assert one.expected(HERE) is not None
        first, again = [await _press(one, "answer", carried) for _ in range(2)]
        assert again.card == first.card
        stands = (await one.load(HERE, "look")).reflection
        assert stands is not None and [each.revision for each in stands.answers] == [1, 1]
        await one.close()


class TestTrouble:
    """Where nothing can be written, or others come first for long."""

    async def test_a_repeat_of_what_is_saved_is_told_so_though_nothing_can_be_written(self, tmp_path: Path) -> None:
        one = Store(f"sqlite+aiosqlite:///{tmp_path}/bot.db")
        await one.open()
        await _press(one, "start", {})
        await _press(one, "setup", PLACE)
        carried = {"r": (await one.load(HERE, "look")).newest, "q": 1, "text": "et svar", "n": "1.a"}
        first = await _press(one, "answer", carried)
        assert one.expected(HERE) is not None
        held = sqlite3.connect(tmp_path / "bot.db", isolation_level=None)
        held.execute("BEGIN IMMEDIATE")
        again = await _press(one, "answer", carried)
        with pytest.raises(StorageError):
            await _press(one, "answer", {**carried, "text": "et nyt svar", "n": "1.b"})
        held.execute("ROLLBACK")
        held.close()
        assert again.card == first.card
        await one.close()

    async def test_a_turn_is_not_lost_before_it_has_been_tried_on_what_was_read(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        one, other, reflection = await _two(tmp_path)
        await _press(one, "answer", {"r": reflection, "q": 1, "text": "et svar"})
        assert one.expected(HERE) is not None
        await _press(other, "next", {"r": reflection, "q": 1})
        monkeypatch.setattr("bot.turns.turn.TRYING", 0.0)
        reply = await _press(one, "answer", {"r": reflection, "q": 2, "text": "et andet"})
        assert texts.SAVED.format(n=2) in str(reply.card)
        await one.close()
        await other.close()

    async def test_a_turn_that_comes_after_the_end_is_refused_and_does_not_wait(self, store: Store) -> None:
        stands = of(store)
        await store.close()
        with pytest.raises(RuntimeError):
            await asyncio.wait_for(saved(store, stands, moved_on(stands)), 5)


async def _two(folder: Path) -> tuple[Store, Store, str | None]:
    """Two processes on one file, and the reflection that the first has set up."""
    one, other = [Store(f"sqlite+aiosqlite:///{folder}/bot.db") for _ in range(2)]
    await one.open()
    await other.open()
    await _press(one, "start", {})
    await _press(one, "setup", PLACE)
    return one, other, (await one.load(HERE, "look")).newest


async def _press(store: Store, verb: str, data: dict[str, Any]) -> Reply:
    turns = Turns(
        store,
        fixed(shipped(), BUNDLE),
        features(),
        lambda radar, fmt, *_: "https://bot.example/radar",
        now=lambda: NOW + dt.timedelta(milliseconds=next(numbers)),
    )
    act = f"press {next(numbers)}"
    where = dataclasses.replace(HERE, kind=ChatKind.GROUP)
    return await turns.take(Incoming(act, where, ANNA, press=Press(verb, data, "m1"), wants_reply=True))
