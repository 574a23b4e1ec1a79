"""Traces of turns go to whoever has asked for them, with nothing of anybody in them; all goes on without."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

import bot.web.messages
from bot.app import OUTBOX, TURNS
from bot.errors import UnsafeStart
from bot.telemetry.traces import Traces, untraced
from bot.wire import Incoming, Reply
from tests.fakes.local_bot import GOOD, Recorder, local_bot
from tests.fakes.teams_bot import HOST, PATIENCE

MARK = "zebrakvark"
MINE = {
    **GOOD,
    "id": MARK,
    "text": f"radar {MARK}",
    "from": {"id": f"29:{MARK}", "name": MARK},
    "conversation": {"id": MARK, "conversationType": "personal", "tenantId": MARK},
}


class Collector:
    """Takes traces as OpenTelemetry sends them, over HTTP."""

    def __init__(self) -> None:
        self.raw = b""
        self.spans: list[Any] = []

    async def take(self, request: web.Request) -> web.Response:
        """Keeps the spans."""
        body = await request.read()
        packed = ExportTraceServiceRequest.FromString(gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body)
        self.raw += packed.SerializeToString()
        self.spans += [s for of in packed.resource_spans for scope in of.scope_spans for s in scope.spans]
        return web.Response(content_type="application/x-protobuf")

    def named(self, name: str) -> Any:
        """The one span of that name."""
        (found,) = [span for span in self.spans if span.name == name]
        return found


@contextlib.asynccontextmanager
async def collected(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Collector]:
    """A collector that the environment names."""
    collector = Collector()
    app = web.Application()
    app.add_routes([web.post("/v1/traces", collector.take)])
    runner = web.AppRunner(app, access_log=None, handle_signals=False)
    await runner.setup()
    await web.TCPSite(runner, HOST, 0).start()
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://{HOST}:{runner.addresses[0][1]}")
    monkeypatch.setattr(bot.web.messages, "TIME_LIMIT", PATIENCE)
    try:
        yield collector
    finally:
        await runner.cleanup()


def words(span: Any) -> dict[str, str]:
    return {each.key: each.value.string_value for each in span.attributes}


async def test_a_turn_is_a_trace_of_what_it_did_and_how_long_and_each_call_to_teams_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with collected(monkeypatch) as collector:
        async with local_bot(tmp_path, Recorder(), traces=True) as client:
            assert client.app is not None
            async with client.post("/api/messages", json=MINE) as answer:
                assert answer.status == 202
            await client.app[OUTBOX].drain()
        turn = collector.named("turn")
        for name in ("load", "act", "commit"):
            inside = collector.named(name)
            assert (inside.parent_span_id, inside.trace_id) == (turn.span_id, turn.trace_id), name
            assert turn.start_time_unix_nano <= inside.start_time_unix_nano <= inside.end_time_unix_nano
        told = words(turn)
        assert len(told.pop("reference")) == 8
        assert told == {"kind": "message", "outcome": "done"}
        deliver = collector.named("deliver")
        assert (words(deliver), deliver.parent_span_id) == ({"kind": "send"}, b"")
        assert b"teknologiradar" in collector.raw and MARK.encode() not in collector.raw


async def test_a_turn_that_fails_is_told_by_the_sort_of_its_error_and_not_by_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def take(_: Incoming) -> Reply:
        with client.app[TURNS].trace("act"):  # type: ignore[index]
            raise ValueError(MARK)

    async with collected(monkeypatch) as collector:
        async with local_bot(tmp_path, Recorder(), traces=True) as client:
            assert client.app is not None
            monkeypatch.setattr(client.app[TURNS], "take", take)
            async with client.post("/api/messages", json=MINE) as answer:
                assert answer.status == 202
        assert words(collector.named("act")) == {"error.type": "ValueError"}
        assert words(collector.named("turn"))["outcome"] == "fault"
        assert MARK.encode() not in collector.raw


async def test_where_nobody_takes_the_traces_every_turn_is_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://{HOST}:9")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_TIMEOUT", "0.1")
    async with local_bot(tmp_path, Recorder(), traces=True) as client:
        async with client.post("/api/messages", json=MINE) as answer:
            assert answer.status == 202
    assert MARK not in caplog.text


async def test_a_trace_that_a_caller_brings_is_not_gone_on_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = "0af7651916cd43dd8448eb211c80319c"
    async with collected(monkeypatch) as collector:
        async with local_bot(tmp_path, Recorder(), traces=True) as client:
            headers = {"traceparent": f"00-{theirs}-b7ad6b7169203331-01"}
            async with client.post("/api/messages", json=MINE, headers=headers) as answer:
                assert answer.status == 202
        assert collector.named("turn").trace_id.hex() != theirs


def test_without_opentelemetry_a_start_that_asks_for_traces_is_refused_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    with pytest.raises(UnsafeStart, match=r"requirements/otel\.txt"):
        Traces()


async def test_a_bot_that_was_not_asked_for_traces_loads_nothing_of_opentelemetry(tmp_path: Path) -> None:
    script = (
        "import asyncio, sys, pathlib\n"
        "from tests.fakes.local_bot import GOOD, Recorder, local_bot\n"
        "async def run():\n"
        f"    async with local_bot(pathlib.Path({str(tmp_path)!r}), Recorder()) as client:\n"
        "        async with client.post('/api/messages', json=GOOD) as answer:\n"
        "            print(answer.status, [name for name in sys.modules if name.startswith('opentelemetry')])\n"
        "asyncio.run(run())\n"
    )
    ran = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert ran.stdout == "202 []\n", ran.stderr


def test_what_is_not_traced_costs_no_more_than_a_with() -> None:
    first, second = untraced("turn"), untraced("load")
    assert first is second, "nothing is made for each"
    with first as span:
        span.set_attribute("kind", "message")
