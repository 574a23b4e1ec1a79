"""The ways in which Teams brings an activity to the bot. Whichever it is, the effect is to be that of once."""

from __future__ import annotations

import asyncio
import itertools
import re
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from tests.fakes.teams_cards import CARD_TYPE, Card, Json

_CLOCK = re.compile(r"kl\. \d\d\.\d\d")
_TOKEN = re.compile(r"/files/[A-Za-z0-9_-]{48}")


@dataclass(frozen=True)
class Answer:
    """What the bot's HTTP answer to an activity was; only the one who acted ever sees it."""

    status: int
    body: Any

    @property
    def card(self) -> Json | None:
        """The card that takes the place of the one pressed, where there is one."""
        return self.body["value"] if self.kind == CARD_TYPE else None

    @property
    def kind(self) -> str | None:
        """What sort of answer to a press it is, or None where it answers no press."""
        return self.body["type"] if isinstance(self.body, dict) and "type" in self.body else None

    @property
    def says(self) -> str:
        """All that one reads of it."""
        if self.card is not None:
            return Card("", self.card).says
        value = self.body["value"] if self.kind else ""
        return str(value["message"] if isinstance(value, dict) else value)


class Delivery(Enum):
    """How often and in which order."""

    ONCE = "once"
    DOUBLED = "doubled"
    """Every activity twice, in turn when the first has been answered, and at the same moment. The person sees the
    second answer."""
    INTERLEAVED = "interleaved"
    """Every activity again at the same moment as the next one, whoever acts then. Which comes first decides what the
    repeat is told: what stands."""
    RENAMED = "renamed"
    """Every press again under a new id and time, as Teams does to invokes it thinks were lost
    (github.com/microsoft/botbuilder-dotnet/issues/5005). A text again under a new id is a text written twice."""


Send = Callable[[Json], Awaitable[Answer]]


class Postman:
    """Delivers activities in one way; raises AssertionError where a repeat is answered otherwise than the first."""

    def __init__(self, way: Delivery, send: Send) -> None:
        self._way, self._send = way, send
        self._previous: tuple[Json, Answer] | None = None
        self._at_once = itertools.cycle((False, True))

    async def deliver(self, activity: Json) -> Answer:
        """The answer as the person gets it."""
        match self._way:
            case Delivery.DOUBLED if next(self._at_once):
                first, second = await asyncio.gather(self._send(activity), self._send(activity))
                return _same(activity, first, second)
            case Delivery.DOUBLED:
                return await self._again(activity, await self._send(activity))
            case Delivery.INTERLEAVED:
                answer, _ = await asyncio.gather(self._send(activity), self.rest())
                self._previous = activity, answer
                return answer
            case Delivery.RENAMED if activity["type"] == "invoke":
                answer = await self._send(activity)
                again = await self._send(renamed(activity))
                assert again.kind == answer.kind, f"a press under a new id was answered {again.says!r}"
                return answer
            case _:
                return await self._send(activity)

    async def rest(self) -> None:
        """Delivers what is still to be repeated."""
        if self._previous is not None:
            previous, self._previous = self._previous, None
            activity, first = previous
            again = await self._send(activity)
            assert (again.status, again.kind) == (first.status, first.kind), f"a repeat was answered {again.says!r}"

    async def _again(self, activity: Json, first: Answer) -> Answer:
        return _same(activity, first, await self._send(activity))


def renamed(activity: Json) -> Json:
    """The same act under a new id."""
    return {**activity, "id": str(uuid.uuid4())}


def _unmarked(body: Any) -> Any:
    """A card without the mark of its own that its buttons carry."""
    if isinstance(body, dict):
        return {name: _unmarked(inner) for name, inner in body.items() if name != "n"}
    if isinstance(body, str):
        return without_tokens(body)
    return [_unmarked(inner) for inner in body] if isinstance(body, list) else body


def without_tokens(text: str) -> str:
    """Words or an address without the token of a file, another each time it is given, and without the clock."""
    return _CLOCK.sub("kl. 00.00", _TOKEN.sub("/files/token", text))


def _same(activity: Json, first: Answer, second: Answer) -> Answer:
    unmarked = _unmarked(second.body) == _unmarked(first.body)
    assert second.status == first.status and unmarked, (
        f"the repeat of {activity} was answered {second.says!r}, and at first {first.says!r}"
    )
    return second
