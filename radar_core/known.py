"""What is known of an edition and what is not, in the words that stand everywhere: »ingen« only where it is known.

How old an edition is depends on the day, which is handed in: this package has no clock.
"""

from __future__ import annotations

import calendar
import datetime as dt

from radar_core.model import Edition, Radar, Status
from radar_core.spelling import numeral

NONE_PLACED = "ingen teknologier"
"""What a ring without technologies says, where every technology of the radar is known."""
NOT_KNOWN = "ikke kendt"
"""What it says where some of them are not, or where nobody has said how many there are."""
UNDATED = "dato ikke kendt"
COPIED = "gengivet af andre end KL"
OLD = 2
"""Years from which an edition's age is told."""

_MONTHS = "januar februar marts april maj juni juli august september oktober november december".split()


def hidden_text(radar: Radar) -> str | None:
    """»11 af 20 placeringer er ikke offentlige«; None where none is known to be missing."""
    if not radar.hidden:
        return None
    return f"{radar.hidden} af {radar.total} placeringer er ikke {'offentlig' if radar.hidden == 1 else 'offentlige'}"


def no_own_radar(edition: Edition, name: str) -> str:
    """Why an edition shows no radar for a fagområde (name), as a sentence without its full stop."""
    if edition.is_example:
        return f"Eksemplet har ingen radar for {name}"
    if not edition.fagomraader:
        return f"KL's placering pr. fagområde er ikke offentlig, heller ikke for {name}"
    return f"Udgaven siger ikke noget om {name}"


def dated(edition: Edition) -> str | None:
    """When the edition is from, in words that stay true: »fra marts 2021«; None where it is made up and has no date."""
    if edition.date is None:
        return None if edition.is_example else UNDATED
    return f"fra {danish_date(edition.date)}"


def age_text(edition: Edition, today: dt.date) -> str | None:
    """How old an edition is, where it is ``OLD`` years or more, or where that cannot be known; else None."""
    if edition.date is None:
        return None if edition.is_example else "Udgavens dato er ikke kendt, så den kan være gammel."
    least, most = _years(edition.date, today)
    if least < OLD:
        return None
    years = f"{numeral(most)} år" if least == most else f"omkring {numeral(most)} år"
    return f"Udgaven er fra {danish_date(edition.date)} og {years} gammel."


def is_copy(edition: Edition) -> bool:
    """Whether it is somebody else's copy of KL's."""
    return edition.status is Status.ANDENHAAND


def danish_date(date: str) -> str:
    """An ISO date in words, as exactly as it is known: "2020", "marts 2021", "10. marts 2021"."""
    year, *rest = date.split("-")
    words = [year]
    if rest:
        words.insert(0, _MONTHS[int(rest[0]) - 1])
    if len(rest) > 1:
        words.insert(0, f"{int(rest[1])}.")
    return " ".join(words)


def _years(date: str, today: dt.date) -> tuple[int, int]:
    """Whole years since a date that is known to the year, the month or the day: at least, and at most."""
    year, month, day = (*map(int, date.split("-")), 0, 0)[:3]
    first = dt.date(year, month or 1, day or 1)
    last_month = month or 12
    last = dt.date(year, last_month, day or calendar.monthrange(year, last_month)[1])
    return _whole(last, today), _whole(first, today)


def _whole(since: dt.date, today: dt.date) -> int:
    return today.year - since.year - ((today.month, today.day) < (since.month, since.day))
