"""Everything that goes wrong in the bot; an error of one room alone stands in that room.

BotError
├── BadPress             the press carries what no card of ours ever carried
├── CommandError         a command was not carried out
│   ├── CannotDo         bot.cli.main
│   ├── CannotDraw       bot.cli.radar
│   ├── CannotRead       bot.cli.editions.sources
│   ├── Nack             bot.cli.editions.client
│   ├── NoErasures       bot.storage.erasure_files
│   ├── NoPassphrase     bot.cli.editions.keys
│   ├── NoSuchBundle     bot.cli.editions.client
│   ├── NotCopied        bot.storage.backup
│   ├── NotDone          bot.cli.privacy
│   ├── NotPublished     bot.cli.editions.publish
│   ├── NotRemoved       bot.cli.editions.removals
│   ├── NotTakenAlong    bot.cli.files
│   ├── NotTakenBack     bot.cli.editions.revoking
│   ├── PackageError     bot.cli.package
│   └── Unreachable      bot.cli.editions.client
├── DeliveryError        a channel could not deliver
├── DrawingError         a picture did not come about
│   ├── Busy             so many wait that it was not begun
│   ├── DrawingFailed    the drawing itself failed
│   └── TooSlow          it took longer than it may
├── FileNotWritten       a file for somebody to take along did not come about
│   └── NotTheirs        it is another person's own
├── LostRace             bot.storage.compare_and_set
├── NoSuchPage           bot.pictures.pictures
├── NotAdmitted          bot.web.messages
├── NotOurs              bot.channels.activities
├── NotPlaced            bot.channels.onedrive
├── StorageError         the database
├── TokenError           bot.channels.tokens
│   ├── Forbidden        bot.channels.tokens
│   └── Unauthorized     bot.channels.tokens
├── TooLarge             bot.web.readers
├── TooLate              bot.web.readers
├── TooMany              bot.web.readers
├── TurnLost             bot.turns.turn
└── UnsafeStart          the bot will not start like this
"""

from __future__ import annotations

from enum import Enum

from radar_core.errors import RadarError


class BotError(Exception):
    """Whatever the bot raises of its own."""


class CommandError(BotError, RadarError):
    """A command was not carried out; ``str()`` is a Danish sentence that says why."""


class UnsafeStart(BotError):
    """The bot will not start like this; ``str()`` is a Danish sentence that says what to change."""


class DrawingError(BotError):
    """A picture did not come about."""


class Busy(DrawingError):
    """So many drawings wait already that this one was not begun."""


class TooSlow(DrawingError):
    """The drawing took longer than it may and was ended."""


class DrawingFailed(DrawingError):
    """The drawing raised, or ended its worker twice, or the bot is closing."""


class FileNotWritten(BotError):
    """A file for somebody to take along did not come about; ``str()`` is a Danish sentence that says why."""


class NotTheirs(FileNotWritten):
    """What was asked for is another person's own."""


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
    TLS = "tls"
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
    Wrong.TLS: (
        "Databaseserveren kan ikke godkendes: den har ikke TLS, eller dens certifikat passer ikke til navnet eller "
        "udstederen. Se efter ssl i TR_DATABASE_URL, og at PGSSLROOTCERT er filen med udstederens certifikat."
    ),
    Wrong.KEEPS: "Denne SQLite kan ikke overskrive det, der slettes (secure_delete). Brug en anden SQLite.",
    Wrong.OTHER: "Databasen i TR_DATABASE_URL kan ikke bruges.",
}


class StorageError(BotError):
    """The database is locked, gone or refuses; nothing of the transaction was saved. The cause says more."""

    def __init__(self, says: str = "", wrong: Wrong = Wrong.OTHER) -> None:
        self.wrong = wrong
        super().__init__(says or SENTENCES[wrong])

    @property
    def sentence(self) -> str:
        """What to do about it, in Danish."""
        return SENTENCES[self.wrong]


class DeliveryError(BotError):
    """A channel could not deliver. ``status`` is its HTTP status, or 0 where nothing answered."""

    def __init__(self, status: int, retry_after: float | None = None) -> None:
        self.status, self.retry_after = status, retry_after
        super().__init__(f"delivery failed with status {status}")


class BadPress(BotError, ValueError):
    """The press carries something no card of ours ever carried."""
