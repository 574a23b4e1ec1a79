"""One team's walk through the nine questions as it stands, frozen. What may happen to it is the reducer's."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from dialogs.people import Person

QUESTIONS = 9
"""KL's nine questions."""

MAX_ANSWER = 4000
"""Characters in one answer, conclusion or comment; a card must stay under 24 kB."""

MAX_STEP = 500
"""Characters in what is to be done next."""

MAX_WHO = 100
"""Characters in who does it."""

MAX_REASON = 500
"""Characters in why a technology is not relevant."""

MAX_STEPS = 30
"""Next steps of one reflection."""

ANONYMOUS_FROM = 4
"""People who must have answered a question before its anonymous answers open."""


class Phase(Enum):
    """Where a reflection is in its life."""

    SETUP = "setup"
    QUESTIONS = "questions"
    REVIEW = "review"
    PAUSED = "paused"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    EXPIRED = "expired"

    @property
    def is_closed(self) -> bool:
        """True once its answers cannot change any more."""
        return self in (Phase.FINISHED, Phase.CANCELLED, Phase.EXPIRED)


class Judgement(Enum):
    """An answer to one of KL's questions about a technology in use."""

    JA = "ja"
    DELVIST = "delvist"
    NEJ = "nej"
    VED_IKKE = "ved-ikke"


class Decision(Enum):
    """What the team does with a technology it has evaluated."""

    SKALER = "skaler"
    JUSTER = "juster"
    STOP = "stop"


def anonymous_key(salt: str, person: str) -> str:
    """Under what a reflection without names keeps the answers of a person (id); only they lead to it."""
    return hashlib.sha256(f"{salt}/{person}".encode(errors="replace")).hexdigest()[:32]


@dataclass(frozen=True)
class GivenAnswer:
    """One person's answer to one question, as it stands. ``revision`` counts from 1."""

    question: int
    by: Person
    """Who gave it; in an anonymous reflection a key without a name, and once that is closed only a number."""
    at: dt.datetime
    text: str
    rating: int | None
    ticks: tuple[str, ...]
    revision: int
    message: str | None = None
    """The channel's id of the message it was written in, where it was written as one."""


@dataclass(frozen=True)
class Draft:
    """What somebody alone has written to a question and not saved: no answer, and never shown as one."""

    question: int
    text: str


@dataclass(frozen=True)
class Conclusion:
    """One revision of what the team concludes on a question; blank and without a choice where it was taken back."""

    question: int
    text: str
    by: Person
    at: dt.datetime
    revision: int
    choice: str = ""
    """Id of the option the team chooses beside it; blank where it chooses none."""


@dataclass(frozen=True)
class NextStep:
    """What is done next, by whom and when. ``removed`` where it is no longer to be."""

    number: int
    what: str
    who: str
    when: dt.date | None
    by: Person
    at: dt.datetime
    revision: int
    removed: bool = False


@dataclass(frozen=True)
class Evaluation:
    """A technology (id) the team starts with or has in drift, when to evaluate it, and what the team then said."""

    technology: str
    on: dt.date
    in_operation: bool
    """True where it was ticked as in drift, False where the team chose to start with it."""
    by: Person
    at: dt.datetime
    revision: int
    asked: bool = False
    """True once the day has come and the question been put."""
    works: Judgement | None = None
    makes_sense: Judgement | None = None
    gives_value: Judgement | None = None
    decision: Decision | None = None
    comment: str = ""
    removed: bool = False
    """True where the team chose otherwise."""

    @property
    def is_answered(self) -> bool:
        """True once the team has said what it does with the technology."""
        return self.decision is not None


@dataclass(frozen=True)
class Dismissal:
    """A technology (id) that is not relevant for the team, and why. ``undone`` where it is suggested again."""

    technology: str
    reason: str
    by: Person
    at: dt.datetime
    revision: int
    undone: bool = False


@dataclass(frozen=True)
class Reflection:
    """A reflection as it stands: one per conversation at a time, of one fagområde, on one edition's bundle."""

    id: str
    bundle: str
    """SHA-256 of the bundle it started on."""
    group: bool
    """True where several people share the conversation."""
    started_by: Person
    started_at: dt.datetime
    kommune: str | None = None
    fagomraade: str | None = None
    phase: Phase = Phase.SETUP
    resume_to: Phase | None = None
    """Where a paused reflection goes on."""
    current: int = 1
    skipped: frozenset[int] = frozenset()
    answers: tuple[GivenAnswer, ...] = ()
    """The newest revision of each person's answer to each question, in the order first given."""
    ended_at: dt.datetime | None = None
    anonymous: bool = False
    salt: str | None = None
    """What keys of anonymous people are made with; None with names, and gone once it is closed."""
    facilitator: Person | None = None
    """Who moves the group on; None alone."""
    revealed: frozenset[int] = frozenset()
    """Questions whose answers are open to everybody."""
    conclusions: tuple[Conclusion, ...] = ()
    """Every revision, oldest first."""
    steps: tuple[NextStep, ...] = ()
    """The newest revision of each, removed ones too, by number."""
    evaluations: tuple[Evaluation, ...] = ()
    """The newest revision of each, removed ones too."""
    dismissals: tuple[Dismissal, ...] = ()
    """The newest revision of each, undone ones too, by technology."""
    paused_until: dt.datetime | None = None
    touched_at: dt.datetime | None = None
    """When somebody last changed it."""
    reminders: bool = False
    reminded_at: dt.datetime | None = None
    reminded: int = 0
    """Reminders since somebody last changed it."""
    warned_at: dt.datetime | None = None
    """When it was said that it expires, where nobody has changed it since."""
    previous: str | None = None
    """Id of the finished reflection before it in the conversation."""
    offered: str | None = None
    """SHA-256 of the bundle it was last offered to switch to."""
    drafts: tuple[Draft, ...] = ()
    """One a question, the newest last. Only alone, and none once it is closed."""
    nudged: frozenset[int] = frozenset()
    """Questions of which those who had not answered have been reminded by name."""
    gone: frozenset[str] = frozenset()
    """Ids of those in it who have left the conversation: what they answered stays, and nobody waits for them. It is
    the conversation's to know, and none of what is kept of the reflection."""

    def key_of(self, person: Person) -> Person:
        """Under what a person's answers are kept: their own, or without names a key that only they lead to."""
        if not self.anonymous:
            return person
        if self.salt is None:
            return Person("", "")
        return Person(anonymous_key(self.salt, person.id), "")

    def answers_to(self, question: int) -> tuple[GivenAnswer, ...]:
        """Everybody's answer to a question: in the order first given, or shuffled where they are anonymous."""
        return self._by_question.get(question, ())

    def answer_of(self, person: Person, question: int) -> GivenAnswer | None:
        """One person's answer to a question, or None."""
        key = self.key_of(person).id
        return next((a for a in self.answers if a.question == question and a.by.id == key), None) if key else None

    def written_in(self, person: Person, message: str | None) -> GivenAnswer | None:
        """One person's answer that stands as it was written in a message (the channel's id), or None."""
        key = self.key_of(person).id
        return next((a for a in self.answers if message and a.message == message and a.by.id == key), None)

    def newest_of(self, person: Person) -> GivenAnswer | None:
        """The answer of a person that was saved last, or None."""
        key = self.key_of(person).id
        own = [answer for answer in self.answers if key and answer.by.id == key]
        return max(own, key=lambda answer: (answer.at, answer.question), default=None)

    def draft(self, question: int) -> str:
        """What is written to a question and not saved; blank where nothing is."""
        return next((draft.text for draft in self.drafts if draft.question == question), "")

    def is_open_to_all(self, question: int) -> bool:
        """True where everybody may see what was answered: opened, and by enough people where they are anonymous."""
        enough = not self.anonymous or len(self.answers_to(question)) >= ANONYMOUS_FROM
        return enough and (question in self.revealed or not self.group)

    def ticks(self, question: int) -> tuple[str, ...]:
        """All that anyone ticked on a question, each once, in the order first ticked."""
        return tuple(dict.fromkeys(t for a in self.answers_to(question) for t in a.ticks))

    def conclusion(self, question: int) -> Conclusion | None:
        """What the team concludes on a question as it stands, or None; a blank one was taken back."""
        return next((c for c in reversed(self.conclusions) if c.question == question), None)

    def concluded_choice(self, question: int) -> str:
        """Id of the option the team has chosen with its conclusion; blank where it has chosen none."""
        stands = self.conclusion(question)
        return stands.choice if stands else ""

    def conclusion_text(self, question: int) -> str:
        """The same as text, blank where there is none."""
        stands = self.conclusion(question)
        return stands.text if stands else ""

    @property
    def next_steps(self) -> tuple[NextStep, ...]:
        """Those that are still to be done."""
        return tuple(s for s in self.steps if not s.removed)

    @property
    def chosen(self) -> tuple[Evaluation, ...]:
        """The technologies that are to be evaluated, or have been."""
        return tuple(x for x in self.evaluations if not x.removed)

    def evaluation_of(self, technology: str) -> Evaluation | None:
        """A technology's evaluation, where the team has chosen it."""
        return next((x for x in self.chosen if x.technology == technology), None)

    @property
    def dismissed(self) -> tuple[Dismissal, ...]:
        """The technologies that are not relevant for the team."""
        return tuple(x for x in self.dismissals if not x.undone)

    def dismissal_of(self, technology: str) -> Dismissal | None:
        """Why a technology is not relevant, where the team has said so."""
        return next((x for x in self.dismissed if x.technology == technology), None)

    @cached_property
    def _by_question(self) -> Mapping[int, tuple[GivenAnswer, ...]]:
        given: defaultdict[int, list[GivenAnswer]] = defaultdict(list)
        for answer in self.answers:
            given[answer.question].append(answer)
        if self.anonymous and self.salt is not None:
            for answers in given.values():
                answers.sort(key=self._shuffled)
        return {question: tuple(answers) for question, answers in given.items()}

    def _shuffled(self, answer: GivenAnswer) -> bytes:
        return hashlib.sha256(f"{self.salt}/{answer.question}/{answer.by.id}".encode()).digest()

    @property
    def answered(self) -> frozenset[int]:
        """Numbers of the questions that have at least one answer."""
        return frozenset(self._by_question)

    @cached_property
    def participants(self) -> tuple[Person, ...]:
        """Everyone who has answered, in the order of their first answer, under their newest name."""
        newest: dict[str, GivenAnswer] = {}
        for answer in self.answers:
            other = newest.get(answer.by.id)
            if other is None or answer.at >= other.at:
                newest[answer.by.id] = answer
        return tuple(answer.by for answer in newest.values())
