"""SQLite's file: its owner's alone from the first byte, erased where something is deleted, and known again.

SQLite goes on with a file that has been deleted or replaced, and what it then saves is gone. So what is open is
compared with what lies there, by device and inode, and its ``-wal`` with it.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sqlite3
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.encoding import encoded_text
from bot.errors import StorageError, Wrong

log = logging.getLogger(__name__)

STEP = 0.1
"""Seconds SQLite waits for another process in one go."""

SECURE_DELETE = 1
"""What is deleted is overwritten with zeros. Not FAST (2), which leaves what lay on pages that are freed."""

CACHE = 64 * 1024
"""Kibibytes of pages that a connection keeps in memory at most; SQLite's own 2 MB hold no country."""

CHECKPOINT = 4000
"""Pages in the ``-wal`` from which they are brought into the database: 16 MB; a page that changes often goes once."""

_WAL = "wal"


class SqliteFile:
    """One database file as it lies there now. Raises ``OSError`` where it cannot be made or kept to its owner."""

    def __init__(self, path: Path) -> None:
        self.path = path
        _make_folder(path.parent)
        _make_file(path)
        self._wal = path.with_name(f"{path.name}-wal")
        for each in (path, self._wal, path.with_name(f"{path.name}-shm")):
            _keep_private(each)
        self._names = str(path), str(self._wal)
        self._opened = _inode(self._names[0])
        self._is_away = False

    def engine(self) -> sa.Engine:
        """One connection, for one thread that is not the one which made it."""
        limits = {"timeout": STEP, "check_same_thread": False}
        url = f"sqlite:///{self.path}"
        engine = sa.create_engine(
            url, hide_parameters=True, json_serializer=encoded_text, poolclass=sa.StaticPool, connect_args=limits
        )
        self.prepare(engine)
        return engine

    def prepare(self, engine: sa.Engine) -> None:
        """Has every connection of an engine opened, begun and committed as it must be."""
        sa.event.listen(engine, "do_connect", self._before_connecting)
        sa.event.listen(engine, "connect", self._connected)
        sa.event.listen(engine, "begin", _begin)
        sa.event.listen(engine, "commit", lambda connection: self.check(connection.info))

    def check(self, info: MutableMapping[Any, Any] | None = None) -> None:
        """Raises ``StorageError`` where what lies there is not what is open; ``info`` is that of a connection.

        Asked before a commit and after it: then what is said to be saved lies in the file that is there.
        """
        wal = info.get(_WAL) if info else None
        is_away = _inode(self._names[0]) != self._opened or (wal is not None and _inode(self._names[1]) != wal)
        if is_away is not self._is_away:
            self._is_away = is_away
            if is_away:
                log.error("the database file was deleted, moved or replaced: nothing is saved; restart, or put it back")
            else:
                log.warning("the database file is back")
        if is_away:
            raise StorageError(wrong=Wrong.MOVED)

    def _before_connecting(self, *_: Any) -> None:
        # Or SQLite would make an empty file in its place.
        self.check()

    def _connected(self, connection: Any, record: Any) -> None:
        # Transactions are begun by us (below): the driver's own begin would take the write lock too late.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute(f"PRAGMA cache_size=-{CACHE}")
        cursor.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT}")
        # What is sorted does not go by way of a file that nobody overwrites.
        cursor.execute("PRAGMA temp_store=MEMORY")
        cursor.execute(f"PRAGMA secure_delete={SECURE_DELETE}")
        cursor.execute("PRAGMA secure_delete")
        if cursor.fetchone() != (SECURE_DELETE,):
            raise StorageError(wrong=Wrong.KEEPS)
        cursor.execute("SELECT count(*) FROM sqlite_master")  # from here on the -wal is open
        cursor.fetchall()
        cursor.close()
        record.info[_WAL] = _inode(self._names[1])


def truncate_wal(connection: sqlite3.Connection) -> bool:
    """Brings what is in the ``-wal`` into the database and empties it; False where somebody reads or writes just now.

    It waits for nobody, so nobody waits for it. The connection must not be in a transaction.
    """
    connection.execute("PRAGMA busy_timeout=0")
    try:
        is_busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        connection.execute(f"PRAGMA busy_timeout={round(STEP * 1000)}")
    return not is_busy


def rebuild(connection: sqlite3.Connection) -> None:
    """Writes the database anew, so that no page of it holds a piece of what was moved off it; all others wait."""
    connection.execute("VACUUM")


def begin_writing(connection: Any, tries: int) -> None:
    """Takes the lock for writing at once: one that is asked for later may never be given. It waits ``STEP`` a try."""
    cursor = connection.cursor()
    for left in reversed(range(tries)):
        try:
            cursor.execute("BEGIN IMMEDIATE")
            break
        except sqlite3.OperationalError as busy:
            if not left or busy.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
    cursor.close()


def _begin(connection: sa.Connection) -> None:
    # Reading needs no transaction.
    if tries := connection.get_execution_options().get("tries", 0):
        begin_writing(connection.connection, tries)


def _inode(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _make_folder(folder: Path) -> None:
    for missing in reversed([each for each in (folder, *folder.parents) if not each.exists()]):
        missing.mkdir(mode=0o700, exist_ok=True)


def _make_file(path: Path) -> None:
    # Never opened where it is there: to close it again would take away the locks SQLite has on it in this process.
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def _keep_private(path: Path) -> None:
    try:
        if os.name == "posix" and path.stat().st_mode & 0o077:
            path.chmod(0o600)
    except FileNotFoundError:
        pass
