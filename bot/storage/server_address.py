"""PostgreSQL's address: only words that count in it, so that a misspelt one leaves no way to the server open."""

from __future__ import annotations

import os

import sqlalchemy as sa

from bot.errors import UnsafeStart

_WORDS = frozenset({"host", "port", "ssl", "passfile"})
_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
_ROOT = "PGSSLROOTCERT"
"""Read by the driver itself."""


def check(url: sa.URL) -> None:
    """Raises ``UnsafeStart`` for a word or a value the driver would stumble over, and a certificate nobody can read."""
    for word in sorted(set(url.query) - _WORDS):
        raise UnsafeStart(
            f"TR_DATABASE_URL har ordet »{word}«, som botten ikke kender. TLS hedder ssl, fx ?ssl=verify-full, og "
            f"filen med udstederens certifikat sættes i {_ROOT}: se docs/postgresql.md."
        )
    mode = url.query.get("ssl")
    if mode is not None and mode not in _MODES:
        raise UnsafeStart(f"ssl i TR_DATABASE_URL skal være et af disse ord: {', '.join(_MODES)}.")
    if mode in _MODES[_MODES.index("require") :] and (root := os.environ.get(_ROOT)):
        try:
            with open(root, "rb"):
                pass
        except OSError as trouble:
            raise UnsafeStart(f"Certifikatet i {_ROOT} kan ikke læses: {trouble.strerror}.") from None
