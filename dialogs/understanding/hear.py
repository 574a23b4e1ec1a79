"""What text means where the conversation stands: a name is a kommune before the questions, and an answer in them."""

from __future__ import annotations

import re

from dialogs.danish.folding import fold
from dialogs.following import Follow, Unfollow
from dialogs.own_use.commands import CompareOwn
from dialogs.reflection.choices import choices
from dialogs.reflection.commands import Answer, Setup, ShowHistory, ShowRadar, Unknown
from dialogs.reflection.state import QUESTIONS, Phase, Reflection
from dialogs.understanding import understand as u
from dialogs.understanding.commands import AnyCommand
from dialogs.understanding.phrases import nearly
from radar_core.model import Bundle

_AS_LIKELY_AN_ANSWER = re.compile("evaluering(?: .*)?|pamindelser|historik|konklusioner")
"""Folded texts that are commands and yet may be all a person answers, alone with a question."""
_READY = frozenset(("færdig", "jeg er færdig"))
"""Folded texts that finish a reflection, and yet say of one person in a group that they have answered."""
_PLAINLY_FOLLOWS = re.compile(r"(?:folg|abonner|afmeld|stop|hold op)\b")
_ANONYMOUS = re.compile(r"\b(?:og )?anonymt?\b", re.IGNORECASE)


def hear(text: str, reflection: Reflection | None, bundle: Bundle) -> AnyCommand:
    """Danish text to a command, given the conversation's newest reflection (None before the first)."""
    command = u.understand(text, bundle)
    if reflection is None or reflection.phase.is_closed:
        return command
    if reflection.phase is Phase.SETUP and isinstance(command, Unknown | ShowRadar):
        return _setup(u.clean(text), bundle) or command
    if reflection.phase is Phase.QUESTIONS and not isinstance(command, Answer | Unknown):
        # »økonomi« alone, while a question is open, is more likely an answer.
        named = isinstance(command, ShowRadar) and u.find_fagomraade(text, bundle) is not None
        said = fold(u.clean(text))
        # »Sammenlign skoler« is an answer as likely as a wish, and »sammenlign egen radar« is not.
        named = named or (isinstance(command, CompareOwn) and bool(command.fagomraade) and "radar" not in said)
        # »Vi vil følge planen« and »følg loven« are answers too, alone with a question.
        if isinstance(command, Follow | Unfollow) and not reflection.group:
            named = named or command.unknown is not None or not _PLAINLY_FOLLOWS.match(said)
        if named or (said in _READY if reflection.group else _AS_LIKELY_AN_ANSWER.fullmatch(said)):
            return Unknown(u.clean(text))
    if command == ShowHistory(0) and reflection.phase is Phase.QUESTIONS:
        return ShowHistory(reflection.current)
    if isinstance(command, Answer) and reflection.phase in (Phase.QUESTIONS, Phase.REVIEW):
        number = reflection.current if command.question is None else command.question
        if 1 <= number <= QUESTIONS:
            question = bundle.questions[number - 1]
            return u.interpret(command, question, [choice for choice, _ in choices(question, reflection, bundle)])
    return command


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
