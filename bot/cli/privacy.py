"""``teknologiradar privacy …``: what is kept about one person, as a list, as a file, and no more."""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import json
import logging
import os
import secrets
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import CommandError

if TYPE_CHECKING:
    from bot.editions.snapshot import Snapshot
    from bot.settings import Settings
    from bot.storage.person import Found
    from bot.storage.store import Store

Say = Callable[[str], None]
Command = Callable[[argparse.Namespace, "Settings", Say], None]

YES = "ja"
"""What is typed to erase."""


SCRUBBED_WITHIN = 30.0
"""Seconds that a command waits for others to let go of SQLite's files."""

STILL_IN_FILES = (
    "Ordene kan stadig stå i databasens filer (-wal), fordi andre læser i den lige nu. Botten tømmer dem, næste gang "
    "noget bliver slettet, og når den starter."
)


class NotDone(CommandError):
    """It cannot be done like this; ``str()`` is a Danish sentence that says why."""


def add_commands(privacy: argparse.ArgumentParser, run: Callable[[argparse.Namespace], None]) -> None:
    """What each command takes; ``run`` is called with the command as ``command``."""
    privacy.set_defaults(run=run)
    commands = privacy.add_subparsers(required=True, metavar="HVAD")
    table = commands.add_parser("table", help="alt, hvad der bliver gemt, hvorfor og hvor længe")
    table.set_defaults(command=print_table)
    for name, command, words in (
        ("list", show, "hvad der er gemt om en person"),
        ("export", export, "det samme med ordene, som JSON"),
        ("erase", erase, "slet det"),
    ):
        parser = commands.add_parser(name, help=words)
        parser.set_defaults(command=command)
        parser.add_argument("--tenant", required=True, metavar="ID", help="organisationens id i Entra")
        who = parser.add_mutually_exclusive_group(required=True)
        who.add_argument("--name", metavar="NAVN", help="navnet, som det sidst stod i Teams; flere fund bliver listet")
        who.add_argument("--entra", metavar="ID", help="personens objekt-id i Entra")
        who.add_argument("--person", metavar="ID", help="personens id i botten (29:…)")
        if command is export:
            parser.add_argument("-o", dest="output", type=Path, metavar="FIL.json", help="ellers på skærmen")
        if command is erase:
            parser.add_argument("--yes", action="store_true", help="spørg ikke")


def print_table(parsed: argparse.Namespace, settings: Settings, say: Say) -> None:
    """All that is kept of anybody, why, where and how long, as a table in Markdown: for the record of processing."""
    from bot.storage.retention import as_markdown

    say(as_markdown().rstrip())


def show(parsed: argparse.Namespace, settings: Settings, say: Say) -> None:
    """Who is found, and what is kept about each. Raises ``NotDone``, ``StorageError``."""

    async def work(store: Store, snapshot: Snapshot) -> None:
        for found in await _found(store, parsed):
            say(_listed(found, snapshot))

    asyncio.run(with_store(settings, work))


def export(parsed: argparse.Namespace, settings: Settings, say: Say) -> None:
    """All of it as JSON. Raises ``NotDone``, ``StorageError``, ``OSError``."""

    async def work(store: Store, snapshot: Snapshot) -> None:
        found = _the_one(await _found(store, parsed), snapshot)
        kept = await store.people.export(parsed.tenant, found.person.id)
        written = json.dumps(kept, ensure_ascii=False, indent=2)
        if parsed.output is None:
            say(written)
        else:
            _write(parsed.output, written)
            say(f"Skrev {parsed.output}. Filen har alt, der er gemt om personen: pas på den, og slet den igen.")

    asyncio.run(with_store(settings, work))


def erase(parsed: argparse.Namespace, settings: Settings, say: Say) -> None:
    """The list, the question, and then it is gone. Raises ``NotDone``, ``StorageError``."""
    from bot.storage.person_erasure import EraseChange
    from bot.turns.erasing.turns import screens, tell
    from bot.turns.repeats import nonce
    from dialogs.texts import erasing as words

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")

    async def work(store: Store, snapshot: Snapshot) -> None:
        found = _the_one(await _found(store, parsed), snapshot)
        say(_listed(found, snapshot))
        if not found.mine.can_go:
            raise NotDone("Der er ikke noget, der kan slettes.")
        for line in (words.IN_GROUPS, words.NOT_REACHED, words.KOMMUNEN_DECIDES):
            say(line)
        if not parsed.yes and not _agreed():
            raise NotDone("Intet er slettet.")
        shown = screens(snapshot, lambda: nonce(dt.datetime.now(dt.UTC), secrets.token_urlsafe(12)))
        change = EraseChange(parsed.tenant, found.person.id, found.mine, shown)
        if not await store.people.erase(change, dt.datetime.now(dt.UTC)):
            raise NotDone("Der er kommet noget til imens, så intet er slettet. Kør kommandoen igen.")
        tell(found.mine, "by an operator")
        say("Det er slettet.")
        if found.mine.stays:
            say(words.WHY_ANSWERS_STAY)
        if not await store.scrubbed(SCRUBBED_WITHIN):
            say(STILL_IN_FILES)

    asyncio.run(with_store(settings, work))


async def with_store(settings: Settings, work: Callable[[Store, Snapshot], Awaitable[None]]) -> None:
    """Does something with the bot's database, and with what is live in it. Raises ``NotDone``."""
    from bot.editions.live import Editions
    from bot.editions.snapshot import live_bundle, starting
    from bot.pictures.pictures import Pictures
    from bot.storage.database import StorageError
    from bot.storage.store import Store
    from radar_core.editions.catalog import load_catalog
    from radar_core.editions.shipped import DATA_DIR

    catalog = load_catalog(DATA_DIR)
    live = live_bundle(catalog, settings, local=False)
    drawn = Pictures()
    try:
        store = Store(settings.database_url, there=True)
    except StorageError as failed:
        raise NotDone(f"{failed.sentence} Intet er ændret.") from None
    try:
        await store.open()
        # What is live and what older reflections are pinned to: the cards that stand for all are made of it.
        editions = Editions(store.editions, starting(catalog, live), {}, False, drawn.prepare, drawn.unfit)
        await editions.open()
        try:
            await work(store, editions.snapshot)
        finally:
            await editions.close()
    except StorageError as failed:
        raise NotDone(f"{failed.sentence} Intet er ændret.") from None
    finally:
        await store.close()


async def _found(store: Store, parsed: argparse.Namespace) -> Sequence[Found]:
    if parsed.person is not None:
        found = await store.people.by_id(parsed.tenant, parsed.person)
        if found[0].mine.is_nothing:
            raise NotDone("Der er ikke gemt noget om det id i den organisation.")
        return found
    if parsed.entra is not None:
        if found := await store.people.by_entra(parsed.tenant, parsed.entra):
            return found
        raise NotDone(
            "Ingen fundet. Id'et fra Entra kendes kun, hvor personen har været med under navn, og ikke fra før botten "
            "begyndte at kende det. Prøv --name."
        )
    if found := await store.people.by_name(parsed.tenant, parsed.name):
        return found
    raise NotDone("Ingen fundet med det navn i den organisation. Prøv en del af navnet, --entra eller --person.")


def _the_one(found: Sequence[Found], snapshot: Snapshot) -> Found:
    if len(found) > 1:
        listed = "\n".join(_listed(each, snapshot) for each in found)
        raise NotDone(f"{listed}\nFlere passer. Vælg en af dem med --person.")
    return found[0]


def _listed(found: Found, snapshot: Snapshot) -> str:
    from bot.cards.erasing import lines
    from bot.channels.terminal import plain
    from dialogs.texts import erasing as words

    said = [element["text"] for element in lines(found.mine, snapshot.live)] or [words.NOTHING]
    return "\n".join([f"{found.person.name or '(intet navn)'}  --person {found.person.id}", *map(plain, said), ""])


def _agreed() -> bool:
    try:
        return input(f"Slet det? Skriv {YES}: ").strip().casefold() == YES
    except EOFError:
        return False


def _write(path: Path, words: str) -> None:
    """Only its owner may read it."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(words + "\n")
