"""What a line of several clauses wants, where one of them says it: »vi er et jobcenter, hvad er klar hos os?«."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dialogs.danish.folding import clean
from dialogs.reflection import commands as c
from dialogs.understanding.commands import AnyCommand
from dialogs.understanding.content import LONGEST_WISH, NOTHING_AT_STAKE, about
from dialogs.understanding.harmless import only_asks
from dialogs.understanding.names_in import asks, asks_the_bot
from dialogs.understanding.sentences import Place
from dialogs.understanding.understand import understand
from radar_core.model import Bundle

_BETWEEN = re.compile(r"[.,;:!?–]+\s+|\s+-\s+|\s(?:men|så)\s")
_MOST = 3
_SHORTEST = 2
"""Words of a clause that says anything by itself."""
_PLEASANTRIES = (c.Asked(c.Topic.ABOUT), c.Asked(c.Topic.THANKS), c.Asked(c.Topic.BETWEEN), c.Help())
"""What is said around the matter: it counts only where nothing else is said."""


def by_clause(text: str, bundle: Bundle, place: Place) -> AnyCommand | None:
    """What one clause of a line asks for, the last first; None where none of them asks for anything.

    Nothing is begun, kept, changed or ended by a clause. Where a question is open only one that is to the bot counts.
    """
    said = clean(text)
    if len(said) > LONGEST_WISH:
        return None
    found = [command for clause in _clauses(said, place) if (command := _asked(clause, bundle, place))]
    return next((command for command in found if command not in _PLEASANTRIES), found[0] if found else None)


def _clauses(said: str, place: Place) -> Iterator[str]:
    parts = _BETWEEN.split(said)
    is_asked = asks if place in NOTHING_AT_STAKE else asks_the_bot
    for part in parts[: -_MOST - 1 : -1] if len(parts) > 1 else ():
        if len(part.split()) >= _SHORTEST and is_asked(part):
            yield part


def _asked(clause: str, bundle: Bundle, place: Place) -> AnyCommand | None:
    command = understand(clause, bundle, place)
    if isinstance(command, c.Unknown) and (short := about(clause, bundle, place)):
        command = understand(short, bundle, place)
    return command if only_asks(command) else None
