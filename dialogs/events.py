"""What happened in a turn. The edge makes cards and sentences of events and state; the reducer says nothing itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from dialogs.commands import Person


class Refusal(Enum):
    """Why a command changed nothing. Each has its Danish sentence in ``texts``."""

    NO_REFLECTION = auto()
    ALREADY_OPEN = auto()
    KOMMUNE_MISSING = auto()
    FAGOMRAADE_MISSING = auto()
    SETUP_FIRST = auto()
    PAUSED = auto()
    NOT_PAUSED = auto()
    STALE_CARD = auto()
    NO_SUCH_QUESTION = auto()
    FIRST_QUESTION = auto()
    EMPTY_ANSWER = auto()
    ANSWER_TOO_LONG = auto()
    WHICH_QUESTION = auto()
    NOTHING_ANSWERED = auto()


@dataclass(frozen=True)
class SetupAsked:
    """Kommune and fagområde are wanted."""


@dataclass(frozen=True)
class Moved:
    """The reflection stands somewhere else than before: another question, or the summary."""


@dataclass(frozen=True)
class InputOpened:
    """One person wants the input card of a question; nobody else sees anything."""

    question: int


@dataclass(frozen=True)
class AnswerSaved:
    """An answer is kept once the turn has committed."""

    question: int
    by: Person
    edited: bool


@dataclass(frozen=True)
class QuestionSkipped:
    """A question was left unanswered on purpose."""

    question: int


@dataclass(frozen=True)
class Paused:
    """Put away."""


@dataclass(frozen=True)
class Resumed:
    """Taken up again."""


@dataclass(frozen=True)
class Finished:
    """Closed; the radar answer is due."""


@dataclass(frozen=True)
class Cancelled:
    """Given up."""


@dataclass(frozen=True)
class StatusAsked:
    """The open card is wanted, where people are looking."""


@dataclass(frozen=True)
class SummaryAsked:
    """A page of the answers so far is wanted."""

    page: int


@dataclass(frozen=True)
class RadarAsked:
    """A radar is wanted, with or without a reflection."""

    fagomraade: str | None
    unknown: str | None
    all_ready: bool


@dataclass(frozen=True)
class HelpAsked:
    """What one can do now is wanted."""


@dataclass(frozen=True)
class DraftOffered:
    """Text that is no command came while a question was open: perhaps it is the answer. Nothing is saved yet."""

    text: str


@dataclass(frozen=True)
class NotUnderstood:
    """Text that is no command came, and no question is open."""

    text: str


@dataclass(frozen=True)
class Refused:
    """The command changed nothing, and why."""

    reason: Refusal


Event = (
    SetupAsked
    | Moved
    | InputOpened
    | AnswerSaved
    | QuestionSkipped
    | Paused
    | Resumed
    | Finished
    | Cancelled
    | StatusAsked
    | SummaryAsked
    | RadarAsked
    | HelpAsked
    | DraftOffered
    | NotUnderstood
    | Refused
)
