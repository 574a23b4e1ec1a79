"""A copy of SQLite's file while the bot runs, and the way back: whole and checked, or not there at all.

What is copied is written beside its goal under a name of its own, looked through by SQLite and then given the name; so
a file with the name is a copy that can be used. PostgreSQL has tools of its own for this (``pg_dump``, ``pg_restore``).
"""

from __future__ import annotations

import contextlib
import datetime as dt
import glob
import os
import re
import secrets
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.errors import CommandError
from bot.storage.database import trouble_told
from bot.storage.erasure_files import refuse_gap
from bot.storage.erasure_list import ErasureList, begin_at, last_lived
from bot.storage.presence import alone
from bot.storage.replaying import replay as replay_list
from bot.storage.schema import known_revisions, stored_revision, upgrade
from bot.storage.sqlite_file import SqliteFile, rebuild
from bot.storage.tables import metadata

_LEFT = re.compile(r"\.[0-9a-f]{8}(-wal|-shm|-journal)?")


class NotCopied(CommandError):
    """A database was not copied, and nothing is changed; ``str()`` is a Danish sentence that says why."""


@dataclass(frozen=True)
class Checked:
    """What a look through a database found."""

    revision: str | None
    """Of its schema; None where nothing of ours is in it."""
    rows: Mapping[str, int]
    """How many rows each table of this release has; tables that the schema does not have yet are left out."""
    faults: tuple[str, ...] = ()
    """What SQLite says is broken; always none of PostgreSQL, which checks its pages itself."""


def checked(connection: sa.Connection) -> Checked:
    """Looks through a whole database; writes nothing."""
    faults: tuple[str, ...] = ()
    if connection.dialect.name == "sqlite":
        said = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
        faults = tuple(str(each) for each in said if each != "ok")
    there = set(sa.inspect(connection).get_table_names())
    rows = {
        table.name: connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
        for table in metadata.sorted_tables
        if table.name in there
    }
    return Checked(stored_revision(connection), rows, faults)


def back_up(database: Path, goal: Path) -> Checked:
    """Copies a file that may be in use to a new one that only its owner may read.

    Raises ``NotCopied`` where the goal is there already or the copy is not whole, ``StorageError``, ``OSError``.
    """
    if not database.exists():
        raise NotCopied(f"Der er ingen database i {database}.")
    return _copied(database, goal)


@dataclass(frozen=True)
class Restored:
    """What was put back."""

    found: Checked
    erased: int
    """How many erasures there had been since the copy; what was left of each in it is gone."""


def restore(copy: Path, database: Path, whole: ErasureList | None, *, incomplete: bool = False) -> Restored:
    """Puts a copy where the bot's database is to be, and erases in it what is on the list before it gets its name.

    ``whole`` is None where there is no list. No bot may run on it, and there may be no file. Raises ``NotCopied`` then,
    and for a copy that is broken or of a newer release; ``NoErasures`` for a list that does not reach back to the copy,
    where it is not said to be ``incomplete``; ``StorageError``, ``OSError``.
    """
    if not copy.exists():
        raise NotCopied(f"Der er ingen sikkerhedskopi i {copy}.")
    database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    erased = 0

    def erase(unfinished: Path) -> None:
        nonlocal erased
        erased = _replayed(unfinished, whole, incomplete=incomplete)

    with alone(database) as is_alone:
        if not is_alone:
            raise NotCopied("Botten kører på den database. Stop alle dens processer først.")
        for each in (database, *_beside(database)):
            if each.exists():
                raise NotCopied(f"{each} ligger der allerede. Flyt den væk først; der bliver ikke skrevet oven i den.")
        _drop_left(database)
        return Restored(_copied(copy, database, erase), erased)


def replay(connection: sa.Connection, whole: ErasureList, *, incomplete: bool = False) -> int:
    """Erases what is on a list in a database that was put back already; how many were new to it.

    Raises ``NoErasures`` as ``restore`` does.
    """
    refuse_gap(whole, last_lived(connection), incomplete=incomplete)
    return _erased(connection, whole)


def _erased(connection: sa.Connection, whole: ErasureList) -> int:
    count = replay_list(connection, whole)
    if whole.damaged:
        begin_at(connection, dt.datetime.now(dt.UTC))  # nobody knows what was on it beside what could be read
    return count


def _replayed(file: Path, whole: ErasureList | None, *, incomplete: bool) -> int:
    """Brings a copy to this release's schema and erases in it; its pages are written anew, so that nothing is left."""
    engine = SqliteFile(file).engine().execution_options(tries=1)
    try:
        with engine.begin() as connection:
            since = last_lived(connection)
            upgrade(connection)
            if whole is None:
                begin_at(connection, dt.datetime.now(dt.UTC))  # nobody knows what was erased until now
                erased = 0
            else:
                refuse_gap(whole, since, incomplete=incomplete)
                erased = _erased(connection, whole)
        borrowed = engine.raw_connection()
        try:
            connection_of_file: Any = borrowed.driver_connection
            rebuild(connection_of_file)
            connection_of_file.execute("PRAGMA journal_mode=DELETE")
        finally:
            borrowed.close()
        return erased
    finally:
        engine.dispose()


def _copied(source: Path, goal: Path, change: Callable[[Path], None] = lambda _: None) -> Checked:
    """``change`` may change the copy before it gets its name."""
    if goal.exists():
        raise NotCopied(f"{goal} findes allerede. Vælg et andet navn; der bliver ikke skrevet oven i den.")
    unfinished = goal.with_name(f".{goal.name}.{secrets.token_hex(4)}")  # as ``_drop_left`` knows it
    os.close(os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with trouble_told():
            with _opened(source, "mode=ro") as old, _opened(unfinished, "mode=rw") as new:
                old.backup(new)
                # One file alone: what stands in a -wal beside it would be left behind when it is moved.
                new.execute("PRAGMA journal_mode=DELETE")
            _refuse_unusable(look_through(unfinished), source)
            change(unfinished)
            found = look_through(unfinished)
        _keep_on_disk(unfinished)
        try:
            os.link(unfinished, goal)  # refuses, where a rename would write over what has come meanwhile
        except FileExistsError:
            raise NotCopied(f"{goal} findes allerede.") from None
    finally:
        for each in (unfinished, *_beside(unfinished)):
            each.unlink(missing_ok=True)
    _keep_on_disk(goal.parent)
    return found


def _drop_left(goal: Path) -> None:
    """What a process that was killed in the middle has left beside a goal: the words that go are still in it."""
    for each in goal.parent.glob(f".{glob.escape(goal.name)}.*"):
        if _LEFT.fullmatch(each.name.removeprefix(f".{goal.name}")):
            each.unlink(missing_ok=True)


def _beside(database: Path) -> tuple[Path, ...]:
    """What SQLite may have beside a file."""
    return tuple(database.with_name(f"{database.name}-{end}") for end in ("wal", "shm", "journal"))


def look_through(file: Path) -> Checked:
    """What is in a file that nobody has to be able to write to. Raises what SQLite raises."""
    engine = sa.create_engine(
        "sqlite://", creator=lambda: sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
    )
    try:
        with engine.connect() as connection:
            return checked(connection)
    finally:
        engine.dispose()


def _refuse_unusable(found: Checked, source: Path) -> None:
    if found.faults:
        raise NotCopied(f"{source} er ødelagt: {found.faults[0][:200]}. Brug en ældre sikkerhedskopi.")
    if found.revision is None:
        raise NotCopied(f"{source} er ikke en database fra botten.")
    if found.revision not in known_revisions():
        raise NotCopied(f"{source} er fra en nyere udgave af botten (skema {found.revision}). Brug den udgave.")


@contextlib.contextmanager
def _opened(file: Path, how: str) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(f"{file.absolute().as_uri()}?{how}", uri=True)) as connection:
        yield connection


def _keep_on_disk(path: Path) -> None:
    """Waits until a file, or a folder's list of names, would be there after a loss of power."""
    if os.name != "posix" and path.is_dir():
        return  # Windows opens no folders
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
