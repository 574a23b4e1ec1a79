"""``teknologiradar snapshot`` and ``protocol``: files to take along, written without Teams."""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import logging
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.at_hand import AtHand
from bot.errors import CommandError, FileNotWritten
from bot.files.formats import FileFormat
from dialogs.people import Person

if TYPE_CHECKING:
    from bot.editions.snapshot import Snapshot
    from bot.files.writing import Document
    from bot.settings import Settings
    from bot.storage.store import Store

Say = Callable[[str], None]

log = logging.getLogger(__name__)


class NotTakenAlong(CommandError):
    """There is no such file; ``str()`` is a Danish sentence that says why."""


def add_snapshot(snapshot: argparse.ArgumentParser) -> None:
    """What the one command takes."""
    snapshot.add_argument("fagomraader", metavar="FAGOMRÅDE", nargs="*", help="et eller flere; ellers alle")
    snapshot.add_argument("--edition", metavar="ID", help="udgave; ellers den, der er i luften")
    snapshot.add_argument("--case", metavar="NR", default="", help="sagsnummer, til filen ved siden af en PDF")
    snapshot.add_argument("-o", dest="output", type=Path, required=True, metavar="FIL.pptx|pdf|png|csv")


def add_protocol(protocol: argparse.ArgumentParser) -> None:
    """What the other takes."""
    protocol.add_argument("reflection", metavar="ID", help="refleksionens id: se privacy export")
    protocol.add_argument("--tenant", required=True, metavar="ID", help="organisationens id i Entra")
    seen = protocol.add_mutually_exclusive_group(required=True)
    seen.add_argument("--as", dest="person", metavar="ID", help="det, denne person kan se (29:…)")
    seen.add_argument("--all", action="store_true", help="også svar, der ikke er vist; det bliver logget")
    protocol.add_argument("--case", metavar="NR", default="", help="kommunens sagsnummer")
    protocol.add_argument("-o", dest="output", type=Path, required=True, metavar="FIL.docx|pdf|xlsx|json")


def write_snapshot(output: Path, found: AtHand, fagomraader: Sequence[str], case_number: str, say: Say) -> None:
    """The snapshot of these fagområder (ids) as a file. Raises ``NotTakenAlong``, ``RadarError``, ``OSError``."""
    from bot.files.snapshot import snapshot_of

    _put(output, snapshot_of(found.bundle, fagomraader, dt.datetime.now(dt.UTC), found.before), case_number, say)


def write_protocol(parsed: argparse.Namespace, settings: Settings, say: Say) -> None:
    """The protocol of a reflection as a file. Raises ``NotTakenAlong``, ``StorageError``, ``OSError``."""
    from bot.cli.privacy import with_store
    from bot.files.protocol import protocol_of
    from bot.turns.beside import over_time_beside

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")

    async def work(store: Store, snapshot: Snapshot) -> None:
        tenant = parsed.tenant.casefold()
        reflection = await store.reflection(tenant, parsed.reflection)
        if reflection is None:
            raise NotTakenAlong("Der er ingen refleksion med det id i den organisation.")
        asker = Person("", "")
        if parsed.person is not None:
            [found] = await store.people.by_id(tenant, parsed.person)
            asker = found.person
            if not any(part.reflection == reflection.id for part in found.mine.parts):
                raise NotTakenAlong("Personen er ikke med i den refleksion og kan intet se af den.")
        kommune, fagomraade = reflection.kommune, reflection.fagomraade
        used = await store.kommune_use(tenant, kommune) if kommune else None
        own = used.radar(fagomraade) if used and used.kept and fagomraade else None
        bundle, now = snapshot.pinned(reflection), dt.datetime.now(dt.UTC)
        where = await store.conversation_of(tenant, reflection.id)
        shown = await over_time_beside(store, where, reflection, snapshot) if where else None
        case, full = parsed.case, parsed.all
        try:
            made = protocol_of(reflection, asker, now, bundle, own, shown, case_number=case, everything=full)
        except FileNotWritten as refused:
            raise NotTakenAlong(str(refused)) from None
        _put(parsed.output, made, parsed.case, say)
        if parsed.all:
            log.warning("a full protocol of a reflection was written by an operator: %s", reflection.id)

    asyncio.run(with_store(settings, work))


def _put(output: Path, document: Document, case_number: str, say: Say) -> None:
    from bot.files.metadata import metadata_of
    from bot.files.writing import FORMATS_OF, write

    formats = {fmt.suffix: fmt for fmt in FORMATS_OF[type(document)]}
    fmt = formats.get(output.suffix.lower())
    if fmt is None:
        names = ", ".join(formats)
        raise NotTakenAlong(f"Jeg kan skrive {names}, ikke »{output.suffix or output.name}«.")
    try:
        written = write(document, fmt)
    except FileNotWritten as failed:
        raise NotTakenAlong(str(failed)) from failed
    _keep(output, written.content)
    say(f"Skrev {output}")
    if fmt is FileFormat.PDF:
        beside = output.with_name(f"{output.name}.metadata.json")
        _keep(beside, metadata_of(document, case_number=case_number).content)
        say(f"Skrev {beside}")


def _keep(path: Path, content: bytes) -> None:
    """Only its owner may read it: a protocol holds what people wrote."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
