"""Ids are asked for many at a time, and each is its own; also of those a copied process would give."""

from __future__ import annotations

import re

from bot.turns.ids import AT_ONCE, Ids


def test_each_is_its_own_also_past_what_is_asked_for_at_a_time() -> None:
    ids, others = Ids(), Ids()
    made = [ids() for _ in range(3 * AT_ONCE)] + [others() for _ in range(AT_ONCE)]
    assert len({*made}) == len(made)
    assert all(re.fullmatch(r"[\w-]{16}", each) for each in made)


def test_none_begins_as_an_option_of_a_command_does() -> None:
    ids = Ids()
    assert [each for each in (ids() for _ in range(10 * AT_ONCE)) if each.startswith("-")] == []


def test_a_copy_of_the_process_starts_with_none_of_those_that_were_asked_for() -> None:
    ids = Ids()
    ids()
    assert ids._left
    ids.copied()
    assert not ids._left
