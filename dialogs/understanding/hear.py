"""What text means where the conversation stands: a name is a kommune before the questions, and an answer in them."""

from __future__ import annotations

import re
from dataclasses import replace

from dialogs.danish.folding import fold
from dialogs.danish.names import kept_by_identity
from dialogs.reflection.choices import choices
from dialogs.reflection.commands import (
    Answer,
    Asked,
    Cancel,
    Finish,
    SaveDraft,
    Setup,
    ShowHistory,
    ShowRadar,
    Topic,
    Unknown,
)
from dialogs.reflection.drafts import asked_for
from dialogs.reflection.state import QUESTIONS, Phase, Reflection
from dialogs.understanding import understand as u
from dialogs.understanding.clauses import by_clause
from dialogs.understanding.commands import AnyCommand
from dialogs.understanding.content import about
from dialogs.understanding.harmless import only_asks, only_moves
from dialogs.understanding.mending import nearly
from dialogs.understanding.names_in import asks_the_bot
from dialogs.understanding.place_in import place_in
from dialogs.understanding.ratings import named_ticks
from dialogs.understanding.repairing import repaired
from dialogs.understanding.sentences import Place
from dialogs.understanding.spoken_ratings import spoken
from radar_core.model import Bundle

_WE_ARE = re.compile(
    r"^(?:hej[ ,]+|ja[ ,]+)?(?:(?:vi|jeg|det|her) (?:er|kommer|arbejder|sidder)(?: fra| i| med| på)?) ", re.IGNORECASE
)
_ANONYMOUS = re.compile(r"\b(?:og )?anonymt?\b", re.IGNORECASE)


def hear(text: str, reflection: Reflection | None, bundle: Bundle) -> AnyCommand:
    """Danish text to a command, given the conversation's newest reflection (None before the first)."""
    place = place_of(reflection, bundle)
    if ticked := _ticked(text, reflection, bundle):
        return ticked
    command = u.understand(text, bundle, place)
    if isinstance(command, Unknown) and (right := repaired(text, bundle, place)):
        meant = _about(right, bundle, place, u.understand(right, bundle, place))
        command = meant if only_asks(meant) or only_moves(meant) else command
    command = _about(text, bundle, place, command)
    if reflection is None and isinstance(command, Cancel | Finish):
        return Asked(Topic.ENDING)
    if reflection is None or reflection.phase.is_closed:
        return command
    if reflection.phase is Phase.SETUP and isinstance(command, Unknown | ShowRadar):
        return _setup(u.clean(text), bundle) or command
    if command == ShowHistory(0) and reflection.phase is Phase.QUESTIONS:
        return ShowHistory(reflection.current)
    if isinstance(command, Answer) and reflection.phase in (Phase.QUESTIONS, Phase.REVIEW):
        return _beside(command, reflection) if command.rating else _read(command, reflection, bundle)
    if isinstance(command, SaveDraft):
        return drafted(command, reflection, bundle)
    if isinstance(command, Unknown) and reflection.phase is Phase.QUESTIONS and not reflection.group:
        return _line(command, reflection, bundle)
    return command


def _about(text: str, bundle: Bundle, place: Place, command: AnyCommand) -> AnyCommand:
    """The command; where it is none, what the text is about, or one of its clauses."""
    if isinstance(command, Unknown) and (short := about(text, bundle, place)):
        command = _said_shortly(bundle, short, place) or command
    if isinstance(command, Unknown):
        command = by_clause(text, bundle, place) or command
    return command


def _said_shortly(bundle: Bundle, short: str, place: Place) -> AnyCommand | None:
    """What a short sentence means: there are few of them, of names and rows, and each is understood once."""
    kept = _shortly(bundle)
    if (short, place) not in kept:
        if len(kept) >= _MOST_KEPT:
            kept.clear()
        command = u.understand(short, bundle, place)
        kept[short, place] = None if isinstance(command, Unknown) else command
    return kept[short, place]


@kept_by_identity
def _shortly(bundle: Bundle) -> dict[tuple[str, Place], AnyCommand | None]:
    return {}


def read_again(text: str, question: int, reflection: Reflection, bundle: Bundle) -> AnyCommand:
    """What a message says that was an answer before, and is edited: as if its question was open."""
    others = tuple(answer for answer in reflection.answers if answer.question != question)
    at = replace(reflection, phase=Phase.QUESTIONS, current=question, answers=others, drafts=())
    return hear(text, at, bundle)


def drafted(command: SaveDraft, reflection: Reflection, bundle: Bundle) -> SaveDraft:
    """The command with the draft as its question reads it: »nok en 3'er« is a number there."""
    draft = asked_for(reflection, command.question)
    if draft is None or reflection.group:
        return command
    read = read_again(draft.text, draft.question, reflection, bundle)
    return replace(command, read=read) if isinstance(read, Answer) and read.question is None else command


def place_of(reflection: Reflection | None, bundle: Bundle) -> Place:
    """Where a conversation stands, as the sentences know it."""
    if reflection is None:
        return Place.NONE
    if reflection.phase is not Phase.QUESTIONS:
        return _PLACES.get(reflection.phase, Place.CLOSED)
    if reflection.group:
        return Place.GROUP
    question = next((q for q in bundle.questions if q.number == reflection.current), None)
    given = reflection.answers_to(reflection.current)
    is_rated = question is not None and question.is_rated and all(answer.rating is None for answer in given)
    return Place.RATING if is_rated else Place.ALONE


def _line(line: Unknown, reflection: Reflection, bundle: Bundle) -> Answer | Unknown:
    """Words at a question alone: its number or ticks where it has none, else what they are."""
    given = _read(Answer(line.text), reflection, bundle)
    is_open = reflection.current not in reflection.answered
    if place_of(reflection, bundle) is Place.RATING:
        rated = given if given.rating is not None else spoken(line.text)
        if rated is not None:
            return _beside(rated, reflection)
    if given.ticks and is_open:
        return _beside(given, reflection)
    return replace(line, asks=is_open and asks_the_bot(line.text))


def _read(answer: Answer, reflection: Reflection, bundle: Bundle) -> Answer:
    """The answer with its ticks and its rating taken out of the text."""
    number = reflection.current if answer.question is None else answer.question
    if not 1 <= number <= min(QUESTIONS, len(bundle.questions)):
        return answer
    question = bundle.questions[number - 1]
    return u.interpret(answer, question, [choice for choice, _ in choices(question, reflection, bundle)])


def _ticked(text: str, reflection: Reflection | None, bundle: Bundle) -> Answer | None:
    """Ticks that are all a text says, where one person is at a question that has some and no answer."""
    if reflection is None or reflection.group or reflection.phase is not Phase.QUESTIONS:
        return None
    question = bundle.questions[reflection.current - 1]
    if question.ticks is None or any(given.ticks for given in reflection.answers_to(reflection.current)):
        return None
    ticks = named_ticks(u.clean(text), choices(question, reflection, bundle), bundle)
    return _beside(Answer("", ticks=ticks), reflection) if ticks else None


def _beside(answer: Answer, reflection: Reflection) -> Answer:
    """A number or ticks with what was written to the question before, which is the comment to them."""
    commented = [given.text for given in reflection.answers_to(reflection.current)]
    draft = "" if commented else reflection.draft(reflection.current)
    text = "\n".join(filter(None, (*commented, draft, answer.text)))
    return replace(answer, text=text, draft=len(draft) or None)


_MOST_KEPT = 2_000
_PLACES = {Phase.SETUP: Place.SETUP, Phase.REVIEW: Place.REVIEW, Phase.PAUSED: Place.PAUSED}


def _setup(said: str, bundle: Bundle) -> Setup | None:
    named = _WE_ARE.sub("", _ANONYMOUS.sub("", said))
    place = u.find_place(named, bundle) or (place_in(named, bundle) if named != said else None)
    if place is None:
        return None
    if place.kommune is None and not u.find_fagomraade(named, bundle, typos=False):
        if any(nearly(fold(named), fold(kommune.name)) for kommune in bundle.kommuner):
            return None  # »Vejel« is as near to Vejle as to »veje«
    kommune = place.kommune.code if place.kommune else None
    return Setup(kommune, place.fagomraade.id if place.fagomraade else None, True if _ANONYMOUS.search(said) else None)
