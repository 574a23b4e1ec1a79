"""``teknologiradar database …``: looked through, copied, put back, moved to PostgreSQL."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import StorageError, Wrong

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.storage.backup import Checked

Say = Callable[[str], None]


def add_commands(database: argparse.ArgumentParser, run: Callable[[argparse.Namespace], None]) -> None:
    """What each command takes; ``run`` is called with the command as ``command``."""
    database.set_defaults(run=run)
    commands = database.add_subparsers(required=True, metavar="HVAD")
    check = commands.add_parser("check", help="er den hel, hvilket skema, hvor mange rækker")
    check.set_defaults(command=look)
    backup = commands.add_parser("backup", help="en kopi af SQLite-filen, også mens botten kører")
    backup.add_argument("file", type=Path, metavar="KOPI")
    backup.set_defaults(command=back_up)
    restore = commands.add_parser("restore", help="læg en kopi tilbage; botten skal være stoppet")
    restore.add_argument("file", type=Path, metavar="KOPI")
    restore.set_defaults(command=put_back)
    move = commands.add_parser("move", help="fra SQLite til PostgreSQL; botten skal være stoppet")
    move.add_argument("file", type=Path, metavar="SQLITE")
    move.add_argument("url", metavar="POSTGRES", help="postgresql+asyncpg://…; adgangskoden helst i PGPASSWORD")
    move.set_defaults(command=move_over)


def look(parsed: argparse.Namespace, settings: Settings, say: Say) -> None:
    """Says what is in the database. Raises ``NotCopied`` for one that is broken, ``StorageError``."""
    from bot.storage.backup import NotCopied, checked, look_through
    from bot.storage.database import Database, sqlite_path, trouble_told
    from bot.storage.schema import HEAD

    async def ask() -> Checked:
        database = Database(settings.database_url, there=True)
        try:
            if database.file is None:
                return await database.read(checked)
            with trouble_told():
                # By a connection of its own: what takes minutes must not be cut off as a turn would be.
                return await asyncio.to_thread(look_through, database.file)
        finally:
            await database.close()

    found = asyncio.run(ask())
    if found.revision is None and sqlite_path(settings.database_url) is None:
        say("Databasen er tom. Botten laver sine tabeller, når den starter.")
        return
    say(_listed(found))
    if found.faults:
        raise NotCopied("Databasen er ødelagt:\n" + "\n".join(found.faults[:20]))
    if found.revision != HEAD:
        say(f"Denne udgave af botten bruger skema {HEAD}. Den bringer databasen dertil, når den starter.")


def back_up(parsed: argparse.Namespace, settings: Settings, say: Say) -> None:
    """A copy as a new file. Raises ``NotCopied``, ``StorageError``, ``OSError``."""
    from bot.storage.backup import back_up as copied

    say(_listed(copied(_file(settings), parsed.file)))
    say(f"Skrev {parsed.file}. Den har alt, der er gemt om folk: kun dens ejer kan læse den, og det skal blive ved.")


def put_back(parsed: argparse.Namespace, settings: Settings, say: Say) -> None:
    """A copy becomes the database. Raises ``NotCopied``, ``StorageError``, ``OSError``."""
    from bot.storage.backup import restore

    file = _file(settings)
    say(_listed(restore(parsed.file, file)))
    say(f"{parsed.file} er lagt tilbage som {file}.")


def move_over(parsed: argparse.Namespace, settings: Settings, say: Say) -> None:
    """All of it to PostgreSQL. Raises ``NotCopied``, ``UnsafeStart``, ``StorageError``."""
    from bot.storage.moving import move

    rows = asyncio.run(move(parsed.file, parsed.url))
    say(_counted(rows))
    say("Alt er flyttet, talt og sammenlignet. Sæt TR_DATABASE_URL til den nye, og slet den gamle fil, når den kører.")


def _file(settings: Settings) -> Path:
    from bot.storage.backup import NotCopied
    from bot.storage.database import sqlite_path

    if (file := sqlite_path(settings.database_url)) is None:
        raise NotCopied("TR_DATABASE_URL er PostgreSQL. Brug pg_dump og pg_restore: se docs/drift.md.")
    return file


def _listed(found: Checked) -> str:
    if found.revision is None:
        raise StorageError(wrong=Wrong.NO_DATABASE)
    return f"Skema {found.revision}\n{_counted(found.rows)}"


def _counted(rows: Mapping[str, int]) -> str:
    return "\n".join(f"{count:>9}  {table}" for table, count in sorted(rows.items()))
