"""Serves the bot until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Callable

from aiohttp import web

from bot import __version__
from bot.app import build_local, build_production
from bot.cli.lasting import lasting
from bot.settings import Settings
from bot.telemetry.log import untold
from bot.web.server import Site

log = logging.getLogger(__name__)

GRACE = 10.0
"""Seconds that turns in hand are given to end."""


def serve(settings: Settings, host: str, port: int, *, local: bool, say: Callable[[str], None]) -> None:
    """Listens until SIGINT or SIGTERM.

    Raises ``UnsafeStart`` and ``StorageError`` before anything listens, ``OSError`` for a taken port.
    """
    with lasting():
        app = build_local(settings, host, port, prepare=True) if local else build_production(settings, prepare=True)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(app, host, port, say))


async def _serve(app: web.Application, host: str, port: int, say: Callable[[str], None]) -> None:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(untold)
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=GRACE)
    try:
        await runner.setup()
        site = Site(runner, host, port)
        await site.start()
        log.info("teknologiradar %s", __version__)
        say(f"Botten lytter på http://{host}:{port}")
        await stopping.wait()
        await site.leave()
    finally:
        await runner.cleanup()
