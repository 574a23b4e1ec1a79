"""A crash between any two steps of a turn loses nothing that was acknowledged, and a redelivery has one effect.

The process dies by its turn being cut off at a chosen step of the event loop and its store thrown away; a new one opens
the same database and gets the same activity again, as Teams does. What then stands must be what the pure reducer makes
of every act taken once.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import itertools
import types
from collections.abc import Awaitable, Callable, Coroutine, Generator, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy.exc import StatementError

from bot.editions.snapshot import fixed
from bot.sending.outbox import Outbox
from bot.storage.store import Store
from bot.turns.features import features
from bot.turns.turn import Turns
from bot.turns.verbs import command_of
from bot.wire import Address, ChatKind, Incoming, Press, Reply
from dialogs.people import Person
from dialogs.reflection.commands import Said
from dialogs.reflection.reducer import apply
from dialogs.reflection.setting import Setting
from dialogs.reflection.state import Reflection
from dialogs.understanding.hear import hear
from tests.fakes.chance import ALL
from tests.fakes.local_bot import Recorder
from tests.fakes.shipped import shipped

CATALOG = shipped()
BUNDLE = CATALOG.bundle("eksempel")
PEOPLE = tuple(Person(f"person-{n}", f"Deltager {n}") for n in range(4))
NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
NEVER = 10_000

texts = st.sampled_from(
    ["start refleksion", "vejle, skole", "svar: et svar", "svar 3: et andet", "svar 2: [1, 3] krydser", "spring over",
     "tilbage", "næste", "gå til 7", "pause", "fortsæt", "afslut", "annullér", "status", "noget helt andet"]
)  # fmt: skip
questions = st.integers(1, 9)
presses = st.one_of(
    st.builds(lambda q, t: ("answer", {"q": q, "text": t}), questions, st.sampled_from(["ja", "nej", "måske"])),
    st.builds(lambda q: ("answer", {"q": q, "rating": "4", "text": "fordi"}), st.integers(6, 9)),
    st.builds(lambda q: ("back", {"q": q, "text": "på vej tilbage"}), questions),
    st.builds(lambda verb, q: (verb, {"q": q}), st.sampled_from(["skip", "next", "back", "open"]), questions),
    st.just(("finish", {})),
)


@types.coroutine
def cut_off(turn: Coroutine[Any, Any, Reply], step: int) -> Generator[Any, Any, Reply]:
    """Runs a turn and cuts it off where it waits for the ``step``-th time; raises CancelledError then."""
    waiting = turn.send(None)
    for waits in itertools.count():
        try:
            # As a task is cancelled: what it waits for first, so that the driver below has noticed when the turn does.
            if waits == step and waiting is not None:
                waiting.cancel()
            try:
                given = yield waiting
            except asyncio.CancelledError as cut:
                waiting = turn.throw(cut)
            else:
                waiting = turn.send(given)
        except StopIteration as done:
            return done.value  # type: ignore[no-any-return]
    raise AssertionError


class CrashingBot(RuleBasedStateMachine):
    """One conversation of several people, on a bot that dies at any step."""

    url = ""
    kind = ChatKind.GROUP

    @initialize()
    def a_fresh_conversation(self) -> None:
        self.runner = asyncio.Runner()
        self.expected: Reflection | None = None
        self.where = Address(
            "tenant", f"chat-{id(self)}-{next(COUNTER)}", self.kind, "http://127.0.0.1:1/", "bot", "bot"
        )
        self.channel = Recorder()
        self.runner.run(self._open())
        self._take("start refleksion", PEOPLE[0], NEVER)
        self._take("vejle, skole", PEOPLE[0], NEVER)

    @rule(text=texts, person=st.sampled_from(PEOPLE), step=st.one_of(st.just(NEVER), st.integers(0, 60)))
    def somebody_writes(self, text: str, person: Person, step: int) -> None:
        self._take(text, person, step)

    @rule(press=presses, person=st.sampled_from(PEOPLE), step=st.one_of(st.just(NEVER), st.integers(0, 60)))
    def somebody_presses(self, press: tuple[str, dict[str, Any]], person: Person, step: int) -> None:
        self._take(Press(*press), person, step)

    @invariant()
    def nothing_acknowledged_is_lost(self) -> None:
        if not hasattr(self, "store"):
            return
        stands = self.runner.run(self.store.load(self.where, "look")).reflection
        assert _without_ids(stands) == _without_ids(self.expected)

    def teardown(self) -> None:
        if hasattr(self, "runner"):
            self.runner.run(self.store.close())
            self.runner.close()

    async def _open(self) -> None:
        self.store = Store(self.url)
        await self.store.open()
        self.turns = Turns(
            self.store, fixed(CATALOG, BUNDLE), features(), lambda radar, fmt, *_: "http://127.0.0.1/", now=lambda: NOW
        )

    def _take(self, act: str | Press, person: Person, step: int) -> None:
        number = f"a{next(COUNTER)}"
        if isinstance(act, Press):
            current = self.expected.id if self.expected else ""
            act = Press(act.verb, {**act.data, "r": current})
            incoming = Incoming(number, self.where, person, press=act, wants_reply=True)
        else:
            incoming = Incoming(number, self.where, person, text=act)
        self.runner.run(self._delivered(incoming, step))
        before = self.expected
        command = command_of(act, before, BUNDLE) if isinstance(act, Press) else hear(act, before, BUNDLE)
        said = Said(command, person, NOW, before.id if isinstance(act, Press) and before else None)
        stands = self.runner.run(self.store.load(self.where, "look")).reflection
        new_id = stands.id if stands else "none"
        kommune = before.kommune if before else None
        areas, rated = BUNDLE.fagomraade_by_id, tuple(q.number for q in BUNDLE.questions if q.is_rated)
        setting = Setting(new_id, BUNDLE.sha256, self.kind.is_group, kommune, fagomraader=areas, rated=rated)
        self.expected, _ = apply(before, said, setting)

    async def _delivered(self, incoming: Incoming, step: int) -> None:
        """Takes the act, dying at ``step``; then the same activity comes again to a new process."""
        try:
            first = await cut_off(self.turns.take(incoming), step)
        except asyncio.CancelledError:
            await self.store.close()
            await self._open()
            await self.turns.take(incoming)
        else:
            again = await self.turns.take(incoming)
            assert again.card == first.card, "a repeat gets the first answer"
        await Outbox(self.store, self.channel).drain()


COUNTER: Iterator[int] = iter(range(10**9))


def _without_ids(reflection: Reflection | None) -> object:
    if reflection is None:
        return None
    return (
        reflection.phase,
        reflection.current,
        reflection.skipped,
        reflection.kommune,
        reflection.fagomraade,
        tuple(sorted((a.question, a.by.id, a.revision, a.text, a.rating, a.ticks) for a in reflection.answers)),
    )


@pytest.mark.parametrize("kind", [ChatKind.GROUP, ChatKind.PERSONAL])
def test_no_acknowledged_answer_is_lost_by_a_crash_at_any_step(kind: ChatKind, any_database_url: str) -> None:
    machine = type("Bot", (CrashingBot,), {"url": any_database_url, "kind": kind})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12 if ALL else 3,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


AT = dt.datetime(2026, 11, 24, 13, tzinfo=dt.UTC)


def turns_on(store: Store) -> Turns:
    return Turns(store, fixed(CATALOG, BUNDLE), features(), lambda radar, fmt, *_: "http://127.0.0.1/", now=lambda: AT)


class Killed(Exception):
    """The process is gone; whoever it was talking to hears nothing more of it."""


Dies = Callable[[Coroutine[Any, Any, Reply], int], Awaitable[Reply]]
"""Takes a turn until its ``step``-th await or statement, where it dies: raises ``Killed``, if it came so far."""


async def at_an_await(turn: Coroutine[Any, Any, Reply], step: int) -> Reply:
    try:
        return await cut_off(turn, step)
    except asyncio.CancelledError:
        raise Killed from None


async def at_a_statement(turn: Coroutine[Any, Any, Reply], step: int) -> Reply:
    statements = itertools.count()

    def dies(*_: Any) -> None:
        if next(statements) == step:
            raise Killed

    sa.event.listen(sa.Engine, "before_cursor_execute", dies)
    try:
        return await turn
    except StatementError as failed:
        raise failed.orig or failed from None
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", dies)


async def killed(url: str, dies: Dies, step: int, says: str | None) -> bool:
    """An answer, pressed or said, in a process that dies at a step; the next takes it again. Whether the first died."""
    where = Address("tenant", f"chat {step} {says}", ChatKind.GROUP, "http://127.0.0.1:1/", "bot", "bot")
    first, beside, second = Store(url), Store(url), Store(url)
    try:
        await first.open()
        for number, said in enumerate(("start refleksion", "vejle, skole")):
            await turns_on(first).take(Incoming(f"{step} {says} {number}", where, PEOPLE[0], text=said))
        stood = (await beside.load(where, "look")).reflection  # another process has it in memory from here on
        assert stood is not None
        press = None if says else Press("answer", {"q": 1, "text": "et svar", "r": stood.id})
        act = Incoming(f"{step} {says} answer", where, PEOPLE[1], text=says or "", press=press, wants_reply=not says)
        try:
            reply = await dies(turns_on(first).take(act), step)
        except Killed:
            has_died = True
            await first.close()
            reply = await turns_on(second).take(act)
        else:
            has_died = False
        assert (await turns_on(second).take(act)).card == reply.card, "a repeat gets the first answer"
        stands = (await second.load(where, "look")).reflection
        assert stands is not None
        assert [(a.question, a.by, a.text, a.revision) for a in stands.answers] == [(1, PEOPLE[1], "et svar", 1)]
        assert (await beside.load(where, "look")).reflection == stands, "what is kept in memory is what stands"
    finally:
        for store in (first, beside, second):
            await store.close()
    return has_died


@pytest.mark.parametrize("says", [None, "svar 1: et svar"], ids=["pressed", "said"])
@pytest.mark.parametrize(("dies", "least"), [(at_an_await, 2), (at_a_statement, 5)], ids=["await", "statement"])
async def test_killed_at_every_await_and_statement_of_an_answer_it_is_there_once_and_every_process_sees_it(
    dies: Dies, least: int, says: str | None, any_database_url: str
) -> None:
    steps = 0
    while await killed(any_database_url, dies, steps, says):
        steps += 1
    assert steps >= least, "what a turn waits for, and what it asks of the database"
