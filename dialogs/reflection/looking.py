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


def show_technology(reflection: Reflection | None, said: Said[c.ShowTechnology], _setting: Setting) -> Step:
    """A technology on its card."""
    asked = said.command
    return reflection, (e.TechnologyAsked(asked.technology, asked.unknown, asked.why),)


def compare_areas(reflection: Reflection | None, said: Said[c.CompareAreas], _setting: Setting) -> Step:
    """Fagområder beside each other."""
    return reflection, (e.AreasCompared(said.command.fagomraader, said.command.page),)


def show_ring(reflection: Reflection | None, said: Said[c.ShowRing], _setting: Setting) -> Step:
    """What is in a ring."""
    return reflection, (e.RingAsked(said.command.ring, said.command.fagomraade),)


def explain_ring(reflection: Reflection | None, said: Said[c.ExplainRing], _setting: Setting) -> Step:
    """What a ring means."""
    return reflection, (e.RingExplained(said.command.ring),)


def wish_file(reflection: Reflection | None, said: Said[c.WishFile], _setting: Setting) -> Step:
    """What there is of it."""
    return reflection, (e.FileWished(said.command.kind, said.command.fagomraade),)


def asked(reflection: Reflection | None, said: Said[c.Asked], _setting: Setting) -> Step:
    """An answer about the bot or the talk."""
    return reflection, (e.TopicAsked(said.command.topic),)


def undo(reflection: Reflection | None, said: Said[c.Command], _setting: Setting) -> Step:
    """What can be undone: the newest answer of whoever says it, where a reflection is open."""
    if reflection is None or reflection.phase.is_closed:
        return reflection, (e.UndoAsked(None),)
    newest = reflection.newest_of(said.by)
    return reflection, (e.UndoAsked(newest.question if newest else None),)


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
    c.ShowTechnology: Rule(show_technology, ALL | NONE, writes=lambda asked: (asked.unknown or "",), old_card=True),
    c.CompareAreas: Rule(compare_areas, ALL | NONE, old_card=True),
    c.ShowRing: Rule(show_ring, ALL | NONE, old_card=True),
    c.ExplainRing: Rule(explain_ring, ALL | NONE, old_card=True),
    c.WishFile: Rule(wish_file, ALL | NONE, old_card=True),
    c.Asked: Rule(asked, ALL | NONE, old_card=True),
    c.Undo: Rule(undo, ALL | NONE, old_card=True),
    c.Help: Rule(show_help, ALL | NONE, old_card=True),
}
