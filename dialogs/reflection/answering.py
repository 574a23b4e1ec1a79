"""Answers and what the team makes of them: one's own first, unseen, then opened, then a shared conclusion.

- An answer is its author's: edited silently, taken back without a trace, until the reflection is closed.
- Opening is for whoever has answered, or facilitates; anonymous answers open only when enough people have given one.
- A conclusion is anyone's to write. All its revisions are kept, and nobody writes over one they have not seen.
"""

from __future__ import annotations

from dataclasses import replace

from dialogs.people import Person
from dialogs.reflection import commands as c
from dialogs.reflection import drafts
from dialogs.reflection import events as e
from dialogs.reflection.commands import Said
from dialogs.reflection.events import Refusal, Refused
from dialogs.reflection.moving import facilitates, further, moved, next_open
from dialogs.reflection.rule import ALL, DONE, NONE, OPEN, PAUSED, SETUP, Rule, Rules, its_text
from dialogs.reflection.setting import Setting, Step
from dialogs.reflection.state import (
    ANONYMOUS_FROM,
    MAX_ANSWER,
    QUESTIONS,
    Conclusion,
    GivenAnswer,
    Phase,
    Reflection,
)

NOBODY = Person("", "")


def answer(reflection: Reflection, said: Said[c.Answer], setting: Setting) -> Step:
    """Somebody's answer, new or edited. What a channel did not ask for is kept as it was given before."""
    return given(reflection, said, said.command, setting)


def given(reflection: Reflection, said: Said[c.Command], command: c.Answer, setting: Setting) -> Step:
    """An answer, whatever it was said by.

    Alone, what is typed without the number that belongs to it stays at its question until that is given.
    """
    after, events = _answered(reflection, said, command)
    return (after, events) if said.message is None else _rated_first(reflection, said, after, events, setting)


def _rated_first(
    reflection: Reflection,
    said: Said[c.Command],
    after: Reflection | None,
    events: tuple[e.Event, ...],
    setting: Setting,
) -> Step:
    """What an answer led to, or alone that its number is asked for."""
    if after is None or reflection.group or not isinstance(events[0], e.AnswerSaved):
        return after, events
    stands = after.answer_of(said.by, events[0].question)
    if stands is None or stands.rating is not None or stands.question not in setting.rated:
        return after, events
    stays = replace(after, phase=reflection.phase, current=reflection.current)
    return stays, (replace(events[0], unrated=True),)


def _answered(reflection: Reflection, said: Said[c.Command], command: c.Answer) -> Step:
    question = command.question
    if question is None:
        if reflection.phase is Phase.REVIEW:
            return reflection, (Refused(Refusal.WHICH_QUESTION),)
        question = reflection.current
    if refused := _refused(reflection, said, command, question):
        return reflection, (Refused(refused),)
    key = reflection.key_of(said.by)
    earlier = reflection.answer_of(said.by, question)
    text = command.text.strip()
    kept_ticks = earlier.ticks if earlier else ()
    ticks = kept_ticks if command.ticks is None else tuple(dict.fromkeys(command.ticks))
    rating = command.rating if command.rating is not None else (earlier.rating if earlier else None)
    # What is added to a comment leaves the answer in the comment's message, so that an edit of that is one of this.
    is_added = earlier is not None and (
        (earlier.rating is None and rating is not None) or (not earlier.ticks and bool(ticks))
    )
    is_beside = is_added and earlier is not None and earlier.text == text
    message = earlier.message if earlier and is_beside else said.message or (earlier.message if earlier else None)
    given = GivenAnswer(question, key, said.at, text, rating, ticks, earlier.revision + 1 if earlier else 1, message)
    if earlier is None:
        answers = (*reflection.answers, given)
    elif (earlier.text, earlier.rating, set(earlier.ticks)) == (text, rating, set(ticks)):
        answers = reflection.answers
    else:
        answers = tuple(given if a is earlier else a for a in reflection.answers)
    left = drafts.used_up(reflection, command, question)
    kept = replace(reflection, answers=answers, skipped=reflection.skipped - {question}, drafts=left)
    is_new = earlier is not None and answers is not reflection.answers
    saved = e.AnswerSaved(question, said.by, edited=is_new, completed=is_new and is_beside)
    if isinstance(command.then, c.Back):
        return moved(kept, max(question - 1, 1), (saved,)) if question == reflection.current else (kept, (saved,))
    if isinstance(command.then, c.OpenAnswer) and question < QUESTIONS:
        return kept, (saved, e.InputOpened(question + 1))
    if reflection.group or reflection.phase is Phase.REVIEW:
        return kept, (saved,)
    return moved(kept, next_open(kept, said.by, question), (saved,))


def save_draft(reflection: Reflection, said: Said[c.SaveDraft], setting: Setting) -> Step:
    """A draft that is the answer after all. It moves on from the question one stands at, and from no other."""
    command = said.command
    draft = drafts.asked_for(reflection, command.question)
    if draft is None:
        return reflection, (Refused(Refusal.NO_DRAFT),)
    after, events = _answered(reflection, said, drafts.as_answer(reflection, said, draft))
    if after is None or not isinstance(events[0], e.AnswerSaved):
        return reflection, events
    is_here = reflection.phase is Phase.QUESTIONS and draft.question == reflection.current
    if is_here and command.then is None:
        return _rated_first(reflection, said, after, events, setting)
    return replace(after, phase=reflection.phase, current=reflection.current), events[:1]


def edited(reflection: Reflection, said: Said[c.Command]) -> Step:
    """A message that was said before, and now says something else: it edits the answer it was."""
    command = said.command
    own = reflection.written_in(said.by, said.message)
    question = own.question if own else said.question
    if isinstance(command, c.Answer) and question is None and not command.text:
        return reflection, (Refused(Refusal.EDIT_NOT_READ),)  # a bare number is of no question one can tell
    if isinstance(command, c.Answer):
        given = replace(command, question=question) if command.question is None else command
    elif isinstance(command, c.Unknown) and question is not None and command.text:
        given = c.Answer(command.text, question)
    else:
        return reflection, (Refused(Refusal.EDIT_NOT_READ),)
    after, events = _answered(reflection, said, given)
    if after is None or not isinstance(events[0], e.AnswerSaved):
        return reflection, events
    return replace(after, phase=reflection.phase, current=reflection.current), events[:1]


def deleted(reflection: Reflection | None, said: Said[c.Deleted], _setting: Setting) -> Step:
    """A message was deleted: the answer that it is goes, and nothing where it is none."""
    stood = reflection.written_in(said.by, said.message) if reflection else None
    if reflection is None or stood is None:
        shared = reflection is not None and said.command.shared
        return reflection, (Refused(Refusal.SHARED_STANDS) if shared else e.NothingDue(),)
    if reflection.phase.is_closed:
        return reflection, (Refused(Refusal.ANSWER_STANDS),)
    left = tuple(a for a in reflection.answers if a is not stood)
    return replace(reflection, answers=left), (e.AnswerWithdrawn(stood.question),)


def not_restored(reflection: Reflection | None, said: Said[c.Command]) -> e.Event | None:
    """Why a message that is there again puts no answer back; None where it does, as an edit would."""
    if reflection is None or reflection.written_in(said.by, said.message) is not None:
        return e.NothingDue() if reflection is None else None
    if said.question is None:
        is_lost = isinstance(said.command, c.Answer) and not reflection.phase.is_closed
        return Refused(Refusal.EDIT_NOT_READ) if is_lost else e.NothingDue()
    newer = reflection.answer_of(said.by, said.question)
    return Refused(Refusal.NEWER_STANDS) if newer is not None else None


def open_answer(reflection: Reflection, said: Said[c.OpenAnswer], _setting: Setting) -> Step:
    """The input card of a question for one person."""
    asked = said.command.question
    if asked is None and reflection.phase is Phase.REVIEW:
        return reflection, (Refused(Refusal.WHICH_QUESTION),)
    question = reflection.current if asked is None else asked
    if not 1 <= question <= QUESTIONS:
        return reflection, (Refused(Refusal.NO_SUCH_QUESTION),)
    return reflection, (e.InputOpened(question),)


def withdraw(reflection: Reflection, said: Said[c.Withdraw], _setting: Setting) -> Step:
    """One's own answer taken back."""
    asked = said.command.question
    if asked is None and reflection.phase is Phase.REVIEW:
        return reflection, (Refused(Refusal.WHICH_QUESTION),)
    question = reflection.current if asked is None else asked
    if not 1 <= question <= QUESTIONS:
        return reflection, (Refused(Refusal.NO_SUCH_QUESTION),)
    stood = reflection.answer_of(said.by, question)
    if stood is None:
        return reflection, (Refused(Refusal.NOTHING_TO_WITHDRAW),)
    left = tuple(a for a in reflection.answers if a is not stood)
    return replace(reflection, answers=left), (e.AnswerWithdrawn(question),)


def reveal(reflection: Reflection, said: Said[c.Reveal], _setting: Setting) -> Step:
    """Answers opened to everybody: those to one question, or in the summary all."""
    asked = said.command.question
    if not reflection.group:
        return reflection, (e.SummaryAsked(1),)
    if asked is None and reflection.phase is not Phase.QUESTIONS:
        return _reveal_all(reflection, said)
    question = reflection.current if asked is None else asked
    if not 1 <= question <= QUESTIONS:
        return reflection, (Refused(Refusal.NO_SUCH_QUESTION),)
    if not reflection.answers_to(question):
        return reflection, (Refused(Refusal.NOTHING_ANSWERED),)
    if not _may_open(reflection, said.by, question):
        return reflection, (Refused(Refusal.ANSWER_FIRST),)
    if not _are_enough(reflection, question):
        return reflection, (Refused(Refusal.TOO_FEW_TO_OPEN),)
    if question in reflection.revealed:
        return reflection, (e.StatusAsked(),) if question == reflection.current else (e.AnswersAsked(question, 1),)
    return replace(reflection, revealed=reflection.revealed | {question}), (e.Revealed((question,)),)


def answers_page(reflection: Reflection, said: Said[c.ShowAnswers], _setting: Setting) -> Step:
    """A page of opened answers for one person."""
    question, page = said.command.question, said.command.page
    if not 1 <= question <= QUESTIONS:
        return reflection, (Refused(Refusal.NO_SUCH_QUESTION),)
    if not reflection.is_open_to_all(question):
        return reflection, (e.StatusAsked(),)
    return reflection, (e.AnswersAsked(question, page),)


def conclude(reflection: Reflection, said: Said[c.Conclude], _setting: Setting) -> Step:
    """What the team concludes on a question."""
    command = said.command
    question = _conclusion_on(reflection, command.question)
    if isinstance(question, Refusal):
        return reflection, (Refused(question),)
    text = command.text.strip()
    stands = reflection.conclusion(question)
    if len(text) > MAX_ANSWER:
        return reflection, (Refused(Refusal.ANSWER_TOO_LONG),)
    choice = reflection.concluded_choice(question) if command.choice is None else command.choice
    if not text and not choice and not (stands and (stands.text or stands.choice)):
        return reflection, (Refused(Refusal.EMPTY_CONCLUSION),)
    if stands is not None and (stands.text, stands.choice) == (text, choice):
        return _concluded(reflection, said, question)
    revision = stands.revision if stands else 0
    if command.seen is not None and command.seen != revision:
        return reflection, (Refused(Refusal.CONCLUSION_CHANGED),)
    by = NOBODY if reflection.anonymous else said.by
    new = Conclusion(question, text, by, said.at, revision + 1, choice)
    return _concluded(replace(reflection, conclusions=(*reflection.conclusions, new)), said, question)


def _concluded(reflection: Reflection, said: Said[c.Conclude], question: int) -> Step:
    """It stands; whoever moves the group may go on with it, from the question the group is at."""
    here = reflection.phase is Phase.QUESTIONS and question == reflection.current
    if said.command.go_on and here and facilitates(reflection, said.by):
        return further(reflection, (e.Concluded(question),))
    return reflection, (e.Concluded(question),)


def open_conclusion(reflection: Reflection, said: Said[c.OpenConclusion], _setting: Setting) -> Step:
    """The card to write a conclusion."""
    question = _conclusion_on(reflection, said.command.question)
    if isinstance(question, Refusal):
        return reflection, (Refused(question),)
    return reflection, (e.ConclusionOpened(question),)


def show_history(reflection: Reflection, said: Said[c.ShowHistory], _setting: Setting) -> Step:
    """All revisions of a conclusion for one person."""
    question = said.command.question
    is_one = 1 <= question <= QUESTIONS
    return reflection, (e.HistoryAsked(question) if is_one else Refused(Refusal.NO_SUCH_QUESTION),)


def set_naming(reflection: Reflection, said: Said[c.SetNaming], setting: Setting) -> Step:
    """With names or without: before the first answer, and never after."""
    anonymous, salt = said.command.anonymous, setting.salt
    if not reflection.group:
        return reflection, (Refused(Refusal.ONLY_IN_A_GROUP),)
    if anonymous == reflection.anonymous:
        return reflection, (e.NamingSet(anonymous),)
    if reflection.answers:
        return reflection, (Refused(Refusal.NAMING_FIXED),)
    return replace(reflection, anonymous=anonymous, salt=salt if anonymous else None), (e.NamingSet(anonymous),)


def _refused(reflection: Reflection, said: Said[c.Command], command: c.Answer, question: int) -> Refusal | None:
    if not 1 <= question <= QUESTIONS:
        return Refusal.NO_SUCH_QUESTION
    if reflection.anonymous and said.message is not None:
        return Refusal.ANONYMOUS_BY_TEXT
    if command.anonymous and not reflection.anonymous:
        return Refusal.NAMING_CHANGED
    if not command.text.strip() and command.rating is None and not command.ticks:
        return Refusal.EMPTY_ANSWER
    return Refusal.ANSWER_TOO_LONG if len(command.text.strip()) > MAX_ANSWER else None


def _reveal_all(reflection: Reflection, said: Said[c.Reveal]) -> Step:
    if not reflection.answered:
        return reflection, (Refused(Refusal.NOTHING_ANSWERED),)
    answered = sorted(q for q in reflection.answered if q not in reflection.revealed)
    allowed = [q for q in answered if _may_open(reflection, said.by, q)]
    opened = tuple(q for q in allowed if _are_enough(reflection, q))
    if opened:
        return replace(reflection, revealed=reflection.revealed | set(opened)), (e.Revealed(opened),)
    if not answered:
        return reflection, (e.SummaryAsked(1),)
    return reflection, (Refused(Refusal.TOO_FEW_TO_OPEN if allowed else Refusal.ANSWER_FIRST),)


def _may_open(reflection: Reflection, person: Person, question: int) -> bool:
    """Own answer first. Once closed nobody can answer any more, and so anyone may look."""
    closed = reflection.phase.is_closed
    return closed or facilitates(reflection, person) or reflection.answer_of(person, question) is not None


def _are_enough(reflection: Reflection, question: int) -> bool:
    return not reflection.anonymous or len(reflection.answers_to(question)) >= ANONYMOUS_FROM


def _conclusion_on(reflection: Reflection, asked: int | None) -> int | Refusal:
    if not reflection.group:
        return Refusal.ONLY_IN_A_GROUP
    if asked is None and reflection.phase is Phase.REVIEW:
        return Refusal.WHICH_QUESTION
    question = reflection.current if asked is None else asked
    return question if 1 <= question <= QUESTIONS else Refusal.NO_SUCH_QUESTION


RULES: Rules = {
    c.Answer: Rule(answer, OPEN, writes=its_text, keeps=True),
    c.OpenAnswer: Rule(open_answer, OPEN),
    c.Deleted: Rule(deleted, ALL | NONE, old_card=True),
    c.Withdraw: Rule(withdraw, OPEN),
    c.Reveal: Rule(reveal, OPEN | DONE),
    c.ShowAnswers: Rule(answers_page, OPEN | PAUSED | DONE),
    c.OpenConclusion: Rule(open_conclusion, OPEN),
    c.Conclude: Rule(conclude, OPEN, writes=its_text, keeps=True),
    c.ShowHistory: Rule(show_history, OPEN | PAUSED | DONE),
    c.SetNaming: Rule(set_naming, SETUP | OPEN),
}
