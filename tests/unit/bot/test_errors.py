"""Everything the bot raises of its own is one tree, and it is drawn where it begins."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator

import bot
from bot import errors
from bot.errors import BotError

RUNS_AT_IMPORT = ("bot.__main__", "bot.storage.migrations")


def raised() -> Iterator[type[Exception]]:
    """Every error that a module of the bot defines."""
    for found in pkgutil.walk_packages(bot.__path__, "bot."):
        if found.name.startswith(RUNS_AT_IMPORT):
            continue
        for thing in vars(importlib.import_module(found.name)).values():
            if isinstance(thing, type) and issubclass(thing, Exception) and thing.__module__ == found.name:
                yield thing


def drawn(error: type[BotError], depth: int = 0) -> Iterator[tuple[int, str]]:
    """The tree as it is, by name."""
    yield depth, error.__name__
    for kind in sorted(error.__subclasses__(), key=lambda each: each.__name__):
        yield from drawn(kind, depth + 1)


def test_every_error_of_the_bot_is_in_its_tree_under_a_name_of_its_own() -> None:
    every = list(raised())
    assert [error.__name__ for error in every if not issubclass(error, BotError)] == []
    assert len({error.__name__ for error in every}) == len(every)


def test_the_tree_is_drawn_as_it_is_and_says_where_each_stands() -> None:
    homes = {error.__name__: error.__module__ for error in raised()}
    lines = re.findall(r"^([│├└─ ]*)(\w+)(?: +(.+))?$", str(errors.__doc__).partition("\n\n")[2], re.MULTILINE)
    assert [(len(branch) // 4, name) for branch, name, _ in lines] == list(drawn(BotError))
    for _, name, says in lines[1:]:
        assert homes[name] == (says if says.startswith("bot.") else "bot.errors")
