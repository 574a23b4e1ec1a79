"""What a line can mean: a command of any conversation."""

from __future__ import annotations

from dialogs.erasing import ErasingCommand
from dialogs.following import FollowCommand
from dialogs.over_time.commands import OverTimeCommand
from dialogs.own_use.commands import OwnCommand
from dialogs.reflection.commands import Command
from dialogs.taking import TakingCommand

AnyCommand = Command | OwnCommand | OverTimeCommand | FollowCommand | ErasingCommand | TakingCommand
