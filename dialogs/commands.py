"""What a person can say or press. Text and card presses both become one of these; nothing else reaches the reducer.

``question`` on a command is the question the person was looking at (from a card), or None (from text): then the one
the reflection stands at. Commands that move carry it so that a press repeated, or on an old card, moves nothing.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """Somebody in the chat. ``id`` is the channel's own id for them."""

    id: str
    name: str


@dataclass(frozen=True)
class Said:
    """One command with who gave it, when (UTC), and the reflection its card belonged to (None from text)."""

    command: Command
    by: Person
    at: dt.datetime
    reflection: str | None = None


@dataclass(frozen=True)
class Start:
    """Start a reflection; what is already known may come along (codes and ids, not names)."""

    kommune: str | None = None
    fagomraade: str | None = None


@dataclass(frozen=True)
class Setup:
    """Kommune (code) and fagområde (id) as chosen on the start card; None where nothing was chosen."""

    kommune: str | None
    fagomraade: str | None


@dataclass(frozen=True)
class Answer:
    """An answer as given. ``ticks`` are ids of needs or technologies; None where the channel did not ask for any."""

    text: str
    question: int | None = None
    rating: int | None = None
    ticks: tuple[str, ...] | None = None
    then: Skip | Back | None = None
    """Where the person was going when they pressed: text typed beside *Tilbage* or *Spring over* is kept too."""


@dataclass(frozen=True)
class OpenAnswer:
    """Bring the input card for a question to the one who pressed *Svar*."""

    question: int | None = None


@dataclass(frozen=True)
class Skip:
    """Leave a question unanswered and move on."""

    question: int | None = None


@dataclass(frozen=True)
class Next:
    """Move on to the next question."""

    question: int | None = None


@dataclass(frozen=True)
class Back:
    """Go back one question."""

    question: int | None = None


@dataclass(frozen=True)
class GoTo:
    """Go to a question by its number, whatever it is; the reducer says when there is none such."""

    question: int


@dataclass(frozen=True)
class Pause:
    """Put the reflection away until somebody says *fortsæt*."""


@dataclass(frozen=True)
class Resume:
    """Take a paused reflection up again."""


@dataclass(frozen=True)
class Finish:
    """Close the reflection and show the radar answer."""


@dataclass(frozen=True)
class Cancel:
    """Give the reflection up, without a radar answer."""


@dataclass(frozen=True)
class ShowSummary:
    """The answers so far, one page at a time (from 1)."""

    page: int = 1


@dataclass(frozen=True)
class ShowStatus:
    """Bring the open card down again."""


@dataclass(frozen=True)
class ShowRadar:
    """A fagområde's radar at once, without a reflection.

    ``fagomraade`` is an id, ``SAMLET``, or None where none was named; ``unknown`` is the text that named none we know.
    """

    fagomraade: str | None = None
    unknown: str | None = None
    all_ready: bool = False
    """True for *vis alle*: every klar technology with its reasons, not the first three."""


@dataclass(frozen=True)
class Help:
    """What one can do now."""


@dataclass(frozen=True)
class Unknown:
    """Text that is no command, cleaned of mentions."""

    text: str


Command = (
    Start
    | Setup
    | Answer
    | OpenAnswer
    | Skip
    | Next
    | Back
    | GoTo
    | Pause
    | Resume
    | Finish
    | Cancel
    | ShowStatus
    | ShowSummary
    | ShowRadar
    | Help
    | Unknown
)
