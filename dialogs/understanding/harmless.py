"""Which commands only ask to see something: where one of them fails, nothing was to be saved."""

from __future__ import annotations

from dialogs.asides import erasing
from dialogs.asides import following as f
from dialogs.asides.taking import FetchFile
from dialogs.over_time.commands import PickOverTime, ShowOverTime
from dialogs.own_use import commands as own
from dialogs.reflection import commands as c
from dialogs.understanding.commands import AnyCommand

_ASKING = (
    *(c.OpenAnswer, c.OpenConclusion, c.OpenStep, c.OpenChoice, c.OpenEvaluation, c.OpenDismissal),
    c.OpenFirstSteps,
    *(c.ShowAnswers, c.ShowHistory, c.ShowSteps, c.ShowMenu, c.ShowSummary, c.ShowStatus, c.ShowRadar, c.ShowCases),
    *(c.ShowTechnology, c.CompareAreas, c.ShowRing, c.ExplainRing, c.WishFile, c.Asked, c.Undo),
    *(c.Help, own.ShowOwn, own.FillOwn, own.CompareOwn, own.OpenOwnImport, own.OpenForvaltninger),
    *(f.ShowFollowed, f.ShowFollowedRadar, erasing.ShowMine, erasing.NearlyMine, erasing.KeepMine),
    *(FetchFile, ShowOverTime, PickOverTime),
)


_MOVES = (c.Pause, c.Resume, c.Next, c.Back, c.Skip)


def only_moves(command: AnyCommand) -> bool:
    """Whether a command goes on, back or away for a while, and takes nothing from anybody."""
    return isinstance(command, _MOVES)


def only_asks(command: AnyCommand) -> bool:
    """Whether a command changes nothing, whatever stands."""
    return isinstance(command, _ASKING)
