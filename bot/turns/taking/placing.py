"""Files go to the OneDrive of whoever said yes, beside the turns; what becomes of each is noted for all processes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.channels.onedrive import NotPlaced, OneDrive
from bot.errors import StorageError
from bot.storage.files import Files
from bot.wire import Upload

log = logging.getLogger(__name__)


@dataclass
class Placing:
    """Places files in ``drive``, and calls ``told`` once it is noted what became of one."""

    files: Files
    told: Callable[[], None]
    drive: OneDrive = field(default_factory=OneDrive)
    _under_way: dict[tuple[str, str], asyncio.Task[None]] = field(default_factory=dict, init=False)

    def begin(self, tenant: str, file: str, upload: Upload) -> None:
        """Begins one whose turn is committed."""
        task = self._under_way[tenant, file] = asyncio.create_task(self._place(tenant, file, upload), name="place")
        task.add_done_callback(lambda _: self._under_way.pop((tenant, file), None))

    async def settled(self, tenant: str, file: str) -> None:
        """Returns when this process is not at work on a file (any more)."""
        if (task := self._under_way.get((tenant, file))) is not None:
            await asyncio.wait([task])

    async def close(self) -> None:
        """Ends what is under way: its time runs out, and whoever said yes is told then and can fetch it."""
        under_way = [*self._under_way.values()]
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)

    async def _place(self, tenant: str, file: str, upload: Upload) -> None:
        try:
            try:
                await self.drive.put(upload, await self.files.content(tenant, file) or b"")
            except NotPlaced as refused:
                log.warning("a file was not put in OneDrive: %s", refused)
                await self.files.not_placed(tenant, file)
            else:
                where = {"name": upload.name, "content_url": upload.content_url}
                told = {"unique_id": upload.unique_id, "file_type": upload.file_type}
                await self.files.placed(tenant, file, where | told)
        except StorageError as failed:
            log.warning("it could not be noted where a file is: %s", type(failed.__cause__).__name__)
        self.told()
