"""What somebody alone writes to a question they have answered: it is kept beside the answer, and never lost unsaid.

- It is added to the answer, replaces it, or is dropped, as they say.
- A line is added to what was written before. Saved, dropped or the reflection closed, it is gone.
- Moving on leaves it where it was written; whoever moves is told, and one press saves it (``left``).
"""

from __future__ import annotations

from dataclasses import replace

from dialogs.reflection import commands as c
from dialogs.reflection import events as e
from dialogs.reflection.commands import Said
from dialogs.reflection.events import Refusal, Refused
from dialogs.reflection.rule import CLOSED, OPEN, PAUSED, Rule, Rules
from dialogs.reflection.setting import Setting, Step
from dialogs.reflection.state import Draft, Phase, Reflection


def asked_for(reflection: Reflection, question: int | None) -> Draft | None:
    """The draft of a question; without one that of the question it stands at, or else the newest."""
    if question is not None:
        return next((draft for draft in reflection.drafts if draft.question == question), None)
    at = reflection.current if reflection.phase is Phase.QUESTIONS else 0
    return next(
        (d for d in reflection.drafts if d.question == at), reflection.drafts[-1] if reflection.drafts else None
    )


def as_answer(reflection: Reflection, said: Said[c.SaveDraft], draft: Draft) -> c.Answer:
    """The draft as an answer: added to the one that is there, or in its place. Its number and ticks are as read."""
    command, earlier = said.command, reflection.answer_of(said.by, draft.question)
    read = command.read or c.Answer(draft.text)
    text = joined(earlier.text, read.text) if earlier and not command.replaces else read.text
    return c.Answer(text, draft.question, read.rating, read.ticks, draft=len(draft.text))


def drop(reflection: Reflection, said: Said[c.DropDraft], _setting: Setting) -> Step:
    """Nothing is left of a draft."""
    draft = asked_for(reflection, said.command.question)
    if draft is None:
        return reflection, (Refused(Refusal.NO_DRAFT),)
    return replace(reflection, drafts=without(reflection, draft.question)), (e.DraftDropped(draft.question),)


def used_up(reflection: Reflection, command: c.Answer, question: int) -> tuple[Draft, ...]:
    """The drafts after an answer to a question: its own goes where the answer holds it, or the person had it at hand.

    What has been written since the card was shown is neither, and stays.
    """
    words = reflection.draft(question)
    if words and (command.draft == len(words) or words in command.text):
        return without(reflection, question)
    return reflection.drafts


def left(before: Reflection | None, after: Reflection | None) -> tuple[Draft, ...]:
    """The drafts that stood in the card somebody had in front of them, and do not any more."""
    if before is None or after is None or before.id != after.id:
        return ()
    return tuple(d for d in after.drafts if d.question in _at_hand(before) - _at_hand(after))


def joined(before: str, text: str) -> str:
    """Two pieces as lines under each other; what is there already is not said twice."""
    if f"\n{text}\n" in f"\n{before}\n":
        return before
    return f"{before}\n{text}" if before else text


def without(reflection: Reflection, question: int) -> tuple[Draft, ...]:
    """The drafts of the other questions."""
    return tuple(draft for draft in reflection.drafts if draft.question != question)


def _at_hand(reflection: Reflection) -> set[int]:
    return {reflection.current} if reflection.phase is Phase.QUESTIONS else set()


RULES: Rules = {
    c.DropDraft: Rule(drop, OPEN | PAUSED | CLOSED),
}
