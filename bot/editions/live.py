"""Which edition is live in this process: checked when it is pushed, swapped whole, and followed from the database.

A snapshot is frozen. Whoever answers takes it once and uses it to the end, so no answer mixes two editions. Other
processes see a new serial in the database within seconds, make its pictures and swap; what counts is the database.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import ClassVar

from bot.editions.snapshot import Snapshot
from bot.errors import DrawingError
from bot.pictures.workers import DRAWN_WITHIN
from bot.storage.database import StorageError
from bot.storage.editions import HistoryLine, KeptActivation, KeptBundle, KeptEditions
from radar_core.editions.bundle import MAX_BUNDLE_BYTES, BundleFile, read_bundle
from radar_core.editions.catalog import Catalog
from radar_core.editions.refusal import EditionRefused, Step, refuse
from radar_core.errors import Fault, RadarError
from radar_core.model import Bundle
from radar_core.push.activation import MAX_ACTIVATION_BYTES, Activation, read_activation
from radar_core.push.admission import Keys, admit_activation, admit_bundle, name_is_taken, opened

log = logging.getLogger(__name__)

SAID_AGAIN, GONE = dt.timedelta(seconds=15), dt.timedelta(seconds=60)
"""How often a process says that it is there, and how long after it has not, it is no longer."""

PREPARED_WITHIN = 20.0
"""Seconds a swap, and a start, waits for the default pictures; those that are missing are drawn when asked for."""

BUNDLE, ACTIVATION = "udgave", "aktivering"
"""What the history calls the two things that are pushed."""


@dataclass(frozen=True)
class Accepted:
    """ACK: what was pushed is kept, or counts."""

    what: str
    name: str
    sha256: str
    serial: int | None = None
    is_repeat: bool = False


@dataclass
class Counts:
    """For the metrics of this process; times in seconds since 1970, 0 where it has not happened."""

    accepted: int = 0
    refused: int = 0
    last_success: float = 0.0
    last_refusal: float = 0.0


@dataclass
class Editions:
    """Takes what is pushed, and holds the snapshot of this process."""

    EVERY: ClassVar[float] = 2.0
    """Seconds between looks for what another process has activated."""

    kept: KeptEditions
    snapshot: Snapshot
    keys: Keys
    is_production: bool
    prepare: Callable[[Bundle], Awaitable[None]]
    """Draws the pictures that cards show of a bundle."""
    unfit: Callable[[Bundle], Awaitable[tuple[str, ...]]]
    """Why pictures of a bundle cannot be drawn, in Danish; empty where they can. Raises ``DrawingError``."""
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)
    process: str = field(default_factory=lambda: secrets.token_hex(6))
    counts: Counts = field(default_factory=Counts)
    _files: dict[str, BundleFile] = field(default_factory=dict)
    _unreadable: set[str] = field(default_factory=set)
    _came_along: Bundle | None = None
    """What answers before the first activation."""
    _latest: Activation | None = None
    _seen: int = 0
    """The highest serial in the database, as far as it has been looked at."""
    _built: set[str] = field(default_factory=set)
    _said: tuple[int, dt.datetime] | None = None
    _taking: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def open(self) -> None:
        """Takes up what the database says is live, and says that this process serves it. Raises ``StorageError``."""
        await self.read()
        await self._say()

    async def read(self) -> None:
        """Takes up what the database says is live, for whoever only looks. Raises ``StorageError``."""
        self._came_along = self.snapshot.live
        await self._catch_up(prepared=False)
        with contextlib.suppress(StorageError):
            pinned = await self.kept.pinned()
            self.snapshot = replace(self.snapshot, shown=self.snapshot.shown | pinned)

    async def push(self, envelope: bytes, file: str = BUNDLE, expected: str | None = None) -> Accepted:
        """Keeps a signed bundle, of the hash ``expected`` if any. Raises ``EditionRefused``, ``StorageError``."""
        await self._is_signed(envelope, MAX_BUNDLE_BYTES, BUNDLE, file)
        async with self._taking:
            await self._catch_up()
            taken = {found.name: sha256 for sha256, found in self._files.items()}
            try:
                new = await asyncio.to_thread(admit_bundle, envelope, self.keys, self._compared_with, taken, file)
                if expected not in (None, new.bundle_file.bundle.sha256):
                    reason = f"Adressen siger {expected}, men filens SHA-256 er {new.bundle_file.bundle.sha256}."
                    raise refuse(Step.CROSS, reason, file, new.key_id)
            except EditionRefused as refused:
                await self._refused(BUNDLE, refused)
                raise
            bundle = new.bundle_file.bundle
            is_repeat = bundle.sha256 in self._files
            if not is_repeat:
                kept = KeptBundle(bundle.sha256, new.bundle_file.name, new.content, new.key_id, self.now())
                if not await self.kept.keep(kept):
                    overtaken = EditionRefused(Step.CROSS, name_is_taken(kept.name, file).faults, new.key_id)
                    await self._refused(BUNDLE, overtaken)
                    raise overtaken
                self._add(new.bundle_file)
            await self._accepted(
                HistoryLine(self.now(), BUNDLE, new.bundle_file.name, None, new.key_id, True), is_repeat
            )
            return Accepted(BUNDLE, new.bundle_file.name, bundle.sha256, is_repeat=is_repeat)

    async def activate(self, envelope: bytes, file: str = ACTIVATION) -> Accepted:
        """Makes a kept bundle live, here at once and elsewhere soon. Raises ``EditionRefused``, ``StorageError``."""
        await self._is_signed(envelope, MAX_ACTIVATION_BYTES, ACTIVATION, file)
        async with self._taking:
            await self._catch_up()
            try:
                new = await asyncio.to_thread(
                    admit_activation,
                    envelope,
                    self.keys,
                    dict(self._files),
                    self._latest,
                    self._compared_with,
                    self.snapshot.been_live,
                    is_production=self.is_production,
                    reached=self._seen,
                    file=file,
                )
            except EditionRefused as refused:
                await self._refused(ACTIVATION, refused)
                raise
            activation = new.activation
            target = self._files[activation.bundle]
            accepted = Accepted(ACTIVATION, target.name, activation.bundle, activation.serial, new.is_repeat)
            if new.is_repeat:
                return accepted
            await self._build(target, new.key_id, file)
            kept = KeptActivation(activation.serial, activation.bundle, new.content, new.key_id, self.now())
            if not await self.kept.activate(kept):
                reason = (
                    f"En anden aktivering nåede først. Prøv igen med et højere serienummer end {activation.serial}."
                )
                overtaken = refuse(Step.SERIAL, reason, file, new.key_id)
                await self._refused(ACTIVATION, overtaken)
                raise overtaken
            self._swap(activation)
            await self._accepted(
                HistoryLine(
                    self.now(), ACTIVATION, target.name, activation.serial, new.key_id, True, note=activation.note
                ),
                is_repeat=False,
            )
            await self._say()
            return accepted

    async def look(self) -> None:
        """Takes up what other processes have taken since. Raises ``StorageError``."""
        if await self.kept.newest_serial() != self._seen:
            async with self._taking:
                await self._catch_up()
        await self._say()

    async def close(self) -> None:
        """Says that this process serves nothing any more."""
        with contextlib.suppress(StorageError):
            await self.kept.leaves(self.process)

    @property
    def _compared_with(self) -> Bundle | None:
        """What nothing may vanish from unsaid: what KL has made live, not what came with the release."""
        return self.snapshot.live if self._latest else None

    async def _is_signed(self, envelope: bytes, most: int, what: str, file: str) -> None:
        """Junk waits for nobody and holds nobody up. Raises ``EditionRefused``."""
        try:
            await asyncio.to_thread(opened, envelope, most, self.keys, file)
        except EditionRefused as refused:
            await self._refused(what, refused)
            raise

    async def _catch_up(self, *, prepared: bool = True) -> None:
        for kept in await self.kept.bundles([*self._files, *self._unreadable]):
            try:
                self._add(await asyncio.to_thread(read_bundle, kept.content, kept.name))
            except RadarError:
                # Admitted by another release of the bot; what cannot be read here is not shown here.
                log.exception("the kept bundle %s cannot be read", kept.name)
                self._unreadable.add(kept.sha256)
        if await self.kept.newest_serial() < self._seen:
            self._taken_back()
        newer = [read_activation(row.content) for row in await self.kept.activations(self._seen)]
        self._seen = newer[-1].serial if newer else self._seen
        readable = [each for each in newer if each.bundle in self._files]
        been = frozenset(each.bundle for each in readable)
        self.snapshot = replace(self.snapshot, been_live=self.snapshot.been_live | been)
        if readable:
            if prepared:
                await self._prepared(self._files[readable[-1].bundle].bundle)
            self._swap(readable[-1])

    def _taken_back(self) -> None:
        """An operator has taken activations away: what is live is looked up anew."""
        log.warning("activations have been taken back; %d was the highest serial", self._seen)
        self._latest, self._seen = None, 0
        self.snapshot = replace(self.snapshot, live=self._came_along or self.snapshot.live, serial=0)

    def _add(self, found: BundleFile) -> None:
        catalog = self.snapshot.catalog
        self._files[found.bundle.sha256] = found
        self.snapshot = replace(self.snapshot, catalog=Catalog((*catalog.bundles, found.bundle)))

    def _swap(self, activation: Activation) -> None:
        """One assignment: before it everything answers from the old snapshot, after it from the new."""
        live = self._files[activation.bundle].bundle
        self._latest, self._seen = activation, max(self._seen, activation.serial)
        been_live = self.snapshot.been_live | {activation.bundle}
        self.snapshot = replace(self.snapshot, live=live, serial=activation.serial, been_live=been_live)
        log.info("edition %s is live, serial %d", live.edition.id, activation.serial)

    async def _build(self, target: BundleFile, key_id: str, file: str) -> None:
        """Makes what cards show of it. Raises ``EditionRefused`` where a picture cannot be drawn."""
        if target.bundle.sha256 in self._built:
            return
        try:
            async with asyncio.timeout(DRAWN_WITHIN):
                reasons = await self.unfit(target.bundle)
        except (TimeoutError, DrawingError):
            log.warning("it could not be seen whether the pictures of %s can be drawn", target.name, exc_info=True)
            reasons = ("Billederne kunne ikke tegnes nu. Prøv igen om lidt.",)
        if reasons:
            refused = EditionRefused(
                Step.BUILD, [Fault(file, 0, f"{target.name}: {reason}") for reason in reasons], key_id
            )
            await self._refused(ACTIVATION, refused)
            raise refused
        await self._prepared(target.bundle)
        self._built.add(target.bundle.sha256)

    async def _prepared(self, bundle: Bundle) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PREPARED_WITHIN):
                await self.prepare(bundle)

    async def _say(self) -> None:
        """Says which serial this process serves: when it is another, and once in a while that it is still there."""
        now, serial = self.now(), self.snapshot.serial
        if self._said is not None and self._said[0] == serial and abs(now - self._said[1]) < SAID_AGAIN:
            return
        await self.kept.says(self.process, serial, now, now - GONE)
        self._said = serial, now

    async def _accepted(self, line: HistoryLine, is_repeat: bool) -> None:
        self.counts.accepted += 1
        self.counts.last_success = self.now().timestamp()
        if not is_repeat:
            await self.kept.note(line)

    async def _refused(self, what: str, refused: EditionRefused) -> None:
        """Counted always; noted in the history only where a key of ours had signed it: anybody can send junk."""
        self.counts.refused += 1
        self.counts.last_refusal = self.now().timestamp()
        log.warning("%s was refused at %s for %d reasons", what, refused.step.name, len(refused.faults))
        if refused.key_id is not None:
            about = refused.faults[0].file if refused.faults else ""
            reasons = refused.reasons[:20]
            await self.kept.note(HistoryLine(self.now(), what, about[:100], None, refused.key_id, False, reasons))
