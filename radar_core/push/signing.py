"""The signed envelope: Ed25519 over the exact bytes, and the keys for it.

An envelope is three lines and an empty one, in ASCII, and then exactly the bytes that are signed::

    teknologiradar-signatur 1
    noegle 0123456789abcdef
    signatur <64 bytes in Base64>

A key is known by its id: the first 16 hex digits of the SHA-256 of the raw public key. A public key is written as
its 32 bytes in Base64; a private key as a PEM file (PKCS8), encrypted with a passphrase.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from radar_core.errors import RadarError
from radar_core.spelling import quote

MIN_PASSPHRASE = 12
"""Characters in the passphrase of a key file."""
MAX_PASSPHRASE_BYTES = 1023
"""Bytes (UTF-8) in the passphrase of a key file; OpenSSL takes no more."""
_KEY_BYTES = 32
_START = b"teknologiradar-signatur 1\n"
_HEADER = re.compile(_START + rb"noegle ([0-9a-f]{16})\nsignatur ([A-Za-z0-9+/]{86}==)\n\n")
OVERHEAD = len(_START) + len("noegle \n") + 16 + len("signatur \n") + 88 + len("\n")
"""Bytes an envelope is longer than what it holds."""


class BadKey(RadarError):
    """A key, key file or passphrase that cannot be used; ``str()`` says why in Danish."""


class BadSignature(RadarError):
    """An envelope whose content nobody trusted has signed; ``str()`` says why in Danish."""


@dataclass(frozen=True)
class Signed:
    """What an envelope held, byte for byte, and the id of the key that signed it."""

    content: bytes
    key_id: str


def keygen(passphrase: str) -> tuple[bytes, str]:
    """A new key: the key file's bytes, encrypted with the passphrase, and the public key as text.

    Raises ``BadKey`` where the passphrase is too short or too long.
    """
    if len(passphrase.strip()) < MIN_PASSPHRASE:
        raise BadKey(f"Kodeordet til nøglefilen skal være på mindst {MIN_PASSPHRASE} tegn.")
    if len(_encoded(passphrase)) > MAX_PASSPHRASE_BYTES:
        raise BadKey("Kodeordet til nøglefilen er for langt.")
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(_encoded(passphrase)))
    return pem, public_text(key.public_key())


def check_key_file(pem: bytes) -> None:
    """Whether it may be a key file at all, as far as that is seen without its passphrase. Raises ``BadKey``."""
    if b"-----BEGIN ENCRYPTED PRIVATE KEY-----" not in pem:
        raise BadKey("Filen er ikke en nøglefil med kodeord. Lav en med »teknologiradar editions keygen«.")


def read_key_file(pem: bytes, passphrase: str) -> Ed25519PrivateKey:
    """The private key of a key file. Raises ``BadKey``."""
    check_key_file(pem)
    try:
        key = load_pem_private_key(pem, _encoded(passphrase))
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise BadKey("Kodeordet passer ikke til nøglefilen, eller filen er beskadiget.") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise BadKey("Nøglefilen er af en anden slags. Lav en med »teknologiradar editions keygen«.")
    return key


def public_text(key: Ed25519PublicKey) -> str:
    """A public key as it is written in settings."""
    return base64.b64encode(_raw(key)).decode("ascii")


def read_public_keys(texts: Iterable[str]) -> dict[str, Ed25519PublicKey]:
    """Public keys, written as ``public_text`` writes them, by key id. Raises ``BadKey``; none at all is no fault."""
    keys: dict[str, Ed25519PublicKey] = {}
    for text in texts:
        raw = _decoded(text.strip())
        if raw is None or len(raw) != _KEY_BYTES:
            raise BadKey(
                f"{quote(text)} er ikke en offentlig nøgle. Den skal skrives, som »editions keygen« skriver den."
            )
        key = Ed25519PublicKey.from_public_bytes(raw)
        if key_id(key) in keys:
            raise BadKey(f"Den offentlige nøgle {quote(text)} står der to gange.")
        keys[key_id(key)] = key
    return keys


def key_id(key: Ed25519PublicKey) -> str:
    """Id of a public key: 16 hex digits."""
    return hashlib.sha256(_raw(key)).hexdigest()[:16]


def sign(content: bytes, key: Ed25519PrivateKey) -> bytes:
    """The envelope around the content."""
    signature = base64.b64encode(key.sign(content)).decode("ascii")
    return _START + f"noegle {key_id(key.public_key())}\nsignatur {signature}\n\n".encode("ascii") + content


def peek(envelope: bytes) -> Signed | None:
    """What an envelope says it holds, and whose signature it says it is; None where it is none. Nothing is checked."""
    header = _HEADER.match(envelope)
    return Signed(envelope[header.end() :], header[1].decode("ascii")) if header else None


def open_envelope(envelope: bytes, keys: Mapping[str, Ed25519PublicKey]) -> Signed:
    """What the envelope holds, signed by one of the ``keys`` (by key id). Raises ``BadSignature``."""
    header = _HEADER.match(envelope)
    if header is None:
        if envelope.startswith(_START.rstrip()):
            raise BadSignature("Underskriften foran filen er beskadiget. Underskriv filen igen.")
        raise BadSignature("Filen er ikke underskrevet. Underskriv den med »teknologiradar editions sign«.")
    signer, signature = header[1].decode("ascii"), _decoded(header[2].decode("ascii"))
    if signer not in keys:
        raise BadSignature(f"Filen er underskrevet med nøglen {signer}, som ikke er blandt de godkendte nøgler.")
    content = envelope[header.end() :]
    if signature is not None:
        try:
            keys[signer].verify(signature, content)
            return Signed(content, signer)
        except InvalidSignature:
            pass
    raise BadSignature(
        f"Underskriften fra nøglen {signer} passer ikke til indholdet: filen er ændret eller afkortet, "
        "efter at den blev underskrevet."
    )


def _raw(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def _decoded(text: str) -> bytes | None:
    """Base64 that is written the one way it can be, or None."""
    try:
        raw = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error):
        return None
    return raw if base64.b64encode(raw).decode("ascii") == text else None


def _encoded(passphrase: str) -> bytes:
    # The same passphrase typed on a Mac and on Windows is not the same bytes until it is normalised.
    return unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
