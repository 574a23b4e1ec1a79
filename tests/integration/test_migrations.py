"""The schema's history: the same on both databases, forwards and back with all that is stored, safe to start in."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import subprocess
import sys
import zipfile
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import pytest
import pytest_asyncio
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.errors import UnsafeStart
from bot.storage import own_use, schema
from bot.storage.database import Database, StorageError
from bot.storage.loaded import Committed, Taken
from bot.storage.store import Store
from bot.storage.tables import all_of_them, metadata
from bot.wire import Address, ChatKind, Kind, Outgoing, Reply
from dialogs.own_use.kommune_use import KeptUse, KommuneUse
from dialogs.people import Person
from dialogs.reflection.state import Conclusion, GivenAnswer, Phase, Reflection
from radar_core.own_use.levels import Forvaltning
from radar_core.own_use.model import OwnUse, Stage, Value
from tests.fakes.postgres import fresh_url

ROOT = Path(__file__).parents[2]
HERE = Address("tenant", "chat", ChatKind.GROUP, "https://teams.example/", "28:bot", "Teknologiradar", "msteams")
ANNA, BENT = Person("29:anna", "Deltager Å"), Person("29:bent", "Deltager Ø")
NOW = dt.datetime(2026, 11, 24, 12, 30, 15, 123456, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)
Found = TypeVar("Found")
OPENS = "import asyncio, sys; from bot.storage.store import Store; asyncio.run(Store(sys.argv[1]).open())"


@pytest_asyncio.fixture
async def database(new_database_url: str) -> AsyncIterator[Database]:
    """The same, as its administrator sees it."""
    opened = Database(new_database_url)
    yield opened
    await opened.close()


async def run(database: Database, what: Callable[[sa.Connection], Found]) -> Found:
    async with database.writing() as connection:
        return await connection.run_sync(what)


async def alembic(database: Database, what: Callable[[Config, str], None], revision: str) -> None:
    """``upgrade`` or ``downgrade`` to a revision."""

    def on(connection: sa.Connection) -> None:
        config = Config(schema.ALEMBIC_INI)
        config.attributes["connection"] = connection
        what(config, revision)

    await run(database, on)


async def opened(url: str) -> None:
    store = Store(url)
    try:
        await store.open()
    finally:
        await store.close()


def shape(connection: sa.Connection) -> dict[str, Any]:
    """Everything about the tables but the order of their columns."""
    look = sa.inspect(connection)
    return {
        name: (
            {c["name"]: (str(c["type"]), c["nullable"], c["default"]) for c in look.get_columns(name)},
            look.get_pk_constraint(name),
            sorted((i["name"], i["column_names"], i["unique"]) for i in look.get_indexes(name)),
            look.get_foreign_keys(name),
            look.get_unique_constraints(name),
        )
        for name in look.get_table_names()
        if name != "alembic_version"
    }


def contents(connection: sa.Connection) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, with its columns in the order of their names."""
    found = sa.MetaData()
    found.reflect(connection)
    return {
        table.name: sorted(
            (tuple(row) for row in connection.execute(sa.select(*sorted(table.c, key=lambda c: str(c.name))))), key=repr
        )
        for table in found.sorted_tables
    }


def first_release(connection: sa.Connection) -> None:
    """What the first release had saved: a reflection under way, with an edit, a message that waits and one given up."""
    found = sa.MetaData()
    found.reflect(connection)
    here = {"tenant": HERE.tenant, "conversation": HERE.conversation}
    add = {
        "conversations": [
            {
                "tenant": HERE.tenant, "id": HERE.conversation, "kind": "groupChat", "channel": "msteams",
                "service_url": HERE.service_url, "bot_id": HERE.bot_id, "bot_name": HERE.bot_name, "kommune": "101",
                "reflection": "r1", "welcomed_at": NOW,
            }
        ],
        "reflections": [
            {
                **here, "id": "r1", "version": 4, "bundle": "b" * 64, "is_group": True, "started_by": ANNA.id,
                "started_by_name": "Deltager A", "started_at": NOW, "kommune": "101", "fagomraade": "skole",
                "phase": "questions", "resume_to": None, "current": 2, "skipped": [9], "ended_at": None, "card": "m1",
            }
        ],
        "answers": [
            {
                "tenant": HERE.tenant, "reflection": "r1", "question": 1, "person": who.id, "revision": revision,
                "name": who.name, "at": NOW + seconds * SECOND, "text": text, "rating": None, "ticks": ["a"],
            }
            for who, revision, seconds, text in (
                (BENT, 1, 1, "blåbær 🫐"), (ANNA, 1, 2, "først"), (ANNA, 2, 3, "rettet"),
            )
        ],
        "inbox": [{**here, "activity": "a1", "at": NOW, "reply": {"card": None}}],
        "outbox": [
            {
                **here, "reflection": "r1", "kind": "send", "screen": False, "target": None, "card": None,
                "text": text, "at": NOW, "attempts": 0, "due": NOW, "state": state,
            }
            for text, state in (("opgivet", "dead"), ("venter", "waiting"))
        ],
    }  # fmt: skip
    for name, rows in add.items():
        connection.execute(found.tables[name].insert(), rows)


STANDS = Reflection(
    "r1",
    "b" * 64,
    True,
    Person(ANNA.id, "Deltager A"),
    NOW,
    "101",
    "skole",
    Phase.QUESTIONS,
    current=2,
    skipped=frozenset({9}),
    answers=(
        GivenAnswer(1, BENT, NOW + SECOND, "blåbær 🫐", None, ("a",), 1),
        GivenAnswer(1, ANNA, NOW + 3 * SECOND, "rettet", None, ("a",), 2),
    ),
    facilitator=Person(ANNA.id, "Deltager A"),
    touched_at=NOW + 3 * SECOND,
)


async def test_the_migrated_schema_is_the_one_in_the_code(database: Database, tmp_path: Path) -> None:
    await schema.migrate(database)
    migrated = await run(database, shape)
    assert await run(database, lambda c: compare_metadata(MigrationContext.configure(c), all_of_them())) == []
    created = Database(await asyncio.to_thread(fresh_url, "sqlite" if database.file else "postgresql", tmp_path))
    await run(created, all_of_them().create_all)
    assert migrated == await run(created, shape)
    await created.close()


def test_the_code_knows_the_newest_revision_and_there_is_one_line_of_them() -> None:
    scripts = ScriptDirectory.from_config(Config(schema.ALEMBIC_INI))
    assert scripts.get_heads() == [schema.HEAD]
    assert scripts.get_bases() == [schema.FIRST]


async def test_the_first_releases_database_comes_up_with_its_data_and_goes_back_with_it(
    database: Database, new_database_url: str
) -> None:
    await alembic(database, command.upgrade, schema.FIRST)
    await run(database, first_release)
    before, first_shape = await run(database, contents), await run(database, shape)
    store = Store(new_database_url)
    await store.open()
    stands = await store.load(HERE, "a1")
    assert (stands.reflection, stands.version, stands.card, stands.answered) == (STANDS, 4, "m1", Reply())
    assert (stands.kommune, stands.welcomed_at) == ("101", NOW)
    assert await run(
        database, lambda c: [tuple(row) for row in c.execute(sa.select(metadata.tables["participants"]))]
    ) == [
        (HERE.tenant, "r1", ANNA.id, ANNA.name, NOW, None),
        (HERE.tenant, "r1", BENT.id, BENT.name, NOW + SECOND, None),
    ]
    (waits,) = await store.claim(NOW, 9)
    assert waits.message == Outgoing(Kind.SEND, text="venter")
    await store.put_off(waits, NOW, attempted=False)
    await store.close()
    await alembic(database, command.downgrade, schema.FIRST)
    assert await run(database, shape) == first_shape
    assert await run(database, contents) == before
    await alembic(database, command.upgrade, schema.HEAD)
    await opened(new_database_url)


def second_release(connection: sa.Connection) -> None:
    """What the second release had saved: one alone to the end, one paused in a thread, and chats of others."""
    found = sa.MetaData()
    found.reflect(connection)
    chats = [
        ("personal", "a:alone", "alone"),
        ("channel", "19:kanal@thread.tacv2;messageid=17", "paused"),
        ("channel", "19:kanal@thread.tacv2", None),
        ("groupChat", "19:gruppe;messageid=17", None),
    ]
    connection.execute(
        found.tables["conversations"].insert(),
        [
            {
                "tenant": HERE.tenant, "id": chat, "kind": kind, "channel": "msteams", "service_url": HERE.service_url,
                "bot_id": HERE.bot_id, "bot_name": HERE.bot_name, "kommune": None, "reflection": reflection,
                "welcomed_at": None, "dead": False,
            }
            for kind, chat, reflection in chats
        ],
    )  # fmt: skip
    connection.execute(
        found.tables["reflections"].insert(),
        [
            {
                "tenant": HERE.tenant, "id": reflection, "conversation": chat, "version": 1, "bundle": "b" * 64,
                "is_group": kind != "personal", "started_by": ANNA.id, "started_by_name": ANNA.name, "started_at": NOW,
                "kommune": None, "fagomraade": None, "current": 1, "skipped": [], "card": None,
                "phase": "finished" if reflection == "alone" else "paused",
                "resume_to": None if reflection == "alone" else "setup",
                "ended_at": NOW + 9 * SECOND if reflection == "alone" else None,
            }
            for kind, chat, reflection in chats if reflection
        ],
    )  # fmt: skip


async def test_the_second_releases_reflections_learn_who_facilitates_when_they_were_touched_and_where_they_are(
    database: Database, new_database_url: str
) -> None:
    await alembic(database, command.upgrade, "0002")
    await run(database, first_release)
    await run(database, second_release)
    before, second_shape = await run(database, contents), await run(database, shape)
    await opened(new_database_url)

    def learnt(connection: sa.Connection) -> tuple[dict[str, Any], dict[str, Any]]:
        kept, chats = metadata.tables["reflections"].c, metadata.tables["conversations"].c
        asked = sa.select(kept.id, kept.facilitator, kept.touched_at, kept.due, kept.revealed, kept.reminders)
        return (
            {row.id: tuple(row)[1:] for row in connection.execute(asked)},
            {row.id: row.root for row in connection.execute(sa.select(chats.id, chats.root))},
        )

    reflections, roots = await run(database, learnt)
    assert reflections == {
        "r1": (ANNA.id, NOW + 3 * SECOND, NOW + 3 * SECOND, [], False),
        "alone": (None, NOW + 9 * SECOND, None, [], False),
        "paused": (ANNA.id, NOW, None, [], False),
    }
    assert {chat: root for chat, root in roots.items() if root} == {
        "19:kanal@thread.tacv2;messageid=17": "19:kanal@thread.tacv2"
    }
    await alembic(database, command.downgrade, "0002")
    assert await run(database, shape) == second_shape
    assert await run(database, contents) == before


async def test_the_third_releases_database_learns_of_own_use_and_pictures_and_goes_back_without_them(
    database: Database, new_database_url: str
) -> None:
    await alembic(database, command.upgrade, "0003")
    await run(database, first_release)
    before, third_shape = await run(database, contents), await run(database, shape)
    assert not {"own_use", "forvaltninger", "pictures"} & before.keys()
    store = Store(new_database_url)
    await store.open()
    assert await store.kommune_use(HERE.tenant, "101") == KommuneUse("101")
    assert await store.kommuner(HERE.tenant) == ("101",)
    kommune_use = KommuneUse(
        "101",
        (KeptUse("skole", OwnUse("chatbot", Stage.I_DRIFT, "blåbær", Value.JA, BENT.name, NOW), BENT, 1),),
        (Forvaltning("Børn", ("skole",)),),
    )
    await run(database, lambda c: own_use.write(c, HERE.tenant, own_use.OwnChange(KommuneUse("101"), kommune_use), NOW))
    await store.pictures.put("a" * 64, b"png", NOW)
    assert await store.kommune_use(HERE.tenant, "101") == kommune_use
    await store.close()
    counts = {name: len(rows) for name, rows in (await run(database, contents)).items()}
    assert counts == {name: len(rows) for name, rows in before.items()} | {
        "own_use": 1,
        "forvaltninger": 1,
        "pictures": 1,
        # Of the releases after it.
        **dict.fromkeys(("bundles", "activations", "edition_log", "edition_processes", "follows", "heartbeats"), 0),
        **dict.fromkeys(("files", "file_tokens"), 0),
        "erasures": 1,  # from when on the list is whole: what was erased before is on none
    }
    await alembic(database, command.downgrade, "0003")
    assert await run(database, shape) == third_shape
    assert await run(database, contents) == before


async def test_the_fifth_releases_conversations_begin_their_time_at_the_change(
    database: Database, new_database_url: str
) -> None:
    await alembic(database, command.upgrade, "0005")
    await run(database, second_release)
    before, fifth_shape = await run(database, contents), await run(database, shape)
    today = dt.datetime.now(dt.UTC).date()
    store = Store(new_database_url)
    await store.open()
    spoken = metadata.tables["conversations"].c.spoken_on
    days = await run(database, lambda c: set(c.scalars(sa.select(spoken))))
    assert days <= {today, today + dt.timedelta(days=1)} and days
    await store.tidy(NOW + dt.timedelta(days=731), dt.timedelta(days=730))
    assert len(await run(database, lambda c: c.scalars(sa.select(spoken)).all())) == 4, "nobody knows how old they are"
    await store.close()
    await alembic(database, command.downgrade, "0005")
    assert await run(database, shape) == fifth_shape
    after = await run(database, contents)
    assert after["conversations"] == [(*row,) for row in after["conversations"]]
    assert {table: len(rows) for table, rows in after.items() if table == "conversations"} == {"conversations": 4}
    assert before["conversations"][0][:3] == after["conversations"][0][:3]


async def test_a_press_the_fifth_release_has_taken_is_known_as_a_repeat_and_goes_back_as_one(
    database: Database, new_database_url: str
) -> None:
    await alembic(database, command.upgrade, "0005")
    await run(database, first_release)
    before, fifth_shape = await run(database, contents), await run(database, shape)
    store = Store(new_database_url)
    await store.open()
    stands = await store.load(HERE, "a1")
    assert (stands.answered, stands.came_as, stands.stood, stands.forgot_at) == (Reply(), None, None, None)
    taken = Taken("a2", "r1 4")
    stands = await store.load(HERE, "press b")
    assert await store.commit(stands, "press b", NOW, stands.reflection, Reply(), taken=taken) is Committed.DONE
    stands = await store.load(HERE, "press b")
    assert (stands.came_as, stands.stood) == ("a2", "r1 4")
    await store.close()
    await alembic(database, command.downgrade, "0005")
    assert await run(database, shape) == fifth_shape
    left = await run(database, contents)
    assert all(row in left["inbox"] for row in before["inbox"]) and len(left["inbox"]) == len(before["inbox"]) + 1


async def test_an_older_release_finds_nothing_it_does_not_know(database: Database, new_database_url: str) -> None:
    store = Store(new_database_url)
    await store.open()
    reminder = Reply(outgoing=(Outgoing(Kind.SEND, text="påmindelse", unprompted=True),))
    closed = replace(STANDS, id="named", phase=Phase.EXPIRED, ended_at=NOW + 5 * SECOND)
    key = Person("nøgle", "")
    hidden = replace(STANDS, id="hidden", anonymous=True, salt="salt", answers=(replace(STANDS.answers[0], by=key),))
    concluded = replace(
        STANDS, id="concluded", conclusions=(Conclusion(1, "fælles", ANNA, NOW, 1),), phase=Phase.FINISHED, ended_at=NOW
    )
    for number, stands in enumerate((closed, hidden, concluded)):
        where = replace(HERE, conversation=str(number))
        assert await store.commit(await store.load(where, "a"), "a", NOW, stands, reminder) is Committed.DONE
    await store.close()
    await alembic(database, command.downgrade, "0002")
    left = await run(database, contents)
    found = sa.MetaData()
    await run(database, found.reflect)
    old = found.tables["reflections"].c
    phases = await run(
        database, lambda c: {tuple(row) for row in c.execute(sa.select(old.id, old.phase, old.ended_at.is_not(None)))}
    )
    assert phases == {("named", "cancelled", True), ("hidden", "cancelled", True), ("concluded", "finished", True)}
    assert len(left["answers"]) == 5
    assert left["outbox"] == []
    assert "notes" not in left


async def test_a_database_from_before_there_were_migrations_is_taken_over(
    database: Database, new_database_url: str
) -> None:
    await alembic(database, command.upgrade, schema.FIRST)
    await run(database, first_release)
    await run(database, lambda c: c.execute(sa.text("DROP TABLE alembic_version")))
    store = Store(new_database_url)
    await store.open()
    assert (await store.load(HERE, "look")).reflection == STANDS
    await store.close()


async def test_a_step_that_fails_leaves_the_database_as_it_was(database: Database, new_database_url: str) -> None:
    await alembic(database, command.upgrade, schema.FIRST)
    await run(database, first_release)
    await run(database, lambda c: c.execute(sa.text("CREATE TABLE participants (in_the_way INTEGER)")))
    before = await run(database, contents)
    with pytest.raises(StorageError, match="participants"):
        await opened(new_database_url)
    assert await run(database, contents) == before


async def test_a_database_of_a_newer_release_is_refused_and_not_touched(
    database: Database, new_database_url: str
) -> None:
    await opened(new_database_url)
    await run(database, lambda c: c.execute(sa.text("UPDATE alembic_version SET version_num = '9999'")))
    before = await run(database, shape)
    with pytest.raises(UnsafeStart, match="nyere udgave"):
        await opened(new_database_url)
    assert await run(database, shape) == before


async def test_all_the_way_back_nothing_is_left(database: Database, new_database_url: str) -> None:
    await opened(new_database_url)
    await alembic(database, command.downgrade, "base")
    assert await run(database, shape) == {}


async def test_several_processes_may_start_on_an_empty_database_at_once(
    database: Database, new_database_url: str
) -> None:
    starting = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", OPENS, new_database_url, cwd=ROOT) for _ in range(4)
    ]
    assert [await each.wait() for each in starting] == [0, 0, 0, 0]
    assert await run(database, schema.stored_revision) == schema.HEAD


async def test_a_start_on_a_database_that_is_up_to_date_never_loads_the_migration_tool(new_database_url: str) -> None:
    await opened(new_database_url)
    looks = f"{OPENS}; sys.exit('alembic' in sys.modules)"
    looking = await asyncio.create_subprocess_exec(sys.executable, "-c", looks, new_database_url, cwd=ROOT)
    assert await looking.wait() == 0


def test_the_command_line_goes_back_and_forth_on_the_database_of_the_settings(new_database_url: str) -> None:
    env = {**os.environ, "TR_DATABASE_URL": new_database_url}

    def says(*what: str) -> str:
        called = [sys.executable, "-m", "alembic", "-c", str(schema.ALEMBIC_INI), *what]
        done = subprocess.run(called, env=env, cwd=ROOT, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return done.stdout

    says("upgrade", "head")
    assert says("current").startswith(schema.HEAD)
    says("downgrade", schema.FIRST)
    assert says("current").startswith(schema.FIRST)


def test_migrations_are_in_the_wheel(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=60)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())
    folder = schema.ALEMBIC_INI.parent
    source = {p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts}
    assert len(source) >= 6
    assert {p.relative_to(ROOT).as_posix() for p in source} <= names


async def test_bundles_that_two_processes_had_taken_under_one_name_are_told_apart(
    database: Database, new_database_url: str
) -> None:
    await alembic(database, command.upgrade, "0005")

    def taken(connection: sa.Connection) -> None:
        found = sa.MetaData()
        found.reflect(connection)
        connection.execute(
            found.tables["bundles"].insert(),
            [
                {"sha256": digit * 64, "name": name, "content": b"", "key_id": "k", "at": NOW + later * SECOND}
                for digit, name, later in (("b", "2020-r2", 1), ("a", "2020-r2", 2), ("c", "2020-r2", 2), ("d", "x", 0))
            ],
        )

    await run(database, taken)
    await opened(new_database_url)
    names = sa.select(metadata.tables["bundles"].c["sha256", "name"])
    assert await run(database, lambda c: {row.sha256[0]: row.name for row in c.execute(names)}) == {
        "a": f"2020-r2 {'a' * 16}",
        "b": "2020-r2",
        "c": f"2020-r2 {'c' * 16}",
        "d": "x",
    }
