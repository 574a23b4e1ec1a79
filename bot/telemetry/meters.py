"""What is counted and timed as it happens, for whoever watches the bot: each metric once, with all its labels can say.

No label is a text, a name, an id of somebody or a conversation: what is counted is how much, never who. Every value a
label can have is there from the start at 0, so that the first time something happens is a rise that an alarm can see.
"""

from __future__ import annotations

import functools
import itertools
import time
from collections.abc import Awaitable, Callable
from enum import Enum
from typing import TypeVar

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, disable_created_metrics

from bot.errors import Busy, TooSlow

# When each of them began is when the process did, which is told once.
disable_created_metrics()  # type: ignore[no-untyped-call]

Asked = TypeVar("Asked")


class Act(Enum):
    """How something came to be done."""

    MESSAGE = "message"
    EDIT = "edit"
    DELETION = "deletion"
    PRESS = "press"
    WELCOME = "welcome"
    MEMBERS = "members"
    CONSENT = "consent"
    ALARM = "alarm"


class Outcome(Enum):
    """What became of a turn."""

    DONE = "done"
    TOO_MANY = "too_many"
    TURNED_AWAY = "turned_away"
    CUT_OFF = "cut_off"
    OVERTAKEN = "overtaken"
    DATABASE = "database"
    FAULT = "fault"


class NoTurn(Enum):
    """Why a call to ``/api/messages`` was no turn."""

    TOKEN = "token"  # noqa: S105 - a word, not one
    SCOPE = "scope"
    TYPE = "type"
    LATE = "late"
    UNREADABLE = "unreadable"
    NOT_OURS = "not_ours"


class Delivery(Enum):
    """What became of an attempt to deliver a message."""

    DELIVERED = "delivered"
    RETRIED = "retried"
    GIVEN_UP = "given_up"


class Made(Enum):
    """What became of a picture or a file that was to be made."""

    MADE = "made"
    BUSY = "busy"
    SLOW = "slow"
    FAILED = "failed"


class Fetched(Enum):
    """What became of a fetch."""

    FETCHED = "fetched"
    FAILED = "failed"


TURN_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 1.8)
"""Up to what a turn may take."""

CALL_SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0)
"""Of a call to Teams."""

MADE_SECONDS = (0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 40.0)
"""Of a picture or a file, its wait among the others counted."""


class Meters:
    """The metrics of one application, in a registry of its own: several may live in one process."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        """``clock`` counts seconds from any start."""
        self.registry = CollectorRegistry()
        self._clock = clock
        ProcessCollector(registry=self.registry)
        self._turns = self._counter(
            "turns", "Turns, by how they came and what became of them.", kind=Act, outcome=Outcome
        )
        self._turn = self._histogram("turn_seconds", "Seconds a turn took, done or not.", TURN_SECONDS, kind=Act)
        self._refusals = self._counter("refusals", "Calls to /api/messages that were no turn.", why=NoTurn)
        self._deliveries = self._counter("deliveries", "Attempts to deliver a message.", outcome=Delivery)
        self._delivery = self._histogram("delivery_seconds", "Seconds a call to Teams took.", CALL_SECONDS)
        self._pictures = self._counter("pictures", "Pictures that were to be drawn.", outcome=Made)
        self._picture = self._histogram("picture_seconds", "Seconds from asked for to drawn.", MADE_SECONDS)
        self._files = self._counter("files", "Files that were to be made.", outcome=Made)
        self._file = self._histogram("file_seconds", "Seconds from ordered to made.", MADE_SECONDS)
        self._tokens = self._counter("own_token_fetches", "Fetches of the bot's own token.", outcome=Fetched)

    def turn(self, act: Act, outcome: Outcome, seconds: float | None = None) -> None:
        """One turn more; ``seconds`` where it was begun."""
        self._turns.labels(act.value, outcome.value).inc()
        if seconds is not None:
            self._turn.labels(act.value).observe(seconds)

    def refusal(self, why: NoTurn) -> None:
        """One call more that was no turn."""
        self._refusals.labels(why.value).inc()

    def delivery(self, outcome: Delivery) -> None:
        """What became of one attempt."""
        self._deliveries.labels(outcome.value).inc()

    def call(self, seconds: float) -> None:
        """How long a call to Teams took that was answered."""
        self._delivery.observe(seconds)

    def drawing(self, draw: Callable[[Asked], Awaitable[bytes]]) -> Callable[[Asked], Awaitable[bytes]]:
        """``draw``, with each picture counted and timed."""
        return self._making(draw, self._pictures, self._picture)

    def writing(self, draw: Callable[[Asked], Awaitable[bytes]]) -> Callable[[Asked], Awaitable[bytes]]:
        """``draw``, with each file counted and timed."""
        return self._making(draw, self._files, self._file)

    def fetching(self, fetch: Callable[[], Asked]) -> Callable[[], Asked]:
        """``fetch`` of the bot's own token, with each call of it counted; it may run in a thread."""

        def counted() -> Asked:
            try:
                found = fetch()
            except Exception:
                self._tokens.labels(Fetched.FAILED.value).inc()
                raise
            self._tokens.labels(Fetched.FETCHED.value).inc()
            return found

        return counted

    def _making(
        self, draw: Callable[[Asked], Awaitable[bytes]], counter: Counter, histogram: Histogram
    ) -> Callable[[Asked], Awaitable[bytes]]:
        @functools.wraps(draw)
        async def measured(asked: Asked) -> bytes:
            began = self._clock()
            try:
                made = await draw(asked)
            except Exception as failed:
                counter.labels(_why(failed).value).inc()
                raise
            counter.labels(Made.MADE.value).inc()
            histogram.observe(self._clock() - began)
            return made

        return measured

    def _counter(self, name: str, says: str, **labels: type[Enum]) -> Counter:
        made = Counter(f"teknologiradar_{name}", says, tuple(labels), registry=self.registry)
        _begun(made, labels)
        return made

    def _histogram(self, name: str, says: str, buckets: tuple[float, ...], **labels: type[Enum]) -> Histogram:
        made = Histogram(f"teknologiradar_{name}", says, tuple(labels), registry=self.registry, buckets=buckets)
        _begun(made, labels)
        return made


def _begun(metric: Counter | Histogram, labels: dict[str, type[Enum]]) -> None:
    if labels:
        for values in itertools.product(*labels.values()):
            metric.labels(*(value.value for value in values))


def _why(failed: Exception) -> Made:
    if isinstance(failed, Busy):
        return Made.BUSY
    return Made.SLOW if isinstance(failed, TooSlow) else Made.FAILED
