"""Signed files laid in a folder, taken as if they had been pushed: bundles first, then activations.

Network shares send no events, so the folder is looked at: names, sizes and times every few seconds, and the bytes of
everything twice a minute. Each content is tried once; what is refused is told in the log and waits for other bytes,
but an activation also for the bundle that it speaks of.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from bot.editions.live import Editions
from bot.storage.database import StorageError
from radar_core.editions.bundle import MAX_BUNDLE_BYTES
from radar_core.editions.refusal import EditionRefused, Step
from radar_core.push.signing import OVERHEAD, peek

log = logging.getLogger(__name__)

_SIGNED = frozenset({".signed"})
_ANY = _SIGNED | {".yaml", ".yml", ".json"}
HASH_EVERY = 15
"""Looks between two in which everything is read."""

_ACTIVATION = b'{"activation":'


@dataclass
class EditionFiles:
    """Follows one folder."""

    EVERY: ClassVar[float] = 2.0
    """Seconds between looks."""

    folder: Path
    editions: Editions
    only_signed: bool = True
    """In production an unsigned file is refused; on one's own machine the folder may hold plain data beside them."""
    _looks: int = 0
    _tried: set[str] = field(default_factory=set)
    _waiting: dict[str, bytes] = field(default_factory=dict)
    """Activations that were refused, by name."""
    _seen: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    async def look_again(self) -> None:
        """As ``look``, every so often at everything; a folder that is away for a while is looked for again."""
        try:
            await self.look(everything=self._looks % HASH_EVERY == 0)
        except (OSError, StorageError):
            log.warning("the folder of signed editions could not be taken in", exc_info=True)
        self._looks += 1

    async def look(self, *, everything: bool = True) -> None:
        """Tries what is new. Raises ``OSError``, ``StorageError``."""
        now = await asyncio.to_thread(_listed, self.folder, _SIGNED if not self.only_signed else _ANY)
        changed = [name for name in sorted(now) if everything or self._seen.get(name) != now[name]]
        found = [(name, await asyncio.to_thread(_read, self.folder / name)) for name in changed]
        self._seen = now
        # A bundle must be there before it is activated.
        for name, content in sorted(found, key=lambda each: (_is_activation(each[1]), each[0])):
            digest = hashlib.sha256(content).hexdigest()
            if digest not in self._tried:
                await self._try(name, content)
                self._tried.add(digest)

    async def _try(self, name: str, content: bytes) -> None:
        try:
            if _is_activation(content):
                await self.editions.activate(content, name)
                return
            await self.editions.push(content, name)
        except EditionRefused as refused:
            if _is_activation(content) and refused.step is Step.CROSS:
                self._waiting[name] = content
            for reason in refused.reasons:
                log.warning("%s: NACK, %s", name, reason)
            return
        waiting, self._waiting = self._waiting, {}
        for each in waiting.items():
            await self._try(*each)


def _listed(folder: Path, suffixes: frozenset[str]) -> dict[str, tuple[int, int]]:
    """Every file with such a name, with its size and time."""
    found = {path.name: path.stat() for path in folder.glob("[!.]*") if path.suffix in suffixes and path.is_file()}
    return {name: (stat.st_size, stat.st_mtime_ns) for name, stat in found.items()}


def _is_activation(content: bytes) -> bool:
    found = peek(content)
    return found is not None and found.content.startswith(_ACTIVATION)


def _read(path: Path) -> bytes:
    """The file, or so much of it that it is seen to be too large."""
    with path.open("rb") as file:
        return file.read(MAX_BUNDLE_BYTES + OVERHEAD + 1)
