"""Traces of turns by OpenTelemetry, for whoever has asked for them and installed it; without it nothing is loaded.

A span says what was done, how it came and what became of it, and the turn's reference. An exception is told by its type
alone: what it says may be what somebody wrote.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any, Protocol

from bot import __version__
from bot.errors import UnsafeStart


class Span(Protocol):
    """Something that is being done."""

    def set_attribute(self, key: str, value: str) -> None:
        """One more word about it, of ours."""
        ...


class _Untold:
    """What is done where nobody asked for traces."""

    def set_attribute(self, key: str, value: str) -> None:
        """Goes nowhere."""


_UNTOLD = _Untold()


class _Nothing:
    """Costs as little as can be: it is entered several times a turn."""

    def __enter__(self) -> Span:
        return _UNTOLD

    def __exit__(self, *_: object) -> None:
        return None


_NOTHING = _Nothing()

Trace = Callable[[str], AbstractContextManager[Span]]
"""Begins a span by its name, inside the one that this task is in."""


def untraced(name: str) -> AbstractContextManager[Span]:
    """Traces nothing."""
    return _NOTHING


class Traces:
    """Begins by ``span``, until ``close``. Where to they go, and how many, is set as OpenTelemetry has it: ``OTEL_…``.

    Raises ``UnsafeStart`` where OpenTelemetry is not installed.
    """

    def __init__(self, exporter: Any = None) -> None:
        """``exporter`` in place of OTLP over HTTP."""
        try:
            from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
            from opentelemetry.sdk.resources import Resource
            from opentelemetry.sdk.trace import TracerProvider
            from opentelemetry.sdk.trace.export import BatchSpanProcessor
        except ImportError:
            raise UnsafeStart(
                "TR_TRACES=true kræver OpenTelemetry: installér requirements/otel.txt, eller fjern TR_TRACES."
            ) from None
        resource = Resource.create({"service.name": "teknologiradar", "service.version": __version__})
        self._provider = TracerProvider(resource=resource, shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(exporter or OTLPSpanExporter()))
        self._tracer = self._provider.get_tracer("teknologiradar", __version__)

    @contextlib.contextmanager
    def span(self, name: str) -> Iterator[Span]:
        """One span, and inside it all that this task begins."""
        with self._tracer.start_as_current_span(name, record_exception=False, set_status_on_exception=False) as begun:
            try:
                yield begun
            except BaseException as failed:
                begun.set_attribute("error.type", type(failed).__name__)
                raise

    def close(self) -> None:
        """Sends what is left (blocking, for some seconds at most), and ends."""
        self._provider.shutdown()
