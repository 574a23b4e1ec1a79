"""What is only looked at: nothing stands differently after it."""

from __future__ import annotations

from dialogs.reflection import commands as c
from dialogs.reflection import events as e
from dialogs.reflection.commands import Said
from dialogs.reflection.rule import ALL, DONE, NONE, OPEN, PAUSED, SETUP, Rule, Rules
from dialogs.reflection.setting import Setting, Step
from dialogs.reflection.state import Reflection


def show_radar(reflection: Reflection | None, said: Said[c.ShowRadar], _setting: Setting) -> Step:
    """A fagområde's radar."""
    asked = said.command
    return reflection, (e.RadarAsked(asked.fagomraade, asked.unknown, asked.all_ready),)


def show_cases(reflection: Reflection | None, said: Said[c.ShowCases], _setting: Setting) -> Step:
    """What other kommuner did."""
    asked = said.command
    return reflection, (e.CasesAsked(asked.technology, asked.fagomraade, asked.unknown, asked.page),)


def show_help(reflection: Reflection | None, _said: Said[c.Help], _setting: Setting) -> Step:
    """What one can do now."""
    return reflection, (e.HelpAsked(),)


def show_menu(reflection: Reflection, _said: Said[c.ShowMenu], _setting: Setting) -> Step:
    """The rest of what one can do; alone that is what *hjælp* says."""
    return reflection, (e.MenuAsked() if reflection.group else e.HelpAsked(),)


def show_status(reflection: Reflection, _said: Said[c.ShowStatus], _setting: Setting) -> Step:
    """The open card once more."""
    return reflection, (e.StatusAsked(),)


def show_summary(reflection: Reflection, said: Said[c.ShowSummary], _setting: Setting) -> Step:
    """A page of the answers so far."""
    return reflection, (e.SummaryAsked(said.command.page),)


RULES: Rules = {
    c.ShowMenu: Rule(show_menu, OPEN | PAUSED),
    c.ShowStatus: Rule(show_status, SETUP | OPEN | PAUSED),
    c.ShowSummary: Rule(show_summary, OPEN | PAUSED | DONE),
    c.ShowRadar: Rule(show_radar, ALL | NONE, writes=lambda asked: (asked.unknown or "",), old_card=True),
    c.ShowCases: Rule(show_cases, ALL | NONE, writes=lambda asked: (asked.unknown or "",), old_card=True),
    c.Help: Rule(show_help, ALL | NONE, old_card=True),
}
