"""A copy of SQLite's file while the bot runs, and the way back: whole and checked, or not there at all.

What is copied is written beside its goal under a name of its own, looked through by SQLite and then given the name; so
a file with the name is a copy that can be used. PostgreSQL has tools of its own for this (``pg_dump``, ``pg_restore``).
"""

from __future__ import annotations

import contextlib
import os
import secrets
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from bot.errors import CommandError
from bot.storage.database import trouble_told
from bot.storage.presence import alone
from bot.storage.schema import known_revisions, stored_revision
from bot.storage.tables import metadata


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


def restore(copy: Path, database: Path) -> Checked:
    """Puts a copy where the bot's database is to be: no bot may run on it, and there may be no file.

    Raises ``NotCopied`` then, and for a copy that is broken or of a newer release; ``StorageError``, ``OSError``.
    """
    if not copy.exists():
        raise NotCopied(f"Der er ingen sikkerhedskopi i {copy}.")
    database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with alone(database) as is_alone:
        if not is_alone:
            raise NotCopied("Botten kører på den database. Stop alle dens processer først.")
        for each in (database, *(database.with_name(f"{database.name}-{end}") for end in ("wal", "shm"))):
            if each.exists():
                raise NotCopied(f"{each} ligger der allerede. Flyt den væk først; der bliver ikke skrevet oven i den.")
        return _copied(copy, database)


def _copied(source: Path, goal: Path) -> Checked:
    if goal.exists():
        raise NotCopied(f"{goal} findes allerede. Vælg et andet navn; der bliver ikke skrevet oven i den.")
    unfinished = goal.with_name(f".{goal.name}.{secrets.token_hex(4)}")
    os.close(os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with trouble_told():
            with _opened(source, "mode=ro") as old, _opened(unfinished, "mode=rw") as new:
                old.backup(new)
                # One file alone: what stands in a -wal beside it would be left behind when it is moved.
                new.execute("PRAGMA journal_mode=DELETE")
            found = look_through(unfinished)
        _refuse_unusable(found, source)
        _keep_on_disk(unfinished)
        try:
            os.link(unfinished, goal)  # refuses, where a rename would write over what has come meanwhile
        except FileExistsError:
            raise NotCopied(f"{goal} findes allerede.") from None
    finally:
        unfinished.unlink(missing_ok=True)
    _keep_on_disk(goal.parent)
    return found


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
