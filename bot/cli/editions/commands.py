"""``teknologiradar editions …``: what KL's editors make, check, sign, send and set live; each command stands alone."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.cli.editions.sources import Workshop
    from bot.settings import Settings

Say = Callable[[str], None]
Command = Callable[[argparse.Namespace, "Settings", Say], None]
SHORTEST_HASH = 6
"""Digits that a shortened hash has at least."""


def add_commands(editions: argparse.ArgumentParser, run: Callable[[argparse.Namespace], None]) -> None:
    """What each command takes; ``run`` is called with the command as ``command``."""
    editions.set_defaults(run=run)
    commands = editions.add_subparsers(required=True, metavar="HVAD")

    def add(name: str, command: Command, words: str) -> argparse.ArgumentParser:
        parser = commands.add_parser(name, help=words)
        parser.set_defaults(command=command)
        return parser

    def add_data(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--data", type=Path, metavar="MAPPE", help="mappe med teknologier, fagområder osv.")

    def add_facts(parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--om", action="append", default=[], metavar="FELT=VÆRDI", help="om udgaven, når regnearket ikke siger det"
        )

    def add_key(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--key", type=Path, required=True, metavar="NØGLEFIL")
        add_passphrase(parser)

    def add_passphrase(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--passphrase-file", type=Path, metavar="FIL", help="kodeordet; ellers bliver du spurgt")

    def add_removed(parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--fjern", nargs="+", action="extend", default=[], metavar="ID", help="det, der forsvinder med vilje"
        )

    def add_all(parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--alt", action="store_true", help="alle ændringer, en på hver linje; ellers bliver de fleste talt"
        )

    listing = add("list", list_editions, "de udgaver, der er: her, eller hos en bot")
    listing.add_argument("url", nargs="?", metavar="ADRESSE", help="bottens adresse")
    add_data(listing)

    empty = add("template", write_template, "et tomt regneark at udfylde")
    empty.add_argument("-o", dest="output", type=Path, required=True, metavar="FIL.xlsx")
    add_data(empty)

    importing = add("import", import_sheet, "et regneark som udgavefil")
    importing.add_argument("file", type=Path, metavar="FIL.xlsx|csv")
    importing.add_argument("-o", dest="output", type=Path, required=True, metavar="FIL.yaml")
    add_facts(importing)
    add_data(importing)

    checking = add("check", check, "alle fejl i et regneark, en udgavefil eller en udgave")
    checking.add_argument("file", type=Path, metavar="FIL")
    add_facts(checking)
    add_data(checking)

    comparing = add("diff", compare, "hvad der er ændret fra A til B: udgavers id'er eller filer")
    comparing.add_argument("before", metavar="A")
    comparing.add_argument("after", metavar="B")
    add_all(comparing)
    add_data(comparing)

    making = add("keygen", make_key, "en ny nøgle at underskrive med")
    making.add_argument("-o", dest="output", type=Path, required=True, metavar="NØGLEFIL")
    add_passphrase(making)

    signing = add("sign", sign, "en udgave med underskrift")
    signing.add_argument("file", type=Path, metavar="FIL")
    add_key(signing)
    signing.add_argument("-o", dest="output", type=Path, metavar="FIL.signed")
    signing.add_argument("--revision", type=int, metavar="N", help="udgavens nummer blandt dem med samme id; ellers 1")
    add_removed(signing)
    add_facts(signing)
    add_data(signing)

    pushing = add("push", push, "send en underskrevet udgave til en bot; den gælder ikke endnu")
    pushing.add_argument("file", type=Path, metavar="FIL.signed")
    pushing.add_argument("url", metavar="ADRESSE")

    activating = add("activate", activate, "gør en udgave, som botten har, gældende")
    activating.add_argument("bundle", metavar="UDGAVE", help="navn som 2020-r2, eller begyndelsen af dens SHA-256")
    activating.add_argument("url", metavar="ADRESSE")
    add_key(activating)
    activating.add_argument("--note", default="", metavar="TEKST", help="hvorfor, til historien")

    taking = add(
        "take-back", take_back, "efter at en nøgle er fjernet: tag det tilbage, der blev gjort gældende med den"
    )
    taking.add_argument("serial", type=int, metavar="SERIENUMMER", help="det første, der skal tages tilbage")
    taking.add_argument("--note", default="", metavar="TEKST", help="hvorfor, til historien")

    publishing = add("publish", publish, "det hele: fra regneark eller udgavefil, til udgaven gælder")
    publishing.add_argument("file", type=Path, metavar="FIL.xlsx|csv|yaml")
    publishing.add_argument("url", metavar="ADRESSE")
    add_key(publishing)
    publishing.add_argument("--note", default="", metavar="TEKST", help="hvorfor, til historien")
    publishing.add_argument("--yes", action="store_true", help="gør den gældende uden at spørge")
    add_all(publishing)
    add_removed(publishing)
    add_facts(publishing)
    add_data(publishing)


def list_editions(parsed: argparse.Namespace, settings: Settings, say: Say) -> None:
    """The editions of the data folder; with an address what is live there, and what happened."""
    if parsed.url:
        from bot.cli.editions.client import EditionServer
        from bot.cli.editions.table import table_of

        say(table_of(EditionServer(parsed.url).state()))
        return
    for bundle in _workshop(parsed, settings).catalog().bundles:
        edition = bundle.edition
        placed = len(edition.placements)
        say(f"{edition.id:<14} {edition.status.value:<16} {placed:>4} placeringer  {edition.title}")


def write_template(parsed: argparse.Namespace, settings: Settings, say: Say) -> None:
    """The empty sheet; never over one that may have been filled in."""
    from bot.cli.editions.sources import CannotRead
    from radar_core.sheets.edition_template import template

    content = template(_workshop(parsed, settings).names())
    try:
        with parsed.output.open("xb") as file:
            file.write(content)
    except FileExistsError:
        raise CannotRead(f"{parsed.output} findes allerede og bliver ikke overskrevet. Vælg et andet navn.") from None
    say(f"Skrev {parsed.output}. Begynd med arket »Sådan gør du«.")


def import_sheet(parsed: argparse.Namespace, settings: Settings, say: Say) -> None:
    """An edition file from a spreadsheet."""
    from bot.cli.editions.sources import CannotRead, SourceKind, read_source

    source = read_source(parsed.file)
    if source.kind is not SourceKind.SHEET:
        raise CannotRead(f"{parsed.file} er ikke et regneark: jeg kan læse .xlsx, .xlsm og .csv.")
    reading = _workshop(parsed, settings).edition_of(source)
    for note in reading.notes:
        say(note)
    parsed.output.write_bytes(reading.edition)
    say(f"Skrev {parsed.output}.")


def check(parsed: argparse.Namespace, settings: Settings, say: Say) -> None:
    """Every fault of a file, whatever it is."""
    from bot.cli.editions.sources import CannotRead, SourceKind, check_pictures, check_signature, named, read_source
    from radar_core.editions.catalog import check_edition_file

    workshop, source = _workshop(parsed, settings), read_source(parsed.file)
    if source.kind is SourceKind.EDITION:
        if faults := check_edition_file(parsed.file, workshop.data_dir):
            raise CannotRead("\n".join(map(str, faults)))
        workshop.check_new(source)
        check_pictures(parsed.file, workshop.bundle_file(source).bundle)
        say(f"{parsed.file}: ingen fejl.")
        return
    if source.kind is SourceKind.SHEET:
        for note in workshop.edition_of(source).notes:
            say(note)
        workshop.check_new(source)
    if source.kind is SourceKind.SIGNED:
        say(check_signature(source, settings.kl_public_keys))
    found = workshop.bundle_file(source)
    check_pictures(parsed.file, found.bundle)
    shown = "" if source.kind is SourceKind.SHEET else f" Det er {named(found, source.content)}."
    say(f"{parsed.file}: ingen fejl.{shown}")


def compare(parsed: argparse.Namespace, settings: Settings, say: Say) -> None:
    """What changes from one edition to another, the rings first."""
    from bot.cli.editions.review import review

    workshop = _workshop(parsed, settings)
    for line in review(workshop.bundle(parsed.before), workshop.bundle(parsed.after), everything=parsed.alt):
        say(line)


def make_key(parsed: argparse.Namespace, settings: Settings, say: Say) -> None:
    """A new key file, and the public key with where it goes."""
    from bot.cli.editions.keys import make_key as make
    from radar_core.push.signing import read_public_keys

    public = make(parsed.output, parsed.passphrase_file)
    (name,) = read_public_keys([public])
    say(f"Skrev nøglefilen {parsed.output}. Den er hemmelig: gem den og kodeordet hver sit sted, og send den aldrig.")
    say(f"Nøglens id: {name}")
    say(f"Offentlig nøgle: {public}")
    say("Den offentlige nøgle er ikke hemmelig. Giv den til den, der driver botten: den skal stå i indstillingen")
    say("TR_KL_PUBLIC_KEYS, med komma imellem og mindst én nøgle mere.")


def sign(parsed: argparse.Namespace, settings: Settings, say: Say) -> None:
    """A bundle file with its envelope; an edition file or spreadsheet is made into a bundle first."""
    from bot.cli.editions.keys import open_key, read_key_bytes
    from bot.cli.editions.removals import removed_of
    from bot.cli.editions.sources import CannotRead, SourceKind, named, read_source
    from radar_core.editions.bundle import read_bundle
    from radar_core.push.signing import sign as signed

    pem, workshop, source = read_key_bytes(parsed.key), _workshop(parsed, settings), read_source(parsed.file)
    if source.kind in (SourceKind.BUNDLE, SourceKind.SIGNED):
        if parsed.revision is not None or parsed.fjern or parsed.om:
            raise CannotRead(
                f"{parsed.file} er allerede en færdig udgave. "
                "--revision, --fjern og --om er til en udgave, der skal laves."
            )
        content = source.content
    else:
        reading = workshop.edition_of(source)
        workshop.check_new(source)
        for note in reading.notes:
            say(note)
        removed = removed_of(parsed.fjern, workshop.names())
        revision = 1 if parsed.revision is None else parsed.revision
        content = workshop.bundle_bytes(reading.edition, str(parsed.file), revision, removed)
    found = read_bundle(content, str(parsed.file))
    output = parsed.output or parsed.file.with_name(f"{found.name}.signed")
    output.write_bytes(signed(content, open_key(pem, parsed.passphrase_file)))
    say(f"Skrev {output}: {named(found, content)}.")


def push(parsed: argparse.Namespace, settings: Settings, say: Say) -> None:
    """Sends a signed bundle; nothing is live of it yet."""
    from bot.cli.editions.client import EditionServer
    from bot.cli.editions.sources import signed_source
    from radar_core.editions.bundle import bundle_hash

    server, source = EditionServer(parsed.url), signed_source(parsed.file)
    ack = server.push(source.data, bundle_hash(source.content))
    again = " Den lå der i forvejen." if ack.repeat else ""
    say(f"Modtaget (ACK): {ack.name}, SHA-256 {ack.hash}.{again} Den gælder ikke endnu.")


def activate(parsed: argparse.Namespace, settings: Settings, say: Say) -> None:
    """Sets a bundle that the bot has live, and waits for every process."""
    from bot.cli.editions.client import EditionServer
    from bot.cli.editions.keys import read_key_bytes
    from bot.cli.editions.publish import go_live, open_known_key, signed_activation

    server, pem = EditionServer(parsed.url), read_key_bytes(parsed.key)
    state = server.state()
    target = state.find(parsed.bundle, SHORTEST_HASH)
    serial = state.live.serial + 1
    key = open_known_key(pem, parsed.passphrase_file, state, server)
    go_live(server, signed_activation(key, target.hash, serial, parsed.note), serial, say)


def take_back(parsed: argparse.Namespace, settings: Settings, say: Say) -> None:
    """Takes activations of a revoked key out of the bot's own database."""
    from bot.cli.editions.revoking import take_back as taken_back

    taken_back(settings, parsed.serial, parsed.note, say)


def publish(parsed: argparse.Namespace, settings: Settings, say: Say) -> None:
    """Makes the edition of a file live on a bot."""
    from bot.cli.editions.client import EditionServer
    from bot.cli.editions.publish import Wish
    from bot.cli.editions.publish import publish as publish_edition

    wish = Wish(parsed.file, parsed.key, parsed.passphrase_file, parsed.note, parsed.yes, parsed.fjern, parsed.alt)
    publish_edition(wish, _workshop(parsed, settings), EditionServer(parsed.url), say, _ask)


def _workshop(parsed: argparse.Namespace, settings: Settings) -> Workshop:
    from bot.cli.editions.sources import Workshop, facts_of

    return Workshop(parsed.data or settings.data_dir, facts_of(getattr(parsed, "om", [])))


def _ask(question: str) -> str:
    """What the person answers; nothing where there is nobody to answer."""
    try:
        return input(question)
    except (EOFError, KeyboardInterrupt):
        return ""
