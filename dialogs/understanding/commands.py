"""What a line can mean: a command of any conversation."""

from __future__ import annotations

from dialogs.asides.erasing import ErasingCommand
from dialogs.asides.following import FollowCommand
from dialogs.asides.taking import TakingCommand
from dialogs.over_time.commands import OverTimeCommand
from dialogs.own_use.commands import OwnCommand
from dialogs.reflection.commands import Command

AnyCommand = Command | OwnCommand | OverTimeCommand | FollowCommand | ErasingCommand | TakingCommand
