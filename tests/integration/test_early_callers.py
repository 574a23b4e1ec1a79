"""Who calls a bot that has only just been started is answered by it, however early that is."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE
from pathlib import Path

from bot import __version__
from tests.fakes.ports import free_port
from tests.fakes.postgres import ready_file

HOST = "127.0.0.1"
WITHIN = 60.0
"""Seconds until the test gives up."""


async def connected(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """The first connection that the port takes."""
    while True:
        try:
            return await asyncio.open_connection(HOST, port)
        except ConnectionRefusedError:
            await asyncio.sleep(0.01)  # another process hangs its door; there is nothing to wait on


async def test_who_calls_as_soon_as_the_port_takes_connections_is_answered(tmp_path: Path) -> None:
    port = free_port(HOST)
    clean = {name: value for name, value in os.environ.items() if not name.startswith("TR_")}
    bot = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "serve", "--local", "--port", str(port)),
        env={**clean, "TR_DATABASE_URL": ready_file(tmp_path / "bot.db")},
        stdout=PIPE,
        stderr=DEVNULL,
    )
    assert bot.stdout is not None
    try:
        async with asyncio.timeout(WITHIN):
            reader, writer = await connected(port)
            writer.write(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
            answer = await reader.read()
            writer.close()
            said = await bot.stdout.readline()
    finally:
        bot.terminate()
        await bot.wait()
    assert answer.startswith(b"HTTP/1.1 200") and answer.endswith(f"ok {__version__}\n".encode())
    assert "lytter" in said.decode()
