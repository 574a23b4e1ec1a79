"""What can be wrong with a database: one word for machines, one Danish sentence for whoever runs the bot."""

from __future__ import annotations

import errno
import sqlite3
from enum import Enum


class Wrong(Enum):
    """What is wrong; the value is what ``/readyz`` says."""

    BUSY = "busy"
    DISK = "disk"
    READONLY = "readonly"
    MOVED = "moved"
    MISSING = "missing"
    NO_FILE = "file"
    NO_DATABASE = "content"
    NO_SERVER = "server"
    PASSWORD = "password"  # noqa: S105 - a word, not one
    KEEPS = "keeps"
    OTHER = "database"


SENTENCES = {
    Wrong.BUSY: "Databasen er optaget af et andet program. Luk det, eller prøv igen om lidt.",
    Wrong.DISK: "Disken, som databasen ligger på, er fuld eller fejler. Skaf plads, eller skift den.",
    Wrong.READONLY: (
        "Databasen kan kun læses. Giv den bruger, botten kører som, filen og lov til at skrive i dens mappe "
        "(TR_DATABASE_URL). Er det PostgreSQL, så se efter, om serveren er sat til kun at læse."
    ),
    Wrong.MOVED: "Databasefilen er slettet, flyttet eller skiftet ud, mens den var åben. Genstart botten.",
    Wrong.MISSING: "Der er ingen database, hvor TR_DATABASE_URL peger hen. Ret den til den, botten bruger.",
    Wrong.NO_FILE: (
        "Databasefilen kan ikke åbnes eller laves. Se efter, at mappen i TR_DATABASE_URL findes, og at den bruger, "
        "botten kører som, må bruge den."
    ),
    Wrong.NO_DATABASE: (
        "Filen i TR_DATABASE_URL er ikke en database, eller den er ødelagt. Læg en sikkerhedskopi i stedet, eller "
        "flyt filen væk for at begynde forfra."
    ),
    Wrong.NO_SERVER: "Databaseserveren i TR_DATABASE_URL svarer ikke, eller den har ikke databasen.",
    Wrong.PASSWORD: "Databaseserveren tager ikke imod brugeren eller adgangskoden i TR_DATABASE_URL.",
    Wrong.KEEPS: "Denne SQLite kan ikke overskrive det, der slettes (secure_delete). Brug en anden SQLite.",
    Wrong.OTHER: "Databasen i TR_DATABASE_URL kan ikke bruges.",
}


class StorageError(Exception):
    """The database is locked, gone or refuses; nothing of the transaction was saved. The cause says more."""

    def __init__(self, says: str = "", wrong: Wrong = Wrong.OTHER) -> None:
        self.wrong = wrong
        super().__init__(says or SENTENCES[wrong])

    @property
    def sentence(self) -> str:
        """What to do about it, in Danish."""
        return SENTENCES[self.wrong]


def what_is_wrong(error: BaseException) -> Wrong:
    """What an error of SQLite, PostgreSQL or the system says."""
    number, state = getattr(error, "sqlite_errorcode", None), getattr(error, "sqlstate", None)
    if isinstance(number, int):
        return _SQLITE.get(number & 0xFF, Wrong.OTHER)
    if isinstance(state, str):
        return _STATES.get(state) or _CLASSES.get(state[:2], Wrong.OTHER)
    if isinstance(error, OSError):
        return _SYSTEM.get(error.errno or 0, Wrong.OTHER)
    return Wrong.OTHER


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
