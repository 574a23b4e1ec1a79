"""What a person can say or press. Text and card presses both become one of these; nothing else reaches the reducer.

``question`` on a command is the question the person was looking at (from a card), or None (from text): then the one
the reflection stands at. Commands that move carry it so that a press repeated, or on an old card, moves nothing.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import astuple, dataclass, replace
from enum import Enum
from typing import Generic, TypeVar

from dialogs.people import Person
from radar_core.model import Ring

C = TypeVar("C", bound="Command", covariant=True)


@dataclass(frozen=True)
class Said(Generic[C]):
    """One command with who gave it, when (UTC), and the reflection its card belonged to (None from text)."""

    command: C
    by: Person
    at: dt.datetime
    reflection: str | None = None
    message: str | None = None
    """The channel's id of the message the text stood in, so that editing the message edits the answer."""
    edited: bool = False
    """True where the message was said before, and now says this."""
    restored: bool = False
    """True where it was deleted in between."""
    question: int | None = None
    """The question whose answer went when it was deleted, where one did."""


@dataclass(frozen=True)
class Start:
    """Start a reflection; what is already known may come along (codes and ids, not names)."""

    kommune: str | None = None
    fagomraade: str | None = None
    anonymous: bool = False


@dataclass(frozen=True)
class Setup:
    """Kommune (code) and fagområde (id) as chosen on the start card; None where nothing was chosen."""

    kommune: str | None
    fagomraade: str | None
    anonymous: bool | None = None


@dataclass(frozen=True)
class Answer:
    """An answer as given. ``ticks`` are ids of needs or technologies; None where the channel did not ask for any."""

    text: str
    question: int | None = None
    rating: int | None = None
    ticks: tuple[str, ...] | None = None
    then: Skip | Back | OpenAnswer | None = None
    """Where the person was going when they pressed: text typed beside *Tilbage* or *Spring over* is kept too.

    ``OpenAnswer`` is somebody in a group going on ahead of it, to the input card of another question.
    """
    anonymous: bool = False
    """True where the card in front of the person promised that their name is not kept."""
    draft: int | None = None
    """How many characters of a draft stood in the card that was filled in; None where it showed none."""


@dataclass(frozen=True)
class OpenAnswer:
    """Bring the input card for a question to the one who pressed *Svar*."""

    question: int | None = None


@dataclass(frozen=True)
class Deleted:
    """The message that was written in was deleted; ``shared`` where something of everybody's was written in it."""

    shared: bool = False


@dataclass(frozen=True)
class SaveDraft:
    """What was written to a question and not saved is the answer to it; without a question the newest."""

    question: int | None = None
    then: Finish | Cancel | None = None
    """What the person was about to do, and is asked again."""
    replaces: bool = False
    """True where it is the whole answer from now on; else it is added to the one that stands."""
    read: Answer | None = None
    """The draft as its question reads it: its number and ticks, and the text beside them."""


@dataclass(frozen=True)
class DropDraft:
    """It is not: nothing is left of it."""

    question: int | None = None


@dataclass(frozen=True)
class Withdraw:
    """Take one's own answer to a question back; nothing is left of it."""

    question: int | None = None


@dataclass(frozen=True)
class Reveal:
    """Open the answers to a question to everybody; without a question, alone or in the summary, all of them."""

    question: int | None = None


@dataclass(frozen=True)
class Nudge:
    """Those who have not answered the group's question are to be reminded by name."""

    question: int | None = None


@dataclass(frozen=True)
class ShowAnswers:
    """A page (from 1) of the opened answers to one question, for the one who asks."""

    question: int
    page: int = 1


@dataclass(frozen=True)
class OpenConclusion:
    """Bring the card to write the team's conclusion on a question."""

    question: int | None = None


@dataclass(frozen=True)
class Conclude:
    """The team's shared conclusion on a question, written by anyone; blank text takes it back.

    ``seen`` is the revision that was in front of the writer (0 where there was none), or None from text.
    """

    text: str
    question: int | None = None
    seen: int | None = None
    go_on: bool = False
    """True where the facilitator goes on to the next question with it."""
    choice: str | None = None
    """Id of the option chosen beside it, blank for none; None where the channel did not ask."""


@dataclass(frozen=True)
class ShowHistory:
    """All revisions of the conclusion on a question."""

    question: int


@dataclass(frozen=True)
class ShowSteps:
    """The next steps, and which technologies are to be started and evaluated."""


@dataclass(frozen=True)
class OpenStep:
    """Bring the card to write a next step: a new one, or the one with that number."""

    number: int | None = None


@dataclass(frozen=True)
class SaveStep:
    """A next step: what, who and when. ``number`` None is a new one; ``when`` as typed (Danish) or an ISO date."""

    what: str
    who: str = ""
    when: str = ""
    number: int | None = None


@dataclass(frozen=True)
class OpenFirstSteps:
    """Bring the card to choose which first steps of the result become next steps."""


@dataclass(frozen=True)
class TakeFirstSteps:
    """First steps, as (technology id, what is to be done), become next steps; who and when as for ``SaveStep``."""

    steps: tuple[tuple[str, str], ...]
    who: str = ""
    when: str = ""


@dataclass(frozen=True)
class RemoveStep:
    """A next step is no longer one."""

    number: int


@dataclass(frozen=True)
class OpenChoice:
    """Bring the card to choose which technologies to start with."""


@dataclass(frozen=True)
class Choose:
    """The technologies (ids) the team starts with or has in drift, and when to evaluate them (as ``SaveStep.when``)."""

    technologies: tuple[str, ...]
    when: str = ""


@dataclass(frozen=True)
class OpenEvaluation:
    """Bring the card to evaluate a technology (id)."""

    technology: str


@dataclass(frozen=True)
class Evaluate:
    """What the team says of a technology after using it: the three questions, and what to do now.

    Values are those of ``Judgement`` and ``Decision``; None where not chosen.
    """

    technology: str
    works: str | None = None
    makes_sense: str | None = None
    gives_value: str | None = None
    decision: str | None = None
    comment: str = ""


@dataclass(frozen=True)
class OpenDismissal:
    """Bring the card to say that a technology is not relevant, and why."""


@dataclass(frozen=True)
class Dismiss:
    """A technology (id, blank where none was chosen) is not relevant for the team, and why."""

    technology: str
    reason: str = ""


@dataclass(frozen=True)
class UndoDismissal:
    """A technology (id) is among the suggestions again."""

    technology: str


@dataclass(frozen=True)
class TakeOver:
    """Become the facilitator, for all to see."""


@dataclass(frozen=True)
class Reopen:
    """Open a closed reflection again."""


@dataclass(frozen=True)
class Remind:
    """Have the group reminded, or no longer."""

    on: bool


@dataclass(frozen=True)
class SetNaming:
    """Answers with names or without; only before the first answer."""

    anonymous: bool


@dataclass(frozen=True)
class ShowMenu:
    """The rest of what one can do, for the one who presses *Mere*."""


@dataclass(frozen=True)
class Alarm:
    """The time a reflection has been waiting for may have come. Nobody says this."""


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
    """Put the reflection away until somebody says *fortsæt*, or until a time, as typed (Danish)."""

    until: str | None = None


@dataclass(frozen=True)
class Resume:
    """Take a paused reflection up again."""


@dataclass(frozen=True)
class Loss:
    """What nobody can see or use any more once a reflection has ended in one way, as counts."""

    answers: int = 0
    conclusions: int = 0
    steps: int = 0
    choices: int = 0
    """Technologies chosen or dismissed."""
    unanswered: int = 0
    """Questions that stay without an answer."""
    drafts: int = 0
    """Questions to which something is written that is not saved."""

    def covers(self, other: Loss) -> bool:
        """True where whoever was told of this was told of no less than the other."""
        return all(mine >= its for mine, its in zip(astuple(self), astuple(other), strict=True))

    @property
    def is_nothing(self) -> bool:
        """True where nothing anybody wrote or chose goes."""
        return not any(astuple(replace(self, unanswered=0)))


@dataclass(frozen=True)
class Finish:
    """Close the reflection and show the radar answer.

    ``told`` is what the card in front of the person said would be lost; ``sure`` is a yes in words, with no card.
    """

    told: Loss | None = None
    sure: bool = False


@dataclass(frozen=True)
class Cancel:
    """Give the reflection up, without a radar answer. ``told`` and ``sure`` as for ``Finish``."""

    told: Loss | None = None
    sure: bool = False


@dataclass(frozen=True)
class GoOn:
    """No, the reflection is not to end."""


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
class ShowCases:
    """What other kommuner did: with a technology (id), in a fagområde (id), or anywhere; a page from 1.

    ``unknown`` is the text that named none we know.
    """

    technology: str | None = None
    fagomraade: str | None = None
    unknown: str | None = None
    page: int = 1


@dataclass(frozen=True)
class ShowTechnology:
    """A technology (id) on a card of its own, from the why of its ring where that was asked.

    ``unknown`` is the text that named none we know.
    """

    technology: str | None
    unknown: str | None = None
    why: bool = False


@dataclass(frozen=True)
class CompareAreas:
    """Fagområder (ids, perhaps with ``SAMLET``) beside each other, a page from 1; all of them where none is named."""

    fagomraader: tuple[str, ...]
    page: int = 1


@dataclass(frozen=True)
class ShowRing:
    """The technologies in a ring of a fagområde's radar; None for the fagområde at hand."""

    ring: Ring
    fagomraade: str | None = None


@dataclass(frozen=True)
class ExplainRing:
    """What a ring means, in KL's sense; None for all four."""

    ring: Ring | None = None


class FileKind(Enum):
    """What sort of file somebody wants."""

    PPTX = "pptx"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PNG = "png"
    ANY = "fil"


@dataclass(frozen=True)
class WishFile:
    """Somebody wants a file: of the radar of a fagområde (id) where one was named, else of what they look at."""

    kind: FileKind
    fagomraade: str | None = None


class Topic(Enum):
    """What people ask the bot about itself and the talk."""

    ABOUT = "about"
    ENDING = "ending"
    """To end it, where nothing is begun: who says so wants to know what this is."""
    PRIVACY = "privacy"
    THANKS = "thanks"
    BETWEEN = "between"
    """A word between that says nothing: »ok«, »hm«, »vent lidt«."""
    ENGLISH = "english"
    QUESTION = "question"
    """What the question at hand means."""
    OTHERS = "manager"
    """How far the kommune's other reflections are, and what was answered in them."""


@dataclass(frozen=True)
class Asked:
    """One of the things people ask and say that change nothing."""

    topic: Topic


@dataclass(frozen=True)
class Undo:
    """*fortryd*, in words: what can be undone is shown, and a press undoes it."""


@dataclass(frozen=True)
class TakeBack:
    """*fortryd*, to the letter or by its button: what was answered last is not. On a button, of this question only."""

    question: int | None = None


@dataclass(frozen=True)
class SwitchEdition:
    """Use the edition that is live from now on. ``bundle`` is the one offered (SHA-256), or None from text."""

    bundle: str | None = None


@dataclass(frozen=True)
class KeepEdition:
    """Stay on the edition the reflection is on. ``bundle`` is the one that was offered, or None from text."""

    bundle: str | None = None


@dataclass(frozen=True)
class Help:
    """What one can do now."""


@dataclass(frozen=True)
class Unknown:
    """Text that is no command, cleaned of mentions."""

    text: str
    asks: bool = False
    """True where one person at a question says what reads as a question or a wish to the bot."""


Command = (
    Start
    | Setup
    | Answer
    | OpenAnswer
    | Deleted
    | SaveDraft
    | DropDraft
    | Withdraw
    | Reveal
    | Nudge
    | ShowAnswers
    | OpenConclusion
    | Conclude
    | ShowHistory
    | ShowSteps
    | OpenStep
    | SaveStep
    | OpenFirstSteps
    | TakeFirstSteps
    | RemoveStep
    | OpenChoice
    | Choose
    | OpenEvaluation
    | Evaluate
    | OpenDismissal
    | Dismiss
    | UndoDismissal
    | TakeOver
    | Reopen
    | Remind
    | SetNaming
    | ShowMenu
    | Alarm
    | Skip
    | Next
    | Back
    | GoTo
    | Pause
    | Resume
    | Finish
    | Cancel
    | GoOn
    | ShowStatus
    | ShowSummary
    | ShowRadar
    | ShowCases
    | ShowTechnology
    | CompareAreas
    | ShowRing
    | ExplainRing
    | WishFile
    | Asked
    | Undo
    | TakeBack
    | SwitchEdition
    | KeepEdition
    | Help
    | Unknown
)
