"""The course of a reflection: started, set up, put away and taken up again, ended and reopened."""

from __future__ import annotations

from dataclasses import replace

from dialogs.danish.dates import moment
from dialogs.reflection import answering, follow_up, moving, timing
from dialogs.reflection import commands as c
from dialogs.reflection import events as e
from dialogs.reflection.closing import closed, is_abandoned, is_agreed, lost_by
from dialogs.reflection.commands import Said
from dialogs.reflection.events import Refusal, Refused
from dialogs.reflection.rule import ALL, CLOSED, GIVEN_UP, NONE, OPEN, PAUSED, SETUP, Rule, Rules
from dialogs.reflection.setting import Setting, Step
from dialogs.reflection.state import Phase, Reflection


def start(reflection: Reflection | None, said: Said[c.Start], setting: Setting) -> Step:
    """A new one, where none is open."""
    if reflection is not None and not reflection.phase.is_closed:
        return reflection, (Refused(Refusal.ALREADY_OPEN),)
    command = said.command
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
    # The fagområde of last time stands chosen in the form, where it can be changed.
    last = reflection.fagomraade if reflection and command.fagomraade is None else None
    return (replace(fresh, fagomraade=last) if last in setting.fagomraader else fresh), (e.SetupAsked(),)


def set_up(reflection: Reflection, said: Said[c.Setup], setting: Setting) -> Step:
    """Kommune and fagområde as chosen; with both of them to the questions."""
    if reflection.phase is not Phase.SETUP:
        return reflection, (Refused(Refusal.STALE_CARD),)
    command = said.command
    chosen = replace(
        reflection,
        kommune=command.kommune or reflection.kommune,
        fagomraade=command.fagomraade or reflection.fagomraade,
    )
    if command.anonymous is not None and chosen.group:
        salt = (chosen.salt or setting.salt) if command.anonymous else None
        chosen = replace(chosen, anonymous=command.anonymous, salt=salt)
    if chosen.kommune is None:
        missing = Refusal.SETUP_FIRST if chosen.fagomraade is None else Refusal.KOMMUNE_MISSING
        return chosen, (Refused(missing),)
    if chosen.fagomraade is None:
        return chosen, (Refused(Refusal.FAGOMRAADE_MISSING),)
    return replace(chosen, phase=Phase.QUESTIONS), (e.Moved(),)


def pause(reflection: Reflection, said: Said[c.Pause], _setting: Setting) -> Step:
    """Put away, until a time where one is named."""
    typed = said.command.until
    until = moment(typed, said.at) if typed else None
    if typed and until is None:
        return reflection, (Refused(Refusal.UNKNOWN_TIME),)
    if reflection.phase is Phase.PAUSED:
        return replace(reflection, paused_until=until or reflection.paused_until), (e.Paused(until),)
    away = replace(reflection, phase=Phase.PAUSED, resume_to=reflection.phase, paused_until=until)
    return away, (e.Paused(until),)


def resume(reflection: Reflection, said: Said[c.Resume], _setting: Setting) -> Step:
    """Taken up again."""
    if reflection.phase is not Phase.PAUSED:
        return reflection, (Refused(Refusal.NOT_PAUSED),)
    return timing.resumed(reflection, said.at), (e.Resumed(),)


def remind(reflection: Reflection, said: Said[c.Remind], _setting: Setting) -> Step:
    """The group is reminded, or no longer."""
    if not reflection.group:
        return reflection, (Refused(Refusal.ONLY_IN_A_GROUP),)
    return replace(reflection, reminders=said.command.on), (e.RemindersSet(said.command.on),)


def finish(reflection: Reflection, said: Said[c.Finish], setting: Setting) -> Step:
    """Ended with the radar answer, once whoever ends it knows what that costs."""
    return _finish(reflection, said, said.command, setting)


def cancel(reflection: Reflection, said: Said[c.Cancel], _setting: Setting) -> Step:
    """Given up, once whoever does it knows what that costs."""
    return _cancel(reflection, said, said.command)


def go_on(reflection: Reflection, _said: Said[c.GoOn], _setting: Setting) -> Step:
    """It is not to end."""
    return reflection, (e.EndingDeclined(),)


def reopen(reflection: Reflection, said: Said[c.Reopen], _setting: Setting) -> Step:
    """A closed one is open again, with what it had; an anonymous one cannot be."""
    if not reflection.phase.is_closed:
        return reflection, (Refused(Refusal.NOT_CLOSED),)
    if reflection.anonymous:
        return reflection, (Refused(Refusal.CLOSED_ANONYMOUSLY),)
    if not moving.facilitates(reflection, said.by) and not is_abandoned(reflection, said.at):
        return reflection, (Refused(Refusal.NOT_FACILITATOR),)
    known = reflection.kommune is not None and reflection.fagomraade is not None
    phase = Phase.REVIEW if known else Phase.SETUP
    return replace(reflection, phase=phase, ended_at=None), (e.Reopened(),)


def save_draft(reflection: Reflection, said: Said[c.SaveDraft], setting: Setting) -> Step:
    """A draft that is the answer. Whoever was about to end it is asked again, now that less is lost by it."""
    after, events = answering.save_draft(reflection, said, setting)
    then = said.command.then
    if after is None or then is None or not isinstance(events[-1], e.AnswerSaved):
        return after, events
    ended, asked = _finish(after, said, then, setting) if isinstance(then, c.Finish) else _cancel(after, said, then)
    return ended, (*events, *asked)


def ring(reflection: Reflection | None, said: Said[c.Alarm], _setting: Setting) -> Step:
    """The time may have come that a reflection waits for."""
    return (reflection, (e.NothingDue(),)) if reflection is None else timing.ring(reflection, said.at)


def _finish(reflection: Reflection, said: Said[c.Command], command: c.Finish, setting: Setting) -> Step:
    if reflection.phase is Phase.FINISHED:
        return reflection, (e.StatusAsked(),)  # pressed twice: the same card again, and no second radar
    if reflection.kommune is None or reflection.fagomraade is None:
        return reflection, (Refused(Refusal.SETUP_FIRST),)
    loss = lost_by(reflection, command)
    if not is_agreed(reflection, command, loss):
        return reflection, (e.EndingAsked(False, loss, changed=command.told is not None),)
    stands = follow_up.remembered(reflection, said, setting.in_operation)
    return closed(stands, Phase.FINISHED, said.at), (e.Finished(),)


def _cancel(reflection: Reflection, said: Said[c.Command], command: c.Cancel) -> Step:
    if reflection.phase is Phase.CANCELLED:
        return reflection, (e.StatusAsked(),)
    loss = lost_by(reflection, command)
    if not loss.is_nothing and not is_agreed(reflection, command, loss):
        return reflection, (e.EndingAsked(True, loss, changed=command.told is not None),)
    return closed(reflection, Phase.CANCELLED, said.at), (e.Cancelled(),)


def _finished_before(reflection: Reflection | None) -> str | None:
    if reflection is None:
        return None
    return reflection.id if reflection.phase is Phase.FINISHED else reflection.previous


RULES: Rules = {
    c.Start: Rule(start, ALL | NONE),
    c.Setup: Rule(set_up, SETUP | OPEN),
    c.SaveDraft: Rule(save_draft, OPEN | PAUSED | CLOSED),
    c.Reopen: Rule(reopen, OPEN | CLOSED),
    c.Remind: Rule(remind, OPEN | PAUSED),
    c.Alarm: Rule(ring, ALL | NONE, old_card=True),
    c.Pause: Rule(pause, SETUP | OPEN | PAUSED, writes=lambda away: (away.until or "",)),
    c.Resume: Rule(resume, SETUP | OPEN | PAUSED),
    c.Finish: Rule(finish, OPEN | PAUSED | {Phase.FINISHED}, who=moving.ends_it),
    c.Cancel: Rule(cancel, SETUP | OPEN | PAUSED | GIVEN_UP, who=moving.ends_it),
    c.GoOn: Rule(go_on, SETUP | OPEN | PAUSED),
}
