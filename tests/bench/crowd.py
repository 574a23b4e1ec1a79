"""Many teams at once, as a process of its own: ``python -m tests.bench.crowd``.

It prints the address of its connector, reads what to do as one line of JSON (``Job``), and prints what it
saw as another. It ends when its standard input does. People press the buttons of the cards they are shown.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import random
import sys
import time
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from dialogs.reflection.state import QUESTIONS
from dialogs.texts import common as texts
from tests.bench.load import Connector, answer_on
from tests.bench.people import Team, request
from tests.bench.shape import Given, Seen, Shape, words
from tests.fakes.openid import SERVICE_URL
from tests.fakes.teams_cards import CARD_TYPE, Card, card_of, nodes

Json = dict[str, Any]

NOTHING: Mapping[str, Any] = {}

ANSWERED_WITHIN = 10.0
"""Seconds that a press waits, as Teams does."""

SHOWN_WITHIN = 30.0
"""Seconds until what was written is answered in the chat."""

KEPT = 20.0
"""Seconds that an unused connection is kept: less than the bot keeps it."""

ATTEMPTS = 5
"""Times that somebody tries before the run is given up."""

EVERY = 0.1
"""Seconds between two looks at how late the crowd itself is."""


@dataclass(frozen=True)
class Job:
    """Who comes, to which bots, and with what token."""

    shape: Shape
    ports: tuple[int, ...]
    """A conversation's requests go to any of them, whichever comes."""
    bearer: str


class GivenUp(RuntimeError):
    """Somebody got no further."""


class Said(NamedTuple):
    """What a message of the bot's says, by its id."""

    message: str
    activity: Json


class Chats(Connector):
    """The connector, which shows each chat what the bot says in it."""

    def __init__(self) -> None:
        super().__init__()
        self._said: defaultdict[str, asyncio.Queue[Said]] = defaultdict(asyncio.Queue)

    def heard(self, message: str, activity: bytes) -> None:
        """Lays it before the chat, where somebody there still listens."""
        said: Json = json.loads(activity)
        if (chat := said["conversation"]["id"]) in self._said:
            self._said[chat].put_nowait(Said(message, said))

    def listen(self, chat: str) -> asyncio.Queue[Said]:
        """What is said in a chat from now on."""
        return self._said[chat]

    def leave(self, chat: str) -> None:
        """Nobody listens there any more."""
        del self._said[chat]


@dataclass
class Line:
    """Kept connections to one bot; as many as there are requests under way."""

    port: int
    _idle: deque[tuple[float, asyncio.StreamReader, asyncio.StreamWriter]] = field(default_factory=deque)

    async def ask(self, sent: bytes) -> tuple[int, bytes]:
        """Sends a request; its status and body. Raises ``OSError``, ``EOFError`` or ``TimeoutError``."""
        async with asyncio.timeout(ANSWERED_WITHIN):
            reader, writer = await self._connection()
            try:
                writer.write(sent)
                answer = await answer_on(reader)
            except BaseException:
                writer.close()
                raise
        self._idle.append((time.monotonic(), reader, writer))
        return answer

    def close(self) -> None:
        """Lets go of all that are not under way."""
        while self._idle:
            self._idle.pop()[2].close()

    async def _connection(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        while self._idle and self._idle[0][0] < time.monotonic() - KEPT:
            self._idle.popleft()[2].close()
        if self._idle:
            return self._idle.pop()[1:]
        return await asyncio.open_connection("127.0.0.1", self.port)


class Crowd:
    """Everybody."""

    def __init__(self, job: Job, chats: Chats) -> None:
        self.job, self.chats = job, chats
        self._lines = [Line(port) for port in job.ports]
        self._random = random.Random(job.shape.seed)  # noqa: S311
        self._room = job.shape.active
        self._room_made = asyncio.Condition()
        self._acts = itertools.count()
        self._latencies: defaultdict[str, list[float]] = defaultdict(list)
        self._given: list[Given] = []
        self._refused: defaultdict[str, list[float]] = defaultdict(list)
        self._began = time.perf_counter()

    async def run(self) -> Seen:
        """All teams from first to last. Raises ``GivenUp`` or ``TimeoutError`` in a group."""
        late: list[float] = []
        looking = asyncio.create_task(_look(late))
        self._began, cpu = time.perf_counter(), time.process_time()
        try:
            async with asyncio.timeout(self.job.shape.limit), asyncio.TaskGroup() as group:
                for number in range(self.job.shape.teams):
                    await self._take_room(self.job.shape.people)
                    group.create_task(self._team(Team(number)))
        finally:
            looking.cancel()
            for line in self._lines:
                line.close()
        seconds, spent = time.perf_counter() - self._began, time.process_time() - cpu
        return Seen(dict(self._latencies), self._given, dict(self._refused), late, seconds, spent)

    async def _team(self, team: Team) -> None:
        """One reflection from start to end. Whoever has answered all makes room; the first moves the others on."""
        shape, chat = self.job.shape, self.chats.listen(team.conversation)
        if team.number < shape.active // shape.people:  # there is room for these at once, and they come when they come
            await asyncio.sleep(self._random.uniform(0, shape.answer_takes[1]))
        start = await self._starts(team, chat)
        await asyncio.sleep(shape.answer_takes[0])
        shared = await self._press(team, 0, start, "setup", self._somewhere(start))
        while "open" not in _verbs(shared):
            shared = await self._shown(chat)
        counted = shared
        while "next" not in _verbs(counted):  # the message under the question, which says who has answered
            counted = await self._shown(chat)
        self.chats.leave(team.conversation)
        done = [asyncio.Semaphore(0) for _ in range(QUESTIONS)]
        async with asyncio.TaskGroup() as group:
            for member in range(shape.people):
                group.create_task(self._member(team, member, shared, done))
            group.create_task(self._move(team, shared, counted, done))

    async def _member(self, team: Team, member: int, card: Card, done: list[asyncio.Semaphore]) -> None:
        """Nine answers, each opened, written and saved; the question is read before, for any part of the time."""
        for question in range(1, QUESTIONS + 1):
            whole = self._random.uniform(*self.job.shape.answer_takes)
            reads = self._random.uniform(0, whole)
            await asyncio.sleep(reads)
            inputs = await self._press(team, member, card, "open", {"q": question})
            await asyncio.sleep(whole - reads)
            given = (team.number, member, question)
            saved = texts.SAVED.format(n=question)
            card = await self._press(team, member, inputs, "answer", {"text": words(given)}, saved)
            self._given.append(given)
            done[question - 1].release()
        await self._take_room(-1)

    async def _move(self, team: Team, shared: Card, counted: Card, done: list[asyncio.Semaphore]) -> None:
        """*Næste spørgsmål* when all have answered, and by *Mere* to the end when there are no more."""
        for answered in done:
            for _ in range(self.job.shape.people):
                await answered.acquire()
            counted = await self._press(team, 0, counted, "next")
        card = await self._press(team, 0, shared, "menu")
        while "finish" in _verbs(card):  # it says what is lost, and asks
            card = await self._press(team, 0, card, "finish")

    async def _starts(self, team: Team, chat: asyncio.Queue[Said]) -> Card:
        """The card with which a reflection starts."""
        for _ in range(ATTEMPTS):
            status, _ = await self._ask("start", team.says(0, self._act(), "start refleksion", SERVICE_URL))
            try:
                if "setup" in _verbs(card := await self._shown(chat)):
                    return card
            except TimeoutError:
                self._note(f"start: HTTP {status}, and nothing came")
        raise GivenUp(f"team {team.number} could not start: {sorted(self._refused)}")

    async def _shown(self, chat: asyncio.Queue[Said]) -> Card:
        """The next card in the chat; an empty one for words alone. Raises ``TimeoutError``."""
        async with asyncio.timeout(SHOWN_WITHIN):
            message, activity = await chat.get()
        content = card_of(activity)
        if content is None:
            self._note(f"said in the chat: {_kind(activity.get('text') or '')}")
        return Card(message, content or {})

    def _somewhere(self, card: Card) -> Json:
        """A kommune and a fagområde of those the card offers."""
        return {name: self._random.choice(card.inputs[name]["choices"])["value"] for name in ("kommune", "fagomraade")}

    async def _press(
        self, team: Team, member: int, card: Card, verb: str, typed: Mapping[str, Any] = NOTHING, wanted: str = ""
    ) -> Card:
        """The card that a press is answered with; who is refused presses again, as one does. Raises ``GivenUp``."""
        verbs, body = _verbs(card), b""
        if verb not in verbs:
            raise GivenUp(f"no button »{verb}« among {sorted(verbs)} on the card »{card.says[:300]}«")
        data = {**verbs[verb], **typed}
        for _ in range(ATTEMPTS):
            press = team.pressed(member, self._act(), card.message, data, SERVICE_URL)
            status, body = await self._ask(verb, press)
            answer = json.loads(body) if status == 200 and body else {}
            if answer.get("type") == CARD_TYPE and wanted in body.decode():
                return Card(card.message, answer["value"])
            error = answer.get("type") == "application/vnd.microsoft.error"
            said = _kind(answer["value"]["message"]) if error else f"another answer, HTTP {status}"
            self._note(f"{verb}: {said}")
            await asyncio.sleep(self._random.uniform(1, 3))
        raise GivenUp(f"»{verb}« of team {team.number}, member {member}: {body[:500]!r}")

    async def _ask(self, what: str, activity: Mapping[str, Any]) -> tuple[int, bytes]:
        """One request to any bot, timed. What is not answered has the status 0."""
        sent = request(activity, self.job.bearer)
        began = time.perf_counter()
        try:
            return await self._random.choice(self._lines).ask(sent)
        except (OSError, EOFError):  # a TimeoutError is an OSError
            return 0, b""
        finally:
            self._latencies[what].append(time.perf_counter() - began)

    def _note(self, refused: str) -> None:
        self._refused[refused].append(time.perf_counter() - self._began)

    def _act(self) -> str:
        return f"act-{next(self._acts)}"

    async def _take_room(self, people: int) -> None:
        """Waits until there is room; fewer than none gives it back."""
        async with self._room_made:
            await self._room_made.wait_for(lambda: self._room >= people)
            self._room -= people
            self._room_made.notify_all()


def _verbs(card: Card) -> dict[str, Json]:
    """What each button of a card carries, by its verb; the first of each."""
    found: dict[str, Json] = {}
    for node in nodes(card.content):
        if node.get("type") == "Action.Execute":
            found.setdefault(node["verb"], node["data"])
    return found


def _kind(said: str) -> str:
    """Which of the bot's sentences was said, without its reference number."""
    for kind, sentence in {
        "»Ikke gemt«": texts.NOT_SAVED,
        "»Ikke vist«": texts.NOT_SHOWN,
        "too many": texts.TOO_MANY,
        "too many asked": texts.TOO_MANY_ASKED,
    }.items():
        if said.startswith(sentence.partition("{")[0]):
            return kind
    return "something else"


async def _look(late: list[float]) -> None:
    """Notes for ever how much later than asked the event loop comes back."""
    while True:
        due = time.perf_counter() + EVERY
        await asyncio.sleep(EVERY)
        late.append(max(0.0, time.perf_counter() - due))


async def _serve() -> None:
    chats = Chats()
    await chats.start()
    print(chats.url, flush=True)
    read, loop = asyncio.StreamReader(), asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(read), sys.stdin)
    try:
        line = await read.readline()
        if not line:
            return
        asked = json.loads(line)
        job = Job(Shape(**asked["shape"]), tuple(asked["ports"]), asked["bearer"])
        work, ended = asyncio.create_task(Crowd(job, chats).run()), asyncio.create_task(read.read())
        await asyncio.wait((work, ended), return_when=asyncio.FIRST_COMPLETED)
        if not work.done():
            work.cancel()
            return
        print(json.dumps(vars(work.result())), flush=True)
        await ended
    finally:
        await chats.stop()


if __name__ == "__main__":
    asyncio.run(_serve())
