"""Serves the bot until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Callable

from bot import __version__
from bot.cli.lasting import lasting
from bot.settings import Settings, check_local
from bot.telemetry.log import untold
from bot.web.door import Door

log = logging.getLogger(__name__)

GRACE = 10.0
"""Seconds that turns in hand are given to end."""


def serve(settings: Settings, host: str, port: int, *, local: bool, say: Callable[[str], None]) -> None:
    """Listens until SIGINT or SIGTERM; who comes before all is ready waits at the door.

    Raises ``UnsafeStart`` and ``StorageError`` before anybody is let in, ``OSError`` for a taken port.
    """
    if local:
        check_local(settings, host)  # not even the door may be within reach of anybody else
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(settings, host, port, local=local, say=say))


async def _serve(settings: Settings, host: str, port: int, *, local: bool, say: Callable[[str], None]) -> None:
    door = await Door.hung(host, port)
    try:
        with lasting():
            # Most of a start is to import and build these; the door is there meanwhile.
            from aiohttp import web

            from bot.app import build_local, build_production
            from bot.web.server import Site

            app = build_local(settings, host, port, prepare=True) if local else build_production(settings, prepare=True)
        stopping = asyncio.Event()
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(untold)
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stopping.set)
        runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=GRACE)
        try:
            await runner.setup()
            site = Site(runner, door)
            await site.start()
            log.info("teknologiradar %s", __version__)
            say(f"Botten lytter på http://{host}:{port}")
            await stopping.wait()
            await site.leave()
        finally:
            await runner.cleanup()
    finally:
        door.close()
