"""Radar pictures, drawn once each, off the event loop, and kept."""

from __future__ import annotations

import asyncio
import functools
import hashlib
from collections import OrderedDict
from importlib import metadata
from pathlib import Path
from typing import Literal

from radar_core import render as rendering
from radar_core.lookup import radar_for
from radar_core.model import Bundle, Radar
from radar_core.render import render

Format = Literal["png", "svg", "pdf"]

KEPT = 256
"""Pictures kept in memory; at 200 kB each that is 50 MB."""

AT_ONCE = 2
"""Pictures drawn side by side; drawing takes a core each."""


def version_of(bundle: Bundle) -> str:
    """Changes whenever a picture of this bundle could look different."""
    return hashlib.sha256(f"{bundle.sha256}/{_drawing_version()}".encode()).hexdigest()[:16]


@functools.cache
def _drawing_version() -> str:
    """Of the code that draws and the library it draws with, so that nobody has to remember to raise a number."""
    code = b"".join(path.read_bytes() for path in sorted(Path(rendering.__file__).parent.glob("*.py")))
    return hashlib.sha256(code + metadata.version("matplotlib").encode()).hexdigest()


def address_of(base: str, bundle_version: str, radar: Radar, fmt: str) -> str:
    """The public address of a radar's picture."""
    slug = radar.asked.id if radar.asked else radar.slug
    return f"{base.rstrip('/')}/radar/{radar.edition.id}/{slug}.{fmt}?v={bundle_version}"


class Pictures:
    """Pictures by bundle, fagområde and format. However many ask at once, each is drawn once."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str, Format], bytes] = OrderedDict()
        self._under_way: dict[tuple[str, str, Format], asyncio.Task[bytes]] = {}
        self._places = asyncio.Semaphore(AT_ONCE)

    async def get(self, bundle: Bundle, fagomraade: str, fmt: Format) -> bytes:
        """The picture's bytes. Raises ``UnknownFagomraade``."""
        radar = radar_for(bundle, fagomraade)
        key = (bundle.sha256, fagomraade, fmt)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        if key not in self._under_way:
            self._under_way[key] = asyncio.create_task(self._draw(key, radar))
        # One impatient caller must not take the picture from the others.
        return await asyncio.shield(self._under_way[key])

    async def _draw(self, key: tuple[str, str, Format], radar: Radar) -> bytes:
        try:
            async with self._places:
                drawn = await asyncio.to_thread(render, radar, key[2])
            self._kept[key] = drawn
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
            return drawn
        finally:
            del self._under_way[key]
