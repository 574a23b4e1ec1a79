"""What is measured: each bot started fresh, warmed, and sent its requests one, twenty and then fifty at a time."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench import database
from tests.bench.children import child
from tests.bench.load import Accept, Connector, Measured, answered, card_came, send_all
from tests.bench.people import MEMBERS, Team, request
from tests.fakes.openid import SERVICE_URL, OpenId

AT_ONCE = (1, 20, 50)
"""Requests under way at a time, side after side."""

TEAMS = 84
"""Teams that answer in one round: with twelve answers each they are the thousand."""

CHATS = 5
"""Chats of a round in which fifty press at once."""

LINES = 5
"""Lines that somebody alone types: the answers to the questions in free text, which come first."""

CORES = sorted(os.sched_getaffinity(0))
BOT_CORE, LOAD_CORE = CORES[0], CORES[-1]


@dataclass(frozen=True)
class Plan:
    """Requests to one bot: to warm it, and then so many at a time as ``AT_ONCE`` says, side after side."""

    warm: Sequence[bytes]
    sides: Sequence[Sequence[bytes]]
    accept: Accept = answered
    replies: bool = True
    """Whether every request leads to a message to the connector."""
    pause: float = 0.0
    """Seconds between two sides, where limits on what is sent look back over both."""

    repeated: int = 0
    """Requests that change an answer which is there already."""

    @property
    def requests(self) -> int:
        """All of them."""
        return len(self.warm) + sum(map(len, self.sides))


Round = Sequence[Measured]
"""One round of one bot, side after side."""


def echoes(connector: Connector, warm: int, *sides: int) -> Plan:
    """Messages for an echo bot, so many in each."""
    texts = [request(Team(number).written(0, 3, connector.url)) for number in range(TEAMS)]
    numbered = itertools.cycle(texts)
    return Plan(list(itertools.islice(numbered, warm)), [list(itertools.islice(numbered, side)) for side in sides])


def presses(teams: Sequence[Team], bearer: str) -> Plan:
    """Everybody presses *Gem* under their answer to question 3, then 4, then 5."""
    third, *others = (_each(teams, question, bearer, pressed=True) for question in (3, 4, 5))
    return Plan(third[:TEAMS], [third[TEAMS:], *others], card_came, replies=False)


def writings(teams: Sequence[Team], bearer: str) -> Plan:
    """Everybody writes ``svar 4: …``, then 5, then 1 anew: not the question they are at, so each has a receipt."""
    first, *others = (_each(teams, question, bearer, pressed=False) for question in (4, 5, 1))
    return Plan(first[:TEAMS], [first[TEAMS:], *others], pause=2.0, repeated=len(others[-1]))


def lines(chats: Sequence[Team], bearer: str) -> Plan:
    """People alone type their answers to the first questions, and get the next one each time: a third of the chats a
    side."""
    parts = [chats[side :: len(AT_ONCE)] for side in range(len(AT_ONCE))]
    typed = [
        [request(chat.typed(line, SERVICE_URL), bearer) for line in range(LINES) for chat in part] for part in parts
    ]
    warm = len(parts[0])
    return Plan(typed[0][:warm], [typed[0][warm:], *typed[1:]], pause=2.0)


def crowds_of(teams: Sequence[Team], bearer: str) -> Plan:
    """Fifty people in each of some chats all press *Gem* under question 3; those in the other chats came before."""
    people = range(MEMBERS, MEMBERS + AT_ONCE[-1])
    chats = [[request(team.press(member, 3, SERVICE_URL), bearer) for member in people] for team in teams[:CHATS]]
    return Plan(_each(teams[CHATS:], 3, bearer, pressed=True), chats, card_came, replies=False)


def _each(teams: Sequence[Team], question: int, bearer: str, *, pressed: bool) -> list[bytes]:
    return [
        request((team.press if pressed else team.written)(member, question, SERVICE_URL), bearer)
        for member in range(MEMBERS)
        for team in teams
    ]


@dataclass
class Bench:
    """Starts bots and measures them."""

    connector: Connector
    keys: OpenId

    async def echo(self, name: str, plan: Plan) -> Round:
        """One round of an echo bot."""
        async with self._bot(name) as (port, pid):
            return await self._run(port, pid, plan)

    async def ours(self, at: database.Place, plan: Plan, by: str = "botbuilder") -> Round:
        """One round of our bot on a database, with that way to Teams.

        Raises ``RuntimeError`` where answers are missing from the database afterwards.
        """
        before = await database.answers_in(at)
        async with self._bot("ours", *self._far_ends(at), "--by", by) as (port, pid):
            measured = await self._run(port, pid, plan)
        await _all_there(at, before + plan.requests - plan.repeated)
        return measured

    async def crowded(self, at: database.Place, plan: Plan) -> Round:
        """Chat after chat, all its requests at once. Raises ``RuntimeError`` as ``ours``."""
        before = await database.answers_in(at)
        async with self._bot("ours", *self._far_ends(at)) as (port, pid):
            await self._send(port, pid, plan, plan.warm, 1)
            found = [await self._send(port, pid, plan, chat, len(chat)) for chat in plan.sides]
        await _all_there(at, before + plan.requests)
        return found

    async def watched(self, at: database.Place, plan: Plan, option: str, to: Path) -> Measured:
        """Our bot under a watch of ``split``, one request at a time; what it saw is in ``to`` afterwards."""
        async with self._bot("ours", *self._far_ends(at), option, str(to)) as (port, pid):
            await self._send(port, pid, plan, plan.warm, 1)
            return await self._send(port, pid, plan, plan.sides[0], 1)

    async def _run(self, port: int, pid: int, plan: Plan) -> Round:
        await self._send(port, pid, plan, plan.warm, 1)
        measured = []
        for at_once, requests in zip(AT_ONCE, plan.sides, strict=True):
            await asyncio.sleep(plan.pause)
            measured.append(await self._send(port, pid, plan, requests, at_once))
        return measured

    async def _send(self, port: int, pid: int, plan: Plan, requests: Sequence[bytes], at_once: int) -> Measured:
        taken = self.connector.taken + len(requests) * plan.replies
        measured = await send_all(port, pid, requests, at_once, plan.accept, lambda: self.connector.until(taken))
        if self.connector.taken != taken:
            raise RuntimeError(f"{taken} messages should have been sent, not {self.connector.taken}")
        return measured

    def _far_ends(self, at: database.Place) -> tuple[str, ...]:
        far_ends = ("--key-server", self.keys.url, "--connector", self.connector.url)
        return ("--database-url", database.url(at), *far_ends)

    @contextlib.asynccontextmanager
    async def _bot(self, name: str, *options: str) -> AsyncIterator[tuple[int, int]]:
        """A bot's port and process id; inside, it runs."""
        async with child("tests.bench.bots", name, "--core", str(BOT_CORE), *options) as (process, port):
            yield int(port), process.pid


async def _all_there(at: database.Place, expected: int) -> None:
    if (found := await database.answers_in(at)) != expected:
        raise RuntimeError(f"{expected} answers should be stored, not {found}")
