"""What holds for one command, and the phases it can be said in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dialogs.reflection import commands as c
from dialogs.reflection.commands import Said
from dialogs.reflection.setting import Setting, Step
from dialogs.reflection.state import Phase, Reflection

Handle = Callable[[Any, Said[Any], Setting], Step]
"""(reflection, said, setting) -> what stands after it, and what happened."""


def _nothing(_: Any) -> tuple[str, ...]:
    return ()


def its_text(command: c.Answer | c.Conclude | c.Unknown) -> tuple[str, ...]:
    """Where all that is written is one text."""
    return (command.text,)


def is_anyone(_reflection: Reflection, _said: Said[c.Command]) -> bool:
    """Whoever is in it may."""
    return True


@dataclass(frozen=True)
class Rule:
    """What holds for one command."""

    handle: Handle
    phases: frozenset[Phase | None]
    """Where it can be said; None is before the first reflection."""
    who: Callable[[Any, Said[Any]], bool] = is_anyone
    """Whether whoever said it may, where a reflection is open."""
    writes: Callable[[Any], tuple[str, ...]] = _nothing
    """All that somebody wrote in it: no personal number is taken there."""
    keeps: bool = False
    """True where what is written is meant to be kept."""
    old_card: bool = False
    """True where it does not matter which reflection the card was of, nor whether there is one, nor its phase."""


OPEN = frozenset[Phase | None]({Phase.QUESTIONS, Phase.REVIEW})
PAUSED = frozenset[Phase | None]({Phase.PAUSED})
SETUP = frozenset[Phase | None]({Phase.SETUP})
DONE = frozenset[Phase | None]({Phase.FINISHED, Phase.EXPIRED})
GIVEN_UP = frozenset[Phase | None]({Phase.CANCELLED})
CLOSED = DONE | GIVEN_UP
ALL = frozenset[Phase | None](Phase)
NONE = frozenset[Phase | None]({None})

Rules = Mapping[type[c.Command], Rule]
