"""What somebody types that is no command: alone, at a question, typing is answering.

- At a question without an answer the line is the answer, as it was typed, and the next question comes.
- At one that is answered it is kept beside the answer, and asked about; only *erstat* and »svar: …« replace.
- A comment without its number is an answer already; the number is asked for, and goes with it.
- *fortryd* takes back what was answered last, once: nothing but an answer that never said anything else.
- A line that reads as a question to the bot is no answer until somebody says so.
- In a group nothing is saved: the words stand in the chat, and are told at once not to be an answer.
"""

from __future__ import annotations

from dataclasses import replace

from dialogs.danish.personal_numbers import has_personal_number
from dialogs.reflection import answering, looking
from dialogs.reflection import commands as c
from dialogs.reflection import events as e
from dialogs.reflection.commands import Said
from dialogs.reflection.drafts import joined, without
from dialogs.reflection.events import Refusal, Refused
from dialogs.reflection.moving import moved
from dialogs.reflection.rule import ALL, CLOSED, NONE, OPEN, Rule, Rules, its_text
from dialogs.reflection.setting import Setting, Step
from dialogs.reflection.state import MAX_ANSWER, Draft, Phase, Reflection


def line(reflection: Reflection | None, said: Said[c.Unknown], setting: Setting) -> Step:
    """Words that are no command: at an open question its answer, or beside it."""
    command = said.command
    if reflection is None or reflection.phase is not Phase.QUESTIONS or not command.text:
        return reflection, (e.NotUnderstood(command.text),)
    question = reflection.current
    waiting = reflection.draft(question)
    whole = command.text if reflection.group else joined(waiting, command.text)
    if len(whole) > MAX_ANSWER:
        return reflection, (Refused(Refusal.ANSWER_TOO_LONG),)
    if reflection.group:
        return reflection, (e.DraftOffered(whole),)
    if command.asks:
        return reflection, (e.NotUnderstood(command.text),)
    if has_personal_number(whole):
        return reflection, (Refused(Refusal.PERSONAL_NUMBER),)
    if reflection.answer_of(said.by, question) is None:
        return answering.given(reflection, said, c.Answer(whole, draft=len(waiting) or None), setting)
    kept = (*without(reflection, question), Draft(question, whole))
    return replace(reflection, drafts=kept), (e.DraftOffered(whole),)


def take_back(reflection: Reflection | None, said: Said[c.TakeBack], setting: Setting) -> Step:
    """The answer given last, as if it was not: its question is open again. What else it may mean is asked."""
    question = said.command.question
    if reflection is None or reflection.group or reflection.phase not in OPEN or reflection.drafts:
        return looking.undo(reflection, said, setting)
    newest = reflection.newest_of(said.by)
    if newest is None or newest.revision > 1 or question not in (None, newest.question):
        return looking.undo(reflection, said, setting)
    left = tuple(answer for answer in reflection.answers if answer is not newest)
    gone = e.AnswerWithdrawn(newest.question, undone=True)
    return moved(replace(reflection, answers=left), newest.question, (gone,))


RULES: Rules = {
    c.TakeBack: Rule(take_back, ALL | NONE),
    c.Unknown: Rule(line, OPEN | CLOSED | NONE, writes=its_text, keeps=True),
}
