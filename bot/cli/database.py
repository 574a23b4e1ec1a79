"""``teknologiradar database …``: looked through, copied, put back, moved to PostgreSQL.

What was erased stays so: the list of erasures is written out, and done again in what is put back.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import StorageError, Wrong

if TYPE_CHECKING:
    import sqlalchemy as sa

    from bot.settings import Settings
    from bot.storage.backup import Checked
    from bot.storage.erasure_list import ErasureList

Say = Callable[[str], None]

_INCOMPLETE = "også selv om der mangler sletninger på listen"


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
    lists = restore.add_mutually_exclusive_group(required=True)
    lists.add_argument(
        "--erasures",
        type=Path,
        nargs="+",
        default=[],
        metavar="LISTE",
        help="hvad der er slettet siden kopien: den gamle databasefil, eller lister fra »database erasures«",
    )
    lists.add_argument("--no-erasures", action="store_true", help="der er ingen liste: det slettede kommer tilbage")
    restore.add_argument("--incomplete", action="store_true", help=_INCOMPLETE)
    restore.set_defaults(command=put_back)
    erasures = commands.add_parser("erasures", help="skriv listen over det, der er slettet, til en ny fil")
    erasures.add_argument("file", type=Path, metavar="LISTE")
    erasures.set_defaults(command=write_erasures)
    replay = commands.add_parser("replay", help="slet igen det, der er på en liste; botten skal være stoppet")
    replay.add_argument("files", type=Path, nargs="+", metavar="LISTE")
    replay.add_argument("--incomplete", action="store_true", help=_INCOMPLETE)
    replay.set_defaults(command=erase_again)
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
    """A copy becomes the database. Raises ``NotCopied``, ``NoErasures``, ``StorageError``, ``OSError``."""
    from bot.storage.backup import restore
    from bot.storage.erasure_files import read

    file = _file(settings)
    whole = None if parsed.no_erasures else read(parsed.erasures)
    put = restore(parsed.file, file, whole, incomplete=parsed.incomplete)
    say(_listed(put.found))
    say(f"{parsed.file} er lagt tilbage som {file}.")
    say(_told(whole, put.erased))


def write_erasures(parsed: argparse.Namespace, settings: Settings, say: Say) -> None:
    """The list as a new file, while the bot runs. Raises ``NoErasures``, ``StorageError``, ``OSError``."""
    from bot.storage.database import Database
    from bot.storage.erasure_files import NoErasures, write
    from bot.storage.erasure_list import kept
    from bot.storage.schema import HEAD, stored_revision

    def work(connection: sa.Connection) -> ErasureList:
        if stored_revision(connection) != HEAD:
            raise NoErasures("Databasen er fra en anden udgave af botten. Start denne udgave på den først.")
        return kept(connection, now)

    async def ask() -> ErasureList:
        database = Database(settings.database_url, there=True)
        try:
            return await database.read(work)
        finally:
            await database.close()

    now = dt.datetime.now(dt.UTC)
    whole = asyncio.run(ask())
    write(whole, parsed.file)
    since = f"siden {_day(whole.begins)}" if whole.begins else "siden botten begyndte"
    say(f"Skrev {parsed.file}: {_many(len(whole.erasures))} {since}. Læg den et andet sted end databasen.")


def erase_again(parsed: argparse.Namespace, settings: Settings, say: Say) -> None:
    """What is on the lists goes from the database. Raises ``NotCopied``, ``NoErasures``, ``StorageError``."""
    from bot.storage.backup import NotCopied, replay
    from bot.storage.database import Database
    from bot.storage.erasure_files import read
    from bot.storage.presence import alone
    from bot.storage.schema import PATIENCE, migrate

    whole = read(parsed.files)

    async def work() -> int:
        database = Database(settings.database_url, PATIENCE, there=True)
        try:
            with alone(database.file) if database.file else contextlib.nullcontext(True) as is_alone:
                if not is_alone:
                    raise NotCopied("Botten kører på den database. Stop alle dens processer først.")
                await migrate(database)
                count = await database.write(lambda it: replay(it, whole, incomplete=parsed.incomplete))
                await database.rebuild()
                await database.scrub()
                return count
        finally:
            await database.close()

    say(_told(whole, asyncio.run(work())))


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


def _told(whole: ErasureList | None, erased: int) -> str:
    if whole is None:
        return "Uden liste: det, der er slettet siden kopien, er kommet tilbage. Slet det igen, før botten starter."
    if whole.final or whole.damaged:
        return f"{_many(erased)} siden kopien er gjort igen."
    return (
        f"{_many(erased)} siden kopien er gjort igen. Listen er fra {_day(whole.written)}: det, der er slettet "
        "senere, er ikke på den."
    )


def _many(erasures: int) -> str:
    return "1 sletning" if erasures == 1 else f"{erasures} sletninger"


def _day(at: dt.datetime) -> str:
    return f"{at:%d-%m-%Y %H:%M} UTC"


def _counted(rows: Mapping[str, int]) -> str:
    return "\n".join(f"{count:>9}  {table}" for table, count in sorted(rows.items()))
