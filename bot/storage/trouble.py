"""What can be wrong with a database: one word for machines, one Danish sentence for whoever runs the bot."""

from __future__ import annotations

import errno
import sqlite3
import ssl

from bot.errors import Wrong


def what_is_wrong(error: BaseException, *, is_server: bool = False) -> Wrong:
    """What an error of SQLite, PostgreSQL or the system says; ``is_server`` where it was met on the way to a server."""
    number, state = getattr(error, "sqlite_errorcode", None), getattr(error, "sqlstate", None)
    if isinstance(number, int):
        return _SQLITE.get(number & 0xFF, Wrong.OTHER)
    if isinstance(state, str):
        return _STATES.get(state) or _CLASSES.get(state[:2], Wrong.OTHER)
    if isinstance(error, ssl.SSLError) or (is_server and any(said in str(error) for said in _NO_TLS)):
        return Wrong.TLS
    if isinstance(error, OSError) and is_server:
        return Wrong.NO_SERVER
    if isinstance(error, OSError):
        return _SYSTEM.get(error.errno or 0, Wrong.OTHER)
    return Wrong.OTHER


_NO_TLS = ("rejected SSL upgrade", "root certificate file")
"""Parts of what asyncpg says where the server has no TLS, or it has nothing to check a certificate by."""

_SQLITE = {
    sqlite3.SQLITE_BUSY: Wrong.BUSY,
    sqlite3.SQLITE_LOCKED: Wrong.BUSY,
    sqlite3.SQLITE_FULL: Wrong.DISK,
    sqlite3.SQLITE_IOERR: Wrong.DISK,
    sqlite3.SQLITE_READONLY: Wrong.READONLY,
    sqlite3.SQLITE_PERM: Wrong.READONLY,
    sqlite3.SQLITE_CANTOPEN: Wrong.NO_FILE,
    sqlite3.SQLITE_NOTADB: Wrong.NO_DATABASE,
    sqlite3.SQLITE_CORRUPT: Wrong.NO_DATABASE,
}

_STATES = {
    "25006": Wrong.READONLY,
    "3D000": Wrong.NO_SERVER,
    "53100": Wrong.DISK,
    "53300": Wrong.BUSY,
    "55P03": Wrong.BUSY,
    "57014": Wrong.BUSY,
    "57P03": Wrong.NO_SERVER,
    "58030": Wrong.DISK,
}

_CLASSES = {"08": Wrong.NO_SERVER, "28": Wrong.PASSWORD, "40": Wrong.BUSY}

_SYSTEM = {
    errno.ENOSPC: Wrong.DISK,
    errno.EDQUOT: Wrong.DISK,
    errno.EIO: Wrong.DISK,
    errno.EROFS: Wrong.READONLY,
    errno.EACCES: Wrong.READONLY,
    errno.EPERM: Wrong.READONLY,
    errno.ENOENT: Wrong.NO_FILE,
    errno.ENOTDIR: Wrong.NO_FILE,
    errno.EEXIST: Wrong.NO_FILE,
    errno.EISDIR: Wrong.NO_FILE,
}
