"""What text means where the conversation stands: a name is a kommune before the questions, and an answer in them."""

from __future__ import annotations

import re
from dataclasses import replace

from dialogs.danish.folding import fold
from dialogs.danish.names import kept_by_identity
from dialogs.reflection.choices import choices
from dialogs.reflection.commands import Answer, Setup, ShowHistory, ShowRadar, Unknown
from dialogs.reflection.state import QUESTIONS, Phase, Reflection
from dialogs.understanding import understand as u
from dialogs.understanding.commands import AnyCommand
from dialogs.understanding.content import about
from dialogs.understanding.mending import nearly
from dialogs.understanding.sentences import Place
from radar_core.model import Bundle

_ANONYMOUS = re.compile(r"\b(?:og )?anonymt?\b", re.IGNORECASE)


def hear(text: str, reflection: Reflection | None, bundle: Bundle) -> AnyCommand:
    """Danish text to a command, given the conversation's newest reflection (None before the first)."""
    place = place_of(reflection, bundle)
    command = u.understand(text, bundle, place)
    if isinstance(command, Unknown) and (short := about(text, bundle, place)):
        command = _said_shortly(bundle, short, place) or command
    if reflection is None or reflection.phase.is_closed:
        return command
    if reflection.phase is Phase.SETUP and isinstance(command, Unknown | ShowRadar):
        return _setup(u.clean(text), bundle) or command
    if command == ShowHistory(0) and reflection.phase is Phase.QUESTIONS:
        return ShowHistory(reflection.current)
    if isinstance(command, Answer) and reflection.phase in (Phase.QUESTIONS, Phase.REVIEW):
        return _beside_draft(command, reflection) if command.rating else _read(command, reflection, bundle)
    if isinstance(command, Unknown) and _is_open_alone(reflection):
        given = _read(Answer(command.text), reflection, bundle)
        return command if given.rating is None and not given.ticks else _beside_draft(given, reflection)
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


def place_of(reflection: Reflection | None, bundle: Bundle) -> Place:
    """Where a conversation stands, as the sentences know it."""
    if reflection is None:
        return Place.NONE
    if reflection.phase is not Phase.QUESTIONS:
        return _PLACES.get(reflection.phase, Place.CLOSED)
    if reflection.group:
        return Place.GROUP
    question = next((q for q in bundle.questions if q.number == reflection.current), None)
    is_rated = question is not None and question.is_rated and _is_open_alone(reflection)
    return Place.RATING if is_rated else Place.ALONE


def _is_open_alone(reflection: Reflection) -> bool:
    """True where one person is at a question without an answer: nothing that is typed replaces one."""
    is_alone = reflection.phase is Phase.QUESTIONS and not reflection.group
    return is_alone and reflection.current not in reflection.answered


def _read(answer: Answer, reflection: Reflection, bundle: Bundle) -> Answer:
    """The answer with its ticks and its rating taken out of the text."""
    number = reflection.current if answer.question is None else answer.question
    if not 1 <= number <= min(QUESTIONS, len(bundle.questions)):
        return answer
    question = bundle.questions[number - 1]
    return u.interpret(answer, question, [choice for choice, _ in choices(question, reflection, bundle)])


def _beside_draft(answer: Answer, reflection: Reflection) -> Answer:
    """A number or ticks with what was written to the question before, which is the comment to them."""
    draft = reflection.draft(reflection.current)
    text = "\n".join(filter(None, (draft, answer.text)))
    return replace(answer, text=text, draft=len(draft) or None)


_MOST_KEPT = 2_000
_PLACES = {Phase.SETUP: Place.SETUP, Phase.REVIEW: Place.REVIEW, Phase.PAUSED: Place.PAUSED}


def _setup(said: str, bundle: Bundle) -> Setup | None:
    named = _ANONYMOUS.sub("", said)
    place = u.find_place(named, bundle)
    if place is None:
        return None
    if place.kommune is None and not u.find_fagomraade(named, bundle, typos=False):
        if any(nearly(fold(named), fold(kommune.name)) for kommune in bundle.kommuner):
            return None  # »Vejel« is as near to Vejle as to »veje«
    kommune = place.kommune.code if place.kommune else None
    return Setup(kommune, place.fagomraade.id if place.fagomraade else None, True if named != said else None)
