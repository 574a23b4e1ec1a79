"""Processes of their own that end with whoever started them: each is told by the end of its standard input."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from pathlib import Path

ROOT = Path(__file__).parents[2]

START_WITHIN = 60.0
"""Seconds a process may take until it says its first line."""

STOP_WITHIN = 30.0
"""Seconds a process may take to end once it is told."""

MAX_LINE = 2**26
"""Bytes of one line that it says."""


@contextlib.asynccontextmanager
async def child(module: str, *arguments: str) -> AsyncIterator[tuple[Process, str]]:
    """``python -m module …`` and the first line it said. It ends with the block, however that ends.

    It is in a session of its own: Ctrl-C comes to us alone, and we end it in order. Raises ``RuntimeError``.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, *arguments),
        stdin=PIPE,
        stdout=PIPE,
        cwd=ROOT,
        start_new_session=True,
        limit=MAX_LINE,
    )
    assert process.stdin is not None and process.stdout is not None
    try:
        line = await asyncio.wait_for(process.stdout.readline(), START_WITHIN)
        if not line:
            raise RuntimeError(f"»{module} {' '.join(arguments[:1])}« did not start")
        yield process, line.decode().strip()
    finally:
        process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), STOP_WITHIN)
        except BaseException:
            if process.returncode is None:
                process.kill()
                await process.wait()
            raise
