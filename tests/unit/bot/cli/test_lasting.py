"""What a start makes is never looked through for garbage; what comes after it is, as ever."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from bot.cli.lasting import lasting


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_nothing_is_looked_through_meanwhile_nor_what_was_made_afterwards() -> None:
    before = gc.get_freeze_count()
    with lasting():
        assert not gc.isenabled()
        made: list[list[int]] = [[] for _ in range(10_000)]
    assert gc.isenabled()
    assert gc.get_freeze_count() >= before + len(made)


def test_a_start_that_is_refused_leaves_it_as_it_was() -> None:
    with pytest.raises(ValueError, match="refused"), lasting():
        raise ValueError("refused")
    assert gc.isenabled()


def test_what_is_made_afterwards_and_let_go_of_in_a_circle_is_found() -> None:
    with lasting():
        pass
    circle: list[object] = []
    circle.append(circle)
    del circle
    assert gc.collect() >= 1
