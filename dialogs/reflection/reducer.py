"""One team's walk through the nine questions, as a pure reducer.

- At most one reflection is open in a conversation; a new one needs the old one finished or cancelled.
- Alone, an answer moves on to the next question still open. In a group it never does: the facilitator moves it, and
  anybody may take that over, for all to see. Whoever likes answers ahead.
- Any order: one can go to any question, back and forth, and answer again until the reflection is closed.
- A command that repeats what already holds changes nothing and says the same.
- What looks like a personal number is never kept.

What holds for each command stands in its row (``rule``), beside what takes it.
"""

from __future__ import annotations

from dialogs.danish.personal_numbers import has_personal_number_in
from dialogs.reflection import answering, edition_switch, timing
from dialogs.reflection import commands as c
from dialogs.reflection import events as e
from dialogs.reflection.commands import Said
from dialogs.reflection.events import Refusal, Refused
from dialogs.reflection.moving import over
from dialogs.reflection.rule import Rule
from dialogs.reflection.rules import RULES
from dialogs.reflection.setting import Setting, Step
from dialogs.reflection.state import Phase, Reflection


def apply(reflection: Reflection | None, said: Said[c.Command], setting: Setting) -> Step:
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
    reflection: Reflection | None, said: Said[c.Command], setting: Setting
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


def is_to_be_kept(command: c.Command) -> bool:
    """True for what says something that its author means to be kept."""
    rule = RULES[type(command)]
    return rule.keeps and any(rule.writes(command))


def _apply(reflection: Reflection | None, said: Said[c.Command], setting: Setting) -> Step:
    """Personal number, a message that is there again, old card, phase, an edit, facilitator; and then the rule."""
    rule = RULES[type(said.command)]
    if has_personal_number_in(rule.writes(said.command)):
        return reflection, (Refused(Refusal.PERSONAL_NUMBER),)
    if said.restored and (left := answering.not_restored(reflection, said)):
        return reflection, (left,)
    if rule.old_card:
        return rule.handle(reflection, said, setting)
    if said.reflection is not None and (reflection is None or said.reflection != reflection.id):
        return reflection, (Refused(Refusal.STALE_CARD),)
    if refused := _not_now(rule, reflection, said):
        return reflection, (Refused(refused),)
    if reflection is not None and said.edited:
        return answering.edited(reflection, said)
    if reflection is not None and not rule.who(reflection, said):
        return reflection, (Refused(Refusal.NOT_FACILITATOR),)
    return rule.handle(reflection, said, setting)


def _not_now(rule: Rule, reflection: Reflection | None, said: Said[c.Command]) -> Refusal | None:
    """Why a command cannot be said in the phase a reflection is in; None where it can."""
    if reflection is None or reflection.phase.is_closed:
        if said.edited:
            return Refusal.NO_REFLECTION
        phase = reflection.phase if reflection else None
        return None if phase in rule.phases else over(reflection, said)
    if reflection.phase in rule.phases:
        return None
    if reflection.phase is Phase.PAUSED:
        return None if said.restored else Refusal.PAUSED
    return Refusal.SETUP_FIRST
