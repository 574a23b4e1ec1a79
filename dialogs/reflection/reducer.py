"""One team's walk through the nine questions, as a pure reducer.

- At most one reflection is open in a conversation; a new one needs the old one finished or cancelled.
- Alone, an answer moves on to the next question still open. In a group it never does: the facilitator moves it, and
  anybody may take that over, for all to see. Whoever likes answers ahead.
- Any order: one can go to any question, back and forth, and answer again until the reflection is closed.
- A command that repeats what already holds changes nothing and says the same.
- What looks like a personal number is never kept.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from dialogs.danish.dates import moment
from dialogs.danish.personal_numbers import has_personal_number_in
from dialogs.reflection import answering, drafts, edition_switch, follow_up, moving, timing
from dialogs.reflection import commands as c
from dialogs.reflection import events as e
from dialogs.reflection.closing import closed, is_abandoned, is_agreed, lost_by
from dialogs.reflection.commands import Said
from dialogs.reflection.edition_switch import LiveEdition
from dialogs.reflection.events import Refusal, Refused
from dialogs.reflection.moving import Step, facilitates
from dialogs.reflection.state import QUESTIONS, Phase, Reflection


@dataclass(frozen=True)
class Setting:
    """What a turn brings along for a reflection that may be started in it."""

    new_id: str
    bundle: str
    group: bool
    kommune: str | None = None
    """The conversation's kommune (code), where it is known already."""
    salt: str = ""
    """Something nobody can guess, for a reflection without names."""
    in_operation: tuple[str, ...] = ()
    """Technologies (ids) ticked as in drift in the reflection as it stands."""
    fagomraader: Collection[str] = ()
    """Ids of those that ``bundle`` has."""
    kommuner: Collection[str] = ()
    """Codes of those that ``bundle`` has."""

    @property
    def live(self) -> LiveEdition:
        """The edition that a running reflection can switch to."""
        return LiveEdition(self.bundle, self.fagomraader, self.kommuner)


_LOOKING = (c.ShowStatus, c.ShowSummary, c.ShowSteps, c.ShowAnswers, c.ShowHistory, c.ShowMenu)
_WHILE_PAUSED = (
    *_LOOKING,
    c.Pause,
    c.Resume,
    c.Cancel,
    c.Finish,
    c.GoOn,
    c.TakeOver,
    c.Remind,
    c.SaveDraft,
    c.DropDraft,
)
_DURING_SETUP = (c.Setup, c.Cancel, c.GoOn, c.Pause, c.Resume, c.ShowStatus, c.SetNaming, c.TakeOver)
_FOLLOW_UP = (
    *(c.ShowSteps, c.OpenStep, c.SaveStep, c.RemoveStep),
    *(c.OpenChoice, c.Choose, c.OpenEvaluation, c.Evaluate),
    *(c.OpenDismissal, c.Dismiss, c.UndoDismissal),
)
_ONCE_CLOSED = (*_FOLLOW_UP, c.Reopen, c.Reveal, c.ShowSummary, c.ShowAnswers, c.ShowHistory, c.TakeOver)


def apply(reflection: Reflection | None, said: Said, setting: Setting) -> Step:
    """One command on the conversation's newest reflection (None before the first), or on the one its card belongs to.

    Returns what stands after it, and what happened.
    """
    stands = edition_switch.while_setting_up(reflection, setting.live)
    after, events = _apply(stands, said, setting)
    if after is None or isinstance(said.command, c.Alarm):
        return after, events
    if after != stands:
        after = timing.touched(after, said.at)
    return (after, events) if said.edited else edition_switch.offered(after, events, setting.live)


def tried(
    reflection: Reflection | None, said: Said, setting: Setting
) -> tuple[Reflection | None, bool, tuple[e.Event, ...]]:
    """What stands, whether a command would change it, and what would happen then; nothing is offered beside it.

    An answer that stands already is not saved once more, so going on from there is no change, and not told of.
    """
    stands = edition_switch.while_setting_up(reflection, setting.live)
    after, events = _apply(stands, said, setting)
    answers = stands.answers if stands else ()
    if after is not None and isinstance(events[0], e.AnswerSaved) and after.answers == answers:
        return stands, False, tuple(event for event in events if not isinstance(event, e.Moved))
    return stands, after != stands, events


def _apply(reflection: Reflection | None, said: Said, setting: Setting) -> Step:
    command = said.command
    if isinstance(command, c.Alarm):
        return (reflection, (e.NothingDue(),)) if reflection is None else timing.ring(reflection, said.at)
    if has_personal_number_in(_written(command)):
        return reflection, (Refused(Refusal.PERSONAL_NUMBER),)
    if isinstance(command, c.Deleted):
        return answering.deleted(reflection, said, command)
    if said.restored and (left := answering.not_restored(reflection, said)):
        return reflection, (left,)
    if isinstance(command, c.ShowRadar):
        return reflection, (e.RadarAsked(command.fagomraade, command.unknown, command.all_ready),)
    if isinstance(command, c.ShowCases):
        asked = e.CasesAsked(command.technology, command.fagomraade, command.unknown, command.page)
        return reflection, (asked,)
    if isinstance(command, c.Help):
        return reflection, (e.HelpAsked(),)
    if said.reflection is not None and (reflection is None or said.reflection != reflection.id):
        return reflection, (Refused(Refusal.STALE_CARD),)
    if isinstance(command, c.Start) and not said.edited:
        return _start(reflection, said, command, setting)
    if reflection is None or reflection.phase.is_closed:
        return _on_closed(reflection, said, setting)
    if reflection.phase is Phase.PAUSED and not isinstance(command, _WHILE_PAUSED) and not said.restored:
        return reflection, (Refused(Refusal.PAUSED),)
    if reflection.phase is Phase.SETUP and not isinstance(command, _DURING_SETUP):
        return reflection, (Refused(Refusal.SETUP_FIRST),)
    if said.edited:
        return answering.edited(reflection, said)
    if isinstance(command, moving.MOVES) and not _may_move(reflection, said):
        return reflection, (Refused(Refusal.NOT_FACILITATOR),)
    return _applied(reflection, said, command, setting)


def _applied(reflection: Reflection, said: Said, command: c.Command, setting: Setting) -> Step:
    if isinstance(command, _FOLLOW_UP):
        return _followed_up(reflection, said, command, setting)
    if isinstance(command, c.ShowSummary | c.ShowAnswers | c.ShowHistory | c.Reveal):
        return _looked(reflection, said, command)
    match command:
        case c.Setup():
            return _setup(reflection, command, setting)
        case c.Answer():
            return answering.answer(reflection, said, command)
        case c.OpenAnswer(question):
            return answering.open_answer(reflection, question)
        case c.SaveDraft():
            return _saved_draft(reflection, said, command, setting)
        case c.DropDraft(question):
            return drafts.drop(reflection, question)
        case c.Withdraw(question):
            return answering.withdraw(reflection, said, question)
        case c.OpenConclusion(question):
            return answering.open_conclusion(reflection, question)
        case c.Conclude():
            return answering.conclude(reflection, said, command)
        case c.SetNaming(anonymous):
            return answering.set_naming(reflection, anonymous, setting.salt)
        case c.Skip(question):
            return moving.skip(reflection, question)
        case c.Next(question):
            return moving.on(reflection, question)
        case c.Back(question):
            return moving.back(reflection, question)
        case c.GoTo(question):
            return moving.go_to(reflection, said, question)
        case c.TakeOver():
            return moving.taken_over(reflection, said)
        case c.SwitchEdition(bundle):
            return edition_switch.switch(reflection, said, bundle, setting.live)
        case c.KeepEdition(bundle):
            return edition_switch.keep(reflection, bundle, setting.live)
        case _:
            return _kept_going(reflection, said, command, setting)


def _kept_going(reflection: Reflection, said: Said, command: c.Command, setting: Setting) -> Step:
    match command:
        case c.Pause(until):
            return _pause(reflection, said, until)
        case c.Resume() if reflection.phase is Phase.PAUSED:
            return timing.resumed(reflection, said.at), (e.Resumed(),)
        case c.Resume():
            return reflection, (Refused(Refusal.NOT_PAUSED),)
        case c.Remind(on) if reflection.group:
            return replace(reflection, reminders=on), (e.RemindersSet(on),)
        case c.Remind():
            return reflection, (Refused(Refusal.ONLY_IN_A_GROUP),)
        case c.Finish():
            return _finish(reflection, said, command, setting)
        case c.Cancel():
            return _cancel(reflection, said, command)
        case c.GoOn():
            return reflection, (e.EndingDeclined(),)
        case c.Reopen():
            return reflection, (Refused(Refusal.NOT_CLOSED),)
        case c.ShowMenu():
            return reflection, (e.MenuAsked() if reflection.group else e.HelpAsked(),)
        case c.Unknown(text) if reflection.phase is Phase.QUESTIONS and text:
            return drafts.offer(reflection, text)
        case c.Unknown(text):
            return reflection, (e.NotUnderstood(text),)
        case _:
            return reflection, (e.StatusAsked(),)


def _looked(reflection: Reflection, said: Said, command: c.Command) -> Step:
    match command:
        case c.Reveal(question):
            return answering.reveal(reflection, said, question)
        case c.ShowAnswers(question, page):
            return answering.answers_page(reflection, question, page)
        case c.ShowHistory(question) if 1 <= question <= QUESTIONS:
            return reflection, (e.HistoryAsked(question),)
        case c.ShowSummary(page):
            return reflection, (e.SummaryAsked(page),)
        case _:
            return reflection, (Refused(Refusal.NO_SUCH_QUESTION),)


def _followed_up(reflection: Reflection, said: Said, command: c.Command, setting: Setting) -> Step:
    match command:
        case c.SaveStep():
            return follow_up.save_step(reflection, said, command)
        case c.OpenStep(number):
            return follow_up.open_step(reflection, number)
        case c.RemoveStep(number):
            return follow_up.remove_step(reflection, said, number)
        case c.OpenChoice():
            return reflection, (e.ChoiceOpened(),)
        case c.Choose():
            return follow_up.choose(reflection, said, command, setting.in_operation)
        case c.OpenEvaluation(technology):
            return follow_up.open_evaluation(reflection, technology)
        case c.Evaluate():
            return follow_up.evaluate(reflection, said, command)
        case c.OpenDismissal():
            return reflection, (e.DismissalOpened(),)
        case c.Dismiss():
            return follow_up.dismiss(reflection, said, command)
        case c.UndoDismissal(technology):
            return follow_up.undo_dismissal(reflection, said, technology)
        case _:
            return reflection, (e.StepsAsked(),)


def _on_closed(reflection: Reflection | None, said: Said, setting: Setting) -> Step:
    command = said.command
    if isinstance(command, c.Unknown) and not said.edited:
        return reflection, (e.NotUnderstood(command.text),)
    if reflection is None or said.edited:
        return reflection, (Refused(Refusal.NO_REFLECTION),)
    if isinstance(command, c.Finish) and reflection.phase is Phase.FINISHED:
        return reflection, (e.StatusAsked(),)  # pressed twice: the same card again, and no second radar
    if isinstance(command, c.Cancel) and reflection.phase is Phase.CANCELLED:
        return reflection, (e.StatusAsked(),)
    if isinstance(command, c.SaveDraft | c.DropDraft):
        return reflection, (Refused(Refusal.NO_DRAFT),)
    if isinstance(command, c.TakeOver) and reflection.phase is Phase.CANCELLED and not reflection.anonymous:
        return moving.taken_over(reflection, said)  # so that it can be opened again where the facilitator is away
    if isinstance(command, _ONCE_CLOSED) and reflection.phase is not Phase.CANCELLED:
        if isinstance(command, c.Reopen):
            return _reopen(reflection, said)
        if isinstance(command, c.TakeOver):
            return moving.taken_over(reflection, said)
        if isinstance(command, _FOLLOW_UP):
            return _followed_up(reflection, said, command, setting)
        return _looked(reflection, said, command)
    if isinstance(command, c.Reopen):
        return _reopen(reflection, said)
    return reflection, (Refused(Refusal.STALE_CARD if said.reflection == reflection.id else Refusal.NO_REFLECTION),)


def _reopen(reflection: Reflection, said: Said) -> Step:
    if reflection.anonymous:
        return reflection, (Refused(Refusal.CLOSED_ANONYMOUSLY),)
    if not facilitates(reflection, said.by) and not is_abandoned(reflection, said.at):
        return reflection, (Refused(Refusal.NOT_FACILITATOR),)
    known = reflection.kommune is not None and reflection.fagomraade is not None
    phase = Phase.REVIEW if known else Phase.SETUP
    return replace(reflection, phase=phase, ended_at=None), (e.Reopened(),)


def _start(reflection: Reflection | None, said: Said, command: c.Start, setting: Setting) -> Step:
    if reflection is not None and not reflection.phase.is_closed:
        return reflection, (Refused(Refusal.ALREADY_OPEN),)
    anonymous = command.anonymous and setting.group
    fresh = Reflection(
        id=setting.new_id,
        bundle=setting.bundle,
        group=setting.group,
        started_by=said.by,
        started_at=said.at,
        kommune=command.kommune or setting.kommune,
        fagomraade=command.fagomraade,
        anonymous=anonymous,
        salt=setting.salt if anonymous else None,
        facilitator=said.by if setting.group else None,
        previous=_finished_before(reflection),
    )
    if fresh.kommune and fresh.fagomraade:
        return replace(fresh, phase=Phase.QUESTIONS), (e.Moved(),)
    return fresh, (e.SetupAsked(),)


def _finished_before(reflection: Reflection | None) -> str | None:
    if reflection is None:
        return None
    return reflection.id if reflection.phase is Phase.FINISHED else reflection.previous


def _setup(reflection: Reflection, command: c.Setup, setting: Setting) -> Step:
    if reflection.phase is not Phase.SETUP:
        return reflection, (Refused(Refusal.STALE_CARD),)
    chosen = replace(
        reflection,
        kommune=command.kommune or reflection.kommune,
        fagomraade=command.fagomraade or reflection.fagomraade,
    )
    if command.anonymous is not None and chosen.group:
        salt = (chosen.salt or setting.salt) if command.anonymous else None
        chosen = replace(chosen, anonymous=command.anonymous, salt=salt)
    if chosen.kommune is None:
        return chosen, (Refused(Refusal.KOMMUNE_MISSING),)
    if chosen.fagomraade is None:
        return chosen, (Refused(Refusal.FAGOMRAADE_MISSING),)
    return replace(chosen, phase=Phase.QUESTIONS), (e.Moved(),)


def _pause(reflection: Reflection, said: Said, typed: str | None) -> Step:
    until = moment(typed, said.at) if typed else None
    if typed and until is None:
        return reflection, (Refused(Refusal.UNKNOWN_TIME),)
    if reflection.phase is Phase.PAUSED:
        return replace(reflection, paused_until=until or reflection.paused_until), (e.Paused(until),)
    away = replace(reflection, phase=Phase.PAUSED, resume_to=reflection.phase, paused_until=until)
    return away, (e.Paused(until),)


def _finish(reflection: Reflection, said: Said, command: c.Finish, setting: Setting) -> Step:
    if reflection.kommune is None or reflection.fagomraade is None:
        return reflection, (Refused(Refusal.SETUP_FIRST),)
    loss = lost_by(reflection, command)
    if not is_agreed(reflection, command, loss):
        return reflection, (e.EndingAsked(False, loss, changed=command.told is not None),)
    stands = follow_up.remembered(reflection, said, setting.in_operation)
    return closed(stands, Phase.FINISHED, said.at), (e.Finished(),)


def _cancel(reflection: Reflection, said: Said, command: c.Cancel) -> Step:
    loss = lost_by(reflection, command)
    if not loss.is_nothing and not is_agreed(reflection, command, loss):
        return reflection, (e.EndingAsked(True, loss, changed=command.told is not None),)
    return closed(reflection, Phase.CANCELLED, said.at), (e.Cancelled(),)


def _saved_draft(reflection: Reflection, said: Said, command: c.SaveDraft, setting: Setting) -> Step:
    """Whoever was about to end the reflection is asked again, now that less is lost by it."""
    after, events = answering.save_draft(reflection, said, command)
    if after is None or command.then is None or not isinstance(events[-1], e.AnswerSaved):
        return after, events
    ended, asked = _kept_going(after, said, command.then, setting)
    return ended, (*events, *asked)


def _may_move(reflection: Reflection, said: Said) -> bool:
    if isinstance(said.command, c.Next | c.Back) and said.command.question not in (None, reflection.current):
        return True  # an old card: it moves nobody, and shows where the group is
    abandoned = isinstance(said.command, c.Finish | c.Cancel) and is_abandoned(reflection, said.at)
    return facilitates(reflection, said.by) or abandoned


def is_to_be_kept(command: c.Command) -> bool:
    """True for what says something that its author means to be kept."""
    kept = isinstance(command, c.Answer | c.Conclude | c.SaveStep | c.Evaluate | c.Dismiss | c.Unknown)
    return kept and any(_written(command))


def _written(command: c.Command) -> tuple[str, ...]:
    """Everything in a command that somebody wrote."""
    match command:
        case c.Answer(text) | c.Conclude(text) | c.Unknown(text):
            return (text,)
        case c.SaveStep(what, who, when):
            return (what, who, when)
        case c.Evaluate():
            return (command.comment,)
        case c.Dismiss():
            return (command.reason,)
        case c.ShowRadar() | c.ShowCases():
            return (command.unknown or "",)
        case c.Pause(until):
            return (until or "",)
        case c.Choose():
            return (command.when,)
        case _:
            return ()
