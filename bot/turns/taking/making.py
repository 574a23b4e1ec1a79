"""Files are made beside the turns, by a process of their own; what becomes of each is noted for all processes."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.errors import DrawingError, StorageError
from bot.files.writing import WrittenFile
from bot.pictures.pictures import Draw
from bot.pictures.requests import Request
from bot.storage.files import Files

log = logging.getLogger(__name__)

LARGEST = 10_000_000
"""Bytes of a file; no database and no chat is to hold more of one."""

WORKING = dt.timedelta(minutes=2)
"""How long an order is left to the process that took it: longer than its wait and its work may take together."""


@dataclass(frozen=True)
class OrderedWork:
    """What is to be made, and for which order."""

    tenant: str
    file: str
    name: str
    media_type: str
    request: Request
    beside: WrittenFile | None = None
    """What goes with it, and is there when it is."""


@dataclass
class Making:
    """Makes files by ``draw``, and calls ``told`` once it is noted what became of one."""

    files: Files
    draw: Draw
    told: Callable[[], None]
    now: Callable[[], dt.datetime]
    _under_way: dict[tuple[str, str], asyncio.Task[None]] = field(default_factory=dict, init=False)

    def begin(self, work: OrderedWork) -> None:
        """Begins one whose order is committed."""
        key = (work.tenant, work.file)
        if key not in self._under_way:
            task = self._under_way[key] = asyncio.create_task(self._make(work), name="file")
            task.add_done_callback(lambda _: self._under_way.pop(key, None))

    async def settled(self, tenant: str, file: str) -> None:
        """Returns when this process is not at work on a file (any more)."""
        if (task := self._under_way.get((tenant, file))) is not None:
            await asyncio.wait([task])

    async def close(self) -> None:
        """Returns when nothing is under way; whoever draws is closed first, so what is left fails at once."""
        while under_way := [*self._under_way.values()]:
            await asyncio.wait(under_way)

    async def _make(self, work: OrderedWork) -> None:
        try:
            content = await self._content(work)
            if content is None:
                await self.files.failed(work.tenant, work.file)
            else:
                its = (work.name, work.media_type, content)
                await self.files.made(work.tenant, work.file, *its, self.now(), work.beside)
        except StorageError as failed:
            # Its time runs out, and whoever asked is told then.
            log.warning("it could not be noted what became of a file: %s", type(failed.__cause__).__name__)
        self.told()

    async def _content(self, work: OrderedWork) -> bytes | None:
        """None where it could not be made; the log says what sort of failure it was, for the rest may be people's."""
        try:
            content = await self.draw(work.request)
        except DrawingError as failed:
            log.warning("a file was not made: %s", type(failed).__name__)
            return None
        except Exception as failed:
            log.error("a file was not made for a fault of ours: %s", type(failed).__name__)
            return None
        if len(content) > LARGEST:
            log.warning("a file was not made: %d bytes are too many", len(content))
            return None
        return content
