"""The editor's key file: made, kept from others' eyes, and opened with its passphrase."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import CommandError
from radar_core.push.signing import BadKey, check_key_file, keygen, read_key_file

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

LARGEST_FILE = 10_000
"""Bytes of a key file or passphrase file; a real one is far smaller."""


class NoPassphrase(CommandError):
    """There is nobody to ask and no file to read; ``str()`` is a Danish sentence."""


def make_key(path: Path, passphrase_file: Path | None) -> str:
    """Writes a new key file that only its owner can read, and returns the public key. Raises ``BadKey``,
    ``NoPassphrase``, ``OSError``; never writes over a file."""
    if path.exists():
        raise _taken(path)
    passphrase = read_passphrase(passphrase_file, "Vælg et kodeord til nøglefilen: ")
    if passphrase_file is None and passphrase != read_passphrase(None, "Skriv kodeordet igen: "):
        raise BadKey("De to kodeord er ikke ens. Der er ikke lavet nogen nøgle. Prøv igen.")
    pem, public = keygen(passphrase)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise _taken(path) from None
    with open(handle, "wb") as file:
        file.write(pem)
    return public


def read_key_bytes(path: Path) -> bytes:
    """The key file as it is, so that a wrong path or file is found before anything is asked. Raises ``BadKey``."""
    try:
        with path.open("rb") as file:
            pem = file.read(LARGEST_FILE)
    except OSError:
        raise BadKey(f"Nøglefilen {path} findes ikke eller kan ikke læses.") from None
    check_key_file(pem)
    return pem


def open_key(pem: bytes, passphrase_file: Path | None) -> Ed25519PrivateKey:
    """The private key. Raises ``BadKey``, ``NoPassphrase``."""
    return read_key_file(pem, read_passphrase(passphrase_file, "Kodeord til nøglefilen: "))


def read_passphrase(file: Path | None, prompt: str) -> str:
    """The first line of the file, else what the person at the terminal types unseen. Raises ``NoPassphrase``."""
    if file is not None:
        try:
            with file.open("rb") as opened:
                text = opened.read(LARGEST_FILE).decode("utf-8-sig")
        except (OSError, UnicodeDecodeError):
            raise NoPassphrase(f"Filen med kodeordet, {file}, findes ikke eller kan ikke læses.") from None
        return text.splitlines()[0] if text else ""
    if not sys.stdin.isatty():
        raise NoPassphrase(
            "Her er ingen at spørge om kodeordet. Kør kommandoen i en terminal, eller brug --passphrase-file FIL."
        )
    try:
        return getpass.getpass(prompt)
    except (EOFError, KeyboardInterrupt):
        raise NoPassphrase("Afbrudt, før kodeordet var skrevet.") from None


def _taken(path: Path) -> BadKey:
    return BadKey(f"{path} findes allerede, og en nøglefil bliver aldrig overskrevet. Vælg et andet navn.")
