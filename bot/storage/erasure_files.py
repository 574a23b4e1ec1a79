"""The list of erasures as a small file, and as it stands in a database file that is to be replaced."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from bot.errors import CommandError
from bot.storage import erasure_list
from bot.storage.database import StorageError, trouble_told
from bot.storage.erasure_list import Erasure, ErasureList
from bot.storage.tables import erasures

FORMAT = "teknologiradar-sletninger"
VERSION = 1
"""Of the file; another is of another release, and is not guessed at."""

_SQLITE = b"SQLite format 3\0"
_SUBJECT = re.compile(r"[0-9a-f]{64}")


class NoErasures(CommandError):
    """The list of erasures cannot be used, and nothing is changed; ``str()`` is a Danish sentence that says why."""


def write(whole: ErasureList, goal: Path) -> None:
    """A new file that only its owner may read. Raises ``NoErasures`` where the goal is there, ``OSError``."""
    content = {
        "format": FORMAT,
        "version": VERSION,
        "begins": whole.begins.isoformat() if whole.begins else None,
        "written": whole.written.isoformat(),
        "erasures": sorted([each.subject, each.at.isoformat()] for each in whole.erasures),
    }
    try:
        opened = os.open(goal, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise NoErasures(f"{goal} findes allerede. Vælg et andet navn; der bliver ikke skrevet oven i den.") from None
    with os.fdopen(opened, "w", encoding="utf-8") as file:
        json.dump(content, file, indent=0)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())


def read(sources: Sequence[Path]) -> ErasureList:
    """One list of several files, each a list or a database of the bot's that is to be replaced.

    Raises ``NoErasures`` where any of them cannot be read to its end; ``OSError``.
    """
    return erasure_list.joined([_of_database(each) if _is_database(each) else _of_file(each) for each in sources])


def refuse_gap(whole: ErasureList, copied: dt.datetime | None, *, incomplete: bool) -> None:
    """Raises ``NoErasures`` where something may have been erased since a copy that is not on its list.

    Not where that is said to be known (``incomplete``).
    """
    if incomplete or whole.reaches(copied):
        return
    if whole.damaged:
        raise NoErasures(
            "Databasen med listen over sletninger er ødelagt, så der kan mangle nogle. Brug en liste, I har skrevet "
            "med »database erasures«, eller tilføj --incomplete, og gå jeres egne notater om sletninger igennem."
        )
    begins, since = (f"{each:%d-%m-%Y %H:%M} UTC" if each else "" for each in (whole.begins, copied))
    raise NoErasures(
        f"Kopien er fra {since}, og listen over sletninger begynder først {begins}. Det, der er slettet imellem, "
        "kommer tilbage. Brug en nyere kopi eller en ældre liste også, eller tilføj --incomplete, og gå jeres egne "
        "notater om sletninger igennem."
    )


def _is_database(source: Path) -> bool:
    if not source.exists():
        raise NoErasures(f"Der er ingen liste over sletninger i {source}.")
    with source.open("rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE


def _of_file(source: Path) -> ErasureList:
    try:
        content = json.loads(source.read_text("utf-8"))
        if content["format"] != FORMAT:
            raise ValueError("another format")
        if content["version"] != VERSION:
            raise NoErasures(f"{source} er fra en anden udgave af botten. Brug den udgave.")
        begins = _time(content["begins"]) if content["begins"] is not None else None
        return ErasureList(begins, _time(content["written"]), tuple(map(_erasure, content["erasures"])))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        # Why it cannot is not said: what stands in it is not to be in a log.
        raise NoErasures(f"{source} er ikke en liste over sletninger, eller den er ikke hel.") from None


def _erasure(row: Any) -> Erasure:
    subject, at = row
    if not _SUBJECT.fullmatch(subject):
        raise ValueError("no hash")
    return Erasure(subject, _time(at))


def _time(written: str) -> dt.datetime:
    time = dt.datetime.fromisoformat(written)
    if time.tzinfo is None:
        raise ValueError("a time without a zone")
    return time.astimezone(dt.UTC)


def _of_database(source: Path) -> ErasureList:
    engine = sa.create_engine(
        "sqlite://", creator=lambda: sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)
    )
    try:
        with trouble_told(), engine.connect() as connection:
            if not sa.inspect(connection).has_table(erasures.name):
                raise NoErasures(f"{source} har ingen liste over sletninger: den er fra en ældre udgave af botten.")
            damaged = _is_damaged(connection)
            lived = None if damaged else erasure_list.last_lived(connection)
            found = erasure_list.kept(connection, lived or erasure_list.NEVER)
            return replace(found, damaged=damaged, final=not damaged)
    except StorageError:
        raise NoErasures(f"{source} kan ikke læses, så det vides ikke, hvad der er slettet.") from None
    finally:
        engine.dispose()


def _is_damaged(connection: sa.Connection) -> bool:
    """Whether anything in a database is broken: the list in it may then be read and still lack something."""
    try:
        return connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() != "ok"
    except DatabaseError:
        return True
