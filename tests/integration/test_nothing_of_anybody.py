"""The log and the metrics of whole reflections hold no text, name or id of anybody: a word that stands in every one
of them is found in neither, whatever goes well or wrong."""

from __future__ import annotations

import io
import itertools
import json
import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, cast

import aiohttp
import pytest
import pytest_asyncio

from bot.app import MAKING, PICTURES, STORE, TURNS
from bot.errors import DrawingFailed
from bot.settings import TeamsBy
from bot.storage.tables import metadata
from bot.telemetry import log as logs
from bot.telemetry.about import mark
from bot.telemetry.log import LogAs
from bot.web import messages
from dialogs.texts import common as texts
from dialogs.texts import erasing, own_use
from radar_core.lookup import radar_for
from radar_core.own_use.model import Stage
from tests.fakes.metrics import read, rises
from tests.fakes.shipped import shipped
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_bot import PATIENCE, Bot, Clock
from tests.fakes.teams_chats import Chat
from tests.fakes.teams_chats import Kind as ChatKind
from tests.fakes.teams_delivery import Delivery
from tests.fakes.teams_people import Person
from tests.fakes.teams_steps import answers, answers_the_rest, begins
from tests.fakes.teams_team_steps import begins_anonymously, closes, concludes, time_passes

MARK = "zebrakvark"
WORDS = f"Vi vil have {MARK} hver dag"
ENTRY = radar_for(shipped().bundle("eksempel"), "sundhed-og-aeldre").entries[0].technology


class Marked(FakeTeams):
    """A Teams in which everything that is somebody's has the word in it."""

    def __init__(self, bot: Bot) -> None:
        super().__init__(bot, Delivery.ONCE)
        self._ids = cast(Any, (f"{MARK}-{number}" for number in itertools.count()))

    def chat(self, kind: ChatKind = "groupChat", name: str | None = None, tenant: str = MARK) -> Chat:
        """In a tenant of that name."""
        chat = super().chat(kind, name, tenant)
        plain, numbers = chat.activity, itertools.count()

        def activity(account: Any, fields: Any) -> Any:
            return {**plain(account, fields), "id": f"{MARK}-{chat.id}-{next(numbers)}"} | _only_id(fields)

        chat.activity = activity  # type: ignore[method-assign]
        return chat

    def person(self, name: str = "", chat: Chat | None = None, *, tenant: str = MARK, submits: bool = False) -> Person:
        """Of that name, and with it in both ids."""
        made = super().person(f"{name} {MARK}", chat, tenant=tenant, submits=submits)
        account = made._account
        account.update({key: f"{MARK}-{account[key]}" for key in ("id", "aadObjectId")})
        return made


def _only_id(fields: Any) -> dict[str, Any]:
    """An edited message has the id it had."""
    return {"id": fields["id"]} if "id" in fields else {}


@pytest.fixture(autouse=True)
def _unhurried() -> Iterator[None]:
    """Nothing here is about a slow machine. A patch of its own: the tests undo theirs on the way."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(messages, "TIME_LIMIT", PATIENCE)
        yield


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """The log as in operation, in JSON."""
    root = logging.getLogger()
    handlers, level, to = root.handlers[:], root.level, io.StringIO()
    logs.begin(LogAs.JSON, to)
    yield to
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest_asyncio.fixture(params=list(TeamsBy), ids=lambda by: by.value)
async def teams(request: pytest.FixtureRequest, tmp_path: Path, log: io.StringIO) -> AsyncIterator[Marked]:
    """The bot, by either way to Teams."""
    bot = Bot(tmp_path / "bot.db", Clock(), request.param)
    service = Marked(bot)
    await service.start()
    await bot.start()
    yield service
    await bot.stop()
    await service.stop()


async def metrics(teams: FakeTeams) -> str:
    async with aiohttp.ClientSession() as session, session.get(f"{teams.bot.url}/metrics") as answer:
        return await answer.text()


async def is_marked(teams: FakeTeams) -> set[str]:
    """The tables in which the word stands: that it stands where it should."""
    found = set()
    for table in metadata.sorted_tables:
        rows = await teams.bot.app[STORE]._database.read(
            lambda connection, table=table: [tuple(row) for row in connection.execute(table.select())]
        )
        found |= {table.name} if MARK in repr(rows) else set()
    return found


async def goes_well(teams: FakeTeams) -> None:
    """Alone with names, a team with names, a team without; files; a kommune's own radar; following, erasing."""
    me = teams.person("Alene")
    await begins(me)
    await me.says(f"svar: {WORDS}")
    await me.says(f"{MARK} og en linje til")
    await me.edits(f"{MARK} og en anden linje")
    await me.presses(texts.SAVE_AND_GO, text=WORDS)
    await answers_the_rest(me, start=4)
    await me.says("radar sundhed")
    await me.says(f"hvad er {MARK}")
    await me.says("protokol")
    await me.presses("Word")
    await teams.bot.app[MAKING].close()
    await me.says("følg sundhed")
    await me.says("egen radar sundhed")
    await me.presses(own_use.FILL)
    filled = {f"u.{ENTRY.id}": Stage.I_DRIFT.value, f"e.{ENTRY.id}": WORDS}
    await me.presses(own_use.SAVE_NEXT, **filled)
    await me.says("sammenlign egen radar sundhed")
    chat = teams.chat()
    group = [teams.person(name, chat) for name in ("Første", "Anden", "Tredje", "Fjerde")]
    await begins(group[0])
    for person in group:
        await answers(person, f"{person.name}: {WORDS}")
    await group[0].presses(texts.REVEAL)
    await concludes(group[0], WORDS)
    await closes(group[0])
    hidden = teams.chat("channel")
    unnamed = [teams.person(name, hidden) for name in ("Første", "Anden", "Tredje", "Fjerde")]
    await begins_anonymously(unnamed[0])
    for person in unnamed:
        await answers(person, WORDS)
    await unnamed[0].presses(texts.REVEAL)
    await closes(unnamed[0])


async def goes_wrong(teams: FakeTeams, monkeypatch: pytest.MonkeyPatch) -> None:
    """All that can be said of somebody is said by what fails."""
    me = teams.person("Uheldig")
    await begins(me)
    for status in (403, 404, 413, 429, 500):
        teams.refuses(status, times=2)
        teams.waits = False
        await me.says(f"svar: {WORDS}")
        await teams.bot.settled()
        teams.works_again()
    teams.waits = True

    async def broken(*_: object) -> bytes:
        raise DrawingFailed(WORDS)

    monkeypatch.setattr(teams.bot.app[PICTURES], "_draw", broken)
    await me.says("sammenlign egen radar sundhed")
    monkeypatch.undo()
    making = teams.bot.app[MAKING]
    monkeypatch.setattr(making, "draw", broken)
    await me.says("protokol")
    await me.presses("Word")
    await making.close()
    monkeypatch.undo()
    for raised in (
        ValueError(WORDS),
        KeyError(WORDS),
        OSError(2, WORDS, WORDS),
        ExceptionGroup(WORDS, [TypeError(WORDS)]),
    ):

        async def take(_: object, raised: Exception = raised) -> None:
            raise raised from RuntimeError(WORDS)

        monkeypatch.setattr(teams.bot.app[TURNS], "take", take)
        await me.says(WORDS)
        monkeypatch.undo()
    odd = me.activity({"type": "invoke", "name": "adaptiveCard/action"})
    for value in (
        {"action": {"type": "Action.Execute", "verb": MARK, "data": {"r": MARK, "q": MARK}}},
        {MARK: MARK},
        MARK,
    ):
        async with aiohttp.ClientSession() as session:
            await session.post(f"{teams.bot.url}/api/messages", json={**odd, "value": value})
    async with aiohttp.ClientSession() as session:
        await session.post(f"{teams.bot.url}/api/messages", data=f'{{"text": "{WORDS}'.encode())
        await session.get(f"{teams.bot.url}/files/{MARK}")
        await session.get(f"{teams.bot.url}/radar/{MARK}/{MARK}.png?v={MARK}")
        await session.put(f"{teams.bot.url}/api/editions/{MARK}", data=WORDS.encode())
        async with session.get(f"{teams.bot.url}/{MARK}", headers={"Authorization": f"Bearer {MARK}"}) as answer:
            assert answer.status == 404


async def test_nothing_of_anybody_is_in_the_log_or_the_metrics_of_what_goes_well(
    teams: Marked, log: io.StringIO, capfd: pytest.CaptureFixture[str]
) -> None:
    await goes_well(teams)
    kept = {"answers", "notes", "participants", "conversations", "own_use", "reflections", "inbox", "files", "follows"}
    assert kept <= await is_marked(teams), "the word stands in what is kept"
    await time_passes(teams, 1)
    me = next(person for person in teams.people if person.name.startswith("Alene"))
    await me.says("slet mine svar")
    await me.presses(erasing.ERASE)
    told = await metrics(teams)
    assert sum(value for (name, _), value in read(told).items() if name == "teknologiradar_turns_total") > 50
    assert "erased" in log.getvalue(), "something was logged"
    assert MARK not in told
    assert MARK not in log.getvalue()
    assert MARK not in "".join(capfd.readouterr())


async def test_nothing_of_anybody_is_in_the_log_or_the_metrics_of_what_goes_wrong(
    teams: Marked, log: io.StringIO, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    await goes_wrong(teams, monkeypatch)
    told = await metrics(teams)
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    faults = [line for line in lines if line["event"] == "turn failed"]
    assert [line["exception"][0] for line in faults] == [
        "ValueError",
        "KeyError",
        "FileNotFoundError (ENOENT)",
        "ExceptionGroup",
    ]
    assert len({line["reference"] for line in faults}) == 4 and len({line["conversation"] for line in faults}) == 1
    seen = " ".join(teams.people[0].sees)
    assert all(line["reference"] in seen for line in faults[:1]), "people are told the same number"
    assert any("given up" in line["event"] for line in lines) and any("not made" in line["event"] for line in lines)
    assert MARK not in told
    assert MARK not in log.getvalue()
    assert MARK not in "".join(capfd.readouterr())


async def test_a_time_that_could_not_be_told_says_which_chat_and_is_counted(
    teams: Marked, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    me = teams.person("Alene")
    await begins(me)
    await me.says("pause til i morgen")

    async def take(_: object) -> None:
        raise ValueError(WORDS)

    before = read(await metrics(teams))
    monkeypatch.setattr(teams.bot.app[TURNS], "take", take)
    await time_passes(teams, 2)
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    (told,) = {
        (line["conversation"], line["exception"][0])
        for line in lines
        if line["event"] == "a time that has come could not be told; it is tried again"
    }
    assert told == (mark(me.chat.tenant, me.chat.id), "ValueError")
    assert rises(before, read(await metrics(teams)), "turns_total")["alarm", "fault"] >= 1
    assert MARK not in log.getvalue()


def test_the_word_is_found_where_it_stands(log: io.StringIO) -> None:
    logging.getLogger("bot").warning("a name: %s", f"Anna {MARK}")
    assert MARK in log.getvalue(), "else this file would find nothing whatever was logged"
