"""From a spreadsheet to what every process shows: six steps, each told in a line; nothing is sent before a yes.

All that would stop it is looked at before the editor is shown what changes and is asked: nobody reads a list in vain.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.editions.client import EditionServer, State, Unreachable
from bot.cli.editions.keys import open_key, read_key_bytes
from bot.cli.editions.removals import as_arguments, chosen, is_nothing, told, without
from bot.cli.editions.review import review
from bot.cli.editions.sources import CannotRead, SourceKind, Workshop, check_pictures, named, read_source
from bot.cli.editions.table import live_words, when
from bot.errors import CommandError
from radar_core.editions.bundle import NOTHING, BundleFile, Removed, bundle_hash, read_bundle
from radar_core.editions.refusal import EditionRefused
from radar_core.editions.removals import undeclared, vanished
from radar_core.errors import DataError
from radar_core.model import Bundle
from radar_core.push.activation import Activation, write_activation
from radar_core.push.admission import NOT_IN_PRODUCTION
from radar_core.push.signing import key_id, sign

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

Say = Callable[[str], None]
Ask = Callable[[str], str]
"""Shows a question and returns what the person answers; empty where there is nobody."""

YES, REMOVE = "ja", "fjern"
"""What is typed to go on, and to let go of what vanishes."""


class NotPublished(CommandError):
    """The edition did not go live everywhere; ``str()`` says in Danish why, and what has happened."""


@dataclass(frozen=True)
class Wish:
    """What the editor asks for."""

    file: Path
    key: Path
    passphrase_file: Path | None = None
    note: str = ""
    is_answered: bool = False
    """Yes has been said beforehand; what vanishes must then be listed in ``removed``."""
    removed: Sequence[str] = ()
    shows_all: bool = False
    """Every change is told, and none is counted."""


def publish(wish: Wish, workshop: Workshop, server: EditionServer, say: Say, ask: Ask) -> None:
    """Makes the edition of a file live on a bot. Raises ``RadarError``: ``NotPublished`` and those of its parts."""
    pem = read_key_bytes(wish.key)
    edition = _read(wish, workshop, say)
    draft = _made(workshop, edition, wish, 1, NOTHING)
    state = server.state()
    if state.is_swapping:
        raise NotPublished(f"Botten på {server.url} er ved at skifte udgave. Intet er sendt. Prøv igen om lidt.")
    _written(state.live.serial + 1, draft[0].bundle.sha256, wish.note)  # what cannot be written is told before the list
    say(f"2/6 I drift på {server.url} nu: {live_words(state)}.")
    live = _live_bundle(server, state, workshop)
    if live is not None and state.live.serial and replace(draft[0].bundle, sha256="") == replace(live, sha256=""):
        say("Det er præcis den udgave, der gælder nu. Du behøver ikke gøre mere.")
        return
    check_status(draft[0], server)
    gone = _gone(wish, draft[0], live, state)
    key = open_known_key(pem, wish.passphrase_file, state, server)
    removed = _removed(wish, draft[0], live, gone, say, ask)
    made, content = _numbered(workshop, edition, wish, removed, state)
    say(f"3/6 Udgaven er gjort klar: {named(made, content)}.")
    if not wish.is_answered and ask("Skal udgaven gælde fra nu af? (ja/nej) ").strip().lower() != YES:
        raise NotPublished("Afbrudt. Intet er sendt, og intet er ændret.")
    _check_unchanged(server, state)
    serial = state.live.serial + 1
    envelope, activation = sign(content, key), signed_activation(key, made.bundle.sha256, serial, wish.note)
    say(f"4/6 Udgaven er underskrevet med nøglen {key_id(key.public_key())}.")
    if any(bundle.hash == made.bundle.sha256 for bundle in state.bundles):
        say("5/6 Udgaven ligger hos botten i forvejen.")
    else:
        server.push(envelope, made.bundle.sha256)
        say("5/6 Udgaven er sendt, kontrolleret og modtaget (ACK).")
    go_live(server, activation, serial, say, "6/6 ")


def open_known_key(pem: bytes, passphrase_file: Path | None, state: State, server: EditionServer) -> Ed25519PrivateKey:
    """The private key, if the bot takes its signature. Raises ``BadKey``, ``NoPassphrase``, ``NotPublished``."""
    key = open_key(pem, passphrase_file)
    name = key_id(key.public_key())
    if state.keys is not None and name not in state.keys:
        raise NotPublished(
            f"Botten på {server.url} kender ikke nøglen {name}. Intet er sendt. Spørg dem, der driver botten, om din "
            "offentlige nøgle står i TR_KL_PUBLIC_KEYS."
        )
    return key


def signed_activation(key: Ed25519PrivateKey, sha256: str, serial: int, note: str) -> bytes:
    """The signed decision that a bundle is live from now. Raises ``NotPublished`` for a note that cannot be written."""
    return sign(_written(serial, sha256, note), key)


def go_live(server: EditionServer, activation: bytes, serial: int, say: Say, step: str = "") -> None:
    """Sends the activation and waits for every process. Raises ``Nack``, ``Unreachable``, ``NotPublished``."""
    ack = server.activate(activation)
    say(f"{step}{ack.name} gælder nu med serienummer {serial} (ACK). Venter på botten …")
    try:
        state = server.followed(serial)
    except Unreachable as unreachable:
        raise NotPublished(f"{ack.name} gælder nu, men botten svarer ikke. {unreachable}") from None
    behind = state.behind(serial)
    for process in state.processes:
        is_behind = process in behind
        words = f", viser ikke den nye udgave endnu, sidst hørt {when(process.at)}" if is_behind else ""
        say(f"    Proces {process.process}: serienummer {process.serial}{words}")
    if behind or not state.processes:
        raise NotPublished(
            f"{ack.name} gælder nu, men {len(behind)} af {len(state.processes)} processer viser ikke den nye udgave "
            f"endnu efter {server.followed_within:.0f} sekunder. Se med »teknologiradar editions list {server.url}«."
        )
    say(f"{ack.name} gælder nu overalt.")


def _written(serial: int, sha256: str, note: str) -> bytes:
    """The decision, not signed yet. Raises ``NotPublished`` for a note that cannot be written."""
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    try:
        return write_activation(Activation(serial, sha256, now, unicodedata.normalize("NFC", note).strip()))
    except EditionRefused as refused:
        raise NotPublished("\n".join([*refused.reasons, "Intet er sendt."])) from None


def _read(wish: Wish, workshop: Workshop, say: Say) -> bytes:
    """The edition file's bytes."""
    source = read_source(wish.file)
    if source.kind in (SourceKind.BUNDLE, SourceKind.SIGNED):
        raise CannotRead(
            f"{wish.file} er en {source.kind.value} og allerede færdig. Brug »editions sign«, »push« og »activate«."
        )
    reading = workshop.edition_of(source)
    workshop.check_new(source)
    check_pictures(wish.file, _made(workshop, reading.edition, wish, 1, NOTHING)[0].bundle)
    for note in reading.notes:
        say(f"    {note}")
    say(f"1/6 {wish.file} er læst og kontrolleret: ingen fejl.")
    return reading.edition


def _made(workshop: Workshop, edition: bytes, wish: Wish, revision: int, removed: Removed) -> tuple[BundleFile, bytes]:
    content = workshop.bundle_bytes(edition, str(wish.file), revision, removed)
    return read_bundle(content, str(wish.file)), content


def _live_bundle(server: EditionServer, state: State, workshop: Workshop) -> Bundle | None:
    """What is live: as it was pushed, else as it came with the bot; None where neither is at hand."""
    content = server.content(state.live.hash)
    if content is not None:
        try:
            return read_bundle(content, state.live_name).bundle
        except DataError:
            return None
    if state.live.serial:
        return None
    shipped = workshop.catalog().bundles
    same = [b for b in shipped if b.sha256 == state.live.hash] or [
        b for b in shipped if b.edition.id == state.live.edition
    ]
    return same[0] if same else None


def check_status(draft: BundleFile, server: EditionServer) -> None:
    """Only a bot on one's own machine shows what is made up or a draft. Raises ``NotPublished``."""
    status = draft.bundle.edition.status
    if server.url.lower().startswith("https:") and status in NOT_IN_PRODUCTION:
        raise NotPublished(
            f"Udgaven har status »{status.value}« og kan ikke gøres gældende på {server.url}. Intet er sendt."
        )


def _check_unchanged(server: EditionServer, seen: State) -> None:
    """What the yes was said to is still what is live; what comes after this is stopped by the serial."""
    now = server.state()
    if now.live != seen.live:
        raise NotPublished(
            f"Imens er {live_words(now)} gjort gældende. Kør kommandoen igen, så du ser, hvad der nu bliver "
            "ændret. Intet er sendt."
        )


def _gone(wish: Wish, draft: BundleFile, live: Bundle | None, state: State) -> Removed:
    """What vanishes and must be confirmed. Raises ``NotPublished`` for an id that has changed, ``NotRemoved``."""
    if live is None or not state.live.serial:
        # What came with the bot is no promise of KL's: the first edition may leave out what it likes.
        gone = NOTHING
    else:
        gone = vanished(draft.bundle, live)
        if renamed := undeclared(replace(draft, removed=gone), live):
            raise NotPublished("\n".join([*(fault.message for fault in renamed), "Intet er sendt."]))
    chosen(wish.removed, gone)
    return gone


def _removed(wish: Wish, draft: BundleFile, live: Bundle | None, gone: Removed, say: Say, ask: Ask) -> Removed:
    """Shows what changes, and returns what the editor says is to vanish."""
    if live is None:
        say("    Den udgave, der gælder nu, kan ikke hentes herfra, så ændringerne kan ikke vises.")
        return gone
    say("    Det her bliver ændret:")
    for line in review(live, draft.bundle, everything=wish.shows_all):
        say(f"    {line}")
    left = without(gone, chosen(wish.removed, gone))
    if is_nothing(left):
        return gone
    say("    Det her forsvinder:")
    for line in told(left, live):
        say(f"    - {line}")
    if wish.is_answered:
        raise NotPublished(
            f"Det, der forsvinder, skal nævnes: tilføj --fjern {as_arguments(left)}\n"
            "Intet er sendt, og intet er ændret."
        )
    if ask(f"Skriv {REMOVE}, hvis det skal forsvinde: ").strip().lower() != REMOVE:
        raise NotPublished("Afbrudt. Intet er sendt, og intet er ændret.")
    return gone


def _numbered(
    workshop: Workshop, edition: bytes, wish: Wish, removed: Removed, state: State
) -> tuple[BundleFile, bytes]:
    """The bundle under the revision that has exactly these bytes already, else under the next free one."""
    edition_id = _made(workshop, edition, wish, 1, NOTHING)[0].bundle.edition.id
    highest = 0
    for pushed in state.bundles:
        name, _, number = pushed.name.rpartition("-r")
        if name != edition_id or not number.isdecimal():
            continue
        highest = max(highest, int(number))
        # What has been live may be taken back without a list of what vanishes.
        for variant in (removed, NOTHING) if pushed.been_live else (removed,):
            made, content = _made(workshop, edition, wish, int(number), variant)
            if bundle_hash(content) == pushed.hash:
                return made, content
    return _made(workshop, edition, wish, highest + 1, removed)
