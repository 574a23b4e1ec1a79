"""Every command of a reflection in one row: what takes it, in which phases, by whom, and what somebody wrote in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dialogs.reflection import answering, course, drafts, edition_switch, follow_up, looking, moving
from dialogs.reflection import commands as c
from dialogs.reflection.commands import Said
from dialogs.reflection.setting import Setting, Step
from dialogs.reflection.state import Phase

Handle = Callable[[Any, Said[Any], Setting], Step]
"""(reflection, said, setting) -> what stands after it, and what happened."""


def _nothing(_: Any) -> tuple[str, ...]:
    return ()


def _text(command: c.Answer | c.Conclude | c.Unknown) -> tuple[str, ...]:
    return (command.text,)


@dataclass(frozen=True)
class Rule:
    """What holds for one command."""

    handle: Handle
    phases: frozenset[Phase | None]
    """Where it can be said; None is before the first reflection."""
    who: Callable[[Any, Said[Any]], bool] = moving.is_anyone
    """Whether whoever said it may, where a reflection is open."""
    writes: Callable[[Any], tuple[str, ...]] = _nothing
    """All that somebody wrote in it: no personal number is taken there."""
    keeps: bool = False
    """True where what is written is meant to be kept."""
    old_card: bool = False
    """True where it does not matter which reflection the card was of, nor whether there is one, nor its phase."""


_OPEN = frozenset[Phase | None]({Phase.QUESTIONS, Phase.REVIEW})
_PAUSED = frozenset[Phase | None]({Phase.PAUSED})
_SETUP = frozenset[Phase | None]({Phase.SETUP})
_DONE = frozenset[Phase | None]({Phase.FINISHED, Phase.EXPIRED})
_GIVEN_UP = frozenset[Phase | None]({Phase.CANCELLED})
_CLOSED = _DONE | _GIVEN_UP
_ALL = frozenset[Phase | None](Phase)
_NONE = frozenset[Phase | None]({None})

RULES: Mapping[type[c.Command], Rule] = {
    c.Start: Rule(course.start, _ALL | _NONE),
    c.Setup: Rule(course.set_up, _SETUP | _OPEN),
    c.Answer: Rule(answering.answer, _OPEN, writes=_text, keeps=True),
    c.OpenAnswer: Rule(answering.open_answer, _OPEN),
    c.Deleted: Rule(answering.deleted, _ALL | _NONE, old_card=True),
    c.SaveDraft: Rule(course.save_draft, _OPEN | _PAUSED | _CLOSED),
    c.DropDraft: Rule(drafts.drop, _OPEN | _PAUSED | _CLOSED),
    c.Withdraw: Rule(answering.withdraw, _OPEN),
    c.Reveal: Rule(answering.reveal, _OPEN | _DONE),
    c.ShowAnswers: Rule(answering.answers_page, _OPEN | _PAUSED | _DONE),
    c.OpenConclusion: Rule(answering.open_conclusion, _OPEN),
    c.Conclude: Rule(answering.conclude, _OPEN, writes=_text, keeps=True),
    c.ShowHistory: Rule(answering.show_history, _OPEN | _PAUSED | _DONE),
    c.ShowSteps: Rule(follow_up.show_steps, _OPEN | _PAUSED | _DONE),
    c.OpenStep: Rule(follow_up.open_step, _OPEN | _DONE),
    c.SaveStep: Rule(follow_up.save_step, _OPEN | _DONE, writes=lambda s: (s.what, s.who, s.when), keeps=True),
    c.RemoveStep: Rule(follow_up.remove_step, _OPEN | _DONE),
    c.OpenChoice: Rule(follow_up.open_choice, _OPEN | _DONE),
    c.Choose: Rule(follow_up.choose, _OPEN | _DONE, writes=lambda chosen: (chosen.when,)),
    c.OpenEvaluation: Rule(follow_up.open_evaluation, _OPEN | _DONE),
    c.Evaluate: Rule(follow_up.evaluate, _OPEN | _DONE, writes=lambda says: (says.comment,), keeps=True),
    c.OpenDismissal: Rule(follow_up.open_dismissal, _OPEN | _DONE),
    c.Dismiss: Rule(follow_up.dismiss, _OPEN | _DONE, writes=lambda says: (says.reason,), keeps=True),
    c.UndoDismissal: Rule(follow_up.undo_dismissal, _OPEN | _DONE),
    c.TakeOver: Rule(moving.take_over, _ALL),
    c.Reopen: Rule(course.reopen, _OPEN | _CLOSED),
    c.Remind: Rule(course.remind, _OPEN | _PAUSED),
    c.SetNaming: Rule(answering.set_naming, _SETUP | _OPEN),
    c.ShowMenu: Rule(looking.show_menu, _OPEN | _PAUSED),
    c.Alarm: Rule(course.ring, _ALL | _NONE, old_card=True),
    c.Skip: Rule(moving.skip, _OPEN, who=moving.moves_it),
    c.Next: Rule(moving.on, _OPEN, who=moving.moves_it_from_here),
    c.Back: Rule(moving.back, _OPEN, who=moving.moves_it_from_here),
    c.GoTo: Rule(moving.go_to, _OPEN),
    c.Pause: Rule(course.pause, _SETUP | _OPEN | _PAUSED, writes=lambda away: (away.until or "",)),
    c.Resume: Rule(course.resume, _SETUP | _OPEN | _PAUSED),
    c.Finish: Rule(course.finish, _OPEN | _PAUSED | {Phase.FINISHED}, who=moving.ends_it),
    c.Cancel: Rule(course.cancel, _SETUP | _OPEN | _PAUSED | _GIVEN_UP, who=moving.ends_it),
    c.GoOn: Rule(course.go_on, _SETUP | _OPEN | _PAUSED),
    c.ShowStatus: Rule(looking.show_status, _SETUP | _OPEN | _PAUSED),
    c.ShowSummary: Rule(looking.show_summary, _OPEN | _PAUSED | _DONE),
    c.ShowRadar: Rule(looking.show_radar, _ALL | _NONE, writes=lambda asked: (asked.unknown or "",), old_card=True),
    c.ShowCases: Rule(looking.show_cases, _ALL | _NONE, writes=lambda asked: (asked.unknown or "",), old_card=True),
    c.SwitchEdition: Rule(edition_switch.switch, _OPEN, who=moving.moves_it),
    c.KeepEdition: Rule(edition_switch.keep, _OPEN, who=moving.moves_it),
    c.Help: Rule(looking.show_help, _ALL | _NONE, old_card=True),
    c.Unknown: Rule(drafts.offer, _OPEN | _CLOSED | _NONE, writes=_text, keeps=True),
}
