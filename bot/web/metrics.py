"""``GET /metrics``: what is counted, and how it stands, in Prometheus' text format.

It is no secret of anybody's, and no business of everybody's: in production only who has the token sees it. That a call
comes from this machine shows nothing there, since a proxy's do too, and a proxy need not say that it is one.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import hmac
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web
from prometheus_client import Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily

from bot import __version__
from bot.channels.signing_keys import SigningKeys
from bot.editions.live import GONE, Editions
from bot.errors import StorageError
from bot.storage.backlog import Waits
from bot.storage.editions import ProcessAt
from bot.storage.store import Store
from bot.telemetry.meters import Meters
from bot.web.health import PICTURES, REASONS, Health

WITHIN = 4.0
"""Seconds that the database is waited for; what is not there by then is left out."""

Pairs = Mapping[str, float]


@dataclass(frozen=True)
class Stored:
    """What the database says of all processes."""

    waits: Waits
    processes: Sequence[ProcessAt]
    clock_doubted: bool


@dataclass(frozen=True)
class Metrics:
    """The handler, with all it needs."""

    meters: Meters
    health: Health
    editions: Editions
    store: Store
    under_way: Callable[[], int]
    """Turns under way in this process."""
    now: Callable[[], dt.datetime]
    token: str | None = None
    """What opens it; without one nothing does, but for ``is_open``."""
    is_open: bool = False
    """True where nobody but this machine gets this far."""
    keys: SigningKeys | None = None
    """The keys that Teams' tokens are signed with; None where no tokens are checked."""
    expiries: Mapping[str, dt.datetime] | None = None
    """When each secret ends, by the setting it stands in, as far as that was told."""

    async def get(self, request: web.Request) -> web.Response:
        """All of it; 404 for whoever may not see it."""
        if not self._may_see(request):
            raise web.HTTPNotFound
        why_not = await self.health.missing()
        # What a database says that is not to be relied on is not passed on.
        stored = await self._stored() if why_not in (None, PICTURES) else None
        encode, content_type = choose_encoder(request.headers.get("Accept", ""))
        body = encode(_Both(self.meters, [*self._standing(why_not), *_stored(stored)]))
        return web.Response(body=body, headers={"Content-Type": content_type, "Cache-Control": "no-store"})

    def _may_see(self, request: web.Request) -> bool:
        if not self.token:
            return self.is_open
        sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(sent.encode(errors="replace"), self.token.encode())

    async def _stored(self) -> Stored | None:
        """None where the database is in trouble: whoever watches is told so by what is left out, too."""
        try:
            async with asyncio.timeout(WITHIN):
                known = await self.store.heartbeats.known()
                return Stored(
                    await self.store.backlog.waits(self.now()),
                    await self.editions.kept.processes(self.editions.now() - GONE),
                    known is not None and not known.is_believed,
                )
        except (StorageError, TimeoutError):
            return None

    def _standing(self, why_not: str | None) -> Iterator[Metric]:
        live = self.editions.snapshot
        yield _gauge("build_info", "1, with the version that runs.", {__version__: 1}, "version")
        yield _gauge("ready", "1 where /readyz says ready.", why_not is None)
        reasons = {why: float(why == why_not) for why in REASONS}
        yield _gauge("not_ready", "1 for what /readyz says is missing.", reasons, "why")
        yield _gauge("turns_under_way", "Turns under way in this process.", self.under_way())
        yield _gauge(
            "edition_info", "1, with the id of the edition that answers.", {live.live.edition.id: 1}, "edition"
        )
        counts = self.editions.counts
        yield _gauge("edition_last_success_timestamp_seconds", "When a push was last taken.", counts.last_success)
        yield _gauge("edition_last_refusal_timestamp_seconds", "When a push was last refused.", counts.last_refusal)
        pushes = CounterMetricFamily("teknologiradar_edition_pushes", "What was pushed here.", labels=["result"])
        pushes.add_metric(["ack"], counts.accepted)
        pushes.add_metric(["nack"], counts.refused)
        yield pushes
        if self.store.file is not None:
            held, free = _disk(self.store.file)
            yield _gauge("database_bytes", "Size of SQLite's file and its log.", held)
            yield _gauge("database_free_bytes", "Room left on the disk of SQLite's file.", free)
        if self.keys is not None:
            yield _gauge("signing_keys", "Keys at hand that Teams' tokens are signed with.", self.keys.at_hand)
            if (age := self.keys.age) is not None:
                yield _gauge("signing_keys_age_seconds", "Since those keys were fetched.", age)
        if self.expiries:
            ends = {name: at.timestamp() for name, at in self.expiries.items()}
            yield _gauge("secret_expires_timestamp_seconds", "When a secret ends.", ends, "secret")


def _stored(stored: Stored | None) -> Iterator[Metric]:
    if stored is None:
        return
    waits = stored.waits
    yield _gauge("outbox_messages", "Messages in the outbox of all processes.", waits.messages, "state")
    yield _gauge("outbox_oldest_seconds", "Since the oldest that waits to be sent was put in.", waits.oldest)
    yield _gauge("outbox_late_seconds", "Since the most overdue should have been taken.", waits.late)
    serials = {each.process: float(each.serial) for each in stored.processes}
    yield _gauge("edition_serial", "Serial that each process serves.", serials, "process")
    yield _gauge("clock_doubted", "1 while the clock is not believed and nothing is deleted.", stored.clock_doubted)


def _gauge(name: str, says: str, value: float | Pairs, label: str | None = None) -> Metric:
    """One value, or one for each value of the label."""
    if isinstance(value, Mapping):
        family = GaugeMetricFamily(f"teknologiradar_{name}", says, labels=[label or ""])
        for each, its in value.items():
            family.add_metric([each], its)
        return family
    return GaugeMetricFamily(f"teknologiradar_{name}", says, value=float(value))


@dataclass(frozen=True)
class _Both:
    """What was counted as it happened, and what was looked up now."""

    meters: Meters
    looked_up: Sequence[Metric]

    def collect(self) -> Iterator[Metric]:
        """All of them."""
        yield from self.meters.registry.collect()
        yield from self.looked_up


def _disk(file: Path) -> tuple[int, int]:
    """Bytes of the database's files, and bytes free where they are; 0 of what cannot be seen."""
    held = 0
    for each in (file, Path(f"{file}-wal")):
        try:
            held += each.stat().st_size
        except OSError:
            continue
    try:
        return held, shutil.disk_usage(file.parent).free
    except OSError:
        return held, 0
