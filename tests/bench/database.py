"""Databases with a given number of answers in them: a few reflections under way among many that are finished.

The bot itself has two conversations, one under way and one to the end; SQLite then copies their rows to other teams.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa

from bot.editions.snapshot import fixed
from bot.sending.outbox import Outbox
from bot.storage.database import Database
from bot.storage.moving import move
from bot.storage.store import Store
from bot.storage.tables import answers, conversations, inbox, metadata, outbox, reflections
from bot.turns.features import features
from bot.turns.turn import Turns
from bot.wire import Address, ChatKind, Incoming, Outgoing, Press
from dialogs.reflection.state import QUESTIONS
from radar_core.editions.catalog import load_catalog
from radar_core.editions.shipped import DATA_DIR
from tests.bench.people import ANSWER, BOT, MEMBERS, MESSAGE, STATUS, Team
from tests.fakes.openid import SERVICE_URL
from tests.fakes.postgres import fresh_url

ANSWERED = 2
"""Questions that everybody in a team under way has answered."""

BLOCK = 500
"""Teams that are at it at the same time, so that their rows lie mixed."""

UNDER_WAY, FINISHED, ALONE = Team(-1), Team(-2), Team(-3)
"""Those whose rows are copied; the last is somebody alone, who has just begun."""

FIRST_FINISHED = 1_000_000
"""Numbers of the finished teams begin here."""

KEYS = {conversations: conversations.c.id, reflections: reflections.c.conversation, inbox: inbox.c.conversation}
"""Where a row says whose it is, other than in ``reflection``."""

TABLES = [
    table for table in metadata.sorted_tables if table in KEYS or ("reflection" in table.c and table is not outbox)
]


Place = Path | str
"""SQLite's file, or the address of a PostgreSQL database."""


def url(at: Place) -> str:
    """The address of a database, as the bot takes it."""
    return at if isinstance(at, str) else f"sqlite+aiosqlite:///{at}"


def fill(path: Path, under_way: Sequence[Team], stored: int, alone: Sequence[Team] = ()) -> int:
    """Makes a database with about ``stored`` answers; returns how many there are.

    Each of those ``alone`` has a chat with the bot.

    Every stored answer has its inbox row, without the card: only a repeat reads it, and it would be most of the bytes.
    """
    asyncio.run(_converse(path))
    finished = max(0, stored - len(under_way) * MEMBERS * ANSWERED) // (MEMBERS * QUESTIONS)
    everybody = [Team(number) for number in range(FIRST_FINISHED, FIRST_FINISHED + finished)]
    connection = sqlite3.connect(path, isolation_level=None)
    for setting in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-1000000"):
        connection.execute(f"PRAGMA {setting}")
    connection.execute("BEGIN")
    connection.execute("CREATE TEMP TABLE teams (tenant TEXT, key TEXT)")
    blocks = -(-max(finished, 1) // BLOCK)
    for block in range(blocks):
        _copy(connection, FINISHED, everybody[block * BLOCK : (block + 1) * BLOCK])
        _copy(connection, UNDER_WAY, under_way[block::blocks])
        _copy(connection, ALONE, alone[block::blocks])
    connection.execute("DROP TABLE teams")
    connection.execute("COMMIT")
    connection.close()
    with path.open("rb") as file:
        os.fsync(file.fileno())  # or the system would still be writing while the bot is measured
    return asyncio.run(answers_in(path))


async def answers_in(at: Place) -> int:
    """How many answers a database holds."""
    whole = Database(url(at))
    try:
        return await whole.read(lambda connection: connection.scalar(sa.select(sa.func.count()).select_from(answers)))
    finally:
        await whole.close()


async def on_server(path: Path) -> str:
    """The address of a database with the same in it on a PostgreSQL server of this run's own."""
    at = await asyncio.to_thread(fresh_url, "postgresql", path.parent)
    await move(path, at)
    return at


class _Takes:
    """A channel that takes everything."""

    async def deliver(self, address: Address, message: Outgoing) -> str | None:
        return STATUS if message.status else MESSAGE

    async def close(self) -> None:
        """Nothing is held."""


async def _converse(path: Path) -> None:
    """The bot's own conversations with the two."""
    store, catalog = Store(url(path)), load_catalog(DATA_DIR)
    await store.open()
    bundle = catalog.newest_published()
    # What counts who has answered waits a little for more; here all of it is said at once.
    sender = Outbox(store, _Takes(), now=lambda: dt.datetime.now(dt.UTC) + dt.timedelta(minutes=1))
    for team, questions in ((UNDER_WAY, ANSWERED), (FINISHED, QUESTIONS), (ALONE, 0)):
        turns = Turns(
            store, fixed(catalog, bundle), features(), lambda radar, fmt, *_: "", new_id=lambda team=team: team.key
        )  # type: ignore[misc]
        kind = ChatKind.GROUP if questions else ChatKind.PERSONAL
        where = Address(team.tenant, team.conversation, kind, SERVICE_URL, BOT["id"], BOT["name"])
        place = {"kommune": bundle.kommuner[0].code, "fagomraade": bundle.fagomraader[0].id}
        acts: list[tuple[int, Press]] = [(0, Press("start", {})), (0, Press("setup", place))]
        for question in range(1, questions + 1):
            data = {"r": team.key, "q": question, "text": ANSWER}
            acts += [(member, Press("answer", data)) for member in range(MEMBERS)]
            acts.append((0, Press("next", {"r": team.key, "q": question})))
        if questions == QUESTIONS:
            acts.append((0, Press("finish", {"r": team.key, "lost": [9] * 6})))
        for number, (member, press) in enumerate(acts):
            by = team.member(member)
            await turns.take(Incoming(f"{team.key}-{number}", where, by, press=press, wants_reply=True))
            await sender.drain()
    await store.close()


def _copy(connection: sqlite3.Connection, original: Team, teams: Sequence[Team]) -> None:
    """The rows of ``original`` once for each team, mixed as if all had been at it together."""
    connection.execute("DELETE FROM teams")
    connection.executemany("INSERT INTO teams VALUES (?, ?)", [(team.tenant, team.key) for team in teams])
    for table in TABLES:
        whose = KEYS[table] if table in KEYS else table.c.reflection
        own = original.conversation if table in KEYS else original.reflection
        columns = ", ".join(f'"{column.name}"' for column in table.c)
        copied = ", ".join(_copied(column) for column in table.c)
        connection.execute(
            f"INSERT INTO {table.name} ({columns}) SELECT {copied} FROM {table.name} AS old CROSS JOIN teams "  # noqa: S608
            f"WHERE old.tenant = :tenant AND old.{whose.name} = :own ORDER BY old.rowid",
            {"tenant": original.tenant, "own": own, "key": original.key},
        )


def _copied(column: sa.Column[object]) -> str:
    if column.name == "tenant":
        return "teams.tenant"
    if column is inbox.c.reply:
        return """'{"card": null}'"""
    if isinstance(column.type, sa.String) and not isinstance(column.type, sa.Text):
        return f'replace(old."{column.name}", :key, teams.key)'
    return f'old."{column.name}"'
