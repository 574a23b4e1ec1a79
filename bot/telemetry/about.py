"""What a log line and a trace say of where they come from: a turn's reference, and a mark of the chat."""

from __future__ import annotations

import contextlib
import hashlib
import random
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class WorkedOn:
    """What is being worked on. What a turn begins beside itself, such as a picture, is about that turn too."""

    conversation: str
    """As ``mark``."""
    reference: str | None = None
    """Of the turn, as people are told it where something goes wrong; None where a message is delivered."""


_about: ContextVar[WorkedOn | None] = ContextVar("about", default=None)


def now_about() -> WorkedOn | None:
    """What this task is working on; None where it is nothing of anybody's."""
    return _about.get()


@contextlib.contextmanager
def working_on(about: WorkedOn) -> Iterator[None]:
    """Every line that is logged within is about this."""
    before = _about.set(about)
    try:
        yield
    finally:
        _about.reset(before)


def new_reference() -> str:
    """Eight hex digits that somebody can read aloud."""
    return f"{random.getrandbits(32):08x}"  # a name for a line in the log, and no secret


def mark(tenant: str, conversation: str) -> str:
    """A conversation in the log: the same each time, and nothing that Teams would know it by."""
    return hashlib.sha256(f"{tenant} {conversation}".encode()).hexdigest()[:12]
