"""Who takes part."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """Somebody in the chat. ``id`` is the channel's own id for them."""

    id: str
    name: str
