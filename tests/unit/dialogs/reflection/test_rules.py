"""The table of commands: whole, and every refusal before a handler is reached comes from it."""

from __future__ import annotations

import dataclasses
from typing import get_args

import pytest

from dialogs.reflection import commands as c
from dialogs.reflection.rules import RULES
from dialogs.reflection.state import Phase

COMMANDS = get_args(c.Command)


def test_every_command_has_one_row_and_every_row_is_a_command() -> None:
    assert set(RULES) == set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.__name__)
def test_what_somebody_wrote_in_a_command_is_in_its_row(command: type[c.Command]) -> None:
    """A field of free text that no row looks through could hold a personal number."""
    chosen = {"kommune", "fagomraade", "technology", "bundle", "works", "makes_sense", "gives_value"}
    chosen |= {"decision", "choice"}
    typed = [
        f.name for f in dataclasses.fields(command) if str(f.type).split(" |")[0] == "str" and f.name not in chosen
    ]
    needed = {
        f.name: "" for f in dataclasses.fields(command) if f.default is dataclasses.MISSING and f.name not in typed
    }
    said = command(**{**needed, **{name: f"ord i {name}" for name in typed}})
    assert {words for words in RULES[command].writes(said) if words} >= {f"ord i {name}" for name in typed}


def test_what_needs_no_reflection_can_be_said_in_every_phase_and_before_the_first() -> None:
    for rule in RULES.values():
        if rule.old_card:
            assert rule.phases == {None, *Phase}


def test_what_is_meant_to_be_kept_says_what_was_written() -> None:
    kept = {command.__name__ for command, rule in RULES.items() if rule.keeps}
    assert kept == {"Answer", "Conclude", "SaveStep", "Evaluate", "Dismiss", "Unknown"}
