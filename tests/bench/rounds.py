"""What is measured: each bot started fresh, warmed, and sent its requests one at a time and then twenty at a time."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench import database
from tests.bench.children import child
from tests.bench.load import Accept, Connector, Measured, answered, card_came, send_all
from tests.bench.people import MEMBERS, Team, request
from tests.fakes.openid import SERVICE_URL, OpenId

AT_ONCE = 20

TEAMS = 84
"""Teams that answer in one round: with twelve answers each they are the thousand."""

CORES = sorted(os.sched_getaffinity(0))
BOT_CORE, LOAD_CORE = CORES[0], CORES[-1]


@dataclass(frozen=True)
class Plan:
    """Requests to one bot: to warm it, one at a time, and ``AT_ONCE`` at a time."""

    warm: Sequence[bytes]
    single: Sequence[bytes]
    many: Sequence[bytes]
    accept: Accept = answered
    replies: bool = True
    """Whether every request leads to a message to the connector."""
    pause: float = 0.0
    """Seconds between the two, where limits on what is sent look back over both."""


@dataclass(frozen=True)
class Pair:
    """One round of one bot."""

    single: Measured
    many: Measured


def echoes(connector: Connector, warm: int, single: int, many: int) -> Plan:
    """Messages for an echo bot."""
    texts = [request(Team(number).written(0, 3, connector.url)) for number in range(TEAMS)]
    numbered = [texts[number % TEAMS] for number in range(warm + single + many)]
    return Plan(numbered[:warm], numbered[warm : warm + single], numbered[warm + single :])


def presses(teams: Sequence[Team], bearer: str) -> Plan:
    """Everybody presses *Gem* under their answer to question 3, then 4."""
    third = _each(teams, 3, bearer, pressed=True)
    return Plan(third[:TEAMS], third[TEAMS:], _each(teams, 4, bearer, pressed=True), card_came, replies=False)


def writings(teams: Sequence[Team], bearer: str) -> Plan:
    """Everybody writes ``svar 3: …``, then 4."""
    third = _each(teams, 3, bearer, pressed=False)
    return Plan(third[:TEAMS], third[TEAMS:], _each(teams, 4, bearer, pressed=False), pause=2.0)


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

    async def echo(self, name: str, plan: Plan) -> Pair:
        """One round of an echo bot."""
        async with self._bot(name) as (port, pid):
            return await self._run(port, pid, plan)

    async def ours(self, path: Path, plan: Plan, by: str = "botbuilder") -> Pair:
        """One round of our bot on a database, with that way to Teams.

        Raises ``RuntimeError`` where answers are missing from the database afterwards.
        """
        before = database.answers_in(path)
        async with self._bot("ours", *self._far_ends(path), "--by", by) as (port, pid):
            pair = await self._run(port, pid, plan)
        expected = before + len(plan.warm) + len(plan.single) + len(plan.many)
        if (found := database.answers_in(path)) != expected:
            raise RuntimeError(f"{expected} answers should be stored, not {found}")
        return pair

    async def watched(self, path: Path, plan: Plan, option: str, to: Path) -> Measured:
        """Our bot under a watch of ``split``, one request at a time; what it saw is in ``to`` afterwards."""
        async with self._bot("ours", *self._far_ends(path), option, str(to)) as (port, pid):
            await self._send(port, pid, plan, plan.warm, 1)
            return await self._send(port, pid, plan, plan.single, 1)

    async def _run(self, port: int, pid: int, plan: Plan) -> Pair:
        await self._send(port, pid, plan, plan.warm, 1)
        single = await self._send(port, pid, plan, plan.single, 1)
        await asyncio.sleep(plan.pause)
        return Pair(single, await self._send(port, pid, plan, plan.many, AT_ONCE))

    async def _send(self, port: int, pid: int, plan: Plan, requests: Sequence[bytes], at_once: int) -> Measured:
        taken = self.connector.taken + len(requests) * plan.replies
        measured = await send_all(port, pid, requests, at_once, plan.accept, lambda: self.connector.until(taken))
        if self.connector.taken != taken:
            raise RuntimeError(f"{taken} messages should have been sent, not {self.connector.taken}")
        return measured

    def _far_ends(self, path: Path) -> tuple[str, ...]:
        far_ends = ("--key-server", self.keys.url, "--connector", self.connector.url)
        return ("--database-url", database.url(path), *far_ends)

    @contextlib.asynccontextmanager
    async def _bot(self, name: str, *options: str) -> AsyncIterator[tuple[int, int]]:
        """A bot's port and process id; inside, it runs."""
        async with child("tests.bench.bots", name, "--core", str(BOT_CORE), *options) as (process, port):
            yield int(port), process.pid
