"""Teams on this machine: a Bot Connector that keeps what it is sent as people see it, and the people in its chats.

It gives ids, takes messages and updates as the real service does, and can be told to refuse, to be slow, or to take a
message and lose the answer. Everything it is sent is written down in ``calls``.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import itertools
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web

from tests.fakes.teams_bot import HOST, PATIENCE, Bot
from tests.fakes.teams_cards import Json
from tests.fakes.teams_chats import BOT, TENANT, Chat, Kind, Message
from tests.fakes.teams_delivery import Answer, Delivery, Postman
from tests.fakes.teams_people import Person

MAX_BYTES = 28 * 1024
"""Bytes of one message that Teams takes."""


@dataclass(frozen=True)
class Call:
    """One call the bot made: ``message`` is the id it was to update, or None where it sent a new one."""

    at: dt.datetime
    conversation: str
    message: str | None
    body: Json
    status: int


@dataclass
class _Fault:
    times: int
    chat: Chat | None
    updates: bool | None
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    held: asyncio.Event | None = None

    def hits(self, chat: Chat, *, update: bool) -> bool:
        return self.times > 0 and self.chat in (None, chat) and self.updates in (None, update)


class FakeTeams:
    """The service and its clients, for one bot."""

    def __init__(self, bot: Bot, delivery: Delivery) -> None:
        self.bot = bot
        self.calls: list[Call] = []
        self.posted: list[Json] = []
        """The activities people's clients made, each once, oldest first."""
        self.chats: list[Chat] = []
        self.people: list[Person] = []
        self.waits = True
        """Whether people wait for the bot's messages after each act."""
        self.restarts = False
        """Whether the bot is a new process before each act."""
        self.unordered = False
        """Whether people act at the same moment, so that what they see depends on who came first."""
        self._postman = Postman(delivery, self.send)
        self._faults: list[_Fault] = []
        self._ids = itertools.count(1795551245450)
        self._names: dict[str, int] = {}
        self._taken = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self._clients: aiohttp.ClientSession | None = None
        self._port = 0

    async def start(self) -> None:
        """Begins to listen."""
        app = web.Application()
        path = "/{tenant}/v3/conversations/{conversation}/activities"
        app.add_routes([web.post(path, self._take), web.post(path + "/{reply}", self._take)])
        app.add_routes([web.put(path + "/{message}", self._take)])
        self._runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, HOST, 0)
        await site.start()
        self._port = self._runner.addresses[0][1]
        self._clients = aiohttp.ClientSession()

    async def stop(self) -> None:
        """Ends every connection."""
        if self._clients is not None:
            await self._clients.close()
        if self._runner is not None:
            await self._runner.cleanup()

    def chat(
        self, kind: Kind = "groupChat", name: str | None = None, tenant: str = TENANT, team: str | None = None
    ) -> Chat:
        """A new conversation; a channel's is one thread of it. ``name`` is its id, and ``team`` that of a channel's
        team; each is one of its own by default."""
        number = next(self._ids)
        default = f"19:channel@thread.tacv2;messageid={number}" if kind == "channel" else f"19:{kind}-{number}"
        of_team = (team or f"19:team-{number}@thread.tacv2") if kind == "channel" else None
        made = Chat(kind, name or default, tenant, f"http://{HOST}:{self._port}/{tenant}/", team=of_team)
        self.chats.append(made)
        return made

    def person(
        self, name: str = "Deltager Første", chat: Chat | None = None, *, tenant: str = TENANT, submits: bool = False
    ) -> Person:
        """Somebody in ``chat``, in a personal one by default. The same name is the same person in any chat."""
        number = self._names.setdefault(name, len(self._names))
        made = Person(self, chat or self.chat("personal", tenant=tenant), number, name, submits=submits)
        self.people.append(made)
        return made

    async def installs(self, person: Person) -> None:
        """The bot is brought into the person's chat: two activities come at the same moment."""
        added = {"type": "conversationUpdate", "membersAdded": [BOT]}
        await asyncio.gather(
            self.act(person.activity({"type": "installationUpdate", "action": "add"})), self.act(person.activity(added))
        )

    async def act(self, activity: Json) -> Answer:
        """Delivers what a client made, and waits until the bot's messages are there."""
        if self.restarts:
            await self.bot.restart()
        self.posted.append(activity)
        answer = await self._postman.deliver(activity)
        if self.waits:
            await self.settled()
        return answer

    async def send(self, activity: Json) -> Answer:
        """One HTTP call to the bot."""
        assert self._clients is not None, "FakeTeams is not started"
        async with self._clients.post(f"{self.bot.url}/api/messages", json=activity) as response:
            body = await response.json() if response.content_type == "application/json" else None
            # What asks nothing of the bot, as that it is taken out itself, is answered like what it does not know.
            expected = {"invoke": (200,), "conversationUpdate": (200, 202)}.get(activity["type"], (202,))
            assert response.status in expected, f"{activity} was answered {response.status} {body}"
            return Answer(response.status, body)

    async def send_and_lose_the_answer(self, activity: Json) -> None:
        """One HTTP call to the bot, hung up before it can answer."""
        body = json.dumps(activity).encode()
        _, writer = await asyncio.open_connection(HOST, int(self.bot.url.rpartition(":")[2]))
        head = f"POST /api/messages HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/json\r\n"
        writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    async def settled(self) -> None:
        """Returns when the bot has nothing left to send."""
        await self.bot.settled()

    async def arrives(self, person: Person, words: str, seconds: float = PATIENCE) -> None:
        """Returns when ``person`` sees ``words``, also while other things wait. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while not any(words in said for said in person.sees):
                self._taken.clear()
                await self._taken.wait()

    async def ends(self) -> None:
        """Delivers what is still to be repeated, and waits for the bot."""
        await self._postman.rest()
        await self.settled()

    def refuses(
        self,
        status: int,
        times: int = 1,
        *,
        chat: Chat | None = None,
        updates: bool | None = None,
        retry_after: int | None = None,
        location: str | None = None,
    ) -> None:
        """The next ``times`` calls are answered ``status``; in one chat, or only updates or only new messages."""
        named = {"Retry-After": str(retry_after) if retry_after else None, "Location": location}
        headers = {name: value for name, value in named.items() if value}
        self._faults.append(_Fault(times, chat, updates, status, headers))

    def works_again(self) -> None:
        """No call is refused or lost from now on."""
        self._faults.clear()

    def loses_answers(self, times: int = 1) -> None:
        """The next ``times`` messages are taken, but the bot's connection breaks before it hears of it."""
        self._faults.append(_Fault(times, None, None))

    @contextlib.asynccontextmanager
    async def slow(self, chat: Chat | None = None) -> AsyncIterator[None]:
        """Inside, messages are taken and shown, but answered only at the end; nobody waits for them."""
        fault = _Fault(1_000, chat, None, held=asyncio.Event())
        self._faults.append(fault)
        self.waits = False
        try:
            yield
        finally:
            fault.times = 0
            assert fault.held is not None
            fault.held.set()
            self.waits = True

    async def _take(self, request: web.Request) -> web.StreamResponse:
        raw = await request.read()
        body, message_id = json.loads(raw), request.match_info.get("message")
        tenant, conversation = request.match_info["tenant"], request.match_info["conversation"]
        chat = next((c for c in self.chats if (c.tenant, c.id) == (tenant, conversation)), None)
        fault = next((f for f in self._faults if chat and f.hits(chat, update=message_id is not None)), None)
        if fault is not None:
            fault.times -= 1
        refused = (fault.status, None) if fault and fault.status else None
        status, given = refused or self._keep(chat, message_id, body, len(raw))
        self._taken.set()
        self.calls.append(Call(self.bot.clock.now(), conversation, message_id, body, status))
        if fault is not None and fault.held is not None:
            await fault.held.wait()
        elif fault is not None and not fault.status and request.transport is not None:
            request.transport.close()
        if status >= 300:
            headers = fault.headers if fault else {}
            return web.json_response({"error": {"code": str(status)}}, status=status, headers=headers)
        return web.json_response({"id": given}, status=status)

    def _keep(self, chat: Chat | None, message_id: str | None, body: Json, size: int) -> tuple[int, str | None]:
        """Takes a message as Teams does; the HTTP status and the message's id."""
        if chat is None:
            return 404, None
        if size > MAX_BYTES:
            return 413, None
        if message_id is None:
            chat.messages.append(Message(str(next(self._ids)), [body]))
            return 201, chat.messages[-1].id
        try:
            chat.message(message_id).versions.append(body)
        except LookupError:
            return 404, None
        return 200, message_id
