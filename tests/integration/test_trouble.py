"""Trouble with the database, pictures or Teams: each press is answered all the same, saved or said not to be.

That the answer comes is seen by the trouble not being over. That what a turn waits for ends within the two seconds of a
press is held by tests/unit/bot/test_time_limits.py: a clock on the wall would time this machine.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from bot.app import PICTURES, REPEATED
from bot.pictures.requests import Request
from dialogs.texts import common as texts
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_account import reflection_of
from tests.fakes.teams_bot import Bot, Clock
from tests.fakes.teams_delivery import Delivery
from tests.fakes.teams_people import Person
from tests.fakes.teams_steps import begins
from tests.fakes.teams_team_steps import leaves, people

PATIENCE = 60.0
"""Seconds until a test gives up on an answer."""


@pytest_asyncio.fixture
async def teams(tmp_path: Path) -> AsyncIterator[FakeTeams]:
    """Teams and the real bot, each activity delivered once."""
    bot = Bot(tmp_path / "bot.db", Clock())
    service = FakeTeams(bot, Delivery.ONCE)
    await service.start()
    await bot.start()
    yield service
    await bot.stop()
    await service.stop()


def deletes(folder: Path) -> set[str]:
    """Deletes every file of the database; their names."""
    found = sorted(folder.glob("bot.db*"))
    for file in found:
        file.unlink()
    return {file.name for file in found}


async def ready(teams: FakeTeams) -> tuple[int, str]:
    """What ``/readyz`` answers."""
    async with aiohttp.ClientSession() as session, session.get(f"{teams.bot.url}/readyz") as answer:
        return answer.status, await answer.text()


async def saves(person: Person, words: str) -> str:
    """Presses *Gem og gå videre*; what the answer says. Raises TimeoutError where there is none."""
    async with asyncio.timeout(PATIENCE):
        return (await person.presses(texts.SAVE_AND_GO, text=words)).says


async def test_a_database_that_is_locked_gives_not_saved_and_then_saved(teams: FakeTeams, tmp_path: Path) -> None:
    person = teams.person()
    await begins(person)
    teams.waits = False
    lock = sqlite3.connect(tmp_path / "bot.db", isolation_level=None, check_same_thread=False)
    await asyncio.to_thread(lock.execute, "BEGIN IMMEDIATE")  # the bot may be writing just now, on this loop
    assert (await saves(person, "mit svar")).startswith("Der gik noget galt, og det sidste er ikke gemt")
    lock.execute("ROLLBACK")
    lock.close()
    async with asyncio.timeout(PATIENCE):
        while "er gemt" not in await saves(person, "mit svar"):
            pass  # this machine is busy
    teams.waits = True
    await teams.settled()
    stands = await reflection_of(teams, person.chat)
    assert stands is not None
    assert [(a.question, a.text, a.revision) for a in stands.answers] == [(1, "mit svar", 1)]


async def test_what_was_typed_stays_in_the_card_when_it_could_not_be_saved(teams: FakeTeams, tmp_path: Path) -> None:
    person = teams.person()
    await begins(person)
    before = person.card(texts.SAVE_AND_GO)
    teams.waits = False
    lock = sqlite3.connect(tmp_path / "bot.db", isolation_level=None, check_same_thread=False)
    await asyncio.to_thread(lock.execute, "BEGIN IMMEDIATE")  # the bot may be writing just now, on this loop
    answer = await person.presses(texts.SAVE_AND_GO, text="mit svar")
    lock.execute("ROLLBACK")
    lock.close()
    assert answer.kind == "application/vnd.microsoft.error", "shown under the card, which is not replaced"
    assert person.card(texts.SAVE_AND_GO) == before


async def test_that_somebody_left_while_the_database_is_away_is_said_in_the_log_and_to_nobody_in_the_chat(
    teams: FakeTeams, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = people(teams, 2)
    await begins(first)
    said, teams.waits = len(first.chat.messages), False
    lock = sqlite3.connect(tmp_path / "bot.db", isolation_level=None, check_same_thread=False)
    await asyncio.to_thread(lock.execute, "BEGIN IMMEDIATE")  # the bot may be writing just now, on this loop
    await leaves(teams, second)
    lock.execute("ROLLBACK")
    lock.close()
    await teams.settled()
    assert len(first.chat.messages) == said
    assert "that 1 left and 0 came is not known" in caplog.text
    assert second.name not in caplog.text


async def test_presses_are_answered_while_teams_takes_no_messages_for_a_minute_and_then_all_arrive(
    teams: FakeTeams,
) -> None:
    person = teams.person()
    await begins(person)
    teams.waits = False
    teams.refuses(429, 1_000)
    for number in range(1, 10):
        assert f"Dit svar på spørgsmål {number} er gemt." in await saves(person, f"svar {number}")
    await person.presses(texts.FINISH)
    teams.bot.clock.passes(60)
    teams._faults.clear()
    await teams.settled()
    assert "Jeres resultat" in person.sees[-2]


async def test_a_database_file_deleted_under_the_bot_gives_not_saved_and_not_ready(
    teams: FakeTeams, tmp_path: Path
) -> None:
    person = teams.person()
    await begins(person)
    assert await ready(teams) == (200, "ready\n")
    assert deletes(tmp_path) == {"bot.db", "bot.db-wal", "bot.db-shm", "bot.db.lock"}
    for number in range(6):
        assert (await saves(person, f"svar {number}")).startswith("Der gik noget galt, og det sidste er ikke gemt")
    assert await ready(teams) == (503, "moved\n")
    assert deletes(tmp_path) == set(), "nor is an empty one made in its place"


async def test_with_the_database_busy_and_teams_away_the_person_hears_of_it_when_it_can_be_said(
    teams: FakeTeams, tmp_path: Path
) -> None:
    person, other = teams.person(), teams.person("Deltager Anden")
    await begins(person)
    (unsaid,) = [each for each in teams.bot.app[REPEATED] if each.name == "unsaid"]
    await unsaid.stop()  # it would look by itself every five seconds, in the middle of ours too
    teams.waits = False
    teams.refuses(503, 1_000)
    lock = sqlite3.connect(tmp_path / "bot.db", isolation_level=None, check_same_thread=False)
    await asyncio.to_thread(lock.execute, "BEGIN IMMEDIATE")  # the bot may be writing just now, on this loop
    seen = len(person.sees)
    await person.says("svar: mine egne ord")
    await other.says("hjælp")
    assert await unsaid.work() == 0, "it is tried, and kept"
    lock.execute("ROLLBACK")
    lock.close()
    assert len(person.sees) == seen
    teams.works_again()
    assert await unsaid.work() == 2
    assert person.sees[-1].startswith(texts.NOT_SAVED.format(reference=""))
    assert other.sees[-1].startswith(texts.NOT_SHOWN.format(reference="")), "nothing was to be saved"
    assert "mine egne ord" not in person.sees[-1]
    assert await unsaid.work() == 0, "once"
    assert len(person.sees) == seen + 1
    teams.waits = True


async def test_a_drawing_that_takes_its_time_holds_up_no_press(
    teams: FakeTeams, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = teams.person()
    await begins(person)
    drawing, done = asyncio.Event(), asyncio.Event()

    async def slowly(request: Request) -> bytes:
        drawing.set()
        await done.wait()
        return b"drawn"

    monkeypatch.setattr(teams.bot.app[PICTURES], "_draw", slowly)
    async with aiohttp.ClientSession() as session:
        picture = asyncio.ensure_future(session.get(f"{teams.bot.url}/radar/eksempel/samlet.png"))
        await asyncio.wait_for(drawing.wait(), PATIENCE)
        assert "er gemt" in await saves(person, "mit svar")
        done.set()
        async with await picture as answer:
            assert await answer.read() == b"drawn"
