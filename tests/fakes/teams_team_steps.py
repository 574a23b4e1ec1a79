"""Steps of a team together: its people, its anonymous start, time that passes, and all that is left in the database."""

from __future__ import annotations

import datetime as dt
import itertools
import sqlite3
from pathlib import Path
from typing import Any

from bot.app import ALARMS, TURNS
from dialogs.texts import common as texts
from dialogs.texts import ending, team
from tests.fakes.teams import FakeTeams
from tests.fakes.teams_cards import Card, Json
from tests.fakes.teams_chats import Chat
from tests.fakes.teams_people import Person
from tests.fakes.teams_steps import SUNDHED

NAMES = ("Første", "Anden", "Tredje", "Fjerde", "Femte", "Sjette")


def people(teams: FakeTeams, count: int = 3, chat: Chat | None = None) -> list[Person]:
    """So many people in one group chat; the first is the one who usually starts."""
    place = chat or teams.chat("groupChat")
    return [teams.person(f"Deltager {name}", place) for name in NAMES[:count]]


def unnamed(teams: FakeTeams, count: int = 3) -> list[Person]:
    """The same for answers without names, whose order hangs on made-up numbers: those are the same in every run."""
    made_up = itertools.count()
    teams.bot.app[TURNS].new_id = lambda: f"{next(made_up):016}"
    return people(teams, count)


async def begins_anonymously(person: Person, fagomraade: str = SUNDHED) -> None:
    """Starts a reflection without names, as far as the first question."""
    await person.says("start refleksion")
    await person.presses(texts.GO, kommune="Vejle", fagomraade=fagomraade, naming=texts.ANONYMOUS)


async def concludes(person: Person, words: str) -> None:
    """Writes the conclusion on the group's question, whose answers are open."""
    await person.presses(team.CONCLUDE)
    await person.presses(team.SAVE_CONCLUSION, text=words)


async def closes(person: Person) -> None:
    """The facilitator closes the reflection from wherever it is."""
    await person.presses(texts.MENU)
    await person.presses(team.CLOSE_REFLECTION)
    await person.presses(ending.YES_FINISH)


async def leaves(teams: FakeTeams, person: Person, by: Person | None = None) -> None:
    """Somebody goes out of the chat or the team, or is taken out by another, and Teams tells the bot so."""
    await _in_or_out(teams, person, by, "membersRemoved", "teamMemberRemoved")


async def comes_back(teams: FakeTeams, person: Person, by: Person) -> None:
    """Somebody is let into the chat or the team (again) by another, and Teams tells the bot so."""
    await _in_or_out(teams, person, by, "membersAdded", "teamMemberAdded")


async def _in_or_out(teams: FakeTeams, person: Person, by: Person | None, which: str, event: str) -> None:
    """As the documentation of Teams shows it: of a team it comes in the team's own conversation."""
    told = (by or person).activity({"type": "conversationUpdate"})
    told[which] = [{"id": person.activity({})["from"]["id"]}]
    if person.chat.team is not None:
        told["conversation"] = {**told["conversation"], "id": person.chat.team}
        told["channelData"] = {
            "team": {"id": person.chat.team}, "eventType": event, "tenant": {"id": person.chat.tenant}
        }  # fmt: skip
    await teams.act(told)


async def time_passes(teams: FakeTeams, days: float) -> None:
    """Lets time pass and the bot see what it brings. What Teams repeats, it has repeated by then."""
    await teams.ends()
    teams.bot.clock.passes(days * 24 * 3600)
    await looks(teams)


async def looks(teams: FakeTeams) -> None:
    """The bot sees whether any time has come, and says what it then has to say."""
    await teams.bot.app[ALARMS].look()
    await teams.settled()


def day_in(teams: FakeTeams, days: int) -> dt.date:
    """The day that is so many days away."""
    return (teams.bot.clock.now() + dt.timedelta(days=days)).date()


def stored(teams: FakeTeams) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table of the database file, by table."""
    connection = sqlite3.connect(database_of(teams))
    try:
        connection.row_factory = sqlite3.Row
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        every = {table: connection.execute(f'SELECT * FROM "{table}"') for table in tables}  # noqa: S608 - its own names
        return {table: [dict(row) for row in rows] for table, rows in every.items()}
    finally:
        connection.close()


def all_cards(teams: FakeTeams) -> list[Json]:
    """Everything that anybody has been shown: every version of every message, and every answer to a press."""
    sent = [version for chat in teams.chats for message in chat.messages for version in message.versions]
    return [*sent, *(answer.body for person in teams.people for answer in person.answers)]


def touched(person: Person) -> tuple[int, int]:
    """How often the card with the group's question has been changed, and how many messages there are.

    The message that says who has answered changes all the time: that is what it is for.
    """
    card = person.card(texts.MENU)
    return len(person.chat.message(card.message).versions) - 1, len(person.chat.messages)


def updated(card: Card, person: Person) -> Card:
    """The message of ``card`` as the person has it on the screen now."""
    return next(now for now in person.cards if now.message == card.message)


def database_of(teams: FakeTeams) -> Path:
    """The bot's database file."""
    return Path(teams.bot._settings.database_url.removeprefix("sqlite+aiosqlite:///"))
