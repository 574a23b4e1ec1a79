"""What happened in a turn. The edge makes cards and sentences of events and state; the reducer says nothing itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum, auto

from dialogs.people import Person
from dialogs.reflection.commands import FileKind, Loss, Topic
from radar_core.model import Ring


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
    NOT_FACILITATOR = auto()
    PERSONAL_NUMBER = auto()
    ANSWER_FIRST = auto()
    TOO_FEW_TO_OPEN = auto()
    NAMING_FIXED = auto()
    NAMING_CHANGED = auto()
    ANONYMOUS_BY_TEXT = auto()
    CONCLUSION_CHANGED = auto()
    EMPTY_CONCLUSION = auto()
    UNKNOWN_TIME = auto()
    NO_SUCH_STEP = auto()
    EMPTY_STEP = auto()
    TOO_MANY_STEPS = auto()
    WHO_TOO_LONG = auto()
    NO_SUCH_TECHNOLOGY = auto()
    EMPTY_EVALUATION = auto()
    NOTHING_TO_WITHDRAW = auto()
    EDIT_NOT_READ = auto()
    NEWER_STANDS = auto()
    ANSWER_STANDS = auto()
    SHARED_STANDS = auto()
    NOT_CLOSED = auto()
    CLOSED_ANONYMOUSLY = auto()
    ONLY_IN_A_GROUP = auto()
    NO_NEWER_EDITION = auto()
    NO_DRAFT = auto()
    WHICH_TECHNOLOGY = auto()
    NO_REASON = auto()
    REASON_TOO_LONG = auto()
    NUDGE_WITHOUT_NAMES = auto()
    NUDGED_BEFORE = auto()
    NOBODY_MISSING = auto()


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
    unrated: bool = False
    """True where the number that belongs to it is asked for."""
    completed: bool = False
    """True where only what belongs to it was added, its number or its ticks: nothing else in it is another."""


@dataclass(frozen=True)
class DraftDropped:
    """Nothing is left of what somebody had written and not saved."""

    question: int


@dataclass(frozen=True)
class AnswerWithdrawn:
    """Nothing is left of somebody's own answer."""

    question: int
    undone: bool = False
    """True where it was only just given, and its question is open again."""


@dataclass(frozen=True)
class Revealed:
    """The answers to these questions are open to everybody from now on."""

    questions: tuple[int, ...]


@dataclass(frozen=True)
class Nudged:
    """Those who have not answered a question are reminded by name."""

    question: int
    missing: tuple[Person, ...]


@dataclass(frozen=True)
class AnswersAsked:
    """One person wants a page of the opened answers to a question."""

    question: int
    page: int


@dataclass(frozen=True)
class ConclusionOpened:
    """One person wants to write the conclusion on a question."""

    question: int


@dataclass(frozen=True)
class Concluded:
    """The team's conclusion on a question says something new."""

    question: int


@dataclass(frozen=True)
class HistoryAsked:
    """One person wants all revisions of a conclusion."""

    question: int


@dataclass(frozen=True)
class StepsAsked:
    """The next steps are wanted."""


@dataclass(frozen=True)
class StepOpened:
    """One person wants to write a next step: a new one (None), or that one."""

    number: int | None


@dataclass(frozen=True)
class StepSaved:
    """A next step was added or changed."""

    number: int


@dataclass(frozen=True)
class StepRemoved:
    """A next step is gone."""

    number: int


@dataclass(frozen=True)
class FirstStepsOpened:
    """One person wants to choose which first steps become next steps."""

    lacks: bool = False
    """True where none was chosen."""


@dataclass(frozen=True)
class FirstStepsTaken:
    """The first steps of these technologies (ids) are next steps, and each has a day to be evaluated."""

    technologies: tuple[str, ...]


@dataclass(frozen=True)
class ChoiceOpened:
    """One person wants to choose which technologies to start with."""


@dataclass(frozen=True)
class Chosen:
    """These technologies (ids) have a date to be evaluated."""

    technologies: tuple[str, ...]


@dataclass(frozen=True)
class EvaluationsDue:
    """The day has come to evaluate these technologies (ids)."""

    technologies: tuple[str, ...]


@dataclass(frozen=True)
class EvaluationOpened:
    """One person wants to evaluate a technology (id)."""

    technology: str


@dataclass(frozen=True)
class Evaluated:
    """A technology (id) was evaluated."""

    technology: str


@dataclass(frozen=True)
class DismissalOpened:
    """One person wants to say that a technology (id) is not relevant, and why; ``lacks`` is what keeps it unsaved."""

    technology: str = ""
    reason: str = ""
    lacks: Refusal | None = None


@dataclass(frozen=True)
class Dismissed:
    """A technology (id) is not relevant for the team; the others have another order."""

    technology: str


@dataclass(frozen=True)
class DismissalUndone:
    """A technology (id) is among the suggestions again."""

    technology: str


@dataclass(frozen=True)
class TakenOver:
    """There is another facilitator."""

    by: Person


@dataclass(frozen=True)
class Reopened:
    """Open again."""


@dataclass(frozen=True)
class RemindersSet:
    """The group is reminded from now on, or no longer."""

    on: bool


@dataclass(frozen=True)
class NamingSet:
    """Answers come with names, or without."""

    anonymous: bool


@dataclass(frozen=True)
class MenuAsked:
    """One person wants to see what else one can do."""


@dataclass(frozen=True)
class PauseEnded:
    """The time came that the reflection was put away until."""


@dataclass(frozen=True)
class Reminded:
    """The group is to be reminded."""


@dataclass(frozen=True)
class ExpiryWarned:
    """Nobody has touched the reflection for long; it expires on that day unless somebody does."""

    on: dt.date


@dataclass(frozen=True)
class Expired:
    """Closed, because nobody had touched it for long."""


@dataclass(frozen=True)
class NothingDue:
    """The time came for nothing: somebody was first."""


@dataclass(frozen=True)
class QuestionSkipped:
    """A question was left unanswered on purpose."""

    question: int


@dataclass(frozen=True)
class Paused:
    """Put away, until a time where one was set."""

    until: dt.datetime | None = None


@dataclass(frozen=True)
class Resumed:
    """Taken up again."""


@dataclass(frozen=True)
class EndingAsked:
    """Somebody wants the reflection to end, and has not been told what that costs: nothing has ended yet."""

    cancels: bool
    """True without a radar answer."""
    loss: Loss
    changed: bool = False
    """True where somebody was told less than this before they said yes."""


@dataclass(frozen=True)
class EndingDeclined:
    """It goes on."""


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
class CasesAsked:
    """What other kommuner did is wanted."""

    technology: str | None
    fagomraade: str | None
    unknown: str | None
    page: int


@dataclass(frozen=True)
class TechnologyAsked:
    """A technology is wanted on its card."""

    technology: str | None
    unknown: str | None
    why: bool


@dataclass(frozen=True)
class AreasCompared:
    """Fagområder are wanted beside each other."""

    fagomraader: tuple[str, ...]
    page: int


@dataclass(frozen=True)
class RingAsked:
    """What is in a ring is wanted."""

    ring: Ring
    fagomraade: str | None


@dataclass(frozen=True)
class RingExplained:
    """What a ring means is wanted; None for all."""

    ring: Ring | None


@dataclass(frozen=True)
class FileWished:
    """A file is wanted."""

    kind: FileKind
    fagomraade: str | None


@dataclass(frozen=True)
class TopicAsked:
    """Something about the bot or the talk was asked or said."""

    topic: Topic


@dataclass(frozen=True)
class UndoAsked:
    """Whoever says it wants something undone; ``question`` is the answer of theirs that was saved last."""

    question: int | None


@dataclass(frozen=True)
class EditionLacks:
    """The edition that is live cannot be switched to: it does not have what the reflection is about."""

    fagomraade: bool
    kommune: bool


@dataclass(frozen=True)
class EditionOffered:
    """Another edition is live than the one the reflection is on; ``lacks`` where it cannot be switched to."""

    lacks: EditionLacks | None = None


@dataclass(frozen=True)
class EditionSwitched:
    """The reflection is on the live edition from now on."""

    by: Person


@dataclass(frozen=True)
class EditionKept:
    """The reflection stays on the edition it is on."""


@dataclass(frozen=True)
class HelpAsked:
    """What one can do now is wanted."""


@dataclass(frozen=True)
class DraftOffered:
    """Text that is no command came while a question was open that has an answer, or in a group. Nothing is saved yet.

    ``text`` is all that was written so, line for line.
    """

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
    | DraftDropped
    | AnswerWithdrawn
    | Revealed
    | Nudged
    | AnswersAsked
    | ConclusionOpened
    | Concluded
    | HistoryAsked
    | StepsAsked
    | StepOpened
    | StepSaved
    | FirstStepsOpened
    | FirstStepsTaken
    | StepRemoved
    | ChoiceOpened
    | Chosen
    | EvaluationsDue
    | EvaluationOpened
    | Evaluated
    | DismissalOpened
    | Dismissed
    | DismissalUndone
    | TakenOver
    | Reopened
    | RemindersSet
    | NamingSet
    | MenuAsked
    | PauseEnded
    | Reminded
    | ExpiryWarned
    | Expired
    | NothingDue
    | QuestionSkipped
    | Paused
    | Resumed
    | EndingAsked
    | EndingDeclined
    | Finished
    | Cancelled
    | StatusAsked
    | SummaryAsked
    | RadarAsked
    | CasesAsked
    | TechnologyAsked
    | AreasCompared
    | RingAsked
    | RingExplained
    | FileWished
    | TopicAsked
    | UndoAsked
    | EditionLacks
    | EditionOffered
    | EditionSwitched
    | EditionKept
    | HelpAsked
    | DraftOffered
    | NotUnderstood
    | Refused
)
