"""Two bots on one PostgreSQL behind one proxy, with people at them: each is stopped in turn, and the server too.

What was called saved is there, what was called not saved is not, and no message comes twice.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest_asyncio

from bot.storage.store import Store
from dialogs.texts import common as texts
from tests.fakes.bot_process import PATIENCE, REFUSALS, BotProcess
from tests.fakes.chance import ALL, cases
from tests.fakes.postgres import fresh_url, restart_server
from tests.fakes.proxy import Proxy
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_account import reflection_of
from tests.fakes.teams_bot import Bot, Clock
from tests.fakes.teams_cards import Json
from tests.fakes.teams_delivery import Answer, Delivery
from tests.fakes.teams_people import Person
from tests.fakes.teams_steps import SKOLE

GROUPS, IN_EACH = 4 if ALL else 2, 3
QUESTIONS = 5
"""The first so many take text alone."""


class Both(Bot):
    """Two bots and the proxy in front of them, as Teams sees them: one address."""

    def __init__(self, database: str) -> None:
        super().__init__(Path("not-used"), Clock())
        self.bots = [BotProcess(database), BotProcess(database)]
        self.proxy = Proxy()
        self._looking = Store(database)

    @property
    def store(self) -> Store:
        """The database of both, looked at from here."""
        return self._looking

    async def start(self, edition: str | None = None, kommune: str | None = None) -> None:
        """Starts the proxy, and one bot after the other, as a first start makes the tables."""
        await self.proxy.start()
        self.url = self.proxy.url
        for bot in self.bots:
            await bot.start()
            self.proxy.bots.append(bot.url)

    async def starts_again(self, number: int) -> None:
        """Starts a bot that was stopped, where the proxy looks for it."""
        await self.bots[number].start()
        self.proxy.bots[number] = self.bots[number].url

    async def stop(self) -> None:
        """Ends all of it."""
        for bot in self.bots:
            await bot.stop()
        await self.proxy.stop()
        await self._looking.close()

    async def settled(self) -> None:
        """Returns when nothing waits to be delivered."""
        async with asyncio.timeout(PATIENCE):
            while await self.store.undelivered():  # noqa: ASYNC110 - other processes deliver; nothing to wait on
                await asyncio.sleep(0.02)


@dataclass
class Load:
    """People who answer without a pause, each one thing after the other, until it is ``over``."""

    teams: FakeTeams
    session: aiohttp.ClientSession
    over: asyncio.Event = field(default_factory=asyncio.Event)
    stands: dict[tuple[str, str, int], str] = field(default_factory=dict)
    """By chat, person and question: what the bot last called saved."""
    saved: int = 0
    refused: int = 0
    again: int = 0
    """Times Teams delivered something once more, because nothing answered it."""
    _more: asyncio.Event = field(default_factory=asyncio.Event)
    _awake: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self._awake.set()

    @contextlib.contextmanager
    def rests(self) -> Iterator[None]:
        """Inside, nobody begins anything: a process that starts needs the machine, and is not what is tried."""
        self._awake.clear()
        yield
        self._awake.set()

    async def presses(self, person: Person) -> None:
        """Presses *Gem*, and goes by what the card then says."""
        number = 0
        while await self._awake.wait() and not self.over.is_set():
            number += 1
            question, text = 1 + number % QUESTIONS, f"{person.name} {number}"
            data = {"verb": "answer", "q": question, "text": text}
            action = {"type": "Action.Execute", "verb": "answer", "data": data}
            act = {"type": "invoke", "name": "adaptiveCard/action", "value": {"action": action}}
            answer = await self._delivered(person.activity(act))
            if answer.says.startswith(tuple(each.format(n=question) for each in (texts.SAVED, texts.SAVED_EDIT))):
                self.stands[person.chat.id, person.activity({})["from"]["id"], question] = text
                self._counts()
            else:
                assert answer.says.startswith(REFUSALS), answer.says
                self.refused += 1

    async def types(self, person: Person) -> None:
        """Types answers to one question after the other, each another."""
        for question in range(1, 10):
            if await self._awake.wait() and self.over.is_set():
                return
            text = f"{person.name} om {question}"
            await self._delivered(person.activity({"type": "message", "text": f"svar {question}: {text}"}))
            self.stands[person.chat.id, person.activity({})["from"]["id"], question] = text
            self._counts()

    async def goes_on(self, times: int = cases(30)) -> None:
        """Returns when so many more have been saved."""
        goal = self.saved + times
        async with asyncio.timeout(PATIENCE * 2):
            while self.saved < goal:
                self._more.clear()
                await self._more.wait()

    def _counts(self) -> None:
        self.saved += 1
        self._more.set()

    async def _delivered(self, activity: Json) -> Answer:
        """Teams brings it until it is answered."""
        while True:
            async with self.session.post(f"{self.teams.bot.url}/api/messages", json=activity) as response:
                if response.status in (200, 202):
                    body = await response.json() if response.content_type == "application/json" else None
                    return Answer(response.status, body)
                assert response.status == 502, (response.status, await response.text())
            self.again += 1


@pytest_asyncio.fixture
async def teams(tmp_path: Path) -> AsyncIterator[FakeTeams]:
    """Teams, and the two bots behind their proxy."""
    both = Both(await asyncio.to_thread(fresh_url, "postgresql", tmp_path))
    service = FakeTeams(both, Delivery.ONCE)
    await service.start()
    try:
        await both.start()
        yield service
    finally:
        await both.stop()
        await service.stop()


async def begins_at_last(person: Person) -> None:
    """As *begins*, insisting: on a busy machine a new process may be too slow for its first turn, and says so."""
    async with asyncio.timeout(PATIENCE):
        while not any(texts.GO in card.buttons for card in person.cards):
            await person.says("start refleksion")
        while not (await person.presses(texts.GO, kommune="Vejle", fagomraade=SKOLE)).card:
            pass


@contextlib.asynccontextmanager
async def under_load(teams: FakeTeams) -> AsyncIterator[Load]:
    """Groups that press and people alone who type; at the end what they were told is held against what is stored."""
    groups = [[teams.person(f"Deltager {n} {m}", chat) for m in range(IN_EACH)] for n, chat in
              enumerate(teams.chat("groupChat") for _ in range(GROUPS))]  # fmt: skip
    alone = [teams.person(f"Alene {n}") for n in range(GROUPS)]
    for first in (*(group[0] for group in groups), *alone):
        await begins_at_last(first)
    async with aiohttp.ClientSession() as session:
        load = Load(teams, session)
        async with asyncio.TaskGroup() as working:
            for person in (person for group in groups for person in group):
                working.create_task(load.presses(person))
            for person in alone:
                working.create_task(load.types(person))
            yield load
            load.over.set()
    await teams.settled()
    wrong = [person for person in alone if any(said.startswith(REFUSALS) for said in person.sees)]
    for chat in (*(group[0].chat for group in groups), *(person.chat for person in alone if person not in wrong)):
        reflection = await reflection_of(teams, chat)
        assert reflection is not None
        found = {(chat.id, each.by.id, each.question): each.text for each in reflection.answers}
        assert found == {key: text for key, text in load.stands.items() if key[0] == chat.id}
    sent = [(call.conversation, json.dumps(call.body, sort_keys=True)) for call in teams.calls if not call.message]
    twice = [body for (_, body), times in Counter(sent).items() if times > 1]
    assert [body for body in twice if not json.loads(body).get("text", "").startswith(REFUSALS)] == []


async def test_one_bot_after_the_other_is_stopped_under_load_and_nothing_is_lost_or_told_wrongly(
    teams: FakeTeams,
) -> None:
    both = teams.bot
    assert isinstance(both, Both)
    async with under_load(teams) as load:
        await load.goes_on()
        for number in (0, 1):
            await both.bots[number].stop()
            assert both.bots[number].ended_with == 0
            await load.goes_on()
            with load.rests():
                await both.starts_again(number)
            await load.goes_on()
    assert load.again == 0, "the proxy had an answer to all that Teams brought, and Teams brought nothing twice"


async def test_the_server_is_started_anew_under_load_and_nothing_is_lost_or_told_wrongly(teams: FakeTeams) -> None:
    async with under_load(teams) as load:
        await load.goes_on()
        for _ in range(2):
            await asyncio.to_thread(restart_server)
            await load.goes_on()
